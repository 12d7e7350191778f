/* SPDX-License-Identifier: MIT
 *
 * A loop for tests: time stands still until the test moves it, and nothing
 * runs until the test says so. The wall clock (clock.h) stands still with it.
 *
 * A turn runs what was deferred, jobs that were started, timers that are due,
 * and then the hook before waiting. What these ask for runs in the next turn.
 * A job's `work` and `done` run one after the other in the turn after
 * loop_work.
 */
#ifndef FAKE_LOOP_H
#define FAKE_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"

/* The wall clock at the start: 2026-11-20T14:02:11Z. */
#define FAKE_LOOP_START INT64_C(1795183331)

struct fake_loop;

struct fake_loop *fake_loop_new(void);
/* Gives the real wall clock back. Aborts when a timer, watch or deferred call
 * was left over, as that is a leak of the code under test. */
void fake_loop_free(struct fake_loop *fake);

struct loop *fake_loop_loop(struct fake_loop *fake);

/* Run turns until nothing is ready. At least one turn. */
void fake_loop_run_ready(struct fake_loop *fake);
/* Run exactly one turn. */
void fake_loop_turn(struct fake_loop *fake);
/* Move the time on, timer by timer, each followed by what became ready. */
void fake_loop_advance(struct fake_loop *fake, int64_t ms);

/* How long until the next timer; -1 if none is running. */
int64_t fake_loop_next_timer(const struct fake_loop *fake);
/* Whether loop_stop was called since the start or the last loop_run. */
bool fake_loop_is_stopped(const struct fake_loop *fake);

/* Set the wall clock, in seconds UTC; it goes on from there. */
void fake_loop_set_wall(struct fake_loop *fake, int64_t seconds);

/* Pretend that a descriptor is ready; false if nobody watches for that. */
bool fake_loop_ready(struct fake_loop *fake, int fd, int events);
/* Pretend that a signal came; false if nobody handles it. */
bool fake_loop_signal(struct fake_loop *fake, int signal);

/*
 * For code that calls loop_run itself: when nothing is ready, `idle` may bring
 * something (answer a request) and says whether it did. Otherwise the time
 * jumps to the next timer; with no timer either the test is aborted, as the
 * program would wait for ever.
 */
void fake_loop_on_idle(
	struct fake_loop *fake, bool (*idle)(void *data), void *data);

#endif
