/* SPDX-License-Identifier: MIT
 *
 * Made of what every system has. With all of it there this file is empty.
 */
#include "compat.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#ifndef HAVE_GETRANDOM
/* The device is there on every system that lacks the call. */
ssize_t compat_getrandom(void *data, size_t len, unsigned flags)
{
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	ssize_t got;

	(void)flags;
	if (fd < 0)
		return -1;
	do
		got = read(fd, data, len);
	while (got < 0 && errno == EINTR);
	close(fd);
	return got;
}
#endif

#if !defined(HAVE_PIPE2) || !defined(HAVE_DUP3)
static void close_on_exec(int fd, int flags)
{
	if (flags & O_CLOEXEC)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}
#endif

#ifndef HAVE_PIPE2
int compat_pipe2(int ends[2], int flags)
{
	if (pipe(ends) != 0)
		return -1;
	close_on_exec(ends[0], flags);
	close_on_exec(ends[1], flags);
	return 0;
}
#endif

#ifndef HAVE_DUP3
int compat_dup3(int from, int to, int flags)
{
	if (dup2(from, to) < 0)
		return -1;
	close_on_exec(to, flags);
	return to;
}
#endif

#ifndef HAVE_EXPLICIT_BZERO
/* Through a pointer that may change at any time: no compiler can know that
 * nothing is read afterwards. */
static void *(*const volatile set)(void *, int, size_t) = memset;

void compat_wipe(void *data, size_t len)
{
	set(data, 0, len);
}
#endif

/* An empty file is no C. */
typedef int compat_nothing;
