/* SPDX-License-Identifier: MIT
 *
 * One function a content, in a table with its name and with what it needs.
 */
#include "details-content.h"

#include <stdlib.h>

#include "attr.h"
#include "clock.h"
#include "columns.h"
#include "date.h"
#include "details-events.h"
#include "order-json.h"
#include "summary.h"
#include "text.h"

#define TEXT_MAX ((size_t)64 * 1024)
#define CELL_MAX 4096

struct wanted {
	const struct store *store;
	const char *order_id;
	const struct store_order *known; /* may be NULL */
	const struct order *head;	 /* may be NULL */
	const char *columns;
	const struct history *history; /* may be NULL */
};

static void write_number(struct buf *out, const struct wanted *of)
{
	buf_puts(out, of->order_id);
}

static void write_name(struct buf *out, const struct wanted *of)
{
	if (of->head != NULL)
		text_clean_data(out, order_name(of->head));
}

static void write_address(struct buf *out, const struct wanted *of)
{
	char *address = store_console_address(of->store, of->order_id);

	text_clean_data(out, address);
	free(address);
}

/* A cell as the list has it, but whole, and the number without a mark. */
static void write_cell(
	struct buf *out, const struct wanted *of, const struct column *column)
{
	char text[CELL_MAX];

	if (column == &columns_table[0]) {
		text_clean_data(out, of->head->id);
		return;
	}
	column->cell(of->store, of->head, text, sizeof(text));
	if (text[0] == '\0')
		buf_putc(out, '-');
	text_clean_data(out, text);
}

/* The columns that the agent has chosen, whether there is room for them on the
 * screen or not. */
static void write_row(struct buf *out, const struct wanted *of)
{
	struct columns_choice choice;
	struct error error;

	if (of->head == NULL)
		return;
	if (!columns_read(&choice, of->columns, &error))
		columns_default(&choice);
	for (size_t i = 0; i < choice.count; i++) {
		if (i > 0)
			buf_puts(out, "  ");
		write_cell(out, of, choice.items[i].column);
	}
}

static void write_json(struct buf *out, const struct wanted *of)
{
	if (of->known != NULL && of->known->details != NULL)
		order_json_write_safe(out, of->known->details->raw);
}

/* -- addresses ------------------------------------------------------------- */

static void add_address(struct buf *out, const char *email)
{
	if (email == NULL)
		return;
	if (out->len > 0)
		buf_puts(out, ", ");
	text_clean_data(out, email);
}

static void
add_contacts(struct buf *out, const struct wanted *of, enum order_family family)
{
	struct resend_plan plan;

	resend_plan_init(
		&plan, family, of->known->validation, &of->known->last);
	for (size_t i = 0; i < plan.choosable; i++)
		add_address(out, plan.contacts[i].email);
	resend_plan_clear(&plan);
}

static void write_emails(struct buf *out, const struct wanted *of)
{
	const struct order_details *details;

	if (of->known == NULL || of->head == NULL)
		return;
	details = of->known->details;
	if (of->head->family != ORDER_CLIENT)
		add_contacts(out, of, of->head->family);
	for (size_t i = 0; of->head->family == ORDER_CLIENT &&
			   details != NULL && i < details->email_count;
		i++)
		add_address(out, details->emails[i]);
}

/* -- the summary ----------------------------------------------------------- */

/* The mails among the events, each as a line. */
static size_t mail_lines(const struct details_events *events, int64_t now,
	struct mem_arena *arena, const char **lines)
{
	char minute[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];
	size_t count = 0;

	for (size_t i = 0; i < events->count; i++) {
		const struct details_event *event = &events->items[i];

		if (!event->is_mail)
			continue;
		lines[count++] = mem_arena_printf(arena, "%s, %s: %s",
			event->is_day ? date_day(event->time, minute)
				      : date_minute(event->time, minute),
			event->is_day ? date_day_age(event->time, now, age)
				      : date_age(event->time, now, age),
			event->text);
	}
	return count;
}

static void add_missing(struct buf *out, const struct store_resource *resource,
	const char *what)
{
	if (resource->error.kind == ERROR_NONE)
		return;
	buf_printf(out, "%s%s (%s)", out->len > 0 ? ", " : "", what,
		resource->error.text);
}

static void write_missing(struct buf *out, const struct wanted *of)
{
	const struct store_order *known = of->known;

	if (known == NULL) {
		buf_puts(out, "anything but the row of the list");
		return;
	}
	add_missing(out, &known->details_state, "the order");
	add_missing(out, &known->validation_state, "the validation");
	add_missing(out, &known->notes_state, "the notes");
	add_missing(out, &known->emails_state, "the addresses");
	add_missing(out, &known->history_state, "the journal");
}

static void
fill_known(struct summary_source *source, const struct store_order *known)
{
	if (known == NULL)
		return;
	source->details = known->details;
	source->validation = known->validation;
	source->emails = known->emails;
	source->last = &known->last;
}

static void write_summary(struct buf *out, const struct wanted *of)
{
	struct summary_source source = {
		.order = of->head,
		.now = clock_seconds(),
	};
	struct details_events events;
	struct buf missing;
	const char **lines;
	char *address;

	if (of->head == NULL)
		return;
	fill_known(&source, of->known);
	details_events_init(
		&events, of->known, of->head, of->history, source.now);
	lines = mem_array(events.count + 1, sizeof(*lines));
	source.mail_count =
		mail_lines(&events, source.now, &events.arena, lines);
	source.mails = lines;
	buf_init(&missing, TEXT_MAX);
	write_missing(&missing, of);
	source.missing = missing.len > 0 ? buf_text(&missing) : NULL;
	address = store_console_address(of->store, of->order_id);
	source.address = address;
	summary_write(out, &source);
	free(address);
	buf_clear(&missing);
	free(lines);
	details_events_clear(&events);
}

/* -- the table ------------------------------------------------------------- */

enum part {
	PART_DETAILS = 1 << 0,
	PART_VALIDATION = 1 << 1,
	PART_NOTES = 1 << 2,
	PART_EMAILS = 1 << 3,
	PART_HISTORY = 1 << 4,
};

#define PARTS                                                                  \
	(PART_DETAILS | PART_VALIDATION | PART_NOTES | PART_EMAILS |           \
		PART_HISTORY)

static const struct content {
	const char *name;
	unsigned parts; /* that it needs */
	void (*write)(struct buf *out, const struct wanted *of);
} contents[] = {
	[DETAILS_CONTENT_NUMBER] = {"order number", 0, write_number},
	[DETAILS_CONTENT_NAME] = {"certificate name", 0, write_name},
	[DETAILS_CONTENT_EMAILS] = {"mail addresses",
		PART_DETAILS | PART_VALIDATION, write_emails},
	[DETAILS_CONTENT_ADDRESS] = {"console address", 0, write_address},
	[DETAILS_CONTENT_ROW] = {"row", 0, write_row},
	[DETAILS_CONTENT_JSON] = {"order's JSON", PART_DETAILS, write_json},
	[DETAILS_CONTENT_SUMMARY] = {"ticket summary", PARTS, write_summary},
};

const char *details_content_name(enum details_content what)
{
	return contents[what].name;
}

static bool
lacks(unsigned parts, enum part part, const struct store_resource *resource)
{
	return (parts & part) != 0 &&
	       (resource->state == STORE_NEVER ||
		       resource->state == STORE_BUSY || resource->refreshing);
}

bool details_content_is_known(const struct store *store, const char *order_id,
	enum details_content what)
{
	const struct store_order *known = store_order(store, order_id);
	const struct order *head = store_order_head(store, order_id);
	unsigned parts = contents[what].parts;

	if (parts == 0)
		return true;
	if (known == NULL)
		return false;
	if (head == NULL || head->family != ORDER_CLIENT)
		parts &= ~(unsigned)PART_EMAILS;
	return !lacks(parts, PART_DETAILS, &known->details_state) &&
	       !lacks(parts, PART_VALIDATION, &known->validation_state) &&
	       !lacks(parts, PART_NOTES, &known->notes_state) &&
	       !lacks(parts, PART_EMAILS, &known->emails_state) &&
	       !lacks(parts, PART_HISTORY, &known->history_state);
}

void details_content_write(struct buf *out, const struct store *store,
	const char *order_id, enum details_content what, const char *columns,
	const struct history *history)
{
	struct wanted of = {
		.store = store,
		.order_id = order_id,
		.known = store_order(store, order_id),
		.head = store_order_head(store, order_id),
		.columns = columns,
		.history = history,
	};

	contents[what].write(out, &of);
}
