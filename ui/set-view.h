/* SPDX-License-Identifier: MIT
 *
 * All settings (`:set`): their values, and where those come from. One that can
 * be changed now is put on the command line by Enter.
 */
#ifndef SET_VIEW_H
#define SET_VIEW_H

#include "view.h"

struct view *set_view_new(const struct app *app);
/* Its commands, for all that looks through the keys of every view. */
const struct command *set_view_commands(size_t *count);

#endif
