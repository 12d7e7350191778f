/* SPDX-License-Identifier: MIT
 *
 *	draw-screen light|dark COLUMNS <SCREEN >SVG
 *
 * Draws a screen as `tmux capture-pane -e` gives it: text with the sequences of
 * colours and attributes, line by line. Each run of one look is one <text> of
 * the width that it has on a terminal, whatever the font.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "text.h"

#define LINE_SIZE   8192
#define CELL_WIDTH  9
#define CELL_HEIGHT 19
#define BASELINE    14
#define MARGIN	    12
#define PLAIN	    (-1)

struct palette {
	const char *name, *paper, *ink;
	const char *colours[16];
};

static const struct palette palettes[] = {
	{"dark", "#16181d", "#d7dae0",
		{"#3b4048", "#e06c75", "#98c379", "#e5c07b", "#61afef",
			"#c678dd", "#56b6c2", "#d7dae0", "#7f848e", "#ef8a92",
			"#b1d794", "#f0d49b", "#82c1f5", "#d798e8", "#7cccd6",
			"#ffffff"}},
	{"light", "#fdfdfb", "#24292f",
		{"#24292f", "#b3261e", "#1a7f37", "#8a6100", "#0550ae",
			"#8250df", "#0b7285", "#6e7781", "#57606a", "#cf222e",
			"#2da44e", "#9a6700", "#218bff", "#a475f9", "#3192aa",
			"#8c959f"}},
};

struct look {
	int front, back; /* PLAIN, or 0 to 15 */
	bool bold, dim, italic, underlined, reversed;
};

static const struct look plain = {.front = PLAIN, .back = PLAIN};

/* One number of a sequence ESC [ ... m. */
static void change(struct look *look, int code)
{
	if (code == 0)
		*look = plain;
	else if (code == 1)
		look->bold = true;
	else if (code == 2)
		look->dim = true;
	else if (code == 3)
		look->italic = true;
	else if (code == 4)
		look->underlined = true;
	else if (code == 7)
		look->reversed = true;
	else if (code >= 30 && code <= 37)
		look->front = code - 30;
	else if (code == 39)
		look->front = PLAIN;
	else if (code >= 40 && code <= 47)
		look->back = code - 40;
	else if (code == 49)
		look->back = PLAIN;
	else if (code >= 90 && code <= 97)
		look->front = code - 90 + 8;
	else if (code >= 100 && code <= 107)
		look->back = code - 100 + 8;
}

/* What follows "ESC [", behind its end. Others than "m" are passed over; of
 * "38;5;N" the first 16 are known. */
static const char *take_sequence(struct look *look, const char *at)
{
	long codes[16];
	size_t count = 0;
	char *end;

	while ((*at >= '0' && *at <= '9') || *at == ';') {
		long code = strtol(at, &end, 10);

		if (count < ARRAY_LEN(codes))
			codes[count++] = end == at ? 0 : code;
		at = end + (*end == ';');
	}
	if (*at != 'm')
		return *at ? at + 1 : at;
	if (count == 0)
		*look = plain;
	for (size_t i = 0; i < count; i++) {
		bool long_form = (codes[i] == 38 || codes[i] == 48) &&
				 i + 2 < count && codes[i + 1] == 5;

		if (long_form && codes[i + 2] < 16)
			*(codes[i] == 38 ? &look->front : &look->back) =
				(int)codes[i + 2];
		if (long_form)
			i += 2;
		else
			change(look, (int)codes[i]);
	}
	return at + 1;
}

static const char *colour_of(const struct palette *p, int number, bool front)
{
	if (number != PLAIN)
		return p->colours[number];
	return front ? p->ink : p->paper;
}

static void put_escaped(const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", stdout);
			break;
		case '<':
			fputs("&lt;", stdout);
			break;
		case '>':
			fputs("&gt;", stdout);
			break;
		default:
			putchar(*text);
		}
	}
}

static void put_run(const struct palette *p, const struct look *look,
	const char *text, int row, int from, int to)
{
	const char *front = colour_of(p, look->front, true);
	const char *back = colour_of(p, look->back, false);
	int x = MARGIN + from * CELL_WIDTH, y = MARGIN + row * CELL_HEIGHT;
	int width = (to - from) * CELL_WIDTH;
	int blanks = (int)strspn(text, " ");

	if (to == from)
		return;
	if (look->reversed || look->back != PLAIN)
		printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		       "fill=\"%s\"/>\n",
			x, y, width, CELL_HEIGHT,
			look->reversed ? front : back);
	if (text[blanks] == '\0')
		return;
	/* A font that is wider somewhere moves the end, not the beginning. */
	x += blanks * CELL_WIDTH;
	width -= blanks * CELL_WIDTH;
	text += blanks;
	printf("<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"%s\"%s%s%s%s>",
		x, y + BASELINE, width, look->reversed ? back : front,
		look->bold ? " font-weight=\"bold\"" : "",
		look->dim ? " opacity=\"0.65\"" : "",
		look->italic ? " font-style=\"italic\"" : "",
		look->underlined ? " text-decoration=\"underline\"" : "");
	put_escaped(text);
	fputs("</text>\n", stdout);
}

static void
put_line(const struct palette *p, struct look *look, const char *line, int row)
{
	int from = 0, to = 0;
	struct buf run;

	buf_init(&run, LINE_SIZE);
	while (*line) {
		struct text_cell cell;

		if (line[0] == '\x1b' && line[1] == '[') {
			put_run(p, look, buf_text(&run), row, from, to);
			buf_reset(&run);
			from = to;
			line = take_sequence(look, line + 2);
			continue;
		}
		line += text_next(line, strlen(line), &cell);
		buf_puts(&run, cell.bytes);
		to += cell.width;
	}
	put_run(p, look, buf_text(&run), row, from, to);
	buf_clear(&run);
}

static void begin(const struct palette *p, int columns, int rows)
{
	int width = 2 * MARGIN + columns * CELL_WIDTH;
	int height = 2 * MARGIN + rows * CELL_HEIGHT;

	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
	       "%d\" width=\"%d\" height=\"%d\" xml:space=\"preserve\" "
	       "font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans "
	       "Mono', monospace\" font-size=\"15\">\n"
	       "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\"/>\n",
		width, height, width, height, width, height, p->paper);
}

int main(int argc, char **argv)
{
	static char lines[100][LINE_SIZE];
	const struct palette *p = &palettes[0];
	struct look look = plain;
	int rows = 0;

	if (argc != 3 || strtol(argv[2], NULL, 10) <= 0)
		return 2;
	if (strcmp(argv[1], palettes[1].name) == 0)
		p = &palettes[1];
	while (rows < (int)ARRAY_LEN(lines) &&
		fgets(lines[rows], LINE_SIZE, stdin)) {
		lines[rows][strcspn(lines[rows], "\n")] = '\0';
		rows++;
	}
	begin(p, (int)strtol(argv[2], NULL, 10), rows);
	for (int i = 0; i < rows; i++)
		put_line(p, &look, lines[i], i);
	fputs("</svg>\n", stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}
