/* SPDX-License-Identifier: MIT
 *
 * A whole request to the sandbox, from its target to its answer: router,
 * handlers, SQL, pages, faults. The first line is "KEY METHOD TARGET", the
 * second the content type, the third what is accepted; then comes the body.
 * KEY is a, o, r (the keys of sandbox.md) or anything else for none. Nothing
 * that a request does is kept: each begins with the same data.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/db.h"
#include "sandbox/fault.h"
#include "sandbox/rate.h"
#include "sandbox/requests.h"
#include "sandbox/route.h"
#include "sandbox/seed.h"
#include "sandbox/url.h"
#include "tests/fuzz/fuzz.h"
#include "text.h"

#define NOW 1795183331 /* 2026-11-20T14:02:11Z */

static struct sandbox sandbox;

static void prepare(void)
{
	struct seed_settings settings = {.orders = 300, .seed = 1, .now = NOW};
	struct error error = {0};
	bool fresh;

	sandbox.db = db_open(NULL, &fresh, &error);
	fuzz_must(sandbox.db != NULL && seed_fill(sandbox.db, &settings) &&
			  db_finish(sandbox.db, &error),
		"there is data");
	db_set_now(sandbox.db, NOW);
	sandbox.rate = rate_new((struct rate_limit){0, 1}, false);
	text_format(sandbox.url, sizeof(sandbox.url), "http://127.0.0.1:8417");
}

static enum route_key key_of(char letter)
{
	switch (letter) {
	case 'a':
		return ROUTE_KEY_ADMIN;
	case 'o':
		return ROUTE_KEY_ORDERS;
	case 'r':
		return ROUTE_KEY_READONLY;
	default:
		return ROUTE_KEY_NONE;
	}
}

static void check(const struct route_response *response)
{
	const char *text = buf_text(&response->body);

	fuzz_must(response->status >= 200 && response->status < 600,
		"an answer has a status");
	fuzz_must(response->status != 500, "no request makes the sandbox fail");
	if (response->content_type != NULL &&
		strcmp(response->content_type, "application/json") == 0) {
		cJSON *json = cJSON_Parse(text);

		fuzz_must(json != NULL, "JSON is JSON");
		fuzz_must(text_is_valid_utf8(text, response->body.len),
			"JSON is UTF-8");
		cJSON_Delete(json);
	}
	for (size_t i = 0; i < response->header_count; i++)
		fuzz_must(strpbrk(response->headers[i].value, "\r\n") == NULL,
			"a header is one line");
}

static void run(struct route_request *request, const char *target)
{
	struct route_response response;
	const struct route *route;
	struct url url;
	char *scratch;

	url_init(&url, target);
	scratch = calloc(1, strlen(url.path) + 1);
	route = route_find(request->method, url.path, scratch, request->params);
	request->path = url.path;
	request->query = url.query;
	request->query_count = url.query_count;
	route_response_init(&response);
	route_run(route, request, &response, false);
	/* A fault may be armed with any header on purpose. */
	check(&response);
	route_response_clear(&response);
	url_clear(&url);
	free(scratch);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	struct fuzz_lines lines = {data, size};
	char *first, *type, *accept, *body, *target;
	struct route_request request = {.sandbox = &sandbox};

	if (sandbox.db == NULL)
		prepare();
	db_set_now(sandbox.db, NOW);
	first = fuzz_line(&lines);
	if (first == NULL || strlen(first) < 3 || first[1] != ' ' ||
		(target = strchr(first + 2, ' ')) == NULL) {
		free(first);
		return 0;
	}
	*target++ = '\0';
	type = fuzz_line(&lines);
	accept = fuzz_line(&lines);
	body = fuzz_text(lines.data, lines.size);
	sandbox.fault = fault_new();
	sandbox.requests = requests_new();
	request.key = key_of(first[0]);
	request.method = first + 2;
	request.content_type = type != NULL ? type : "";
	request.accept = accept != NULL ? accept : "";
	request.body = body;
	request.body_len = lines.size;
	run(&request, target);
	fault_free(sandbox.fault);
	requests_free(sandbox.requests);
	free(first);
	free(type);
	free(accept);
	free(body);
	return 0;
}
