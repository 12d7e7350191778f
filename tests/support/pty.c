/* SPDX-License-Identifier: MIT
 *
 *   test ---control---> shell (session leader) --fork--> job
 *     |                   |  waitpid: stopped, ended
 *   master ============ slave
 */
#include "config.h" /* the system extensions: posix_openpt */

#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "attr.h"
#include "mem.h"

#define PATIENCE_MS 120000

static const char mark[] = "\r\n\033[2J\033[H[shell]";

/* -- the shell, a process of its own ----------------------------------------
 */

struct shell {
	int control, terminal;
	pid_t job;
	struct termios modes;
};

/* The shell is one process, its handler has no other way. */
static int child_pipe[2];
static volatile sig_atomic_t hung_up;

static void on_child(int number UNUSED)
{
	int saved = errno;

	if (write(child_pipe[1], "", 1) < 0)
		errno = saved;
	errno = saved;
}

static void on_hangup(int number)
{
	hung_up = 1;
	on_child(number);
}

static void watch_signals(bool ignores_hangup)
{
	struct sigaction action = {.sa_handler = on_child};

	if (pipe(child_pipe) != 0)
		_exit(99);
	for (int i = 0; i < 2; i++) {
		fcntl(child_pipe[i], F_SETFL, O_NONBLOCK);
		fcntl(child_pipe[i], F_SETFD, FD_CLOEXEC);
	}
	sigemptyset(&action.sa_mask);
	sigaction(SIGCHLD, &action, NULL);
	action.sa_handler = ignores_hangup ? SIG_IGN : on_hangup;
	sigaction(SIGHUP, &action, NULL);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGTTIN, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
}

static void default_signals(void)
{
	static const int changed[] = {SIGCHLD, SIGHUP, SIGTTOU, SIGTTIN,
		SIGPIPE, SIGTSTP, SIGINT, SIGQUIT};

	for (size_t i = 0; i < ARRAY_LEN(changed); i++)
		signal(changed[i], SIG_DFL);
}

static void start_job(struct shell *shell, char *const argv[])
{
	shell->job = fork();
	if (shell->job == 0) {
		setpgid(0, 0);
		tcsetpgrp(shell->terminal, getpid());
		default_signals();
		execvp(argv[0], argv);
		_exit(127);
	}
	setpgid(shell->job, shell->job);
	tcsetpgrp(shell->terminal, shell->job);
}

/* As shells do: whatever the job has left, the next prompt works. The test has
 * to look at the modes before. */
static void take_terminal(struct shell *shell, bool stopped)
{
	tcsetpgrp(shell->terminal, getpgrp());
	if (stopped)
		tcsetattr(shell->terminal, TCSADRAIN, &shell->modes);
	if (write(shell->terminal, mark, sizeof(mark) - 1) < 0)
		return;
}

static void tell(struct shell *shell, int status)
{
	if (write(shell->control, &status, sizeof(status)) < 0)
		_exit(0);
}

/* Signals come in between: that a job goes on is told as its end is. */
static char next_order(const struct shell *shell)
{
	ssize_t got;
	char order;

	do
		got = read(shell->control, &order, 1);
	while (got < 0 && errno == EINTR);
	if (got != 1)
		_exit(0);
	return order;
}

static void look_at_job(struct shell *shell)
{
	char bytes[64];
	int status;

	while (read(child_pipe[0], bytes, sizeof(bytes)) > 0)
		;
	if (hung_up && shell->job > 0) {
		hung_up = 0;
		kill(-shell->job, SIGHUP);
		kill(-shell->job, SIGCONT);
	}
	if (shell->job <= 0 ||
		waitpid(shell->job, &status, WNOHANG | WUNTRACED) != shell->job)
		return;
	tell(shell, status);
	/* The test looks at the modes, and says when it has. */
	next_order(shell);
	take_terminal(shell, WIFSTOPPED(status));
	if (!WIFSTOPPED(status))
		shell->job = 0;
}

static void obey(struct shell *shell)
{
	char order = next_order(shell);

	if (shell->job <= 0)
		return;
	if (order == 'f')
		tcsetpgrp(shell->terminal, shell->job);
	kill(-shell->job, SIGCONT);
}

NO_RETURN static void be_shell(struct shell *shell,
	const struct pty_options *options, char *const argv[])
{
	struct pollfd fds[2];

	setsid();
	ioctl(shell->terminal, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(shell->terminal, fd);
	if (options->term != NULL)
		setenv("TERM", options->term, 1);
	else
		unsetenv("TERM");
	watch_signals(options->ignores_hangup);
	tcgetattr(shell->terminal, &shell->modes);
	start_job(shell, argv);
	if (write(shell->control, &shell->job, sizeof(shell->job)) < 0)
		_exit(0);
	fds[0] = (struct pollfd){.fd = shell->control, .events = POLLIN};
	fds[1] = (struct pollfd){.fd = child_pipe[0], .events = POLLIN};
	for (;;) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			_exit(99);
		look_at_job(shell);
		if (fds[0].revents != 0)
			obey(shell);
		fds[0].revents = 0;
	}
}

/* -- giving up ---------------------------------------------------------------
 */

static void show(const struct pty *pty)
{
	for (int row = 0; row < pty->rows; row++) {
		char *text = bench_screen_row(pty->screen, row);

		fprintf(stderr, "|%s\n", text != NULL ? text : "");
		free(text);
	}
}

static NO_RETURN void give_up(const struct pty *pty, const char *what)
{
	fprintf(stderr, "%s: this did not happen: %s\n", pty->name, what);
	show(pty);
	if (pty->job > 0)
		kill(pty->job, SIGKILL);
	kill(pty->shell, SIGKILL);
	exit(1);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* -- birth and death ---------------------------------------------------------
 */

void pty_adopt_orphans(void)
{
	signal(SIGPIPE, SIG_IGN);
#ifdef __linux__
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#endif
}

static void set_size(int fd, int rows, int cols)
{
	struct winsize size = {
		.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	ioctl(fd, TIOCSWINSZ, &size);
}

static bool open_ends(struct pty *pty)
{
	const char *name;

	pty->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (pty->master < 0 || grantpt(pty->master) != 0 ||
		unlockpt(pty->master) != 0 ||
		(name = ptsname(pty->master)) == NULL)
		return false;
	pty->slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	fcntl(pty->master, F_SETFL, O_NONBLOCK);
	return pty->slave >= 0;
}

static void start_shell(
	struct pty *pty, const struct pty_options *options, char *const argv[])
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		give_up(pty, "a socket pair");
	fflush(NULL);
	pty->shell = fork();
	if (pty->shell == 0) {
		struct shell shell = {
			.control = ends[1], .terminal = pty->slave};

		close(ends[0]);
		close(pty->master);
		be_shell(&shell, options, argv);
	}
	close(ends[1]);
	pty->control = ends[0];
	if (read(pty->control, &pty->job, sizeof(pty->job)) != sizeof(pty->job))
		give_up(pty, "the shell starts the program");
}

struct pty *pty_new(const struct pty_options *options, char *const argv[])
{
	struct pty *pty = mem_zalloc(sizeof(*pty));
	int rows = options->rows > 0 ? options->rows : 24;
	int cols = options->cols > 0 ? options->cols : 80;

	pty->name = options->name != NULL ? options->name : "pty";
	pty->rows = rows;
	pty->cols = cols;
	pty->drains = true;
	pty->screen = bench_screen_new(rows, cols);
	pty_modes_init(&pty->modes, rows);
	if (!open_ends(pty))
		give_up(pty, "a pseudo-terminal opens");
	set_size(pty->master, options->rows, options->cols);
	tcgetattr(pty->slave, &pty->before);
	start_shell(pty, options, argv);
	return pty;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void pty_free(struct pty *pty)
{
	if (pty->job > 0)
		kill(pty->job, SIGKILL);
	close_end(&pty->control);
	close_end(&pty->master);
	close_end(&pty->slave);
	if (pty->shell > 0) {
		kill(pty->shell, SIGKILL);
		waitpid(pty->shell, NULL, 0);
	}
	bench_screen_free(pty->screen);
	free(pty);
}

/* -- reading and writing -----------------------------------------------------
 */

static void keep_tail(struct pty *pty, const char *bytes, size_t len)
{
	if (len >= sizeof(pty->tail) / 2 ||
		pty->tail_len + len > sizeof(pty->tail)) {
		size_t kept = pty->tail_len < 1024 ? pty->tail_len : 1024;

		memmove(pty->tail, pty->tail + pty->tail_len - kept, kept);
		pty->tail_len = kept;
	}
	if (len > sizeof(pty->tail) - pty->tail_len) {
		bytes += len - (sizeof(pty->tail) - pty->tail_len);
		len = sizeof(pty->tail) - pty->tail_len;
	}
	memcpy(pty->tail + pty->tail_len, bytes, len);
	pty->tail_len += len;
}

static bool take(struct pty *pty)
{
	char bytes[65536];
	ssize_t got;

	if (pty->master < 0 || !pty->drains)
		return false;
	got = read(pty->master, bytes, sizeof(bytes));
	if (got <= 0)
		return false;
	pty->bytes += (size_t)got;
	keep_tail(pty, bytes, (size_t)got);
	bench_screen_feed(pty->screen, bytes, (size_t)got);
	pty_modes_feed(&pty->modes, bytes, (size_t)got);
	return true;
}

void pty_read(struct pty *pty)
{
	while (take(pty))
		;
}

/* Waits for one of the two; both have to be looked at afterwards. */
static void wait_for(struct pty *pty, int64_t limit, const char *what)
{
	struct pollfd fds[2] = {
		{.fd = pty->drains ? pty->master : -1, .events = POLLIN},
		{.fd = pty->control, .events = POLLIN},
	};

	if (now_ms() > limit)
		give_up(pty, what);
	poll(fds, 2, 1000);
}

void pty_wait(struct pty *pty)
{
	wait_for(pty, now_ms() + PATIENCE_MS, "");
	pty_read(pty);
}

bool pty_shows(const struct pty *pty, const char *text)
{
	return bench_screen_shows(pty->screen, text);
}

static bool has_status(const struct pty *pty)
{
	struct pollfd fd = {.fd = pty->control, .events = POLLIN};

	return poll(&fd, 1, 0) > 0;
}

void pty_see(struct pty *pty, const char *text)
{
	int64_t limit = now_ms() + PATIENCE_MS;

	pty_read(pty);
	while (!pty_shows(pty, text)) {
		if (has_status(pty)) {
			pty_read(pty);
			if (!pty_shows(pty, text))
				give_up(pty, text);
			return;
		}
		wait_for(pty, limit, text);
		pty_read(pty);
	}
}

void pty_see_no_more(struct pty *pty, const char *text)
{
	int64_t limit = now_ms() + PATIENCE_MS;

	pty_read(pty);
	while (pty_shows(pty, text)) {
		wait_for(pty, limit, "a text goes from the screen");
		pty_read(pty);
	}
}

static void
press_until(struct pty *pty, const char *keys, const char *text, bool shown)
{
	int64_t limit = now_ms() + PATIENCE_MS, next = 0;

	pty_read(pty);
	while (pty_shows(pty, text) != shown) {
		if (now_ms() >= next) {
			pty_keys(pty, keys, strlen(keys));
			next = now_ms() + 1000;
		}
		wait_for(pty, limit, text);
		pty_read(pty);
	}
}

void pty_press_until_gone(struct pty *pty, const char *keys, const char *text)
{
	press_until(pty, keys, text, false);
}

void pty_press_until_seen(struct pty *pty, const char *keys, const char *text)
{
	press_until(pty, keys, text, true);
}

void pty_press_until_over(struct pty *pty, const char *leave, const char *quit)
{
	int64_t limit = now_ms() + PATIENCE_MS, next = 0;

	for (const char *keys = quit; !has_status(pty);) {
		if (now_ms() >= next) {
			pty_keys(pty, keys, strlen(keys));
			keys = keys == quit ? leave : quit;
			next = now_ms() + 1000;
		}
		wait_for(pty, limit, "the program ends by a key");
		pty_read(pty);
	}
}

static bool cursor_moved(const struct pty *pty, int was_row, int was_col)
{
	int row, col;

	bench_screen_cursor(pty->screen, &row, &col);
	return row != was_row || col != was_col;
}

void pty_focus(struct pty *pty, const char *key, const char *text)
{
	int64_t limit = now_ms() + PATIENCE_MS, next = 0;
	int row, col;

	pty_read(pty);
	bench_screen_cursor(pty->screen, &row, &col);
	while (!bench_screen_is_at(pty->screen, text)) {
		if (now_ms() >= next || cursor_moved(pty, row, col)) {
			bench_screen_cursor(pty->screen, &row, &col);
			pty_keys(pty, key, strlen(key));
			next = now_ms() + 1000;
		}
		wait_for(pty, limit, text);
		pty_read(pty);
	}
}

void pty_keys(struct pty *pty, const char *keys, size_t len)
{
	int64_t limit = now_ms() + PATIENCE_MS;

	while (len > 0) {
		ssize_t sent = write(pty->master, keys, len);

		if (sent > 0) {
			keys += sent;
			len -= (size_t)sent;
		} else if (errno == EAGAIN) {
			wait_for(pty, limit, "the terminal takes keys");
			pty_read(pty);
		} else if (errno != EINTR) {
			give_up(pty, "the terminal takes keys");
		}
	}
}

void pty_resize(struct pty *pty, int rows, int cols)
{
	set_size(pty->master, rows, cols);
	if (rows <= 0 || cols <= 0)
		return;
	bench_screen_free(pty->screen);
	pty->screen = bench_screen_new(rows, cols);
	pty->modes.rows = pty->rows = rows;
	pty->cols = cols;
}

void pty_hang_up(struct pty *pty)
{
	close_end(&pty->slave);
	close_end(&pty->master);
}

/* -- the job ------------------------------------------------------------------
 */

void pty_signal(struct pty *pty, int signal)
{
	kill(pty->job, signal);
}

static void command(struct pty *pty, char order)
{
	if (write(pty->control, &order, 1) != 1)
		give_up(pty, "the shell obeys");
}

void pty_foreground(struct pty *pty)
{
	command(pty, 'f');
}

void pty_background(struct pty *pty)
{
	command(pty, 'b');
}

/* Keys that were on their way are echoed behind it. */
static void wait_for_mark(struct pty *pty)
{
	int64_t limit = now_ms() + PATIENCE_MS;
	size_t len = sizeof(mark) - 1;

	if (pty->master < 0)
		return;
	pty->drains = true;
	pty_read(pty);
	while (memmem(pty->tail, pty->tail_len, mark, len) == NULL) {
		wait_for(pty, limit, "the shell has the terminal again");
		pty_read(pty);
	}
}

int pty_status(struct pty *pty)
{
	int64_t limit = now_ms() + PATIENCE_MS;
	int status;

	while (!has_status(pty)) {
		wait_for(pty, limit, "the program stops or ends");
		pty_read(pty);
	}
	if (read(pty->control, &status, sizeof(status)) != sizeof(status))
		give_up(pty, "the shell tells what happened");
	if (!WIFSTOPPED(status))
		pty->job = 0;
	if (pty->slave >= 0)
		tcgetattr(pty->slave, &pty->after);
	pty->tail_len = 0;
	command(pty, 'k');
	wait_for_mark(pty);
	return status;
}

static bool same_modes(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
	       a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
	       memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

bool pty_is_as_before(struct pty *pty, char *what, size_t size)
{
	if (!same_modes(&pty->before, &pty->after)) {
		snprintf(what, size, "the modes of the terminal");
		return false;
	}
	if (fcntl(pty->slave, F_GETFL) & O_NONBLOCK) {
		snprintf(what, size, "the terminal does not block");
		return false;
	}
	if (!pty_modes_are_normal(&pty->modes, what, size))
		return false;
	if (pty->modes.strings > 0) {
		snprintf(what, size, "a title or another string");
		return false;
	}
	return true;
}

/* The shell is ours; whatever else is a child of ours by now lost its parent
 * there. */
void pty_nobody_is_left(struct pty *pty)
{
	int64_t limit = now_ms() + PATIENCE_MS;
	pid_t pid;

	close_end(&pty->control);
	waitpid(pty->shell, NULL, 0);
	pty->shell = 0;
	while ((pid = waitpid(-1, NULL, WNOHANG)) >= 0) {
		if (now_ms() > limit)
			give_up(pty, "all its processes end");
		if (pid == 0)
			poll(NULL, 0, 1);
	}
}
