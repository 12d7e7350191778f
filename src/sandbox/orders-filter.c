/* SPDX-License-Identifier: MIT
 *
 * One table of filters: a name, and what adds the condition with its values.
 * Several values of one filter are alternatives; filters are all to be met.
 */
#include "sandbox/orders-filter.h"

#include <string.h>

#include "date.h"
#include "sandbox/certificate.h"
#include "sandbox/order-row.h"
#include "sandbox/products.h"

#define DAY 86400

struct filter;

typedef bool (*filter_fn)(struct orders_query *query,
	const struct filter *filter, const char *text, struct error *error);

struct filter {
	const char *name;
	filter_fn add;
	const char *column;
	int flag; /* of orders.flags */
};

static void add_number(struct orders_query *query, int64_t number)
{
	if (query->value_count < ORDERS_QUERY_VALUES)
		query->values[query->value_count++] =
			(struct db_value){NULL, number};
}

static void add_text(struct orders_query *query, const char *text)
{
	if (query->value_count < ORDERS_QUERY_VALUES)
		query->values[query->value_count++] = (struct db_value){
			mem_arena_dup(&query->arena, text), 0};
}

/* "%text" is "contains text": as a pattern for LIKE, with '\' before its own
 * signs. */
static void add_pattern(struct orders_query *query, const char *text)
{
	char *pattern = mem_arena_alloc(&query->arena, strlen(text) * 2 + 3);
	char *p = pattern;

	*p++ = '%';
	for (; *text; text++) {
		if (strchr("%_\\", *text))
			*p++ = '\\';
		*p++ = *text;
	}
	*p = '%';
	query->values[query->value_count++] = (struct db_value){pattern, 0};
}

static bool add_id(struct orders_query *query, const struct filter *filter,
	const char *text, struct error *error UNUSED)
{
	int64_t number;

	/* What is no number is nobody's number. */
	if (!route_number(text, &number))
		number = -1;
	buf_printf(&query->where, "%s = ?", filter->column);
	add_number(query, number);
	return true;
}

static bool
add_status(struct orders_query *query, const struct filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	int status = order_row_status_find(text);

	/* issued finds the expired ones too; expired finds them alone. */
	buf_puts(&query->where,
		status == SCHEMA_EXPIRED ? "status = ?" : "listed = ?");
	add_number(query, status);
	return true;
}

static bool
add_product(struct orders_query *query, const struct filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where, "product = ?");
	add_number(query, products_find(text));
	return true;
}

static bool add_equal(struct orders_query *query, const struct filter *filter,
	const char *text, struct error *error UNUSED)
{
	buf_printf(&query->where, "%s = ?", filter->column);
	add_text(query, text);
	return true;
}

static bool add_flag(struct orders_query *query, const struct filter *filter,
	const char *text, struct error *error)
{
	bool on = strcmp(text, "1") == 0 || strcmp(text, "true") == 0;

	if (!on && strcmp(text, "0") != 0 && strcmp(text, "false") != 0)
		return orders_query_refuse(error, "sandbox_bad_filter",
			"A filter that is neither 1 nor 0", text);
	buf_printf(&query->where, "(flags & %d) %s 0", filter->flag,
		on ? "<>" : "=");
	return true;
}

static bool
add_origin(struct orders_query *query, const struct filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_printf(&query->where, "(flags & %d) %s 0", SCHEMA_FLAG_MIGRATED,
		strcmp(text, "migrated") == 0 ? "<>" : "=");
	if (strcmp(text, "migrated") != 0 && strcmp(text, "certcentral") != 0)
		buf_puts(&query->where, " AND 0");
	return true;
}

static bool
add_email(struct orders_query *query, const struct filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where,
		"emails IS NOT NULL AND instr(char(10) || lower(emails) ||"
		" char(10), char(10) || lower(?) || char(10)) > 0");
	add_text(query, text);
	return true;
}

static bool add_search(struct orders_query *query, const struct filter *filter,
	const char *text, struct error *error)
{
	if (text[0] != '%') {
		buf_puts(&query->where, "common_name = ? OR (");
		add_text(query, text);
		add_email(query, filter, text, error);
		buf_putc(&query->where, ')');
		return true;
	}
	buf_puts(&query->where, "common_name LIKE ? ESCAPE '\\'"
				" OR emails LIKE ? ESCAPE '\\'");
	add_pattern(query, text + 1);
	add_pattern(query, text + 1);
	return true;
}

/* The common name, or one of the names: derived (www.) or stored. */
static bool
add_domain(struct orders_query *query, const struct filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where, "common_name = ? OR orders.id IN"
				" (SELECT order_id FROM names WHERE name = ?)");
	add_text(query, text);
	add_text(query, text);
	if (strncmp(text, "www.", 4) == 0) {
		buf_printf(&query->where, " OR (common_name = ? AND san = %d)",
			SCHEMA_SAN_WWW);
		add_text(query, text + 4);
	}
	return true;
}

static bool
add_serial(struct orders_query *query, const struct filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where, "certificate_id = ? AND issued IS NOT NULL");
	add_number(query, certificate_of_serial(text));
	return true;
}

/* Orders have no custom fields here. */
static bool
add_nothing(struct orders_query *query, const struct filter *filter UNUSED,
	const char *text UNUSED, struct error *error UNUSED)
{
	buf_puts(&query->where, "0");
	return true;
}

/* The first and the last second a text stands for. */
static bool read_span(const char *text, int64_t *first, int64_t *last)
{
	bool day_only = false;

	if (!date_parse(text, first, &day_only))
		return false;
	*last = day_only ? *first + DAY - 1 : *first;
	return true;
}

static bool add_range(struct orders_query *query, const struct filter *filter,
	const char *text, const char *dots)
{
	char *from = mem_arena_dupn(&query->arena, text, (size_t)(dots - text));
	int64_t first, last, other;

	if (!read_span(from, &first, &other) ||
		!read_span(dots + 3, &other, &last))
		return false;
	buf_printf(&query->where, "%s BETWEEN ? AND ?", filter->column);
	add_number(query, first);
	add_number(query, last);
	return true;
}

/* "a...b", ">a", ">=a", "<a", "<=a", "a" */
static bool add_date(struct orders_query *query, const struct filter *filter,
	const char *text, struct error *error)
{
	const char *dots = strstr(text, "...");
	size_t sign = strspn(text, "<>=");
	bool equal = sign > 0 && text[sign - 1] == '=';
	int64_t first, last;

	if (dots && add_range(query, filter, text, dots))
		return true;
	if (dots || sign > 2 || !read_span(text + sign, &first, &last))
		return orders_query_refuse(error, "sandbox_bad_filter",
			"A filter that is no date", text);
	if (text[0] == '>') {
		buf_printf(&query->where, "%s %s ?", filter->column,
			equal ? ">=" : ">");
		add_number(query, equal ? first : last);
	} else if (text[0] == '<') {
		buf_printf(&query->where, "%s %s ?", filter->column,
			equal ? "<=" : "<");
		add_number(query, equal ? last : first);
	} else {
		buf_printf(&query->where, "%s BETWEEN ? AND ?", filter->column);
		add_number(query, first);
		add_number(query, last);
	}
	return true;
}

static const struct filter filters[] = {
	{"id", add_id, "orders.id", 0},
	{"status", add_status, NULL, 0},
	{"organization_id", add_id, "organization_id", 0},
	{"container_id", add_id, "container_id", 0},
	{"user_id", add_id, "user_id", 0},
	{"certificate_id", add_id, "certificate_id", 0},
	{"metadata_id", add_nothing, NULL, 0},
	{"product_name_id", add_product, NULL, 0},
	{"valid_till", add_date, "valid_till", 0},
	{"date_created", add_date, "created", 0},
	{"common_name", add_equal, "common_name", 0},
	{"domain_name", add_domain, NULL, 0},
	{"is_renewed", add_flag, NULL, SCHEMA_FLAG_RENEWED},
	{"disable_renewal_notifications", add_flag, NULL, SCHEMA_FLAG_QUIET},
	{"email", add_email, NULL, 0},
	{"origin", add_origin, NULL, 0},
	{"serial_number", add_serial, NULL, 0},
	{"search", add_search, NULL, 0},
};

/*
 * The name in "filters[name]", "filters[name][0]" or "filters[name][]":
 * whether this is the filter.
 */
static bool names_filter(const char *text, const char *name)
{
	size_t len = strlen(name);

	return strncmp(text, "filters[", 8) == 0 &&
	       strncmp(text + 8, name, len) == 0 && text[8 + len] == ']' &&
	       (text[9 + len] == '\0' || text[9 + len] == '[');
}

/* All values of one filter: any of them will do. */
static bool add_filter(struct orders_query *query, const struct filter *filter,
	const struct route_request *request, struct error *error)
{
	bool first = true;

	for (size_t i = 0; i < request->query_count; i++) {
		if (!names_filter(request->query[i].name, filter->name))
			continue;
		if (first && query->where.len > 0)
			buf_puts(&query->where, ") AND ((");
		else
			buf_puts(&query->where, first ? " WHERE ((" : ") OR (");
		first = false;
		if (query->value_count + 4 > ORDERS_QUERY_VALUES)
			return orders_query_refuse(error, "sandbox_bad_filter",
				"Too many filters", filter->name);
		if (!filter->add(query, filter, request->query[i].value, error))
			return false;
	}
	if (!first)
		buf_putc(&query->where, ')');
	return true;
}

static bool is_known(const char *text)
{
	if (strncmp(text, "filters", 7) != 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(filters); i++)
		if (names_filter(text, filters[i].name))
			return true;
	return false;
}

bool orders_filter_add(struct orders_query *query,
	const struct route_request *request, struct error *error)
{
	for (size_t i = 0; i < request->query_count; i++)
		if (!is_known(request->query[i].name))
			return orders_query_refuse(error,
				"sandbox_unknown_filter",
				"There is no such filter",
				request->query[i].name);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++)
		if (!add_filter(query, &filters[i], request, error))
			return false;
	if (query->where.len > 0)
		buf_putc(&query->where, ')');
	return true;
}

size_t
orders_filter_count(const struct route_request *request, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < request->query_count; i++)
		count += names_filter(request->query[i].name, name);
	return count;
}

bool orders_filter_has_status(
	const struct route_request *request, const char *word)
{
	for (size_t i = 0; i < request->query_count; i++)
		if (names_filter(request->query[i].name, "status") &&
			strcmp(request->query[i].value, word) == 0)
			return true;
	return false;
}

size_t orders_filter_count_all(const struct route_request *request)
{
	size_t count = 0;

	for (size_t i = 0; i < request->query_count; i++)
		count += strncmp(request->query[i].name, "filters", 7) == 0;
	return count;
}
