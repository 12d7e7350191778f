/* SPDX-License-Identifier: MIT
 *
 * The key as somebody types it: on the terminal, without echo. Asked in steps,
 * so that who waits for a byte may do as he likes: secret_from_prompt stands
 * still, secret-find goes on with the loop.
 */
#ifndef SECRET_PROMPT_H
#define SECRET_PROMPT_H

#include "secret.h"

struct secret_prompt;

enum secret_prompt_state {
	SECRET_PROMPT_MORE,
	SECRET_PROMPT_DONE,
	SECRET_PROMPT_GIVEN_UP,
};

/* Opens the terminal, turns its echo off and asks. NULL and *error. `prompt`
 * is lent until the end. With signals: until then they are handled here, for
 * one at a time; else nothing may end or stop us but the loop. */
struct secret_prompt *
secret_prompt_new(const char *prompt, bool with_signals, struct error *error);
int secret_prompt_fd(const struct secret_prompt *asked);

/* Reads one byte; waits if there is none. */
enum secret_prompt_state secret_prompt_read(struct secret_prompt *asked);

/* The terminal is as it was. NULL and *error: it was given up (`state` is not
 * SECRET_PROMPT_DONE), or is no key. */
struct secret *secret_prompt_end(struct secret_prompt *asked,
	enum secret_prompt_state state, struct error *error);

#endif
