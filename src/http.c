/* SPDX-License-Identifier: MIT
 *
 * transport.h by libcurl.
 *
 *   send --> waiting reads --(at most four run)--> libcurl --> done
 *    +-----> writes start at once, each on a connection of its own
 *
 * libcurl repeats a request by itself when a kept connection dies before the
 * first byte of the answer, whatever the method (quality.md 1). So a write
 * never gets a kept connection. http-setup has what all requests share,
 * http-answer what comes back, http-poll the work between libcurl and loop.
 */
#include "config.h"

#include "http.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "http-answer.h"
#include "http-memory.h"
#include "http-poll.h"
#include "http-setup.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#define READS_MAX  4
#define PATH_SHOWN 300 /* bytes of a path in the log */

struct http {
	struct transport base;
	struct loop *loop;
	struct http_poll poll;
	struct http_setup setup;
	bool is_curl_up, is_started;
	CURLSH *share;
	struct transport_call *calls;	/* all, newest first */
	struct transport_call *waiting; /* reads, see wait_turn */
	struct loop_timer *resume;	/* of those that are paused */
	int reads;			/* running */
	int depth;			/* > 0 while callbacks run */
	bool freed; /* http_free was called by one of them */
};

struct transport_call {
	struct transport *transport;
	struct http *http;
	struct transport_call *next, **place; /* among all */
	struct transport_call *next_waiting;
	enum transport_method method;
	bool write, from_root, started, finished, paused;
	char *path; /* as asked for, for the log */
	char *url, *body;
	int64_t timeout_ms, sent_at;
	CURL *easy;
	struct loop_deferred *failure; /* libcurl refused the request */
	struct http_answer answer;
	transport_fn done;
	void *data;
};

/* -- the life of a call --------------------------------------------------- */

static void link_call(struct http *http, struct transport_call *call)
{
	call->next = http->calls;
	call->place = &http->calls;
	if (call->next != NULL)
		call->next->place = &call->next;
	http->calls = call;
}

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
	if (*place != NULL)
		*place = call->next_waiting;
}

/* What was asked for last is what somebody looks at now: on a slow line it
 * does not wait for the pages that were left. What was asked for at one moment
 * keeps its order. */
static void wait_turn(struct transport_call *call)
{
	struct transport_call **place = &call->http->waiting;

	while (*place != NULL && (*place)->sent_at >= call->sent_at)
		place = &(*place)->next_waiting;
	call->next_waiting = *place;
	*place = call;
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
		curl_multi_remove_handle(http->poll.multi, call->easy);
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
	http_answer_clear(&call->answer);
	free(call);
}

static void destroy(struct http *http)
{
	http_poll_clear(&http->poll);
	loop_timer_free(http->resume);
	if (http->share != NULL)
		curl_share_cleanup(http->share);
	http_setup_clear(&http->setup);
	if (http->is_curl_up)
		curl_global_cleanup();
	free(http);
}

/* Callbacks run between these two; one of them may free the transport. */
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

/* -- pauses --------------------------------------------------------------- */

/* libcurl reads on as long as something is there to be read. An answer that
 * makes a lot of work, such as one in chunks of a byte, rests for a turn of the
 * loop, so that keys are not kept waiting. */
static void on_pieces(void *data)
{
	struct transport_call *call = data;

	if (call->paused || !http_poll_is_long(&call->http->poll))
		return;
	call->paused = true;
	curl_easy_pause(call->easy, CURLPAUSE_RECV);
	loop_timer_start(call->http->resume, 1);
}

static void on_resume(void *data)
{
	struct http *http = data;

	for (struct transport_call *call = http->calls; call != NULL;
		call = call->next) {
		if (!call->paused)
			continue;
		call->paused = false;
		curl_easy_pause(call->easy, CURLPAUSE_CONT);
	}
}

/* -- starting one --------------------------------------------------------- */

static bool set_body(const struct transport_call *call, CURL *easy)
{
	const char *body = call->body != NULL ? call->body : "";

	if (call->method == TRANSPORT_GET)
		return true;
	return HTTP_SETUP(easy, CURLOPT_POSTFIELDS, body) &&
	       HTTP_SETUP(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		       (curl_off_t)strlen(body)) &&
	       HTTP_SETUP(easy, CURLOPT_CUSTOMREQUEST,
		       transport_method_name(call->method));
}

static bool set_timeout(const struct transport_call *call, CURL *easy)
{
	return call->timeout_ms <= 0 ||
	       HTTP_SETUP(easy, CURLOPT_TIMEOUT_MS, (long)call->timeout_ms);
}

static bool set_write(const struct transport_call *call, CURL *easy)
{
	if (!call->write)
		return true;
	return HTTP_SETUP(easy, CURLOPT_FRESH_CONNECT, 1L) &&
	       HTTP_SETUP(easy, CURLOPT_FORBID_REUSE, 1L);
}

static bool set_request(struct transport_call *call, CURL *easy)
{
	const struct http_setup *setup = &call->http->setup;

	call->url = mem_printf("%s%s",
		call->from_root ? setup->root : setup->base, call->path);
	return HTTP_SETUP(easy, CURLOPT_PRIVATE, call) &&
	       HTTP_SETUP(easy, CURLOPT_SHARE, call->http->share) &&
	       HTTP_SETUP(easy, CURLOPT_URL, call->url) &&
	       set_timeout(call, easy) && set_body(call, easy) &&
	       set_write(call, easy);
}

static bool hand_to_curl(struct transport_call *call)
{
	struct http *http = call->http;
	CURL *easy = http->is_started ? curl_easy_init() : NULL;

	if (easy == NULL)
		return false;
	http_answer_watch(&call->answer, easy);
	if (http_setup_apply(&http->setup, easy) && set_request(call, easy) &&
		curl_multi_add_handle(http->poll.multi, easy) == CURLM_OK) {
		call->easy = easy;
		return true;
	}
	curl_easy_cleanup(easy);
	return false;
}

static void on_refused_by_curl(void *data);

static void start(struct transport_call *call)
{
	call->started = true;
	if (!call->write)
		call->http->reads++;
	if (!hand_to_curl(call))
		call->failure =
			loop_defer(call->http->loop, on_refused_by_curl, call);
}

static void start_reads(struct http *http)
{
	struct transport_call *call;

	while (http->is_started && http->waiting != NULL &&
		http->reads < READS_MAX) {
		call = http->waiting;
		unlink_waiting(call);
		start(call);
	}
}

/* -- ending one ----------------------------------------------------------- */

/* ", id 7f3c". A server that sends back what it got does not get the key into
 * the log. */
static const char *
id_text(const struct transport_call *call, char *out, size_t size)
{
	const char *id = call->answer.request_id;
	bool is_told =
		id[0] != '\0' && !http_setup_has_key(&call->http->setup, id);

	return text_format(
		out, size, "%s%s", is_told ? ", id " : "", is_told ? id : "");
}

/* "GET /order/certificate". A long path must not push what stands behind it out
 * of the entry. */
static const char *
request_text(const struct transport_call *call, char *out, size_t size)
{
	return text_format(out, size, "%s %.*s%s",
		transport_method_name(call->method), PATH_SHOWN, call->path,
		strlen(call->path) > PATH_SHOWN ? "..." : "");
}

static void log_answer(const struct transport_call *call,
	const struct transport_response *response)
{
	char id[sizeof(call->answer.request_id) + 8];
	char request[PATH_SHOWN + 16];

	request_text(call, request, sizeof(request));
	id_text(call, id, sizeof(id));
	if (response->status != 0)
		log_add(LOG_REQUEST, "%s %d %lld ms %zu bytes%s", request,
			response->status, (long long)response->elapsed_ms,
			response->len, id);
	else
		log_add(LOG_REQUEST, "%s %s %lld ms %zu bytes%s", request,
			error_kind_name(response->error.kind),
			(long long)response->elapsed_ms, call->answer.body.len,
			id);
}

static void complete(struct transport_call *call, CURLcode code)
{
	struct transport_response response;
	struct http *http = call->http;
	struct http_answer *answer = &call->answer;

	http_setup_hide_key(&http->setup, answer->body.data, answer->body.len);
	http_answer_fill(answer, call->easy, code, http->setup.host, &response);
	http_setup_hide_key(&http->setup, answer->type, strlen(answer->type));
	response.elapsed_ms = loop_now(http->loop) - call->sent_at;
	log_answer(call, &response);
	detach(call);
	call->finished = true;
	start_reads(http);
	call->done(call->data, &response);
	free_call(call);
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

static void on_acted(void *data)
{
	struct http *http = data;
	struct transport_call *call = NULL;
	CURLMsg *message;
	CURLcode code;
	int left;

	enter(http);
	while (!http->freed && (message = curl_multi_info_read(
					http->poll.multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		/* The message dies with the handle that complete() ends. */
		code = message->data.result;
		curl_easy_getinfo(
			message->easy_handle, CURLINFO_PRIVATE, (char **)&call);
		complete(call, code);
	}
	leave(http);
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
	call->from_root = request->from_root;
	call->body = mem_dup(request->body);
	call->timeout_ms = request->timeout_ms;
	call->sent_at = loop_now(http->loop);
	call->done = done;
	call->data = data;
	http_answer_init(&call->answer);
	call->answer.on_pieces = on_pieces;
	call->answer.data = call;
	link_call(http, call);
	if (call->write) {
		start(call);
		return call;
	}
	wait_turn(call);
	start_reads(http);
	return call;
}

static void cancel(struct transport_call *call)
{
	struct http *http = call->http;
	char request[PATH_SHOWN + 16];

	/* From within its own `done`: it is over already. */
	if (call->finished)
		return;
	log_add(LOG_REQUEST, "%s cancelled %lld ms",
		request_text(call, request, sizeof(request)),
		(long long)(loop_now(http->loop) - call->sent_at));
	detach(call);
	free_call(call);
	start_reads(http);
}

/* libcurl has no size of a request that waits for its turn. */
static void
progress(const struct transport_call *call, struct transport_progress *out)
{
	curl_off_t got = 0, total = -1;

	if (call->easy != NULL) {
		curl_easy_getinfo(call->easy, CURLINFO_SIZE_DOWNLOAD_T, &got);
		curl_easy_getinfo(
			call->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &total);
	}
	out->got = got;
	out->total = total;
}

static const struct transport_ops http_ops = {
	.send = send_request,
	.cancel = cancel,
	.progress = progress,
};

static bool start_curl(struct http *http)
{
	http->share = curl_share_init();
	http->resume = loop_timer_new(http->loop, on_resume, http);
	if (!http_poll_init(&http->poll, http->loop, on_acted, http) ||
		http->share == NULL)
		return false;
	/* So that a write, on its new connection, has the name looked up and
	 * resumes the TLS session of the others. */
	curl_share_setopt(http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
	curl_share_setopt(
		http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	curl_multi_setopt(
		http->poll.multi, CURLMOPT_MAXCONNECTS, (long)READS_MAX);
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

struct transport *http_prepare(struct loop *loop,
	const struct http_options *options, struct error *error)
{
	struct http *http = mem_zalloc(sizeof(*http));

	/* This variable would have the session keys written to a file. */
	unsetenv("SSLKEYLOGFILE");
	ignore_sigpipe();
	http->base.ops = &http_ops;
	http->loop = loop;
	if (http_setup_init(&http->setup, options, error))
		return &http->base;
	destroy(http);
	return NULL;
}

static bool has_no_curl(struct error *error)
{
	return error_set(error, ERROR_SYSTEM, "libcurl could not be started");
}

bool http_start(struct transport *transport, struct error *error)
{
	struct http *http = (struct http *)transport;

	http->is_curl_up = http_memory_start_curl();
	if (!http->is_curl_up)
		return has_no_curl(error);
	if (!http_setup_start(&http->setup, error))
		return false;
	if (!start_curl(http))
		return has_no_curl(error);
	http->is_started = true;
	start_reads(http);
	return true;
}

struct transport *http_new(struct loop *loop,
	const struct http_options *options, struct error *error)
{
	struct transport *transport = http_prepare(loop, options, error);

	if (transport == NULL || http_start(transport, error))
		return transport;
	http_free(transport);
	return NULL;
}

void http_free(struct transport *transport)
{
	struct http *http = (struct http *)transport;
	struct transport_call *call;

	if (transport == NULL)
		return;
	http->freed = true;
	while (http->calls != NULL) {
		call = http->calls;
		detach(call);
		free_call(call);
	}
	if (http->depth == 0)
		destroy(http);
}
