/* SPDX-License-Identifier: MIT
 *
 * Calls of the api about order 900101, and what came of them.
 */
#ifndef CALLS_H
#define CALLS_H

#include "tests/support/desk.h"

/* A copy of what an answer told. */
struct calls_answer {
	int count;
	bool ok;
	enum error_kind kind;
	enum api_outcome outcome;
	int status;
	char text[ERROR_TEXT_SIZE], code[ERROR_CODE_SIZE];
	long total;		/* of a page */
	char id[ORDER_ID_SIZE]; /* of an order */
};

/* api_fn; data is a struct calls_answer. */
void calls_on_answer(void *data, struct api_result *result);

/* With the defaults of api, and a known jitter. */
void calls_open(struct desk *desk);

/* What the user asks for, and what nobody waits for. */
struct api_call *calls_get(struct desk *desk, enum api_endpoint endpoint,
	struct calls_answer *answer);
struct api_call *
calls_background(struct desk *desk, struct calls_answer *answer);
struct api_call *calls_put(struct desk *desk, struct calls_answer *answer);

/* Answer whatever waits, all with this status. */
void calls_answer_all(struct desk *desk, int status, const char *body);

#endif
