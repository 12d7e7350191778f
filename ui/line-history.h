/* SPDX-License-Identifier: MIT
 *
 * What was typed in a line before, newest last: no text twice, no more than
 * LINE_HISTORY_MAX of them. As a file it is one text a line, oldest first.
 */
#ifndef LINE_HISTORY_H
#define LINE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

#define LINE_HISTORY_MAX 100
/* Bytes that it takes as a file, at most. */
#define LINE_HISTORY_BYTES (LINE_HISTORY_MAX * 1024)

struct line_history;

struct line_history *line_history_new(void);
void line_history_free(struct line_history *history); /* NULL is allowed */

/* Blank texts are left out. NULL for the history does nothing. */
void line_history_add(struct line_history *history, const char *text);

size_t line_history_count(const struct line_history *history);
/* 0 is the newest. Lent until the next change. */
const char *line_history_at(const struct line_history *history, size_t back);

/* What a file holds. */
void line_history_read(struct line_history *history, const char *file);
/* Something was added since: it is worth writing. */
bool line_history_is_new(const struct line_history *history);
/* What the file should hold: what it holds now, then what was added here; so
 * two programs at once do not lose what the other one has added. */
void line_history_write(const struct line_history *history,
	const char *file_now, struct buf *out);

#endif
