/* SPDX-License-Identifier: MIT
 *
 * The store as a whole: its life, the account, and the one listener that is
 * told "changed" once a turn. See store-private.h for the other files.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "mem.h"
#include "store-private.h"
#include "text.h"

#define ADDRESS_SIZE ((size_t)4096)

/* -- "changed" -- */

#ifdef WITH_DEBUG
/* What must hold whenever others look at the store. */
static void check(const struct store *store)
{
	size_t entries = 0;

	for (const struct store_entry *e = store->entries; e; e = e->next) {
		const struct store_order *order = &e->order;

		entries++;
		assert((order->details != NULL) ==
			(order->details_state.state == STORE_READY));
		assert((order->validation != NULL) ==
			(order->validation_state.state == STORE_READY));
		assert((order->notes != NULL) ==
			(order->notes_state.state == STORE_READY));
	}
	assert(entries == store->entry_count);
	assert(store->list.resource.state != STORE_BUSY ||
		store_list_loaded(store) == 0);
}
#else
static void check(const struct store *store UNUSED)
{
}
#endif

static void tell(void *data)
{
	struct store *store = data;

	store->notice = NULL;
	check(store);
	if (store->changed != NULL)
		store->changed(store->changed_data);
}

void store_changed(struct store *store)
{
	if (store->notice == NULL)
		store->notice = loop_defer(store->loop, tell, store);
}

void store_on_changed(struct store *store, store_fn fn, void *data)
{
	store->changed = fn;
	store->changed_data = data;
}

/* -- kinds of accounts: certcentral-api.md 10 -- */

#define ORDERS_PATH "Certificates > Orders"

struct kind_row {
	const char *label, *menu_path;
	const char *type; /* cert_central_type, NULL: the API does not tell */
};

static const struct kind_row kinds[] = {
	[STORE_ENTERPRISE] = {"Enterprise", ORDERS_PATH, "enterprise"},
	[STORE_PARTNER] = {"Partner", ORDERS_PATH, "reseller"},
	[STORE_LEGACY] = {"Legacy", ORDERS_PATH, "retail"},
	[STORE_SUBSCRIPTION] = {"Subscription",
		"My Digital Trust Products > Certificates", NULL},
	[STORE_KIND_UNKNOWN] = {"", ORDERS_PATH, NULL},
};

static enum store_kind kind_from(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (kinds[i].type != NULL && strcmp(kinds[i].type, type) == 0)
			return (enum store_kind)i;
	}
	return STORE_KIND_UNKNOWN;
}

const char *store_kind_label(enum store_kind kind)
{
	return kinds[kind].label;
}

const char *store_menu_path(const struct store *store)
{
	return kinds[store->account.kind].menu_path;
}

char *store_console_address(const struct store *store, const char *order_id)
{
	static const char place[] = "{order_id}";
	const char *url = store->options.console_url;
	const char *at = strstr(url, place);
	struct buf address;

	if (*url == '\0')
		return mem_printf("%s > %s", store_menu_path(store), order_id);
	if (at == NULL)
		return mem_dup(url);
	buf_init(&address, ADDRESS_SIZE);
	buf_add(&address, url, (size_t)(at - url));
	buf_puts(&address, order_id);
	buf_puts(&address, at + strlen(place));
	return buf_take(&address);
}

/* -- the account -- */

static void
account_part_ended(struct store *store, const struct api_result *result)
{
	struct store_resource *resource = &store->account.resource;
	bool is_last = store->account_call == NULL && store->user_call == NULL;

	/* The first failure of the two is kept. */
	if (!result->ok && resource->error.kind == ERROR_NONE)
		resource->error = result->error;
	if (is_last && resource->error.kind != ERROR_NONE) {
		struct error error = resource->error;

		store_resource_failed(resource, &error);
	} else if (is_last) {
		store_resource_ready(resource);
	}
	store_changed(store);
}

static void on_account(void *data, struct api_result *result)
{
	struct store *store = data;
	struct store_account *account = &store->account;

	store->account_call = NULL;
	if (result->ok) {
		text_format(account->organization,
			sizeof(account->organization), "%s",
			result->account.organization);
		if (store->options.kind == STORE_KIND_UNKNOWN)
			account->kind = kind_from(result->account.type);
	}
	account_part_ended(store, result);
}

static void set_read_only(struct store *store, const char *reason)
{
	struct store_account *account = &store->account;

	account->read_only = true;
	text_format(account->read_only_reason,
		sizeof(account->read_only_reason), "%s", reason);
}

void store_no_organizations(struct store *store)
{
	store->account.no_organizations = true;
}

static void take_user(struct store *store, const struct order_user *user)
{
	const char *name =
		*user->username != '\0' ? user->username : user->name;

	text_format(
		store->account.user, sizeof(store->account.user), "%s", name);
	if (store->journal != NULL)
		journal_set_user(store->journal, name);
	store->account.roles = user->roles;
	if ((user->roles & PEOPLE_KEY_ORDERS) != 0)
		store_no_organizations(store);
	if (user->view_only && !store->account.read_only)
		set_read_only(store,
			"The API key has the role View Only, so nothing can "
			"be sent.");
}

static void on_user(void *data, struct api_result *result)
{
	struct store *store = data;

	store->user_call = NULL;
	if (result->ok)
		take_user(store, &result->user);
	store_write_rights_known(store);
	account_part_ended(store, result);
}

static void stop_account(struct store *store)
{
	if (store->account_call != NULL)
		api_cancel(store->account_call);
	if (store->user_call != NULL)
		api_cancel(store->user_call);
	store->account_call = NULL;
	store->user_call = NULL;
}

void store_start(struct store *store)
{
	struct api_request request = {
		.endpoint = API_ACCOUNT,
		.priority = API_USER,
	};

	stop_account(store);
	error_clear(&store->account.resource.error);
	store_resource_begin(&store->account.resource, store);
	store->account_call = api_send(store->api, &request, on_account, store);
	request.endpoint = API_USER_ME;
	store->user_call = api_send(store->api, &request, on_user, store);
	store_journal_start(store);
	store_changed(store);
}

const struct store_account *store_account(const struct store *store)
{
	return &store->account;
}

/* -- life -- */

static const char *own(const char *text)
{
	return mem_dup(text != NULL ? text : "");
}

static void
copy_options(struct store *store, const struct store_options *options)
{
	struct store_options *copy = &store->options;

	*copy = *options;
	copy->account_name = own(options->account_name);
	copy->label = own(options->label);
	copy->read_only_reason = own(options->read_only_reason);
	copy->console_url = own(options->console_url);
	copy->mail_url = own(options->mail_url);
	copy->agent = own(options->agent);
	copy->host = own(options->host);
}

/* The texts are ours, though the struct says const for all others. */
static void free_text(const char *text)
{
	free((void *)(uintptr_t)text);
}

static void free_options(struct store_options *options)
{
	free_text(options->account_name);
	free_text(options->label);
	free_text(options->read_only_reason);
	free_text(options->console_url);
	free_text(options->mail_url);
	free_text(options->agent);
	free_text(options->host);
}

static void init_account(struct store *store)
{
	const struct store_options *options = &store->options;
	struct store_account *account = &store->account;

	text_format(account->name, sizeof(account->name), "%s",
		options->account_name);
	text_format(
		account->label, sizeof(account->label), "%s", options->label);
	account->kind = options->kind;
	if (!options->read_only)
		return;
	set_read_only(store, *options->read_only_reason != '\0'
				     ? options->read_only_reason
				     : "The account is read-only.");
}

struct store *
store_new(struct loop *loop, struct api *api, struct journal *journal,
	const struct error *journal_error, const struct store_options *options)
{
	struct store *store = mem_zalloc(sizeof(*store));

	store->loop = loop;
	store->api = api;
	store->journal = journal;
	if (journal_error != NULL)
		store->journal_error = *journal_error;
	if (journal == NULL && store->journal_error.kind == ERROR_NONE)
		error_set(&store->journal_error, ERROR_JOURNAL,
			"There is no journal, so nothing can be sent.");
	copy_options(store, options);
	init_account(store);
	store_list_init(store);
	store_ahead_init(store);
	store_live_init(store);
	store_ids_init(&store->waitings, sizeof(struct store_waiting_item));
	store_ids_init(&store->sent, sizeof(struct store_sent_item));
	store_ids_init(&store->own, sizeof(struct store_own_item));
	store_ids_init(&store->unsettled, sizeof(struct store_unsettled_item));
	store->waiting_near = mem_array(STORE_WAITING_NEAR, ORDER_ID_SIZE);
	return store;
}

void store_free(struct store *store)
{
	if (store == NULL)
		return;
	store_write_clear(store);
	stop_account(store);
	store_account_clear(store);
	store_download_forget(store, NULL);
	store_order_clear(store);
	store_waiting_clear(store);
	store_live_clear(store);
	store_list_clear(store);
	store_count_clear(store);
	store_journal_clear(store);
	loop_defer_cancel(store->loop, store->notice);
	free_options(&store->options);
	free(store);
}

struct loop *store_loop(const struct store *store)
{
	return store->loop;
}

struct api *store_api(const struct store *store)
{
	return store->api;
}

const struct store_options *store_options(const struct store *store)
{
	return &store->options;
}

void store_adjust(struct store *store, const struct store_options *options)
{
	if (!options->read_ahead)
		store_order_ahead(store, NULL, 0);
	store->options.resend_guard_s = options->resend_guard_s;
	store->options.note_on_resend = options->note_on_resend;
	store->options.view_counts = options->view_counts;
	store->options.read_ahead = options->read_ahead;
	if (store->options.refresh_s != options->refresh_s) {
		store->options.refresh_s = options->refresh_s;
		store_live_adjust(store);
	}
	if (options->read_only && !store->account.read_only)
		set_read_only(store, options->read_only_reason);
	store_changed(store);
}

struct journal *store_journal(const struct store *store)
{
	return store->journal;
}

const struct error *store_journal_error(const struct store *store)
{
	return &store->journal_error;
}
