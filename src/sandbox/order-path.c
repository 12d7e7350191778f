/* SPDX-License-Identifier: MIT
 *
 * Only ids are taken here: of all calls on one order, Order info alone knows
 * thumbprints and serial numbers.
 */
#include "sandbox/order-path.h"

#include "sandbox/db.h"

bool order_path_read(const struct route_request *request,
	struct route_response *response, struct order_row *row)
{
	int64_t id = -1;

	if (route_number(request->params[0], &id) &&
		order_row_read(request->sandbox->db, id, row))
		return true;
	route_no_order(response);
	return false;
}

void order_path_run(const struct route_request *request,
	struct route_response *response, order_path_fn run)
{
	struct order_row row;

	if (!order_path_read(request, response, &row))
		return;
	route_empty(response, 204);
	run(request, &row, response);
	order_row_clear(&row);
}

void order_path_set_flag(
	struct db *db, const struct order_row *row, unsigned int flag, bool set)
{
	db_run(db, "UPDATE orders SET flags = ? WHERE id = ?", "ii",
		(int64_t)(set ? row->flags | flag : row->flags & ~flag),
		row->id);
}

bool order_path_is_pending(
	const struct order_row *row, struct route_response *response)
{
	if (row->status == SCHEMA_PENDING)
		return true;
	route_error(response, 400, "sandbox_order_not_pending",
		"The order is not pending: its status is %s.",
		order_row_status_word(row->status));
	return false;
}
