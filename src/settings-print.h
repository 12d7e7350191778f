/* SPDX-License-Identifier: MIT
 *
 * The configuration in force as a configuration file (--print-config): each
 * setting with its help, its default and where its value comes from. Read
 * again it gives the same settings. It never holds a secret: no key, and of a
 * proxy's URL not the password.
 */
#ifndef SETTINGS_PRINT_H
#define SETTINGS_PRINT_H

#include "settings.h"

#define SETTINGS_PRINT_MAX (1024 * 1024)

/* `file` is where the settings were read from, for the comments. */
void settings_print(
	const struct settings *settings, const char *file, struct buf *out);

/* -- for the sections that are written elsewhere --------------------------- */

struct settings_printer {
	const struct settings *settings;
	const char *file;
	struct buf *out;
};

/* "# help", "# Default: X. From: Y.", "name = value"; a value of NULL is not
 * set, and its line is a comment, too. `origin` is a line of the file or as
 * enum settings_origin has it. */
void settings_print_setting(struct settings_printer *printer, const char *help,
	const char *standard, int origin, const char *name, const char *value);

void settings_theme_print(struct settings_printer *printer);
void settings_keys_print(struct settings_printer *printer);

#endif
