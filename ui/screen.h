/* SPDX-License-Identifier: MIT
 *
 * Where frames go and keys come from. Implemented by screen-curses and by the
 * memory screen of the scenes. It keeps the last frame and sends only the
 * cells that differ.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdbool.h>

#include "canvas.h"
#include "key.h"
#include "theme.h"

struct screen;

/* What stands between us and the terminal, and has to hand a text on. */
enum screen_copy { SCREEN_COPY_PLAIN, SCREEN_COPY_TMUX, SCREEN_COPY_SCREEN };

struct screen_ops {
	void (*size)(struct screen *, int *rows, int *cols);
	void (*present)(struct screen *, const struct canvas *);
	/* The next key that is waiting; false if there is none. KEYS_GONE
	 * when the terminal is gone. */
	bool (*key)(struct screen *, struct key *);
	void (*discard_keys)(struct screen *); /* what was typed ahead */
	void (*redraw)(struct screen *); /* Ctrl-L: forget what is shown */
	/* Another theme, from the next frame on; lent for the call. NULL: it
	 * shows text only. */
	void (*theme)(struct screen *, const struct theme *);
	/* Clicks and the wheel come as keys. NULL: it has no mouse. */
	void (*mouse)(struct screen *, bool on);
	/* Whether the last frame is still on its way to the terminal; tries
	 * to go on with it. There is no next frame before that. */
	bool (*busy)(struct screen *);
	int (*out_fd)(struct screen *); /* to watch while busy; -1 if none */
	int (*fd)(struct screen *);	/* to watch for keys; -1 if none */
	/* Ctrl-Z: give the terminal back, stop, take it again afterwards.
	 * False: it is the shell's still (bg), and nothing is shown or read
	 * until go_on, which comes with each SIGCONT, says otherwise. */
	bool (*stop)(struct screen *);
	bool (*go_on)(struct screen *);
	/* The terminal goes to a command of ours that asks there, and comes
	 * back. NULL: it needs neither. */
	void (*lend)(struct screen *);
	void (*take_back)(struct screen *);
	/* Not a frame but a sentence: a message, as it comes (enum app_level).
	 * NULL: messages stand in the frame. */
	void (*say)(struct screen *, int level, const char *text);
	/* Put text on the clipboard; false: it is too long or not possible. */
	bool (*copy)(struct screen *, const char *text, enum screen_copy way);
	/* Where lines are typed and no keys pressed: what stands for the
	 * command in a sentence, "refresh". NULL: its key. */
	const char *(*word)(const char *command_name);
};

struct screen {
	const struct screen_ops *ops;
};

#endif
