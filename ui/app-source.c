/* SPDX-License-Identifier: MIT
 *
 * :source. The file is read on another thread; what comes of it is told, and
 * taken over as a whole or not at all.
 */
#include "app-set.h"

#include <stdlib.h>
#include <string.h>

#include "app-mouse.h"
#include "app-private.h"
#include "app-set-private.h"
#include "app-show.h"
#include "app-take.h"
#include "app-theme.h"
#include "confirm.h"
#include "log.h"
#include "mem.h"
#include "settings-take.h"
#include "wording.h"

#define PROBLEMS_MAX (64 * 1024)
#define NAMES_MAX    4096
#define QUESTION_MAX 1024

/* One that is read; it outlives the app if that goes. */
struct app_source {
	struct app *app; /* NULL: gone */
	app_read_settings_fn read;
	char *path; /* as it was typed; NULL: the usual one */
	struct settings settings;
	struct buf problems;
	struct error error;
	bool ok;
	bool is_asked; /* it was read, and takes away from safety */
};

static void read_it(void *data)
{
	struct app_source *source = data;

	source->ok = source->read(source->path, &source->settings,
		&source->problems, &source->error);
}

static void log_lines(const char *line)
{
	while (*line != '\0') {
		size_t len = strcspn(line, "\n");

		log_add(LOG_ERROR, "%.*s", (int)len, line);
		line += len + (line[len] == '\n');
	}
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

static void tell_problems(const struct app_source *source)
{
	size_t count = count_lines(buf_text(&source->problems));
	const char *line = buf_text(&source->problems);
	char log[APP_KEY_SIZE];

	log_lines(line);
	if (count == 0)
		app_message(source->app, APP_ERROR, "%s%s Nothing is changed.",
			source->error.text, wording_stop(source->error.text));
	else if (count == 1)
		app_message(source->app, APP_ERROR, "%.*s Nothing is changed.",
			(int)strcspn(line, "\n"), line);
	else
		app_message(source->app, APP_ERROR,
			"%.*s And %zu more, see the log (%s). Nothing is "
			"changed.",
			(int)strcspn(line, "\n"), line, count - 1,
			app_key(source->app, "app-log", log, sizeof(log)));
}

/* What became of the differences, as names. */
struct told {
	struct app *app;
	struct buf changed, fixed, meaning;
	bool has_columns;
};

static void
add_name(struct buf *out, const struct settings_difference *difference)
{
	buf_printf(out, "%s%s", out->len > 0 ? ", " : "", difference->name);
	if (difference->account != NULL)
		buf_printf(out, " of %s", difference->account);
}

static void tell(void *data, const struct settings_difference *difference)
{
	struct told *told = data;
	const char *meaning = app_set_weaker(
		difference->name, difference->before, difference->now);

	if (strcmp(difference->name, "read_only") == 0 &&
		difference->now != NULL && strcmp(difference->now, "no") == 0) {
		add_name(&told->fixed, difference);
		return;
	}
	add_name(difference->is_fixed ? &told->fixed : &told->changed,
		difference);
	if (strcmp(difference->name, "columns") == 0)
		told->has_columns = true;
	if (meaning != NULL)
		buf_printf(&told->meaning, " %s", meaning);
	log_add(LOG_INFO, "%s%s%s: %s, was %s%s.", difference->name,
		difference->account != NULL ? " of " : "",
		difference->account != NULL ? difference->account : "",
		difference->now != NULL ? difference->now : "not set",
		difference->before != NULL ? difference->before : "not set",
		difference->is_fixed ? " (from the next start on)" : "");
}

static void say(const struct told *told)
{
	const char *changed = buf_text(&told->changed);
	const char *fixed = buf_text(&told->fixed);

	app_message(told->app,
		told->meaning.len > 0 ? APP_WARNING
		: told->fixed.len > 0 ? APP_INFO
				      : APP_SUCCESS,
		"The configuration was read: %s%s.%s%s%s%s",
		*changed != '\0' ? changed : "nothing",
		*changed != '\0' ? " changed" : " changes now",
		*fixed != '\0' ? " It needs a new start for " : "", fixed,
		*fixed != '\0' ? "." : "", buf_text(&told->meaning));
}

static void add_section(struct told *told, bool changed, const char *name)
{
	if (changed)
		buf_printf(&told->changed, "%s%s",
			told->changed.len > 0 ? ", " : "", name);
}

static void take_sections(struct told *told, struct settings *from)
{
	struct app *app = told->app;

	add_section(told, app_take_views(app, from), "[view NAME]");
	/* The keys of commands of one's own stand in [keys], too. */
	add_section(told, app_take_keys(app, &from->keys), "[keys]");
	add_section(told, app_take_commands(app, from), "[command NAME]");
	add_section(told, app_take_accounts(app, from, &told->fixed),
		"[account NAME]");
}

static void take(struct app_source *source)
{
	struct app *app = source->app;
	struct told told = {.app = app};

	buf_init(&told.changed, NAMES_MAX);
	buf_init(&told.fixed, NAMES_MAX);
	buf_init(&told.meaning, NAMES_MAX);
	settings_take(app->settings, &source->settings, tell, &told);
	add_section(&told,
		settings_theme_take(
			&app->settings->themes, &source->settings.themes),
		"[theme NAME]");
	if (told.changed.len > 0)
		app_theme_show(app);
	take_sections(&told, &source->settings);
	app_mouse_show(app);
	if (told.has_columns)
		app_set_columns(app, app->settings->columns, true);
	app_set_apply(app);
	say(&told);
	buf_clear(&told.changed);
	buf_clear(&told.fixed);
	buf_clear(&told.meaning);
}

static void free_source(struct app_source *source)
{
	settings_clear(&source->settings);
	buf_clear(&source->problems);
	free(source->path);
	free(source);
}

static void answered(struct view *owner, bool yes)
{
	struct app *app = owner->app;
	struct app_source *source = app->source;

	if (source == NULL)
		return;
	app->source = NULL;
	if (yes)
		take(source);
	else
		app_message(app, APP_INFO,
			"Nothing of the configuration was taken over.");
	free_source(source);
}

static void ask(struct app_source *source, struct buf *question)
{
	struct app *app = source->app;
	struct confirm_options options = {
		.title = "Less safe", .yes_label = "Take it over"};

	source->is_asked = true;
	app->source = source;
	buf_puts(question, "Take the configuration over as it is?");
	options.question = buf_text(question);
	confirm_open(app, app_top(app), &options, answered);
}

/* What was typed in a window was not meant for a question over it. */
static void refuse(struct app_source *source)
{
	app_message(source->app, APP_WARNING,
		"The configuration was not taken over: it takes away from "
		"safety, and a window is open. Close it, and read it again.");
	free_source(source);
}

static void take_or_ask(struct app_source *source)
{
	struct app *app = source->app;
	struct buf weaker;

	buf_init(&weaker, QUESTION_MAX);
	app_set_all_weaker(app->settings, &source->settings, &weaker);
	if (weaker.len == 0) {
		take(source);
		free_source(source);
	} else if (app_show_has_window(app)) {
		refuse(source);
	} else {
		ask(source, &weaker);
	}
	buf_clear(&weaker);
}

static void was_read(void *data)
{
	struct app_source *source = data;

	if (source->app == NULL) {
		free_source(source);
		return;
	}
	source->app->source = NULL;
	if (source->ok && app_take_fits(&source->settings, &source->error)) {
		take_or_ask(source);
	} else {
		source->ok = false;
		tell_problems(source);
		free_source(source);
	}
}

void app_source_with(struct view *view, const char *path)
{
	struct app *app = view->app;
	struct app_source *source;

	if (app->read_settings == NULL || app->settings == NULL) {
		app_message(app, APP_INFO,
			"There is no configuration to read: the demo has "
			"none.");
		return;
	}
	/* The view that was to be answered in has gone. */
	if (app->source != NULL && app->source->is_asked)
		app_source_drop(app);
	if (app->source != NULL)
		return; /* it is being read */
	source = mem_zalloc(sizeof(*source));
	source->app = app;
	source->read = app->read_settings;
	source->path = path != NULL ? mem_dup(path) : NULL;
	settings_init(&source->settings);
	buf_init(&source->problems, PROBLEMS_MAX);
	app->source = source;
	loop_work(app->loop, read_it, was_read, source);
}

void app_source(struct view *view)
{
	app_source_with(view, NULL);
}

void app_source_drop(struct app *app)
{
	if (app->source != NULL && app->source->is_asked)
		free_source(app->source);
	else if (app->source != NULL)
		app->source->app = NULL;
	app->source = NULL;
}
