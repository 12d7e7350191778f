/* SPDX-License-Identifier: MIT
 *
 * The message log (`@`): every message, request and write, newest last.
 */
#ifndef LOG_VIEW_H
#define LOG_VIEW_H

#include "view.h"

struct view *log_view_new(void);
/* Its commands, for all that looks through the keys of every view. */
const struct command *log_view_commands(size_t *count);

#endif
