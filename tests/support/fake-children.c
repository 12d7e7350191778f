/* SPDX-License-Identifier: MIT
 *
 * A list of children that do nothing.
 */
#include "fake-children.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "mem.h"

struct child {
	struct children *children;
	struct fake_children *fake;
	struct child *next;
	char *name, *words, *output;
	char **environment;
	bool on_terminal, stopped, over;
	int code;
	struct buf input;
	loop_fn room;
	void *room_data;
	child_end_fn done;
	void *data;
	struct loop_deferred *telling, *feeding;
};

struct fake_children {
	struct children children;
	struct loop *loop;
	struct child *first;
};

static char *join(const char *const *words)
{
	struct buf out;

	buf_init(&out, 64 * 1024);
	buf_puts(&out, words[0]);
	for (size_t i = 1; words[i] != NULL; i++)
		buf_printf(&out, " %s", words[i]);
	return buf_take(&out);
}

static char **copy_list(const char *const *list)
{
	size_t count = 0;
	char **out;

	while (list != NULL && list[count] != NULL)
		count++;
	out = mem_array(count + 1, sizeof(*out));
	for (size_t i = 0; i < count; i++)
		out[i] = mem_dup(list[i]);
	return out;
}

static void drop(struct child *child)
{
	struct child **link = &child->fake->first;

	while (*link != child)
		link = &(*link)->next;
	*link = child->next;
	loop_defer_cancel(child->fake->loop, child->telling);
	loop_defer_cancel(child->fake->loop, child->feeding);
	for (size_t i = 0; child->environment[i] != NULL; i++)
		free(child->environment[i]);
	free(child->environment);
	free(child->name);
	free(child->words);
	free(child->output);
	buf_clear(&child->input);
	free(child);
}

static struct child *start(struct children *children,
	const struct child_request *request, child_end_fn done, void *data)
{
	struct fake_children *fake = (struct fake_children *)(void *)children;
	struct child *child = mem_zalloc(sizeof(*child)), **end = &fake->first;

	child->children = children;
	child->fake = fake;
	child->name = mem_dup(request->words[0]);
	child->words = join(request->words);
	child->environment = copy_list(request->environment);
	child->on_terminal = request->on_terminal;
	child->done = done;
	child->data = data;
	buf_init(&child->input, (size_t)64 * 1024 * 1024);
	while (*end != NULL)
		end = &(*end)->next;
	*end = child;
	return child;
}

static void feed(void *data)
{
	struct child *child = data;

	child->feeding = NULL;
	if (child->room != NULL)
		child->room(child->room_data);
}

static void write_to(struct child *child, const char *data, size_t len)
{
	buf_add(&child->input, data, len);
	if (child->feeding == NULL)
		child->feeding = loop_defer(child->fake->loop, feed, child);
}

static size_t unread(const struct child *child)
{
	return child->feeding != NULL ? 1 : 0;
}

static void on_room(struct child *child, loop_fn fn, void *data)
{
	child->room = fn;
	child->room_data = data;
}

static void close_input(struct child *child UNUSED)
{
}

static void stop(struct child *child)
{
	child->stopped = true;
	fake_child_end(child, 143, "");
}

static void forget(struct child *child)
{
	child->done = NULL;
	child->room = NULL;
}

static void go_on(struct children *children UNUSED)
{
}

static bool interrupt(struct children *children UNUSED)
{
	return false;
}

static const struct child_ops ops = {
	.start = start,
	.write = write_to,
	.unread = unread,
	.on_room = on_room,
	.close = close_input,
	.stop = stop,
	.forget = forget,
	.go_on = go_on,
	.interrupt = interrupt,
};

struct fake_children *fake_children_new(struct loop *loop)
{
	struct fake_children *fake = mem_zalloc(sizeof(*fake));

	fake->children.ops = &ops;
	fake->loop = loop;
	return fake;
}

void fake_children_free(struct fake_children *fake)
{
	if (fake == NULL)
		return;
	while (fake->first != NULL)
		drop(fake->first);
	free(fake);
}

struct children *fake_children_children(struct fake_children *fake)
{
	return &fake->children;
}

struct child *fake_children_running(const struct fake_children *fake)
{
	struct child *child = fake->first;

	while (child != NULL && child->over)
		child = child->next;
	return child;
}

const char *fake_child_words(const struct child *child)
{
	return child->words;
}

const char *fake_child_input(const struct child *child)
{
	return buf_text(&child->input);
}

const char *fake_child_variable(const struct child *child, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; child->environment[i] != NULL; i++)
		if (strncmp(child->environment[i], name, len) == 0 &&
			child->environment[i][len] == '=')
			return child->environment[i] + len + 1;
	return NULL;
}

bool fake_child_is_on_terminal(const struct child *child)
{
	return child->on_terminal;
}

bool fake_child_was_stopped(const struct child *child)
{
	return child->stopped;
}

static void tell(void *data)
{
	struct child *child = data;
	struct child_end end = {.code = child->code, .output = child->output};

	child->telling = NULL;
	if (child->code < 0)
		error_set(&end.error, ERROR_SYSTEM,
			"%s cannot be started: No such file or directory",
			child->name);
	else if (child->code > 0)
		error_set(&end.error, ERROR_SYSTEM,
			"%s ended with exit code %d", child->name, child->code);
	if (child->done != NULL)
		child->done(child->data, &end);
	drop(child);
}

void fake_child_end(struct child *child, int code, const char *output)
{
	if (child->over)
		return;
	child->over = true;
	child->code = code;
	child->output = mem_dup(output);
	child->telling = loop_defer(child->fake->loop, tell, child);
}
