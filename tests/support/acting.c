/* SPDX-License-Identifier: MIT
 *
 * Every notice of the action is looked at: none comes from within a call, none
 * behind the end.
 */
#include "tests/support/acting.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "attr.h"

static void on_changed(void *data, struct action *action)
{
	struct acting *acting = data;

	assert_int_equal(acting->ends, 0); /* DONE comes last, and once */
	if (acting->changes < (int)ARRAY_LEN(acting->phases))
		acting->phases[acting->changes] = action->phase;
	acting->changes++;
	if (action->phase == ACTION_DONE)
		acting->ends++;
}

void acting_open(struct acting *acting)
{
	const struct api_options options = {.seed = 1,
		.issuance_resend = "PUT /sandbox/v1/order/"
				   "certificate/{order_id}/mail"};

	*acting = (struct acting){.changes = 0};
	desk_open(&acting->desk, &options);
	acting->context = (struct action_context){
		.loop = fake_loop_loop(acting->desk.loop),
		.api = acting->desk.api,
		.journal = memory_journal_journal(acting->desk.journal)};
}

void acting_close(struct acting *acting)
{
	action_free(acting->action);
	desk_close(&acting->desk);
}

void acting_start(struct acting *acting, const struct action_request *request)
{
	acting->action =
		action_start(&acting->context, request, on_changed, acting);
	assert_int_equal(acting->changes, 0); /* never from within */
}

void acting_has_ended(const struct acting *acting, enum action_result result)
{
	char sentence[1024];

	assert_int_equal(acting->ends, 1);
	assert_int_equal(acting->action->phase, ACTION_DONE);
	if (acting->action->result != result)
		print_error("%s\n", action_sentence(acting->action, sentence,
					    sizeof(sentence)));
	assert_int_equal(acting->action->result, result);
	assert_true(acting->action->ended != 0);
}

size_t acting_puts(const struct acting *acting)
{
	return desk_sent(&acting->desk, "PUT", "*");
}

const struct journal_record *acting_record(const struct acting *acting)
{
	return memory_journal_at(acting->desk.journal,
		memory_journal_count(acting->desk.journal) - 1);
}
