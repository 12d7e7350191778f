/* SPDX-License-Identifier: MIT
 *
 * All keys that are in force as comments of a configuration, for who wants to
 * change some: each line without its mark is a line of [keys].
 */
#ifndef KEYMAP_PRINT_H
#define KEYMAP_PRINT_H

#include "buf.h"
#include "settings.h"

/* The lines were checked (keymap-check). */
void keymap_print(const struct settings_keys *own, struct buf *out);

#endif
