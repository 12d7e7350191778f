/* SPDX-License-Identifier: MIT
 *
 * A query as one line, and what the server takes as a value of each kind of
 * filter. A line is items "name=values" separated by blanks; values are
 * separated by commas, in quotation marks where they hold such signs.
 */
#include "order-query.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "mem.h"
#include "nearest.h"
#include "order.h"
#include "text.h"

#define DIGITS	  "0123456789"
#define HEX	  DIGITS "abcdefABCDEF"
#define MOST_DAYS 36500

/* -- the kinds of values --------------------------------------------------- */

static bool is_made_of(const char *text, const char *signs)
{
	return *text != '\0' && text[strspn(text, signs)] == '\0';
}

static bool take_order(char *value, size_t size UNUSED, struct error *error)
{
	if (order_id_is_valid(value))
		return true;
	return error_set(
		error, ERROR_USAGE, "\"%s\" is no order number.", value);
}

static bool take_number(char *value, size_t size UNUSED, struct error *error)
{
	if (is_made_of(value, DIGITS))
		return true;
	return error_set(error, ERROR_USAGE,
		"\"%s\" is no ID; the server wants its number.", value);
}

static bool no_status(const char *value, struct error *error)
{
	struct buf words;

	buf_init(&words, 400);
	for (int i = 0; i < ORDER_STATUS_OTHER; i++)
		buf_printf(&words, "%s%s", i == 0 ? "" : ", ",
			order_status_wire((enum order_status)i));
	error_set(error, ERROR_USAGE,
		"There is no order status '%.64s'; there are %s.", value,
		buf_text(&words));
	buf_clear(&words);
	return false;
}

static bool take_status(char *value, size_t size, struct error *error)
{
	for (int i = 0; i < ORDER_STATUS_OTHER; i++) {
		const char *wire = order_status_wire((enum order_status)i);
		const char *label = order_status_label((enum order_status)i);

		if (!text_equal_ascii_case(value, wire) &&
			!text_equal_ascii_case(value, label))
			continue;
		text_format(value, size, "%s", wire);
		return true;
	}
	return no_status(value, error);
}

static bool take_name_id(char *value, size_t size UNUSED, struct error *error)
{
	if (is_made_of(value, DIGITS "abcdefghijklmnopqrstuvwxyz_-"))
		return true;
	return error_set(error, ERROR_USAGE,
		"\"%s\" is no product identifier such as ssl_ev_basic.", value);
}

static bool is_day(const char *text)
{
	int64_t seconds;
	bool day_only = false;

	return text[0] >= '0' && text[0] <= '9' &&
	       date_parse(text, &seconds, &day_only) && day_only;
}

static bool is_range(const char *value)
{
	const char *dots = strstr(value, "...");
	char from[ORDER_QUERY_VALUE];

	if (dots == NULL)
		return false;
	text_format(from, sizeof(from), "%.*s", (int)(dots - value), value);
	/* Days are written so that their texts have their order. */
	return is_day(from) && is_day(dots + 3) && strcmp(from, dots + 3) <= 0;
}

static bool take_date(char *value, size_t size UNUSED, struct error *error)
{
	size_t sign = strspn(value, "<>");
	long days;

	if ((sign <= 1 && is_day(value + sign)) || is_range(value) ||
		order_query_days(value, &days))
		return true;
	return error_set(error, ERROR_USAGE,
		"\"%s\" is no date. Write 2026-11-01, 2026-11-01...2026-11-30, "
		">2026-11-01, +60d or -30d.",
		value);
}

static bool take_flag(char *value, size_t size, struct error *error)
{
	bool yes = strcmp(value, "1") == 0 ||
		   text_equal_ascii_case(value, "yes") ||
		   text_equal_ascii_case(value, "true");
	bool no = strcmp(value, "0") == 0 ||
		  text_equal_ascii_case(value, "no") ||
		  text_equal_ascii_case(value, "false");

	if (!yes && !no)
		return error_set(error, ERROR_USAGE,
			"This is 1 (yes) or 0 (no), not \"%s\".", value);
	text_format(value, size, "%s", yes ? "1" : "0");
	return true;
}

static bool take_origin(char *value, size_t size UNUSED, struct error *error)
{
	if (strcmp(value, "certcentral") == 0 || strcmp(value, "migrated") == 0)
		return true;
	return error_set(error, ERROR_USAGE,
		"The origin is certcentral or migrated, not \"%s\".", value);
}

/* Colons and blanks, as a browser shows a serial number, are left out. */
static bool take_serial(char *value, size_t size UNUSED, struct error *error)
{
	size_t len = 0;

	if (!is_made_of(value, HEX ": "))
		return error_set(error, ERROR_USAGE,
			"\"%s\" is no serial number (hexadecimal).", value);
	for (const char *c = value; *c != '\0'; c++) {
		if (strchr(": ", *c) == NULL)
			value[len++] = *c;
	}
	value[len] = '\0';
	return len > 0 ||
	       error_set(error, ERROR_USAGE, "There is no digit in it.");
}

static bool
take_text(char *value UNUSED, size_t size UNUSED, struct error *error UNUSED)
{
	return true;
}

/* Makes of a value what the server wants. */
static bool (*const takes[])(char *value, size_t size, struct error *error) = {
	[ORDER_QUERY_ORDER] = take_order,
	[ORDER_QUERY_NUMBER] = take_number,
	[ORDER_QUERY_STATUS] = take_status,
	[ORDER_QUERY_NAME_ID] = take_name_id,
	[ORDER_QUERY_DATE] = take_date,
	[ORDER_QUERY_FLAG] = take_flag,
	[ORDER_QUERY_ORIGIN] = take_origin,
	[ORDER_QUERY_SERIAL] = take_serial,
	[ORDER_QUERY_TEXT] = take_text,
};

bool order_query_days(const char *value, long *days)
{
	char *end;
	long number;

	if ((value[0] != '+' && value[0] != '-') ||
		strchr(DIGITS, value[1]) == NULL || value[1] == '\0')
		return false;
	number = strtol(value, &end, 10);
	if (strcmp(end, "d") != 0 || number < -MOST_DAYS || number > MOST_DAYS)
		return false;
	*days = number;
	return true;
}

/* -- reading --------------------------------------------------------------- */

/* One value up to a comma or (in a line) a blank, or in quotation marks.
 * Returns what follows; NULL if it is too long or not closed. */
static const char *
read_value(const char *text, const char *ends, char *out, size_t size)
{
	bool quoted = *text == '"';
	size_t len = 0;

	for (text += quoted; *text != '\0'; text++) {
		if (quoted && text[0] == '"' && text[1] == '"')
			text++;
		else if (quoted ? *text == '"' : strchr(ends, *text) != NULL)
			break;
		if (len + 1 >= size)
			return NULL;
		out[len++] = *text;
	}
	out[len] = '\0';
	if (!quoted)
		return text;
	return *text == '"' ? text + 1 : NULL;
}

static void trim_end(char *text)
{
	size_t len = strlen(text);

	while (len > 0 && text[len - 1] == ' ')
		text[--len] = '\0';
}

static bool
add_value(struct order_query *query, const struct order_query_field *field,
	char *value, size_t size, struct error *error)
{
	return takes[field->kind](value, size, error) &&
	       order_query_add(query, field->name, value, error);
}

static bool is_behind_value(const char *text, const char *ends)
{
	return *text == '\0' || strchr(ends, *text) != NULL;
}

/* Values up to the end of the item: of the text, or a blank of `ends`. */
static const char *
read_values(struct order_query *query, const struct order_query_field *field,
	const char *text, const char *ends, struct error *error)
{
	for (;;) {
		char value[ORDER_QUERY_VALUE];
		const char *end = read_value(text, ends, value, sizeof(value));

		if (end == NULL || !is_behind_value(end, ends)) {
			error_set(error, ERROR_USAGE,
				"A value of %s is too long, or its quotation "
				"mark is not closed.",
				field->name);
			return NULL;
		}
		if (*text != '"')
			trim_end(value);
		if (value[0] != '\0' &&
			!add_value(query, field, value, sizeof(value), error))
			return NULL;
		if (*end != ',')
			return end;
		text = end + 1;
		text += strspn(text, " ");
	}
}

bool order_query_add_list(struct order_query *query, const char *name,
	const char *values, struct error *error)
{
	const struct order_query_field *field = order_query_field_find(name);
	struct order_query next = *query;
	char *list;
	bool ok;

	if (field == NULL)
		return order_query_add(query, name, values, error);
	list = mem_dup(values);
	/* Lines that were pasted have become blanks. */
	for (char *p = list; field->kind == ORDER_QUERY_ORDER && *p != '\0';
		p++)
		*p = *p == ' ' ? ',' : *p;
	ok = read_values(&next, field, list, ",", error) != NULL;
	free(list);
	if (ok)
		*query = next;
	return ok;
}

static bool unknown_name(const char *name, struct error *error)
{
	const char *names[64];
	size_t count = order_query_field_count();
	const char *near;

	for (size_t i = 0; i < count; i++)
		names[i] = order_query_field(i)->name;
	names[count++] = "sort";
	near = nearest_name(name, names, count);
	return error_set(error, ERROR_USAGE,
		"There is no filter named \"%s\".%s%s%s", name,
		near != NULL ? " Did you mean " : "", near != NULL ? near : "",
		near != NULL ? "?" : "");
}

static const char *
read_sort(struct order_query *query, const char *text, struct error *error)
{
	char value[40];
	const char *end = read_value(text, " ", value, sizeof(value));

	if (end != NULL &&
		order_query_sort_from(value, &query->sort, &query->descending))
		return end;
	error_set(error, ERROR_USAGE,
		"The server sorts by order_id, date_created, valid_till, "
		"common_name, status and product_name.");
	return NULL;
}

/* "name=values"; returns what follows. */
static const char *
read_item(struct order_query *query, const char *text, struct error *error)
{
	const struct order_query_field *field;
	size_t len = strcspn(text, "= ");
	char name[40];

	text_format(name, sizeof(name), "%.*s", (int)len, text);
	if (text[len] != '=') {
		error_set(error, ERROR_USAGE,
			"\"%s\" has no value; write name=value.", name);
		return NULL;
	}
	text += len + 1;
	if (strcmp(name, "sort") == 0)
		return read_sort(query, text, error);
	field = order_query_field_find(name);
	if (field != NULL)
		return read_values(query, field, text, ", ", error);
	unknown_name(name, error);
	return NULL;
}

bool order_query_parse(
	struct order_query *query, const char *line, struct error *error)
{
	struct order_query next;

	order_query_init(&next);
	line += strspn(line, " ");
	while (*line != '\0') {
		line = read_item(&next, line, error);
		if (line == NULL)
			return false;
		line += strspn(line, " ");
	}
	*query = next;
	return true;
}

/* -- printing -------------------------------------------------------------- */

static void print_value(const char *value, struct buf *out)
{
	if (*value != '\0' && strpbrk(value, " ,\"") == NULL) {
		buf_puts(out, value);
		return;
	}
	buf_putc(out, '"');
	for (; *value != '\0'; value++) {
		if (*value == '"')
			buf_putc(out, '"');
		buf_putc(out, *value);
	}
	buf_putc(out, '"');
}

void order_query_print_list(
	const struct order_query *query, const char *name, struct buf *out)
{
	const char *comma = "";

	for (size_t i = 0; i < query->filter_count; i++) {
		if (strcmp(query->filters[i].name, name) != 0)
			continue;
		buf_puts(out, comma);
		print_value(query->filters[i].value, out);
		comma = ",";
	}
}

static bool is_first_of_name(const struct order_query *query, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (strcmp(query->filters[i].name,
			    query->filters[index].name) == 0)
			return false;
	}
	return true;
}

void order_query_print(const struct order_query *query, struct buf *out)
{
	const char *blank = "";

	for (size_t i = 0; i < query->filter_count; i++) {
		const char *name = query->filters[i].name;

		if (!is_first_of_name(query, i))
			continue;
		buf_printf(out, "%s%s=", blank, name);
		order_query_print_list(query, name, out);
		blank = " ";
	}
	if (query->sort != ORDER_QUERY_BY_DATE_CREATED || !query->descending)
		buf_printf(out, "%ssort=%s%s", blank,
			query->descending ? "-" : "",
			order_query_sort_wire(query->sort));
}
