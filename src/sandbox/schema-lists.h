/* SPDX-License-Identifier: MIT
 *
 * What the lists beside List orders need.
 */
#ifndef SANDBOX_SCHEMA_LISTS_H
#define SANDBOX_SCHEMA_LISTS_H

/* clang-format off */
#define SCHEMA_LISTS_TABLES \
/* How many orders the list finds by each status, kept with each write: to */ \
/* count a million takes longer than to read a page of them. */ \
"CREATE TABLE order_totals (listed INTEGER PRIMARY KEY," \
	" n INTEGER NOT NULL);" \
"CREATE TRIGGER orders_came AFTER INSERT ON orders BEGIN" \
	" INSERT INTO order_totals VALUES (new.listed, 1)" \
	" ON CONFLICT (listed) DO UPDATE SET n = n + 1; END;" \
"CREATE TRIGGER orders_left AFTER DELETE ON orders BEGIN" \
	" UPDATE order_totals SET n = n - 1 WHERE listed = old.listed; END;" \
"CREATE TRIGGER orders_moved AFTER UPDATE OF status ON orders" \
	" WHEN new.listed <> old.listed BEGIN" \
	" UPDATE order_totals SET n = n - 1 WHERE listed = old.listed;" \
	" INSERT INTO order_totals VALUES (new.listed, 1)" \
	" ON CONFLICT (listed) DO UPDATE SET n = n + 1; END;" \
/* Domains that organizations have submitted. Their state follows from the */ \
/* orders. id: scopes_domain_id of the name. */ \
"CREATE TABLE domains (id INTEGER PRIMARY KEY," \
	" name TEXT NOT NULL COLLATE NOCASE," \
	" organization_id INTEGER NOT NULL, created INTEGER NOT NULL);" \
/* What an administrator made of the first request of an order. */ \
"CREATE TABLE decisions (order_id INTEGER PRIMARY KEY," \
	" processed INTEGER NOT NULL, processor_id INTEGER NOT NULL," \
	" processor_comment TEXT);" \
/* All requests: the first of each order, which is not stored, and those */ \
/* that are. `key` sorts as the request's id does: order ids are smaller */ \
/* than ids of stored requests. The casts give both parts the same */ \
/* affinity: without, SQLite would not walk along the indexes of each. */ \
/* `listed`: the first ones by the status of their order, -1 the others. */ \
"CREATE VIEW requests AS SELECT id AS key, id AS order_id," \
	" CAST('new_request' AS TEXT) AS type, created AS date," \
	" container_id, user_id, common_name, listed," \
	" CAST(CASE WHEN status = 3 THEN 'pending'" \
	" WHEN status = 7 AND certificate_id IS NULL THEN 'rejected'" \
	" ELSE 'approved' END AS TEXT) AS state FROM orders" \
	" UNION ALL SELECT r.id, o.id, r.type, r.date, o.container_id," \
	" r.user_id, o.common_name, CAST(-1 AS INTEGER), r.status FROM order_requests r" \
	" JOIN orders o ON o.id = r.order_id;"
/* clang-format on */

#endif
