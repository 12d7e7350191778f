/* SPDX-License-Identifier: MIT
 *
 * Filters are in orders-filter.c; here are the sort keys and the index. For the
 * common combinations (no filter, a status, a product; one sort key) the index
 * is named, since SQLite would rather sort half a million rows than walk along
 * the right index.
 */
#include "sandbox/orders-query.h"

#include <string.h>

#include "attr.h"
#include "sandbox/orders-filter.h"

/* -- order ----------------------------------------------------------------- */

static const struct list_sort sorts[] = {
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

/* All rows have the same status: sorting by it says nothing. */
static bool
is_constant(const struct route_request *request, const char *expression)
{
	return strcmp(expression, "status") == 0 &&
	       list_query_count(request, "status") == 1 &&
	       !list_query_has(request, "status", "issued");
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

static const char *index_of(const char *expression, bool by_status)
{
	for (size_t i = 0; i < ARRAY_LEN(indexes); i++)
		if (strcmp(indexes[i].expression, expression) == 0)
			return by_status ? indexes[i].by_status
					 : indexes[i].all;
	return NULL;
}

static const char *choose_index(
	const struct list_query *query, const struct route_request *request)
{
	size_t statuses = list_query_count(request, "status");
	size_t products = list_query_count(request, "product_name_id");

	/* Whatever else is asked, an organization has few: SQLite, which has no
	 * statistics, would rather walk along the sort. */
	if (list_query_count(request, "organization_id") == 1)
		return "orders_organization";
	/* One sort key, with or without the id that follows. */
	if (query->key_count > 2 ||
		list_query_count_all(request) != statuses + products ||
		list_query_has(request, "status", "expired"))
		return NULL;
	/* A product alone has its own index, by date. */
	if (statuses == 0 && products > 0)
		return NULL;
	return index_of(query->keys[0].expression, statuses == 1);
}

/* Filters on columns that all indexes without a status before them have. */
static const char *const covered[] = {"status", "product_name_id",
	"container_id", "user_id", "valid_till", "date_created", "is_renewed",
	"disable_renewal_notifications", "origin"};

static const char *
dense_index(const struct list_query *query, const struct route_request *request)
{
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(covered); i++)
		count += list_query_count(request, covered[i]);
	if (query->key_count > 2 || count != list_query_count_all(request))
		return NULL;
	return index_of(query->keys[0].expression, false);
}

const struct list_query_rules orders_query_rules = {
	.what = "Orders",
	.id = "orders.id",
	.filters = orders_filter_table,
	.filter_count = ORDERS_FILTER_COUNT,
	.sorts = sorts,
	.sort_count = ARRAY_LEN(sorts),
	.is_constant = is_constant,
	.index = choose_index,
	.dense = dense_index,
	.limit_max = LIST_QUERY_LIMIT_MAX,
	.limit_none = LIST_QUERY_LIMIT_MAX,
};
