/* SPDX-License-Identifier: MIT
 *
 * The file of what the agent has saved, beside the configuration:
 * $XDG_CONFIG_HOME/certdesk/views, mode 0600, replaced as a whole. It is
 * written on another thread. If another program has changed it in between,
 * nothing is written: its views are taken over and the agent is told.
 */
#ifndef SAVED_FILE_H
#define SAVED_FILE_H

#include <stdbool.h>

#include "buf.h"
#include "error.h"
#include "loop.h"
#include "saved.h"

struct saved_file;

/*
 * Where the own views of an account are: in "views" beside the configuration,
 * and where there are several accounts, or that file is there, in "views-NAME".
 * *before is where they come from until that is written; NULL. The caller frees
 * both. NULL: there is no home directory.
 */
char *saved_file_path(const char *account, bool are_many, char **before);

/*
 * Reads the file into saved and becomes its keeper. A file that is not there
 * is empty, or has what is in `before` (may be NULL), which stays as it is.
 * NULL and *error (ERROR_CONFIG with lines in *problems, or ERROR_SYSTEM)
 * otherwise. saved is lent and must outlive the file.
 */
struct saved_file *
saved_file_new(struct loop *loop, struct saved *saved, const char *path,
	const char *before, struct buf *problems, struct error *error);
/* What is being written is still finished, as long as the loop is there; saved
 * is not needed any more. NULL allowed. */
void saved_file_free(struct saved_file *file);

#endif
