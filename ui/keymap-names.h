/* SPDX-License-Identifier: MIT
 *
 * The names that a line of [keys] may have: "orders-down", "down",
 * "orders.down", "orders.app-log".
 */
#ifndef KEYMAP_NAMES_H
#define KEYMAP_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct keymap_names;

struct keymap_names *keymap_names_new(void);
void keymap_names_free(struct keymap_names *names);
bool keymap_names_has(const struct keymap_names *names, const char *name);
/* The one that may have been meant; NULL: none is near. Lent. */
const char *
keymap_names_nearest(const struct keymap_names *names, const char *name);

#endif
