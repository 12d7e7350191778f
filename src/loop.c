/* SPDX-License-Identifier: MIT
 *
 * The calls of loop.h, handed to the implementation. Every handle of an
 * implementation begins with its loop, so a handle is all a caller keeps.
 */
#include "loop.h"

#include <stddef.h>

static struct loop *loop_of(void *handle)
{
	return *(struct loop **)handle;
}

int64_t loop_now(struct loop *loop)
{
	return loop->ops->now(loop);
}

void loop_run(struct loop *loop)
{
	loop->ops->run(loop);
}

void loop_stop(struct loop *loop)
{
	loop->ops->stop(loop);
}

struct loop_timer *loop_timer_new(struct loop *loop, loop_fn fn, void *data)
{
	return loop->ops->timer_new(loop, fn, data);
}

void loop_timer_start(struct loop_timer *timer, int64_t ms)
{
	loop_of(timer)->ops->timer_start(timer, ms);
}

void loop_timer_stop(struct loop_timer *timer)
{
	loop_of(timer)->ops->timer_stop(timer);
}

void loop_timer_free(struct loop_timer *timer)
{
	if (timer != NULL)
		loop_of(timer)->ops->timer_free(timer);
}

struct loop_watch *
loop_watch_new(struct loop *loop, int fd, loop_fd_fn fn, void *data)
{
	return loop->ops->watch_new(loop, fd, fn, data);
}

void loop_watch_set(struct loop_watch *watch, int events)
{
	loop_of(watch)->ops->watch_set(watch, events);
}

void loop_watch_free(struct loop_watch *watch)
{
	if (watch != NULL)
		loop_of(watch)->ops->watch_free(watch);
}

struct loop_deferred *loop_defer(struct loop *loop, loop_fn fn, void *data)
{
	return loop->ops->defer(loop, fn, data);
}

void loop_defer_cancel(struct loop *loop, struct loop_deferred *deferred)
{
	if (deferred != NULL)
		loop->ops->defer_cancel(loop, deferred);
}

struct loop_job *
loop_work(struct loop *loop, loop_fn work, loop_fn done, void *data)
{
	return loop->ops->work(loop, work, done, data);
}

void loop_on_signal(
	struct loop *loop, int signal, loop_signal_fn fn, void *data)
{
	loop->ops->on_signal(loop, signal, fn, data);
}

void loop_before_wait(struct loop *loop, loop_fn fn, void *data)
{
	loop->ops->before_wait(loop, fn, data);
}
