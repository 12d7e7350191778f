/* SPDX-License-Identifier: MIT
 *
 * The order is the one that was selected when the line was begun.
 */
#include "program-pipe.h"

#include <string.h>

#include "app.h"
#include "program.h"
#include "text.h"

#define NAME_SIZE 48

static void run(struct app *app, const char *order_id, const char *line)
{
	char name[NAME_SIZE];
	const struct program_request request = {
		.name = text_format(name, sizeof(name), "%s%s", line,
			strlen(line) < sizeof(name) ? "" : "..."),
		.line = line,
		.order_id = order_id,
		.reads_json = true,
		.waits = true,
	};

	program_start(app, &request);
}

static void line_done(struct view *view, const char *text)
{
	struct programs *programs = app_programs(view->app);

	if (text == NULL || text[strspn(text, " ")] == '\0')
		return;
	program_keep_line(programs, text);
	run(view->app, programs->order_id, text + strspn(text, " "));
}

void program_pipe_ask(struct view *view)
{
	struct programs *programs = app_programs(view->app);

	text_format(programs->order_id, sizeof(programs->order_id), "%s",
		view->ops->order(view));
	app_ask_line(view->app, view, "!", "", NULL, line_done);
	app_hint_line(view->app, "A shell command, such as jq .order | less: "
				 "it reads the order as JSON.");
	app_recall(view->app, program_lines(programs));
}

void program_pipe_run(struct view *view, const char *line)
{
	program_keep_line(app_programs(view->app), line);
	run(view->app, view->ops->order(view), line);
}
