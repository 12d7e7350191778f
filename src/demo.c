/* SPDX-License-Identifier: MIT
 *
 * The demo's server as a child process. It must never outlive us, not even
 * when we are killed: the kernel is asked to end it with its parent. It has a
 * process group of its own, so that Ctrl-C in the terminal reaches us alone
 * and the server is still there while we end in order.
 *
 * It tells its port by a file; what it says on stderr goes to another file
 * and from there into our message when it does not come up.
 */
#include "config.h"

#include "demo.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "buf.h"
#include "exec.h"
#include "file.h"
#include "mem.h"
#include "secret.h"

#define SANDBOX	      "certdesk-sandbox"
#define START_MS      120000
#define STOP_MS	      3000
#define LOOK_MS	      5
#define WORDS_MAX     256 /* of the sandbox's own words in a message */
#define ARGUMENTS_MAX 20

struct demo {
	char *directory;
	bool temporary;
	int lock; /* the user's directory is ours alone; -1: not locked */
	char *port_file, *said; /* files */
	pid_t pid;
	bool ended;
	int status;
	char *url, *root;
};

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* -- signals while we start and end ---------------------------------------- */

/* Nobody watches for signals then, and what they would leave behind is a
 * directory and perhaps a server. */
static const int end_signals[] = {SIGINT, SIGTERM, SIGHUP};

/* Set by a handler, which cannot be told of a demo. */
static volatile sig_atomic_t interrupted;

static void on_end_signal(int signal)
{
	(void)signal;
	interrupted = 1;
}

static void
take_signals(void (*handler)(int), struct sigaction old[ARRAY_LEN(end_signals)])
{
	struct sigaction ours = {.sa_handler = handler};

	sigemptyset(&ours.sa_mask);
	interrupted = 0;
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		sigaction(end_signals[i], &ours, &old[i]);
}

static void
give_signals_back(const struct sigaction old[ARRAY_LEN(end_signals)])
{
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		sigaction(end_signals[i], &old[i], NULL);
}

/* -- finding and starting it ---------------------------------------------- */

static char *beside_us(void)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash, *found;

	if (len <= 0)
		return NULL;
	path[len] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	found = mem_printf("%s/%s", path, SANDBOX);
	if (access(found, X_OK) == 0)
		return found;
	free(found);
	return NULL;
}

static char *in_search_path(void)
{
	const char *at = getenv("PATH");
	char *found;
	size_t len;

	while (at != NULL && at[0] != '\0') {
		len = strcspn(at, ":");
		found = mem_printf("%.*s/%s", (int)len, at, SANDBOX);
		if (len > 0 && access(found, X_OK) == 0)
			return found;
		free(found);
		at += len + (at[len] == ':');
	}
	return NULL;
}

char *demo_program(void)
{
	char *program = beside_us();

	return program != NULL ? program : in_search_path();
}

struct arguments {
	char *items[ARGUMENTS_MAX]; /* ours; a NULL behind them */
	size_t count;
};

static void add(struct arguments *arguments, char *text)
{
	arguments->items[arguments->count++] = text;
}

static void add_pair(struct arguments *arguments, const char *name, char *value)
{
	add(arguments, mem_dup(name));
	add(arguments, value);
}

static void fill_arguments(struct arguments *arguments, struct demo *demo,
	const struct demo_options *options, char *program)
{
	add(arguments, program);
	add(arguments, mem_dup("--quiet"));
	add_pair(arguments, "--port", mem_dup("0"));
	add_pair(arguments, "--port-file", mem_dup(demo->port_file));
	add_pair(arguments, "--outbox",
		mem_printf("%s/outbox", demo->directory));
	add_pair(arguments, "--db",
		mem_printf("%s/sandbox.db", demo->directory));
	if (options->orders > 0)
		add_pair(arguments, "--orders",
			mem_printf("%d", options->orders));
	if (options->kind != NULL)
		add_pair(arguments, "--kind", mem_dup(options->kind));
}

static void free_arguments(struct arguments *arguments)
{
	while (arguments->count > 0)
		free(arguments->items[--arguments->count]);
}

/* In the child, between fork and exec: only system calls. */
NO_RETURN static void become(char **arguments, int nothing, int said, pid_t us)
{
	static const char complaint[] = "it cannot be run";
	sigset_t none;

	setpgid(0, 0);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
	if (getppid() != us) /* gone before we could ask */
		_exit(126);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	dup2(said, STDERR_FILENO);
	exec_close_from(STDERR_FILENO + 1);
	execv(arguments[0], arguments);
	if (write(STDERR_FILENO, complaint, sizeof(complaint) - 1) < 0)
		_exit(126);
	_exit(127);
}

static bool
spawn(struct demo *demo, struct arguments *arguments, struct error *error)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	int said = open(demo->said,
		O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	pid_t us = getpid();
	int errnum;

	demo->pid = -1;
	if (nothing >= 0 && said >= 0)
		demo->pid = fork();
	if (demo->pid == 0)
		become(arguments->items, nothing, said, us);
	errnum = errno;
	if (nothing >= 0)
		close(nothing);
	if (said >= 0)
		close(said);
	if (demo->pid < 0)
		return error_set_errno(error, ERROR_SYSTEM, errnum,
			"The demo's server cannot be started");
	return true;
}

static bool launch(struct demo *demo, const struct demo_options *options,
	struct error *error)
{
	struct arguments arguments = {.count = 0};
	char *program = demo_program();
	bool good;

	if (program == NULL)
		return error_set(error, ERROR_SYSTEM,
			"The demo needs " SANDBOX
			", which is neither beside certdesk nor in PATH");
	fill_arguments(&arguments, demo, options, program);
	good = spawn(demo, &arguments, error);
	free_arguments(&arguments);
	return good;
}

/* -- waiting for it ------------------------------------------------------- */

static bool has_ended(struct demo *demo)
{
	if (!demo->ended && demo->pid > 0)
		demo->ended =
			waitpid(demo->pid, &demo->status, WNOHANG) == demo->pid;
	return demo->ended;
}

/* 0 while the file is not there. Without a line end behind it the number may
 * be half written; it counts when the next look finds the same. */
static int read_port(const struct demo *demo, long *seen)
{
	struct buf text;
	long port = 0, before = *seen;
	char *end = NULL;

	buf_init(&text, 64);
	if (file_exists(demo->port_file) &&
		file_read(demo->port_file, 32, &text, NULL))
		port = strtol(buf_text(&text), &end, 10);
	if (port < 1 || port > 65535)
		port = 0;
	*seen = port;
	if (port != 0 && *end != '\n' && port != before)
		port = 0;
	buf_clear(&text);
	return (int)port;
}

static bool
not_started(struct demo *demo, const char *what, struct error *error)
{
	struct buf text;
	const char *words;
	size_t len;

	buf_init(&text, 65536);
	if (!file_read(demo->said, 65536, &text, NULL))
		buf_reset(&text);
	words = buf_text(&text);
	len = strlen(words);
	while (len > 0 && words[len - 1] == '\n')
		len--;
	/* The last words are the ones that tell. */
	if (len > WORDS_MAX) {
		words += len - WORDS_MAX;
		len = WORDS_MAX;
	}
	error_set(error, ERROR_SYSTEM, "The demo's server %s%s%.*s", what,
		len > 0 ? ": " : "", (int)len, words);
	buf_clear(&text);
	return false;
}

static bool wait_for_port(struct demo *demo, struct error *error)
{
	int64_t deadline = now_ms() + START_MS;
	bool ended = false;
	long seen = 0;
	int port;

	while ((port = read_port(demo, &seen)) == 0) {
		if (interrupted)
			return not_started(
				demo, "was interrupted at its start", error);
		if (ended)
			return not_started(demo, "ended at once", error);
		if (now_ms() >= deadline)
			return not_started(demo,
				"did not come up within 2 minutes", error);
		ended = has_ended(demo);
		poll(NULL, 0, LOOK_MS);
	}
	demo->root = mem_printf("http://127.0.0.1:%d", port);
	demo->url = mem_printf("%s/services/v2", demo->root);
	return true;
}

/* -- the whole ------------------------------------------------------------ */

/* Two servers on the same data would be at cross purposes, and each client
 * might find the other's port. */
static bool lock_directory(struct demo *demo, struct error *error)
{
	char *path = mem_printf("%s/lock", demo->directory);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool good = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;

	if (good)
		demo->lock = fd;
	else if (errno == EWOULDBLOCK)
		error_set(error, ERROR_USAGE,
			"Another demo is running in %s; name another directory "
			"or end it.",
			demo->directory);
	else
		error_set_errno(error, ERROR_SYSTEM, errno,
			"The file %s cannot be locked", path);
	if (!good && fd >= 0)
		close(fd);
	free(path);
	return good;
}

static bool make_directory(struct demo *demo,
	const struct demo_options *options, struct error *error)
{
	if (options->directory == NULL) {
		demo->temporary = true;
		demo->directory =
			file_make_temporary_directory("certdesk-demo", error);
	} else {
		demo->directory = file_expand(options->directory);
	}
	if (demo->directory == NULL)
		return false;
	demo->port_file = mem_printf("%s/port", demo->directory);
	demo->said = mem_printf("%s/sandbox.log", demo->directory);
	return file_make_parent(demo->port_file, error) &&
	       (demo->temporary || lock_directory(demo, error));
}

/* The demo ignores the environment, but its child would inherit it, and with
 * it the key of a real account. */
static void drop_real_key(void)
{
	struct error ignored;

	secret_free(secret_from_environment("CERTDESK_API_KEY", &ignored));
}

struct demo *demo_start(const struct demo_options *options, struct error *error)
{
	struct demo *demo = mem_zalloc(sizeof(*demo));
	struct sigaction old[ARRAY_LEN(end_signals)];
	bool good = false;

	demo->lock = -1;
	drop_real_key();
	take_signals(on_end_signal, old);
	if (make_directory(demo, options, error)) {
		unlink(demo->port_file); /* of an earlier run */
		good = launch(demo, options, error) &&
		       wait_for_port(demo, error);
	}
	give_signals_back(old);
	if (good)
		return demo;
	demo_stop(demo);
	return NULL;
}

static void end(struct demo *demo)
{
	int64_t deadline = now_ms() + STOP_MS;

	if (demo->pid <= 0 || has_ended(demo))
		return;
	kill(demo->pid, SIGTERM);
	while (!has_ended(demo) && now_ms() < deadline)
		poll(NULL, 0, LOOK_MS);
	if (has_ended(demo))
		return;
	kill(demo->pid, SIGKILL);
	waitpid(demo->pid, &demo->status, 0);
	demo->ended = true;
}

void demo_stop(struct demo *demo)
{
	struct sigaction old[ARRAY_LEN(end_signals)];

	if (demo == NULL)
		return;
	take_signals(SIG_IGN, old);
	end(demo);
	if (demo->temporary && demo->directory != NULL)
		file_remove_tree(demo->directory);
	else if (demo->lock >= 0)
		unlink(demo->port_file);
	if (demo->lock >= 0)
		close(demo->lock);
	give_signals_back(old);
	free(demo->directory);
	free(demo->port_file);
	free(demo->said);
	free(demo->url);
	free(demo->root);
	free(demo);
}

const char *demo_url(const struct demo *demo)
{
	return demo->url;
}

const char *demo_root(const struct demo *demo)
{
	return demo->root;
}

const char *demo_key(const struct demo *demo UNUSED)
{
	return "sandbox-admin";
}

const char *demo_directory(const struct demo *demo)
{
	return demo->directory;
}
