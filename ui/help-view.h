/* SPDX-License-Identifier: MIT
 *
 * The help: the commands that work here, from the tables; filterable; an
 * unavailable one is shown with its reason. Also the actions menu (`a`).
 */
#ifndef HELP_VIEW_H
#define HELP_VIEW_H

#include "view.h"

/* For the view that is on top now. */
struct view *help_view_new(struct app *app, bool actions_only);
/* Filtered by this, as if it had been typed. */
void help_view_find(struct view *view, const char *text);
/* Its commands, for all that looks through the keys of every view. */
const struct command *help_view_commands(size_t *count);

#endif
