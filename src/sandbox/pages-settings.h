/* SPDX-License-Identifier: MIT
 *
 * The part of an order's page that tells what can be changed of an order:
 * whom notices go to, who has access, its contacts, its custom fields, and how
 * its domains are validated.
 */
#ifndef SANDBOX_PAGES_SETTINGS_H
#define SANDBOX_PAGES_SETTINGS_H

#include "buf.h"
#include "sandbox/order-row.h"

struct db;

/* A heading and a list of facts; what the order does not have is left out. */
void pages_settings(
	struct db *db, const struct order_row *row, struct buf *out);

#endif
