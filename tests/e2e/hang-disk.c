/* SPDX-License-Identifier: MIT
 *
 * A disk that hangs, for LD_PRELOAD: while the file HANG_DISK is there, what is
 * written comes nowhere, and who waits for that waits.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

static void hang(void)
{
	const char *path = getenv("HANG_DISK");

	while (path != NULL && access(path, F_OK) == 0)
		poll(NULL, 0, 20);
}

/* What the program would have called. */
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

int fsync(int fd)
{
	hang();
	return REAL(fsync)(fd);
}

int fdatasync(int fd)
{
	hang();
	return REAL(fdatasync)(fd);
}
