/* SPDX-License-Identifier: MIT
 *
 * What belongs to the account and is read only when somebody wants it: who its
 * users are, whether guests may see its orders, and its organizations. Kept as
 * long as the store; a key that may not read it is remembered.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "store-private.h"
#include "text.h"

#define ORGANIZATIONS_KEPT 64
#define USERS_QUERY	   "limit=1000&offset=0"

/* -- users, guests -- */

static void on_users(void *data, struct api_result *result)
{
	struct store *store = data;

	store->users_call = NULL;
	if (result->ok) {
		people_free(store->users);
		store->users = result->people;
		result->people = NULL;
		store_resource_ready(&store->users_state);
	} else {
		store_resource_failed(&store->users_state, &result->error);
	}
	store_changed(store);
}

static void on_guests(void *data, struct api_result *result)
{
	struct store *store = data;

	store->guests_call = NULL;
	if (result->ok) {
		store->guests = result->guest_access;
		store_resource_ready(&store->guests_state);
	} else {
		store_resource_failed(&store->guests_state, &result->error);
	}
	store_changed(store);
}

static bool is_wanted(const struct store_resource *resource, bool refresh)
{
	return refresh || resource->state == STORE_NEVER ||
	       resource->state == STORE_FAILED;
}

void store_users_open(struct store *store, bool refresh)
{
	const struct api_request request = {
		.endpoint = API_USERS,
		.priority = API_USER,
		.query = USERS_QUERY,
	};

	if (store->users_call != NULL ||
		!is_wanted(&store->users_state, refresh))
		return;
	store_resource_begin(&store->users_state, store);
	store->users_call = api_send(store->api, &request, on_users, store);
	store_changed(store);
}

const struct people *
store_users(const struct store *store, const struct store_resource **resource)
{
	*resource = &store->users_state;
	return store->users;
}

void store_guests_open(struct store *store, bool refresh)
{
	struct api_request request = {
		.endpoint = API_GUEST_ACCESS,
		.priority = API_USER,
	};

	if (store->guests_call != NULL ||
		!is_wanted(&store->guests_state, refresh))
		return;
	store_resource_begin(&store->guests_state, store);
	store->guests_call = api_send(store->api, &request, on_guests, store);
	store_changed(store);
}

const struct order_guest_access *
store_guests(const struct store *store, const struct store_resource **resource)
{
	*resource = &store->guests_state;
	return store->guests_state.state == STORE_READY ? &store->guests : NULL;
}

/* -- organizations -- */

static void organization_part_ended(struct store_organization_item *item,
	struct store_resource *resource, const struct api_result *result)
{
	if (!result->ok && result->error.kind == ERROR_PERMISSION)
		store_no_organizations(item->store);
	if (result->ok)
		store_resource_ready(resource);
	else
		store_resource_failed(resource, &result->error);
	store_changed(item->store);
}

static void organization_ahead_ended(
	struct store_organization_item *item, const struct api_result *result)
{
	struct store *store = item->store;

	item->is_ahead = false;
	if (result->ok || result->error.kind == ERROR_PERMISSION)
		organization_part_ended(item, &item->public.resource, result);
	else
		store_resource_stopped(&item->public.resource);
	store_ahead_go_on(store, result->ok);
}

static void on_organization(void *data, struct api_result *result)
{
	struct store_organization_item *item = data;

	item->info_call = NULL;
	if (result->ok) {
		organization_free(item->public.organization);
		item->public.organization = result->organization;
		result->organization = NULL;
	}
	if (item->is_ahead)
		organization_ahead_ended(item, result);
	else
		organization_part_ended(item, &item->public.resource, result);
}

static void on_validations(void *data, struct api_result *result)
{
	struct store_organization_item *item = data;

	item->validations_call = NULL;
	if (result->ok) {
		organization_validations_free(item->public.validations);
		item->public.validations = result->validations;
		result->validations = NULL;
	}
	organization_part_ended(item, &item->public.validations_state, result);
}

static void stop_organization(struct store_organization_item *item)
{
	if (item->info_call != NULL)
		api_cancel(item->info_call);
	if (item->validations_call != NULL)
		api_cancel(item->validations_call);
	item->info_call = NULL;
	item->validations_call = NULL;
}

static void free_organization(struct store_organization_item *item)
{
	stop_organization(item);
	organization_free(item->public.organization);
	organization_validations_free(item->public.validations);
	free(item);
}

static struct store_organization_item *
find_organization(const struct store *store, const char *id)
{
	struct store_organization_item *item = store->organizations;

	while (item != NULL && strcmp(item->public.id, id) != 0)
		item = item->next;
	return item;
}

/* Newest first, so the last one is the one that goes. */
static void forget_oldest(struct store *store)
{
	struct store_organization_item **link = &store->organizations;
	size_t count = 1;

	while ((*link)->next != NULL) {
		link = &(*link)->next;
		count++;
	}
	if (count <= ORGANIZATIONS_KEPT)
		return;
	free_organization(*link);
	*link = NULL;
}

static struct store_organization_item *
add_organization(struct store *store, const char *id)
{
	struct store_organization_item *item = mem_zalloc(sizeof(*item));

	item->store = store;
	text_format(item->public.id, sizeof(item->public.id), "%s", id);
	item->next = store->organizations;
	store->organizations = item;
	forget_oldest(store);
	return item;
}

/* NULL: it is not to be asked for. */
static struct store_organization_item *
wanted_organization(struct store *store, const char *id)
{
	struct store_organization_item *item;

	if (!order_id_is_valid(id) || store->account.no_organizations)
		return NULL;
	item = find_organization(store, id);
	return item != NULL ? item : add_organization(store, id);
}

static void ask_organization(
	struct store_organization_item *item, enum api_priority priority)
{
	struct store *store = item->store;
	struct api_request request = {
		.endpoint = API_ORGANIZATION,
		.priority = priority,
		.id = item->public.id,
	};

	store_resource_begin(&item->public.resource, store);
	item->is_ahead = priority == API_AHEAD;
	item->info_call = api_send(store->api, &request, on_organization, item);
	store_changed(store);
}

void store_organization_open(
	struct store *store, const char *organization_id, bool refresh)
{
	struct store_organization_item *item =
		wanted_organization(store, organization_id);

	if (item == NULL)
		return;
	if (item->info_call != NULL && item->is_ahead) {
		item->is_ahead = false;
		api_hurry(item->info_call);
	}
	if (item->info_call == NULL &&
		is_wanted(&item->public.resource, refresh))
		ask_organization(item, API_USER);
}

bool store_organization_ahead(struct store *store, const char *id)
{
	struct store_organization_item *item;

	/* Where none was looked at yet the window may be too low for them. */
	if (id == NULL || store->organizations == NULL)
		return false;
	item = wanted_organization(store, id);
	if (item == NULL)
		return false;
	if (item->info_call == NULL &&
		item->public.resource.state == STORE_NEVER)
		ask_organization(item, API_AHEAD);
	return item->info_call != NULL && item->is_ahead;
}

void store_organization_drop_ahead(struct store *store)
{
	struct store_organization_item *item = store->organizations;

	for (; item != NULL; item = item->next) {
		if (item->info_call == NULL || !item->is_ahead ||
			api_is_running(item->info_call))
			continue;
		api_cancel(item->info_call);
		item->info_call = NULL;
		item->is_ahead = false;
		store_resource_stopped(&item->public.resource);
	}
}

void store_organization_validations_open(
	struct store *store, const char *organization_id, bool refresh)
{
	struct store_organization_item *item =
		wanted_organization(store, organization_id);
	struct api_request request = {
		.endpoint = API_ORGANIZATION_VALIDATIONS,
		.priority = API_USER,
		.id = organization_id,
	};

	if (item == NULL || item->validations_call != NULL ||
		!is_wanted(&item->public.validations_state, refresh))
		return;
	store_resource_begin(&item->public.validations_state, store);
	item->validations_call =
		api_send(store->api, &request, on_validations, item);
	store_changed(store);
}

static bool was_asked(const struct store_organization *organization)
{
	return organization->resource.state != STORE_NEVER ||
	       organization->validations_state.state != STORE_NEVER;
}

const struct store_organization *
store_organization(const struct store *store, const char *organization_id)
{
	const struct store_organization_item *item =
		organization_id != NULL
			? find_organization(store, organization_id)
			: NULL;

	return item != NULL && was_asked(&item->public) ? &item->public : NULL;
}

/* -- what can be done -- */

static void
set_account_facts(const struct store *store, struct offers_facts *facts)
{
	const struct store_account *account = &store->account;

	facts->no_organizations = account->no_organizations;
	facts->roles = account->roles;
	if (account->kind == STORE_LEGACY ||
		account->kind == STORE_SUBSCRIPTION)
		facts->kind_without_access = store_kind_label(account->kind);
	facts->guests_known = store->guests_state.state == STORE_READY;
	facts->guests_allowed = store->guests.enabled;
	facts->has_issuance_resend = api_has_issuance_resend(store->api);
}

bool store_offers(const struct store *store, const char *order_id,
	enum offer offer, char *reason, size_t size)
{
	const struct store_order *known = store_order(store, order_id);
	char no_write[ERROR_TEXT_SIZE];
	char *console = store_console_address(store, order_id);
	struct offers_facts facts = {
		.order = store_order_head(store, order_id),
		.details = known != NULL ? known->details : NULL,
		.validation = known != NULL ? known->validation : NULL,
		.no_write = no_write,
		.console = console,
	};
	bool is_available = false;

	store_may_write(store, no_write, sizeof(no_write));
	set_account_facts(store, &facts);
	if (facts.order == NULL || *facts.order->id == '\0')
		text_format(
			reason, size, "Order %s is not loaded yet.", order_id);
	else
		is_available = offers_is_available(offer, &facts, reason, size);
	free(console);
	return is_available;
}

/* -- life -- */

void store_account_clear(struct store *store)
{
	if (store->users_call != NULL)
		api_cancel(store->users_call);
	people_free(store->users);
	if (store->guests_call != NULL)
		api_cancel(store->guests_call);
	while (store->organizations != NULL) {
		struct store_organization_item *item = store->organizations;

		store->organizations = item->next;
		free_organization(item);
	}
}
