/* SPDX-License-Identifier: MIT
 *
 * Which view stands under which number, and the text of the agent's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "mem.h"
#include "saved.h"

static struct order_query query_of(const char *line)
{
	struct order_query query;
	struct error error;

	assert_true(order_query_parse(&query, line, &error));
	return query;
}

/* As in a configuration, with accounts. */
static void add_configured(struct saved *saved, const char *text)
{
	struct settings settings;
	struct buf problems;
	struct error error;

	settings_init(&settings);
	buf_init(&problems, 10000);
	assert_true(
		settings_parse(&settings, text, "config", &problems, &error));
	assert_true(saved_add(saved, SAVED_CONFIGURED, &settings, &error));
	settings_clear(&settings);
	buf_clear(&problems);
}

/* Reads text as the configuration or as the own file. */
static bool add(struct saved *saved, enum saved_origin origin, const char *text,
	struct error *error)
{
	struct settings settings;
	struct buf problems;
	bool ok;

	settings_init(&settings);
	buf_init(&problems, 10000);
	ok = settings_parse_own(&settings, text, "views", &problems, error);
	assert_string_equal(buf_text(&problems), "");
	ok = ok && saved_add(saved, origin, &settings, error);
	settings_clear(&settings);
	buf_clear(&problems);
	return ok;
}

static const char *name_at(const struct saved *saved, int number)
{
	const struct saved_view *view = saved_view(saved, number);

	return view != NULL ? view->name : "";
}

static void the_built_in_ones_are_there(void **state)
{
	struct saved *saved = saved_new();

	(void)state;
	assert_string_equal(name_at(saved, 1), "All");
	assert_string_equal(name_at(saved, 7), "Reissue Pending");
	assert_null(saved_view(saved, 8));
	assert_null(saved_view(saved, 0));
	assert_null(saved_view(saved, 10));
	assert_int_equal(saved_free_number(saved), 8);
	assert_int_equal(saved_find(saved, "3"), 3);
	assert_int_equal(saved_find(saved, "8"), 0);
	assert_int_equal(saved_find(saved, "approval"), 3);
	assert_int_equal(saved_find(saved, "APPROVAL WAITING"), 3);
	assert_int_equal(saved_find(saved, ""), 0);
	assert_int_equal(saved_find(saved, "03"), 0);
	saved_free(saved);
}

/* As if the program began with it: the agent's own stay, and take no number
 * from those of the configuration. */
static void a_configuration_is_read_anew(void **state)
{
	struct saved *saved = saved_new();
	struct order_query query = query_of("status=issued sort=id");
	struct settings settings;
	struct error error;
	struct buf problems;

	(void)state;
	assert_true(add(saved, SAVED_CONFIGURED,
		"[view Old]\nquery = status=pending\nnumber = 9\n", &error));
	saved_put(saved, 8, "Mine", &query, "", "");
	settings_init(&settings);
	buf_init(&problems, 1024);
	assert_true(settings_parse(&settings,
		"[view A]\nquery =\n[view B]\nquery =\n", "config", &problems,
		&error));
	assert_true(saved_configure(saved, &settings, &error));
	assert_string_equal(name_at(saved, 8), "Mine");
	assert_string_equal(name_at(saved, 9), "B");
	assert_true(saved_delete(saved, 8, &error));
	assert_string_equal(name_at(saved, 8), "A");
	settings_clear(&settings);
	settings_init(&settings);
	assert_true(settings_parse(&settings,
		"[view A]\nquery =\n[view B]\nquery =\n[view C]\nquery =\n",
		"config", &problems, &error));
	assert_false(saved_configure(saved, &settings, &error));
	assert_string_equal(name_at(saved, 9), "B");
	buf_clear(&problems);
	settings_clear(&settings);
	saved_free(saved);
}

static void layers_lie_over_each_other(void **state)
{
	struct saved *saved = saved_new();
	struct order_query query = query_of("status=issued sort=id");
	struct error error;

	(void)state;
	assert_true(add(saved, SAVED_CONFIGURED,
		"[view Night]\nquery = status=pending\nsort = name\n"
		"[view Pending]\nquery = status=pending origin=migrated\n"
		"filter = !test\n",
		&error));
	/* By name in its place, else the first free number. */
	assert_string_equal(name_at(saved, 8), "Night");
	assert_string_equal(saved_view(saved, 2)->filter, "!test");
	assert_int_equal(saved_view(saved, 2)->origin, SAVED_CONFIGURED);
	assert_int_equal(
		saved_view(saved, 8)->query.sort, ORDER_QUERY_BY_COMMON_NAME);
	saved_put(saved, 8, "Mine", &query, "x", "");
	assert_string_equal(name_at(saved, 8), "Mine");
	assert_int_equal(saved_find(saved, "night"), 0);
	assert_true(saved_delete(saved, 8, &error));
	assert_string_equal(name_at(saved, 8), "Night");
	assert_false(saved_delete(saved, 8, &error));
	assert_non_null(strstr(error.text, "configuration"));
	assert_false(saved_rename(saved, 1, "Every", &error));
	assert_non_null(strstr(error.text, "built in"));
	assert_false(saved_delete(saved, 9, &error));
	saved_free(saved);
}

static void numbers_run_out(void **state)
{
	struct saved *saved = saved_new();
	struct error error;

	(void)state;
	assert_false(add(saved, SAVED_CONFIGURED,
		"[view A]\nquery =\n[view B]\nquery =\n[view C]\nquery =\n",
		&error));
	assert_non_null(strstr(error.text, "[view C]"));
	assert_true(add(saved, SAVED_OWN,
		"[view C]\nquery = id=3\nnumber = 9\n[view D]\nquery =\n"
		"number = 1\n",
		&error));
	assert_string_equal(name_at(saved, 9), "C");
	assert_string_equal(name_at(saved, 1), "D");
	saved_free(saved);
}

static char *kept_text;
static int kept_times;

static void keep(void *data, const char *text)
{
	(void)data;
	free(kept_text);
	kept_text = mem_dup(text);
	kept_times++;
}

/* What is written is what is read: the same views after a restart. */
static void what_is_own_survives(void **state)
{
	struct saved *saved = saved_new(), *again = saved_new();
	struct order_query query = query_of(
		"status=pending common_name=\"a, \"\"b\"\"\" sort=-valid_till");
	struct error error;

	(void)state;
	saved_set_keeper(saved, keep, NULL, "/views");
	assert_string_equal(saved_where(saved), "/views");
	saved_put(saved, 9, "A view: \xE4\xBD\x9C = x", &query, "~ab|c ;d", "");
	saved_put(saved, 8, "Other", &query, "", "-waiting");
	assert_true(saved_rename(saved, 8, "Renamed", &error));
	saved_set_columns(saved, "order name:30");
	assert_int_equal(kept_times, 4);
	assert_true(add(again, SAVED_OWN, kept_text, &error));
	assert_string_equal(name_at(again, 8), "Renamed");
	assert_string_equal(saved_view(again, 8)->column, "-waiting");
	assert_string_equal(saved_view(again, 9)->column, "");
	assert_string_equal(name_at(again, 9), "A view: \xE4\xBD\x9C = x");
	assert_string_equal(saved_view(again, 9)->filter, "~ab|c ;d");
	assert_true(order_query_equal(&saved_view(again, 9)->query, &query));
	assert_string_equal(saved_columns(again), "order name:30");
	saved_drop_own(again);
	assert_null(saved_view(again, 8));
	assert_string_equal(saved_columns(again), "");
	free(kept_text);
	saved_free(saved);
	saved_free(again);
}

/* An own view of the same name moves, it is not doubled. */
static void a_name_is_there_once(void **state)
{
	struct saved *saved = saved_new();
	struct order_query query = query_of("id=1");
	struct error error;

	(void)state;
	saved_put(saved, 8, "Mine", &query, "", "");
	saved_put(saved, 9, "mine", &query, "", "");
	assert_null(saved_view(saved, 8));
	saved_put(saved, 8, "Other", &query, "", "");
	assert_true(saved_rename(saved, 8, "MINE", &error));
	assert_null(saved_view(saved, 9));
	assert_string_equal(name_at(saved, 8), "MINE");
	/* Saving a view over itself. */
	saved_put(saved, 8, saved_view(saved, 8)->name,
		&saved_view(saved, 8)->query, saved_view(saved, 8)->filter, "");
	assert_string_equal(name_at(saved, 8), "MINE");
	saved_free(saved);
}

static void names_are_looked_at(void **state)
{
	struct error error;

	(void)state;
	assert_true(saved_check_name("Mine", &error));
	assert_false(saved_check_name("", &error));
	assert_false(saved_check_name("a]b", &error));
	assert_false(saved_check_name("8", &error));
	assert_false(saved_check_name(
		"12345678901234567890123456789012345678901", &error));
	assert_false(saved_check_name(
		"a2345678901234567890123456789012345678901", &error));
}

static void an_account_has_its_own(void **state)
{
	static const char text[] =
		"[account us]\nregion = us\n[account eu]\nregion = eu\n"
		"[view Night]\nnumber = 8\nquery =\n"
		"[view Late]\naccount = eu\nnumber = 8\nquery =\n"
		"[view Early]\naccount = eu\nquery =\n"
		"[view Noon]\naccount = us\nquery =\n";
	static const struct {
		const char *account, *eighth, *ninth;
	} cases[] = {
		{NULL, "Night", ""},
		{"us", "Night", "Noon"},
		{"eu", "Late", "Early"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct saved *saved = saved_new();

		saved_set_account(saved, cases[i].account);
		add_configured(saved, text);
		assert_string_equal(name_at(saved, 8), cases[i].eighth);
		assert_string_equal(name_at(saved, 9), cases[i].ninth);
		saved_free(saved);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_built_in_ones_are_there),
		cmocka_unit_test(a_configuration_is_read_anew),
		cmocka_unit_test(layers_lie_over_each_other),
		cmocka_unit_test(an_account_has_its_own),
		cmocka_unit_test(numbers_run_out),
		cmocka_unit_test(what_is_own_survives),
		cmocka_unit_test(a_name_is_there_once),
		cmocka_unit_test(names_are_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
