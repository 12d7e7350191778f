/* SPDX-License-Identifier: MIT
 *
 * The copy menu (`y`) and `w`: commands for every view that has an order
 * (view_ops.order). What is not loaded yet, and what has several lines, is
 * shown on a page of its own (details-text.h) and copied from there.
 */
#ifndef DETAILS_COPY_H
#define DETAILS_COPY_H

struct view;

void details_copy_number(struct view *view);
void details_copy_name(struct view *view);
void details_copy_emails(struct view *view);
void details_copy_address(struct view *view);
void details_copy_row(struct view *view);
void details_copy_json(struct view *view);
void details_copy_summary(struct view *view);
void details_copy_show_address(struct view *view); /* copies nothing */

#endif
