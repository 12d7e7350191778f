/* SPDX-License-Identifier: MIT
 *
 * The terminal stays as the shell has left it: Ctrl-Z is between the two, and
 * Ctrl-C comes as a signal.
 */
#include "main-linear.h"

#include <signal.h>

#include "accounts.h"
#include "child-fork.h"
#include "linear.h"
#include "session-switch.h"
#include "user-commands.h"

struct lines {
	struct accounts *accounts;
	struct linear *linear;
	int signal; /* that ended it; 0: none */
};

static void on_lost(void *data, int signal)
{
	struct lines *lines = data;

	lines->signal = signal;
	app_hang_up(accounts_app(lines->accounts));
}

static void on_interrupt(void *data, int signal UNUSED)
{
	struct lines *lines = data;

	if (!app_interrupt_program(accounts_app(lines->accounts)))
		linear_interrupt(lines->linear);
}

static void on_width(void *data, int signal UNUSED)
{
	linear_resized(((struct lines *)data)->linear);
}

static void on_continue(void *data, int signal UNUSED)
{
	struct lines *lines = data;

	app_go_on(accounts_app(lines->accounts));
	linear_go_on(lines->linear);
}

static const struct {
	int number;
	void (*handle)(void *data, int signal);
} signals[] = {
	{SIGINT, on_interrupt},
	{SIGTERM, on_lost},
	{SIGHUP, on_lost},
	{SIGWINCH, on_width},
	{SIGCONT, on_continue},
};

bool main_linear_run(struct session *session, const struct app_options *options,
	int *ended_by, struct error *error)
{
	struct lines lines = {.linear = linear_new(session->loop, error)};
	const struct accounts_source source = session_switch_source(session);
	struct app_options app = *options;

	if (lines.linear == NULL)
		return false;
	app.screen = linear_screen(lines.linear);
	app.children = session->children = child_fork_new(session->loop);
	app.user = user_commands_new(&session->settings.commands);
	lines.accounts = accounts_new(&app, &source, session->first);
	linear_start(lines.linear, lines.accounts);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		loop_on_signal(session->loop, signals[i].number,
			signals[i].handle, &lines);
	store_start(session->store);
	loop_run(session->loop);
	linear_stop(lines.linear);
	accounts_free(lines.accounts);
	linear_free(lines.linear);
	child_fork_free(app.children);
	user_commands_free(app.user);
	*ended_by = lines.signal;
	return true;
}
