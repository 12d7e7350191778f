/* SPDX-License-Identifier: MIT
 *
 * Reading is asked for in the turn after a layout, never within it.
 */
#include "details-reading.h"

#include <string.h>

#include "details-facts.h"
#include "text.h"

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

/* -- the journal's part ---------------------------------------------------- */

/* Changes whenever the journal may have something new about the order. */
static void
make_stamp(const struct details_reading *reading, char *out, size_t size)
{
	const struct store *store = reading->store;
	const struct store_order *known = store_order(store, reading->order_id);

	text_format(out, size, "%s %d %zu %lld %lld %lld", reading->order_id,
		store_action_last(store), store_actions_running(store),
		known != NULL ? (long long)known->history_state.as_of : 0,
		known != NULL ? (long long)known->unsettled : 0,
		known != NULL ? (long long)known->last.journal_id : 0);
}

void details_reading_changed(struct details_reading *reading)
{
	struct journal_filter filter = {
		.order_id = reading->order_id,
		.this_host_only = true,
	};
	char stamp[sizeof(reading->history_stamp)];

	make_stamp(reading, stamp, sizeof(stamp));
	if (strcmp(stamp, reading->history_stamp) == 0)
		return;
	memcpy(reading->history_stamp, stamp, sizeof(stamp));
	history_load(&reading->history, &filter);
}

void details_reading_start(struct details_reading *reading)
{
	history_clear(&reading->history);
	history_init(&reading->history, store_journal(reading->store),
		store_journal_error(reading->store), reading->changed,
		reading->data);
	reading->history_stamp[0] = '\0';
	details_reading_changed(reading);
}

/* -- the order ------------------------------------------------------------- */

void details_reading_init(struct details_reading *reading, struct store *store,
	const char *order_id, loop_fn changed, void *data)
{
	struct loop *loop = store_loop(store);

	*reading = (struct details_reading){
		.store = store,
		.order_id = order_id,
		.rest = loop_timer_new(loop, read_order, reading),
		.stepped_ms = loop_now(loop) - REST_MS,
		.changed = changed,
		.data = data,
	};
}

void details_reading_clear(struct details_reading *reading)
{
	history_clear(&reading->history);
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
	const struct store_organization *known =
		store_organization(reading->store, id);

	loop_timer_stop(reading->rest);
	store_order_open(reading->store, reading->order_id, true);
	if (known != NULL && known->resource.state != STORE_NEVER)
		store_organization_open(reading->store, id, true);
	if (known != NULL && known->validations_state.state != STORE_NEVER)
		store_organization_validations_open(reading->store, id, true);
	reading->history_stamp[0] = '\0';
	details_reading_changed(reading);
}

/* The order's own validation tells what it has of the organization's. */
static bool lacks_validation(const struct details_reading *reading)
{
	const struct store_order *known =
		store_order(reading->store, reading->order_id);

	return known != NULL && known->validation == NULL &&
	       known->validation_state.state == STORE_FAILED;
}

static void read_organization(void *data)
{
	struct details_reading *reading = data;
	const char *id = organization_of(reading);

	reading->asking = NULL;
	store_organization_open(reading->store, id, false);
	if (lacks_validation(reading))
		store_organization_validations_open(reading->store, id, false);
}

/* Once: after a failure it is for Ctrl-R. */
static bool needs_organization(const struct details_reading *reading)
{
	const struct store_organization *known =
		store_organization(reading->store, organization_of(reading));

	return known == NULL || known->resource.state == STORE_NEVER ||
	       (lacks_validation(reading) &&
		       known->validations_state.state == STORE_NEVER);
}

void details_reading_organization(struct details_reading *reading)
{
	if (organization_of(reading) == NULL || reading->asking != NULL ||
		store_account(reading->store)->no_organizations ||
		!needs_organization(reading))
		return;
	reading->asking = loop_defer(
		store_loop(reading->store), read_organization, reading);
}
