/* SPDX-License-Identifier: MIT
 *
 * Runs the key command and reads its one line straight into the secret. Only
 * stdout is ours; stdin and stderr stay the terminal. This is before the
 * screen and the loop, so it may wait.
 *
 * The command may leave a process behind that holds the pipe (an agent that
 * it started). So its own end counts, not only the end of the pipe.
 */
#include "config.h"

#include "secret-command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "secret-buffer.h"
#include "text.h"
#include "words.h"

#define LOOK_MS	 20  /* between two looks whether it has ended */
#define GRACE_MS 500 /* between asking it to end and ending it */

extern char **environ;

struct command {
	const char *name;
	pid_t pid;
	int fd; /* its stdout */
	int64_t deadline;
	bool ended;
	int status;
};

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void set_signals(posix_spawnattr_t *attributes)
{
	sigset_t none, defaults;

	sigemptyset(&none);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &defaults);
	posix_spawnattr_setflags(
		attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static bool spawn(struct command *command, char **words, struct error *error)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int ends[2], errnum;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set_errno(
			error, ERROR_SYSTEM, errno, "No pipe can be made");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	set_signals(&attributes);
	errnum = posix_spawnp(
		&command->pid, words[0], &actions, &attributes, words, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	close(ends[1]);
	if (errnum == 0) {
		command->fd = ends[0];
		return true;
	}
	close(ends[0]);
	return error_set_errno(error, ERROR_CONFIG, errnum,
		"The key command %s cannot be started", words[0]);
}

static bool has_ended(struct command *command)
{
	if (!command->ended)
		command->ended = waitpid(command->pid, &command->status,
					 WNOHANG) == command->pid;
	return command->ended;
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

static void end(struct command *command)
{
	if (has_ended(command))
		return;
	kill(command->pid, SIGTERM);
	if (wait_until(command, now_ms() + GRACE_MS))
		return;
	kill(command->pid, SIGKILL);
	waitpid(command->pid, &command->status, 0);
	command->ended = true;
}

static bool is_late(struct command *command, struct error *error)
{
	if (now_ms() < command->deadline)
		return false;
	error_set(error, ERROR_CONFIG,
		"The key command %s did not finish in time", command->name);
	return true;
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
		return error_set(error, ERROR_CONFIG,
			"The key command %s printed more than 4 KiB",
			command->name);
	if (got < 0)
		return error_set_errno(error, ERROR_SYSTEM, errno,
			"What the key command %s prints cannot be read",
			command->name);
	return wait_until(command, command->deadline) ||
	       !is_late(command, error);
}

static bool succeeded(const struct command *command, struct error *error)
{
	if (WIFSIGNALED(command->status))
		return error_set(error, ERROR_CONFIG,
			"The key command %s was ended by signal %d",
			command->name, WTERMSIG(command->status));
	if (WEXITSTATUS(command->status) != 0)
		return error_set(error, ERROR_CONFIG,
			"The key command %s failed with exit code %d",
			command->name, WEXITSTATUS(command->status));
	return true;
}

static struct secret *
run(struct command *command, char **words, struct error *error)
{
	struct secret *secret;
	char source[128];
	bool good;

	if (!spawn(command, words, error))
		return NULL;
	secret = secret_buffer_new();
	good = collect(command, secret, error);
	close(command->fd);
	end(command);
	if (!good || !succeeded(command, error)) {
		secret_free(secret);
		return NULL;
	}
	text_format(source, sizeof(source), "The output of the key command %s",
		command->name);
	return secret_buffer_finish(secret, source, error);
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
