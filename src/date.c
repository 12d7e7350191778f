/* SPDX-License-Identifier: MIT
 *
 * Dates in the few shapes that the service sends, and back into text. The
 * calendar is counted here in plain days, so neither the locale nor the time
 * zone of the machine can change what is shown.
 */
#include <string.h>

#include "date.h"
#include "text.h"

#define MINUTE ((int64_t)60)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define YEAR   (365 * DAY)
#define MONTH  (YEAR / 12)

#define YEAR_FIRST 1
#define YEAR_LAST  9999

struct moment {
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
	int hour;
	int minute;
	int second;
	int offset; /* minutes east of UTC */
	bool day_only;
};

static const char month_names[12][4] = {"JAN", "FEB", "MAR", "APR", "MAY",
	"JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

/* -- calendar ------------------------------------------------------------ */

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const int days[12] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1970-01-01 to the first of January of a year (1 or later). */
static int64_t days_before_year(int year)
{
	int64_t past = year - 1;

	return 365 * past + past / 4 - past / 100 + past / 400 - 719162;
}

static int64_t to_seconds(const struct moment *m)
{
	int64_t days = days_before_year(m->year) + m->day - 1;

	for (int month = 1; month < m->month; month++)
		days += days_in_month(m->year, month);
	return days * DAY + m->hour * HOUR + (m->minute - m->offset) * MINUTE +
	       m->second;
}

/* The mean length of a year gives this year or the one before. */
static int year_of(int64_t days)
{
	int year = (int)((days - days_before_year(YEAR_FIRST)) * 400 / 146097) +
		   YEAR_FIRST;

	return days_before_year(year + 1) <= days ? year + 1 : year;
}

static bool from_seconds(int64_t seconds, struct moment *m)
{
	int64_t days = seconds / DAY;
	int64_t rest = seconds % DAY;

	if (rest < 0) {
		rest += DAY;
		days--;
	}
	if (days < days_before_year(YEAR_FIRST) ||
		days >= days_before_year(YEAR_LAST + 1))
		return false;
	*m = (struct moment){.month = 1};
	m->year = year_of(days);
	days -= days_before_year(m->year);
	for (; days >= days_in_month(m->year, m->month); m->month++)
		days -= days_in_month(m->year, m->month);
	m->day = (int)days + 1;
	m->hour = (int)(rest / HOUR);
	m->minute = (int)(rest % HOUR / MINUTE);
	m->second = (int)(rest % MINUTE);
	return true;
}

static bool is_possible(const struct moment *m)
{
	/* 60: a leap second. */
	return m->year >= YEAR_FIRST && m->year <= YEAR_LAST && m->month >= 1 &&
	       m->month <= 12 && m->day >= 1 &&
	       m->day <= days_in_month(m->year, m->month) && m->hour <= 23 &&
	       m->minute <= 59 && m->second <= 60;
}

/* -- reading: each step moves *p past what it took ------------------------ */

static void skip_blanks(const char **p)
{
	*p += strspn(*p, " \t\r\n");
}

static bool take_char(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool take_digits(const char **p, int count, int *value)
{
	int number = 0;

	for (int i = 0; i < count; i++) {
		if (!is_digit((*p)[i]))
			return false;
		number = number * 10 + ((*p)[i] - '0');
	}
	*p += count;
	*value = number;
	return true;
}

static bool is_month_name(const char *text, const char *name)
{
	for (int i = 0; i < 3; i++)
		if (text[i] != name[i] && text[i] != name[i] + ('a' - 'A'))
			return false;
	return true;
}

static bool take_month_name(const char **p, int *month)
{
	for (int i = 0; i < 12; i++) {
		if (!is_month_name(*p, month_names[i]))
			continue;
		*p += 3;
		*month = i + 1;
		return true;
	}
	return false;
}

/* ".123": finer than we need. */
static bool skip_fraction(const char **p)
{
	if (!take_char(p, '.'))
		return true;
	if (!is_digit(**p))
		return false;
	while (is_digit(**p))
		(*p)++;
	return true;
}

/* "+02:00" or "+0200", in minutes. */
static bool take_offset(const char **p, int *offset)
{
	int sign = **p == '-' ? -1 : 1;
	int hours, minutes;

	(*p)++;
	if (!take_digits(p, 2, &hours))
		return false;
	take_char(p, ':');
	if (!take_digits(p, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = sign * (hours * 60 + minutes);
	return true;
}

/* No zone is UTC. */
static bool take_zone(const char **p, int *offset)
{
	*offset = 0;
	if (**p == '+' || **p == '-')
		return take_offset(p, offset);
	take_char(p, 'Z');
	return true;
}

static bool take_time(const char **p, struct moment *m)
{
	return take_digits(p, 2, &m->hour) && take_char(p, ':') &&
	       take_digits(p, 2, &m->minute) && take_char(p, ':') &&
	       take_digits(p, 2, &m->second) && skip_fraction(p) &&
	       take_zone(p, &m->offset);
}

/* "2020-05-01 " with a blank behind it is a day, not the start of a time. */
static bool take_time_mark(const char **p)
{
	if (**p == ' ' && is_digit((*p)[1]))
		return take_char(p, ' ');
	return take_char(p, 'T');
}

/* "2024-08-19", "2024-08-19T18:16:07+00:00", "2020-05-01 15:47:26" */
static bool take_numbers(const char **p, struct moment *m)
{
	if (!take_digits(p, 4, &m->year) || !take_char(p, '-') ||
		!take_digits(p, 2, &m->month) || !take_char(p, '-') ||
		!take_digits(p, 2, &m->day))
		return false;
	if (take_time_mark(p))
		return take_time(p, m);
	m->day_only = true;
	return true;
}

/* "09 JUN 2025" */
static bool take_words(const char **p, struct moment *m)
{
	if (!take_digits(p, 2, &m->day) && !take_digits(p, 1, &m->day))
		return false;
	if (!take_char(p, ' ') || !take_month_name(p, &m->month) ||
		!take_char(p, ' ') || !take_digits(p, 4, &m->year))
		return false;
	m->day_only = true;
	return true;
}

static bool read_whole(const char *text, struct moment *m,
	bool (*take)(const char **, struct moment *))
{
	const char *p = text;

	*m = (struct moment){0};
	skip_blanks(&p);
	if (!take(&p, m))
		return false;
	skip_blanks(&p);
	return *p == '\0' && is_possible(m);
}

bool date_parse(const char *text, int64_t *seconds, bool *day_only)
{
	struct moment m;

	if (!text)
		return false;
	if (!read_whole(text, &m, take_numbers) &&
		!read_whole(text, &m, take_words))
		return false;
	*seconds = to_seconds(&m);
	if (day_only)
		*day_only = m.day_only;
	return true;
}

/* -- writing -------------------------------------------------------------- */

bool date_is_known(int64_t seconds)
{
	return seconds != DATE_NONE && seconds != DATE_INVALID;
}

static char *put_none(int64_t seconds, char *out)
{
	return text_copy(
		out, DATE_TEXT_SIZE, seconds == DATE_INVALID ? "invalid" : "-");
}

/* `digits` digits of a number into out, with leading zeros. */
static void put_digits(char *out, int number, int digits)
{
	while (digits-- > 0) {
		out[digits] = (char)('0' + number % 10);
		number /= 10;
	}
}

/* By hand: a list of orders shows some hundred of them in each frame. */
char *date_day(int64_t seconds, char *out)
{
	struct moment m;

	if (!from_seconds(seconds, &m))
		return put_none(seconds, out);
	text_copy(out, DATE_TEXT_SIZE, "0000-00-00");
	put_digits(out, m.year, 4);
	put_digits(out + 5, m.month, 2);
	put_digits(out + 8, m.day, 2);
	return out;
}

char *date_minute(int64_t seconds, char *out)
{
	struct moment m;

	if (!from_seconds(seconds, &m))
		return put_none(seconds, out);
	return text_format(out, DATE_TEXT_SIZE, "%04d-%02d-%02d %02d:%02d UTC",
		m.year, m.month, m.day, m.hour, m.minute);
}

char *date_time(int64_t seconds, char *out)
{
	struct moment m;

	if (!from_seconds(seconds, &m))
		return put_none(seconds, out);
	return text_format(out, DATE_TEXT_SIZE, "%02d:%02d:%02d", m.hour,
		m.minute, m.second);
}

static char *put_iso(int64_t seconds, const char *zone, char *out)
{
	struct moment m;

	if (!from_seconds(seconds, &m))
		return put_none(seconds, out);
	return text_format(out, DATE_TEXT_SIZE,
		"%04d-%02d-%02dT%02d:%02d:%02d%s", m.year, m.month, m.day,
		m.hour, m.minute, m.second, zone);
}

char *date_iso(int64_t seconds, char *out)
{
	return put_iso(seconds, "Z", out);
}

char *date_offset(int64_t seconds, char *out)
{
	return put_iso(seconds, "+00:00", out);
}

/* -- age ------------------------------------------------------------------ */

struct age_unit {
	int64_t seconds;
	const char *name;
	const char *letter; /* NULL: not used in the short form */
};

/* A month is a twelfth of a year, so that "12 months" cannot happen. In the
 * short form it is left out: "m" is a minute. */
static const struct age_unit age_units[] = {
	{YEAR, "year", "y"},
	{MONTH, "month", NULL},
	{DAY, "day", "d"},
	{HOUR, "hour", "h"},
	{MINUTE, "minute", "m"},
};

struct age {
	bool future;
	long long count;
	const struct age_unit *unit; /* NULL: less than a minute */
};

static const struct age_unit *unit_for(int64_t length, bool with_letter)
{
	for (size_t i = 0; i < ARRAY_LEN(age_units); i++) {
		const struct age_unit *unit = &age_units[i];

		if (length >= unit->seconds && (unit->letter || !with_letter))
			return unit;
	}
	return NULL;
}

/* False if there is no age to speak of. */
static bool
age_of(int64_t seconds, int64_t now, bool with_letter, struct age *age)
{
	int64_t length;

	if (!date_is_known(seconds) || !date_is_known(now) ||
		__builtin_sub_overflow(now, seconds, &length) ||
		length == INT64_MIN)
		return false;
	age->future = length < 0;
	length = length < 0 ? -length : length;
	age->unit = unit_for(length, with_letter);
	age->count = age->unit ? length / age->unit->seconds : 0;
	return true;
}

char *date_age(int64_t seconds, int64_t now, char *out)
{
	struct age age;

	out[0] = '\0';
	if (!age_of(seconds, now, false, &age))
		return out;
	if (!age.unit)
		return text_format(out, DATE_TEXT_SIZE, "just now");
	return text_format(out, DATE_TEXT_SIZE, "%s%lld %s%s%s",
		age.future ? "in " : "", age.count, age.unit->name,
		age.count == 1 ? "" : "s", age.future ? "" : " ago");
}

static int64_t start_of_day(int64_t seconds)
{
	int64_t into = ((seconds % DAY) + DAY) % DAY, start;

	if (__builtin_sub_overflow(seconds, into, &start))
		return seconds;
	return start;
}

char *date_day_age(int64_t day, int64_t now, char *out)
{
	if (!date_is_known(day) || !date_is_known(now))
		return date_age(day, now, out);
	day = start_of_day(day);
	now = start_of_day(now);
	if (day == now)
		return text_format(out, DATE_TEXT_SIZE, "today");
	return date_age(day, now, out);
}

char *date_age_short(int64_t seconds, int64_t now, char *out)
{
	struct age age;

	out[0] = '\0';
	if (!age_of(seconds, now, true, &age))
		return out;
	if (!age.unit)
		return text_format(out, DATE_TEXT_SIZE, "now");
	return text_format(out, DATE_TEXT_SIZE, "%s%lld%s",
		age.future ? "in " : "", age.count, age.unit->letter);
}
