/* SPDX-License-Identifier: MIT
 *
 * The account switch (`C`): the accounts of the configuration, how each of them
 * stands, and which one is shown. Enter shows the selected one.
 */
#ifndef ACCOUNTS_VIEW_H
#define ACCOUNTS_VIEW_H

#include "view.h"

struct accounts;

struct view *accounts_view_new(struct accounts *accounts);
/* Its commands, for all that looks through the keys of every view. */
const struct command *accounts_view_commands(size_t *count);
/* Closes it, if it is open, with what stands over it. */
void accounts_view_close(struct app *app);

#endif
