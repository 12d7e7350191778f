/* SPDX-License-Identifier: MIT
 *
 * What goes wrong on demand: the next n requests that match a method and a
 * part of the path get a delay, another answer, a cut connection, no answer at
 * all, or garbage.
 *
 *   POST /sandbox/v1/faults   arms one, 201
 *   GET /sandbox/v1/faults    lists what is armed
 *   DELETE /sandbox/v1/faults disarms all, and ends the delays of those that
 *                             have hit, 204
 */
#ifndef SANDBOX_FAULT_H
#define SANDBOX_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"
#include "sandbox/route.h"

#define FAULT_CUT_NONE	  (-1)
#define FAULT_DELAY_MAX	  (24 * 3600 * 1000) /* ms */
#define FAULT_GARBAGE_MAX (16 * 1024 * 1024) /* bytes */
/* Room is left for those of the answer itself. */
#define FAULT_HEADERS_MAX (ROUTE_HEADERS_MAX - 4)

struct fault_armed {
	char *method; /* NULL: any */
	char *path;   /* a part of the path; NULL: any */
	int64_t n;    /* so many more requests */
	int64_t skip; /* after so many that are let through */
	int status;   /* 0: the real answer's */
	char *body;   /* NULL: the real answer's, or none if status is given */
	char *content_type;
	char *retry_after;
	struct route_pair headers[FAULT_HEADERS_MAX];
	size_t header_count;
	int64_t delay_ms;
	int64_t cut_after; /* bytes of the whole answer; FAULT_CUT_NONE */
	int64_t garbage;   /* bytes; 0: none */
	bool hang;
	bool apply; /* the action takes effect all the same */
};

struct fault;

struct fault *fault_new(void);
void fault_free(struct fault *fault);

/* Reads one as POST sends it. The caller clears; nothing to clear on false. */
MUST_CHECK bool
fault_read(struct fault_armed *armed, const cJSON *json, struct error *error);
void fault_arm(
	struct fault *fault, struct fault_armed *armed); /* takes its texts */
void fault_clear(struct fault_armed *armed);

/*
 * The fault that hits this request, or NULL; counts it. The caller frees it
 * with fault_clear and free.
 */
struct fault_armed *
fault_take(struct fault *fault, const char *method, const char *path);

/* How often all were disarmed: a delay that began before the last time is
 * over. */
unsigned fault_times_disarmed(const struct fault *fault);

/* Whether the real answer is replaced by status and body of the fault. */
bool fault_makes_answer(const struct fault_armed *armed);
/* Whether the client does not get the real answer, whole. */
bool fault_hides_answer(const struct fault_armed *armed);

extern const struct route fault_routes[];

#endif
