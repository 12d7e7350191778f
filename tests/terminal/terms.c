/* SPDX-License-Identifier: MIT
 *
 * The program on terminals of every kind, by their descriptions: the screens
 * have to be those of the first one, cell by cell, the cursor where it is
 * there, keys have to do the same, and each gets its terminal back as it was.
 *
 *	terms PROGRAM ORDER SETTLED TERM...
 *
 * The environment says which server. SETTLED is the last text that comes to
 * the list. A terminal of which the system has no description shows so once,
 * in the message line. What is compared is without digits, as they tell the
 * time; where the locale has no UTF-8, nothing else than ASCII may be shown.
 */
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "mem.h"
#include "tests/support/pty.h"

#define ROWS	    24
#define COLS	    80
#define MESSAGE_ROW (ROWS - 2)
#define TRIES	    20 /* of a second at most each */

enum place { LIST, MOVED, DETAILS, WINDOW, HELP, PLACES };
static const char *const place_names[PLACES] = {
	"the list", "the list after keys", "the details", "the window", "help"};

struct test {
	const char *program, *order, *settled, *term;
	struct pty *pty;
	bool is_known, is_ascii, has_modes;
	char *wanted[PLACES]; /* of the first terminal */
	int passed, failed;
};

static void
result(struct test *test, bool good, const char *what, const char *detail)
{
	if (good) {
		test->passed++;
		return;
	}
	test->failed++;
	printf("not ok - %s: %s\n%s", test->term, what, detail);
}

static void press(struct test *test, const char *keys)
{
	pty_keys(test->pty, keys, strlen(keys));
}

/* -- the screen -------------------------------------------------------------
 */

static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text > 0x7e)
			return false;
	}
	return true;
}

static void hide_digits(char *text)
{
	for (; *text != '\0'; text++) {
		if (*text >= '0' && *text <= '9')
			*text = '0';
	}
}

/* All rows but that of messages, and the cursor. The caller frees. */
static char *snapshot(struct test *test)
{
	struct buf out;
	int cursor_row, cursor_col;

	buf_init(&out, 64 * 1024);
	for (int row = 0; row < ROWS; row++) {
		char *text = bench_screen_row(test->pty->screen, row);

		if (text != NULL && row != MESSAGE_ROW)
			buf_printf(&out, "|%s\n", text);
		free(text);
	}
	hide_digits(out.data);
	bench_screen_cursor(test->pty->screen, &cursor_row, &cursor_col);
	buf_printf(&out, "cursor %d %d%s\n", cursor_row, cursor_col,
		test->pty->modes.cursor_hidden ? ", hidden" : "");
	return buf_take(&out);
}

static bool is_as_wanted(struct test *test, enum place place)
{
	char *now = snapshot(test);
	bool same = strcmp(now, test->wanted[place]) == 0;

	free(now);
	return same;
}

/* Until nothing more came for a second. */
static char *settled_snapshot(struct test *test)
{
	size_t before;

	do {
		pty_see_no_more(test->pty, " req ");
		before = test->pty->bytes;
		pty_wait(test->pty);
	} while (test->pty->bytes != before);
	return snapshot(test);
}

/* What is on its way comes; then it is compared. The first terminal sets the
 * measure. */
static void compare(struct test *test, enum place place)
{
	char *now;

	if (test->wanted[place] == NULL)
		test->wanted[place] = settled_snapshot(test);
	for (int i = 0; i < TRIES && !is_as_wanted(test, place); i++)
		pty_wait(test->pty);
	now = snapshot(test);
	result(test, strcmp(now, test->wanted[place]) == 0, place_names[place],
		now);
	if (test->is_ascii)
		result(test, is_ascii(now), "ASCII only", now);
	free(now);
}

/* -- keys -------------------------------------------------------------------
 */

/* The row of the cursor, as text. The caller frees. */
static char *selected(struct test *test)
{
	int row, col;
	char *text;

	bench_screen_cursor(test->pty->screen, &row, &col);
	text = bench_screen_row(test->pty->screen, row);
	return text != NULL ? text : mem_dup("");
}

static bool is_selected(struct test *test, const char *text)
{
	char *now = selected(test);
	bool same = strcmp(now, text) == 0;

	free(now);
	return same;
}

/* Each goes from the first row of the list, and back to it. */
static const struct {
	const char *name, *keys, *back;
} moves[] = {
	{"Down", "\033[B", "\033[A"},
	{"Down of the keypad's mode", "\033OB", "\033OA"},
	{"j", "j", "k"},
	{"PgDn", "\033[6~", "\033[5~"},
	{"End", "\033[4~", "\033[1~"},
	{"End of the keypad's mode", "\033OF", "\033OH"},
	{"End of ANSI", "\033[F", "\033[H"},
	{"End of rxvt", "\033[8~", "\033[7~"},
};

static void check_moves(struct test *test)
{
	char *first = selected(test);

	for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
		press(test, moves[i].keys);
		for (int n = 0; n < TRIES && is_selected(test, first); n++)
			pty_wait(test->pty);
		result(test, !is_selected(test, first), moves[i].name, "");
		press(test, moves[i].back);
		for (int n = 0; n < TRIES && !is_selected(test, first); n++)
			pty_wait(test->pty);
		result(test, is_selected(test, first), moves[i].name,
			"  and back\n");
	}
	free(first);
}

/* None of these may do anything, or leave letters that do. */
static const char *const nothing[] = {"\033[I", "\033[O", "\033[1;5A",
	"\033[<0;3;5m", "\033[<35;3;9M", "\033[?62;22c", "\033[27;5;106~"};

/* SGR reports, from the second row of the list and back. */
static void check_mouse(struct test *test)
{
	char *first = selected(test);

	result(test, !pty_modes_has(&test->pty->modes, 1000),
		"no mouse over SSH", "");
	press(test, ":mouse yes\r");
	pty_see(test->pty, "mouse = yes");
	result(test,
		!test->has_modes ||
			(pty_modes_has(&test->pty->modes, 1000) &&
				pty_modes_has(&test->pty->modes, 1006)),
		"the mouse is on", "");
	press(test, "\033[<0;10;5M\033[<0;10;5m");
	for (int n = 0; n < TRIES && is_selected(test, first); n++)
		pty_wait(test->pty);
	result(test, !is_selected(test, first), "a click selects", "");
	press(test, "\033[<0;10;4M\033[<0;10;4m");
	for (int n = 0; n < TRIES && !is_selected(test, first); n++)
		pty_wait(test->pty);
	result(test, is_selected(test, first), "a click selects", "  back\n");
	free(first);
}

/* The marks around it come in two pieces; what is typed then is no paste. */
static void check_torn_paste(struct test *test)
{
	press(test, ":\033[200~pq\033");
	poll(NULL, 0, 60);
	press(test, "[201~");
	pty_see(test->pty, ":pq");
	press(test, "\003");
	pty_see_no_more(test->pty, ":pq");
	press(test, "\033");
	poll(NULL, 0, 60);
	press(test, "[200~Q\033[201~");
	pty_see(test->pty, "A paste goes into a text field only");
	result(test, true, "a torn paste", "");
}

static void check_others(struct test *test)
{
	/* There the other F1 is the keypad's NumLock. */
	bool is_putty = strncmp(test->term, "putty", 5) == 0;

	pty_press_until_seen(test->pty, "\033[11~", "> Help");
	compare(test, HELP);
	pty_press_until_gone(test->pty, "\033", "> Help");
	if (!is_putty) {
		pty_press_until_seen(test->pty, "\033OP", "> Help");
		pty_press_until_gone(test->pty, "\033", "> Help");
	}
	press(test, ":abc\177\b");
	pty_see(test->pty, ":a");
	pty_see_no_more(test->pty, ":ab");
	result(test, true, "Backspace", "");
	press(test, "\033");
	pty_see_no_more(test->pty, ":a");
	check_torn_paste(test);
	for (size_t i = 0; i < ARRAY_LEN(nothing); i++)
		press(test, nothing[i]);
	/* A line that stalls behind the Escape. */
	press(test, "\033");
	poll(NULL, 0, 60);
	press(test, "[<35;3;9M");
}

/* -- all of it ---------------------------------------------------------------
 */

static void look(struct test *test)
{
	char *open = mem_printf(":%s\r", test->order);

	pty_see(test->pty, test->settled);
	pty_see_no_more(test->pty, " ... ");
	if (!test->is_known)
		result(test, pty_shows(test->pty, "There is no description"),
			"it says that it is not known", "");
	compare(test, LIST);
	check_moves(test);
	check_mouse(test);
	check_others(test);
	compare(test, MOVED);
	press(test, open);
	pty_see(test->pty, "Certificate status");
	pty_see(test->pty, "[Resend approval email]");
	compare(test, DETAILS);
	press(test, "m");
	pty_see(test->pty, "Select verified");
	compare(test, WINDOW);
	pty_press_until_gone(test->pty, "\033", "Select verified");
	free(open);
}

static void run(struct test *test)
{
	struct pty_options options = {.rows = ROWS,
		.cols = COLS,
		.term = test->term,
		.name = test->term};
	char *argv[] = {(char *)test->program, NULL};
	char what[128];

	/* The mouse is left on: it has to be off at the end all the same. */
	test->has_modes = strncmp(test->term, "vt", 2) != 0 &&
			  strcmp(test->term, "linux") != 0;
	test->pty = pty_new(&options, argv);
	look(test);
	pty_press_until_over(test->pty, "\033", "Q");
	result(test, pty_status(test->pty) == 0, "it ends", "");
	result(test, pty_is_as_before(test->pty, what, sizeof(what)),
		"it gives back the terminal", what);
	pty_nobody_is_left(test->pty);
	pty_free(test->pty);
}

int main(int argc, char **argv)
{
	struct test test = {0};

	setlocale(LC_ALL, "");
	test.is_ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (argc < 5) {
		fprintf(stderr, "terms PROGRAM ORDER SETTLED TERM...\n");
		return 2;
	}
	pty_adopt_orphans();
	setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22", 1);
	test.program = argv[1];
	test.order = argv[2];
	test.settled = argv[3];
	for (int i = 4; i < argc; i++) {
		/* "NAME?": the system does not know it. */
		size_t len = strcspn(argv[i], "?");

		test.is_known = argv[i][len] == '\0';
		argv[i][len] = '\0';
		test.term = argv[i];
		run(&test);
	}
	for (int i = 0; i < PLACES; i++)
		free(test.wanted[i]);
	printf("%d passed, %d failed, 0 skipped\n", test.passed, test.failed);
	return test.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
