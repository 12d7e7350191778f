/* SPDX-License-Identifier: MIT
 *
 * What a command prints goes through a pipe straight into the key's own pages:
 * child.h never sees it. Its own end counts, as in secret-command: what is in
 * the pipe then is read, and no more is waited for.
 */
#include "config.h"

#include "secret-find.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "attr.h"
#include "compat.h"
#include "mem.h"
#include "secret-buffer.h"
#include "secret-command.h"
#include "secret-prompt.h"
#include "words.h"

struct secret_find {
	struct loop *loop;
	secret_find_fn done;
	void *data;
	struct secret_find_end end;
	struct loop_watch *watch;
	struct loop_deferred *telling;
	/* A command. */
	char *name;
	struct child *child;
	struct secret *secret;
	int fd; /* our end of its output; -1 */
	bool on_terminal;
	struct loop_timer *timer;
	/* The person. */
	struct secret_prompt *asked;
};

static struct secret_find *
new_find(struct loop *loop, secret_find_fn done, void *data)
{
	struct secret_find *find = mem_zalloc(sizeof(*find));

	find->loop = loop;
	find->done = done;
	find->data = data;
	find->fd = -1;
	return find;
}

static void close_output(struct secret_find *find)
{
	loop_watch_free(find->watch);
	find->watch = NULL;
	if (find->fd >= 0)
		close(find->fd);
	find->fd = -1;
}

static void free_find(struct secret_find *find)
{
	close_output(find);
	loop_timer_free(find->timer);
	loop_defer_cancel(find->loop, find->telling);
	secret_free(find->secret);
	secret_free(find->end.secret);
	free(find->name);
	free(find);
}

static void tell(void *data)
{
	struct secret_find *find = data;
	struct secret_find_end end = find->end;
	secret_find_fn done = find->done;
	void *whose = find->data;

	find->telling = NULL;
	find->end.secret = NULL;
	free_find(find);
	done(whose, &end);
}

/* -- a command ------------------------------------------------------------- */

/* Whatever comes of it now, it has failed. */
static void give_up(struct secret_find *find)
{
	close_output(find);
	loop_timer_stop(find->timer);
	child_stop(find->child);
}

static void is_late(void *data)
{
	struct secret_find *find = data;

	if (!secret_command_was_late(find->name, &find->end.error))
		give_up(find);
}

static void read_output(struct secret_find *find)
{
	int got = 1;

	while (find->fd >= 0 && got > 0)
		got = secret_buffer_read(find->secret, find->fd);
	if (got == -1 && errno == EAGAIN)
		return;
	if (got == -2)
		secret_command_said_too_much(find->name, &find->end.error);
	else if (got == -1)
		secret_command_is_unreadable(
			find->name, errno, &find->end.error);
	if (got < 0)
		give_up(find);
	else
		close_output(find);
}

static void output_ready(void *data, int events UNUSED)
{
	read_output(data);
}

static void command_ended(void *data, const struct child_end *child)
{
	struct secret_find *find = data;
	struct secret_find_end *end = &find->end;
	struct secret *secret = find->secret;

	if (end->error.kind == ERROR_NONE)
		read_output(find);
	find->child = NULL;
	if (end->error.kind == ERROR_NONE && child->code < 0 &&
		child->signal == 0)
		end->error = child->error;
	if (end->error.kind == ERROR_NONE) {
		end->may_need_terminal = !find->on_terminal && child->code > 0;
		find->secret = NULL;
		end->secret = secret_command_finish(secret, find->name,
			child->code, child->signal, &end->error);
	}
	tell(find);
}

static void start(struct secret_find *find, struct children *children,
	char **words, const int *output)
{
	/* gpg hands that name on to its agent, whose window for the passphrase
	 * would come over our screen. */
	static const char *const no_terminal[] = {"GPG_TTY=not a tty", NULL};
	const struct child_request request = {
		.words = (const char *const *)(void *)words,
		.environment = find->on_terminal ? NULL : no_terminal,
		.on_terminal = find->on_terminal,
		.without_terminal = !find->on_terminal,
		.output = output[1],
		.ends_with_us = true,
	};

	find->name = mem_dup(words[0]);
	find->fd = output[0];
	fcntl(find->fd, F_SETFL, fcntl(find->fd, F_GETFL) | O_NONBLOCK);
	find->secret = secret_buffer_new();
	find->watch = loop_watch_new(find->loop, find->fd, output_ready, find);
	loop_watch_set(find->watch, LOOP_READ);
	find->timer = loop_timer_new(find->loop, is_late, find);
	loop_timer_start(find->timer, SECRET_COMMAND_MS);
	find->child = child_start(children, &request, command_ended, find);
	close(output[1]);
}

struct secret_find *
secret_find_by_command(struct loop *loop, struct children *children,
	const char *line, bool on_terminal, secret_find_fn done, void *data)
{
	struct secret_find *find = new_find(loop, done, data);
	char **words = words_split(line, &find->end.error);
	int output[2];

	find->on_terminal = on_terminal;
	if (words != NULL && pipe2(output, O_CLOEXEC) == 0)
		start(find, children, words, output);
	else if (words != NULL)
		error_set_errno(&find->end.error, ERROR_SYSTEM, errno,
			"No pipe can be made");
	if (find->child == NULL)
		find->telling = loop_defer(loop, tell, find);
	words_free(words);
	return find;
}

/* -- the person ------------------------------------------------------------ */

static void key_ready(void *data, int events UNUSED)
{
	struct secret_find *find = data;
	enum secret_prompt_state state = secret_prompt_read(find->asked);

	if (state == SECRET_PROMPT_MORE)
		return;
	loop_watch_free(find->watch);
	find->watch = NULL;
	find->end.secret =
		secret_prompt_end(find->asked, state, &find->end.error);
	find->asked = NULL;
	tell(find);
}

struct secret_find *secret_find_by_prompt(
	struct loop *loop, const char *prompt, secret_find_fn done, void *data)
{
	struct secret_find *find = new_find(loop, done, data);

	find->asked = secret_prompt_new(prompt, false, &find->end.error);
	if (find->asked == NULL) {
		find->telling = loop_defer(loop, tell, find);
		return find;
	}
	find->watch = loop_watch_new(
		loop, secret_prompt_fd(find->asked), key_ready, find);
	loop_watch_set(find->watch, LOOP_READ);
	return find;
}

/* -- the end --------------------------------------------------------------- */

static void end_prompt(struct secret_find *find)
{
	struct error ignored;

	loop_watch_free(find->watch);
	find->watch = NULL;
	secret_free(secret_prompt_end(
		find->asked, SECRET_PROMPT_GIVEN_UP, &ignored));
}

void secret_find_stop(struct secret_find *find)
{
	if (find == NULL)
		return;
	if (find->child != NULL) {
		child_stop(find->child);
		child_forget(find->child);
	}
	if (find->asked != NULL)
		end_prompt(find);
	free_find(find);
}
