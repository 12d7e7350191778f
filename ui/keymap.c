/* SPDX-License-Identifier: MIT
 *
 * A flat list of bindings: view, sequence of keys, command. There are about two
 * hundred; looking through all of them costs less than a key press does.
 */
#include "keymap.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "keymap-guard.h"
#include "keymap-set.h"
#include "mem.h"
#include "text.h"

struct entry {
	const char *view;
	const struct command *command;
	char *keys; /* as text, of one view; NULL: not asked for yet */
	const char *keys_view;
};

/* A command of everywhere has keys of its own in this view. */
struct mask {
	const char *view;
	const struct command *command;
};

struct keymap {
	const struct settings_keys *own;
	struct keymap_binding *bindings;
	size_t count;
	/* Every command that was added, also one without a key. */
	struct entry *entries;
	size_t entry_count;
	struct mask *masks;
	size_t mask_count;
	keymap_problem_fn problem;
	void *data;
	struct error *error; /* of the call that is running */
	bool failed;
};

struct keymap *keymap_new(const struct settings_keys *own)
{
	struct keymap *keymap = mem_zalloc(sizeof(*keymap));

	keymap->own = own;
	return keymap;
}

static void forget_texts(struct keymap *keymap)
{
	for (size_t i = 0; i < keymap->entry_count; i++) {
		free(keymap->entries[i].keys);
		keymap->entries[i].keys = NULL;
	}
}

void keymap_free(struct keymap *keymap)
{
	if (keymap == NULL)
		return;
	forget_texts(keymap);
	free(keymap->bindings);
	free(keymap->entries);
	free(keymap->masks);
	free(keymap);
}

void keymap_on_problem(
	struct keymap *keymap, keymap_problem_fn problem, void *data)
{
	keymap->problem = problem;
	keymap->data = data;
}

static void problem(struct keymap *keymap, int line, const char *format, ...)
	PRINTF_LIKE(3, 4);

static void problem(struct keymap *keymap, int line, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	if (keymap->problem != NULL)
		keymap->problem(keymap->data, line, text);
	if (!keymap->failed)
		error_set(keymap->error, ERROR_CONFIG, "%s", text);
	keymap->failed = true;
	free(text);
}

/* -- adding ---------------------------------------------------------------- */

static const struct keymap_binding *conflict(const struct keymap *keymap,
	const char *view, const struct key_sequence *sequence)
{
	for (size_t i = 0; i < keymap->count; i++) {
		const struct keymap_binding *binding = &keymap->bindings[i];

		/* Nearly all begin with another key. */
		if (binding->sequence.keys[0] == sequence->keys[0] &&
			strcmp(binding->view, view) == 0 &&
			key_sequence_meet(&binding->sequence, sequence))
			return binding;
	}
	return NULL;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static void say_conflict(struct keymap *keymap, const struct keymap_binding *a,
	const struct keymap_binding *b)
{
	char keys_a[KEY_SEQUENCE_TEXT], keys_b[KEY_SEQUENCE_TEXT];
	bool same = key_sequence_equal(&a->sequence, &b->sequence);

	key_sequence_write(&a->sequence, keys_a, sizeof(keys_a));
	key_sequence_write(&b->sequence, keys_b, sizeof(keys_b));
	if (same)
		problem(keymap, larger(a->line, b->line),
			"The key %s is bound to both %s and %s%s%s.", keys_a,
			a->command->name, b->command->name,
			strcmp(a->view, KEYMAP_APP) == 0 ? "" : " in ",
			strcmp(a->view, KEYMAP_APP) == 0 ? "" : a->view);
	else
		problem(keymap, larger(a->line, b->line),
			"The keys %s (%s) and %s (%s) cannot both be bound: "
			"one begins with the other.",
			keys_a, a->command->name, keys_b, b->command->name);
}

static void say_no_key(struct keymap *keymap, int line, const char *word,
	const struct command *command)
{
	const char *near = key_nearest(word);

	problem(keymap, line, "There is no key \"%s\" (command %s).%s%s%s",
		word, command->name, near != NULL ? " Did you mean " : "",
		near != NULL ? near : "", near != NULL ? "?" : "");
}

/* One that yields leaves what presses and answers in a window where it is. */
static void bind(struct keymap *keymap, struct keymap_binding binding,
	const char *word, bool yields)
{
	const struct keymap_binding *other;
	char reason[256];

	if (!key_sequence_read(&binding.sequence, word)) {
		say_no_key(keymap, binding.line, word, binding.command);
		return;
	}
	if (!keymap_guard_allows(binding.command, &binding.sequence, reason,
		    sizeof(reason))) {
		problem(keymap, binding.line, "%s", reason);
		return;
	}
	other = conflict(keymap, binding.view, &binding.sequence);
	if (other != NULL && yields && keymap_guard_is_fixed(other->command))
		return;
	if (other == NULL) {
		keymap->bindings = mem_resize(keymap->bindings,
			keymap->count + 1, sizeof(*keymap->bindings));
		keymap->bindings[keymap->count++] = binding;
	} else if (other->command != binding.command) {
		say_conflict(keymap, other, &binding);
	}
}

static void bind_all(struct keymap *keymap, const char *view,
	const struct command *command, const char *keys, int line, bool yields)
{
	struct keymap_binding binding = {
		.view = view, .command = command, .line = line};
	char word[KEY_SEQUENCE_TEXT];

	while (*(keys += strspn(keys, " \t")) != '\0') {
		size_t len = strcspn(keys, " \t");

		text_format(word, sizeof(word), "%.*s", (int)len, keys);
		bind(keymap, binding, word, yields);
		keys += len;
	}
}

/* -- whose keys ------------------------------------------------------------ */

/* "down" of "orders-down" */
static const char *short_name(const struct command *command)
{
	const char *dash = strchr(command->name, '-');

	return dash != NULL ? dash + 1 : command->name;
}

/* What stands behind "VIEW."; NULL if that is not how it begins. */
static const char *in_view(const char *line_name, const char *view)
{
	size_t len = strlen(view);

	if (strncmp(line_name, view, len) != 0 || line_name[len] != '.')
		return NULL;
	return line_name + len + 1;
}

/* How exactly the line names the command; 0: it does not. */
static int
rank(const char *line_name, const char *view, const struct command *command)
{
	bool is_app = view[0] == KEYMAP_APP[0] && strcmp(view, KEYMAP_APP) == 0;
	const char *rest = strchr(line_name, '.') != NULL
				   ? in_view(line_name, view)
				   : NULL;

	if (rest != NULL && !is_app)
		return strcmp(rest, command->name) == 0 ||
				       strcmp(rest, short_name(command)) == 0
			       ? 3
			       : 0;
	if (strcmp(line_name, command->name) == 0)
		return 2;
	return !is_app && strcmp(line_name, short_name(command)) == 0;
}

bool keymap_names(
	const char *line_name, const char *view, const struct command *command)
{
	return rank(line_name, view, command) > 0;
}

static const struct settings_key *own_line(const struct keymap *keymap,
	const char *view, const struct command *command)
{
	const struct settings_key *best = NULL;
	int best_rank = 0;

	for (size_t i = 0; keymap->own != NULL && i < keymap->own->count; i++) {
		const struct settings_key *line = &keymap->own->list[i];
		int line_rank = rank(line->name, view, command);

		if (line_rank <= best_rank)
			continue;
		best = line;
		best_rank = line_rank;
	}
	return best;
}

static const char *
set_keys(const char *set, const char *view, const struct command *command)
{
	const char *best = NULL;
	int best_rank = 0;
	size_t count;
	const struct keymap_set_row *rows = keymap_set_rows(set, &count);

	for (size_t i = 0; i < count; i++) {
		int row_rank = rank(rows[i].name, view, command);

		if (row_rank <= best_rank)
			continue;
		best = rows[i].keys;
		best_rank = row_rank;
	}
	return best;
}

/* The keys of a line for all views ("down"): where a window needs all of them
 * for something else, the built-in ones stay. */
static void bind_shared(struct keymap *keymap, const char *view,
	const struct command *command, const struct settings_key *line)
{
	size_t before = keymap->count;

	bind_all(keymap, view, command, line->keys, line->line, true);
	if (keymap->count == before && line->keys[0] != '\0')
		bind_all(keymap, view, command, command->keys, KEYMAP_BUILT_IN,
			true);
}

static void bind_command(struct keymap *keymap, const char *set,
	const char *view, const struct command *command)
{
	const struct settings_key *own = own_line(keymap, view, command);
	const char *keys = set_keys(set, view, command);

	if (own != NULL && rank(own->name, view, command) == 1)
		bind_shared(keymap, view, command, own);
	else if (own != NULL)
		bind_all(keymap, view, command, own->keys, own->line, false);
	else if (keys != NULL)
		bind_all(keymap, view, command, keys, KEYMAP_SET, true);
	else
		bind_all(keymap, view, command, command->keys, KEYMAP_BUILT_IN,
			false);
}

/* What presses and answers has its keys before all others, whatever lines
 * there are (the check tells of them). */
static void add_commands(struct keymap *keymap, const char *view,
	const struct command *commands, size_t count)
{
	const char *set = keymap_set_of(keymap->own);

	keymap->entries = mem_resize(keymap->entries,
		keymap->entry_count + count, sizeof(*keymap->entries));
	for (size_t i = 0; i < count; i++) {
		keymap->entries[keymap->entry_count++] =
			(struct entry){.view = view, .command = &commands[i]};
		if (keymap_guard_is_fixed(&commands[i]))
			bind_all(keymap, view, &commands[i], commands[i].keys,
				KEYMAP_BUILT_IN, false);
	}
	for (size_t i = 0; i < count; i++) {
		if (!keymap_guard_is_fixed(&commands[i]))
			bind_command(keymap, set, view, &commands[i]);
	}
}

static const struct command *
global_named(const struct keymap *keymap, const char *name)
{
	for (size_t i = 0; i < keymap->entry_count; i++) {
		const struct entry *entry = &keymap->entries[i];

		if (strcmp(entry->view, KEYMAP_APP) == 0 &&
			strcmp(entry->command->name, name) == 0)
			return entry->command;
	}
	return NULL;
}

/* "orders.app-log": instead of the keys that it has everywhere. */
static void add_global_lines(struct keymap *keymap, const char *view)
{
	for (size_t i = 0; keymap->own != NULL && i < keymap->own->count; i++) {
		const struct settings_key *line = &keymap->own->list[i];
		const char *name = in_view(line->name, view);
		const struct command *command =
			name != NULL ? global_named(keymap, name) : NULL;

		if (command == NULL)
			continue;
		keymap->masks = mem_resize(keymap->masks,
			keymap->mask_count + 1, sizeof(*keymap->masks));
		keymap->masks[keymap->mask_count++] =
			(struct mask){view, command};
		bind_all(keymap, view, command, line->keys, line->line, false);
	}
}

bool keymap_add(struct keymap *keymap, const char *view,
	const struct command *commands, size_t count, struct error *error)
{
	bool is_new = !keymap_has(keymap, view);

	forget_texts(keymap);
	keymap->error = error;
	keymap->failed = false;
	add_commands(keymap, view, commands, count);
	if (is_new && strcmp(view, KEYMAP_APP) != 0)
		add_global_lines(keymap, view);
	return !keymap->failed;
}

/* How many of these stand in one table, as they were added. */
static size_t run_of(const struct entry *entries, size_t count)
{
	size_t run = 1;

	while (run < count && strcmp(entries[run].view, entries[0].view) == 0 &&
		entries[run].command == entries[0].command + run)
		run++;
	return run;
}

void keymap_use(struct keymap *keymap, const struct settings_keys *own)
{
	struct entry *entries = keymap->entries;
	size_t count = keymap->entry_count, run;
	struct error ignored;

	forget_texts(keymap);
	keymap->own = own;
	keymap->entries = NULL;
	keymap->entry_count = keymap->count = keymap->mask_count = 0;
	for (size_t i = 0; i < count; i += run) {
		run = run_of(&entries[i], count - i);
		if (!keymap_add(keymap, entries[i].view, entries[i].command,
			    run, &ignored))
			continue; /* not with lines that were checked */
	}
	free(entries);
}

static void
drop_entries(struct keymap *keymap, const struct command *gone, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < keymap->entry_count; i++) {
		const struct command *command = keymap->entries[i].command;

		if (command < gone || command >= gone + count)
			keymap->entries[kept++] = keymap->entries[i];
	}
	keymap->entry_count = kept;
}

/* Behind the others that work everywhere: their table comes first. */
static void
insert_entries(struct keymap *keymap, const struct command *come, size_t count)
{
	size_t at = 0;

	while (at < keymap->entry_count &&
		strcmp(keymap->entries[at].view, KEYMAP_APP) == 0)
		at++;
	keymap->entries = mem_resize(keymap->entries,
		keymap->entry_count + count, sizeof(*keymap->entries));
	memmove(&keymap->entries[at + count], &keymap->entries[at],
		(keymap->entry_count - at) * sizeof(*keymap->entries));
	for (size_t i = 0; i < count; i++)
		keymap->entries[at + i] =
			(struct entry){.view = KEYMAP_APP, .command = &come[i]};
	keymap->entry_count += count;
}

void keymap_exchange(struct keymap *keymap, const struct command *gone,
	size_t gone_count, const struct command *come, size_t come_count)
{
	forget_texts(keymap);
	if (gone_count > 0)
		drop_entries(keymap, gone, gone_count);
	if (come_count > 0)
		insert_entries(keymap, come, come_count);
	keymap_use(keymap, keymap->own);
}

bool keymap_has(const struct keymap *keymap, const char *view)
{
	for (size_t i = 0; i < keymap->entry_count; i++) {
		if (strcmp(keymap->entries[i].view, view) == 0)
			return true;
	}
	return false;
}

/* -- finding --------------------------------------------------------------- */

static bool is_masked(const struct keymap *keymap, const char *view,
	const struct keymap_binding *binding)
{
	for (size_t i = 0; i < keymap->mask_count; i++) {
		if (keymap->masks[i].command == binding->command &&
			strcmp(keymap->masks[i].view, view) == 0)
			return true;
	}
	return false;
}

/* Of `table`, for somebody who is in `view`. */
static bool holds(const struct keymap *keymap, const char *table,
	const char *view, const struct keymap_binding *binding)
{
	if (strcmp(binding->view, table) != 0)
		return false;
	return strcmp(table, view) == 0 || !is_masked(keymap, view, binding);
}

static enum keymap_match
find(const struct keymap *keymap, const char *table, const char *view,
	const struct key_sequence *typed, const struct command **command)
{
	for (size_t i = 0; i < keymap->count; i++) {
		const struct keymap_binding *binding = &keymap->bindings[i];

		if (!holds(keymap, table, view, binding) ||
			binding->sequence.count < typed->count ||
			!key_sequence_meet(&binding->sequence, typed))
			continue;
		if (binding->sequence.count > typed->count)
			return KEYMAP_PREFIX;
		*command = binding->command;
		return KEYMAP_FOUND;
	}
	return KEYMAP_NONE;
}

static bool
sequence_of(struct key_sequence *out, const key_code *keys, size_t count)
{
	*out = (struct key_sequence){.count = count};
	if (count == 0 || count > KEY_SEQUENCE_MAX)
		return false;
	memcpy(out->keys, keys, count * sizeof(*keys));
	return true;
}

enum keymap_match keymap_find(const struct keymap *keymap, const char *view,
	const key_code *keys, size_t count, const struct command **command)
{
	struct key_sequence typed;
	enum keymap_match match;

	if (!sequence_of(&typed, keys, count))
		return KEYMAP_NONE;
	match = find(keymap, view, view, &typed, command);
	if (match == KEYMAP_NONE)
		match = find(keymap, KEYMAP_APP, view, &typed, command);
	return match;
}

bool keymap_works(const struct keymap *keymap, const char *view,
	const struct keymap_binding *binding,
	const struct keymap_binding **over)
{
	const struct keymap_binding *other = NULL;

	if (strcmp(binding->view, view) == 0)
		return true;
	if (strcmp(binding->view, KEYMAP_APP) == 0)
		other = conflict(keymap, view, &binding->sequence);
	if (other != NULL && over != NULL)
		*over = other;
	return other == NULL && strcmp(binding->view, KEYMAP_APP) == 0 &&
	       !is_masked(keymap, view, binding);
}

bool keymap_is_next(const struct keymap *keymap, const char *view,
	const struct command *command, const key_code *keys, size_t count)
{
	for (size_t i = 0; i < keymap->count; i++) {
		const struct keymap_binding *binding = &keymap->bindings[i];

		if (binding->command == command &&
			binding->sequence.count == count + 1 &&
			(count == 0 || memcmp(binding->sequence.keys, keys,
					       count * sizeof(*keys)) == 0) &&
			keymap_works(keymap, view, binding, NULL))
			return true;
	}
	return false;
}

const struct command *keymap_next(const struct keymap *keymap, const char *view,
	const key_code *keys, size_t count, size_t index, key_code *next)
{
	struct key_sequence typed;

	if (!sequence_of(&typed, keys, count))
		return NULL;
	for (size_t i = 0; i < keymap->count; i++) {
		const struct keymap_binding *binding = &keymap->bindings[i];

		if (binding->sequence.count <= typed.count ||
			!key_sequence_meet(&binding->sequence, &typed) ||
			!keymap_works(keymap, view, binding, NULL) ||
			index-- > 0)
			continue;
		*next = binding->sequence.keys[count];
		return binding->command;
	}
	return NULL;
}

/* -- telling --------------------------------------------------------------- */

const struct keymap_binding *
keymap_at(const struct keymap *keymap, size_t index)
{
	return index < keymap->count ? &keymap->bindings[index] : NULL;
}

const char *keymap_set(const struct keymap *keymap)
{
	const char *set = keymap_set_of(keymap->own);

	return set != NULL ? set : "";
}

const struct command *
keymap_command_at(const struct keymap *keymap, size_t index, const char **table)
{
	if (index >= keymap->entry_count)
		return NULL;
	*table = keymap->entries[index].view;
	return keymap->entries[index].command;
}

bool keymap_is_own(const struct keymap *keymap, const char *view,
	const struct command *command)
{
	for (size_t i = 0; i < keymap->entry_count; i++) {
		if (keymap->entries[i].command == command &&
			strcmp(keymap->entries[i].view, view) == 0)
			return true;
	}
	return false;
}

static char *write_keys(const struct keymap *keymap, const char *view,
	const struct command *command)
{
	char word[KEY_SEQUENCE_TEXT];
	struct buf text;
	char *keys;

	buf_init(&text, 1024);
	for (size_t i = 0; i < keymap->count; i++) {
		const struct keymap_binding *binding = &keymap->bindings[i];

		if (binding->command == command &&
			keymap_works(keymap, view, binding, NULL))
			buf_printf(&text, "%s%s", text.len > 0 ? " " : "",
				key_sequence_write(&binding->sequence, word,
					sizeof(word)));
	}
	keys = mem_dup(buf_text(&text));
	buf_clear(&text);
	return keys;
}

/* Of the view's own table, of everywhere, or else of any other. */
static struct entry *
entry_named(struct keymap *keymap, const char *view, const char *name)
{
	struct entry *found = NULL;

	for (size_t i = 0; i < keymap->entry_count; i++) {
		struct entry *entry = &keymap->entries[i];

		if (strcmp(entry->command->name, name) != 0)
			continue;
		if (strcmp(entry->view, view) == 0)
			return entry;
		if (found == NULL)
			found = entry;
	}
	return found;
}

const char *
keymap_keys(struct keymap *keymap, const char *view, const char *command_name)
{
	struct entry *entry = entry_named(keymap, view, command_name);

	if (entry == NULL)
		return "";
	if (strcmp(entry->view, KEYMAP_APP) != 0)
		view = entry->view;
	if (entry->keys == NULL || strcmp(entry->keys_view, view) != 0) {
		free(entry->keys);
		entry->keys = write_keys(keymap, view, entry->command);
		entry->keys_view = view;
	}
	return entry->keys;
}
