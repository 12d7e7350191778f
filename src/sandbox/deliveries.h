/* SPDX-License-Identifier: MIT
 *
 * The mails on their way to the mail server of --smtp, one at a time and beside
 * everything else: an answer of the API never waits for them. A mail is put
 * into the queue in the transaction that sends it, and stays there until the
 * server has taken or refused it; when the server cannot be reached, or says
 * "later", the next try comes a second later, then two, then four, up to five
 * minutes. Queue and outcome are in the table deliveries. A mail whose delivery
 * a crash has cut may come twice, with the same Message-ID.
 */
#ifndef SANDBOX_DELIVERIES_H
#define SANDBOX_DELIVERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"

struct deliveries;
struct sandbox;

/*
 * url is as smtp_address_parse takes it; from now on, what is sent is queued.
 * NULL and *error: ERROR_USAGE for the URL, ERROR_SYSTEM for the database. The
 * caller frees before the database is closed.
 */
struct deliveries *
deliveries_new(struct sandbox *sandbox, const char *url, struct error *error);
void deliveries_free(struct deliveries *deliveries); /* NULL is fine */

/* The functions below do nothing where there are none (NULL). */

/* There may be mail: the next turn looks. */
void deliveries_wake(struct deliveries *deliveries);
/* Begins what is due. */
void deliveries_turn(struct deliveries *deliveries, int64_t now_ms);
/* The descriptor to wait for, -1 for none; then call deliveries_go_on. */
int deliveries_fd(const struct deliveries *deliveries, bool *write);
/* When to call it at the latest; INT64_MAX: never. */
int64_t deliveries_due_ms(const struct deliveries *deliveries);
void deliveries_go_on(struct deliveries *deliveries, int64_t now_ms);

/*
 * What became of a mail, for people: "delivered to smtp://...", "waiting for
 * ...: Connection refused"; "" where it is none of ours. `tone` is one of
 * page_html_badge.
 */
void deliveries_tell(struct deliveries *deliveries, int64_t mail_id, char *out,
	size_t size, const char **tone);

#endif
