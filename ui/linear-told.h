/* SPDX-License-Identifier: MIT
 *
 * What was told already: so that a view is told once, when all of it is there,
 * then only what is new, and where we are when it is left for one that was
 * told before.
 */
#ifndef LINEAR_TOLD_H
#define LINEAR_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "buf.h"

#define LINEAR_TOLD_VIEWS 64 /* that are remembered */

struct linear_told {
	bool is_told; /* the view on top: not while it is being read */
	bool again;   /* for others to set: tell it once more */
	/* Private. */
	unsigned shown; /* serial of the view that was told last */
	char *news;
	int64_t waits_since; /* loop ms; 0: that was told; -1: it does not */
	struct {
		unsigned serial;
		char *stamp;	    /* what it was about when it was told */
	} views[LINEAR_TOLD_VIEWS]; /* a ring */
	size_t at;
};

void linear_told_init(struct linear_told *told);
void linear_told_clear(struct linear_told *told);

/* After each frame of the app: appends what is to be told now. cols: for what
 * is told as its frame has it; 0: as wide as usual. */
void linear_told_follow(
	struct linear_told *told, struct app *app, int cols, struct buf *out);

#endif
