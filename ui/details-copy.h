/* SPDX-License-Identifier: MIT
 *
 * What of an order can be put on the clipboard.
 */
#ifndef DETAILS_COPY_H
#define DETAILS_COPY_H

struct app;

void details_copy_number(struct app *app, const char *order_id);
void details_copy_name(struct app *app, const char *order_id);
/* Whom a mail of the order would go to: the contacts that may be chosen, or
 * the addresses of a client certificate. */
void details_copy_emails(struct app *app, const char *order_id);
/* In the console; the menu path where the account has no address for it. */
void details_copy_address(struct app *app, const char *order_id);

#endif
