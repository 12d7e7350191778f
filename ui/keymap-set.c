/* SPDX-License-Identifier: MIT
 *
 * The built-in keys are those that vim hands know. The other set is for emacs
 * hands, beside the arrows and letters, so that who does not know it finds the
 * way, too. Nothing here is on a key that cannot be relied on alone: Ctrl-B is
 * the prefix of tmux, Alt comes as two keys over some lines.
 */
#include "keymap-set.h"

#include <string.h>

#include "attr.h"

const char *const keymap_set_names[] = {"vim", "emacs", NULL};

static const struct keymap_set_row emacs[] = {
	{"down", "j Down Ctrl-N"},
	{"up", "k Up Ctrl-P"},
	{"page-down", "PgDn Ctrl-V"},
	{"page-up", "PgUp Alt-v"},
	{"first", "g Home Alt-<"},
	{"last", "G End Alt->"},
	{"next-cell", "Tab Ctrl-F"},
	{"previous-cell", "Shift-Tab Ctrl-B"},
	{"next-control", "Tab Ctrl-F"},
	{"previous-control", "Shift-Tab Ctrl-B"},
	{"copy-number", "yy Alt-w"},
	{"filter", "/ Alt-s"},
	{"app-back", "Esc Ctrl-G"},
	{"app-command", ": Alt-x"},
	{"app-close", "q <Ctrl-X>k"},
	{"app-quit", "Q <Ctrl-X><Ctrl-C>"},
};

static const struct set {
	const char *name;
	const struct keymap_set_row *rows;
	size_t count;
} sets[] = {
	{"vim", NULL, 0},
	{"emacs", emacs, ARRAY_LEN(emacs)},
};

const char *keymap_set_of(const struct settings_keys *own)
{
	for (size_t i = 0; own != NULL && i < own->count; i++) {
		if (strcmp(own->list[i].name, KEYMAP_SET_LINE) == 0)
			return own->list[i].keys;
	}
	return NULL;
}

const struct keymap_set_row *keymap_set_rows(const char *set, size_t *count)
{
	*count = 0;
	for (size_t i = 0; set != NULL && i < ARRAY_LEN(sets); i++) {
		if (strcmp(sets[i].name, set) != 0)
			continue;
		*count = sets[i].count;
		return sets[i].rows;
	}
	return NULL;
}
