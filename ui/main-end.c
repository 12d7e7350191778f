/* SPDX-License-Identifier: MIT
 *
 * By an alarm, as whoever waits for a disk hears of nothing else. What it does
 * not write is as if the program had been killed: an intent without an outcome
 * is unknown.
 */
#include "main-end.h"

#include <signal.h>
#include <unistd.h>

#include "attr.h"
#include "cli.h"

#define END_SECONDS 5

/* A handler cannot be told in another way. */
static volatile sig_atomic_t end_by;

static void on_alarm(int number UNUSED)
{
	static const char sentence[] =
		"certdesk: The disk does not answer; what was to be written "
		"to it may be lost.\n";

	if (end_by == 0) {
		if (write(STDERR_FILENO, sentence, sizeof(sentence) - 1) < 0)
			_exit(CLI_OWN_FAILURE);
		_exit(CLI_OWN_FAILURE);
	}
	signal(end_by, SIG_DFL);
	kill(getpid(), end_by);
	_exit(CLI_OWN_FAILURE); /* where this thread does not take it */
}

void main_end_in_time(int ended_by)
{
	struct sigaction action = {.sa_handler = on_alarm};

	sigemptyset(&action.sa_mask);
	end_by = ended_by;
	sigaction(SIGALRM, &action, NULL);
	alarm(END_SECONDS);
}

void main_end_reached(void)
{
	alarm(0);
}
