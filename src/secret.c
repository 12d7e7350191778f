/* SPDX-License-Identifier: MIT
 *
 * Where the key can come from. Each source reads into the key's own pages
 * (secret-buffer) and has its sentence for what is wrong.
 */
#include "config.h"

#include "secret.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "file.h"
#include "mem.h"
#include "secret-buffer.h"
#include "secret-command.h"
#include "text.h"

extern char **environ;

#define COMMAND_MS	60000
#define CREDENTIAL_NAME "certdesk-api-key"

struct secret *secret_new(const char *text, size_t len, struct error *error)
{
	struct secret *secret = secret_buffer_new();

	if (len > SECRET_MAX) {
		secret_free(secret);
		error_set(error, ERROR_CONFIG,
			"The API key is longer than any key");
		return NULL;
	}
	memcpy(secret->text, text, len);
	secret->len = len;
	return secret_buffer_check(secret, "The API key", error);
}

struct secret *secret_behind(const char *before, const struct secret *secret)
{
	struct secret *line = secret_buffer_new();
	size_t len = strlen(before);

	assert(len <= SECRET_BEFORE_MAX);
	memcpy(line->text, before, len);
	memcpy(line->text + len, secret->text, secret->len);
	line->len = len + secret->len;
	return line;
}

/* -- files ---------------------------------------------------------------- */

static struct secret *read_file(int fd, const char *path, struct error *error)
{
	struct secret *secret = secret_buffer_new();
	char source[256];
	int got = 1;

	while (got > 0)
		got = secret_buffer_read(secret, fd);
	if (got == -1) {
		error_set_errno(error, ERROR_CONFIG, errno,
			"The key file %s cannot be read", path);
		secret_free(secret);
		return NULL;
	}
	text_format(source, sizeof(source), "The key file %s", path);
	return secret_buffer_finish(secret, source, error);
}

struct secret *secret_from_file(const char *path, struct error *error)
{
	int fd = file_open_private(path, error);
	struct secret *secret;

	if (fd < 0)
		return NULL;
	secret = read_file(fd, path, error);
	close(fd);
	return secret;
}

/* systemd made the directory for this process alone. Its files may belong to
 * root and be ours by an access list, so their mode is not judged. */
struct secret *secret_from_credential(struct error *error)
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");
	struct secret *secret = NULL;
	char *path;
	int fd;

	error_clear(error);
	if (directory == NULL || directory[0] != '/')
		return NULL;
	path = mem_printf("%s/%s", directory, CREDENTIAL_NAME);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0)
		secret = read_file(fd, path, error);
	else if (errno != ENOENT)
		error_set_errno(error, ERROR_CONFIG, errno,
			"The credential %s cannot be opened", path);
	if (fd >= 0)
		close(fd);
	free(path);
	return secret;
}

struct secret *secret_from_command(const char *command, struct error *error)
{
	return secret_command_run(command, COMMAND_MS, error);
}

/* -- environment ---------------------------------------------------------- */

/* Their places are what /proc/PID/environ shows. An environment may hold the
 * same name twice; getenv sees the first alone. */
static void wipe_variable(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; environ != NULL && environ[i] != NULL; i++)
		if (strncmp(environ[i], name, len) == 0 &&
			environ[i][len] == '=')
			mem_wipe(environ[i] + len + 1,
				strlen(environ[i] + len + 1));
	unsetenv(name);
}

struct secret *secret_from_environment(const char *name, struct error *error)
{
	char *value = getenv(name);
	struct secret *secret;
	size_t len;

	error_clear(error);
	if (value == NULL || value[0] == '\0') {
		wipe_variable(name);
		return NULL;
	}
	len = strlen(value);
	secret = secret_new(value, len, error);
	if (secret == NULL)
		error_set(error, ERROR_CONFIG,
			"The variable %s does not hold an API key", name);
	wipe_variable(name);
	return secret;
}

/* -- the terminal --------------------------------------------------------- */

enum key_code {
	KEY_INTERRUPT = 0x03, /* Ctrl-C */
	KEY_END = 0x04,	      /* Ctrl-D */
	KEY_ERASE = 0x08,
	KEY_KILL = 0x15, /* Ctrl-U */
	KEY_DELETE = 0x7f,
};

/* False when the person gives up. Signals of the keyboard are off meanwhile. */
static bool read_line(int terminal, struct secret *secret)
{
	char c = '\0';
	bool good = true;
	ssize_t got;

	while (good && c != '\n') {
		got = read(terminal, &c, 1);
		if (got != 1)
			good = got < 0 && errno == EINTR;
		else if (c == KEY_INTERRUPT || c == KEY_END)
			good = false;
		else if (c == KEY_KILL)
			secret->len = 0;
		else if (c == KEY_ERASE || c == KEY_DELETE)
			secret->len -= secret->len > 0;
		else if (c == '\r')
			c = '\n';
		else if (c != '\n' && secret->len < SECRET_MAX + 1)
			secret->text[secret->len++] = c;
	}
	mem_wipe(&c, sizeof(c));
	return good;
}

/* A signal from elsewhere still ends it; a handler cannot be told of a terminal
 * in another way. */
static struct {
	int terminal;
	struct termios normal;
} asking;

static const int end_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT,
	SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM};

/* What is raised comes when the handler is left, and is the default again. */
static void on_end_signal(int number)
{
	tcsetattr(asking.terminal, TCSANOW, &asking.normal);
	raise(number);
}

static void take_signals(struct sigaction before[ARRAY_LEN(end_signals)])
{
	struct sigaction ours = {
		.sa_handler = on_end_signal, .sa_flags = (int)SA_RESETHAND};

	sigemptyset(&ours.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++) {
		sigaction(end_signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(end_signals[i], &ours, NULL);
	}
}

static void
give_signals_back(const struct sigaction before[ARRAY_LEN(end_signals)])
{
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		sigaction(end_signals[i], &before[i], NULL);
}

static bool ask(int terminal, const char *prompt, struct secret *secret)
{
	struct sigaction before[ARRAY_LEN(end_signals)];
	struct termios normal, quiet;
	bool good;

	if (tcgetattr(terminal, &normal) != 0)
		return false;
	asking.terminal = terminal;
	asking.normal = normal;
	take_signals(before);
	quiet = normal;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	tcsetattr(terminal, TCSAFLUSH, &quiet);
	dprintf(terminal, "%s", prompt);
	good = read_line(terminal, secret);
	dprintf(terminal, "\n");
	tcsetattr(terminal, TCSAFLUSH, &normal);
	give_signals_back(before);
	return good;
}

struct secret *secret_from_prompt(const char *prompt, struct error *error)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct secret *secret;
	bool good;

	if (terminal < 0) {
		error_set(error, ERROR_CONFIG,
			"There is no API key, and no terminal to ask for it");
		return NULL;
	}
	secret = secret_buffer_new();
	good = ask(terminal, prompt, secret);
	close(terminal);
	if (good)
		return secret_buffer_finish(secret, "The API key", error);
	secret_free(secret);
	error_set(error, ERROR_CANCELLED, "No API key was given");
	return NULL;
}

/* -- the process ---------------------------------------------------------- */

void secret_harden_process(void)
{
#ifndef WITH_DEBUG
	struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#endif
}
