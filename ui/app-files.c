/* SPDX-License-Identifier: MIT
 *
 * The directory is what stands before the last slash. Hidden files show once
 * their dot is typed.
 */
#include "app-files.h"

#include <stdlib.h>
#include <string.h>

#include "app-private.h"
#include "mem.h"

#define NAMES_MAX ((size_t)256 * 1024)

/* Outlives the line, perhaps the app. */
struct app_files_job {
	struct app *app; /* NULL: nobody waits for it */
	app_list_fn list;
	char *directory;
	struct buf names;
};

static void read_directory(void *data)
{
	struct app_files_job *job = data;

	job->list(job->directory, &job->names);
}

/* The list above the line is of what is known now. */
static void show(struct app *app)
{
	struct line_complete *complete = &app->line.complete;

	if (app_line_is_open(&app->line) && complete->selected < 0)
		line_complete_changed(complete, app->line.edit.text);
	app_stale(app);
}

static void was_read(void *data)
{
	struct app_files_job *job = data;
	struct app *app = job->app;

	if (app != NULL) {
		app->files.job = NULL;
		app_files_clear(&app->files);
		app->files.directory = job->directory;
		app->files.names = buf_take(&job->names);
		job->directory = NULL;
		show(app);
	}
	buf_clear(&job->names);
	free(job->directory);
	free(job);
}

static void begin(struct app *app, const char *directory)
{
	struct app_files_job *job;

	if (app->list == NULL || app->files.job != NULL)
		return; /* the one that is read now asks again, see show */
	job = mem_zalloc(sizeof(*job));
	job->app = app;
	job->list = app->list;
	job->directory = mem_dup(directory);
	buf_init(&job->names, NAMES_MAX);
	app->files.job = job;
	loop_work(app->loop, read_directory, was_read, job);
}

void app_files_clear(struct app_files *files)
{
	if (files->job != NULL)
		files->job->app = NULL;
	free(files->directory);
	free(files->names);
	*files = (struct app_files){0};
}

static void offer_names(struct complete *complete, const char *names)
{
	bool wants_hidden = *complete_typed(complete) == '.';
	char name[LINE_EDIT_MAX];

	while (*names != '\0') {
		size_t len = strcspn(names, "\n");

		text_format(name, sizeof(name), "%.*s", (int)len, names);
		if (wants_hidden || *name != '.')
			complete_add(complete,
				&(struct complete_item){.text = name});
		names += len + (names[len] == '\n');
	}
}

void app_files_offer(
	struct complete *complete, const struct view *view, const char *text)
{
	const char *slash = strrchr(text, '/');
	size_t len = slash != NULL ? (size_t)(slash + 1 - text) : 0;
	struct app_files *files = &view->app->files;
	char *directory = mem_dupn(text, len);

	complete_from(complete, (size_t)(text - complete->text) + len);
	if (files->directory != NULL &&
		strcmp(files->directory, directory) == 0)
		offer_names(complete, files->names);
	else
		begin(view->app, directory);
	free(directory);
}
