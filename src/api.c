/* SPDX-License-Identifier: MIT
 *
 * Calls wait in one list. `pump` hands over what may go now - writes first,
 * then what the user asked for, then the background - and sets one timer for
 * what has to wait: for its next try, for the budget, or for the end of a
 * pause that the server asked for.
 *
 *   api_send --> QUEUED --pump--> RUNNING --answer--> done
 *                  ^                 |
 *                  +--(GET only)-----+  again after a growing, random delay
 */
#include "api.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api-answer.h"
#include "api-budget.h"
#include "api-endpoint.h"
#include "attr.h"
#include "compat.h"
#include "log.h"
#include "mem.h"
#include "text.h"

#define DEFAULT_TRIES	 5
#define FIRST_DELAY_MS	 1000
#define MOST_DELAY_MS	 60000
#define MOST_LOST_MS	 4000 /* so that a page is there 5 s after an outage */
#define LEAST_RETRY_MS	 1000
#define MOST_RETRY_MS	 300000
#define BACKGROUND_CALLS 3 /* at once, so that a connection is left */
#define AHEAD_CALLS	 2
/* Of a write before it is handed over. With the time of the request itself it
 * stays below the 120 s after which the journal calls an intent unknown. */
#define MOST_WRITE_WAIT_MS 60000
/* What is read ahead is for the next key, not for some time later. */
#define MOST_AHEAD_WAIT_MS 5000
#define AHEAD_PAUSE_MS	   180000 /* after a 429: others use the key, too */

/* -- the structs -- */

struct api_call {
	struct api *api;
	struct api_call *next;
	struct transport_call *running;	 /* NULL: waiting */
	struct loop_deferred *rejection; /* refused by ourselves */
	enum api_endpoint endpoint;
	enum api_budget_class lane;
	enum transport_method method;
	bool from_root, keep_raw;
	bool has_trouble; /* the last try, not for a limit */
	char *path, *body;
	int tries;
	int64_t born, not_before; /* loop ms */
	struct error error;	  /* of a rejection */
	api_fn done;
	void *data;
};

struct api {
	struct loop *loop;
	struct transport *transport;
	struct loop_timer *timer;
	struct api_budget budget;
	struct api_call *calls; /* oldest first */
	size_t running[API_BUDGET_CLASSES];
	size_t count[API_BUDGET_CLASSES]; /* waiting or running */
	int tries;
	int64_t tries_within_ms;
	bool retry_connect;
	bool has_issuance;
	enum transport_method issuance_method;
	char *issuance_path;
	uint64_t random;
	int64_t paused_until; /* loop ms; by a 429 */
	int64_t ahead_from;   /* likewise, for what is read ahead */
	int64_t limited_until;
	struct error trouble; /* of the last try that is made again */
};

/* -- chance -- */

/* Jitter needs no good randomness, only that programs differ: xorshift. */
static uint64_t next_random(struct api *api)
{
	api->random ^= api->random << 13;
	api->random ^= api->random >> 7;
	api->random ^= api->random << 17;
	return api->random;
}

static uint64_t seed_of(const struct api_options *options)
{
	uint64_t seed = options->seed;

	if (seed == 0 && getrandom(&seed, sizeof(seed), GRND_NONBLOCK) !=
				 (ssize_t)sizeof(seed))
		seed = (uint64_t)(uintptr_t)options;
	return seed != 0 ? seed : 1;
}

/* -- the list of calls -- */

static void append(struct api *api, struct api_call *call)
{
	struct api_call **link = &api->calls;

	while (*link != NULL)
		link = &(*link)->next;
	*link = call;
	api->count[call->lane]++;
}

static void unlink_call(struct api_call *call)
{
	struct api_call **link = &call->api->calls;

	while (*link != call)
		link = &(*link)->next;
	*link = call->next;
	call->api->count[call->lane]--;
}

static void stopped_running(struct api_call *call)
{
	call->running = NULL;
	call->api->running[call->lane]--;
}

static void free_call(struct api_call *call)
{
	loop_defer_cancel(call->api->loop, call->rejection);
	free(call->path);
	free(call->body);
	free(call);
}

/* -- handing over -- */

static void on_response(void *data, const struct transport_response *response);

static void hand_over(struct api_call *call)
{
	struct api *api = call->api;
	struct transport_request request = {
		.method = call->method,
		.path = call->path,
		.from_root = call->from_root,
		.body = call->body,
		.write = call->lane == API_BUDGET_WRITE,
	};

	/* The promise of this file: a write goes out once. */
	assert(!request.write || call->tries == 0);
	call->tries++;
	api_budget_use(&api->budget, loop_now(api->loop));
	api->running[call->lane]++;
	call->running =
		transport_send(api->transport, &request, on_response, call);
}

static bool waits_for_others(const struct api *api, enum api_budget_class lane)
{
	if (lane == API_BUDGET_BACKGROUND)
		return api->running[lane] + api->running[API_BUDGET_AHEAD] >=
		       BACKGROUND_CALLS;
	return lane == API_BUDGET_AHEAD &&
	       (api_active(api) > 0 || api->running[lane] >= AHEAD_CALLS);
}

/* How long a waiting call has to wait at least; -1: for another call's end. */
static int64_t wait_of(const struct api *api, const struct api_call *call)
{
	int64_t now = loop_now(api->loop);
	int64_t wait = api_budget_wait(&api->budget, call->lane, now);

	if (waits_for_others(api, call->lane))
		return -1;
	if (api->paused_until - now > wait)
		wait = api->paused_until - now;
	if (call->lane == API_BUDGET_AHEAD && api->ahead_from - now > wait)
		wait = api->ahead_from - now;
	if (call->not_before - now > wait)
		wait = call->not_before - now;
	return wait;
}

static bool is_waiting(const struct api_call *call)
{
	return call->running == NULL && call->rejection == NULL;
}

/* For the screen: waiting for the budget, not only for the next try. */
static void note_limit(struct api *api, const struct api_call *call)
{
	int64_t now = loop_now(api->loop);
	int64_t wait = api_budget_wait(&api->budget, call->lane, now);

	if (call->lane != API_BUDGET_AHEAD && call->not_before <= now &&
		wait > 0)
		api->limited_until = now + wait;
}

static void reject(void *data);

/* Whoever pressed Send is told now, and not mailed for in some minutes. */
static bool is_too_long(const struct api_call *call, int64_t wait)
{
	int64_t waited = loop_now(call->api->loop) - call->born;

	if (call->lane == API_BUDGET_AHEAD)
		return wait > MOST_AHEAD_WAIT_MS;
	return call->lane == API_BUDGET_WRITE &&
	       waited + wait > MOST_WRITE_WAIT_MS;
}

static void refuse_to_wait(struct api_call *call, int64_t wait)
{
	error_set(&call->error, ERROR_LIMITED,
		"The request limit is reached for another %lld s. Try again "
		"then.",
		(long long)((wait + 999) / 1000));
	call->rejection = loop_defer(call->api->loop, reject, call);
}

/* The shortest wait of this class that is left after handing over; -1: none. */
static int64_t pump_class(struct api *api, enum api_budget_class lane)
{
	int64_t shortest = -1;

	for (struct api_call *call = api->calls; call; call = call->next) {
		int64_t wait;

		if (call->lane != lane || !is_waiting(call))
			continue;
		wait = wait_of(api, call);
		if (wait == 0)
			hand_over(call);
		else if (is_too_long(call, wait))
			refuse_to_wait(call, wait);
		else if (wait > 0 && (shortest < 0 || wait < shortest))
			shortest = wait;
		if (wait > 0)
			note_limit(api, call);
	}
	return shortest;
}

static void pump(struct api *api)
{
	int64_t shortest = -1;

	api->limited_until = 0;
	for (int lane = API_BUDGET_CLASSES - 1; lane >= 0; lane--) {
		int64_t wait = pump_class(api, (enum api_budget_class)lane);

		if (wait > 0 && (shortest < 0 || wait < shortest))
			shortest = wait;
	}
	if (shortest > 0)
		loop_timer_start(api->timer, shortest);
	else
		loop_timer_stop(api->timer);
}

static void on_timer(void *data)
{
	pump(data);
}

/* -- trying again -- */

static const int retry_statuses[] = {429, 502, 503, 504};

static bool may_try_again(
	const struct api_call *call, const struct transport_response *response)
{
	if (call->lane == API_BUDGET_WRITE || call->lane == API_BUDGET_AHEAD ||
		call->tries >= call->api->tries)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(retry_statuses); i++) {
		if (response->status == retry_statuses[i])
			return true;
	}
	if (response->status != 0)
		return false;
	if (response->error.kind == ERROR_CONNECT)
		return call->api->retry_connect;
	return response->error.kind == ERROR_LOST;
}

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
	if (value < least)
		return least;
	return value > most ? most : value;
}

/* The time that the server asked for, 0 if it did not. */
static int64_t asked_delay(const struct transport_response *response)
{
	if (response->retry_after_ms <= 0)
		return 0;
	return clamp(response->retry_after_ms, LEAST_RETRY_MS, MOST_RETRY_MS);
}

static int64_t bound_of(int tries, int64_t most)
{
	if (tries >= 7)
		return most;
	return clamp((int64_t)FIRST_DELAY_MS << (tries - 1), 1, most);
}

/* Full jitter: anything up to a bound that doubles with each try. Where there
 * is no network the bound stays low, as no server has to be spared; there the
 * later pauses are half of it at least, so that the tries do not run out. */
static int64_t
delay_of(struct api *api, int tries, const struct transport_response *response)
{
	bool is_lost = response->status == 0;
	int64_t most = is_lost ? MOST_LOST_MS : MOST_DELAY_MS;
	int64_t bound = bound_of(tries, most);
	int64_t least = is_lost && bound == most ? most / 2 : 0;

	return asked_delay(response) + least +
	       (int64_t)(next_random(api) % (uint64_t)(bound - least + 1));
}

/* A 429 is about all our requests, not only about this one. */
static void pause_all(struct api *api, int64_t delay)
{
	int64_t until = loop_now(api->loop) + delay;

	if (until > api->paused_until)
		api->paused_until = until;
	api->ahead_from = api->paused_until + AHEAD_PAUSE_MS;
}

/* A limit is no trouble; it is told as what it is. */
static void
note_trouble(struct api_call *call, const struct transport_response *response)
{
	struct api_result result = {.endpoint = call->endpoint};

	call->has_trouble = response->status != 429;
	if (!call->has_trouble)
		return;
	api_answer_read(call->endpoint, response, false, &result);
	call->api->trouble = result.error;
	api_answer_free(&result);
}

static bool
try_again(struct api_call *call, const struct transport_response *response)
{
	struct api *api = call->api;
	int64_t now = loop_now(api->loop);
	int64_t delay = delay_of(api, call->tries, response);

	if (response->status == 429)
		pause_all(api, asked_delay(response) > 0 ? asked_delay(response)
							 : delay);
	if (!may_try_again(call, response))
		return false;
	if (api->tries_within_ms > 0 &&
		now + delay - call->born > api->tries_within_ms)
		return false;
	call->not_before = now + delay;
	note_trouble(call, response);
	log_add(LOG_INFO, "%s %.300s: try %d of %d failed, again in %lld ms.",
		transport_method_name(call->method), call->path, call->tries,
		api->tries, (long long)delay);
	return true;
}

/* -- answers -- */

/* The call is gone before its receiver hears of it, so that he may do what he
 * likes, even end the api. */
static void finish(struct api_call *call, struct api_result *result)
{
	api_fn done = call->done;
	void *data = call->data;
	struct api *api = call->api;

	unlink_call(call);
	free_call(call);
	pump(api);
	done(data, result);
	api_answer_free(result);
}

static void on_response(void *data, const struct transport_response *response)
{
	struct api_call *call = data;
	struct api_result result = {.endpoint = call->endpoint};

	stopped_running(call);
	if (try_again(call, response)) {
		pump(call->api);
		return;
	}
	api_answer_read(call->endpoint, response, call->keep_raw, &result);
	finish(call, &result);
}

/* -- asking -- */

static void reject(void *data)
{
	struct api_call *call = data;
	struct api_result result = {
		.endpoint = call->endpoint,
		.error = call->error,
		.outcome = call->lane == API_BUDGET_WRITE ? API_NOT_SENT
							  : API_NO_WRITE,
	};

	call->rejection = NULL;
	finish(call, &result);
}

static bool prepare(struct api *api, struct api_call *call,
	const struct api_request *request)
{
	const struct api_endpoint_row *endpoint =
		api_endpoint(request->endpoint);
	const char *pattern = endpoint->path;

	call->method = endpoint->method;
	call->from_root = endpoint->from_root;
	if (request->endpoint == API_RESEND_ISSUANCE) {
		if (!api->has_issuance)
			return error_set(&call->error, ERROR_STATE,
				"The account has no issuance_resend: DigiCert "
				"documents no call for this mail.");
		call->method = api->issuance_method;
		pattern = api->issuance_path;
	}
	call->path = api_endpoint_path(pattern, request, &call->error);
	return call->path != NULL;
}

static enum api_budget_class class_of(const struct api_request *request)
{
	if (api_endpoint_is_write(request->endpoint))
		return API_BUDGET_WRITE;
	if (request->priority == API_AHEAD)
		return API_BUDGET_AHEAD;
	return request->priority == API_USER ? API_BUDGET_USER
					     : API_BUDGET_BACKGROUND;
}

struct api_call *api_send(struct api *api, const struct api_request *request,
	api_fn done, void *data)
{
	struct api_call *call = mem_zalloc(sizeof(*call));

	call->api = api;
	call->endpoint = request->endpoint;
	call->lane = class_of(request);
	call->keep_raw = request->keep_raw;
	call->body = mem_dup(request->body);
	call->born = loop_now(api->loop);
	call->done = done;
	call->data = data;
	if (!prepare(api, call, request))
		call->rejection = loop_defer(api->loop, reject, call);
	append(api, call);
	pump(api);
	return call;
}

bool api_cancel(struct api_call *call)
{
	struct api *api = call->api;
	/* A GET between two tries was handed over, too. */
	bool handed_over = call->tries > 0;

	if (call->running != NULL) {
		transport_cancel(call->running);
		stopped_running(call);
	}
	unlink_call(call);
	free_call(call);
	pump(api);
	return handed_over;
}

bool api_is_running(const struct api_call *call)
{
	return call->running != NULL;
}

bool api_progress(const struct api_call *call, struct transport_progress *out)
{
	if (call->running == NULL)
		return false;
	transport_progress(call->running, out);
	return true;
}

/* One that we have just refused ourselves is tried after all. */
void api_hurry(struct api_call *call)
{
	struct api *api = call->api;
	size_t running = call->running != NULL;

	if (call->lane != API_BUDGET_AHEAD || call->path == NULL)
		return;
	loop_defer_cancel(api->loop, call->rejection);
	call->rejection = NULL;
	api->count[API_BUDGET_AHEAD]--;
	api->count[API_BUDGET_USER]++;
	api->running[API_BUDGET_AHEAD] -= running;
	api->running[API_BUDGET_USER] += running;
	call->lane = API_BUDGET_USER;
	pump(api);
}

/* -- life -- */

static const struct {
	const char *name;
	enum transport_method method;
} write_methods[] = {
	{"PUT ", TRANSPORT_PUT},
	{"POST ", TRANSPORT_POST},
};

/* "PUT /path/{order_id}"; anything else counts as not set, the settings have
 * told the user already. */
static void set_issuance(struct api *api, const char *setting)
{
	for (size_t i = 0; setting && i < ARRAY_LEN(write_methods); i++) {
		const char *name = write_methods[i].name;

		if (strncmp(setting, name, strlen(name)) != 0 ||
			setting[strlen(name)] != '/')
			continue;
		api->has_issuance = true;
		api->issuance_method = write_methods[i].method;
		api->issuance_path = mem_dup(setting + strlen(name));
		return;
	}
}

struct api *api_new(struct loop *loop, struct transport *transport,
	const struct api_options *options)
{
	static const struct api_options defaults = {.retry_connect = true};
	struct api *api = mem_zalloc(sizeof(*api));

	if (options == NULL)
		options = &defaults;
	api->loop = loop;
	api->transport = transport;
	api->timer = loop_timer_new(loop, on_timer, api);
	api_budget_init(
		&api->budget, options->short_limit, options->long_limit);
	api->tries = options->tries > 0 ? options->tries : DEFAULT_TRIES;
	api->tries_within_ms = options->tries_within_ms;
	api->retry_connect = options->retry_connect;
	set_issuance(api, options->issuance_resend);
	api->random = seed_of(options);
	return api;
}

void api_free(struct api *api)
{
	if (api == NULL)
		return;
	while (api->calls != NULL) {
		struct api_call *call = api->calls;

		if (call->running != NULL)
			transport_cancel(call->running);
		unlink_call(call);
		free_call(call);
	}
	loop_timer_free(api->timer);
	api_budget_clear(&api->budget);
	free(api->issuance_path);
	free(api);
}

size_t api_active(const struct api *api)
{
	size_t active = 0;

	for (int lane = API_BUDGET_AHEAD + 1; lane < API_BUDGET_CLASSES; lane++)
		active += api->count[lane];
	return active;
}

const struct error *api_trouble(const struct api *api)
{
	const struct api_call *call = api->calls;

	while (call != NULL && !call->has_trouble)
		call = call->next;
	return call != NULL ? &api->trouble : NULL;
}

int64_t api_limited_until(const struct api *api)
{
	int64_t now = loop_now(api->loop);

	if (api->paused_until > now)
		return api->paused_until;
	return api->limited_until > now ? api->limited_until : 0;
}

bool api_has_issuance_resend(const struct api *api)
{
	return api->has_issuance;
}
