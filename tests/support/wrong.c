/* SPDX-License-Identifier: MIT
 *
 * A walk over the values of a JSON text; each is replaced in a copy of it.
 */
#include "tests/support/wrong.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "order-json-scan.h"
#include "tests/support/amount.h"

static const char *const wrong_values[] = {"null", "true", "-1", "0", "1e400",
	"9007199254740993", "0.5", "\"\"", "\" \"", "\"x\\u0000\\uD800\"",
	"\"2026-13-45\"", "\"99999999999999999999\"", "[]", "[null]", "{}",
	"[[],{},7,\"x\",null]", "{\"a\":[{\"b\":{}}]}"};

struct place {
	const char *value;
	const char *name; /* of the member; NULL for an item of an array */
};

/* The next value behind the place: behind a colon, an opening bracket, or a
 * comma within an array. */
static bool next_place(struct place *place)
{
	const char *p = place->value;

	for (; *p != '\0'; p++) {
		if (*p == '"') {
			place->name = p;
			p = order_json_scan_blanks(order_json_scan_string(p));
			if (*p != ':')
				place->name = NULL;
		}
		if (*p != ':' && *p != '[' && *p != ',')
			continue;
		place->value = order_json_scan_blanks(p + 1);
		if (*p != ':' && *place->value == '"' &&
			*order_json_scan_blanks(
				order_json_scan_string(place->value)) == ':')
			continue; /* the comma between two members */
		if (*p != ':')
			place->name = NULL;
		if (*place->value != ']')
			return true;
	}
	return false;
}

static char *
replaced(const char *text, const struct place *place, const char *with)
{
	return mem_printf("%.*s%s%s", (int)(place->value - text), text, with,
		order_json_scan_value(place->value));
}

/* Without the member, and without one of the commas beside it. */
static char *without(const char *text, const struct place *place)
{
	const char *from = place->name;
	const char *to =
		order_json_scan_blanks(order_json_scan_value(place->value));

	if (*to == ',')
		to++;
	else
		while (from > text && *from != ',' && *from != '{')
			from--;
	from += *from == '{';
	return mem_printf("%.*s%s", (int)(from - text), text, to);
}

static char *huge(void)
{
	char *text = mem_alloc(100003);

	memset(text, 'x', 100002);
	text[0] = text[100001] = '"';
	text[100002] = '\0';
	return text;
}

static size_t forms_of(const struct place *place)
{
	return ARRAY_LEN(wrong_values) + (place->name != NULL ? 2 : 1);
}

static char *wrong_form(const char *text, const struct place *place,
	const char *long_text, size_t number)
{
	if (number < ARRAY_LEN(wrong_values))
		return replaced(text, place, wrong_values[number]);
	if (number == ARRAY_LEN(wrong_values))
		return replaced(text, place, long_text);
	return without(text, place);
}

int wrong_each(const char *text, wrong_fn check, void *data)
{
	struct place place = {.value = text};
	char *wrong, *long_text = huge();
	size_t step = (size_t)amount_step(), number = 0;
	int values = 0;

	/* Where not all are wanted the next place goes on from this one, so
	 * that each kind of wrong value has its turn. */
	for (; next_place(&place); values++) {
		for (; number < forms_of(&place); number += step) {
			wrong = wrong_form(text, &place, long_text, number);
			check(data, wrong, text, place.value);
			free(wrong);
		}
		number -= forms_of(&place);
	}
	free(long_text);
	return values;
}

int wrong_row(const char *text, const char *place)
{
	const char *p = strchr(strstr(text, "\"orders\""), '[') + 1;

	for (int row = 0; *p != ']'; row++) {
		const char *end;

		p = order_json_scan_blanks(p);
		end = order_json_scan_value(p);
		if (place >= p && place < end)
			return row;
		p = order_json_scan_blanks(end);
		p += *p == ',';
	}
	return -1;
}
