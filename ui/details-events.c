/* SPDX-License-Identifier: MIT
 *
 * Each source adds its events to one growing list, which is sorted at the end.
 * A send that both the journal and a note of ours tell of is one event.
 */
#include "details-events.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "note.h"
#include "text.h"
#include "wording.h"

#define NOTE_BYTES   160 /* of a note; the section Notes has all of it */
#define NOTE_DELAY_S 300 /* our note comes a moment after its send */

struct collector {
	struct details_events *events;
	size_t cap;
	const struct store_order *known;
	const struct order *head;
	const struct history *history; /* may be NULL */
	int64_t now;
};

static struct details_event *add(struct collector *to, int64_t time)
{
	struct details_events *events = to->events;

	if (events->count == to->cap) {
		to->cap = to->cap == 0 ? 32 : to->cap * 2;
		events->items = mem_resize(
			events->items, to->cap, sizeof(*events->items));
	}
	events->items[events->count] = (struct details_event){
		.time = time,
		.style = STYLE_TEXT,
		.text = "",
	};
	return &events->items[events->count++];
}

static const char *keep(struct collector *to, struct buf *text)
{
	const char *kept = mem_arena_dup(&to->events->arena, buf_text(text));

	buf_clear(text);
	return kept;
}

/* A date of the order: by the day if that is all of it. */
static void add_date(struct collector *to, int64_t date, const char *text)
{
	struct details_event *event;

	if (!date_is_known(date))
		return;
	event = add(to, date);
	event->is_day = date % 86400 == 0;
	if (date > to->now)
		event->style = STYLE_DIM;
	event->text = text;
}

/* -- the journal ----------------------------------------------------------- */

static bool is_near(int64_t a, int64_t b)
{
	return a - b < NOTE_DELAY_S && b - a < NOTE_DELAY_S;
}

/* The note that a record tells of is there, so it is not told twice. */
static bool
has_note_of(const struct collector *from, const struct journal_record *record)
{
	const struct order_notes *notes =
		from->known != NULL ? from->known->notes : NULL;

	if (strcmp(record->action, JOURNAL_NOTE) != 0 ||
		record->outcome != JOURNAL_SENT)
		return false;
	for (size_t i = 0; notes != NULL && i < notes->count; i++)
		if (date_is_known(notes->items[i].date) &&
			is_near(notes->items[i].date, record->time))
			return true;
	return false;
}

static void
add_record(struct collector *to, const struct journal_record *record)
{
	struct details_event *event;
	struct buf text;

	if (has_note_of(to, record))
		return;
	buf_init(&text, 64 * 1024);
	history_describe(&text, record);
	event = add(to, record->time);
	event->text = keep(to, &text);
	event->is_resend =
		strcmp(record->action, JOURNAL_RESEND_APPROVAL) == 0 ||
		strcmp(record->action, JOURNAL_RESEND_ISSUANCE) == 0;
	event->is_mail = event->is_resend ||
			 strcmp(record->action, JOURNAL_RESEND_DCV) == 0 ||
			 strcmp(record->action, JOURNAL_SEND_CERTIFICATE) == 0;
	if (journal_record_is_unsettled(record))
		event->style = STYLE_WARNING;
}

static void add_journal(struct collector *to)
{
	for (size_t i = 0; to->history != NULL && i < to->history->count; i++)
		add_record(to, &to->history->records[i]);
}

/* -- notes ----------------------------------------------------------------- */

static bool
journal_has(const struct history *history, const struct note_send *send)
{
	for (size_t i = 0; history != NULL && i < history->count; i++) {
		const struct journal_record *record = &history->records[i];

		if (is_near(record->time, send->time) &&
			strcmp(record->action, JOURNAL_RESEND_APPROVAL) == 0 &&
			strcmp(record->agent, send->agent) == 0 &&
			strcmp(record->host, send->host) == 0)
			return true;
	}
	return false;
}

static void add_note_send(struct collector *to, const struct note_send *send)
{
	struct details_event *event;
	struct buf text;

	if (journal_has(to->history, send))
		return;
	buf_init(&text, 64 * 1024);
	buf_puts(&text, "approval mail to ");
	history_addresses(&text, (const char *const *)send->recipients,
		send->recipient_count);
	buf_printf(&text, " by %s@%s: sent (from a note)", send->agent,
		send->host);
	event = add(to, send->time);
	event->is_mail = event->is_resend = true;
	event->text = keep(to, &text);
}

/* Its beginning, cut between characters. */
static const char *note_text(struct collector *to, const char *text)
{
	size_t len = strlen(text);

	if (len <= NOTE_BYTES)
		return text;
	for (len = NOTE_BYTES; ((unsigned char)text[len] & 0xC0) == 0x80;)
		len--;
	return mem_arena_printf(&to->events->arena, "%.*s ...", (int)len, text);
}

static void add_note(struct collector *to, const struct order_note *note)
{
	struct note_send send;

	if (note->text != NULL && note_parse(note->text, &send)) {
		add_note_send(to, &send);
		note_send_clear(&send);
		return;
	}
	if (!date_is_known(note->date))
		return;
	add(to, note->date)->text = mem_arena_printf(&to->events->arena,
		"note%s%s: %s", note->user_name != NULL ? " by " : "",
		note->user_name != NULL ? note->user_name : "",
		note->text != NULL ? note_text(to, note->text) : "-");
}

static void add_notes(struct collector *to)
{
	const struct order_notes *notes = to->known->notes;

	for (size_t i = 0; notes != NULL && i < notes->count; i++)
		add_note(to, &notes->items[i]);
}

/* -- the order ------------------------------------------------------------- */

/* "new_request" is "new request"; of any length only the beginning. */
static const char *word_text(struct collector *to, const char *word)
{
	char text[64];

	text_format(text, sizeof(text), "%s", word);
	for (char *c = text; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return mem_arena_printf(&to->events->arena, "%s", text);
}

static const char *person(const struct order_person *person)
{
	return person->name != NULL ? person->name : person->email;
}

static void
add_request(struct collector *to, const struct order_request *request)
{
	const struct order_details *details = to->known->details;
	const char *approver = person(&details->approver);
	bool is_approved = request->status != NULL &&
			   strcmp(request->status, "approved") == 0;

	if (!date_is_known(request->date))
		return;
	if (!is_approved)
		approver = NULL;
	add(to, request->date)->text = mem_arena_printf(&to->events->arena,
		"%s: %s%s%s%s%s",
		request->type != NULL ? word_text(to, request->type)
				      : "request",
		request->status != NULL ? word_text(to, request->status) : "-",
		approver != NULL ? " by " : "",
		approver != NULL ? approver : "",
		request->comments != NULL ? ", " : "",
		request->comments != NULL ? note_text(to, request->comments)
					  : "");
}

static void add_order(struct collector *to)
{
	const struct order_details *details =
		to->known != NULL ? to->known->details : NULL;
	const char *by = details != NULL ? person(&details->user) : NULL;
	int64_t till = to->head != NULL ? to->head->valid_till : DATE_NONE;

	if (to->head != NULL)
		add_date(to, to->head->date_created,
			mem_arena_printf(&to->events->arena, "order placed%s%s",
				by != NULL ? " by " : "",
				by != NULL ? by : ""));
	add_date(to, till,
		date_is_known(till) && till > to->now
			? "the certificate expires"
			: "the certificate expired");
	if (details == NULL)
		return;
	add_date(to, details->date_issued, "certificate issued");
	add_date(to, details->valid_from, "the certificate is valid from");
	add_date(to, details->order_valid_till, "the order ends");
	for (size_t i = 0; i < details->request_count; i++)
		add_request(to, &details->requests[i]);
}

/* -- validations ----------------------------------------------------------- */

static void add_organization(struct collector *to,
	const struct order_organization_validation *validation)
{
	const char *name = wording_validation(validation);

	if (validation->state == ORDER_STATE_ACTIVE)
		add_date(to, validation->date_created,
			mem_arena_printf(&to->events->arena,
				"organization validated (%s)", name));
	add_date(to, validation->validated_until,
		mem_arena_printf(&to->events->arena,
			"the organization's validation (%s) ends", name));
}

static void add_validations(struct collector *to)
{
	const struct order_validation *validation = to->known->validation;
	const struct order_organization_validation *needed;

	if (validation == NULL || to->head == NULL)
		return;
	needed = waiting_organization(to->head->family, validation);
	if (needed != NULL)
		add_organization(to, needed);
	for (size_t i = 0; i < validation->domain_count; i++) {
		const struct order_domain *domain = &validation->domains[i];

		add_date(to, domain->expires,
			mem_arena_printf(&to->events->arena,
				"the validation of %s ends",
				domain->name != NULL ? domain->name
						     : "a domain"));
	}
}

static void add_emails(struct collector *to)
{
	const struct order_emails *emails = to->known->emails;

	for (size_t i = 0; emails != NULL && i < emails->count; i++) {
		const struct order_email_state *item = &emails->items[i];
		struct buf text;

		if (item->email == NULL || !date_is_known(item->date_emailed))
			continue;
		buf_init(&text, 64 * 1024);
		buf_puts(&text, "mail that validates the address to ");
		history_addresses(&text, &item->email, 1);
		buf_puts(&text, ": sent");
		add_date(to, item->date_emailed, keep(to, &text));
	}
}

static void add_certificates(struct collector *to, const char *what,
	const struct order_certificates *certificates)
{
	for (size_t i = 0; certificates != NULL && i < certificates->count; i++)
		add_date(to, certificates->items[i].date_issued,
			mem_arena_printf(&to->events->arena, "%s issued%s%s",
				what,
				certificates->items[i].serial_number != NULL
					? ", serial number "
					: "",
				certificates->items[i].serial_number != NULL
					? certificates->items[i].serial_number
					: ""));
}

/* -- all of them ----------------------------------------------------------- */

static int newest_first(const void *a, const void *b)
{
	const struct details_event *one = a, *other = b;

	if (one->time != other->time)
		return one->time > other->time ? -1 : 1;
	return strcmp(one->text, other->text); /* the same in every frame */
}

void details_events_init(struct details_events *events,
	const struct store_order *known, const struct order *head,
	const struct history *history, int64_t now)
{
	struct collector to = {
		.events = events,
		.known = known,
		.head = head,
		.history = history,
		.now = now,
	};

	memset(events, 0, sizeof(*events));
	add_journal(&to);
	add_order(&to);
	if (known != NULL) {
		add_notes(&to);
		add_validations(&to);
		add_emails(&to);
		add_certificates(&to, "reissue", known->reissues);
		add_certificates(&to, "duplicate", known->duplicates);
	}
	if (events->count > 0)
		qsort(events->items, events->count, sizeof(*events->items),
			newest_first);
}

void details_events_clear(struct details_events *events)
{
	free(events->items);
	mem_arena_clear(&events->arena);
	memset(events, 0, sizeof(*events));
}
