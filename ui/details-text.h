/* SPDX-License-Identifier: MIT
 *
 * A page with nothing but a text about an order, from the first column and
 * without a frame, so that it can be selected where the clipboard does not
 * work. What is not known yet is fetched; once all of it is there the text
 * goes to the clipboard, once. The console's address is only shown.
 */
#ifndef DETAILS_TEXT_H
#define DETAILS_TEXT_H

#include <stddef.h>

#include "details-content.h"

struct app;
struct command;

void details_text_open(
	struct app *app, const char *order_id, enum details_content what);
/* Its commands, for all that looks through the keys of every view. */
const struct command *details_text_commands(size_t *count);

#endif
