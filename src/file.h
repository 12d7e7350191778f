/* SPDX-License-Identifier: MIT
 *
 * Our own files: where they are (XDG), read with a limit, made with the right
 * modes. Paths are returned on the heap; the caller frees.
 */
#ifndef FILE_H
#define FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "buf.h"
#include "error.h"

/* $XDG_CONFIG_HOME/certdesk/NAME or ~/.config/certdesk/NAME. NULL without a
 * home directory. */
char *file_config_path(const char *name);
/* $XDG_STATE_HOME/certdesk/NAME or ~/.local/state/certdesk/NAME. */
char *file_state_path(const char *name);

/* NAME in the directory of that path. */
char *file_beside(const char *path, const char *name);

/* Whether the group has nobody else in it: many systems give each user one, and
 * what it may do is then nothing to worry about. */
bool file_is_own_group(gid_t gid);

bool file_exists(const char *path);
/* There is nothing of that name. What cannot be looked at is not missing. */
bool file_is_missing(const char *path);
/* "~/x" to the home directory's; anything else is copied. */
char *file_expand(const char *path);

/* The whole of a regular file of at most `max` bytes into *out. */
MUST_CHECK bool
file_read(const char *path, size_t max, struct buf *out, struct error *error);

/* The same, and refused (ERROR_CONFIG, with the chmod to run) unless it is
 * ours and nobody else can read or write it, nor put another in its place:
 * its directory belongs to us or to root, and nobody else can write there (or
 * it is sticky); where that is below the home directory, the same of those up
 * to it. A symbolic link is refused too: what it points to can change
 * between two looks. */
MUST_CHECK bool file_read_private(
	const char *path, size_t max, struct buf *out, struct error *error);

/* Open such a file for reading; the caller closes. -1 and *error
 * (ERROR_CONFIG, also when it is not there) if not. For those who must not
 * leave copies of it in the heap. */
int file_open_private(const char *path, struct error *error);

/* Make the directory of `path` and those above it, mode 0700. */
MUST_CHECK bool file_make_parent(const char *path, struct error *error);

/* Write a new file, mode 0600. False if there is anything of that name. */
MUST_CHECK bool file_create(
	const char *path, const char *data, size_t len, struct error *error);
/* Write by way of a temporary file and rename, mode 0600. */
MUST_CHECK bool file_replace(
	const char *path, const char *data, size_t len, struct error *error);

/* Programs of ours that look at a file and then replace it do so one after the
 * other: until file_unlock no other one gets past here for a file of the same
 * directory. Waits, so not on the loop's thread; false if another one takes
 * more than 5 s. Where the disk has no locks it is true, and nothing is kept
 * apart. */
MUST_CHECK bool file_lock(const char *path, int *lock, struct error *error);
void file_unlock(int lock);

/* A new directory of ours below $TMPDIR; the caller frees the path. */
char *file_make_temporary_directory(const char *prefix, struct error *error);
/* Remove it with all that is in it. Never follows a symbolic link. */
void file_remove_tree(const char *path);

#endif
