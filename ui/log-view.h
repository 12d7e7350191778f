/* SPDX-License-Identifier: MIT
 *
 * The message log (`@`): every message, request and write, newest last. It
 * follows the newest while that is selected.
 */
#ifndef LOG_VIEW_H
#define LOG_VIEW_H

#include "view.h"

struct view *log_view_new(void);
/* Its commands, for all that looks through the keys of every view. */
const struct command *log_view_commands(size_t *count);
/* Only the entries that have all these words: in their time, level ("error")
 * or text; not those behind a "!". "" shows all. */
void log_view_filter(struct view *view, const char *words);

#endif
