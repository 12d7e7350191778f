/* SPDX-License-Identifier: MIT
 *
 * Lines that are typed, or come through a pipe. The terminal itself edits them
 * (its cooked mode), so a line comes whole.
 */
#ifndef LINEAR_INPUT_H
#define LINEAR_INPUT_H

#include <stdbool.h>

#include "buf.h"

#define LINEAR_INPUT_MAX 1000 /* bytes of a line; the rest is dropped */

struct linear_input {
	struct buf bytes;
	size_t at; /* of the next line */
	bool is_terminal;
	int ends; /* how often its end was read: Ctrl-D, or the line is lost */
};

void linear_input_init(struct linear_input *input);
void linear_input_clear(struct linear_input *input);

/* Whether one can wait for it: a file is read to its end at once. */
bool linear_input_can_wait(void);
/* Reads what is there. Call it when there is something. */
void linear_input_read(struct linear_input *input);
/* The next line without blanks around it, lent until the next call; NULL: not
 * yet. */
const char *linear_input_line(struct linear_input *input);
/* What was typed ahead is not for what comes now. A script in a pipe stays. */
void linear_input_drop(struct linear_input *input);

#endif
