/* SPDX-License-Identifier: MIT
 *
 * The whole program, from its start to an open order beside the list, with one
 * of its answers wrong: each member absent, null, of another type, huge. No
 * other row is lost, and the program goes on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app.h"
#include "attr.h"
#include "mem.h"
#include "tests/support/desk.h"
#include "tests/support/fixture.h"
#include "tests/support/memory-screen.h"
#include "tests/support/wrong.h"

#define ROWS_MAX 8
#define LIST	 "/order/certificate"
#define ORDER	 LIST "/900101"

/* What the program asks for, and with what it is answered. */
static const struct {
	const char *path, *file; /* or the body itself */
} answers[] = {
	{"/account", "account.json"},
	{"/user/me", "user.json"},
	{LIST, "scene-orders.json"},
	{LIST "/status-changes", "changes.json"},
	{ORDER, "scene-order-ev.json"},
	{ORDER "/validation", "scene-validation-ev.json"},
	{ORDER "/note", "scene-notes.json"},
	{ORDER "/reissue", "certificates.json"},
	{ORDER "/duplicate", "certificates.json"},
	{"/organization/44001", "organization.json"},
	{"/organization/44001/validation", "organization-validation.json"},
	{"/user", "users.json"},
	{"/account/guest-access", "{\"enabled\":true,\"url\":\"https://"
				  "desk.example.com/g\",\"other\":[1]}"},
};

struct wrong_case {
	const char *path, *file; /* the answer that is made wrong */
	int least;		 /* values in it */
	const char *rows[ROWS_MAX];
};

static const struct wrong_case cases[] = {
	{LIST, "orders-recorded.json", 75,
		{"123000456", "OID-223344", "123000458", "123000459"}},
	{LIST "/status-changes", "changes.json", 12, {NULL}},
	{"/account", "account.json", 8, {NULL}},
	{"/user/me", "user.json", 12, {NULL}},
	{ORDER "/validation", "scene-validation-ev.json", 20, {NULL}},
	{"/organization/44001", "organization.json", 30, {NULL}},
	{"/organization/44001/validation", "organization-validation.json", 20,
		{NULL}},
	{"/user", "users.json", 40, {NULL}},
	{"/account/guest-access", "{\"enabled\":true,\"url\":\"x\"}", 2,
		{NULL}},
};

static const char *const scene_rows[ROWS_MAX] = {
	"900101", "900102", "900103", "900104", "900110"};

struct program {
	struct desk desk;
	struct memory_screen *screen;
	struct line_history *history;
	struct app *app;
	const struct wrong_case *c;
	const char *wrong; /* its answer */
};

/* -- playing --------------------------------------------------------------- */

static char *body_of(const char *file)
{
	return *file == '{' ? mem_dup(file) : fixture_load(file, NULL);
}

static bool is_path(const char *asked, const char *path)
{
	size_t len = strlen(path);

	return strncmp(asked, path, len) == 0 &&
	       (asked[len] == '\0' || asked[len] == '?');
}

static char *answer_to(const struct program *program, const char *asked)
{
	if (is_path(asked, program->c->path))
		return mem_dup(program->wrong);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		if (is_path(asked, answers[i].path))
			return body_of(answers[i].file);
	}
	return mem_dup("{}");
}

/* All that is asked for, and what is asked for because of that. */
static void answer(struct program *program)
{
	struct fake_transport *transport = program->desk.transport;
	const struct fake_transport_request *request;

	desk_run(&program->desk);
	while (fake_transport_waiting(transport) > 0) {
		while ((request = fake_transport_unanswered(transport))) {
			char *body = answer_to(program, request->path);

			fake_transport_reply(transport, request, 200, body);
			free(body);
		}
		desk_run(&program->desk);
	}
}

/* "\r" is Enter, "\033" Esc. */
static void type(struct program *program, const char *keys)
{
	for (; *keys != '\0'; keys++)
		memory_screen_type(
			program->screen, (key_code)(unsigned char)*keys);
	app_keys_ready(program->app);
	answer(program);
}

static bool shows(const struct program *program, const char *text)
{
	int rows = memory_screen_frame(program->screen)->rows;
	bool found = false;
	struct buf line;

	buf_init(&line, 4096);
	for (int row = 0; row < rows && !found; row++) {
		buf_reset(&line);
		memory_screen_row_text(program->screen, row, &line);
		found = strstr(buf_text(&line), text) != NULL;
	}
	buf_clear(&line);
	return found;
}

/* What there is instead. */
static void show(const struct program *program)
{
	int rows = memory_screen_frame(program->screen)->rows;
	struct buf line;

	buf_init(&line, 4096);
	for (int row = 0; row < rows; row++) {
		buf_reset(&line);
		memory_screen_row_text(program->screen, row, &line);
		print_error("|%s\n", buf_text(&line));
	}
	buf_clear(&line);
}

static void open_program(struct program *program)
{
	struct store_options options = desk_options;
	struct app_options app_options = {.order_id = NULL};

	options.refresh_s = 30;
	desk_open_store_with(&program->desk, &options);
	program->screen = memory_screen_new(24, 140);
	program->history = line_history_new();
	app_options.loop = fake_loop_loop(program->desk.loop);
	app_options.screen = memory_screen_screen(program->screen);
	app_options.store = program->desk.store;
	app_options.history = program->history;
	program->app = app_new(&app_options);
	store_start(program->desk.store);
	answer(program);
}

static void close_program(struct program *program)
{
	app_free(program->app);
	line_history_free(program->history);
	memory_screen_free(program->screen);
	fake_loop_run_ready(program->desk.loop);
	desk_close(&program->desk);
}

/* -- the tests ------------------------------------------------------------- */

/* The list as a whole, or what stands before it: there may be no row. */
static bool
is_whole_list(const struct wrong_case *c, const char *text, const char *place)
{
	return strcmp(c->path, LIST) == 0 && place <= strchr(text, '[');
}

/* All rows but the one that is odd; place: where the answer was changed. */
static void rows_are_there(const struct program *program, const char *text,
	const char *place, const char *when)
{
	bool is_list = strcmp(program->c->path, LIST) == 0;
	const char *const *rows = is_list ? program->c->rows : scene_rows;
	int odd = is_list ? wrong_row(text, place) : -1;

	if (is_whole_list(program->c, text, place))
		return;
	for (int i = 0; i < ROWS_MAX && rows[i] != NULL; i++) {
		if (i == odd || shows(program, rows[i]))
			continue;
		show(program);
		print_error("%s: no row %s; %s, at %.60s\n", when, rows[i],
			program->c->path, place);
		fail();
	}
}

static void
opens(const struct program *program, const char *text, const char *place)
{
	if (is_whole_list(program->c, text, place) ||
		shows(program, "Certificate status") ||
		shows(program, "The number of this order could not be read."))
		return;
	show(program);
	print_error("The order is not opened; %s, at %.60s\n", program->c->path,
		place);
	fail();
}

static void
goes_on(void *data, const char *wrong, const char *text, const char *place)
{
	struct program program = {.c = data, .wrong = wrong};
	size_t frames;

	open_program(&program);
	rows_are_there(&program, text, place, "list");
	fake_loop_advance(program.desk.loop, 31000);
	answer(&program);
	rows_are_there(&program, text, place, "live");
	type(&program, "g\r");
	opens(&program, text, place);
	rows_are_there(&program, text, place, "beside an order");
	type(&program, ":access\r");
	type(&program, "\033:guests\r");
	type(&program, "\033m");
	type(&program, "\033");
	frames = memory_screen_frames(program.screen);
	type(&program, "]J?");
	assert_true(memory_screen_frames(program.screen) > frames);
	close_program(&program);
}

static void wrong_answers_stop_nothing(void **state UNUSED)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct wrong_case c = cases[i];
		char *text = body_of(c.file);

		assert_true(wrong_each(text, goes_on, &c) >= c.least);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_answers_stop_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
