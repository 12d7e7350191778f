/* SPDX-License-Identifier: MIT
 *
 * The words that --linear knows everywhere: help, actions, show, back, cancel,
 * quit, and those that sentences name. Help comes from the command tables.
 */
#ifndef LINEAR_WORDS_H
#define LINEAR_WORDS_H

#include <stdbool.h>

#include "app.h"
#include "buf.h"

/* Does it, if it is one; what it says goes to out. *again: the top view is to
 * be told once more. */
bool linear_words_run(
	struct app *app, const char *line, bool *again, struct buf *out);

/* For screen_ops.word: what is typed for the command. */
const char *linear_words_for(const char *command_name);

#endif
