/* SPDX-License-Identifier: MIT
 *
 * One loop around select(2): libmicrohttpd's descriptors, the connections that
 * it does not look after just now (raw answers being written, hanging ones),
 * and the nearest wake-up. A connection whose answer has to wait is suspended
 * in libmicrohttpd and resumed from here, so that nobody else waits.
 *
 *   reading --arrived--> delayed --time--> answered
 *                           |               raw ---written--> over
 *                           |               hung --closed---> over
 */
#include "sandbox/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "sandbox/deliveries.h"
#include "sandbox/exchange.h"
#include "sandbox/fault.h"
#include "sandbox/idle.h"
#include "sandbox/listen.h"
#include "sandbox/tls.h"

/* Well below FD_SETSIZE, which is what select can look at. */
#define CONNECTIONS_MAX	   900
#define ROOM_PART	   16 /* of them for those that come */
#define OTHER_FILES	   24 /* database, outbox, ... */
#define IDLE_SECONDS	   300
#define MEMORY_PER_REQUEST (64 * 1024) /* head of a request */

enum visit_state {
	VISIT_NEW,
	VISIT_READING,
	VISIT_DELAYED,
	VISIT_RAW,
	VISIT_HUNG,
	VISIT_OVER, /* close the connection */
};

/* An exchange on a connection. */
struct visit {
	struct server *server;
	struct exchange *exchange;
	struct MHD_Connection *connection;
	enum visit_state state;
	bool suspended; /* then it is in the server's list */
	struct visit *next;
	int64_t wake_ms;	 /* VISIT_DELAYED */
	unsigned times_disarmed; /* of the faults, when it came */
	int fd;			 /* VISIT_RAW and VISIT_HUNG; -1: not watched */
	size_t written;
};

struct server {
	struct MHD_Daemon *daemon;
	struct tls *tls; /* NULL: plain HTTP */
	struct sandbox *sandbox;
	int64_t latency_ms;
	struct idle idle;
	int port;
	struct visit *suspended;
};

static int64_t steady_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* -- suspended visits ------------------------------------------------------ */

static void suspend(struct visit *visit, enum visit_state state)
{
	visit->state = state;
	visit->suspended = true;
	visit->next = visit->server->suspended;
	visit->server->suspended = visit;
	MHD_suspend_connection(visit->connection);
}

/* libmicrohttpd will call the handler again, which looks at the state. */
static void resume(struct visit *visit, enum visit_state state)
{
	struct visit **at = &visit->server->suspended;

	while (*at != visit)
		at = &(*at)->next;
	*at = visit->next;
	visit->suspended = false;
	visit->state = state;
	MHD_resume_connection(visit->connection);
}

static int connection_fd(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	return info && info->connect_fd < FD_SETSIZE ? info->connect_fd : -1;
}

/* Writes what the socket takes; at the end the connection is closed. */
static void write_raw(struct visit *visit)
{
	const struct buf *raw = &visit->exchange->raw;
	ssize_t len;

	len = tls_send(visit->connection, raw->data + visit->written,
		raw->len - visit->written);
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (len > 0)
		visit->written += (size_t)len;
	if (len < 0 || visit->written == raw->len)
		resume(visit, VISIT_OVER);
}

/* Something came from a client that gets no answer: is it gone? */
static void look_at_hung(struct visit *visit)
{
	ssize_t len = tls_look(visit->connection);

	if (len == 0 || (len < 0 && errno != EAGAIN && errno != EINTR))
		resume(visit, VISIT_OVER);
	else if (len > 0)
		visit->fd = -1; /* it talks on; there is nothing to learn */
}

/* -- answering ------------------------------------------------------------- */

static enum MHD_Result send_answer(struct visit *visit)
{
	struct route_response *response = &visit->exchange->response;
	size_t len = response->body.len;
	char *body = buf_take(&response->body);
	struct MHD_Response *answer;
	enum MHD_Result result;

	answer = MHD_create_response_from_buffer(
		len, body, MHD_RESPMEM_MUST_FREE);
	if (!answer) {
		free(body);
		return MHD_NO;
	}
	if (response->content_type)
		MHD_add_response_header(answer, MHD_HTTP_HEADER_CONTENT_TYPE,
			response->content_type);
	MHD_add_response_header(
		answer, MHD_HTTP_HEADER_CACHE_CONTROL, route_cache(response));
	for (size_t i = 0; i < response->header_count; i++)
		MHD_add_response_header(answer, response->headers[i].name,
			response->headers[i].value);
	result = MHD_queue_response(
		visit->connection, (unsigned int)response->status, answer);
	MHD_destroy_response(answer);
	return result;
}

static enum MHD_Result finish(struct visit *visit)
{
	switch (exchange_finish(visit->exchange)) {
	case EXCHANGE_ANSWER:
		visit->state = VISIT_OVER;
		return send_answer(visit);
	case EXCHANGE_HANG:
		visit->fd = connection_fd(visit->connection);
		suspend(visit, VISIT_HUNG);
		return MHD_YES;
	case EXCHANGE_RAW:
		break;
	}
	visit->fd = connection_fd(visit->connection);
	if (visit->exchange->raw.len == 0 || visit->fd < 0)
		return MHD_NO;
	suspend(visit, VISIT_RAW);
	return MHD_YES;
}

static enum MHD_Result arrived(struct visit *visit)
{
	struct server *server = visit->server;
	int64_t delay = exchange_arrived(visit->exchange, server->latency_ms);

	if (delay == 0)
		return finish(visit);
	visit->wake_ms = steady_ms() + delay;
	visit->times_disarmed = fault_times_disarmed(server->sandbox->fault);
	suspend(visit, VISIT_DELAYED);
	return MHD_YES;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static void on_connection(void *data, struct MHD_Connection *connection,
	void **kept, enum MHD_ConnectionNotificationCode code)
{
	struct server *server = data;

	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		*kept = idle_add(&server->idle, connection);
	else
		idle_drop(&server->idle, *kept);
}

static struct idle_connection *kept_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info->socket_context;
}

static void begin(struct visit *visit, struct MHD_Connection *connection,
	const char *method)
{
	struct idle_connection *kept = kept_of(connection);
	struct exchange_headers headers = {
		.connection = kept->number,
		.key = header(connection, "X-DC-DEVKEY"),
		.content_type =
			header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
		.accept = header(connection, MHD_HTTP_HEADER_ACCEPT),
		.accept_encoding =
			header(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING),
		.host = header(connection, MHD_HTTP_HEADER_HOST),
		.origin = header(connection, MHD_HTTP_HEADER_ORIGIN),
		.fetch_site = header(connection, "Sec-Fetch-Site"),
	};

	idle_is_busy(kept);
	visit->connection = connection;
	visit->state = VISIT_READING;
	exchange_head(visit->exchange, method, &headers);
}

/* libmicrohttpd calls this several times for each request. */
static enum MHD_Result
on_request(void *data UNUSED, struct MHD_Connection *connection,
	const char *url UNUSED, const char *method, const char *version UNUSED,
	const char *upload, size_t *upload_size, void **context)
{
	struct visit *visit = *context;

	switch (visit->state) {
	case VISIT_NEW:
		begin(visit, connection, method);
		return MHD_YES;
	case VISIT_READING:
		if (*upload_size == 0)
			return arrived(visit);
		buf_add(&visit->exchange->body, upload, *upload_size);
		*upload_size = 0;
		return MHD_YES;
	case VISIT_DELAYED:
		return finish(visit);
	case VISIT_RAW:
	case VISIT_HUNG:
	case VISIT_OVER:
		break;
	}
	return MHD_NO;
}

/* The first thing that is known of a request: makes the visit. */
static void *on_target(void *data, const char *target,
	struct MHD_Connection *connection UNUSED)
{
	struct server *server = data;
	struct visit *visit = mem_zalloc(sizeof(*visit));

	visit->server = server;
	visit->fd = -1;
	visit->exchange = exchange_new(server->sandbox, target);
	return visit;
}

static void on_completed(void *data, struct MHD_Connection *connection,
	void **context, enum MHD_RequestTerminationCode reason UNUSED)
{
	struct server *server = data;
	struct visit *visit = *context;

	if (!visit)
		return;
	idle_is_idle(&server->idle, kept_of(connection));
	exchange_free(visit->exchange);
	free(visit);
	*context = NULL;
}

/* -- the loop -------------------------------------------------------------- */

struct watched {
	fd_set read, write, except;
	int max;
};

static void watch(struct watched *watched, fd_set *set, int fd)
{
	FD_SET(fd, set);
	if (fd > watched->max)
		watched->max = fd;
}

/* A fault's delay lasts no longer than the faults do. */
static int64_t delay_left(const struct visit *visit, int64_t now)
{
	const struct fault *fault = visit->server->sandbox->fault;

	if (visit->exchange->fault &&
		visit->times_disarmed != fault_times_disarmed(fault))
		return 0;
	return visit->wake_ms > now ? visit->wake_ms - now : 0;
}

/* Descriptors of the suspended visits; the nearest wake-up into *timeout. */
static void watch_suspended(
	struct server *server, struct watched *watched, int64_t *timeout)
{
	int64_t now = steady_ms();

	for (struct visit *v = server->suspended; v; v = v->next) {
		if (v->state == VISIT_RAW)
			watch(watched, &watched->write, v->fd);
		else if (v->state == VISIT_HUNG && v->fd >= 0)
			watch(watched, &watched->read, v->fd);
		else if (v->state == VISIT_DELAYED &&
			 delay_left(v, now) < *timeout)
			*timeout = delay_left(v, now);
	}
}

static void
serve_suspended(struct server *server, const struct watched *watched)
{
	int64_t now = steady_ms();
	struct visit *next;

	for (struct visit *v = server->suspended; v; v = next) {
		next = v->next;
		if (v->state == VISIT_DELAYED && delay_left(v, now) == 0)
			resume(v, VISIT_DELAYED);
		else if (v->state == VISIT_RAW &&
			 FD_ISSET(v->fd, &watched->write))
			write_raw(v);
		else if (v->state == VISIT_HUNG && v->fd >= 0 &&
			 FD_ISSET(v->fd, &watched->read))
			look_at_hung(v);
	}
}

/* The mail on its way to the server of --smtp. */
static void watch_deliveries(
	struct server *server, struct watched *watched, int64_t *timeout)
{
	struct deliveries *deliveries = server->sandbox->deliveries;
	int64_t now = steady_ms(), due;
	bool write = false;
	int fd;

	deliveries_turn(deliveries, now);
	fd = deliveries_fd(deliveries, &write);
	due = deliveries_due_ms(deliveries);
	if (fd >= 0)
		watch(watched, write ? &watched->write : &watched->read, fd);
	/* It may also answer while it is written to. */
	if (fd >= 0 && write)
		watch(watched, &watched->read, fd);
	if (due < now + *timeout)
		*timeout = due > now ? due - now : 0;
}

static int64_t daemon_timeout(struct server *server)
{
	MHD_UNSIGNED_LONG_LONG timeout;

	if (MHD_get_timeout(server->daemon, &timeout) != MHD_YES ||
		timeout > 3600 * 1000)
		return 3600 * 1000;
	return (int64_t)timeout;
}

static int wait_for(struct watched *watched, int64_t timeout_ms)
{
	struct timeval timeout = {
		.tv_sec = (time_t)(timeout_ms / 1000),
		.tv_usec = (suseconds_t)(timeout_ms % 1000 * 1000),
	};

	return select(watched->max + 1, &watched->read, &watched->write,
		&watched->except, &timeout);
}

bool server_run(struct server *server, int stop_fd, struct error *error)
{
	for (;;) {
		struct watched watched = {.max = stop_fd};
		int64_t timeout;

		FD_ZERO(&watched.read);
		FD_ZERO(&watched.write);
		FD_ZERO(&watched.except);
		if (MHD_get_fdset(server->daemon, &watched.read, &watched.write,
			    &watched.except, &watched.max) != MHD_YES)
			return error_set(error, ERROR_SYSTEM,
				"the HTTP server has stopped");
		FD_SET(stop_fd, &watched.read);
		timeout = daemon_timeout(server);
		watch_suspended(server, &watched, &timeout);
		watch_deliveries(server, &watched, &timeout);
		if (wait_for(&watched, timeout) < 0) {
			if (errno == EINTR)
				continue;
			return error_set_errno(error, ERROR_SYSTEM, errno,
				"cannot wait for requests");
		}
		if (FD_ISSET(stop_fd, &watched.read))
			return true;
		serve_suspended(server, &watched);
		deliveries_go_on(server->sandbox->deliveries, steady_ms());
		MHD_run_from_select(server->daemon, &watched.read,
			&watched.write, &watched.except);
	}
}

/* -- start and end --------------------------------------------------------- */

/* Fewer than there are descriptors: accept would fail, again and again. */
static unsigned int connections_max(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
		limit.rlim_cur >= CONNECTIONS_MAX + OTHER_FILES)
		return CONNECTIONS_MAX;
	return limit.rlim_cur > OTHER_FILES
		       ? (unsigned int)(limit.rlim_cur - OTHER_FILES)
		       : 1;
}

static struct MHD_Daemon *start_daemon(struct server *server, int fd)
{
	struct MHD_OptionItem options[TLS_OPTIONS];
	unsigned int flags = MHD_ALLOW_SUSPEND_RESUME;
	unsigned int most = connections_max();

	idle_init(&server->idle, most - most / ROOM_PART);
	if (server->tls)
		flags |= MHD_USE_TLS;
	tls_options(server->tls, options);
	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, NULL,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_ARRAY, options,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
		MHD_OPTION_CONNECTION_LIMIT, most,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int)IDLE_SECONDS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_PER_REQUEST,
		MHD_OPTION_END);
}

static bool read_tls(struct server *server,
	const struct server_settings *settings, struct error *error)
{
	if (!settings->tls_cert)
		return true;
	server->tls = tls_read(settings->tls_cert, settings->tls_key, error);
	return server->tls != NULL;
}

static bool open_socket(struct server *server,
	const struct server_settings *settings, struct error *error)
{
	char *url = server->sandbox->url;
	struct listen_socket sock;

	if (!listen_open(&sock, settings->address, settings->port,
		    settings->allow_remote, error))
		return false;
	server->port = sock.port;
	listen_url(&sock, server->tls != NULL, url, SANDBOX_URL_SIZE);
	server->daemon = start_daemon(server, sock.fd);
	if (server->daemon)
		return true;
	close(sock.fd);
	return error_set(error, ERROR_SYSTEM, "cannot start the HTTP server");
}

struct server *server_new(const struct server_settings *settings,
	struct sandbox *sandbox, struct error *error)
{
	struct server *server = mem_zalloc(sizeof(*server));

	server->sandbox = sandbox;
	server->latency_ms = settings->latency_ms;
	if (read_tls(server, settings, error) &&
		open_socket(server, settings, error))
		return server;
	tls_free(server->tls);
	free(server);
	return NULL;
}

void server_free(struct server *server)
{
	if (!server)
		return;
	/* It must not be stopped while connections are suspended. */
	while (server->suspended)
		resume(server->suspended, VISIT_OVER);
	MHD_stop_daemon(server->daemon);
	tls_free(server->tls);
	free(server);
}

int server_port(const struct server *server)
{
	return server->port;
}

const char *server_version(void)
{
	return MHD_get_version();
}
