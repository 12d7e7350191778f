/* SPDX-License-Identifier: MIT
 *
 * How a resource stands: data and error live side by side, so that a failed
 * refresh takes nothing away.
 */
#include "clock.h"
#include "store-private.h"

void store_resource_begin(
	struct store_resource *resource, const struct store *store)
{
	if (resource->state == STORE_READY)
		resource->refreshing = true;
	else
		resource->state = STORE_BUSY;
	if (resource->busy_since == 0)
		resource->busy_since = loop_now(store->loop);
}

static void stop(struct store_resource *resource)
{
	resource->refreshing = false;
	resource->busy_since = 0;
}

void store_resource_ready(struct store_resource *resource)
{
	stop(resource);
	resource->state = STORE_READY;
	resource->as_of = clock_seconds();
	error_clear(&resource->error);
}

void store_resource_failed(
	struct store_resource *resource, const struct error *error)
{
	stop(resource);
	if (resource->state != STORE_READY)
		resource->state = STORE_FAILED;
	resource->error = *error;
}

void store_resource_cancelled(struct store_resource *resource)
{
	struct error error;

	error_set(&error, ERROR_CANCELLED, "The loading was cancelled.");
	store_resource_failed(resource, &error);
}

void store_resource_stopped(struct store_resource *resource)
{
	stop(resource);
	if (resource->state == STORE_BUSY)
		resource->state = STORE_NEVER;
}
