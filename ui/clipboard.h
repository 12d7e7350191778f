/* SPDX-License-Identifier: MIT
 *
 * Text for the clipboard of the person's own terminal, through whatever lies
 * between: SSH, tmux, GNU screen. No terminal answers, so a message says what
 * was sent by which way and never that it has arrived; clipboard-page shows
 * the text for selecting by hand.
 *
 * Inside tmux `tmux load-buffer -w` is asked first, since tmux by default
 * ignores what a program sends by itself; where it cannot (before tmux 3.2),
 * the text goes through tmux to the terminal.
 */
#ifndef CLIPBOARD_H
#define CLIPBOARD_H

#include <stdbool.h>

#include "child.h"
#include "settings.h"

struct app;

struct clipboard_options {
	enum settings_clipboard way;
	bool in_tmux, in_screen; /* for SETTINGS_CLIPBOARD_AUTO */
};

struct clipboard {
	struct clipboard_options options;
	struct children *children; /* lent; NULL: none can be started */
	struct child *tmux;	   /* that takes the text now; or NULL */
	char *what, *text;	   /* what was copied last; NULL: nothing */
};

void clipboard_init(struct clipboard *clipboard,
	const struct clipboard_options *options, struct children *children);
void clipboard_clear(struct clipboard *clipboard);

/* "order number", the text. Where nothing takes it the page is opened. */
void clipboard_copy(struct clipboard *clipboard, struct app *app,
	const char *what, const char *text);

#endif
