/* SPDX-License-Identifier: MIT
 *
 * Programs of the person's own that run beside certdesk, or before it on the
 * terminal: started, fed and waited for by the loop, so that nothing stands
 * still meanwhile. An interface with two implementations: child-fork for the
 * program, tests/support/fake-children for tests.
 *
 * A child is a process group of its own; when it is stopped, all of the group
 * is. It gets our environment and what is added to it, but never the API key,
 * and of our descriptors 0, 1 and 2 alone.
 */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "loop.h"

#define CHILD_OUTPUT_MAX ((size_t)16 * 1024) /* bytes that are kept */

struct children;
struct child;

struct child_request {
	const char *const *words; /* NULL behind; found in PATH */
	/* "NAME=value", NULL behind; they go before ours. May be NULL. */
	const char *const *environment;
	/* The terminal is its own until it ends: the caller has given it back
	 * (screen.h) and reads nothing from it. Only one at a time. */
	bool on_terminal;
	/* It has none, nor can it open one: what would ask there fails. */
	bool without_terminal;
	/* It reads what child_write is given; else nothing, or the terminal. */
	bool has_input;
	/* What it says on 1 goes there and nowhere else: a pipe of the
	 * caller's, who closes this end of it. What it says on 2 then goes to
	 * the terminal, or nowhere. 0: see child_end. */
	int output;
	/* When we end, or it is stopped, nothing of its group stays. */
	bool ends_with_us;
};

struct child_end {
	int code;   /* -1: it was ended by a signal, or not started */
	int signal; /* 0: none */
	/* ERROR_NONE: exit code 0. Else one sentence: it could not be started,
	 * ended with a code or by a signal. */
	struct error error;
	/* What it said on 1 and 2, as it came: not yet through the text gate.
	 * "" on the terminal. Lent for the call. */
	const char *output;
};

typedef void (*child_end_fn)(void *data, const struct child_end *end);

struct child_ops {
	struct child *(*start)(struct children *, const struct child_request *,
		child_end_fn, void *);
	void (*write)(struct child *, const char *data, size_t len);
	size_t (*unread)(const struct child *);
	void (*on_room)(struct child *, loop_fn, void *);
	void (*close)(struct child *);
	void (*stop)(struct child *);
	void (*forget)(struct child *);
	void (*go_on)(struct children *);
	bool (*interrupt)(struct children *);
};

/* The first member of every implementation; a child begins with a `struct
 * children *`. */
struct children {
	const struct child_ops *ops;
};

/* Never NULL. `done` comes once, through the loop, also when it cannot be
 * started; then the child is gone. */
struct child *child_start(struct children *children,
	const struct child_request *request, child_end_fn done, void *data);

/* Copies it; what is not read yet waits here. A child that does not read any
 * more gets nothing, and that is no error. */
void child_write(struct child *child, const char *data, size_t len);
size_t child_unread(const struct child *child); /* bytes that wait */
/* Called whenever nothing waits any more. */
void child_on_room(struct child *child, loop_fn fn, void *data);
void child_close(struct child *child); /* that was all of its input */

/* Ends it: asked for first, after 2 s forced. `done` comes as always. */
void child_stop(struct child *child);
/* It runs as it likes, also when we end, and nobody is told. */
void child_forget(struct child *child);

/* After SIGCONT: the child on the terminal goes on, too. */
void child_go_on_all(struct children *children);
/* SIGINT that came to us, as we had the terminal still (or again, before
 * SIGCONT): it is for the child that has it. False: none has it. */
bool child_interrupt(struct children *children);

#endif
