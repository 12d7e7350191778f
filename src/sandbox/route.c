/* SPDX-License-Identifier: MIT
 *
 * Finds the route of a request and does for all handlers what none should
 * forget: key and rights, rate limit, JSON, transaction, errors of the
 * database.
 */
#include "sandbox/route.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sandbox/account.h"
#include "sandbox/approvals.h"
#include "sandbox/body.h"
#include "sandbox/catalog.h"
#include "sandbox/containers.h"
#include "sandbox/db.h"
#include "sandbox/domains-dcv.h"
#include "sandbox/domains.h"
#include "sandbox/fault.h"
#include "sandbox/mails.h"
#include "sandbox/metadata.h"
#include "sandbox/notes.h"
#include "sandbox/orders-access.h"
#include "sandbox/orders-contact.h"
#include "sandbox/orders-copies.h"
#include "sandbox/orders-dcv.h"
#include "sandbox/orders-download.h"
#include "sandbox/orders-info.h"
#include "sandbox/orders-list.h"
#include "sandbox/orders-mail.h"
#include "sandbox/orders-notices.h"
#include "sandbox/orders-status.h"
#include "sandbox/orders-validation.h"
#include "sandbox/organizations-list.h"
#include "sandbox/organizations.h"
#include "sandbox/pages.h"
#include "sandbox/permissions.h"
#include "sandbox/plain.h"
#include "sandbox/play.h"
#include "sandbox/rate.h"
#include "sandbox/report.h"
#include "sandbox/requests.h"
#include "sandbox/subaccounts.h"
#include "sandbox/users.h"
#include "text.h"

/* Paths with fixed words stand before those with {..} in the same place. */
static const struct route *const tables[] = {
	orders_list_routes,
	orders_status_routes,
	orders_info_routes,
	orders_validation_routes,
	orders_access_routes,
	orders_contact_routes,
	orders_copies_routes,
	orders_dcv_routes,
	orders_download_routes,
	orders_mail_routes,
	orders_notices_routes,
	metadata_routes,
	notes_routes,
	organizations_list_routes,
	organizations_routes,
	account_routes,
	permissions_routes,
	users_routes,
	containers_routes,
	approvals_routes,
	domains_routes,
	domains_dcv_routes,
	catalog_routes,
	subaccounts_routes,
	report_routes,
	fault_routes,
	requests_routes,
	play_routes,
	pages_routes,
};

static const struct {
	const char *value;
	enum route_key key;
} keys[] = {
	{"sandbox-admin", ROUTE_KEY_ADMIN},
	{"sandbox-orders", ROUTE_KEY_ORDERS},
	{"sandbox-readonly", ROUTE_KEY_READONLY},
};

enum route_key route_key_find(const char *value)
{
	for (size_t i = 0; value && i < ARRAY_LEN(keys); i++)
		if (strcmp(keys[i].value, value) == 0)
			return keys[i].key;
	return ROUTE_KEY_NONE;
}

const char *route_key_name(enum route_key key)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].key == key)
			return keys[i].value;
	return "";
}

bool route_is_api(const char *path)
{
	static const char api[] = "/services/v2";
	static const char ours[] = "/sandbox/v1/order/";

	return strncmp(path, api, sizeof(api) - 1) == 0 ||
	       strncmp(path, ours, sizeof(ours) - 1) == 0;
}

/* -- finding --------------------------------------------------------------- */

/* Whether one part of the path fits one of the pattern. */
static bool
part_fits(const char *pattern, size_t pattern_len, const char *part, size_t len)
{
	if (pattern_len > 0 && pattern[0] == '{')
		return len > 0;
	return pattern_len == len && memcmp(pattern, part, len) == 0;
}

static bool path_fits(const char *pattern, const char *path, char *scratch,
	const char **params)
{
	size_t count = 0;

	while (*pattern == '/' && *path == '/') {
		size_t pattern_len = strcspn(++pattern, "/");
		size_t len = strcspn(++path, "/");

		if (!part_fits(pattern, pattern_len, path, len))
			return false;
		if (*pattern == '{' && count < ROUTE_PARAMS_MAX) {
			memcpy(scratch, path, len);
			scratch[len] = '\0';
			params[count++] = scratch;
			scratch += len + 1;
		}
		pattern += pattern_len;
		path += len;
	}
	return *pattern == '\0' && *path == '\0';
}

const struct route *route_match(const struct route *table, const char *method,
	const char *path, char *scratch, const char **params)
{
	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	for (; table->method; table++)
		if (strcmp(table->method, method) == 0 &&
			path_fits(table->pattern, path, scratch, params))
			return table;
	return NULL;
}

const struct route *route_find(const char *method, const char *path,
	char *scratch, const char **params)
{
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		const struct route *route =
			route_match(tables[i], method, path, scratch, params);

		if (route)
			return route;
	}
	return NULL;
}

const char *route_query(const struct route_request *request, const char *name)
{
	for (size_t i = 0; i < request->query_count; i++)
		if (strcmp(request->query[i].name, name) == 0)
			return request->query[i].value;
	return NULL;
}

bool route_query_bool(const struct route_request *request, const char *name)
{
	const char *text = route_query(request, name);

	return text && (strcmp(text, "true") == 0 || strcmp(text, "1") == 0);
}

bool route_number(const char *text, int64_t *number)
{
	int64_t value = 0;

	if (!text || !*text || strlen(text) > 15)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		value = value * 10 + (*text - '0');
	}
	*number = value;
	return true;
}

/* -- answering ------------------------------------------------------------- */

void route_response_init(struct route_response *response)
{
	*response = (struct route_response){.status = 200};
	buf_init(&response->body, ROUTE_BODY_MAX);
}

void route_response_clear(struct route_response *response)
{
	for (size_t i = 0; i < response->header_count; i++) {
		free(response->headers[i].name);
		free(response->headers[i].value);
	}
	response->header_count = 0;
	response->content_type = NULL;
	buf_clear(&response->body);
}

void route_json(struct route_response *response, int status, cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);

	cJSON_Delete(json);
	response->status = status;
	response->content_type = "application/json";
	buf_reset(&response->body);
	buf_puts(&response->body, text ? text : "{}");
	cJSON_free(text);
}

void route_empty(struct route_response *response, int status)
{
	response->status = status;
	response->content_type = NULL;
	buf_reset(&response->body);
}

void route_html(struct route_response *response, int status)
{
	response->status = status;
	response->content_type = "text/html; charset=utf-8";
	buf_reset(&response->body);
}

const char *route_cache(const struct route_response *response)
{
	static const char page[] = "text/html";

	return response->content_type && strncmp(response->content_type, page,
						 sizeof(page) - 1) == 0
		       ? "no-store"
		       : "private,no-cache";
}

void route_header(
	struct route_response *response, const char *name, const char *value)
{
	struct route_pair *pair;

	if (response->header_count == ROUTE_HEADERS_MAX)
		return;
	pair = &response->headers[response->header_count++];
	pair->name = mem_dup(name);
	pair->value = mem_dup(value);
}

static cJSON *error_json(const char *code, const char *message)
{
	cJSON *json = cJSON_CreateObject();
	struct buf text;

	/* It may quote what was sent, and that may be anything. */
	buf_init(&text, ROUTE_BODY_MAX);
	plain_utf8(&text, message, strlen(message));
	cJSON_AddStringToObject(json, "code", code);
	cJSON_AddStringToObject(json, "message", buf_text(&text));
	buf_clear(&text);
	return json;
}

void route_error(struct route_response *response, int status, const char *code,
	const char *format, ...)
{
	cJSON *json = cJSON_Parse(buf_text(&response->body));
	cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "errors");
	va_list args;
	char *text;

	if (list) {
		status = response->status;
	} else {
		cJSON_Delete(json);
		json = cJSON_CreateObject();
		list = cJSON_AddArrayToObject(json, "errors");
	}
	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	cJSON_AddItemToArray(list, error_json(code, text));
	free(text);
	route_json(response, status, json);
}

void route_no_order(struct route_response *response)
{
	route_error(response, 404, "not_found|order",
		"The specified order was not found.");
}

/* -- running --------------------------------------------------------------- */

bool route_is_reading(const char *method)
{
	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

/* Whether the key may do this; answers if not. */
static bool check_key(enum route_need need, const struct route_request *request,
	struct route_response *response)
{
	bool refused;

	if (need == ROUTE_OPEN)
		return true;
	if (request->key == ROUTE_KEY_NONE) {
		route_error(response, 403,
			"access_denied|access_denied_invalid_key",
			"Access denied due to access_denied_invalid_key.");
		return false;
	}
	refused = (need == ROUTE_ORGANIZATIONS &&
			  request->key == ROUTE_KEY_ORDERS) ||
		  (!route_is_reading(request->method) &&
			  request->key == ROUTE_KEY_READONLY);
	if (refused)
		route_error(response, 403, "access_denied|missing_permission",
			"Access denied due to missing_permission.");
	return !refused;
}

static bool
check_rate(const struct route_request *request, struct route_response *response)
{
	char seconds[16];
	int wait = rate_take(request->sandbox->rate, request->key);

	if (wait == 0)
		return true;
	route_error(response, 429, "request_limit_exceeded",
		"Service unavailable, please limit request volume");
	if (rate_sends_retry_after(request->sandbox->rate)) {
		text_format(seconds, sizeof(seconds), "%d", wait);
		route_header(response, "Retry-After", seconds);
	}
	return false;
}

/* The body as JSON; answers if it is none. *json is the caller's. */
static bool read_json(const struct route_request *request, cJSON **json,
	struct route_response *response)
{
	*json = NULL;
	if (request->body_len == 0)
		return true;
	*json = body_read(request->body, request->body_len);
	if (*json)
		return true;
	route_error(response, 400, "bad_request_format",
		"The request body could not be read as JSON.");
	return false;
}

/* What the database could not do must not be answered as if it was done. */
static void check_database(struct db *db, struct route_response *response)
{
	if (!db_failed(db))
		return;
	fprintf(stderr, "certdesk-sandbox: database: %s\n", db_failure(db));
	buf_reset(&response->body);
	route_error(response, 500, "sandbox_database",
		"The sandbox's database failed: %s.", db_failure(db));
}

static void
run_write(const struct route *route, const struct route_request *request,
	struct route_response *response, bool keep)
{
	struct db *db = request->sandbox->db;

	if (db_begin(db))
		route->handle(request, response);
	if (!db_failed(db) && keep && response->status < 400 && db_commit(db)) {
		mails_deliver(request->sandbox);
	} else {
		db_rollback(db);
	}
}

static void
run_handler(const struct route *route, struct route_request *request,
	struct route_response *response, bool keep)
{
	struct db *db = request->sandbox->db;
	bool writes = !route_is_reading(request->method) &&
		      !(route->flags & ROUTE_CONTROL);
	cJSON *json = NULL;

	if (!route_is_reading(request->method) &&
		!(route->flags & ROUTE_FORM) &&
		!read_json(request, &json, response))
		return;
	request->json = json;
	db_recover(db);
	if (writes)
		run_write(route, request, response, keep);
	else
		route->handle(request, response);
	check_database(db, response);
	db_recover(db);
	request->json = NULL;
	cJSON_Delete(json);
}

/* Everything that is not for programs is looked at in a browser. */
static bool is_for_people(const char *path)
{
	static const char ours[] = "/sandbox/";

	return !route_is_api(path) &&
	       strncmp(path, ours, sizeof(ours) - 1) != 0;
}

void route_run(const struct route *route, struct route_request *request,
	struct route_response *response, bool keep)
{
	enum route_need need = ROUTE_OPEN;

	if (route)
		need = route->need;
	else if (route_is_api(request->path))
		need = ROUTE_ANY_KEY;
	if (need != ROUTE_OPEN && request->key != ROUTE_KEY_NONE &&
		!check_rate(request, response))
		return;
	if (!route && request->key != ROUTE_KEY_NONE)
		need = ROUTE_OPEN;
	if (!check_key(need, request, response))
		return;
	if (route)
		run_handler(route, request, response, keep);
	else if (is_for_people(request->path))
		pages_not_found(response, "There is no such page.");
	else
		route_error(response, 404, "not_found|route",
			"There is no %s %s.", request->method, request->path);
	if (response->body.full)
		route_error(response, 500, "sandbox_too_large",
			"The answer is larger than the sandbox makes them.");
}
