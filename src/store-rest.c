/* SPDX-License-Identifier: MIT
 *
 * What runs in the background looks at one flag before it asks for more.
 */
#include "store-private.h"

void store_rest(struct store *store)
{
	store->is_resting = true;
	store_order_ahead(store, NULL, 0);
	store_live_rest(store);
}

void store_wake(struct store *store)
{
	store->is_resting = false;
	store_live_rest(store);
	/* Another account of the same host may have sent something. */
	store_journal_reload_unsettled(store);
	store_waiting_pump(store);
	store_count_go_on(store);
}
