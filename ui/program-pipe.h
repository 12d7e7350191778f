/* SPDX-License-Identifier: MIT
 *
 * `!`: the selected order's JSON to a command that is typed.
 */
#ifndef PROGRAM_PIPE_H
#define PROGRAM_PIPE_H

struct view;

void program_pipe_ask(struct view *view);
/* `:pipe COMMAND` */
void program_pipe_run(struct view *view, const char *line);

#endif
