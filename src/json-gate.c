/* SPDX-License-Identifier: MIT
 *
 * One pass over the text, by recursive descent along the grammar of RFC 8259.
 * The recursion is bounded by JSON_GATE_DEPTH. As soon as there is something to
 * repair, what is fine is copied in runs as it stands; repairs cut a run:
 *
 *   input   "abc \u0000 def"
 *            ^copied    ^at       the run before the repair, then U+FFFD
 */
#include "json-gate.h"

#include <string.h>

#include "attr.h"

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

struct gate {
	const unsigned char *text;
	size_t len;
	size_t at;     /* next byte to look at */
	size_t copied; /* bytes before this are in out or were replaced */
	size_t memory; /* bytes that keeping it takes */
	struct buf *out;
	struct error *error;
};

static bool value(struct gate *gate, int depth);

static bool refuse(struct gate *gate, const char *why)
{
	return error_set(gate->error, ERROR_FORMAT,
		"The answer is not valid JSON at byte %zu: %s.", gate->at, why);
}

static bool refuse_size(struct gate *gate, const char *why)
{
	return error_set(gate->error, ERROR_TOO_LARGE,
		"The answer is too large at byte %zu: %s.", gate->at, why);
}

/* The next byte, -1 at the end. */
static int peek(const struct gate *gate)
{
	return gate->at < gate->len ? gate->text[gate->at] : -1;
}

static void skip_blanks(struct gate *gate)
{
	int c = peek(gate);
	while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
		gate->at++;
		c = peek(gate);
	}
}

/* Writes the run that is fine, then U+FFFD for the next len bytes. */
static void replace(struct gate *gate, size_t len)
{
	buf_add(gate->out, gate->text + gate->copied, gate->at - gate->copied);
	buf_puts(gate->out, replacement);
	gate->at += len;
	gate->copied = gate->at;
}

/* True: that many bytes more may be kept. */
static bool keep(struct gate *gate, size_t bytes, const char *why)
{
	gate->memory += bytes;
	if (gate->memory > JSON_GATE_MEMORY)
		return refuse_size(gate, why);
	return true;
}

static bool literal(struct gate *gate, const char *word)
{
	size_t len = strlen(word);
	if (gate->len - gate->at < len ||
		memcmp(gate->text + gate->at, word, len) != 0)
		return refuse(gate, "an unknown word");
	gate->at += len;
	return true;
}

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool digits(struct gate *gate)
{
	if (!is_digit(peek(gate)))
		return refuse(gate, "a digit is missing in a number");
	while (is_digit(peek(gate)))
		gate->at++;
	return true;
}

static bool number(struct gate *gate)
{
	if (peek(gate) == '-')
		gate->at++;
	if (peek(gate) == '0')
		gate->at++;
	else if (!digits(gate))
		return false;
	if (peek(gate) == '.') {
		gate->at++;
		if (!digits(gate))
			return false;
	}
	if (peek(gate) != 'e' && peek(gate) != 'E')
		return true;
	gate->at++;
	if (peek(gate) == '+' || peek(gate) == '-')
		gate->at++;
	return digits(gate);
}

static int hex_value(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The unit of a \uXXXX at this place, -1 if there is none. */
static int unicode_escape(const struct gate *gate, size_t at)
{
	if (gate->len - at < 6 || gate->text[at] != '\\' ||
		gate->text[at + 1] != 'u')
		return -1;
	int unit = 0;
	for (size_t i = 2; i < 6; i++) {
		int digit = hex_value(gate->text[at + i]);
		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

static bool is_high_surrogate(int unit)
{
	return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low_surrogate(int unit)
{
	return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* cJSON would cut the string at \u0000 and refuse a lone surrogate. */
static bool escaped_unit(struct gate *gate)
{
	int unit = unicode_escape(gate, gate->at);
	if (unit < 0)
		return refuse(gate, "a \\u without four hexadecimal digits");
	if (is_high_surrogate(unit) &&
		is_low_surrogate(unicode_escape(gate, gate->at + 6)))
		gate->at += 12;
	else if (unit == 0 || is_high_surrogate(unit) || is_low_surrogate(unit))
		replace(gate, 6);
	else
		gate->at += 6;
	return true;
}

static bool escape(struct gate *gate)
{
	if (gate->len - gate->at < 2)
		return refuse(gate, "a string without an end");
	unsigned char c = gate->text[gate->at + 1];
	if (c == 'u')
		return escaped_unit(gate);
	if (c == '\0' || !strchr("\"\\/bfnrt", c))
		return refuse(gate, "an unknown escape in a string");
	gate->at += 2;
	return true;
}

/* Well-formed sequences: Unicode, table 3-7. Only the second byte's range
 * depends on the first. */
static const struct sequence {
	unsigned char first_min, first_max, second_min, second_max;
	size_t len;
} sequences[] = {
	{0xC2, 0xDF, 0x80, 0xBF, 2},
	{0xE0, 0xE0, 0xA0, 0xBF, 3},
	{0xE1, 0xEC, 0x80, 0xBF, 3},
	{0xED, 0xED, 0x80, 0x9F, 3},
	{0xEE, 0xEF, 0x80, 0xBF, 3},
	{0xF0, 0xF0, 0x90, 0xBF, 4},
	{0xF1, 0xF3, 0x80, 0xBF, 4},
	{0xF4, 0xF4, 0x80, 0x8F, 4},
};

static const struct sequence *sequence_of(unsigned char first)
{
	for (size_t i = 0; i < ARRAY_LEN(sequences); i++) {
		if (first >= sequences[i].first_min &&
			first <= sequences[i].first_max)
			return &sequences[i];
	}
	return NULL;
}

/* How many bytes from here belong together; *good if they are a character.
 * Otherwise they are replaced by one mark, as Unicode recommends. */
static size_t sequence_len(const struct gate *gate, bool *good)
{
	const unsigned char *p = gate->text + gate->at;
	size_t left = gate->len - gate->at;
	const struct sequence *sequence = sequence_of(p[0]);

	*good = false;
	if (!sequence || left < 2 || p[1] < sequence->second_min ||
		p[1] > sequence->second_max)
		return 1;
	for (size_t i = 2; i < sequence->len; i++) {
		if (i >= left || p[i] < 0x80 || p[i] > 0xBF)
			return i;
	}
	*good = true;
	return sequence->len;
}

static void beyond_ascii(struct gate *gate)
{
	bool good;
	size_t len = sequence_len(gate, &good);
	if (good)
		gate->at += len;
	else
		replace(gate, len);
}

/* `copies` of it are kept. */
static bool string(struct gate *gate, size_t copies)
{
	size_t start = gate->at;
	if (peek(gate) != '"')
		return refuse(gate, "a name in quotes is missing");
	gate->at++;
	for (;;) {
		int c = peek(gate);
		if (c < 0)
			return refuse(gate, "a string without an end");
		if (c == '"')
			break;
		if (c < 0x20)
			return refuse(gate, "a control character in a string");
		if (c == '\\') {
			if (!escape(gate))
				return false;
		} else if (c >= 0x80) {
			beyond_ascii(gate);
		} else {
			gate->at++;
		}
	}
	gate->at++;
	return keep(gate, copies * (gate->at - start), "it has too much text");
}

/* After a value: true and *more for a comma, true and !*more for the end. */
static bool separator(struct gate *gate, char end, bool *more)
{
	skip_blanks(gate);
	int c = peek(gate);
	*more = c == ',';
	if (c != ',' && c != end)
		return refuse(
			gate, "a comma or the closing bracket is missing");
	gate->at++;
	return true;
}

/* Whether the container that was just opened is empty; then it is closed. */
static bool closed_at_once(struct gate *gate, char end)
{
	skip_blanks(gate);
	if (peek(gate) != end)
		return false;
	gate->at++;
	return true;
}

static bool array(struct gate *gate, int depth)
{
	gate->at++;
	if (closed_at_once(gate, ']'))
		return true;
	bool more = true;
	while (more) {
		if (!value(gate, depth) || !separator(gate, ']', &more))
			return false;
	}
	return true;
}

static bool object(struct gate *gate, int depth)
{
	gate->at++;
	if (closed_at_once(gate, '}'))
		return true;
	bool more = true;
	while (more) {
		skip_blanks(gate);
		if (!string(gate, 1))
			return false;
		skip_blanks(gate);
		if (peek(gate) != ':')
			return refuse(gate, "a colon is missing");
		gate->at++;
		if (!value(gate, depth) || !separator(gate, '}', &more))
			return false;
	}
	return true;
}

static bool container(struct gate *gate, int depth)
{
	if (depth >= JSON_GATE_DEPTH)
		return refuse_size(gate, "it is nested too deeply");
	return peek(gate) == '[' ? array(gate, depth + 1)
				 : object(gate, depth + 1);
}

static bool value(struct gate *gate, int depth)
{
	if (!keep(gate, JSON_GATE_VALUE, "it has too many values"))
		return false;
	skip_blanks(gate);
	int c = peek(gate);
	switch (c) {
	case '[':
	case '{':
		return container(gate, depth);
	case '"':
		return string(gate, 2);
	case 't':
		return literal(gate, "true");
	case 'f':
		return literal(gate, "false");
	case 'n':
		return literal(gate, "null");
	default:
		if (c == '-' || is_digit(c))
			return number(gate);
		return refuse(gate,
			c < 0 ? "it ends too early" : "a value is missing");
	}
}

static bool whole(struct gate *gate)
{
	if (!value(gate, 0))
		return false;
	skip_blanks(gate);
	if (gate->at < gate->len)
		return refuse(gate, "there is something behind its end");
	if (gate->copied == 0)
		return true;
	buf_add(gate->out, gate->text + gate->copied, gate->len - gate->copied);
	if (gate->out->full)
		return refuse_size(gate, "it does not fit after repairs");
	return keep(gate, 2 * gate->out->len, "it does not fit after repairs");
}

bool json_gate(
	const char *text, size_t len, struct buf *out, struct error *error)
{
	if (len > JSON_GATE_SIZE)
		return error_set(error, ERROR_TOO_LARGE,
			"The answer is too large: it has %zu bytes and "
			"ends behind byte %d, the limit.",
			len, JSON_GATE_SIZE);
	struct gate gate = {
		.text = (const unsigned char *)text,
		.len = len,
		.memory = len,
		.out = out,
		.error = error,
	};
	return whole(&gate);
}
