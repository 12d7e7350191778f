/* SPDX-License-Identifier: MIT
 *
 * A growing text or byte buffer with a limit that is set at birth. What does
 * not fit is refused as a whole, `full` is set and stays set until buf_reset;
 * what was there stays. The data is always followed by a NUL that is not
 * counted. buf_text never returns NULL.
 */
#ifndef BUF_H
#define BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "attr.h"

struct buf {
	char *data; /* NULL while nothing was added */
	size_t len; /* bytes, without the NUL */
	size_t cap;
	size_t max; /* most bytes it may hold */
	bool full;
};

void buf_init(struct buf *buf, size_t max);
void buf_clear(struct buf *buf); /* frees; as after buf_init */
void buf_reset(struct buf *buf); /* empties, keeps the memory */

/* False: it did not fit, see above. */
bool buf_add(struct buf *buf, const void *data, size_t len);
bool buf_puts(struct buf *buf, const char *text);
bool buf_putc(struct buf *buf, char c);
bool buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

const char *buf_text(const struct buf *buf); /* lent until the next change */
char *buf_take(struct buf *buf); /* the caller frees; buf is empty */

#endif
