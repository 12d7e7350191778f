/* SPDX-License-Identifier: MIT
 *
 * What :set and :source share.
 */
#ifndef APP_SET_PRIVATE_H
#define APP_SET_PRIVATE_H

#include <stdbool.h>

#include "buf.h"
#include "settings.h"

struct accounts_part;
struct app;

/* A sentence, if the change takes away from safety; else NULL. A value that is
 * not set is NULL. */
const char *
app_set_weaker(const char *name, const char *before, const char *now);
/* The same of two whole configurations, all that there is: added to *out. */
void app_set_all_weaker(const struct settings *before,
	const struct settings *now, struct buf *out);
/* The list's columns in all accounts: until somebody chooses others, or as the
 * configuration has them. */
void app_set_columns(struct app *app, const char *columns, bool is_configured);
/* For each account that is open; app is NULL for one that was never shown. */
void app_set_each(struct app *app,
	void (*fn)(
		void *data, const struct accounts_part *part, struct app *app),
	void *data);
/* What the settings say now holds for all that is open. */
void app_set_apply(struct app *app);

#endif
