/* SPDX-License-Identifier: MIT
 *
 * The last two sections of the details: the notes as they are, and the
 * timeline of the order, both newest first.
 */
#include "details-control.h"
#include "details-events.h"
#include "details-facts.h"
#include "wording.h"

/* "6 days ago, Mira Vogel: text", as far as it is known. */
static const char *
note_text(const struct details_facts *facts, const struct order_note *note)
{
	char age[DATE_TEXT_SIZE];
	const char *who = note->user_name != NULL ? note->user_name : "";

	date_age(note->date, facts->now, age);
	return details_page_text(facts->page, "%s%s%s%s%s", age,
		age[0] != '\0' && who[0] != '\0' ? ", " : "", who,
		age[0] != '\0' || who[0] != '\0' ? ": " : "",
		note->text != NULL ? note->text : "-");
}

void details_history_add_notes(const struct details_facts *facts)
{
	const struct order_notes *notes =
		facts->known != NULL ? facts->known->notes : NULL;
	char minute[DATE_TEXT_SIZE];

	if (facts->known != NULL)
		details_control_resource(facts->page, facts->source,
			&facts->known->notes_state, "The list of notes");
	details_control_add_act(facts->page, facts->source, DETAILS_NOTE);
	for (size_t i = 0; notes != NULL && i < notes->count; i++) {
		const struct order_note *note = &notes->items[i];

		details_page_field(facts->page, date_minute(note->date, minute),
			note_text(facts, note));
	}
}

static void
add_event(const struct details_facts *facts, const struct details_event *event)
{
	char label[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	if (event->is_day)
		date_day_age(event->time, facts->now, age);
	else
		date_age(event->time, facts->now, age);
	details_page_marked(facts->page,
		event->is_day ? date_day(event->time, label)
			      : date_minute(event->time, label),
		NULL, event->style,
		details_page_text(facts->page, "%s: %s", age, event->text));
}

void details_history_add(const struct details_facts *facts)
{
	const struct history *history = facts->source->history;
	struct details_events events;

	details_events_init(
		&events, facts->known, facts->head, history, facts->now);
	for (size_t i = 0; i < events.count; i++)
		add_event(facts, &events.items[i]);
	details_events_clear(&events);
	if (history->loading && !history->loaded)
		details_page_item(facts->page, NULL, STYLE_DIM,
			"The journal: loading ...");
	if (history->error.kind != ERROR_NONE)
		details_page_item(facts->page, canvas_mark(CANVAS_BLOCKS),
			STYLE_WARNING,
			details_page_text(facts->page,
				"The journal could not be read: %s%s",
				history->error.text,
				wording_stop(history->error.text)));
}
