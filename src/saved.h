/* SPDX-License-Identifier: MIT
 *
 * What stands under the number keys 1 to 9 (product.md 2.1): the views that
 * are built in, over them those of the configuration, over them the agent's
 * own; and the agent's columns. Pure: what is the agent's own becomes the text
 * of a file ([view NAME] sections, certdesk-config(5)), somebody else keeps it.
 */
#ifndef SAVED_H
#define SAVED_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "order-query.h"
#include "settings.h"

#define SAVED_VIEWS 9

enum saved_origin {
	SAVED_BUILT_IN,
	SAVED_CONFIGURED,
	SAVED_OWN,
	SAVED_ORIGINS,
};

struct saved_view {
	char *name;
	const char *word; /* a short name of one that is built in; else "" */
	struct order_query query;
	char *filter; /* of the loaded rows; "" */
	char *column; /* the loaded rows are sorted by it: "-waiting"; "" */
	enum saved_origin origin;
};

struct saved;

struct saved *saved_new(void); /* with the built-in views */
void saved_free(struct saved *saved);

/* Of settings those views are taken that all accounts have, and over them those
 * of this one; before, those of no account. */
void saved_set_account(struct saved *saved, const char *account);

/*
 * Takes over the views and columns of settings that were read well. A view
 * without a number replaces the one of its name, else it gets the first free
 * number. False and *error: there is none left.
 */
MUST_CHECK bool saved_add(struct saved *saved, enum saved_origin origin,
	const struct settings *settings, struct error *error);
/* The views of a configuration that was read anew in the place of those that
 * were: as if the program began with it. False and *error as above: nothing is
 * changed. */
MUST_CHECK bool saved_configure(struct saved *saved,
	const struct settings *settings, struct error *error);
/* The own ones are forgotten, to be added anew. */
void saved_drop_own(struct saved *saved);

/* 1 to 9; NULL: nothing is there. Lent until the next change. */
const struct saved_view *saved_view(const struct saved *saved, int number);
/* By number ("3"), name or word; 0 if there is none. */
int saved_find(const struct saved *saved, const char *text);
int saved_free_number(const struct saved *saved); /* 0: all are taken */
/* "1 All, 2 Pending" for messages. */
void saved_write_names(const struct saved *saved, struct buf *out);

/* Whether a name will do: not empty, not too long, no brackets. */
MUST_CHECK bool saved_check_name(const char *name, struct error *error);

/* The agent saves a view of their own. An own one of that name under another
 * number goes. */
void saved_put(struct saved *saved, int number, const char *name,
	const struct order_query *query, const char *filter,
	const char *column);
/* False and *error (ERROR_STATE): it is not the agent's own. */
MUST_CHECK bool
saved_is_own(const struct saved *saved, int number, struct error *error);
/* The same. */
MUST_CHECK bool saved_rename(
	struct saved *saved, int number, const char *name, struct error *error);
MUST_CHECK bool
saved_delete(struct saved *saved, int number, struct error *error);

/* As columns_read takes them (ui/columns.h); "" if never chosen. */
const char *saved_columns(const struct saved *saved);
void saved_set_columns(struct saved *saved, const char *columns);
/* Those of the configuration have changed; "" for none. */
void saved_configure_columns(struct saved *saved, const char *columns);
/* Until the next saved_set_columns, and kept nowhere. */
void saved_show_columns(struct saved *saved, const char *columns);

/* The text of the file of what is the agent's own. */
void saved_write(const struct saved *saved, struct buf *out);

/*
 * Who keeps that text. `keep` is called with each change and tells by
 * saved_kept how it went; `where` names the file in messages. None: nothing is
 * kept beyond the end of the program.
 */
typedef void (*saved_keep_fn)(void *data, const char *text);
void saved_set_keeper(
	struct saved *saved, saved_keep_fn keep, void *data, const char *where);
const char *saved_where(const struct saved *saved); /* NULL: nowhere */
/* error NULL: it is on the disk. */
void saved_kept(struct saved *saved, const struct error *error);
/* Who wants to know how it went, one at a time; fn NULL: nobody any more. */
typedef void (*saved_kept_fn)(void *data, const struct error *error);
void saved_on_kept(struct saved *saved, saved_kept_fn fn, void *data);

#endif
