/* SPDX-License-Identifier: MIT
 *
 * ECMA-48: parameters (0x30 to 0x3f), intermediates (0x20 to 0x2f), a final
 * byte (0x40 to 0x7e); behind ESC O a final byte alone, or a digit and one.
 */
#include "screen-curses-sequence.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"

#define OLD_MOUSE   3 /* bytes behind ESC [ M */
#define WHEEL	    64
#define PLACE_MOST  9999
#define PASTE_BEGIN 200

/* -- what they mean -------------------------------------------------------- */

static const struct {
	char final;
	key_code code;
} letters[] = {
	{'A', KEYS_UP}, {'B', KEYS_DOWN}, {'C', KEYS_RIGHT}, {'D', KEYS_LEFT},
	{'H', KEYS_HOME}, {'F', KEYS_END}, {'Z', KEYS_SHIFT_TAB},
	{'P', KEYS_F1}, {'Q', KEYS_F1 + 1}, {'R', KEYS_F1 + 2},
	{'S', KEYS_F1 + 3}, {'M', KEYS_ENTER}, /* of the keypad, behind ESC O */
};

/* ESC [ NUMBER ~ */
static const struct {
	int number;
	key_code code;
} numbers[] = {
	{1, KEYS_HOME},
	{2, KEYS_INSERT},
	{3, KEYS_DELETE},
	{4, KEYS_END},
	{5, KEYS_PAGE_UP},
	{6, KEYS_PAGE_DOWN},
	{7, KEYS_HOME},
	{8, KEYS_END},
	{11, KEYS_F1},
	{12, KEYS_F1 + 1},
	{13, KEYS_F1 + 2},
	{14, KEYS_F1 + 3},
	{15, KEYS_F1 + 4},
	{17, KEYS_F1 + 5},
	{18, KEYS_F1 + 6},
	{19, KEYS_F1 + 7},
	{20, KEYS_F1 + 8},
	{21, KEYS_F1 + 9},
	{23, KEYS_F1 + 10},
	{24, KEYS_F1 + 11},
};

static enum screen_curses_sequence_result
letter(const struct screen_curses_sequence *sequence, char final,
	struct key *key)
{
	/* With parameters it is a key with modifiers, or no key. */
	if (sequence->len > 1)
		return SCREEN_CURSES_SEQUENCE_NOTHING;
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		if (letters[i].final != final)
			continue;
		key->code = letters[i].code;
		return SCREEN_CURSES_SEQUENCE_KEY;
	}
	return SCREEN_CURSES_SEQUENCE_NOTHING;
}

static enum screen_curses_sequence_result
number(const struct screen_curses_sequence *sequence, struct key *key)
{
	char *end;
	long value = strtol(sequence->bytes + 1, &end, 10);

	if (*end != '\0')
		return SCREEN_CURSES_SEQUENCE_NOTHING;
	if (value == PASTE_BEGIN)
		return SCREEN_CURSES_SEQUENCE_PASTE;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		if (numbers[i].number != value)
			continue;
		key->code = numbers[i].code;
		return SCREEN_CURSES_SEQUENCE_KEY;
	}
	return SCREEN_CURSES_SEQUENCE_NOTHING;
}

/* "BUTTON;COLUMN;ROW" */
static bool three_numbers(const char *text, long out[3])
{
	for (int i = 0; i < 3; i++) {
		char *end;

		if (*text < '0' || *text > '9')
			return false;
		out[i] = strtol(text, &end, 10);
		if (*end != (i < 2 ? ';' : '\0') || out[i] > PLACE_MOST)
			return false;
		text = end + 1;
	}
	return true;
}

/* The left button pressed, or the wheel turned; with Shift and the like it is
 * the terminal's business or nobody's. */
static enum screen_curses_sequence_result
mouse(const struct screen_curses_sequence *sequence, char final,
	struct key *key)
{
	long report[3];

	if (final != 'M' || !three_numbers(sequence->bytes + 2, report) ||
		report[1] < 1 || report[2] < 1)
		return SCREEN_CURSES_SEQUENCE_NOTHING;
	if (report[0] == 0)
		key->code = KEYS_CLICK;
	else if (report[0] == WHEEL)
		key->code = KEYS_WHEEL_UP;
	else if (report[0] == WHEEL + 1)
		key->code = KEYS_WHEEL_DOWN;
	else
		return SCREEN_CURSES_SEQUENCE_NOTHING;
	key->col = (short)(report[1] - 1);
	key->row = (short)(report[2] - 1);
	return SCREEN_CURSES_SEQUENCE_KEY;
}

static enum screen_curses_sequence_result
finish(struct screen_curses_sequence *sequence, char final, struct key *key)
{
	sequence->bytes[sequence->len] = '\0';
	if (sequence->bytes[0] == 'O')
		return letter(sequence, final, key);
	if (sequence->bytes[1] == '<')
		return mouse(sequence, final, key);
	if (final == '~')
		return number(sequence, key);
	if (final == 'M' && sequence->len == 1) {
		sequence->raw = OLD_MOUSE;
		return SCREEN_CURSES_SEQUENCE_MORE;
	}
	return letter(sequence, final, key);
}

/* -- reading ----------------------------------------------------------------
 */

static bool is_within(wint_t c, wint_t from, wint_t to)
{
	return c >= from && c <= to;
}

bool screen_curses_sequence_is(wint_t introducer, wint_t first)
{
	if (introducer == 'O')
		return is_within(first, 'A', 'D') || first == 'F' ||
		       first == 'H' || first == 'M' ||
		       is_within(first, 'P', 'S');
	return is_within(first, '0', '9') || is_within(first, '<', '?') ||
	       is_within(first, 'A', 'Z');
}

void screen_curses_sequence_begin(
	struct screen_curses_sequence *sequence, wint_t introducer)
{
	memset(sequence, 0, sizeof(*sequence));
	sequence->bytes[0] = (char)introducer;
	sequence->len = 1;
}

enum screen_curses_sequence_result screen_curses_sequence_take(
	struct screen_curses_sequence *sequence, wint_t c, struct key *key)
{
	if (sequence->raw > 0)
		return --sequence->raw > 0 ? SCREEN_CURSES_SEQUENCE_MORE
					   : SCREEN_CURSES_SEQUENCE_NOTHING;
	if (is_within(c, 0x40, 0x7e))
		return finish(sequence, (char)c, key);
	if (!is_within(c, 0x20, 0x3f) ||
		sequence->len >= sizeof(sequence->bytes) - 1)
		return SCREEN_CURSES_SEQUENCE_BROKEN;
	sequence->bytes[sequence->len++] = (char)c;
	return SCREEN_CURSES_SEQUENCE_MORE;
}
