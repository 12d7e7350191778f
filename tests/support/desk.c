/* SPDX-License-Identifier: MIT
 *
 * Putting it together and taking it apart, and the words of most tests.
 */
#include "tests/support/desk.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

const struct store_options desk_options = {.account_name = "test",
	.kind = STORE_KIND_UNKNOWN,
	.agent = "mira",
	.host = "jump1",
	.resend_guard_s = 600};

static const char *const recipients[] = {"ana@example.com", "ben@example.com"};

static void on_changed(void *data)
{
	struct desk *desk = data;

	desk->changes++;
}

void desk_open(struct desk *desk, const struct api_options *options)
{
	struct loop *loop;

	*desk = (struct desk){.loop = fake_loop_new()};
	loop = fake_loop_loop(desk->loop);
	desk->transport = fake_transport_new(loop);
	desk->journal = memory_journal_new(loop);
	desk->api = api_new(
		loop, fake_transport_transport(desk->transport), options);
}

void desk_open_store_with(
	struct desk *desk, const struct store_options *options)
{
	const struct api_options once = {.seed = 1, .tries = 1};

	desk_open(desk, &once);
	desk->store = store_new(fake_loop_loop(desk->loop), desk->api,
		memory_journal_journal(desk->journal), NULL, options);
	store_on_changed(desk->store, on_changed, desk);
}

void desk_open_store(struct desk *desk)
{
	desk_open_store_with(desk, &desk_options);
}

void desk_close(struct desk *desk)
{
	store_free(desk->store);
	api_free(desk->api);
	memory_journal_free(desk->journal);
	fake_transport_free(desk->transport);
	fake_loop_free(desk->loop);
}

void desk_run(struct desk *desk)
{
	fake_loop_run_ready(desk->loop);
}

void desk_reply(struct desk *desk, const char *method, const char *path,
	int status, const char *body)
{
	if (!fake_transport_answer(desk->transport, method, path, status, body))
		fail_msg("%s %s was not asked for", method, path);
	desk_run(desk);
}

void desk_look_well(struct desk *desk)
{
	desk_reply(desk, "GET", DESK_INFO, 200, DESK_DETAILS);
	desk_reply(desk, "GET", DESK_VALIDATION, 200, DESK_APPROVERS);
}

size_t desk_sent(const struct desk *desk, const char *method, const char *path)
{
	return fake_transport_sent(desk->transport, method, path);
}

struct action_request desk_approval(void)
{
	return (struct action_request){.kind = JOURNAL_RESEND_APPROVAL,
		.order_id = "900101",
		.recipients = recipients,
		.recipient_count = 2,
		.guard_s = 600};
}

int64_t desk_add_record(struct desk *desk, enum journal_outcome outcome,
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

	return memory_journal_add(desk->journal, &record);
}

/* -- with a store -- */

struct order_query desk_query(const char *status)
{
	struct order_query query;
	struct error error;

	order_query_init(&query);
	assert_true(order_query_add(&query, "status", status, &error));
	return query;
}

char *desk_page(long first, long count, long total, const char *status)
{
	struct buf out;

	buf_init(&out, (size_t)1 << 20);
	buf_printf(&out, "{\"orders\":[");
	for (long i = 0; i < count; i++)
		buf_printf(&out, "%s{\"id\":%ld,\"status\":\"%s\"," DESK_EV "}",
			i > 0 ? "," : "", first + i, status);
	buf_printf(&out, "],\"page\":{\"total\":%ld}}", total);
	assert_false(out.full);
	return buf_take(&out);
}

/* The first that waits and ends in this text. */
static const struct fake_transport_request *
waiting_for(const struct desk *desk, const char *end)
{
	for (size_t i = 0; i < fake_transport_count(desk->transport); i++) {
		const struct fake_transport_request *request =
			fake_transport_at(desk->transport, i);
		const char *at = strstr(request->path, end);

		if (request->state == FAKE_TRANSPORT_WAITING && at != NULL &&
			at[strlen(end)] == '\0')
			return request;
	}
	return NULL;
}

void desk_reply_page(struct desk *desk, long offset, long first, long count,
	long total, const char *status)
{
	char *body = desk_page(first, count, total, status);
	const struct fake_transport_request *request;
	char end[40];

	snprintf(end, sizeof(end), "offset=%ld", offset);
	request = waiting_for(desk, end);
	if (request == NULL)
		fail_msg("%s was not asked for", end);
	fake_transport_reply(desk->transport, request, 200, body);
	free(body);
	desk_run(desk);
}

const struct store_order *desk_order(const struct desk *desk)
{
	const struct store_order *order = store_order(desk->store, "900101");

	assert_non_null(order);
	return order;
}

void desk_open_order(struct desk *desk)
{
	store_order_open(desk->store, "900101", false);
	desk_look_well(desk);
	desk_reply(desk, "GET", DESK_NOTES, 200, "{\"notes\":[]}");
}

struct action *desk_act(struct desk *desk)
{
	struct action_request request = desk_approval();
	struct error error = {.kind = ERROR_NONE};
	struct action *action = store_act(desk->store, &request, &error);

	assert_non_null(action);
	return action;
}
