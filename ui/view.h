/* SPDX-License-Identifier: MIT
 *
 * A page or a dialog. Update (keys, commands, `changed`) may change the view
 * and ask the store; it may not draw. Layout is the one place where a view
 * learns its size and corrects its scroll position. Draw takes a const view,
 * reads the store, changes nothing. Views keep order numbers, never pointers.
 *
 * A dialog is a view on top of the stack with a size of its own; while it is
 * open all below goes on loading.
 */
#ifndef VIEW_H
#define VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "canvas.h"
#include "command.h"
#include "key.h"
#include "list.h"

struct app;
struct view;
struct view_lines;

struct view_ops {
	const char *name; /* "orders"; the keymap's and the help's section */
	const struct command *commands;
	size_t command_count;
	bool is_dialog;
	/* What stands in the middle of the title line, behind the menu path:
	 * " > 900101 shop.example.net". May be NULL. */
	void (*title)(const struct view *view, struct buf *out);
	/* The right end of the title line: "as of 14:02:11"; behind a tab what
	 * also stays where there is little room: "(6m) STALE". May be NULL. */
	void (*status)(const struct view *view, struct buf *out);
	/* The message line's text while there is no message: counts. NULL. */
	void (*summary)(const struct view *view, struct buf *out);
	bool wraps_summary; /* sentences: in as many lines as a message */
	unsigned (*facts)(const struct view *view); /* NULL: none hold */
	/* The order that is selected or shown, for commands that many views
	 * have; not NULL while COMMAND_ROW holds. Lent. NULL: no order. */
	const char *(*order)(const struct view *view);
	/* The orders that the next keys may open, likeliest first, at most
	 * `max`, as lent texts; returns how many. NULL: none. */
	size_t (*likely)(
		const struct view *view, const char **order_ids, size_t max);
	/* The sentence why `need` is missing; false: the default one. NULL. */
	bool (*reason)(
		const struct view *view, unsigned need, char *out, size_t size);
	/* Keys before the keymap (fields, lists in dialogs); true: used. NULL.
	 */
	bool (*key)(struct view *view, const struct key *key);
	/* The store has changed. NULL. */
	void (*changed)(struct view *view);
	/* Dialogs: the size they would like within rows x cols, their border
	 * included. layout and draw get all of it; the dialog draws its own
	 * border (region_box) on cells that are blank. */
	void (*size)(const struct view *view, int max_rows, int max_cols,
		int *rows, int *cols);
	void (*layout)(struct view *view, int rows, int cols);
	void (*draw)(const struct view *view, struct region region);
	/* Of a view that is a list (list-commands): where its cursor is, and
	 * what follows from a move down (1) or up (-1). NULL. */
	struct list *(*list)(struct view *view);
	void (*moved)(struct view *view, int by);
	/* A click on what region_target gave this id; false: a row of `list`.
	 * It selects or focuses, and never presses what sends. NULL. */
	bool (*click)(struct view *view, long id);
	/* Esc, h, q: true if the view took it (left a filter); false: close. */
	bool (*back)(struct view *view);
	/* Ctrl-C: cancel the innermost activity; false: nothing to cancel. */
	bool (*cancel)(struct view *view);
	/* The hint line, when the command table's hints will not do: keys and
	 * words by a tab, hints by two blanks: "form-next\tnext  Esc\tcancel".
	 * The name of a command stands for the first of its keys. Nothing
	 * written: the table's. NULL. */
	void (*hints)(const struct view *view, struct buf *out);
	const struct view_lines *lines; /* without a screen; NULL */
	void (*free)(struct view *view);
};

/* What became of a line that was typed. */
enum view_line {
	VIEW_LINE_OTHER, /* it is for others */
	VIEW_LINE_DONE,
	VIEW_LINE_AGAIN, /* done, and the view is to be told again */
};

/* How a view is told in lines where there is no screen (linear.h). Texts from
 * outside have gone through text_clean, so that a line break is one of ours.
 * Every member may be NULL. */
struct view_lines {
	/* All of it; NULL: as its frame has it. */
	void (*tell)(const struct view *view, struct buf *out);
	/* Something that belongs to it is still being read: not yet. */
	bool (*is_loading)(const struct view *view);
	/* What it is about; it is told anew when this has changed. */
	void (*stamp)(const struct view *view, struct buf *out);
	/* What changes by itself, a sentence a line: told when it does. */
	void (*news)(const struct view *view, struct buf *out);
	/* What is asked for: "First name"; NULL: the view's name. */
	void (*ask)(const struct view *view, struct buf *out);
	/* A line that was typed, without blanks around it; what comes of it
	 * goes to out. */
	enum view_line (*line)(
		struct view *view, const char *line, struct buf *out);
	/* The words that `line` knows: "next\tthe next page", a line each. */
	const char *words;
};

/* The first member of every view. */
struct view {
	const struct view_ops *ops;
	struct app *app; /* set by app_push_take */
	unsigned serial; /* of all views that were opened; by the same */
};

#endif
