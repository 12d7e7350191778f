/* SPDX-License-Identifier: MIT
 *
 * The one place that waits. Two implementations: loop-uv (libuv) for the
 * program, tests/support/fake-loop for tests, where time stands still until
 * the test moves it.
 *
 * Rules that hold for both:
 * - A callback never comes from within the call that asked for it, and never
 *   after the matching stop, cancel or free.
 * - All callbacks come on the thread that runs the loop; only `work` of
 *   loop_work runs on another one.
 * - Times are milliseconds; loop_now is monotonic and starts anywhere.
 *
 * Handles belong to the caller, who frees them; freeing inside their own
 * callback is allowed.
 */
#ifndef LOOP_H
#define LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "attr.h"

struct loop;
struct loop_timer;
struct loop_watch;
struct loop_deferred;
struct loop_job;

typedef void (*loop_fn)(void *data);
typedef void (*loop_fd_fn)(void *data, int events);
typedef void (*loop_signal_fn)(void *data, int signal);

enum loop_event { LOOP_READ = 1, LOOP_WRITE = 2 };

/* What an implementation fills; callers use the functions below. */
struct loop_ops {
	int64_t (*now)(struct loop *);
	void (*run)(struct loop *);
	void (*stop)(struct loop *);
	struct loop_timer *(*timer_new)(struct loop *, loop_fn, void *);
	void (*timer_start)(struct loop_timer *, int64_t ms);
	void (*timer_stop)(struct loop_timer *);
	void (*timer_free)(struct loop_timer *);
	struct loop_watch *(*watch_new)(struct loop *, int, loop_fd_fn, void *);
	void (*watch_set)(struct loop_watch *, int events);
	void (*watch_free)(struct loop_watch *);
	struct loop_deferred *(*defer)(struct loop *, loop_fn, void *);
	void (*defer_cancel)(struct loop *, struct loop_deferred *);
	struct loop_job *(*work)(struct loop *, loop_fn, loop_fn, void *);
	void (*on_signal)(struct loop *, int, loop_signal_fn, void *);
	void (*before_wait)(struct loop *, loop_fn, void *);
};

/* The first member of every implementation. Timers, watches and deferred
 * calls of an implementation begin with a `struct loop *` likewise. */
struct loop {
	const struct loop_ops *ops;
};

int64_t loop_now(struct loop *loop); /* ms, of the present turn */
void loop_run(struct loop *loop);    /* until loop_stop */
void loop_stop(struct loop *loop);

/* A timer fires once after `ms` (0 is the next turn); start again re-arms. */
struct loop_timer *loop_timer_new(struct loop *loop, loop_fn fn, void *data);
void loop_timer_start(struct loop_timer *timer, int64_t ms);
void loop_timer_stop(struct loop_timer *timer);
void loop_timer_free(struct loop_timer *timer); /* NULL is allowed */

/* Watch a descriptor; nothing is watched until loop_watch_set. The descriptor
 * stays the caller's; free the watch before closing it. */
struct loop_watch *
loop_watch_new(struct loop *loop, int fd, loop_fd_fn fn, void *data);
void loop_watch_set(struct loop_watch *watch, int events);
void loop_watch_free(struct loop_watch *watch); /* NULL is allowed */

/* Call fn once, soon, from the loop. The handle is gone after the call. NULL
 * may be cancelled. */
struct loop_deferred *loop_defer(struct loop *loop, loop_fn fn, void *data);
void loop_defer_cancel(struct loop *loop, struct loop_deferred *deferred);

/*
 * Run `work` on another thread, then `done` on the loop's. Jobs of one loop
 * may run beside each other; a caller that needs order starts one at a time.
 * A job cannot be cancelled: `done` always comes (while the loop runs). None
 * begins before the loop waits for the first time.
 */
struct loop_job *
loop_work(struct loop *loop, loop_fn work, loop_fn done, void *data);

/* One handler a signal; fn NULL gives the default back. */
void loop_on_signal(
	struct loop *loop, int signal, loop_signal_fn fn, void *data);

/* One hook, called each time before the loop waits: here frames are drawn. */
void loop_before_wait(struct loop *loop, loop_fn fn, void *data);

#endif
