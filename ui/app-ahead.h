/* SPDX-License-Identifier: MIT
 *
 * Once nothing has moved for APP_AHEAD_REST_MS the orders that the next keys
 * may open are read ahead (quality.md 10): the view on top names them. No timer
 * runs when they are the same as before.
 */
#ifndef APP_AHEAD_H
#define APP_AHEAD_H

#include "order.h"

#define APP_AHEAD_REST_MS 120
#define APP_AHEAD_ORDERS  3

struct app;
struct loop_timer;

struct app_ahead {
	struct loop_timer *rest; /* NULL: nothing is read ahead */
	char ids[APP_AHEAD_ORDERS][ORDER_ID_SIZE];
	size_t count;
};

void app_ahead_init(struct app_ahead *ahead, struct app *app);
void app_ahead_clear(struct app_ahead *ahead);
/* Nothing is read ahead until the next frame. */
void app_ahead_stop(struct app_ahead *ahead, struct app *app);
/* A frame was drawn. */
void app_ahead_follow(struct app *app);

#endif
