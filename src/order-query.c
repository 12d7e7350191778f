/* SPDX-License-Identifier: MIT
 *
 * What is asked of the list, by four tables: the filters that the server
 * takes, the sort keys, the characters that need no escape, the views.
 */
#include "order-query.h"

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

/* certcentral-api.md 2.1 (orders/list-orders). */
static const char *const filter_names[] = {
	"id",
	"status",
	"organization_id",
	"container_id",
	"user_id",
	"certificate_id",
	"metadata_id",
	"product_name_id",
	"valid_till",
	"date_created",
	"common_name",
	"domain_name",
	"is_renewed",
	"disable_renewal_notifications",
	"email",
	"origin",
	"serial_number",
	"search",
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

static bool is_filter_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(filter_names); i++) {
		if (strcmp(filter_names[i], name) == 0)
			return true;
	}
	return false;
}

bool order_query_add(struct order_query *query, const char *name,
	const char *value, struct error *error)
{
	if (!is_filter_name(name))
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

bool order_query_equal(const struct order_query *a, const struct order_query *b)
{
	if (a->filter_count != b->filter_count || a->sort != b->sort ||
		a->descending != b->descending)
		return false;
	for (size_t i = 0; i < a->filter_count; i++) {
		if (strcmp(a->filters[i].name, b->filters[i].name) != 0 ||
			strcmp(a->filters[i].value, b->filters[i].value) != 0)
			return false;
	}
	return true;
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

static void
write_filter(const struct order_query *query, size_t index, struct buf *out)
{
	const struct order_query_filter *filter = &query->filters[index];

	buf_printf(out, "filters%%5B%s%%5D", filter->name);
	if (count_name(query, filter->name, query->filter_count) > 1)
		buf_printf(out, "%%5B%zu%%5D",
			count_name(query, filter->name, index));
	buf_putc(out, '=');
	order_query_escape(out, filter->value);
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

int order_query_view_find(const char *text)
{
	for (size_t i = 0; i < ARRAY_LEN(views); i++) {
		char number[8];
		text_format(number, sizeof(number), "%zu", i + 1);
		if (strcmp(number, text) == 0 ||
			text_equal_ascii_case(views[i].name, text) ||
			text_equal_ascii_case(views[i].word, text))
			return (int)i;
	}
	return -1;
}

/* "+60d": from today to 60 days from now, as a range of days. */
static void expand_days(char *value, size_t size)
{
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
	char *end;
	if (value[0] != '+')
		return;
	long days = strtol(value + 1, &end, 10);
	if (strcmp(end, "d") != 0 || days < 0 || days > 36500)
		return;
	int64_t now = clock_seconds();
	text_format(value, size, "%s...%s", date_day(now, from),
		date_day(now + days * (int64_t)DAY, to));
}

static void
add_or_log(struct order_query *query, const char *name, const char *value)
{
	struct error error;
	if (!order_query_add(query, name, value, &error))
		log_add(LOG_WARNING, "A filter of the view is left out: %s",
			error.text);
}

/* Takes "name=a,b" of len bytes. */
static void add_values(struct order_query *query, const char *item, size_t len)
{
	char name[sizeof(query->filters[0].name)];
	char value[ORDER_QUERY_VALUE];
	const char *end = item + len;
	size_t name_len = strcspn(item, "= ");

	text_format(name, sizeof(name), "%.*s", (int)name_len, item);
	const char *p = item + name_len + (item[name_len] == '=');
	while (p < end) {
		size_t value_len = strcspn(p, ", ");
		text_format(value, sizeof(value), "%.*s", (int)value_len, p);
		expand_days(value, sizeof(value));
		if (value_len > 0)
			add_or_log(query, name, value);
		p += value_len + 1;
	}
}

void order_query_from_view(
	struct order_query *query, const struct order_query_view *view)
{
	const char *p = view->filters;

	order_query_init(query);
	query->sort = view->sort;
	query->descending = view->descending;
	while (*p) {
		size_t len = strcspn(p, " ");
		add_values(query, p, len);
		p += len;
		p += strspn(p, " ");
	}
}
