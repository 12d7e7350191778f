/* SPDX-License-Identifier: MIT
 *
 * All keys (`:map`): each view's commands with their keys, what they do, and
 * where the keys come from; filterable.
 */
#ifndef MAP_VIEW_H
#define MAP_VIEW_H

#include "view.h"

/* Those of the view that is on top now come first. */
struct view *map_view_new(struct app *app);
/* A message: what the keys (as [keys] has them) make in that view. */
void map_view_tell(struct view *view, const char *keys);
/* Its commands, for all that looks through the keys of every view. */
const struct command *map_view_commands(size_t *count);

#endif
