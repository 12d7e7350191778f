/* SPDX-License-Identifier: MIT
 *
 *	peak FILE COMMAND ARGUMENT...
 *
 * Runs a command and writes "KIB MS" to the file: the most memory that it had
 * at a time, and how long it took. Ends as the command does.
 */
#include "config.h" /* wait4 */

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	long start = now_ms();
	int status;
	pid_t pid;
	FILE *file;

	if (argc < 3) {
		fprintf(stderr, "usage: peak FILE COMMAND ARGUMENT...\n");
		return 2;
	}
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid) {
		perror("peak");
		return 1;
	}
	file = fopen(argv[1], "w");
	if (file == NULL ||
		fprintf(file, "%ld %ld\n", usage.ru_maxrss, now_ms() - start) <
			0 ||
		fclose(file) != 0) {
		perror(argv[1]);
		return 1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
