/* SPDX-License-Identifier: MIT
 *
 * A child has up to three pipes: its input, what it says, and one that tells
 * the error number of an exec that failed. What it says may go on after its
 * end (a server that it has left behind holds the pipe), so its own end
 * counts; what is in the pipe then is read, and no more is waited for.
 *
 * One on the terminal has it as a shell would give it: its group is the one in
 * the foreground. When it is stopped there (Ctrl-Z) we stop, too, and the
 * shell has the terminal; with us it goes on.
 */
#include "config.h"

#include "child-fork.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "attr.h"
#include "buf.h"
#include "child-environment.h"
#include "child-leave.h"
#include "compat.h"
#include "exec.h"
#include "mem.h"

#define INPUT_MAX ((size_t)64 * 1024 * 1024)
#define GRACE_MS  2000 /* between asking it to end and ending it */

extern char **environ;

struct child {
	struct children *children;
	struct child_fork *fork;
	struct child *next;
	pid_t pid; /* 0: it could not be started */
	char *name;
	const char **environment; /* from fork to exec */
	bool on_terminal, ends_with_us, asked, ended;
	int status;
	struct error error; /* of the start */
	int in, out;	    /* our ends of its pipes; -1 */
	struct loop_watch *in_watch, *out_watch;
	struct buf input, output;
	size_t sent; /* of the input */
	bool closing;
	loop_fn room;
	void *room_data;
	struct loop_timer *timer;
	struct loop_deferred *telling;
	child_end_fn done; /* NULL: forgotten */
	void *data;
};

struct child_fork {
	struct children children;
	struct loop *loop;
	struct child *first;
	int terminal; /* that a child has; -1: none has */
	struct termios modes;
	struct child *on_terminal;
};

static struct child_fork *fork_of(struct children *children)
{
	return (struct child_fork *)(void *)children;
}

/* -- the terminal ---------------------------------------------------------- */

/* We are in the background then, where this would stop us. */
static void set_foreground(const struct child_fork *fork, pid_t group)
{
	sigset_t quiet, before;

	sigemptyset(&quiet);
	sigaddset(&quiet, SIGTTOU);
	pthread_sigmask(SIG_BLOCK, &quiet, &before);
	tcsetpgrp(fork->terminal, group);
	if (group == getpgrp())
		tcsetattr(fork->terminal, TCSADRAIN, &fork->modes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void lend_terminal(struct child *child)
{
	struct child_fork *fork = child->fork;
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (terminal >= 0 && tcgetattr(terminal, &fork->modes) == 0) {
		fork->terminal = terminal;
		fork->on_terminal = child;
	} else if (terminal >= 0) {
		close(terminal);
	}
}

static void take_terminal_back(struct child *child)
{
	struct child_fork *fork = child->fork;

	if (fork->on_terminal != child)
		return;
	set_foreground(fork, getpgrp());
	close(fork->terminal);
	fork->terminal = -1;
	fork->on_terminal = NULL;
}

/* The shell gets the terminal once all of our group stands still: a script that
 * has started us, too. */
static void stop_with(const struct child_fork *fork)
{
	const struct sigaction ignored = {.sa_handler = SIG_IGN},
			       normal = {.sa_handler = SIG_DFL};
	struct sigaction before;

	set_foreground(fork, getpgrp());
	sigaction(SIGTSTP, &ignored, &before);
	if (fork->terminal >= 0)
		kill(0, SIGTSTP);
	sigaction(SIGTSTP, &normal, NULL);
	raise(SIGTSTP); /* returns with SIGCONT */
	sigaction(SIGTSTP, &before, NULL);
}

static void go_on(struct children *children)
{
	struct child_fork *fork = fork_of(children);
	const struct child *child = fork->on_terminal;

	if (child == NULL || child->ended ||
		tcgetpgrp(fork->terminal) != getpgrp())
		return;
	set_foreground(fork, child->pid);
	kill(-child->pid, SIGCONT);
}

/* Stopped with us, it takes this when it goes on. */
static bool interrupt(struct children *children)
{
	const struct child *child = fork_of(children)->on_terminal;

	if (child == NULL || child->pid == 0)
		return false;
	if (!child->ended)
		kill(-child->pid, SIGINT);
	return true;
}

/* -- the start ------------------------------------------------------------- */

struct ends {
	int input[2], output[2], told[2];
};

static const int our_signals[] = {
	SIGPIPE, SIGXFSZ, SIGTTOU, SIGTSTP, SIGINT, SIGQUIT};

/* Between fork and exec: only system calls. */
NO_RETURN static void become(const struct child *child,
	const struct child_request *request, const struct ends *ends)
{
	sigset_t none;

	if (request->without_terminal)
		setsid();
	else
		setpgid(0, 0);
#ifdef __linux__
	if (request->ends_with_us)
		prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
#endif
	signal(SIGTTOU, SIG_IGN);
	if (child->fork->on_terminal == child)
		tcsetpgrp(child->fork->terminal, getpid());
	for (size_t i = 0; i < ARRAY_LEN(our_signals); i++)
		signal(our_signals[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (ends->input[0] >= 0)
		dup2(ends->input[0], STDIN_FILENO);
	if (ends->output[1] >= 0)
		dup2(ends->output[1], STDERR_FILENO);
	if (request->output > 0)
		dup2(request->output, STDOUT_FILENO);
	else if (ends->output[1] >= 0)
		dup2(ends->output[1], STDOUT_FILENO);
	environ = (char **)(void *)child->environment;
	exec_or_tell((char *const *)(void *)request->words,
		exec_close_others(ends->told[1]));
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static bool open_ends(const struct child_request *request, struct ends *ends)
{
	*ends = (struct ends){{-1, -1}, {-1, -1}, {-1, -1}};
	if (pipe2(ends->told, O_CLOEXEC) != 0)
		return false;
	if (request->has_input && pipe2(ends->input, O_CLOEXEC) != 0)
		return false;
	if (!request->has_input && !request->on_terminal) {
		ends->input[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
		if (ends->input[0] < 0)
			return false;
	}
	if (request->output > 0 && !request->on_terminal) {
		ends->output[1] = open("/dev/null", O_WRONLY | O_CLOEXEC);
		return ends->output[1] >= 0;
	}
	return request->on_terminal || pipe2(ends->output, O_CLOEXEC) == 0;
}

static int fork_it(struct child *child, const struct child_request *request,
	struct ends *ends)
{
	int errnum = 0;

	child->environment = child_environment(request->environment);
	child->pid = fork();
	if (child->pid == 0)
		become(child, request, ends);
	if (child->pid < 0)
		errnum = errno;
	else if (!request->without_terminal)
		setpgid(child->pid, child->pid); /* whoever comes first */
	free(child->environment);
	child->environment = NULL;
	close_end(&ends->told[1]);
	if (errnum == 0)
		errnum = exec_result(ends->told[0]);
	if (child->pid > 0 && errnum != 0)
		waitpid(child->pid, NULL, 0);
	if (errnum != 0)
		child->pid = 0;
	return errnum;
}

static void close_ends(struct ends *ends)
{
	for (int i = 0; i < 2; i++) {
		close_end(&ends->input[i]);
		close_end(&ends->output[i]);
		close_end(&ends->told[i]);
	}
}

static int not_waiting(int *fd)
{
	int taken = *fd;

	*fd = -1;
	if (taken >= 0)
		fcntl(taken, F_SETFL, fcntl(taken, F_GETFL) | O_NONBLOCK);
	return taken;
}

static bool spawn(struct child *child, const struct child_request *request)
{
	struct ends ends;
	int errnum = open_ends(request, &ends) ? 0 : errno;

	if (errnum == 0 && request->on_terminal)
		lend_terminal(child);
	if (errnum == 0)
		errnum = fork_it(child, request, &ends);
	if (errnum == 0) {
		child->in = not_waiting(&ends.input[1]);
		child->out = not_waiting(&ends.output[0]);
	} else {
		take_terminal_back(child);
	}
	close_ends(&ends);
	return errnum == 0 ||
	       error_set_errno(&child->error, ERROR_SYSTEM, errnum,
		       "%s cannot be started", request->words[0]);
}

/* -- its end --------------------------------------------------------------- */

static void on_child(void *data, int signal);

static void unlink_child(struct child *child)
{
	struct child **link = &child->fork->first;

	while (*link != child)
		link = &(*link)->next;
	*link = child->next;
	if (child->fork->first == NULL)
		loop_on_signal(child->fork->loop, SIGCHLD, NULL, NULL);
}

static void drop_watch(struct loop_watch **watch, int *fd)
{
	loop_watch_free(*watch);
	*watch = NULL;
	close_end(fd);
}

/* Without us nobody gives it the terminal: it is told as if that were gone. */
static void hang_up(const struct child *child)
{
	if (child->fork->on_terminal != child || child->ended)
		return;
	kill(-child->pid, SIGHUP);
	kill(-child->pid, SIGCONT);
}

/* Also what it has left behind. */
static void end_group(const struct child *child)
{
	if (child->ends_with_us && child->pid > 0 &&
		(child->asked || !child->ended))
		kill(-child->pid, SIGKILL);
}

static void drop(struct child *child)
{
	unlink_child(child);
	hang_up(child);
	end_group(child);
	drop_watch(&child->in_watch, &child->in);
	drop_watch(&child->out_watch, &child->out);
	take_terminal_back(child);
	loop_timer_free(child->timer);
	loop_defer_cancel(child->fork->loop, child->telling);
	buf_clear(&child->input);
	buf_clear(&child->output);
	free(child->name);
	free(child);
}

static void write_end(const struct child *child, struct child_end *end)
{
	end->error = child->error;
	end->code = -1;
	end->output = buf_text(&child->output);
	if (child->error.kind != ERROR_NONE)
		return;
	if (WIFSIGNALED(child->status))
		end->signal = WTERMSIG(child->status);
	else
		end->code = WEXITSTATUS(child->status);
	if (end->signal != 0)
		error_set(&end->error, ERROR_SYSTEM,
			"%s was ended by signal %d", child->name, end->signal);
	else if (end->code != 0)
		error_set(&end->error, ERROR_SYSTEM,
			"%s ended with exit code %d", child->name, end->code);
}

static void read_output(struct child *child)
{
	char piece[4096];
	ssize_t got;

	while (child->out >= 0) {
		got = read(child->out, piece, sizeof(piece));
		if (got > 0) {
			size_t room = CHILD_OUTPUT_MAX - child->output.len;

			buf_add(&child->output, piece,
				(size_t)got < room ? (size_t)got : room);
		} else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
			drop_watch(&child->out_watch, &child->out);
		} else if (errno == EAGAIN) {
			return;
		}
	}
}

static void tell(void *data)
{
	struct child *child = data;
	struct child_end end = {.output = ""};
	child_end_fn done = child->done;

	child->telling = NULL;
	read_output(child);
	take_terminal_back(child);
	write_end(child, &end);
	if (done != NULL)
		done(child->data, &end);
	drop(child);
}

static void has_ended(struct child *child)
{
	child->ended = true;
	if (child->telling == NULL)
		child->telling = loop_defer(child->fork->loop, tell, child);
}

static void look_after(struct child *child)
{
	int flags = WNOHANG | (child->on_terminal ? WUNTRACED : 0);

	if (child->ended || child->pid == 0 ||
		waitpid(child->pid, &child->status, flags) != child->pid)
		return;
	if (!WIFSTOPPED(child->status)) {
		has_ended(child);
		return;
	}
	stop_with(child->fork);
	go_on(child->children);
}

static void on_child(void *data, int signal UNUSED)
{
	struct child_fork *fork = data;

	for (struct child *child = fork->first; child != NULL;
		child = child->next)
		look_after(child);
}

/* -- its pipes ------------------------------------------------------------- */

static void output_ready(void *data, int events UNUSED)
{
	read_output(data);
}

static void stop_feeding(struct child *child)
{
	drop_watch(&child->in_watch, &child->in);
	buf_clear(&child->input);
	child->sent = 0;
}

static void tell_room(struct child *child)
{
	buf_reset(&child->input);
	child->sent = 0;
	if (child->closing)
		stop_feeding(child);
	if (child->room != NULL)
		child->room(child->room_data);
}

static void feed(struct child *child)
{
	while (child->in >= 0 && child->sent < child->input.len) {
		ssize_t put =
			write(child->in, buf_text(&child->input) + child->sent,
				child->input.len - child->sent);

		if (put > 0)
			child->sent += (size_t)put;
		else if (put < 0 && errno == EAGAIN)
			return;
		else if (errno != EINTR)
			stop_feeding(child);
	}
	tell_room(child);
}

static void input_ready(void *data, int events UNUSED)
{
	struct child *child = data;

	loop_watch_set(child->in_watch, 0);
	feed(child);
	if (child->in_watch != NULL && child->sent < child->input.len)
		loop_watch_set(child->in_watch, LOOP_WRITE);
}

/* Always by the loop, so that nothing comes from within. */
static void feed_soon(struct child *child)
{
	if (child->in_watch != NULL)
		loop_watch_set(child->in_watch, LOOP_WRITE);
}

static void write_to(struct child *child, const char *data, size_t len)
{
	if (child->in >= 0)
		buf_add(&child->input, data, len);
	feed_soon(child);
}

static size_t unread(const struct child *child)
{
	return child->input.len - child->sent;
}

static void on_room(struct child *child, loop_fn fn, void *data)
{
	child->room = fn;
	child->room_data = data;
}

static void close_input(struct child *child)
{
	child->closing = true;
	feed_soon(child);
}

static void watch_pipes(struct child *child)
{
	struct loop *loop = child->fork->loop;

	if (child->in >= 0)
		child->in_watch =
			loop_watch_new(loop, child->in, input_ready, child);
	if (child->out < 0)
		return;
	child->out_watch =
		loop_watch_new(loop, child->out, output_ready, child);
	loop_watch_set(child->out_watch, LOOP_READ);
}

/* -- all of it ------------------------------------------------------------- */

static void kill_it(void *data)
{
	const struct child *child = data;

	if (!child->ended && child->pid > 0)
		kill(-child->pid, SIGKILL);
}

static void stop(struct child *child)
{
	if (child->ended || child->asked || child->pid == 0)
		return;
	child->asked = true;
	kill(-child->pid, SIGTERM);
	kill(-child->pid, SIGCONT);
	loop_timer_start(child->timer, GRACE_MS);
}

static void forget(struct child *child)
{
	child->done = NULL;
	child->room = NULL;
}

static struct child *start(struct children *children,
	const struct child_request *request, child_end_fn done, void *data)
{
	struct child_fork *fork = fork_of(children);
	struct child *child = mem_zalloc(sizeof(*child));

	child->children = children;
	child->fork = fork;
	child->name = mem_dup(request->words[0]);
	child->on_terminal = request->on_terminal;
	child->ends_with_us = request->ends_with_us;
	child->in = child->out = -1;
	child->done = done;
	child->data = data;
	buf_init(&child->input, INPUT_MAX);
	buf_init(&child->output, CHILD_OUTPUT_MAX);
	child->timer = loop_timer_new(fork->loop, kill_it, child);
	if (fork->first == NULL)
		loop_on_signal(fork->loop, SIGCHLD, on_child, fork);
	child->next = fork->first;
	fork->first = child;
	if (spawn(child, request))
		watch_pipes(child);
	else
		has_ended(child);
	return child;
}

static const struct child_ops ops = {
	.start = start,
	.write = write_to,
	.unread = unread,
	.on_room = on_room,
	.close = close_input,
	.stop = stop,
	.forget = forget,
	.go_on = go_on,
	.interrupt = interrupt,
};

struct children *child_fork_new(struct loop *loop)
{
	struct child_fork *fork = mem_zalloc(sizeof(*fork));

	fork->children.ops = &ops;
	fork->loop = loop;
	fork->terminal = -1;
	return &fork->children;
}

static bool runs_on(const struct child *child)
{
	return child->out >= 0 && !child->ended && !child->ends_with_us;
}

void child_fork_free(struct children *children)
{
	struct child_fork *fork;

	if (children == NULL)
		return;
	fork = fork_of(children);
	while (fork->first != NULL) {
		if (runs_on(fork->first))
			child_leave_reader(fork->first->out);
		drop(fork->first);
	}
	free(fork);
}
