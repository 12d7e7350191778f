/* SPDX-License-Identifier: MIT
 *
 * The key while the loop runs, for an account that is switched to: from its
 * key command, or from the person. Nothing stands still meanwhile, and it can
 * be given up. (At the start, before there is a loop: secret.h.)
 */
#ifndef SECRET_FIND_H
#define SECRET_FIND_H

#include <stdbool.h>

#include "child.h"
#include "loop.h"
#include "secret.h"

struct secret_find;

struct secret_find_end {
	struct secret *secret; /* the callee's then; NULL: see error */
	struct error error;
	/* It had no terminal, and says that it failed: with one it may do. */
	bool may_need_terminal;
};

/* Comes once, through the loop; then the handle is gone. */
typedef void (*secret_find_fn)(void *data, const struct secret_find_end *end);

/* With the same guarantees as secret_from_command. On the terminal, which the
 * caller has given back, it may ask; without, the screen stays, and what would
 * ask fails, as there is no terminal for it at all. `line` is lent for the
 * call. */
struct secret_find *
secret_find_by_command(struct loop *loop, struct children *children,
	const char *line, bool on_terminal, secret_find_fn done, void *data);
/* As secret_from_prompt; the caller has given the terminal back. `prompt` is
 * lent until the end. */
struct secret_find *secret_find_by_prompt(
	struct loop *loop, const char *prompt, secret_find_fn done, void *data);

/* `done` does not come; the command is ended, the terminal is as it was. NULL
 * is allowed. */
void secret_find_stop(struct secret_find *find);

#endif
