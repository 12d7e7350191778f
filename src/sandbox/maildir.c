/* SPDX-License-Identifier: MIT
 *
 * A Maildir by its two open directories: everything is done relative to
 * them, so a message lands in the same Maildir even if the working directory
 * changes or the path is renamed.
 */
#include "sandbox/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

struct maildir {
	char *path; /* for error messages */
	int tmp;
	int new_dir;
};

static bool
make_dir(int at, const char *name, const char *path, struct error *error)
{
	if (mkdirat(at, name, 0700) == 0 || errno == EEXIST)
		return true;
	return error_set_errno(error, ERROR_SYSTEM, errno,
		"The outbox %s cannot be made", path);
}

static int
open_dir(int at, const char *name, const char *path, struct error *error)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		error_set_errno(error, ERROR_SYSTEM, errno,
			"The outbox %s cannot be opened (%s)", path, name);
	return fd;
}

static bool open_parts(struct maildir *dir, struct error *error)
{
	static const char *const parts[] = {"cur", "new", "tmp"};
	bool ok = true;
	int top = open_dir(AT_FDCWD, dir->path, dir->path, error);

	if (top < 0)
		return false;
	for (size_t i = 0; ok && i < ARRAY_LEN(parts); i++)
		ok = make_dir(top, parts[i], dir->path, error);
	if (ok) {
		dir->tmp = open_dir(top, "tmp", dir->path, error);
		dir->new_dir = open_dir(top, "new", dir->path, error);
		ok = dir->tmp >= 0 && dir->new_dir >= 0;
	}
	close(top);
	return ok;
}

struct maildir *maildir_open(const char *path, struct error *error)
{
	struct maildir *dir;

	if (!make_dir(AT_FDCWD, path, path, error))
		return NULL;
	dir = mem_zalloc(sizeof(*dir));
	dir->path = mem_dup(path);
	dir->tmp = dir->new_dir = -1;
	if (open_parts(dir, error))
		return dir;
	maildir_free(dir);
	return NULL;
}

void maildir_free(struct maildir *dir)
{
	if (!dir)
		return;
	if (dir->tmp >= 0)
		close(dir->tmp);
	if (dir->new_dir >= 0)
		close(dir->new_dir);
	free(dir->path);
	free(dir);
}

static bool name_is_fine(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.-_";

	return name[0] && name[0] != '.' && name[strspn(name, allowed)] == '\0';
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* Write and sync DIR/tmp/name. On failure errno tells why. */
static bool
write_tmp(struct maildir *dir, const char *name, const char *data, size_t len)
{
	int saved;
	bool ok;
	int fd;

	/* What a crash has left here was never delivered. */
	unlinkat(dir->tmp, name, 0);
	fd = openat(dir->tmp, name,
		O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	ok = write_all(fd, data, len) && fsync(fd) == 0;
	saved = errno;
	if (close(fd) < 0 && ok) {
		saved = errno;
		ok = false;
	}
	errno = saved;
	return ok;
}

bool maildir_deliver(struct maildir *dir, const char *name, const void *data,
	size_t len, struct error *error)
{
	if (!name_is_fine(name))
		return error_set(error, ERROR_SYSTEM,
			"A message cannot be delivered under the name \"%s\".",
			name);
	if (write_tmp(dir, name, data, len) &&
		renameat(dir->tmp, name, dir->new_dir, name) == 0 &&
		fsync(dir->new_dir) == 0)
		return true;
	error_set_errno(error, ERROR_SYSTEM, errno,
		"A message cannot be written to the outbox %s", dir->path);
	unlinkat(dir->tmp, name, 0);
	return false;
}
