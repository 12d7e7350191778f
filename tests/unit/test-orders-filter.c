/* SPDX-License-Identifier: MIT
 *
 * The words of a filter against a text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "orders-filter.h"

static const char row[] = "900101\nshop.example.net\nPending\n"
			  "Secure Site EV\nBücher AG\n";

static void words_match(void **state)
{
	static const struct {
		const char *filter;
		bool matches;
	} cases[] = {
		{"", true}, {"   ", true}, {"shop", true},
		{"SHOP", false}, /* a capital: as it is typed */
		{"pend", true}, {"Pend", true}, {"shop pending", true},
		{"shop issued", false}, {"!issued", true}, {"!pending", false},
		{"shop !pending", false}, {"issued|pending", true},
		{"issued|revoked", false}, {"!issued|revoked", true},
		{"!issued|pending", false}, {"\"secure site\"", true},
		{"\"site secure\"", false},
		{"\"secure site", true}, /* still being typed */
		{"!\"secure site\"", false}, {"x|\"secure site\"", true},
		{"\"net pending\"", false}, /* not across two columns */
		{"!", true}, {"|", true}, {"|shop", true}, {"\"\"", true},
		{"bücher", true}, {"BÜCHER", false}, {"900101", true},
		{"!!shop", true}, /* the text has no "!shop" */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct orders_filter *filter =
			orders_filter_new(cases[i].filter);

		if (orders_filter_matches_text(filter, row) != cases[i].matches)
			fail_msg("filter %s", cases[i].filter);
		orders_filter_free(filter);
	}
	assert_true(orders_filter_matches_text(NULL, row));
}

static void emptiness(void **state)
{
	static const char *const empty[] = {"", "  ", "!", "|", "!|", "\"\""};
	struct orders_filter *filter;

	(void)state;
	assert_true(orders_filter_is_empty(NULL));
	for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
		filter = orders_filter_new(empty[i]);
		assert_true(orders_filter_is_empty(filter));
		orders_filter_free(filter);
	}
	filter = orders_filter_new("x");
	assert_false(orders_filter_is_empty(filter));
	orders_filter_free(filter);
}

/* More than there is room for is left out, nothing breaks. */
static void long_filters(void **state)
{
	char text[4096];
	struct orders_filter *filter;

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = "s|p "[i % 4];
	text[sizeof(text) - 1] = '\0';
	filter = orders_filter_new(text);
	assert_true(orders_filter_matches_text(filter, row));
	orders_filter_free(filter);
	memset(text, '|', sizeof(text) - 1);
	orders_filter_free(orders_filter_new(text));
	memset(text, 'x', sizeof(text) - 1);
	filter = orders_filter_new(text);
	assert_false(orders_filter_matches_text(filter, row));
	orders_filter_free(filter);
}

static bool order_matches(const char *text, const struct order *order)
{
	struct orders_filter *filter = orders_filter_new(text);
	bool matches = orders_filter_matches(filter, NULL, order);

	orders_filter_free(filter);
	return matches;
}

static void orders_match(void **state)
{
	static const char *const names[] = {"a.example.com", "b.example.com"};
	const struct order order = {
		.id = "900101",
		.status = ORDER_PENDING,
		.status_text = "pending",
		.common_name = "shop.example.net",
		.dns_names = names,
		.dns_name_count = 2,
		.product_name = "Secure Site EV",
		.date_created = 1795183331,
		.valid_till = DATE_NONE,
	};

	(void)state;
	assert_true(order_matches("", &order));
	assert_true(order_matches("b.example shop", &order));
	assert_true(order_matches("2026-11-20", &order));
	assert_true(order_matches("Pending", &order));
	assert_false(order_matches("c.example", &order));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_match),
		cmocka_unit_test(emptiness),
		cmocka_unit_test(long_filters),
		cmocka_unit_test(orders_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
