/* SPDX-License-Identifier: MIT
 *
 * How far long work is, in the words that all of it uses.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdint.h>

#include "buf.h"

struct progress {
	int64_t seen;
	int64_t total; /* -1: not known */
	int64_t ms;    /* since it began */
};

/* "1,000 of 20,000"; without a total "1,000 of ..." */
void progress_write_count(const struct progress *progress, struct buf *out);
/* ", 500/s, 0:38 left"; nothing in the first second, when a rate says little,
 * and no time where the total is not known. */
void progress_write_rate(const struct progress *progress, struct buf *out);

#endif
