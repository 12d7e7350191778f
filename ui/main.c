/* SPDX-License-Identifier: MIT
 *
 * certdesk: reads the command line, puts the program together, runs the
 * screens or a subcommand, takes it apart again.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "accounts.h"
#include "app.h"
#include "app-mouse.h"
#include "app-theme.h"
#include "attr.h"
#include "child-fork.h"
#include "cli.h"
#include "clipboard.h"
#include "file.h"
#include "file-list.h"
#include "line-history.h"
#include "log.h"
#include "main-end.h"
#include "main-linear.h"
#include "mem.h"
#include "screen-curses.h"
#include "screen-curses-look.h"
#include "secret.h"
#include "session.h"
#include "session-config.h"
#include "session-doctor.h"
#include "session-setup.h"
#include "session-switch.h"
#include "text.h"
#include "user-commands.h"
#include "version.h"

/* Letters, and what strerror says. Numbers in JSON and SQL are written with a
 * point, and each of the other kinds would be a file to open for nothing. */
static void set_locale(void)
{
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	text_set_utf8(strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
}

/* A parent may have closed some of 0, 1 and 2. What we open next, the journal
 * perhaps, would take the number, and messages would be written into it. So
 * each gets a file that cannot be used the usual way: reading from it fails,
 * and so does writing. */
static void fill_standard_files(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++) {
		int flags = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
			open("/dev/null", flags) != fd)
			_exit(CLI_OWN_FAILURE);
	}
}

static int end_of_output(void)
{
	if (!ferror(stdout) && fflush(stdout) == 0)
		return CLI_DONE;
	fprintf(stderr, "certdesk: The output could not be written: %s.\n",
		strerror(errno));
	return CLI_OWN_FAILURE;
}

static int print_help(const struct options *options)
{
	struct buf text;

	buf_init(&text, 64 * 1024);
	option_write_help(options->command, &text);
	fputs(buf_text(&text), stdout);
	buf_clear(&text);
	return end_of_output();
}

static int print_version(void)
{
	char libraries[256];

	printf("certdesk %s\n%s\n", PACKAGE_VERSION,
		version_libraries(
			screen_curses_version(), libraries, sizeof(libraries)));
	return end_of_output();
}

static int complain(const struct error *error)
{
	char clean[ERROR_TEXT_SIZE * 4];

	text_clean_to(clean, sizeof(clean), error->text);
	fprintf(stderr, "certdesk: %s\n", clean);
	if (error->kind == ERROR_USAGE || error->kind == ERROR_CONFIG)
		return CLI_USAGE;
	return CLI_OWN_FAILURE;
}

static bool wants_color(const struct options *options)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->color != OPTION_COLOR_AUTO)
		return options->color == OPTION_COLOR_ALWAYS;
	return no_color == NULL || *no_color == '\0';
}

/* -- the screens ------------------------------------------------------------
 */

struct terminal {
	struct accounts *accounts;
	struct screen *screen;
	int signal; /* that ended it; 0: none */
};

static void on_resized(void *data, int signal)
{
	struct terminal *terminal = data;

	(void)signal;
	screen_curses_resized(terminal->screen);
	app_resized(accounts_app(terminal->accounts));
}

static void on_hang_up(void *data, int signal)
{
	struct terminal *terminal = data;

	terminal->signal = signal;
	app_hang_up(accounts_app(terminal->accounts));
}

static void on_interrupt(void *data, int signal)
{
	struct terminal *terminal = data;

	if (!app_interrupt_program(accounts_app(terminal->accounts)))
		on_hang_up(data, signal);
}

static void on_stop(void *data, int signal)
{
	struct terminal *terminal = data;

	(void)signal;
	app_suspend(accounts_app(terminal->accounts));
}

static void on_continue(void *data, int signal)
{
	struct terminal *terminal = data;

	(void)signal;
	app_go_on(accounts_app(terminal->accounts));
}

static const struct {
	int number;
	void (*handle)(void *data, int signal);
} signals[] = {
	{SIGWINCH, on_resized},
	{SIGTERM, on_hang_up},
	{SIGHUP, on_hang_up},
	{SIGINT, on_interrupt},
	{SIGTSTP, on_stop},
	{SIGCONT, on_continue},
};

/* One that comes while the terminal is ours already and nobody handles it yet
 * would leave it as it is. */
static void hold_signals(int how)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		sigaddset(&set, signals[i].number);
	pthread_sigmask(how, &set, NULL);
}

/* What cannot be read is as good as not there. */
static bool read_history(const char *path, struct buf *out)
{
	struct error error = {0};

	if (!file_exists(path))
		return true;
	if (file_read_private(path, LINE_HISTORY_BYTES, out, &error))
		return true;
	log_add(LOG_WARNING, "What was typed before is not known: %s",
		error.text);
	return false;
}

static struct line_history *open_history(const char *path)
{
	struct line_history *history = line_history_new();
	struct buf file;

	buf_init(&file, LINE_HISTORY_BYTES);
	if (path != NULL && read_history(path, &file))
		line_history_read(history, buf_text(&file));
	buf_clear(&file);
	return history;
}

/* At the end, when a slow disk stops nobody. */
static void close_history(struct line_history *history, const char *path)
{
	struct error error = {0};
	struct buf file, now;

	buf_init(&file, LINE_HISTORY_BYTES);
	buf_init(&now, LINE_HISTORY_BYTES);
	if (path != NULL && line_history_is_new(history) &&
		read_history(path, &now)) {
		line_history_write(history, buf_text(&now), &file);
		if (!file_make_parent(path, &error) ||
			!file_replace(path, buf_text(&file), file.len, &error))
			log_add(LOG_WARNING, "%s", error.text);
	}
	buf_clear(&file);
	buf_clear(&now);
	line_history_free(history);
}

/* What was typed before: filters, command lines. */
struct typed {
	char *commands_path; /* NULL: not kept */
	struct line_history *filters, *commands;
};

static void open_typed(struct typed *typed, const struct session *session)
{
	const char *path = session->history_path;

	typed->commands_path = NULL;
	if (path != NULL)
		typed->commands_path = file_beside(path, "commands");
	typed->filters = open_history(path);
	typed->commands = open_history(typed->commands_path);
}

static void close_typed(struct typed *typed, const struct session *session)
{
	close_history(typed->filters, session->history_path);
	close_history(typed->commands, typed->commands_path);
	free(typed->commands_path);
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0';
}

/* All but the screen, and what goes with it. */
static struct app_options app_of(struct session *session,
	const struct typed *typed, const struct options *options)
{
	return (struct app_options){
		.loop = session->loop,
		.store = session->store,
		.saved = session->saved,
		.order_id = options->order_id,
		.history = typed->filters,
		.commands = typed->commands,
		.save = session_save,
		.list = file_list,
		.disk = session_disk(),
		.keys = session_keys(session),
		.settings = session_settings(session),
		.settings_path = session_config_path(session),
		.read_settings = session_config_path(session) != NULL
					 ? session_config_source
					 : NULL,
		.slow = session_is_slow(session),
	};
}

/* The first frame is there before the first connection is made. */
static bool run_loop(
	struct terminal *terminal, struct session *session, struct error *error)
{
	app_draw(accounts_app(terminal->accounts));
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		loop_on_signal(session->loop, signals[i].number,
			signals[i].handle, terminal);
	hold_signals(SIG_UNBLOCK);
	if (!session_connect(session, error))
		return false;
	store_start(session->store);
	loop_run(session->loop);
	return true;
}

/* *ended_by: the signal that ended it, 0 if none did. */
static bool run_screens(struct session *session, struct screen *screen,
	const struct typed *typed, const struct options *options, int *ended_by,
	struct error *error)
{
	struct terminal terminal = {.screen = screen};
	const struct accounts_source source = session_switch_source(session);
	struct children *children = child_fork_new(session->loop);
	struct user_commands *user =
		user_commands_new(&session->settings.commands);
	const struct clipboard_options clipboard = {
		.way = session->settings.clipboard,
		.in_tmux = is_set("TMUX"),
		.in_screen = is_set("STY"),
	};
	struct app_options app = app_of(session, typed, options);
	bool ok;

	app.screen = screen;
	app.notice = screen_curses_notice(screen);
	app.children = session->children = children;
	app.user = user;
	app.clipboard = &clipboard;
	app.user = user;
	terminal.accounts = accounts_new(&app, &source, session->first);
	ok = run_loop(&terminal, session, error);
	accounts_free(terminal.accounts);
	child_fork_free(children);
	user_commands_free(user);
	*ended_by = terminal.signal;
	return ok;
}

static int open_screens(
	struct session *session, const struct options *options, int *ended_by)
{
	struct error error = {0};
	struct screen *screen;
	struct typed typed;
	bool ok;

	hold_signals(SIG_BLOCK);
	screen = screen_curses_new(wants_color(options),
		app_theme_wanted(session_settings(session)), &error);
	if (screen == NULL) {
		hold_signals(SIG_UNBLOCK);
		complain(&error);
		return CLI_USAGE;
	}
	screen->ops->mouse(screen, app_mouse_wanted(session_settings(session)));
	mem_on_exhausted(screen_curses_emergency);
	open_typed(&typed, session);
	ok = run_screens(session, screen, &typed, options, ended_by, &error);
	mem_on_exhausted(NULL);
	screen_curses_free(screen);
	/* The demo's disk is this machine's, and its server has its time. */
	if (!options->demo)
		main_end_in_time(*ended_by);
	close_typed(&typed, session);
	return ok ? CLI_DONE : complain(&error);
}

/* -- the same in lines ------------------------------------------------------
 */

static int open_lines(
	struct session *session, const struct options *options, int *ended_by)
{
	struct error error = {0};
	struct typed typed;
	struct app_options app;
	bool ok;

	open_typed(&typed, session);
	app = app_of(session, &typed, options);
	ok = main_linear_run(session, &app, ended_by, &error);
	if (!options->demo)
		main_end_in_time(*ended_by);
	close_typed(&typed, session);
	return ok ? CLI_DONE : complain(&error);
}

static int
run_subcommand(const struct session *session, const struct options *options)
{
	const struct cli_context context = {
		.loop = session->loop,
		.store = session->store,
		.saved = session->saved,
		.journal = session->journal,
		.journal_error = &session->journal_error,
	};

	return cli_run(&context, options);
}

/* Whoever waits for us is told what ended us, once all is in order. */
static void end_by(int number)
{
	signal(number, SIG_DFL);
	raise(number);
}

/* Screens connect behind their first frame. */
static int
serve(struct session *session, const struct options *options, int *ended_by)
{
	struct error error = {0};

	if (options->command == OPTION_SCREEN && !options->linear)
		return open_screens(session, options, ended_by);
	if (!session_connect(session, &error))
		return complain(&error);
	if (options->command == OPTION_SCREEN)
		return open_lines(session, options, ended_by);
	return run_subcommand(session, options);
}

int main(int argc, char **argv)
{
	struct options options;
	struct session session;
	struct secret *key = NULL;
	struct error error = {0};
	int code, ended_by = 0;

	fill_standard_files();
	secret_harden_process();
	set_locale();
	/* A reader that is gone and a file that may not grow are errors of
	 * the call that finds out, not the end of the program. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (!option_parse(argc, argv, &options, &error))
		return complain(&error);
	if (options.help)
		return print_help(&options);
	if (options.version)
		return print_version();
	if (options.print_config)
		return session_config_print(&options, &error)
			       ? end_of_output()
			       : complain(&error);
	if (options.log_file != NULL && !log_open(options.log_file, &error))
		return complain(&error);
	/* What it looks at may be what keeps a session from opening. */
	if (options.command == OPTION_DOCTOR) {
		code = session_doctor(&options);
		log_close();
		return code;
	}
	if (session_setup_is_due(&options) &&
		!session_setup(&options, &key, &error)) {
		log_close();
		return complain(&error);
	}
	code = session_open(&session, &options, key, &error)
		       ? serve(&session, &options, &ended_by)
		       : complain(&error);
	session_close(&session);
	main_end_reached();
	log_close();
	if (ended_by != 0)
		end_by(ended_by);
	return code;
}
