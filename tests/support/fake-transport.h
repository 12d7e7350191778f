/* SPDX-License-Identifier: MIT
 *
 * A transport for tests: requests wait until the test answers them. All that
 * were ever sent are kept, so that a test can count them afterwards.
 *
 * An answer comes through the loop, so the test has to let the loop run; a
 * cancel in between keeps it away, as with the real one.
 */
#ifndef FAKE_TRANSPORT_H
#define FAKE_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"
#include "transport.h"

enum fake_transport_state {
	FAKE_TRANSPORT_WAITING,
	FAKE_TRANSPORT_ANSWERED,
	FAKE_TRANSPORT_CANCELLED,
};

struct fake_transport_request {
	/* Read only for tests. */
	size_t index; /* 0, 1, ... in the order they were sent */
	enum transport_method method;
	char *path; /* with the query */
	char *body; /* NULL for none */
	bool from_root, write;
	int64_t timeout_ms;
	int64_t sent_ms; /* loop time */
	enum fake_transport_state state;
};

struct fake_transport;

struct fake_transport *fake_transport_new(struct loop *loop);
/* Requests that still wait are dropped. */
void fake_transport_free(struct fake_transport *fake);
struct transport *fake_transport_transport(struct fake_transport *fake);

/* All that were ever sent, and those that wait for an answer. */
size_t fake_transport_count(const struct fake_transport *fake);
size_t fake_transport_waiting(const struct fake_transport *fake);
const struct fake_transport_request *
fake_transport_at(const struct fake_transport *fake, size_t index);

/*
 * The oldest waiting request of that method and path, NULL if there is none.
 * A path without '?' is compared with what stands before the query, one with
 * '?' with the whole; one that ends in '*' is a beginning. "GET", "PUT", ...
 */
const struct fake_transport_request *
fake_transport_find(const struct fake_transport *fake, const char *method,
	const char *path);
/* How many were ever sent that fit (answered and cancelled ones too). */
size_t fake_transport_sent(const struct fake_transport *fake,
	const char *method, const char *path);
/* The oldest one that still waits, to name in a failure; NULL if none. */
const struct fake_transport_request *
fake_transport_unanswered(const struct fake_transport *fake);

/* Answer a waiting request with JSON (a body of NULL or "" has no type). */
void fake_transport_reply(struct fake_transport *fake,
	const struct fake_transport_request *request, int status,
	const char *body);
/* The same, found by method and path. False if none is waiting. */
bool fake_transport_answer(struct fake_transport *fake, const char *method,
	const char *path, int status, const char *body);
/* So much of its answer is here; total -1: the server does not tell. */
void fake_transport_progress(struct fake_transport *fake,
	const struct fake_transport_request *request, int64_t got,
	int64_t total);
/* Answer with all that a response can say; it is copied. */
void fake_transport_respond(struct fake_transport *fake,
	const struct fake_transport_request *request,
	const struct transport_response *response);
/* Let it fail: ERROR_CONNECT and ERROR_TLS before a byte was sent, others
 * (ERROR_LOST, ERROR_TIMEOUT, ERROR_TOO_LARGE) after. */
void fake_transport_fail(struct fake_transport *fake,
	const struct fake_transport_request *request, enum error_kind kind);

#endif
