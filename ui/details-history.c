/* SPDX-License-Identifier: MIT
 *
 * The last two sections of the details: the notes as they are, and the mails
 * that the journal and the notes know of, in the order of time.
 */
#include <stdlib.h>
#include <string.h>

#include "details-sections.h"
#include "note.h"
#include "text.h"
#include "wording.h"

/* What both sections look at. */
struct past {
	struct details_page *page;
	const struct details_source *source;
	const struct store_order *known; /* may be NULL */
	const struct order_notes *notes; /* may be NULL */
};

/* "6 days ago, Mira Vogel: text", as far as it is known. */
static const char *
note_text(const struct past *past, const struct order_note *note)
{
	char age[DATE_TEXT_SIZE];
	const char *who = note->user_name != NULL ? note->user_name : "";

	date_age(note->date, past->source->now, age);
	return details_page_text(past->page, "%s%s%s%s%s", age,
		age[0] != '\0' && who[0] != '\0' ? ", " : "", who,
		age[0] != '\0' || who[0] != '\0' ? ": " : "",
		note->text != NULL ? note->text : "-");
}

static void add_notes(const struct past *past)
{
	const struct order_notes *notes = past->notes;
	char minute[DATE_TEXT_SIZE];

	if (past->known != NULL)
		details_status_resource(past->page, past->source,
			&past->known->notes_state, "Notes");
	for (size_t i = 0; notes != NULL && i < notes->count; i++) {
		const struct order_note *note = &notes->items[i];

		details_page_field(past->page, date_minute(note->date, minute),
			note_text(past, note));
	}
}

/* One thing that happened, from the journal or from a note. */
struct event {
	int64_t time;
	const char *text;
	enum style style;
};

static int by_time(const void *a, const void *b)
{
	const struct event *one = a, *other = b;

	return (one->time > other->time) - (one->time < other->time);
}

static struct event
journal_event(const struct past *past, const struct journal_record *record)
{
	struct event event = {record->time, NULL, STYLE_TEXT};
	struct buf text;

	buf_init(&text, 64 * 1024);
	history_describe(&text, record);
	event.text = mem_arena_dup(&past->page->arena, buf_text(&text));
	if (journal_record_is_unsettled(record))
		event.style = STYLE_WARNING;
	buf_clear(&text);
	return event;
}

/* certdesk writes its note seconds after the send that the journal has. */
static bool
journal_has(const struct history *history, const struct note_send *send)
{
	for (size_t i = 0; i < history->count; i++) {
		const struct journal_record *record = &history->records[i];
		int64_t apart = record->time - send->time;

		if (apart > -300 && apart < 300 &&
			strcmp(record->action, JOURNAL_RESEND_APPROVAL) == 0 &&
			strcmp(record->agent, send->agent) == 0 &&
			strcmp(record->host, send->host) == 0)
			return true;
	}
	return false;
}

static size_t note_event(const struct past *past, const struct order_note *note,
	struct event *event)
{
	struct note_send send;
	struct buf text;
	size_t count = 0;

	if (note->text == NULL || !note_parse(note->text, &send))
		return 0;
	if (!journal_has(past->source->history, &send)) {
		buf_init(&text, 64 * 1024);
		buf_puts(&text, "approval mail to ");
		history_addresses(&text, (const char *const *)send.recipients,
			send.recipient_count);
		buf_printf(&text, " by %s@%s: sent (from a note)", send.agent,
			send.host);
		event->time = send.time;
		event->style = STYLE_TEXT;
		event->text =
			mem_arena_dup(&past->page->arena, buf_text(&text));
		buf_clear(&text);
		count = 1;
	}
	note_send_clear(&send);
	return count;
}

static size_t collect_events(const struct past *past, struct event **events)
{
	const struct history *history = past->source->history;
	const struct order_notes *notes = past->notes;
	size_t count = 0;

	*events = mem_array(
		history->count + (notes != NULL ? notes->count : 0) + 1,
		sizeof(**events));
	for (size_t i = 0; i < history->count; i++)
		(*events)[count++] = journal_event(past, &history->records[i]);
	for (size_t i = 0; notes != NULL && i < notes->count; i++)
		count += note_event(past, &notes->items[i], &(*events)[count]);
	qsort(*events, count, sizeof(**events), by_time);
	return count;
}

static void add_history(const struct past *past)
{
	const struct history *history = past->source->history;
	char minute[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];
	struct event *events;
	size_t count = collect_events(past, &events);

	for (size_t i = 0; i < count; i++)
		details_page_marked(past->page,
			date_minute(events[i].time, minute), NULL,
			events[i].style,
			details_page_text(past->page, "%s: %s",
				date_age(
					events[i].time, past->source->now, age),
				events[i].text));
	free(events);
	if (history->error.kind != ERROR_NONE)
		details_page_item(past->page, canvas_mark(CANVAS_BLOCKS),
			STYLE_WARNING,
			details_page_text(past->page,
				"The journal could not be read: %s%s",
				history->error.text,
				wording_stop(history->error.text)));
}

void details_history_add(
	struct details_page *page, const struct details_source *source)
{
	struct past past = {
		.page = page,
		.source = source,
		.known = store_order(source->store, source->order_id),
	};

	if (past.known != NULL)
		past.notes = past.known->notes;
	details_page_section(page, "Notes");
	add_notes(&past);
	details_page_section(page, "History");
	add_history(&past);
}
