/* SPDX-License-Identifier: MIT
 *
 * Rights by mode and owner. What we may do ourselves is not the question here:
 * it is what others may.
 */
#include "config.h"

#include "doctor-files.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "file.h"
#include "mem.h"
#include "secret.h"

#define AREA	    DOCTOR_RIGHTS
#define FILES_LEAST 64 /* descriptors */

static void
belongs_to_another(struct doctor *doctor, const char *what, const char *path)
{
	doctor_problem(doctor, AREA, ERROR_CONFIG,
		"Make it anew as yours, or ask its owner for it.",
		"The %s %s belongs to another user.", what, path);
}

static bool others_can_write(const struct stat *info)
{
	return (info->st_mode & S_IWOTH) != 0 ||
	       ((info->st_mode & S_IWGRP) != 0 &&
		       !file_is_own_group(info->st_gid));
}

static void can_be_written(struct doctor *doctor, const char *what,
	const char *path, unsigned mode)
{
	char *advice = mem_printf("Run: chmod go-w %s", path);

	doctor_problem(doctor, AREA, ERROR_CONFIG, advice,
		"Others can write to the %s %s (mode %04o) and so decide what "
		"certdesk does.",
		what, path, mode);
	free(advice);
}

static void can_be_read(struct doctor *doctor, const char *what,
	const char *path, unsigned mode)
{
	char *advice = mem_printf("Run: chmod go= %s", path);

	doctor_warn(doctor, AREA, advice,
		"Others can read the %s %s (mode %04o).", what, path, mode);
	free(advice);
}

bool doctor_files_check(struct doctor *doctor, const char *what,
	const char *path, bool is_private)
{
	struct stat info;
	unsigned mode;

	if (path == NULL || stat(path, &info) != 0)
		return false;
	mode = info.st_mode & 07777;
	if (info.st_uid != geteuid() && info.st_uid != 0)
		belongs_to_another(doctor, what, path);
	else if (others_can_write(&info))
		can_be_written(doctor, what, path, mode);
	else if (is_private && (mode & (S_IRWXG | S_IRWXO)) != 0 &&
		 !S_ISDIR(info.st_mode))
		can_be_read(doctor, what, path, mode);
	else
		return true;
	return false;
}

/* -- the process ---------------------------------------------------------- */

static bool may_leave_core(void)
{
	struct rlimit core = {0, 0};

#ifdef __linux__
	if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return true;
#endif
	return getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur != 0;
}

void doctor_files_process(struct doctor *doctor)
{
	struct rlimit locked = {0, 0}, files = {0, 0};
	bool may_lock = getrlimit(RLIMIT_MEMLOCK, &locked) != 0 ||
			locked.rlim_cur >= SECRET_MAX;

	if (may_leave_core())
		doctor_warn(doctor, DOCTOR_PROCESS,
			"This is a build for developers (--enable-debug or "
			"--enable-sanitizers); use another one for real keys.",
			"A core dump of this program could hold the key.");
	if (!may_lock)
		doctor_warn(doctor, DOCTOR_PROCESS,
			"Raise the limit of locked memory (ulimit -l) to 64 "
			"KiB or more.",
			"The key cannot be kept out of the swap: no memory may "
			"be locked.");
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 &&
		files.rlim_cur < FILES_LEAST)
		doctor_warn(doctor, DOCTOR_PROCESS,
			"Raise the limit of open files (ulimit -n).",
			"This process may open only %llu files.",
			(unsigned long long)files.rlim_cur);
	if (doctor_worst(doctor, DOCTOR_PROCESS) == DOCTOR_OK)
		doctor_ok(doctor, DOCTOR_PROCESS,
			"No core dumps; the key's memory can be locked.");
}
