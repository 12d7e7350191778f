/* SPDX-License-Identifier: MIT
 *
 * How faults and the real answer go together. A fault that hides the answer
 * (another status or body, a cut, silence, garbage) keeps the action from
 * taking effect unless it says `apply`. A cut needs the real answer all the
 * same, to know its bytes: so the handler runs and is rolled back.
 */
#include "sandbox/exchange.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "attr.h"
#include "clock.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/fault.h"
#include "sandbox/gzip.h"
#include "sandbox/hostile.h"
#include "sandbox/mix.h"
#include "sandbox/requests.h"
#include "sandbox/server.h"

/* A request of this size is not read further; one byte more tells. */
#define BODY_KEPT (SERVER_BODY_MAX + 1)

struct exchange *exchange_new(struct sandbox *sandbox, const char *target)
{
	struct exchange *exchange = mem_zalloc(sizeof(*exchange));

	exchange->sandbox = sandbox;
	url_init(&exchange->url, target);
	buf_init(&exchange->body, BODY_KEPT);
	buf_init(&exchange->raw, ROUTE_BODY_MAX + 65536);
	route_response_init(&exchange->response);
	return exchange;
}

void exchange_free(struct exchange *exchange)
{
	if (!exchange)
		return;
	if (exchange->fault)
		fault_clear(exchange->fault);
	free(exchange->fault);
	url_clear(&exchange->url);
	buf_clear(&exchange->body);
	buf_clear(&exchange->raw);
	route_response_clear(&exchange->response);
	free(exchange->scratch);
	free(exchange->method);
	free(exchange->content_type);
	free(exchange->accept);
	free(exchange);
}

/* A name that somebody else's DNS gives to this machine makes his page seem to
 * be ours. Only these cannot be: 127.*, localhost and [::1], with a port. */
static bool is_our_name(const char *host)
{
	static const char *const names[] = {"localhost", "[::1]"};

	if (!host)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t len = strlen(names[i]);

		if (strncmp(host, names[i], len) == 0 &&
			(host[len] == ':' || host[len] == '\0'))
			return true;
	}
	return strncmp(host, "127.", 4) == 0 &&
	       host[strspn(host, "0123456789.:")] == '\0';
}

/*
 * A browser tells where the page comes from that makes it ask. Whatever page
 * the person has open could send forms to this port: nobody but our own pages
 * may change something. Programs send none of these headers.
 */
static bool is_from_elsewhere(
	const struct sandbox *sandbox, const struct exchange_headers *headers)
{
	const char *site = headers->fetch_site, *origin = headers->origin;

	if (site && strcmp(site, "same-origin") != 0 &&
		strcmp(site, "none") != 0)
		return true;
	if ((site || origin) && !is_our_name(headers->host) &&
		is_our_name(strstr(sandbox->url, "//") + 2))
		return true;
	/* "null" is also that of our own forms, as they tell no referrer; a
	 * browser that says no site with it could be anywhere. */
	if (origin && strcmp(origin, "null") == 0)
		return site == NULL;
	return origin && strcmp(origin, sandbox->url) != 0;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

void exchange_head(struct exchange *exchange, const char *method,
	const struct exchange_headers *headers)
{
	exchange->method = mem_dup(method);
	exchange->connection = headers->connection;
	exchange->content_type = mem_dup(or_empty(headers->content_type));
	exchange->accept = mem_dup(or_empty(headers->accept));
	exchange->packs = gzip_is_accepted(or_empty(headers->accept_encoding));
	exchange->from_elsewhere =
		is_from_elsewhere(exchange->sandbox, headers);
	exchange->key = route_key_find(headers->key);
	exchange->key_name = route_key_name(exchange->key);
	if (headers->key && exchange->key == ROUTE_KEY_NONE)
		exchange->key_name = "unknown";
	exchange->scratch = mem_alloc(strlen(exchange->url.path) + 1);
	exchange->route = route_find(method, exchange->url.path,
		exchange->scratch, exchange->params);
}

static void write_log(struct exchange *exchange)
{
	const struct route *route = exchange->route;
	struct requests_entry entry = {
		.time = db_now(exchange->sandbox->db),
		.method = exchange->method,
		.path = exchange->url.raw_path,
		.query = exchange->url.raw_query,
		.body = buf_text(&exchange->body),
		.key = exchange->key_name,
		.connection = exchange->connection,
	};

	if (!route || !(route->flags & (ROUTE_CONTROL | ROUTE_UNLOGGED)))
		exchange->n = requests_add(exchange->sandbox->requests, &entry);
}

/* The sandbox's own calls stay readable for those who test with it. */
static void make_hostile(struct exchange *exchange)
{
	const struct route_response *response = &exchange->response;

	if (exchange->sandbox->hostile && route_is_api(exchange->url.path) &&
		response->content_type != NULL &&
		strcmp(response->content_type, "application/json") == 0)
		hostile_answer(&exchange->response.body,
			exchange->sandbox->hostile_seed);
}

/* Nothing of it reaches a handler; answers if so. */
static bool is_refused(struct exchange *exchange)
{
	if (exchange->body.full || exchange->body.len > SERVER_BODY_MAX)
		route_error(&exchange->response, 413, "sandbox_too_large",
			"The body is larger than %d bytes.", SERVER_BODY_MAX);
	else if (exchange->from_elsewhere &&
		 !route_is_reading(exchange->method))
		route_error(&exchange->response, 403, "sandbox_other_site",
			"A page of another site may not change anything "
			"here.");
	else
		return false;
	return true;
}

static void run(struct exchange *exchange, bool keep)
{
	struct route_request request = {
		.sandbox = exchange->sandbox,
		.method = exchange->method,
		.path = exchange->url.path,
		.content_type = exchange->content_type,
		.accept = exchange->accept,
		.key = exchange->key,
		.query = exchange->url.query,
		.query_count = exchange->url.query_count,
		.body = buf_text(&exchange->body),
		.body_len = exchange->body.len,
	};

	memcpy(request.params, exchange->params, sizeof(request.params));
	exchange->done = true;
	if (!is_refused(exchange))
		route_run(exchange->route, &request, &exchange->response, keep);
	make_hostile(exchange);
	if (gzip_is_worth(exchange->response.content_type))
		route_header(&exchange->response, "Vary", "Accept-Encoding");
}

int64_t exchange_arrived(struct exchange *exchange, int64_t latency_ms)
{
	struct fault_armed *fault;

	write_log(exchange);
	if (!route_is_api(exchange->url.path))
		return 0;
	fault = fault_take(
		exchange->sandbox->fault, exchange->method, exchange->url.path);
	exchange->fault = fault;
	if (fault && fault->apply)
		run(exchange, true);
	return latency_ms + (fault ? fault->delay_ms : 0);
}

/* -- the answer as bytes --------------------------------------------------- */

/* Byte for byte what libmicrohttpd makes of the response. */
static void add_head(struct exchange *exchange)
{
	const struct route_response *response = &exchange->response;
	struct buf *raw = &exchange->raw;
	time_t now = (time_t)clock_seconds();
	struct tm tm;
	char date[64];

	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	buf_printf(raw, "HTTP/1.1 %d %s\r\nDate: %s\r\n", response->status,
		MHD_get_reason_phrase_for((unsigned int)response->status),
		date);
	if (response->content_type)
		buf_printf(raw, "Content-Type: %s\r\n", response->content_type);
	buf_printf(raw, "Cache-Control: %s\r\n", route_cache(response));
	for (size_t i = 0; i < response->header_count; i++)
		buf_printf(raw, "%s: %s\r\n", response->headers[i].name,
			response->headers[i].value);
	if (response->status != 204)
		buf_printf(raw, "Content-Length: %zu\r\n", response->body.len);
	buf_puts(raw, "\r\n");
}

static void make_cut(struct exchange *exchange, int64_t bytes)
{
	const struct buf *body = &exchange->response.body;

	add_head(exchange);
	if (body->len > 0 && strcmp(exchange->method, "HEAD") != 0)
		buf_add(&exchange->raw, body->data, body->len);
	if ((size_t)bytes < exchange->raw.len)
		exchange->raw.len = (size_t)bytes;
}

static void make_garbage(struct exchange *exchange, int64_t bytes)
{
	struct mix mix;

	mix_init(&mix, (uint64_t)exchange->n, (uint64_t)bytes);
	while (bytes-- > 0)
		buf_putc(&exchange->raw, (char)(mix_next(&mix) & 0xff));
}

static void
make_answer(struct route_response *response, const struct fault_armed *fault)
{
	route_response_clear(response);
	route_empty(response, fault->status ? fault->status : 200);
	if (!fault->body)
		return;
	buf_puts(&response->body, fault->body);
	if (!fault->content_type)
		response->content_type = "application/json";
}

/* Headers the fault adds to either answer. */
static void
add_headers(struct route_response *response, const struct fault_armed *fault)
{
	if (fault->content_type)
		response->content_type = fault->content_type;
	if (fault->retry_after)
		route_header(response, "Retry-After", fault->retry_after);
	for (size_t i = 0; i < fault->header_count; i++)
		route_header(response, fault->headers[i].name,
			fault->headers[i].value);
}

static enum exchange_fate apply_fault(struct exchange *exchange)
{
	const struct fault_armed *fault = exchange->fault;
	struct route_response *response = &exchange->response;

	if (fault->hang)
		return EXCHANGE_HANG;
	if (fault->garbage > 0) {
		make_garbage(exchange, fault->garbage);
		return EXCHANGE_RAW;
	}
	if (fault_makes_answer(fault))
		make_answer(response, fault);
	else if (!exchange->done)
		run(exchange, !fault_hides_answer(fault));
	add_headers(response, fault);
	if (fault->cut_after == FAULT_CUT_NONE)
		return EXCHANGE_ANSWER;
	make_cut(exchange, fault->cut_after);
	return EXCHANGE_RAW;
}

/* Not one that a fault has made or cuts: those are what they were asked to
 * be, byte for byte. */
static void pack(struct exchange *exchange)
{
	struct route_response *response = &exchange->response;

	if (!exchange->packs || response->body.len < GZIP_WORTH ||
		!gzip_is_worth(response->content_type) ||
		(exchange->fault && fault_makes_answer(exchange->fault)))
		return;
	if (gzip_pack(&response->body))
		route_header(response, "Content-Encoding", "gzip");
}

enum exchange_fate exchange_finish(struct exchange *exchange)
{
	enum exchange_fate fate = EXCHANGE_ANSWER;

	if (exchange->fault)
		fate = apply_fault(exchange);
	else if (!exchange->done)
		run(exchange, true);
	if (fate == EXCHANGE_ANSWER)
		pack(exchange);
	if (fate == EXCHANGE_ANSWER && exchange->n > 0)
		requests_answered(exchange->sandbox->requests, exchange->n,
			exchange->response.status);
	return fate;
}
