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

static struct columns_layout fit(const char *choice_text, int width)
{
	struct columns_choice choice;
	struct columns_layout layout;
	struct error error;

	assert_true(columns_read(&choice, choice_text, &error));
	columns_layout(&choice, width, &layout);
	return layout;
}

static int total(const struct columns_layout *layout)
{
	int width = 0;

	for (size_t i = 0; i < layout->count; i++)
		width += layout->places[i].width;
	return width + (int)layout->count - 1;
}

/* "order name:30" */
static const char *names(const struct columns_layout *layout)
{
	static char out[1000];
	struct buf text;

	buf_init(&text, sizeof(out));
	for (size_t i = 0; i < layout->count; i++)
		buf_printf(&text, "%s%s", i > 0 ? " " : "",
			layout->places[i].column->name);
	memcpy(out, buf_text(&text), text.len + 1);
	buf_clear(&text);
	return out;
}

static void columns_at_widths(void **state)
{
	static const struct {
		int width;
		const char *shown;
	} cases[] = {
		{36, "order name"},
		{77, "order name status waiting order-date"},
		{92, "order name status waiting order-date product"},
		{103, "order name status waiting validity order-date product"},
		{117, "order name status waiting validity order-date product "
		      "organization"},
		{128, "order name status waiting validity order-date order-end "
		      "product organization"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct columns_layout layout = fit("", cases[i].width);

		assert_string_equal(names(&layout), cases[i].shown);
	}
}

/* What the list is sorted by stays before what it is not; of a choice of one's
 * own the last one goes all the same. */
static void what_is_sorted_by_stays(void **state)
{
	static const struct {
		const char *choice, *sorted;
		int width;
		const char *shown;
	} cases[] = {
		{"", "validity", 77, "order name status waiting validity"},
		{"", "order-end", 77, "order name status waiting order-end"},
		{"", "organization", 77,
			"order name status waiting order-date"},
		{"", "organization", 79,
			"order name status waiting organization"},
		{"", "order-date", 77, "order name status waiting order-date"},
		{"", "validity", 66, "order name status waiting"},
		{"", "validity", 40, "order name"},
		{"", "status", 45, "order name status"},
		{"order name status order-date product validity", "validity",
			77, "order name status order-date product"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct columns_choice choice;
		struct columns_layout layout;
		struct error error;

		assert_true(columns_read(&choice, cases[i].choice, &error));
		choice.sorted = columns_find(cases[i].sorted);
		columns_layout(&choice, cases[i].width, &layout);
		assert_string_equal(names(&layout), cases[i].shown);
	}
}

static void all_of_the_width_is_used(void **state)
{
	(void)state;
	for (int width = 31; width < 400; width++) {
		struct columns_layout layout = fit("", width);

		assert_int_equal(total(&layout), width);
		for (size_t i = 0; i < layout.count; i++)
			assert_true(layout.places[i].width >=
				    layout.places[i].column->min);
	}
}

/* At 80 columns no gate's words are cut. */
static void the_gates_are_whole(void **state)
{
	struct columns_layout layout = fit("", 77);

	(void)state;
	for (size_t i = 0; i < layout.count; i++)
		if (strcmp(layout.places[i].column->name, "waiting") == 0)
			assert_true(layout.places[i].width >=
				    (int)strlen("no validated contact"));
}

static void the_key_columns_stay(void **state)
{
	static const int widths[] = {1, -5, 0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
		struct columns_layout layout = fit("", widths[i]);

		assert_string_equal(names(&layout), "order name");
		layout = fit("name status order", widths[i]);
		assert_string_equal(names(&layout), "order");
	}
}

/* Chosen ones keep their order and width; the last one goes first. */
static void a_choice_counts(void **state)
{
	struct columns_layout layout =
		fit("status division:12 order name:40", 120);

	(void)state;
	assert_string_equal(names(&layout), "status division order name");
	assert_int_equal(layout.places[1].width, 12);
	assert_int_equal(layout.places[3].width, 40);
	layout = fit("status division:12 order name:40", 60);
	assert_string_equal(names(&layout), "status division order");
	layout = fit("status, division:12,order", 24);
	assert_string_equal(names(&layout), "status order");
	/* Nothing may grow. */
	layout = fit("order:12 name:20", 100);
	assert_int_equal(total(&layout), 33);
}

static void choices_are_written_as_they_are_read(void **state)
{
	static const char *const texts[] = {"", "order name:30 status waiting",
		"name order",
		("order name status waiting validity order-date order-end "
		 "product organization division")};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct columns_choice choice;
		struct error error;
		struct buf text;

		buf_init(&text, 1000);
		assert_true(columns_read(&choice, texts[i], &error));
		columns_write(&choice, &text);
		assert_string_equal(buf_text(&text), texts[i]);
		buf_clear(&text);
	}
}

static void wrong_choices_change_nothing(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"order nam", "Did you mean name?"},
		{"order name name", "named twice"},
		{"name status", "'order' is always there"},
		{"order name:", "number from 1"},
		{"order name:0", "number from 1"},
		{"order name:201", "number from 1"},
		{"order name:3x", "number from 1"},
		{"order name:-3", "number from 1"},
		{"order "
		 "a-word-that-is-longer-than-any-name-of-a-column-could-ever-be-"
		 "in-this-program",
			"no column"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct columns_choice choice;
		struct error error = {0};

		columns_default(&choice);
		assert_false(columns_read(&choice, cases[i].text, &error));
		assert_int_equal(error.kind, ERROR_CONFIG);
		assert_non_null(strstr(error.text, cases[i].says));
		assert_true(choice.is_default);
	}
}

static void the_table_is_sound(void **state)
{
	(void)state;
	assert_true(columns_count() <= COLUMNS_MAX);
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
		cmocka_unit_test(what_is_sorted_by_stays),
		cmocka_unit_test(all_of_the_width_is_used),
		cmocka_unit_test(the_gates_are_whole),
		cmocka_unit_test(the_key_columns_stay),
		cmocka_unit_test(a_choice_counts),
		cmocka_unit_test(choices_are_written_as_they_are_read),
		cmocka_unit_test(wrong_choices_change_nothing),
		cmocka_unit_test(the_table_is_sound),
		cmocka_unit_test(statuses_are_tinted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
