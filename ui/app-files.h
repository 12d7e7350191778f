/* SPDX-License-Identifier: MIT
 *
 * Names of files behind a word of the command line. A directory is read on
 * another thread, once for each line that is asked for, and what it holds is
 * offered as soon as it is there.
 */
#ifndef APP_FILES_H
#define APP_FILES_H

#include "buf.h"
#include "complete.h"

struct app;
struct app_files_job;

struct app_files {
	struct app_files_job *job; /* under way; NULL: none */
	char *directory;	   /* of `names`; NULL: nothing was read */
	char *names;		   /* as app_list_fn writes them */
};

/* A complete_fn; the text is the argument, a path. */
void app_files_offer(
	struct complete *complete, const struct view *view, const char *text);
/* What was read is forgotten; what is being read comes to nobody. */
void app_files_clear(struct app_files *files);

#endif
