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

	app_line_clear(line);
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
	line->hint = NULL;
	line->joins_lines = false;
	line->back = 0;
}

void app_line_join(struct app_line *line)
{
	line->joins_lines = true;
}

void app_line_hint(struct app_line *line, const char *hint)
{
	line->hint = hint;
}

const char *app_line_hint_now(const struct app_line *line)
{
	bool is_now = line->view != NULL && line->edit.text[0] == '\0';

	return is_now ? line->hint : NULL;
}

void app_line_recall(struct app_line *line, const struct line_history *history,
	bool by_beginning)
{
	line->history = history;
	line->by_beginning = by_beginning;
}

void app_line_complete(struct app_line *line, complete_fn source, bool at_once)
{
	line_complete_open(
		&line->complete, source, line->view, line->edit.text, at_once);
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

/* What stands there is no news. */
static bool is_next(const struct app_line *line, const char *text)
{
	if (strcmp(text, line->edit.text) == 0)
		return false;
	return !line->by_beginning ||
	       strncmp(text, line->typed, strlen(line->typed)) == 0;
}

static void older(struct app_line *line)
{
	size_t count = line_history_count(line->history);

	if (line->back == 0)
		text_copy(line->typed, sizeof(line->typed), line->edit.text);
	for (size_t back = line->back; back < count; back++) {
		const char *text = line_history_at(line->history, back);

		if (is_next(line, text)) {
			line->back = back + 1;
			line_edit_set(&line->edit, text);
			return;
		}
	}
}

/* At the end what was typed. */
static void newer(struct app_line *line)
{
	while (line->back > 0) {
		const char *text = line->typed;

		if (--line->back > 0)
			text = line_history_at(line->history, line->back - 1);
		if (line->back > 0 && !is_next(line, text))
			continue;
		line_edit_set(&line->edit, text);
		return;
	}
}

/* "900101\n900102\n" as "900101|900102"; NULL: it is no such list. */
static char *join_lines(const char *text)
{
	static const char breaks[] = "\r\n";
	char *joined = mem_dup(text);
	size_t len = 0, lines = 0;

	for (text += strspn(text, breaks); *text != '\0';
		text += strspn(text, breaks), lines++) {
		size_t word = strcspn(text, breaks);

		if (strcspn(text, " \t|\"") < word) {
			free(joined);
			return NULL;
		}
		if (lines > 0)
			joined[len++] = '|';
		memmove(joined + len, text, word);
		len += word;
		text += word;
	}
	joined[len] = '\0';
	return joined;
}

static void paste(struct app_line *line, const struct key *key)
{
	char *joined = line->joins_lines ? join_lines(key->paste) : NULL;
	struct key pasted = *key;

	if (joined != NULL)
		pasted.paste = joined;
	line_edit_key(&line->edit, &pasted);
	free(joined);
}

static void edit(struct app_line *line, const struct key *key)
{
	if (key->code == KEYS_UP || key->code == KEYS_CTRL('P'))
		older(line);
	else if (key->code == KEYS_DOWN || key->code == KEYS_CTRL('N'))
		newer(line);
	else if (key->paste != NULL)
		paste(line, key);
	else
		line_edit_key(&line->edit, key);
}

/* Tab changes the line, but not the list it goes through. */
static void complete_or_edit(struct app_line *line, const struct key *key)
{
	char *before = mem_dup(line->edit.text);
	bool is_tab = key->code == KEYS_TAB || key->code == KEYS_SHIFT_TAB;
	bool is_changed;
	size_t back = line->back;

	if (is_tab)
		line_complete_turn(&line->complete, &line->edit,
			key->code == KEYS_TAB ? 1 : -1);
	else
		edit(line, key);
	is_changed = strcmp(before, line->edit.text) != 0;
	free(before);
	/* What is typed from here on is the beginning that Up looks for. */
	if (is_changed && line->back == back)
		line->back = 0;
	if (is_changed && !is_tab)
		line_complete_changed(&line->complete, line->edit.text);
	if (is_changed && line->changed != NULL)
		line->changed(line->view, line->edit.text);
}

void app_line_key(struct app_line *line, const struct key *key)
{
	bool is_empty = line->edit.text[0] == '\0';

	if (key->code == KEYS_ENTER)
		accept(line);
	else if (key->code == KEYS_ESCAPE || key->code == KEYS_CTRL('C') ||
		 key->code == KEYS_CTRL('G') ||
		 (key->code == KEYS_BACKSPACE && is_empty))
		leave(line);
	else
		complete_or_edit(line, key);
}

void app_line_clear(struct app_line *line)
{
	line_complete_close(&line->complete);
	line->view = NULL;
}

void app_line_drop(struct app_line *line, const struct view *view)
{
	if (line->view == view)
		app_line_clear(line);
}

void app_line_draw(const struct app_line *line, struct region region)
{
	int col = region_text(region, 0, 0, STYLE_KEY, line->prompt);

	line_edit_draw(&line->edit, region, 0, col, region.cols - col,
		STYLE_TEXT, true);
}
