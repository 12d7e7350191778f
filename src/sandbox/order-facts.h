/* SPDX-License-Identifier: MIT
 *
 * What a person wants to know about an order, as labels and texts in their
 * order: the same list stands in the mails and on the pages. The texts are as
 * they are in the data; whoever shows them makes them harmless.
 */
#ifndef SANDBOX_ORDER_FACTS_H
#define SANDBOX_ORDER_FACTS_H

#include <stddef.h>

#include "sandbox/order-row.h"

#define ORDER_FACTS_MAX	  12
#define ORDER_FACTS_NAMES 5 /* of many names only so many are among them */

struct order_facts_item {
	const char *label;
	const char *text;
};

struct order_facts {
	struct mem_arena arena;
	struct order_facts_item items[ORDER_FACTS_MAX];
	size_t count;
};

/* The row must outlive the facts. The caller clears. */
void order_facts_read(
	struct db *db, const struct order_row *row, struct order_facts *facts);
void order_facts_clear(struct order_facts *facts);

/* What the order is for: common name, first name, address or product. */
const char *order_facts_name(const struct order_row *row);

/* "Pending", "Emailed to Recipient": the words of the console. */
const char *order_facts_status(enum schema_status status);

#endif
