/* SPDX-License-Identifier: MIT
 *
 * The members that several answers about orders have in common, in the shapes
 * of certcentral-api.md 2.2 and 3. Each function adds to the object it gets.
 */
#ifndef SANDBOX_ORDER_ANSWER_H
#define SANDBOX_ORDER_ANSWER_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/order-row.h"

struct db;

/* One row of List orders. */
cJSON *order_answer_row(struct db *db, const struct order_row *row);
/* The member certificate of Order info; also of its copies. */
cJSON *order_answer_certificate(struct db *db, const struct order_row *row);
/* The whole of Order info. */
cJSON *order_answer_info(struct db *db, const struct order_row *row);

/* As the API writes them; left out for DATE_NONE. */
void order_answer_time(cJSON *json, const char *name, int64_t time);
void order_answer_day(cJSON *json, const char *name, int64_t time);
void order_answer_texts(
	cJSON *json, const char *name, const char *const *texts, size_t count);
/* Leaves the member out if there is no text. */
void order_answer_text(cJSON *json, const char *name, const char *text);
/* {id, first_name, last_name, email}; nothing if there is no such user. */
void order_answer_user(
	struct db *db, cJSON *json, const char *name, int64_t user_id);

#endif
