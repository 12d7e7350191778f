/* SPDX-License-Identifier: MIT
 *
 * An order as a page: what console_url points to in the demo.
 */
#ifndef SANDBOX_PAGES_ORDER_H
#define SANDBOX_PAGES_ORDER_H

#include "sandbox/order-row.h"
#include "sandbox/route.h"

/* GET /order/{id}; see route_fn. */
void pages_order_show(
	const struct route_request *request, struct route_response *response);

/* Parts that the pages behind the links show too: the facts; all names, if
 * there are more than the facts show. */
void pages_order_facts(
	struct db *db, const struct order_row *row, struct buf *out);
void pages_order_names(const struct order_row *row, struct buf *out);

#endif
