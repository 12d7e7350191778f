/* SPDX-License-Identifier: MIT
 *
 * Between fork and exec nothing may take memory, so the system's list of open
 * descriptors is read without the library.
 */
#include "config.h"

#include "exec.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

/* Where a limit is higher, or there is none: nobody has that many. */
#define COUNTED_MAX 1048576

/* -- what it does not get -------------------------------------------------- */

#ifdef __linux__

/* What the system writes for each name: a number of 8 bytes, a place of 8,
 * the length of the entry in 2, a type in 1, and the name. */
#define ENTRY_LENGTH 16
#define ENTRY_NAME   19

/* -1: not a number. */
static int number_of(const char *name)
{
	int number = 0;

	if (*name == '\0')
		return -1;
	for (; *name != '\0'; name++) {
		if (*name < '0' || *name > '9' || number > INT_MAX / 10 - 1)
			return -1;
		number = number * 10 + (*name - '0');
	}
	return number;
}

static void close_entries(const char *entries, size_t len, int first, int list)
{
	uint16_t length;

	for (size_t at = 0; at + ENTRY_NAME < len; at += length) {
		int fd = number_of(entries + at + ENTRY_NAME);

		memcpy(&length, entries + at + ENTRY_LENGTH, sizeof(length));
		if (length == 0)
			return;
		if (fd >= first && fd != list)
			close(fd);
	}
}

bool exec_close_listed(int first)
{
	int list = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char entries[4096];
	long got;

	if (list < 0)
		return false;
	do {
		got = syscall(SYS_getdents64, list, entries, sizeof(entries));
		if (got > 0)
			close_entries(entries, (size_t)got, first, list);
	} while (got > 0);
	close(list);
	return got == 0;
}

#else

bool exec_close_listed(int first)
{
	(void)first;
	return false;
}

#endif

void exec_close_counted(int first)
{
	struct rlimit limit;
	int last = COUNTED_MAX;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
		limit.rlim_max < COUNTED_MAX)
		last = (int)limit.rlim_max;
	for (int fd = first; fd < last; fd++)
		close(fd);
}

void exec_close_from(int first)
{
#ifdef HAVE_CLOSE_RANGE
	if (close_range((unsigned)first, ~0U, 0) == 0)
		return;
#endif
	if (!exec_close_listed(first))
		exec_close_counted(first);
}

int exec_close_others(int told)
{
	if (told != STDERR_FILENO + 1)
		dup2(told, STDERR_FILENO + 1);
	fcntl(STDERR_FILENO + 1, F_SETFD, FD_CLOEXEC);
	exec_close_from(STDERR_FILENO + 2);
	return STDERR_FILENO + 1;
}

/* -- the exec -------------------------------------------------------------- */

void exec_or_tell(char *const *words, int told)
{
	int errnum;

	execvp(words[0], words);
	errnum = errno;
	if (write(told, &errnum, sizeof(errnum)) < 0)
		_exit(126);
	_exit(127);
}

int exec_result(int told)
{
	int errnum = 0;
	ssize_t got;

	do
		got = read(told, &errnum, sizeof(errnum));
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof(errnum) ? errnum : 0;
}
