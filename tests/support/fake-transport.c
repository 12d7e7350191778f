/* SPDX-License-Identifier: MIT
 *
 * The transport of tests: a list of all requests; an answer is a copy that a
 * deferred call hands over.
 */
#include "fake-transport.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct transport_call {
	struct transport *transport;
	struct fake_transport *fake;
	struct fake_transport_request request;
	transport_fn done;
	void *data;
	struct loop_deferred *delivery;
	struct transport_response response;
	struct transport_progress progress;
	char *body;
};

struct fake_transport {
	struct transport transport;
	struct loop *loop;
	struct transport_call **calls;
	size_t count;
};

static struct transport_call *
call_at(const struct fake_transport *fake, size_t index)
{
	return fake->calls[index];
}

static struct transport_call *send_request(struct transport *transport,
	const struct transport_request *request, transport_fn done, void *data)
{
	struct fake_transport *fake =
		(struct fake_transport *)(void *)transport;
	struct transport_call *call = mem_zalloc(sizeof(*call));

	call->transport = transport;
	call->fake = fake;
	call->done = done;
	call->data = data;
	call->request = (struct fake_transport_request){
		.index = fake->count,
		.method = request->method,
		.path = mem_dup(request->path),
		.body = mem_dup(request->body),
		.from_root = request->from_root,
		.write = request->write,
		.timeout_ms = request->timeout_ms,
		.sent_ms = loop_now(fake->loop),
		.state = FAKE_TRANSPORT_WAITING,
	};
	call->progress.total = -1;
	fake->calls = mem_resize(
		fake->calls, fake->count + 1, sizeof(struct transport_call *));
	fake->calls[fake->count++] = call;
	return call;
}

static void cancel(struct transport_call *call)
{
	loop_defer_cancel(call->fake->loop, call->delivery);
	call->delivery = NULL;
	call->request.state = FAKE_TRANSPORT_CANCELLED;
}

static void
progress(const struct transport_call *call, struct transport_progress *out)
{
	*out = call->progress;
}

static const struct transport_ops ops = {
	.send = send_request,
	.cancel = cancel,
	.progress = progress,
};

static void deliver(void *data)
{
	struct transport_call *call = data;

	call->delivery = NULL;
	call->done(call->data, &call->response);
}

struct fake_transport *fake_transport_new(struct loop *loop)
{
	struct fake_transport *fake = mem_zalloc(sizeof(*fake));

	fake->transport.ops = &ops;
	fake->loop = loop;
	return fake;
}

void fake_transport_free(struct fake_transport *fake)
{
	if (fake == NULL)
		return;
	for (size_t i = 0; i < fake->count; i++) {
		struct transport_call *call = call_at(fake, i);

		loop_defer_cancel(fake->loop, call->delivery);
		free(call->request.path);
		free(call->request.body);
		free(call->body);
		free(call);
	}
	free(fake->calls);
	free(fake);
}

struct transport *fake_transport_transport(struct fake_transport *fake)
{
	return &fake->transport;
}

size_t fake_transport_count(const struct fake_transport *fake)
{
	return fake->count;
}

size_t fake_transport_waiting(const struct fake_transport *fake)
{
	size_t waiting = 0;

	for (size_t i = 0; i < fake->count; i++) {
		if (call_at(fake, i)->request.state == FAKE_TRANSPORT_WAITING)
			waiting++;
	}
	return waiting;
}

const struct fake_transport_request *
fake_transport_at(const struct fake_transport *fake, size_t index)
{
	return index < fake->count ? &call_at(fake, index)->request : NULL;
}

static bool path_fits(const char *path, const char *wanted)
{
	size_t len = strlen(wanted);

	if (len > 0 && wanted[len - 1] == '*')
		return strncmp(path, wanted, len - 1) == 0;
	if (strchr(wanted, '?') != NULL)
		return strcmp(path, wanted) == 0;
	return strcspn(path, "?") == len && strncmp(path, wanted, len) == 0;
}

static bool request_fits(const struct fake_transport_request *request,
	const char *method, const char *path)
{
	return strcmp(transport_method_name(request->method), method) == 0 &&
	       path_fits(request->path, path);
}

const struct fake_transport_request *fake_transport_find(
	const struct fake_transport *fake, const char *method, const char *path)
{
	for (size_t i = 0; i < fake->count; i++) {
		const struct fake_transport_request *request =
			&call_at(fake, i)->request;

		if (request->state == FAKE_TRANSPORT_WAITING &&
			request_fits(request, method, path))
			return request;
	}
	return NULL;
}

size_t fake_transport_sent(
	const struct fake_transport *fake, const char *method, const char *path)
{
	size_t sent = 0;

	for (size_t i = 0; i < fake->count; i++) {
		if (request_fits(&call_at(fake, i)->request, method, path))
			sent++;
	}
	return sent;
}

const struct fake_transport_request *
fake_transport_unanswered(const struct fake_transport *fake)
{
	for (size_t i = 0; i < fake->count; i++) {
		const struct fake_transport_request *request =
			&call_at(fake, i)->request;

		if (request->state == FAKE_TRANSPORT_WAITING)
			return request;
	}
	return NULL;
}

void fake_transport_progress(struct fake_transport *fake,
	const struct fake_transport_request *request, int64_t got,
	int64_t total)
{
	struct transport_call *call = call_at(fake, request->index);

	call->progress.got = got;
	call->progress.total = total;
}

void fake_transport_respond(struct fake_transport *fake,
	const struct fake_transport_request *request,
	const struct transport_response *response)
{
	struct transport_call *call = call_at(fake, request->index);
	const char *body = response->body != NULL ? response->body : "";

	assert(call->request.state == FAKE_TRANSPORT_WAITING);
	call->request.state = FAKE_TRANSPORT_ANSWERED;
	call->response = *response;
	if (response->len == 0)
		call->response.len = strlen(body);
	call->body = mem_dupn(body, call->response.len);
	call->response.body = call->body;
	call->response.elapsed_ms = loop_now(fake->loop) - request->sent_ms;
	call->delivery = loop_defer(fake->loop, deliver, call);
}

void fake_transport_reply(struct fake_transport *fake,
	const struct fake_transport_request *request, int status,
	const char *body)
{
	struct transport_response response = {
		.status = status,
		.body = body,
		.is_json = body != NULL && *body != '\0',
		.may_be_sent = true,
	};

	fake_transport_respond(fake, request, &response);
}

bool fake_transport_answer(struct fake_transport *fake, const char *method,
	const char *path, int status, const char *body)
{
	const struct fake_transport_request *request =
		fake_transport_find(fake, method, path);

	if (request == NULL)
		return false;
	fake_transport_reply(fake, request, status, body);
	return true;
}

void fake_transport_fail(struct fake_transport *fake,
	const struct fake_transport_request *request, enum error_kind kind)
{
	struct transport_response response = {
		.may_be_sent = kind != ERROR_CONNECT && kind != ERROR_TLS,
	};
	const char *what = "The connection was lost before the answer came.";

	if (kind == ERROR_CONNECT)
		what = "No connection to api.example: connection refused.";
	else if (kind == ERROR_TLS)
		what = "The certificate of api.example is not trusted.";
	else if (kind == ERROR_TIMEOUT)
		what = "The server did not answer in time.";
	else if (kind == ERROR_TOO_LARGE)
		what = "The answer is too large.";
	error_set(&response.error, kind, "%s", what);
	fake_transport_respond(fake, request, &response);
}
