/* SPDX-License-Identifier: MIT
 *
 * One poll loop on a thread of its own; a pipe ends it. Requests are kept in a
 * list under one lock, which is all that the test's thread shares with it.
 */
#include "tests/support/http-server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mem.h"

#define CONNECTIONS_MAX 64
#define REQUESTS_MAX	1024
#define BYTES_MAX	((size_t)16 * 1024 * 1024)

struct connection {
	int fd; /* -1: free */
	bool hung;
	struct buf in;
};

struct http_server {
	http_server_fn answer;
	int port, listener, wake[2];
	pthread_t thread;
	struct connection connections[CONNECTIONS_MAX];
	pthread_mutex_t lock; /* of what follows */
	size_t accepted;
	char *requests[REQUESTS_MAX];
	size_t request_count;
};

static void drop(struct connection *connection, bool reset)
{
	struct linger at_once = {.l_onoff = 1, .l_linger = 0};

	if (reset)
		setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &at_once,
			sizeof(at_once));
	close(connection->fd);
	connection->fd = -1;
	connection->hung = false;
	buf_clear(&connection->in);
}

static void send_all(int fd, const struct buf *out)
{
	size_t done = 0;
	ssize_t put = 1;

	while (done < out->len && put > 0) {
		put = send(fd, out->data + done, out->len - done, MSG_NOSIGNAL);
		done += put > 0 ? (size_t)put : 0;
	}
}

/* Bytes of the whole request at the start of text; 0 if there is more to
 * come. */
static size_t request_size(const char *text, size_t len)
{
	const char *end = strstr(text, "\r\n\r\n");
	const char *at = strstr(text, "\r\n");
	size_t body = 0, head;

	if (end == NULL)
		return 0;
	for (; at != NULL && at < end; at = strstr(at + 2, "\r\n"))
		if (strncasecmp(at + 2, "Content-Length:", 15) == 0)
			body = (size_t)strtoul(at + 17, NULL, 10);
	head = (size_t)(end - text) + 4;
	return len >= head + body ? head + body : 0;
}

static void remember(struct http_server *server, const char *text, size_t len)
{
	pthread_mutex_lock(&server->lock);
	if (server->request_count < REQUESTS_MAX)
		server->requests[server->request_count++] = mem_dupn(text, len);
	pthread_mutex_unlock(&server->lock);
}

static void respond(struct http_server *server, struct connection *connection,
	const char *text)
{
	size_t method = strcspn(text, " ");
	size_t path = strcspn(text + method + 1, " ");
	char *method_text = mem_dupn(text, method);
	char *path_text = mem_dupn(text + method + 1, path);
	enum http_server_then then;
	struct buf out;

	buf_init(&out, BYTES_MAX);
	then = server->answer(method_text, path_text, &out);
	send_all(connection->fd, &out);
	buf_clear(&out);
	free(method_text);
	free(path_text);
	connection->hung = then == HTTP_SERVER_HANG;
	if (then == HTTP_SERVER_CLOSE || then == HTTP_SERVER_RESET)
		drop(connection, then == HTTP_SERVER_RESET);
}

static void
take_request(struct http_server *server, struct connection *connection)
{
	size_t size =
		request_size(buf_text(&connection->in), connection->in.len);
	char *text;

	if (size == 0 || connection->hung)
		return;
	text = mem_dupn(connection->in.data, size);
	remember(server, text, size);
	buf_reset(&connection->in);
	respond(server, connection, text);
	free(text);
}

static void read_some(struct http_server *server, struct connection *connection)
{
	char chunk[65536];
	ssize_t got = recv(connection->fd, chunk, sizeof(chunk), 0);

	if (got <= 0) {
		drop(connection, false);
		return;
	}
	buf_add(&connection->in, chunk, (size_t)got);
	take_request(server, connection);
}

static void take_connection(struct http_server *server)
{
	int fd = accept(server->listener, NULL, NULL);
	size_t i = 0;

	while (i < CONNECTIONS_MAX && server->connections[i].fd >= 0)
		i++;
	assert(fd >= 0 && i < CONNECTIONS_MAX);
	server->connections[i].fd = fd;
	buf_init(&server->connections[i].in, BYTES_MAX);
	pthread_mutex_lock(&server->lock);
	server->accepted++;
	pthread_mutex_unlock(&server->lock);
}

static void *serve(void *data)
{
	struct http_server *server = data;
	struct pollfd fds[CONNECTIONS_MAX + 2];
	size_t i;

	for (;;) {
		for (i = 0; i < CONNECTIONS_MAX; i++)
			fds[i] =
				(struct pollfd){.fd = server->connections[i].fd,
					.events = POLLIN};
		fds[CONNECTIONS_MAX] = (struct pollfd){
			.fd = server->listener, .events = POLLIN};
		fds[CONNECTIONS_MAX + 1] = (struct pollfd){
			.fd = server->wake[0], .events = POLLIN};
		poll(fds, CONNECTIONS_MAX + 2, -1);
		if (fds[CONNECTIONS_MAX + 1].revents != 0)
			return NULL;
		for (i = 0; i < CONNECTIONS_MAX; i++)
			if (fds[i].revents != 0)
				read_some(server, &server->connections[i]);
		if (fds[CONNECTIONS_MAX].revents != 0)
			take_connection(server);
	}
}

struct http_server *http_server_start(http_server_fn answer)
{
	struct http_server *server = mem_zalloc(sizeof(*server));
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	size_t i;

	server->answer = answer;
	for (i = 0; i < CONNECTIONS_MAX; i++)
		server->connections[i].fd = -1;
	pthread_mutex_init(&server->lock, NULL);
	server->listener = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(server->listener, (struct sockaddr *)&address, size) != 0 ||
		listen(server->listener, 64) != 0 ||
		getsockname(server->listener, (struct sockaddr *)&address,
			&size) != 0 ||
		pipe(server->wake) != 0 ||
		pthread_create(&server->thread, NULL, serve, server) != 0)
		abort();
	server->port = ntohs(address.sin_port);
	return server;
}

void http_server_stop(struct http_server *server)
{
	size_t i;

	if (write(server->wake[1], "x", 1) != 1)
		abort();
	pthread_join(server->thread, NULL);
	for (i = 0; i < CONNECTIONS_MAX; i++)
		if (server->connections[i].fd >= 0)
			drop(&server->connections[i], false);
	for (i = 0; i < server->request_count; i++)
		free(server->requests[i]);
	close(server->listener);
	close(server->wake[0]);
	close(server->wake[1]);
	pthread_mutex_destroy(&server->lock);
	free(server);
}

int http_server_port(const struct http_server *server)
{
	return server->port;
}

size_t http_server_connections(struct http_server *server)
{
	size_t count;

	pthread_mutex_lock(&server->lock);
	count = server->accepted;
	pthread_mutex_unlock(&server->lock);
	return count;
}

static bool first_line_holds(const char *request, const char *part)
{
	const char *found = strstr(request, part);

	return found != NULL && found < strstr(request, "\r\n");
}

size_t http_server_count(struct http_server *server, const char *part)
{
	size_t count = 0, i;

	pthread_mutex_lock(&server->lock);
	for (i = 0; i < server->request_count; i++)
		count += first_line_holds(server->requests[i], part);
	pthread_mutex_unlock(&server->lock);
	return count;
}

char *http_server_last(struct http_server *server, const char *part)
{
	const char *found = "";
	char *copy;
	size_t i;

	pthread_mutex_lock(&server->lock);
	for (i = 0; i < server->request_count; i++)
		if (first_line_holds(server->requests[i], part))
			found = server->requests[i];
	copy = mem_dup(found);
	pthread_mutex_unlock(&server->lock);
	return copy;
}
