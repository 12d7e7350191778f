/* SPDX-License-Identifier: MIT
 *
 * A short list of action numbers, looked at after each change of the store.
 */
#include "app-announce.h"

#include <stdlib.h>

#include "act-draft.h"
#include "app.h"
#include "mem.h"
#include "resend-dialog.h"

void app_announce_add(struct app_announce *announce, int number)
{
	for (size_t i = 0; i < announce->count; i++)
		if (announce->numbers[i] == number)
			return;
	announce->numbers = mem_resize(announce->numbers, announce->count + 1,
		sizeof(*announce->numbers));
	announce->numbers[announce->count++] = number;
}

void app_announce_drop(struct app_announce *announce, int number)
{
	size_t kept = 0;

	for (size_t i = 0; i < announce->count; i++)
		if (announce->numbers[i] != number)
			announce->numbers[kept++] = announce->numbers[i];
	announce->count = kept;
}

static enum app_level level_of(const struct action *action)
{
	switch (action->result) {
	case ACTION_SENT:
		return APP_SUCCESS;
	case ACTION_STATE:
	case ACTION_GUARDED:
	case ACTION_UNSETTLED:
		return APP_WARNING;
	default:
		return APP_ERROR;
	}
}

static void tell(struct app *app, const struct action *action)
{
	char sentence[ERROR_TEXT_SIZE * 2];

	if (action->result == ACTION_SENT)
		act_draft_drop(app_drafts(app), action->number);
	app_message(app, level_of(action), "Order %s: %s%s", action->order_id,
		resend_dialog_sentence(app, action, sentence, sizeof(sentence)),
		act_draft_is_kept(app_drafts(app), action->number)
			? " Its window still has what was typed."
			: "");
}

void app_announce_check(struct app_announce *announce, struct app *app)
{
	size_t kept = 0;

	for (size_t i = 0; i < announce->count; i++) {
		const struct action *action =
			store_action(app_store(app), announce->numbers[i]);

		if (action == NULL)
			continue;
		if (action->phase == ACTION_DONE)
			tell(app, action);
		else
			announce->numbers[kept++] = announce->numbers[i];
	}
	announce->count = kept;
}

void app_announce_clear(struct app_announce *announce)
{
	free(announce->numbers);
	*announce = (struct app_announce){0};
}
