/* SPDX-License-Identifier: MIT
 *
 * What only some orders of the seeded data have: custom fields, access of
 * limited users, contacts of their own, and so on. It follows from the
 * order's number alone, so each is in the first few hundred.
 */
#ifndef SANDBOX_SEED_EXTRAS_H
#define SANDBOX_SEED_EXTRAS_H

#include "sandbox/seed-orders.h"

/* Flags of the schema to add to the order's own. */
unsigned int seed_extras_flags(const struct seed_orders_item *item);
/* Additional e-mails of an order that was given none; NULL: none. */
const char *seed_extras_emails(const struct seed_orders_item *item);
/* Rows of other tables. */
void seed_extras_add(struct db *db, const struct seed_orders_item *item);

#endif
