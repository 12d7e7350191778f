/* SPDX-License-Identifier: MIT
 *
 * Dates: the shapes that the service sends, the calendar against the one of
 * the C library (every day of a 400 year cycle), and ages in words.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "date.h"

#define DAY ((int64_t)86400)

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
		bool day_only;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0, false},
		{"2024-08-19T18:16:07+00:00", 1724091367, false},
		{"2024-08-19T18:16:07Z", 1724091367, false},
		{"2024-08-19T18:16:07", 1724091367, false},
		{"2024-08-19T18:16:07.999Z", 1724091367, false},
		{"2024-08-19T20:16:07+02:00", 1724091367, false},
		{"2024-08-19T20:16:07+0200", 1724091367, false},
		{"2024-08-19T11:46:07-06:30", 1724091367, false},
		{"2024-08-20T00:16:07+06:00", 1724091367, false},
		{"2020-05-01 15:47:26", 1588348046, false},
		{"2024-08-19", 1724025600, true},
		{"09 JUN 2025", 1749427200, true},
		{"9 Jun 2025", 1749427200, true},
		{"09 jun 2025", 1749427200, true},
		{"29 FEB 2024", 1709164800, true},
		{" \t2024-08-19\r\n", 1724025600, true},
		{" 2024-08-19T18:16:07Z ", 1724091367, false},
		{"1969-12-31T23:59:59Z", -1, false},
		{"2000-02-29", 951782400, true},
		{"2016-12-31T23:59:60Z", 1483228800, false},
		{"0001-01-01T00:00:00Z", -62135596800, false},
		{"9999-12-31T23:59:59Z", 253402300799, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t seconds = 7;
		bool day_only = !cases[i].day_only;

		if (!date_parse(cases[i].text, &seconds, &day_only))
			fail_msg("not read: %s", cases[i].text);
		assert_int_equal(seconds, cases[i].seconds);
		assert_int_equal(day_only, cases[i].day_only);
		assert_true(date_parse(cases[i].text, &seconds, NULL));
	}
}

static const char *const broken[] = {
	NULL,
	"",
	" ",
	"today",
	"2024",
	"2024-08",
	"2024-8-19",
	"2024-00-19",
	"2024-13-01",
	"2024-08-00",
	"2024-08-32",
	"2023-02-29",
	"1900-02-29",
	"2024-04-31",
	"0000-01-01",
	"-2024-08-19",
	"+2024-08-19",
	"2024/08/19",
	"2024-08-19T",
	"2024-08-19T18",
	"2024-08-19T18:16",
	"2024-08-19T24:00:00Z",
	"2024-08-19T18:60:07Z",
	"2024-08-19T18:16:61Z",
	"2024-08-19T18:16:07.Z",
	"2024-08-19T18:16:07X",
	"2024-08-19T18:16:07ZZ",
	"2024-08-19T18:16:07+",
	"2024-08-19T18:16:07+2",
	"2024-08-19T18:16:07+02:",
	"2024-08-19T18:16:07+02:0",
	"2024-08-19T18:16:07+24:00",
	"2024-08-19T18:16:07+00:60",
	"2024-08-19  18:16:07",
	"2024-08-19 x",
	"2024-08-19x",
	"09 JUNE 2025",
	"09 XXX 2025",
	"09 JU",
	"09 JUN 25",
	"09 JUN",
	"31 JUN 2025",
	"00 JUN 2025",
	"123 JUN 2025",
	"09-JUN-2025",
	"09 JUN 2025 10:00:00",
	"0000-00-00 00:00:00",
	"99999999999999999999",
	"\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa4-01-01",
};

static void test_parse_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		int64_t seconds = 7;
		bool day_only = true;

		if (date_parse(broken[i], &seconds, &day_only))
			fail_msg("read: %s", broken[i]);
		assert_int_equal(seconds, 7);
		assert_true(day_only);
	}
}

/* Nothing reads past the end: each start of each shape on its own memory. */
static void test_parse_cut(void **state)
{
	static const char *const whole[] = {"2024-08-19T18:16:07.5+00:00",
		"2020-05-01 15:47:26", "09 JUN 2025"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(whole); i++) {
		for (size_t len = 0; len <= strlen(whole[i]); len++) {
			char *cut = strndup(whole[i], len);
			int64_t seconds;

			if (!date_parse(cut, &seconds, NULL))
				assert_true(len < strlen(whole[i]));
			free(cut);
		}
	}
}

static void same_as_library(int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm tm;
	char out[DATE_TEXT_SIZE];
	char wanted[96];
	int64_t again = 0;

	assert_non_null(gmtime_r(&when, &tm));
	snprintf(wanted, sizeof(wanted), "%04d-%02d-%02dT%02d:%02d:%02dZ",
		tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		tm.tm_min, tm.tm_sec);
	assert_string_equal(date_iso(seconds, out), wanted);
	assert_true(date_parse(out, &again, NULL));
	assert_int_equal(again, seconds);
}

/* All days of a whole cycle of the calendar (400 years), at a time of day that
 * moves along; of the other years only the edges. */
static void test_every_day(void **state)
{
	const int64_t cycle = 146097;
	int64_t second = 0;

	(void)state;
	for (int64_t day = -cycle / 4; day < cycle; day++) {
		same_as_library(day * DAY + second % DAY);
		second += 7919;
	}
}

static void test_every_year(void **state)
{
	const int64_t first = -62135596800;
	const int64_t last = 253402300799;

	(void)state;
	for (int year = 1; year <= 9999; year++) {
		char text[DATE_TEXT_SIZE];
		int64_t start;

		snprintf(text, sizeof(text), "%04d-01-01", year);
		assert_true(date_parse(text, &start, NULL));
		same_as_library(start);
		if (start > first)
			same_as_library(start - 1);
		same_as_library(start + 58 * DAY);
		same_as_library(start + 59 * DAY);
	}
	same_as_library(first);
	same_as_library(last);
}

static void test_write(void **state)
{
	static const struct {
		char *(*write)(int64_t seconds, char *out);
		const char *wanted;
		const char *early;
	} cases[] = {
		{date_day, "2026-11-20", "1969-12-31"},
		{date_minute, "2026-11-20 14:02 UTC", "1969-12-31 23:59 UTC"},
		{date_time, "14:02:11", "23:59:59"},
		{date_iso, "2026-11-20T14:02:11Z", "1969-12-31T23:59:59Z"},
		{date_offset, "2026-11-20T14:02:11+00:00",
			"1969-12-31T23:59:59+00:00"},
	};
	static const int64_t none[] = {DATE_NONE, INT64_MAX, INT64_MIN + 2,
		253402300800, -62135596801};
	char out[DATE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_ptr_equal(cases[i].write(1795183331, out), out);
		assert_string_equal(out, cases[i].wanted);
		assert_string_equal(cases[i].write(-1, out), cases[i].early);
		for (size_t k = 0; k < ARRAY_LEN(none); k++)
			assert_string_equal(cases[i].write(none[k], out), "-");
		assert_string_equal(
			cases[i].write(DATE_INVALID, out), "invalid");
	}
}

static void test_age(void **state)
{
	static const struct {
		int64_t past;
		const char *words;
		const char *brief;
	} cases[] = {
		{0, "just now", "now"},
		{59, "just now", "now"},
		{60, "1 minute ago", "1m"},
		{119, "1 minute ago", "1m"},
		{240, "4 minutes ago", "4m"},
		{3599, "59 minutes ago", "59m"},
		{3600, "1 hour ago", "1h"},
		{3 * 3600, "3 hours ago", "3h"},
		{DAY - 1, "23 hours ago", "23h"},
		{DAY, "1 day ago", "1d"},
		{3 * DAY, "3 days ago", "3d"},
		{30 * DAY, "30 days ago", "30d"},
		{31 * DAY, "1 month ago", "31d"},
		{61 * DAY, "2 months ago", "61d"},
		{365 * DAY - 1, "11 months ago", "364d"},
		{365 * DAY, "1 year ago", "1y"},
		{800 * DAY, "2 years ago", "2y"},
		{-59, "just now", "now"},
		{-60, "in 1 minute", "in 1m"},
		{-3 * 3600, "in 3 hours", "in 3h"},
		{-5 * DAY, "in 5 days", "in 5d"},
		{-6 * DAY + 1, "in 5 days", "in 5d"},
		{-90 * DAY, "in 2 months", "in 90d"},
		{-365 * DAY, "in 1 year", "in 1y"},
	};
	const int64_t now = 1795183331;
	char out[DATE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t then = now - cases[i].past;

		assert_ptr_equal(date_age(then, now, out), out);
		assert_string_equal(out, cases[i].words);
		assert_string_equal(
			date_age_short(then, now, out), cases[i].brief);
	}
}

static void test_day_age(void **state)
{
	static const struct {
		const char *day, *now, *words;
	} cases[] = {
		{"2026-11-26", "2026-11-26T00:00:00Z", "today"},
		{"2026-11-26", "2026-11-26T23:59:59Z", "today"},
		{"2026-11-25", "2026-11-26T00:00:00Z", "1 day ago"},
		{"2026-11-25", "2026-11-26T23:59:59Z", "1 day ago"},
		{"2026-11-27", "2026-11-26T23:59:59Z", "in 1 day"},
		{"2026-11-29", "2026-11-26T13:00:00Z", "in 3 days"},
		{"2026-08-26", "2026-11-26T13:00:00Z", "3 months ago"},
		{"1969-12-31", "1969-12-31T01:00:00Z", "today"},
		{"1969-12-31", "1970-01-01T01:00:00Z", "1 day ago"},
	};
	char out[DATE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t day, now;

		assert_true(date_parse(cases[i].day, &day, NULL));
		assert_true(date_parse(cases[i].now, &now, NULL));
		assert_ptr_equal(date_day_age(day, now, out), out);
		assert_string_equal(out, cases[i].words);
	}
}

static void test_age_of_nothing(void **state)
{
	static const int64_t pairs[][2] = {
		{DATE_NONE, 0},
		{0, DATE_NONE},
		{DATE_NONE, DATE_NONE},
		{DATE_INVALID, 0},
		{0, DATE_INVALID},
		{INT64_MAX, -2},
		{INT64_MIN + 2, INT64_MAX},
	};
	char out[DATE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		assert_string_equal(
			date_age(pairs[i][0], pairs[i][1], out), "");
		assert_string_equal(
			date_age_short(pairs[i][0], pairs[i][1], out), "");
	}
	assert_string_equal(date_day_age(DATE_NONE, 0, out), "");
	assert_string_equal(date_day_age(0, DATE_INVALID, out), "");
	date_age(INT64_MAX, 0, out);
	assert_string_equal(out, "in 292471208677 years");
}

/* -- the clock ------------------------------------------------------------ */

static int64_t set_ms;

static int64_t set_clock(void)
{
	return set_ms;
}

static void test_clock(void **state)
{
	static const int64_t cases[][2] = {{0, 0}, {999, 0}, {1000, 1},
		{-1, -1}, {-1000, -1}, {-1001, -2}};

	(void)state;
	clock_set_source(set_clock);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		set_ms = cases[i][0];
		assert_int_equal(clock_ms(), cases[i][0]);
		assert_int_equal(clock_seconds(), cases[i][1]);
	}
	clock_set_source(NULL);
	/* The real one: after the year 2020, and the two agree. */
	assert_true(clock_ms() > 1577836800000);
	assert_true(clock_seconds() >= clock_ms() / 1000 - 1);
	assert_true(clock_seconds() <= (int64_t)time(NULL) + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_parse_broken),
		cmocka_unit_test(test_parse_cut),
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_every_year),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_day_age),
		cmocka_unit_test(test_age_of_nothing),
		cmocka_unit_test(test_clock),
	};

	/* No time zone of the machine may show. */
	setenv("TZ", "Pacific/Auckland", 1);
	tzset();
	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
