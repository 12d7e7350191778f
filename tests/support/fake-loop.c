/* SPDX-License-Identifier: MIT
 *
 * The loop of tests. All is kept in plain lists; a number for each turn tells
 * what was asked for within the present one and has to wait for the next.
 */
#include "fake-loop.h"

#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "mem.h"

#define MOST_TURNS   100000
#define MOST_SIGNALS 65

struct loop_timer {
	struct loop *loop;
	struct loop_timer *next;
	loop_fn fn;
	void *data;
	bool armed;
	int64_t due;
	unsigned long turn, order; /* when it was started */
};

struct loop_watch {
	struct loop *loop;
	struct loop_watch *next;
	int fd, events;
	loop_fd_fn fn;
	void *data;
};

struct loop_deferred {
	struct loop *loop;
	struct loop_deferred *next;
	loop_fn fn;
	void *data;
	unsigned long turn;
};

struct loop_job {
	struct loop *loop;
	struct loop_job *next;
	loop_fn work, done;
	void *data;
	unsigned long turn;
};

struct signal_handler {
	loop_signal_fn fn;
	void *data;
};

struct fake_loop {
	struct loop loop;
	int64_t now, wall_ahead; /* ms; the wall clock is now + wall_ahead */
	unsigned long turn, orders;
	bool stopped;
	struct loop_timer *timers;
	struct loop_watch *watches;
	struct loop_deferred *deferred;
	struct loop_job *jobs;
	struct signal_handler signals[MOST_SIGNALS];
	loop_fn before_wait;
	void *before_wait_data;
	bool (*idle)(void *data);
	void *idle_data;
};

/* The clock's source has no data of its own. */
static struct fake_loop *clock_owner;

static struct fake_loop *fake_of(struct loop *loop)
{
	return (struct fake_loop *)(void *)loop;
}

static int64_t wall(void)
{
	return clock_owner->now + clock_owner->wall_ahead;
}

static void give_up(const char *why)
{
	fprintf(stderr, "fake-loop: %s\n", why);
	abort();
}

/* -- the loop's operations -- */

static int64_t now(struct loop *loop)
{
	return fake_of(loop)->now;
}

static void stop(struct loop *loop)
{
	fake_of(loop)->stopped = true;
}

static struct loop_timer *timer_new(struct loop *loop, loop_fn fn, void *data)
{
	struct loop_timer *timer = mem_zalloc(sizeof(*timer));

	*timer = (struct loop_timer){.loop = loop, .fn = fn, .data = data};
	timer->next = fake_of(loop)->timers;
	fake_of(loop)->timers = timer;
	return timer;
}

static void timer_start(struct loop_timer *timer, int64_t ms)
{
	struct fake_loop *fake = fake_of(timer->loop);

	timer->armed = true;
	timer->due = fake->now + (ms > 0 ? ms : 0);
	timer->turn = fake->turn;
	timer->order = ++fake->orders;
}

static void timer_stop(struct loop_timer *timer)
{
	timer->armed = false;
}

static void timer_free(struct loop_timer *timer)
{
	struct loop_timer **link = &fake_of(timer->loop)->timers;

	while (*link != timer)
		link = &(*link)->next;
	*link = timer->next;
	free(timer);
}

static struct loop_watch *
watch_new(struct loop *loop, int fd, loop_fd_fn fn, void *data)
{
	struct loop_watch *watch = mem_zalloc(sizeof(*watch));

	watch->loop = loop;
	watch->fd = fd;
	watch->fn = fn;
	watch->data = data;
	watch->next = fake_of(loop)->watches;
	fake_of(loop)->watches = watch;
	return watch;
}

static void watch_set(struct loop_watch *watch, int events)
{
	watch->events = events;
}

static void watch_free(struct loop_watch *watch)
{
	struct loop_watch **link = &fake_of(watch->loop)->watches;

	while (*link != watch)
		link = &(*link)->next;
	*link = watch->next;
	free(watch);
}

static struct loop_deferred *defer(struct loop *loop, loop_fn fn, void *data)
{
	struct fake_loop *fake = fake_of(loop);
	struct loop_deferred *deferred = mem_zalloc(sizeof(*deferred));
	struct loop_deferred **link = &fake->deferred;

	deferred->loop = loop;
	deferred->fn = fn;
	deferred->data = data;
	deferred->turn = fake->turn;
	while (*link != NULL)
		link = &(*link)->next;
	*link = deferred;
	return deferred;
}

static void defer_cancel(struct loop *loop, struct loop_deferred *deferred)
{
	struct loop_deferred **link = &fake_of(loop)->deferred;

	while (*link != NULL && *link != deferred)
		link = &(*link)->next;
	if (*link == NULL)
		give_up("a deferred call was cancelled after it had come");
	*link = deferred->next;
	free(deferred);
}

static struct loop_job *
work(struct loop *loop, loop_fn work_fn, loop_fn done, void *data)
{
	struct fake_loop *fake = fake_of(loop);
	struct loop_job *job = mem_zalloc(sizeof(*job));
	struct loop_job **link = &fake->jobs;

	job->loop = loop;
	job->work = work_fn;
	job->done = done;
	job->data = data;
	job->turn = fake->turn;
	while (*link != NULL)
		link = &(*link)->next;
	*link = job;
	return job;
}

static void
on_signal(struct loop *loop, int signal, loop_signal_fn fn, void *data)
{
	if (signal <= 0 || signal >= MOST_SIGNALS)
		give_up("no such signal");
	fake_of(loop)->signals[signal] = (struct signal_handler){fn, data};
}

static void before_wait(struct loop *loop, loop_fn fn, void *data)
{
	fake_of(loop)->before_wait = fn;
	fake_of(loop)->before_wait_data = data;
}

/* -- turns -- */

static void run_deferred(struct fake_loop *fake)
{
	while (fake->deferred != NULL && fake->deferred->turn < fake->turn) {
		struct loop_deferred *first = fake->deferred;
		loop_fn fn = first->fn;
		void *data = first->data;

		fake->deferred = first->next;
		free(first);
		fn(data);
	}
}

static void run_jobs(struct fake_loop *fake)
{
	while (fake->jobs != NULL && fake->jobs->turn < fake->turn) {
		struct loop_job *job = fake->jobs;

		fake->jobs = job->next;
		job->work(job->data);
		job->done(job->data);
		free(job);
	}
}

static bool
timer_goes_before(const struct loop_timer *a, const struct loop_timer *b)
{
	if (b == NULL)
		return true;
	if (a->due != b->due)
		return a->due < b->due;
	return a->order < b->order;
}

/* The armed timer that comes first among those of earlier turns; of all turns
 * with `any`. */
static struct loop_timer *first_timer(const struct fake_loop *fake, bool any)
{
	struct loop_timer *first = NULL;
	struct loop_timer *timer;

	for (timer = fake->timers; timer != NULL; timer = timer->next) {
		if (!timer->armed || (!any && timer->turn >= fake->turn))
			continue;
		if (timer_goes_before(timer, first))
			first = timer;
	}
	return first;
}

static void run_timers(struct fake_loop *fake)
{
	struct loop_timer *timer;

	while ((timer = first_timer(fake, false)) != NULL &&
		timer->due <= fake->now) {
		timer->armed = false;
		timer->fn(timer->data);
	}
}

static bool is_ready(const struct fake_loop *fake)
{
	const struct loop_timer *timer = first_timer(fake, true);

	return fake->deferred != NULL || fake->jobs != NULL ||
	       (timer != NULL && timer->due <= fake->now);
}

void fake_loop_turn(struct fake_loop *fake)
{
	fake->turn++;
	run_deferred(fake);
	run_jobs(fake);
	run_timers(fake);
	if (fake->before_wait != NULL)
		fake->before_wait(fake->before_wait_data);
}

void fake_loop_run_ready(struct fake_loop *fake)
{
	int turns = 0;

	do {
		if (++turns > MOST_TURNS)
			give_up("it never comes to rest");
		fake_loop_turn(fake);
	} while (is_ready(fake));
}

void fake_loop_advance(struct fake_loop *fake, int64_t ms)
{
	int64_t end = fake->now + ms;
	struct loop_timer *timer;

	fake_loop_run_ready(fake);
	while ((timer = first_timer(fake, true)) != NULL && timer->due <= end) {
		fake->now = timer->due;
		fake_loop_run_ready(fake);
	}
	fake->now = end;
	fake_loop_run_ready(fake);
}

static void run(struct loop *loop)
{
	struct fake_loop *fake = fake_of(loop);
	struct loop_timer *timer;

	fake->stopped = false;
	while (!fake->stopped) {
		fake_loop_turn(fake);
		if (fake->stopped || is_ready(fake))
			continue;
		if (fake->idle != NULL && fake->idle(fake->idle_data))
			continue;
		timer = first_timer(fake, true);
		if (timer == NULL)
			give_up("it would wait for ever");
		else
			fake->now = timer->due;
	}
}

static const struct loop_ops ops = {
	.now = now,
	.run = run,
	.stop = stop,
	.timer_new = timer_new,
	.timer_start = timer_start,
	.timer_stop = timer_stop,
	.timer_free = timer_free,
	.watch_new = watch_new,
	.watch_set = watch_set,
	.watch_free = watch_free,
	.defer = defer,
	.defer_cancel = defer_cancel,
	.work = work,
	.on_signal = on_signal,
	.before_wait = before_wait,
};

/* -- for the test -- */

struct fake_loop *fake_loop_new(void)
{
	struct fake_loop *fake = mem_zalloc(sizeof(*fake));

	fake->loop.ops = &ops;
	fake->now = 1000; /* anywhere, but not where mistakes hide */
	clock_owner = fake;
	fake_loop_set_wall(fake, FAKE_LOOP_START);
	clock_set_source(wall);
	return fake;
}

void fake_loop_free(struct fake_loop *fake)
{
	if (fake == NULL)
		return;
	if (fake->timers != NULL)
		give_up("a timer was not freed");
	if (fake->watches != NULL)
		give_up("a watch was not freed");
	if (fake->deferred != NULL)
		give_up("a deferred call was left");
	if (fake->jobs != NULL)
		give_up("a job was left");
	clock_set_source(NULL);
	clock_owner = NULL;
	free(fake);
}

struct loop *fake_loop_loop(struct fake_loop *fake)
{
	return &fake->loop;
}

int64_t fake_loop_next_timer(const struct fake_loop *fake)
{
	const struct loop_timer *timer = first_timer(fake, true);

	return timer == NULL ? -1 : timer->due - fake->now;
}

bool fake_loop_is_stopped(const struct fake_loop *fake)
{
	return fake->stopped;
}

void fake_loop_set_wall(struct fake_loop *fake, int64_t seconds)
{
	fake->wall_ahead = seconds * 1000 - fake->now;
}

bool fake_loop_ready(struct fake_loop *fake, int fd, int events)
{
	struct loop_watch *watch;

	for (watch = fake->watches; watch != NULL; watch = watch->next) {
		if (watch->fd == fd && (watch->events & events) != 0) {
			watch->fn(watch->data, watch->events & events);
			return true;
		}
	}
	return false;
}

bool fake_loop_signal(struct fake_loop *fake, int signal)
{
	const struct signal_handler *handler = &fake->signals[signal];

	if (handler->fn == NULL)
		return false;
	handler->fn(handler->data, signal);
	return true;
}

void fake_loop_on_idle(
	struct fake_loop *fake, bool (*idle)(void *data), void *data)
{
	fake->idle = idle;
	fake->idle_data = data;
}
