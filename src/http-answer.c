/* SPDX-License-Identifier: MIT
 *
 * Collecting and judging an answer. The one question that matters for a write
 * is whether a byte of the request can have left: libcurl asks us right before
 * it writes the first one, and that answers it.
 */
#include "config.h"

#include "http-answer.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "http-setup.h"
#include "http-trust.h"
#include "text.h"

#define BODY_MAX      ((size_t)8 * 1024 * 1024)
#define HEADERS_MAX   ((size_t)256 * 1024)
#define RETRY_AFTER_S ((curl_off_t)24 * 3600)

void http_answer_init(struct http_answer *answer)
{
	memset(answer, 0, sizeof(*answer));
	buf_init(&answer->body, BODY_MAX);
}

void http_answer_clear(struct http_answer *answer)
{
	buf_clear(&answer->body);
}

/* -- what libcurl tells --------------------------------------------------- */

#define PIECES	    256
#define SMALL_PIECE 1024

/* After decompression, so that a small file cannot become a huge one. */
static size_t on_body(char *data, size_t size, size_t count, void *answer_data)
{
	struct http_answer *answer = answer_data;
	size_t len = size * count;

	if (!buf_add(&answer->body, data, len)) {
		answer->too_large = true;
		return 0;
	}
	if (len < SMALL_PIECE && ++answer->pieces % PIECES == 0 &&
		answer->on_pieces != NULL)
		answer->on_pieces(answer->data);
	return len;
}

static bool is_header(const char *line, size_t len, const char *name)
{
	return len >= strlen(name) &&
	       strncasecmp(line, name, strlen(name)) == 0;
}

/* A number of seconds in this header, capped; else *seconds stays. libcurl's
 * own answer takes eight digits for a day and many digits for nothing. */
static void read_wait(const char *line, size_t len, int64_t *seconds)
{
	static const char name[] = "retry-after:";
	size_t at = sizeof(name) - 1;
	int64_t sum = 0;

	if (!is_header(line, len, name))
		return;
	while (at < len && (line[at] == ' ' || line[at] == '\t'))
		at++;
	if (at == len || line[at] < '0' || line[at] > '9')
		return;
	for (; at < len && line[at] >= '0' && line[at] <= '9'; at++)
		if (sum < RETRY_AFTER_S)
			sum = sum * 10 + (line[at] - '0');
	/* A date may begin with digits, too. */
	if (at == len || line[at] == '\r' || line[at] == '\n')
		*seconds = sum;
}

/* The names that servers and what stands before them give it. */
static const char *const id_headers[] = {"x-request-id:", "request-id:",
	"x-correlation-id:", "x-amzn-requestid:"};

static bool is_of_id(char c)
{
	return isalnum((unsigned char)c) ||
	       (c != '\0' && strchr("-_.:/+=", c) != NULL);
}

/* The first that comes. It is for people who ask the service about a request;
 * one that is longer, or of other signs, is none. */
static void read_id(const char *line, size_t len, char *out, size_t size)
{
	size_t at = 0, end;

	for (size_t i = 0; i < ARRAY_LEN(id_headers); i++) {
		if (is_header(line, len, id_headers[i]))
			at = strlen(id_headers[i]);
	}
	if (at == 0 || out[0] != '\0')
		return;
	while (at < len && (line[at] == ' ' || line[at] == '\t'))
		at++;
	for (end = at; end < len && is_of_id(line[end]);)
		end++;
	if (end - at < size &&
		(end == len || line[end] == '\r' || line[end] == '\n'))
		text_format(out, size, "%.*s", (int)(end - at), line + at);
}

/* libcurl takes an answer whose headers were cut as a whole one without a
 * body, so look for the blank line ourselves. */
static size_t
on_header(char *data, size_t size, size_t count, void *answer_data)
{
	struct http_answer *answer = answer_data;
	size_t len = size * count;

	if (len >= 5 && memcmp(data, "HTTP/", 5) == 0)
		answer->head_complete = answer->has_end = false;
	else if (len > 0 && (data[0] == '\r' || data[0] == '\n'))
		answer->head_complete = true;
	read_wait(data, len, &answer->wait_s);
	read_id(data, len, answer->request_id, sizeof(answer->request_id));
	if (is_header(data, len, "content-length:") ||
		is_header(data, len, "transfer-encoding:"))
		answer->has_end = true;
	answer->header_bytes += len;
	if (answer->header_bytes > HEADERS_MAX) {
		answer->too_large = true;
		return 0;
	}
	return len;
}

/* The connection stands; the request is written right after this. */
static int on_ready_to_send(void *answer_data, char *peer UNUSED,
	char *own UNUSED, int peer_port UNUSED, int own_port UNUSED)
{
	struct http_answer *answer = answer_data;

	answer->may_be_sent = true;
	return CURL_PREREQFUNC_OK;
}

void http_answer_watch(struct http_answer *answer, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, answer->curl_text);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, answer);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_ready_to_send);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, answer);
}

/* -- failures ------------------------------------------------------------- */

struct failure {
	CURLcode code;
	enum error_kind unsent, sent; /* before and after the first byte */
};

/* What is not listed: ERROR_CONNECT before, ERROR_LOST after. */
static const struct failure failures[] = {
	{CURLE_OPERATION_TIMEDOUT, ERROR_CONNECT, ERROR_TIMEOUT},
	{CURLE_SSL_CONNECT_ERROR, ERROR_TLS, ERROR_LOST},
	{CURLE_PEER_FAILED_VERIFICATION, ERROR_TLS, ERROR_LOST},
	{CURLE_SSL_CERTPROBLEM, ERROR_TLS, ERROR_LOST},
	{CURLE_SSL_CIPHER, ERROR_TLS, ERROR_LOST},
	{CURLE_SSL_CACERT_BADFILE, ERROR_TLS, ERROR_LOST},
	{CURLE_SSL_ISSUER_ERROR, ERROR_TLS, ERROR_LOST},
	{CURLE_SSL_ENGINE_INITFAILED, ERROR_TLS, ERROR_LOST},
	{CURLE_USE_SSL_FAILED, ERROR_TLS, ERROR_LOST},
};

static enum error_kind
failure_kind(const struct http_answer *answer, CURLcode code)
{
	size_t i;

	if (answer->too_large)
		return ERROR_TOO_LARGE;
	for (i = 0; i < ARRAY_LEN(failures); i++)
		if (failures[i].code == code)
			return answer->may_be_sent ? failures[i].sent
						   : failures[i].unsent;
	return answer->may_be_sent ? ERROR_LOST : ERROR_CONNECT;
}

/* What libcurl says of a proxy that it cannot use holds the setting, and that
 * may hold a password. */
static bool is_of_proxy(const char *words)
{
	static const char head[] = "Unsupported proxy";

	return strncmp(words, head, sizeof(head) - 1) == 0;
}

static const char *
failure_reason(const struct http_answer *answer, CURLcode code)
{
	if (answer->too_large)
		return "it is larger than certdesk accepts";
	if (code == CURLE_OK)
		return "the answer was cut";
	if (code == CURLE_OPERATION_TIMEDOUT)
		return "the time allowed for it is over";
	/* That is also what libcurl says of a line of 100 kB in the head. */
	if (code == CURLE_OUT_OF_MEMORY && answer->may_be_sent &&
		!answer->head_complete)
		return "a line of the answer's head is longer than certdesk "
		       "accepts, or memory is short";
	if (is_of_proxy(answer->curl_text))
		return "the proxy that is set (proxy of the account, "
		       "https_proxy in the environment) cannot be used; "
		       "http://HOST:PORT is the usual form";
	if (answer->curl_text[0] != '\0' &&
		strchr(answer->curl_text, '@') == NULL)
		return answer->curl_text;
	return curl_easy_strerror(code);
}

static const char *failure_sentence(enum error_kind kind)
{
	switch (kind) {
	case ERROR_CONNECT:
		return "No connection to";
	case ERROR_TLS:
		return "No trusted connection to";
	case ERROR_TIMEOUT:
		return "No answer in time from";
	case ERROR_TOO_LARGE:
		return "The answer was not taken from";
	default:
		return "The connection was lost to";
	}
}

static void fill_error(const struct http_answer *answer, CURL *easy,
	CURLcode code, const char *host, struct error *error)
{
	enum error_kind kind = failure_kind(answer, code);
	const char *reason = NULL;

	/* An alert of TLS 1.3 may come after the handshake. */
	if (kind == ERROR_TLS || code == CURLE_RECV_ERROR)
		reason = http_trust_reason(easy, code, answer->curl_text);
	if (reason == NULL)
		reason = failure_reason(answer, code);
	error_set(
		error, kind, "%s %s: %s", failure_sentence(kind), host, reason);
}

/* -- answers -------------------------------------------------------------- */

static void fill_answer(struct http_answer *answer, CURL *easy,
	struct transport_response *response)
{
	const char *type = NULL;
	curl_off_t wait = 0;
	long status = 0, version = CURL_HTTP_VERSION_NONE;

	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
	curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait);
	response->status = (int)status;
	response->is_json = http_setup_is_json(type);
	/* Newer versions have frames, which end by themselves. */
	response->open_end = !answer->has_end && answer->body.len > 0 &&
			     version < CURL_HTTP_VERSION_2_0;
	/* libcurl's own goes with the request. */
	text_format(answer->type, sizeof(answer->type), "%s",
		type != NULL ? type : "");
	response->content_type = type != NULL ? answer->type : NULL;
	response->body = buf_text(&answer->body);
	response->len = answer->body.len;
	if (answer->wait_s > 0)
		wait = answer->wait_s;
	if (wait > RETRY_AFTER_S)
		wait = RETRY_AFTER_S;
	response->retry_after_ms = wait > 0 ? (int64_t)wait * 1000 : 0;
}

void http_answer_fill(struct http_answer *answer, CURL *easy, CURLcode code,
	const char *host, struct transport_response *response)
{
	memset(response, 0, sizeof(*response));
	response->body = "";
	response->may_be_sent = answer->may_be_sent;
	/* A redirect or an error status is an answer like others. */
	if (code == CURLE_OK && answer->head_complete)
		fill_answer(answer, easy, response);
	if (response->status == 0)
		fill_error(answer, easy, code, host, &response->error);
}
