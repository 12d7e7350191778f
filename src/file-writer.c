/* SPDX-License-Identifier: MIT
 *
 * Where nothing may be replaced the name is made by link(2), which fails if it
 * is there; where the disk has no links, by an empty file that only we can have
 * made, which ours then replaces.
 */
#include "config.h"

#include "file-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

struct file_writer {
	char *path, *temporary;
	bool replaces;
	int fd;
};

static bool fail(struct error *error, int errnum, const char *path)
{
	if (errnum == EEXIST)
		return error_set(error, ERROR_STATE,
			"%s is there already; nothing is overwritten.", path);
	return error_set_errno(
		error, ERROR_SYSTEM, errnum, "%s cannot be written", path);
}

static void free_writer(struct file_writer *writer)
{
	free(writer->path);
	free(writer->temporary);
	free(writer);
}

/* 0, or why not. A directory is never replaced. */
static int look(const struct file_writer *writer)
{
	struct stat info;

	if (lstat(writer->path, &info) != 0)
		return errno == ENOENT ? 0 : errno;
	if (S_ISDIR(info.st_mode))
		return EISDIR;
	return writer->replaces ? 0 : EEXIST;
}

struct file_writer *
file_writer_new(const char *path, bool replaces, struct error *error)
{
	struct file_writer *writer = mem_zalloc(sizeof(*writer));
	int errnum;

	writer->path = file_expand(path);
	writer->replaces = replaces;
	writer->temporary = mem_printf("%s.XXXXXX", writer->path);
	errnum = look(writer);
	if (errnum == 0) {
		writer->fd = mkostemp(writer->temporary, O_CLOEXEC);
		errnum = writer->fd < 0 ? errno : 0;
	}
	if (errnum == 0)
		return writer;
	fail(error, errnum, writer->path);
	free_writer(writer);
	return NULL;
}

bool file_writer_add(struct file_writer *writer, const char *data, size_t len,
	struct error *error)
{
	while (len > 0) {
		ssize_t put = write(writer->fd, data, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fail(error, errno, writer->path);
		data += put;
		len -= (size_t)put;
	}
	return true;
}

static int replace(const struct file_writer *writer)
{
	return rename(writer->temporary, writer->path) == 0 ? 0 : errno;
}

static int take_name(const struct file_writer *writer)
{
	int fd = open(
		writer->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int errnum;

	if (fd < 0)
		return errno;
	close(fd);
	errnum = replace(writer);
	if (errnum != 0)
		unlink(writer->path);
	return errnum;
}

static int give_name(const struct file_writer *writer)
{
	if (writer->replaces)
		return replace(writer);
	if (link(writer->temporary, writer->path) == 0) {
		unlink(writer->temporary);
		return 0;
	}
	return errno == EEXIST ? EEXIST : take_name(writer);
}

char *file_writer_finish(struct file_writer *writer, struct error *error)
{
	int errnum = fsync(writer->fd) == 0 ? 0 : errno;
	char *path;

	if (close(writer->fd) != 0 && errnum == 0)
		errnum = errno;
	writer->fd = -1;
	if (errnum == 0)
		errnum = give_name(writer);
	if (errnum != 0) {
		fail(error, errnum, writer->path);
		file_writer_abandon(writer);
		return NULL;
	}
	path = mem_dup(writer->path);
	free_writer(writer);
	return path;
}

void file_writer_abandon(struct file_writer *writer)
{
	if (writer == NULL)
		return;
	if (writer->fd >= 0)
		close(writer->fd);
	unlink(writer->temporary);
	free_writer(writer);
}
