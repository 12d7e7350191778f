/* SPDX-License-Identifier: MIT */
#include "exec.h"

#include <errno.h>
#include <unistd.h>

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
