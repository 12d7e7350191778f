/* SPDX-License-Identifier: MIT
 *
 * A keymap with everything in it finds keys that do not exist, that may not be
 * bound, and that are bound twice. What is left: names that are none, a write
 * on the Shift twin of a harmless key, keys that have to stay, and whether
 * there is a way out.
 */
#include "keymap-check.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "command.h"
#include "keymap-guard.h"
#include "keymap-names.h"
#include "keymap-set.h"
#include "keymap-views.h"
#include "keymap.h"
#include "mem.h"
#include "text.h"

struct problem {
	int line;
	char *text;
};

struct check {
	const struct settings_keys *own;
	struct keymap *keymap;
	struct keymap_names *names;
	struct problem *problems;
	size_t count;
};

static bool is_known(const struct check *check, int line, const char *text)
{
	for (size_t i = 0; i < check->count; i++) {
		if (check->problems[i].line == line &&
			strcmp(check->problems[i].text, text) == 0)
			return true;
	}
	return false;
}

/* "help" and "actions" have one table, and so the same problems. */
static void add(void *data, int line, const char *text)
{
	struct check *check = data;

	if (is_known(check, line, text))
		return;
	check->problems = mem_resize(
		check->problems, check->count + 1, sizeof(*check->problems));
	check->problems[check->count++] = (struct problem){line, mem_dup(text)};
}

static void
addf(struct check *check, int line, const char *format, ...) PRINTF_LIKE(3, 4);

static void addf(struct check *check, int line, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	add(check, line, text);
	free(text);
}

/* -- names ----------------------------------------------------------------- */

static void check_set(struct check *check, const struct settings_key *line)
{
	for (size_t i = 0; keymap_set_names[i] != NULL; i++) {
		if (strcmp(keymap_set_names[i], line->keys) == 0)
			return;
	}
	addf(check, line->line,
		"There is no set of keys '%s'. There are vim, "
		"the built-in one, and emacs.",
		line->keys);
}

static void check_name(struct check *check, const struct settings_key *line)
{
	const char *near;

	if (strcmp(line->name, KEYMAP_SET_LINE) == 0) {
		check_set(check, line);
		return;
	}
	if (keymap_names_has(check->names, line->name))
		return;
	near = keymap_names_nearest(check->names, line->name);
	if (near != NULL)
		addf(check, line->line,
			"There is no command '%s'. Did you mean %s?",
			line->name, near);
	else
		addf(check, line->line,
			"There is no command '%s'; :map lists them all.",
			line->name);
}

/* -- what has to stay ------------------------------------------------------ */

static const struct keymap_binding *bound(const struct keymap *keymap,
	const char *view, const struct command *command, key_code code)
{
	const struct keymap_binding *binding;

	for (size_t i = 0; (binding = keymap_at(keymap, i)) != NULL; i++) {
		if (binding->command == command &&
			strcmp(binding->view, view) == 0 &&
			binding->sequence.count == 1 &&
			binding->sequence.keys[0] == code)
			return binding;
	}
	return NULL;
}

/* The line is about this command, in this view. */
static void check_line(struct check *check, const struct settings_key *line,
	const char *view, const struct command *command)
{
	key_code kept = keymap_guard_kept(command);
	char name[16];

	if (keymap_guard_is_fixed(command)) {
		addf(check, line->line,
			"The keys of %s stay as they are: it presses or "
			"answers. They are %s.",
			command->name, command->keys);
		return;
	}
	if (kept != 0 && bound(check->keymap, view, command, kept) == NULL)
		addf(check, line->line,
			"%s always has the key %s; give it that one, too.",
			command->name, key_to_name(kept, name, sizeof(name)));
}

/* A command of the view's own table. */
static void
check_own(struct check *check, const char *view, const struct command *command)
{
	for (size_t i = 0; i < check->own->count; i++) {
		if (keymap_names(check->own->list[i].name, view, command))
			check_line(check, &check->own->list[i], view, command);
	}
}

/* "orders.app-log" */
static bool
is_in_view(const char *name, const char *view, const struct command *command)
{
	size_t len = strlen(view);

	return name[0] == view[0] && strncmp(name, view, len) == 0 &&
	       name[len] == '.' && strcmp(name + len + 1, command->name) == 0;
}

/* One that works everywhere, with keys of its own in this view. */
static void check_global(
	struct check *check, const char *view, const struct command *command)
{
	for (size_t i = 0; i < check->own->count; i++) {
		if (is_in_view(check->own->list[i].name, view, command))
			check_line(check, &check->own->list[i], view, command);
	}
}

/* -- Shift twins ----------------------------------------------------------- */

static bool is_twin(const struct keymap *keymap, const char *view,
	const struct keymap_binding *a, const struct keymap_binding *b)
{
	return keymap_guard_are_twins(&a->sequence, &b->sequence) &&
	       !keymap_guard_writes(b->command) &&
	       keymap_works(keymap, view, a, NULL) &&
	       keymap_works(keymap, view, b, NULL);
}

static void write_twin(const char *view, const struct keymap_binding *write,
	const struct keymap_binding *other, char *out, size_t size)
{
	char keys[KEY_SEQUENCE_TEXT], twin[KEY_SEQUENCE_TEXT];

	text_format(out, size,
		"%s leads to a write and cannot be %s while %s is %s in %s: "
		"they differ by Shift alone.",
		write->command->name,
		key_sequence_write(&write->sequence, keys, sizeof(keys)),
		key_sequence_write(&other->sequence, twin, sizeof(twin)),
		other->command->name, view);
}

static bool may_work(const char *view, const struct keymap_binding *binding)
{
	return strcmp(binding->view, view) == 0 ||
	       strcmp(binding->view, KEYMAP_APP) == 0;
}

static void check_twins(struct check *check, const char *view)
{
	const struct keymap_binding *a, *b;
	char sentence[512];

	for (size_t i = 0; (a = keymap_at(check->keymap, i)) != NULL; i++) {
		if (!may_work(view, a) || !keymap_guard_writes(a->command))
			continue;
		for (size_t j = 0; (b = keymap_at(check->keymap, j)) != NULL;
			j++) {
			if (!is_twin(check->keymap, view, a, b))
				continue;
			write_twin(view, a, b, sentence, sizeof(sentence));
			add(check, a->line > b->line ? a->line : b->line,
				sentence);
		}
	}
}

bool keymap_check_twin(const struct keymap *keymap, const char *view,
	const struct command *command, char *sentence, size_t size)
{
	const struct keymap_binding *own, *other;
	bool writes = keymap_guard_writes(command);

	for (size_t i = 0; (own = keymap_at(keymap, i)) != NULL; i++) {
		if (own->command != command)
			continue;
		for (size_t j = 0; (other = keymap_at(keymap, j)) != NULL;
			j++) {
			const struct keymap_binding *a = writes ? own : other;
			const struct keymap_binding *b = writes ? other : own;

			if (!is_twin(keymap, view, a, b) ||
				!keymap_guard_writes(a->command))
				continue;
			write_twin(view, a, b, sentence, size);
			return true;
		}
	}
	return false;
}

/* -- the way out ----------------------------------------------------------- */

static void check_way_out(struct check *check)
{
	static const char *const out[] = {
		"app-quit", "app-close", "app-command"};
	int last = 0;

	for (size_t i = 0; i < ARRAY_LEN(out); i++) {
		if (*keymap_keys(check->keymap, "orders", out[i]) != '\0')
			return;
	}
	for (size_t i = 0; i < check->own->count; i++)
		last = check->own->list[i].line;
	addf(check, last,
		"Nothing is left to quit with: app-quit, app-close or "
		"app-command needs a key in the orders list.");
}

/* -- all of it ------------------------------------------------------------- */

static int by_line(const void *a, const void *b)
{
	const struct problem *one = a, *other = b;

	if (one->line != other->line)
		return one->line < other->line ? -1 : 1;
	return strcmp(one->text, other->text);
}

static void check_view(struct check *check, const struct keymap_view *view)
{
	size_t count;
	const struct command *commands = view->commands(&count), *global;

	for (size_t i = 0; i < count; i++)
		check_own(check, view->name, &commands[i]);
	for (size_t i = 0; (global = keymap_views_global(i)) != NULL; i++)
		check_global(check, view->name, global);
	check_twins(check, view->name);
}

static void check_views(struct check *check)
{
	const struct keymap_view *view;
	const struct command *global;

	for (size_t i = 0; (global = keymap_views_global(i)) != NULL; i++)
		check_own(check, KEYMAP_APP, global);
	for (size_t i = 0; (view = keymap_views_at(i)) != NULL; i++)
		check_view(check, view);
}

size_t keymap_check(
	const struct settings_keys *own, const char *file, struct buf *problems)
{
	struct check check = {.own = own};
	struct error ignored;

	if (own->count == 0)
		return 0;
	check.names = keymap_names_new();
	check.keymap = keymap_new(own);
	keymap_on_problem(check.keymap, add, &check);
	if (!keymap_views_add(check.keymap, &ignored))
		assert(check.count > 0);
	for (size_t i = 0; i < own->count; i++)
		check_name(&check, &own->list[i]);
	check_views(&check);
	check_way_out(&check);
	if (check.count > 0)
		qsort(check.problems, check.count, sizeof(*check.problems),
			by_line);
	for (size_t i = 0; i < check.count; i++) {
		buf_printf(problems, "%s:%d: ", file, check.problems[i].line);
		text_clean(problems, check.problems[i].text);
		buf_putc(problems, '\n');
		free(check.problems[i].text);
	}
	free(check.problems);
	keymap_names_free(check.names);
	keymap_free(check.keymap);
	return check.count;
}
