/* SPDX-License-Identifier: MIT
 *
 * A form over the orders list, driven by keys and read off the screen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "app.h"
#include "form.h"
#include "mem.h"
#include "tests/support/desk.h"
#include "tests/support/memory-screen.h"

enum { FIRST, EMAIL, KIND, COPY, PEOPLE, FIELDS };

static const char *const kinds[] = {"EV", "CS", "EV CS", NULL};
static const char *const more[] = {"Copy", NULL};

static const struct form_field fields[FIELDS] = {
	[FIRST] = {.kind = FORM_TEXT,
		.label = "First name",
		.required = true,
		.max = 10,
		.help = "As in the passport."},
	[EMAIL] = {.kind = FORM_TEXT,
		.label = "E-mail",
		.check = form_check_email},
	[KIND] = {.kind = FORM_CHOICE, .label = "Kind", .choices = kinds},
	[COPY] = {.kind = FORM_SWITCH, .label = "Copy to me"},
	[PEOPLE] = {.kind = FORM_LIST, .label = "People"},
};

static const struct form_item people[] = {
	{"ana", NULL, true, true},
	{"ben", NULL, false, true},
	{"chi", NULL, true, false},
	{"dee", "not a limited user", false, false},
};

/* What the form has told. */
static struct told {
	struct form *form; /* NULL once it is done */
	int done, edits;
	size_t button, pressed;
	bool was_left, had_owner, keep_open;
	char first[64], email[64];
	size_t kind, on;
	bool copy;
} told;

static void note_values(const struct form_value *values)
{
	text_format(told.first, sizeof(told.first), "%s", values[FIRST].text);
	text_format(told.email, sizeof(told.email), "%s", values[EMAIL].text);
	told.kind = values[KIND].choice;
	told.copy = values[COPY].on;
	told.on = 0;
	for (size_t i = 0; i < values[PEOPLE].count; i++)
		told.on |= (size_t)values[PEOPLE].items[i].on << i;
}

static bool pressed(struct form *form UNUSED, void *data UNUSED, size_t button,
	const struct form_value *values)
{
	told.pressed++;
	told.button = button;
	note_values(values);
	return button == 0 && !told.keep_open;
}

static void edited(struct form *form UNUSED, void *data UNUSED,
	size_t field UNUSED, const struct form_value *values)
{
	told.edits++;
	note_values(values);
}

static void
done(struct view *owner, void *data UNUSED, const struct form_value *values)
{
	told.done++;
	told.form = NULL;
	told.had_owner = owner != NULL;
	told.was_left = values == NULL;
	if (values != NULL)
		note_values(values);
}

static const struct form_hooks hooks = {
	.press = pressed, .edited = edited, .done = done};

struct stage {
	struct desk desk;
	struct memory_screen *screen;
	struct app *app;
};

static void settle(struct stage *stage)
{
	app_keys_ready(stage->app);
	desk_run(&stage->desk);
}

static void type(struct stage *stage, const char *names)
{
	char name[32];

	while (*names != '\0') {
		size_t len = strcspn(names, " ");
		key_code code;

		text_format(name, sizeof(name), "%.*s", (int)len, names);
		assert_true(key_from_name(name, &code));
		memory_screen_type(stage->screen, code);
		names += len;
		names += strspn(names, " ");
	}
	settle(stage);
}

static void open_form(struct stage *stage, bool sends)
{
	struct form_value values[FIELDS] = {
		[PEOPLE] = {.items = people, .count = ARRAY_LEN(people)}};
	struct form_options options = {
		.title = "Person - order 900101",
		.intro = "Who is it?",
		.fields = fields,
		.field_count = FIELDS,
		.values = values,
		.verb = "Add",
		.buttons = more,
		.sends = sends,
		.compares = true,
		.hooks = &hooks,
	};

	told = (struct told){0};
	told.form = form_open(stage->app, app_top(stage->app), &options);
	desk_run(&stage->desk);
}

static void open_stage(struct stage *stage, int rows, int cols)
{
	struct app_options options = {0};

	desk_open_store(&stage->desk);
	stage->screen = memory_screen_new(rows, cols);
	options.loop = fake_loop_loop(stage->desk.loop);
	options.screen = memory_screen_screen(stage->screen);
	options.store = stage->desk.store;
	stage->app = app_new(&options);
	desk_run(&stage->desk);
}

static void close_stage(struct stage *stage)
{
	app_free(stage->app);
	memory_screen_free(stage->screen);
	desk_close(&stage->desk);
}

/* The row of the screen that has this text; -1. */
static int row_of(const struct stage *stage, const char *text)
{
	int rows = memory_screen_frame(stage->screen)->rows;
	int found = -1;

	for (int row = 0; row < rows && found < 0; row++) {
		struct buf line;

		buf_init(&line, 4096);
		memory_screen_row_text(stage->screen, row, &line);
		if (strstr(buf_text(&line), text) != NULL)
			found = row;
		buf_clear(&line);
	}
	return found;
}

static void assert_cursor_on(const struct stage *stage, const char *text)
{
	assert_true(row_of(stage, text) >= 0);
	assert_int_equal(memory_screen_frame(stage->screen)->cursor_row,
		row_of(stage, text));
}

static void tab_order_is_reading_order(void **state)
{
	static const char *const stops[] = {"First name", "E-mail", "Kind",
		"Copy to me", "ana", "[ Cancel ]", "[ Copy ]", "[ Add ]"};
	struct stage stage;
	int row, last_row = 0;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, false);
	for (size_t i = 0; i < ARRAY_LEN(stops); i++) {
		assert_cursor_on(&stage, stops[i]);
		row = row_of(&stage, stops[i]);
		assert_true(row >= last_row);
		last_row = row;
		type(&stage, "Tab");
	}
	assert_cursor_on(&stage, "First name");
	type(&stage, "Shift-Tab");
	assert_cursor_on(&stage, "[ Add ]");
	close_stage(&stage);
}

static void all_is_given_once(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, false);
	type(&stage, "A n a Space Tab a @ b . e Tab Left Tab Space Tab");
	type(&stage, "j Space Tab Right Right Enter");
	assert_int_equal(told.done, 1);
	assert_false(told.was_left);
	assert_true(told.had_owner);
	assert_string_equal(told.first, "Ana");
	assert_string_equal(told.email, "a@b.e");
	assert_int_equal(told.kind, 2);
	assert_true(told.copy);
	assert_int_equal(told.on, 1 | 2 | 4);
	assert_int_equal(row_of(&stage, "Person"), -1);
	close_stage(&stage);
}

static void enter_and_paste_never_submit(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, false);
	memory_screen_paste(stage.screen, "one\ntwo\n");
	settle(&stage);
	assert_int_equal(told.pressed, 0);
	assert_string_equal(told.first, "one two");
	for (int i = 0; i < FIELDS; i++)
		type(&stage, "Enter");
	assert_cursor_on(&stage, "[ Cancel ]");
	assert_int_equal(told.pressed, 0);
	memory_screen_paste(stage.screen, "\n\n");
	settle(&stage);
	assert_int_equal(told.done, 0);
	type(&stage, "Esc");
	assert_int_equal(told.done, 1);
	assert_true(told.was_left);
	close_stage(&stage);
}

static void what_is_wrong_is_said_at_the_field(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, false);
	type(&stage, "Tab a n a Tab");
	assert_true(row_of(&stage, "name@example.com") > 0);
	assert_int_equal(row_of(&stage, "must not be empty"), -1);
	type(&stage, "Shift-Tab Shift-Tab Shift-Tab Enter");
	/* The first wrong field has the focus; both say why. */
	assert_int_equal(told.pressed, 0);
	assert_cursor_on(&stage, "First name");
	assert_int_equal(row_of(&stage, "must not be empty"),
		row_of(&stage, "First name") + 1);
	assert_true(row_of(&stage, "name@example.com") > 0);
	type(&stage, "a b c d e f g h i j k");
	assert_int_equal(row_of(&stage, "must not be empty"), -1);
	type(&stage, "Tab");
	assert_true(row_of(&stage, "At most 10 bytes; this is 11.") > 0);
	type(&stage, "Ctrl-U Shift-Tab Backspace Shift-Tab Enter");
	assert_int_equal(told.done, 1);
	assert_string_equal(told.first, "abcdefghij");
	close_stage(&stage);
}

static void help_is_under_the_focus(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, false);
	assert_int_equal(
		row_of(&stage, "passport"), row_of(&stage, "First name") + 1);
	type(&stage, "Tab");
	assert_int_equal(row_of(&stage, "passport"), -1);
	close_stage(&stage);
}

static void a_list_toggles_and_filters(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, false);
	type(&stage, "Tab Tab Tab Tab");
	assert_true(row_of(&stage, "2 of 3 selected") > 0);
	assert_true(row_of(&stage, "[x] = ana") > 0);
	assert_true(row_of(&stage, "[ ] - ben") > 0);
	assert_true(row_of(&stage, "[x] + chi") > 0);
	assert_true(row_of(&stage, "( )   dee  (not a limited user)") > 0);
	type(&stage, "G Space");
	assert_true(row_of(&stage, "This cannot be chosen") > 0);
	type(&stage, "A");
	assert_int_equal(told.on, 7);
	type(&stage, "/ b Enter 0 Esc");
	assert_int_equal(told.on, 5);
	assert_true(row_of(&stage, "[x] = ana") > 0);
	type(&stage, "/ z");
	assert_true(row_of(&stage, "Nothing matches.") > 0);
	close_stage(&stage);
}

static void a_further_button_looks_at_nothing(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, false);
	type(&stage, "Shift-Tab Left Enter");
	assert_int_equal(told.pressed, 1);
	assert_int_equal(told.button, 1);
	assert_int_equal(told.done, 0);
	close_stage(&stage);
}

/* A refusal stays until the focus moves or a value changes. */
static void a_held_enter_sends_once(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, true);
	told.keep_open = true;
	type(&stage, "A Shift-Tab Shift-Tab");
	type(&stage, "Tab Enter Enter Enter");
	assert_int_equal(told.pressed, 1);
	form_busy(told.form, "sending... 1s");
	type(&stage, "Enter");
	assert_int_equal(told.pressed, 1);
	assert_cursor_on(&stage, "[ Hide ]");
	assert_cursor_on(&stage, "[ sending... 1s ]");
	form_busy(told.form, NULL);
	form_say(told.form, STYLE_ERROR, "The server said no.");
	type(&stage, "Enter");
	assert_int_equal(told.pressed, 1);
	assert_true(row_of(&stage, "The server said no.") > 0);
	type(&stage, "Tab Shift-Tab Enter");
	assert_int_equal(told.pressed, 2);
	form_finish(told.form);
	desk_run(&stage.desk);
	assert_int_equal(told.done, 1);
	close_stage(&stage);
}

static void keys_before_it_stood_are_thrown_away(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, true);
	type(&stage, "A");
	assert_string_equal(told.first, "A");
	type(&stage, "Esc");
	assert_int_equal(told.done, 1);
	{
		struct form_options options = {.title = "T",
			.fields = fields,
			.field_count = 1,
			.verb = "Send",
			.sends = true,
			.hooks = &hooks};

		memory_screen_type(stage.screen, 'x');
		told = (struct told){0};
		form_open(stage.app, app_top(stage.app), &options);
	}
	settle(&stage); /* the frame is drawn behind the key */
	assert_int_equal(told.edits, 0);
	close_stage(&stage);
}

/* All stops can be seen when they have the focus, and the buttons always. */
static void it_fits_small_windows(void **state)
{
	static const char *const stops[] = {
		"First", "E-mail", "Kind", "Copy to", "ana"};
	struct stage stage;

	(void)state;
	open_stage(&stage, 10, 40);
	open_form(&stage, false);
	for (size_t i = 0; i < ARRAY_LEN(stops); i++) {
		assert_cursor_on(&stage, stops[i]);
		assert_true(row_of(&stage, "[ Cancel ]") > 0);
		assert_true(row_of(&stage, "[ Add ]") > 0);
		type(&stage, "Tab");
	}
	type(&stage, "Shift-Tab G");
	assert_cursor_on(&stage, "> ( )   dee");
	type(&stage, "Tab Tab Tab Enter");
	assert_cursor_on(&stage, "First");
	assert_true(row_of(&stage, "must not be empty") > 0);
	close_stage(&stage);
}

static bool pressed_question(struct form *form UNUSED, void *data UNUSED,
	size_t button UNUSED, const struct form_value *values UNUSED)
{
	told.pressed++;
	return !told.keep_open;
}

static void done_question(struct view *owner UNUSED, void *data UNUSED,
	const struct form_value *values)
{
	told.done++;
	told.was_left = values == NULL;
}

static void open_question(struct stage *stage)
{
	static const struct form_hooks question_hooks = {
		.press = pressed_question, .done = done_question};
	const struct form_options options = {
		.title = "Guests",
		.intro = "Turn it on?",
		.verb = "Turn on",
		.leave = "Leave it",
		.sends = true,
		.hooks = &question_hooks,
	};

	told = (struct told){0};
	form_open(stage->app, app_top(stage->app), &options);
	desk_run(&stage->desk);
}

static void without_fields_it_is_a_question(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_question(&stage);
	assert_cursor_on(&stage, "[ Leave it ]");
	type(&stage, "Enter");
	assert_int_equal(told.done, 1);
	assert_int_equal(told.pressed, 0);
	open_question(&stage);
	type(&stage, "n");
	assert_true(told.was_left);
	assert_int_equal(told.pressed, 0);
	open_question(&stage);
	told.keep_open = true;
	type(&stage, "y");
	type(&stage, "y");
	assert_int_equal(told.pressed, 1);
	told.keep_open = false;
	type(&stage, "Tab");
	type(&stage, "y");
	assert_int_equal(told.pressed, 2);
	assert_false(told.was_left);
	close_stage(&stage);
}

/* With fields they are letters, and on a button they are nothing. */
static void y_and_n_are_for_questions(void **state)
{
	struct stage stage;

	(void)state;
	open_stage(&stage, 24, 80);
	open_form(&stage, true);
	type(&stage, "y n");
	type(&stage, "Shift-Tab");
	assert_cursor_on(&stage, "[ Add ]");
	type(&stage, "y");
	type(&stage, "n");
	assert_int_equal(told.pressed, 0);
	assert_int_equal(told.done, 0);
	assert_string_equal(told.first, "yn");
	close_stage(&stage);
}

static void addresses_are_looked_at(void **state)
{
	static const struct {
		const char *text;
		bool ok;
	} cases[] = {
		{"ana@example.com", true},
		{"a@b", true},
		{"ana", false},
		{"@example.com", false},
		{"ana@", false},
		{"ana@b@c", false},
		{"ana @example.com", false},
		{"ana@example.com,ben@example.com", false},
		{"an\xc3\xa4@example.com", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error error = {0};

		assert_int_equal(form_check_email(NULL, cases[i].text, &error),
			cases[i].ok);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tab_order_is_reading_order),
		cmocka_unit_test(all_is_given_once),
		cmocka_unit_test(enter_and_paste_never_submit),
		cmocka_unit_test(what_is_wrong_is_said_at_the_field),
		cmocka_unit_test(help_is_under_the_focus),
		cmocka_unit_test(a_list_toggles_and_filters),
		cmocka_unit_test(a_further_button_looks_at_nothing),
		cmocka_unit_test(a_held_enter_sends_once),
		cmocka_unit_test(keys_before_it_stood_are_thrown_away),
		cmocka_unit_test(it_fits_small_windows),
		cmocka_unit_test(without_fields_it_is_a_question),
		cmocka_unit_test(y_and_n_are_for_questions),
		cmocka_unit_test(addresses_are_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
