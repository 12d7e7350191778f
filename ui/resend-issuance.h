/* SPDX-License-Identifier: MIT
 *
 * The question of Resend Issuance Email (product.md 1.2): whom the mail goes
 * to, that the previous link becomes void, y or n. Where the account has no
 * call for it, the window says so and gives the order's console address.
 */
#ifndef RESEND_ISSUANCE_H
#define RESEND_ISSUANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "view.h"

struct app;
struct command;

/* `again`: in spite of an earlier send whose outcome is unknown. */
void resend_issuance_open(struct app *app, const char *order_id, bool again);
/* Its commands, for all that looks through the keys of every view. */
const struct command *resend_issuance_commands(size_t *count);

/* For resend-lines: how the sending stands, and whether the order is read. */
void resend_issuance_news(const struct view *view, struct buf *out);
bool resend_issuance_is_loading(const struct view *view);

#endif
