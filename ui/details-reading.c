/* SPDX-License-Identifier: MIT
 *
 * Reading is asked for in the turn after a layout, never within it.
 */
#include "details-reading.h"

#include "details-facts.h"

#define REST_MS 200 /* without J or K: here somebody stays */

static const char *organization_of(const struct details_reading *reading)
{
	return details_facts_organization_id(reading->store, reading->order_id);
}

static void read_order(void *data)
{
	struct details_reading *reading = data;

	loop_timer_stop(reading->rest);
	store_order_open(reading->store, reading->order_id, false);
}

void details_reading_init(struct details_reading *reading, struct store *store,
	const char *order_id)
{
	struct loop *loop = store_loop(store);

	*reading = (struct details_reading){
		.store = store,
		.order_id = order_id,
		.rest = loop_timer_new(loop, read_order, reading),
		.stepped_ms = loop_now(loop) - REST_MS,
	};
}

void details_reading_clear(struct details_reading *reading)
{
	loop_timer_free(reading->rest);
	loop_defer_cancel(store_loop(reading->store), reading->asking);
}

void details_reading_open(struct details_reading *reading)
{
	read_order(reading);
}

void details_reading_step(struct details_reading *reading)
{
	int64_t now = loop_now(store_loop(reading->store));
	bool is_first = now - reading->stepped_ms >= REST_MS;

	reading->stepped_ms = now;
	if (is_first)
		read_order(reading);
	else
		loop_timer_start(reading->rest, REST_MS);
}

void details_reading_refresh(struct details_reading *reading)
{
	const char *id = organization_of(reading);

	loop_timer_stop(reading->rest);
	store_order_open(reading->store, reading->order_id, true);
	if (store_organization(reading->store, id) != NULL)
		store_organization_open(reading->store, id, true);
}

static void read_organization(void *data)
{
	struct details_reading *reading = data;

	reading->asking = NULL;
	store_organization_open(
		reading->store, organization_of(reading), false);
}

void details_reading_organization(struct details_reading *reading)
{
	const char *id = organization_of(reading);

	if (id == NULL || reading->asking != NULL ||
		store_account(reading->store)->no_organizations ||
		store_organization(reading->store, id) != NULL)
		return;
	reading->asking = loop_defer(
		store_loop(reading->store), read_organization, reading);
}
