/* SPDX-License-Identifier: MIT
 *
 * What an HTTP status means, in one place: for a person (a sentence with the
 * server's own words) and for a write (what became of it). Codes:
 * certcentral-api.md 1.2 (services-api/errors); outcomes: product.md 5.
 */
#include "api.h"

#include <string.h>

#include "attr.h"
#include "text.h"

struct status_row {
	int from, to;
	enum error_kind kind;
	const char *what, *advice;
};

/* The first row that fits counts. */
static const struct status_row status_rows[] = {
	{300, 399, ERROR_REDIRECT,
		"The server wants to send us elsewhere, which is not followed",
		"Check the account's url."},
	{401, 401, ERROR_KEY, "The server refused the API key",
		"Check the key of the account."},
	{403, 403, ERROR_KEY, "The server refused the API key",
		"Check the key of the account."},
	{404, 404, ERROR_NOT_FOUND, "The server does not know it", ""},
	{408, 408, ERROR_TIMEOUT, "The server gave up waiting for the request",
		"Try again later."},
	{429, 429, ERROR_LIMITED, "The server got too many requests",
		"Wait a little."},
	{400, 499, ERROR_REFUSED, "The server refused it", ""},
	{500, 599, ERROR_SERVER, "The server has a problem",
		"Try again later."},
	{100, 199, ERROR_FORMAT, "The server's answer makes no sense", ""},
	{600, 999, ERROR_FORMAT, "The server's answer makes no sense", ""},
};

static const struct status_row no_permission = {403, 403, ERROR_PERMISSION,
	"The API key lacks the permission for it", ""};
/* A page of the network's edge says nothing about the key. */
static const struct status_row no_words = {403, 403, ERROR_KEY,
	"The request was refused",
	"Check the network and the key of the account."};
static const struct status_row no_status = {
	0, 0, ERROR_FORMAT, "The server's answer makes no sense", ""};

static const struct status_row *
row_of(const struct transport_response *response, const char *code)
{
	int status = response->status;

	if (status == 403 && response->len > 0 && !response->is_json)
		return &no_words;
	if ((status == 401 || status == 403) &&
		strstr(code, "missing_permission") != NULL)
		return &no_permission;
	for (size_t i = 0; i < ARRAY_LEN(status_rows); i++) {
		if (status >= status_rows[i].from &&
			status <= status_rows[i].to)
			return &status_rows[i];
	}
	return &no_status;
}

/* The server's words, or what can be said where it has none for people. */
static void read_words(const struct transport_response *response, char *code,
	size_t code_size, char *words, size_t words_size)
{
	*code = '\0';
	*words = '\0';
	if (response->len == 0)
		return;
	if (response->is_json) {
		order_json_errors(response->body, response->len, code,
			code_size, words, words_size);
		if (strcmp(words, code) == 0)
			*words = '\0'; /* it has no others */
		return;
	}
	text_format(words, words_size,
		"no words in JSON, perhaps from a proxy in between");
}

static bool
no_answer(const struct transport_response *response, struct error *error)
{
	if (response->error.kind == ERROR_NONE)
		return error_set(error, ERROR_LOST,
			"The connection was lost before the answer came.");
	if (error != NULL)
		*error = response->error;
	return false;
}

/* What ends the words; they may do so themselves. */
static const char *stop_of(const char *words)
{
	size_t len = strlen(words);

	while (len > 0 && words[len - 1] == ' ')
		len--;
	return len > 0 && strchr(".!?", words[len - 1]) != NULL ? "" : ".";
}

bool api_status_to_error(const struct transport_response *response,
	bool is_write, struct error *error)
{
	char code[ERROR_CODE_SIZE], words[ERROR_TEXT_SIZE / 2];
	const struct status_row *row;
	const char *advice;

	if (response->status >= 200 && response->status < 300)
		return true;
	if (response->status == 0)
		return no_answer(response, error);
	read_words(response, code, sizeof(code), words, sizeof(words));
	row = row_of(response, code);
	/* Nobody shall be told to send again what may have gone out. */
	advice = is_write && api_outcome_of(response) == API_UNKNOWN
			 ? ""
			 : row->advice;
	error_set(error, row->kind, "%s (HTTP %d%s%s)%s%s%s%s%s", row->what,
		response->status, *code != '\0' ? ", " : "", code,
		*words != '\0' ? ": " : "", words, stop_of(words),
		*advice != '\0' ? " " : "", advice);
	if (error != NULL) {
		error->status = response->status;
		text_format(error->code, sizeof(error->code), "%s", code);
	}
	return false;
}

enum api_outcome api_outcome_of(const struct transport_response *response)
{
	int status = response->status;

	if (status == 0)
		return response->may_be_sent ? API_UNKNOWN : API_NOT_SENT;
	if (status >= 200 && status < 300)
		return API_SENT;
	if (status >= 400 && status < 500 && status != 408)
		return API_REFUSED;
	return API_UNKNOWN;
}
