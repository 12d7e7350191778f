/* SPDX-License-Identifier: MIT
 *
 * Texts about an order that somebody wants to have outside of the program.
 * All go through the text gate; the JSON is valid and escaped instead.
 */
#ifndef DETAILS_CONTENT_H
#define DETAILS_CONTENT_H

#include <stdbool.h>

#include "buf.h"
#include "history.h"
#include "store.h"

enum details_content {
	DETAILS_CONTENT_NUMBER,
	DETAILS_CONTENT_NAME,
	/* Whom a mail of the order would go to: the contacts that may be
	 * chosen, or the addresses of a client certificate. */
	DETAILS_CONTENT_EMAILS,
	/* In the console; the menu path where the account has none. */
	DETAILS_CONTENT_ADDRESS,
	DETAILS_CONTENT_ROW,	 /* of the list */
	DETAILS_CONTENT_JSON,	 /* the order as the server told it */
	DETAILS_CONTENT_SUMMARY, /* for a ticket, several lines */
};

/* "order number": for messages. */
const char *details_content_name(enum details_content what);

/* Whether all that it is made of is there, or could not be read. */
bool details_content_is_known(const struct store *store, const char *order_id,
	enum details_content what);

/* Appends it; nothing if there is none. columns: of a row, as columns_read
 * takes them. history may be NULL. */
void details_content_write(struct buf *out, const struct store *store,
	const char *order_id, enum details_content what, const char *columns,
	const struct history *history);

#endif
