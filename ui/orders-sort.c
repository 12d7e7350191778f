/* SPDX-License-Identifier: MIT
 *
 * Each row gets its key once, then keys are compared. The menu has all columns:
 * those that the server sorts by, and the others with a word about what is
 * sorted.
 */
#include "orders-sort.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#define CELL_MAX 512

struct sort_key {
	bool is_nothing; /* goes to the end */
	int64_t rank, since;
	const char *text;
	long row;
};

bool orders_sort_is_by_waiting(const struct column *column)
{
	return column != NULL && strcmp(column->name, "waiting") == 0;
}

/* -- keys -- */

static void waiting_key(const struct store *store, const struct order *order,
	struct sort_key *out)
{
	struct waiting waiting = store_waiting(store, order);

	out->is_nothing = waiting.gate == WAITING_UNKNOWN ||
			  waiting.gate == WAITING_NOTHING;
	/* What is not known yet stands before what waits on nothing. */
	out->rank = waiting.gate == WAITING_UNKNOWN ? -1 : (int)waiting.gate;
	out->since = date_is_known(waiting.since) ? waiting.since
						  : order->date_created;
}

static void cell_key(const struct store *store, const struct column *column,
	const struct order *order, struct mem_arena *arena,
	struct sort_key *out)
{
	char cell[CELL_MAX];
	struct buf folded;

	column->cell(store, order, cell, sizeof(cell));
	out->is_nothing = strcmp(cell, "-") == 0 || *cell == '\0';
	buf_init(&folded, (size_t)4 * CELL_MAX);
	text_fold(&folded, cell);
	out->text = mem_arena_dup(arena, buf_text(&folded));
	buf_clear(&folded);
}

static void key_of(const struct store *store, const struct column *column,
	long row, struct mem_arena *arena, struct sort_key *out)
{
	const struct order *order = store_list_row(store, row);

	*out = (struct sort_key){.row = row, .text = "", .is_nothing = true};
	if (order == NULL)
		return;
	if (orders_sort_is_by_waiting(column))
		waiting_key(store, order, out);
	else
		cell_key(store, column, order, arena, out);
}

/* -- comparing -- */

static int compare_numbers(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare(const struct sort_key *a, const struct sort_key *b)
{
	int result = compare_numbers(a->rank, b->rank);

	if (result == 0)
		result = compare_numbers(a->since, b->since);
	return result != 0 ? result : strcmp(a->text, b->text);
}

/* Where nothing tells them apart rows stay as the server sent them. */
static int
settle(const struct sort_key *a, const struct sort_key *b, int result)
{
	if (a->is_nothing != b->is_nothing)
		return a->is_nothing - b->is_nothing;
	return result != 0 ? result : compare_numbers(a->row, b->row);
}

static int ascending(const void *a, const void *b)
{
	return settle(a, b, compare(a, b));
}

static int descending_order(const void *a, const void *b)
{
	return settle(a, b, compare(b, a));
}

void orders_sort(const struct store *store, const struct column *column,
	bool descending, long *rows, size_t count)
{
	struct mem_arena arena = {0};
	struct sort_key *keys;

	if (count == 0)
		return;
	keys = mem_array(count, sizeof(*keys));
	for (size_t i = 0; i < count; i++)
		key_of(store, column, rows[i], &arena, &keys[i]);
	qsort(keys, count, sizeof(*keys),
		descending ? descending_order : ascending);
	for (size_t i = 0; i < count; i++)
		rows[i] = keys[i].row;
	mem_arena_clear(&arena);
	free(keys);
}

/* -- the menu -- */

#define LABEL_MAX 64

void orders_sort_label(const struct column *column, char *out, size_t size)
{
	text_format(out, size, "%s",
		column->sort >= 0 ? order_query_sort_label(
					    (enum order_query_sort)column->sort)
				  : column->title);
	out[0] = (char)tolower((unsigned char)out[0]);
}

static void write_choice(const struct column *column, char *out, size_t size)
{
	char label[LABEL_MAX];

	orders_sort_label(column, label, sizeof(label));
	text_format(out, size, "%s%s", label,
		column->sort < 0 ? " (of the loaded rows)" : "");
}

void orders_sort_ask(struct app *app, struct view *owner,
	const struct order_query *query, const struct column *here,
	confirm_choice_fn done)
{
	size_t count = columns_count();
	char(*labels)[LABEL_MAX + 32] = mem_array(count, sizeof(*labels));
	const char **choices = mem_array(count, sizeof(*choices));
	int now = 0;

	for (size_t i = 0; i < count; i++) {
		const struct column *column = &columns_table[i];

		write_choice(column, labels[i], sizeof(labels[i]));
		choices[i] = labels[i];
		if (here != NULL ? column == here
				 : column->sort == (int)query->sort)
			now = (int)i;
	}
	confirm_choose(app, owner, "Sort by", choices, count, now, done);
	free(choices);
	free(labels);
}
