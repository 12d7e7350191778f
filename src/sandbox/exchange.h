/* SPDX-License-Identifier: MIT
 *
 * One request from its first byte to the fate of its answer: the log, the
 * fault that hits it, the handler. The server only moves the bytes.
 */
#ifndef SANDBOX_EXCHANGE_H
#define SANDBOX_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "sandbox/route.h"
#include "sandbox/url.h"

struct fault_armed;

/* What is to be done with the answer. */
enum exchange_fate {
	EXCHANGE_ANSWER, /* send `response` */
	EXCHANGE_RAW,	 /* write the bytes of `raw` as they are, then close */
	EXCHANGE_HANG,	 /* send nothing, keep the connection */
};

struct exchange {
	struct sandbox *sandbox;
	struct url url;
	char *method;
	char *content_type;
	char *accept;
	bool packs;	     /* the client takes gzip */
	bool from_elsewhere; /* a page of another site made a browser ask */
	enum route_key key;
	const char *key_name; /* for the log */
	int64_t connection;   /* the same */
	struct buf body;
	int64_t n; /* in the log; 0: not logged */
	const struct route *route;
	const char *params[ROUTE_PARAMS_MAX];
	char *scratch;		   /* what params point to */
	struct fault_armed *fault; /* NULL: none */
	bool done;		   /* the handler ran before the delay */
	struct route_response response;
	struct buf raw;
};

/* `target` is copied and taken apart. */
struct exchange *exchange_new(struct sandbox *sandbox, const char *target);
void exchange_free(struct exchange *exchange);

/* The head of the request; a header that was not sent is NULL. */
struct exchange_headers {
	int64_t connection; /* the number of the one that it came by, from 1 */
	const char *key;
	const char *content_type;
	const char *accept;
	const char *accept_encoding;
	const char *host;
	const char *origin, *fetch_site; /* of a browser */
};

/* What it needs of the texts is copied. */
void exchange_head(struct exchange *exchange, const char *method,
	const struct exchange_headers *headers);

/*
 * The body is complete. Logs the request and returns after how many ms it is
 * to be answered: `latency` (for calls of the API) and the fault's delay.
 */
int64_t exchange_arrived(struct exchange *exchange, int64_t latency_ms);

/* Runs it, after the delay. */
enum exchange_fate exchange_finish(struct exchange *exchange);

#endif
