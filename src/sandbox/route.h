/* SPDX-License-Identifier: MIT
 *
 * From a request to its handler and back. Routes are const tables, one per
 * file of handlers; route.c lists the tables. The router checks the key and
 * its rights, reads a JSON body, opens the transaction of a write and ends it
 * by the answer's status: a handler only looks, changes and answers.
 */
#ifndef SANDBOX_ROUTE_H
#define SANDBOX_ROUTE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "buf.h"
#include "sandbox/sandbox.h"

#define ROUTE_PARAMS_MAX  4
#define ROUTE_HEADERS_MAX 16
#define ROUTE_BODY_MAX	  (64 * 1024 * 1024)

/* Who calls. The three keys of sandbox.md. */
enum route_key {
	ROUTE_KEY_NONE, /* no key, or none that is known */
	ROUTE_KEY_ADMIN,
	ROUTE_KEY_ORDERS,   /* API key role 100 */
	ROUTE_KEY_READONLY, /* API key role 102 */
};

struct route_pair {
	char *name;
	char *value; /* both decoded, never NULL */
};

struct route_request {
	struct sandbox *sandbox;
	const char *method;
	const char *path;	  /* decoded, without the query */
	const char *content_type; /* "" if none was sent */
	const char *accept;	  /* "" if none was sent */
	enum route_key key;
	/* The parts of the path under the pattern's {..}, in their order. */
	const char *params[ROUTE_PARAMS_MAX];
	const struct route_pair *query;
	size_t query_count;
	const char *body; /* followed by a NUL, never NULL */
	size_t body_len;
	const cJSON *json; /* the body, NULL if it is empty or no JSON asked */
};

struct route_response {
	int status;
	const char *content_type; /* lent; NULL for an empty body */
	struct buf body;
	struct route_pair headers[ROUTE_HEADERS_MAX]; /* owned */
	size_t header_count;
};

typedef void (*route_fn)(
	const struct route_request *request, struct route_response *response);

/* What a route asks of the key. */
enum route_need {
	ROUTE_OPEN,	     /* no key at all: pages and /sandbox/v1 */
	ROUTE_ANY_KEY,	     /* any known key */
	ROUTE_ORDERS,	     /* any known key; writes not with View Only */
	ROUTE_ORGANIZATIONS, /* not with role 100; writes not with 102 */
};

/* ROUTE_FORM: the body is not JSON and is left alone. */
#define ROUTE_FORM 1
/*
 * The sandbox's own remote controls: not in the request log, no transaction
 * (faults, requests). A handler that writes must not have it.
 */
#define ROUTE_CONTROL 2
/*
 * Not in the request log, but with a transaction (mails, validate, advance);
 * and what a browser fetches besides the page it was sent to.
 */
#define ROUTE_UNLOGGED 4

struct route {
	const char *method;  /* NULL ends a table */
	const char *pattern; /* "/mail/{id}"; no slash at the end */
	enum route_need need;
	unsigned int flags;
	route_fn handle;
};

/*
 * The route for a method (HEAD is GET) and a path; params get copies of the
 * parts under {..}, cut out of `scratch`, which has the size of the path at
 * least. NULL if there is none.
 */
const struct route *route_match(const struct route *table, const char *method,
	const char *path, char *scratch, const char **params);
const struct route *route_find(const char *method, const char *path,
	char *scratch, const char **params);

/*
 * Answers a request whose params are set: key, rights, rate, body, handler,
 * transaction. `route` may be NULL (no such path). With keep false nothing the
 * handler did is kept, though it answers as if (faults).
 */
void route_run(const struct route *route, struct route_request *request,
	struct route_response *response, bool keep);
void route_response_init(struct route_response *response);
void route_response_clear(struct route_response *response);

/* Key by the header's value (may be NULL); and its name for the log. */
enum route_key route_key_find(const char *value);
const char *route_key_name(enum route_key key);
/* Whether a method only reads: GET, HEAD. */
bool route_is_reading(const char *method);
/* Whether faults, rate limits and the request log apply to this path. */
bool route_is_api(const char *path);

/* Query values by name; the first, or NULL. */
const char *route_query(const struct route_request *request, const char *name);
/* Whether it is there and "true" or "1". */
bool route_query_bool(const struct route_request *request, const char *name);
/* A parameter or query value as a number; false if it is not one, whole. */
MUST_CHECK bool route_number(const char *text, int64_t *number);

/* Answers. `json` is taken. */
void route_json(struct route_response *response, int status, cJSON *json);
void route_empty(struct route_response *response, int status);
void route_html(struct route_response *response, int status); /* add to body */
/* Cache-Control: pages hold links that are secrets, and are not kept at all. */
const char *route_cache(const struct route_response *response);
void route_header(
	struct route_response *response, const char *name, const char *value);

/*
 * One more error: the answer becomes {"errors":[{code,message}, ...]} with
 * this status; called again it adds to the array. The status of the first
 * call stays.
 */
void route_error(struct route_response *response, int status, const char *code,
	const char *format, ...) PRINTF_LIKE(4, 5);

/* 404 not_found|order. */
void route_no_order(struct route_response *response);

#endif
