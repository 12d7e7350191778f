/* SPDX-License-Identifier: MIT
 *
 * A form whose verb is one write of one order: what the windows of the actions
 * have in common. The order is bound when the window opens. The verb starts
 * one action; a refusal keeps what was typed and shows the server's words, and
 * an outcome that is unknown, also of an earlier run, is asked about before it
 * may be tried again. Once the server has said yes the window closes with a
 * message. Esc hides the window while the action is under way, and a message
 * tells how it ends; what was not done, or was left with Esc, has what was
 * typed when its window is opened again.
 */
#ifndef ACT_FORM_H
#define ACT_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "act-draft.h"
#include "action.h"
#include "app.h"
#include "form.h"
#include "history.h"
#include "mem.h"
#include "order.h"
#include "store.h"

struct act_form;

struct act_form_hooks {
	/*
	 * The values as what is asked for, into a request that has kind and
	 * order already. It is copied at once; what has to be made for it comes
	 * from act_form_scratch(). False: form_wrong has told why not.
	 */
	bool (*request)(struct act_form *act, const struct form_value *values,
		struct action_request *request);
	/* The store has changed, or the action was not done because the order
	 * is not what it was (`state`). May be NULL. */
	void (*changed)(struct act_form *act, bool state);
	/* The person has changed a value. May be NULL. */
	void (*edited)(struct act_form *act, size_t field,
		const struct form_value *values);
};

/* Made with mem_zalloc, alone or as the first member of something larger; it
 * is freed when the window is gone. */
struct act_form {
	struct app *app;
	struct store *store;
	struct form *form;
	char order_id[ORDER_ID_SIZE];
	const char *kind;	/* JOURNAL_... */
	struct mem_arena arena; /* texts that live as long as the window */

	/* Private to act-form.c */
	const struct act_form_hooks *hooks;
	struct mem_arena scratch;
	struct history earlier;	  /* one that is unsettled */
	struct loop_timer *timer; /* the seconds of the progress */
	struct act_draft *draft;  /* what was typed before, or is being sent */
	struct act_draft *typed;  /* in this window; NULL: nothing */
	size_t field_count;
	const struct form_value *values; /* while a question is open */
	int number;			 /* of the action */
	bool running, asking, unknown;
	bool keeps_draft;
};

/* What the options of its form need before act_form_open. */
void act_form_init(struct act_form *act, struct app *app, const char *order_id,
	const char *kind);
const struct order *act_form_head(const struct act_form *act);
const struct store_order *act_form_order(const struct act_form *act);

/*
 * Opens the window over the top view, title: "Add a note"; the order is named
 * behind it. hooks, data, sends and title of the options are set here. If the
 * same is under way already, a message says so instead, act is freed, and it
 * is false.
 */
bool act_form_open(struct act_form *act, const char *title,
	const struct form_options *options, const struct act_form_hooks *hooks);

/* Whether a row of a list is on: as it was in the window that was hidden, else
 * `otherwise`. */
bool act_form_is_on(const struct act_form *act, size_t field, const char *text,
	bool otherwise);

/* Texts and lists for the one request. */
struct mem_arena *act_form_scratch(struct act_form *act);

/* An address as it is shown: what is not plain ASCII is marked and escaped. */
const char *act_form_address(struct mem_arena *arena, const char *email);
/* "a@example.com, b@example.com" as a list; the number of them. The list is in
 * the arena. */
const char **
act_form_addresses(struct mem_arena *arena, const char *text, size_t *count);
/* For form_field.check: such a list. */
bool act_form_check_addresses(
	const struct form_field *field, const char *text, struct error *error);

#endif
