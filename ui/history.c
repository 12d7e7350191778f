/* SPDX-License-Identifier: MIT
 *
 * A deep copy of a journal answer in one arena. The history itself is the key
 * of its question, so that a view that closes can have it forgotten.
 */
#include "history.h"

#include <string.h>

#include "attr.h"
#include "text.h"

static const struct {
	const char *action, *label;
} labels[] = {
	{JOURNAL_RESEND_APPROVAL, "approval mail"},
	{JOURNAL_RESEND_ISSUANCE, "issuance mail"},
	{JOURNAL_NOTE, "note"},
	{JOURNAL_RESEND_DCV, "DCV mails"},
	{JOURNAL_CHECK_DCV, "DCV check"},
	{JOURNAL_ADD_CONTACT, "new verified contact"},
	{JOURNAL_SEND_CERTIFICATE, "copy of the certificate"},
	{JOURNAL_ADDITIONAL_EMAILS, "additional e-mails"},
	{JOURNAL_ORGANIZATION_CONTACT, "organization contact"},
	{JOURNAL_TECHNICAL_CONTACT, "technical contact"},
	{JOURNAL_USER_ACCESS, "user access"},
	{JOURNAL_GUEST_ACCESS_ON, "guest access on"},
	{JOURNAL_GUEST_ACCESS_OFF, "guest access off"},
	{JOURNAL_NOTICES_ON, "renewal notices on"},
	{JOURNAL_NOTICES_OFF, "renewal notices off"},
	{JOURNAL_CANCEL, "cancel"},
	{JOURNAL_SETTLE, "settlement"},
};

const char *history_action_label(const char *action)
{
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (strcmp(labels[i].action, action) == 0)
			return labels[i].label;
	return action;
}

void history_init(struct history *history, struct journal *journal,
	const struct error *why_none, loop_fn changed, void *data)
{
	memset(history, 0, sizeof(*history));
	history->journal = journal;
	history->changed = changed;
	history->data = data;
	if (journal == NULL && why_none != NULL)
		history->error = *why_none;
}

static const char *copy_text(struct mem_arena *arena, const char *text)
{
	return mem_arena_dup(arena, text != NULL ? text : "");
}

static const char *const *
copy_list(struct mem_arena *arena, const char *const *list, size_t count)
{
	const char **copy;

	if (count == 0)
		return NULL;
	copy = mem_arena_alloc(arena, count * sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = copy_text(arena, list[i]);
	return copy;
}

static void copy_record(struct mem_arena *arena, struct journal_record *to,
	const struct journal_record *from)
{
	*to = *from;
	to->agent = copy_text(arena, from->agent);
	to->api_user = copy_text(arena, from->api_user);
	to->host = copy_text(arena, from->host);
	to->api_host = copy_text(arena, from->api_host);
	to->account = copy_text(arena, from->account);
	to->order_id = copy_text(arena, from->order_id);
	to->action = copy_text(arena, from->action);
	to->error_code = copy_text(arena, from->error_code);
	to->recipients =
		copy_list(arena, from->recipients, from->recipient_count);
	to->added = copy_list(arena, from->added, from->added_count);
	to->removed = copy_list(arena, from->removed, from->removed_count);
}

static void take_answer(void *data, const struct journal_list *list)
{
	struct history *history = data;

	history->loading = false;
	history->error = list->error;
	if (list->error.kind == ERROR_NONE) {
		mem_arena_clear(&history->arena);
		history->records = mem_arena_alloc(&history->arena,
			(list->count + 1) * sizeof(*history->records));
		history->count = list->count;
		history->loaded = true;
		for (size_t i = 0; i < list->count; i++)
			copy_record(&history->arena, &history->records[i],
				&list->records[i]);
	}
	if (history->changed != NULL)
		history->changed(history->data);
}

void history_load(struct history *history, const struct journal_filter *filter)
{
	if (history->journal == NULL)
		return;
	if (history->loading)
		journal_forget(history->journal, history);
	history->loading = true;
	journal_list(history->journal, filter, take_answer, history);
}

void history_clear(struct history *history)
{
	if (history->loading)
		journal_forget(history->journal, history);
	mem_arena_clear(&history->arena);
	memset(history, 0, sizeof(*history));
}

void history_addresses(
	struct buf *out, const char *const *addresses, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, i > 0 ? ", " : "");
		if (!text_is_plain_ascii(addresses[i]))
			buf_puts(out, "! ");
		text_escape(out, addresses[i]);
	}
}

static void add_status(struct buf *out, const struct journal_record *record)
{
	bool has_code =
		record->error_code != NULL && record->error_code[0] != '\0';

	if (record->http_status == 0 && !has_code)
		return;
	buf_puts(out, " (");
	if (record->http_status != 0)
		buf_printf(out, "HTTP %d", record->http_status);
	if (record->http_status != 0 && has_code)
		buf_puts(out, ", ");
	if (has_code)
		buf_puts(out, record->error_code);
	buf_puts(out, ")");
}

void history_outcome(struct buf *out, const struct journal_record *record)
{
	switch (record->outcome) {
	case JOURNAL_PENDING:
		buf_puts(out, "being sent");
		return;
	case JOURNAL_SENT:
		buf_puts(out, "sent");
		return;
	case JOURNAL_REFUSED:
		buf_puts(out, "refused");
		break;
	case JOURNAL_NOT_SENT:
		buf_puts(out, "not sent");
		break;
	case JOURNAL_UNKNOWN:
		buf_puts(out, "outcome unknown");
		break;
	}
	add_status(out, record);
	if (record->settled)
		buf_puts(out, record->settled_as == JOURNAL_SENT
				      ? "; settled: it went out"
				      : "; settled: it did not go out");
}

static void
describe_settlement(struct buf *out, const struct journal_record *record)
{
	buf_printf(out, "%s@%s settled record %lld: %s", record->agent,
		record->host, (long long)record->settles,
		record->outcome == JOURNAL_SENT ? "it went out"
						: "it did not go out");
}

void history_describe(struct buf *out, const struct journal_record *record)
{
	if (record->settles != 0) {
		describe_settlement(out, record);
		return;
	}
	buf_puts(out, history_action_label(record->action));
	if (record->recipient_count > 0)
		buf_puts(out, " to ");
	history_addresses(out, record->recipients, record->recipient_count);
	buf_printf(out, " by %s@%s: ", record->agent, record->host);
	history_outcome(out, record);
}
