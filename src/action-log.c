/* SPDX-License-Identifier: MIT
 *
 * A write as the log tells it: that it goes out, and what came of it. The
 * journal has the same for good; the log has it among the requests and messages
 * of the same moment.
 */
#include "action-private.h"

#include "buf.h"
#include "log.h"

#define LINE_MAX_BYTES (2 * LOG_TEXT_SIZE)

/* "resend-approval of order 900101 to ana@example.com" */
static void write_what(const struct action *action, struct buf *out)
{
	buf_printf(out, "%s of order %s", action->kind, action->order_id);
	for (size_t i = 0; i < action->recipient_count; i++)
		buf_printf(out, "%s%s", i == 0 ? " to " : ", ",
			action->recipients[i]);
}

static void write_record(const struct action *action, struct buf *out)
{
	if (action->journal_id != 0)
		buf_printf(out, " (record %lld of the journal)",
			(long long)action->journal_id);
}

void action_log_sending(const struct action *action)
{
	struct buf text;

	buf_init(&text, LINE_MAX_BYTES);
	buf_puts(&text, "Sending ");
	write_what(action, &text);
	write_record(action, &text);
	log_add(LOG_WRITE, "%s", buf_text(&text));
	buf_clear(&text);
}

static enum log_level level_of(enum action_result result)
{
	switch (result) {
	case ACTION_SENT:
		return LOG_WRITE;
	case ACTION_UNKNOWN:
	case ACTION_NO_JOURNAL:
		return LOG_ERROR;
	default:
		return LOG_WARNING;
	}
}

/* The outcome comes first: there may be more addresses than fit. */
void action_log_end(const struct action *action)
{
	char sentence[ERROR_TEXT_SIZE + 128];
	struct buf text;

	buf_init(&text, LINE_MAX_BYTES);
	action_sentence(action, sentence, sizeof(sentence));
	buf_printf(&text, "Order %s, %s: %s", action->order_id, action->kind,
		sentence);
	/* A refusal says it in the sentence. */
	if (action->result == ACTION_SENT)
		buf_printf(&text, " HTTP %d.", action->http_status);
	write_record(action, &text);
	log_add(level_of(action->result), "%s", buf_text(&text));
	buf_clear(&text);
}
