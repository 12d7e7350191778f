/* SPDX-License-Identifier: MIT
 *
 * Lines for a terminal, a pipe or a file: wrapped at words, nothing cut,
 * through the text gate, and written without waiting for the other end.
 */
#ifndef LINEAR_OUTPUT_H
#define LINEAR_OUTPUT_H

#include <stdbool.h>

#include "buf.h"
#include "screen-curses-output.h"

struct linear_output {
	struct screen_curses_output to;
	int cols;     /* of the terminal; 0: lines are as long as they are */
	bool in_line; /* a prompt stands on the last line */
};

/* False: errno tells why. */
bool linear_output_open(struct linear_output *output);
void linear_output_close(struct linear_output *output);
/* Asks the terminal how wide it is. */
void linear_output_measure(struct linear_output *output);

/* Lines of ours, each ending in a line feed or with the text. What hangs over
 * is indented two columns more than its line. */
void linear_output_lines(struct linear_output *output, const char *text);
/* "orders> ": what is typed stands behind it. */
void linear_output_prompt(struct linear_output *output, const char *text);
/* Whoever reads has ended the line of the prompt. */
void linear_output_entered(struct linear_output *output);

/* As many lines as they take, appended to out; cols 0: one a line. */
void linear_output_wrap(struct buf *out, const char *text, int cols);

#endif
