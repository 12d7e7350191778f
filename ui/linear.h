/* SPDX-License-Identifier: MIT
 *
 * --linear: the program without a screen, for screen readers, dumb terminals
 * and pipes (product.md 7, terminal.md 4.13). No alternate screen, no cursor
 * addressing, no colours: lines are printed, and commands are read a line at
 * a time, as the terminal itself edits them.
 *
 * It is a screen (screen.h) to the app, so the views, windows, questions and
 * their rules are the same. After each frame it tells what is new: a view that
 * was opened (view_lines), messages, what has changed by itself. A word of the
 * view, one of linear-words, a single key, or what the command line takes is
 * done. What would send asks for the word "yes" first, and what was typed
 * before that question stood there is thrown away. Where commands come through
 * a pipe, each waits for the answer of the one before.
 */
#ifndef LINEAR_H
#define LINEAR_H

#include "accounts.h"
#include "error.h"
#include "loop.h"
#include "screen.h"

struct linear;

/* NULL and *error where the output cannot be written. */
struct linear *linear_new(struct loop *loop, struct error *error);
void linear_free(struct linear *linear); /* NULL is allowed */

/* For app_options.screen. Then, before the first frame: whose apps they are;
 * they must outlive the reading. */
struct screen *linear_screen(struct linear *linear);
void linear_start(struct linear *linear, const struct accounts *accounts);
/* They are about to go: nothing more is read or told. */
void linear_stop(struct linear *linear);

/* SIGINT: cancels the innermost activity. SIGWINCH. SIGCONT. */
void linear_interrupt(struct linear *linear);
void linear_resized(struct linear *linear);
void linear_go_on(struct linear *linear);

#endif
