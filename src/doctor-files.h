/* SPDX-License-Identifier: MIT
 *
 * The rights of our files and directories, and what the system lets this
 * process do, for `certdesk doctor`.
 */
#ifndef DOCTOR_FILES_H
#define DOCTOR_FILES_H

#include <stdbool.h>

#include "doctor.h"

/* A file or directory of ours: nobody else may write it (a problem), and where
 * it is private nobody may read it (a warning). Nothing for one that is not
 * there. `what` names it: "history". True if it is there and all is well. */
bool doctor_files_check(struct doctor *doctor, const char *what,
	const char *path, bool is_private);

/* Core dumps, locked memory, descriptors. */
void doctor_files_process(struct doctor *doctor);

#endif
