/* SPDX-License-Identifier: MIT
 *
 * What a filter has found in a text that is shown. A text is folded cell by
 * cell with a note for each folded byte of where its cell is, so that a place
 * in the folded text is a place on the screen: "ß" is found by "ss", and both
 * its halves are the one cell.
 */
#include <string.h>

#include "filter-private.h"
#include "text.h"

/* Folding makes a text longer at most by this. */
#define FOLDED_MAX (4 * FILTER_TEXT_MAX)

struct shown {
	const char *text;
	unsigned char *marks;
	struct buf folded;
	uint16_t from[FOLDED_MAX]; /* byte of the text, of each folded one */
	uint16_t cells[FILTER_TEXT_MAX + 1]; /* bytes of the cell there */
	bool found;
};

static void fold_cells(struct shown *shown)
{
	size_t len = strlen(shown->text), at = 0, taken;
	struct text_cell cell;
	char bytes[FILTER_TEXT_MAX + 1];

	buf_init(&shown->folded, FOLDED_MAX - 1);
	for (; (taken = text_next(shown->text + at, len - at, &cell)) > 0;
		at += taken) {
		size_t before = shown->folded.len;

		text_format(bytes, sizeof(bytes), "%.*s", (int)taken,
			shown->text + at);
		text_fold(&shown->folded, bytes);
		for (size_t i = before; i < shown->folded.len; i++)
			shown->from[i] = (uint16_t)at;
		shown->cells[at] = (uint16_t)taken;
	}
}

static void mark(struct shown *shown, size_t from, size_t to)
{
	shown->found |= to > from;
	memset(shown->marks + from, 1, to - from);
}

/* From the first cell to behind the last one. */
static void mark_folded(struct shown *shown, size_t from, size_t to)
{
	size_t last;

	if (to <= from)
		return;
	last = shown->from[to - 1];
	mark(shown, shown->from[from], last + shown->cells[last]);
}

static void mark_word(struct shown *shown, const struct filter_atom *atom)
{
	bool is_exact = atom->exact != NULL;
	const char *text = is_exact ? shown->text : buf_text(&shown->folded);
	const char *word = is_exact ? atom->exact : atom->folded;
	size_t len = strlen(word);

	for (const char *hit = text; (hit = strstr(hit, word)) != NULL;
		hit += len) {
		size_t at = (size_t)(hit - text);

		if (is_exact)
			mark(shown, at, at + len);
		else
			mark_folded(shown, at, at + len);
	}
}

static void mark_expression(struct shown *shown, const struct filter_atom *atom)
{
	const char *text =
		atom->is_exact ? shown->text : buf_text(&shown->folded);
	size_t at = 0;
	regmatch_t hit;

	while (regexec(&atom->search, text + at, 1, &hit,
		       at > 0 ? REG_NOTBOL : 0) == 0 &&
		hit.rm_eo > hit.rm_so) {
		size_t from = at + (size_t)hit.rm_so;

		at += (size_t)hit.rm_eo;
		if (atom->is_exact)
			mark(shown, from, at);
		else
			mark_folded(shown, from, at);
	}
}

static void mark_atom(struct shown *shown, const struct filter_atom *atom)
{
	if (atom->kind == FILTER_WORD)
		mark_word(shown, atom);
	else if (atom->kind == FILTER_EXPRESSION)
		mark_expression(shown, atom);
}

/* What is looked for in this field, and not to be left out. */
static bool is_about(const struct filter_term *term,
	const struct filter_atom *atom, enum filter_field field)
{
	return !term->excludes && atom->kind != FILTER_RANGE &&
	       (atom->field == field || atom->field == FILTER_ANY);
}

static bool finds_any(
	const struct filter *filter, enum filter_field field, const char *text)
{
	for (size_t i = 0; i < filter->count; i++) {
		const struct filter_term *term = &filter->terms[i];

		for (size_t j = 0; j < term->count; j++) {
			if (is_about(term, &term->atoms[j], field) &&
				filter_atom_finds(&term->atoms[j], text))
				return true;
		}
	}
	return false;
}

bool filter_mark(const struct filter *filter, enum filter_field field,
	const char *text, unsigned char *marks)
{
	struct shown shown = {.text = text, .marks = marks};
	size_t len = strlen(text);

	if (len > FILTER_TEXT_MAX)
		return false;
	memset(marks, 0, len);
	/* Most texts have nothing to mark, and this is asked for each. */
	if (filter_is_empty(filter) || !finds_any(filter, field, text))
		return false;
	fold_cells(&shown);
	for (size_t i = 0; i < filter->count; i++) {
		const struct filter_term *term = &filter->terms[i];

		for (size_t j = 0; j < term->count; j++) {
			if (is_about(term, &term->atoms[j], field))
				mark_atom(&shown, &term->atoms[j]);
		}
	}
	buf_clear(&shown.folded);
	return shown.found;
}
