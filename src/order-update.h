/* SPDX-License-Identifier: MIT
 *
 * Bringing a row of the list up to date with what was told of its order since.
 */
#ifndef ORDER_UPDATE_H
#define ORDER_UPDATE_H

#include <stdbool.h>

#include "mem.h"
#include "order.h"

/* Members that `fresh` does not tell, or that could not be read, stay. Texts
 * that differ are copied into the arena; so are none that do not. The row's raw
 * text and its names stay as they are. True if anything is another now. */
bool order_update(
	struct mem_arena *arena, struct order *row, const struct order *fresh);

#endif
