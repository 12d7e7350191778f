/* SPDX-License-Identifier: MIT
 *
 * Reading a filter:
 *
 *	filter       = { " " term }
 *	term         = ["!"] alternative { "|" alternative }
 *	alternative  = [ field ( ":" | "<" | "<=" | ">" | ">=" ) ] value
 *	value        = word | '"' phrase '"' | "~" expression
 *
 * What is still being typed says nothing yet: "!", "name:" and an open quote
 * are no errors. An expression goes on to the next blank, '|' included.
 */
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "clock.h"
#include "filter-private.h"
#include "mem.h"
#include "text.h"

/* What was typed, and how far it was read. */
struct reader {
	const char *at;
	enum filter_field field; /* of this alternative and those behind it */
	char op[3];
	size_t atoms; /* so far */
	struct error *error;
};

/* -- words -- */

static bool says(const struct filter_atom *atom)
{
	return atom->kind != FILTER_WORD || atom->folded != NULL;
}

/* Ages that are shown with each unit, to see what letters they have. */
static const int64_t ages[] = {0, 60, 3600, 86400, (int64_t)366 * 86400};

static bool
can_be_in(const struct filter_atom *atom, const struct waiting *waiting)
{
	char text[128];

	return filter_atom_finds(atom,
		waiting_text(waiting, clock_seconds(), text, sizeof(text)));
}

/* The first gate that a person is told of; the last is the recipient. */
#define FIRST_GATE WAITING_ADMINISTRATOR
#define ALL_GATES  ((2U << WAITING_RECIPIENT) - (1U << FIRST_GATE))

/* The bit of the gate if the word can be in its text. Numbers are not known
 * yet, so for those that have some any digit will do. */
static unsigned bit_of(const struct filter_atom *atom, enum waiting_gate gate)
{
	struct waiting waiting = {.gate = gate, .of = 1};
	bool has_number =
		gate == WAITING_DOMAIN || gate == WAITING_ORDER_APPROVAL;

	if (has_number && strpbrk(atom->folded, "0123456789") != NULL)
		return 1U << gate;
	for (size_t i = 0; i < 2 * ARRAY_LEN(ages); i++) {
		waiting.since = clock_seconds() - ages[i / 2];
		waiting.guessed = i % 2 == 0;
		if (can_be_in(atom, &waiting))
			return 1U << gate;
	}
	return 0;
}

static unsigned gates_of(const struct filter_atom *atom)
{
	unsigned gates = 0;

	for (int gate = FIRST_GATE; gate <= WAITING_RECIPIENT; gate++)
		gates |= bit_of(atom, (enum waiting_gate)gate);
	return gates;
}

static void set_word(struct filter_atom *atom, const char *text)
{
	struct buf folded;

	if (*text == '\0')
		return;
	buf_init(&folded, SIZE_MAX);
	text_fold(&folded, text);
	atom->folded = buf_take(&folded);
	if (text_has_capital(text))
		atom->exact = mem_dup(text);
	atom->gates = gates_of(atom);
}

/* -- alternatives -- */

/* Up to one of these characters, or to the closing quote. */
static void
read_text(struct reader *reader, const char *ends, char *out, size_t size)
{
	bool is_quoted = *reader->at == '"';
	size_t len;

	if (is_quoted) {
		reader->at++;
		ends = "\"";
	}
	len = strcspn(reader->at, ends);
	text_format(out, size, "%.*s", (int)len, reader->at);
	reader->at += len;
	if (is_quoted && *reader->at == '"')
		reader->at++;
}

static bool is_text_op(const struct reader *reader)
{
	return reader->op[0] == ':';
}

/* Dates and ages are ranges with ":", too; what a row waits on is a text
 * then. */
static bool is_range(const struct reader *reader)
{
	if (!is_text_op(reader))
		return true;
	return filter_field_holds(reader->field) == FILTER_DATES ||
	       reader->field == FILTER_AGE;
}

static bool read_value(struct reader *reader, struct filter_atom *atom)
{
	bool is_expression = *reader->at == '~' && is_text_op(reader);
	char text[FILTER_MAX];

	atom->field = reader->field;
	reader->at += is_expression;
	read_text(reader, is_expression ? " " : " |", text, sizeof(text));
	if (is_expression) {
		atom->gates = ALL_GATES;
		return *text == '\0' ||
		       filter_expression_parse(atom, text, reader->error);
	}
	if (*text != '\0' && is_range(reader))
		return filter_range_parse(
			atom, reader->op, text, reader->error);
	set_word(atom, text);
	return true;
}

/* "name:"; letters alone, so that "12:30" and "2001:db8::1" are words. */
static bool read_field(struct reader *reader)
{
	size_t len = strspn(reader->at, "abcdefghijklmnopqrstuvwxyz"
					"ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
	const char *op = reader->at + len;

	if (len == 0 || *op == '\0' || strchr(":<>", *op) == NULL)
		return true;
	reader->field = filter_field_find(reader->at, len);
	if (reader->field == FILTER_ANY)
		return filter_field_unknown(reader->at, len, reader->error);
	reader->op[0] = *op;
	reader->op[1] = *op != ':' && op[1] == '=' ? '=' : '\0';
	reader->at = op + strlen(reader->op);
	return true;
}

static void clear_atom(struct filter_atom *atom)
{
	free(atom->folded);
	free(atom->exact);
	if (atom->kind == FILTER_EXPRESSION)
		regfree(&atom->search);
}

/* -- terms -- */

static bool read_alternative(struct reader *reader, struct filter_term *term)
{
	struct filter_atom atom = {0};

	if (!read_field(reader) || !read_value(reader, &atom))
		return false;
	if (!says(&atom))
		return true;
	if (reader->atoms == FILTER_ATOMS) {
		clear_atom(&atom);
		return error_set(reader->error, ERROR_USAGE,
			"A filter has at most %d alternatives.", FILTER_ATOMS);
	}
	reader->atoms++;
	if (term->count == term->room) {
		term->room = term->room > 0 ? 2 * term->room : 1;
		term->atoms = mem_resize(
			term->atoms, term->room, sizeof(*term->atoms));
	}
	term->atoms[term->count++] = atom;
	return true;
}

static bool read_term(struct reader *reader, struct filter_term *term)
{
	term->excludes = *reader->at == '!';
	reader->at += term->excludes;
	reader->field = FILTER_ANY;
	text_format(reader->op, sizeof(reader->op), ":");
	for (;;) {
		if (!read_alternative(reader, term))
			return false;
		if (*reader->at != '|')
			return true;
		reader->at++;
	}
}

static void clear_term(struct filter_term *term)
{
	for (size_t i = 0; i < term->count; i++)
		clear_atom(&term->atoms[i]);
	free(term->atoms);
	*term = (struct filter_term){0};
}

static bool
add_term(struct filter *filter, struct filter_term *term, struct error *error)
{
	if (term->count == 0)
		return true;
	if (filter->count == FILTER_TERMS)
		return error_set(error, ERROR_USAGE,
			"A filter has at most %d words.", FILTER_TERMS);
	filter->terms[filter->count++] = *term;
	*term = (struct filter_term){0};
	return true;
}

static bool
read_filter(struct filter *filter, const char *text, struct error *error)
{
	struct reader reader = {.at = text, .error = error};
	struct filter_term term = {0};
	bool ok = true;

	while (ok && *(reader.at += strspn(reader.at, " ")) != '\0') {
		ok = read_term(&reader, &term) &&
		     add_term(filter, &term, error);
		clear_term(&term);
	}
	return ok;
}

struct filter *filter_new(const char *text, struct error *error)
{
	struct filter *filter = mem_zalloc(sizeof(*filter));

	if (strlen(text) < FILTER_MAX && read_filter(filter, text, error))
		return filter;
	if (strlen(text) >= FILTER_MAX)
		error_set(error, ERROR_USAGE, "A filter has at most %d bytes.",
			FILTER_MAX - 1);
	filter_free(filter);
	return NULL;
}

void filter_free(struct filter *filter)
{
	if (filter == NULL)
		return;
	for (size_t i = 0; i < filter->count; i++)
		clear_term(&filter->terms[i]);
	free(filter);
}

bool filter_is_empty(const struct filter *filter)
{
	return filter == NULL || filter->count == 0;
}

bool filter_asks_for(const struct filter *filter, enum filter_field field)
{
	size_t terms = filter != NULL ? filter->count : 0;

	for (size_t i = 0; i < terms; i++) {
		const struct filter_term *term = &filter->terms[i];

		for (size_t j = 0; j < term->count; j++) {
			if (term->atoms[j].field == field)
				return true;
		}
	}
	return false;
}
