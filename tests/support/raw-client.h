/* SPDX-License-Identifier: MIT
 *
 * HTTP by hand over a socket, for tests of the sandbox: any bytes go out, and
 * what comes back is read as far as a client must. And a sandbox of the test's
 * own as a child process. A test that waits for longer than a busy machine can
 * need ends with a sentence.
 */
#ifndef RAW_CLIENT_H
#define RAW_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "buf.h"

struct raw_answer {
	int status;	 /* 0: none came before the end of the connection */
	struct buf head; /* with its blank line */
	struct buf body;
	bool whole; /* the body is as long as was said */
};

void raw_client_init(struct raw_answer *answer);
void raw_client_clear(struct raw_answer *answer);

/* A connection to the port on loopback. */
int raw_client_connect(int port);
/* False: the other side is gone. */
bool raw_client_send(int fd, const void *data, size_t len);
/* The answer to the one request that is under way; true if it is whole. */
bool raw_client_read(int fd, struct raw_answer *answer);
/* Reads to the end of the connection; the statuses of all answers that are in
 * it: at most `max`, how many is returned. */
size_t raw_client_drain(int fd, int *statuses, size_t max);

/* One request on a connection of its own. `body` may be NULL. */
bool raw_client_ask(int port, const char *method, const char *target,
	const char *body, struct raw_answer *answer);

int64_t raw_client_now_us(void); /* steady */

/* A seeded sequence, the same on every machine. */
uint64_t raw_client_random(uint64_t *state);

struct raw_sandbox {
	pid_t pid;
	int port;
};

/* `arguments` ends with NULL; --port 0 is added. Ends with the test. */
void raw_client_start(
	struct raw_sandbox *sandbox, const char *program, char **arguments);
/* Ends it by a signal; the status of waitpid. */
int raw_client_end(struct raw_sandbox *sandbox, int signal);

/* From the environment, or what is usual. */
long raw_client_setting(const char *name, long usual);

/* "ok - TEXT" or "not ok - TEXT"; counted. */
void raw_client_check(bool good, const char *text);
/* The closing line; the exit code. */
int raw_client_finish(void);
_Noreturn void raw_client_die(const char *text);

#endif
