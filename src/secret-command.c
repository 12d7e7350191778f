/* SPDX-License-Identifier: MIT
 *
 * Runs the key command and reads its one line straight into the secret. Only
 * stdout is ours; stdin and stderr stay the terminal. This is before the
 * screen and the loop, so it may wait.
 *
 * The command may leave a process behind that holds the pipe (an agent that
 * it started). So its own end counts, not only the end of the pipe. When it
 * is given up, nothing of its process group stays.
 */
#include "config.h"

#include "secret-command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "attr.h"
#include "compat.h"
#include "exec.h"
#include "secret-buffer.h"
#include "text.h"
#include "words.h"

#define LOOK_MS	 20  /* between two looks whether it has ended */
#define GRACE_MS 500 /* between asking it to end and ending it */

struct command {
	const char *name;
	pid_t pid; /* and the number of its process group */
	int fd;	   /* its stdout */
	int64_t deadline;
	bool ended, stopped;
	int status;
	int terminal; /* that it has been given; -1: none */
	struct termios modes;
};

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* -- the terminal --------------------------------------------------------- */

/* It is a group of its own, so that all of it can be ended; and it must be the
 * one in the foreground, or it could not ask for a passphrase. */
static void lend_terminal(struct command *command)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	command->terminal = -1;
	if (terminal < 0)
		return;
	if (tcgetpgrp(terminal) == getpgrp() &&
		tcgetattr(terminal, &command->modes) == 0)
		command->terminal = terminal;
	else
		close(terminal);
}

/* From the background, where writing to its modes would stop us. It may have
 * ended while nothing was echoed. */
static void take_terminal_back(struct command *command)
{
	sigset_t quiet, before;

	if (command->terminal < 0)
		return;
	sigemptyset(&quiet);
	sigaddset(&quiet, SIGTTOU);
	sigprocmask(SIG_BLOCK, &quiet, &before);
	tcsetpgrp(command->terminal, getpgrp());
	tcsetattr(command->terminal, TCSADRAIN, &command->modes);
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(command->terminal);
}

/* -- the child ------------------------------------------------------------ */

static const int our_signals[] = {SIGPIPE, SIGXFSZ, SIGTTOU};

/* Between fork and exec: only system calls. What it cannot do it tells by its
 * error number. */
NO_RETURN static void
become(const struct command *command, char **words, int output, int told)
{
	sigset_t none;

	setpgid(0, 0);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
#endif
	signal(SIGTTOU, SIG_IGN);
	if (command->terminal >= 0)
		tcsetpgrp(command->terminal, getpid());
	for (size_t i = 0; i < ARRAY_LEN(our_signals); i++)
		signal(our_signals[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(output, STDOUT_FILENO);
	exec_or_tell(words, exec_close_others(told));
}

static int
fork_it(struct command *command, char **words, int output, const int *told)
{
	int errnum;

	command->pid = fork();
	if (command->pid == 0)
		become(command, words, output, told[1]);
	errnum = command->pid < 0 ? errno : 0;
	close(told[1]);
	if (command->pid > 0) {
		/* As the child does, whoever comes first. */
		setpgid(command->pid, command->pid);
		errnum = exec_result(told[0]);
	}
	close(told[0]);
	if (command->pid > 0 && errnum != 0)
		waitpid(command->pid, NULL, 0);
	return errnum;
}

static bool spawn(struct command *command, char **words, struct error *error)
{
	int ends[2], told[2], errnum;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set_errno(
			error, ERROR_SYSTEM, errno, "No pipe can be made");
	errnum = pipe2(told, O_CLOEXEC) == 0
			 ? fork_it(command, words, ends[1], told)
			 : errno;
	close(ends[1]);
	command->fd = ends[0];
	if (errnum == 0)
		return true;
	close(ends[0]);
	return error_set_errno(error, ERROR_CONFIG, errnum,
		"The key command %s cannot be started", words[0]);
}

/* -- its end -------------------------------------------------------------- */

static bool has_ended(struct command *command)
{
	if (command->ended || command->stopped)
		return true;
	if (waitpid(command->pid, &command->status, WNOHANG | WUNTRACED) !=
		command->pid)
		return false;
	command->stopped = WIFSTOPPED(command->status);
	command->ended = !command->stopped;
	return true;
}

static bool wait_until(struct command *command, int64_t deadline)
{
	while (!has_ended(command)) {
		if (now_ms() >= deadline)
			return false;
		poll(NULL, 0, LOOK_MS);
	}
	return true;
}

/* All of its group: whoever asks for a passphrase may be a child of it. */
static void end(struct command *command)
{
	kill(-command->pid, SIGTERM);
	kill(-command->pid, SIGCONT);
	command->stopped = false;
	wait_until(command, now_ms() + GRACE_MS);
	kill(-command->pid, SIGKILL);
	if (!command->ended)
		waitpid(command->pid, &command->status, 0);
	command->ended = true;
}

bool secret_command_was_late(const char *name, struct error *error)
{
	return error_set(error, ERROR_CONFIG,
		"The key command %s did not finish in time", name);
}

bool secret_command_said_too_much(const char *name, struct error *error)
{
	return error_set(error, ERROR_CONFIG,
		"The key command %s printed more than 4 KiB", name);
}

bool secret_command_is_unreadable(
	const char *name, int errnum, struct error *error)
{
	return error_set_errno(error, ERROR_SYSTEM, errnum,
		"What the key command %s prints cannot be read", name);
}

static bool is_late(struct command *command, struct error *error)
{
	return now_ms() >= command->deadline &&
	       !secret_command_was_late(command->name, error);
}

static bool was_stopped(const struct command *command, struct error *error)
{
	if (command->stopped)
		error_set(error, ERROR_CONFIG, "The key command %s was stopped",
			command->name);
	return command->stopped;
}

/* False when its words are too many or its time is over. */
static bool
collect(struct command *command, struct secret *secret, struct error *error)
{
	struct pollfd ready = {.fd = command->fd, .events = POLLIN};
	bool last_look = false;
	int got = 1;

	while (got > 0) {
		if (is_late(command, error))
			return false;
		if (poll(&ready, 1, last_look ? 0 : LOOK_MS) > 0)
			got = secret_buffer_read(secret, command->fd);
		else if (last_look)
			break;
		else
			last_look = has_ended(command);
	}
	if (got == -2)
		return secret_command_said_too_much(command->name, error);
	if (got < 0)
		return secret_command_is_unreadable(
			command->name, errno, error);
	if (!wait_until(command, command->deadline) && is_late(command, error))
		return false;
	return !was_stopped(command, error);
}

static bool
succeeded(const char *name, int code, int signal, struct error *error)
{
	if (signal != 0)
		return error_set(error, ERROR_CONFIG,
			"The key command %s was ended by signal %d", name,
			signal);
	if (code != 0)
		return error_set(error, ERROR_CONFIG,
			"The key command %s failed with exit code %d", name,
			code);
	return true;
}

struct secret *secret_command_finish(struct secret *secret, const char *name,
	int code, int signal, struct error *error)
{
	char source[128];

	if (!succeeded(name, code, signal, error)) {
		secret_free(secret);
		return NULL;
	}
	text_format(source, sizeof(source), "The output of the key command %s",
		name);
	return secret_buffer_finish(secret, source, error);
}

static struct secret *
run(struct command *command, char **words, struct error *error)
{
	struct secret *secret;
	bool good;

	lend_terminal(command);
	if (!spawn(command, words, error)) {
		take_terminal_back(command);
		return NULL;
	}
	secret = secret_buffer_new();
	good = collect(command, secret, error);
	close(command->fd);
	if (!good)
		end(command);
	take_terminal_back(command);
	if (!good) {
		secret_free(secret);
		return NULL;
	}
	return secret_command_finish(secret, command->name,
		WEXITSTATUS(command->status),
		WIFSIGNALED(command->status) ? WTERMSIG(command->status) : 0,
		error);
}

struct secret *secret_command_run(
	const char *command_line, int64_t timeout_ms, struct error *error)
{
	struct command command = {.deadline = now_ms() + timeout_ms};
	char **words = words_split(command_line, error);
	struct secret *secret;

	if (words == NULL)
		return NULL;
	command.name = words[0];
	secret = run(&command, words, error);
	words_free(words);
	return secret;
}
