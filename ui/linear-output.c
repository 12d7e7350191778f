/* SPDX-License-Identifier: MIT
 *
 * A word that is longer than a line (an address, a link) is left to the
 * terminal, which breaks it without adding anything to it.
 */
#include "linear-output.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text.h"

#define TEXT_MAX ((size_t)8 * 1024 * 1024)
#define HANGING	 2    /* columns that the rest of a line is indented */
#define DRAIN_MS 1000 /* for the last lines at the end */
#define NARROW	 10   /* columns: less is no measure */

bool linear_output_open(struct linear_output *output)
{
	*output = (struct linear_output){.cols = 0};
	linear_output_measure(output);
	return screen_curses_output_open(&output->to);
}

void linear_output_close(struct linear_output *output)
{
	if (output->in_line)
		linear_output_lines(output, "");
	screen_curses_output_drain(&output->to, DRAIN_MS);
	screen_curses_output_close(&output->to);
}

void linear_output_measure(struct linear_output *output)
{
	struct winsize window;

	output->cols = 0;
	if (isatty(STDOUT_FILENO) == 1 &&
		ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 &&
		window.ws_col >= NARROW)
		output->cols = window.ws_col;
}

/* -- wrapping -------------------------------------------------------------- */

static int columns_of(const char *text, size_t len)
{
	struct text_cell cell;
	size_t at = 0, taken;
	int cols = 0;

	while ((taken = text_next(text + at, len - at, &cell)) > 0) {
		at += taken;
		cols += cell.width;
	}
	return cols;
}

static void indent(struct buf *out, int cols)
{
	buf_putc(out, '\n');
	while (cols-- > 0)
		buf_putc(out, ' ');
}

/* The last column stays free: terminals differ in what a full line does. */
static void wrap_line(struct buf *out, const char *line, size_t len, int cols)
{
	size_t blanks = strspn(line, " "), at = blanks < len ? blanks : len;
	int hang = (int)at + HANGING < cols / 2 ? (int)at + HANGING : HANGING;
	int used = (int)at;
	bool is_first = true;

	buf_add(out, line, at);
	while (at < len) {
		size_t end = at;
		int width;

		while (end < len && line[end] != ' ')
			end++;
		width = columns_of(line + at, end - at);
		if (!is_first && used + 1 + width >= cols) {
			indent(out, hang);
			used = hang;
		} else if (!is_first) {
			buf_putc(out, ' ');
			used++;
		}
		buf_add(out, line + at, end - at);
		used += width;
		is_first = false;
		at = end;
		while (at < len && line[at] == ' ')
			at++;
	}
	buf_putc(out, '\n');
}

void linear_output_wrap(struct buf *out, const char *text, int cols)
{
	do {
		size_t len = strcspn(text, "\n");

		if (cols > 0 && columns_of(text, len) >= cols) {
			wrap_line(out, text, len, cols);
		} else {
			buf_add(out, text, len);
			buf_putc(out, '\n');
		}
		text += len + (text[len] == '\n');
	} while (*text != '\0');
}

/* -- writing --------------------------------------------------------------- */

static void send(struct linear_output *output, const struct buf *text)
{
	buf_add(&output->to.pending, buf_text(text), text->len);
	screen_curses_output_flush(&output->to);
}

void linear_output_lines(struct linear_output *output, const char *text)
{
	struct buf clean, lines;

	buf_init(&clean, TEXT_MAX);
	buf_init(&lines, TEXT_MAX);
	if (output->in_line)
		buf_putc(&lines, '\n');
	output->in_line = false;
	text_clean_lines(&clean, text);
	if (clean.len > 0)
		linear_output_wrap(&lines, buf_text(&clean), output->cols);
	send(output, &lines);
	buf_clear(&clean);
	buf_clear(&lines);
}

void linear_output_prompt(struct linear_output *output, const char *text)
{
	struct buf clean;

	if (output->in_line)
		return;
	buf_init(&clean, TEXT_MAX);
	text_clean(&clean, text);
	buf_puts(&clean, "> ");
	send(output, &clean);
	output->in_line = true;
	buf_clear(&clean);
}

void linear_output_entered(struct linear_output *output)
{
	output->in_line = false;
}
