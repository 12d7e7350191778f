/* SPDX-License-Identifier: MIT
 *
 * What is typed behind ":": each byte is a key, a few of them Tab, the arrows
 * and those that edit. The line stays a text, the list keeps within its
 * limits, the line is never covered; and what is entered is run where that
 * only changes the screens.
 */
#include <stdlib.h>
#include <string.h>

#include "app-private.h"
#include "attr.h"
#include "log.h"
#include "mem.h"
#include "saved.h"
#include "settings.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake-loop.h"
#include "tests/support/fake-transport.h"
#include "tests/support/memory-journal.h"
#include "tests/support/memory-screen.h"

#define KEYS_MAX 50 /* each draws a frame: more take too long for one run */

struct program {
	struct fake_loop *loop;
	struct fake_transport *transport;
	struct memory_journal *journal;
	struct memory_screen *screen;
	struct line_history *commands;
	struct api *api;
	struct store *store;
	struct app *app;
	struct settings settings;
};

static const char rows[] =
	"{\"orders\":["
	"{\"id\":900101,\"status\":\"pending\",\"certificate\":{\"common_name\":"
	"\"shop.example.net\"},\"product\":{\"name_id\":\"ssl_ev\",\"name\":"
	"\"Secure \\\"Site\"},\"date_created\":\"2026-11-16T10:00:00+00:00\"},"
	"{\"id\":900102,\"status\":\"issued\",\"certificate\":{\"common_name\":"
	"\"\\u4f5c\\u8005.example\"},\"product\":{\"name_id\":\"ssl_plus\","
	"\"name\":\"Standard SSL\"}}],"
	"\"page\":{\"total\":2,\"limit\":100,\"offset\":0}}";

static bool read_settings(const char *path UNUSED, struct settings *settings,
	struct buf *problems, struct error *error)
{
	return settings_parse(settings,
		"[general]\nrefresh = 30\n[account test]\nregion = us\n",
		"config", problems, error);
}

static void open_program(struct program *program, int rows_count, int cols)
{
	static const struct api_options once = {.seed = 1, .tries = 1};
	static const struct store_options about = {.account_name = "test",
		.agent = "mira",
		.host = "jump1",
		.label = "",
		.console_url = "",
		.mail_url = ""};
	struct app_options options = {0};

	program->loop = fake_loop_new();
	options.loop = fake_loop_loop(program->loop);
	program->transport = fake_transport_new(options.loop);
	program->journal = memory_journal_new(options.loop);
	program->screen = memory_screen_new(rows_count, cols);
	program->commands = line_history_new();
	program->api = api_new(options.loop,
		fake_transport_transport(program->transport), &once);
	program->store = store_new(options.loop, program->api,
		memory_journal_journal(program->journal), NULL, &about);
	options.screen = memory_screen_screen(program->screen);
	options.store = program->store;
	options.commands = program->commands;
	settings_init(&program->settings);
	settings_add_account(&program->settings, "test");
	options.settings = &program->settings;
	options.read_settings = read_settings;
	program->app = app_new(&options);
	store_start(program->store);
	fake_loop_run_ready(program->loop);
	fake_transport_answer(
		program->transport, "GET", "/order/certificate", 200, rows);
	fake_loop_run_ready(program->loop);
}

static void close_program(struct program *program)
{
	app_free(program->app);
	store_free(program->store);
	api_free(program->api);
	line_history_free(program->commands);
	memory_screen_free(program->screen);
	fake_loop_run_ready(program->loop);
	memory_journal_free(program->journal);
	fake_transport_free(program->transport);
	fake_loop_free(program->loop);
	settings_clear(&program->settings);
	log_close();
}

static void press(struct program *program, key_code code)
{
	memory_screen_type(program->screen, code);
	app_keys_ready(program->app);
	fake_loop_run_ready(program->loop);
}

static void open_line(struct program *program)
{
	/* Out of what the last one has opened. */
	for (int i = 0;
		i < 8 && app_below(program->app, app_top(program->app)) != NULL;
		i++)
		press(program, KEYS_ESCAPE);
	if (!app_line_is_open(&program->app->line))
		press(program, ':');
}

/* -- what must hold -- */

static void check_list(const struct line_complete *complete)
{
	const struct complete *list = &complete->list;

	fuzz_must(list->count <= COMPLETE_MAX, "the list is bounded");
	fuzz_must(list->count <= list->fits, "all are counted");
	fuzz_must(list->from <= strlen(list->text), "it begins in the text");
	fuzz_must(complete->selected >= -1 &&
			  complete->selected < (long)list->count,
		"what is selected is there");
	for (size_t i = 0; i < list->count; i++)
		fuzz_must(list->items[i].text[0] != '\0', "it is something");
}

static void check_line(const struct program *program)
{
	const struct app_line *line = &program->app->line;
	const struct canvas *frame = memory_screen_frame(program->screen);
	const char *text = line->edit.text;

	fuzz_must(strlen(text) < LINE_EDIT_MAX, "the text ends");
	fuzz_must_be_clean(text, "the line");
	fuzz_must(line->edit.cursor <= strlen(text), "the cursor is in it");
	/* Of the filter (":filter") it is "/". */
	fuzz_must(canvas_at(frame, frame->rows - 1, 0)->bytes[0] ==
			  line->prompt[0],
		"the line shows");
	fuzz_must(frame->cursor_row == frame->rows - 1,
		"the cursor is in the line");
	check_list(&line->complete);
}

/* -- keys -- */

/* What runs here changes the screens only. */
static bool is_harmless(const char *text)
{
	static const char *const words[] = {"view", "filter", "search", "sort",
		"columns", "log", "journal", "help", "actions", "set",
		"source"};
	char word[LINE_EDIT_MAX];

	text += strspn(text, " ");
	text_format(word, sizeof(word), "%.*s", (int)strcspn(text, " "), text);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(word, words[i]) == 0)
			return true;
	}
	return false;
}

static bool is_command(const struct app *app, const char *text)
{
	char word[LINE_EDIT_MAX];

	text += strspn(text, " ");
	text_format(word, sizeof(word), "%.*s", (int)strcspn(text, " "), text);
	return app_command(app, app_command_of(word)) != NULL;
}

static void enter(struct program *program)
{
	const char *text = program->app->line.edit.text;
	size_t before = log_count();

	if (is_command(program->app, text) && !is_harmless(text))
		return;
	press(program, KEYS_ENTER);
	for (size_t i = before; i < log_count(); i++)
		fuzz_must_be_clean(log_at(i)->text, "a message");
	open_line(program);
}

static key_code key_of(uint8_t byte)
{
	static const key_code keys[] = {KEYS_TAB, KEYS_SHIFT_TAB, KEYS_UP,
		KEYS_DOWN, KEYS_LEFT, KEYS_RIGHT, KEYS_BACKSPACE, KEYS_HOME,
		KEYS_END, KEYS_DELETE, KEYS_CTRL('W'), KEYS_CTRL('U'),
		KEYS_CTRL('K')};

	if (byte < ARRAY_LEN(keys))
		return keys[byte];
	/* Letters of more than one byte, of no width and of two columns. */
	if (byte >= 0x80)
		return byte < 0xc0   ? (key_code)(byte + 0x40)
		       : byte < 0xe0 ? (key_code)(0x300 + byte - 0xc0)
				     : (key_code)(0x4e00 + byte);
	return byte;
}

int fuzz_one(const uint8_t *data, size_t size)
{
	static const int sizes[][2] = {{24, 80}, {12, 40}, {43, 132}, {10, 40}};
	struct program program = {0};

	if (size == 0)
		return 0;
	open_program(&program, sizes[data[0] % ARRAY_LEN(sizes)][0],
		sizes[data[0] % ARRAY_LEN(sizes)][1]);
	open_line(&program);
	for (size_t i = 1; i < size && i < KEYS_MAX &&
			   app_line_is_open(&program.app->line);
		i++) {
		if (data[i] == '\n')
			enter(&program);
		else if (key_of(data[i]) >= ' ' ||
			 key_of(data[i]) == KEYS_TAB || data[i] < 13)
			press(&program, key_of(data[i]));
		if (app_line_is_open(&program.app->line))
			check_line(&program);
	}
	close_program(&program);
	return 0;
}
