/* SPDX-License-Identifier: MIT
 *
 * Who wrote a record, and is that process still there? A process is known by
 * its number and its start time, as numbers are used again; a machine by its
 * name and the mark of its last boot.
 */
#ifndef PROCESS_H
#define PROCESS_H

#include <stdint.h>
#include <sys/types.h>

#define PROCESS_HOST_SIZE 256
#define PROCESS_BOOT_SIZE 48

enum process_state {
	PROCESS_THERE,
	PROCESS_GONE,
	PROCESS_UNCLEAR, /* one of this number is there; which, we cannot see */
};

enum process_state process_look(pid_t pid, int64_t start);

struct process_identity {
	char host[PROCESS_HOST_SIZE]; /* "" if it has no name */
	char boot[PROCESS_BOOT_SIZE]; /* "" where there is no such mark */
	pid_t pid;
	int64_t start;
};

void process_identify(struct process_identity *us); /* ourselves */

#define PROCESS_AGENT_SIZE 128

/* Who runs it: the login name, "uid-1000" where there is none. Returns out,
 * which has PROCESS_AGENT_SIZE bytes. */
char *process_agent(char *out);

#endif
