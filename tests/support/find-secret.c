/* SPDX-License-Identifier: MIT
 *
 * find-secret PID FILE: how often the line in FILE lies in the memory of the
 * process, or "refused" where it does not let itself be read.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/memory-scan.h"

static int read_needle(const char *path, struct memory_scan_needle *needle)
{
	FILE *file = fopen(path, "re");
	int c;

	if (file == NULL)
		return 0;
	while ((c = fgetc(file)) != EOF && c != '\n' &&
		needle->len < MEMORY_SCAN_MAX)
		needle->veiled[needle->len++] =
			(unsigned char)(c ^ MEMORY_SCAN_VEIL);
	fclose(file);
	return needle->len > 0;
}

int main(int argc, char **argv)
{
	struct memory_scan_needle needle = {.len = 0};
	long count;

	if (argc != 3 || !read_needle(argv[2], &needle)) {
		fputs("usage: find-secret PID FILE\n", stderr);
		return 2;
	}
	count = memory_scan((pid_t)strtol(argv[1], NULL, 10), &needle);
	if (count < 0)
		puts("refused");
	else
		printf("%ld\n", count);
	return 0;
}
