/* SPDX-License-Identifier: MIT
 *
 * One frame: lays out what is to be seen, draws it and hands it to the screen.
 */
#ifndef APP_FRAME_H
#define APP_FRAME_H

#include "view.h"

struct app;

/* Draws if the frame is stale and the terminal has taken the one before. Called
 * right before the loop waits. */
void app_frame_draw(struct app *app);

/* After a frame, and when the terminal takes more: goes on with what it has not
 * taken yet. */
void app_frame_sent(struct app *app);

/* Lays out and draws one view in the region; a dialog in the middle of it. */
void app_frame_view(struct view *view, struct region region);

#endif
