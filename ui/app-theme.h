/* SPDX-License-Identifier: MIT
 *
 * The theme is a setting ([general] theme); what the screens do with it.
 */
#ifndef APP_THEME_H
#define APP_THEME_H

#include "error.h"
#include "settings.h"

struct app;
struct complete;
struct view;

/* The one that the settings (NULL: none) ask for; "auto" looks at what the
 * environment tells of the terminal. Lent by the settings, or built in. */
const struct theme *app_theme_wanted(const struct settings *settings);
/* Whether there is one of that name; else *error with the nearest. */
MUST_CHECK bool app_theme_check(
	const struct settings *settings, const char *name, struct error *error);
/* The setting has changed: from the next frame on. */
void app_theme_show(struct app *app);

/* :theme */
void app_theme_run(struct view *view); /* says which there are */
void app_theme_run_with(struct view *view, const char *name);
void app_theme_offer(
	struct complete *complete, const struct view *view, const char *text);

#endif
