/* SPDX-License-Identifier: MIT
 *
 * The server's own texts, made safe for a terminal.
 */
#include "order-document.h"

#include "attr.h"
#include "order-json.h"

static const struct {
	const char *name;
	size_t offset;
} parts[] = {
	{"validation", offsetof(struct store_order, validation_state)},
	{"notes", offsetof(struct store_order, notes_state)},
	{"email_validation", offsetof(struct store_order, emails_state)},
	{"journal", offsetof(struct store_order, history_state)},
};

const char *order_document_part(const struct store_order *order, size_t index,
	const struct error **error)
{
	const struct store_resource *resource;

	if (index >= ARRAY_LEN(parts))
		return NULL;
	resource = (const void *)((const char *)order + parts[index].offset);
	*error = &resource->error;
	return parts[index].name;
}

void order_document_write(struct buf *out, const struct store_order *order)
{
	const struct error *error;
	const char *name;
	bool first = true;

	buf_puts(out, "{\"order\": ");
	order_json_write_safe(out, order->details->raw);
	buf_puts(out, ",\n\"validation\": ");
	if (order->validation != NULL)
		order_json_write_safe(out, order->validation->raw);
	else
		buf_puts(out, "null");
	buf_puts(out, ",\n\"missing\": [");
	for (size_t i = 0;
		(name = order_document_part(order, i, &error)) != NULL; i++) {
		if (error->kind == ERROR_NONE)
			continue;
		buf_printf(out, "%s\"%s\"", first ? "" : ", ", name);
		first = false;
	}
	buf_puts(out, "]}\n");
}
