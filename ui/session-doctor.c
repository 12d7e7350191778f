/* SPDX-License-Identifier: MIT
 *
 * The stages of `certdesk doctor`, as a table. Each has its time: what it looks
 * at may be a dead network file system, and then an alarm ends the program.
 */
#include "config.h"

#include "session-doctor.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"
#include "cli-doctor.h"
#include "demo.h"
#include "doctor-files.h"
#include "doctor-journal.h"
#include "doctor-settings.h"
#include "doctor-terminal.h"
#include "file.h"
#include "journal-sql-check.h"
#include "loop-uv.h"
#include "mem.h"
#include "saved.h"
#include "saved-file.h"
#include "screen-curses-look.h"
#include "session-config.h"

#define OUT_MAX	    (1024 * 1024)
#define SYSTEM_LOG  "/dev/log"
#define WIDTH_LEAST 30
#define WIDTH_MOST  80

/* -- configuration and account -------------------------------------------- */

/* A problem each; what to do stands behind the last one. */
static void add_lines(struct doctor *doctor, const char *lines)
{
	static const char advice[] =
		"certdesk starts when every line is right; certdesk-config(5) "
		"has all settings.";
	size_t len;
	bool is_last;

	while (*lines != '\0') {
		len = strcspn(lines, "\n");
		is_last = lines[len] == '\0' || lines[len + 1] == '\0';
		doctor_problem(doctor, DOCTOR_CONFIGURATION, ERROR_CONFIG,
			is_last ? advice : NULL, "%.*s", (int)len, lines);
		lines += len + (lines[len] == '\n');
	}
}

static void say_read(struct session_doctor *self, const char *path)
{
	if (path == NULL || !file_exists(path))
		doctor_note(&self->doctor, DOCTOR_CONFIGURATION,
			"There is no configuration%s%s; certdesk asks for one "
			"when it starts on a terminal, and certdesk-config(5) "
			"says what it can hold.",
			path != NULL ? " at " : "", path != NULL ? path : "");
	else
		doctor_ok(&self->doctor, DOCTOR_CONFIGURATION,
			"%s: %zu account%s, %zu view%s.", path,
			self->settings.account_count,
			self->settings.account_count == 1 ? "" : "s",
			self->settings.view_count,
			self->settings.view_count == 1 ? "" : "s");
}

/* The file itself. False: it must not be used. */
static bool check_config(struct session_doctor *self)
{
	char *path = file_config_path("config");
	struct error error = {0};
	struct buf problems;
	bool good, readable;

	buf_init(&problems, SESSION_CONFIG_PROBLEMS);
	good = session_config_read(&self->settings, &problems, &error);
	readable = good || problems.len > 0;
	if (good) {
		say_read(self, path);
		doctor_settings_judge(&self->doctor, &self->settings);
	} else if (!readable) {
		doctor_problem(&self->doctor, DOCTOR_CONFIGURATION, error.kind,
			NULL, "%s", error.text);
	}
	add_lines(&self->doctor, buf_text(&problems));
	buf_clear(&problems);
	free(path);
	return readable;
}

/* Those of the account, as far as it is known. */
static char *views_path(
	const struct session_doctor *self, struct saved *saved, char **before)
{
	struct error ignored;
	const struct settings_account *account = settings_account(
		&self->settings, self->options->account, &ignored);

	*before = NULL;
	if (account == NULL)
		return file_config_path("views");
	if (saved != NULL)
		saved_set_account(saved, account->name);
	return saved_file_path(
		account->name, self->settings.account_count > 1, before);
}

/* Views of the configuration, and over them the agent's own. */
static void check_views(struct session_doctor *self)
{
	struct loop *loop = loop_uv_new();
	struct saved *saved = saved_new();
	char *before, *path = views_path(self, saved, &before);
	struct saved_file *file = NULL;
	struct error error = {0};
	struct buf problems;
	bool good = saved_add(saved, SAVED_CONFIGURED, &self->settings, &error);

	buf_init(&problems, SESSION_CONFIG_PROBLEMS);
	if (good && path != NULL && loop != NULL) {
		file = saved_file_new(
			loop, saved, path, before, &problems, &error);
		good = file != NULL;
	}
	add_lines(&self->doctor, buf_text(&problems));
	if (!good)
		doctor_problem(&self->doctor, DOCTOR_CONFIGURATION, error.kind,
			"Mend the file, or move it away: it holds the views "
			"and columns that were saved on the screens.",
			"%s", error.text);
	buf_clear(&problems);
	saved_file_free(file);
	saved_free(saved);
	loop_uv_free(loop);
	free(before);
	free(path);
}

static bool add_environment(struct session_doctor *self, struct error *error)
{
	const char *url = getenv("CERTDESK_URL");

	if (self->settings.account_count > 0 || url == NULL || *url == '\0')
		return true;
	return settings_add_environment(&self->settings, url,
		getenv("CERTDESK_KIND"), getenv("CERTDESK_ISSUANCE_RESEND"),
		error);
}

static void say_account(struct session_doctor *self)
{
	const struct settings_account *account = self->account;

	doctor_ok(&self->doctor, DOCTOR_ACCOUNT, "%s: %s%s%s%s.", account->name,
		account->url, *account->label != '\0' ? ", " : "",
		account->label, account->read_only ? ", read-only" : "");
	if (self->settings.account_count > 1 && self->options->account == NULL)
		doctor_note(&self->doctor, DOCTOR_ACCOUNT,
			"There are %zu accounts; --account NAME looks at "
			"another one.",
			self->settings.account_count);
	if (*account->issuance_resend == '\0')
		doctor_note(&self->doctor, DOCTOR_ACCOUNT,
			"issuance_resend is not set: Resend Issuance Email "
			"then offers the console's address.");
}

static void check_account(struct session_doctor *self)
{
	struct error error = {0};

	if (add_environment(self, &error))
		self->account = settings_account(
			&self->settings, self->options->account, &error);
	if (self->account == NULL) {
		doctor_problem(&self->doctor, DOCTOR_ACCOUNT, error.kind, NULL,
			"%s", error.text);
		return;
	}
	/* A problem that was told before: it has neither url nor region. */
	if (self->account->url == NULL)
		return;
	self->http.base_url = self->account->url;
	self->http.ca_file = self->account->ca_file;
	self->http.proxy = self->account->proxy;
	say_account(self);
}

static void check_configuration(struct session_doctor *self)
{
	struct error error = {0};

	if (self->options->demo) {
		doctor_note(&self->doctor, DOCTOR_CONFIGURATION,
			"--demo: the configuration and the environment are not "
			"used.");
		return;
	}
	/* Taken out of the environment whatever comes. */
	self->from_environment =
		secret_from_environment("CERTDESK_API_KEY", &error);
	if (self->from_environment == NULL && error.kind != ERROR_NONE)
		doctor_problem(&self->doctor, DOCTOR_KEY, error.kind, NULL,
			"%s", error.text);
	if (!check_config(self))
		return;
	check_views(self);
	check_account(self);
}

/* -- the demo and its sandbox --------------------------------------------- */

static void start_demo(struct session_doctor *self)
{
	struct demo_options demo = {
		.directory = self->options->demo_dir,
		.orders = self->options->demo_orders,
		.kind = self->options->demo_kind,
	};
	struct error error = {0};

	if (!self->options->demo)
		return;
	self->demo = demo_start(&demo, &error);
	if (self->demo == NULL) {
		doctor_problem(&self->doctor, DOCTOR_SANDBOX, error.kind, NULL,
			"%s", error.text);
		return;
	}
	self->http.base_url = demo_url(self->demo);
	doctor_ok(&self->doctor, DOCTOR_SANDBOX, "The demo runs at %s.",
		demo_root(self->demo));
}

static void check_sandbox(struct session_doctor *self)
{
	const char *directory = getenv("TMPDIR");
	char *program;

	if (self->options->demo)
		return;
	if (directory == NULL || directory[0] != '/')
		directory = "/tmp";
	program = demo_program();
	if (program == NULL)
		doctor_note(&self->doctor, DOCTOR_SANDBOX,
			"certdesk-sandbox is neither beside certdesk nor in "
			"PATH: there is no --demo.");
	else if (access(directory, W_OK | X_OK) != 0)
		doctor_warn(&self->doctor, DOCTOR_SANDBOX,
			"Set TMPDIR to a directory that you can write to.",
			"The demo's data cannot be made in %s.", directory);
	else
		doctor_ok(&self->doctor, DOCTOR_SANDBOX,
			"certdesk --demo can be started (%s).", program);
	free(program);
}

/* -- rights --------------------------------------------------------------- */

struct rights_row {
	const char *what, *name;
	bool is_state, is_private;
};

static const struct rights_row rights_rows[] = {
	{"configuration directory", "", false, false},
	{"views", "views", false, false},
	{"state directory", "", true, false},
	{"history of filters", "history", true, true},
};

static char *path_of(const struct rights_row *row)
{
	char *path = row->is_state ? file_state_path(row->name)
				   : file_config_path(row->name);
	size_t len = path != NULL ? strlen(path) : 0;

	if (len > 1 && path[len - 1] == '/')
		path[len - 1] = '\0';
	return path;
}

/* A private file, as it is opened when certdesk starts. */
static void check_key_file(struct session_doctor *self)
{
	struct error error = {0};
	char *path = file_expand(self->account->key_file);
	int fd = file_open_private(path, &error);

	if (fd >= 0)
		doctor_ok(&self->doctor, DOCTOR_RIGHTS,
			"The key file %s is yours alone.", path);
	else
		doctor_problem(&self->doctor, DOCTOR_RIGHTS, error.kind, NULL,
			"%s", error.text);
	if (fd >= 0)
		close(fd);
	free(path);
}

/* Beside those that all accounts begin with. */
static void check_own_views(struct session_doctor *self)
{
	char *before, *path = views_path(self, NULL, &before);

	if (before != NULL)
		(void)doctor_files_check(
			&self->doctor, "views of the account", path, false);
	free(before);
	free(path);
}

static void check_rights(struct session_doctor *self)
{
	struct doctor *doctor = &self->doctor;
	char *path;

	if (self->options->demo)
		return;
	for (size_t i = 0; i < ARRAY_LEN(rights_rows); i++) {
		path = path_of(&rights_rows[i]);
		(void)doctor_files_check(doctor, rights_rows[i].what, path,
			rights_rows[i].is_private);
		free(path);
	}
	check_own_views(self);
	if (self->account != NULL && self->account->ca_file != NULL) {
		path = file_expand(self->account->ca_file);
		(void)doctor_files_check(doctor, "ca_file", path, false);
		free(path);
	}
	if (self->account != NULL && self->account->key_file != NULL)
		check_key_file(self);
	if (doctor_worst(doctor, DOCTOR_RIGHTS) == DOCTOR_OK &&
		doctor_worst(doctor, DOCTOR_CONFIGURATION) < DOCTOR_PROBLEM)
		doctor_ok(doctor, DOCTOR_RIGHTS,
			"Nobody else can write what certdesk reads.");
}

static void check_process(struct session_doctor *self)
{
	doctor_files_process(&self->doctor);
}

/* -- journal, terminal, locale -------------------------------------------- */

static char *find_journal(const struct session_doctor *self)
{
	char *directory, *path;

	if (!self->options->demo)
		return session_config_journal(&self->settings);
	directory = file_expand(self->options->demo_dir);
	path = mem_printf("%s/journal.db", directory);
	free(directory);
	return path;
}

static void check_journal(struct session_doctor *self)
{
	struct doctor_journal journal;
	char *directory = NULL, *path;

	/* Without a directory of its own the demo has a new one each time. */
	if (self->options->demo && self->options->demo_dir == NULL)
		return;
	path = find_journal(self);
	if (path == NULL) {
		doctor_problem(&self->doctor, DOCTOR_JOURNAL, ERROR_JOURNAL,
			"Set HOME or XDG_STATE_HOME, or journal = PATH.",
			"There is no home directory for the journal.");
		return;
	}
	journal_check(path, &journal, &directory);
	doctor_journal_judge(&self->doctor, &journal);
	if (self->settings.to_syslog && !file_exists(SYSTEM_LOG))
		doctor_warn(&self->doctor, DOCTOR_JOURNAL,
			"Start the system's log, or set syslog = no.",
			"syslog = yes, but there is no " SYSTEM_LOG
			": the records are in the journal alone.");
	free(directory);
	free(path);
}

static void check_terminal(struct session_doctor *self)
{
	struct doctor_terminal terminal;

	screen_curses_look(&terminal);
	doctor_terminal_judge(&self->doctor, &terminal);
}

static void check_locale(struct session_doctor *self)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	struct doctor_locale locale = {0};
	char *wanted = NULL;

	for (size_t i = 0; i < ARRAY_LEN(names) && wanted == NULL; i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && *value != '\0')
			wanted = mem_printf("%s=%s", names[i], value);
	}
	locale.wanted = wanted;
	locale.accepted = setlocale(LC_CTYPE, "") != NULL;
	locale.charset = nl_langinfo(CODESET);
	doctor_terminal_judge_locale(&self->doctor, &locale);
	free(wanted);
}

/* -- the service ---------------------------------------------------------- */

static void check_network(struct session_doctor *self)
{
	if (self->http.base_url == NULL)
		doctor_note(&self->doctor, DOCTOR_TLS,
			"The way to the service was not looked at: there is no "
			"account.");
	else if (!session_doctor_network(self))
		self->http.base_url = NULL;
}

static void check_key(struct session_doctor *self)
{
	if (self->account != NULL || self->demo != NULL)
		session_doctor_find_key(self);
}

static void check_permissions(struct session_doctor *self)
{
	if (self->key != NULL && self->http.base_url != NULL)
		session_doctor_try_key(self);
	else if (self->key != NULL)
		doctor_note(&self->doctor, DOCTOR_KEY,
			"There is a key (from %s), which could not be tried.",
			self->key_source);
}

/* -- all of it ------------------------------------------------------------ */

struct stage {
	const char *name;
	unsigned seconds;
	void (*run)(struct session_doctor *self);
};

static const struct stage stages[] = {
	{"demo", 130, start_demo},
	{"configuration", 30, check_configuration},
	{"rights", 30, check_rights},
	{"process", 30, check_process},
	{"journal", 60, check_journal},
	{"terminal", 30, check_terminal},
	{"locale", 30, check_locale},
	{"sandbox", 30, check_sandbox},
	{"network", 60, check_network},
	{"key", 90, check_key},
	{"permissions", 90, check_permissions},
};

/* What signal handlers know, which cannot be told of anything. */
static const char *volatile running;
static volatile sig_atomic_t interrupted;

static void put(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored;
}

static void on_alarm(int signal)
{
	(void)signal;
	put("certdesk: The check of the ");
	put(running);
	put(" does not end: what it looks at hangs.\n");
	_exit(CLI_OWN_FAILURE);
}

static void on_end(int signal)
{
	(void)signal;
	interrupted = 1;
}

/* The demo leaves a directory behind if it is not ended in order; all else may
 * simply end. */
static void catch_signals(const struct options *options)
{
	static const int end_signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction end = {.sa_handler = on_end};

	signal(SIGALRM, on_alarm);
	sigemptyset(&end.sa_mask);
	for (size_t i = 0; options->demo && i < ARRAY_LEN(end_signals); i++)
		sigaction(end_signals[i], &end, NULL);
}

static bool flush(struct buf *out)
{
	bool good = fwrite(buf_text(out), 1, out->len, stdout) == out->len &&
		    fflush(stdout) == 0;

	buf_reset(out);
	return good;
}

/* Of the terminal; not wider than is good to read. */
static size_t width(void)
{
	struct winsize window;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 ||
		window.ws_col < WIDTH_LEAST || window.ws_col > WIDTH_MOST)
		return WIDTH_MOST;
	return window.ws_col;
}

/* People see each stage as it ends, scripts all of it at the end. */
static bool show(struct session_doctor *self, bool is_last)
{
	struct buf out;
	bool good;

	buf_init(&out, OUT_MAX);
	if (self->options->format == OPTION_JSON) {
		if (is_last)
			cli_doctor_json(&self->doctor, &out);
	} else {
		cli_doctor_text(&self->doctor, self->shown, width(), &out);
		if (is_last)
			cli_doctor_sum(&self->doctor, &out);
	}
	self->shown = self->doctor.count;
	good = flush(&out);
	buf_clear(&out);
	return good;
}

static void clear(struct session_doctor *self)
{
	secret_free(self->key);
	secret_free(self->from_environment);
	demo_stop(self->demo);
	settings_clear(&self->settings);
	doctor_clear(&self->doctor);
}

int session_doctor(const struct options *options)
{
	struct session_doctor self = {.options = options};
	bool shown = true;
	int code;

	settings_init(&self.settings);
	catch_signals(options);
	for (size_t i = 0; i < ARRAY_LEN(stages) && !interrupted; i++) {
		running = stages[i].name;
		alarm(stages[i].seconds);
		stages[i].run(&self);
		alarm(0);
		shown = show(&self, false) && shown;
	}
	shown = show(&self, !interrupted) && shown;
	code = shown ? cli_doctor_code(&self.doctor) : CLI_OWN_FAILURE;
	if (interrupted) {
		fputs("certdesk: Interrupted.\n", stderr);
		code = CLI_NOT_SENT;
	}
	clear(&self);
	return code;
}
