/* SPDX-License-Identifier: MIT
 *
 * A filter is a list of terms, a term a list of alternatives. All texts of a
 * row are put together, one a line, and looked through once for each word.
 */
#include "orders-filter.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "date.h"
#include "mem.h"
#include "text.h"

#define TERMS	     16
#define ALTERNATIVES 8
#define WORD_MAX     256
#define ROW_MAX	     (16 * 1024)

struct term {
	bool excludes;
	char *words[ALTERNATIVES];
	size_t count;
};

struct orders_filter {
	struct term terms[TERMS];
	size_t count;
};

/* -- reading what was typed -- */

/* One word up to a blank or '|', or a phrase in quotes. Returns what follows.
 */
static const char *read_word(const char *text, char *out, size_t size)
{
	const char *end;
	bool is_quoted = *text == '"';

	if (is_quoted)
		text++;
	end = text + strcspn(text, is_quoted ? "\"" : " |");
	text_format(out, size, "%.*s", (int)(end - text), text);
	return is_quoted && *end == '"' ? end + 1 : end;
}

/* "a|b" */
static const char *read_term(const char *text, struct term *term)
{
	char word[WORD_MAX];

	if (*text == '!') {
		term->excludes = true;
		text++;
	}
	for (;;) {
		text = read_word(text, word, sizeof(word));
		if (word[0] != '\0' && term->count < ALTERNATIVES)
			term->words[term->count++] = mem_dup(word);
		if (*text != '|')
			return text;
		text++;
	}
}

struct orders_filter *orders_filter_new(const char *text)
{
	struct orders_filter *filter = mem_zalloc(sizeof(*filter));

	while (*(text += strspn(text, " ")) != '\0' && filter->count < TERMS) {
		struct term *term = &filter->terms[filter->count];

		*term = (struct term){0};
		text = read_term(text, term);
		if (term->count > 0) /* "!" and "|" alone say nothing yet */
			filter->count++;
	}
	return filter;
}

void orders_filter_free(struct orders_filter *filter)
{
	if (filter == NULL)
		return;
	for (size_t i = 0; i < filter->count; i++) {
		for (size_t j = 0; j < filter->terms[i].count; j++)
			free(filter->terms[i].words[j]);
	}
	free(filter);
}

bool orders_filter_is_empty(const struct orders_filter *filter)
{
	return filter == NULL || filter->count == 0;
}

/* -- matching -- */

static bool term_matches(const struct term *term, const char *text)
{
	for (size_t i = 0; i < term->count; i++) {
		if (text_contains(text, term->words[i]))
			return !term->excludes;
	}
	return term->excludes;
}

bool orders_filter_matches_text(
	const struct orders_filter *filter, const char *text)
{
	if (filter == NULL)
		return true;
	for (size_t i = 0; i < filter->count; i++) {
		if (!term_matches(&filter->terms[i], text))
			return false;
	}
	return true;
}

static void add_line(struct buf *out, const char *text)
{
	if (text == NULL)
		return;
	buf_puts(out, text);
	buf_putc(out, '\n');
}

static void add_day(struct buf *out, int64_t date)
{
	char day[DATE_TEXT_SIZE];

	if (date != DATE_NONE)
		add_line(out, date_day(date, day));
}

static void add_waiting(
	struct buf *out, const struct store *store, const struct order *order)
{
	struct waiting waiting = store_waiting(store, order);
	char text[128];

	add_line(out,
		waiting_text(&waiting, clock_seconds(), text, sizeof(text)));
}

static void
write_row(const struct store *store, const struct order *order, struct buf *out)
{
	add_line(out, order->id);
	add_line(out, order_name(order));
	add_line(out, order_status_shown(order));
	add_line(out, order->product_name);
	add_line(out, order->product_name_id);
	add_line(out, order->organization_name);
	add_day(out, order->date_created);
	add_day(out, order->valid_till);
	for (size_t i = 0; i < order->dns_name_count; i++)
		add_line(out, order->dns_names[i]);
	if (store != NULL)
		add_waiting(out, store, order);
}

bool orders_filter_matches(const struct orders_filter *filter,
	const struct store *store, const struct order *order)
{
	struct buf row;
	bool matches;

	if (orders_filter_is_empty(filter))
		return true;
	buf_init(&row, ROW_MAX);
	write_row(store, order, &row);
	matches = orders_filter_matches_text(filter, buf_text(&row));
	buf_clear(&row);
	return matches;
}
