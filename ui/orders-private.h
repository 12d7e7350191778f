/* SPDX-License-Identifier: MIT
 *
 * What the parts of the Orders page share: orders-view (the page),
 * orders-find (the filter, marks), orders-switch (which orders it shows) and
 * orders-preview (the commands of the preview).
 * Nobody else looks inside.
 */
#ifndef ORDERS_PRIVATE_H
#define ORDERS_PRIVATE_H

#include "columns.h"
#include "list.h"
#include "loop.h"
#include "orders-draw.h"
#include "orders-filter.h"
#include "orders-marks.h"
#include "orders-rows.h"
#include "saved.h"
#include "view.h"
#include "views-bar.h"
#include "views-place.h"

/* What the store was last asked to fetch. */
struct orders_asked {
	long top, cursor, count;
	int height;
	size_t loaded;
};

struct orders_view {
	struct view view;
	struct store *store;
	struct list list;
	struct orders_rows rows;
	struct orders_filter filter;
	struct orders_marks marks;
	struct orders_marks unmarked; /* what U took away last */
	char origin[ORDER_ID_SIZE];   /* selected when the filter was begun */
	struct order_query query;
	const struct column *sort; /* by this one here; NULL: the server does */
	bool sort_down;
	struct saved *saved;	      /* the views, lent */
	int active;		      /* number of the view; 0: a search */
	struct views_place before;    /* for "-" */
	struct views_place wanted;    /* where the cursor is to go */
	char selected[ORDER_ID_SIZE]; /* "" if not known */
	char kept[ORDER_ID_SIZE];     /* stays in the list while selected */
	/* It was selected and is not among the pages that came by now; the
	 * cursor waits for it here. "": none. */
	char lost[ORDER_ID_SIZE];
	long lost_at;
	struct orders_asked asked;
	int cols;    /* of the last layout */
	int counted; /* the columns for which counts were asked; 0: anew */
	struct columns_choice columns;
	int cell; /* the cursor is in this one of the row; -1: in none */
	struct loop_deferred *asking;
	struct loop_timer *rest; /* until the cursor rests */
	long rests_at;		 /* the row that it was on then */
	bool is_resting;
	bool failed;		    /* the last refresh did, and it was said */
	char said[ERROR_TEXT_SIZE]; /* why, until one goes well */
	bool wants_new;		    /* a refresh was asked for and goes on */
	int64_t shown_ms; /* when a page was asked for by a line; orders-lines
			   */
};

static inline struct orders_view *orders_of(struct view *view)
{
	return (struct orders_view *)view;
}

static inline const struct orders_view *orders_at(const struct view *view)
{
	return (const struct orders_view *)view;
}

/* The rows have changed, or what is shown of them. */
void orders_view_update(struct orders_view *orders);
/* Nothing stays but what is to be shown: the wish is another one. */
void orders_view_drop(struct orders_view *orders);
/* What the rows are to be. */
struct orders_rows_wish orders_view_wish(const struct orders_view *orders);
/* The order under the cursor is the selected one. */
void orders_view_remember(struct orders_view *orders);
/* Ask the server for the query. */
void orders_view_open(struct orders_view *orders);

/* -- orders-lost.c -- */

/* Before the cursor follows its order, and after. */
void orders_lost_find(struct orders_view *orders);
void orders_lost_note(struct orders_view *orders);

/* What orders-draw needs. */
struct orders_draw orders_view_draw_of(const struct orders_view *orders);

/* -- orders-lines.c -- */

/* The page where there is no screen. */
extern const struct view_lines orders_lines;

/* -- orders-columns.c -- */

/* The columns that were saved, or those of the configuration. */
void orders_columns_load(struct orders_view *orders);
/* The cell under the cursor is one of those that fit into `cols`. */
void orders_columns_fit(struct orders_view *orders, int cols);
void orders_columns_choose(struct view *view);
/* As if they were chosen: kept, and said so. */
void orders_columns_set(struct view *view, const struct columns_choice *choice);
void orders_columns_next(struct view *view);
void orders_columns_previous(struct view *view);

/* -- orders-likely.c -- */

/* The selected order, the one below, the one above. */
size_t
orders_likely(const struct view *view, const char **order_ids, size_t max);

/* -- orders-export.c: commands -- */

void orders_export_ask(struct view *view);
void orders_export_to(struct view *view, const char *words); /* ":export" */

/* -- orders-find.c -- */

/* As if it was typed. False and *error: it is wrong, and nothing changes. */
MUST_CHECK bool orders_find_set(
	struct orders_view *orders, const char *text, struct error *error);
/* Commands. */
void orders_find_filter(struct view *view);
void orders_find_next(struct view *view);
void orders_find_previous(struct view *view);
void orders_find_mark(struct view *view);
void orders_find_mark_range(struct view *view);
void orders_find_mark_matching(struct view *view);
void orders_find_unmark(struct view *view);
void orders_find_copy_marked(struct view *view);

/* -- orders-switch.c -- */

/* Show these orders: the view of that number, 0 for a search. */
void orders_switch_to(struct orders_view *orders, int number,
	const struct order_query *query, const char *filter);
/* Whether orders leave this view as their approval becomes known. */
bool orders_switch_is_approval(const struct orders_view *orders);
/* Show what a query finds: the view of it, or a search. */
void orders_switch_to_query(
	struct orders_view *orders, const struct order_query *query);
void orders_switch_sort_by(
	struct orders_view *orders, const struct column *column, bool down);
/* For saved_on_kept; the data is the view. */
void orders_switch_kept(void *data, const struct error *error);
/* The views of the configuration are others now. */
void orders_switch_views_changed(struct orders_view *orders);
struct views_bar orders_switch_bar(const struct orders_view *orders);
/* Ask how many orders the views on the screen have. */
void orders_switch_ask_counts(struct orders_view *orders);
/* Why the view that is shown is not the agent's own; false: it is. */
bool orders_switch_reason(
	const struct orders_view *orders, char *out, size_t size);
void orders_switch_title(const struct view *view, struct buf *out);

/* Commands. */
void orders_switch_view_1(struct view *view);
void orders_switch_view_2(struct view *view);
void orders_switch_view_3(struct view *view);
void orders_switch_view_4(struct view *view);
void orders_switch_view_5(struct view *view);
void orders_switch_view_6(struct view *view);
void orders_switch_view_7(struct view *view);
void orders_switch_view_8(struct view *view);
void orders_switch_view_9(struct view *view);
void orders_switch_previous_view(struct view *view);
void orders_switch_first_row(struct view *view);
void orders_switch_last_row(struct view *view);
void orders_switch_sort(struct view *view);
void orders_switch_reverse(struct view *view);
void orders_switch_save_view(struct view *view);
void orders_switch_search(struct view *view);
void orders_switch_rename_view(struct view *view);
void orders_switch_delete_view(struct view *view);

/* -- orders-preview.c: commands -- */

void orders_preview_toggle(struct view *view);
void orders_preview_place(struct view *view);
void orders_preview_next(struct view *view);
void orders_preview_previous(struct view *view);

#endif
