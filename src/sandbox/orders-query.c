/* SPDX-License-Identifier: MIT
 *
 * Filters are in orders-filter.c; here are the sort keys and the index. For the
 * common combinations (no filter, a status, a product; one sort key) the index
 * is named, since SQLite would rather sort half a million rows than walk along
 * the right index.
 */
#include "sandbox/orders-query.h"

#include <stdio.h>
#include <string.h>

#include "sandbox/orders-filter.h"

bool orders_query_refuse(struct error *error, const char *code,
	const char *what, const char *text)
{
	error_set(error, ERROR_REFUSED, "%s: %s", what, text);
	snprintf(error->code, sizeof(error->code), "%s", code);
	return false;
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

/* All rows will have the same status: sorting by it says nothing. */
static bool has_one_status(const struct route_request *request)
{
	return orders_filter_count(request, "status") == 1 &&
	       !orders_filter_has_status(request, "issued");
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
			return orders_query_refuse(error,
				"sandbox_unknown_sort",
				"Orders cannot be sorted by", sort);
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

static void
choose_index(struct orders_query *query, const struct route_request *request)
{
	size_t statuses = orders_filter_count(request, "status");
	size_t products = orders_filter_count(request, "product_name_id");

	/* One sort key, with or without the id that follows. */
	if (query->key_count > 2 ||
		orders_filter_count_all(request) != statuses + products ||
		orders_filter_has_status(request, "expired"))
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
	return orders_query_refuse(
		error, "sandbox_bad_number", "Not a number", text);
}

bool orders_query_init(struct orders_query *query,
	const struct route_request *request, struct error *error)
{
	*query = (struct orders_query){.limit = ORDERS_QUERY_LIMIT_MAX};
	buf_init(&query->where, 256 * 1024);
	if (!read_number(request, "limit", &query->asked, error) ||
		!read_number(request, "offset", &query->offset, error) ||
		!orders_filter_add(query, request, error) ||
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
