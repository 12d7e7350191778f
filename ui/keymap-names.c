/* SPDX-License-Identifier: MIT
 *
 * Made from the tables when somebody asks.
 */
#include "keymap-names.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "command.h"
#include "keymap-set.h"
#include "keymap-views.h"
#include "mem.h"
#include "nearest.h"
#include "text.h"

struct keymap_names {
	char **list;
	size_t count;
};

static void add(struct keymap_names *names, char *name)
{
	names->list =
		mem_resize(names->list, names->count + 1, sizeof(*names->list));
	names->list[names->count++] = name;
}

static const char *short_name(const char *name)
{
	const char *dash = strchr(name, '-');

	return dash != NULL ? dash + 1 : name;
}

/* There are a thousand of these, and all are made at the start. */
static char *in_view(const struct keymap_view *view, const char *name)
{
	size_t len = strlen(view->name), rest = strlen(name) + 1;
	char *out = mem_alloc(len + 1 + rest);

	memcpy(out, view->name, len);
	out[len] = '.';
	memcpy(out + len + 1, name, rest);
	return out;
}

/* The view's own: by their names, by their short ones, and both with the view
 * in front. What works everywhere: its name, and that with a view. */
static void add_view(struct keymap_names *names, const struct keymap_view *view)
{
	size_t count;
	const struct command *commands = view->commands(&count), *global;

	for (size_t i = 0; i < count; i++) {
		const char *name = commands[i].name;

		add(names, mem_dup(name));
		add(names, mem_dup(short_name(name)));
		add(names, in_view(view, short_name(name)));
		add(names, in_view(view, name));
	}
	for (size_t i = 0; (global = keymap_views_global(i)) != NULL; i++)
		add(names, in_view(view, global->name));
}

struct keymap_names *keymap_names_new(void)
{
	struct keymap_names *names = mem_zalloc(sizeof(*names));
	const struct keymap_view *view;
	const struct command *global;

	add(names, mem_dup(KEYMAP_SET_LINE));
	for (size_t i = 0; (global = keymap_views_global(i)) != NULL; i++)
		add(names, mem_dup(global->name));
	for (size_t i = 0; (view = keymap_views_at(i)) != NULL; i++)
		add_view(names, view);
	return names;
}

void keymap_names_free(struct keymap_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
	free(names);
}

bool keymap_names_has(const struct keymap_names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (strcmp(names->list[i], name) == 0)
			return true;
	}
	return false;
}

/* "help", as on the command line: it is app-help here. */
static const char *global_of(const char *name)
{
	const struct command *global;

	for (size_t i = 0; (global = keymap_views_global(i)) != NULL; i++) {
		if (strcmp(short_name(global->name), name) == 0)
			return global->name;
	}
	return NULL;
}

/* Who names a view means one. */
const char *
keymap_names_nearest(const struct keymap_names *names, const char *name)
{
	bool has_view = strchr(name, '.') != NULL;
	const char **list = mem_array(names->count, sizeof(*list));
	const char *near;
	size_t count = 0;

	near = global_of(name);
	for (size_t i = 0; i < names->count && near == NULL; i++) {
		if ((strchr(names->list[i], '.') != NULL) == has_view)
			list[count++] = names->list[i];
	}
	if (near == NULL)
		near = nearest_name(name, list, count);
	free(list);
	return near;
}
