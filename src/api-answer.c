/* SPDX-License-Identifier: MIT
 *
 * A body is looked at only where it is wanted: that of a write never, as its
 * status says all.
 */
#include "api-answer.h"

#include "api-endpoint.h"

static void decode(const struct api_endpoint_row *endpoint,
	const struct transport_response *response, bool keep_raw,
	struct api_result *result)
{
	bool is_nothing = response->status == 204 || response->len == 0;

	result->ok = false;
	if (response->status == 204 && endpoint->may_be_nothing)
		result->ok = endpoint->decode("{}", 2, keep_raw, result);
	else if (is_nothing)
		error_set(&result->error, ERROR_FORMAT,
			"The server answered with nothing (HTTP %d). Try again "
			"later.",
			response->status);
	else if (!response->is_json)
		error_set(&result->error, ERROR_FORMAT,
			"The server answered with something that is not JSON "
			"(HTML?): a proxy or an outage. Try again later.");
	else
		result->ok = endpoint->decode(
			response->body, response->len, keep_raw, result);
	if (!result->ok)
		result->error.status = response->status;
}

void api_answer_read(enum api_endpoint endpoint,
	const struct transport_response *response, bool keep_raw,
	struct api_result *result)
{
	const struct api_endpoint_row *row = api_endpoint(endpoint);
	bool is_write = row->decode == NULL;

	result->status = response->status;
	result->elapsed_ms = response->elapsed_ms;
	result->ok = api_status_to_error(response, is_write, &result->error);
	if (is_write)
		result->outcome = api_outcome_of(response);
	else if (result->ok)
		decode(row, response, keep_raw, result);
}

void api_answer_free(struct api_result *result)
{
	order_page_free(result->page);
	order_details_free(result->details);
	order_validation_free(result->validation);
	order_notes_free(result->notes);
	order_emails_free(result->emails);
	order_mails_free(result->mails);
}
