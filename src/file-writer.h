/* SPDX-License-Identifier: MIT
 *
 * A file of a person's that is written piece by piece, mode 0600. Under its
 * name there is all of it or nothing: the pieces go to a file beside it with a
 * name of its own, which gets the name at the end. Everything here waits for
 * the disk, so not on the loop's thread.
 */
#ifndef FILE_WRITER_H
#define FILE_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

struct file_writer;

/* `~` is the home directory. NULL and *error; ERROR_STATE: there is something
 * of that name, and `replaces` is false. */
struct file_writer *
file_writer_new(const char *path, bool replaces, struct error *error);
MUST_CHECK bool file_writer_add(struct file_writer *writer, const char *data,
	size_t len, struct error *error);
/* Frees it. The file's whole name, for the caller to free; NULL and *error:
 * there is no such file. */
char *file_writer_finish(struct file_writer *writer, struct error *error);
/* Frees it; nothing is left. NULL is allowed. */
void file_writer_abandon(struct file_writer *writer);

#endif
