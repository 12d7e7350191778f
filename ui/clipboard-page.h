/* SPDX-License-Identifier: MIT
 *
 * A page with nothing but one text, from the first column and without a
 * frame, to be selected with the mouse or by what the terminal has for that. A
 * line that is longer than the page goes on in the next one: nothing is
 * shortened, no blank is lost or added.
 */
#ifndef CLIPBOARD_PAGE_H
#define CLIPBOARD_PAGE_H

#include <stddef.h>

struct app;
struct command;

void clipboard_page_open(struct app *app, const char *what, const char *text);
/* Its commands, for all that looks through the keys of every view. */
const struct command *clipboard_page_commands(size_t *count);

#endif
