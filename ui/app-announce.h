/* SPDX-License-Identifier: MIT
 *
 * Sends that go on after their window was hidden: how each of them ends is
 * told by a message.
 */
#ifndef APP_ANNOUNCE_H
#define APP_ANNOUNCE_H

#include <stddef.h>

struct app;

struct app_announce {
	int *numbers; /* of actions of the store */
	size_t count;
};

/* By the action's number: tell of it; do not any more. */
void app_announce_add(struct app_announce *announce, int number);
void app_announce_drop(struct app_announce *announce, int number);
/* The store has changed: tell of those that have ended. */
void app_announce_check(struct app_announce *announce, struct app *app);
void app_announce_clear(struct app_announce *announce);

#endif
