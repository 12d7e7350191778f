/* SPDX-License-Identifier: MIT
 *
 * GET /order/certificate/{id}/validation, and what is concluded from it: what
 * the order waits on, and who may be mailed. The first byte is the product's
 * family.
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"
#include "waiting.h"

static void
check_plan(enum order_family family, const struct order_validation *validation)
{
	struct resend_plan plan;

	resend_plan_init(&plan, family, validation, NULL);
	fuzz_must(plan.choosable <= plan.count, "the choosable are contacts");
	for (size_t i = 0; i < plan.count; i++) {
		const struct resend_contact *contact = &plan.contacts[i];

		fuzz_must(contact->choosable || !contact->chosen,
			"nobody is chosen who cannot be");
		fuzz_must(!contact->chosen ||
				  contact->state == ORDER_STATE_ACTIVE,
			"nobody is chosen beforehand who is not validated");
	}
	resend_plan_clear(&plan);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	struct order_validation *validation;
	struct error error = {0};
	struct order order;
	struct waiting waiting;
	char text[64];

	if (size == 0)
		return 0;
	order_init(&order);
	order.status = ORDER_PENDING;
	order.family = (enum order_family)(data[0] % (ORDER_FAMILY_OTHER + 1));
	validation =
		order_json_validation((const char *)data + 1, size - 1, &error);
	if (validation == NULL) {
		fuzz_must_be_told(&error);
		return 0;
	}
	waiting = waiting_of(&order, NULL, validation, NULL);
	waiting_text(&waiting, 1790000000, text, sizeof(text));
	check_plan(order.family, validation);
	order_validation_free(validation);
	return 0;
}
