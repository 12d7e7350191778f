/* SPDX-License-Identifier: MIT
 *
 * Compares by what would be written, and copies by what kind it is.
 */
#include "settings-take.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "settings-private.h"

#define VALUE_MAX (64 * 1024)

struct taking {
	const struct settings_table *table;
	const char *account;
	void *into;
	const void *from;
	void (*tell)(void *data, const struct settings_difference *difference);
	void *data;
};

static void copy_text(char **into, char *const *from)
{
	char *copy = *from != NULL ? mem_dup(*from) : NULL;

	free(*into);
	*into = copy;
}

static void
copy_value(const struct settings_row *row, void *into, const void *from)
{
	switch (row->kind) {
	case SETTINGS_NUMBER:
		*(int *)into = *(const int *)from;
		break;
	case SETTINGS_YES_NO:
		*(bool *)into = *(const bool *)from;
		break;
	case SETTINGS_KIND:
		*(enum store_kind *)into = *(const enum store_kind *)from;
		break;
	case SETTINGS_CLIPBOARD:
		*(enum settings_clipboard *)into =
			*(const enum settings_clipboard *)from;
		break;
	case SETTINGS_MOUSE:
		*(enum settings_mouse *)into =
			*(const enum settings_mouse *)from;
		break;
	/* No default: a new kind may be no text. */
	case SETTINGS_TEXT:
	case SETTINGS_URL:
	case SETTINGS_REGION:
	case SETTINGS_COMMAND_PATH:
	case SETTINGS_QUERY:
	case SETTINGS_SORT:
	case SETTINGS_FILTER:
	case SETTINGS_ORDER_URL:
	case SETTINGS_PROXY:
		copy_text(into, from);
		break;
	}
}

static bool is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void take_row(const struct taking *taking, size_t index)
{
	const struct settings_table *table = taking->table;
	const struct settings_row *row = &table->rows[index];
	struct settings_difference difference = {
		.account = taking->account,
		.name = row->name,
		.is_fixed = row->fixed != NULL,
	};
	struct buf before, now;

	buf_init(&before, VALUE_MAX);
	buf_init(&now, VALUE_MAX);
	if (settings_write_value(table, taking->into, index, &before))
		difference.before = buf_text(&before);
	if (settings_write_value(table, taking->from, index, &now))
		difference.now = buf_text(&now);
	/* The command line stands over the file, whatever that says. */
	if (*settings_line(table, taking->into, index) == SETTINGS_COMMAND_LINE)
		goto out;
	if (!is_same(difference.before, difference.now))
		taking->tell(taking->data, &difference);
	if (row->fixed == NULL) {
		copy_value(row, (char *)taking->into + row->offset,
			(const char *)taking->from + row->offset);
		*settings_line(table, taking->into, index) = ((
			const int *)(const void *)((const char *)taking->from +
						   table->lines))[index];
	}
out:
	buf_clear(&before);
	buf_clear(&now);
}

static void take_table(const struct taking *taking)
{
	for (size_t i = 0; i < taking->table->count; i++)
		take_row(taking, i);
}

static const struct settings_account *
find(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->account_count; i++)
		if (strcmp(settings->accounts[i].name, name) == 0)
			return &settings->accounts[i];
	return NULL;
}

void settings_take(struct settings *into, const struct settings *from,
	void (*tell)(void *data, const struct settings_difference *difference),
	void *data)
{
	struct taking taking = {
		&settings_general_table, NULL, into, from, tell, data};

	take_table(&taking);
	taking.table = &settings_account_table;
	for (size_t i = 0; i < into->account_count; i++) {
		taking.account = into->accounts[i].name;
		taking.into = &into->accounts[i];
		taking.from = find(from, taking.account);
		if (taking.from != NULL)
			take_table(&taking);
	}
}

/* -- the other sections -----------------------------------------------------
 */

/* By what would be written of each. */
static bool
are_rows_same(const struct settings_table *table, const void *a, const void *b)
{
	struct buf x, y;
	bool same = true;

	buf_init(&x, VALUE_MAX);
	buf_init(&y, VALUE_MAX);
	for (size_t i = 0; same && i < table->count; i++) {
		buf_reset(&x);
		buf_reset(&y);
		same = settings_write_value(table, a, i, &x) ==
			       settings_write_value(table, b, i, &y) &&
		       strcmp(buf_text(&x), buf_text(&y)) == 0;
	}
	buf_clear(&x);
	buf_clear(&y);
	return same;
}

static bool are_views_same(const struct settings *a, const struct settings *b)
{
	for (size_t i = 0; i < a->view_count && i < b->view_count; i++)
		if (!is_same(a->views[i].name, b->views[i].name) ||
			!are_rows_same(&settings_view_table, &a->views[i],
				&b->views[i]))
			return false;
	return a->view_count == b->view_count;
}

bool settings_take_needs_commands(
	const struct settings *into, const struct settings *from)
{
	const struct settings_commands *x = &into->commands,
				       *y = &from->commands;

	for (size_t i = 0; i < x->count && i < y->count; i++)
		if (!is_same(x->list[i].name, y->list[i].name) ||
			!are_rows_same(&settings_command_table, &x->list[i],
				&y->list[i]))
			return true;
	return x->count != y->count;
}

bool settings_take_views(struct settings *into, struct settings *from)
{
	size_t count = into->view_count;

	if (are_views_same(into, from))
		return false;
	for (size_t i = 0; i < SETTINGS_VIEWS_MOST; i++) {
		struct settings_view before = into->views[i];

		into->views[i] = from->views[i];
		from->views[i] = before;
	}
	into->view_count = from->view_count;
	from->view_count = count;
	return true;
}

static void add_later(struct buf *later, const char *account)
{
	buf_printf(
		later, "%s[account %s]", later->len > 0 ? ", " : "", account);
}

/* That of the environment stands in none. */
static bool is_of_file(const struct settings_account *account)
{
	for (size_t i = 0; i < ARRAY_LEN(account->lines); i++)
		if (account->lines[i] > 0)
			return true;
	return false;
}

size_t settings_take_accounts(
	struct settings *into, struct settings *from, struct buf *later)
{
	size_t first = into->account_count;

	for (size_t i = 0; i < first; i++) {
		if (is_of_file(&into->accounts[i]) &&
			find(from, into->accounts[i].name) == NULL)
			add_later(later, into->accounts[i].name);
	}
	for (size_t i = 0; i < from->account_count; i++) {
		struct settings_account *account = &from->accounts[i];

		if (find(into, account->name) != NULL)
			continue;
		if (into->account_count == SETTINGS_ACCOUNTS) {
			add_later(later, account->name);
			continue;
		}
		into->accounts[into->account_count++] = *account;
		*account = (struct settings_account){0};
	}
	return first;
}
