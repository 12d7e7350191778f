/* SPDX-License-Identifier: MIT
 *
 * The store: what is asked for and when, what stays when something fails, and
 * what follows from a write.
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
#include "buf.h"
#include "mem.h"
#include "store.h"
#include "tests/support/fake-loop.h"
#include "tests/support/fake-transport.h"
#include "tests/support/memory-journal.h"

#define LIST	   "/order/certificate"
#define INFO	   "/order/certificate/900101"
#define VALIDATION INFO "/validation"
#define NOTES	   INFO "/note"
#define RESEND	   INFO "/order-approval/resend-emails"

#define EV	       "\"product\":{\"name_id\":\"ssl_ev_securesite_flex\"}"
#define DETAILS	       "{\"id\":900101,\"status\":\"pending\"," EV "}"
#define CONTACT(email) "{\"email\":\"" email "\",\"status\":\"active\"}"
#define CONTACTS                                                               \
	"\"organization_validations\":[{\"type\":\"ev\",\"status\":"           \
	"\"active\",\"verified_contacts\":[" CONTACT(                          \
		"ana@example.com") "," CONTACT("ben@example.com") "]}]"
#define APPROVABLE "{\"order_id\":\"900101\"," CONTACTS "}"
#define NO_RIGHT                                                               \
	"{\"errors\":[{\"code\":\"access_denied|missing_permission\","         \
	"\"message\":\"No rights.\"}]}"

static const char *const recipients[] = {"ana@example.com", "ben@example.com"};

struct fixture {
	struct fake_loop *loop;
	struct fake_transport *transport;
	struct memory_journal *journal;
	struct api *api;
	struct store *store;
	int changes;
};

static const struct store_options plain = {.account_name = "test",
	.kind = STORE_KIND_UNKNOWN,
	.agent = "mira",
	.host = "jump1",
	.resend_guard_s = 600};

static void on_changed(void *data)
{
	struct fixture *f = data;

	f->changes++;
}

static void open_with(struct fixture *f, const struct store_options *options)
{
	struct api_options api_options = {.seed = 1, .tries = 1};
	struct loop *loop;

	*f = (struct fixture){.loop = fake_loop_new()};
	loop = fake_loop_loop(f->loop);
	f->transport = fake_transport_new(loop);
	f->journal = memory_journal_new(loop);
	f->api = api_new(
		loop, fake_transport_transport(f->transport), &api_options);
	f->store = store_new(loop, f->api, memory_journal_journal(f->journal),
		NULL, options);
	store_on_changed(f->store, on_changed, f);
}

static void set_up(struct fixture *f)
{
	open_with(f, &plain);
}

static void tear_down(struct fixture *f)
{
	store_free(f->store);
	api_free(f->api);
	memory_journal_free(f->journal);
	fake_transport_free(f->transport);
	fake_loop_free(f->loop);
}

static void run(struct fixture *f)
{
	fake_loop_run_ready(f->loop);
}

static void reply(struct fixture *f, const char *method, const char *path,
	int status, const char *body)
{
	if (!fake_transport_answer(f->transport, method, path, status, body))
		fail_msg("%s %s was not asked for", method, path);
	run(f);
}

static size_t
sent(const struct fixture *f, const char *method, const char *path)
{
	return fake_transport_sent(f->transport, method, path);
}

static size_t waiting_requests(const struct fixture *f)
{
	return fake_transport_waiting(f->transport);
}

/* A page of rows with the numbers first, first + 1, ... */
static char *page(long first, long count, long total, const char *status)
{
	struct buf out;

	buf_init(&out, (size_t)1 << 20);
	buf_printf(&out, "{\"orders\":[");
	for (long i = 0; i < count; i++)
		buf_printf(&out, "%s{\"id\":%ld,\"status\":\"%s\"," EV "}",
			i > 0 ? "," : "", first + i, status);
	buf_printf(&out, "],\"page\":{\"total\":%ld}}", total);
	assert_false(out.full);
	return buf_take(&out);
}

static void reply_page(struct fixture *f, long offset, long first, long count,
	long total, const char *status)
{
	char *body = page(first, count, total, status);
	char path[40];
	const struct fake_transport_request *request = NULL;

	snprintf(path, sizeof(path), "offset=%ld", offset);
	for (size_t i = 0; i < fake_transport_count(f->transport); i++) {
		const struct fake_transport_request *r =
			fake_transport_at(f->transport, i);
		const char *at = strstr(r->path, path);

		if (r->state == FAKE_TRANSPORT_WAITING && at != NULL &&
			at[strlen(path)] == '\0' && request == NULL)
			request = r;
	}
	if (request == NULL)
		fail_msg("%s was not asked for", path);
	fake_transport_reply(f->transport, request, 200, body);
	free(body);
	run(f);
}

static struct order_query query_of(const char *status)
{
	struct order_query query;
	struct error error;

	order_query_init(&query);
	assert_true(order_query_add(&query, "status", status, &error));
	return query;
}

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
		struct store_options options = plain;
		const struct store_account *account;
		struct fixture f;
		char body[200];

		options.kind = c->set;
		open_with(&f, &options);
		account = store_account(f.store);
		store_start(f.store);
		assert_int_equal(account->resource.state, STORE_BUSY);
		snprintf(body, sizeof(body),
			"{\"id\":1,\"cert_central_type\":\"%s\","
			"\"primary_organization_name\":\"Example GmbH\"}",
			c->type);
		reply(&f, "GET", "/account", 200, body);
		assert_int_equal(account->resource.state, STORE_BUSY);
		reply(&f, "GET", "/user/me", 200,
			"{\"id\":5,\"username\":\"mira.k\"}");
		assert_int_equal(account->resource.state, STORE_READY);
		assert_int_equal(account->kind, c->kind);
		assert_string_equal(store_kind_label(account->kind), c->label);
		assert_string_equal(store_menu_path(f.store), c->menu);
		assert_string_equal(account->organization, "Example GmbH");
		assert_string_equal(account->user, "mira.k");
		assert_false(account->read_only);
		tear_down(&f);
	}
}

static void test_account_fails(void **state)
{
	struct fixture f;
	const struct store_resource *resource;

	(void)state;
	set_up(&f);
	resource = &store_account(f.store)->resource;
	store_start(f.store);
	reply(&f, "GET", "/account", 403, "");
	reply(&f, "GET", "/user/me", 200, "{\"username\":\"mira.k\"}");
	assert_int_equal(resource->state, STORE_FAILED);
	assert_int_equal(resource->error.kind, ERROR_KEY);
	assert_string_equal(store_account(f.store)->user, "mira.k");
	/* A refresh of the list tries that again, too. */
	store_list_open(f.store, &(struct order_query){.descending = true});
	store_list_refresh(f.store);
	reply(&f, "GET", "/account", 200, "{}");
	reply(&f, "GET", "/user/me", 200, "{}");
	assert_int_equal(resource->state, STORE_READY);
	assert_int_equal(resource->error.kind, ERROR_NONE);
	tear_down(&f);
}

/* One of the two has failed, the other is still on its way: a refresh asks for
 * both, or the first would be missing for good. */
static void test_account_fails_by_half(void **state)
{
	struct fixture f;
	const struct store_resource *resource;

	(void)state;
	set_up(&f);
	resource = &store_account(f.store)->resource;
	store_start(f.store);
	reply(&f, "GET", "/account", 500, "");
	assert_int_equal(resource->state, STORE_BUSY);
	store_list_open(f.store, &(struct order_query){.descending = true});
	store_list_refresh(f.store);
	assert_int_equal(sent(&f, "GET", "/account"), 2);
	reply(&f, "GET", "/account", 200, "{}");
	reply(&f, "GET", "/user/me", 200, "{}");
	assert_int_equal(resource->state, STORE_READY);
	assert_int_equal(resource->error.kind, ERROR_NONE);
	tear_down(&f);
}

static void test_read_only(void **state)
{
	struct store_options options = plain;
	struct fixture f;
	char reason[200];

	(void)state;
	set_up(&f);
	assert_true(store_may_write(f.store, reason, sizeof(reason)));
	assert_string_equal(reason, "");
	store_start(f.store);
	reply(&f, "GET", "/user/me", 200,
		"{\"access_roles\":[{\"id\":102,\"name\":\"View Only\"}]}");
	assert_false(store_may_write(f.store, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "View Only"));
	tear_down(&f);

	options.read_only = true;
	options.read_only_reason = "Started with --read-only.";
	open_with(&f, &options);
	assert_false(store_may_write(f.store, reason, sizeof(reason)));
	assert_string_equal(reason, "Started with --read-only.");
	tear_down(&f);
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
		struct store_options options = plain;
		struct fixture f;
		char *address;

		options.console_url = cases[i].url;
		open_with(&f, &options);
		address = store_console_address(f.store, "900101");
		assert_string_equal(address, cases[i].address);
		free(address);
		tear_down(&f);
	}
}

/* -- "changed" -- */

static void test_changed_once_a_turn(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	store_start(f.store);
	store_list_open(f.store, &(struct order_query){.descending = true});
	store_order_open(f.store, "900101", false);
	assert_int_equal(f.changes, 0);
	fake_loop_turn(f.loop);
	assert_int_equal(f.changes, 1);
	run(&f);
	f.changes = 0;
	fake_transport_answer(f.transport, "GET", "/account", 200, "{}");
	fake_transport_answer(f.transport, "GET", "/user/me", 200, "{}");
	fake_transport_answer(f.transport, "GET", INFO, 200, DETAILS);
	run(&f);
	assert_int_equal(f.changes, 1);
	run(&f);
	assert_int_equal(f.changes, 1); /* and nothing of itself */
	tear_down(&f);
}

/* -- the list -- */

static void test_list(void **state)
{
	struct fixture f;
	struct order_query query = query_of("pending");
	const struct store_resource *resource;
	int64_t as_of;

	(void)state;
	set_up(&f);
	resource = store_list_resource(f.store);
	assert_int_equal(resource->state, STORE_NEVER);
	store_list_near(f.store, 0, 20); /* nothing is open yet */
	assert_int_equal(fake_transport_count(f.transport), 0);
	store_list_open(f.store, &query);
	store_list_near(f.store, 0, 20);
	assert_int_equal(resource->state, STORE_BUSY);
	/* While the total is unknown, one page tells. */
	assert_int_equal(fake_transport_count(f.transport), 1);
	assert_non_null(strstr(fake_transport_at(f.transport, 0)->path,
		"filters%5Bstatus%5D=pending"));
	assert_non_null(strstr(
		fake_transport_at(f.transport, 0)->path, "limit=100&offset=0"));
	reply_page(&f, 0, 900000, 100, 1000, "pending");
	assert_int_equal(resource->state, STORE_READY);
	assert_true(resource->as_of >= FAKE_LOOP_START);
	assert_int_equal(store_list_total(f.store), 1000);
	assert_int_equal(store_list_loaded(f.store), 100);
	assert_string_equal(store_list_row(f.store, 7)->id, "900007");
	assert_int_equal(store_list_find(f.store, "900007"), 7);
	assert_int_equal(store_list_find(f.store, "900700"), -1);
	/* What is behind the screen is fetched beforehand. */
	as_of = resource->as_of;
	fake_loop_advance(f.loop, 5000);
	reply_page(&f, 100, 900100, 100, 1000, "pending");
	assert_int_equal(store_list_loaded(f.store), 200);
	assert_int_equal(resource->as_of, as_of); /* of the oldest page */
	assert_false(resource->refreshing);
	assert_int_equal(waiting_requests(&f), 0);
	/* G: to the last row, without those between. */
	store_list_near(f.store, 980, 20);
	assert_true(resource->refreshing);
	reply_page(&f, 900, 900900, 100, 1000, "pending");
	assert_string_equal(store_list_row(f.store, 999)->id, "900999");
	assert_null(store_list_row(f.store, 500));
	assert_int_equal(sent(&f, "GET", LIST "?*offset=500"), 0);
	tear_down(&f);
}

static void test_list_newest_wish_first(void **state)
{
	struct fixture f;
	struct order_query query = query_of("pending");

	(void)state;
	set_up(&f);
	store_list_open(f.store, &query);
	reply_page(&f, 0, 900000, 100, 10000, "pending");
	store_list_near(f.store, 2000, 20);
	assert_in_range(waiting_requests(&f), 1, 3);
	store_list_near(f.store, 7000, 20);
	/* Those around 2000 were given up. */
	for (size_t i = 0; i < fake_transport_count(f.transport); i++) {
		const struct fake_transport_request *request =
			fake_transport_at(f.transport, i);

		if (request->state == FAKE_TRANSPORT_WAITING)
			assert_true(strstr(request->path, "offset=6900") ||
				    strstr(request->path, "offset=7000") ||
				    strstr(request->path, "offset=7100"));
	}
	assert_in_range(waiting_requests(&f), 1, 3);
	reply_page(&f, 7000, 907000, 100, 10000, "pending");
	assert_string_equal(store_list_row(f.store, 7005)->id, "907005");
	/* And may be asked for again. */
	store_list_near(f.store, 2000, 20);
	reply_page(&f, 2000, 902000, 100, 10000, "pending");
	tear_down(&f);
}

static void test_list_late_answer_of_an_older_query(void **state)
{
	struct fixture f;
	struct order_query pending = query_of("pending");
	struct order_query issued = query_of("issued");
	char *body = page(900000, 100, 100, "pending");

	(void)state;
	set_up(&f);
	/* One that was not answered yet is given up. */
	store_list_open(f.store, &issued);
	store_list_open(f.store, &pending);
	assert_int_equal(waiting_requests(&f), 1);
	assert_non_null(strstr(
		fake_transport_unanswered(f.transport)->path, "pending"));
	/* The answer is on its way when the query changes. */
	fake_transport_answer(f.transport, "GET", LIST, 200, body);
	free(body);
	store_list_open(f.store, &issued);
	run(&f);
	assert_int_equal(api_active(f.api), 1); /* the old one is given up */
	assert_int_equal(store_list_loaded(f.store), 0);
	assert_int_equal(store_list_resource(f.store)->state, STORE_BUSY);
	reply_page(&f, 0, 800000, 3, 3, "issued");
	assert_int_equal(store_list_loaded(f.store), 3);
	assert_string_equal(store_list_row(f.store, 0)->id, "800000");
	tear_down(&f);
}

static void test_list_failed_refresh_keeps_rows(void **state)
{
	struct fixture f;
	struct order_query query = query_of("pending");
	const struct store_resource *resource;
	int64_t as_of;

	(void)state;
	set_up(&f);
	resource = store_list_resource(f.store);
	store_list_open(f.store, &query);
	reply_page(&f, 0, 900000, 50, 50, "pending");
	as_of = resource->as_of;
	fake_loop_advance(f.loop, 60000);
	store_list_refresh(f.store);
	assert_true(resource->refreshing);
	assert_int_equal(store_list_loaded(f.store), 50);
	reply(&f, "GET", LIST, 500, "");
	assert_int_equal(resource->state, STORE_READY);
	assert_false(resource->refreshing);
	assert_int_equal(resource->error.kind, ERROR_SERVER);
	assert_int_equal(resource->as_of, as_of);
	assert_int_equal(store_list_loaded(f.store), 50);
	assert_string_equal(store_list_row(f.store, 3)->id, "900003");
	/* HTML instead of JSON is the same. */
	store_list_refresh(f.store);
	fake_transport_respond(f.transport,
		fake_transport_find(f.transport, "GET", LIST),
		&(struct transport_response){
			.status = 200, .body = "<html>", .may_be_sent = true});
	run(&f);
	assert_int_equal(resource->error.kind, ERROR_FORMAT);
	assert_int_equal(store_list_loaded(f.store), 50);
	/* And when it works again, the error is gone. */
	store_list_refresh(f.store);
	reply_page(&f, 0, 800000, 40, 40, "pending");
	assert_int_equal(resource->error.kind, ERROR_NONE);
	assert_int_equal(store_list_loaded(f.store), 40);
	assert_true(resource->as_of > as_of);
	tear_down(&f);
}

static void test_list_does_not_hammer(void **state)
{
	struct fixture f;
	struct order_query query = query_of("pending");
	const struct store_resource *resource;

	(void)state;
	set_up(&f);
	resource = store_list_resource(f.store);
	store_list_open(f.store, &query);
	reply(&f, "GET", LIST, 500, "");
	assert_int_equal(resource->state, STORE_FAILED);
	for (int i = 0; i < 9; i++) {
		store_list_near(f.store, 0, 20);
		fake_loop_advance(f.loop, 1000);
	}
	assert_int_equal(fake_transport_count(f.transport), 1);
	fake_loop_advance(f.loop, 1000);
	assert_int_equal(fake_transport_count(f.transport), 1);
	store_list_near(f.store, 0, 20);
	assert_int_equal(fake_transport_count(f.transport), 2);
	reply(&f, "GET", LIST, 500, "");
	/* A refresh asks at once. */
	store_list_refresh(f.store);
	assert_int_equal(fake_transport_count(f.transport), 3);
	assert_int_equal(resource->state, STORE_BUSY);
	reply_page(&f, 0, 900000, 0, 0, "pending");
	assert_int_equal(resource->state, STORE_READY); /* empty, but there */
	assert_int_equal(store_list_total(f.store), 0);
	tear_down(&f);
}

static void test_list_refresh_replaces_refresh(void **state)
{
	struct fixture f;
	struct order_query query = query_of("pending");

	(void)state;
	set_up(&f);
	store_list_open(f.store, &query);
	store_list_refresh(f.store);
	store_list_open(f.store, &query); /* the same one: a refresh */
	assert_int_equal(waiting_requests(&f), 1);
	reply_page(&f, 0, 900000, 5, 5, "pending");
	assert_int_equal(waiting_requests(&f), 0);
	assert_int_equal(store_list_loaded(f.store), 5);
	tear_down(&f);
}

/* -- one order -- */

static const struct store_order *opened(struct fixture *f)
{
	const struct store_order *order = store_order(f->store, "900101");

	assert_non_null(order);
	return order;
}

static void open_order_well(struct fixture *f)
{
	store_order_open(f->store, "900101", false);
	reply(f, "GET", INFO, 200, DETAILS);
	reply(f, "GET", VALIDATION, 200, APPROVABLE);
	reply(f, "GET", NOTES, 200, "{\"notes\":[]}");
}

static void test_order(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	assert_null(store_order(f.store, "900101"));
	assert_null(store_order_head(f.store, "900101"));
	store_order_open(f.store, "900101", false);
	/* All at once, and nothing that is not needed. */
	assert_int_equal(fake_transport_count(f.transport), 3);
	assert_int_equal(opened(&f)->details_state.state, STORE_BUSY);
	assert_int_equal(opened(&f)->emails_state.state, STORE_NEVER);
	open_order_well(&f); /* opening it again asks nothing again */
	assert_int_equal(fake_transport_count(f.transport), 3);
	assert_int_equal(opened(&f)->details_state.state, STORE_READY);
	assert_int_equal(opened(&f)->validation_state.state, STORE_READY);
	assert_int_equal(opened(&f)->notes_state.state, STORE_READY);
	assert_int_equal(opened(&f)->history_state.state, STORE_READY);
	assert_string_equal(store_order_head(f.store, "900101")->id, "900101");
	store_order_open(f.store, "900101", false);
	assert_int_equal(fake_transport_count(f.transport), 3);
	store_order_open(f.store, "900101", true);
	assert_int_equal(fake_transport_count(f.transport), 6);
	assert_true(opened(&f)->details_state.refreshing);
	/* A refresh replaces the one under way. */
	store_order_open(f.store, "900101", true);
	assert_int_equal(waiting_requests(&f), 3);
	store_order_open(f.store, "no such/order", false);
	assert_null(store_order(f.store, "no such/order"));
	tear_down(&f);
}

static void test_order_parts_fail_alone(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	store_order_open(f.store, "900101", false);
	reply(&f, "GET", INFO, 200, DETAILS);
	reply(&f, "GET", VALIDATION, 500, "");
	reply(&f, "GET", NOTES, 403, "");
	assert_int_equal(opened(&f)->details_state.state, STORE_READY);
	assert_int_equal(opened(&f)->validation_state.state, STORE_FAILED);
	assert_int_equal(opened(&f)->validation_state.error.kind, ERROR_SERVER);
	assert_int_equal(opened(&f)->notes_state.error.kind, ERROR_KEY);
	/* Opened again: what failed is asked again, the rest is there. */
	store_order_open(f.store, "900101", false);
	assert_int_equal(waiting_requests(&f), 2);
	reply(&f, "GET", VALIDATION, 200, APPROVABLE);
	assert_int_equal(opened(&f)->validation_state.state, STORE_READY);
	assert_int_equal(opened(&f)->validation_state.error.kind, ERROR_NONE);
	/* A failed refresh keeps what is there. */
	store_order_open(f.store, "900101", true);
	reply(&f, "GET", INFO, 502, "<html>");
	assert_int_equal(opened(&f)->details_state.state, STORE_READY);
	assert_int_equal(opened(&f)->details_state.error.kind, ERROR_SERVER);
	assert_string_equal(opened(&f)->details->head.id, "900101");
	tear_down(&f);
}

static void test_order_answer_of_another_order(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	store_order_open(f.store, "900101", false);
	reply(&f, "GET", INFO, 200, "{\"id\":900102,\"status\":\"issued\"}");
	reply(&f, "GET", VALIDATION, 200, "{\"order_id\":\"900102\"}");
	assert_int_equal(opened(&f)->details_state.state, STORE_FAILED);
	assert_int_equal(opened(&f)->details_state.error.kind, ERROR_FORMAT);
	assert_int_equal(opened(&f)->validation_state.state, STORE_FAILED);
	assert_null(opened(&f)->details);
	tear_down(&f);
}

static void test_client_order_has_addresses(void **state)
{
	static const char details[] =
		"{\"id\":900101,\"status\":\"issued\",\"product\":{\"name_id\":"
		"\"client_premium\"}}";
	struct fixture f;

	(void)state;
	set_up(&f);
	store_order_open(f.store, "900101", false);
	reply(&f, "GET", INFO, 200, details);
	reply(&f, "GET", INFO "/email-validation", 200,
		"{\"emails\":[{\"email\":\"lea@example.com\",\"status\":"
		"\"validated\"}]}");
	assert_int_equal(opened(&f)->emails_state.state, STORE_READY);
	assert_string_equal(
		opened(&f)->emails->items[0].email, "lea@example.com");
	/* Now that it is known, all four at once. */
	store_order_open(f.store, "900101", true);
	assert_int_equal(sent(&f, "GET", INFO "/email-validation"), 2);
	tear_down(&f);
}

static void test_orders_kept(void **state)
{
	struct fixture f;
	char id[20];

	(void)state;
	set_up(&f);
	for (int i = 0; i < 3 * STORE_ORDERS_KEPT; i++) {
		snprintf(id, sizeof(id), "%d", 900000 + i);
		store_order_open(f.store, id, false);
		store_order_open(f.store, "900000", false); /* used often */
		run(&f);
	}
	assert_non_null(store_order(f.store, id));
	assert_non_null(store_order(f.store, "900000"));
	assert_null(store_order(f.store, "900001"));
	/* Their requests went with them. */
	assert_int_equal(api_active(f.api), (size_t)3 * STORE_ORDERS_KEPT);
	tear_down(&f);
}

/* -- the last known send -- */

#define NOTE_BY(agent, time)                                                      \
	"{\"notes\":[{\"id\":1,\"date_created\":\"2026-11-20T14:00:00Z\","        \
	"\"text\":\"[certdesk] approval mail resent to ana@example.com by " agent \
	" " time "\"},{\"id\":2,\"text\":\"called them\"}]}"

#define NOTE(agent, time)                                                      \
	"{\"date_created\":\"2026-11-20T14:00:00Z\",\"text\":\"[certdesk] "    \
	"approval mail resent to ana@example.com by " agent " " time "\"}"

static void add_record(struct fixture *f, enum journal_outcome outcome,
	const char *action, int64_t age)
{
	struct journal_record record = {.order_id = "900101",
		.action = action,
		.agent = "kai",
		.host = "jump2",
		.recipients = recipients,
		.recipient_count = 2,
		.time = FAKE_LOOP_START - age,
		.outcome = outcome};

	memory_journal_add(f->journal, &record);
}

static void test_last_send(void **state)
{
	static const struct {
		int64_t age; /* of the record; 0: none */
		const char *notes;
		bool known, from_note;
		const char *agent;
	} cases[] = {
		{0, "{}", false, false, ""},
		{600, "{}", true, false, "kai"},
		{0, NOTE_BY("lea@jump3", "2026-11-20T13:00:00Z"), true, true,
			"lea"},
		/* The later one. */
		{7200, NOTE_BY("lea@jump3", "2026-11-20T13:00:00Z"), true, true,
			"lea"},
		{60, NOTE_BY("lea@jump3", "2026-11-20T13:00:00Z"), true, false,
			"kai"},
		/* The note of the record itself. */
		{3732, NOTE_BY("kai@jump2", "2026-11-20T13:00:01Z"), true,
			false, "kai"},
		/* Another send of the same agent, one hour later. */
		{7332, NOTE_BY("kai@jump2", "2026-11-20T13:00:00Z"), true, true,
			"kai"},
		/* The latest of several, wherever it stands. */
		{0,
			"{\"notes\":[" NOTE("lea@jump3",
				"2026-11-20T13:00:00Z") "," NOTE("mia@jump4",
				"2026-11-20T13:00:01Z") "," NOTE("ola@jump5",
				"2026-11-20T12:59:59Z") "]}",
			true, true, "mia"},
		/* Nearly a note of ours is none. */
		{0, NOTE_BY("lea@jump3", "yesterday"), false, false, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct fixture f;

		set_up(&f);
		add_record(&f, JOURNAL_REFUSED, JOURNAL_RESEND_APPROVAL, 5);
		add_record(&f, JOURNAL_SENT, JOURNAL_RESEND_ISSUANCE, 5);
		if (cases[i].age > 0)
			add_record(&f, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL,
				cases[i].age);
		store_order_open(f.store, "900101", false);
		run(&f);
		reply(&f, "GET", NOTES, 200, cases[i].notes);
		assert_int_equal(opened(&f)->last.known, cases[i].known);
		if (cases[i].known) {
			assert_int_equal(
				opened(&f)->last.from_note, cases[i].from_note);
			assert_string_equal(
				opened(&f)->last.agent, cases[i].agent);
		}
		assert_true(opened(&f)->last_issuance.known);
		tear_down(&f);
	}
}

static void test_journal_cannot_be_read(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	memory_journal_fail_list(f.journal, true);
	store_start(f.store);
	store_order_open(f.store, "900101", false);
	run(&f);
	assert_int_equal(opened(&f)->history_state.state, STORE_FAILED);
	assert_int_equal(opened(&f)->history_state.error.kind, ERROR_JOURNAL);
	assert_int_equal(store_unsettled_count(f.store), 0);
	tear_down(&f);
}

/* -- writes -- */

static struct action_request approval(void)
{
	return (struct action_request){.kind = JOURNAL_RESEND_APPROVAL,
		.order_id = "900101",
		.recipients = recipients,
		.recipient_count = 2,
		.guard_s = 600};
}

static struct action *act(struct fixture *f)
{
	struct action_request request = approval();
	struct error error = {.kind = ERROR_NONE};
	struct action *action = store_act(f->store, &request, &error);

	assert_non_null(action);
	return action;
}

static void look_well(struct fixture *f)
{
	reply(f, "GET", INFO, 200, DETAILS);
	reply(f, "GET", VALIDATION, 200, APPROVABLE);
}

static void test_act(void **state)
{
	struct action_request request = approval();
	struct fixture f;
	struct error error;
	struct action *action;

	(void)state;
	set_up(&f);
	open_order_well(&f);
	action = act(&f);
	assert_int_equal(action->number, 1);
	assert_int_equal(store_actions_running(f.store), 1);
	/* Not a second one of this kind for this order, in any phase. */
	assert_null(store_act(f.store, &request, &error));
	assert_int_equal(error.kind, ERROR_STATE);
	look_well(&f);
	assert_null(store_act(f.store, &request, &error));
	request.order_id = "900102";
	assert_non_null(store_act(f.store, &request, &error));
	reply(&f, "PUT", RESEND, 204, NULL);
	assert_int_equal(action->result, ACTION_SENT);
	assert_true(opened(&f)->last.known);
	assert_string_equal(opened(&f)->last.agent, "mira");
	assert_int_equal(opened(&f)->last.recipient_count, 2);
	assert_int_equal(opened(&f)->last.journal_id, action->journal_id);
	assert_int_equal(sent(&f, "PUT", "*"), 1);
	assert_int_equal(sent(&f, "POST", "*"), 0); /* no note was asked for */
	assert_int_equal(store_action_count(f.store), 2);
	assert_int_equal(store_actions_running(f.store), 1);
	assert_ptr_equal(
		store_action_of(f.store, "900101", JOURNAL_RESEND_APPROVAL),
		action);
	assert_ptr_equal(store_action(f.store, 1), action);
	assert_null(store_action(f.store, 3));
	assert_false(store_is_unsettled(f.store, "900101"));
	tear_down(&f);
}

/* The page shows what the look has read, also when nothing was sent. */
static void test_look_is_taken_over(void **state)
{
	struct fixture f;
	struct action *action;

	(void)state;
	set_up(&f);
	open_order_well(&f);
	action = act(&f);
	reply(&f, "GET", INFO, 200,
		"{\"id\":900101,\"status\":\"canceled\"," EV "}");
	reply(&f, "GET", VALIDATION, 200, APPROVABLE);
	assert_int_equal(action->result, ACTION_STATE);
	assert_int_equal(opened(&f)->details->head.status, ORDER_CANCELED);
	assert_int_equal(sent(&f, "PUT", "*"), 0);
	tear_down(&f);
}

/* What the look got by mistake is not shown as this order. */
static void test_look_at_another_order(void **state)
{
	struct fixture f;
	struct action *action;

	(void)state;
	set_up(&f);
	open_order_well(&f);
	action = act(&f);
	reply(&f, "GET", INFO, 200,
		"{\"id\":900102,\"status\":\"canceled\"," EV "}");
	reply(&f, "GET", VALIDATION, 200, "{\"order_id\":\"900102\"}");
	assert_int_equal(action->result, ACTION_FAILED);
	assert_string_equal(opened(&f)->details->head.id, "900101");
	assert_int_equal(opened(&f)->details->head.status, ORDER_PENDING);
	assert_string_equal(opened(&f)->validation->order_id, "900101");
	assert_int_equal(sent(&f, "PUT", "*"), 0);
	tear_down(&f);
}

static void test_unknown_until_settled(void **state)
{
	struct fixture f;
	struct action *action;

	(void)state;
	set_up(&f);
	open_order_well(&f);
	action = act(&f);
	look_well(&f);
	fake_transport_fail(f.transport,
		fake_transport_find(f.transport, "PUT", RESEND), ERROR_LOST);
	run(&f);
	assert_int_equal(action->result, ACTION_UNKNOWN);
	assert_true(store_is_unsettled(f.store, "900101"));
	assert_int_equal(store_unsettled_count(f.store), 1);
	assert_int_equal(opened(&f)->unsettled, action->journal_id);
	assert_string_equal(opened(&f)->unsettled_agent, "mira");
	assert_string_equal(opened(&f)->unsettled_host, "jump1");
	assert_string_equal(
		opened(&f)->unsettled_action, JOURNAL_RESEND_APPROVAL);
	assert_false(opened(&f)->last.known);
	/* A refresh does not forget it. */
	store_order_open(f.store, "900101", true);
	look_well(&f);
	assert_int_equal(opened(&f)->unsettled, action->journal_id);
	/* Another one is not sent. */
	action = act(&f);
	look_well(&f);
	assert_int_equal(action->result, ACTION_UNSETTLED);
	assert_int_equal(sent(&f, "PUT", "*"), 1);
	store_settle(f.store, opened(&f)->unsettled, JOURNAL_SENT, NULL, NULL);
	run(&f);
	assert_false(store_is_unsettled(f.store, "900101"));
	assert_int_equal(opened(&f)->unsettled, 0);
	assert_true(opened(&f)->last.known); /* as it went out */
	tear_down(&f);
}

static void on_settled(void *data, const struct error *error)
{
	*(enum error_kind *)data = error->kind;
}

static void test_settle_refused(void **state)
{
	enum error_kind kind = ERROR_NONE;
	struct fixture f;

	(void)state;
	set_up(&f);
	add_record(&f, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 60);
	store_settle(f.store, 1, JOURNAL_NOT_SENT, on_settled, &kind);
	assert_int_equal(kind, ERROR_NONE);
	run(&f);
	assert_int_equal(kind, ERROR_STATE);
	store_settle(f.store, 1, JOURNAL_NOT_SENT, on_settled, &kind);
	tear_down(&f); /* with one under way */
}

/* What another process left behind is shown from the start. */
static void test_unsettled_at_the_start(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	add_record(&f, JOURNAL_UNKNOWN, JOURNAL_RESEND_APPROVAL, 86400);
	add_record(&f, JOURNAL_UNKNOWN, JOURNAL_RESEND_ISSUANCE, 3600);
	store_start(f.store);
	run(&f);
	assert_true(store_is_unsettled(f.store, "900101"));
	assert_int_equal(store_unsettled_count(f.store), 1);
	store_order_open(f.store, "900101", false);
	run(&f);
	assert_int_equal(opened(&f)->unsettled, 2); /* the newest */
	assert_string_equal(opened(&f)->unsettled_agent, "kai");
	assert_string_equal(opened(&f)->unsettled_host, "jump2");
	tear_down(&f);

	/* A note whose outcome is unknown has voided nothing. */
	set_up(&f);
	add_record(&f, JOURNAL_UNKNOWN, JOURNAL_NOTE, 60);
	store_start(f.store);
	run(&f);
	assert_int_equal(store_unsettled_count(f.store), 0);
	tear_down(&f);
}

static void test_unknown_and_not_recorded(void **state)
{
	struct fixture f;
	struct action *action;

	(void)state;
	set_up(&f);
	open_order_well(&f);
	action = act(&f);
	look_well(&f);
	memory_journal_fail_finish(f.journal, true);
	reply(&f, "PUT", RESEND, 500, "");
	assert_int_equal(action->result, ACTION_UNKNOWN);
	assert_true(action->outcome_not_recorded);
	assert_true(store_is_unsettled(f.store, "900101"));
	/* The journal does not say so, but we know. */
	store_order_open(f.store, "900101", true);
	store_start(f.store);
	run(&f);
	assert_true(store_is_unsettled(f.store, "900101"));
	assert_int_equal(opened(&f)->unsettled, action->journal_id);
	tear_down(&f);
}

static void test_refused_for_lack_of_permission(void **state)
{
	struct action_request request = approval();
	struct fixture f;
	struct error error;
	char reason[200];

	(void)state;
	set_up(&f);
	act(&f);
	look_well(&f);
	reply(&f, "PUT", RESEND, 403, NO_RIGHT);
	assert_false(store_may_write(f.store, reason, sizeof(reason)));
	assert_non_null(strstr(reason, "No rights."));
	assert_true(store_account(f.store)->read_only);
	assert_null(store_act(f.store, &request, &error));
	assert_int_equal(error.kind, ERROR_PERMISSION);
	tear_down(&f);
}

static void test_refused_otherwise(void **state)
{
	struct fixture f;
	char reason[200];

	(void)state;
	set_up(&f);
	act(&f);
	look_well(&f);
	reply(&f, "PUT", RESEND, 400, "");
	assert_true(store_may_write(f.store, reason, sizeof(reason)));
	act(&f); /* may be tried again */
	tear_down(&f);
}

static void test_no_journal(void **state)
{
	struct action_request request = approval();
	struct fixture f;
	struct error error;
	enum error_kind settled = ERROR_NONE;
	char reason[200];

	(void)state;
	set_up(&f);
	store_free(f.store);
	error_set(&error, ERROR_JOURNAL, "The journal cannot be opened.");
	f.store =
		store_new(fake_loop_loop(f.loop), f.api, NULL, &error, &plain);
	assert_null(store_journal(f.store));
	assert_false(store_may_write(f.store, reason, sizeof(reason)));
	assert_string_equal(reason, "The journal cannot be opened.");
	assert_null(store_act(f.store, &request, &error));
	assert_int_equal(error.kind, ERROR_JOURNAL);
	/* Everything else works. */
	store_start(f.store);
	store_list_open(f.store, &(struct order_query){.descending = true});
	store_list_refresh(f.store);
	open_order_well(&f);
	assert_int_equal(opened(&f)->history_state.error.kind, ERROR_JOURNAL);
	store_settle(f.store, 1, JOURNAL_SENT, on_settled, &settled);
	run(&f);
	assert_int_equal(settled, ERROR_JOURNAL);
	store_settle(f.store, 1, JOURNAL_SENT, on_settled, &settled);
	tear_down(&f);
}

static void test_note_on_resend(void **state)
{
	struct store_options options = plain;
	const struct fake_transport_request *request;
	struct fixture f;

	(void)state;
	options.note_on_resend = true;
	open_with(&f, &options);
	open_order_well(&f);
	act(&f);
	look_well(&f);
	assert_int_equal(sent(&f, "POST", "*"), 0);
	reply(&f, "PUT", RESEND, 204, NULL);
	request = fake_transport_find(f.transport, "POST", NOTES);
	assert_non_null(request);
	assert_string_equal(request->body,
		"{\"text\":\"[certdesk] approval mail resent to "
		"ana@example.com, ben@example.com by mira@jump1 "
		"2026-11-20T14:02:11Z\"}");
	reply(&f, "POST", NOTES, 201, "{}");
	/* The notes are read again, and do not outdo the record. */
	reply(&f, "GET", NOTES, 200,
		"{\"notes\":[{\"text\":\"[certdesk] approval mail resent to "
		"ana@example.com, ben@example.com by mira@jump1 "
		"2026-11-20T14:02:11Z\"}]}");
	assert_false(opened(&f)->last.from_note);
	assert_int_equal(sent(&f, "PUT", "*"), 1);
	assert_int_equal(sent(&f, "POST", "*"), 1);
	tear_down(&f);
}

/* -- waiting on -- */

static void list_pending(struct fixture *f, long count, const char *status)
{
	struct order_query query = query_of("pending");

	store_list_open(f->store, &query);
	reply_page(f, 0, 900000, count > 100 ? 100 : count, count, status);
	if (count > 100) {
		store_list_near(f->store, 0, 20);
		reply_page(f, 100, 900100, count - 100, count, status);
	}
}

static void waiting_is(struct fixture *f, long row, const char *expected)
{
	struct waiting waiting =
		store_waiting(f->store, store_list_row(f->store, row));
	char text[64];

	waiting_text(&waiting, FAKE_LOOP_START, text, sizeof(text));
	assert_string_equal(text, expected);
}

static void near(struct fixture *f, long first, size_t count)
{
	char ids[64][ORDER_ID_SIZE];
	const char *list[64];

	for (size_t i = 0; i < count; i++) {
		snprintf(ids[i], sizeof(ids[i]), "%ld",
			900000 + first + (long)i);
		list[i] = ids[i];
	}
	store_waiting_near(f->store, list, count);
}

static void reply_validation(struct fixture *f, long id, const char *body)
{
	char path[80];

	snprintf(path, sizeof(path), LIST "/%ld/validation", id);
	reply(f, "GET", path, 200, body);
}

static void test_waiting(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	list_pending(&f, 20, "pending");
	waiting_is(&f, 0, "...");
	near(&f, 0, 10);
	/* A few at once, nearest first. */
	assert_in_range(waiting_requests(&f), 1, 4);
	assert_string_equal(fake_transport_at(f.transport, 1)->path,
		LIST "/900000/validation");
	reply_validation(&f, 900000, "{" CONTACTS "}");
	waiting_is(&f, 0, "order approval");
	reply_validation(&f, 900001,
		"{\"dns_name_validations\":[{\"status\":\"pending\"}]}");
	waiting_is(&f, 1, "domain (0 of 1)");
	/* The row is older than this answer. */
	reply_validation(&f, 900002, "{\"order_status\":\"issued\"}");
	waiting_is(&f, 2, "-");
	for (long id = 900003; id < 900010; id++)
		reply_validation(&f, id, "{" CONTACTS "}");
	assert_int_equal(waiting_requests(&f), 0);
	/* What is known is not asked again... */
	near(&f, 0, 10);
	assert_int_equal(waiting_requests(&f), 0);
	/* ...until the status changes or all is refreshed. */
	store_list_refresh(f.store);
	reply_page(&f, 0, 900000, 20, 20, "pending");
	waiting_is(&f, 0, "order approval");
	assert_in_range(waiting_requests(&f), 1, 4);
	tear_down(&f);
}

static void test_waiting_status_change(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	list_pending(&f, 1, "pending");
	near(&f, 0, 1);
	reply_validation(&f, 900000, "{" CONTACTS "}");
	waiting_is(&f, 0, "order approval");
	store_list_refresh(f.store);
	reply_validation(&f, 900000, "{" CONTACTS "}");
	reply_page(&f, 0, 900000, 1, 1, "reissue_pending");
	waiting_is(&f, 0, "...");
	near(&f, 0, 1);
	reply_validation(&f, 900000,
		"{\"dns_name_validations\":[{\"status\":\"pending\"}]}");
	waiting_is(&f, 0, "domain (0 of 1)");
	tear_down(&f);
}

static void test_waiting_fails(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	list_pending(&f, 1, "pending");
	near(&f, 0, 1);
	reply(&f, "GET", LIST "/900000/validation", 500, "");
	waiting_is(&f, 0, "...");
	near(&f, 0, 1);
	fake_loop_advance(f.loop, 59000);
	near(&f, 0, 1);
	assert_int_equal(waiting_requests(&f), 0);
	fake_loop_advance(f.loop, 1000);
	near(&f, 0, 1);
	assert_int_equal(waiting_requests(&f), 1);
	tear_down(&f);
}

/* Rows that tell it themselves are not asked for. */
static void test_waiting_needs_no_request(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	list_pending(&f, 10, "issued");
	near(&f, 0, 10);
	assert_int_equal(waiting_requests(&f), 0);
	waiting_is(&f, 0, "-");
	tear_down(&f);
}

/* An opened order teaches its row, and a send sets the age. */
static void test_waiting_learns(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	list_pending(&f, 102, "pending"); /* 900101 is among them */
	open_order_well(&f);
	waiting_is(&f, 101, "order approval");
	near(&f, 101, 1);
	assert_int_equal(sent(&f, "GET", VALIDATION), 1);
	act(&f);
	look_well(&f);
	reply(&f, "PUT", RESEND, 204, NULL);
	waiting_is(&f, 101, "order approval now");
	store_order_open(f.store, "900101", true);
	reply(&f, "GET", INFO, 200,
		"{\"id\":900101,\"status\":\"pending\","
		"\"order_approval_complete\":true," EV "}");
	waiting_is(&f, 101, "DigiCert");
	tear_down(&f);
}

static void test_waiting_ages_from_the_journal(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	add_record(&f, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 3 * 86400);
	add_record(&f, JOURNAL_SENT, JOURNAL_RESEND_APPROVAL, 5 * 86400);
	store_start(f.store);
	run(&f);
	list_pending(&f, 102, "pending");
	near(&f, 101, 1);
	reply_validation(&f, 900101, APPROVABLE);
	waiting_is(&f, 101, "order approval 3d");
	tear_down(&f);
}

/* -- at the end -- */

static void test_free_with_all_under_way(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	list_pending(&f, 20, "pending");
	store_start(f.store);
	near(&f, 0, 10);
	store_list_refresh(f.store);
	store_order_open(f.store, "900101", false);
	memory_journal_hold(f.journal, true);
	act(&f);
	look_well(&f);
	store_settle(f.store, 1, JOURNAL_SENT, NULL, NULL);
	store_free(f.store);
	f.store = NULL;
	memory_journal_hold(f.journal, false);
	run(&f);
	assert_int_equal(api_active(f.api), 0);
	tear_down(&f);
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
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_list_newest_wish_first),
		cmocka_unit_test(test_list_late_answer_of_an_older_query),
		cmocka_unit_test(test_list_failed_refresh_keeps_rows),
		cmocka_unit_test(test_list_does_not_hammer),
		cmocka_unit_test(test_list_refresh_replaces_refresh),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_order_parts_fail_alone),
		cmocka_unit_test(test_order_answer_of_another_order),
		cmocka_unit_test(test_client_order_has_addresses),
		cmocka_unit_test(test_orders_kept),
		cmocka_unit_test(test_last_send),
		cmocka_unit_test(test_journal_cannot_be_read),
		cmocka_unit_test(test_act),
		cmocka_unit_test(test_look_is_taken_over),
		cmocka_unit_test(test_look_at_another_order),
		cmocka_unit_test(test_unknown_until_settled),
		cmocka_unit_test(test_settle_refused),
		cmocka_unit_test(test_unsettled_at_the_start),
		cmocka_unit_test(test_unknown_and_not_recorded),
		cmocka_unit_test(test_refused_for_lack_of_permission),
		cmocka_unit_test(test_refused_otherwise),
		cmocka_unit_test(test_no_journal),
		cmocka_unit_test(test_note_on_resend),
		cmocka_unit_test(test_waiting),
		cmocka_unit_test(test_waiting_status_change),
		cmocka_unit_test(test_waiting_fails),
		cmocka_unit_test(test_waiting_needs_no_request),
		cmocka_unit_test(test_waiting_learns),
		cmocka_unit_test(test_waiting_ages_from_the_journal),
		cmocka_unit_test(test_free_with_all_under_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
