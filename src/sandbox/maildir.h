/* SPDX-License-Identifier: MIT
 *
 * Delivery into a Maildir, so that any mail program opens what the sandbox
 * sends. A message is written and synced in DIR/tmp and then renamed into
 * DIR/new: a reader never sees half a message, and what maildir_deliver has
 * reported is there after a crash.
 */
#ifndef SANDBOX_MAILDIR_H
#define SANDBOX_MAILDIR_H

#include <stdbool.h>
#include <stddef.h>

#include "attr.h"
#include "error.h"

struct maildir;

/*
 * Makes the directory and its cur, new and tmp (mode 0700) where they are
 * missing. NULL and *error (ERROR_SYSTEM) otherwise.
 */
struct maildir *maildir_open(const char *path, struct error *error);
void maildir_free(struct maildir *dir); /* NULL is fine */

/*
 * The name must be new for a new message: it becomes the file's name. The
 * same name again replaces the message, so a delivery that was cut short by
 * a crash can be repeated. Only letters, digits, '.', '-' and '_' are taken,
 * and no '.' at the beginning.
 */
MUST_CHECK bool maildir_deliver(struct maildir *dir, const char *name,
	const void *data, size_t len, struct error *error);

#endif
