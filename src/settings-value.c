/* SPDX-License-Identifier: MIT
 *
 * One value: what it may be, where it goes, and how it is written again.
 */
#include "settings-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "text.h"

/* The API's bases: certcentral-api.md 1 (Services API introduction). */
static const struct {
	const char *word, *url;
} regions[] = {
	{"us", "https://www.digicert.com/services/v2"},
	{"eu", "https://certcentral.digicert.eu/services/v2"},
};

static const struct {
	const char *word;
	enum store_kind kind;
} kinds[] = {
	{"auto", STORE_KIND_UNKNOWN},
	{"enterprise", STORE_ENTERPRISE},
	{"partner", STORE_PARTNER},
	{"legacy", STORE_LEGACY},
	{"subscription", STORE_SUBSCRIPTION},
};

void settings_set_text(char **where, const char *value)
{
	free(*where);
	*where = mem_dup(value);
}

bool settings_kind(const char *word, enum store_kind *kind)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(word, kinds[i].word) != 0)
			continue;
		*kind = kinds[i].kind;
		return true;
	}
	return false;
}

bool settings_yes_no(const char *value, bool *out)
{
	static const char *const yes[] = {"yes", "true", "on", "1"};
	static const char *const no[] = {"no", "false", "off", "0"};

	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (text_equal_ascii_case(value, yes[i]))
			*out = true;
		else if (text_equal_ascii_case(value, no[i]))
			*out = false;
		else
			continue;
		return true;
	}
	return false;
}

/* Where the account is: by url or by region, once. */
static bool is_first_url(struct settings_parser *parser, char *const *where)
{
	if (*where == NULL)
		return true;
	settings_problem(parser,
		"This account has a url or a region already; one of them is "
		"enough.");
	return false;
}

static void
set_url(struct settings_parser *parser, char **where, const char *value)
{
	struct error error = {0};
	char *url;

	if (!is_first_url(parser, where))
		return;
	if (!settings_url(value, &url, NULL, &error)) {
		settings_problem(parser, "%s", error.text);
		return;
	}
	*where = url;
}

static void
set_region(struct settings_parser *parser, char **where, const char *value)
{
	if (!is_first_url(parser, where))
		return;
	for (size_t i = 0; i < ARRAY_LEN(regions); i++) {
		if (strcmp(value, regions[i].word) != 0)
			continue;
		settings_set_text(where, regions[i].url);
		return;
	}
	settings_problem(parser, "region is us or eu, not '%s'.", value);
}

/* issuance_resend: "PUT /path/{order_id}" or empty. */
bool settings_command_path(const char *value, struct error *error)
{
	const char *path = strchr(value, ' ');

	if (*value == '\0')
		return true;
	if (path != NULL &&
		(strncmp(value, "PUT /", 5) == 0 ||
			strncmp(value, "POST /", 6) == 0) &&
		strstr(path, "{order_id}") != NULL &&
		strpbrk(path + 1, " \t\\") == NULL)
		return true;
	return error_set(error, ERROR_CONFIG,
		"issuance_resend is a method and a path with {order_id}, such "
		"as 'PUT /path/{order_id}', not '%s'.",
		value);
}

/* Without the number it would be the same address for all orders. */
static bool check_order_url(const char *value, struct error *error)
{
	if (*value == '\0' || strstr(value, "{order_id}") != NULL)
		return true;
	return error_set(error, ERROR_CONFIG,
		"console_url is the address of an order, with {order_id} in "
		"it, not '%s'.",
		value);
}

static void set_number(struct settings_parser *parser,
	const struct settings_row *row, int *where, const char *value)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || number < row->min ||
		number > row->max) {
		settings_problem(parser,
			"%s is a whole number from %ld to %ld, not '%s'.",
			row->name, row->min, row->max, value);
		return;
	}
	*where = (int)number;
}

static void
set_checked(struct settings_parser *parser, char **where, const char *value,
	bool (*check)(const char *value, struct error *error))
{
	struct error error = {0};

	if (check(value, &error))
		settings_set_text(where, value);
	else
		settings_problem(parser, "%s", error.text);
}

static void set_value(struct settings_parser *parser,
	const struct settings_row *row, void *base, const char *value)
{
	void *where = (char *)base + row->offset;

	switch (row->kind) {
	case SETTINGS_TEXT:
	case SETTINGS_PROXY:
		if (strlen(value) < (size_t)row->min)
			settings_problem(parser, "%s has no value.", row->name);
		else
			settings_set_text(where, value);
		break;
	case SETTINGS_URL:
		set_url(parser, where, value);
		break;
	case SETTINGS_REGION:
		set_region(parser, where, value);
		break;
	case SETTINGS_COMMAND_PATH:
		set_checked(parser, where, value, settings_command_path);
		break;
	case SETTINGS_ORDER_URL:
		set_checked(parser, where, value, check_order_url);
		break;
	case SETTINGS_NUMBER:
		set_number(parser, row, where, value);
		break;
	case SETTINGS_YES_NO:
		if (!settings_yes_no(value, where))
			settings_problem(parser, "%s is yes or no, not '%s'.",
				row->name, value);
		break;
	case SETTINGS_QUERY:
		set_checked(parser, where, value, settings_view_query);
		break;
	case SETTINGS_SORT:
		set_checked(parser, where, value, settings_view_sort);
		break;
	case SETTINGS_FILTER:
		set_checked(parser, where, value, settings_view_filter);
		break;
	case SETTINGS_CLIPBOARD:
		settings_clipboard_set(parser, where, value);
		break;
	case SETTINGS_MOUSE:
		settings_mouse_set(parser, where, value);
		break;
	case SETTINGS_KIND:
		if (!settings_kind(value, where))
			settings_problem(parser,
				"kind is auto, enterprise, partner, legacy or "
				"subscription, not '%s'.",
				value);
		break;
	}
}

const char *settings_meant(const char *text, const char *const *names,
	size_t count, char *out, size_t size)
{
	const char *near = nearest_name(text, names, count);

	if (near == NULL)
		return ".";
	return text_format(out, size, ". Did you mean %s?", near);
}

size_t settings_find(const struct settings_table *table, const char *name)
{
	size_t i = 0;

	while (i < table->count && strcmp(table->rows[i].name, name) != 0)
		i++;
	return i;
}

static void say_unknown(struct settings_parser *parser,
	const struct settings_table *table, const char *name)
{
	const char *names[SETTINGS_ROWS];
	char meant[128];

	for (size_t i = 0; i < table->count; i++)
		names[i] = table->rows[i].name;
	settings_problem(parser, "There is no setting '%s' here%s", name,
		settings_meant(
			name, names, table->count, meant, sizeof(meant)));
}

void settings_set(struct settings_parser *parser,
	const struct settings_row *rows, size_t count, void *base,
	const char *name, const char *value)
{
	const struct settings_table table = {rows, count, 0};
	size_t index = settings_find(&table, name);

	if (index == count)
		say_unknown(parser, &table, name);
	else
		set_value(parser, &rows[index], base, value);
}

int *settings_line(const struct settings_table *table, void *base, size_t index)
{
	return (int *)(void *)((char *)base + table->lines) + index;
}

bool settings_is_said(
	const struct settings_table *table, const void *base, const char *name)
{
	const char *lines = (const char *)base + table->lines;
	size_t index = settings_find(table, name);

	return ((const int *)(const void *)lines)[index] != 0;
}

void settings_put(struct settings_parser *parser,
	const struct settings_table *table, void *base, const char *name,
	const char *value)
{
	size_t index = settings_find(table, name);
	int *line;

	if (index == table->count) {
		say_unknown(parser, table, name);
		return;
	}
	line = settings_line(table, base, index);
	if (*line > 0) {
		settings_problem(
			parser, "%s is set on line %d already.", name, *line);
		return;
	}
	*line = parser->line;
	set_value(parser, &table->rows[index], base, value);
}

void settings_put_standards(const struct settings_table *table, void *base)
{
	struct buf none;
	struct settings_parser parser = {.problems = &none};

	buf_init(&none, 1024);
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].standard != NULL)
			set_value(&parser, &table->rows[i], base,
				table->rows[i].standard);
	buf_clear(&none);
}

/* -- the other way -- */

static const char *region_of(const char *url)
{
	for (size_t i = 0; i < ARRAY_LEN(regions); i++)
		if (strcmp(regions[i].url, url) == 0)
			return regions[i].word;
	return url;
}

static const char *kind_name(enum store_kind kind)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (kinds[i].kind == kind)
			return kinds[i].word;
	return "";
}

/* A password in it is left out. */
static void write_proxy(const char *proxy, struct buf *out)
{
	const char *scheme = strstr(proxy, "://");
	const char *authority = scheme != NULL ? scheme + 3 : proxy;
	const char *at = NULL, *colon;
	size_t len = strcspn(authority, "/");

	for (size_t i = 0; i < len; i++)
		if (authority[i] == '@')
			at = authority + i;
	colon = at == NULL ? NULL
			   : memchr(authority, ':', (size_t)(at - authority));
	if (colon == NULL) {
		buf_puts(out, proxy);
		return;
	}
	buf_add(out, proxy, (size_t)(colon - proxy));
	buf_puts(out, at);
}

static bool
write_text(const struct settings_row *row, const char *text, struct buf *out)
{
	if (text == NULL)
		return false;
	if (row->kind == SETTINGS_REGION)
		buf_puts(out, region_of(text));
	else if (row->kind == SETTINGS_PROXY)
		write_proxy(text, out);
	else
		buf_puts(out, text);
	return true;
}

bool settings_write_value(const struct settings_table *table, const void *base,
	size_t index, struct buf *out)
{
	const struct settings_row *row = &table->rows[index];
	const void *where = (const char *)base + row->offset;
	const int *lines =
		(const int *)(const void *)((const char *)base + table->lines);
	bool is_set = row->standard != NULL || lines[index] != 0;

	switch (row->kind) {
	case SETTINGS_NUMBER:
		if (is_set)
			buf_printf(out, "%d", *(const int *)where);
		return is_set;
	case SETTINGS_YES_NO:
		buf_puts(out, *(const bool *)where ? "yes" : "no");
		return true;
	case SETTINGS_KIND:
		buf_puts(out, kind_name(*(const enum store_kind *)where));
		return true;
	case SETTINGS_CLIPBOARD:
		buf_puts(out, settings_clipboard_name(
				      *(const enum settings_clipboard *)where));
		return true;
	case SETTINGS_MOUSE:
		buf_puts(out, settings_mouse_name(
				      *(const enum settings_mouse *)where));
		return true;
	case SETTINGS_URL:
	case SETTINGS_REGION:
		/* Both are in one place. */
		return is_set && write_text(row, *(char *const *)where, out);
	default:
		return write_text(row, *(char *const *)where, out);
	}
}
