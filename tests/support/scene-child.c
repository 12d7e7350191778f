/* SPDX-License-Identifier: MIT
 *
 * The steps about programs that were started: what they were given, how they
 * end. All are about the oldest that has not ended.
 */
#include "scene-private.h"

#include <string.h>

static struct child *running(struct scene *scene)
{
	struct child *child = fake_children_running(scene->children);

	if (child == NULL)
		scene_problem(scene, "no program was started");
	return child;
}

/* child-ends CODE OUTPUT; ^ is a line break */
static void step_child_ends(struct scene *scene, const char *args)
{
	struct child *child = running(scene);
	char output[SCENE_ARGS];

	if (child == NULL)
		return;
	text_format(output, sizeof(output), "%s", scene_behind(args, 1));
	for (char *c = strchr(output, '^'); c != NULL; c = strchr(c, '^'))
		*c = '\n';
	fake_child_end(child, (int)scene_number(args), output);
	scene_settle(scene);
}

static void step_expect_child(struct scene *scene, const char *args)
{
	struct child *child = running(scene);

	if (child != NULL && strcmp(fake_child_words(child), args) != 0)
		scene_problem(scene, "it is: %s", fake_child_words(child));
}

static void step_expect_no_child(struct scene *scene, const char *args UNUSED)
{
	struct child *child = fake_children_running(scene->children);

	if (child != NULL)
		scene_problem(scene, "it runs: %s", fake_child_words(child));
}

static void step_expect_child_input(struct scene *scene, const char *args)
{
	struct child *child = running(scene);

	if (child != NULL && strstr(fake_child_input(child), args) == NULL)
		scene_problem(scene, "it reads: %s", fake_child_input(child));
}

static void step_expect_child_variable(struct scene *scene, const char *args)
{
	struct child *child = running(scene);
	struct scene_words words;
	const char *value;

	scene_split(args, &words);
	if (child == NULL || !scene_has_words(scene, &words, 1))
		return;
	value = fake_child_variable(child, words.items[0]);
	if (value == NULL || strcmp(value, scene_behind(args, 1)) != 0)
		scene_problem(scene, "%s is: %s", words.items[0],
			value != NULL ? value : "not there");
}

static const struct scene_step steps[] = {
	{"child-ends", step_child_ends},
	{"expect-child", step_expect_child},
	{"expect-no-child", step_expect_no_child},
	{"expect-child-input", step_expect_child_input},
	{"expect-child-variable", step_expect_child_variable},
};

const struct scene_step *scene_child_steps(size_t *count)
{
	*count = ARRAY_LEN(steps);
	return steps;
}
