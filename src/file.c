/* SPDX-License-Identifier: MIT
 *
 * Our own files. What is judged is always the opened descriptor, never the
 * name: between a look at a name and its opening somebody could exchange it.
 */
#include "config.h"

#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

/* Where there is no O_PATH a directory has to be readable to be judged. */
#ifndef O_PATH
#define O_PATH O_RDONLY
#endif

#define CHUNK	     8192
#define LOCK_LOOK_MS 10
#define LOCK_WAIT_MS 5000
#define DEPTH_MAX    32 /* of a tree of ours that is removed */

/* -- where things are ----------------------------------------------------- */

static const char *home(void)
{
	const char *path = getenv("HOME");
	const struct passwd *entry;

	if (path != NULL && path[0] == '/')
		return path;
	entry = getpwuid(geteuid());
	if (entry == NULL || entry->pw_dir == NULL || entry->pw_dir[0] != '/')
		return NULL;
	return entry->pw_dir;
}

/* The XDG rules: a variable that is no absolute path does not count. */
static char *
xdg_path(const char *variable, const char *below_home, const char *name)
{
	const char *base = getenv(variable);

	if (base != NULL && base[0] == '/')
		return mem_printf("%s/certdesk/%s", base, name);
	base = home();
	if (base == NULL)
		return NULL;
	return mem_printf("%s/%s/certdesk/%s", base, below_home, name);
}

char *file_config_path(const char *name)
{
	return xdg_path("XDG_CONFIG_HOME", ".config", name);
}

char *file_state_path(const char *name)
{
	return xdg_path("XDG_STATE_HOME", ".local/state", name);
}

char *file_beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	int len = slash != NULL ? (int)(slash + 1 - path) : 0;

	return mem_printf("%.*s%s", len, path, name);
}

bool file_exists(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0;
}

bool file_is_missing(const char *path)
{
	struct stat info;

	return lstat(path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

char *file_expand(const char *path)
{
	const char *base;

	if (path[0] != '~' || (path[1] != '/' && path[1] != '\0'))
		return mem_dup(path);
	base = home();
	if (base == NULL)
		return mem_dup(path);
	return mem_printf("%s%s", base, path + 1);
}

/* -- reading -------------------------------------------------------------- */

static bool
fail(struct error *error, int errnum, const char *what, const char *path)
{
	return error_set_errno(error, ERROR_SYSTEM, errnum,
		"The file %s cannot be %s", path, what);
}

/* Non-blocking, so that a FIFO without a writer does not hold us up; it is
 * refused a moment later as it is no regular file. */
static int open_regular(int directory, const char *name, int flags,
	const char *path, struct stat *info, struct error *error)
{
	int fd = openat(directory, name,
		O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags);

	if (fd < 0 && errno == ELOOP && (flags & O_NOFOLLOW)) {
		error_set(error, ERROR_CONFIG,
			"%s is a symbolic link; name the file itself", path);
		return -1;
	}
	if (fd < 0) {
		fail(error, errno, "opened", path);
		return -1;
	}
	if (fstat(fd, info) == 0 && S_ISREG(info->st_mode))
		return fd;
	close(fd);
	error_set(error, ERROR_CONFIG, "%s is not a regular file", path);
	return -1;
}

static bool read_all(int fd, const char *path, size_t max, struct buf *out,
	struct error *error)
{
	char chunk[CHUNK];
	size_t total = 0;
	ssize_t got;

	while ((got = read(fd, chunk, sizeof(chunk))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(error, errno, "read", path);
		total += (size_t)got;
		if (total > max || !buf_add(out, chunk, (size_t)got))
			return error_set(error, ERROR_TOO_LARGE,
				"The file %s is larger than %zu bytes", path,
				max);
	}
	return true;
}

bool file_read(
	const char *path, size_t max, struct buf *out, struct error *error)
{
	struct stat info;
	int fd = open_regular(AT_FDCWD, path, 0, path, &info, error);
	bool good;

	if (fd < 0)
		return false;
	good = read_all(fd, path, max, out, error);
	close(fd);
	return good;
}

/* -- files of ours alone -------------------------------------------------- */

static char *parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? mem_dup(".")
			     : mem_dupn(path, (size_t)(slash - path) + 1);
}

/* Many systems give each user a group of the same name, whose only member he
 * is, and let it write. */
bool file_is_own_group(gid_t gid)
{
	const struct passwd *user = getpwuid(geteuid());
	const struct group *group;
	char *name;
	bool own;

	if (user == NULL || user->pw_gid != gid)
		return false;
	name = mem_dup(user->pw_name);
	group = getgrgid(gid);
	own = group != NULL && strcmp(group->gr_name, name) == 0 &&
	      (group->gr_mem[0] == NULL ||
		      (strcmp(group->gr_mem[0], name) == 0 &&
			      group->gr_mem[1] == NULL));
	free(name);
	return own;
}

/* Whoever can write there could put another file in its place; where it is
 * sticky, only its owner could. */
static bool is_safe_directory(const char *path, const char *parent,
	const struct stat *info, struct error *error)
{
	char who = '\0';

	if (info->st_uid != geteuid() && info->st_uid != 0)
		return error_set(error, ERROR_CONFIG,
			"The directory %s belongs to another user, who could "
			"exchange %s; keep it in one of yours",
			parent, path);
	if (info->st_mode & S_ISVTX)
		return true;
	if (info->st_mode & S_IWOTH)
		who = 'o';
	else if ((info->st_mode & S_IWGRP) && !file_is_own_group(info->st_gid))
		who = 'g';
	if (who == '\0')
		return true;
	return error_set(error, ERROR_CONFIG,
		"%s can write to the directory %s, so %s cannot be trusted; "
		"run: chmod %c-w %s",
		who == 'o' ? "Everybody" : "A group", parent, path, who,
		parent);
}

static bool
is_private(const char *path, const struct stat *info, struct error *error)
{
	if (info->st_uid != geteuid())
		return error_set(error, ERROR_CONFIG,
			"The file %s belongs to another user; it must be yours",
			path);
	if (info->st_mode & (S_IRWXG | S_IRWXO))
		return error_set(error, ERROR_CONFIG,
			"Others can read or write %s; run: chmod 600 %s", path,
			path);
	return true;
}

#define ABOVE_MAX 16

/* The directory n levels above. */
static const char *above(int n)
{
	static const char dots[] =
		"../../../../../../../../../../../../../../../../.";

	return dots + 3 * (ABOVE_MAX - n);
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* How many levels the home directory is above; 0 too if it is not. */
static int levels_to_home(int directory)
{
	const char *name = getenv("HOME");
	struct stat home, info;

	if (name == NULL || stat(name, &home) != 0)
		return 0;
	for (int n = 0; n <= ABOVE_MAX; n++) {
		if (fstatat(directory, above(n), &info, 0) != 0)
			return 0;
		if (is_same_file(&home, &info))
			return n;
	}
	return 0;
}

/* Whoever can write above it could exchange the whole directory. As ssh does,
 * up to the home directory. */
static bool is_safe_above(int directory, const char *path, const char *parent,
	struct error *error)
{
	int levels = levels_to_home(directory);
	bool good = true;

	for (int n = 1; good && n <= levels; n++) {
		const char *slash = strchr(parent, '/') != NULL ? "" : "/";
		char *name = mem_printf(
			"%s%s%.*s", parent, slash, 3 * n - 1, above(n));
		struct stat info;

		if (fstatat(directory, above(n), &info, 0) == 0)
			good = is_safe_directory(path, name, &info, error);
		free(name);
	}
	return good;
}

/* The directory that is judged is the one that the file is opened in. */
static int open_safe_directory(const char *path, struct error *error)
{
	char *parent = parent_of(path);
	int fd = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat info;
	bool good;

	if (fd >= 0 && fstat(fd, &info) == 0)
		good = is_safe_directory(path, parent, &info, error) &&
		       is_safe_above(fd, path, parent, error);
	else
		good = fail(error, errno, "opened", path);
	free(parent);
	if (good)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static const char *name_in(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static int open_private(const char *path, struct error *error)
{
	int directory = open_safe_directory(path, error);
	struct stat info;
	int fd;

	if (directory < 0)
		return -1;
	fd = open_regular(
		directory, name_in(path), O_NOFOLLOW, path, &info, error);
	close(directory);
	if (fd < 0 || is_private(path, &info, error))
		return fd;
	close(fd);
	return -1;
}

int file_open_private(const char *path, struct error *error)
{
	int fd = open_private(path, error);

	/* Whoever named it has to mend it. */
	if (fd < 0 && error != NULL)
		error->kind = ERROR_CONFIG;
	return fd;
}

bool file_read_private(
	const char *path, size_t max, struct buf *out, struct error *error)
{
	int fd = file_open_private(path, error);
	bool good;

	if (fd < 0)
		return false;
	good = read_all(fd, path, max, out, error);
	close(fd);
	return good;
}

/* -- making --------------------------------------------------------------- */

static bool make_directory(const char *path, struct error *error)
{
	struct stat info;

	if (mkdir(path, 0700) == 0)
		return true;
	if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
		return true;
	return error_set_errno(error, ERROR_SYSTEM, errno,
		"The directory %s cannot be made", path);
}

bool file_make_parent(const char *path, struct error *error)
{
	char *copy = mem_dup(path);
	char *slash;
	bool good = true;

	for (slash = strchr(copy + (copy[0] == '/'), '/');
		good && slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		good = make_directory(copy, error);
		*slash = '/';
	}
	free(copy);
	return good;
}

static bool write_all(int fd, const char *data, size_t len)
{
	ssize_t put;

	while (len > 0) {
		put = write(fd, data, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		data += put;
		len -= (size_t)put;
	}
	return true;
}

static int open_parent(const char *path)
{
	char *parent = parent_of(path);
	int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(parent);
	return fd;
}

/* The new name is on the disk only when the directory is. */
static void sync_parent(const char *path)
{
	int fd = open_parent(path);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

bool file_lock(const char *path, int *lock, struct error *error)
{
	int fd = open_parent(path);

	*lock = fd;
	for (int waited = 0; fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
		waited += LOCK_LOOK_MS) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return true;
		if (waited >= LOCK_WAIT_MS) {
			file_unlock(fd);
			return error_set(error, ERROR_SYSTEM,
				"%s is being written by another program.",
				path);
		}
		poll(NULL, 0, LOCK_LOOK_MS);
	}
	return true;
}

void file_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

static int fill(int fd, const char *data, size_t len)
{
	int errnum = 0;

	if (!write_all(fd, data, len) || fsync(fd) != 0)
		errnum = errno;
	if (close(fd) != 0 && errnum == 0)
		errnum = errno;
	return errnum;
}

bool file_create(
	const char *path, const char *data, size_t len, struct error *error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int errnum;

	if (fd < 0 && errno == EEXIST)
		return error_set(error, ERROR_SYSTEM,
			"%s is there already; nothing is overwritten. Choose "
			"another name.",
			path);
	if (fd < 0)
		return fail(error, errno, "written", path);
	errnum = fill(fd, data, len);
	if (errnum != 0) {
		unlink(path);
		return fail(error, errnum, "written", path);
	}
	sync_parent(path);
	return true;
}

bool file_replace(
	const char *path, const char *data, size_t len, struct error *error)
{
	char *temporary = mem_printf("%s.XXXXXX", path);
	int fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
	int errnum;

	if (fd < 0) {
		errnum = errno;
		free(temporary);
		return fail(error, errnum, "written", path);
	}
	errnum = fill(fd, data, len);
	if (errnum == 0 && rename(temporary, path) != 0)
		errnum = errno;
	if (errnum != 0)
		unlink(temporary);
	else
		sync_parent(path);
	free(temporary);
	return errnum == 0 ? true : fail(error, errnum, "written", path);
}

/* -- a tree that dies with us --------------------------------------------- */

char *file_make_temporary_directory(const char *prefix, struct error *error)
{
	const char *base = getenv("TMPDIR");
	char *path;

	if (base == NULL || base[0] != '/')
		base = "/tmp";
	path = mem_printf("%s/%s-XXXXXX", base, prefix);
	if (mkdtemp(path) != NULL)
		return path;
	error_set_errno(error, ERROR_SYSTEM, errno,
		"No directory can be made in %s; set TMPDIR to one that you "
		"can write to",
		base);
	free(path);
	return NULL;
}

static void remove_below(int parent, const char *name, int depth)
{
	int fd = openat(
		parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;

	if (dir == NULL) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlinkat(fd, entry->d_name, 0) == 0 || depth == 0)
			continue;
		remove_below(fd, entry->d_name, depth - 1);
		unlinkat(fd, entry->d_name, AT_REMOVEDIR);
	}
	closedir(dir);
}

void file_remove_tree(const char *path)
{
	remove_below(AT_FDCWD, path, DEPTH_MAX);
	rmdir(path);
}
