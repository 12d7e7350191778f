/* SPDX-License-Identifier: MIT
 *
 * Whether the lines of [keys] can be used: all of them, against the tables of
 * all views, before a screen is opened.
 */
#ifndef KEYMAP_CHECK_H
#define KEYMAP_CHECK_H

#include <stddef.h>

#include "buf.h"
#include "settings.h"

/* Adds a line a problem, "FILE:LINE: ...", by lines. Returns how many. */
size_t keymap_check(const struct settings_keys *own, const char *file,
	struct buf *problems);

#endif
