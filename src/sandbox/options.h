/* SPDX-License-Identifier: MIT
 *
 * The command line of certdesk-sandbox. One table gives parsing and --help.
 */
#ifndef SANDBOX_OPTIONS_H
#define SANDBOX_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "attr.h"
#include "error.h"
#include "sandbox/rate.h"
#include "sandbox/sandbox.h"

#define OPTIONS_ORDERS_MAX 5000000

/* Texts are lent from argv. */
struct options {
	const char *listen;
	int64_t port;
	const char *port_file; /* NULL: none */
	const char *db;	       /* NULL: in memory */
	int64_t orders;
	int64_t seed;
	int64_t now; /* DATE_NONE: the real time */
	enum sandbox_kind kind;
	const char *outbox;		/* NULL: none */
	const char *smtp;		/* NULL: none */
	const char *tls_cert, *tls_key; /* both or none */
	int64_t latency_ms;
	struct rate_limit rate;
	bool retry_after;
	bool hostile;
	bool quiet;
	bool allow_remote;
	bool help;
	bool version;
};

/* False and *error (ERROR_USAGE). */
MUST_CHECK bool options_parse(struct options *options, int argc,
	char *const *argv, struct error *error);
void options_help(FILE *out);
/* The table for who writes it down elsewhere: the name without its dashes, that
 * of its value or NULL. False: there are no more. */
bool options_at(
	size_t index, const char **name, const char **value, const char **help);

#endif
