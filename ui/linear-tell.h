/* SPDX-License-Identifier: MIT
 *
 * What is told of a view: by its own words (view_lines), else as its frame has
 * it, without border and buttons.
 */
#ifndef LINEAR_TELL_H
#define LINEAR_TELL_H

#include <stdbool.h>

#include "app.h"
#include "buf.h"

#define LINEAR_TELL_COLS 100 /* of a frame where nobody knows better */

bool linear_tell_is_loading(const struct view *view);
/* "" for a view that has none. */
void linear_tell_stamp(const struct view *view, struct buf *out);
/* What changes by itself; of a list, the row that is selected. */
void linear_tell_news(struct view *view, int cols, struct buf *out);
/* All of it. */
void linear_tell_whole(struct view *view, int cols, struct buf *out);
/* Where we are: "Certificates > Orders > 900101 shop.example.net". */
void linear_tell_place(const struct app *app, struct buf *out);
/* What stands before what is typed: "orders". */
void linear_tell_ask(const struct app *app, struct buf *out);
/* The page below all windows. */
struct view *linear_tell_page(const struct app *app);

/* The lines of `text` that are not in `before`. */
void linear_tell_new(const char *before, const char *text, struct buf *out);

#endif
