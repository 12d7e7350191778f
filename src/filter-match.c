/* SPDX-License-Identifier: MIT
 *
 * A filter against a page, a set of rows at a time: a term is the rows that one
 * of its atoms finds, a filter what is left of all rows after each term. Rows
 * that cannot match any more are not looked at again.
 */
#include "config.h" /* memmem */

#include <string.h>

#include "filter-page.h"
#include "filter-private.h"
#include "text.h"

/* What an atom is matched with. */
struct matching {
	const struct filter_page *page;
	const struct order *rows;
	const struct filter_look *look;
	struct filter_rows wanted; /* rows that are worth a look */
};

/* -- sets of rows -- */

static bool is_none(const struct filter_rows *rows)
{
	return (rows->bits[0] | rows->bits[1]) == 0;
}

static void add_all(struct filter_rows *rows, const struct filter_rows *more)
{
	rows->bits[0] |= more->bits[0];
	rows->bits[1] |= more->bits[1];
}

static void keep(struct filter_rows *rows, const struct filter_rows *those)
{
	rows->bits[0] &= those->bits[0];
	rows->bits[1] &= those->bits[1];
}

static void take_out(struct filter_rows *rows, const struct filter_rows *those)
{
	rows->bits[0] &= ~those->bits[0];
	rows->bits[1] &= ~those->bits[1];
}

static void add_one(struct filter_rows *rows, size_t row)
{
	rows->bits[row / 64] |= UINT64_C(1) << row % 64;
}

static struct filter_rows first_rows(size_t count)
{
	struct filter_rows rows = {{0}};

	for (size_t row = 0; row < count; row++)
		add_one(&rows, row);
	return rows;
}

/* The first row from `row` on; beyond the end: none. */
static size_t next_row(const struct filter_rows *rows, size_t row)
{
	while (row < FILTER_PAGE_ROWS && !filter_rows_has(rows, row))
		row++;
	return row;
}

/* -- one text -- */

static bool expression_finds(const struct filter_atom *atom, const char *folded)
{
	return regexec(&atom->search, folded, 0, NULL, 0) == 0;
}

static bool
exact_expression_finds(const struct filter_atom *atom, const char *text)
{
	char cut[FILTER_TEXT_MAX + 1];

	text_format(cut, sizeof(cut), "%s", text);
	return regexec(&atom->search, cut, 0, NULL, 0) == 0;
}

bool filter_atom_finds(const struct filter_atom *atom, const char *text)
{
	struct buf folded;
	bool finds;

	if (atom->kind == FILTER_WORD && atom->exact != NULL)
		return strstr(text, atom->exact) != NULL;
	if (atom->kind == FILTER_EXPRESSION && atom->is_exact)
		return exact_expression_finds(atom, text);
	buf_init(&folded, SIZE_MAX);
	filter_fold(&folded, text);
	finds = atom->kind == FILTER_WORD
			? strstr(buf_text(&folded), atom->folded) != NULL
			: expression_finds(atom, buf_text(&folded));
	buf_clear(&folded);
	return finds;
}

/* The rows of a line have the same texts; the first of them tells. */
static bool texts_find(const struct matching *matching,
	const struct filter_atom *atom, const struct filter_line *line)
{
	struct filter_texts texts;

	filter_texts_of(&matching->rows[next_row(&line->rows, 0)],
		(enum filter_field)line->field, &texts);
	for (size_t i = 0; i < texts.count; i++) {
		if (filter_atom_finds(atom, texts.items[i]))
			return true;
	}
	return false;
}

/* -- lines -- */

/* The lines of a field, or of all. */
static void lines_of(const struct filter_page *page, enum filter_field field,
	size_t *from, size_t *to)
{
	*from = field == FILTER_ANY ? 0 : page->first[field];
	*to = field == FILTER_ANY ? page->count : page->first[field + 1];
}

static size_t end_of(const struct filter_page *page, size_t line)
{
	return line + 1 < page->count ? page->lines[line + 1].at : page->len;
}

/* Whether one of the line's rows is wanted and not found yet. */
static bool has_open(const struct matching *matching, size_t line,
	const struct filter_rows *found)
{
	struct filter_rows open = matching->page->lines[line].rows;

	take_out(&open, found);
	keep(&open, &matching->wanted);
	return !is_none(&open);
}

/* What has no capital is found in the folded texts; what has one is looked at
 * again where its folded form was found. */
static void find_word(const struct matching *matching,
	const struct filter_atom *atom, struct filter_rows *found)
{
	const struct filter_page *page = matching->page;
	const char *text = page->text, *hit;
	size_t len = strlen(atom->folded), line, to;

	lines_of(page, atom->field, &line, &to);
	while (line < to) {
		size_t at = page->lines[line].at;

		hit = memmem(text + at, end_of(page, to - 1) - at, atom->folded,
			len);
		if (hit == NULL)
			return;
		while (end_of(page, line) <= (size_t)(hit - text))
			line++;
		if (atom->exact == NULL ||
			(has_open(matching, line, found) &&
				texts_find(matching, atom, &page->lines[line])))
			add_all(found, &page->lines[line].rows);
		line++;
	}
}

static bool line_finds(const struct matching *matching,
	const struct filter_atom *atom, size_t line)
{
	const struct filter_page *page = matching->page;
	const char *text = page->text + page->lines[line].at;
	const char *end = page->text + end_of(page, line);

	if (atom->is_exact)
		return texts_find(matching, atom, &page->lines[line]);
	for (; text < end; text += strlen(text) + 1) {
		if (expression_finds(atom, text))
			return true;
	}
	return false;
}

static void find_expression(const struct matching *matching,
	const struct filter_atom *atom, struct filter_rows *found)
{
	size_t line, to;

	lines_of(matching->page, atom->field, &line, &to);
	for (; line < to; line++) {
		if (has_open(matching, line, found) &&
			line_finds(matching, atom, line))
			add_all(found, &matching->page->lines[line].rows);
	}
}

/* -- what a row waits on, ranges -- */

static bool waiting_finds(const struct matching *matching,
	const struct filter_atom *atom, const struct order *order)
{
	const struct filter_look *look = matching->look;
	struct waiting waiting = look->waiting(look->data, order);
	char text[128];

	if ((atom->gates & 1U << waiting.gate) == 0)
		return false;
	waiting_text(&waiting, look->now, text, sizeof(text));
	return filter_atom_finds(atom, text);
}

static bool row_finds(const struct matching *matching,
	const struct filter_atom *atom, const struct order *order)
{
	if (atom->kind == FILTER_RANGE)
		return filter_range_has(atom, order, matching->look);
	return waiting_finds(matching, atom, order);
}

static void find_in_rows(const struct matching *matching,
	const struct filter_atom *atom, struct filter_rows *found)
{
	struct filter_rows open = matching->wanted;

	take_out(&open, found);
	for (size_t row = next_row(&open, 0); row < matching->page->rows;
		row = next_row(&open, row + 1)) {
		if (row_finds(matching, atom, &matching->rows[row]))
			add_one(found, row);
	}
}

static bool looks_at_waiting(
	const struct matching *matching, const struct filter_atom *atom)
{
	return matching->look->waiting != NULL && atom->gates != 0 &&
	       (atom->field == FILTER_ANY || atom->field == FILTER_WAITING);
}

static void find_atom(const struct matching *matching,
	const struct filter_atom *atom, struct filter_rows *found)
{
	if (atom->kind == FILTER_WORD)
		find_word(matching, atom, found);
	else if (atom->kind == FILTER_EXPRESSION)
		find_expression(matching, atom, found);
	if (atom->kind == FILTER_RANGE || looks_at_waiting(matching, atom))
		find_in_rows(matching, atom, found);
}

/* -- all of it -- */

struct filter_rows
filter_page_match(const struct filter_page *page, const struct filter *filter,
	const struct order *rows, const struct filter_look *look)
{
	struct matching matching = {page, rows, look, first_rows(page->rows)};
	size_t terms = filter != NULL ? filter->count : 0;

	for (size_t i = 0; i < terms && !is_none(&matching.wanted); i++) {
		const struct filter_term *term = &filter->terms[i];
		struct filter_rows found = {{0}};

		for (size_t j = 0; j < term->count; j++)
			find_atom(&matching, &term->atoms[j], &found);
		if (term->excludes)
			take_out(&matching.wanted, &found);
		else
			keep(&matching.wanted, &found);
	}
	return matching.wanted;
}

bool filter_matches(const struct filter *filter, const struct order *order,
	const struct filter_look *look)
{
	struct filter_page page;
	struct filter_rows rows;

	if (filter_is_empty(filter))
		return true;
	filter_page_init(&page);
	filter_page_build(&page, order, 1);
	rows = filter_page_match(&page, filter, order, look);
	filter_page_clear(&page);
	return filter_rows_has(&rows, 0);
}
