/* SPDX-License-Identifier: MIT
 *
 * The one place where the key lies: pages of its own, locked where the system
 * lets us, left out of core dumps, wiped before they go. The sources (file,
 * command, terminal) read straight into it, as a buffer of the heap that
 * grows leaves copies behind.
 */
#ifndef SECRET_BUFFER_H
#define SECRET_BUFFER_H

#include "secret.h"

/* A line end of two bytes behind the longest key, one byte by which we see
 * that there was more, and a NUL. */
#define SECRET_BUFFER_SIZE (SECRET_MAX + 4)
/* A key is read into the first; a header line has room before the key. */
#define SECRET_LINE_SIZE (SECRET_BUFFER_SIZE + SECRET_BEFORE_MAX)

struct secret {
	size_t len;
	char text[SECRET_LINE_SIZE];
};

struct secret *secret_buffer_new(void); /* empty; never NULL */

/* Read what is there now. 1: got some, 0: the end, -1: an error (errno), -2:
 * more than a key can have. */
int secret_buffer_read(struct secret *secret, int fd);

/*
 * Check that it can be a key. If not it is freed and NULL returned; `source`
 * begins the sentence ("The key file /x"). The sentence never holds what was
 * read.
 */
struct secret *secret_buffer_check(
	struct secret *secret, const char *source, struct error *error);
/* Cut the line end first. */
struct secret *secret_buffer_finish(
	struct secret *secret, const char *source, struct error *error);

#endif
