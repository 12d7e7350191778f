/* SPDX-License-Identifier: MIT
 *
 * An answer is gone after its call, so all that tests look at is copied.
 */
#include "tests/support/calls.h"

#include <string.h>

void calls_on_answer(void *data, struct api_result *result)
{
	struct calls_answer *answer = data;

	answer->count++;
	answer->ok = result->ok;
	answer->kind = result->error.kind;
	answer->outcome = result->outcome;
	answer->status = result->status;
	memcpy(answer->text, result->error.text, sizeof(answer->text));
	memcpy(answer->code, result->error.code, sizeof(answer->code));
	if (result->page != NULL)
		answer->total = result->page->total;
	if (result->details != NULL)
		memcpy(answer->id, result->details->head.id,
			strlen(result->details->head.id) + 1);
}

void calls_open(struct desk *desk)
{
	desk_open(
		desk, &(struct api_options){.retry_connect = true, .seed = 42});
}

struct api_call *calls_get(struct desk *desk, enum api_endpoint endpoint,
	struct calls_answer *answer)
{
	struct api_request request = {.endpoint = endpoint,
		.priority = API_USER,
		.order_id = "900101",
		.id = "8801",
		.word = API_NOTICES_ON};

	return api_send(desk->api, &request, calls_on_answer, answer);
}

struct api_call *
calls_background(struct desk *desk, struct calls_answer *answer)
{
	struct api_request request = {
		.endpoint = API_ORDER_VALIDATION, .order_id = "900101"};

	return api_send(desk->api, &request, calls_on_answer, answer);
}

struct api_call *calls_put(struct desk *desk, struct calls_answer *answer)
{
	struct api_request request = {.endpoint = API_RESEND_APPROVAL,
		.priority = API_USER,
		.order_id = "900101",
		.body = "{\"emails\":[\"ana@example.com\"]}"};

	return api_send(desk->api, &request, calls_on_answer, answer);
}

void calls_answer_all(struct desk *desk, int status, const char *body)
{
	const struct fake_transport_request *request;

	while ((request = fake_transport_unanswered(desk->transport)) != NULL)
		fake_transport_reply(desk->transport, request, status, body);
	desk_run(desk);
}
