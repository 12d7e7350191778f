/* SPDX-License-Identifier: MIT
 *
 * The frame around the views: stack, keys to commands, title, message and hint
 * lines, one frame a turn. All keys that wait are handled before one frame is
 * drawn. Layout of the screen, top to bottom: title line, the view, message
 * line, hint line; a dialog is drawn over the view below it.
 */
#ifndef APP_H
#define APP_H

#include <stdbool.h>

#include "complete.h"
#include "line-history.h"
#include "loop.h"
#include "screen.h"
#include "store.h"
#include "view.h"

#define APP_MIN_ROWS 10
#define APP_MIN_COLS 40

struct accounts;
struct app;
struct children;
struct clipboard;
struct clipboard_options;
struct export_disk;
struct exports;
struct programs;
struct user_commands;
struct keymap;
struct settings;

/* Writes a new file of mode 0600 and gives its name as it is on the disk, for
 * the caller to free; NULL and *error, also if there is one of that name. `~`
 * is the home directory. Not on the loop's thread. */
typedef char *(*app_save_fn)(
	const char *path, const char *data, size_t len, struct error *error);

/* Reads a configuration (NULL: the usual file) into settings that were
 * initialised. False and *error, and a line a problem in *problems. Not on the
 * loop's thread. */
typedef bool (*app_read_settings_fn)(const char *path,
	struct settings *settings, struct buf *problems, struct error *error);

/* Appends the names in a directory, one a line, directories with a '/' behind,
 * see file-list.h. Not on the loop's thread. */
typedef bool (*app_list_fn)(const char *directory, struct buf *out);

struct app_options {
	struct loop *loop;
	struct screen *screen;
	struct store *store;
	struct saved *saved;  /* views; NULL: the built-in ones, not kept */
	const char *order_id; /* open this order at start; NULL */
	const char *notice;   /* what to say first; NULL: nothing */
	/* Of the filters and of the command lines that were typed; NULL: none
	 * is kept. */
	struct line_history *history, *commands;
	app_save_fn save;	    /* how a person's files are written */
	app_list_fn list;	    /* names of files; NULL: none are offered */
	struct user_commands *user; /* lent; NULL: there are none */
	struct children *children;  /* lent; NULL: no program can be started */
	const struct export_disk *disk; /* lent; NULL: no exports to files */
	const struct clipboard_options *clipboard; /* NULL: OSC 52 */
	/* Of :set, for all apps; NULL: nothing can be set. */
	struct settings *settings;
	const char *settings_path; /* where they are from; NULL: nowhere */
	app_read_settings_fn read_settings; /* NULL: nothing can be read */
	/* [keys], checked; NULL: none. Not with a keymap. */
	const struct settings_keys *keys;
	/* For all apps of the accounts; NULL: it has one of its own. */
	struct keymap *keymap;
	struct accounts *accounts; /* NULL: there is only this one */
	/* A slow line (app_is_slow is true of lines, too): as few bytes as will
	 * do. The mark in the margin is the selection, no seconds are counted,
	 * and what comes by itself is drawn once a second. */
	bool slow;
};

/* Opens the orders list, listens to the store (store_start is the caller's),
 * watches the screen's descriptor, and draws before the loop waits. */
struct app *app_new(const struct app_options *options);
void app_free(struct app *app); /* frees the views */
/* The frame, if it is stale, now and not when the loop is about to wait. */
void app_draw(struct app *app);

/* The terminal has keys (for screens without a descriptor: the app watches one
 * itself) or another size. */
void app_keys_ready(struct app *app);
void app_resized(struct app *app);
/* The terminal takes more (for screens without a descriptor, as above). */
void app_output_ready(struct app *app);
/* The preview pane beside the list: on or off; beside or below. An open order
 * beside the list, or alone. Each says so where there is no room. */
void app_toggle_preview(struct app *app);
void app_move_preview(struct app *app);
/* To its next section or the one before; a message where none shows. */
void app_turn_preview(struct app *app, bool forward);
void app_toggle_zoom(struct app *app);
/* Writes under way, also of the accounts that are not shown. */
size_t app_writes(const struct app *app);
/* The one of all accounts whose export goes on; NULL: none. */
const struct app *app_exporting(const struct app *app);
/* One that runs in the background, of all accounts; NULL: none does. */
const char *app_running(const struct app *app);
/* Nothing of these is under way. */
bool app_may_end(const struct app *app);
/* Ask for the end: waits for writes in flight as product.md 2.3 says, for an
 * export and for what runs in the background. */
void app_quit(struct app *app);
/* The box that waits for a write is open; in a small window unseen. */
bool app_is_quitting(const struct app *app);
/* SIGHUP, SIGTERM: at most 5 s for a write in flight, then the end. */
void app_hang_up(struct app *app);

/* Ctrl-Z or SIGTSTP, and SIGCONT. */
void app_suspend(struct app *app);
void app_go_on(struct app *app);
/* SIGINT: for the program that has the terminal. False: none has it. */
bool app_interrupt_program(struct app *app);

/* A program of the person's has the terminal until it is taken back. */
void app_lend_terminal(struct app *app);
void app_take_terminal(struct app *app);
struct programs *app_programs(struct app *app);
struct exports *app_exports(struct app *app);
const struct exports *app_exports_at(const struct app *app);
/* It may be what the end of the program waits for. */
void app_part_ended(struct app *app);
/* The commands of the configuration; NULL: there are none. */
struct user_commands *app_user_commands(const struct app *app);

/* What it was made with, lent. */
struct store *app_store(const struct app *app);
struct loop *app_loop(const struct app *app);
struct screen *app_screen(const struct app *app);
app_save_fn app_save(const struct app *app);
struct accounts *app_accounts(const struct app *app); /* may be NULL */

/* The app owns the view from now on. */
void app_push_take(struct app *app, struct view *view);
/* Close this view and all above it; freed in the next turn. */
void app_close(struct app *app, struct view *view);
struct view *app_top(const struct app *app);
/* Whether this view is still open. Compares the address only. */
bool app_has(const struct app *app, const struct view *view);
/* The view right below, e.g. the list below an order; NULL if none. */
struct view *app_below(const struct app *app, const struct view *view);

/* The frame is stale: draw one before the loop waits. */
void app_stale(struct app *app);
/* Draw again in `ms` at the latest (seconds that are counted on screen). */
void app_stale_in(struct app *app, int64_t ms);
/* Draw again in a second, as seconds are counted: not on a slow line. */
void app_count_seconds(struct app *app);
bool app_is_slow(const struct app *app);
bool app_is_linear(const struct app *app); /* lines in place of a screen */
void app_be_slow(struct app *app, bool slow);
/* What was typed until the next frame stands is thrown away: a confirmation
 * changes what keys mean. */
void app_discard_typed(struct app *app);
bool app_is_discarding(const struct app *app);

/* The message line, also logged. Success goes after 4 s, a warning after 8 s,
 * an error stays until a key; so does, at most for its time, all but success
 * that is said while a key is handled. */
enum app_level { APP_SUCCESS, APP_INFO, APP_WARNING, APP_ERROR };
void app_message(struct app *app, enum app_level level, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* Tell by a message how this action of the store ends: its window is hidden
 * while the send goes on. */
void app_announce(struct app *app, int action_number);
/* Not any more: a window shows it again. */
void app_do_not_announce(struct app *app, int action_number);
/* The columns that were chosen for the list, as columns_read takes them. */
const char *app_columns(const struct app *app);
/* What was typed into hidden windows; those of actions that were done are
 * dropped as that is told. */
struct act_draft_list *app_drafts(struct app *app);

/* Ask for a line at the bottom ("/", ":"). `changed` (may be NULL) comes with
 * each change, `done` once: text, or NULL when it was left with Esc. */
typedef void (*app_line_fn)(struct view *view, const char *text);
void app_ask_line(struct app *app, struct view *view, const char *prompt,
	const char *text, app_line_fn changed, app_line_fn done);

/* Above the line that was just asked for, while it is empty and the line to the
 * terminal is not slow: what may be typed. Lent. */
void app_hint_line(struct app *app, const char *hint);

/* In the line that was just asked for lines of one word each that are pasted
 * become "a|b". */
void app_join_lines(struct app *app);

/* The prompt of the line that is asked for now; NULL: none is. */
const char *app_asks_line(const struct app *app);

/* Up and Down in the line that was just asked for go through the filters that
 * were typed before. */
void app_recall_filters(struct app *app);
/* The same for lines of another kind; lent. */
void app_recall(struct app *app, struct line_history *history);
/* This filter was used. */
void app_keep_filter(struct app *app, const char *text);
/* The same for command lines. What begins with a blank is not kept, nor a URL
 * with a user and a password. */
void app_recall_commands(struct app *app);
void app_keep_command(struct app *app, const char *text);
/* The command line, with this in it. */
void app_ask_command(struct app *app, const char *text);
/* What may stand in the line that was just asked for, and Tab puts there; the
 * list of it shows at once or from the first Tab on. */
void app_complete_line(struct app *app, complete_fn source, bool at_once);

/* Run a command by name for the top view or the app, as its key does: one that
 * takes an argument asks for it. False: no such. */
bool app_run(struct app *app, const char *command_name);
/* With what stood behind it on the command line; NULL: nothing did. */
bool app_run_with(
	struct app *app, const char *command_name, const char *argument);
/* The keys of a command as they are now in a view (NULL: the one on top):
 * "Enter l"; "" if none. Lent for the moment. */
const char *app_keys_in(const struct app *app, const struct view *view,
	const char *command_name);
const char *app_keys_of(const struct app *app, const char *command_name);
/* For a sentence: the first of them, or ":word" where there is none; without
 * a screen the word that is typed. Returns out. */
#define APP_KEY_SIZE 96
char *app_key(const struct app *app, const char *command_name, char *out,
	size_t size);
/* A sentence of our own with such keys in it, as "{orders-search} searches".
 * Nothing from outside belongs in it. */
void app_sentence(const struct app *app, const char *sentence, struct buf *out);
void app_say(struct app *app, enum app_level level, const char *sentence);
/* With the tables of all views in it, for :map. Lent. */
struct keymap *app_all_keys(struct app *app);
/* Some keys of a sequence ("yy") were typed; whether one more, or the first if
 * there were none, makes this command. */
bool app_in_sequence(const struct app *app);
bool app_is_next(const struct app *app, const struct command *command);
/* What to type behind ":" for it: the short word if it has one. */
const char *app_word_of(const char *command_name);
/* The name of the command that a word stands for; the word itself if it is
 * none. */
const char *app_command_of(const char *word);
/* A command that only other views have, and the sentence that says which; NULL:
 * there is none of that name. */
const struct command *
app_elsewhere(const char *command_name, char *where, size_t size);
struct app_word {
	const char *word, *command;
};
const struct app_word *app_words(size_t *count);
/* The command of that name of the top view or everywhere; NULL: none. */
const struct command *
app_command(const struct app *app, const char *command_name);
/* Whether it may run now; else the reason. */
bool app_may_run(const struct app *app, const struct view *view,
	const struct command *command, char *reason, size_t size);
/* Whether it makes sense in this view at all (COMMAND_OF_VIEW). */
bool app_offers(const struct app *app, const struct view *view,
	const struct command *command);
/* Esc and h: one step back. Ctrl-C: cancel the innermost activity. */
void app_back(struct app *app);
void app_cancel(struct app *app);
/* Open the page of an order. False: this cannot be an order number. */
bool app_open_order(struct app *app, const char *order_id);
/* The app's own commands, for the help. */
const struct command *app_commands(size_t *count);

/* Send text to the clipboard of the terminal; a message says how, and where
 * that is not possible a page shows it. */
void app_copy(struct app *app, const char *what, const char *text);
struct clipboard *app_clipboard(struct app *app);

#endif
