/* SPDX-License-Identifier: MIT
 *
 * One job at a time; what is saved meanwhile waits, only the last of it. A job
 * has copies of its own of all it needs, so that the loop's thread and its
 * thread share nothing.
 */
#include "saved-file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "mem.h"

#define TEXT_MAX ((size_t)256 * 1024)

struct job {
	struct saved_file *file;
	char *path, *known, *text;
	char *found; /* what stands there instead of `known`; NULL: nothing */
	struct error error;
	bool ok;
};

struct saved_file {
	struct loop *loop;
	struct saved *saved;
	char *path;
	char *known;   /* what the file holds as far as we know; "" */
	char *waiting; /* the text to write next; NULL */
	bool writing;
	bool is_orphan; /* freed while it writes: goes with the last of it */
};

/* The whole file; "" if there is none. NULL and *error if it cannot be read. */
static char *read_all(const char *path, struct error *error)
{
	struct buf text;
	char *copy = NULL;

	if (!file_exists(path))
		return mem_dup("");
	buf_init(&text, TEXT_MAX);
	if (!file_read(path, TEXT_MAX, &text, error))
		goto out;
	if (strlen(buf_text(&text)) != text.len)
		error_set(error, ERROR_CONFIG,
			"%s is not a text: it holds a NUL byte.", path);
	else
		copy = mem_dup(buf_text(&text));
out:
	buf_clear(&text);
	return copy;
}

static bool take(struct saved_file *file, const char *path, const char *text,
	struct buf *problems, struct error *error)
{
	struct settings settings;
	bool ok;

	settings_init(&settings);
	ok = settings_parse_own(&settings, text, path, problems, error);
	if (ok) {
		saved_drop_own(file->saved);
		ok = saved_add(file->saved, SAVED_OWN, &settings, error);
	}
	settings_clear(&settings);
	return ok;
}

/* -- writing --------------------------------------------------------------- */

static void replace_known(struct job *job)
{
	char *found = read_all(job->path, &job->error);

	if (found == NULL)
		return;
	if (strcmp(found, job->known) != 0) {
		job->found = found;
		return;
	}
	free(found);
	job->ok = file_replace(
		job->path, job->text, strlen(job->text), &job->error);
}

static void work(void *data)
{
	struct job *job = data;
	int lock;

	if (!file_make_parent(job->path, &job->error) ||
		!file_lock(job->path, &lock, &job->error))
		return;
	replace_known(job);
	file_unlock(lock);
}

static void set_text(char **where, const char *text)
{
	char *copy = mem_dup(text);

	free(*where);
	*where = copy;
}

/* Somebody else was faster: theirs counts. If it cannot be read it stays as it
 * is, until they have mended it. */
static void take_theirs(struct saved_file *file, const char *text)
{
	struct error error = {0};
	struct buf problems;

	buf_init(&problems, 64 * 1024);
	free(file->waiting);
	file->waiting = NULL;
	if (take(file, file->path, text, &problems, &error)) {
		set_text(&file->known, text);
		error_set(&error, ERROR_STATE,
			"%s was changed by another program; nothing was "
			"written. Its views are here now: save again.",
			file->path);
	}
	saved_kept(file->saved, &error);
	buf_clear(&problems);
}

static void write_next(struct saved_file *file);

static void done(void *data)
{
	struct job *job = data;
	struct saved_file *file = job->file;

	file->writing = false;
	if (file->is_orphan) {
		/* Nobody is there to be told. */
		set_text(&file->known, job->ok ? job->text : file->known);
	} else if (job->ok) {
		set_text(&file->known, job->text);
		saved_kept(file->saved, NULL);
	} else if (job->found != NULL) {
		take_theirs(file, job->found);
	} else {
		saved_kept(file->saved, &job->error);
	}
	free(job->path);
	free(job->known);
	free(job->text);
	free(job->found);
	free(job);
	write_next(file);
	if (file->is_orphan && !file->writing)
		saved_file_free(file);
}

static void write_next(struct saved_file *file)
{
	struct job *job;

	if (file->writing || file->waiting == NULL)
		return;
	job = mem_zalloc(sizeof(*job));
	job->file = file;
	job->path = mem_dup(file->path);
	job->known = mem_dup(file->known);
	job->text = file->waiting;
	file->waiting = NULL;
	file->writing = true;
	loop_work(file->loop, work, done, job);
}

static void keep(void *data, const char *text)
{
	struct saved_file *file = data;

	set_text(&file->waiting, text);
	write_next(file);
}

/* -- life ------------------------------------------------------------------ */

/* "views-NAME", with what a file's name may not have written as %2F. */
static char *name_for(const char *account)
{
	struct buf name;

	buf_init(&name, 1024);
	buf_puts(&name, "views-");
	for (const char *c = account; *c != '\0'; c++) {
		if (isalnum((unsigned char)*c) || strchr("._-", *c) != NULL)
			buf_putc(&name, *c);
		else
			buf_printf(&name, "%%%02X", (unsigned char)*c);
	}
	return buf_take(&name);
}

char *saved_file_path(const char *account, bool are_many, char **before)
{
	char *common = file_config_path("views"), *name, *path;

	*before = NULL;
	if (common == NULL)
		return NULL;
	name = name_for(account);
	path = file_config_path(name);
	free(name);
	if (are_many || file_exists(path)) {
		*before = common;
		return path;
	}
	free(path);
	return common;
}

/* An account that has saved nothing yet has what there was before. */
static bool take_first(struct saved_file *file, const char *before,
	struct buf *problems, struct error *error)
{
	char *text;
	bool ok;

	if (before == NULL || file_exists(file->path))
		return take(file, file->path, file->known, problems, error);
	text = read_all(before, error);
	ok = text != NULL && take(file, before, text, problems, error);
	free(text);
	return ok;
}

struct saved_file *
saved_file_new(struct loop *loop, struct saved *saved, const char *path,
	const char *before, struct buf *problems, struct error *error)
{
	struct saved_file *file = mem_zalloc(sizeof(*file));

	file->loop = loop;
	file->saved = saved;
	file->path = mem_dup(path);
	file->known = read_all(path, error);
	if (file->known == NULL || !take_first(file, before, problems, error)) {
		saved_file_free(file);
		return NULL;
	}
	saved_set_keeper(saved, keep, file, path);
	return file;
}

void saved_file_free(struct saved_file *file)
{
	if (file == NULL)
		return;
	file->is_orphan = file->writing;
	if (file->is_orphan) {
		saved_set_keeper(file->saved, NULL, NULL, NULL);
		return;
	}
	free(file->path);
	free(file->known);
	free(file->waiting);
	free(file);
}
