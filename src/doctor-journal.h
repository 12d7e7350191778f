/* SPDX-License-Identifier: MIT
 *
 * The journal, judged: its rights, its disk, its integrity, who holds it, and
 * the writes in it whose outcome is unknown. journal-sql-check looks.
 */
#ifndef DOCTOR_JOURNAL_H
#define DOCTOR_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "doctor.h"

#define DOCTOR_JOURNAL_WORDS 256

struct doctor_journal {
	const char *path;      /* lent */
	const char *directory; /* it is in, or would be; lent */
	bool directory_exists, exists;
	/* Of the directory, or of the nearest one above that is there. */
	unsigned directory_mode; /* 07777 */
	bool may_make;		 /* we may make files there */
	unsigned mode;
	bool is_regular, is_ours; /* ours or root's */
	bool may_write;
	const char *network; /* "NFS"; NULL: a local file system */
	int64_t free_bytes;  /* on that disk; -1: not known */
	bool cut;	     /* a transaction was cut and waits to be undone */
	pid_t holder;	     /* a process that holds a lock; 0: none */
	bool holder_is_gone;
	bool busy;	    /* could not be locked */
	struct error error; /* it could not be opened or read */
	bool checked;	    /* integrity was looked at */
	bool unfinished;    /* too large to be looked at as a whole */
	char damage[DOCTOR_JOURNAL_WORDS]; /* "": none */
	int64_t version, known_version;	   /* of the tables */
	int64_t records;
	int64_t unsettled; /* unknown and not settled; -1: not known */
	int64_t oldest;	   /* of these, s UTC */
	int64_t now;
};

void doctor_journal_judge(
	struct doctor *doctor, const struct doctor_journal *journal);

#endif
