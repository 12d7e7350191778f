/* SPDX-License-Identifier: MIT
 *
 * The log of the requests received: tests prove with it what was sent and how
 * often. In memory, the last 100,000; an entry is there from the moment the
 * request has arrived, with status 0 until it is answered.
 *
 *   GET /sandbox/v1/requests?since=N
 */
#ifndef SANDBOX_REQUESTS_H
#define SANDBOX_REQUESTS_H

#include <stddef.h>
#include <stdint.h>

#include "sandbox/route.h"

#define REQUESTS_KEPT	  100000
#define REQUESTS_BODY_MAX 65536 /* longer bodies are cut in the log */

struct requests;

struct requests *requests_new(void);
void requests_free(struct requests *requests);

/* What is known when a request has arrived; all is copied. */
struct requests_entry {
	int64_t time; /* of the sandbox's clock */
	const char *method;
	const char *path; /* as sent */
	const char *query;
	const char *body;
	const char *key;    /* a name, never the value of an unknown key */
	int64_t connection; /* its number: those that are kept serve several */
};

/* Returns its number, counted from 1. */
int64_t
requests_add(struct requests *requests, const struct requests_entry *entry);
/* Answered with this status; nothing happens if it is not kept any more. */
void requests_answered(struct requests *requests, int64_t n, int status);

extern const struct route requests_routes[];

#endif
