/* SPDX-License-Identifier: MIT
 *
 * The newest rest counts: what was named before and has not begun is given up
 * at once, not only when the next rest comes.
 */
#include "app-ahead.h"

#include <string.h>

#include "app-private.h"
#include "text.h"

static void rested(void *data)
{
	struct app *app = data;
	const struct app_ahead *ahead = &app->ahead;
	const char *ids[APP_AHEAD_ORDERS];

	for (size_t i = 0; i < ahead->count; i++)
		ids[i] = ahead->ids[i];
	store_order_ahead(app->store, ids, ahead->count);
}

void app_ahead_init(struct app_ahead *ahead, struct app *app)
{
	if (store_options(app->store)->read_ahead)
		ahead->rest = loop_timer_new(app->loop, rested, app);
}

void app_ahead_clear(struct app_ahead *ahead)
{
	loop_timer_free(ahead->rest);
}

void app_ahead_stop(struct app_ahead *ahead, struct app *app)
{
	if (ahead->rest == NULL)
		return;
	ahead->count = 0;
	store_order_ahead(app->store, NULL, 0);
	loop_timer_stop(ahead->rest);
}

static bool
is_same(const struct app_ahead *ahead, const char *const *ids, size_t count)
{
	if (ahead->count != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(ahead->ids[i], ids[i]) != 0)
			return false;
	}
	return true;
}

void app_ahead_follow(struct app *app)
{
	struct app_ahead *ahead = &app->ahead;
	const struct view *view = app_top(app);
	const char *ids[APP_AHEAD_ORDERS];
	size_t count = 0;

	if (ahead->rest == NULL)
		return;
	if (view->ops->likely != NULL)
		count = view->ops->likely(view, ids, APP_AHEAD_ORDERS);
	if (is_same(ahead, ids, count))
		return;
	for (size_t i = 0; i < count; i++)
		text_format(ahead->ids[i], ORDER_ID_SIZE, "%s", ids[i]);
	ahead->count = count;
	store_order_ahead(app->store, NULL, 0);
	if (count > 0)
		loop_timer_start(ahead->rest, APP_AHEAD_REST_MS);
	else
		loop_timer_stop(ahead->rest);
}
