/* SPDX-License-Identifier: MIT
 *
 * The message of the last lines: how long it stays, that a newer one never
 * hides an error nobody has read, and how many lines it takes.
 */
#ifndef APP_MESSAGE_H
#define APP_MESSAGE_H

#include <stdint.h>

#include "canvas.h"
#include "log.h"

#define APP_MESSAGE_ROWS 4 /* most lines that a message takes */

struct app_message {
	int level; /* enum app_level */
	char text[LOG_TEXT_SIZE];
	int64_t until;	  /* loop ms; 0: until a key */
	int more;	  /* newer ones behind an unread error */
	char log_key[32]; /* what opens the log, for both; the owner's */
	bool was_drawn;	  /* it was on a frame */
	bool in_key;	  /* a key is being handled */
	bool is_hint;	  /* said by a key, and no success */
};

/* Takes the message and logs it; now is the loop's time. */
void app_message_put(
	struct app_message *message, int level, const char *text, int64_t now);
/* It is on the screen now, or told in another way. */
void app_message_drawn(struct app_message *message);
/* Around the handling of a key. Errors that were drawn count as read: a key
 * that was typed before one came does not take it away. What the key before was
 * told goes: it was about what that one was pressed on. */
void app_message_key_begin(struct app_message *message);
void app_message_key_end(struct app_message *message);
/* Lets it go when its time is over. Returns the ms that are left, -1: none. */
int64_t app_message_expire(struct app_message *message, int64_t now);

bool app_message_is_set(const struct app_message *message);
/* Lines it needs with `cols` columns: 1 to APP_MESSAGE_ROWS. */
int app_message_rows(const struct app_message *message, int cols);
void app_message_draw(const struct app_message *message, struct region region);

#endif
