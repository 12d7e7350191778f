/* SPDX-License-Identifier: MIT
 *
 * Filters, sort and page to a query string, and the views.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "clock.h"
#include "log.h"
#include "order-query.h"
#include "order.h"
#include "text.h"

#define TODAY 1795183331 /* 2026-11-20T14:02:11Z */

static void add(struct order_query *query, const char *name, const char *value)
{
	struct error error;
	assert_true(order_query_add(query, name, value, &error));
}

static void assert_written(const struct order_query *query, long offset,
	long limit, const char *expected)
{
	struct buf out;
	buf_init(&out, 10000);
	order_query_write(query, offset, limit, &out);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
}

static void queries_are_written(void **state)
{
	struct order_query query;
	(void)state;
	order_query_init(&query);
	assert_written(&query, 0, 100, "sort=-date_created&limit=100&offset=0");
	add(&query, "status", "pending");
	assert_written(&query, 0, 100,
		"filters%5Bstatus%5D=pending&sort=-date_created&limit=100&"
		"offset=0");
	query.sort = ORDER_QUERY_BY_COMMON_NAME;
	query.descending = false;
	assert_written(&query, 99900, 50,
		"filters%5Bstatus%5D=pending&sort=common_name&limit=50&"
		"offset=99900");
}

static void several_values_are_numbered(void **state)
{
	struct order_query query;
	(void)state;
	order_query_init(&query);
	add(&query, "product_name_id", "a");
	add(&query, "status", "pending");
	add(&query, "product_name_id", "b");
	add(&query, "search", "%100% & more=1");
	assert_written(&query, 0, 1,
		"filters%5Bproduct_name_id%5D%5B0%5D=a&"
		"filters%5Bstatus%5D=pending&"
		"filters%5Bproduct_name_id%5D%5B1%5D=b&"
		"filters%5Bsearch%5D=%25100%25%20%26%20more%3D1&"
		"sort=-date_created&limit=1&offset=0");
}

static void values_are_escaped(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"", ""},
		{"azAZ09-._~", "azAZ09-._~"},
		{"a b+c", "a%20b%2Bc"},
		{"[>%&=#?/]", "%5B%3E%25%26%3D%23%3F%2F%5D"},
		{"\xE4\xBD\x9C", "%E4%BD%9C"},
		{"\x01\x7F\n", "%01%7F%0A"},
	};
	struct buf out;
	(void)state;
	buf_init(&out, 1000);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_reset(&out);
		order_query_escape(&out, cases[i].in);
		assert_string_equal(buf_text(&out), cases[i].out);
	}
	buf_clear(&out);
}

static void odd_filters_are_refused(void **state)
{
	struct order_query query;
	struct error error;
	char value[ORDER_QUERY_VALUE + 1];
	(void)state;
	order_query_init(&query);
	assert_false(order_query_add(&query, "colour", "red", &error));
	assert_int_equal(error.kind, ERROR_USAGE);
	assert_non_null(strstr(error.text, "\"colour\""));
	assert_false(order_query_add(&query, "", "x", &error));
	assert_false(order_query_add(&query, "status]", "x", &error));

	memset(value, 'x', sizeof(value));
	value[ORDER_QUERY_VALUE] = '\0';
	assert_false(order_query_add(&query, "search", value, &error));
	assert_non_null(strstr(error.text, "longer than 191"));
	assert_int_equal(query.filter_count, 0);
	value[ORDER_QUERY_VALUE - 1] = '\0';
	assert_true(order_query_add(&query, "search", value, &error));

	while (query.filter_count < ORDER_QUERY_FILTERS)
		add(&query, "status", "pending");
	assert_false(order_query_add(&query, "status", "issued", &error));
	assert_int_equal(error.kind, ERROR_USAGE);
	assert_int_equal(query.filter_count, ORDER_QUERY_FILTERS);
}

static void filters_are_removed(void **state)
{
	struct order_query query;
	(void)state;
	order_query_init(&query);
	order_query_remove(&query, "status");
	add(&query, "status", "pending");
	add(&query, "product_name_id", "vmc_basic");
	add(&query, "status", "issued");
	order_query_remove(&query, "status");
	assert_int_equal(query.filter_count, 1);
	assert_string_equal(query.filters[0].value, "vmc_basic");
	order_query_remove(&query, "common_name");
	assert_int_equal(query.filter_count, 1);
	order_query_remove(&query, "product_name_id");
	assert_int_equal(query.filter_count, 0);
}

static void all_documented_filters_are_taken(void **state)
{
	static const char *const names[] = {"id", "status", "organization_id",
		"container_id", "user_id", "certificate_id", "metadata_id",
		"product_name_id", "valid_till", "date_created", "common_name",
		"domain_name", "is_renewed", "disable_renewal_notifications",
		"email", "origin", "serial_number", "search"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct order_query query;
		order_query_init(&query);
		add(&query, names[i], "x");
		assert_string_equal(query.filters[0].name, names[i]);
	}
}

static void queries_are_compared(void **state)
{
	struct order_query a, b;
	(void)state;
	order_query_init(&a);
	order_query_init(&b);
	assert_true(order_query_equal(&a, &b));
	add(&a, "status", "pending");
	assert_false(order_query_equal(&a, &b));
	add(&b, "status", "issued");
	assert_false(order_query_equal(&a, &b));
	order_query_init(&b);
	add(&b, "search", "pending");
	assert_false(order_query_equal(&a, &b));
	b = a;
	assert_true(order_query_equal(&a, &b));
	b.sort = ORDER_QUERY_BY_STATUS;
	assert_false(order_query_equal(&a, &b));
	b = a;
	b.descending = false;
	assert_false(order_query_equal(&a, &b));
}

static void sort_keys_have_names(void **state)
{
	static const struct {
		enum order_query_sort sort;
		const char *wire, *word, *label;
	} cases[] = {
		{ORDER_QUERY_BY_ID, "order_id", "id", "order number"},
		{ORDER_QUERY_BY_DATE_CREATED, "date_created", "date",
			"order date"},
		{ORDER_QUERY_BY_VALID_TILL, "valid_till", "validity",
			"certificate validity"},
		{ORDER_QUERY_BY_COMMON_NAME, "common_name", "name",
			"certificate name"},
		{ORDER_QUERY_BY_STATUS, "status", "status", "order status"},
		{ORDER_QUERY_BY_PRODUCT, "product_name", "product", "product"},
	};
	(void)state;
	assert_int_equal(ARRAY_LEN(cases), ORDER_QUERY_SORTS);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum order_query_sort sort = ORDER_QUERY_SORTS;
		bool descending = true;
		char minus[40];
		assert_true(order_query_sort_from(
			cases[i].wire, &sort, &descending));
		assert_int_equal(sort, cases[i].sort);
		assert_false(descending);
		text_format(minus, sizeof(minus), "-%s", cases[i].word);
		assert_true(order_query_sort_from(minus, &sort, &descending));
		assert_int_equal(sort, cases[i].sort);
		assert_true(descending);
		assert_string_equal(order_query_sort_wire(sort), cases[i].wire);
		assert_string_equal(
			order_query_sort_label(sort), cases[i].label);
	}
	enum order_query_sort sort = ORDER_QUERY_BY_ID;
	bool descending = true;
	assert_false(order_query_sort_from("colour", &sort, &descending));
	assert_false(order_query_sort_from("", &sort, &descending));
	assert_false(order_query_sort_from("--status", &sort, &descending));
	assert_int_equal(sort, ORDER_QUERY_BY_ID);
	assert_true(descending);
}

static int64_t fixed_clock(void)
{
	return TODAY * 1000LL;
}

static void views_become_queries(void **state)
{
	static const struct {
		const char *name, *query;
	} cases[] = {
		{"All", "sort=-date_created&limit=100&offset=0"},
		{"Pending", "filters%5Bstatus%5D=pending&sort=-date_created&"
			    "limit=100&offset=0"},
		{"Approval waiting", NULL},
		{"Emailed to Recipient",
			"filters%5Bstatus%5D=waiting_pickup&sort=-date_created&"
			"limit=100&offset=0"},
		{"Issued", "filters%5Bstatus%5D=issued&sort=-date_created&"
			   "limit=100&offset=0"},
		{"Expiring",
			"filters%5Bstatus%5D=issued&filters%5Bvalid_till%5D="
			"2026-11-20...2027-01-19&sort=valid_till&limit=100&"
			"offset=0"},
		{"Reissue Pending",
			"filters%5Bstatus%5D=reissue_pending&sort=-date_created"
			"&limit=100&offset=0"},
	};
	(void)state;
	log_close();
	clock_set_source(fixed_clock);
	assert_int_equal(order_query_view_count(), ARRAY_LEN(cases));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct order_query_view *view = order_query_view(i);
		struct order_query query;
		assert_string_equal(view->name, cases[i].name);
		order_query_from_view(&query, view);
		if (cases[i].query)
			assert_written(&query, 0, 100, cases[i].query);
	}
	clock_set_source(NULL);
	assert_null(order_query_view(ARRAY_LEN(cases)));
	assert_int_equal(log_count(), 0);
}

/* View 3 asks for the products whose family needs an approval, and for all of
 * those that the contract names (2.4). */
static void approval_waiting_has_the_approval_products(void **state)
{
	static const char *const products[] = {"ssl_ev_securesite_pro",
		"ssl_ev_plus", "ssl_ev_multi_domain", "ssl_ev_securesite_flex",
		"ssl_ev_basic", "code_signing", "code_signing_ev", "vmc_basic",
		"mark_certificate"};
	struct order_query query;
	size_t found = 0;
	(void)state;
	order_query_from_view(&query, order_query_view(2));
	assert_int_equal(query.sort, ORDER_QUERY_BY_DATE_CREATED);
	assert_false(query.descending);
	assert_string_equal(query.filters[0].name, "status");
	assert_string_equal(query.filters[0].value, "pending");
	assert_int_equal(query.filter_count, 1 + ARRAY_LEN(products));
	for (size_t i = 1; i < query.filter_count; i++) {
		assert_string_equal(query.filters[i].name, "product_name_id");
		assert_true(order_family_needs_approval(
			order_family_from(query.filters[i].value, NULL)));
		for (size_t j = 0; j < ARRAY_LEN(products); j++)
			found += strcmp(products[j], query.filters[i].value) ==
				 0;
	}
	assert_int_equal(found, ARRAY_LEN(products));
}

static void odd_views_are_logged(void **state)
{
	static const struct order_query_view view = {
		.name = "Odd",
		.filters = "colour=red status=pending",
		.sort = ORDER_QUERY_BY_STATUS,
	};
	struct order_query query;
	(void)state;
	log_close();
	order_query_from_view(&query, &view);
	assert_int_equal(log_count(), 1);
	assert_non_null(strstr(log_at(0)->text, "colour"));
	assert_int_equal(query.sort, ORDER_QUERY_BY_STATUS);
	assert_int_equal(query.filter_count, 0);
	log_close();
}

/* Days are counted from the day on which they are asked for. */
static void days_become_ranges(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"+60d", "2026-11-20...2027-01-19"},
		{"-30d", "2026-10-21...2026-11-20"},
		{"+0d", "2026-11-20...2026-11-20"},
		{"+5x", "%2B5x"},
		{"+days", "%2Bdays"},
		{"+99999999d", "%2B99999999d"},
		{"60d", "60d"},
	};
	(void)state;
	clock_set_source(fixed_clock);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct order_query query;
		char want[200];
		order_query_init(&query);
		add(&query, "valid_till", cases[i].in);
		text_format(want, sizeof(want),
			"filters%%5Bvalid_till%%5D=%s&sort=-date_created&"
			"limit=1&offset=0",
			cases[i].out);
		assert_written(&query, 0, 1, want);
		order_query_init(&query);
		add(&query, "search", "+60d");
		assert_written(&query, 0, 1,
			"filters%5Bsearch%5D=%2B60d&sort=-date_created&"
			"limit=1&offset=0");
	}
	clock_set_source(NULL);
}

static void statuses_pass_or_not(void **state)
{
	static const struct {
		const char *filters[2];
		enum order_status status;
		const char *text;
		bool passes;
	} cases[] = {
		{{NULL}, ORDER_PENDING, "pending", true},
		{{"pending"}, ORDER_PENDING, "pending", true},
		{{"pending"}, ORDER_ISSUED, "issued", false},
		{{"pending", "issued"}, ORDER_ISSUED, "issued", true},
		{{"issued"}, ORDER_EXPIRED, "expired", true},
		{{"expired"}, ORDER_ISSUED, "issued", false},
		{{"new_word"}, ORDER_STATUS_OTHER, "new_word", true},
		{{"pending"}, ORDER_STATUS_OTHER, "new_word", false},
		{{"pending"}, ORDER_STATUS_OTHER, NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct order order = {.status = cases[i].status,
			.status_text = cases[i].text};
		struct order_query query;
		struct error error;

		order_query_init(&query);
		assert_true(order_query_add(
			&query, "product_name_id", "x", &error));
		for (size_t j = 0; j < 2 && cases[i].filters[j]; j++)
			assert_true(order_query_add(
				&query, "status", cases[i].filters[j], &error));
		assert_int_equal(order_query_has_status(&query, &order),
			cases[i].passes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statuses_pass_or_not),
		cmocka_unit_test(queries_are_written),
		cmocka_unit_test(several_values_are_numbered),
		cmocka_unit_test(values_are_escaped),
		cmocka_unit_test(odd_filters_are_refused),
		cmocka_unit_test(filters_are_removed),
		cmocka_unit_test(all_documented_filters_are_taken),
		cmocka_unit_test(queries_are_compared),
		cmocka_unit_test(sort_keys_have_names),
		cmocka_unit_test(views_become_queries),
		cmocka_unit_test(approval_waiting_has_the_approval_products),
		cmocka_unit_test(odd_views_are_logged),
		cmocka_unit_test(days_become_ranges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
