/* SPDX-License-Identifier: MIT
 *
 * screen.h by ncurses. Frames come as cells; only runs of cells that differ
 * from the frame before are handed over, and ncurses finds the cheapest way to
 * send them.
 *
 * Giving the terminal back in a hurry is the business of
 * screen-curses-rescue, the clipboard that of screen-curses-copy.
 */
#include "screen-curses.h"

#include <curses.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "screen-curses-cell.h"
#include "screen-curses-copy.h"
#include "screen-curses-rescue.h"

#define PASTE_MAX (64 * 1024)

/* Codes for our own sequences, above all that ncurses gives out. */
#define CODE_PASTE_BEGIN 2000
#define CODE_PASTE_END	 2001

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";

struct screen_curses {
	struct screen screen;
	SCREEN *curses;
	bool color;
	bool takes_modes; /* bracketed paste, OSC 52 */
	attr_t attributes[STYLES];
	struct canvas shown; /* what was handed to ncurses last */
	struct buf paste;
	bool gone;
};

static struct screen_curses *curses_of(struct screen *screen)
{
	return (struct screen_curses *)(void *)screen;
}

/* -- looks -- */

struct look {
	short color; /* -1: the terminal's own */
	attr_t with_color, without;
};

static const struct look looks[STYLES] = {
	[STYLE_TEXT] = {-1, A_NORMAL, A_NORMAL},
	[STYLE_DIM] = {-1, A_DIM, A_NORMAL},
	[STYLE_HEADING] = {-1, A_BOLD, A_BOLD},
	[STYLE_TITLE] = {-1, A_BOLD, A_BOLD},
	[STYLE_TAB] = {-1, A_NORMAL, A_NORMAL},
	[STYLE_TAB_ACTIVE] = {-1, A_BOLD, A_BOLD},
	[STYLE_SELECTED] = {-1, A_REVERSE, A_REVERSE},
	[STYLE_FOCUS] = {-1, A_REVERSE | A_BOLD, A_REVERSE | A_BOLD},
	[STYLE_CONTROL] = {-1, A_NORMAL, A_NORMAL},
	[STYLE_DISABLED] = {-1, A_DIM, A_DIM},
	[STYLE_MATCH] = {-1, A_UNDERLINE | A_BOLD, A_UNDERLINE | A_BOLD},
	[STYLE_SELECTED_MATCH] = {-1, A_REVERSE | A_UNDERLINE | A_BOLD,
		A_REVERSE | A_UNDERLINE | A_BOLD},
	[STYLE_BLOCKER] = {-1, A_BOLD, A_BOLD},
	[STYLE_OK] = {COLOR_GREEN, A_NORMAL, A_NORMAL},
	[STYLE_PENDING] = {COLOR_YELLOW, A_NORMAL, A_NORMAL},
	[STYLE_MAILED] = {COLOR_CYAN, A_NORMAL, A_NORMAL},
	[STYLE_BAD] = {COLOR_RED, A_NORMAL, A_NORMAL},
	[STYLE_EXPIRED] = {COLOR_MAGENTA, A_NORMAL, A_NORMAL},
	[STYLE_WARNING] = {COLOR_YELLOW, A_BOLD, A_BOLD},
	[STYLE_ERROR] = {COLOR_RED, A_BOLD, A_BOLD},
	[STYLE_KEY] = {-1, A_BOLD, A_BOLD},
	[STYLE_BORDER] = {-1, A_DIM, A_NORMAL},
};

/* Pair 1 + colour has that colour on the terminal's own background. */
static bool start_colors(void)
{
	if (!has_colors() || start_color() == ERR || COLORS < 8)
		return false;
	if (use_default_colors() == ERR)
		return false;
	for (short color = 0; color < 8; color++)
		init_pair((short)(color + 1), color, -1);
	return true;
}

static void set_looks(struct screen_curses *screen)
{
	bool color = screen->color && start_colors();

	for (int i = 0; i < STYLES; i++) {
		const struct look *look = &looks[i];

		screen->attributes[i] =
			color ? look->with_color : look->without;
		if (color && look->color >= 0)
			screen->attributes[i] |=
				(attr_t)COLOR_PAIR(look->color + 1);
	}
}

/* -- frames -- */

static void size(struct screen *screen, int *rows, int *cols)
{
	(void)screen;
	*rows = LINES;
	*cols = COLS;
}

static bool is_same(const struct screen_curses *screen,
	const struct canvas *canvas, int row, int col)
{
	return canvas_cell_equal(canvas_at(canvas, row, col),
		canvas_at(&screen->shown, row, col));
}

static void add_cell(struct buf *text, const struct canvas_cell *cell)
{
	screen_curses_cell_add(text, cell->bytes, cell->width);
}

/* Hands over cells of one style from col on as far as they differ; returns the
 * column behind them. */
static int send_run(struct screen_curses *screen, const struct canvas *canvas,
	int row, int col)
{
	unsigned char style = canvas_at(canvas, row, col)->style;
	struct buf text;
	int first = col;

	buf_init(&text, (size_t)canvas->cols * TEXT_CELL_BYTES);
	while (col < canvas->cols && !is_same(screen, canvas, row, col) &&
		canvas_at(canvas, row, col)->style == style)
		add_cell(&text, canvas_at(canvas, row, col++));
	attrset((int)screen->attributes[style]);
	mvaddstr(row, first, buf_text(&text));
	buf_clear(&text);
	return col;
}

static void
send_row(struct screen_curses *screen, const struct canvas *canvas, int row)
{
	int col = 0;

	while (col < canvas->cols) {
		if (is_same(screen, canvas, row, col))
			col++;
		else
			col = send_run(screen, canvas, row, col);
	}
}

static void
keep_row(struct screen_curses *screen, const struct canvas *canvas, int row)
{
	size_t cols = (size_t)canvas->cols;

	memcpy(screen->shown.cells + (size_t)row * cols,
		canvas_at(canvas, row, 0), cols * sizeof(*canvas->cells));
}

static void place_cursor(const struct canvas *canvas)
{
	bool visible = canvas->cursor_row >= 0;

	curs_set(visible ? 1 : 0);
	if (visible)
		move(canvas->cursor_row, canvas->cursor_col);
}

static void present(struct screen *base, const struct canvas *canvas)
{
	struct screen_curses *screen = curses_of(base);

	if (screen->gone)
		return;
	if (canvas->rows != screen->shown.rows ||
		canvas->cols != screen->shown.cols) {
		canvas_resize(&screen->shown, canvas->rows, canvas->cols);
		erase();
	}
	for (int row = 0; row < canvas->rows; row++) {
		if (canvas_row_equal(canvas, &screen->shown, row))
			continue;
		send_row(screen, canvas, row);
		keep_row(screen, canvas, row);
	}
	place_cursor(canvas);
	refresh();
}

static void redraw(struct screen *screen)
{
	(void)screen;
	clearok(curscr, TRUE);
}

/* -- keys -- */

static const struct special {
	int curses;
	key_code code;
} specials[] = {
	{KEY_UP, KEYS_UP},
	{KEY_DOWN, KEYS_DOWN},
	{KEY_LEFT, KEYS_LEFT},
	{KEY_RIGHT, KEYS_RIGHT},
	{KEY_HOME, KEYS_HOME},
	{KEY_END, KEYS_END},
	{KEY_PPAGE, KEYS_PAGE_UP},
	{KEY_NPAGE, KEYS_PAGE_DOWN},
	{KEY_IC, KEYS_INSERT},
	{KEY_DC, KEYS_DELETE},
	{KEY_BTAB, KEYS_SHIFT_TAB},
	{KEY_BACKSPACE, KEYS_BACKSPACE},
	{KEY_ENTER, KEYS_ENTER},
};

static bool special_key(wint_t curses, key_code *code)
{
	if (curses >= KEY_F(1) && curses <= KEY_F(12)) {
		*code = KEYS_F1 + curses - KEY_F(1);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(specials); i++) {
		if ((wint_t)specials[i].curses == curses) {
			*code = specials[i].code;
			return true;
		}
	}
	return false;
}

/* The descriptor is readable but there is nothing to read. */
static bool is_gone(void)
{
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
	int waiting = 0;

	if (poll(&fd, 1, 0) <= 0)
		return false;
	if (fd.revents & (POLLERR | POLLHUP | POLLNVAL))
		return true;
	return ioctl(STDIN_FILENO, FIONREAD, &waiting) < 0 || waiting == 0;
}

static void add_character(struct buf *out, wchar_t c)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = {0};
	size_t len = wcrtomb(bytes, c, &state);

	if (len != (size_t)-1)
		buf_add(out, bytes, len);
}

/* What comes between the two marks of a paste. It may come in pieces: each is
 * waited for a little, as what follows must not be taken for commands. */
static void read_paste(struct screen_curses *screen)
{
	wint_t c;
	int kind;

	buf_reset(&screen->paste);
	timeout(1000);
	while ((kind = wget_wch(stdscr, &c)) != ERR) {
		if (kind == KEY_CODE_YES && c == CODE_PASTE_END)
			break;
		if (kind == OK)
			add_character(&screen->paste, (wchar_t)c);
	}
	nodelay(stdscr, TRUE);
}

static bool code_key(struct screen_curses *screen, wint_t c, struct key *key)
{
	if (c == CODE_PASTE_BEGIN) {
		read_paste(screen);
		key->code = KEYS_PASTE;
		key->paste = buf_text(&screen->paste);
		return true;
	}
	return special_key(c, &key->code);
}

static key_code plain_key(wint_t c)
{
	if (c == '\n')
		return KEYS_ENTER;
	return (key_code)c;
}

static bool key(struct screen *base, struct key *key)
{
	struct screen_curses *screen = curses_of(base);
	wint_t c;
	int kind;

	*key = (struct key){0};
	while (!screen->gone && (kind = wget_wch(stdscr, &c)) != ERR) {
		if (kind == KEY_CODE_YES && code_key(screen, c, key))
			return true;
		if (kind != OK)
			continue; /* a key that has no meaning here */
		key->code = plain_key(c);
		return true;
	}
	if (screen->gone || !is_gone())
		return false;
	screen->gone = true;
	key->code = KEYS_GONE;
	return true;
}

static void discard_keys(struct screen *screen)
{
	(void)screen;
	flushinp();
}

static int fd(struct screen *screen)
{
	(void)screen;
	return STDIN_FILENO;
}

/* -- taking and giving back the terminal -- */

static void take_modes(const struct screen_curses *screen)
{
	raw();
	noecho();
	nonl();
	nodelay(stdscr, TRUE);
	keypad(stdscr, TRUE);
	if (screen->takes_modes)
		screen_curses_rescue_write(paste_on, strlen(paste_on));
	screen_curses_rescue_arm(true);
}

static void suspend(struct screen *base)
{
	screen_curses_rescue_arm(false);
	if (curses_of(base)->takes_modes)
		screen_curses_rescue_write(paste_off, strlen(paste_off));
	endwin();
}

static void resume(struct screen *base)
{
	struct screen_curses *screen = curses_of(base);

	/* Whatever was shown in between is gone with the next frame. */
	reset_prog_mode();
	take_modes(screen);
	clearok(curscr, TRUE);
	refresh();
	screen_curses_resized(base);
}

static void stop(struct screen *screen)
{
	struct sigaction normal = {.sa_handler = SIG_DFL}, before;

	suspend(screen);
	sigaction(SIGTSTP, &normal, &before);
	raise(SIGTSTP); /* returns with SIGCONT */
	sigaction(SIGTSTP, &before, NULL);
	resume(screen);
}

/* ncurses installs handlers of its own for these; they are ours. */
static const int curses_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

struct signal_state {
	struct sigaction actions[ARRAY_LEN(curses_signals)];
};

static void save_signals(struct signal_state *state)
{
	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		sigaction(curses_signals[i], NULL, &state->actions[i]);
}

static void restore_signals(const struct signal_state *state)
{
	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		sigaction(curses_signals[i], &state->actions[i], NULL);
}

static bool copy(struct screen *screen, const char *text)
{
	return curses_of(screen)->takes_modes && screen_curses_copy(text);
}

static const struct screen_ops ops = {
	.size = size,
	.present = present,
	.key = key,
	.discard_keys = discard_keys,
	.redraw = redraw,
	.suspend = suspend,
	.resume = resume,
	.fd = fd,
	.stop = stop,
	.copy = copy,
};

/* -- birth and death -- */

/* The first of the names that the system knows. */
static const char *known_terminal(const char *wanted)
{
	const char *const names[] = {
		wanted, "xterm-256color", "xterm", "vt100"};
	int result;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (setupterm(names[i], STDOUT_FILENO, &result) == OK) {
			del_curterm(cur_term);
			return names[i];
		}
	}
	return NULL;
}

#define USE_INSTEAD                                                            \
	"Use the subcommands instead (orders, show, contacts, "                \
	"resend-approval, resend-issuance, journal; see certdesk --help)."

static const char *choose_terminal(struct error *error)
{
	const char *wanted = getenv("TERM");
	const char *found;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		error_set(error, ERROR_USAGE,
			"The screens need a terminal for input and output. " USE_INSTEAD);
		return NULL;
	}
	if (wanted == NULL || *wanted == '\0' || strcmp(wanted, "dumb") == 0) {
		error_set(error, ERROR_USAGE,
			"The terminal (TERM=%s) cannot place text. " USE_INSTEAD,
			wanted != NULL ? wanted : "");
		return NULL;
	}
	found = known_terminal(wanted);
	if (found == NULL)
		error_set(error, ERROR_USAGE,
			"There is no description of the terminal %s here. " USE_INSTEAD,
			wanted);
	else if (strcmp(found, wanted) != 0)
		log_add(LOG_WARNING,
			"There is no description of the terminal %s here; "
			"%s is used.",
			wanted, found);
	return found;
}

static const char *capability(const char *name)
{
	const char *text = tigetstr(name);

	return text == (const char *)-1 ? NULL : text;
}

/* Where there is an alternate screen, private modes are understood or at least
 * passed over; older terminals may draw them. */
static bool takes_private_modes(void)
{
	return capability("smcup") != NULL;
}

static void prepare_rescue(const struct screen_curses *screen)
{
	static const char *const names[] = {
		"sgr0", "op", "rmkx", "cnorm", "rmcup"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		screen_curses_rescue_add(capability(names[i]));
	if (screen->takes_modes)
		screen_curses_rescue_add(paste_off);
}

static void learn_paste(const struct screen_curses *screen)
{
	if (!screen->takes_modes)
		return;
	define_key("\033[200~", CODE_PASTE_BEGIN);
	define_key("\033[201~", CODE_PASTE_END);
}

struct screen *screen_curses_new(bool color, struct error *error)
{
	const char *terminal = choose_terminal(error);
	struct screen_curses *screen;
	struct signal_state signals;

	if (terminal == NULL)
		return NULL;
	screen = mem_zalloc(sizeof(*screen));
	screen->screen.ops = &ops;
	screen->color = color;
	canvas_init(&screen->shown);
	buf_init(&screen->paste, PASTE_MAX);
	screen_curses_rescue_begin();
	if (getenv("ESCDELAY") == NULL)
		set_escdelay(25);
	save_signals(&signals);
	screen->curses = newterm(terminal, stdout, stdin);
	restore_signals(&signals);
	if (screen->curses == NULL) {
		error_set(error, ERROR_SYSTEM,
			"The terminal %s could not be set up.", terminal);
		free(screen);
		return NULL;
	}
	screen->takes_modes = takes_private_modes();
	set_looks(screen);
	learn_paste(screen);
	prepare_rescue(screen);
	screen_curses_rescue_catch();
	take_modes(screen);
	return &screen->screen;
}

void screen_curses_free(struct screen *base)
{
	struct screen_curses *screen;

	if (base == NULL)
		return;
	screen = curses_of(base);
	suspend(base);
	delscreen(screen->curses);
	screen_curses_rescue_release();
	/* What ncurses may have missed, e.g. after an early hang-up. */
	screen_curses_rescue_modes();
	canvas_clear(&screen->shown);
	buf_clear(&screen->paste);
	free(screen);
}

void screen_curses_resized(struct screen *screen)
{
	struct winsize window;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) < 0)
		return;
	if (window.ws_row == 0 || window.ws_col == 0)
		return;
	resize_term(window.ws_row, window.ws_col);
	/*
	 * ncurses has cut or moved what it kept, and the terminal may have
	 * wrapped what it showed: draw all of it again, from nothing.
	 */
	clearok(curscr, TRUE);
	canvas_clear(&curses_of(screen)->shown);
}
