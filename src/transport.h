/* SPDX-License-Identifier: MIT
 *
 * Sending one HTTP request and getting one completion. Implemented by http
 * (libcurl) and by tests/support/fake-transport. It knows the account's base
 * URL and the key; callers give the path only.
 *
 * Exactly one `done` for each send unless cancelled, never from within
 * transport_send. The response is lent for the call. After a cancel nothing
 * comes any more; a request that was cancelled may have had its effect.
 */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"

enum transport_method {
	TRANSPORT_GET,
	TRANSPORT_POST,
	TRANSPORT_PUT,
	TRANSPORT_DELETE,
};

struct transport_request {
	enum transport_method method;
	/* Below the account's base (".../services/v2"), with the query:
	 * "/order/certificate?limit=100". Or, with from_root, from the root
	 * of its host: "/sandbox/v1/...". Percent-encoded already. */
	const char *path;
	bool from_root;
	const char *body; /* JSON; NULL for none */
	/* A write goes out on a connection of its own that nothing else has
	 * used or will use, so that libcurl cannot repeat it by itself. */
	bool write;
	int64_t timeout_ms; /* for the whole; 0 takes the default */
};

struct transport_response {
	int status;	  /* 0: no whole answer; see error */
	const char *body; /* NUL-terminated, "" if none */
	size_t len;
	bool is_json;		  /* the content type said so */
	const char *content_type; /* as it came; NULL: none */
	/* It ended with the connection: it may have been cut. */
	bool open_end;
	int64_t retry_after_ms; /* 0: none given */
	/* Only with status 0: ERROR_CONNECT and ERROR_TLS promise that not
	 * one byte of the request was written; ERROR_LOST, ERROR_TIMEOUT and
	 * ERROR_TOO_LARGE do not. */
	struct error error;
	bool may_be_sent; /* a byte of the request may have been written */
	int64_t elapsed_ms;
};

typedef void (*transport_fn)(
	void *data, const struct transport_response *response);

struct transport;
struct transport_call;

/* How much of the answer is here, as it comes over the line. */
struct transport_progress {
	int64_t got;   /* bytes of the body */
	int64_t total; /* of the whole; -1: the server does not tell */
};

struct transport_ops {
	struct transport_call *(*send)(struct transport *,
		const struct transport_request *, transport_fn, void *);
	void (*cancel)(struct transport_call *);
	void (*progress)(
		const struct transport_call *, struct transport_progress *);
};

/* First member of every implementation; a call begins with its transport. */
struct transport {
	const struct transport_ops *ops;
};

/* The request is copied as far as needed. Never NULL. */
struct transport_call *transport_send(struct transport *transport,
	const struct transport_request *request, transport_fn done, void *data);
void transport_cancel(struct transport_call *call);
/* Of a call that is under way. */
void transport_progress(
	const struct transport_call *call, struct transport_progress *out);

const char *transport_method_name(enum transport_method method);

#endif
