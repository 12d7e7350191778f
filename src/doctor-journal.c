/* SPDX-License-Identifier: MIT
 *
 * The judge of the journal. Modes are judged by their bits and not by what we
 * may do: root may do everything, and other users are whom they are for.
 */
#include "doctor-journal.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "date.h"
#include "mem.h"

#define FREE_LEAST (16 * 1024 * 1024) /* bytes */
#define SHARED_DIR 02770
#define AREA	   DOCTOR_JOURNAL

static const char elsewhere[] =
	"Mend that, or name another place with journal = PATH in [general].";

/* Set up for the agents of one host (product.md 5). */
static bool is_shared(const struct doctor_journal *journal)
{
	return (journal->directory_mode & (S_ISGID | S_IWGRP)) ==
	       (S_ISGID | S_IWGRP);
}

/* The mode and the command that mends it. */
static void judge_mode(struct doctor *doctor, const char *path, unsigned mode,
	unsigned right, bool is_directory)
{
	char *advice = mem_printf("Run: chmod %o %s", right, path);
	const char *what = is_directory ? "directory" : "journal";

	if (mode & S_IWOTH)
		doctor_problem(doctor, AREA, ERROR_JOURNAL, advice,
			"Everybody can write to the %s %s (mode %04o): its "
			"records prove nothing.",
			what, path, mode);
	else if (mode & S_IROTH)
		doctor_warn(doctor, AREA, advice,
			"Everybody can read the %s %s (mode %04o): who was "
			"mailed is nobody else's business.",
			what, path, mode);
	else if ((mode & ~right & (S_IRWXG | S_IRWXO)) != 0)
		doctor_warn(doctor, AREA, advice,
			"The %s %s has mode %04o; %04o is enough.", what, path,
			mode, right);
	else if ((right & ~mode & (S_IRWXG | S_IRWXU)) != 0)
		doctor_warn(doctor, AREA, advice,
			"The %s %s has mode %04o: some of those who share it "
			"cannot use it.",
			what, path, mode);
	free(advice);
}

static void
judge_rights(struct doctor *doctor, const struct doctor_journal *journal)
{
	bool shared = is_shared(journal);

	/* Another's home directory above ours is not our affair. */
	if (journal->directory_exists)
		judge_mode(doctor, journal->directory, journal->directory_mode,
			shared ? SHARED_DIR : 0700, true);
	if (!journal->exists)
		return;
	judge_mode(doctor, journal->path, journal->mode, shared ? 0660 : 0600,
		false);
	if (!journal->is_ours && !shared)
		doctor_warn(doctor, AREA,
			"A journal that agents share lies in a directory of "
			"their group with mode 2770.",
			"The journal %s belongs to another user.",
			journal->path);
}

static void
judge_disk(struct doctor *doctor, const struct doctor_journal *journal)
{
	if (journal->network != NULL)
		doctor_warn(doctor, AREA,
			"If its locks do not work, two agents can send the "
			"same mail at once: name a local place with journal = "
			"PATH, where the agents of this host share it.",
			"%s is on a network file system (%s).", journal->path,
			journal->network);
	if (journal->free_bytes >= 0 && journal->free_bytes < FREE_LEAST)
		doctor_warn(doctor, AREA,
			"Free some space: where the journal cannot be "
			"written, nothing is sent.",
			"The disk of %s has only %lld KiB left.", journal->path,
			(long long)journal->free_bytes / 1024);
}

static void
judge_lock(struct doctor *doctor, const struct doctor_journal *journal)
{
	if (journal->holder != 0 && journal->holder_is_gone)
		doctor_warn(doctor, AREA,
			"The lock of a process that is gone goes with it on a "
			"local disk; on a network file system its lock daemon "
			"has to be asked, or the journal moved.",
			"Process %ld, which is gone, still locks the journal.",
			(long)journal->holder);
	else if (journal->busy)
		doctor_warn(doctor, AREA,
			"Try again in a moment; if it stays, look at that "
			"process: while it holds the journal nothing is sent.",
			"Another process (%ld) holds the journal.",
			(long)journal->holder);
	if (journal->cut)
		doctor_note(doctor, AREA,
			"A write to the journal was cut (%s-journal is "
			"there); it is undone when the journal is opened next.",
			journal->path);
}

/* False: nothing more can be said. */
static bool
judge_file(struct doctor *doctor, const struct doctor_journal *journal)
{
	if (!journal->exists && journal->may_make)
		doctor_ok(doctor, AREA,
			"%s is made when certdesk starts for the first time.",
			journal->path);
	else if (!journal->exists)
		doctor_problem(doctor, AREA, ERROR_JOURNAL, elsewhere,
			"The journal %s cannot be made: the directory may not "
			"be written (mode %04o).",
			journal->path, journal->directory_mode);
	else if (!journal->is_regular)
		doctor_problem(doctor, AREA, ERROR_JOURNAL, elsewhere,
			"%s is no regular file (mode %04o).", journal->path,
			journal->mode);
	else if (!journal->may_write || !journal->may_make)
		doctor_problem(doctor, AREA, ERROR_JOURNAL, elsewhere,
			"The journal %s or its directory may not be written "
			"(mode %04o): nothing can be sent.",
			journal->path, journal->mode);
	else
		return true;
	return false;
}

static bool
judge_content(struct doctor *doctor, const struct doctor_journal *journal)
{
	if (journal->error.kind != ERROR_NONE)
		doctor_problem(doctor, AREA, ERROR_JOURNAL, NULL, "%s",
			journal->error.text);
	else if (journal->damage[0] != '\0')
		doctor_problem(doctor, AREA, ERROR_JOURNAL,
			"Keep a copy, move the file away (a new one is made) "
			"and look in the console before you send again; "
			"sqlite3 FILE .recover may save the records.",
			"The journal is damaged: %s", journal->damage);
	else if (journal->version > journal->known_version)
		doctor_problem(doctor, AREA, ERROR_JOURNAL,
			"Use that one, or name another place with journal = "
			"PATH.",
			"The journal was made by a newer certdesk (its tables "
			"are version %lld, here it is %lld).",
			(long long)journal->version,
			(long long)journal->known_version);
	else
		return true;
	return false;
}

static void
judge_records(struct doctor *doctor, const struct doctor_journal *journal)
{
	char age[DATE_TEXT_SIZE];

	if (journal->unfinished)
		doctor_note(doctor, AREA,
			"It is too large to be looked at as a whole here; "
			"sqlite3 %s 'PRAGMA integrity_check' takes its time.",
			journal->path);
	if (journal->checked && journal->version == 0)
		doctor_ok(doctor, AREA, "%s is there and still empty.",
			journal->path);
	else if (journal->checked)
		doctor_ok(doctor, AREA,
			"%s is %s%s: %lld record%s, version %lld.",
			journal->path,
			journal->unfinished ? "readable" : "whole",
			is_shared(journal) ? " and shared by a group" : "",
			(long long)journal->records,
			journal->records == 1 ? "" : "s",
			(long long)journal->version);
	if (journal->unsettled > 0)
		doctor_warn(doctor, AREA,
			"Look in the console or ask a recipient, then say so "
			"on the order's page, or run certdesk journal --settle ID "
			"sent|not-sent; certdesk journal --unknown lists them.",
			"The outcome of %lld write%s is unknown, the oldest "
			"from %s.",
			(long long)journal->unsettled,
			journal->unsettled == 1 ? "" : "s",
			date_age(journal->oldest, journal->now, age));
}

void doctor_journal_judge(
	struct doctor *doctor, const struct doctor_journal *journal)
{
	judge_rights(doctor, journal);
	judge_disk(doctor, journal);
	if (!judge_file(doctor, journal))
		return;
	judge_lock(doctor, journal);
	if (judge_content(doctor, journal))
		judge_records(doctor, journal);
}
