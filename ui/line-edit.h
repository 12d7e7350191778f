/* SPDX-License-Identifier: MIT
 *
 * A one-line field: text, cursor, the usual editing keys (Left, Right, Home,
 * End, Ctrl-A/E/U/K/W, Backspace, Delete). UTF-8; the cursor moves by what
 * stands in one place. A paste turns line breaks into blanks and never submits.
 */
#ifndef LINE_EDIT_H
#define LINE_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "canvas.h"
#include "key.h"

#define LINE_EDIT_MAX 1024

struct line_edit {
	char text[LINE_EDIT_MAX];
	size_t cursor; /* byte offset */
};

void line_edit_set(struct line_edit *edit, const char *text); /* cursor: end */
bool line_edit_key(struct line_edit *edit, const struct key *key); /* used? */
/* Whether the key edits, other than by its character. */
bool line_edit_knows(key_code code);
/* Draws the part around the cursor; sets the hardware cursor if focused. */
void line_edit_draw(const struct line_edit *edit, struct region region, int row,
	int col, int width, enum style style, bool focused);

#endif
