/* SPDX-License-Identifier: MIT
 *
 * The API key: one buffer, locked where the system lets us, kept out of core
 * dumps, wiped when freed. Nothing else in the program holds a copy but the
 * header line of http, which is such a buffer too, and for the moment of a
 * request libcurl, whose memory is wiped when it is freed (http-memory).
 */
#ifndef SECRET_H
#define SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

#define SECRET_MAX	  4096
#define SECRET_BEFORE_MAX 60

struct secret;

/* A key must be 1..SECRET_MAX bytes of printable ASCII without blanks; other
 * bytes could smuggle a header. The text is copied, the caller wipes his. */
struct secret *secret_new(const char *text, size_t len, struct error *error);
/* "before" and the key behind it, a header line; before has at most
 * SECRET_BEFORE_MAX bytes. */
struct secret *secret_behind(const char *before, const struct secret *secret);
void secret_free(struct secret *secret); /* wipes; NULL is allowed */
const char *secret_text(const struct secret *secret); /* lent */

/*
 * Each reads the key from its source; NULL and a sentence if it cannot. No
 * message ever holds what was read.
 */
/* The file: a regular file of ours that nobody else can read, one line. */
struct secret *secret_from_file(const char *path, struct error *error);
/* Split as a shell would, run without one in the foreground on the terminal,
 * 60 s, exactly one line on stdout (product.md 6). */
struct secret *secret_from_command(const char *command, struct error *error);
/* Takes the variable out of our environment and wipes its place. NULL with
 * error->kind ERROR_NONE when the variable is not set. */
struct secret *secret_from_environment(const char *name, struct error *error);
/* $CREDENTIALS_DIRECTORY/certdesk-api-key; NULL with ERROR_NONE if not there.
 */
struct secret *secret_from_credential(struct error *error);
/* Ask on the terminal without echo. */
struct secret *secret_from_prompt(const char *prompt, struct error *error);

/* At the very start: no core dumps, not dumpable. Not in debug builds. */
void secret_harden_process(void);

#endif
