/* SPDX-License-Identifier: MIT
 *
 * What the files of the scene player share: the scene, its words, the steps.
 */
#ifndef SCENE_PRIVATE_H
#define SCENE_PRIVATE_H

#include "accounts.h"
#include "api.h"
#include "app.h"
#include "clipboard.h"
#include "export.h"
#include "fake-children.h"
#include "fake-loop.h"
#include "fake-transport.h"
#include "memory-journal.h"
#include "memory-screen.h"
#include "scene.h"
#include "saved.h"
#include "settings.h"
#include "store.h"
#include "user-commands.h"

#define SCENE_TEXT_MAX (4 * 1024 * 1024)
#define SCENE_WORDS    32
#define SCENE_ARGS     4096

#define SCENE_ACCOUNTS 8

/* An account of the scene; the first one is what the options are about. */
struct scene_account {
	struct scene *scene;
	const char *name, *label, *host;
	enum store_kind kind;
	bool read_only, asks, has_command;
	/* While its key is asked for; NULL. */
	accounts_key_fn found;
	void *found_data;
	bool on_terminal;
	const char *fails; /* why it cannot be opened; NULL */
	struct fake_transport *transport;
	struct memory_journal *journal;
	struct api *api;
	struct store *store;
	struct saved *saved;
};

struct scene {
	/* the text */
	const char *folder;
	char **lines;
	size_t count, at; /* the present line */
	struct buf *problems, *updated;
	bool failed;
	bool cursor_is_wrong; /* that was said */
	/* what start is told */
	int rows, cols;
	const char *order_id;
	bool slow;
	char *texts[64]; /* copies that live as long as the scene */
	size_t text_count;
	struct saved *saved;
	char *kept; /* the text of what was saved; NULL: nothing */
	struct store_options store_options;
	struct api_options api_options;
	bool no_journal;
	struct buf config; /* [keys], [command NAME] */
	struct buf source; /* the file that :source reads */
	struct user_commands *user;
	struct settings settings;
	struct clipboard_options clipboard;
	/* the program */
	struct fake_loop *loop;
	struct memory_screen *screen;
	struct scene_account list[SCENE_ACCOUNTS];
	size_t list_count;
	struct accounts *accounts; /* NULL before the start */
	/* of the account that replies and expectations are about */
	struct fake_transport *transport;
	struct fake_children *children;
	struct memory_journal *journal;
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
const struct scene_step *scene_account_steps(size_t *count);
const struct scene_step *scene_act_steps(size_t *count);
const struct scene_step *scene_expect_steps(size_t *count);
const struct scene_step *scene_child_steps(size_t *count);
const struct scene_step *scene_disk_steps(size_t *count);

extern const struct export_disk scene_disk;
void scene_disk_clear(void);

/* The hardware cursor is on what has the focus; else a problem, once. */
void scene_check_cursor(struct scene *scene);

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

/* What is shown. */
struct app *scene_app(const struct scene *scene);
/* One more account. NULL: a problem. */
struct scene_account *scene_account_add(struct scene *scene, const char *name);
/* Replies and expectations are about it from now on. */
void scene_account_look_at(
	struct scene *scene, const struct scene_account *account);
void scene_account_open(struct scene_account *account);
void scene_account_clear(struct scene_account *account);
/* For accounts_new. */
struct accounts_source scene_account_source(struct scene *scene);

void scene_prepare(struct scene *scene);
void scene_take_apart(struct scene *scene);
bool scene_is_started(struct scene *scene); /* else a problem */
void scene_settle(struct scene *scene);	    /* until nothing is ready */
/* Of the frame: a problem where only a style says something. */
void scene_check_meaning(struct scene *scene);
/* "80x24" */
void scene_read_size(struct scene *scene, const char *args);
/* The body that a reply names; the caller frees. NULL: a problem. */
char *scene_body(struct scene *scene, const char *text);

#endif
