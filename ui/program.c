/* SPDX-License-Identifier: MIT
 *
 * What is started, what it is given, and what is said of its end. One whose
 * order is not known yet waits for the store.
 */
#include "program.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "details-content.h"
#include "log.h"
#include "mem.h"
#include "order-document.h"
#include "program-order.h"
#include "text.h"
#include "wording.h"

#define JSON_MAX ((size_t)32 * 1024 * 1024)
#define SAID_MAX 300 /* bytes of what a program said */

struct program {
	struct app *app;
	struct program *next;
	char *name, *line;
	char order_id[ORDER_ID_SIZE];
	bool reads_json, in_background, waits, is_harmless;
	struct child *child; /* NULL: its order is being read */
};

/* Runs the line and keeps what it has shown on the terminal until somebody has
 * seen it; Ctrl-C ends the line, not this. */
static const char and_wait[] =
	"trap : INT QUIT\n"
	"/bin/sh -c \"$1\"\n"
	"code=$?\n"
	"if [ $code -ne 0 ]; then printf '\\n[exit code %d]' $code; fi\n"
	"printf '\\n[Enter goes back to certdesk] '\n"
	"read -r line </dev/tty\n"
	"exit $code\n";

void program_init(struct programs *programs, struct children *children)
{
	*programs = (struct programs){.children = children};
}

static void drop(struct program *program)
{
	struct program **link = &app_programs(program->app)->first;

	while (*link != program)
		link = &(*link)->next;
	*link = program->next;
	free(program->name);
	free(program->line);
	free(program);
}

void program_clear(struct programs *programs)
{
	line_history_free(programs->lines);
	while (programs->first != NULL) {
		if (programs->first->child != NULL)
			child_forget(programs->first->child);
		drop(programs->first);
	}
}

struct line_history *program_lines(struct programs *programs)
{
	if (programs->lines == NULL)
		programs->lines = line_history_new();
	return programs->lines;
}

void program_keep_line(struct programs *programs, const char *line)
{
	line_history_add(program_lines(programs), line);
}

/* -- its end --------------------------------------------------------------- */

void program_first_line(const char *output, char *out, size_t size)
{
	size_t len;

	output += strspn(output, " \t\r\n");
	len = strcspn(output, "\r\n");
	text_format(out, size, "%.*s", (int)len, output);
}

static void say_end(const struct program *program, const struct child_end *end)
{
	char said[SAID_MAX];

	program_first_line(end->output, said, sizeof(said));
	if (end->code < 0 && end->signal == 0)
		app_message(program->app, APP_ERROR, "%s%s", end->error.text,
			wording_stop(end->error.text));
	else if (end->signal != 0)
		app_message(program->app, APP_WARNING,
			"%s was ended by signal %d%s%s", program->name,
			end->signal, *said != '\0' ? ": " : ".", said);
	else if (end->code != 0)
		app_message(program->app, APP_WARNING,
			"%s ended with exit code %d%s%s", program->name,
			end->code, *said != '\0' ? ": " : ".", said);
	else if (program->in_background)
		app_message(program->app, APP_SUCCESS, "%s is done%s%s",
			program->name, *said != '\0' ? ": " : ".", said);
}

static void ended(void *data, const struct child_end *end)
{
	struct program *program = data;
	struct app *app = program->app;

	if (!program->in_background)
		app_take_terminal(app);
	say_end(program, end);
	drop(program);
	app_part_ended(app);
}

/* -- its start ------------------------------------------------------------- */

static void feed(const struct program *program)
{
	const struct store_order *order =
		store_order(app_store(program->app), program->order_id);
	struct buf json;

	buf_init(&json, JSON_MAX);
	order_document_write(&json, order);
	child_write(program->child, buf_text(&json), json.len);
	child_close(program->child);
	buf_clear(&json);
}

static void run(struct program *program)
{
	struct children *children = app_programs(program->app)->children;
	const char *const waiting[] = {
		"/bin/sh", "-c", and_wait, "sh", program->line, NULL};
	const char *const words[] = {"/bin/sh", "-c", program->line, NULL};
	struct child_request request = {
		.words = program->waits ? waiting : words,
		.on_terminal = !program->in_background,
		.has_input = program->reads_json,
	};
	char **environment = NULL;

	if (program->order_id[0] != '\0')
		environment = program_order_new(
			app_store(program->app), program->order_id);
	request.environment = (const char *const *)environment;
	if (!program->in_background)
		app_lend_terminal(program->app);
	program->child = child_start(children, &request, ended, program);
	program_order_free(environment);
	log_add(LOG_INFO, "%s was started for order %s.", program->name,
		program->order_id);
	if (program->reads_json)
		feed(program);
}

static bool is_read(const struct program *program)
{
	return details_content_is_known(app_store(program->app),
		program->order_id, DETAILS_CONTENT_SUMMARY);
}

/* All of it was asked for. False: the program is gone, as there is nothing to
 * give it. */
static bool has_order(struct program *program)
{
	const struct store_order *order =
		store_order(app_store(program->app), program->order_id);

	if (order != NULL && order->details != NULL)
		return true;
	app_message(program->app, APP_ERROR, "%s was not started: %s%s",
		program->name,
		order != NULL ? order->details_state.error.text
			      : "The order is not known.",
		order != NULL ? wording_stop(order->details_state.error.text)
			      : "");
	drop(program);
	return false;
}

/* Since it was asked for, this may have become read-only. False: the program is
 * gone. */
static bool may_run(struct program *program)
{
	if (program->is_harmless ||
		!store_account(app_store(program->app))->read_only)
		return true;
	app_message(program->app, APP_WARNING,
		"%s was not started: it might change something, and this is "
		"read-only.",
		program->name);
	drop(program);
	return false;
}

/* In the foreground one after the other. */
static bool is_in_the_way(const struct programs *programs)
{
	for (const struct program *program = programs->first; program != NULL;
		program = program->next)
		if (!program->in_background)
			return true;
	return false;
}

const char *program_in_background(const struct programs *programs)
{
	const char *name = NULL;

	for (const struct program *program = programs->first; program != NULL;
		program = program->next)
		if (program->in_background && program->child != NULL)
			name = program->name;
	return name;
}

bool program_wants_terminal(struct app *app)
{
	return is_in_the_way(app_programs(app));
}

static bool may_start(struct app *app, const struct program_request *request)
{
	const struct programs *programs = app_programs(app);
	size_t count = 0;

	for (const struct program *program = programs->first; program != NULL;
		program = program->next)
		count++;
	if (programs->children == NULL)
		app_message(app, APP_WARNING, "No program can be started.");
	else if (count >= PROGRAMS_MAX)
		app_say(app, APP_WARNING,
			"Too many programs are running already. {app-cancel} "
			"ends the newest.");
	else if (!request->in_background && is_in_the_way(programs))
		app_say(app, APP_WARNING,
			"Another program waits for its order. {app-cancel} "
			"gives it up.");
	else
		return true;
	return false;
}

void program_start(struct app *app, const struct program_request *request)
{
	struct programs *programs = app_programs(app);
	struct program *program;

	if (!may_start(app, request))
		return;
	program = mem_zalloc(sizeof(*program));
	program->app = app;
	program->name = mem_dup(request->name);
	program->line = mem_dup(request->line);
	if (request->order_id != NULL)
		text_format(program->order_id, sizeof(program->order_id), "%s",
			request->order_id);
	program->reads_json = request->reads_json;
	program->in_background = request->in_background;
	program->waits = request->waits && !request->in_background;
	program->is_harmless = request->is_harmless;
	program->next = programs->first;
	programs->first = program;
	if (!may_run(program))
		return;
	if (!program->reads_json) {
		run(program);
		return;
	}
	store_order_open(app_store(app), program->order_id, false);
	if (!is_read(program))
		app_message(app, APP_INFO, "%s: reading order %s ...",
			program->name, program->order_id);
	else if (has_order(program))
		run(program);
}

void program_changed(struct app *app)
{
	struct program *program = app_programs(app)->first, *next;

	for (; program != NULL; program = next) {
		next = program->next;
		if (program->child == NULL && is_read(program) &&
			may_run(program) && has_order(program))
			run(program);
	}
}

bool program_cancel(struct app *app)
{
	struct program *program = app_programs(app)->first;

	if (program == NULL)
		return false;
	app_message(app, APP_INFO, "%s: given up.", program->name);
	if (program->child != NULL)
		child_stop(program->child);
	else
		drop(program);
	return true;
}
