/* SPDX-License-Identifier: MIT
 *
 * A frame of the app is the sign that all that was to be done is done: then
 * what is new is told, and the prompt stands there. What a line means is looked
 * up in this order: the line that is asked for, the view on top, our own words,
 * a key, the command line.
 */
#include "linear.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "accounts.h"
#include "linear-input.h"
#include "linear-output.h"
#include "linear-tell.h"
#include "linear-told.h"
#include "linear-words.h"
#include "mem.h"
#include "text.h"

#define LIST_ROWS 20  /* of the frame: a page of the list is what fits */
#define PAGE_ROWS 400 /* of all else, so that nothing is out of sight */
#define COLS_MIN  60  /* of the frame */
#define COLS_MAX  130 /* below what stands side by side */
#define KEYS	  8   /* that one line becomes */
#define TEXT_MAX  ((size_t)4 * 1024 * 1024)

struct linear {
	struct screen screen;
	struct loop *loop;
	/* NULL before linear_start, and after linear_stop. */
	const struct accounts *accounts;
	bool lent; /* a program has the terminal */
	struct loop_watch *watch, *out_watch;
	struct loop_deferred *reading; /* lines that wait for an answer */
	struct linear_input input;
	bool ended;			 /* its end was taken */
	char held[LINEAR_INPUT_MAX + 1]; /* a line that waits; "": none */
	struct linear_output output;

	/* What a line becomes. */
	struct key keys[KEYS];
	char *paste;
	size_t key_count, key_at;

	struct linear_told told;
};

static struct linear *linear_of(struct screen *screen)
{
	return (struct linear *)(void *)screen;
}

/* Of the account that is shown. */
static struct app *app_of(const struct linear *linear)
{
	return accounts_app(linear->accounts);
}

/* A terminal that is slow or stopped takes the rest when it goes on. */
static bool flush(struct linear *linear)
{
	bool done = screen_curses_output_flush(&linear->output.to);

	if (linear->out_watch != NULL)
		loop_watch_set(linear->out_watch, done ? 0 : LOOP_WRITE);
	return done;
}

static void print_text(struct linear *linear, const char *text)
{
	linear_output_lines(&linear->output, text);
	flush(linear);
}

static void print(struct linear *linear, const struct buf *text)
{
	if (text->len > 0)
		print_text(linear, buf_text(text));
}

/* -- telling --------------------------------------------------------------- */

static void read_on(void *data);

static void drop_lines(struct linear *linear)
{
	linear_input_drop(&linear->input);
	if (linear->input.is_terminal)
		linear->held[0] = '\0';
}

static void prompt(struct linear *linear)
{
	struct buf text;

	if (!linear->input.is_terminal)
		return;
	buf_init(&text, 1024);
	linear_tell_ask(app_of(linear), &text);
	linear_output_prompt(&linear->output, buf_text(&text));
	flush(linear);
	buf_clear(&text);
}

/* Whether the answer to the last line is there. */
static bool is_settled(const struct linear *linear)
{
	return linear->told.is_told && linear->key_at == linear->key_count &&
	       !accounts_is_opening(linear->accounts);
}

static void present(struct screen *screen, const struct canvas *canvas UNUSED)
{
	struct linear *linear = linear_of(screen);
	struct buf text;

	if (linear->accounts == NULL)
		return;
	buf_init(&text, TEXT_MAX);
	linear_told_follow(
		&linear->told, app_of(linear), linear->output.cols, &text);
	print(linear, &text);
	buf_clear(&text);
	if (!is_settled(linear))
		return;
	if (!app_is_discarding(app_of(linear)))
		prompt(linear);
	if (linear->reading == NULL)
		linear->reading = loop_defer(linear->loop, read_on, linear);
}

/* A question stands there. It is asked only now, so that nobody answers it with
 * what is thrown away. */
static void discard_keys(struct screen *screen)
{
	struct linear *linear = linear_of(screen);

	linear->key_at = linear->key_count = 0;
	drop_lines(linear);
	if (linear->accounts != NULL)
		prompt(linear);
}

static void say(struct screen *screen, int level, const char *text)
{
	static const char *const kinds[] = {
		[APP_SUCCESS] = "Done: ",
		[APP_INFO] = "",
		[APP_WARNING] = "Warning: ",
		[APP_ERROR] = "Error: ",
	};
	struct linear *linear = linear_of(screen);
	struct buf line;

	buf_init(&line, TEXT_MAX);
	buf_puts(&line, kinds[level]);
	text_clean(&line, text);
	print(linear, &line);
	buf_clear(&line);
}

/* -- what is typed --------------------------------------------------------- */

static void feed(struct linear *linear, key_code code)
{
	if (linear->key_count < KEYS)
		linear->keys[linear->key_count++] = (struct key){.code = code};
}

/* In place of what stands there, and Enter. */
static void feed_line(struct linear *linear, const char *text)
{
	free(linear->paste);
	linear->paste = mem_dup(text);
	feed(linear, KEYS_CTRL('E'));
	feed(linear, KEYS_CTRL('U'));
	feed(linear, KEYS_PASTE);
	linear->keys[linear->key_count - 1].paste = linear->paste;
	feed(linear, KEYS_ENTER);
}

/* What presses a button, or goes to one; and y, which is short for yes. */
static bool is_unsafe(key_code code)
{
	return code == KEYS_ENTER || code == '\n' || code == KEYS_TAB ||
	       code == ' ' || code == 'y';
}

/* In a window: a character, or a key with Ctrl, but no answer; a question
 * without words of its own takes whole words as others do. */
static bool feed_window_key(struct linear *linear, const char *line)
{
	key_code code;

	if (strcmp(line, "yes") == 0 || strcmp(line, "no") == 0)
		code = (key_code)line[0];
	else if (!key_from_name(line, &code) || is_unsafe(code) ||
		 (strlen(line) > 1 && strncmp(line, "Ctrl-", 5) != 0))
		return false;
	feed(linear, code);
	return true;
}

/* Hints and sentences name keys: a character, two that copy ("yy"), and on a
 * page, where nothing is sent, any. */
static bool feed_key(struct linear *linear, const char *line)
{
	key_code code;

	if (app_top(app_of(linear))->ops->is_dialog)
		return feed_window_key(linear, line);
	if (line[0] == 'y' && line[1] != '\0' && line[2] == '\0') {
		feed(linear, (key_code)line[0]);
		feed(linear, (key_code)line[1]);
		return true;
	}
	if (!key_from_name(line, &code))
		return false;
	feed(linear, code);
	return true;
}

static void run_command(struct linear *linear, const char *line)
{
	struct app *app = app_of(linear);

	line += *line == ':';
	line += strspn(line, " ");
	if (!app_top(app)->ops->is_dialog)
		app_run(app, "app-command");
	if (app_asks_line(app) != NULL)
		feed_line(linear, line);
	else if (!app_run(app, line))
		app_message(app, APP_WARNING,
			"That is no answer here. \"help\" names those that "
			"are, \"back\" leaves.");
}

/* Whether the view on top took it. */
static bool
do_view_line(struct linear *linear, const char *line, struct buf *out)
{
	struct view *top = app_top(app_of(linear));
	const struct view_lines *lines = top->ops->lines;
	enum view_line done = VIEW_LINE_OTHER;

	if (lines != NULL && lines->line != NULL)
		done = lines->line(top, line, out);
	if (done == VIEW_LINE_AGAIN)
		linear->told.again = true;
	return done != VIEW_LINE_OTHER;
}

static void do_line(struct linear *linear, const char *line, struct buf *out)
{
	if (app_asks_line(app_of(linear)) != NULL)
		feed_line(linear, line);
	else if (!do_view_line(linear, line, out) && *line != '\0' &&
		 !linear_words_run(
			 app_of(linear), line, &linear->told.again, out) &&
		 !feed_key(linear, line))
		run_command(linear, line);
}

static void take_line(struct linear *linear, const char *line)
{
	char text[LINEAR_INPUT_MAX + 1];
	struct buf out;

	buf_init(&out, TEXT_MAX);
	text_format(text, sizeof(text), "%s", line);
	linear->held[0] = '\0';
	linear_output_entered(&linear->output);
	linear->key_at = linear->key_count = 0;
	do_line(linear, text, &out);
	print(linear, &out);
	buf_clear(&out);
	app_stale(app_of(linear));
	app_keys_ready(app_of(linear));
}

/* Ctrl-D ends it as "quit" does. At the second one, or where the line is lost,
 * there is nobody to answer the question whether to wait. */
static void take_end(struct linear *linear)
{
	linear->ended = linear->input.ends > 1 || !linear->input.is_terminal;
	if (linear->input.ends > 1 || !linear->input.is_terminal) {
		loop_watch_free(linear->watch);
		linear->watch = NULL;
	}
	if (linear->input.ends > 1)
		app_hang_up(app_of(linear));
	else
		app_quit(app_of(linear));
}

/* What need not wait for an answer: it gives it up. */
static bool is_urgent(const struct linear *linear, const char *line)
{
	static const char *const lines[] = {"back", "cancel", "quit"};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		if (strcmp(lines[i], line) == 0)
			return linear->input.is_terminal;
	}
	return false;
}

/* The next line, if its time has come; else it is held. */
static const char *next_line(struct linear *linear)
{
	const char *line = linear->held[0] != '\0'
				   ? linear->held
				   : linear_input_line(&linear->input);

	if (line == NULL || is_settled(linear) || is_urgent(linear, line))
		return line;
	if (line != linear->held)
		text_format(linear->held, sizeof(linear->held), "%s", line);
	return NULL;
}

static bool is_at_end(const struct linear *linear)
{
	return linear->input.ends > 0 && !linear->ended &&
	       linear->held[0] == '\0' &&
	       (is_settled(linear) || linear->input.is_terminal);
}

/* One line at a time: its frame tells what came of it, and calls again. */
static void read_on(void *data)
{
	struct linear *linear = data;
	const char *line;

	linear->reading = NULL;
	if (linear->accounts == NULL || app_is_discarding(app_of(linear)))
		return;
	line = next_line(linear);
	if (line != NULL)
		take_line(linear, line);
	else if (is_at_end(linear))
		take_end(linear);
}

static void readable(void *data, int events UNUSED)
{
	struct linear *linear = data;
	int ends = linear->input.ends;

	linear_input_read(&linear->input);
	if (linear->input.ends > ends && !linear->input.is_terminal)
		loop_watch_set(linear->watch, 0);
	if (linear->input.ends > 1)
		take_end(linear);
	else
		read_on(linear);
}

/* -- the screen ------------------------------------------------------------ */

static void size(struct screen *screen, int *rows, int *cols)
{
	const struct linear *linear = linear_of(screen);
	bool is_list = linear->accounts != NULL &&
		       linear_tell_page(app_of(linear))->ops->list != NULL;

	*rows = is_list ? LIST_ROWS : PAGE_ROWS;
	*cols = linear->output.cols > 0 ? linear->output.cols
					: LINEAR_TELL_COLS;
	if (*cols < COLS_MIN)
		*cols = COLS_MIN;
	if (*cols > COLS_MAX)
		*cols = COLS_MAX;
}

static bool key(struct screen *screen, struct key *key)
{
	struct linear *linear = linear_of(screen);

	if (linear->key_at == linear->key_count)
		return false;
	*key = linear->keys[linear->key_at++];
	return true;
}

static bool busy(struct screen *screen)
{
	return !flush(linear_of(screen));
}

/* We watch both ourselves. */
static int fd(struct screen *screen UNUSED)
{
	return -1;
}

static void redraw(struct screen *screen)
{
	linear_of(screen)->told.again = true;
}

/* Ctrl-Z is between the terminal and the shell. */
static bool stop(struct screen *screen UNUSED)
{
	return true;
}

static bool go_on(struct screen *screen UNUSED)
{
	return true;
}

static void set_lent(struct linear *linear, bool lent)
{
	linear->lent = lent;
	if (linear->watch != NULL)
		loop_watch_set(linear->watch, lent ? 0 : LOOP_READ);
}

/* What it prints begins on a line of its own. */
static void lend(struct screen *screen)
{
	struct linear *linear = linear_of(screen);

	if (linear->output.in_line)
		print_text(linear, "");
	set_lent(linear, true);
}

static void take_back(struct screen *screen)
{
	set_lent(linear_of(screen), false);
}

/* There is no clipboard, but whoever reads the line can take it from there. */
static bool
copy(struct screen *screen, const char *text, enum screen_copy way UNUSED)
{
	struct buf line;

	if (strchr(text, '\n') != NULL || strlen(text) > LINEAR_INPUT_MAX) {
		buf_init(&line, TEXT_MAX);
		text_clean_lines(&line, text);
		print(linear_of(screen), &line);
		buf_clear(&line);
	}
	return false;
}

static const struct screen_ops ops = {
	.size = size,
	.present = present,
	.key = key,
	.discard_keys = discard_keys,
	.redraw = redraw,
	.busy = busy,
	.out_fd = fd,
	.fd = fd,
	.stop = stop,
	.go_on = go_on,
	.lend = lend,
	.take_back = take_back,
	.say = say,
	.copy = copy,
	.word = linear_words_for,
};

/* -- birth and death ------------------------------------------------------- */

struct linear *linear_new(struct loop *loop, struct error *error)
{
	struct linear *linear = mem_zalloc(sizeof(*linear));

	linear->screen.ops = &ops;
	linear->loop = loop;
	linear_told_init(&linear->told);
	linear_input_init(&linear->input);
	if (linear_output_open(&linear->output))
		return linear;
	error_set_errno(
		error, ERROR_SYSTEM, errno, "The output could not be opened");
	linear_free(linear);
	return NULL;
}

void linear_free(struct linear *linear)
{
	if (linear == NULL)
		return;
	linear_output_close(&linear->output);
	linear_input_clear(&linear->input);
	linear_told_clear(&linear->told);
	free(linear->paste);
	free(linear);
}

struct screen *linear_screen(struct linear *linear)
{
	return &linear->screen;
}

static void writable(void *data, int events UNUSED)
{
	struct linear *linear = data;

	if (flush(linear) && linear->accounts != NULL)
		app_output_ready(app_of(linear));
}

/* A file takes everything at once, and cannot be watched. */
static void watch_output(struct linear *linear)
{
	struct stat state;

	if (fstat(linear->output.to.fd, &state) != 0 || S_ISREG(state.st_mode))
		return;
	linear->out_watch = loop_watch_new(
		linear->loop, linear->output.to.fd, writable, linear);
}

void linear_start(struct linear *linear, const struct accounts *accounts)
{
	linear->accounts = accounts;
	watch_output(linear);
	if (linear->input.is_terminal)
		print_text(linear, "certdesk. \"help\" names what can be "
				   "typed, Ctrl-D ends.");
	if (!linear_input_can_wait()) {
		while (linear->input.ends == 0 && !linear->input.bytes.full)
			linear_input_read(&linear->input);
		linear->input.ends = 1;
		return;
	}
	linear->watch =
		loop_watch_new(linear->loop, STDIN_FILENO, readable, linear);
	loop_watch_set(linear->watch, LOOP_READ);
}

void linear_stop(struct linear *linear)
{
	linear->accounts = NULL;
	loop_watch_free(linear->watch);
	loop_watch_free(linear->out_watch);
	linear->watch = linear->out_watch = NULL;
	loop_defer_cancel(linear->loop, linear->reading);
	linear->reading = NULL;
}

/* The terminal has forgotten what was typed. */
void linear_interrupt(struct linear *linear)
{
	if (linear->accounts == NULL || linear->lent)
		return;
	drop_lines(linear);
	print_text(linear, "");
	app_cancel(app_of(linear));
	app_stale(app_of(linear));
}

void linear_resized(struct linear *linear)
{
	linear_output_measure(&linear->output);
}

/* The shell has written there; ask again. */
void linear_go_on(struct linear *linear)
{
	linear_output_entered(&linear->output);
	if (linear->accounts != NULL)
		app_stale(app_of(linear));
}
