/* SPDX-License-Identifier: MIT
 *
 * Which orders' validations the list needs, so that it can say what they wait
 * on: those on the screen, from the cursor outwards.
 */
#ifndef ORDERS_DUE_H
#define ORDERS_DUE_H

#include "list.h"
#include "orders-rows.h"
#include "store.h"

/* `all`: behind those on the screen the others that are loaded, too. */
void orders_due_ask(struct store *store, const struct orders_rows *rows,
	const struct list *list, bool all);

#endif
