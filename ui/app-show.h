/* SPDX-License-Identifier: MIT
 *
 * An app that is not shown while another account is: it reads no keys, draws
 * nothing and asks for nothing more. What is under way goes on.
 */
#ifndef APP_SHOW_H
#define APP_SHOW_H

#include <stdbool.h>

#include "app.h"

/* A new app is shown; at most one may be. */
void app_hide(struct app *app);
void app_show(struct app *app);
/* Something of those that are not shown has changed; this one is shown. */
void app_show_others_changed(struct app *app);

/* Handles soon what was typed before it was shown. */
void app_show_catch_up(struct app *app);
/* A window is open, maybe below the page on top, or a line is asked for. */
bool app_show_has_window(const struct app *app);
/* Neither the shell nor a program has it. */
bool app_show_has_terminal(const struct app *app);
/* To close it would lose something: what was typed into a window whose send was
 * not done, an export or a program that goes on. */
bool app_show_would_lose(const struct app *app);
bool app_show_is_exporting(const struct app *app);

/* For a command that asks on the terminal. In between nothing is drawn. */
void app_show_lend_terminal(struct app *app);
void app_show_take_terminal(struct app *app);

#endif
