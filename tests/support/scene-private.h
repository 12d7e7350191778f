/* SPDX-License-Identifier: MIT
 *
 * What the files of the scene player share: the scene, its words, the steps.
 */
#ifndef SCENE_PRIVATE_H
#define SCENE_PRIVATE_H

#include "api.h"
#include "app.h"
#include "fake-loop.h"
#include "fake-transport.h"
#include "memory-journal.h"
#include "memory-screen.h"
#include "scene.h"
#include "saved.h"
#include "settings.h"
#include "store.h"

#define SCENE_TEXT_MAX (4 * 1024 * 1024)
#define SCENE_WORDS    32
#define SCENE_ARGS     4096

struct scene {
	/* the text */
	const char *folder;
	char **lines;
	size_t count, at; /* the present line */
	struct buf *problems, *updated;
	bool failed;
	/* what start is told */
	int rows, cols;
	const char *order_id;
	char *texts[64]; /* copies that live as long as the scene */
	size_t text_count;
	struct saved *saved;
	char *kept; /* the text of what was saved; NULL: nothing */
	struct store_options store_options;
	struct api_options api_options;
	bool no_journal;
	struct buf config; /* [keys] */
	struct settings settings;
	/* the program */
	struct fake_loop *loop;
	struct fake_transport *transport;
	struct memory_journal *journal;
	struct memory_screen *screen;
	struct api *api;
	struct store *store;
	struct app *app;
	struct line_history *history, *commands;
	/* requests that may stay without an answer: method, path */
	char *ignored[32][2];
	size_t ignored_count;
};

/* One line of the file: its first word, and what to do with the rest. */
struct scene_step {
	const char *name;
	void (*run)(struct scene *scene, const char *args);
};

/* Steps before the start, those that do something, those that look. */
const struct scene_step *scene_program_steps(size_t *count);
const struct scene_step *scene_act_steps(size_t *count);
const struct scene_step *scene_expect_steps(size_t *count);

/* Notes a problem, with the line number; the scene has failed. */
void scene_problem(struct scene *scene, const char *format, ...)
	PRINTF_LIKE(2, 3);
/* A copy that lives as long as the scene. */
const char *scene_keep(struct scene *scene, const char *text);

/* Words are separated by blanks; "..." keeps its blanks. */
struct scene_words {
	char buffer[SCENE_ARGS];
	char *items[SCENE_WORDS];
	bool quoted[SCENE_WORDS];
	size_t count;
};

void scene_split(const char *text, struct scene_words *words);
/* The text behind the first `count` words. */
const char *scene_behind(const char *text, size_t count);
/* A problem, and false, if there are fewer. */
bool scene_has_words(
	struct scene *scene, const struct scene_words *words, size_t count);
long scene_number(const char *text);

void scene_prepare(struct scene *scene);
void scene_take_apart(struct scene *scene);
bool scene_is_started(struct scene *scene); /* else a problem */
void scene_settle(struct scene *scene);	    /* until nothing is ready */
/* "80x24" */
void scene_read_size(struct scene *scene, const char *args);
/* The body that a reply names; the caller frees. NULL: a problem. */
char *scene_body(struct scene *scene, const char *text);

#endif
