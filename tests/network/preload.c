/* SPDX-License-Identifier: MIT
 *
 * A network that fails, for LD_PRELOAD. In the environment:
 *
 *	NET_DNS=hang|fail     names are never resolved, or cannot be
 *	NET_CALL=N            the N-th call below fails, once, from 1
 *	NET_ERRNO=E           with this errno
 *	NET_COUNT=FILE        how many calls there were, written at the end
 *
 * The calls are those of a client on a socket, in the order in which they
 * come.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static atomic_long calls;

static long number_of(const char *name)
{
	const char *text = getenv(name);

	return text != NULL ? strtol(text, NULL, 10) : 0;
}

static int fails(void)
{
	if (atomic_fetch_add(&calls, 1) + 1 != number_of("NET_CALL"))
		return 0;
	errno = (int)number_of("NET_ERRNO");
	return 1;
}

/* What the program would have called. */
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

int socket(int domain, int type, int protocol)
{
	if ((domain == AF_INET || domain == AF_INET6) && fails())
		return -1;
	return REAL(socket)(domain, type, protocol);
}

int connect(int fd, const struct sockaddr *address, socklen_t len)
{
	if (address->sa_family != AF_UNIX && fails())
		return -1;
	return REAL(connect)(fd, address, len);
}

ssize_t send(int fd, const void *data, size_t len, int flags)
{
	return fails() ? -1 : REAL(send)(fd, data, len, flags);
}

ssize_t recv(int fd, void *data, size_t len, int flags)
{
	return fails() ? -1 : REAL(recv)(fd, data, len, flags);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *len)
{
	return fails() ? -1 : REAL(getsockopt)(fd, level, name, value, len);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	return fails() ? -1 : REAL(setsockopt)(fd, level, name, value, len);
}

int getpeername(int fd, struct sockaddr *address, socklen_t *len)
{
	return fails() ? -1 : REAL(getpeername)(fd, address, len);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *len)
{
	return fails() ? -1 : REAL(getsockname)(fd, address, len);
}

int getaddrinfo(const char *name, const char *service,
	const struct addrinfo *hints, struct addrinfo **result)
{
	const char *how = getenv("NET_DNS");

	if (how != NULL && strcmp(how, "fail") == 0)
		return EAI_AGAIN;
	while (how != NULL && strcmp(how, "hang") == 0)
		pause();
	return REAL(getaddrinfo)(name, service, hints, result);
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("NET_COUNT");
	FILE *file = path != NULL ? fopen(path, "w") : NULL;

	if (file == NULL)
		return;
	fprintf(file, "%ld\n", atomic_load(&calls));
	fclose(file);
}
