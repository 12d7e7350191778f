/* SPDX-License-Identifier: MIT
 *
 * The journal (`:journal`): what was sent, by whom, to whom, with which
 * outcome; an unknown one can be settled here.
 */
#ifndef JOURNAL_VIEW_H
#define JOURNAL_VIEW_H

#include "view.h"

struct store;

/* order_id NULL: all orders of this API host. */
struct view *journal_view_new(struct store *store, const char *order_id);
/* Its commands, for all that looks through the keys of every view. */
const struct command *journal_view_commands(size_t *count);

#endif
