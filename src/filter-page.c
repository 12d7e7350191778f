/* SPDX-License-Identifier: MIT
 *
 * Lines are built field by field, so that those of one field stand together.
 * A few lines are remembered while a field is built; a row whose texts are
 * those of one of them joins it. One that was forgotten is written again, which
 * costs some bytes and nothing else.
 */
#include "filter-page.h"

#include <stdlib.h>
#include <string.h>

#include "filter-private.h"
#include "mem.h"
#include "text.h"

#define PAGE_MAX (16 * 1024 * 1024) /* bytes of text */
#define RECENT	 64		    /* lines that are remembered */
#define DAY	 86400

void filter_page_init(struct filter_page *page)
{
	*page = (struct filter_page){0};
}

void filter_page_clear(struct filter_page *page)
{
	free(page->text);
	free(page->lines);
	filter_page_init(page);
}

size_t filter_page_bytes(const struct filter_page *page)
{
	return page->len + page->room * sizeof(*page->lines);
}

/* -- building -- */

void filter_fold(struct buf *out, const char *text)
{
	char cut[FILTER_TEXT_MAX + 1];

	if (strlen(text) > FILTER_TEXT_MAX) {
		text_format(cut, sizeof(cut), "%s", text);
		text = cut;
	}
	text_fold(out, text);
}

/* A page while it grows. */
struct building {
	struct filter_page *page;
	struct buf text;
};

static struct filter_line *new_line(struct filter_page *page)
{
	if (page->count == page->room) {
		page->room = page->room > 0 ? 2 * page->room : 64;
		page->lines = mem_resize(
			page->lines, page->room, sizeof(*page->lines));
	}
	return &page->lines[page->count++];
}

static void add_row(struct filter_line *line, size_t row)
{
	line->rows.bits[row / 64] |= UINT64_C(1) << row % 64;
}

/* False: there is nothing in the field. */
static bool add_line(struct building *building, const struct order *order,
	enum filter_field field, size_t row)
{
	struct filter_texts texts;
	struct filter_line *line;

	filter_texts_of(order, field, &texts);
	if (texts.count == 0)
		return false;
	line = new_line(building->page);
	*line = (struct filter_line){
		.at = (uint32_t)building->text.len, .field = field};
	add_row(line, row);
	for (size_t i = 0; i < texts.count; i++) {
		filter_fold(&building->text, texts.items[i]);
		buf_putc(&building->text, '\0');
	}
	return true;
}

/* A number for each day, and for a date that there is not. */
static int64_t day_in(const struct order *order, enum filter_field field)
{
	int64_t date = filter_date_of(order, field);

	return date_is_known(date) ? date / DAY - (date % DAY < 0) : date;
}

static bool
is_same(const struct order *a, const struct order *b, enum filter_field field)
{
	struct filter_texts texts_a, texts_b;

	if (filter_field_holds(field) == FILTER_DATES)
		return day_in(a, field) == day_in(b, field);
	filter_texts_of(a, field, &texts_a);
	filter_texts_of(b, field, &texts_b);
	if (texts_a.count != texts_b.count)
		return false;
	for (size_t i = 0; i < texts_a.count; i++) {
		if (strcmp(texts_a.items[i], texts_b.items[i]) != 0)
			return false;
	}
	return true;
}

/* Any number that is the same for the same texts. */
static size_t place_of(const struct order *order, enum filter_field field)
{
	struct filter_texts texts;
	uint32_t sum = 2166136261;

	if (filter_field_holds(field) == FILTER_DATES)
		return (size_t)(day_in(order, field) / DAY) % RECENT;
	filter_texts_of(order, field, &texts);
	if (texts.count > 0) {
		for (const char *c = texts.items[0]; *c != '\0'; c++)
			sum = (sum ^ (unsigned char)*c) * 16777619;
	}
	return (sum ^ sum >> 16) % RECENT;
}

/* Fields of which a page has few different ones. */
static void add_shared(struct building *building, const struct order *rows,
	size_t count, enum filter_field field)
{
	struct filter_page *page = building->page;
	struct {
		const struct order *order;
		size_t line;
	} recent[RECENT] = {0};

	for (size_t row = 0; row < count; row++) {
		size_t place = place_of(&rows[row], field);

		if (recent[place].order != NULL &&
			is_same(recent[place].order, &rows[row], field)) {
			add_row(&page->lines[recent[place].line], row);
		} else if (add_line(building, &rows[row], field, row)) {
			recent[place].order = &rows[row];
			recent[place].line = page->count - 1;
		}
	}
}

static void add_each(struct building *building, const struct order *rows,
	size_t count, enum filter_field field)
{
	for (size_t row = 0; row < count; row++)
		add_line(building, &rows[row], field, row);
}

static bool is_shared(enum filter_field field)
{
	return field != FILTER_ORDER && field != FILTER_NAME &&
	       field != FILTER_DOMAIN;
}

/* No more memory than it takes. */
static void finish(struct building *building)
{
	struct filter_page *page = building->page;

	page->first[FILTER_FIELDS] = page->count;
	page->room = page->count;
	if (page->count == 0)
		return;
	page->lines = mem_resize(page->lines, page->room, sizeof(*page->lines));
	page->len = building->text.len;
	page->text = mem_resize(buf_take(&building->text), page->len + 1, 1);
}

void filter_page_build(
	struct filter_page *page, const struct order *rows, size_t count)
{
	struct building building = {.page = page};

	filter_page_clear(page);
	buf_init(&building.text, PAGE_MAX);
	page->rows = count < FILTER_PAGE_ROWS ? count : FILTER_PAGE_ROWS;
	for (int field = 0; field < FILTER_FIELDS; field++) {
		enum filter_field of = (enum filter_field)field;

		page->first[field] = page->count;
		if (is_shared(of))
			add_shared(&building, rows, page->rows, of);
		else
			add_each(&building, rows, page->rows, of);
	}
	finish(&building);
	buf_clear(&building.text);
}
