/* SPDX-License-Identifier: MIT
 *
 * By Linux's /proc: "PID (NAME) STATE ..." in stat, and the numbers of the
 * children in task/PID/children.
 */
#include "tests/support/pid-rests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char state_of(pid_t pid)
{
	char path[64], line[256] = "";
	const char *end;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	file = fopen(path, "re");
	if (file == NULL)
		return 'X';
	if (fgets(line, sizeof(line), file) == NULL)
		line[0] = '\0';
	fclose(file);
	end = strrchr(line, ')');
	return end != NULL && end[1] == ' ' ? end[2] : 'X';
}

static bool children_rest(pid_t pid)
{
	char path[64], line[4096] = "", *at = line, *end;
	bool rest = true;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children", (long)pid,
		(long)pid);
	file = fopen(path, "re");
	if (file == NULL)
		return true;
	if (fgets(line, sizeof(line), file) == NULL)
		line[0] = '\0';
	fclose(file);
	while (rest) {
		long child = strtol(at, &end, 10);

		if (end == at)
			break;
		rest = pid_rests((pid_t)child);
		at = end;
	}
	return rest;
}

bool pid_rests(pid_t pid)
{
	char state = state_of(pid);

	return state != 'R' && state != 'D' && state != 't' &&
	       children_rest(pid);
}
