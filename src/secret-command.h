/* SPDX-License-Identifier: MIT
 *
 * The key from a command (key_command): a program with its words, no shell,
 * in the foreground on our terminal, so that it may ask for a passphrase.
 */
#ifndef SECRET_COMMAND_H
#define SECRET_COMMAND_H

#include <stdint.h>

#include "secret.h"

/* secret_from_command with a time limit of one's own. */
struct secret *secret_command_run(
	const char *command, int64_t timeout_ms, struct error *error);

#endif
