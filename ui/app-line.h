/* SPDX-License-Identifier: MIT
 *
 * The line that is asked for at the bottom of the screen ("/", ":").
 */
#ifndef APP_LINE_H
#define APP_LINE_H

#include "app.h"
#include "line-complete.h"
#include "line-edit.h"
#include "line-history.h"

struct app_line {
	struct view *view; /* who asks; NULL: nobody */
	char prompt[16];
	const char *hint; /* lent; NULL: none */
	struct line_edit edit;
	const struct line_history *history; /* lent; NULL: none */
	size_t back;			    /* 0: what was typed is shown */
	char typed[LINE_EDIT_MAX];
	bool joins_lines;  /* app_line_join */
	bool by_beginning; /* only those that begin with what was typed */
	app_line_fn changed, done;
	struct line_complete complete;
};

void app_line_open(struct app_line *line, struct view *view, const char *prompt,
	const char *text, app_line_fn changed, app_line_fn done);
/* Up and Down go through these, until the line is closed; by_beginning: through
 * those that begin with what was typed. */
void app_line_recall(struct app_line *line, const struct line_history *history,
	bool by_beginning);
/* See app_complete_line. */
void app_line_complete(struct app_line *line, complete_fn source, bool at_once);
/* A sentence of our own, above the line for as long as nothing stands in it:
 * what may be typed. */
void app_line_hint(struct app_line *line, const char *hint);
/* NULL: none now. */
const char *app_line_hint_now(const struct app_line *line);
/* Lines of one word each that are pasted are alternatives: "a|b". */
void app_line_join(struct app_line *line);
bool app_line_is_open(const struct app_line *line);
/* Every key is the line's while it is open. */
void app_line_key(struct app_line *line, const struct key *key);
/* The view is gone: no callback comes any more. */
void app_line_drop(struct app_line *line, const struct view *view);
void app_line_clear(struct app_line *line); /* frees what it holds */
void app_line_draw(const struct app_line *line, struct region region);

#endif
