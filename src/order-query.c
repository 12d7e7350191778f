/* SPDX-License-Identifier: MIT
 *
 * What is asked of the list, by three tables: the filters that the server
 * takes, the sort keys, the views.
 */
#include "order-query.h"

#include <assert.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "clock.h"
#include "date.h"
#include "log.h"
#include "text.h"

#define DAY 86400

/* certcentral-api.md 2.1 (orders/list-orders). The labels are the console's
 * where it has one. */
static const struct order_query_field fields[] = {
	{"search", "Search", ORDER_QUERY_TEXT},
	{"id", "Order number", ORDER_QUERY_ORDER},
	{"common_name", "Certificate name", ORDER_QUERY_TEXT},
	{"domain_name", "Domain", ORDER_QUERY_TEXT},
	{"email", "E-mail", ORDER_QUERY_TEXT},
	{"status", "Order status", ORDER_QUERY_STATUS},
	{"product_name_id", "Product", ORDER_QUERY_NAME_ID},
	{"organization_id", "Organization", ORDER_QUERY_NUMBER},
	{"container_id", "Division", ORDER_QUERY_NUMBER},
	{"user_id", "Requester", ORDER_QUERY_NUMBER},
	{"date_created", "Order date", ORDER_QUERY_DATE},
	{"valid_till", "Valid until", ORDER_QUERY_DATE},
	{"serial_number", "Serial number", ORDER_QUERY_SERIAL},
	{"is_renewed", "Renewed", ORDER_QUERY_FLAG},
	{"origin", "Origin", ORDER_QUERY_ORIGIN},
	{"certificate_id", "Certificate ID", ORDER_QUERY_NUMBER},
	{"metadata_id", "Custom field ID", ORDER_QUERY_NUMBER},
	{"disable_renewal_notifications", "No renewal notices",
		ORDER_QUERY_FLAG},
};

static const struct {
	const char *wire;
	const char *word; /* shorter, for a command line */
	const char *label;
} sorts[ORDER_QUERY_SORTS] = {
	[ORDER_QUERY_BY_ID] = {"order_id", "id", "order number"},
	[ORDER_QUERY_BY_DATE_CREATED] = {"date_created", "date", "order date"},
	[ORDER_QUERY_BY_VALID_TILL] = {"valid_till", "validity",
		"certificate validity"},
	[ORDER_QUERY_BY_COMMON_NAME] = {"common_name", "name",
		"certificate name"},
	[ORDER_QUERY_BY_STATUS] = {"status", "status", "order status"},
	[ORDER_QUERY_BY_PRODUCT] = {"product_name", "product", "product"},
};

/* The products of Approval waiting are those of order.c whose family needs
 * an approval; a test compares the two. */
#define APPROVAL_PRODUCTS                                                      \
	"ssl_ev_securesite_pro,ssl_ev_securesite_flex,ssl_ev_plus,"            \
	"ssl_ev_multi_domain,ssl_ev_basic,code_signing,code_signing_ev,"       \
	"vmc_basic,mark_certificate"

static const struct order_query_view views[] = {
	{"All", "all", "", ORDER_QUERY_BY_DATE_CREATED, true},
	{"Pending", "pending", "status=pending", ORDER_QUERY_BY_DATE_CREATED,
		true},
	{"Approval waiting", "approval",
		"status=pending product_name_id=" APPROVAL_PRODUCTS,
		ORDER_QUERY_BY_DATE_CREATED, false},
	{"Emailed to Recipient", "emailed", "status=waiting_pickup",
		ORDER_QUERY_BY_DATE_CREATED, true},
	{"Issued", "issued", "status=issued", ORDER_QUERY_BY_DATE_CREATED,
		true},
	{"Expiring", "expiring", "status=issued valid_till=+60d",
		ORDER_QUERY_BY_VALID_TILL, false},
	{"Reissue Pending", "reissue", "status=reissue_pending",
		ORDER_QUERY_BY_DATE_CREATED, true},
};

void order_query_init(struct order_query *query)
{
	*query = (struct order_query){
		.sort = ORDER_QUERY_BY_DATE_CREATED,
		.descending = true,
	};
}

size_t order_query_field_count(void)
{
	return ARRAY_LEN(fields);
}

const struct order_query_field *order_query_field(size_t index)
{
	return index < ARRAY_LEN(fields) ? &fields[index] : NULL;
}

const struct order_query_field *order_query_field_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	}
	return NULL;
}

bool order_query_add(struct order_query *query, const char *name,
	const char *value, struct error *error)
{
	if (order_query_field_find(name) == NULL)
		return error_set(error, ERROR_USAGE,
			"There is no filter named \"%s\"; try status, "
			"product_name_id, common_name or search.",
			name);
	if (query->filter_count >= ORDER_QUERY_FILTERS)
		return error_set(error, ERROR_USAGE,
			"More than %d filters cannot be combined.",
			ORDER_QUERY_FILTERS);
	if (strlen(value) >= ORDER_QUERY_VALUE)
		return error_set(error, ERROR_USAGE,
			"The value of the filter \"%s\" is longer than %d "
			"bytes.",
			name, ORDER_QUERY_VALUE - 1);
	struct order_query_filter *filter =
		&query->filters[query->filter_count++];
	text_format(filter->name, sizeof(filter->name), "%s", name);
	text_format(filter->value, sizeof(filter->value), "%s", value);
	return true;
}

void order_query_remove(struct order_query *query, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < query->filter_count; i++)
		if (strcmp(query->filters[i].name, name) != 0)
			query->filters[kept++] = query->filters[i];
	query->filter_count = kept;
}

static bool is_status(const char *value, const struct order *order)
{
	if (order->status == ORDER_EXPIRED &&
		order_status_from(value) == ORDER_ISSUED)
		return true;
	return order->status_text != NULL &&
	       strcmp(value, order->status_text) == 0;
}

bool order_query_has_status(
	const struct order_query *query, const struct order *order)
{
	bool has_filter = false;

	for (size_t i = 0; i < query->filter_count; i++) {
		const struct order_query_filter *filter = &query->filters[i];

		if (strcmp(filter->name, "status") != 0)
			continue;
		has_filter = true;
		if (is_status(filter->value, order))
			return true;
	}
	return !has_filter;
}

bool order_query_same_rows(
	const struct order_query *a, const struct order_query *b)
{
	if (a->filter_count != b->filter_count)
		return false;
	for (size_t i = 0; i < a->filter_count; i++) {
		if (strcmp(a->filters[i].name, b->filters[i].name) != 0 ||
			strcmp(a->filters[i].value, b->filters[i].value) != 0)
			return false;
	}
	return true;
}

bool order_query_equal(const struct order_query *a, const struct order_query *b)
{
	return a->sort == b->sort && a->descending == b->descending &&
	       order_query_same_rows(a, b);
}

/* -- writing -- */

static bool is_unreserved(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("-._~", c) != NULL);
}

void order_query_escape(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (is_unreserved(*text))
			buf_putc(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned char)*text);
	}
}

/* How many filters of this name there are, among the first `before`. */
static size_t
count_name(const struct order_query *query, const char *name, size_t before)
{
	size_t count = 0;
	for (size_t i = 0; i < before; i++)
		count += strcmp(query->filters[i].name, name) == 0;
	return count;
}

/* "+60d" and "-30d" as a range of days; anything else stays. */
static void expand_days(char *value, size_t size)
{
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
	int64_t now = clock_seconds(), then;
	long days;

	if (!order_query_days(value, &days))
		return;
	then = now + days * (int64_t)DAY;
	text_format(value, size, "%s...%s",
		date_day(days < 0 ? then : now, from),
		date_day(days < 0 ? now : then, to));
}

static void
write_filter(const struct order_query *query, size_t index, struct buf *out)
{
	const struct order_query_filter *filter = &query->filters[index];
	const struct order_query_field *field =
		order_query_field_find(filter->name);
	char value[ORDER_QUERY_VALUE];

	text_format(value, sizeof(value), "%s", filter->value);
	assert(field != NULL); /* or it would not have been taken */
	if (field->kind == ORDER_QUERY_DATE)
		expand_days(value, sizeof(value));
	buf_printf(out, "filters%%5B%s%%5D", filter->name);
	if (count_name(query, filter->name, query->filter_count) > 1)
		buf_printf(out, "%%5B%zu%%5D",
			count_name(query, filter->name, index));
	buf_putc(out, '=');
	order_query_escape(out, value);
	buf_putc(out, '&');
}

void order_query_write(const struct order_query *query, long offset, long limit,
	struct buf *out)
{
	for (size_t i = 0; i < query->filter_count; i++)
		write_filter(query, i, out);
	buf_printf(out, "sort=%s%s&limit=%ld&offset=%ld",
		query->descending ? "-" : "",
		order_query_sort_wire(query->sort), limit, offset);
}

/* -- sorting -- */

bool order_query_sort_from(
	const char *name, enum order_query_sort *sort, bool *descending)
{
	bool minus = *name == '-';
	if (minus)
		name++;
	for (size_t i = 0; i < ORDER_QUERY_SORTS; i++) {
		if (strcmp(sorts[i].wire, name) != 0 &&
			strcmp(sorts[i].word, name) != 0)
			continue;
		*sort = (enum order_query_sort)i;
		*descending = minus;
		return true;
	}
	return false;
}

const char *order_query_sort_wire(enum order_query_sort sort)
{
	return sorts[sort].wire;
}

const char *order_query_sort_label(enum order_query_sort sort)
{
	return sorts[sort].label;
}

/* -- views -- */

size_t order_query_view_count(void)
{
	return ARRAY_LEN(views);
}

const struct order_query_view *order_query_view(size_t index)
{
	return index < ARRAY_LEN(views) ? &views[index] : NULL;
}

void order_query_from_view(
	struct order_query *query, const struct order_query_view *view)
{
	struct error error;

	order_query_init(query);
	if (!order_query_parse(query, view->filters, &error))
		log_add(LOG_WARNING, "The view %s is not used: %s", view->name,
			error.text);
	query->sort = view->sort;
	query->descending = view->descending;
}
