/* SPDX-License-Identifier: MIT
 *
 * Dates, ages and numbers. What was typed is a span (a day, a month, a number)
 * and the operator makes a range of it:
 *
 *	         span
 *	-------|--------|------->
 *	  <      :        >          "<=" and ">=" take the span along
 */
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "filter-private.h"
#include "text.h"

#define DAY	   86400
#define NUMBER_MAX 18 /* digits that an int64_t holds */
#define COUNT_MAX  5  /* digits of an age */

struct span {
	int64_t low, high;
	int64_t shown; /* for ":", where it is wider */
};

static const struct unit {
	char letter;
	int64_t seconds;
} units[] = {
	{'m', 60},
	{'h', 3600},
	{'d', DAY},
	{'w', (int64_t)7 * DAY},
	{'y', (int64_t)365 * DAY},
};

/* -- what was typed -- */

/* `len` digits. */
static bool is_number(const char *text, size_t len)
{
	return strspn(text, "0123456789") >= len;
}

static bool read_number(const char *text, struct span *out)
{
	size_t len = strlen(text);

	if (len > NUMBER_MAX || !is_number(text, len))
		return false;
	out->low = strtoll(text, NULL, 10);
	out->high = out->low + 1;
	return true;
}

/* "3d": seconds, and those of its unit. */
static bool read_age(const char *text, int64_t *seconds, int64_t *unit)
{
	size_t len = strspn(text, "0123456789");

	if (len == 0 || len > COUNT_MAX || strlen(text) != len + 1)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (units[i].letter != text[len])
			continue;
		*unit = units[i].seconds;
		*seconds = strtoll(text, NULL, 10) * units[i].seconds;
		return true;
	}
	return false;
}

/* The first second of a day. */
static bool day_of(long year, long month, long day, int64_t *out)
{
	char text[32];

	text_format(text, sizeof(text), "%04ld-%02ld-%02ld", year, month, day);
	return date_parse(text, out, NULL);
}

/* "2026-11-20", "2026-11", "2026". */
static bool read_date(const char *text, struct span *out)
{
	size_t len = strlen(text);
	long year, month;

	if (len < 4 || !is_number(text, 4))
		return false;
	year = strtol(text, NULL, 10);
	if (len == 4)
		return day_of(year, 1, 1, &out->low) &&
		       day_of(year + 1, 1, 1, &out->high);
	if (len < 7 || text[4] != '-' || !is_number(text + 5, 2))
		return false;
	month = strtol(text + 5, NULL, 10);
	if (len == 7)
		return day_of(year, month, 1, &out->low) &&
		       day_of(year + month / 12, month % 12 + 1, 1, &out->high);
	if (len != 10 || text[7] != '-' || !is_number(text + 8, 2) ||
		!day_of(year, month, strtol(text + 8, NULL, 10), &out->low))
		return false;
	out->high = out->low + DAY;
	return true;
}

/* "today", "-7d", "+30d": from the start of this day. */
static bool read_days(const char *text, struct span *out)
{
	int64_t seconds = 0, unit = DAY;

	if (strcmp(text, "today") != 0) {
		if ((*text != '-' && *text != '+') ||
			!read_age(text + 1, &seconds, &unit) || unit < DAY)
			return false;
		seconds = *text == '-' ? -seconds : seconds;
	}
	out->low = seconds;
	out->high = seconds + DAY;
	return true;
}

/* -- to a range -- */

static void
set_range(struct filter_atom *atom, const char *op, const struct span *span)
{
	bool takes_span = op[0] == ':' || op[1] == '=';

	atom->kind = FILTER_RANGE;
	atom->low = INT64_MIN;
	atom->high = INT64_MAX;
	if (op[0] != '<')
		atom->low = takes_span ? span->low : span->high;
	if (op[0] != '>')
		atom->high = takes_span ? span->high : span->low;
}

static bool parse_age(struct filter_atom *atom, const char *op,
	const char *value, struct error *error)
{
	struct span span;
	int64_t unit;

	if (!read_age(value, &span.low, &unit))
		return error_set(error, ERROR_USAGE,
			"\"%.40s\" is no age; write 90m, 12h, 3d, 2w or 1y.",
			value);
	/* As ages are shown: "3d" is three days and some hours. */
	span.high = span.low + (op[0] == ':' ? unit : 1);
	atom->scale = FILTER_SINCE;
	set_range(atom, op, &span);
	return true;
}

static bool parse_date(struct filter_atom *atom, const char *op,
	const char *value, struct error *error)
{
	struct span span;

	atom->scale = FILTER_SECONDS;
	if (!read_date(value, &span)) {
		atom->scale = FILTER_TODAY;
		if (!read_days(value, &span))
			return error_set(error, ERROR_USAGE,
				"\"%.40s\" is no date: 2026-11-20, "
				"2026-11, 2026, today, -7d, +30d.",
				value);
	}
	set_range(atom, op, &span);
	return true;
}

bool filter_range_parse(struct filter_atom *atom, const char *op,
	const char *value, struct error *error)
{
	struct span span;

	switch (filter_field_holds(atom->field)) {
	case FILTER_AGES:
		return parse_age(atom, op, value, error);
	case FILTER_DATES:
		return parse_date(atom, op, value, error);
	case FILTER_NUMBERS:
		if (!read_number(value, &span))
			return error_set(error, ERROR_USAGE,
				"\"%.40s\" is no number to compare orders "
				"with.",
				value);
		atom->scale = FILTER_NUMBER;
		set_range(atom, op, &span);
		return true;
	default:
		return error_set(error, ERROR_USAGE,
			"\"%s\" is neither a date nor a number; write %s:%.40s.",
			filter_field_name(atom->field),
			filter_field_name(atom->field), value);
	}
}

/* -- rows -- */

static int64_t date_of(const struct filter_atom *atom,
	const struct order *order, const struct filter_look *look)
{
	struct waiting waiting;

	if (atom->field != FILTER_WAITING)
		return filter_date_of(order, atom->field);
	if (look->waiting == NULL)
		return DATE_NONE;
	waiting = look->waiting(look->data, order);
	return waiting.gate == WAITING_ORDER_APPROVAL ? waiting.since
						      : DATE_NONE;
}

static int64_t start_of_day(int64_t seconds)
{
	int64_t rest = seconds % DAY;

	return seconds - rest - (rest < 0 ? DAY : 0);
}

static bool is_inside(const struct filter_atom *atom, int64_t value)
{
	return value >= atom->low &&
	       (value < atom->high || atom->high == INT64_MAX);
}

bool filter_range_has(const struct filter_atom *atom, const struct order *order,
	const struct filter_look *look)
{
	struct span span;
	int64_t date, value;

	if (atom->scale == FILTER_NUMBER)
		return read_number(order->id, &span) &&
		       is_inside(atom, span.low);
	date = date_of(atom, order, look);
	if (!date_is_known(date))
		return false;
	if (atom->scale == FILTER_SECONDS)
		return is_inside(atom, date);
	if (__builtin_sub_overflow(date,
		    atom->scale == FILTER_TODAY ? start_of_day(look->now)
						: look->now,
		    &value))
		return false;
	return is_inside(atom, atom->scale == FILTER_SINCE ? -value : value);
}
