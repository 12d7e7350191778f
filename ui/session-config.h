/* SPDX-License-Identifier: MIT
 *
 * The configuration as it comes together: the file, and the environment where
 * that has no account.
 */
#ifndef SESSION_CONFIG_H
#define SESSION_CONFIG_H

#include <stdbool.h>

#include "buf.h"
#include "error.h"
#include "option.h"
#include "settings.h"

#define SESSION_CONFIG_PROBLEMS (64 * 1024)

/* Reads the file into initialised settings; none is no failure. False and
 * *error, and a line a problem in *problems. */
MUST_CHECK bool session_config_read(
	struct settings *settings, struct buf *problems, struct error *error);
/* The same of a file of that name, which must be there. */
MUST_CHECK bool session_config_read_file(struct settings *settings,
	const char *path, struct buf *problems, struct error *error);
/* An app_read_settings_fn. */
MUST_CHECK bool session_config_source(const char *path,
	struct settings *settings, struct buf *problems, struct error *error);
/* The file and, if it has no account, the environment. Problems go to stderr
 * line by line. */
MUST_CHECK bool
session_config_find(struct settings *settings, struct error *error);
/* What the command line says counts as if it stood in the file. */
MUST_CHECK bool session_config_override(struct settings *settings,
	const struct options *options, struct error *error);
/* Such lines to stderr, through the text gate. */
void session_config_say(const struct buf *problems);
/* NULL without a home directory; the caller frees. */
char *session_config_journal(const struct settings *settings);

/* --print-config: to stdout. ERROR_CONFIG: what is wrong was said. */
MUST_CHECK bool
session_config_print(const struct options *options, struct error *error);

#endif
