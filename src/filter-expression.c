/* SPDX-License-Identifier: MIT
 *
 * Expressions are those of regcomp(3), extended. What makes its time or memory
 * grow without a good limit is refused first: a reference back to a group, and
 * repeats that multiply (a library may copy what is repeated, a copy for each
 * "+" and n of them for "{n}").
 */
#include <stdlib.h>
#include <string.h>

#include "filter-private.h"
#include "text.h"

#define EXPRESSION_MAX 256  /* bytes */
#define COPIES_MAX     1024 /* of the innermost part */
#define GROUPS_MAX     16   /* one in another */

/* -- cost -- */

/* Behind a bracket expression that begins at text. */
static const char *skip_bracket(const char *text)
{
	text++;
	text += *text == '^';
	text += *text == ']';
	while (*text != '\0' && *text != ']') {
		/* "[:alpha:]", "[.x.]", "[=x=]" */
		if (*text == '[' && text[1] != '\0' &&
			strchr(":.=", text[1]) != NULL) {
			char end[3] = {text[1], ']', '\0'};
			const char *behind = strstr(text + 2, end);

			text = behind != NULL ? behind + 2
					      : text + strlen(text);
		} else {
			text++;
		}
	}
	return text + (*text == ']');
}

/* The larger number of "{n,m}", and one that stands for the rest. */
static long copies_of(const char *text)
{
	long most = 1;

	if (*text == '+')
		return 2;
	if (*text != '{')
		return 1;
	for (text++; *text != '\0' && *text != '}'; text++) {
		long number = 0;

		while (*text >= '0' && *text <= '9' && number <= COPIES_MAX)
			number = 10 * number + (*text++ - '0');
		most = number > most ? number : most;
		if (*text == '\0' || *text == '}')
			break;
	}
	return most + 1;
}

static bool check_escape(const char *text, struct error *error)
{
	if (text[1] >= '1' && text[1] <= '9')
		return error_set(error, ERROR_USAGE,
			"An expression cannot refer back to a group (\\%c).",
			text[1]);
	return true;
}

static bool check_cost(const char *text, struct error *error)
{
	long copies = 1;
	int groups = 0;

	while (*text != '\0') {
		if (*text == '[') {
			text = skip_bracket(text);
			continue;
		}
		if (*text == '\\') {
			if (!check_escape(text, error))
				return false;
			text += text[1] != '\0' ? 2 : 1;
			continue;
		}
		groups += *text == '(';
		groups -= *text == ')';
		copies *= copies_of(text);
		if (copies > COPIES_MAX || groups > GROUPS_MAX)
			return error_set(error, ERROR_USAGE,
				"The expression repeats too much.");
		text++;
	}
	return true;
}

/* -- case -- */

/* A capital behind a backslash is no letter. */
static void without_escapes(const char *text, struct buf *out)
{
	for (; *text != '\0'; text++) {
		if (*text == '\\' && text[1] != '\0')
			text++;
		else
			buf_putc(out, *text);
	}
}

static bool is_exact(const char *text)
{
	struct buf letters;
	bool has;

	buf_init(&letters, EXPRESSION_MAX);
	without_escapes(text, &letters);
	has = text_has_capital(buf_text(&letters));
	buf_clear(&letters);
	return has;
}

/* There are no capitals but behind a backslash: only what is outside of ASCII
 * folds. */
static void fold(const char *text, struct buf *out)
{
	while (*text != '\0') {
		size_t ascii = 0, other;
		char part[EXPRESSION_MAX];

		while (text[ascii] != '\0' && (unsigned char)text[ascii] < 0x80)
			ascii++;
		buf_add(out, text, ascii);
		text += ascii;
		for (other = 0; (unsigned char)text[other] >= 0x80;)
			other++;
		text_format(part, sizeof(part), "%.*s", (int)other, text);
		text_fold(out, part);
		text += other;
	}
}

/* -- compiling -- */

static bool compile(regex_t *search, const char *text, const char *typed,
	struct error *error)
{
	int code = regcomp(search, text, REG_EXTENDED);
	char why[160];

	if (code == 0)
		return true;
	regerror(code, search, why, sizeof(why));
	return error_set(error, ERROR_USAGE,
		"The expression ~%.80s cannot be read: %s.", typed, why);
}

bool filter_expression_parse(
	struct filter_atom *atom, const char *text, struct error *error)
{
	struct buf folded;
	bool ok;

	if (strlen(text) >= EXPRESSION_MAX)
		return error_set(error, ERROR_USAGE,
			"An expression has at most %d bytes.",
			EXPRESSION_MAX - 1);
	if (!check_cost(text, error))
		return false;
	atom->is_exact = is_exact(text);
	buf_init(&folded, (size_t)8 * EXPRESSION_MAX);
	if (!atom->is_exact)
		fold(text, &folded);
	ok = compile(&atom->search, atom->is_exact ? text : buf_text(&folded),
		text, error);
	buf_clear(&folded);
	if (ok)
		atom->kind = FILTER_EXPRESSION;
	return ok;
}
