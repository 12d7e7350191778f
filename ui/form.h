/* SPDX-License-Identifier: MIT
 *
 * A form: text fields, choices, on and off, lists with toggles, and buttons,
 * from a const table of fields and an array of values (terminal.md 3.3,
 * product.md 3 "In dialogs"). The stops are the fields from top to bottom,
 * Cancel, further buttons, the verb. Enter in a field goes to the next stop and
 * never submits; Enter or Space presses a focused button; Esc cancels; a paste
 * never submits. What is wrong with a field stands below it, and the focus
 * goes to the first wrong one. What does not fit scrolls, the buttons stay. A
 * form without fields is a question: y presses the verb, n leaves.
 *
 *	enum { FIRST, EMAIL, FIELDS };
 *	static const struct form_field fields[FIELDS] = {
 *		[FIRST] = {.kind = FORM_TEXT, .label = "First name",
 *			.required = true},
 *		[EMAIL] = {.kind = FORM_TEXT, .label = "E-mail",
 *			.required = true, .check = form_check_email},
 *	};
 */
#ifndef FORM_H
#define FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "style.h"
#include "view.h"

enum form_kind {
	FORM_TEXT,   /* one line */
	FORM_CHOICE, /* one of some words: Left, Right, Space */
	FORM_SWITCH, /* on or off: Space */
	FORM_LIST,   /* rows, each on or off: Space, A all, 0 none, / filter */
};

struct form_field {
	enum form_kind kind;
	const char *label; /* at most 20 columns or so */
	const char *help;  /* under the field while it is focused; NULL */
	const char *const *choices; /* FORM_CHOICE; NULL behind the last */
	bool required; /* a text is not empty; of a list one row is on */
	size_t max;    /* most bytes of a text; 0: LINE_EDIT_MAX - 1 */
	/* Whether this text, which is not empty, will do; else why not. NULL:
	 * any will. */
	bool (*check)(const struct form_field *field, const char *text,
		struct error *error);
	const char *name; /* for `check`, if it looks after several; or NULL */
};

/* A row of a list. */
struct form_item {
	const char *text;
	const char *reason; /* why it cannot be switched; NULL: it can */
	bool on;
	bool was; /* with form_options.compares: "+" and "-" against this */
};

/* The value of a field, by its kind. */
struct form_value {
	const char *text; /* without blanks around it; NULL is "" */
	size_t choice;	  /* index */
	bool on;
	const struct form_item *items;
	size_t count;
};

struct form;

struct form_hooks {
	/*
	 * The verb (button 0) was pressed and every field is right by itself,
	 * or another button (1, ...) was, and nothing was looked at. True:
	 * close; `done` gets the values. False: it stays open, and the reason
	 * was given by form_wrong or form_say, or form_busy. NULL: close.
	 */
	bool (*press)(struct form *form, void *data, size_t button,
		const struct form_value *values);
	/* The person has changed a value. May be NULL. */
	void (*edited)(struct form *form, void *data, size_t field,
		const struct form_value *values);
	/* A key on a row of a list that has the focus, before all else; true:
	 * it was used. May be NULL. */
	bool (*row_key)(struct form *form, void *data, size_t field, size_t row,
		key_code code);
	/* The store has changed. May be NULL. */
	void (*changed)(struct form *form, void *data);
	/* Ctrl-C; false: there is nothing to cancel. May be NULL. */
	bool (*cancel)(struct form *form, void *data);
	/*
	 * Once, when the form is off the screen: the values, or NULL if it was
	 * left. `owner` is NULL if it was closed meanwhile. Frees `data`.
	 */
	void (*done)(struct view *owner, void *data,
		const struct form_value *values);
};

struct form_options {
	const char *title;		 /* names the object: "Note - 900101" */
	const char *intro;		 /* a paragraph above; NULL */
	const struct form_field *fields; /* lent as long as the form lives */
	size_t field_count;		 /* 0: a question */
	const struct form_value *values; /* copied; NULL: all empty */
	const char *verb;		 /* "Add contact" */
	const char *leave;		 /* NULL: "Cancel" */
	const char *const *buttons; /* further ones, NULL behind; or NULL */
	bool sends; /* the verb sends: what was typed before it was drawn is
		     * thrown away, and a held Enter cannot press it again */
	/* For the hint line of a list with keys of its own, before the others:
	 * "J K\tmove  "; lent. NULL. */
	const char *row_hints;
	bool compares; /* lists show + and - against `was` */
	size_t focus;  /* the field to begin with */
	const struct form_hooks *hooks;
	void *data;
};

/* Opens over `owner`. The app owns it; it may be used until `done`. */
struct form *
form_open(struct app *app, struct view *owner, const struct form_options *);
/* Close it as the verb does: `done` gets the values. */
void form_finish(struct form *form);

/* What is wrong with a field (copied); the focus goes to it. "" takes it away.
 */
void form_wrong(struct form *form, size_t field, const char *sentence);
/* What stands in the place of its help (copied, at most 255 bytes): what comes
 * of what was typed. "" brings the help back. */
void form_note(struct form *form, size_t field, const char *note);
/* A sentence above the buttons (copied); "" takes it away. */
void form_say(struct form *form, enum style style, const char *sentence);
/* Work has begun: nothing can be changed or pressed but Cancel, which reads
 * Hide, and the verb reads `progress` ("sending... 3s"). NULL: it is over. */
void form_busy(struct form *form, const char *progress);
/* A value of another field follows from what was edited. */
void form_set_text(struct form *form, size_t field, const char *text);
void form_set_choice(struct form *form, size_t field, size_t choice);
/* The items of a list have come or changed (copied). */
void form_set_items(struct form *form, size_t field,
	const struct form_item *items, size_t count);

/* The cursor of a list to this row. */
void form_go(struct form *form, size_t field, size_t row);

struct app *form_app(const struct form *form);
/* To ask over it (confirm_open): its view as the owner, and back. */
struct view *form_view(struct form *form);
struct form *form_of_view(struct view *view);
void *form_data(struct form *form);

/* For form_field.check: one address, printable ASCII. */
bool form_check_email(
	const struct form_field *field, const char *text, struct error *error);
/* Its commands, for all that looks through the keys of every view. */
const struct command *form_commands(size_t *count);

#endif
