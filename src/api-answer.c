/* SPDX-License-Identifier: MIT
 *
 * A body is looked at only where it is wanted. What became of a write is in its
 * status; what its body says besides is taken if it can be read.
 */
#include "api-answer.h"

#include <stdlib.h>
#include <string.h>

#include "api-endpoint.h"
#include "mem.h"
#include "text.h"

#define FILE_MAX ((size_t)4 * 1024 * 1024)

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

/* What a key lacks, or an outage, comes as a page or as JSON, with a 2xx of the
 * network's edge at times: that is no certificate. */
static void
take_file(const struct transport_response *response, struct api_result *result)
{
	const char *type = response->content_type;

	if (response->is_json || response->len == 0 ||
		(type != NULL && strncmp(type, "text/html", 9) == 0)) {
		result->ok = error_set(&result->error, ERROR_FORMAT,
			"The server did not answer with a file.");
		result->error.status = response->status;
		return;
	}
	/* JSON that was cut is none; of a file nobody could tell. */
	if (response->open_end) {
		result->ok = error_set(&result->error, ERROR_LOST,
			"The server did not say where the file ends, so it may "
			"have been cut: nothing was kept.");
		result->error.status = response->status;
		return;
	}
	if (response->len > FILE_MAX) {
		result->ok = error_set(&result->error, ERROR_TOO_LARGE,
			"The file is larger than certdesk accepts (4 MiB).");
		result->error.status = response->status;
		return;
	}
	result->file.data = mem_dupn(response->body, response->len);
	result->file.len = response->len;
	text_format(result->file.type, sizeof(result->file.type), "%s",
		type != NULL ? type : "");
}

static void decode_written(const struct api_endpoint_row *endpoint,
	const struct transport_response *response, struct api_result *result)
{
	struct error error = result->error;

	if (endpoint->decode == NULL || !result->ok || !response->is_json ||
		response->len == 0)
		return;
	/* It is not the write that failed. */
	if (!endpoint->decode(response->body, response->len, false, result))
		result->error = error;
}

void api_answer_read(enum api_endpoint endpoint,
	const struct transport_response *response, bool keep_raw,
	struct api_result *result)
{
	const struct api_endpoint_row *row = api_endpoint(endpoint);
	bool is_write = api_endpoint_is_write(endpoint);

	result->status = response->status;
	result->elapsed_ms = response->elapsed_ms;
	result->ok = api_status_to_error(response, is_write, &result->error);
	if (is_write) {
		result->outcome = api_outcome_of(response);
		decode_written(row, response, result);
	} else if (result->ok && row->decode == NULL) {
		take_file(response, result);
	} else if (result->ok) {
		decode(row, response, keep_raw, result);
	}
}

void api_answer_free(struct api_result *result)
{
	order_page_free(result->page);
	order_details_free(result->details);
	order_validation_free(result->validation);
	order_notes_free(result->notes);
	order_emails_free(result->emails);
	order_mails_free(result->mails);
	order_changes_free(result->changes);
	order_certificates_free(result->certificates);
	organization_free(result->organization);
	organization_validations_free(result->validations);
	people_free(result->people);
	free(result->file.data);
}
