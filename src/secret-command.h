/* SPDX-License-Identifier: MIT
 *
 * The key from a command (key_command): a program with its words, no shell,
 * in the foreground on our terminal, so that it may ask for a passphrase.
 */
#ifndef SECRET_COMMAND_H
#define SECRET_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "secret.h"

#define SECRET_COMMAND_MS 60000

/* secret_from_command with a time limit of one's own. */
struct secret *secret_command_run(
	const char *command, int64_t timeout_ms, struct error *error);

/* What is said of one that has printed its line; takes the secret. The code is
 * that of its end, or a signal ended it (not 0). NULL and *error. */
struct secret *secret_command_finish(struct secret *secret, const char *name,
	int code, int signal, struct error *error);
/* The other ways in which it fails: false and *error. */
bool secret_command_was_late(const char *name, struct error *error);
bool secret_command_said_too_much(const char *name, struct error *error);
bool secret_command_is_unreadable(
	const char *name, int errnum, struct error *error);

#endif
