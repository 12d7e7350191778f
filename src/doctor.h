/* SPDX-License-Identifier: MIT
 *
 * What `certdesk doctor` finds (product.md 7): findings in the order of the
 * checks, each with what to do about it. Others look at files, the network and
 * the terminal and fill the plain structs of doctor-*.h; the judges that turn
 * those into findings are here in the core and touch nothing.
 *
 * Texts may hold words from outside: they go through the text gate where they
 * are shown. None of them ever holds the key.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

#include <stddef.h>

#include "attr.h"
#include "error.h"

enum doctor_level {
	DOCTOR_OK,
	DOCTOR_NOTE,	/* good to know */
	DOCTOR_WARNING, /* certdesk works, but not as well or as safely */
	DOCTOR_PROBLEM, /* something will not work */
};

enum doctor_area {
	DOCTOR_CONFIGURATION,
	DOCTOR_ACCOUNT,
	DOCTOR_RIGHTS,
	DOCTOR_PROCESS,
	DOCTOR_JOURNAL,
	DOCTOR_TERMINAL,
	DOCTOR_LOCALE,
	DOCTOR_PROXY,
	DOCTOR_RESOLVER,
	DOCTOR_TLS,
	DOCTOR_CLOCK,
	DOCTOR_KEY,
	DOCTOR_PERMISSIONS,
	DOCTOR_SANDBOX,
	DOCTOR_AREAS,
};

struct doctor_finding {
	enum doctor_area area;
	enum doctor_level level;
	enum error_kind kind; /* of a problem: it decides the exit code */
	char *text;	      /* a sentence */
	char *advice;	      /* what to do; NULL: nothing */
};

struct doctor {
	struct doctor_finding *findings;
	size_t count, room;
};

/* A zeroed one is empty. */
void doctor_clear(struct doctor *doctor);

void doctor_ok(struct doctor *doctor, enum doctor_area area, const char *format,
	...) PRINTF_LIKE(3, 4);
void doctor_note(struct doctor *doctor, enum doctor_area area,
	const char *format, ...) PRINTF_LIKE(3, 4);
/* `advice` may be NULL. */
void doctor_warn(struct doctor *doctor, enum doctor_area area,
	const char *advice, const char *format, ...) PRINTF_LIKE(4, 5);
void doctor_problem(struct doctor *doctor, enum doctor_area area,
	enum error_kind kind, const char *advice, const char *format, ...)
	PRINTF_LIKE(5, 6);

/* ERROR_NONE without a problem; else of the first one, which most often is the
 * cause of those behind it. */
enum error_kind doctor_kind(const struct doctor *doctor);
size_t doctor_count(const struct doctor *doctor, enum doctor_level level);
/* The worst of an area; DOCTOR_OK where it has none. */
enum doctor_level
doctor_worst(const struct doctor *doctor, enum doctor_area area);

const char *doctor_area_name(enum doctor_area area);	/* "journal" */
const char *doctor_level_name(enum doctor_level level); /* "warning" */

#endif
