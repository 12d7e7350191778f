/* SPDX-License-Identifier: MIT
 *
 * The terminal is given back in every way out. What a signal handler needs is
 * kept ready in one static place.
 */
#include "screen-curses-rescue.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "attr.h"
#include "screen-curses.h"

/* The terminal is one for the process, and a signal handler has no other way
 * to what it needs. */
static struct {
	volatile sig_atomic_t armed;
	struct termios before;
	char bytes[256]; /* to write on the way out */
	size_t len;
} rescue;

void screen_curses_rescue_write(const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n < 0 && errno != EINTR)
			return;
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

void screen_curses_emergency(void)
{
	int saved = errno;

	if (rescue.armed) {
		rescue.armed = 0;
		screen_curses_rescue_write(rescue.bytes, rescue.len);
		tcsetattr(STDIN_FILENO, TCSANOW, &rescue.before);
	}
	errno = saved;
}

void screen_curses_rescue_begin(void)
{
	rescue.len = 0;
	tcgetattr(STDIN_FILENO, &rescue.before);
}

void screen_curses_rescue_add(const char *bytes)
{
	size_t len = bytes != NULL ? strlen(bytes) : 0;

	if (rescue.len + len > sizeof(rescue.bytes))
		return;
	memcpy(rescue.bytes + rescue.len, bytes != NULL ? bytes : "", len);
	rescue.len += len;
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
