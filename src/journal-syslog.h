/* SPDX-License-Identifier: MIT
 *
 * `syslog = yes`: each record of the journal as a line of the system's log, so
 * that it is kept where agents cannot change it. Facility user, level notice:
 *
 *	record 7: resend-approval of order 900101 at www.digicert.com, account
 *	prod, by mira to a@example.com, b@example.com
 *	record 7: sent, HTTP 204
 *	record 8: mira settles record 7: not_sent
 *
 * Every text passes the text gate. These may wait for the system's log: call
 * them on the journal's thread.
 */
#ifndef JOURNAL_SYSLOG_H
#define JOURNAL_SYSLOG_H

#include <stdint.h>

#include "journal.h"

void journal_syslog_open(void);

/* The record is on disk: nothing was sent yet. */
void journal_syslog_begun(int64_t id, const struct journal_intent *intent,
	const char *api_host, const char *account, const char *agent);

void journal_syslog_finished(int64_t id, enum journal_outcome outcome,
	int http_status, const char *error_code);

void journal_syslog_settled(int64_t id, int64_t settles,
	enum journal_outcome outcome, const char *agent);

#endif
