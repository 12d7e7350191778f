/* SPDX-License-Identifier: MIT
 *
 * The lines of [keys]: what is right, and what each mistake is told. The tables
 * of all views are the real ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "key-sequence.h"
#include "keymap.h"
#include "keymap-check.h"
#include "keymap-guard.h"
#include "keymap-print.h"
#include "keymap-set.h"
#include "keymap-views.h"

/* The problems of these lines; the caller clears. */
static size_t check(const char *lines, struct buf *problems)
{
	struct settings settings;
	struct error error = {0};
	struct buf text;
	size_t count;

	buf_init(&text, 64 * 1024);
	buf_init(problems, 64 * 1024);
	buf_printf(&text, "[keys]\n%s\n", lines);
	settings_init(&settings);
	assert_true(settings_parse(
		&settings, buf_text(&text), "config", problems, &error));
	count = keymap_check(&settings.keys, "config", problems);
	settings_clear(&settings);
	buf_clear(&text);
	return count;
}

static void right_lines_have_no_problem(void **state)
{
	static const char *const cases[] = {
		"",
		"set = vim",
		"set = emacs",
		"orders-down = n Down\norders-next-match = j",
		"orders.down = t Down",
		"down = Ctrl-N Down",
		"last = $ End",
		"orders.app-log = E",
		"actions.down = n",
		"order-resend-approval = M", /* m leads to a write as well */
		"order-note = ,n ,N",
		"order-note = F4",
		"orders-columns =",
		"orders-columns =\norders-address = c",
		"app-suspend =",
		"app-suspend = F12",
		"app-back = Esc Backspace",
		"app-quit = <Ctrl-X><Ctrl-C>",
		"page-up = PgUp Ctrl-B",
		"page-down = PgDn Space\norders-mark = X",
		"app-command = : ;",
		"orders-first = <g>g Home",
		"orders-copy-number = Y\norders-copy-name = \xc3\xbc",
		"set = emacs\ndown = n\norders-next-match = j",
		"form-down = Down",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf problems;
		size_t count = check(cases[i], &problems);

		if (count != 0)
			print_error("%s\n%s", cases[i], buf_text(&problems));
		assert_int_equal(count, 0);
		buf_clear(&problems);
	}
}

static void mistakes_are_told_with_their_line(void **state)
{
	static const struct {
		const char *lines, *part;
	} cases[] = {
		{"order-dwon = n", "config:2: There is no command"},
		{"orders-dwon = n", "Did you mean orders-down?"},
		{"dwon = n", "Did you mean down?"},
		{"ordres.down = n", "Did you mean orders.down?"},
		{"help = n", "Did you mean app-help?"},
		{"quit = n", "Did you mean app-quit?"},
		{"zzzzzz = n", ":map lists them all"},
		{"orders-open = Crtl-O", "config:2: There is no key "
					 "\"Crtl-O\" (command orders-open). "
					 "Did you mean Ctrl-O?"},
		{"orders-open = PgDwn", "Did you mean PgDn?"},
		{"orders-open = abcde", "no key \"abcde\""},
		{"set = nano", "config:2: There is no set of keys 'nano'"},
		/* twice in one view */
		{"orders-address = c", "config:2: The key c is bound to both"},
		{"orders-address = C\norders-columns = C",
			"config:3: The key C is bound to both orders-address "
			"and orders-columns in orders"},
		{"orders-address = y", "one begins with the other"},
		{"orders-address = cx", "one begins with the other"},
		{"app-log = Q", "bound to both app-log and app-quit"},
		{"order-note = Q", "bound to both"},
		{"down = n", "bound to both orders-down and "
			     "orders-next-match in orders"},
		{"orders.app-log = c", "config:2: The key c is bound to both"},
		/* keys that are taken */
		{"orders-open = Ctrl-S", "it stops the output"},
		{"orders-open = Ctrl-Q", "a stopped terminal"},
		{"orders-open = Ctrl-\\", "quits programs"},
		{"orders-open = Ctrl-Z", "suspends the program"},
		{"orders-open = Ctrl-H", "Backspace"},
		{"orders-open = Ctrl-J", "Enter"},
		{"orders-open = Ctrl-A", "prefix of screen"},
		{"orders-open = Ctrl-B", "prefix of tmux"},
		{"orders-open = Esc", "one step back everywhere"},
		{"orders-open = x<Esc>", "one step back everywhere"},
		{"orders-open = Ctrl-C", "cancels what is going on"},
		{"app-back = b", "app-back always has the key Esc"},
		{"app-back =", "app-back always has the key Esc"},
		{"log.app-back = b", "app-back always has the key Esc"},
		{"app-cancel = X", "app-cancel always has the key Ctrl-C"},
		/* writes */
		{"order-note = Ctrl-N", "on no key with Ctrl"},
		{"order-note = x<Ctrl-N>", "on no key with Ctrl"},
		{"orders-mail = Ctrl-T", "on no key with Ctrl"},
		{"details-mail = Ctrl-T", "on no key with Ctrl"},
		{"mail = Ctrl-T", "on no key with Ctrl"},
		{"orders.order-note = Ctrl-T", "on no key with Ctrl"},
		{"journal-settle = Ctrl-T", "on no key with Ctrl"},
		{"details-press = Ctrl-T", "on no key with Ctrl"},
		{"order-note = Alt-n", "arrive as Alt"},
		{"order-note = Enter", "answers in the window"},
		{"orders-open = l\norders-mail = Enter",
			"config:3: Enter cannot be bound to orders-mail"},
		{"order-note = Space", "answers in the window"},
		{"order-note = y", "answers in the window"},
		{"order-note = S", "config:2: order-note leads to a write and "
				   "cannot be S while s is orders-search in "
				   "orders: they differ by Shift alone."},
		{"order-note = ,n\norders-unmark = ,N",
			"config:3: order-note leads to a write"},
		{"order-note = \xc3\xbc\norders-unmark = \xc3\x9c",
			"config:3: order-note leads to a write"},
		{"orders-unmark = M", "config:2: orders-mail leads to a "
				      "write"},
		/* what presses and answers */
		{"form-yes = z", "config:2: The keys of form-yes stay as they "
				 "are: it presses or answers. They are y."},
		{"form-enter = x", "stay as they are"},
		{"form-toggle = x", "stay as they are"},
		{"resend-enter = x", "stay as they are"},
		{"resend.toggle = x", "stay as they are"},
		{"issuance-yes = x", "stay as they are"},
		{"settle-sent = x", "stay as they are"},
		{"toggle = x", "stay as they are"},
		{"form-next = Enter", "bound to both"},
		{"form-next = y", "bound to both"},
		/* no way out */
		{"app-quit =\napp-close =\napp-command =",
			"Nothing is left to quit with"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf problems;
		size_t count = check(cases[i].lines, &problems);

		if (count == 0 ||
			strstr(buf_text(&problems), cases[i].part) == NULL)
			print_error(
				"%s\n%s", cases[i].lines, buf_text(&problems));
		assert_true(count > 0);
		assert_non_null(strstr(buf_text(&problems), cases[i].part));
		buf_clear(&problems);
	}
}

/* All at once, by lines, and each once. */
static void all_problems_come_at_once(void **state)
{
	struct buf problems;

	(void)state;
	assert_int_equal(check("zzzzzz = n\n"
			       "orders-open = Ctrl-S Ctrl-Q\n"
			       "help-down = Ctrl-S",
				 &problems),
		4);
	assert_string_equal(buf_text(&problems),
		"config:2: There is no command 'zzzzzz'; :map lists them "
		"all.\n"
		"config:3: Ctrl-Q cannot be bound to orders-open: it lets a "
		"stopped terminal go on.\n"
		"config:3: Ctrl-S cannot be bound to orders-open: it stops "
		"the output of a terminal.\n"
		"config:4: Ctrl-S cannot be bound to help-down: it stops the "
		"output of a terminal.\n");
	buf_clear(&problems);
}

/* The same line twice is a mistake of the text. */
static void a_command_has_one_line(void **state)
{
	struct settings settings;
	struct error error = {0};
	struct buf problems;

	(void)state;
	buf_init(&problems, 1024);
	settings_init(&settings);
	assert_false(settings_parse(&settings,
		"[keys]\norders-down = n\norders-down = t\n", "config",
		&problems, &error));
	assert_string_equal(buf_text(&problems),
		"config:3: orders-down has its keys in line 2 already; they go "
		"on one line, with blanks between them.\n");
	settings_clear(&settings);
	buf_clear(&problems);
}

/* What is built in follows the rules, too: of the tables and of each set. */
static void built_in_keys_follow_the_rules(void **state)
{
	(void)state;
	for (size_t set = 0; keymap_set_names[set] != NULL; set++) {
		char name[] = "set", word[16];
		struct settings_key line = {name, word, 2};
		struct settings_keys own = {&line, 1};
		struct keymap *keymap = keymap_new(&own);
		const struct keymap_binding *a, *b;
		struct error error;

		strcpy(word, keymap_set_names[set]);
		if (!keymap_views_add(keymap, &error))
			fail_msg("%s: %s", word, error.text);
		for (size_t i = 0; (a = keymap_at(keymap, i)) != NULL; i++) {
			for (size_t j = 0; (b = keymap_at(keymap, j)) != NULL;
				j++)
				assert_false(
					keymap_guard_writes(a->command) &&
					!keymap_guard_writes(b->command) &&
					keymap_works(
						keymap, b->view, a, NULL) &&
					keymap_guard_are_twins(
						&a->sequence, &b->sequence));
		}
		keymap_free(keymap);
	}
}

/* Each name in the guard's lists is that of a command. */
static void the_fixed_commands_exist(void **state)
{
	const struct keymap_view *view;
	size_t fixed = 0;

	(void)state;
	for (size_t i = 0; (view = keymap_views_at(i)) != NULL; i++) {
		size_t count;
		const struct command *commands = view->commands(&count);

		for (size_t j = 0; j < count; j++)
			fixed += keymap_guard_is_fixed(&commands[j]);
	}
	assert_int_equal(fixed, 13);
}

/* Lines of [keys] out of what was printed: "#orders-down = j Down". */
static void take_lines(const char *printed, struct buf *out)
{
	while (*printed != '\0') {
		size_t len = strcspn(printed, "\n");

		if (len > 1 && printed[0] == '#' && printed[1] >= 'a') {
			buf_add(out, printed + 1, len - 1);
			buf_putc(out, '\n');
		}
		printed += len + (printed[len] == '\n');
	}
}

static void print_keys(const char *lines, struct buf *out)
{
	struct settings settings;
	struct error error;
	struct buf text, problems;

	buf_init(&text, 64 * 1024);
	buf_init(&problems, 64 * 1024);
	buf_init(out, 64 * 1024);
	buf_printf(&text, "[keys]\n%s", lines);
	settings_init(&settings);
	assert_true(settings_parse(
		&settings, buf_text(&text), "config", &problems, &error));
	keymap_print(&settings.keys, out);
	settings_clear(&settings);
	buf_clear(&problems);
	buf_clear(&text);
}

/* All that is printed can stand in the configuration, and gives the same. */
static void printed_keys_are_lines(void **state)
{
	static const char *const cases[] = {
		"", "set = emacs", "down = n Down\norders-next-match = ,j j"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf printed, again, lines, problems;

		print_keys(cases[i], &printed);
		buf_init(&lines, 64 * 1024);
		take_lines(buf_text(&printed), &lines);
		assert_true(lines.len > 2000);
		if (check(buf_text(&lines), &problems) != 0)
			fail_msg("%s", buf_text(&problems));
		print_keys(buf_text(&lines), &again);
		assert_string_equal(buf_text(&again), buf_text(&printed));
		buf_clear(&printed);
		buf_clear(&again);
		buf_clear(&lines);
		buf_clear(&problems);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_lines_have_no_problem),
		cmocka_unit_test(mistakes_are_told_with_their_line),
		cmocka_unit_test(all_problems_come_at_once),
		cmocka_unit_test(a_command_has_one_line),
		cmocka_unit_test(built_in_keys_follow_the_rules),
		cmocka_unit_test(the_fixed_commands_exist),
		cmocka_unit_test(printed_keys_are_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
