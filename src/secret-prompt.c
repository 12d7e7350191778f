/* SPDX-License-Identifier: MIT
 *
 * The keys of the line are ours while it is asked for, so no signal comes from
 * the keyboard. One from elsewhere, or Ctrl-Z, finds the terminal in modes that
 * nobody else wants: what ends us or stops us gives it back first, and when we
 * go on it is asked for again.
 */
#include "config.h"

#include "secret-prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "attr.h"
#include "mem.h"
#include "secret-buffer.h"

static const int end_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT,
	SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM};

#define SIGNALS (ARRAY_LEN(end_signals) + 2)

struct secret_prompt {
	int terminal;
	const char *prompt;
	struct termios normal, quiet;
	struct secret *secret;
	struct sigaction before[SIGNALS]; /* where the signals are ours */
};

/* -- the signals ----------------------------------------------------------- */

/* Whose signals are ours; a handler cannot be told in another way. */
static const struct secret_prompt *asking;

/* In the background the modes are somebody else's, and asking for them would
 * stop us. */
static bool is_ours(void)
{
	return tcgetpgrp(asking->terminal) == getpgrp();
}

/* What is raised comes when the handler is left, and is the default again. */
static void on_end_signal(int number)
{
	if (is_ours())
		tcsetattr(asking->terminal, TCSANOW, &asking->normal);
	raise(number);
}

static void on_stop_signal(int number);

static void take(int number, void (*handler)(int), int flags)
{
	struct sigaction ours = {.sa_handler = handler, .sa_flags = flags};

	sigemptyset(&ours.sa_mask);
	sigaction(number, &ours, NULL);
}

/* raise returns when somebody lets us go on: SIGCONT has been handled then. */
static void on_stop_signal(int number)
{
	int errnum = errno;

	if (is_ours())
		tcsetattr(asking->terminal, TCSANOW, &asking->normal);
	take(number, SIG_DFL, 0);
	raise(number);
	take(number, on_stop_signal, (int)(SA_RESTART | SA_NODEFER));
	errno = errnum;
}

static void on_continue(int number UNUSED)
{
	int errnum = errno;

	if (is_ours()) {
		tcsetattr(asking->terminal, TCSANOW, &asking->quiet);
		if (write(asking->terminal, asking->prompt,
			    strlen(asking->prompt)) < 0)
			errno = 0; /* then it is not read again */
	}
	errno = errnum;
}

static int signal_at(size_t i)
{
	if (i < ARRAY_LEN(end_signals))
		return end_signals[i];
	return i == ARRAY_LEN(end_signals) ? SIGTSTP : SIGCONT;
}

static void take_signals(struct secret_prompt *asked)
{
	struct sigaction *before = asked->before;

	asking = asked;
	for (size_t i = 0; i < SIGNALS; i++) {
		int number = signal_at(i);

		sigaction(number, NULL, &before[i]);
		if (before[i].sa_handler == SIG_IGN)
			continue;
		if (number == SIGTSTP)
			take(number, on_stop_signal,
				(int)(SA_RESTART | SA_NODEFER));
		else if (number == SIGCONT)
			take(number, on_continue, (int)SA_RESTART);
		else
			take(number, on_end_signal, (int)SA_RESETHAND);
	}
}

static void give_signals_back(const struct secret_prompt *asked)
{
	const struct sigaction *before = asked->before;

	if (asking != asked)
		return;
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signal_at(i), &before[i], NULL);
	asking = NULL;
}

/* -- the line -------------------------------------------------------------- */

enum key_code {
	KEY_INTERRUPT = 0x03, /* Ctrl-C */
	KEY_END = 0x04,	      /* Ctrl-D */
	KEY_ERASE = 0x08,
	KEY_KILL = 0x15,    /* Ctrl-U */
	KEY_SUSPEND = 0x1a, /* Ctrl-Z */
	KEY_DELETE = 0x7f,
};

/* All of our group, as the keyboard would: the shell has the terminal when a
 * script that has started us stands still, too. Who has a loop lives on. */
static void suspend(const struct secret_prompt *asked)
{
	if (asking == asked)
		kill(0, SIGTSTP);
}

static enum secret_prompt_state take_byte(struct secret_prompt *asked, char c)
{
	struct secret *secret = asked->secret;

	switch (c) {
	case KEY_INTERRUPT:
	case KEY_END:
		return SECRET_PROMPT_GIVEN_UP;
	case '\r':
	case '\n':
		return SECRET_PROMPT_DONE;
	case KEY_SUSPEND:
		suspend(asked);
		break;
	case KEY_KILL:
		secret->len = 0;
		break;
	case KEY_ERASE:
	case KEY_DELETE:
		secret->len -= secret->len > 0;
		break;
	default:
		if (secret->len < SECRET_MAX + 1)
			secret->text[secret->len++] = c;
	}
	return SECRET_PROMPT_MORE;
}

enum secret_prompt_state secret_prompt_read(struct secret_prompt *asked)
{
	enum secret_prompt_state state;
	char c = '\0';
	ssize_t got = read(asked->terminal, &c, 1);

	if (got < 0 && errno == EINTR)
		return SECRET_PROMPT_MORE;
	if (got != 1)
		return SECRET_PROMPT_GIVEN_UP;
	state = take_byte(asked, c);
	mem_wipe(&c, sizeof(c));
	return state;
}

/* -- the whole ------------------------------------------------------------- */

int secret_prompt_fd(const struct secret_prompt *asked)
{
	return asked->terminal;
}

static void begin(struct secret_prompt *asked, bool with_signals)
{
	asked->secret = secret_buffer_new();
	asked->quiet = asked->normal;
	asked->quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG);
	asked->quiet.c_cc[VMIN] = 1;
	asked->quiet.c_cc[VTIME] = 0;
	if (with_signals)
		take_signals(asked);
	tcsetattr(asked->terminal, TCSAFLUSH, &asked->quiet);
	dprintf(asked->terminal, "%s", asked->prompt);
}

struct secret_prompt *
secret_prompt_new(const char *prompt, bool with_signals, struct error *error)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct secret_prompt *asked;
	struct termios normal;

	if (terminal < 0 || tcgetattr(terminal, &normal) != 0) {
		if (terminal >= 0)
			close(terminal);
		error_set(error, ERROR_CONFIG,
			"There is no API key, and no terminal to ask for it");
		return NULL;
	}
	asked = mem_zalloc(sizeof(*asked));
	asked->terminal = terminal;
	asked->prompt = prompt;
	asked->normal = normal;
	begin(asked, with_signals);
	return asked;
}

struct secret *secret_prompt_end(struct secret_prompt *asked,
	enum secret_prompt_state state, struct error *error)
{
	struct secret *secret = asked->secret;

	dprintf(asked->terminal, "\n");
	tcsetattr(asked->terminal, TCSAFLUSH, &asked->normal);
	give_signals_back(asked);
	close(asked->terminal);
	free(asked);
	if (state == SECRET_PROMPT_DONE)
		return secret_buffer_finish(secret, "The API key", error);
	secret_free(secret);
	error_set(error, ERROR_CANCELLED, "No API key was given");
	return NULL;
}

struct secret *secret_from_prompt(const char *prompt, struct error *error)
{
	struct secret_prompt *asked = secret_prompt_new(prompt, true, error);
	enum secret_prompt_state state = SECRET_PROMPT_MORE;

	while (asked != NULL && state == SECRET_PROMPT_MORE)
		state = secret_prompt_read(asked);
	return asked != NULL ? secret_prompt_end(asked, state, error) : NULL;
}
