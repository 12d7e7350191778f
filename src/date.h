/* SPDX-License-Identifier: MIT
 *
 * Dates as the service sends them (certcentral-api.md 14.5) and as people read
 * them. All are UTC; a time without a zone is taken as UTC. No locale, no TZ.
 */
#ifndef DATE_H
#define DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"

#define DATE_NONE      INT64_MIN
#define DATE_INVALID   (INT64_MIN + 1) /* there is one that nobody can read */
#define DATE_TEXT_SIZE 48

/*
 * Reads "2024-08-19T18:16:07+00:00", "...Z", "2020-05-01 15:47:26",
 * "2024-08-19" and "09 JUN 2025". Seconds since 1970; *day_only tells whether
 * there was no time of day (may be NULL). False, and nothing written,
 * otherwise. Blanks around it are ignored.
 */
MUST_CHECK bool date_parse(const char *text, int64_t *seconds, bool *day_only);

bool date_is_known(int64_t seconds); /* neither of these two */

/* Write into out[DATE_TEXT_SIZE] and return it; DATE_NONE gives "-",
 * DATE_INVALID "invalid". */
char *date_day(int64_t seconds, char *out);    /* 2026-11-20 */
char *date_minute(int64_t seconds, char *out); /* 2026-11-20 14:02 UTC */
char *date_time(int64_t seconds, char *out);   /* 14:02:11 */
char *date_iso(int64_t seconds, char *out);    /* 2026-11-20T14:02:11Z */
char *date_offset(int64_t seconds, char *out); /* 2026-11-20T14:02:11+00:00 */

/* "just now", "4 minutes ago", "3 days ago", "in 5 days"; "" without a
 * known date. */
char *date_age(int64_t seconds, int64_t now, char *out);
/* The same of a day without a time: "today", "1 day ago", "in 2 months". */
char *date_day_age(int64_t day, int64_t now, char *out);
/* "4m", "3h", "3d", "2y"; future: "in 3d". "" likewise. */
char *date_age_short(int64_t seconds, int64_t now, char *out);

#endif
