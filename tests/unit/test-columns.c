/* SPDX-License-Identifier: MIT
 *
 * Which columns show at which width, and that none is ever wider than the
 * screen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "columns.h"

#define MAX 32

static int total(const int *widths)
{
	int width = 0, shown = 0;

	for (size_t i = 0; i < columns_count(); i++) {
		width += widths[i];
		shown += widths[i] > 0;
	}
	return width + shown - 1;
}

static bool is_shown(const int *widths, const char *name)
{
	for (size_t i = 0; i < columns_count(); i++) {
		if (strcmp(columns_table[i].name, name) == 0)
			return widths[i] > 0;
	}
	fail_msg("no column %s", name);
	return false;
}

static void columns_at_widths(void **state)
{
	static const struct {
		int width;
		const char *shown, *hidden;
	} cases[] = {
		{36, "order name", "product validity"},
		{77, "order name status waiting order-date",
			"product validity organization"},
		{92, "order name status waiting order-date product",
			"validity organization"},
		{103, "order name status waiting order-date product validity",
			"organization"},
		{128,
			"order name status waiting order-date product validity "
			"organization",
			""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char words[256], *word, *rest;
		int widths[MAX];

		columns_layout(cases[i].width, widths);
		memcpy(words, cases[i].shown, strlen(cases[i].shown) + 1);
		for (word = strtok_r(words, " ", &rest); word != NULL;
			word = strtok_r(NULL, " ", &rest))
			assert_true(is_shown(widths, word));
		memcpy(words, cases[i].hidden, strlen(cases[i].hidden) + 1);
		for (word = strtok_r(words, " ", &rest); word != NULL;
			word = strtok_r(NULL, " ", &rest))
			assert_false(is_shown(widths, word));
	}
}

static void all_of_the_width_is_used(void **state)
{
	(void)state;
	for (int width = 31; width < 400; width++) {
		int widths[MAX];

		columns_layout(width, widths);
		assert_int_equal(total(widths), width);
		for (size_t i = 0; i < columns_count(); i++)
			assert_true(widths[i] == 0 ||
				    widths[i] >= columns_table[i].min);
	}
}

/* At 80 columns no gate's words are cut. */
static void the_gates_are_whole(void **state)
{
	int widths[MAX];

	(void)state;
	columns_layout(77, widths);
	for (size_t i = 0; i < columns_count(); i++)
		if (strcmp(columns_table[i].name, "waiting") == 0)
			assert_true(widths[i] >=
				    (int)strlen("no validated contact"));
}

static void the_key_columns_stay(void **state)
{
	int widths[MAX];

	(void)state;
	columns_layout(1, widths);
	assert_true(is_shown(widths, "order"));
	assert_true(is_shown(widths, "name"));
	columns_layout(-5, widths);
	assert_true(is_shown(widths, "order"));
}

static void the_table_is_sound(void **state)
{
	(void)state;
	assert_true(columns_count() <= MAX);
	for (size_t i = 0; i < columns_count(); i++) {
		const struct column *column = &columns_table[i];

		assert_true(column->min > 0 && column->min <= column->ideal);
		assert_true(strlen(column->brief) <= (size_t)column->min);
		assert_true(
			column->sort >= -1 && column->sort < ORDER_QUERY_SORTS);
		assert_true(column->is_key == (column->rank == 0));
	}
}

static void statuses_are_tinted(void **state)
{
	static const struct {
		enum order_status status;
		enum style style;
	} cases[] = {
		{ORDER_PENDING, STYLE_PENDING},
		{ORDER_ISSUED, STYLE_OK},
		{ORDER_WAITING_PICKUP, STYLE_MAILED},
		{ORDER_REVOKED, STYLE_BAD},
		{ORDER_REJECTED, STYLE_BAD},
		{ORDER_CANCELED, STYLE_BAD},
		{ORDER_EXPIRED, STYLE_EXPIRED},
		{ORDER_STATUS_OTHER, STYLE_TEXT},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(
			columns_status_style(cases[i].status), cases[i].style);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_at_widths),
		cmocka_unit_test(all_of_the_width_is_used),
		cmocka_unit_test(the_gates_are_whole),
		cmocka_unit_test(the_key_columns_stay),
		cmocka_unit_test(the_table_is_sound),
		cmocka_unit_test(statuses_are_tinted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
