/* SPDX-License-Identifier: MIT
 *
 * The sections of a configuration that was read anew (:source), in the place of
 * those that were. What is taken is moved: `from` may only be cleared
 * afterwards.
 */
#ifndef APP_TAKE_H
#define APP_TAKE_H

#include <stdbool.h>

#include "attr.h"
#include "error.h"
#include "settings.h"

struct app;

/* Whether each account has numbers enough for its views; to be asked before
 * anything is taken, as nothing is taken by halves. */
MUST_CHECK bool app_take_fits(const struct settings *from, struct error *error);

/* False: they are the same. The lists that are shown stay as they are. */
bool app_take_views(struct app *app, struct settings *from);
bool app_take_commands(struct app *app, struct settings *from);

/* Those that are new can be switched to; false: there are none. What needs a
 * new start is added to *later. */
bool app_take_accounts(
	struct app *app, struct settings *from, struct buf *later);

#endif
