/* SPDX-License-Identifier: MIT
 *
 * The mouse, where it is wanted: a click selects or focuses what was drawn
 * there (canvas.h: region_target), a click on what is selected opens it, the
 * wheel scrolls. A click never presses a button of a window: the hand that
 * clicks does not read, and Send voids links.
 */
#ifndef APP_MOUSE_H
#define APP_MOUSE_H

#include "settings.h"

struct app;
struct complete;
struct key;
struct view;

/* By the settings (NULL: none); "auto" is off over SSH, where it would take
 * the selection of text from the person's own terminal. */
bool app_mouse_wanted(const struct settings *settings);
/* The setting has changed. */
void app_mouse_show(struct app *app);
/* Whether the key is of the mouse. */
bool app_mouse_is(const struct key *key);
void app_mouse_key(struct app *app, const struct key *key);

/* :mouse */
void app_mouse_run(struct view *view); /* on or off */
void app_mouse_run_with(struct view *view, const char *argument);

#endif
