/* SPDX-License-Identifier: MIT
 *
 * Sets of keys to choose from: `set = emacs` in [keys]. Their rows are written
 * as the lines of [keys] are, and a line stands over them.
 */
#ifndef KEYMAP_SET_H
#define KEYMAP_SET_H

#include <stddef.h>

#include "settings.h"

#define KEYMAP_SET_LINE "set" /* the line that names one */

struct keymap_set_row {
	const char *name, *keys;
};

/* The name that the lines choose; NULL: none does. */
const char *keymap_set_of(const struct settings_keys *own);
/* NULL, and no rows, for the built-in keys or a name that is none. */
const struct keymap_set_row *keymap_set_rows(const char *set, size_t *count);
/* Their names, NULL behind the last. */
extern const char *const keymap_set_names[];

#endif
