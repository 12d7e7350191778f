/* SPDX-License-Identifier: MIT
 *
 * The terminal is given back in every way out. What a signal handler needs is
 * kept ready in one static place.
 */
#include "screen-curses-rescue.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "attr.h"
#include "screen-curses-output.h"
#include "screen-curses.h"

/* On the way out: nobody waits for longer than for 20 ms. */
#define TRIES  20
#define TRY_MS 1

/* The terminal is one for the process, and a signal handler has no other way
 * to what it needs. */
static struct {
	volatile sig_atomic_t armed;
	int fd;
	bool is_own;
	struct termios before;
	char bytes[256]; /* to write on the way out */
	size_t len;
} rescue;

bool screen_curses_rescue_is_here(void)
{
	pid_t group = tcgetpgrp(STDIN_FILENO);

	/* It may be no terminal that controls us; then nobody takes it. */
	return group < 0 || group == getpgrp();
}

/* A terminal that is stopped has no room, and what it was to show does not
 * matter any more. Another thread may be writing just now, which keeps us out
 * for a moment. */
static void give_bytes(void)
{
	for (int i = 0; i < TRIES; i++) {
		ssize_t n = screen_curses_output_try(
			rescue.fd, rescue.is_own, rescue.bytes, rescue.len);

		if (n < 0 || (size_t)n == rescue.len)
			return;
		tcflush(rescue.fd, TCOFLUSH);
		if (i > 0)
			poll(NULL, 0, TRY_MS);
	}
}

void screen_curses_emergency(void)
{
	int saved = errno;

	if (rescue.armed) {
		rescue.armed = 0;
		if (screen_curses_rescue_is_here()) {
			tcsetattr(STDIN_FILENO, TCSANOW, &rescue.before);
			give_bytes();
		}
	}
	errno = saved;
}

void screen_curses_rescue_begin(int fd, bool is_own)
{
	rescue.fd = fd;
	rescue.is_own = is_own;
	rescue.len = 0;
	tcgetattr(STDIN_FILENO, &rescue.before);
}

/* "$<5>", "$<5/>": how long a slow terminal wants to be left alone. */
static size_t pause_at(const char *bytes)
{
	size_t len;

	if (bytes[0] != '$' || bytes[1] != '<')
		return 0;
	len = strspn(bytes + 2, "0123456789.*/");
	return bytes[2 + len] == '>' ? len + 3 : 0;
}

void screen_curses_rescue_add(const char *bytes)
{
	while (bytes != NULL && *bytes != '\0') {
		size_t skipped = pause_at(bytes);

		if (skipped == 0 && rescue.len < sizeof(rescue.bytes))
			rescue.bytes[rescue.len++] = *bytes;
		bytes += skipped > 0 ? skipped : 1;
	}
}

void screen_curses_rescue_arm(bool armed)
{
	rescue.armed = armed;
}

void screen_curses_rescue_modes(void)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &rescue.before);
}

/* -- signals -- */

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT,
	SIGTRAP, SIGSYS, SIGQUIT, SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGALRM,
	SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ};
static struct sigaction actions_before[ARRAY_LEN(fatal_signals)];
/* The handler's own stack: the other one may be what overflowed. */
static char signal_stack[32 * 1024];

static void on_fatal_signal(int number)
{
	screen_curses_emergency();
	for (size_t i = 0; i < ARRAY_LEN(fatal_signals); i++) {
		if (fatal_signals[i] == number)
			sigaction(number, &actions_before[i], NULL);
	}
	raise(number); /* comes when this handler is left */
}

/* For crashes also where there is a handler already (a sanitizer's, which is
 * called afterwards); the others only where they would end us. */
static bool is_to_be_caught(int number, const struct sigaction *before)
{
	switch (number) {
	case SIGSEGV:
	case SIGBUS:
	case SIGFPE:
	case SIGILL:
	case SIGABRT:
		return true;
	default:
		return before->sa_handler == SIG_DFL;
	}
}

void screen_curses_rescue_catch(void)
{
	struct sigaction ours = {.sa_handler = on_fatal_signal};
	stack_t stack = {
		.ss_sp = signal_stack,
		.ss_size = sizeof(signal_stack),
	};

	sigaltstack(&stack, NULL);
	sigemptyset(&ours.sa_mask);
	ours.sa_flags = SA_ONSTACK;
	for (size_t i = 0; i < ARRAY_LEN(fatal_signals); i++) {
		sigaction(fatal_signals[i], NULL, &actions_before[i]);
		if (is_to_be_caught(fatal_signals[i], &actions_before[i]))
			sigaction(fatal_signals[i], &ours, NULL);
	}
}

void screen_curses_rescue_release(void)
{
	struct sigaction now;

	for (size_t i = 0; i < ARRAY_LEN(fatal_signals); i++) {
		sigaction(fatal_signals[i], NULL, &now);
		if (now.sa_handler == on_fatal_signal)
			sigaction(fatal_signals[i], &actions_before[i], NULL);
	}
}
