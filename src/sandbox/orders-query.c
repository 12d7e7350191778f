/* SPDX-License-Identifier: MIT
 *
 * One table of filters, one of sort keys. For the common combinations (no
 * filter, a status, a product; one sort key) the index is named, since SQLite
 * would rather sort half a million rows than walk along the right index.
 */
#include "sandbox/orders-query.h"

#include <stdio.h>
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

static bool refuse(struct error *error, const char *code, const char *what,
	const char *text)
{
	error_set(error, ERROR_REFUSED, "%s: %s", what, text);
	snprintf(error->code, sizeof(error->code), "%s", code);
	return false;
}

/* -- conditions ------------------------------------------------------------ */

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
		return refuse(error, "sandbox_bad_filter",
			"a filter that is neither 1 nor 0", text);
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
		return refuse(error, "sandbox_bad_filter",
			"a filter that is no date", text);
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
			return refuse(error, "sandbox_bad_filter",
				"too many filters", filter->name);
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

static bool add_filters(struct orders_query *query,
	const struct route_request *request, struct error *error)
{
	for (size_t i = 0; i < request->query_count; i++)
		if (!is_known(request->query[i].name))
			return refuse(error, "sandbox_unknown_filter",
				"there is no such filter",
				request->query[i].name);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++)
		if (!add_filter(query, &filters[i], request, error))
			return false;
	if (query->where.len > 0)
		buf_putc(&query->where, ')');
	return true;
}

/* -- order ----------------------------------------------------------------- */

static const struct {
	const char *name;
	const char *expression;
} sort_keys[] = {
	{"order_id", "orders.id"},
	{"id", "orders.id"},
	{"date_created", "created"},
	{"common_name", "common_name"},
	{"status", "status"},
	{"valid_till", "valid_till"},
	{"order_valid_till", "valid_till"},
	{"days_remaining", "valid_till"},
	{"product_name", "product"},
	{"product", "product"},
	{"validity_years", "years"},
	{"certificate_id", "certificate_id"},
	{"organization_id", "organization_id"},
	{"organization", "(SELECT organizations.name FROM organizations"
			 " WHERE organizations.id = organization_id)"},
	{"organization_name", "(SELECT organizations.name FROM organizations"
			      " WHERE organizations.id = organization_id)"},
	{"container_id", "container_id"},
	{"user_id", "user_id"},
};

static const char *sort_expression(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(sort_keys); i++)
		if (strlen(sort_keys[i].name) == len &&
			memcmp(sort_keys[i].name, name, len) == 0)
			return sort_keys[i].expression;
	return NULL;
}

static size_t
count_filter(const struct route_request *request, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < request->query_count; i++)
		count += names_filter(request->query[i].name, name);
	return count;
}

static bool has_status(const struct route_request *request, const char *word)
{
	for (size_t i = 0; i < request->query_count; i++)
		if (names_filter(request->query[i].name, "status") &&
			strcmp(request->query[i].value, word) == 0)
			return true;
	return false;
}

/* All rows will have the same status: sorting by it says nothing. */
static bool has_one_status(const struct route_request *request)
{
	return count_filter(request, "status") == 1 &&
	       !has_status(request, "issued");
}

/* "a,-b" */
static bool read_sort(struct orders_query *query,
	const struct route_request *request, struct error *error)
{
	const char *sort = route_query(request, "sort");

	while (sort && *sort) {
		size_t len = strcspn(sort, ",");
		bool descending = *sort == '-';
		const char *expression =
			sort_expression(sort + descending, len - descending);

		if (!expression || query->key_count + 1 >= ORDERS_QUERY_KEYS)
			return refuse(error, "sandbox_unknown_sort",
				"orders cannot be sorted by", sort);
		if (strcmp(expression, "status") != 0 ||
			!has_one_status(request))
			query->keys[query->key_count++] =
				(struct orders_query_key){
					expression, descending};
		sort += len + (sort[len] == ',');
	}
	return true;
}

/* So that every order has one place: the id last, in the direction of the
 * key before it. */
static void end_sort(struct orders_query *query)
{
	bool descending = query->key_count > 0 &&
			  query->keys[query->key_count - 1].descending;

	query->keys[query->key_count++] =
		(struct orders_query_key){"orders.id", descending};
}

void orders_query_order(
	const struct orders_query *query, bool reverse, struct buf *out)
{
	for (size_t i = 0; i < query->key_count; i++)
		buf_printf(out, "%s%s%s", i == 0 ? " ORDER BY " : ", ",
			query->keys[i].expression,
			query->keys[i].descending != reverse ? " DESC" : "");
}

/* -- index ----------------------------------------------------------------- */

/* Indexes of seed.c; those behind a status begin with `listed`. */
static const struct {
	const char *expression;
	const char *all;
	const char *by_status;
} indexes[] = {
	{"orders.id", "orders_id", "orders_s_id"},
	{"created", "orders_created", "orders_s_created"},
	{"common_name", "orders_name", "orders_s_name"},
	{"valid_till", "orders_till", "orders_s_till"},
	{"product", "orders_product", "orders_s_product"},
	{"status", "orders_status", "orders_status"},
};

static size_t count_filters(const struct route_request *request)
{
	size_t count = 0;

	for (size_t i = 0; i < request->query_count; i++)
		count += strncmp(request->query[i].name, "filters", 7) == 0;
	return count;
}

static void
choose_index(struct orders_query *query, const struct route_request *request)
{
	size_t statuses = count_filter(request, "status");
	size_t products = count_filter(request, "product_name_id");

	/* One sort key, with or without the id that follows. */
	if (query->key_count > 2 ||
		count_filters(request) != statuses + products ||
		has_status(request, "expired"))
		return;
	/* A product alone has its own index, by date. */
	if (statuses == 0 && products > 0)
		return;
	for (size_t i = 0; i < ARRAY_LEN(indexes); i++)
		if (strcmp(indexes[i].expression, query->keys[0].expression) ==
			0)
			query->index = statuses == 1 ? indexes[i].by_status
						     : indexes[i].all;
}

/* -- the whole ------------------------------------------------------------- */

static bool read_number(const struct route_request *request, const char *name,
	int64_t *out, struct error *error)
{
	const char *text = route_query(request, name);

	if (!text || route_number(text, out))
		return true;
	return refuse(error, "sandbox_bad_number", "not a number", text);
}

bool orders_query_init(struct orders_query *query,
	const struct route_request *request, struct error *error)
{
	*query = (struct orders_query){.limit = ORDERS_QUERY_LIMIT_MAX};
	buf_init(&query->where, 256 * 1024);
	if (!read_number(request, "limit", &query->asked, error) ||
		!read_number(request, "offset", &query->offset, error) ||
		!add_filters(query, request, error) ||
		!read_sort(query, request, error))
		return false;
	if (query->asked > ORDERS_QUERY_LIMIT_MAX)
		query->asked = ORDERS_QUERY_LIMIT_MAX;
	if (query->asked > 0)
		query->limit = query->asked;
	end_sort(query);
	choose_index(query, request);
	return true;
}

void orders_query_clear(struct orders_query *query)
{
	buf_clear(&query->where);
	mem_arena_clear(&query->arena);
}
