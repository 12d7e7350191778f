/* SPDX-License-Identifier: MIT
 *
 * How failures travel: a function that can fail returns false and fills the
 * caller's struct error. By value, fixed size, nothing to free. The text is
 * one sentence for a person, without a trailing line break; it may hold the
 * server's own words and is made harmless where it is shown, not here.
 */
#ifndef ERROR_H
#define ERROR_H

#include <stdbool.h>

#include "attr.h"

enum error_kind {
	ERROR_NONE,
	ERROR_USAGE,	  /* the command line is wrong */
	ERROR_CONFIG,	  /* the configuration or the key is wrong */
	ERROR_SYSTEM,	  /* a file, a pipe, a process: our own side */
	ERROR_JOURNAL,	  /* the journal cannot be read or written */
	ERROR_CONNECT,	  /* no connection; not one byte was sent */
	ERROR_TLS,	  /* the peer could not be trusted; nothing was sent */
	ERROR_LOST,	  /* connection lost or cut after bytes were sent */
	ERROR_TIMEOUT,	  /* no (whole) answer in time */
	ERROR_REDIRECT,	  /* 3xx, never followed */
	ERROR_KEY,	  /* 401, or 403 other than missing_permission */
	ERROR_PERMISSION, /* 403 missing_permission, or read-only */
	ERROR_NOT_FOUND,  /* 404 */
	ERROR_REFUSED,	  /* any other 4xx */
	ERROR_LIMITED,	  /* 429 */
	ERROR_SERVER,	  /* 5xx */
	ERROR_FORMAT,	  /* the answer is not what the contract says */
	ERROR_TOO_LARGE,  /* a limit of ours was passed */
	ERROR_CANCELLED,  /* the user or the program gave it up */
	ERROR_STATE,	  /* the order is not in a state that allows it */
};

#define ERROR_TEXT_SIZE 512
#define ERROR_CODE_SIZE 96

struct error {
	enum error_kind kind;
	int status;		    /* HTTP status, 0 if there was none */
	char code[ERROR_CODE_SIZE]; /* the server's code, "" if none */
	char text[ERROR_TEXT_SIZE];
};

/* Fill *error (which may be NULL) and return false. */
bool error_set(struct error *error, enum error_kind kind, const char *format,
	...) PRINTF_LIKE(3, 4);

/* The same with ": " and strerror(errnum) behind it. */
bool error_set_errno(struct error *error, enum error_kind kind, int errnum,
	const char *format, ...) PRINTF_LIKE(4, 5);

void error_clear(struct error *error); /* ERROR_NONE */

/* A short name for logs and tests: "connect", "refused". Never NULL. */
const char *error_kind_name(enum error_kind kind);

#endif
