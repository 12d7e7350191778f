/* SPDX-License-Identifier: MIT
 *
 * screen.h by ncurses. Frames come as cells; only runs of cells that differ
 * from the frame before are handed over, and ncurses finds the cheapest way to
 * send them.
 *
 * Reading keys is the business of screen-curses-keys, writing without waiting
 * that of screen-curses-output, giving the terminal back in a hurry that of
 * screen-curses-rescue, the clipboard that of screen-curses-copy.
 */
#include "screen-curses.h"

#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "screen-curses-cell.h"
#include "screen-curses-copy.h"
#include "screen-curses-keys.h"
#include "screen-curses-output.h"
#include "screen-curses-rescue.h"
#include "screen-curses-theme.h"

#define GIVE_BACK_MS 100 /* for a terminal that is slow or stopped */

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";
/* Buttons and wheel, with coordinates in decimal (SGR); no motion. */
static const char mouse_on[] = "\033[?1000h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1000l";
static const char no_margins[] = "\033[r";

struct screen_curses {
	struct screen screen;
	SCREEN *curses;
	bool color;
	bool takes_modes; /* bracketed paste, mouse, OSC 52 */
	bool has_mouse;	  /* it is on */
	bool has_margins;
	attr_t attributes[STYLES];
	struct canvas shown; /* what was handed to ncurses last */
	struct screen_curses_output output;
	struct screen_curses_keys keys;
	struct termios modes; /* of the terminal while it is ours */
	bool away;	      /* the shell has the terminal */
	char *notice;	      /* see screen_curses_notice */
};

static struct screen_curses *curses_of(struct screen *screen)
{
	return (struct screen_curses *)(void *)screen;
}

/* -- looks -- */

/* Blanks that ncurses makes by itself look as ours do. */
static void use_theme(struct screen_curses *screen, const struct theme *theme)
{
	screen_curses_theme(screen->attributes, theme, screen->color);
	bkgdset((chtype)' ' | (chtype)screen->attributes[STYLE_TEXT]);
}

/* -- frames -- */

static void size(struct screen *screen, int *rows, int *cols)
{
	(void)screen;
	*rows = LINES;
	*cols = COLS;
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
	const struct canvas_cell *now = canvas_at(canvas, row, 0);
	const struct canvas_cell *before = canvas_at(&screen->shown, row, 0);
	unsigned char style = now[col].style;
	struct buf text;
	int first = col;

	buf_init(&text, (size_t)canvas->cols * TEXT_CELL_BYTES);
	while (col < canvas->cols && now[col].style == style &&
		!canvas_cell_equal(&now[col], &before[col]))
		add_cell(&text, &now[col++]);
	attrset((int)screen->attributes[style]);
	mvaddstr(row, first, buf_text(&text));
	buf_clear(&text);
	return col;
}

static void
send_row(struct screen_curses *screen, const struct canvas *canvas, int row)
{
	const struct canvas_cell *now = canvas_at(canvas, row, 0);
	const struct canvas_cell *before = canvas_at(&screen->shown, row, 0);
	int col = 0;

	while (col < canvas->cols) {
		if (canvas_cell_equal(&now[col], &before[col]))
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

	if (screen->keys.gone || screen->away)
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
	screen_curses_output_flush(&screen->output);
}

static bool busy(struct screen *base)
{
	struct screen_curses *screen = curses_of(base);

	return !screen->away && !screen_curses_output_flush(&screen->output);
}

static int out_fd(struct screen *screen)
{
	return curses_of(screen)->output.fd;
}

static void redraw(struct screen *screen)
{
	(void)screen;
	clearok(curscr, TRUE);
}

/* All of it is drawn again, from nothing. */
static void forget(struct screen_curses *screen)
{
	clearok(curscr, TRUE);
	canvas_clear(&screen->shown);
}

static void theme(struct screen *base, const struct theme *theme)
{
	struct screen_curses *screen = curses_of(base);

	use_theme(screen, theme);
	forget(screen);
}

/* -- keys -- */

static bool key(struct screen *base, struct key *key)
{
	struct screen_curses *screen = curses_of(base);

	return !screen->away && screen_curses_keys_next(&screen->keys, key);
}

static void discard_keys(struct screen *base)
{
	struct screen_curses *screen = curses_of(base);

	if (!screen->away)
		screen_curses_keys_discard(&screen->keys);
}

static int fd(struct screen *screen)
{
	(void)screen;
	return STDIN_FILENO;
}

/* -- taking and giving back the terminal -- */

static void add(struct screen_curses *screen, const char *bytes)
{
	if (screen->takes_modes)
		screen_curses_output_add(&screen->output, bytes, strlen(bytes));
}

/* ncurses sets margins for the size it knows, which may not be the size any
 * more. The cursor goes where ncurses puts it next. */
static void reset_margins(struct screen_curses *screen)
{
	if (screen->has_margins)
		screen_curses_output_add(
			&screen->output, no_margins, strlen(no_margins));
}

/* To the shell. Where it has the terminal already, nothing more is said. */
static void give_back(struct screen_curses *screen)
{
	bool taken = false;

	if (screen->away)
		return;
	screen->away = true;
	add(screen, paste_off);
	if (screen->has_mouse)
		add(screen, mouse_off);
	reset_margins(screen);
	endwin();
	if (screen_curses_rescue_is_here()) {
		taken = screen_curses_output_drain(
			&screen->output, GIVE_BACK_MS);
		if (taken)
			screen_curses_rescue_modes();
		else
			screen_curses_emergency();
	}
	screen_curses_output_drop(&screen->output);
	screen_curses_rescue_arm(false);
}

static void take_size(struct screen_curses *screen)
{
	struct winsize window;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 &&
		window.ws_row != 0 && window.ws_col != 0)
		resize_term(window.ws_row, window.ws_col);
	/* ncurses has cut or moved what it kept. */
	forget(screen);
}

/* Whatever was shown in between is gone with the next frame. The margins are
 * not touched before the next screen is ours, too: to set them moves the
 * cursor, and it stands where the shell goes on when we end. */
static void take_again(struct screen_curses *screen)
{
	screen->away = false;
	screen_curses_rescue_arm(true);
	tcsetattr(STDIN_FILENO, TCSANOW, &screen->modes);
	/* Not by the next refresh, as the modes are ours. */
	keypad(stdscr, FALSE);
	keypad(stdscr, TRUE);
	add(screen, paste_on);
	if (screen->has_mouse)
		add(screen, mouse_on);
	take_size(screen);
}

/* Where nobody has taken it there is nothing to take again. */
static bool is_as_we_left_it(const struct screen_curses *screen)
{
	struct termios now;

	return !screen->away && tcgetattr(STDIN_FILENO, &now) == 0 &&
	       now.c_lflag == screen->modes.c_lflag &&
	       now.c_iflag == screen->modes.c_iflag;
}

/* After SIGCONT: a shell stops jobs also without asking (SIGSTOP), and lets
 * them go on without the terminal (bg). */
static bool go_on(struct screen *base)
{
	struct screen_curses *screen = curses_of(base);

	if (!screen_curses_rescue_is_here())
		give_back(screen);
	else if (!is_as_we_left_it(screen))
		take_again(screen);
	return !screen->away;
}

/* The shell waits for all of our group: a script that has started us, too, has
 * to stop, or nobody would have the terminal. */
static bool stop(struct screen *screen)
{
	const struct sigaction ignored = {.sa_handler = SIG_IGN},
			       normal = {.sa_handler = SIG_DFL};
	struct sigaction before;

	give_back(curses_of(screen));
	sigaction(SIGTSTP, &ignored, &before);
	if (tcgetpgrp(STDIN_FILENO) == getpgrp())
		kill(0, SIGTSTP);
	sigaction(SIGTSTP, &normal, NULL);
	raise(SIGTSTP); /* returns with SIGCONT */
	sigaction(SIGTSTP, &before, NULL);
	return go_on(screen);
}

static void lend(struct screen *screen)
{
	give_back(curses_of(screen));
}

/* Where the shell has it meanwhile, go_on takes it with the next SIGCONT. */
static void take_back(struct screen *base)
{
	if (screen_curses_rescue_is_here())
		take_again(curses_of(base));
}

static void mouse(struct screen *base, bool on)
{
	struct screen_curses *screen = curses_of(base);

	if (on == screen->has_mouse)
		return;
	screen->has_mouse = on;
	if (!screen->away)
		add(screen, on ? mouse_on : mouse_off);
}

/* ncurses installs handlers of its own for these; they are ours. */
static const int curses_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

struct signal_state {
	struct sigaction actions[ARRAY_LEN(curses_signals)];
};

/* Where SIGTSTP is not the default ncurses leaves it alone for good; else it
 * would ignore it during each refresh, and one that comes then were lost. */
static void save_signals(struct signal_state *state)
{
	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		sigaction(curses_signals[i], NULL, &state->actions[i]);
	signal(SIGTSTP, SIG_IGN);
}

static void restore_signals(const struct signal_state *state)
{
	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		sigaction(curses_signals[i], &state->actions[i], NULL);
}

/* What the terminal has not taken yet must not grow by one text a key. */
static bool copy(struct screen *base, const char *text, enum screen_copy way)
{
	struct screen_curses *screen = curses_of(base);
	struct buf out;

	if (!screen->takes_modes || busy(base) ||
		!screen_curses_copy(text, way, &out))
		return false;
	add(screen, buf_text(&out));
	buf_clear(&out);
	return true;
}

static const struct screen_ops ops = {
	.size = size,
	.present = present,
	.key = key,
	.discard_keys = discard_keys,
	.redraw = redraw,
	.theme = theme,
	.mouse = mouse,
	.busy = busy,
	.out_fd = out_fd,
	.fd = fd,
	.stop = stop,
	.go_on = go_on,
	.lend = lend,
	.take_back = take_back,
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
	"certdesk --linear works without; so do the subcommands (orders, "     \
	"show, contacts, "                                                     \
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

/* ncurses may be in the middle of anything: a sequence half written, insert
 * mode, margins. */
static void prepare_rescue(const struct screen_curses *screen)
{
	static const char *const names[] = {
		"rmir", "smam", "sgr0", "op", "rmkx", "cnorm"};

	if (screen->takes_modes)
		screen_curses_rescue_add("\030"); /* CAN */
	if (screen->has_margins)
		screen_curses_rescue_add(no_margins);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		screen_curses_rescue_add(capability(names[i]));
	if (screen->takes_modes) {
		screen_curses_rescue_add(paste_off);
		screen_curses_rescue_add(mouse_off);
	}
	/* Without a screen of before, at least below what is shown. */
	if (capability("rmcup") != NULL)
		screen_curses_rescue_add(capability("rmcup"));
	else
		screen_curses_rescue_add("\033[999;1H\r\n");
}

static bool
set_up(struct screen_curses *screen, const char *terminal, struct error *error)
{
	struct signal_state signals;

	if (!screen_curses_output_open(&screen->output))
		return error_set_errno(error, ERROR_SYSTEM, errno,
			"The terminal could not be opened");
	screen_curses_rescue_begin(screen->output.fd, screen->output.is_own);
	if (getenv("ESCDELAY") == NULL)
		set_escdelay(25);
	save_signals(&signals);
	screen->curses = newterm(terminal, screen->output.stream, stdin);
	restore_signals(&signals);
	if (screen->curses == NULL)
		return error_set(error, ERROR_SYSTEM,
			"The terminal %s could not be set up.", terminal);
	return true;
}

/* Colours that the user has given the terminal are not ours: with this string
 * ncurses would undo them after Ctrl-Z. What is given out here is its own. */
static void forget_palette(void)
{
	char *reset = tigetstr("oc");

	if (reset != NULL && reset != (char *)-1)
		*reset = '\0';
}

/* By ncurses as long as it knows the terminal, by ourselves from then on. */
static void take(struct screen_curses *screen)
{
	forget_palette();
	raw();
	noecho();
	nonl();
	nodelay(stdscr, TRUE);
	keypad(stdscr, TRUE);
	tcgetattr(STDIN_FILENO, &screen->modes);
	screen_curses_output_divert(&screen->output);
	add(screen, paste_on);
	screen_curses_rescue_arm(true);
}

static void take_notice(struct screen_curses *screen, const char *terminal)
{
	const char *wanted = getenv("TERM");

	if (wanted != NULL && strcmp(terminal, wanted) != 0)
		screen->notice = mem_printf(
			"There is no description of the terminal %s here; %s "
			"is used.",
			wanted, terminal);
}

const char *screen_curses_notice(const struct screen *screen)
{
	return ((const struct screen_curses *)(const void *)screen)->notice;
}

struct screen *
screen_curses_new(bool color, const struct theme *theme, struct error *error)
{
	const char *terminal = choose_terminal(error);
	struct screen_curses *screen;

	if (terminal == NULL)
		return NULL;
	screen = mem_zalloc(sizeof(*screen));
	screen->screen.ops = &ops;
	screen->color = color;
	if (!set_up(screen, terminal, error)) {
		screen_curses_output_close(&screen->output);
		free(screen);
		return NULL;
	}
	canvas_init(&screen->shown);
	screen->takes_modes = takes_private_modes();
	screen->has_margins = capability("csr") != NULL;
	use_theme(screen, theme);
	take_notice(screen, terminal);
	prepare_rescue(screen);
	screen_curses_rescue_catch();
	take(screen);
	screen_curses_keys_init(&screen->keys, screen->takes_modes);
	return &screen->screen;
}

void screen_curses_free(struct screen *base)
{
	struct screen_curses *screen;

	if (base == NULL)
		return;
	screen = curses_of(base);
	give_back(screen);
	delscreen(screen->curses);
	screen_curses_rescue_release();
	screen_curses_output_close(&screen->output);
	screen_curses_keys_clear(&screen->keys);
	canvas_clear(&screen->shown);
	free(screen->notice);
	free(screen);
}

void screen_curses_resized(struct screen *screen)
{
	take_size(curses_of(screen));
	/* The terminal may have wrapped what it showed. */
	reset_margins(curses_of(screen));
}
