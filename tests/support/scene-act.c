/* SPDX-License-Identifier: MIT
 *
 * The steps of a scene that do something: keys, answers, time, faults.
 */
#include "scene-private.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static void step_reply(struct scene *scene, const char *args)
{
	struct scene_words words;
	char *body;

	scene_split(args, &words);
	if (!scene_is_started(scene) || !scene_has_words(scene, &words, 3))
		return;
	body = scene_body(scene, scene_behind(args, 3));
	if (body != NULL && !fake_transport_answer(scene->transport,
				    words.items[0], words.items[1],
				    (int)scene_number(words.items[2]), body))
		scene_problem(scene, "nobody asked for %s %s", words.items[0],
			words.items[1]);
	free(body);
	scene_settle(scene);
}

/* progress METHOD PATH GOT TOTAL: so many bytes of the answer are here. */
static void step_progress(struct scene *scene, const char *args)
{
	const struct fake_transport_request *request;
	struct scene_words words;

	scene_split(args, &words);
	if (!scene_is_started(scene) || !scene_has_words(scene, &words, 4))
		return;
	request = fake_transport_find(
		scene->transport, words.items[0], words.items[1]);
	if (request != NULL)
		fake_transport_progress(scene->transport, request,
			scene_number(words.items[2]),
			scene_number(words.items[3]));
	else
		scene_problem(scene, "nobody asked for %s %s", words.items[0],
			words.items[1]);
}

static void step_file(struct scene *scene, const char *args)
{
	const struct fake_transport_request *request;
	struct scene_words words;
	struct transport_response response = {
		.status = 200,
		.content_type = "application/x-pem-file",
	};

	scene_split(args, &words);
	if (!scene_is_started(scene) || !scene_has_words(scene, &words, 3))
		return;
	request = fake_transport_find(
		scene->transport, words.items[0], words.items[1]);
	response.body = scene_behind(args, 2);
	response.len = strlen(response.body);
	if (request != NULL)
		fake_transport_respond(scene->transport, request, &response);
	else
		scene_problem(scene, "nobody asked for %s %s", words.items[0],
			words.items[1]);
	scene_settle(scene);
}

static void step_replies(struct scene *scene, const char *args)
{
	struct scene_words words;
	char *body;

	scene_split(args, &words);
	if (!scene_is_started(scene) || !scene_has_words(scene, &words, 3))
		return;
	body = scene_body(scene, scene_behind(args, 3));
	while (body != NULL && fake_transport_answer(scene->transport,
				       words.items[0], words.items[1],
				       (int)scene_number(words.items[2]), body))
		scene_settle(scene);
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
	struct scene_words words;

	scene_split(args, &words);
	if (!scene_is_started(scene) || !scene_has_words(scene, &words, 3))
		return;
	if (!kind_of_error(words.items[2], &kind)) {
		scene_problem(
			scene, "no such kind of error: %s", words.items[2]);
		return;
	}
	request = fake_transport_find(
		scene->transport, words.items[0], words.items[1]);
	if (request == NULL)
		scene_problem(scene, "nobody asked for %s %s", words.items[0],
			words.items[1]);
	else
		fake_transport_fail(scene->transport, request, kind);
	scene_settle(scene);
}

static void step_ignore(struct scene *scene, const char *args)
{
	struct scene_words words;

	scene_split(args, &words);
	if (!scene_has_words(scene, &words, 2) ||
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
		scene_problem(scene, "no such key: %s", word);
	/* Only ASCII is typed; the rest can be pasted. */
	for (; *word != '\0'; word++)
		memory_screen_type(
			scene->screen, (key_code)(unsigned char)*word);
}

static void press(struct scene *scene)
{
	app_keys_ready(scene_app(scene));
	scene_settle(scene);
}

static void step_keys(struct scene *scene, const char *args)
{
	struct scene_words words;

	if (!scene_is_started(scene))
		return;
	scene_split(args, &words);
	for (size_t i = 0; i < words.count; i++)
		type_word(scene, words.items[i], words.quoted[i]);
	press(scene);
}

/* "click 4 10": row and column from 1; "wheel up". */
static void step_click(struct scene *scene, const char *args)
{
	struct scene_words words;

	scene_split(args, &words);
	if (!scene_is_started(scene) || !scene_has_words(scene, &words, 2))
		return;
	memory_screen_click(scene->screen, KEYS_CLICK,
		(int)scene_number(words.items[0]) - 1,
		(int)scene_number(words.items[1]) - 1);
	press(scene);
}

static void step_wheel(struct scene *scene, const char *args)
{
	if (!scene_is_started(scene))
		return;
	memory_screen_click(scene->screen,
		strcmp(args, "up") == 0 ? KEYS_WHEEL_UP : KEYS_WHEEL_DOWN, 0,
		0);
	press(scene);
}

static void step_paste(struct scene *scene, const char *args)
{
	struct scene_words words;

	scene_split(args, &words);
	if (!scene_is_started(scene) || !scene_has_words(scene, &words, 1))
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
		scene_problem(scene, "a time is 500ms or 2s");
}

static void step_resize(struct scene *scene, const char *args)
{
	if (!scene_is_started(scene))
		return;
	scene_read_size(scene, args);
	memory_screen_resize(scene->screen, scene->rows, scene->cols);
	app_resized(scene_app(scene));
	scene_settle(scene);
}

static void step_hold_journal(struct scene *scene, const char *args)
{
	memory_journal_hold(scene->journal, strcmp(args, "yes") == 0);
	scene_settle(scene);
}

static void step_fail_journal(struct scene *scene, const char *args)
{
	memory_journal_fail_begin(scene->journal, strcmp(args, "yes") == 0);
}

static void step_break_journal(struct scene *scene, const char *args)
{
	memory_journal_fail_list(scene->journal, strcmp(args, "yes") == 0);
}

static void step_stall(struct scene *scene, const char *args)
{
	bool stalled = strcmp(args, "yes") == 0;

	memory_screen_stall(scene->screen, stalled);
	if (!stalled)
		app_output_ready(scene_app(scene));
	scene_settle(scene);
}

static void step_hang_up(struct scene *scene, const char *args)
{
	(void)args;
	memory_screen_type(scene->screen, KEYS_GONE);
	press(scene);
}

/* -- the table -- */

static const struct scene_step steps[] = {
	{"reply", step_reply},
	{"file", step_file},
	{"progress", step_progress},
	{"replies", step_replies},
	{"fail", step_fail},
	{"ignore", step_ignore},
	{"keys", step_keys},
	{"paste", step_paste},
	{"click", step_click},
	{"wheel", step_wheel},
	{"wait", step_wait},
	{"resize", step_resize},
	{"hold-journal", step_hold_journal},
	{"fail-journal", step_fail_journal},
	{"break-journal", step_break_journal},
	{"hang-up", step_hang_up},
	{"stall", step_stall},
};

const struct scene_step *scene_act_steps(size_t *count)
{
	*count = ARRAY_LEN(steps);
	return steps;
}
