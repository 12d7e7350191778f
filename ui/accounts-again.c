/* SPDX-License-Identifier: MIT
 *
 * The account that is shown is asked again while it cannot be reached, at
 * growing intervals; Ctrl-R of the page asks all that are open.
 */
#include "accounts-private.h"

#include "app-show.h"

/* Until the next try. */
#define AGAIN_FIRST_MS 30000
#define AGAIN_MOST_MS  300000

bool accounts_is_offline(const struct accounts_desk *desk)
{
	struct accounts_row row = {0};

	accounts_state_of(desk->part.store, &row);
	return row.state == ACCOUNTS_OFFLINE;
}

void accounts_ask_again(const struct accounts_desk *desk)
{
	struct store *store = desk->part.store;

	if (store_account(store)->resource.state == STORE_FAILED)
		store_start(store);
	if (store_list_resource(store)->error.kind != ERROR_NONE &&
		!store_list_resource(store)->refreshing &&
		store_list_resource(store)->state != STORE_BUSY)
		store_list_refresh(store);
}

void accounts_try_again(struct accounts *accounts)
{
	for (size_t i = 0; i < accounts->count; i++) {
		struct accounts_row row = {0};

		accounts_state_of(accounts->desks[i].part.store, &row);
		if (row.state != ACCOUNTS_OK)
			accounts_ask_again(&accounts->desks[i]);
	}
}

static bool is_asking(const struct accounts_desk *desk)
{
	const struct store *store = desk->part.store;

	return store_list_resource(store)->refreshing ||
	       store_list_resource(store)->state == STORE_BUSY ||
	       store_account(store)->resource.refreshing ||
	       store_account(store)->resource.state == STORE_BUSY;
}

void accounts_stop_trying(struct accounts *accounts)
{
	accounts->again_ms = 0;
	accounts->is_waiting = false;
	loop_timer_stop(accounts->again);
}

static void on_again(void *data)
{
	struct accounts *accounts = data;

	accounts->is_waiting = false;
	accounts_ask_again(accounts_shown_desk(accounts));
}

/* Nothing wakes up while the account can be reached. */
static void look_at_shown(struct accounts *accounts)
{
	const struct accounts_desk *desk = accounts_shown_desk(accounts);

	if (is_asking(desk) || accounts->is_waiting)
		return;
	if (!accounts_is_offline(desk)) {
		accounts_stop_trying(accounts);
		return;
	}
	accounts->again_ms = accounts->again_ms == 0 ? AGAIN_FIRST_MS
						     : accounts->again_ms * 2;
	if (accounts->again_ms > AGAIN_MOST_MS)
		accounts->again_ms = AGAIN_MOST_MS;
	accounts->is_waiting = true;
	loop_timer_start(accounts->again, accounts->again_ms);
}

void accounts_changed(struct accounts *accounts, const struct app *app)
{
	if (app == accounts_app(accounts))
		look_at_shown(accounts);
	else
		app_show_others_changed(accounts_app(accounts));
}

void accounts_again_init(struct accounts *accounts)
{
	accounts->again =
		loop_timer_new(accounts->options.loop, on_again, accounts);
}
