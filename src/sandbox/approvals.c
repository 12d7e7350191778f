/* SPDX-License-Identifier: MIT
 *
 * The view `requests` has them all. The first request of an order waits while
 * the order needs approval; later ones have a status of their own.
 */
#include "sandbox/approvals.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "sandbox/account.h"
#include "sandbox/approvals-decide.h"
#include "sandbox/body.h"
#include "sandbox/list-filter.h"
#include "sandbox/list.h"
#include "sandbox/order-answer.h"
#include "sandbox/order-requests.h"

/* -- the answers ----------------------------------------------------------- */

static void
add_texts(cJSON *json, const char *comments, const char *processor_comment)
{
	order_answer_text(json, "comments", comments);
	order_answer_text(json, "processor_comment", processor_comment);
}

/* How long administrators take to approve a request of the seeded data. */
static int64_t approval_time(const struct approvals_decide_request *asked)
{
	return asked->date + (asked->order_id % 50 + 2) * 60;
}

/* Who decided, when, and what was written, of a first request. */
static void add_first(struct db *db, cJSON *json,
	const struct approvals_decide_request *asked, bool whole)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT processor_id, processed, processor_comment"
		" FROM decisions WHERE order_id = ?",
		"i", asked->order_id);
	bool stored = db_step(db, stmt);

	if (!asked->pending) {
		order_answer_user(db, json, "processor",
			stored ? db_column_int(stmt, 0)
			       : order_requests_approver(asked->user_id));
		if (whole)
			order_answer_time(json, "date_processed",
				stored ? db_column_int(stmt, 1)
				       : approval_time(asked));
	}
	if (whole)
		add_texts(json, order_requests_comment(asked->order_id),
			stored ? db_column_text(stmt, 2) : NULL);
	db_done(stmt);
}

static void add_later(struct db *db, cJSON *json,
	const struct approvals_decide_request *asked, bool whole)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT processor_id, processed, comments, processor_comment"
		" FROM order_requests WHERE id = ?",
		"i", asked->id);

	if (db_step(db, stmt)) {
		if (db_column_int(stmt, 0))
			order_answer_user(
				db, json, "processor", db_column_int(stmt, 0));
		if (whole && db_column_int(stmt, 1))
			order_answer_time(
				json, "date_processed", db_column_int(stmt, 1));
		if (whole)
			add_texts(json, db_column_text(stmt, 2),
				db_column_text(stmt, 3));
	}
	db_done(stmt);
}

/* What of the order stands in the list. */
static void add_order(struct db *db, cJSON *json, int64_t order_id)
{
	static const char *const members[] = {
		"container", "product", "organization", "certificate"};
	cJSON *order = cJSON_AddObjectToObject(json, "order");
	struct order_row row;
	cJSON *whole;

	cJSON_AddNumberToObject(order, "id", (double)order_id);
	if (!order_row_read(db, order_id, &row))
		return;
	whole = order_answer_row(db, &row);
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		cJSON *member = cJSON_DetachItemFromObject(whole, members[i]);

		/* An order without an organization has no such member here. */
		if (cJSON_IsObject(member))
			cJSON_AddItemToObject(order, members[i], member);
		else
			cJSON_Delete(member);
	}
	cJSON_Delete(whole);
	order_row_clear(&row);
}

static cJSON *
answer(struct db *db, const struct approvals_decide_request *asked, bool whole)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddNumberToObject(json, "id", (double)asked->id);
	order_answer_time(json, "date", asked->date);
	cJSON_AddStringToObject(json, "type", asked->type);
	cJSON_AddStringToObject(json, "status", asked->state);
	order_answer_user(db, json, "requester", asked->user_id);
	if (asked->is_first)
		add_first(db, json, asked, whole);
	else
		add_later(db, json, asked, whole);
	return json;
}

/* -- the list -------------------------------------------------------------- */

/* Few orders can have a request that waits or was rejected: by their status
 * those are found without a look at all the others. */
static bool
add_status(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	static const struct {
		const char *word;
		enum schema_status status;
	} few[] = {
		{"pending", SCHEMA_NEEDS_APPROVAL},
		{"rejected", SCHEMA_REJECTED},
	};

	for (size_t i = 0; i < ARRAY_LEN(few); i++)
		if (strcmp(few[i].word, text) == 0)
			buf_printf(&query->where, "listed IN (%d, -1) AND ",
				(int)few[i].status);
	buf_puts(&query->where, "state = ?");
	list_filter_text(query, text);
	return true;
}

/* There are no values of custom fields on requests. */
static const struct list_filter filters[] = {
	{"type", list_filter_equal, "type", 0, true},
	{"status", add_status, NULL, 0, true},
	{"container_id", list_filter_id, "container_id", 0, true},
	{"metadata_id", list_filter_nothing, NULL, 0, true},
	{"metadata_value", list_filter_nothing, NULL, 0, true},
	{"order_id", list_filter_id, "order_id", 0, false},
	{"date", list_filter_date, "date", 0, false},
	{"search", list_filter_search, "common_name", 0, false},
};

static const struct list_sort sorts[] = {
	{"id", "key"},
	{"date", "date"},
	{"type", "type"},
	{"status", "state"},
	{"order_id", "order_id"},
	{"common_name", "common_name"},
	{"container_id", "container_id"},
};

static const struct list_query_rules rules = {
	.what = "Requests",
	.id = "key",
	.filters = filters,
	.filter_count = ARRAY_LEN(filters),
	.sorts = sorts,
	.sort_count = ARRAY_LEN(sorts),
	.limit_max = LIST_QUERY_LIMIT_MAX,
	.limit_none = LIST_QUERY_LIMIT_MAX,
};

static const char *const columns[] = {
	"id",
	"date",
	"type",
	"status",
	"requester.id",
	"requester.email",
	"processor.id",
	"processor.email",
	"order.id",
	"order.certificate.common_name",
	"order.organization.id",
	"order.organization.name",
	"order.container.id",
	"order.container.name",
	"order.product.name_id",
	"order.product.name",
};

static cJSON *row(const struct route_request *request, int64_t key)
{
	struct db *db = request->sandbox->db;
	struct approvals_decide_request asked;
	cJSON *json;

	if (!approvals_decide_read(db, key, &asked))
		return NULL;
	json = answer(db, &asked, false);
	add_order(db, json, asked.order_id);
	return json;
}

static const struct list_total totals[] = {
	{"", "SELECT (SELECT sum(n) FROM order_totals)"
	     " + (SELECT count(*) FROM order_requests)"},
};

static const struct list_table requests = {
	.member = "requests",
	.from = "requests",
	.totals = totals,
	.total_count = ARRAY_LEN(totals),
	.rules = &rules,
	.row = row,
	.columns = columns,
	.column_count = ARRAY_LEN(columns),
	.keeps_totals = true,
};

static void
list(const struct route_request *request, struct route_response *response)
{
	list_answer(&requests, request, response);
}

/* -- one ------------------------------------------------------------------- */

/* The request of the path; answers if there is none. */
static bool find(const struct route_request *request,
	struct route_response *response, struct approvals_decide_request *asked)
{
	struct db *db = request->sandbox->db;
	int64_t id, order_id;

	if (route_number(request->params[0], &id)) {
		order_id = order_requests_order(id);
		if (approvals_decide_read(db, order_id ? order_id : id, asked))
			return true;
	}
	route_error(response, 404, "not_found|request",
		"The specified request was not found.");
	return false;
}

static void
info(const struct route_request *request, struct route_response *response)
{
	struct db *db = request->sandbox->db;
	struct approvals_decide_request asked;
	struct order_row order;
	cJSON *json;

	if (!find(request, response, &asked))
		return;
	json = answer(db, &asked, true);
	if (order_row_read(db, asked.order_id, &order)) {
		cJSON_AddItemToObject(
			json, "order", order_answer_info(db, &order));
		order_row_clear(&order);
	}
	route_json(response, 200, json);
}

static void
put_status(const struct route_request *request, struct route_response *response)
{
	const char *status = body_text(request->json, "status");
	const char *comment = body_text(request->json, "processor_comment");
	struct approvals_decide_request asked;

	if (!find(request, response, &asked))
		return;
	if (!status || !approvals_decide_knows(status)) {
		route_error(response, 400, "sandbox_unknown_status",
			"status is required: approved, rejected, submitted or"
			" pending.");
		return;
	}
	if (!asked.pending) {
		route_error(response, 400, "sandbox_request_not_pending",
			"The request is not pending: its status is %s.",
			asked.state);
		return;
	}
	approvals_decide(request->sandbox, &asked, status,
		account_user(request->key), comment);
	route_empty(response, 204);
}

const struct route approvals_routes[] = {
	{"GET", "/services/v2/request", ROUTE_ORDERS, 0, list},
	{"GET", "/services/v2/request/{id}", ROUTE_ORDERS, 0, info},
	{"PUT", "/services/v2/request/{id}/status", ROUTE_ORDERS, 0,
		put_status},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
