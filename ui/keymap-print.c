/* SPDX-License-Identifier: MIT
 *
 * "#orders-down = j Down" under the heading of its view; what it does stands
 * behind the command's name in the help and in :map.
 */
#include "keymap-print.h"

#include <string.h>

#include "keymap.h"
#include "keymap-guard.h"
#include "keymap-views.h"
#include "text.h"

static void print_command(struct keymap *keymap, const char *view,
	const struct command *command, struct buf *out)
{
	const char *keys = keymap_keys(keymap, view, command->name);

	buf_printf(out, "#%s =%s%s\n", command->name,
		keys[0] != '\0' ? " " : "", keys);
}

/* What is bound to fixed keys is no line of [keys]. */
static void print_view(
	struct keymap *keymap, const struct keymap_view *view, struct buf *out)
{
	size_t count;
	const struct command *commands = view->commands(&count);

	buf_printf(out, "#\n# %s: %s\n", view->name, view->heading);
	for (size_t i = 0; i < count; i++) {
		if (!keymap_guard_is_fixed(&commands[i]))
			print_command(keymap, view->name, &commands[i], out);
	}
}

void keymap_print(const struct settings_keys *own, struct buf *out)
{
	struct keymap *keymap = keymap_new(own);
	const struct keymap_view *view;
	const struct command *global;
	struct error ignored;

	if (!keymap_views_add(keymap, &ignored))
		buf_puts(out, "# Not all of these can be bound.\n");
	buf_puts(out, "\n# All commands with their keys, as lines of [keys].\n"
		      "#\n# Everywhere\n");
	for (size_t i = 0; (global = keymap_views_global(i)) != NULL; i++)
		print_command(keymap, KEYMAP_APP, global, out);
	for (size_t i = 0; (view = keymap_views_at(i)) != NULL; i++) {
		/* It has the commands of the help. */
		if (strcmp(view->name, "actions") != 0)
			print_view(keymap, view, out);
	}
	keymap_free(keymap);
}
