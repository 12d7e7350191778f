/* SPDX-License-Identifier: MIT
 *
 * What happened, for the person at the screen (`@`) and for --log FILE. The
 * last LOG_KEPT entries are kept in memory, or the last LOG_BYTES of text if
 * they are long, in memory that the system gives page by page as they come; the
 * text is cleaned by the text gate as it comes in, so that no reader of the log
 * has to think of it. Callers never pass secrets; http logs no header but what
 * the service calls the request.
 */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"

#define LOG_KEPT      2000
#define LOG_BYTES     (64 * LOG_KEPT)
#define LOG_TEXT_SIZE 512

enum log_level {
	LOG_DEBUG,
	LOG_REQUEST, /* to the server, and its answer */
	LOG_WRITE,   /* what was sent for an order, and what came of it */
	LOG_INFO,
	LOG_WARNING,
	LOG_ERROR,
};

struct log_entry {
	int64_t time_ms; /* UTC */
	enum log_level level;
	const char *text; /* below LOG_TEXT_SIZE bytes */
};

/* Never fails; a longer text is cut. */
void log_add(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

/* 0 is the oldest that is kept. NULL beyond the end; lent until log_add. */
size_t log_count(void);
const struct log_entry *log_at(size_t index);
/* How many older ones are not kept any more: an entry's index and this are its
 * number since the start. */
int64_t log_dropped(void);
const char *log_level_name(enum log_level level);

/* Append to a file as well (mode 0600, never a symbolic link). */
MUST_CHECK bool log_open(const char *path, struct error *error);
void log_close(void); /* also forgets the kept entries */

#endif
