/* SPDX-License-Identifier: MIT
 *
 * The actions of an order (offers.h) as commands: the actions menu walks them,
 * the command line knows their names. They are about the order that the view
 * below selects or shows (view_ops.order). Whether one is available comes from
 * the store, with the reason.
 */
#ifndef ACT_H
#define ACT_H

#include <stdbool.h>
#include <stddef.h>

#include "command.h"
#include "offers.h"

struct app;
struct view;

/* In the order of the menu; all of them. */
const struct command *act_commands(size_t *count);
bool act_has(const struct command *command);
/* Whether it may run for the view's order; else why not, in sentences. */
bool act_may(const struct view *view, const struct command *command,
	char *reason, size_t size);
/* The keys that run a command in the view, for a mail those of the view's own
 * command as well: "m M". For any command. Returns out. */
#define ACT_KEYS_SIZE 256
char *act_keys(const struct view *view, const struct command *command,
	char *out, size_t size);

/* The windows: each binds the order at once. */
void act_note_open(struct app *app, const char *order_id);
void act_domains_open(struct app *app, const char *order_id, enum offer offer);
void act_contact_open(struct app *app, const char *order_id);
void act_copy_open(struct app *app, const char *order_id);
void act_download_open(struct app *app, const char *order_id);
void act_emails_open(struct app *app, const char *order_id);
void act_person_open(struct app *app, const char *order_id, enum offer offer);
void act_access_open(struct app *app, const char *order_id);
void act_switch_open(struct app *app, const char *order_id, enum offer offer);
void act_cancel_open(struct app *app, const char *order_id);
/* What only the console can do: its address, to copy. */
void act_console_open(struct app *app, const char *order_id, enum offer offer);

#endif
