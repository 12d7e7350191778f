/* SPDX-License-Identifier: MIT
 *
 * What was typed into a window that was hidden while it sent: if that is not
 * done after all, the window has it again when it is opened the next time.
 */
#ifndef ACT_DRAFT_H
#define ACT_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "form.h"

struct act_draft;

/* A copy of the values with which this action was started. */
struct act_draft *act_draft_new(const char *kind, const char *order_id,
	int action, const struct form_value *values, size_t count);
void act_draft_free(struct act_draft *draft); /* NULL: nothing */
/* Lent; as many as the fields that it was made of. */
const struct form_value *act_draft_values(const struct act_draft *draft);
/* Whether the row of a list with this text was on; `otherwise` where there was
 * none, or no draft. */
bool act_draft_is_on(const struct act_draft *draft, size_t field,
	const char *text, bool otherwise);

#define ACT_DRAFT_MOST 16 /* the oldest gives way */

struct act_draft_list {
	struct act_draft *drafts[ACT_DRAFT_MOST]; /* the oldest first */
	size_t count;
};

/* Takes it, in the place of an older one for the same. */
void act_draft_keep(struct act_draft_list *list, struct act_draft *draft);
/* The caller owns it then; NULL: there is none of so many fields. */
struct act_draft *act_draft_take(struct act_draft_list *list, const char *kind,
	const char *order_id, size_t count);
/* The action was done: nobody wants to type it again. */
void act_draft_drop(struct act_draft_list *list, int action);
bool act_draft_is_kept(const struct act_draft_list *list, int action);
void act_draft_clear(struct act_draft_list *list);

#endif
