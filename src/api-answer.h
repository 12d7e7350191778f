/* SPDX-License-Identifier: MIT
 *
 * From what the transport brought to what api hands on: was it a 2xx, what
 * became of a write, what does the body say.
 */
#ifndef API_ANSWER_H
#define API_ANSWER_H

#include <stdbool.h>

#include "api.h"

/* Fills all of a zeroed *result but its endpoint. */
void api_answer_read(enum api_endpoint endpoint,
	const struct transport_response *response, bool keep_raw,
	struct api_result *result);

/* What the receiver did not take. */
void api_answer_free(struct api_result *result);

#endif
