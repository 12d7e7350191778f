/* SPDX-License-Identifier: MIT
 *
 * An order as one JSON document, for scripts: product.md 7. The same on the
 * command line (show --format json) and for programs that the screens start.
 */
#ifndef ORDER_DOCUMENT_H
#define ORDER_DOCUMENT_H

#include "buf.h"
#include "store.h"

/* Its parts beside the order itself: "validation", "notes", ... NULL: no more
 * of them. *error: why it could not be read, ERROR_NONE if it was. */
const char *order_document_part(const struct store_order *order, size_t index,
	const struct error **error);

/* {"order": ..., "validation": ..., "missing": [...]}; order->details must be
 * there. */
void order_document_write(struct buf *out, const struct store_order *order);

#endif
