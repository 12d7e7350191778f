/* SPDX-License-Identifier: MIT
 *
 * The window Resend Approval Emails (product.md 2.3), bound to an order number
 * when it opens, and the question of Resend Issuance Email (product.md 1.2).
 */
#ifndef RESEND_DIALOG_H
#define RESEND_DIALOG_H

#include <stddef.h>

#include "view.h"

struct action;
struct app;
struct store;

/* `m`: the right window or question for this order, the three choices while a
 * send is unknown, or the reason why there is no mail (a message). */
void resend_dialog_open(struct app *app, const char *order_id);

/* Of an action of this kind `m` asks what became of it, and it may be sent
 * again: JOURNAL_RESEND_... */
bool resend_dialog_is_resend(const char *kind);

/* The same after the order number was typed: the window sends in spite of an
 * earlier send that is unknown. `kind`: JOURNAL_RESEND_... */
void resend_dialog_open_again(
	struct app *app, const char *order_id, const char *kind);

/* How an action ended, in whole sentences, with what to do next: "Sent to 2
 * contacts. The mails can be read at http://127.0.0.1:8417/mail." */
char *resend_dialog_sentence(const struct app *app, const struct action *action,
	char *out, size_t size);

#endif
