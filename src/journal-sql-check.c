/* SPDX-License-Identifier: MIT
 *
 * The journal from outside and from inside. Who holds a lock is asked before
 * SQLite opens the file: closing a descriptor of our own would drop its locks.
 */
#include "config.h"

#include "journal-sql-check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "clock.h"
#include "journal-db.h"
#include "journal-sql.h"
#include "mem.h"
#include "text.h"

#define BUSY_MS	     2000
#define INTEGRITY_MS 15000  /* no longer than this */
#define LOOK_EVERY   100000 /* steps of SQLite */

/* -- from outside --------------------------------------------------------- */

#ifdef __linux__
static const struct {
	unsigned long magic;
	const char *name;
} networks[] = {
	{0x6969, "NFS"},
	{0xff534d42, "CIFS"},
	{0xfe534d42, "SMB"},
	{0x517b, "SMB"},
	{0x5346414f, "AFS"},
	{0x01021997, "9P"},
	{0x00c36400, "Ceph"},
	{0x65735546, "FUSE, perhaps SSHFS"},
};

static const char *network_of(const char *directory)
{
	struct statfs info;

	if (statfs(directory, &info) != 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(networks); i++)
		if (((unsigned long)info.f_type & 0xffffffffUL) ==
			networks[i].magic)
			return networks[i].name;
	return NULL;
}
#else
static const char *network_of(const char *directory UNUSED)
{
	return NULL;
}
#endif

static int64_t free_bytes_of(const char *directory)
{
	struct statvfs info;

	if (statvfs(directory, &info) != 0)
		return -1;
	return (int64_t)info.f_bavail * (int64_t)info.f_frsize;
}

static char *parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_dup(".");
	return mem_dupn(path, slash == path ? 1 : (size_t)(slash - path));
}

/* The directory, or the nearest one above it: there it would be made. */
static void look_at_directory(struct doctor_journal *out)
{
	char *at = mem_dup(out->directory), *above;
	struct stat info;
	bool first = true;

	while (stat(at, &info) != 0 && errno == ENOENT && strchr(at, '/')) {
		above = parent_of(at);
		free(at);
		at = above;
		first = false;
	}
	out->directory_exists = first && stat(at, &info) == 0;
	if (stat(at, &info) == 0)
		out->directory_mode = info.st_mode & 07777;
	out->may_make = access(at, W_OK | X_OK) == 0;
	out->network = network_of(at);
	out->free_bytes = free_bytes_of(at);
	free(at);
}

static bool has_content(const char *path, const char *suffix)
{
	char *name = mem_printf("%s%s", path, suffix);
	struct stat info;
	bool has = stat(name, &info) == 0 && info.st_size > 0;

	free(name);
	return has;
}

/* Any lock that would keep us from writing. */
static pid_t holder_of(const char *path)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	pid_t pid = 0;

	if (fd < 0)
		return 0;
	if (fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
		pid = lock.l_pid;
	close(fd);
	return pid;
}

static void look_at_file(struct doctor_journal *out)
{
	struct stat info;

	out->exists = stat(out->path, &info) == 0;
	if (!out->exists)
		return;
	out->mode = info.st_mode & 07777;
	out->is_regular = S_ISREG(info.st_mode);
	out->is_ours = info.st_uid == geteuid() || info.st_uid == 0;
	out->may_write = access(out->path, R_OK | W_OK) == 0;
	if (!out->is_regular)
		return;
	out->holder = holder_of(out->path);
	out->holder_is_gone =
		out->holder > 0 && kill(out->holder, 0) != 0 && errno == ESRCH;
	/* While its owner is there it is no more than a write under way. */
	out->cut = has_content(out->path, "-journal") &&
		   (out->holder == 0 || out->holder_is_gone);
}

/* -- from inside ---------------------------------------------------------- */

static int on_steps(void *data)
{
	const int64_t *until = data;

	return clock_ms() > *until;
}

static bool number(sqlite3 *handle, const char *text, int64_t *out)
{
	sqlite3_stmt *statement = NULL;
	bool good = sqlite3_prepare_v2(handle, text, -1, &statement, NULL) ==
			    SQLITE_OK &&
		    sqlite3_step(statement) == SQLITE_ROW;

	if (good)
		*out = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return good;
}

/* The first thing that is wrong; "ok" is what SQLite says if nothing is. */
static void check_integrity(sqlite3 *handle, struct doctor_journal *out)
{
	int64_t until = clock_ms() + INTEGRITY_MS;
	sqlite3_stmt *statement = NULL;
	const char *said;
	int got;

	sqlite3_progress_handler(handle, LOOK_EVERY, on_steps, &until);
	got = sqlite3_prepare_v2(
		handle, "PRAGMA integrity_check(1)", -1, &statement, NULL);
	if (got == SQLITE_OK)
		got = sqlite3_step(statement);
	if (got == SQLITE_ROW) {
		said = (const char *)sqlite3_column_text(statement, 0);
		if (said == NULL || strcmp(said, "ok") != 0)
			text_copy(out->damage, sizeof(out->damage),
				said != NULL ? said : "unreadable");
	} else if (got == SQLITE_INTERRUPT) {
		out->unfinished = true;
	} else {
		text_copy(out->damage, sizeof(out->damage),
			sqlite3_errmsg(handle));
	}
	sqlite3_finalize(statement);
	sqlite3_progress_handler(handle, 0, NULL, NULL);
	out->checked = true;
}

/* What a send begins with; nothing is written. */
static bool is_busy(sqlite3 *handle)
{
	int got = sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	if (got == SQLITE_OK)
		sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
	return (got & 0xff) == SQLITE_BUSY;
}

static bool is_damage(int code)
{
	return (code & 0xff) == SQLITE_CORRUPT ||
	       (code & 0xff) == SQLITE_NOTADB;
}

static void look_inside(sqlite3 *handle, struct doctor_journal *out)
{
	sqlite3_busy_timeout(handle, BUSY_MS);
	out->busy = is_busy(handle);
	if (!number(handle, "PRAGMA user_version", &out->version)) {
		if (is_damage(sqlite3_errcode(handle)))
			text_copy(out->damage, sizeof(out->damage),
				sqlite3_errmsg(handle));
		else
			error_set(&out->error, ERROR_JOURNAL,
				"The journal %s cannot be read: %s", out->path,
				sqlite3_errmsg(handle));
		return;
	}
	check_integrity(handle, out);
	if (out->version > 0 && out->damage[0] == '\0' &&
		!number(handle, "SELECT count(*) FROM records", &out->records))
		text_copy(out->damage, sizeof(out->damage),
			sqlite3_errmsg(handle));
}

/* Those whose process is gone count, so the journal itself is asked. */
static void count_unsettled(struct doctor_journal *out)
{
	static const struct journal_filter open = {.unknown_only = true};
	struct journal_db_options options = {
		.path = out->path, .api_host = "", .account = ""};
	struct journal_db_reply reply = {0};
	struct journal_db *db = journal_db_open(&options, &out->error);

	if (db == NULL)
		return;
	if (journal_db_list(db, &open, &reply, &out->error)) {
		out->unsettled = (int64_t)reply.count;
		if (reply.count > 0)
			out->oldest = reply.records[reply.count - 1].time;
	}
	journal_db_reply_clear(&reply);
	journal_db_close(db);
}

static void look_at_content(struct doctor_journal *out)
{
	sqlite3 *handle = NULL;
	int got = sqlite3_open_v2(out->path, &handle,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (got == SQLITE_OK)
		look_inside(handle, out);
	else
		error_set(&out->error, ERROR_JOURNAL,
			"The journal %s cannot be opened: %s", out->path,
			sqlite3_errmsg(handle));
	sqlite3_close(handle);
	if (out->error.kind == ERROR_NONE && out->damage[0] == '\0' &&
		out->version == out->known_version && !out->busy)
		count_unsettled(out);
}

void journal_check(
	const char *path, struct doctor_journal *out, char **directory)
{
	memset(out, 0, sizeof(*out));
	*directory = parent_of(path);
	out->path = path;
	out->directory = *directory;
	out->unsettled = -1;
	out->known_version = JOURNAL_SQL_VERSION;
	out->now = clock_seconds();
	look_at_directory(out);
	look_at_file(out);
	if (out->exists && out->is_regular && out->may_write && out->may_make)
		look_at_content(out);
}
