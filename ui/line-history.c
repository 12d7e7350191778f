/* SPDX-License-Identifier: MIT
 *
 * A small array. Texts of a file pass the gate as typed ones do: whoever could
 * write it could not put a control character into a line.
 */
#include "line-history.h"

#include <stdlib.h>
#include <string.h>

#include "line-edit.h"
#include "mem.h"
#include "text.h"

struct entry {
	char *text;
	bool is_new; /* added in this run */
};

struct line_history {
	struct entry entries[LINE_HISTORY_MAX]; /* newest last */
	size_t count;
};

struct line_history *line_history_new(void)
{
	return mem_zalloc(sizeof(struct line_history));
}

void line_history_free(struct line_history *history)
{
	if (history == NULL)
		return;
	for (size_t i = 0; i < history->count; i++)
		free(history->entries[i].text);
	free(history);
}

static void drop(struct line_history *history, size_t at)
{
	free(history->entries[at].text);
	history->count--;
	memmove(&history->entries[at], &history->entries[at + 1],
		(history->count - at) * sizeof(history->entries[0]));
}

static void put(struct line_history *history, const char *text, bool is_new)
{
	if (text[strspn(text, " ")] == '\0')
		return;
	for (size_t i = 0; i < history->count; i++) {
		if (strcmp(history->entries[i].text, text) == 0)
			drop(history, i);
	}
	if (history->count == LINE_HISTORY_MAX)
		drop(history, 0);
	history->entries[history->count++] =
		(struct entry){mem_dup(text), is_new};
}

void line_history_add(struct line_history *history, const char *text)
{
	if (history != NULL)
		put(history, text, true);
}

size_t line_history_count(const struct line_history *history)
{
	return history != NULL ? history->count : 0;
}

const char *line_history_at(const struct line_history *history, size_t back)
{
	return history->entries[history->count - 1 - back].text;
}

/* -- as a file -- */

void line_history_read(struct line_history *history, const char *file)
{
	char line[LINE_EDIT_MAX];
	struct buf clean;

	buf_init(&clean, LINE_EDIT_MAX - 1);
	while (*file != '\0') {
		size_t len = strcspn(file, "\n");

		/* What is longer than a line can be nobody typed. */
		buf_reset(&clean);
		if (len < sizeof(line)) {
			text_format(line, sizeof(line), "%.*s", (int)len, file);
			text_clean_data(&clean, line);
			put(history, buf_text(&clean), false);
		}
		file += len + (file[len] == '\n');
	}
	buf_clear(&clean);
}

bool line_history_is_new(const struct line_history *history)
{
	for (size_t i = 0; i < line_history_count(history); i++) {
		if (history->entries[i].is_new)
			return true;
	}
	return false;
}

void line_history_write(const struct line_history *history,
	const char *file_now, struct buf *out)
{
	struct line_history *all = line_history_new();

	line_history_read(all, file_now);
	for (size_t i = 0; i < line_history_count(history); i++) {
		if (history->entries[i].is_new)
			put(all, history->entries[i].text, false);
	}
	for (size_t i = 0; i < all->count; i++)
		buf_printf(out, "%s\n", all->entries[i].text);
	line_history_free(all);
}
