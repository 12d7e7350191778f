/* SPDX-License-Identifier: MIT
 *
 * The program in lines (linear.h): what open_screens of main.c is for a screen.
 */
#ifndef MAIN_LINEAR_H
#define MAIN_LINEAR_H

#include <stdbool.h>

#include "app.h"
#include "error.h"
#include "session.h"

/* Runs it to its end; options: all but the screen. *ended_by: the signal that
 * ended it, if one did. False and *error: the output cannot be written. */
MUST_CHECK bool main_linear_run(struct session *session,
	const struct app_options *options, int *ended_by, struct error *error);

#endif
