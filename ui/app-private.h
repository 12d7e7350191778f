/* SPDX-License-Identifier: MIT
 *
 * What app.c, app-keys.c and app-frame.c share: the app itself. Nobody else
 * looks inside.
 */
#ifndef APP_PRIVATE_H
#define APP_PRIVATE_H

#include "act-draft.h"
#include "app-ahead.h"
#include "app-announce.h"
#include "app-bars.h"
#include "app-files.h"
#include "app-line.h"
#include "app-message.h"
#include "app-split.h"
#include "app.h"
#include "clipboard.h"
#include "export.h"
#include "keymap.h"
#include "program.h"

#define APP_SEQUENCE 4 /* most keys of one command */

struct app_views {
	struct view **items;
	size_t count;
};

struct app {
	struct loop *loop;
	struct screen *screen;
	struct store *store;
	const struct saved *saved; /* lent, or own_saved */
	struct saved *own_saved;   /* where the options brought none */
	app_save_fn save;
	app_list_fn list;
	struct app_files files;
	struct settings *settings; /* lent; may be NULL */
	const char *settings_path; /* lent; may be NULL */
	app_read_settings_fn read_settings;
	struct app_source *source; /* that is being read; NULL */
	/* :set, until the person has said that it shall be; NULL: nothing. */
	char *set_name, *set_value;
	struct keymap *keymap; /* lent, or own_keymap */
	struct keymap *own_keymap;
	struct app_views stack, closed;
	struct loop_deferred *reaper;
	struct canvas canvas;
	struct app_message message;
	struct app_line line;
	struct line_history *history, *commands; /* lent; may be NULL */
	struct app_bars bars;
	struct app_announce announce;
	struct act_draft_list drafts;
	struct app_split split;
	struct app_ahead ahead;
	struct clipboard clipboard;
	struct programs programs;
	struct exports exports;
	struct user_commands *user;   /* lent; may be NULL */
	key_code typed[APP_SEQUENCE]; /* a sequence that is not complete */
	size_t typed_count;
	bool slow;
	int64_t drawn_ms, key_ms; /* the last frame, and key; slow only */
	bool stale, drawing;
	bool discarding; /* keys, until the next frame stands */
	bool is_small;	 /* the window is */
	/* Whose places can be clicked; NULL: it is not on the screen yet. */
	const struct view *clickable;
	bool hung_up;
	bool away; /* the shell or a program has the terminal, see screen.h */
	bool lent; /* a program has it */
	struct accounts *accounts; /* lent; NULL: there is only this one */
	bool hidden;		   /* another account is shown, see app-show */
	bool missed;		   /* a change, while it was hidden */
	struct loop_deferred *catching_up;
	struct loop_timer *draw_timer, *hang_up_timer;
	int64_t draw_due; /* loop ms; 0: none */
	struct loop_watch *watch, *out_watch;
};

/* app.c: draws before the loop waits; the store has changed. */
void app_attach(struct app *app);
void app_changed(struct app *app);

/* app-keys.c: lines of [keys] that were read anew, and checked, hold from now
 * on, in all accounts. False: they are the same. */
bool app_take_keys(struct app *app, struct settings_keys *keys);

/* app-keys.c: as if it had been pressed where no line is typed. */
void app_key_take(struct app *app, const struct key *key);

/* app-terminal.c: watches the descriptors of the screen. */
void app_terminal_watch(struct app *app);

#endif
