/* SPDX-License-Identifier: MIT
 *
 * Plays scenes: a table of steps, each a function that gets the rest of its
 * line. A block of `|` and `~` lines belongs to the step above it.
 */
#include "scene.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "date.h"
#include "fake-loop.h"
#include "fake-transport.h"
#include "log.h"
#include "mem.h"
#include "memory-journal.h"
#include "memory-screen.h"

#define TEXT_MAX  (4 * 1024 * 1024)
#define WORDS_MAX 32
#define ARGS_MAX  4096

struct scene {
	/* the text */
	const char *folder;
	char **lines;
	size_t count, at; /* the present line */
	struct buf *problems, *updated;
	bool failed;
	/* what start is told */
	int rows, cols;
	int64_t now;
	const char *order_id;
	char *texts[64]; /* copies that live as long as the scene */
	size_t text_count;
	struct store_options store_options;
	struct api_options api_options;
	bool no_journal;
	/* the program */
	struct fake_loop *loop;
	struct fake_transport *transport;
	struct memory_journal *journal;
	struct memory_screen *screen;
	struct api *api;
	struct store *store;
	struct app *app;
	/* requests that may stay without an answer: method, path */
	char *ignored[32][2];
	size_t ignored_count;
};

PRINTF_LIKE(2, 3)
static void problem(struct scene *scene, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	buf_printf(scene->problems, "line %zu: %s\n", scene->at + 1, text);
	free(text);
	scene->failed = true;
}

static const char *keep(struct scene *scene, const char *text)
{
	if (scene->text_count == ARRAY_LEN(scene->texts)) {
		problem(scene, "too many options");
		return "";
	}
	scene->texts[scene->text_count] = mem_dup(text);
	return scene->texts[scene->text_count++];
}

/* -- words -- */

struct words {
	char buffer[ARGS_MAX];
	char *items[WORDS_MAX];
	bool quoted[WORDS_MAX];
	size_t count;
};

static char *next_word(char *text, struct words *words)
{
	bool quoted = *text == '"';
	char *end;

	if (quoted)
		text++;
	words->items[words->count] = text;
	words->quoted[words->count++] = quoted;
	end = text + strcspn(text, quoted ? "\"" : " ");
	if (*end != '\0')
		*end++ = '\0';
	return end;
}

static void split(const char *text, struct words *words)
{
	char *p = words->buffer;

	words->count = 0;
	text_format(words->buffer, sizeof(words->buffer), "%s", text);
	while (*(p += strspn(p, " ")) != '\0' && words->count < WORDS_MAX)
		p = next_word(p, words);
}

/* The text behind the first `count` words. */
static const char *behind(const char *text, size_t count)
{
	for (; count > 0; count--) {
		text += strspn(text, " ");
		text += strcspn(text, " ");
	}
	return text + strspn(text, " ");
}

static bool
has_words(struct scene *scene, const struct words *words, size_t count)
{
	if (words->count >= count)
		return true;
	problem(scene, "this step takes at least %zu words", count);
	return false;
}

static long number(const char *text)
{
	return strtol(text, NULL, 10);
}

/* -- the program -- */

static void settle(struct scene *scene)
{
	fake_loop_run_ready(scene->loop);
}

static bool is_started(struct scene *scene)
{
	if (scene->app == NULL)
		problem(scene, "the program is not started");
	return scene->app != NULL;
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	char chunk[4096];
	struct buf text;
	size_t got;

	if (file == NULL)
		return NULL;
	buf_init(&text, TEXT_MAX);
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(&text, chunk, got);
	fclose(file);
	buf_puts(&text, "");
	return text.len > 0 ? buf_take(&text) : NULL;
}

static char *fixture(struct scene *scene, const char *name)
{
	char *path = mem_printf("%s/../fixtures/%s", scene->folder, name);
	char *text = read_file(path);

	if (text == NULL)
		problem(scene, "cannot read the fixture %s", path);
	free(path);
	return text;
}

/* Order number 900001 + row, all in the same plain state. */
static char *made_up_page(long first, long count, long total)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	buf_puts(&out, "{\"orders\":[");
	for (long row = first; row < first + count; row++)
		buf_printf(&out,
			"%s{\"id\":%ld,\"certificate\":{\"common_name\":"
			"\"host%ld.example.com\",\"valid_till\":"
			"\"2027-06-01\"},\"status\":\"issued\","
			"\"date_created\":\"2026-06-01T10:00:00+00:00\","
			"\"product\":{\"name_id\":\"ssl_plus\",\"name\":"
			"\"Standard SSL\",\"type\":\"ssl_certificate\"}}",
			row > first ? "," : "", 900001 + row, row + 1);
	buf_printf(&out,
		"],\"page\":{\"total\":%ld,\"limit\":%ld,\"offset\":%ld}}",
		total, count, first);
	return buf_take(&out);
}

/* The body that a reply names; the caller frees. NULL and a problem. */
static char *body_of(struct scene *scene, const char *text)
{
	struct words words;

	if (text[0] == '{' || text[0] == '[' || text[0] == '<' ||
		text[0] == '\0')
		return mem_dup(text);
	split(text, &words);
	if (strcmp(words.items[0], "@list") == 0 && words.count == 4)
		return made_up_page(number(words.items[1]),
			number(words.items[2]), number(words.items[3]));
	return fixture(scene, words.items[0]);
}

static void
answer_fixture(struct scene *scene, const char *path, const char *name)
{
	char *body = fixture(scene, name);

	if (body != NULL)
		fake_transport_answer(scene->transport, "GET", path, 200, body);
	free(body);
	settle(scene);
}

static void start(struct scene *scene, const char *args)
{
	const struct error no_journal = {.kind = ERROR_JOURNAL,
		.text = "The journal cannot be written."};
	struct app_options options = {.order_id = scene->order_id};

	scene->api = api_new(fake_loop_loop(scene->loop),
		fake_transport_transport(scene->transport),
		&scene->api_options);
	scene->store = store_new(fake_loop_loop(scene->loop), scene->api,
		scene->no_journal ? NULL
				  : memory_journal_journal(scene->journal),
		scene->no_journal ? &no_journal : NULL, &scene->store_options);
	scene->screen = memory_screen_new(scene->rows, scene->cols);
	options.loop = fake_loop_loop(scene->loop);
	options.screen = memory_screen_screen(scene->screen);
	options.store = scene->store;
	scene->app = app_new(&options);
	store_start(scene->store);
	settle(scene);
	if (strcmp(args, "bare") == 0)
		return;
	answer_fixture(scene, "/account", "account.json");
	answer_fixture(scene, "/user/me", "user.json");
}

static void take_apart(struct scene *scene)
{
	app_free(scene->app);
	store_free(scene->store);
	if (scene->api != NULL)
		api_free(scene->api);
	memory_screen_free(scene->screen);
	fake_loop_run_ready(scene->loop);
	memory_journal_free(scene->journal);
	fake_transport_free(scene->transport);
	fake_loop_free(scene->loop);
	log_close();
	text_set_utf8(true);
	for (size_t i = 0; i < scene->text_count; i++)
		free(scene->texts[i]);
	for (size_t i = 0; i < scene->ignored_count; i++) {
		free(scene->ignored[i][0]);
		free(scene->ignored[i][1]);
	}
}

/* -- steps before the start -- */

static void read_size(struct scene *scene, const char *args)
{
	char *end;

	scene->cols = (int)strtol(args, &end, 10);
	scene->rows = *end == 'x' ? (int)strtol(end + 1, NULL, 10) : 0;
}

static void step_locale(struct scene *scene, const char *args)
{
	(void)scene;
	text_set_utf8(strcmp(args, "C") != 0);
}

static void step_now(struct scene *scene, const char *args)
{
	int64_t now;

	if (date_parse(args, &now, NULL))
		fake_loop_set_wall(scene->loop, now);
	else
		problem(scene, "no date: %s", args);
}

static void step_order(struct scene *scene, const char *args)
{
	scene->order_id = keep(scene, args);
}

static enum store_kind kind_from(const char *word)
{
	static const struct {
		const char *word;
		enum store_kind kind;
	} kinds[] = {
		{"enterprise", STORE_ENTERPRISE},
		{"partner", STORE_PARTNER},
		{"legacy", STORE_LEGACY},
		{"subscription", STORE_SUBSCRIPTION},
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].word, word) == 0)
			return kinds[i].kind;
	}
	return STORE_KIND_UNKNOWN;
}

static void step_option(struct scene *scene, const char *args)
{
	struct store_options *options = &scene->store_options;
	struct words words;
	const char *name, *value;

	split(args, &words);
	if (!has_words(scene, &words, 1))
		return;
	name = words.items[0];
	value = keep(scene, behind(args, 1));
	if (strcmp(name, "label") == 0)
		options->label = value;
	else if (strcmp(name, "kind") == 0)
		options->kind = kind_from(value);
	else if (strcmp(name, "read-only") == 0) {
		options->read_only = true;
		options->read_only_reason = value;
	} else if (strcmp(name, "console-url") == 0)
		options->console_url = value;
	else if (strcmp(name, "mail-url") == 0)
		options->mail_url = value;
	else if (strcmp(name, "issuance") == 0)
		scene->api_options.issuance_resend = value;
	else if (strcmp(name, "note-on-resend") == 0)
		options->note_on_resend = true;
	else if (strcmp(name, "guard") == 0)
		options->resend_guard_s = (int)number(value);
	else if (strcmp(name, "no-journal") == 0)
		scene->no_journal = true;
	else
		problem(scene, "no such option: %s", name);
}

static bool outcome_from(const char *word, enum journal_outcome *out)
{
	for (int i = JOURNAL_PENDING; i <= JOURNAL_UNKNOWN; i++) {
		if (strcmp(word, journal_outcome_name(
					 (enum journal_outcome)i)) == 0) {
			*out = (enum journal_outcome)i;
			return true;
		}
	}
	return false;
}

static void step_journal(struct scene *scene, const char *args)
{
	struct journal_record record = {0};
	struct words words;
	char *host;

	split(args, &words);
	if (!has_words(scene, &words, 5))
		return;
	host = strchr(words.items[4], '@');
	if (host != NULL)
		*host++ = '\0';
	record.order_id = words.items[0];
	record.action = words.items[1];
	record.agent = words.items[4];
	record.host = host;
	record.recipients = (const char *const *)words.items + 5;
	record.recipient_count = words.count - 5;
	if (!outcome_from(words.items[2], &record.outcome) ||
		!date_parse(words.items[3], &record.time, NULL)) {
		problem(scene, "no outcome or no date");
		return;
	}
	record.finished = record.time;
	memory_journal_add(scene->journal, &record);
}

/* -- steps that do something -- */

static void step_reply(struct scene *scene, const char *args)
{
	struct words words;
	char *body;

	split(args, &words);
	if (!is_started(scene) || !has_words(scene, &words, 3))
		return;
	body = body_of(scene, behind(args, 3));
	if (body != NULL &&
		!fake_transport_answer(scene->transport, words.items[0],
			words.items[1], (int)number(words.items[2]), body))
		problem(scene, "nobody asked for %s %s", words.items[0],
			words.items[1]);
	free(body);
	settle(scene);
}

static void step_replies(struct scene *scene, const char *args)
{
	struct words words;
	char *body;

	split(args, &words);
	if (!is_started(scene) || !has_words(scene, &words, 3))
		return;
	body = body_of(scene, behind(args, 3));
	while (body != NULL &&
		fake_transport_answer(scene->transport, words.items[0],
			words.items[1], (int)number(words.items[2]), body))
		settle(scene);
	free(body);
}

static bool kind_of_error(const char *word, enum error_kind *out)
{
	for (int i = ERROR_NONE; i <= ERROR_STATE; i++) {
		if (strcmp(word, error_kind_name((enum error_kind)i)) == 0) {
			*out = (enum error_kind)i;
			return true;
		}
	}
	return false;
}

static void step_fail(struct scene *scene, const char *args)
{
	const struct fake_transport_request *request;
	enum error_kind kind;
	struct words words;

	split(args, &words);
	if (!is_started(scene) || !has_words(scene, &words, 3))
		return;
	if (!kind_of_error(words.items[2], &kind)) {
		problem(scene, "no such kind of error: %s", words.items[2]);
		return;
	}
	request = fake_transport_find(
		scene->transport, words.items[0], words.items[1]);
	if (request == NULL)
		problem(scene, "nobody asked for %s %s", words.items[0],
			words.items[1]);
	else
		fake_transport_fail(scene->transport, request, kind);
	settle(scene);
}

static void step_ignore(struct scene *scene, const char *args)
{
	struct words words;

	split(args, &words);
	if (!has_words(scene, &words, 2) ||
		scene->ignored_count == ARRAY_LEN(scene->ignored))
		return;
	scene->ignored[scene->ignored_count][0] = mem_dup(words.items[0]);
	scene->ignored[scene->ignored_count++][1] = mem_dup(words.items[1]);
}

static void type_word(struct scene *scene, const char *word, bool quoted)
{
	key_code code;

	if (!quoted && key_from_name(word, &code)) {
		memory_screen_type(scene->screen, code);
		return;
	}
	if (!quoted)
		problem(scene, "no such key: %s", word);
	/* Only ASCII is typed; the rest can be pasted. */
	for (; *word != '\0'; word++)
		memory_screen_type(
			scene->screen, (key_code)(unsigned char)*word);
}

static void press(struct scene *scene)
{
	app_keys_ready(scene->app);
	settle(scene);
}

static void step_keys(struct scene *scene, const char *args)
{
	struct words words;

	if (!is_started(scene))
		return;
	split(args, &words);
	for (size_t i = 0; i < words.count; i++)
		type_word(scene, words.items[i], words.quoted[i]);
	press(scene);
}

static void step_paste(struct scene *scene, const char *args)
{
	struct words words;

	split(args, &words);
	if (!is_started(scene) || !has_words(scene, &words, 1))
		return;
	for (char *p = words.items[0]; *p != '\0'; p++) {
		if (*p == '^') /* a line break */
			*p = '\n';
	}
	memory_screen_paste(scene->screen, words.items[0]);
	press(scene);
}

static void step_wait(struct scene *scene, const char *args)
{
	char *unit;
	long count = strtol(args, &unit, 10);

	if (strcmp(unit, "ms") == 0)
		fake_loop_advance(scene->loop, count);
	else if (strcmp(unit, "s") == 0)
		fake_loop_advance(scene->loop, count * 1000);
	else
		problem(scene, "a time is 500ms or 2s");
}

static void step_resize(struct scene *scene, const char *args)
{
	if (!is_started(scene))
		return;
	read_size(scene, args);
	memory_screen_resize(scene->screen, scene->rows, scene->cols);
	app_resized(scene->app);
	settle(scene);
}

static void step_hold_journal(struct scene *scene, const char *args)
{
	memory_journal_hold(scene->journal, strcmp(args, "yes") == 0);
	settle(scene);
}

static void step_fail_journal(struct scene *scene, const char *args)
{
	memory_journal_fail_begin(scene->journal, strcmp(args, "yes") == 0);
}

static void step_hang_up(struct scene *scene, const char *args)
{
	(void)args;
	memory_screen_type(scene->screen, KEYS_GONE);
	press(scene);
}

/* -- expectations -- */

static void write_screen(const struct scene *scene, struct buf *out)
{
	for (int row = 0; row < memory_screen_frame(scene->screen)->rows;
		row++) {
		memory_screen_row_text(scene->screen, row, out);
		buf_putc(out, '\n');
	}
}

static bool is_block_line(const struct scene *scene, size_t at)
{
	if (at >= scene->count)
		return false;
	return scene->lines[at][0] == '|' || scene->lines[at][0] == '~';
}

static void update_line(struct scene *scene, char mark, const char *text)
{
	if (scene->updated != NULL)
		buf_printf(scene->updated, "%c%s\n", mark, text);
}

/* Compares one line of a block that was expected with what is there. */
static void compare(struct scene *scene, const char *expected, const char *got)
{
	if (scene->updated == NULL && strcmp(expected, got) != 0)
		problem(scene, "expected %s\n      but it is %s", expected,
			got);
}

static void check_row(struct scene *scene, int row, bool *with_styles)
{
	struct buf text;
	size_t next = scene->at + 1;

	buf_init(&text, TEXT_MAX);
	memory_screen_row_text(scene->screen, row, &text);
	update_line(scene, '|', buf_text(&text));
	if (is_block_line(scene, next) && scene->lines[next][0] == '|') {
		scene->at = next++;
		compare(scene, scene->lines[scene->at] + 1, buf_text(&text));
	} else if (scene->updated == NULL)
		problem(scene, "row %d is not in the file", row + 1);
	*with_styles =
		is_block_line(scene, next) && scene->lines[next][0] == '~';
	buf_clear(&text);
}

static void check_styles(struct scene *scene, int row)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	memory_screen_row_styles(scene->screen, row, &text);
	update_line(scene, '~', buf_text(&text));
	scene->at++;
	compare(scene, scene->lines[scene->at] + 1, buf_text(&text));
	buf_clear(&text);
}

static void step_expect(struct scene *scene, const char *args)
{
	bool with_styles;

	(void)args;
	if (!is_started(scene))
		return;
	for (int row = 0; row < memory_screen_frame(scene->screen)->rows;
		row++) {
		check_row(scene, row, &with_styles);
		if (with_styles)
			check_styles(scene, row);
		if (scene->failed && scene->updated == NULL)
			break; /* the rest would only repeat it */
	}
	while (is_block_line(scene, scene->at + 1))
		scene->at++;
}

static void show_screen(struct scene *scene)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	write_screen(scene, &text);
	buf_printf(scene->problems, "%s", buf_text(&text));
	buf_clear(&text);
}

static void step_expect_line(struct scene *scene, const char *args)
{
	long row = number(args);
	const char *wanted = strchr(args, '|');
	struct buf text;

	if (!is_started(scene) || wanted == NULL || row < 1 ||
		row > memory_screen_frame(scene->screen)->rows) {
		problem(scene, "expect-line N |text");
		return;
	}
	buf_init(&text, TEXT_MAX);
	memory_screen_row_text(scene->screen, (int)row - 1, &text);
	if (strstr(buf_text(&text), wanted + 1) == NULL)
		problem(scene, "row %ld is: %s", row, buf_text(&text));
	buf_clear(&text);
}

static bool is_on_screen(const struct scene *scene, const char *wanted)
{
	struct buf text;
	bool found;

	buf_init(&text, TEXT_MAX);
	write_screen(scene, &text);
	found = strstr(buf_text(&text), wanted) != NULL;
	buf_clear(&text);
	return found;
}

static void step_expect_text(struct scene *scene, const char *args)
{
	if (!is_started(scene) || is_on_screen(scene, args))
		return;
	problem(scene, "not on the screen: %s", args);
	show_screen(scene);
}

static void step_expect_no_text(struct scene *scene, const char *args)
{
	if (!is_started(scene) || !is_on_screen(scene, args))
		return;
	problem(scene, "on the screen: %s", args);
	show_screen(scene);
}

static void step_expect_cursor(struct scene *scene, const char *args)
{
	const struct canvas *frame;
	char got[64];

	if (!is_started(scene))
		return;
	frame = memory_screen_frame(scene->screen);
	if (frame->cursor_row < 0)
		text_format(got, sizeof(got), "none");
	else
		text_format(got, sizeof(got), "%d %d", frame->cursor_row + 1,
			frame->cursor_col + 1);
	if (strcmp(got, args) != 0)
		problem(scene, "the cursor is at %s", got);
}

static void step_expect_sent(struct scene *scene, const char *args)
{
	struct words words;
	size_t sent;

	split(args, &words);
	if (!has_words(scene, &words, 3))
		return;
	sent = fake_transport_sent(
		scene->transport, words.items[1], words.items[2]);
	if (sent != (size_t)number(words.items[0]))
		problem(scene, "%zu were sent", sent);
}

/* The last request that was sent and fits. */
static const struct fake_transport_request *
last_request(const struct scene *scene, const char *method, const char *path)
{
	size_t i = fake_transport_count(scene->transport);

	while (i-- > 0) {
		const struct fake_transport_request *request =
			fake_transport_at(scene->transport, i);

		if (strcmp(transport_method_name(request->method), method) ==
				0 &&
			strncmp(request->path, path, strlen(path)) == 0)
			return request;
	}
	return NULL;
}

static void step_expect_body(struct scene *scene, const char *args)
{
	const struct fake_transport_request *request;
	struct words words;

	split(args, &words);
	if (!has_words(scene, &words, 3))
		return;
	request = last_request(scene, words.items[0], words.items[1]);
	if (request == NULL || request->body == NULL)
		problem(scene, "no such request, or it had no body");
	else if (strstr(request->body, behind(args, 2)) == NULL)
		problem(scene, "the body was %s", request->body);
}

static void write_record(const struct journal_record *record, struct buf *out)
{
	buf_printf(out, "%s %s %s", record->action, record->order_id,
		journal_outcome_name(record->outcome));
	for (size_t i = 0; i < record->recipient_count; i++)
		buf_printf(out, " %s", record->recipients[i]);
	if (record->settled)
		buf_printf(out, " settled as %s",
			journal_outcome_name(record->settled_as));
}

static void step_expect_journal(struct scene *scene, const char *args)
{
	size_t count = memory_journal_count(scene->journal);

	(void)args;
	for (size_t i = 0; i < count; i++) {
		struct buf text;

		buf_init(&text, ARGS_MAX);
		write_record(memory_journal_at(scene->journal, i), &text);
		update_line(scene, '|', buf_text(&text));
		if (is_block_line(scene, scene->at + 1)) {
			scene->at++;
			compare(scene, scene->lines[scene->at] + 1,
				buf_text(&text));
		} else if (scene->updated == NULL)
			problem(scene, "one more record: %s", buf_text(&text));
		buf_clear(&text);
	}
	while (is_block_line(scene, scene->at + 1)) {
		scene->at++;
		if (scene->updated == NULL)
			problem(scene, "there is no such record");
	}
}

static void step_expect_copied(struct scene *scene, const char *args)
{
	if (is_started(scene) &&
		strcmp(memory_screen_copied(scene->screen), args) != 0)
		problem(scene, "the clipboard has: %s",
			memory_screen_copied(scene->screen));
}

static void step_expect_end(struct scene *scene, const char *args)
{
	(void)args;
	if (!fake_loop_is_stopped(scene->loop))
		problem(scene, "the program goes on");
}

static void step_expect_running(struct scene *scene, const char *args)
{
	(void)args;
	if (fake_loop_is_stopped(scene->loop))
		problem(scene, "the program has ended");
}

/* -- the table -- */

static const struct step {
	const char *name;
	void (*run)(struct scene *scene, const char *args);
} steps[] = {
	{"size", read_size},
	{"locale", step_locale},
	{"now", step_now},
	{"option", step_option},
	{"order", step_order},
	{"journal", step_journal},
	{"start", start},
	{"reply", step_reply},
	{"replies", step_replies},
	{"fail", step_fail},
	{"ignore", step_ignore},
	{"keys", step_keys},
	{"paste", step_paste},
	{"wait", step_wait},
	{"resize", step_resize},
	{"hold-journal", step_hold_journal},
	{"fail-journal", step_fail_journal},
	{"hang-up", step_hang_up},
	{"expect", step_expect},
	{"expect-line", step_expect_line},
	{"expect-text", step_expect_text},
	{"expect-no-text", step_expect_no_text},
	{"expect-cursor", step_expect_cursor},
	{"expect-sent", step_expect_sent},
	{"expect-body", step_expect_body},
	{"expect-journal", step_expect_journal},
	{"expect-copied", step_expect_copied},
	{"expect-end", step_expect_end},
	{"expect-running", step_expect_running},
};

static void run_line(struct scene *scene, const char *line)
{
	size_t len = strcspn(line, " ");

	if (scene->updated != NULL)
		buf_printf(scene->updated, "%s\n", line);
	if (line[0] == '\0' || line[0] == '#')
		return;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (strlen(steps[i].name) == len &&
			strncmp(steps[i].name, line, len) == 0) {
			steps[i].run(scene, behind(line, 1));
			return;
		}
	}
	problem(scene, "no such step: %s", line);
}

static void split_lines(struct scene *scene, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		scene->lines = mem_resize(
			scene->lines, scene->count + 1, sizeof(*scene->lines));
		scene->lines[scene->count++] = mem_dupn(text, len);
		text += len + (text[len] == '\n');
	}
}

static bool is_ignored(
	const struct scene *scene, const struct fake_transport_request *request)
{
	for (size_t i = 0; i < scene->ignored_count; i++) {
		const char *method = transport_method_name(request->method);

		if (strcmp(scene->ignored[i][0], method) == 0 &&
			strncmp(scene->ignored[i][1], request->path,
				strlen(scene->ignored[i][1])) == 0)
			return true;
	}
	return false;
}

static void check_unanswered(struct scene *scene)
{
	for (size_t i = 0; i < fake_transport_count(scene->transport); i++) {
		const struct fake_transport_request *request =
			fake_transport_at(scene->transport, i);

		if (request->state == FAKE_TRANSPORT_WAITING &&
			!is_ignored(scene, request))
			problem(scene, "nobody answered %s %s",
				transport_method_name(request->method),
				request->path);
	}
}

static void prepare(struct scene *scene)
{
	scene->rows = 24;
	scene->cols = 80;
	scene->store_options = (struct store_options){
		.account_name = "test",
		.kind = STORE_KIND_UNKNOWN,
		.label = "",
		.console_url = "",
		.mail_url = "",
		.agent = "mira",
		.host = "jump1",
		.resend_guard_s = 600,
	};
	scene->api_options.issuance_resend = "";
	scene->loop = fake_loop_new();
	scene->transport = fake_transport_new(fake_loop_loop(scene->loop));
	scene->journal = memory_journal_new(fake_loop_loop(scene->loop));
}

bool scene_play(const char *text, const char *folder, struct buf *problems,
	struct buf *updated)
{
	struct scene scene = {
		.folder = folder, .problems = problems, .updated = updated};

	prepare(&scene);
	split_lines(&scene, text);
	for (; scene.at < scene.count; scene.at++) {
		run_line(&scene, scene.lines[scene.at]);
		if (scene.failed && updated == NULL)
			break;
	}
	if (!scene.failed)
		check_unanswered(&scene);
	take_apart(&scene);
	for (size_t i = 0; i < scene.count; i++)
		free(scene.lines[i]);
	free(scene.lines);
	return !scene.failed;
}
