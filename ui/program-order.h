/* SPDX-License-Identifier: MIT
 *
 * An order as variables for a program: CERTDESK_ORDER_ID, _ORDER_STATUS,
 * _ORDER_NAME, _PRODUCT, _ORGANIZATION, _ACCOUNT, _CONSOLE_URL. Values go
 * through the text gate, so that there is no line break and no control
 * character in one, and a shell does not look into them; what is not known is
 * empty.
 */
#ifndef PROGRAM_ORDER_H
#define PROGRAM_ORDER_H

#include "store.h"

/* "NAME=value", NULL behind. */
char **program_order_new(const struct store *store, const char *order_id);
void program_order_free(char **environment);

#endif
