/* SPDX-License-Identifier: MIT
 *
 * The Order details page where there is no screen (linear.h): the same sections
 * and fields, one a line.
 */
#ifndef DETAILS_LINES_H
#define DETAILS_LINES_H

#include "details-page.h"
#include "view.h"

/* "Common name: shop.example.net", below a line for each section. */
void details_lines_write(const struct details_page *page, struct buf *out);

/* For struct view_lines. */
extern const char details_lines_words[];
enum view_line
details_lines_line(struct view *view, const char *line, struct buf *out);

#endif
