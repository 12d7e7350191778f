/* SPDX-License-Identifier: MIT
 *
 * What the demo's own server tells of its mails.
 */
#include <string.h>

#include <cJSON.h>

#include "mem.h"
#include "order-json-read.h"
#include "order-json.h"

/* They become part of an address that people open. */
static bool is_number(const char *id)
{
	return id != NULL && strspn(id, "0123456789") == strlen(id);
}

static void read_mails(struct order_json_read *read, struct order_mails *mails)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, "mails", &count);

	mails->ids = mem_arena_alloc(read->arena, count * sizeof(*mails->ids));
	for (size_t i = 0; i < count; i++, item = item->next) {
		const char *id = order_json_read_id(read, item, "id");
		const char *state = order_json_read_text(read, item, "state");

		if (is_number(id) && state != NULL &&
			strcmp(state, "open") == 0)
			mails->ids[mails->count++] = id;
	}
}

struct order_mails *
order_json_mails(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct order_mails *mails = mem_zalloc(sizeof(*mails));

	if (order_json_read_open(
		    &read, "list of mails", text, len, &mails->arena, error)) {
		read_mails(&read, mails);
	} else {
		order_mails_free(mails);
		mails = NULL;
	}
	order_json_read_close(&read);
	return mails;
}
