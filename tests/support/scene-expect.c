/* SPDX-License-Identifier: MIT
 *
 * The steps of a scene that look: at the screen, the requests, the journal.
 * With an update what is found is written instead of compared.
 */
#include "scene-private.h"

#include <stdlib.h>
#include <string.h>

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
		scene_problem(scene, "expected %s\n      but it is %s",
			expected, got);
}

static void check_row(struct scene *scene, int row, bool *with_styles)
{
	struct buf text;
	size_t next = scene->at + 1;

	buf_init(&text, SCENE_TEXT_MAX);
	memory_screen_row_text(scene->screen, row, &text);
	update_line(scene, '|', buf_text(&text));
	if (is_block_line(scene, next) && scene->lines[next][0] == '|') {
		scene->at = next++;
		compare(scene, scene->lines[scene->at] + 1, buf_text(&text));
	} else if (scene->updated == NULL)
		scene_problem(scene, "row %d is not in the file", row + 1);
	*with_styles =
		is_block_line(scene, next) && scene->lines[next][0] == '~';
	buf_clear(&text);
}

static void check_styles(struct scene *scene, int row)
{
	struct buf text;

	buf_init(&text, SCENE_TEXT_MAX);
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
	if (!scene_is_started(scene))
		return;
	scene_check_meaning(scene);
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

	buf_init(&text, SCENE_TEXT_MAX);
	write_screen(scene, &text);
	buf_printf(scene->problems, "%s", buf_text(&text));
	buf_clear(&text);
}

static void step_expect_line(struct scene *scene, const char *args)
{
	long row = scene_number(args);
	const char *wanted = strchr(args, '|');
	struct buf text;

	if (!scene_is_started(scene) || wanted == NULL || row < 1 ||
		row > memory_screen_frame(scene->screen)->rows) {
		scene_problem(scene, "expect-line N |text");
		return;
	}
	buf_init(&text, SCENE_TEXT_MAX);
	memory_screen_row_text(scene->screen, (int)row - 1, &text);
	if (strstr(buf_text(&text), wanted + 1) == NULL)
		scene_problem(scene, "row %ld is: %s", row, buf_text(&text));
	buf_clear(&text);
}

static bool is_on_screen(const struct scene *scene, const char *wanted)
{
	struct buf text;
	bool found;

	buf_init(&text, SCENE_TEXT_MAX);
	write_screen(scene, &text);
	found = strstr(buf_text(&text), wanted) != NULL;
	buf_clear(&text);
	return found;
}

static void step_expect_text(struct scene *scene, const char *args)
{
	if (!scene_is_started(scene))
		return;
	scene_check_meaning(scene);
	if (is_on_screen(scene, args))
		return;
	scene_problem(scene, "not on the screen: %s", args);
	show_screen(scene);
}

static void step_expect_no_text(struct scene *scene, const char *args)
{
	if (!scene_is_started(scene) || !is_on_screen(scene, args))
		return;
	scene_problem(scene, "on the screen: %s", args);
	show_screen(scene);
}

static void step_expect_cursor(struct scene *scene, const char *args)
{
	const struct canvas *frame;
	char got[64];

	if (!scene_is_started(scene))
		return;
	frame = memory_screen_frame(scene->screen);
	if (frame->cursor_row < 0)
		text_format(got, sizeof(got), "none");
	else
		text_format(got, sizeof(got), "%d %d", frame->cursor_row + 1,
			frame->cursor_col + 1);
	if (strcmp(got, args) != 0)
		scene_problem(scene, "the cursor is at %s", got);
}

static void step_expect_sent(struct scene *scene, const char *args)
{
	struct scene_words words;
	size_t sent;

	scene_split(args, &words);
	if (!scene_has_words(scene, &words, 3))
		return;
	sent = fake_transport_sent(
		scene->transport, words.items[1], words.items[2]);
	if (sent != (size_t)scene_number(words.items[0]))
		scene_problem(scene, "%zu were sent", sent);
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
	struct scene_words words;

	scene_split(args, &words);
	if (!scene_has_words(scene, &words, 3))
		return;
	request = last_request(scene, words.items[0], words.items[1]);
	if (request == NULL || request->body == NULL)
		scene_problem(scene, "no such request, or it had no body");
	else if (strstr(request->body, scene_behind(args, 2)) == NULL)
		scene_problem(scene, "the body was %s", request->body);
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

		buf_init(&text, SCENE_ARGS);
		write_record(memory_journal_at(scene->journal, i), &text);
		update_line(scene, '|', buf_text(&text));
		if (is_block_line(scene, scene->at + 1)) {
			scene->at++;
			compare(scene, scene->lines[scene->at] + 1,
				buf_text(&text));
		} else if (scene->updated == NULL)
			scene_problem(
				scene, "one more record: %s", buf_text(&text));
		buf_clear(&text);
	}
	while (is_block_line(scene, scene->at + 1)) {
		scene->at++;
		if (scene->updated == NULL)
			scene_problem(scene, "there is no such record");
	}
}

static void step_expect_kept(struct scene *scene, const char *args)
{
	const char *kept = scene->kept != NULL ? scene->kept : "";

	if (strstr(kept, args) == NULL)
		scene_problem(scene, "not in what was kept: %s", kept);
}

static void step_expect_copied(struct scene *scene, const char *args)
{
	if (scene_is_started(scene) &&
		strcmp(memory_screen_copied(scene->screen), args) != 0)
		scene_problem(scene, "the clipboard has: %s",
			memory_screen_copied(scene->screen));
}

static void step_expect_idle(struct scene *scene, const char *args)
{
	size_t frames;
	int64_t ms;

	(void)args;
	if (!scene_is_started(scene))
		return;
	frames = memory_screen_frames(scene->screen);
	scene_settle(scene);
	ms = fake_loop_next_timer(scene->loop);
	if (ms >= 0)
		scene_problem(scene, "it wakes up in %lld ms", (long long)ms);
	if (memory_screen_frames(scene->screen) != frames)
		scene_problem(scene, "it draws by itself");
}

static void step_expect_mouse(struct scene *scene, const char *args)
{
	bool wanted = strcmp(args, "on") == 0;

	if (scene_is_started(scene) &&
		memory_screen_has_mouse(scene->screen) != wanted)
		scene_problem(scene, "the mouse is %s", wanted ? "off" : "on");
}

static void step_expect_theme(struct scene *scene, const char *args)
{
	if (scene_is_started(scene) &&
		strcmp(memory_screen_theme(scene->screen), args) != 0)
		scene_problem(scene, "the theme is: %s",
			memory_screen_theme(scene->screen));
}

static void step_expect_end(struct scene *scene, const char *args)
{
	(void)args;
	if (!fake_loop_is_stopped(scene->loop))
		scene_problem(scene, "the program goes on");
}

static void step_expect_running(struct scene *scene, const char *args)
{
	(void)args;
	if (fake_loop_is_stopped(scene->loop))
		scene_problem(scene, "the program has ended");
}

/* -- the table -- */

static const struct scene_step steps[] = {
	{"expect", step_expect},
	{"expect-line", step_expect_line},
	{"expect-text", step_expect_text},
	{"expect-no-text", step_expect_no_text},
	{"expect-cursor", step_expect_cursor},
	{"expect-sent", step_expect_sent},
	{"expect-body", step_expect_body},
	{"expect-journal", step_expect_journal},
	{"expect-copied", step_expect_copied},
	{"expect-kept", step_expect_kept},
	{"expect-idle", step_expect_idle},
	{"expect-theme", step_expect_theme},
	{"expect-mouse", step_expect_mouse},
	{"expect-end", step_expect_end},
	{"expect-running", step_expect_running},
};

const struct scene_step *scene_expect_steps(size_t *count)
{
	*count = ARRAY_LEN(steps);
	return steps;
}
