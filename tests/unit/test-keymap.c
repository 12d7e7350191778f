/* SPDX-License-Identifier: MIT
 *
 * Sequences, the view's table before the global one, conflicts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "keymap.h"

static void nothing(struct view *view)
{
	(void)view;
}

#define COMMAND(name, keys)                                                    \
	{                                                                      \
		name, keys, "help", NULL, 0, false, nothing                    \
	}

static const struct command view_table[] = {
	COMMAND("list-open", "Enter l"),
	COMMAND("list-copy", "yy"),
	COMMAND("list-copy-name", "yn"),
	COMMAND("list-mail", "m"),
	COMMAND("list-none", ""),
};

static const struct command app_table[] = {
	COMMAND("app-help", "? F1"),
	COMMAND("app-mail", "m"),
	COMMAND("app-redraw", "Ctrl-L"),
};

static struct keymap *open_keymap(void)
{
	struct keymap *keymap = keymap_new(NULL);
	struct error error;

	assert_true(keymap_add(
		keymap, "list", view_table, ARRAY_LEN(view_table), &error));
	assert_true(keymap_add(
		keymap, "app", app_table, ARRAY_LEN(app_table), &error));
	return keymap;
}

static void keys_find_commands(void **state)
{
	static const struct {
		const char *view;
		key_code keys[3];
		size_t count;
		enum keymap_match match;
		const char *command;
	} cases[] = {
		{"list", {'l'}, 1, KEYMAP_FOUND, "list-open"},
		{"list", {KEYS_ENTER}, 1, KEYMAP_FOUND, "list-open"},
		{"list", {'y'}, 1, KEYMAP_PREFIX, NULL},
		{"list", {'y', 'y'}, 2, KEYMAP_FOUND, "list-copy"},
		{"list", {'y', 'n'}, 2, KEYMAP_FOUND, "list-copy-name"},
		{"list", {'y', 'x'}, 2, KEYMAP_NONE, NULL},
		{"list", {'y', 'y', 'y'}, 3, KEYMAP_NONE, NULL},
		{"list", {'m'}, 1, KEYMAP_FOUND, "list-mail"},
		{"other", {'m'}, 1, KEYMAP_FOUND, "app-mail"},
		{"list", {'?'}, 1, KEYMAP_FOUND, "app-help"},
		{"list", {KEYS_F1}, 1, KEYMAP_FOUND, "app-help"},
		{"list", {12}, 1, KEYMAP_FOUND, "app-redraw"},
		{"other", {'l'}, 1, KEYMAP_NONE, NULL},
		{"list", {'z'}, 1, KEYMAP_NONE, NULL},
		{"list", {'z'}, 0, KEYMAP_NONE, NULL},
		{"list", {'z'}, 99, KEYMAP_NONE, NULL},
	};
	struct keymap *keymap = open_keymap();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct command *command = NULL;

		assert_int_equal(
			keymap_find(keymap, cases[i].view, cases[i].keys,
				cases[i].count, &command),
			cases[i].match);
		if (cases[i].command == NULL)
			assert_null(command);
		else
			assert_string_equal(command->name, cases[i].command);
	}
	keymap_free(keymap);
}

static void commands_tell_their_keys(void **state)
{
	struct keymap *keymap = open_keymap();

	(void)state;
	assert_string_equal(
		keymap_keys(keymap, "list", "list-open"), "Enter l");
	assert_string_equal(keymap_keys(keymap, "list", "list-none"), "");
	assert_string_equal(keymap_keys(keymap, "list", "no-such"), "");
	assert_true(keymap_has(keymap, "list"));
	assert_false(keymap_has(keymap, "other"));
	keymap_free(keymap);
}

static void the_next_key_is_known(void **state)
{
	static const key_code y[] = {'y'}, m[] = {'m'};
	struct keymap *keymap = open_keymap();

	(void)state;
	assert_true(keymap_is_next(keymap, "list", &view_table[0], NULL, 0));
	assert_false(keymap_is_next(keymap, "list", &view_table[1], NULL, 0));
	assert_false(keymap_is_next(keymap, "list", &view_table[4], NULL, 0));
	assert_true(keymap_is_next(keymap, "list", &view_table[1], y, 1));
	assert_true(keymap_is_next(keymap, "list", &view_table[2], y, 1));
	assert_false(keymap_is_next(keymap, "list", &view_table[0], y, 1));
	assert_false(keymap_is_next(keymap, "list", &view_table[1], m, 1));
	keymap_free(keymap);
}

static void mistakes_are_found(void **state)
{
	static const struct {
		struct command table[2];
		const char *part; /* of the sentence */
	} cases[] = {
		{{COMMAND("a", "x"), COMMAND("b", "x")}, "bound to both"},
		{{COMMAND("a", "x"), COMMAND("b", "xy")}, "one begins"},
		{{COMMAND("a", "xy"), COMMAND("b", "x")}, "one begins"},
		{{COMMAND("a", "xy"), COMMAND("b", "xy")}, "bound to both"},
		{{COMMAND("a", "Ctrl-9"), COMMAND("b", "x")}, "no key"},
		{{COMMAND("a", "x\001"), COMMAND("b", "y")}, "no key"},
		{{COMMAND("a", "Return"), COMMAND("b", "Enter")}, "both"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct keymap *keymap = keymap_new(NULL);
		struct error error;

		assert_false(
			keymap_add(keymap, "view", cases[i].table, 2, &error));
		assert_int_equal(error.kind, ERROR_CONFIG);
		assert_non_null(strstr(error.text, cases[i].part));
		keymap_free(keymap);
	}
}

/* What can follow, for the menu that shows it. */
static void keys_that_can_follow(void **state)
{
	struct keymap *keymap = open_keymap();
	const key_code y = 'y', other = 'l';
	const key_code many[] = {'y', 'y', 'y', 'y', 'y'};
	const struct command *command;
	key_code next = 0;

	(void)state;
	command = keymap_next(keymap, "list", &y, 1, 0, &next);
	assert_string_equal(command->name, "list-copy");
	assert_int_equal(next, 'y');
	command = keymap_next(keymap, "list", &y, 1, 1, &next);
	assert_string_equal(command->name, "list-copy-name");
	assert_int_equal(next, 'n');
	assert_null(keymap_next(keymap, "list", &y, 1, 2, &next));
	assert_null(keymap_next(keymap, "list", &other, 1, 0, &next));
	assert_null(keymap_next(keymap, "log", &y, 1, 0, &next));
	assert_null(keymap_next(keymap, "list", &y, 0, 0, &next));
	assert_null(keymap_next(keymap, "list", many, 5, 0, &next));
	keymap_free(keymap);
	keymap_free(NULL);
}

/* -- a person's own keys -- */

/* The first line is line 2. */
static void read_lines(struct settings *settings, const char *lines)
{
	struct buf problems, text;
	struct error error;

	buf_init(&problems, 1024);
	buf_init(&text, 1024);
	buf_printf(&text, "[keys]\n%s", lines);
	settings_init(settings);
	assert_true(settings_parse(
		settings, buf_text(&text), "config", &problems, &error));
	buf_clear(&text);
	buf_clear(&problems);
}

static struct keymap *open_own(struct settings *settings, const char *lines)
{
	struct keymap *keymap;
	struct error error;

	read_lines(settings, lines);
	keymap = keymap_new(&settings->keys);
	assert_true(keymap_add(
		keymap, "app", app_table, ARRAY_LEN(app_table), &error));
	assert_true(keymap_add(
		keymap, "list", view_table, ARRAY_LEN(view_table), &error));
	assert_true(keymap_add(keymap, "other", &view_table[0], 1, &error));
	return keymap;
}

static const char *found(struct keymap *keymap, const char *view, key_code key)
{
	const struct command *command;

	if (keymap_find(keymap, view, &key, 1, &command) != KEYMAP_FOUND)
		return "";
	return command->name;
}

/* The more exact line decides, wherever it stands. */
static void lines_by_how_exact_they_are(void **state)
{
	struct settings settings;
	struct keymap *keymap = open_own(&settings,
		"list.open = 1\nopen = 3\nlist-open = 2\ncopy-name =\n");

	(void)state;
	assert_string_equal(found(keymap, "list", '1'), "list-open");
	assert_string_equal(found(keymap, "list", '2'), "");
	assert_string_equal(found(keymap, "other", '2'), "list-open");
	assert_string_equal(found(keymap, "list", 'l'), "");
	assert_string_equal(keymap_keys(keymap, "list", "list-open"), "1");
	assert_string_equal(keymap_keys(keymap, "other", "list-open"), "2");
	assert_string_equal(keymap_keys(keymap, "list", "list-copy-name"), "");
	keymap_free(keymap);
	settings_clear(&settings);
}

/* In one view a command of everywhere may have keys of its own. */
static void commands_of_everywhere_in_one_view(void **state)
{
	struct settings settings;
	struct keymap *keymap = open_own(
		&settings, "list.app-help = H\napp-redraw = R Enter\n");
	const struct keymap_binding *binding, *over = NULL;

	(void)state;
	assert_string_equal(found(keymap, "list", 'H'), "app-help");
	assert_string_equal(found(keymap, "list", '?'), "");
	assert_string_equal(found(keymap, "other", '?'), "app-help");
	assert_string_equal(keymap_keys(keymap, "list", "app-help"), "H");
	assert_string_equal(keymap_keys(keymap, "other", "app-help"), "? F1");
	/* Enter opens; what is shown is what works. */
	assert_string_equal(keymap_keys(keymap, "list", "app-redraw"), "R");
	assert_string_equal(found(keymap, "list", KEYS_ENTER), "list-open");
	for (size_t i = 0; (binding = keymap_at(keymap, i)) != NULL; i++) {
		if (strcmp(binding->command->name, "app-redraw") != 0)
			continue;
		assert_int_equal(binding->line, 3);
		if (binding->sequence.keys[0] != KEYS_ENTER)
			continue;
		assert_false(keymap_works(keymap, "list", binding, &over));
		assert_string_equal(over->command->name, "list-open");
		assert_int_equal(over->line, KEYMAP_BUILT_IN);
	}
	keymap_free(keymap);
	settings_clear(&settings);
}

/* What was asked for is not kept over a table that changes it. */
static void a_new_table_changes_what_is_told(void **state)
{
	struct keymap *keymap = keymap_new(NULL);
	struct error error;

	(void)state;
	assert_true(keymap_add(
		keymap, "app", app_table, ARRAY_LEN(app_table), &error));
	assert_string_equal(keymap_keys(keymap, "list", "app-mail"), "m");
	assert_true(keymap_add(
		keymap, "list", view_table, ARRAY_LEN(view_table), &error));
	assert_string_equal(keymap_keys(keymap, "list", "app-mail"), "");
	assert_string_equal(keymap_keys(keymap, "other", "app-mail"), "m");
	keymap_free(keymap);
}

/* The table of everywhere comes before all others, however late. */
static void other_commands_at_run_time(void **state)
{
	static const struct command before[] = {
		{.name = "ticket", .keys = "T"}, {.name = "look", .keys = "L"}};
	static const struct command now[] = {{.name = "ticket", .keys = "t"}};
	struct settings own;
	struct keymap *keymap = open_own(&own, "list.ticket = Z\n");
	struct error error;

	(void)state;
	assert_true(keymap_add(keymap, "app", before, 2, &error));
	keymap_exchange(keymap, before, 2, now, 1);
	assert_string_equal(found(keymap, "other", 'T'), "");
	assert_string_equal(found(keymap, "other", 'L'), "");
	assert_string_equal(found(keymap, "other", 't'), "ticket");
	assert_string_equal(found(keymap, "list", 'Z'), "ticket");
	assert_string_equal(keymap_keys(keymap, "list", "app-help"), "? F1");
	keymap_exchange(keymap, now, 1, NULL, 0);
	assert_string_equal(found(keymap, "other", 't'), "");
	keymap_exchange(keymap, NULL, 0, before, 2);
	assert_string_equal(found(keymap, "other", 'L'), "look");
	keymap_free(keymap);
	settings_clear(&own);
}

/* Read again, with the program running. */
static void other_lines_at_run_time(void **state)
{
	struct settings before, now;
	struct keymap *keymap =
		open_own(&before, "list-open = 1\nlist.app-help = H\n");

	(void)state;
	assert_string_equal(keymap_keys(keymap, "list", "app-help"), "H");
	read_lines(&now, "list-open = 2\nset = emacs\n");
	keymap_use(keymap, &now.keys);
	settings_clear(&before);
	assert_string_equal(found(keymap, "list", '1'), "");
	assert_string_equal(found(keymap, "list", '2'), "list-open");
	assert_string_equal(found(keymap, "other", '2'), "list-open");
	assert_string_equal(keymap_keys(keymap, "list", "app-help"), "? F1");
	assert_string_equal(keymap_keys(keymap, "list", "list-copy"), "yy");
	assert_string_equal(keymap_set(keymap), "emacs");
	keymap_use(keymap, NULL);
	assert_string_equal(
		keymap_keys(keymap, "list", "list-open"), "Enter l");
	settings_clear(&now);
	keymap_free(keymap);
}

static void note_problem(void *data, int line, const char *sentence)
{
	int *last = data;

	assert_non_null(strstr(sentence, "bound to both"));
	*last = line;
}

/* Should lines come that nobody has checked, the first binding stays. */
static void a_conflict_binds_nothing(void **state)
{
	struct settings settings;
	struct keymap *keymap;
	struct error error;
	int line = 0;

	(void)state;
	read_lines(&settings, "# a comment\nlist-none = m x\n");
	keymap = keymap_new(&settings.keys);
	keymap_on_problem(keymap, note_problem, &line);
	assert_false(keymap_add(
		keymap, "list", view_table, ARRAY_LEN(view_table), &error));
	assert_int_equal(line, 3);
	assert_string_equal(found(keymap, "list", 'm'), "list-mail");
	assert_string_equal(found(keymap, "list", 'x'), "list-none");
	keymap_free(keymap);
	settings_clear(&settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_that_can_follow),
		cmocka_unit_test(keys_find_commands),
		cmocka_unit_test(commands_tell_their_keys),
		cmocka_unit_test(the_next_key_is_known),
		cmocka_unit_test(mistakes_are_found),
		cmocka_unit_test(lines_by_how_exact_they_are),
		cmocka_unit_test(commands_of_everywhere_in_one_view),
		cmocka_unit_test(a_conflict_binds_nothing),
		cmocka_unit_test(other_commands_at_run_time),
		cmocka_unit_test(other_lines_at_run_time),
		cmocka_unit_test(a_new_table_changes_what_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
