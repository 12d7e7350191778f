/* SPDX-License-Identifier: MIT
 *
 * The glue between libcurl and the loop. libcurl calls want_socket and
 * want_timer from within its own functions; they only note what is wanted.
 */
#include "config.h"

#include "http-poll.h"

#include <stdlib.h>
#include <time.h>

#include "mem.h"

/* After a failure of libcurl's own, until it is called again. */
#define AGAIN_MS 500

struct socket_watch {
	struct http_poll *poll;
	curl_socket_t socket;
	struct loop_watch *watch;
};

#define LONG_NS 1000000

/* Of the processor: a busy machine is no reason to stop. */
static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool http_poll_is_long(const struct http_poll *poll)
{
	return now_ns() - poll->began_ns > LONG_NS;
}

static void act(struct http_poll *poll, curl_socket_t socket, int flags)
{
	int running;

	poll->began_ns = now_ns();
	/* Without memory for the socket's entry, say, it has asked for neither
	 * socket nor timer: the call would hang beyond all its limits. */
	if (curl_multi_socket_action(poll->multi, socket, flags, &running) !=
		CURLM_OK)
		loop_timer_start(poll->timer, AGAIN_MS);
	poll->acted(poll->data);
}

static void on_socket_ready(void *data, int events)
{
	struct socket_watch *watch = data;
	int flags = 0;

	if (events & LOOP_READ)
		flags |= CURL_CSELECT_IN;
	if (events & LOOP_WRITE)
		flags |= CURL_CSELECT_OUT;
	act(watch->poll, watch->socket, flags);
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
	struct http_poll *poll = data;
	struct socket_watch *watch = socket_data;

	if (what == CURL_POLL_REMOVE) {
		if (watch != NULL)
			loop_watch_free(watch->watch);
		free(watch);
		return 0;
	}
	if (watch == NULL) {
		watch = mem_zalloc(sizeof(*watch));
		watch->poll = poll;
		watch->socket = socket;
		watch->watch = loop_watch_new(
			poll->loop, socket, on_socket_ready, watch);
		curl_multi_assign(poll->multi, socket, watch);
	}
	loop_watch_set(watch->watch, wanted_events(what));
	return 0;
}

static int want_timer(CURLM *multi UNUSED, long ms, void *data)
{
	struct http_poll *poll = data;

	if (ms < 0)
		loop_timer_stop(poll->timer);
	else
		loop_timer_start(poll->timer, ms);
	return 0;
}

bool http_poll_init(
	struct http_poll *poll, struct loop *loop, loop_fn acted, void *data)
{
	poll->loop = loop;
	poll->acted = acted;
	poll->data = data;
	poll->timer = loop_timer_new(loop, on_timer, poll);
	poll->multi = curl_multi_init();
	if (poll->multi == NULL)
		return false;
	curl_multi_setopt(poll->multi, CURLMOPT_SOCKETFUNCTION, want_socket);
	curl_multi_setopt(poll->multi, CURLMOPT_SOCKETDATA, poll);
	curl_multi_setopt(poll->multi, CURLMOPT_TIMERFUNCTION, want_timer);
	curl_multi_setopt(poll->multi, CURLMOPT_TIMERDATA, poll);
	return true;
}

void http_poll_clear(struct http_poll *poll)
{
	/* Closing the kept connections may still call back. */
	if (poll->multi != NULL)
		curl_multi_cleanup(poll->multi);
	loop_timer_free(poll->timer);
	poll->multi = NULL;
	poll->timer = NULL;
}
