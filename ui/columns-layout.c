/* SPDX-License-Identifier: MIT
 *
 * Which columns were chosen, and what of them fits into the room: first all at
 * their least width, then some go, then the others grow.
 */
#include "columns.h"

#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "text.h"

#define KEPT   0 /* the rank of what is never left out */
#define SORTED 3 /* at most, of what the list is sorted by */

/* -- the choice ------------------------------------------------------------ */

void columns_default(struct columns_choice *choice)
{
	*choice = (struct columns_choice){.is_default = true};
	for (size_t i = 0; i < columns_count(); i++) {
		if (!columns_table[i].is_hidden)
			choice->items[choice->count++].column =
				&columns_table[i];
	}
}

static bool
has_column(const struct columns_choice *choice, const struct column *column)
{
	for (size_t i = 0; i < choice->count; i++) {
		if (choice->items[i].column == column)
			return true;
	}
	return false;
}

static bool no_column(const char *name, struct error *error)
{
	const char *names[COLUMNS_MAX], *near;

	for (size_t i = 0; i < columns_count(); i++)
		names[i] = columns_table[i].name;
	near = nearest_name(name, names, columns_count());
	return error_set(error, ERROR_CONFIG, "There is no column '%s'.%s%s%s",
		name, near != NULL ? " Did you mean " : "",
		near != NULL ? near : "", near != NULL ? "?" : "");
}

static bool read_width(const char *text, int *width, struct error *error)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end != '\0' || number < 1 ||
		number > COLUMNS_WIDTH)
		return error_set(error, ERROR_CONFIG,
			"The width of a column is a number from 1 to %d, not "
			"'%s'.",
			COLUMNS_WIDTH, text);
	*width = (int)number;
	return true;
}

/* "name:30" */
static bool
read_item(struct columns_choice *choice, char *word, struct error *error)
{
	char *colon = strchr(word, ':');
	const struct column *column;
	int width = 0;

	if (colon != NULL) {
		*colon = '\0';
		if (!read_width(colon + 1, &width, error))
			return false;
	}
	column = columns_find(word);
	if (column == NULL)
		return no_column(word, error);
	if (has_column(choice, column))
		return error_set(error, ERROR_CONFIG,
			"The column '%s' is named twice.", word);
	choice->items[choice->count].column = column;
	choice->items[choice->count++].width = width;
	return true;
}

static bool is_separator(char c)
{
	return c == ' ' || c == ',' || c == '\t';
}

bool columns_read(
	struct columns_choice *choice, const char *text, struct error *error)
{
	struct columns_choice next = {.count = 0};
	char word[64];

	while (*text != '\0') {
		size_t len = 0;

		while (is_separator(*text))
			text++;
		while (text[len] != '\0' && !is_separator(text[len]))
			len++;
		if (len == 0)
			break;
		text_format(word, sizeof(word), "%.*s", (int)len, text);
		if (!read_item(&next, word, error))
			return false;
		text += len;
	}
	if (next.count == 0) {
		columns_default(choice);
		return true;
	}
	if (!has_column(&next, &columns_table[0]))
		return error_set(error, ERROR_CONFIG,
			"The column '%s' is always there.",
			columns_table[0].name);
	*choice = next;
	return true;
}

void columns_write(const struct columns_choice *choice, struct buf *out)
{
	for (size_t i = 0; i < choice->count && !choice->is_default; i++) {
		buf_printf(out, "%s%s", i > 0 ? " " : "",
			choice->items[i].column->name);
		if (choice->items[i].width > 0)
			buf_printf(out, ":%d", choice->items[i].width);
	}
}

/* -- what fits ------------------------------------------------------------- */

/* While it is worked on: parallel to the choice; a width of 0 is left out. */
struct room {
	const struct columns_choice *choice;
	const struct column *sorted;
	int widths[COLUMNS_MAX];
};

static const struct column *column_at(const struct room *room, size_t i)
{
	return room->choice->items[i].column;
}

static bool is_fixed(const struct room *room, size_t i)
{
	return room->choice->items[i].width > 0;
}

/* Columns of screen that the visible ones take, with a blank between two. */
static int width_of(const struct room *room)
{
	int width = 0, shown = 0;

	for (size_t i = 0; i < room->choice->count; i++) {
		width += room->widths[i];
		shown += room->widths[i] > 0;
	}
	return shown > 0 ? width + shown - 1 : 0;
}

static int default_rank(const struct room *room, const struct column *column)
{
	bool is_sorted = column == room->sorted;

	return is_sorted && column->rank > SORTED ? SORTED : column->rank;
}

/* The higher, the sooner it goes. */
static int rank_of(const struct room *room, size_t i)
{
	if (room->choice->is_default)
		return default_rank(room, column_at(room, i));
	return column_at(room, i) == &columns_table[0] ? KEPT : (int)i + 1;
}

/* False if there is none but those that stay. */
static bool hide_one(struct room *room)
{
	size_t last = 0;

	for (size_t i = 0; i < room->choice->count; i++) {
		if (room->widths[i] > 0 &&
			(room->widths[last] == 0 ||
				rank_of(room, i) > rank_of(room, last)))
			last = i;
	}
	if (rank_of(room, last) == KEPT)
		return false;
	room->widths[last] = 0;
	return true;
}

/* One column of screen at a time to the one that lacks most of its ideal. */
static bool widen_one(struct room *room)
{
	size_t most = room->choice->count;
	int lacks = 0;

	for (size_t i = 0; i < room->choice->count; i++) {
		int lack = column_at(room, i)->ideal - room->widths[i];

		if (room->widths[i] > 0 && !is_fixed(room, i) && lack > lacks) {
			lacks = lack;
			most = i;
		}
	}
	if (most == room->choice->count)
		return false;
	room->widths[most]++;
	return true;
}

static int share_of(const struct room *room, size_t i)
{
	return room->widths[i] > 0 && !is_fixed(room, i)
		       ? column_at(room, i)->grow
		       : 0;
}

/* What is left goes by the shares of `grow`, the rest to the first of them. */
static void share(struct room *room, int left)
{
	int shares = 0, rest = left;
	size_t first = room->choice->count;

	for (size_t i = 0; i < room->choice->count; i++)
		shares += share_of(room, i);
	for (size_t i = 0; i < room->choice->count && shares > 0; i++) {
		int part = left * share_of(room, i) / shares;

		if (share_of(room, i) > 0 && first == room->choice->count)
			first = i;
		room->widths[i] += part;
		rest -= part;
	}
	if (first < room->choice->count)
		room->widths[first] += rest;
}

/* False: what the list is sorted by is not among them. */
static bool hide(struct room *room, const struct column *sorted, int width)
{
	const struct columns_choice *choice = room->choice;
	bool has_sorted = false;

	room->sorted = sorted;
	for (size_t i = 0; i < choice->count; i++)
		room->widths[i] = choice->items[i].width > 0
					  ? choice->items[i].width
					  : choice->items[i].column->min;
	while (width_of(room) > width && hide_one(room))
		continue;
	for (size_t i = 0; i < choice->count; i++)
		has_sorted |=
			room->widths[i] > 0 && column_at(room, i) == sorted;
	return has_sorted;
}

void columns_layout(const struct columns_choice *choice, int width,
	struct columns_layout *out)
{
	struct room room = {.choice = choice};

	/* Where there is no room for it, others have what there is. */
	if (!hide(&room, choice->sorted, width))
		hide(&room, NULL, width);
	while (width_of(&room) < width && widen_one(&room))
		continue;
	if (width_of(&room) < width)
		share(&room, width - width_of(&room));
	out->count = 0;
	for (size_t i = 0; i < choice->count; i++) {
		if (room.widths[i] == 0)
			continue;
		out->places[out->count].column = choice->items[i].column;
		out->places[out->count++].width = room.widths[i];
	}
}
