/* SPDX-License-Identifier: MIT
 *
 * Plays scenes: a line is a step, found by its first word in one of four
 * tables. A block of `|` and `~` lines belongs to the step above it.
 */
#include "scene-private.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

void scene_problem(struct scene *scene, const char *format, ...)
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

const char *scene_keep(struct scene *scene, const char *text)
{
	if (scene->text_count == ARRAY_LEN(scene->texts)) {
		scene_problem(scene, "too many options");
		return "";
	}
	scene->texts[scene->text_count] = mem_dup(text);
	return scene->texts[scene->text_count++];
}

/* -- words -- */

static char *next_word(char *text, struct scene_words *words)
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

void scene_split(const char *text, struct scene_words *words)
{
	char *p = words->buffer;

	words->count = 0;
	text_format(words->buffer, sizeof(words->buffer), "%s", text);
	while (*(p += strspn(p, " ")) != '\0' && words->count < SCENE_WORDS)
		p = next_word(p, words);
}

/* The text behind the first `count` words. */
const char *scene_behind(const char *text, size_t count)
{
	for (; count > 0; count--) {
		text += strspn(text, " ");
		text += strcspn(text, " ");
	}
	return text + strspn(text, " ");
}

bool scene_has_words(
	struct scene *scene, const struct scene_words *words, size_t count)
{
	if (words->count >= count)
		return true;
	scene_problem(scene, "this step takes at least %zu words", count);
	return false;
}

long scene_number(const char *text)
{
	return strtol(text, NULL, 10);
}

/* -- the text -- */

static const struct scene_step *step_named(const char *name, size_t len)
{
	const struct scene_step *(*const tables[])(size_t * count) = {
		scene_program_steps, scene_account_steps, scene_act_steps,
		scene_expect_steps, scene_child_steps, scene_disk_steps};

	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		size_t count;
		const struct scene_step *steps = tables[t](&count);

		for (size_t i = 0; i < count; i++) {
			if (strlen(steps[i].name) == len &&
				strncmp(steps[i].name, name, len) == 0)
				return &steps[i];
		}
	}
	return NULL;
}

static void run_line(struct scene *scene, const char *line)
{
	const struct scene_step *step;

	if (scene->updated != NULL)
		buf_printf(scene->updated, "%s\n", line);
	if (line[0] == '\0' || line[0] == '#')
		return;
	step = step_named(line, strcspn(line, " "));
	if (step != NULL)
		step->run(scene, scene_behind(line, 1));
	else
		scene_problem(scene, "no such step: %s", line);
	scene_check_cursor(scene);
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

static void
check_account(struct scene *scene, const struct fake_transport *transport)
{
	for (size_t i = 0; i < fake_transport_count(transport); i++) {
		const struct fake_transport_request *request =
			fake_transport_at(transport, i);

		if (request->state == FAKE_TRANSPORT_WAITING &&
			!is_ignored(scene, request))
			scene_problem(scene, "nobody answered %s %s",
				transport_method_name(request->method),
				request->path);
	}
}

static void check_unanswered(struct scene *scene)
{
	for (size_t i = 0; i < scene->list_count; i++)
		check_account(scene, scene->list[i].transport);
}

bool scene_play(const char *text, const char *folder, struct buf *problems,
	struct buf *updated)
{
	struct scene scene = {
		.folder = folder, .problems = problems, .updated = updated};

	scene_prepare(&scene);
	split_lines(&scene, text);
	for (; scene.at < scene.count; scene.at++) {
		run_line(&scene, scene.lines[scene.at]);
		if (scene.failed && updated == NULL)
			break;
	}
	if (!scene.failed)
		check_unanswered(&scene);
	scene_take_apart(&scene);
	for (size_t i = 0; i < scene.count; i++)
		free(scene.lines[i]);
	free(scene.lines);
	return !scene.failed;
}
