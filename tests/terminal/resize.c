/* SPDX-License-Identifier: MIT
 *
 * The screen of the program on a pseudo-terminal whose other end is here as
 * well, in one process: windows of every size, frames of random text, a
 * terminal that takes what it takes. Whatever happened before, each frame must
 * stand on the screen as if it were the first.
 *
 * A terminal does as it likes with what it shows when its size changes, so
 * the model is filled with rubbish each time. Frames in between, of the same
 * size, change a part only.
 *
 *	resize COUNT SEED
 */
#include "config.h" /* posix_openpt */

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "attr.h"
#include "buf.h"
#include "canvas.h"
#include "mem.h"
#include "screen-curses.h"
#include "tests/support/bench-screen.h"

#define MOST_ROWS 300
#define MOST_COLS 500

struct test {
	FILE *out; /* what was stdout */
	int master;
	struct screen *screen;
	struct bench_screen *model;
	struct canvas canvas;
	uint64_t random;
	long steps, zero, wrong;
	size_t bytes;
	bool rung;
};

static unsigned chance(struct test *test, unsigned below)
{
	test->random ^= test->random << 13;
	test->random ^= test->random >> 7;
	test->random ^= test->random << 17;
	return (unsigned)((test->random >> 11) % below);
}

/* -- the terminal ------------------------------------------------------------
 */

static void set_size(const struct test *test, int rows, int cols)
{
	struct winsize size = {
		.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	ioctl(test->master, TIOCSWINSZ, &size);
}

static bool open_terminal(struct test *test)
{
	const char *name;
	int slave;

	test->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (test->master < 0 || grantpt(test->master) != 0 ||
		unlockpt(test->master) != 0 ||
		(name = ptsname(test->master)) == NULL)
		return false;
	set_size(test, 24, 80);
	slave = open(name, O_RDWR | O_NOCTTY);
	if (slave < 0)
		return false;
	fcntl(test->master, F_SETFL, O_NONBLOCK);
	dup2(slave, STDIN_FILENO);
	dup2(slave, STDOUT_FILENO);
	close(slave);
	return true;
}

static void read_some(struct test *test)
{
	char bytes[16384];
	ssize_t got = read(test->master, bytes, sizeof(bytes));

	if (got <= 0)
		return;
	test->bytes += (size_t)got;
	test->rung = test->rung || memchr(bytes, '\a', (size_t)got) != NULL;
	bench_screen_feed(test->model, bytes, (size_t)got);
}

/* What the system still carries from one end to the other comes before the
 * bell, which shows nothing. */
static void read_all(struct test *test)
{
	struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};

	while (test->screen->ops->busy(test->screen))
		read_some(test);
	while (poll(&room, 1, 0) <= 0)
		read_some(test);
	test->rung = false;
	if (write(STDOUT_FILENO, "\a", 1) < 0)
		return;
	while (!test->rung)
		read_some(test);
}

/* -- frames --------------------------------------------------------------- */

static const char *const words[] = {"order", "pending", "作者.example", "|",
	"Größe", " ", "    ", "ssl_ev_securesite_flex", "0123456789", "é",
	"ναυπηγεία", "a", "✓", "────"};

static void draw(struct test *test, bool all)
{
	struct region region = region_all(&test->canvas);
	unsigned rows = (unsigned)region.rows, cols = (unsigned)region.cols;
	unsigned count = all ? rows * 3 : 4;

	if (all)
		canvas_blank(&test->canvas);
	for (unsigned i = 0; i < count && i < 400; i++)
		region_text(region, (int)chance(test, rows),
			(int)chance(test, cols),
			(enum style)chance(test, STYLES),
			words[chance(test, ARRAY_LEN(words))]);
	region_cursor(region, (int)chance(test, rows), (int)chance(test, cols));
}

static void rubbish(struct test *test, int rows, int cols)
{
	bench_screen_free(test->model);
	test->model = bench_screen_new(rows, cols);
	for (int i = 0; i < rows; i++) {
		char line[32];
		int len = snprintf(
			line, sizeof(line), "\033[%d;1H#%d#", i + 1, i);

		bench_screen_feed(test->model, line, (size_t)len);
		bench_screen_feed(test->model, "\033[31;1m##", 9);
	}
}

static char *wanted_row(const struct test *test, int row)
{
	struct buf text;
	size_t len;

	buf_init(&text, (size_t)MOST_COLS * TEXT_CELL_BYTES);
	for (int col = 0; col < test->canvas.cols; col++)
		buf_puts(&text, canvas_at(&test->canvas, row, col)->bytes);
	len = text.len;
	while (len > 0 && buf_text(&text)[len - 1] == ' ')
		len--;
	if (len > 0)
		text.data[len] = '\0';
	else
		buf_reset(&text);
	return buf_take(&text);
}

static void compare(struct test *test)
{
	for (int row = 0; row < test->canvas.rows; row++) {
		char *got = bench_screen_row(test->model, row);
		char *wanted = wanted_row(test, row);
		const char *g = got != NULL ? got : "";
		const char *w = wanted != NULL ? wanted : "";
		bool same = strcmp(g, w) == 0;

		if (!same && test->wrong++ < 5)
			fprintf(test->out,
				"step %ld, %dx%d, row %d:\n  is     |%s\n"
				"  wanted |%s\n",
				test->steps, test->canvas.cols,
				test->canvas.rows, row, g, w);
		free(got);
		free(wanted);
	}
}

static void show(struct test *test, bool all)
{
	int rows, cols;

	test->screen->ops->size(test->screen, &rows, &cols);
	if (rows != test->canvas.rows || cols != test->canvas.cols)
		canvas_resize(&test->canvas, rows, cols);
	draw(test, all);
	test->screen->ops->present(test->screen, &test->canvas);
	read_all(test);
	compare(test);
}

/* Small windows often, as they are where mistakes are; and no size at all. */
static void step(struct test *test)
{
	int rows = 1 + (int)chance(test, chance(test, 2) ? 40 : MOST_ROWS);
	int cols = 1 + (int)chance(test, chance(test, 2) ? 100 : MOST_COLS);
	int seen_rows = rows, seen_cols = cols;

	test->steps++;
	if (chance(test, 20) == 0) {
		test->zero++;
		rows = cols = 0;
		seen_rows = test->canvas.rows;
		seen_cols = test->canvas.cols;
	}
	/* Sometimes in the middle of a frame. */
	if (chance(test, 4) == 0) {
		draw(test, true);
		test->screen->ops->present(test->screen, &test->canvas);
		read_some(test);
	}
	read_all(test);
	set_size(test, rows, cols);
	screen_curses_resized(test->screen);
	if (rows > 0)
		rubbish(test, seen_rows, seen_cols);
	show(test, true);
	show(test, false);
}

int main(int argc, char **argv)
{
	struct test test = {.model = bench_screen_new(24, 80)};
	long count = argc > 1 ? strtol(argv[1], NULL, 10) : 200;
	struct error error = {0};

	test.random = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	test.random = test.random * 2654435761U + 1;
	setlocale(LC_ALL, "");
	text_set_utf8(true);
	setenv("TERM", "xterm-256color", 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	test.out = fdopen(dup(STDOUT_FILENO), "w");
	if (test.out == NULL || !open_terminal(&test) ||
		(test.screen = screen_curses_new(true, theme_at(0), &error)) ==
			NULL) {
		fprintf(stderr, "resize: no terminal: %s\n", error.text);
		return 1;
	}
	canvas_init(&test.canvas);
	show(&test, true);
	while (test.steps < count)
		step(&test);
	screen_curses_free(test.screen);
	fprintf(test.out,
		"%ld sizes (%ld of them 0x0), 2 frames each, %zu bytes: %ld "
		"rows differ\n%d passed, %d failed, 0 skipped\n",
		test.steps, test.zero, test.bytes, test.wrong, test.wrong == 0,
		test.wrong != 0);
	fclose(test.out);
	canvas_clear(&test.canvas);
	bench_screen_free(test.model);
	return test.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
