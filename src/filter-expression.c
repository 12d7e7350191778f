/* SPDX-License-Identifier: MIT
 *
 * Expressions are those of regcomp(3), extended. What makes its time or memory
 * grow without a good limit is refused first:
 *
 *   - a reference back to a group;
 *   - repeats that multiply: a library may copy what is repeated, a copy for
 *     each "+" and n of them for "{n}";
 *   - repeats of repeats ("a****"): glibc takes a step for each way through
 *     them;
 *   - much that is wide behind or in a repeat without an end: the automaton of
 *     ".*[a-m].{20}x" has a state for each set of the last 21 letters that may
 *     have been in [a-m], 2 KiB each, and glibc keeps them all. Wide is what
 *     more than one text can stand for: ".", "[...]", "a|b", "x?".
 */
#include <stdlib.h>
#include <string.h>

#include "filter-private.h"
#include "text.h"

#define EXPRESSION_MAX 256  /* bytes */
#define COPIES_MAX     1024 /* of the innermost part */
#define GROUPS_MAX     16   /* one in another */
#define REPEATS_MAX    2    /* right behind one another */
#define WIDE_MAX       10   /* in and behind a repeat without an end */

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

/* "{n,m}": its larger number; it may have no end, or be always the same. */
struct repeat {
	long most;
	bool has_no_end, is_fixed;
};

static struct repeat read_braces(const char *text)
{
	struct repeat repeat = {.is_fixed = true};

	while (*text != '\0' && *text != '}') {
		long number = 0;

		repeat.is_fixed = *text != ',' && repeat.is_fixed;
		repeat.has_no_end = *text == ',';
		text++;
		while (*text >= '0' && *text <= '9' && number <= COPIES_MAX) {
			number = 10 * number + (*text++ - '0');
			repeat.has_no_end = false;
		}
		if (number > repeat.most)
			repeat.most = number;
	}
	return repeat;
}

static struct repeat read_repeat(const char *text)
{
	if (*text == '{')
		return read_braces(text);
	return (struct repeat){.most = 1, .has_no_end = *text != '?'};
}

/* How far the expression was read. All but copies are numbers of wide parts,
 * each copy counted. */
struct cost {
	long copies;
	long wide;
	long last;    /* before the last part: a group, a bracket, one letter */
	long endless; /* before the first part that repeats without an end; -1
		       */
	long starts[GROUPS_MAX + 1]; /* before the groups that are open */
	int groups;
	int repeats; /* right behind one another; the most of them */
	int most_repeats;
};

static void add_part(struct cost *cost, bool is_wide)
{
	cost->last = cost->wide;
	cost->wide += is_wide;
}

/* All copies of a part but the first are behind what is in it. */
static void add_repeat(struct cost *cost, const char *text)
{
	struct repeat repeat = read_repeat(text);
	long part = cost->wide - cost->last;
	bool has_endless = repeat.has_no_end || cost->endless >= cost->last;

	if (*text == '+')
		cost->copies *= 2;
	if (*text == '{')
		cost->copies *= repeat.most + 1;
	if (part == 0 && !repeat.is_fixed)
		part = 1;
	else if (repeat.most > 1)
		part *= repeat.most;
	cost->wide = cost->last + part;
	if (has_endless && (cost->endless < 0 || cost->endless > cost->last))
		cost->endless = cost->last;
}

static void count_repeats(struct cost *cost, bool is_repeat)
{
	cost->repeats = is_repeat ? cost->repeats + 1 : 0;
	if (cost->repeats > cost->most_repeats)
		cost->most_repeats = cost->repeats;
}

static void open_group(struct cost *cost)
{
	if (cost->groups < GROUPS_MAX)
		cost->starts[cost->groups] = cost->wide;
	cost->groups++;
	cost->last = cost->wide;
}

static void close_group(struct cost *cost)
{
	if (cost->groups > 0)
		cost->last = cost->starts[--cost->groups];
}

/* What is in braces is no part. */
static const char *behind_braces(const char *text)
{
	size_t inside;

	if (*text != '{')
		return text + 1;
	inside = strspn(text + 1, "0123456789,");
	return text + 1 + inside + (text[1 + inside] == '}');
}

/* Behind the part at text, which is not an escape. */
static const char *add_one(struct cost *cost, const char *text)
{
	count_repeats(cost, strchr("*+?{", *text) != NULL);
	if (*text == '[') {
		add_part(cost, true);
		return skip_bracket(text);
	}
	if (*text == '(')
		open_group(cost);
	else if (*text == ')')
		close_group(cost);
	else if (strchr("*+?{", *text) != NULL)
		add_repeat(cost, text);
	else
		add_part(cost, *text == '.' || *text == '|');
	return behind_braces(text);
}

/* Behind the escape, "\w" and the like are wide; NULL and *error. */
static const char *
add_escape(struct cost *cost, const char *text, struct error *error)
{
	if (text[1] >= '1' && text[1] <= '9') {
		error_set(error, ERROR_USAGE,
			"An expression cannot refer back to a group (\\%c).",
			text[1]);
		return NULL;
	}
	count_repeats(cost, false);
	add_part(cost, text[1] != '\0' && strchr("wWsS", text[1]) != NULL);
	return text + (text[1] != '\0' ? 2 : 1);
}

static bool is_cheap(const struct cost *cost, struct error *error)
{
	if (cost->copies > COPIES_MAX || cost->groups > GROUPS_MAX ||
		cost->most_repeats > REPEATS_MAX)
		return error_set(
			error, ERROR_USAGE, "The expression repeats too much.");
	if (cost->endless >= 0 && cost->wide - cost->endless > WIDE_MAX)
		return error_set(error, ERROR_USAGE,
			"The expression has more than %d parts like . and [] "
			"in or behind a repeat without an end.",
			WIDE_MAX);
	return true;
}

static bool check_cost(const char *text, struct error *error)
{
	struct cost cost = {.copies = 1, .endless = -1};

	while (*text != '\0') {
		text = *text == '\\' ? add_escape(&cost, text, error)
				     : add_one(&cost, text);
		if (text == NULL || !is_cheap(&cost, error))
			return false;
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
