/* SPDX-License-Identifier: MIT
 *
 * The store as a whole: the account, "changed", and its end. Its parts have
 * tests of their own: test-store-list, -order, -write, -waiting.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "tests/support/desk.h"

/* -- the account -- */

struct account_case {
	const char *type;
	enum store_kind set, kind;
	const char *label, *menu;
};

static const struct account_case accounts[] = {
	{"enterprise", STORE_KIND_UNKNOWN, STORE_ENTERPRISE, "Enterprise",
		"Certificates > Orders"},
	{"reseller", STORE_KIND_UNKNOWN, STORE_PARTNER, "Partner",
		"Certificates > Orders"},
	{"retail", STORE_KIND_UNKNOWN, STORE_LEGACY, "Legacy",
		"Certificates > Orders"},
	{"new", STORE_KIND_UNKNOWN, STORE_KIND_UNKNOWN, "",
		"Certificates > Orders"},
	{"retail", STORE_SUBSCRIPTION, STORE_SUBSCRIPTION, "Subscription",
		"My Digital Trust Products > Certificates"},
};

static void test_account(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(accounts); i++) {
		const struct account_case *c = &accounts[i];
		struct store_options options = desk_options;
		const struct store_account *account;
		struct desk desk;
		char body[200];

		options.kind = c->set;
		desk_open_store_with(&desk, &options);
		account = store_account(desk.store);
		store_start(desk.store);
		assert_int_equal(account->resource.state, STORE_BUSY);
		snprintf(body, sizeof(body),
			"{\"id\":1,\"cert_central_type\":\"%s\","
			"\"primary_organization_name\":\"Example GmbH\"}",
			c->type);
		desk_reply(&desk, "GET", "/account", 200, body);
		assert_int_equal(account->resource.state, STORE_BUSY);
		desk_reply(&desk, "GET", "/user/me", 200,
			"{\"id\":5,\"username\":\"mira.k\"}");
		assert_int_equal(account->resource.state, STORE_READY);
		assert_int_equal(account->kind, c->kind);
		assert_string_equal(store_kind_label(account->kind), c->label);
		assert_string_equal(store_menu_path(desk.store), c->menu);
		assert_string_equal(account->organization, "Example GmbH");
		assert_string_equal(account->user, "mira.k");
		assert_false(account->read_only);
		desk_close(&desk);
	}
}

static void test_account_fails(void **state)
{
	struct desk desk;
	const struct store_resource *resource;

	(void)state;
	desk_open_store(&desk);
	resource = &store_account(desk.store)->resource;
	store_start(desk.store);
	desk_reply(&desk, "GET", "/account", 403, "");
	desk_reply(&desk, "GET", "/user/me", 200, "{\"username\":\"mira.k\"}");
	assert_int_equal(resource->state, STORE_FAILED);
	assert_int_equal(resource->error.kind, ERROR_KEY);
	assert_string_equal(store_account(desk.store)->user, "mira.k");
	/* A refresh of the list tries that again, too. */
	store_list_open(desk.store, &(struct order_query){.descending = true});
	store_list_refresh(desk.store);
	desk_reply(&desk, "GET", "/account", 200, "{}");
	desk_reply(&desk, "GET", "/user/me", 200, "{}");
	assert_int_equal(resource->state, STORE_READY);
	assert_int_equal(resource->error.kind, ERROR_NONE);
	desk_close(&desk);
}

/* One of the two has failed, the other is still on its way: a refresh asks for
 * both, or the first would be missing for good. */
static void test_account_fails_by_half(void **state)
{
	struct desk desk;
	const struct store_resource *resource;

	(void)state;
	desk_open_store(&desk);
	resource = &store_account(desk.store)->resource;
	store_start(desk.store);
	desk_reply(&desk, "GET", "/account", 500, "");
	assert_int_equal(resource->state, STORE_BUSY);
	store_list_open(desk.store, &(struct order_query){.descending = true});
	store_list_refresh(desk.store);
	assert_int_equal(desk_sent(&desk, "GET", "/account"), 2);
	desk_reply(&desk, "GET", "/account", 200, "{}");
	desk_reply(&desk, "GET", "/user/me", 200, "{}");
	assert_int_equal(resource->state, STORE_READY);
	assert_int_equal(resource->error.kind, ERROR_NONE);
	desk_close(&desk);
}

static void test_read_only(void **state)
{
	struct store_options options = desk_options;
	struct desk desk;
	char reason[200];

	(void)state;
	desk_open_store(&desk);
	assert_true(store_may_write(desk.store, reason, sizeof(reason)));
	assert_string_equal(reason, "");
	store_start(desk.store);
	desk_reply(&desk, "GET", "/user/me", 200,
		"{\"access_roles\":[{\"id\":102,\"name\":\"View Only\"}]}");
	assert_false(store_may_write(desk.store, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "View Only"));
	desk_close(&desk);

	options.read_only = true;
	options.read_only_reason = "Started with --read-only.";
	desk_open_store_with(&desk, &options);
	assert_false(store_may_write(desk.store, reason, sizeof(reason)));
	assert_string_equal(reason, "Started with --read-only.");
	desk_close(&desk);
}

static void test_console_address(void **state)
{
	static const struct {
		const char *url, *address;
	} cases[] = {
		{"", "Certificates > Orders > 900101"},
		{"https://c.example/o/{order_id}/x",
			"https://c.example/o/900101/x"},
		{"https://c.example/", "https://c.example/"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct store_options options = desk_options;
		struct desk desk;
		char *address;

		options.console_url = cases[i].url;
		desk_open_store_with(&desk, &options);
		address = store_console_address(desk.store, "900101");
		assert_string_equal(address, cases[i].address);
		free(address);
		desk_close(&desk);
	}
}

/* -- "changed" -- */

static void test_changed_once_a_turn(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_start(desk.store);
	store_list_open(desk.store, &(struct order_query){.descending = true});
	store_order_open(desk.store, "900101", false);
	assert_int_equal(desk.changes, 0);
	fake_loop_turn(desk.loop);
	assert_int_equal(desk.changes, 1);
	desk_run(&desk);
	desk.changes = 0;
	fake_transport_answer(desk.transport, "GET", "/account", 200, "{}");
	fake_transport_answer(desk.transport, "GET", "/user/me", 200, "{}");
	fake_transport_answer(
		desk.transport, "GET", DESK_INFO, 200, DESK_DETAILS);
	desk_run(&desk);
	assert_int_equal(desk.changes, 1);
	desk_run(&desk);
	assert_int_equal(desk.changes, 1); /* and nothing of itself */
	desk_close(&desk);
}

/* -- at the end -- */

static void test_free_with_all_under_way(void **state)
{
	static const char *const near[] = {"900000", "900001", "900002"};
	struct order_query query = desk_query("pending");
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_list_open(desk.store, &query);
	desk_reply_page(&desk, 0, 900000, 20, 20, "pending");
	store_start(desk.store);
	store_waiting_near(desk.store, near, ARRAY_LEN(near));
	store_list_refresh(desk.store);
	store_order_open(desk.store, "900101", false);
	memory_journal_hold(desk.journal, true);
	desk_act(&desk);
	desk_look_well(&desk);
	store_settle(desk.store, 1, JOURNAL_SENT, NULL, NULL);
	store_free(desk.store);
	desk.store = NULL;
	memory_journal_hold(desk.journal, false);
	desk_run(&desk);
	assert_int_equal(api_active(desk.api), 0);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_account),
		cmocka_unit_test(test_account_fails),
		cmocka_unit_test(test_account_fails_by_half),
		cmocka_unit_test(test_read_only),
		cmocka_unit_test(test_console_address),
		cmocka_unit_test(test_changed_once_a_turn),
		cmocka_unit_test(test_free_with_all_under_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
