/* SPDX-License-Identifier: MIT
 *
 * Users, guests and organizations of the account: asked for once, kept when a
 * refresh fails, and what a key without rights on organizations is left with.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/desk.h"
#include "tests/support/fixture.h"

#define NO_RIGHT                                                               \
	"{\"errors\":[{\"code\":\"access_denied|missing_permission\","         \
	"\"message\":\"No rights.\"}]}"
#define ORGANIZATION "/organization/44001"

static void reply_file(struct desk *desk, const char *path, const char *file)
{
	char *text = fixture_load(file, NULL);

	desk_reply(desk, "GET", path, 200, text);
	free(text);
}

static void test_users(void **state)
{
	const struct store_resource *resource;
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	assert_null(store_users(desk.store, &resource));
	assert_int_equal(resource->state, STORE_NEVER);
	store_users_open(desk.store, false);
	store_users_open(desk.store, true); /* on its way already */
	assert_int_equal(desk_sent(&desk, "GET", "/user"), 1);
	assert_int_equal(resource->state, STORE_BUSY);
	reply_file(&desk, "/user", "users.json");
	assert_int_equal(resource->state, STORE_READY);
	assert_int_equal(store_users(desk.store, &resource)->count, 5);
	store_users_open(desk.store, false);
	assert_int_equal(desk_sent(&desk, "GET", "/user"), 1);
	/* A failed refresh takes nothing away. */
	store_users_open(desk.store, true);
	desk_reply(&desk, "GET", "/user", 503, "");
	assert_int_equal(store_users(desk.store, &resource)->count, 5);
	assert_int_equal(resource->error.kind, ERROR_SERVER);
	desk_close(&desk);
}

static void test_guests(void **state)
{
	const struct store_resource *resource;
	const struct order_guest_access *guests;
	struct desk desk;
	char reason[200];

	(void)state;
	desk_open_store(&desk);
	desk_open_order(&desk);
	assert_null(store_guests(desk.store, &resource));
	assert_true(store_offers(desk.store, "900101", OFFER_GUEST_ACCESS,
		reason, sizeof(reason)));
	store_guests_open(desk.store, false);
	desk_reply(&desk, "GET", "/account/guest-access", 200,
		"{\"enabled\":false}");
	guests = store_guests(desk.store, &resource);
	assert_non_null(guests);
	assert_false(guests->enabled);
	assert_false(store_offers(desk.store, "900101", OFFER_GUEST_ACCESS,
		reason, sizeof(reason)));
	assert_string_equal(
		reason, "Guest access is off for the whole account.");
	store_guests_open(desk.store, true);
	desk_reply(&desk, "GET", "/account/guest-access", 200,
		"{\"enabled\":true}");
	assert_true(store_offers(desk.store, "900101", OFFER_GUEST_ACCESS,
		reason, sizeof(reason)));
	desk_close(&desk);
}

static void test_organization(void **state)
{
	const struct store_organization *known;
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	assert_null(store_organization(desk.store, "44001"));
	assert_null(store_organization(desk.store, NULL));
	store_organization_open(desk.store, "../user", false);
	assert_int_equal(fake_transport_count(desk.transport), 0);
	store_organization_open(desk.store, "44001", false);
	store_organization_open(desk.store, "44001", true);
	assert_int_equal(desk_sent(&desk, "GET", ORGANIZATION), 1);
	reply_file(&desk, ORGANIZATION, "organization.json");
	known = store_organization(desk.store, "44001");
	assert_int_equal(known->resource.state, STORE_READY);
	assert_string_equal(known->organization->name, "Example Paper AG");
	assert_int_equal(known->validations_state.state, STORE_NEVER);
	store_organization_open(desk.store, "44001", false);
	assert_int_equal(desk_sent(&desk, "GET", ORGANIZATION), 1);
	assert_int_equal(
		desk_sent(&desk, "GET", ORGANIZATION "/validation"), 0);
	store_organization_validations_open(desk.store, "44001", false);
	store_organization_validations_open(desk.store, "44001", true);
	reply_file(&desk, ORGANIZATION "/validation",
		"organization-validation.json");
	assert_int_equal(known->validations->count, 3);
	store_organization_validations_open(desk.store, "44001", false);
	assert_int_equal(
		desk_sent(&desk, "GET", ORGANIZATION "/validation"), 1);
	assert_int_equal(desk_sent(&desk, "GET", ORGANIZATION), 1);
	desk_close(&desk);
}

/* One of the two failed: what came is shown, and the error beside it. */
static void test_half_an_organization(void **state)
{
	const struct store_organization *known;
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_organization_validations_open(desk.store, "44001", false);
	store_organization_open(desk.store, "44001", false);
	desk_reply(&desk, "GET", ORGANIZATION "/validation", 503, "");
	reply_file(&desk, ORGANIZATION, "organization.json");
	known = store_organization(desk.store, "44001");
	assert_int_equal(known->resource.state, STORE_READY);
	assert_int_equal(known->validations_state.error.kind, ERROR_SERVER);
	assert_non_null(known->organization);
	assert_null(known->validations);
	store_organization_validations_open(desk.store, "44001", false);
	assert_int_equal(
		desk_sent(&desk, "GET", ORGANIZATION "/validation"), 2);
	assert_int_equal(desk_sent(&desk, "GET", ORGANIZATION), 1);
	desk_close(&desk);
}

static void test_many_organizations(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	for (int i = 0; i < 70; i++) {
		char id[ORDER_ID_SIZE], path[64];

		snprintf(id, sizeof(id), "%d", 100 + i);
		store_organization_open(desk.store, id, false);
		snprintf(path, sizeof(path), "/organization/%s", id);
		desk_reply(&desk, "GET", path, 200, "{\"name\":\"A\"}");
		fake_loop_advance(desk.loop, 60000); /* the request limit */
	}
	assert_null(store_organization(desk.store, "105"));
	assert_non_null(store_organization(desk.store, "106"));
	assert_non_null(store_organization(desk.store, "169"));
	desk_close(&desk);
}

/* Role 100: the order's validation has to do, and nobody asks again. */
static void test_no_organizations(void **state)
{
	struct desk desk;
	char reason[200];

	(void)state;
	desk_open_store(&desk);
	desk_open_order(&desk);
	store_organization_open(desk.store, "44001", false);
	desk_reply(&desk, "GET", ORGANIZATION, 403, NO_RIGHT);
	store_organization_validations_open(desk.store, "44001", false);
	assert_int_equal(
		desk_sent(&desk, "GET", ORGANIZATION "/validation"), 0);
	assert_true(store_account(desk.store)->no_organizations);
	assert_false(store_account(desk.store)->read_only);
	store_organization_open(desk.store, "44001", true);
	assert_int_equal(desk_sent(&desk, "GET", ORGANIZATION), 1);
	assert_false(store_offers(desk.store, "900101", OFFER_ADD_CONTACT,
		reason, sizeof(reason)));
	assert_string_equal(
		reason, "The API key has no rights on organizations.");
	assert_true(store_offers(
		desk.store, "900101", OFFER_NOTE, reason, sizeof(reason)));
	/* The page has all that it needs. */
	assert_int_equal(desk_order(&desk)->validation->organization_count, 1);
	desk_close(&desk);
}

static void test_role_of_the_key(void **state)
{
	struct desk desk;

	(void)state;
	desk_open_store(&desk);
	store_start(desk.store);
	desk_reply(&desk, "GET", "/user/me", 200,
		"{\"id\":1,\"access_roles\":[{\"id\":100,\"name\":\"Orders\"}]}");
	assert_true(store_account(desk.store)->no_organizations);
	store_organization_open(desk.store, "44001", false);
	assert_int_equal(desk_sent(&desk, "GET", ORGANIZATION), 0);
	desk_close(&desk);
}

/* -- downloads -- */

struct got {
	int count;
	char text[64], name[64], error[ERROR_TEXT_SIZE];
};

static void on_file(void *data, const struct store_file *file)
{
	struct got *got = data;

	got->count++;
	snprintf(got->text, sizeof(got->text), "%s",
		file->data != NULL ? file->data : "-");
	snprintf(got->name, sizeof(got->name), "%s", file->name);
	snprintf(got->error, sizeof(got->error), "%s", file->error.text);
}

#define ISSUED                                                                 \
	"{\"id\":900101,\"status\":\"issued\",\"certificate\":"                \
	"{\"id\":700201}," DESK_EV "}"
#define DOWNLOAD(format) "/certificate/700201/download/format/" format

static void reply_pem(struct desk *desk, const char *path)
{
	const struct transport_response response = {
		.status = 200,
		.body = "-----BEGIN",
		.content_type = "application/x-pem-file",
	};

	fake_transport_respond(desk->transport,
		fake_transport_find(desk->transport, "GET", path), &response);
	desk_run(desk);
}

static void test_download(void **state)
{
	struct desk desk;
	struct error error;
	struct got got = {.count = 0};

	(void)state;
	desk_open_store(&desk);
	assert_false(store_download(
		desk.store, "900101", NULL, on_file, &got, &error));
	desk_open_order(&desk);
	assert_false(store_download(
		desk.store, "900101", NULL, on_file, &got, &error));
	assert_non_null(strstr(error.text, "Pending"));
	store_order_open(desk.store, "900101", true);
	desk_reply(&desk, "GET", DESK_INFO, 200, ISSUED);
	assert_false(store_download(
		desk.store, "900101", "exe", on_file, &got, &error));
	assert_true(store_download(
		desk.store, "900101", NULL, on_file, &got, &error));
	reply_pem(&desk, DOWNLOAD("pem_all"));
	assert_int_equal(got.count, 1);
	assert_string_equal(got.text, "-----BEGIN");
	assert_string_equal(got.name, "900101.pem");
	assert_string_equal(got.error, "");
	assert_true(store_download(
		desk.store, "900101", "p7b", on_file, &got, &error));
	desk_reply(&desk, "GET", DOWNLOAD("p7b"), 404, "");
	assert_int_equal(got.count, 2);
	assert_string_equal(got.text, "-");
	assert_string_equal(got.name, "900101.p7b");
	assert_string_not_equal(got.error, "");
	desk_close(&desk);
}

static void test_download_given_up(void **state)
{
	struct desk desk;
	struct error error;
	struct got got = {.count = 0}, other = {.count = 0};
	struct transport_progress progress;

	(void)state;
	desk_open_store(&desk);
	store_order_open(desk.store, "900101", false);
	desk_reply(&desk, "GET", DESK_INFO, 200, ISSUED);
	assert_true(store_download(
		desk.store, "900101", NULL, on_file, &got, &error));
	assert_true(store_download(
		desk.store, "900101", "cer", on_file, &other, &error));
	assert_true(store_download_progress(desk.store, &got, &progress));
	assert_int_equal(progress.got, 0);
	store_download_forget(desk.store, &got);
	assert_false(store_download_progress(desk.store, &got, &progress));
	reply_pem(&desk, DOWNLOAD("cer"));
	assert_int_equal(got.count, 0);
	assert_int_equal(other.count, 1);
	/* One on its way goes with the store. */
	assert_true(store_download(
		desk.store, "900101", NULL, on_file, &got, &error));
	desk_close(&desk);
}

static void test_offers(void **state)
{
	struct desk desk;
	char reason[200];

	(void)state;
	desk_open_store_with(
		&desk, &(struct store_options){.account_name = "test",
			       .kind = STORE_LEGACY,
			       .agent = "mira",
			       .host = "jump1"});
	assert_false(store_offers(
		desk.store, "900101", OFFER_NOTE, reason, sizeof(reason)));
	assert_string_equal(reason, "Order 900101 is not loaded yet.");
	desk_open_order(&desk);
	assert_true(store_offers(
		desk.store, "900101", OFFER_CANCEL, reason, sizeof(reason)));
	assert_false(store_offers(desk.store, "900101", OFFER_USER_ACCESS,
		reason, sizeof(reason)));
	assert_string_equal(reason,
		"Legacy accounts give no access to single orders. The order in "
		"the console: Certificates > Orders > 900101.");
	assert_false(store_offers(desk.store, "900101", OFFER_REMOVE_CONTACT,
		reason, sizeof(reason)));
	assert_non_null(strstr(reason, "Certificates > Orders > 900101."));
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_users),
		cmocka_unit_test(test_guests),
		cmocka_unit_test(test_organization),
		cmocka_unit_test(test_half_an_organization),
		cmocka_unit_test(test_many_organizations),
		cmocka_unit_test(test_no_organizations),
		cmocka_unit_test(test_role_of_the_key),
		cmocka_unit_test(test_download),
		cmocka_unit_test(test_download_given_up),
		cmocka_unit_test(test_offers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
