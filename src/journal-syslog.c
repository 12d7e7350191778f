/* SPDX-License-Identifier: MIT
 *
 * Lines for the system's log. What is too long for one ends with "..."; the
 * journal has all of it.
 */
#include "config.h"

#include "journal-syslog.h"

#include <syslog.h>

#include "buf.h"
#include "text.h"

#define LINE_SIZE 2048 /* what a log daemon takes at least: RFC 5424, 6.1 */

void journal_syslog_open(void)
{
	openlog("certdesk", LOG_PID, LOG_USER);
}

static void begin_line(struct buf *line, int64_t id)
{
	buf_init(line, LINE_SIZE);
	buf_printf(line, "record %lld: ", (long long)id);
}

static void end_line(struct buf *line)
{
	syslog(LOG_NOTICE, "%s%s", buf_text(line), line->full ? "..." : "");
	buf_clear(line);
}

/* ", account prod" */
static void add(struct buf *line, const char *before, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_puts(line, before);
	text_clean(line, text);
}

void journal_syslog_begun(int64_t id, const struct journal_intent *intent,
	const char *api_host, const char *account, const char *agent)
{
	struct buf line;

	begin_line(&line, id);
	text_clean(&line, intent->action);
	add(&line, " of order ", intent->order_id);
	add(&line, " at ", api_host);
	add(&line, ", account ", account);
	add(&line, ", by ", agent);
	for (size_t i = 0; i < intent->recipient_count; i++)
		add(&line, i == 0 ? " to " : ", ", intent->recipients[i]);
	end_line(&line);
}

void journal_syslog_finished(int64_t id, enum journal_outcome outcome,
	int http_status, const char *error_code)
{
	struct buf line;

	begin_line(&line, id);
	buf_puts(&line, journal_outcome_name(outcome));
	if (http_status != 0)
		buf_printf(&line, ", HTTP %d", http_status);
	add(&line, ", ", error_code);
	end_line(&line);
}

void journal_syslog_settled(int64_t id, int64_t settles,
	enum journal_outcome outcome, const char *agent)
{
	struct buf line;

	begin_line(&line, id);
	text_clean(&line, agent);
	buf_printf(&line, " settles record %lld: %s", (long long)settles,
		journal_outcome_name(outcome));
	end_line(&line);
}
