/* SPDX-License-Identifier: MIT
 *
 * Where --smtp leads: a mail server of this machine and no other. What the
 * sandbox mails goes to addresses that may be somebody's.
 */
#ifndef SANDBOX_SMTP_ADDRESS_H
#define SANDBOX_SMTP_ADDRESS_H

#include <sys/socket.h>

#include "attr.h"
#include "error.h"

#define SMTP_ADDRESS_PORT 25 /* of a URL without one */

struct smtp_address {
	struct sockaddr_storage socket;
	socklen_t len;
	char url[80]; /* "smtp://127.0.0.1:2525", to be shown */
};

/*
 * "smtp://HOST" or "smtp://HOST:PORT", a slash may follow; HOST is a numeric
 * loopback address (IPv6 in brackets) or localhost, which is 127.0.0.1. No
 * name is ever looked up. False and *error (ERROR_USAGE) for all else.
 */
MUST_CHECK bool smtp_address_parse(
	struct smtp_address *out, const char *url, struct error *error);

#endif
