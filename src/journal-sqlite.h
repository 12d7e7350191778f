/* SPDX-License-Identifier: MIT
 *
 * journal.h by SQLite: rollback journal, synchronous=EXTRA, no WAL (homes on
 * jump hosts are often on NFS), mode 0600, one connection used by one job of
 * the loop's work threads at a time. Nothing is ever deleted or overwritten
 * but an outcome, once.
 */
#ifndef JOURNAL_SQLITE_H
#define JOURNAL_SQLITE_H

#include "journal.h"
#include "loop.h"

struct journal_sqlite_options {
	const char *path;
	const char *api_host, *account;
	const char *agent; /* NULL: the login name */
	bool to_syslog;	   /* `syslog = yes` */
};

/* Opens or makes the file and its directory. NULL and *error (ERROR_JOURNAL,
 * what to do about it) if it cannot be written: the caller may go on without,
 * then nothing can be sent. Opened on the calling thread. */
struct journal *journal_sqlite_new(struct loop *loop,
	const struct journal_sqlite_options *options, struct error *error);
/* journal_free for one that was never used, once its loop is gone: it waits for
 * the disk. */
void journal_sqlite_free_now(struct journal *journal);

#endif
