/* SPDX-License-Identifier: MIT
 *
 * Ends the program in every view in every way, and looks at what it leaves:
 * the modes of the terminal, the cursor, the screen, processes, and how the
 * status tells what happened.
 *
 *	give-back PROGRAM ORDER CLIENT_ORDER STATE [VIEW|- [ENDING|some|-]]
 *
 * The environment says which server. ORDER can be resent, CLIENT_ORDER too.
 * Each run has a journal of its own, in STATE/VIEW-ENDING. The views of a send
 * that hangs need a server that lets it hang, and are only run by name.
 * STORM and SEED in the environment: how many sizes in a storm, and which.
 */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "attr.h"
#include "mem.h"
#include "tests/support/pty.h"

#define STEPS 6

/* Keys, and what stands on the screen then. %s is the order, %c the client
 * order. */
struct step {
	const char *keys, *see;
};

struct view {
	const char *name;
	int rows, cols;
	struct step open[STEPS];
	/* Esc is pressed until this is gone, then Q quits; NULL: Q does. */
	const char *leave;
	const char *term; /* NULL: xterm-256color */
	bool by_name;	  /* not without being asked for */
};

#define TO_LIST                                                                \
	{                                                                      \
		"", "Certificate name"                                         \
	}
#define TO_PAGE                                                                \
	{                                                                      \
		":%s\r", "Certificate status"                                  \
	}
#define TO_CLIENT                                                              \
	{                                                                      \
		":%c\r", "Resend Issuance Email"                               \
	}
#define TO_WINDOW                                                              \
	{                                                                      \
		"m", "Select verified"                                         \
	}

static const struct view views[] = {
	{"orders", 24, 80, {TO_LIST}, NULL, NULL, false},
	{"details", 24, 80, {TO_LIST, TO_PAGE}, NULL, NULL, false},
	{"split", 50, 200, {TO_LIST, {"p", "Certificate status"}}, NULL, NULL,
		false},
	{"resend", 24, 80, {TO_LIST, TO_PAGE, TO_WINDOW}, "Select verified",
		NULL, false},
	{"form", 24, 80, {TO_LIST, {"s", "Search orders on the server"}},
		"Search orders on", NULL, false},
	{"help", 24, 80, {TO_LIST, {"?", "> Help"}}, NULL, NULL, false},
	{"line", 24, 80, {TO_LIST, {":jour", ":jour"}}, ":jour", NULL, false},
	{"journal", 24, 80, {TO_LIST, {":journal\r", "> Journal"}}, NULL, NULL,
		false},
	{"log", 24, 80, {TO_LIST, {"@", "> Message log"}}, NULL, NULL, false},
	{"actions", 24, 80, {TO_LIST, TO_PAGE, {"a", "Actions"}}, "Actions",
		NULL, false},
	{"question", 24, 80, {TO_LIST, TO_CLIENT, {"m", "void"}}, "void", NULL,
		false},
	{"small", 9, 39, {{"", "too small"}}, NULL, NULL, false},
	{"no size", 0, 0, {TO_LIST}, NULL, NULL, false},
	/* A send that hangs: after two seconds it is out. Later ones are as
	 * good when it is looked for again. */
	{"sending", 24, 80,
		{TO_LIST, TO_PAGE, TO_WINDOW, {"\t", "[ Send to"},
			{"\r", "sending... 2s"}, {"", "sending... "}},
		"Select verified", NULL, true},
	/* No key: it is asked for without echo. */
	{"prompt", 24, 80, {{"", "CertCentral API key"}}, NULL, NULL, true},
	/* Other terminals. */
	{"vt100", 24, 80, {TO_LIST, TO_PAGE, TO_WINDOW}, "Select verified",
		"vt100", false},
	{"vt220", 24, 80, {TO_LIST, TO_PAGE, TO_WINDOW}, "Select verified",
		"vt220", false},
	{"linux", 24, 80, {TO_LIST, TO_PAGE, TO_WINDOW}, "Select verified",
		"linux", false},
	{"screen", 24, 80, {TO_LIST, TO_PAGE, TO_WINDOW}, "Select verified",
		"screen", false},
	{"tmux", 24, 80, {TO_LIST, TO_PAGE, TO_WINDOW}, "Select verified",
		"tmux-256color", false},
	{"xterm", 24, 80, {TO_LIST, TO_PAGE, TO_WINDOW}, "Select verified",
		"xterm", false},
	{"unknown", 24, 80, {TO_LIST, TO_PAGE, TO_WINDOW}, "Select verified",
		"no-such-terminal", false},
};

struct test {
	const char *program, *order, *client, *state;
	const struct view *view;
	const char *ending;
	struct pty *pty;
	int passed, failed;
	long storm; /* sizes */
	uint64_t random;
	double slowest_ms;
	char slowest[64];
};

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static void result(struct test *test, bool good, const char *why)
{
	if (good) {
		test->passed++;
		return;
	}
	test->failed++;
	printf("not ok - %s in %s: %s\n", test->ending, test->view->name, why);
}

/* -- going through it ------------------------------------------------------ */

static void press(struct test *test, const char *format)
{
	const char *at = strchr(format, '%');
	char *keys;

	if (at == NULL)
		keys = mem_dup(format);
	else
		keys = mem_printf("%.*s%s%s", (int)(at - format), format,
			at[1] == 's' ? test->order : test->client, at + 2);
	pty_keys(test->pty, keys, strlen(keys));
	free(keys);
}

static void walk(struct test *test, const struct step steps[STEPS])
{
	for (int i = 0; i < STEPS && steps[i].keys != NULL; i++) {
		/* A button takes Enter once it has been drawn with focus. */
		if (strcmp(steps[i].keys, "\t") == 0)
			pty_focus(test->pty, "\t", steps[i].see);
		else if (strcmp(steps[i].keys, "\r") == 0)
			pty_press_until_seen(test->pty, "\r", steps[i].see);
		else
			press(test, steps[i].keys);
		pty_see(test->pty, steps[i].see);
	}
}

static const char *last_seen(const struct view *view)
{
	const char *seen = "";

	for (int i = 0; i < STEPS && view->open[i].keys != NULL; i++)
		seen = view->open[i].see;
	return seen;
}

/* How long it took tells nothing where keys had to be pressed again. */
static int end_of(struct test *test)
{
	double start = now_ms(), ms;
	int status = pty_status(test->pty);

	ms = now_ms() - start;
	if (ms > test->slowest_ms) {
		test->slowest_ms = ms;
		snprintf(test->slowest, sizeof(test->slowest), "%s in %s",
			test->ending, test->view->name);
	}
	return status;
}

/* Modes and screen as before. */
static void is_given_back(struct test *test)
{
	char what[128], text[192];
	bool good = pty_is_as_before(test->pty, what, sizeof(what));

	snprintf(text, sizeof(text), "not as before: %s", what);
	result(test, good, text);
	result(test, !pty_shows(test->pty, "$<"), "padding is shown");
}

static void ended_by(struct test *test, int status, int signal)
{
	char text[96];

	snprintf(text, sizeof(text), "status 0x%x and not signal %d",
		(unsigned)status, signal);
	result(test, WIFSIGNALED(status) && WTERMSIG(status) == signal, text);
}

/* -- ways to end ----------------------------------------------------------- */

static bool is_prompt(const struct test *test)
{
	return strcmp(test->view->name, "prompt") == 0;
}

/* What is typed for the key is not seen. */
static void give_up_prompt(struct test *test)
{
	int status;

	press(test, "xyz\003");
	status = end_of(test);
	result(test, WIFEXITED(status) && WEXITSTATUS(status) == 8,
		"the status is not 8");
	result(test, !pty_shows(test->pty, "xyz"), "the key is shown");
	is_given_back(test);
}

/* Out of a send that hangs: Q counts, y quits now. */
static void by_key(struct test *test, int number UNUSED)
{
	int status;

	if (is_prompt(test)) {
		give_up_prompt(test);
		return;
	}
	if (test->view->leave != NULL)
		pty_press_until_gone(test->pty, "\033", test->view->leave);
	if (test->view->by_name) {
		pty_press_until_seen(test->pty, "Q", "Waiting for 1 write");
		pty_press_until_gone(test->pty, "y", "Waiting for 1 write");
	} else {
		pty_press_until_over(test->pty, "\033", "Q");
	}
	status = end_of(test);
	result(test, status == 0, "the status is not 0");
	is_given_back(test);
}

static void by_signal(struct test *test, int number)
{
	pty_signal(test->pty, number);
	ended_by(test, end_of(test), number);
	is_given_back(test);
}

static void not_by_signal(struct test *test, int number)
{
	pty_signal(test->pty, number);
	by_key(test, 0);
}

/* 0: Ctrl-Z. */
static void stop(struct test *test, int number)
{
	int status, by = number != 0 ? number : SIGTSTP;

	if (number != 0)
		pty_signal(test->pty, number);
	else
		press(test, "\032");
	status = pty_status(test->pty);
	result(test, WIFSTOPPED(status) && WSTOPSIG(status) == by,
		"it does not stop");
}

static void come_back(struct test *test, const struct pty_modes *before)
{
	const struct pty_modes *now = &test->pty->modes;
	bool same = true;

	pty_foreground(test->pty);
	pty_see(test->pty, last_seen(test->view));
	if (is_prompt(test)) /* which is all that it writes */
		return;
	pty_see_no_more(test->pty, "[shell]");
	for (size_t i = 0; i < before->on_count; i++)
		same = same && pty_modes_has(now, before->on[i]);
	result(test, same && now->on_count == before->on_count,
		"private modes are not set again");
	result(test, now->keypad == before->keypad,
		"the keypad is not set again");
	result(test, now->cursor_hidden == before->cursor_hidden,
		"the cursor is not as it was");
}

/* The shell has written on the screen; all of it is drawn again. */
static void by_stop(struct test *test, int number)
{
	const struct pty_modes before = test->pty->modes;

	stop(test, number);
	if (number != SIGSTOP)
		is_given_back(test);
	come_back(test, &before);
	by_key(test, 0);
}

/* A stopped job is ended by its shell with kill: SIGTERM, then SIGCONT. */
static void by_kill_of_stopped(struct test *test, int number)
{
	stop(test, SIGTSTP);
	pty_signal(test->pty, number);
	pty_background(test->pty);
	ended_by(test, end_of(test), number);
	is_given_back(test);
}

/* The prompt cannot be read there. */
static void stopped_by_reading(struct test *test)
{
	int status = pty_status(test->pty);

	result(test, WIFSTOPPED(status) && WSTOPSIG(status) == SIGTTIN,
		"it does not stop when it reads");
}

/* bg lets it work without the terminal, fg brings the screen back. */
static void by_background(struct test *test, int number UNUSED)
{
	const struct pty_modes before = test->pty->modes;

	stop(test, SIGTSTP);
	pty_background(test->pty);
	if (is_prompt(test))
		stopped_by_reading(test);
	come_back(test, &before);
	by_key(test, 0);
}

static void by_loss(struct test *test, int number UNUSED)
{
	pty_hang_up(test->pty);
	end_of(test);
	result(test, true, "");
}

/* A whole frame: the one where the window has a size, the other where no text
 * is being typed. */
static void want_frame(struct test *test)
{
	pty_signal(test->pty, SIGWINCH);
	press(test, "\f");
}

/* Nothing is read from the terminal any more, until it takes nothing; and some
 * more frames for the program to keep. */
static void stall(struct test *test)
{
	struct pollfd room = {.fd = test->pty->slave, .events = POLLOUT};

	test->pty->drains = false;
	while (poll(&room, 1, 0) > 0) {
		want_frame(test);
		poll(NULL, 0, 1);
	}
	for (int i = 0; i < 20; i++) {
		want_frame(test);
		poll(NULL, 0, 1);
	}
}

/* Looks into the journal, as the screen is none. */
static void until_sent(struct test *test)
{
	char *command = mem_printf(
		"%s journal --format json | grep -q '\"sent\"'", test->program);

	while (system(command) != 0)
		poll(NULL, 0, 10);
	free(command);
}

static void by_signal_while_stalled(struct test *test, int number)
{
	stall(test);
	by_signal(test, number);
}

static void by_loss_while_stalled(struct test *test, int number)
{
	stall(test);
	by_loss(test, number);
}

/* As after Ctrl-Q: it goes on where it was. */
static void after_stall(struct test *test, int number UNUSED)
{
	stall(test);
	test->pty->drains = true;
	pty_see(test->pty, last_seen(test->view));
	by_key(test, 0);
}

/* Enter on Send at a stopped terminal: the mail goes out, and the journal says
 * so. */
static void send_while_stalled(struct test *test, int number)
{
	bool may_send = strcmp(test->view->name, "resend") == 0;

	if (may_send)
		pty_focus(test->pty, "\t", "[ Send to");
	stall(test);
	if (may_send) {
		press(test, "\r");
		until_sent(test);
	}
	by_signal(test, number);
}

static unsigned chance(struct test *test, unsigned below)
{
	test->random ^= test->random << 13;
	test->random ^= test->random >> 7;
	test->random ^= test->random << 17;
	return (unsigned)((test->random >> 11) % below);
}

/* Sizes and keys at random moments. No key sends anything. */
static void by_storm(struct test *test, int number UNUSED)
{
	static const char keys[] = "jkgGhnNpz[]?\t\f\004\025/:";

	for (long i = 0; i < test->storm; i++) {
		bool large = chance(test, 2) == 0;

		if (chance(test, 20) == 0)
			pty_resize(test->pty, 0, 0);
		else
			pty_resize(test->pty,
				1 + (int)chance(test, large ? 300 : 30),
				1 + (int)chance(test, large ? 500 : 100));
		pty_keys(test->pty, &keys[chance(test, sizeof(keys) - 1)], 1);
		for (unsigned n = chance(test, 4); n > 0; n--) {
			pty_read(test->pty);
			poll(NULL, 0, (int)chance(test, 2));
		}
	}
	pty_resize(test->pty, 24, 80);
	if (test->view->by_name) {
		by_signal(test, SIGSEGV);
		return;
	}
	pty_press_until_over(test->pty, "\033", "Q");
	result(test, end_of(test) == 0, "the status is not 0");
	is_given_back(test);
}

static const struct {
	const char *name;
	void (*run)(struct test *test, int number);
	int number;
	bool ignores_hangup;
	bool among_some; /* the ones that stand for the others */
} endings[] = {
	{"a key", by_key, 0, false, true},
	{"SIGTERM", by_signal, SIGTERM, false, true},
	{"SIGHUP", by_signal, SIGHUP, false, false},
	{"SIGINT", by_signal, SIGINT, false, false},
	{"SIGQUIT", by_signal, SIGQUIT, false, false},
	{"SIGABRT", by_signal, SIGABRT, false, false},
	{"SIGSEGV", by_signal, SIGSEGV, false, true},
	{"SIGBUS", by_signal, SIGBUS, false, false},
	{"SIGFPE", by_signal, SIGFPE, false, false},
	{"SIGILL", by_signal, SIGILL, false, false},
	{"SIGPIPE", not_by_signal, SIGPIPE, false, false},
	{"SIGTSTP", by_stop, SIGTSTP, false, true},
	{"SIGSTOP", by_stop, SIGSTOP, false, false},
	{"Ctrl-Z", by_stop, 0, false, false},
	{"kill of a stopped one", by_kill_of_stopped, SIGTERM, false, false},
	{"bg and fg", by_background, 0, false, true},
	{"a lost terminal", by_loss, 0, false, true},
	{"a lost terminal without SIGHUP", by_loss, 0, true, false},
	{"a stopped terminal that goes on", after_stall, 0, false, false},
	{"SIGTERM at a stopped terminal", by_signal_while_stalled, SIGTERM,
		false, true},
	{"SIGSEGV at a stopped terminal", by_signal_while_stalled, SIGSEGV,
		false, false},
	{"the loss of a stopped terminal", by_loss_while_stalled, 0, false,
		false},
	{"a storm of sizes", by_storm, 0, false, true},
	{"a send at a stopped terminal", send_while_stalled, SIGTERM, false,
		false},
};

/* -- all of them ------------------------------------------------------------
 */

static void own_state(const struct test *test)
{
	char *path = mem_printf(
		"%s/%s-%s", test->state, test->view->name, test->ending);

	setenv("XDG_STATE_HOME", path, 1);
	free(path);
}

static void run(struct test *test, const struct view *view, size_t ending)
{
	char *argv[] = {(char *)test->program, NULL};
	struct pty_options options = {
		.rows = view->rows,
		.cols = view->cols,
		.term = view->term != NULL ? view->term : "xterm-256color",
		.ignores_hangup = endings[ending].ignores_hangup,
		.name = endings[ending].name,
	};

	test->view = view;
	test->ending = endings[ending].name;
	own_state(test);
	if (is_prompt(test))
		unsetenv("CERTDESK_API_KEY");
	test->pty = pty_new(&options, argv);
	walk(test, view->open);
	endings[ending].run(test, endings[ending].number);
	pty_nobody_is_left(test->pty);
	pty_free(test->pty);
}

static bool is_wanted(const char *wanted, const char *name)
{
	return wanted == NULL || strcmp(wanted, "-") == 0 ||
	       strcmp(wanted, name) == 0;
}

static bool
is_wanted_ending(const struct view *view, const char *wanted, size_t ending)
{
	/* Elsewhere a key right before a window is drawn counts for nothing. */
	if (strcmp(endings[ending].name, "Ctrl-Z") == 0 &&
		strcmp(view->name, "prompt") != 0)
		return false;
	return is_wanted(wanted, endings[ending].name) ||
	       (endings[ending].among_some && is_wanted(wanted, "some"));
}

static void
run_wanted(struct test *test, const char *view_name, const char *ending)
{
	for (size_t v = 0; v < ARRAY_LEN(views); v++) {
		if (!is_wanted(view_name, views[v].name) ||
			(views[v].by_name && is_wanted(view_name, "")))
			continue;
		for (size_t e = 0; e < ARRAY_LEN(endings); e++)
			if (is_wanted_ending(&views[v], ending, e))
				run(test, &views[v], e);
	}
}

static long number_of(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtol(text, NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
	struct test test = {0};

	if (argc < 5) {
		fprintf(stderr, "usage: give-back PROGRAM ORDER CLIENT_ORDER "
				"STATE [VIEW|- [ENDING|-]]\n");
		return 2;
	}
	test.program = argv[1];
	test.order = argv[2];
	test.client = argv[3];
	test.state = argv[4];
	test.storm = number_of("STORM", 40);
	test.random = (uint64_t)number_of("SEED", 1) * 2654435761U + 1;
	unsetenv("LINES");
	unsetenv("COLUMNS");
	pty_adopt_orphans();
	run_wanted(&test, argc > 5 ? argv[5] : NULL, argc > 6 ? argv[6] : NULL);
	printf("%s: the slowest end took %.0f ms, by %s\n",
		argc > 5 ? argv[5] : "all", test.slowest_ms, test.slowest);
	printf("%d passed, %d failed, 0 skipped\n", test.passed, test.failed);
	return test.failed == 0 && test.passed > 0 ? EXIT_SUCCESS
						   : EXIT_FAILURE;
}
