/* SPDX-License-Identifier: MIT
 *
 * The window Resend Approval Emails (product.md 2.3), bound to an order number
 * when it opens, and the question of Resend Issuance Email (product.md 1.2).
 */
#ifndef RESEND_DIALOG_H
#define RESEND_DIALOG_H

#include "view.h"

struct app;

/* `m`: the right window or question for this order, the three choices while a
 * send is unknown, or the reason why there is no mail (a message). */
void resend_dialog_open(struct app *app, const char *order_id);

#endif
