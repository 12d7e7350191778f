/* SPDX-License-Identifier: MIT
 *
 * What form.c (what it does) and form-draw.c (what it looks like) share.
 */
#ifndef FORM_PRIVATE_H
#define FORM_PRIVATE_H

#include "form.h"
#include "line-edit.h"
#include "mem.h"

struct form_row {
	char *text, *reason;
	bool on, was;
};

/* A field as it stands. */
struct form_stop {
	struct line_edit edit;
	char *trimmed; /* what edit.text is for the hooks */
	size_t choice;
	bool on;
	struct form_row *rows;
	size_t row_count;
	size_t *shown;	  /* indexes of rows: those that the filter leaves */
	struct list list; /* of shown */
	char filter[128];
	char wrong[ERROR_TEXT_SIZE];
	char note[256];
	/* Of the last layout: where it is among all lines, and how tall. */
	int top, height, list_rows;
};

struct form {
	struct view view;
	struct view *owner;
	char *title, *intro, *progress;
	char **buttons; /* Cancel, the further ones, the verb */
	size_t button_count;
	const struct form_field *fields;
	struct form_stop *stops;
	struct form_value *values; /* for the hooks */
	size_t field_count;
	size_t focus; /* a field, then field_count + button */
	bool sends, compares;
	const char *row_hints;
	bool finished; /* by the verb */
	bool locked;   /* the verb: move or change something first */
	char said[ERROR_TEXT_SIZE * 2];
	enum style said_style;
	const struct form_hooks *hooks;
	void *data;
	/* Of the last layout. */
	int lines, scroll, body_rows, said_rows, button_rows;
};

static inline const struct form *form_at(const struct view *view)
{
	return (const struct form *)view;
}

/* The field that has the focus; NULL: a button has. */
struct form_stop *form_focused(struct form *form);
/* 0 is Cancel, the last one the verb. */
bool form_may_press(const struct form *form, size_t button);

/* What a click means: a field, then field_count + button, and from here on the
 * rows of the lists. */
#define FORM_ROW_IDS 1000000L

/* -- form-value.c -- */

/* The values for the hooks, lent until the next time. */
const struct form_value *form_collect(struct form *form);
void form_free_items(struct form_value *value);
void form_free_rows(struct form_stop *stop);
/* The rows that the filter leaves. */
void form_show_rows(struct form_stop *stop);
size_t form_choice_count(const struct form_field *field);
/* Notes what is wrong with it. `leaving`: of a field that is empty there is
 * nothing to say yet. */
bool form_check(struct form *form, size_t field, bool leaving);
/* All of them; the focus goes to the first wrong one. */
bool form_check_all(struct form *form);

/* -- form-draw.c -- */

void form_draw_size(const struct view *view, int max_rows, int max_cols,
	int *rows, int *cols);
void form_draw_layout(struct view *view, int rows, int cols);
void form_draw_all(const struct view *view, struct region region);
/* Column of the values. */
int form_draw_value_col(const struct form *form, int cols);

/* -- form-lines.c -- */

extern const struct view_lines form_lines;

/* -- form-list.c -- */

/* The lines that it takes where there is room for so many. */
int form_list_rows(const struct form *form, const struct form_stop *stop,
	int room, int cols);
void form_list_layout(
	const struct form *form, struct form_stop *stop, int cols);
/* The line of the row under the cursor, counted from that of the label, and
 * in *end the one behind it; of other fields that of the label itself. */
int form_list_cursor(const struct form *form, const struct form_stop *stop,
	int cols, int *end);
void form_list_draw(
	const struct form *form, struct region body, int row, size_t field);

#endif
