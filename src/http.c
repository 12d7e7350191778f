/* SPDX-License-Identifier: MIT
 *
 * transport.h by libcurl. libcurl's multi interface tells which sockets and
 * which one timer it wants watched; the loop does that and hands back what
 * happened.
 *
 *   send --> waiting reads --(at most four run)--> curl multi --> done
 *    +-----> writes start at once, each on a connection of its own
 *
 * libcurl repeats a request by itself when a kept connection dies before the
 * first byte of the answer, whatever the method (quality.md 1). So a write
 * never gets a kept connection.
 */
#include "config.h"

#include "http.h"

#include <curl/curl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "http-setup.h"
#include "log.h"
#include "mem.h"

#define READS_MAX      4
#define BODY_MAX       ((size_t)8 * 1024 * 1024)
#define HEADERS_MAX    ((size_t)256 * 1024)
#define RETRY_AFTER_S  ((curl_off_t)24 * 3600)
#define LOST_TEXT_SIZE 256

struct http {
	struct transport base;
	struct loop *loop;
	CURLM *multi;
	CURLSH *share;
	struct loop_timer *timer;
	struct http_setup setup;
	struct transport_call *calls; /* all, newest first */
	struct transport_call *waiting, **waiting_end;
	int reads; /* running */
	int depth; /* > 0 while callbacks run */
	bool freed; /* http_free was called by one of them */
};

struct transport_call {
	struct transport *transport;
	struct http *http;
	struct transport_call *next, **place; /* among all */
	struct transport_call *next_waiting;
	enum transport_method method;
	bool write, started, finished;
	char *path; /* as asked for, for the log */
	char *url, *body;
	int64_t timeout_ms, sent_at;
	CURL *easy;
	struct loop_deferred *failure; /* libcurl refused the request */
	char curl_text[CURL_ERROR_SIZE];
	struct buf answer;
	size_t header_bytes;
	bool too_large, may_be_sent;
	transport_fn done;
	void *data;
};

static void start_reads(struct http *http);

/* -- the life of a call --------------------------------------------------- */

static void unlink_call(struct transport_call *call)
{
	*call->place = call->next;
	if (call->next != NULL)
		call->next->place = call->place;
}

static void unlink_waiting(struct transport_call *call)
{
	struct http *http = call->http;
	struct transport_call **place = &http->waiting;

	while (*place != NULL && *place != call)
		place = &(*place)->next_waiting;
	if (*place == NULL)
		return;
	*place = call->next_waiting;
	if (*place == NULL)
		http->waiting_end = place;
}

/* Takes it from libcurl; nothing more comes for it. */
static void detach(struct transport_call *call)
{
	struct http *http = call->http;

	loop_defer_cancel(http->loop, call->failure);
	call->failure = NULL;
	if (!call->started)
		unlink_waiting(call);
	else if (!call->write)
		http->reads--;
	if (call->easy != NULL) {
		curl_multi_remove_handle(http->multi, call->easy);
		curl_easy_cleanup(call->easy);
		call->easy = NULL;
	}
	unlink_call(call);
}

static void free_call(struct transport_call *call)
{
	free(call->path);
	free(call->url);
	free(call->body);
	buf_clear(&call->answer);
	free(call);
}

static void destroy(struct http *http)
{
	loop_timer_free(http->timer);
	if (http->multi != NULL)
		curl_multi_cleanup(http->multi);
	if (http->share != NULL)
		curl_share_cleanup(http->share);
	http_setup_clear(&http->setup);
	free(http);
	curl_global_cleanup();
}

/* -- answers -------------------------------------------------------------- */

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

static enum error_kind failure_kind(
	const struct transport_call *call, CURLcode code)
{
	size_t i;

	if (call->too_large)
		return ERROR_TOO_LARGE;
	for (i = 0; i < ARRAY_LEN(failures); i++)
		if (failures[i].code == code)
			return call->may_be_sent ? failures[i].sent
						 : failures[i].unsent;
	return call->may_be_sent ? ERROR_LOST : ERROR_CONNECT;
}

static void failure_error(
	const struct transport_call *call, CURLcode code, struct error *error)
{
	enum error_kind kind = failure_kind(call, code);
	const char *host = call->http->setup.host;
	const char *why = call->curl_text;

	if (why[0] == '\0')
		why = curl_easy_strerror(code);
	switch (kind) {
	case ERROR_CONNECT:
		error_set(error, kind, "No connection to %s: %s", host, why);
		break;
	case ERROR_TLS:
		error_set(error, kind, "%s could not be trusted: %s", host,
			why);
		break;
	case ERROR_TIMEOUT:
		error_set(error, kind, "%s did not answer in time: %s", host,
			why);
		break;
	case ERROR_TOO_LARGE:
		error_set(error, kind,
			"The answer of %s is larger than certdesk accepts",
			host);
		break;
	default:
		error_set(error, kind, "The connection to %s was lost: %s",
			host, why);
		break;
	}
}

static void fill_answer(struct transport_call *call,
	struct transport_response *response)
{
	const char *type = NULL;
	curl_off_t wait = 0;
	long status = 0;

	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &wait);
	response->status = (int)status;
	response->is_json = http_setup_is_json(type);
	response->body = buf_text(&call->answer);
	response->len = call->answer.len;
	if (wait > RETRY_AFTER_S)
		wait = RETRY_AFTER_S;
	response->retry_after_ms = wait > 0 ? (int64_t)wait * 1000 : 0;
}

static void log_answer(const struct transport_call *call,
	const struct transport_response *response)
{
	const char *method = transport_method_name(call->method);

	if (response->status != 0)
		log_add(LOG_REQUEST, "%s %s %d %lld ms %zu bytes", method,
			call->path, response->status,
			(long long)response->elapsed_ms, response->len);
	else
		log_add(LOG_REQUEST, "%s %s %s %lld ms %zu bytes", method,
			call->path, error_kind_name(response->error.kind),
			(long long)response->elapsed_ms, call->answer.len);
}

static void complete(struct transport_call *call, CURLcode code)
{
	struct transport_response response = {.body = ""};
	struct http *http = call->http;

	/* A refused redirect or an error status is an answer like others. */
	if (code == CURLE_OK)
		fill_answer(call, &response);
	if (response.status == 0)
		failure_error(call, code, &response.error);
	response.may_be_sent = call->may_be_sent;
	response.elapsed_ms = loop_now(http->loop) - call->sent_at;
	log_answer(call, &response);
	detach(call);
	call->finished = true;
	start_reads(http);
	call->done(call->data, &response);
	free_call(call);
}

static void enter(struct http *http)
{
	http->depth++;
}

static void leave(struct http *http)
{
	http->depth--;
	if (http->depth == 0 && http->freed)
		destroy(http);
}

static void complete_all(struct http *http)
{
	struct transport_call *call = NULL;
	CURLMsg *message;
	CURLcode code;
	int left;

	while (!http->freed &&
		(message = curl_multi_info_read(http->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		/* The message dies with the handle that complete() ends. */
		code = message->data.result;
		curl_easy_getinfo(
			message->easy_handle, CURLINFO_PRIVATE, (char **)&call);
		complete(call, code);
	}
}

/* -- libcurl on the loop -------------------------------------------------- */

struct socket_watch {
	struct http *http;
	curl_socket_t socket;
	struct loop_watch *watch;
};

static void act(struct http *http, curl_socket_t socket, int flags)
{
	int running;

	enter(http);
	curl_multi_socket_action(http->multi, socket, flags, &running);
	complete_all(http);
	leave(http);
}

static void on_socket_ready(void *data, int events)
{
	struct socket_watch *watch = data;
	int flags = 0;

	if (events & LOOP_READ)
		flags |= CURL_CSELECT_IN;
	if (events & LOOP_WRITE)
		flags |= CURL_CSELECT_OUT;
	act(watch->http, watch->socket, flags);
}

static void on_timer(void *data)
{
	act(data, CURL_SOCKET_TIMEOUT, 0);
}

static int wanted_events(int what)
{
	int events = 0;

	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		events |= LOOP_READ;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		events |= LOOP_WRITE;
	return events;
}

static int want_socket(CURL *easy UNUSED, curl_socket_t socket, int what,
	void *data, void *socket_data)
{
	struct http *http = data;
	struct socket_watch *watch = socket_data;

	if (what == CURL_POLL_REMOVE) {
		if (watch != NULL)
			loop_watch_free(watch->watch);
		free(watch);
		return 0;
	}
	if (watch == NULL) {
		watch = mem_zalloc(sizeof(*watch));
		watch->http = http;
		watch->socket = socket;
		watch->watch = loop_watch_new(
			http->loop, socket, on_socket_ready, watch);
		curl_multi_assign(http->multi, socket, watch);
	}
	loop_watch_set(watch->watch, wanted_events(what));
	return 0;
}

static int want_timer(CURLM *multi UNUSED, long ms, void *data)
{
	struct http *http = data;

	if (ms < 0)
		loop_timer_stop(http->timer);
	else
		loop_timer_start(http->timer, ms);
	return 0;
}

/* -- what libcurl tells about one request --------------------------------- */

static size_t on_body(char *data, size_t size, size_t count, void *call_data)
{
	struct transport_call *call = call_data;
	size_t len = size * count;

	if (!buf_add(&call->answer, data, len)) {
		call->too_large = true;
		return 0;
	}
	return len;
}

static size_t on_header(char *data UNUSED, size_t size, size_t count,
	void *call_data)
{
	struct transport_call *call = call_data;
	size_t len = size * count;

	call->header_bytes += len;
	if (call->header_bytes > HEADERS_MAX) {
		call->too_large = true;
		return 0;
	}
	return len;
}

/* The connection stands; the request is written right after this. */
static int on_ready_to_send(void *data, char *peer UNUSED, char *own UNUSED,
	int peer_port UNUSED, int own_port UNUSED)
{
	struct transport_call *call = data;

	call->may_be_sent = true;
	return CURL_PREREQFUNC_OK;
}

static void set_callbacks(struct transport_call *call)
{
	CURL *easy = call->easy;

	curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->curl_text);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_ready_to_send);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, call);
}

static void set_request(struct transport_call *call)
{
	const char *body = call->body != NULL ? call->body : "";
	CURL *easy = call->easy;

	curl_easy_setopt(easy, CURLOPT_URL, call->url);
	if (call->timeout_ms > 0)
		curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
			(long)call->timeout_ms);
	if (call->method != TRANSPORT_GET) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)strlen(body));
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST,
			transport_method_name(call->method));
	}
	if (call->write) {
		curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
		/* Streams of HTTP/2 would share the connection. */
		curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
			(long)CURL_HTTP_VERSION_1_1);
	}
}

static void on_refused_by_curl(void *data)
{
	struct transport_call *call = data;
	struct http *http = call->http;

	call->failure = NULL;
	enter(http);
	complete(call, CURLE_FAILED_INIT);
	leave(http);
}

static void start(struct transport_call *call)
{
	struct http *http = call->http;

	call->started = true;
	if (!call->write)
		http->reads++;
	call->easy = curl_easy_init();
	if (call->easy != NULL) {
		http_setup_apply(&http->setup, call->easy);
		curl_easy_setopt(call->easy, CURLOPT_SHARE, http->share);
		set_callbacks(call);
		set_request(call);
		if (curl_multi_add_handle(http->multi, call->easy) == CURLM_OK)
			return;
		curl_easy_cleanup(call->easy);
		call->easy = NULL;
	}
	call->failure = loop_defer(http->loop, on_refused_by_curl, call);
}

static void start_reads(struct http *http)
{
	struct transport_call *call;

	while (http->waiting != NULL && http->reads < READS_MAX) {
		call = http->waiting;
		unlink_waiting(call);
		start(call);
	}
}

/* -- the transport -------------------------------------------------------- */

static struct transport_call *send_request(struct transport *transport,
	const struct transport_request *request, transport_fn done, void *data)
{
	struct http *http = (struct http *)transport;
	struct transport_call *call = mem_zalloc(sizeof(*call));

	call->transport = transport;
	call->http = http;
	call->method = request->method;
	call->write = request->write;
	call->path = mem_dup(request->path);
	call->url = mem_printf("%s%s",
		request->from_root ? http->setup.root : http->setup.base,
		request->path);
	call->body = mem_dup(request->body);
	call->timeout_ms = request->timeout_ms;
	call->sent_at = loop_now(http->loop);
	call->done = done;
	call->data = data;
	buf_init(&call->answer, BODY_MAX);
	call->next = http->calls;
	call->place = &http->calls;
	if (call->next != NULL)
		call->next->place = &call->next;
	http->calls = call;
	if (call->write) {
		start(call);
		return call;
	}
	*http->waiting_end = call;
	http->waiting_end = &call->next_waiting;
	start_reads(http);
	return call;
}

static void cancel(struct transport_call *call)
{
	struct http *http = call->http;

	/* From within its own `done`: it is over already. */
	if (call->finished)
		return;
	log_add(LOG_REQUEST, "%s %s cancelled after %lld ms",
		transport_method_name(call->method), call->path,
		(long long)(loop_now(http->loop) - call->sent_at));
	detach(call);
	free_call(call);
	start_reads(http);
}

static const struct transport_ops http_ops = {
	.send = send_request,
	.cancel = cancel,
};

static bool start_curl(struct http *http)
{
	http->multi = curl_multi_init();
	http->share = curl_share_init();
	if (http->multi == NULL || http->share == NULL)
		return false;
	curl_share_setopt(http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
	curl_share_setopt(
		http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, want_socket);
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, want_timer);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
	curl_multi_setopt(
		http->multi, CURLMOPT_MAXCONNECTS, (long)READS_MAX);
	return true;
}

/* With NOSIGNAL libcurl leaves SIGPIPE to us; some TLS libraries write to a
 * socket in a way that raises it. */
static void ignore_sigpipe(void)
{
	struct sigaction action;

	if (sigaction(SIGPIPE, NULL, &action) == 0 &&
		action.sa_handler == SIG_DFL)
		signal(SIGPIPE, SIG_IGN);
}

struct transport *http_new(struct loop *loop,
	const struct http_options *options, struct error *error)
{
	struct http *http = mem_zalloc(sizeof(*http));

	/* This variable would have the session keys written to a file. */
	unsetenv("SSLKEYLOGFILE");
	ignore_sigpipe();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	http->base.ops = &http_ops;
	http->loop = loop;
	http->waiting_end = &http->waiting;
	http->timer = loop_timer_new(loop, on_timer, http);
	if (!http_setup_init(&http->setup, options, error)) {
		destroy(http);
		return NULL;
	}
	if (!start_curl(http)) {
		error_set(error, ERROR_SYSTEM, "libcurl could not be started");
		destroy(http);
		return NULL;
	}
	return &http->base;
}

void http_free(struct transport *transport)
{
	struct http *http = (struct http *)transport;
	struct transport_call *call;

	if (transport == NULL)
		return;
	http->freed = true;
	http->waiting = NULL;
	http->waiting_end = &http->waiting;
	while (http->calls != NULL) {
		call = http->calls;
		detach(call);
		free_call(call);
	}
	if (http->depth == 0)
		destroy(http);
}
