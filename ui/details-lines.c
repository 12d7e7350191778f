/* SPDX-License-Identifier: MIT
 *
 * A value that goes on has its label once; what can be pressed names the word
 * that does it.
 */
#include "details-lines.h"

#include <string.h>

#include "app.h"
#include "details-control.h"
#include "text.h"

static void add_value(const struct details_line *line, struct buf *out)
{
	const char *word = app_word_of(details_control_command(line->control));

	if (line->mark != NULL) {
		text_clean(out, line->mark);
		buf_putc(out, ' ');
	}
	text_clean(out, line->text);
	if (line->control == DETAILS_APPROVAL ||
		line->control == DETAILS_ISSUANCE)
		word = "mail";
	if (line->control != DETAILS_NO_CONTROL && line->style == STYLE_CONTROL)
		buf_printf(out, ": type %s", word);
}

static void add_line(const struct details_line *line, struct buf *out)
{
	switch (line->kind) {
	case DETAILS_BLANK:
		return; /* a heading has its own */
	case DETAILS_HEADING:
		buf_putc(out, '\n');
		text_clean(out, line->text);
		break;
	case DETAILS_FIELD:
		buf_puts(out, "  ");
		if (line->label != NULL) {
			text_clean(out, line->label);
			buf_puts(out, ": ");
		} else {
			buf_puts(out, "  ");
		}
		add_value(line, out);
		break;
	case DETAILS_ITEM:
		buf_puts(out, "  ");
		add_value(line, out);
		break;
	}
	buf_putc(out, '\n');
}

void details_lines_write(const struct details_page *page, struct buf *out)
{
	for (size_t i = 0; i < page->count; i++)
		add_line(&page->lines[i], out);
}

const char details_lines_words[] =
	"mail\tresend the mail of this order\n"
	"next\tthe next order of the list\n"
	"previous\tthe order before\n"
	"unfold\tlong lists whole, or their beginning\n"
	"refresh\tread it again\n";

static const struct {
	const char *word, *command;
	enum view_line then;
} words[] = {
	{"mail", "details-mail", VIEW_LINE_DONE},
	{"next", "details-next", VIEW_LINE_DONE},
	{"previous", "details-previous", VIEW_LINE_DONE},
	{"refresh", "details-refresh", VIEW_LINE_AGAIN},
	{"unfold", "details-unfold", VIEW_LINE_AGAIN},
};

enum view_line
details_lines_line(struct view *view, const char *line, struct buf *out)
{
	(void)out;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].word, line) != 0)
			continue;
		app_run(view->app, words[i].command);
		return words[i].then;
	}
	return VIEW_LINE_OTHER;
}
