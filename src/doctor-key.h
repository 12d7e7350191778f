/* SPDX-License-Identifier: MIT
 *
 * The key and what it may do, judged by three answers: who it belongs to, the
 * list of orders, and organizations. Never sees the key itself.
 */
#ifndef DOCTOR_KEY_H
#define DOCTOR_KEY_H

#include <stdbool.h>

#include "doctor.h"
#include "order-json.h"

struct doctor_key {
	const char *source;	 /* "key_command of the account" */
	struct error user_error; /* ERROR_NONE: `user` is there */
	struct order_user user;
	struct error orders_error; /* of the list */
	long orders;		   /* how many; -1: not told */
	struct error organizations_error;
	bool account_read_only; /* by configuration or --read-only */
};

void doctor_key_judge(struct doctor *doctor, const struct doctor_key *key);

#endif
