/* SPDX-License-Identifier: MIT
 *
 * The tables of what only some orders have, beside the table orders: so that
 * a million ordinary ones cost nothing more. All are found by the order's id.
 */
#ifndef SANDBOX_SCHEMA_ORDER_H
#define SANDBOX_SCHEMA_ORDER_H

/* clang-format off */
#define SCHEMA_ORDER_TABLES \
/* dcv_method NULL: email. dcv_since: when the token was made. */ \
/* validated: scopes that passed although others are open, one a line. */ \
"CREATE TABLE order_settings (order_id INTEGER PRIMARY KEY," \
	" dcv_method TEXT, dcv_token TEXT, dcv_since INTEGER," \
	" validated TEXT, renewal_message TEXT);" \
/* type: organization_contact or technical_contact; where there is none, the */ \
/* organization's own contact counts. */ \
"CREATE TABLE order_contacts (order_id INTEGER NOT NULL," \
	" type TEXT NOT NULL, first_name TEXT NOT NULL," \
	" last_name TEXT NOT NULL, email TEXT, job_title TEXT," \
	" telephone TEXT, telephone_extension TEXT," \
	" PRIMARY KEY (order_id, type)) WITHOUT ROWID;" \
/* The requests after the first, new_request, which every order has and */ \
/* which is not stored (order-requests.h). */ \
"CREATE TABLE order_requests (id INTEGER PRIMARY KEY," \
	" order_id INTEGER NOT NULL, type TEXT NOT NULL," \
	" status TEXT NOT NULL, date INTEGER NOT NULL," \
	" user_id INTEGER NOT NULL, comments TEXT," \
	" processed INTEGER, processor_id INTEGER," \
	" processor_comment TEXT);" \
"CREATE INDEX order_requests_order ON order_requests (order_id);" \
/* Values of custom fields (metadata.h). */ \
"CREATE TABLE order_fields (order_id INTEGER NOT NULL," \
	" metadata_id INTEGER NOT NULL, value TEXT NOT NULL," \
	" PRIMARY KEY (order_id, metadata_id)) WITHOUT ROWID;"
/* clang-format on */

#endif
