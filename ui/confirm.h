/* SPDX-License-Identifier: MIT
 *
 * A question before an act: y does it, n or Esc does not; focus starts on
 * Cancel; keys typed before the box was drawn are thrown away. Enter on a
 * focused button presses it. With `must_type` the button works only once that
 * word (an order number) was typed. `done` comes once, after the box is gone.
 */
#ifndef CONFIRM_H
#define CONFIRM_H

#include <stdbool.h>

#include "view.h"

typedef void (*confirm_fn)(struct view *owner, bool yes);

struct confirm_options {
	const char *title, *question, *yes_label, *no_label;
	const char *must_type; /* NULL: y is enough */
};

/* Opens over `owner`; if owner is closed first, `done` never comes. */
void confirm_open(struct app *app, struct view *owner,
	const struct confirm_options *options, confirm_fn done);

/* A small menu: number keys or j/k and Enter. -1: left with Esc. `now` is the
 * choice that holds: the cursor starts there. */
typedef void (*confirm_choice_fn)(struct view *owner, int choice);
void confirm_choose(struct app *app, struct view *owner, const char *title,
	const char *const *choices, size_t count, int now,
	confirm_choice_fn done);

#endif
