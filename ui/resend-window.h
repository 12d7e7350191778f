/* SPDX-License-Identifier: MIT
 *
 * What the windows that send a mail have in common: one order, bound when the
 * window opens, and one attempt after the other from the press of Send to the
 * sentence that tells how it ended. It asks where product.md 2.3 wants to be
 * asked (sent a moment ago, an earlier send unknown), and it locks Send so
 * that a held key can never start a second action.
 */
#ifndef RESEND_WINDOW_H
#define RESEND_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "order.h"
#include "store.h"
#include "style.h"
#include "view.h"

enum resend_lock {
	RESEND_FREE,
	RESEND_LOCKED_UNTIL_MOVED,   /* it failed: move the focus first */
	RESEND_LOCKED_UNTIL_CHANGED, /* it was sent: change the selection */
	RESEND_LOCKED,		     /* unknown: not from this window */
};

/* The first member of each such window. */
struct resend_window {
	struct view view;
	struct store *store;
	char order_id[ORDER_ID_SIZE];
	const char *kind; /* JOURNAL_RESEND_... */
	/* Called once when an attempt has ended; may be NULL. */
	void (*ended)(struct resend_window *, const struct action *);
	/* The last known send as the person has seen it here; a copy. */
	struct resend_last seen;

	/* Private to resend-window.c */
	enum resend_lock lock;
	int number;	     /* of our action; 0: none yet */
	bool running;	     /* that one is under way */
	bool asking;	     /* a question is open: Send cannot be pressed */
	int64_t asked_about; /* the send that the question names */
	int64_t agreed_to;
	bool despite_unsettled;
	char **recipients; /* of the attempt */
	size_t recipient_count;
	char said[ERROR_TEXT_SIZE * 2]; /* how the last one ended; "" */
	enum style said_style;
};

void resend_window_init(struct resend_window *window,
	const struct view_ops *ops, struct store *store, const char *order_id,
	const char *kind);
void resend_window_clear(struct resend_window *window);
/* The order as the store has it now, its head alone; NULL if not at all. */
const struct store_order *
resend_window_order(const struct resend_window *window);
const struct order *resend_window_head(const struct resend_window *window);

/* The window's view is pushed: take over a send of this order that is under
 * way already. NULL if there is none. */
const struct action *resend_window_attach(struct resend_window *window);

/* The person has typed the order number: the next send goes in spite of an
 * earlier one that is unknown. */
void resend_window_agree_to_unsettled(struct resend_window *window);
bool resend_window_is_despite_unsettled(const struct resend_window *window);
/* The person has seen a send in this window's question and agreed to it. */
void resend_window_agree_to_last(
	struct resend_window *window, const struct resend_last *last);

/* Send was pressed: ask if need be, then start the one action. The addresses
 * are copied. Does nothing while it may not be pressed. */
void resend_window_press(struct resend_window *window,
	const char *const *recipients, size_t count);
/* Whether Send may be pressed as far as attempts go; else the reason. */
bool resend_window_may_press(
	const struct resend_window *window, char *reason, size_t size);

/* The focus was moved; the selection was changed. */
void resend_window_moved(struct resend_window *window);
void resend_window_selection_changed(struct resend_window *window);

/* For the view's `changed` and `cancel`. */
void resend_window_changed(struct resend_window *window);
bool resend_window_cancel(struct resend_window *window);

bool resend_window_is_running(const struct resend_window *window);
/* The same, or a question is open that decides about it. */
bool resend_window_is_busy(const struct resend_window *window);
/* Whether the last attempt of this window was sent. */
bool resend_window_was_sent(const struct resend_window *window);
/* "sending... 3s" into out; returns out. */
char *resend_window_progress(
	const struct resend_window *window, char *out, size_t size);

#endif
