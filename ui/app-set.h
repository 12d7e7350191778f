/* SPDX-License-Identifier: MIT
 *
 * :set and :source: settings while the program runs. They hold for all accounts
 * that are open, at once, until the end of the program; nothing is written to
 * the configuration.
 */
#ifndef APP_SET_H
#define APP_SET_H

#include "settings-change.h"

struct app;
struct app_source;
struct complete;
struct view;

/* "refresh=30", "view_counts", "noview_counts", "refresh": see certdesk(1). */
void app_set_with(struct view *view, const char *argument);
/* What was asked about and not answered: the app goes. */
void app_set_forget(struct app *app);
/* What may stand there. */
void app_set_offer(
	struct complete *complete, const struct view *view, const char *text);

/* The words that the setting of this name may be. */
void app_set_offer_words(
	struct complete *complete, const struct view *view, const char *name);

/* Reads the configuration again, or another file. */
void app_source(struct view *view);
void app_source_with(struct view *view, const char *path);
/* The app goes while one is read. */
void app_source_drop(struct app *app);

/* -- for the list of settings ---------------------------------------------- */

/* As settings_entry_at; `fixed` also of what nobody could apply now, and the
 * value of columns is what the list shows. */
bool app_set_at(const struct app *app, size_t index, struct settings_entry *out,
	struct buf *value);
/* Where the value comes from; returns out. */
const char *app_set_from(const struct app *app,
	const struct settings_entry *entry, char *out, size_t size);

#endif
