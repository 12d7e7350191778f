/* SPDX-License-Identifier: MIT
 *
 * A chain of steps, of which one is under way at any time:
 *
 *   open --> read a page --> write it --> read ... --> finish
 *              (store)        (disk, or a program's input)
 *
 * Giving up waits for the step that is under way, if that is one of the disk.
 */
#include "export.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "child.h"
#include "clock.h"
#include "confirm.h"
#include "filter.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "program.h"
#include "progress.h"
#include "store-export.h"
#include "text.h"
#include "wording.h"

#define CHUNK_MAX ((size_t)64 * 1024 * 1024)
#define SAID_MAX  200 /* bytes of what a program said */

enum job { JOB_OPEN, JOB_ADD, JOB_FINISH, JOB_ABANDON };

struct export_going {
	struct app
		*app; /* NULL: it has ended, and only the disk is waited for */
	struct loop *loop;
	const struct export_disk *disk;
	struct export_rows rows;
	char *target;
	bool all, replaces, is_asking;
	struct order_query query;
	struct filter *filter; /* NULL: none */
	struct store_export *source;
	struct buf chunk;
	long written;	 /* rows that were written */
	long seen;	 /* that were read */
	long total;	 /* of the server; -1 */
	bool is_reading; /* a page is asked for */
	bool is_last;	 /* the chunk is the last one */
	bool given_up;
	struct error waiting; /* why it is not going on; ERROR_NONE */
	int64_t since;	      /* loop ms */
	/* the disk */
	bool at_work;
	enum job job;
	void *file;
	char *saved; /* the name of the file that is there */
	struct error error;
	/* a program */
	struct child *child;
};

static void write_chunk(struct export_going *going);

/* -- the end --------------------------------------------------------------- */

static void free_going(struct export_going *going)
{
	store_export_free(going->source);
	filter_free(going->filter);
	buf_clear(&going->chunk);
	free(going->saved);
	free(going->target);
	free(going);
}

static void end(struct export_going *going)
{
	if (going->app != NULL) {
		app_exports(going->app)->going = NULL;
		app_stale(going->app);
		app_part_ended(going->app);
	}
	free_going(going);
}

static const char *orders_word(long count)
{
	return wording_plural((size_t)count, "order", "orders");
}

static void say_saved(const struct export_going *going)
{
	char count[32];

	app_message(going->app, APP_SUCCESS, "%s %s saved as %s (mode 0600).",
		wording_number(going->written, count, sizeof(count)),
		orders_word(going->written), going->saved);
}

static void say_failed(const struct export_going *going)
{
	app_message(going->app, APP_ERROR,
		"The export has failed: %s%s Nothing was saved.",
		going->error.text, wording_stop(going->error.text));
}

/* -- the disk -------------------------------------------------------------- */

static void work(void *data)
{
	struct export_going *going = data;

	switch (going->job) {
	case JOB_OPEN:
		going->file = going->disk->open(
			going->target, going->replaces, &going->error);
		break;
	case JOB_ADD:
		going->disk->add(going->file, buf_text(&going->chunk),
			going->chunk.len, &going->error);
		break;
	case JOB_FINISH:
		going->saved = going->disk->finish(going->file, &going->error);
		going->file = NULL;
		break;
	case JOB_ABANDON:
		going->disk->abandon(going->file);
		going->file = NULL;
		break;
	}
}

static void worked(void *data);

static void start_job(struct export_going *going, enum job job)
{
	going->at_work = true;
	going->job = job;
	error_clear(&going->error);
	loop_work(going->loop, work, worked, going);
}

/* Without the app nobody waits for the disk but the end of the program. */
static void leave_file(struct export_going *going)
{
	if (going->file != NULL)
		going->disk->abandon(going->file);
	if (going->saved != NULL)
		log_add(LOG_INFO, "The orders were saved as %s.", going->saved);
	free_going(going);
}

static void give_up(struct export_going *going)
{
	going->given_up = true;
	store_export_free(going->source);
	going->source = NULL;
	if (going->child != NULL)
		child_stop(going->child);
	else if (going->at_work)
		return;
	else if (going->file != NULL)
		start_job(going, JOB_ABANDON);
	else
		end(going);
}

static void ask_replace(struct export_going *going);
static void read_on(struct export_going *going);

static void opened(struct export_going *going)
{
	if (going->file != NULL)
		read_on(going);
	else if (going->error.kind == ERROR_STATE && !going->replaces)
		ask_replace(going);
	else {
		say_failed(going);
		end(going);
	}
}

static void added(struct export_going *going)
{
	if (going->error.kind != ERROR_NONE) {
		say_failed(going);
		give_up(going);
	} else if (going->is_last) {
		start_job(going, JOB_FINISH);
	} else {
		read_on(going);
	}
}

static void finished(struct export_going *going)
{
	if (going->saved != NULL)
		say_saved(going);
	else
		say_failed(going);
	end(going);
}

static void worked(void *data)
{
	struct export_going *going = data;

	going->at_work = false;
	if (going->app == NULL)
		leave_file(going);
	else if (going->job == JOB_ABANDON)
		end(going);
	else if (going->job == JOB_FINISH)
		finished(going);
	else if (going->given_up)
		give_up(going);
	else if (going->job == JOB_OPEN)
		opened(going);
	else
		added(going);
}

/* -- a file that is there -------------------------------------------------- */

static void replace_answered(struct view *owner, bool yes)
{
	struct export_going *going = app_exports(owner->app)->going;

	if (going == NULL || !going->is_asking)
		return;
	going->is_asking = false;
	going->replaces = true;
	if (yes)
		start_job(going, JOB_OPEN);
	else
		end(going);
}

static void ask_replace(struct export_going *going)
{
	char *question = mem_printf("%s Replace it?", going->error.text);
	const struct confirm_options options = {
		.title = "Replace the file",
		.question = question,
		.yes_label = "Replace",
	};

	going->is_asking = true;
	confirm_open(
		going->app, app_top(going->app), &options, replace_answered);
	free(question);
}

/* -- a program ------------------------------------------------------------- */

static void child_ended(void *data, const struct child_end *told)
{
	struct export_going *going = data;
	char count[32], said[SAID_MAX];

	going->child = NULL;
	program_first_line(told->output, said, sizeof(said));
	wording_number(going->written, count, sizeof(count));
	if (going->given_up)
		;
	else if (told->error.kind == ERROR_NONE)
		app_message(going->app, APP_SUCCESS, "%s %s went to %s%s%s",
			count, orders_word(going->written), going->target,
			*said != '\0' ? ": " : ".", said);
	else
		app_message(going->app, APP_WARNING, "%s: %s%s%s",
			going->target, told->error.text,
			*said != '\0' ? ": " : ".", said);
	end(going);
}

static void child_has_room(void *data)
{
	struct export_going *going = data;

	if (going->given_up || going->child == NULL || going->source == NULL)
		return;
	if (!going->is_last)
		read_on(going);
}

static void start_child(struct export_going *going)
{
	const char *const words[] = {"/bin/sh", "-c", going->target + 1, NULL};
	const struct child_request request = {
		.words = words, .has_input = true};

	going->child = child_start(app_programs(going->app)->children, &request,
		child_ended, going);
	child_on_room(going->child, child_has_room, going);
	read_on(going);
}

static void write_chunk(struct export_going *going)
{
	if (going->child == NULL) {
		start_job(going, JOB_ADD);
		return;
	}
	child_write(going->child, buf_text(&going->chunk), going->chunk.len);
	if (going->is_last)
		child_close(going->child);
	else if (child_unread(going->child) == 0)
		read_on(going);
}

/* -- orders ---------------------------------------------------------------- */

static void
add_orders(struct export_going *going, const struct store_export_step *step)
{
	const struct filter_look look = {.now = clock_seconds()};

	for (size_t i = 0; i < step->count; i++) {
		if (!filter_matches(going->filter, step->orders[i], &look))
			continue;
		export_rows_add(&going->rows, step->orders[i],
			going->written == 0, &going->chunk);
		going->written++;
	}
	going->seen += (long)step->count;
	if (step->total >= 0)
		going->total = step->total;
}

static void on_step(void *data, const struct store_export_step *step)
{
	struct export_going *going = data;

	error_clear(&going->waiting);
	switch (step->event) {
	case STORE_EXPORT_WAITING:
		going->waiting = *step->error;
		app_stale(going->app);
		return;
	case STORE_EXPORT_FAILED:
		going->error = *step->error;
		say_failed(going);
		give_up(going);
		return;
	case STORE_EXPORT_END:
		going->is_reading = false;
		export_rows_tail(&going->rows, going->total, &going->chunk);
		going->is_last = true;
		break;
	case STORE_EXPORT_PAGE:
		going->is_reading = false;
		add_orders(going, step);
		break;
	}
	write_chunk(going);
}

/* What is in the chunk was written; the first time it has the head. */
static void read_on(struct export_going *going)
{
	bool is_first = going->source == NULL;

	if (!going->all) {
		going->is_last = true;
		write_chunk(going);
		return;
	}
	if (going->is_reading)
		return;
	going->is_reading = true;
	if (!is_first) {
		buf_reset(&going->chunk);
		store_export_next(going->source);
		return;
	}
	export_rows_head(&going->rows, &going->chunk);
	going->source = store_export_start(app_store(going->app), &going->query,
		going->rows.format == OPTION_JSON, on_step, going);
}

static void
take_text(struct export_going *going, const struct export_request *request)
{
	export_rows_head(&going->rows, &going->chunk);
	buf_add(&going->chunk, buf_text(request->text), request->text->len);
	export_rows_tail(&going->rows, request->total, &going->chunk);
	going->written = going->seen = request->count;
}

/* -- all of it ------------------------------------------------------------- */

static bool may_start(struct app *app, const struct export_request *request)
{
	struct exports *exports = app_exports(app);
	bool to_program = request->target[0] == '|';

	/* A question that was left without an answer. */
	if (exports->going != NULL && exports->going->is_asking)
		end(exports->going);
	if (exports->going != NULL)
		app_say(app, APP_WARNING,
			"Another export is going on. {app-cancel} gives it "
			"up.");
	else if (to_program && store_account(app_store(app))->read_only)
		app_message(app, APP_WARNING,
			"A program might change something: not while this is "
			"read-only.");
	else if (to_program ? app_programs(app)->children == NULL
			    : exports->disk == NULL)
		app_message(app, APP_WARNING, "Nothing can be exported here.");
	else
		return true;
	return false;
}

void export_start(struct app *app, const struct export_request *request)
{
	struct export_going *going;
	struct error ignored;

	if (!may_start(app, request))
		return;
	going = mem_zalloc(sizeof(*going));
	going->app = app;
	going->loop = app_loop(app);
	going->disk = app_exports(app)->disk;
	going->rows = request->rows;
	going->target = mem_dup(request->target);
	going->all = request->all;
	going->query = request->query;
	if (request->all && *request->filter != '\0')
		going->filter = filter_new(request->filter, &ignored);
	going->total = request->total;
	going->since = loop_now(going->loop);
	buf_init(&going->chunk, CHUNK_MAX);
	if (!request->all)
		take_text(going, request);
	app_exports(app)->going = going;
	app_stale(app);
	if (going->target[0] == '|')
		start_child(going);
	else
		start_job(going, JOB_OPEN);
}

bool export_cancel(struct app *app)
{
	struct export_going *going = app_exports(app)->going;

	if (going == NULL || going->given_up)
		return false;
	app_message(
		app, APP_INFO, "The export is given up. Nothing was saved.");
	give_up(going);
	return true;
}

void export_clear(struct exports *exports)
{
	struct export_going *going = exports->going;

	exports->going = NULL;
	if (going == NULL)
		return;
	going->app = NULL;
	if (going->child != NULL) {
		child_forget(going->child);
		child_stop(going->child);
	}
	store_export_free(going->source);
	going->source = NULL;
	if (!going->at_work)
		leave_file(going);
}

bool export_is_going(const struct exports *exports)
{
	return exports->going != NULL && !exports->going->is_asking;
}

bool export_is_reading(const struct exports *exports)
{
	return exports->going != NULL && exports->going->source != NULL &&
	       store_export_is_asking(exports->going->source);
}

/* -- how far it is --------------------------------------------------------- */

bool export_write_progress(const struct app *app, struct buf *out)
{
	const struct export_going *going = app_exports_at(app)->going;
	struct progress progress;

	if (going == NULL || going->is_asking)
		return false;
	progress = (struct progress){.seen = going->seen,
		.total = going->total,
		.ms = loop_now(going->loop) - going->since};
	buf_puts(out, "Exporting ");
	progress_write_count(&progress, out);
	buf_puts(out, " orders");
	if (going->given_up)
		buf_puts(out, "; giving up ...");
	else if (going->waiting.kind != ERROR_NONE)
		buf_printf(out, "; interrupted, tries again: %s",
			going->waiting.text);
	else
		progress_write_rate(&progress, out);
	return true;
}
