/* SPDX-License-Identifier: MIT
 *
 * The last two sections of the details: the notes as they are, and the
 * timeline of the order, both newest first.
 */
#include "details-events.h"
#include "details-sections.h"
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

static void
add_event(const struct past *past, const struct details_event *event)
{
	char label[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	date_age(event->time, past->source->now, age);
	details_page_marked(past->page,
		event->is_day ? date_day(event->time, label)
			      : date_minute(event->time, label),
		NULL, event->style,
		details_page_text(past->page, "%s: %s", age, event->text));
}

static void add_history(const struct past *past)
{
	const struct history *history = past->source->history;
	struct details_events events;

	details_events_init(&events, past->known,
		store_order_head(past->source->store, past->source->order_id),
		history, past->source->now);
	for (size_t i = 0; i < events.count; i++)
		add_event(past, &events.items[i]);
	details_events_clear(&events);
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
