/* SPDX-License-Identifier: MIT
 *
 * Enter gives the text to who asked, Esc and Ctrl-C give NULL, all else
 * edits or goes through what was typed before. The line is closed before `done`
 * is called, which may ask again.
 */
#include "app-line.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static void finish(struct app_line *line, const char *text)
{
	struct view *view = line->view;

	line->view = NULL;
	if (view != NULL)
		line->done(view, text);
}

/* As with Esc. */
static void leave(struct app_line *line)
{
	finish(line, NULL);
}

void app_line_open(struct app_line *line, struct view *view, const char *prompt,
	const char *text, app_line_fn changed, app_line_fn done)
{
	leave(line);
	line->view = view;
	text_clean_to(line->prompt, sizeof(line->prompt), prompt);
	line_edit_set(&line->edit, text != NULL ? text : "");
	line->changed = changed;
	line->done = done;
	line->history = NULL;
	line->back = 0;
}

void app_line_recall(struct app_line *line, const struct line_history *history)
{
	line->history = history;
}

bool app_line_is_open(const struct app_line *line)
{
	return line->view != NULL;
}

static void accept(struct app_line *line)
{
	char *text = mem_dup(line->edit.text);

	finish(line, text);
	free(text);
}

/* The one before the one that is shown; what stands there is no news. */
static void older(struct app_line *line)
{
	const char *text;
	size_t back = line->back;

	do {
		if (back == line_history_count(line->history))
			return;
		text = line_history_at(line->history, back++);
	} while (strcmp(text, line->edit.text) == 0);
	if (line->back == 0)
		text_format(line->typed, sizeof(line->typed), "%s",
			line->edit.text);
	line->back = back;
	line_edit_set(&line->edit, text);
}

/* At the end what was typed. */
static void newer(struct app_line *line)
{
	if (line->back == 0)
		return;
	line->back--;
	line_edit_set(&line->edit,
		line->back == 0
			? line->typed
			: line_history_at(line->history, line->back - 1));
}

static void edit(struct app_line *line, const struct key *key)
{
	char *before = mem_dup(line->edit.text);

	if (key->code == KEYS_UP || key->code == KEYS_CTRL('P'))
		older(line);
	else if (key->code == KEYS_DOWN || key->code == KEYS_CTRL('N'))
		newer(line);
	else
		line_edit_key(&line->edit, key);
	if (line->changed != NULL && strcmp(before, line->edit.text) != 0)
		line->changed(line->view, line->edit.text);
	free(before);
}

void app_line_key(struct app_line *line, const struct key *key)
{
	bool is_empty = line->edit.text[0] == '\0';

	if (key->code == KEYS_ENTER)
		accept(line);
	else if (key->code == KEYS_ESCAPE || key->code == KEYS_CTRL('C') ||
		 (key->code == KEYS_BACKSPACE && is_empty))
		leave(line);
	else
		edit(line, key);
}

void app_line_drop(struct app_line *line, const struct view *view)
{
	if (line->view == view)
		line->view = NULL;
}

void app_line_draw(const struct app_line *line, struct region region)
{
	int col = region_text(region, 0, 0, STYLE_KEY, line->prompt);

	line_edit_draw(&line->edit, region, 0, col, region.cols - col,
		STYLE_TEXT, true);
}
