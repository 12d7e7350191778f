/* SPDX-License-Identifier: MIT
 *
 * Locks a file as another program would that uses it: `lock-file FILE` prints a
 * line once it has the lock, and keeps it until its input ends.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = argc == 2 ? open(argv[1], O_RDWR) : -1;
	char byte;

	if (fd < 0 || fcntl(fd, F_SETLK, &lock) != 0) {
		perror("lock-file");
		return 1;
	}
	if (puts("locked") == EOF || fflush(stdout) != 0)
		return 1;
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	return 0;
}
