/* SPDX-License-Identifier: MIT
 *
 * The order under the cursor while it is on no page.
 */
#include "app.h"
#include "export.h"
#include "orders-private.h"

/* Pages of a refresh come one by one, and orders that came or went in between
 * have moved the others: one may be on none of the pages for a while. A cursor
 * that nobody has moved since goes back to it. */
void orders_lost_find(struct orders_view *orders)
{
	if (orders->lost[0] == '\0')
		return;
	if (orders->list.cursor != orders->lost_at) {
		orders->lost[0] = '\0';
	} else if (store_list_find(orders->store, orders->lost) >= 0) {
		text_format(orders->selected, sizeof(orders->selected), "%s",
			orders->lost);
		orders->lost[0] = '\0';
	}
}

/* An export asks for pages of its own. */
static bool is_asked(const struct orders_view *orders)
{
	const struct app *app = orders->view.app; /* NULL at birth */
	bool exporting = app != NULL && export_is_reading(app_exports_at(app));

	return api_active(store_api(orders->store)) > (exporting ? 1 : 0);
}

void orders_lost_note(struct orders_view *orders)
{
	/* Also a page that is fetched for itself tells how many there are. */
	bool more = store_list_resource(orders->store)->refreshing ||
		    is_asked(orders);

	if (!more)
		orders->lost[0] = '\0';
	else if (orders->lost[0] == '\0' && orders->selected[0] != '\0' &&
		 store_list_find(orders->store, orders->selected) < 0)
		text_format(orders->lost, sizeof(orders->lost), "%s",
			orders->selected);
	orders->lost_at = orders->list.cursor;
}
