/* SPDX-License-Identifier: MIT
 *
 * The lines around the views: title, the right end of the message line, hints.
 * Each draws into a region of one row but the choices.
 */
#ifndef APP_BARS_H
#define APP_BARS_H

#include "app.h"

/* How long the present requests have been under way, for "slow". */
struct app_bars {
	size_t active;
	int64_t since; /* loop ms */
};

/* Take note of the requests under way. Returns in how many ms the word at the
 * end of the message line changes by itself; -1: it does not. */
int64_t app_bars_update(struct app_bars *bars, const struct app *app);

/* Of the account: its organization, behind its own name where there are several
 * accounts, which may be of one organization. */
void app_bars_name(const struct app *app, struct buf *out);
void app_bars_title(
	const struct app *app, const struct view *page, struct region region);
/* "2 req   ok", right-aligned; returns the columns it takes. */
int app_bars_connection(const struct app_bars *bars, const struct app *app,
	struct region region);

/* A key that may come next in a sequence, and what it does. */
struct app_bars_choice {
	char key[16];
	const char *word;
};

/* Draws them in as many rows as they take, and returns how many these are. A
 * region of no rows only counts. */
int app_bars_choices(
	struct region region, const struct app_bars_choice *list, size_t count);
void app_bars_hints(
	const struct app *app, const struct view *top, struct region region);

#endif
