/* SPDX-License-Identifier: MIT
 *
 * Numeric addresses only, so that it is plain what is opened to whom.
 */
#include "sandbox/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "text.h"

static const char *numeric(const char *address)
{
	return strcmp(address, "localhost") == 0 ? "127.0.0.1" : address;
}

static bool is_loopback(const struct sockaddr *address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (address->sa_family == AF_INET) {
		memcpy(&v4, address, sizeof(v4));
		return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
	}
	memcpy(&v6, address, sizeof(v6));
	return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

/* Where it listens now: the address in its usual form, the real port. */
static bool read_name(struct listen_socket *sock, int fd)
{
	struct sockaddr_storage bound;
	socklen_t len = sizeof(bound);
	char service[16];

	if (getsockname(fd, (struct sockaddr *)&bound, &len) != 0 ||
		getnameinfo((struct sockaddr *)&bound, len, sock->host,
			sizeof(sock->host), service, sizeof(service),
			NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return false;
	sock->port = (int)strtol(service, NULL, 10);
	return true;
}

static bool open_at(struct listen_socket *sock, const struct addrinfo *info,
	const char *address, int port, struct error *error)
{
	int on = 1;
	int fd = socket(info->ai_family, SOCK_STREAM, 0);

	if (fd < 0)
		return error_set_errno(
			error, ERROR_SYSTEM, errno, "cannot open a socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, info->ai_addr, info->ai_addrlen) != 0 ||
		listen(fd, SOMAXCONN) != 0 ||
		fcntl(fd, F_SETFL, O_NONBLOCK) != 0 ||
		fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || !read_name(sock, fd)) {
		error_set_errno(error, ERROR_SYSTEM, errno,
			"cannot listen on %s port %d", address, port);
		close(fd);
		return false;
	}
	sock->fd = fd;
	return true;
}

bool listen_open(struct listen_socket *sock, const char *address, int port,
	bool allow_remote, struct error *error)
{
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *info = NULL;
	char service[16];
	bool good;

	text_format(service, sizeof(service), "%d", port);
	if (getaddrinfo(numeric(address), service, &hints, &info) != 0)
		return error_set(error, ERROR_USAGE,
			"--listen %s is not a numeric address", address);
	if (!allow_remote && !is_loopback(info->ai_addr)) {
		freeaddrinfo(info);
		return error_set(error, ERROR_USAGE,
			"--listen %s is not a loopback address: anyone who can"
			" reach it could use the sandbox. Add --allow-remote"
			" if that is meant",
			address);
	}
	good = open_at(sock, info, address, port, error);
	freeaddrinfo(info);
	return good;
}

void listen_url(
	const struct listen_socket *sock, bool tls, char *out, size_t size)
{
	bool v6 = strchr(sock->host, ':') != NULL;

	text_format(out, size, "http%s://%s%s%s:%d", tls ? "s" : "",
		v6 ? "[" : "", sock->host, v6 ? "]" : "", sock->port);
}
