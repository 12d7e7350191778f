/* SPDX-License-Identifier: MIT
 *
 * Themes of the configuration: bases, looks, all errors at once with their
 * lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "settings-print.h"

static bool
parse(struct settings *settings, const char *text, struct buf *problems)
{
	struct error error = {0};

	settings_init(settings);
	buf_init(problems, 64 * 1024);
	return settings_parse(settings, text, "config", problems, &error);
}

static void reads_themes(void **state)
{
	struct settings settings;
	struct buf problems;
	const struct theme *mine, *other;
	const char *names[SETTINGS_THEME_NAMES];

	(void)state;
	assert_true(parse(&settings,
		"[general]\n"
		"theme = other\n"
		"[theme mine]\n"
		"pending = 208\n"
		"base = light\n"
		"selected_match = bold reverse\n"
		"[theme other]\n"
		"base = mine\n"
		"pending = plain\n"
		"[theme default]\n"
		"text = white on black\n",
		&problems));
	assert_string_equal(settings.themes.chosen, "other");
	mine = settings_theme(&settings.themes, "mine");
	other = settings_theme(&settings.themes, "other");
	assert_int_equal(mine->looks[STYLE_PENDING].many.text, 208);
	assert_int_equal(mine->looks[STYLE_BAD].many.text,
		theme_find("light")->looks[STYLE_BAD].many.text);
	assert_int_equal(other->looks[STYLE_PENDING].many.text, THEME_AS_TEXT);
	assert_int_equal(other->looks[STYLE_SELECTED_MATCH].attributes,
		THEME_BOLD | THEME_REVERSE);
	assert_int_equal(settings_theme(&settings.themes, "default")
				 ->looks[STYLE_OK]
				 .many.text,
		2);
	assert_ptr_equal(
		settings_theme(&settings.themes, "dark"), theme_find("dark"));
	assert_null(settings_theme(&settings.themes, "Mine"));
	assert_int_equal(settings_theme_names(&settings.themes, names), 8);
	assert_string_equal(names[0], "16-colour");
	assert_string_equal(names[7], "default");
	assert_string_equal(
		settings_theme_near(&settings.themes, "oter"), "other");
	settings_clear(&settings);
	assert_null(settings.themes.chosen);
	assert_int_equal(settings.themes.count, 0);
	buf_clear(&problems);
}

static void without_own_ones(void **state)
{
	const char *names[SETTINGS_THEME_NAMES];

	(void)state;
	assert_ptr_equal(settings_theme(NULL, "light"), theme_find("light"));
	assert_null(settings_theme(NULL, "mine"));
	assert_int_equal(settings_theme_names(NULL, names), 5);
}

static void says_all_that_is_wrong(void **state)
{
	struct settings settings;
	struct buf problems;

	(void)state;
	assert_false(parse(&settings,
		"[general]\n"
		"theme = drak\n"
		"[theme a]\n"
		"pendign = yellow\n"
		"selected = reverse bols\n"
		"base = b\n"
		"\n"
		"[theme b]\n"
		"ok = zzzzzzzzzzzzzzzz\n"
		"[theme light]\n"
		"ok = green\n"
		"[theme auto]\n"
		"xxxxxxxxxxxxxx = green\n",
		&problems));
	assert_string_equal(buf_text(&problems),
		"config:4: There is no style 'pendign'. Did you mean "
		"pending?\n"
		"config:5: selected: 'bols' is no colour and no attribute. Did "
		"you mean bold?\n"
		"config:9: ok: 'zzzzzzzzzzzzzzzz' is no colour (a name, "
		"default, or 0 to 255) and no attribute (bold, dim, "
		"underline, reverse, italic, plain).\n"
		"config:13: There is no style 'xxxxxxxxxxxxxx'; "
		"certdesk-config(5) lists them.\n"
		"config:6: base = b names no theme that stands above this "
		"one.\n"
		"config:10: The theme light is built in; give yours another "
		"name, and base = light.\n"
		"config:12: The theme auto is built in; give yours another "
		"name, and base = auto.\n"
		"config:2: theme = drak names no theme. Did you mean dark?\n");
	settings_clear(&settings);
	buf_clear(&problems);
}

/* The program's own file has views and columns only. */
/* What is printed reads the same. */
static void prints_themes(void **state)
{
	struct settings settings, again;
	struct buf problems, printed;

	(void)state;
	assert_true(parse(&settings,
		"[theme mine]\n"
		"pending = bold on 208\n"
		"base = light\n"
		"ok = plain\n"
		"bad = 9 underline on default\n"
		"[theme empty]\n",
		&problems));
	buf_init(&printed, SETTINGS_PRINT_MAX);
	settings_print(&settings, "config", &printed);
	assert_non_null(
		strstr(buf_text(&printed), "\npending = bold on 208\n"));
	assert_non_null(strstr(buf_text(&printed), "\nok = plain\n"));
	assert_non_null(strstr(buf_text(&printed),
		"\nbad = underline bright-red on default\n"));
	assert_null(strstr(buf_text(&printed), "\nmailed = "));
	buf_clear(&problems);
	assert_true(parse(&again, buf_text(&printed), &problems));
	assert_false(settings_theme_take(&settings.themes, &again.themes));
	again.themes.own[0].theme.looks[STYLE_OK].attributes = THEME_BOLD;
	assert_true(settings_theme_take(&settings.themes, &again.themes));
	assert_int_equal(settings_theme(&settings.themes, "mine")
				 ->looks[STYLE_OK]
				 .attributes,
		THEME_BOLD);
	settings_clear(&settings);
	settings_clear(&again);
	buf_clear(&problems);
	buf_clear(&printed);
}

static void not_in_the_programs_own_file(void **state)
{
	struct settings settings;
	struct buf problems;
	struct error error = {0};

	(void)state;
	settings_init(&settings);
	buf_init(&problems, 64 * 1024);
	assert_false(settings_parse_own(&settings, "[theme a]\nok = green\n",
		"views", &problems, &error));
	settings_clear(&settings);
	buf_clear(&problems);
}

static void not_too_many(void **state)
{
	struct settings settings;
	struct buf text, problems;

	(void)state;
	buf_init(&text, 64 * 1024);
	for (int i = 0; i <= SETTINGS_THEMES; i++)
		buf_printf(&text, "[theme t%d]\nok = green\n", i);
	buf_printf(&text, "[theme %041d]\nok = green\n", 1);
	assert_false(parse(&settings, buf_text(&text), &problems));
	assert_non_null(strstr(buf_text(&problems), "More than 16 themes."));
	assert_int_equal(settings.themes.count, SETTINGS_THEMES);
	settings_clear(&settings);
	buf_clear(&problems);
	buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_themes),
		cmocka_unit_test(without_own_ones),
		cmocka_unit_test(says_all_that_is_wrong),
		cmocka_unit_test(prints_themes),
		cmocka_unit_test(not_in_the_programs_own_file),
		cmocka_unit_test(not_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
