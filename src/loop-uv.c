/* SPDX-License-Identifier: MIT
 *
 * loop.h by libuv; the only file that includes uv.h. libuv closes handles
 * later than it is told to, so each handle lives in a box of ours that is
 * freed when libuv lets go of it; for the caller it is gone at once.
 *
 * One turn of the loop:  timers -> deferred calls (idle) -> the hook before
 * waiting (prepare) -> wait -> descriptors, signals, finished jobs. An idle
 * handle runs only while calls are queued: it keeps the wait at zero, and
 * without one the loop sleeps. (libuv 1.45 and later run the timers behind
 * the wait; nothing here depends on it.)
 */
#include "config.h"

#include "loop-uv.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

#include "log.h"
#include "mem.h"

#define POOL_THREADS 4 /* of libuv, unless the environment asks for more */

struct loop_deferred {
	struct loop *loop;
	loop_fn fn;
	void *data;
	struct loop_deferred *next, *previous;
};

struct loop_timer {
	struct loop *loop;
	uv_timer_t uv;
	loop_fn fn;
	void *data;
};

struct loop_watch {
	struct loop *loop;
	uv_poll_t uv;
	bool usable; /* false: the system cannot wait for such a file */
	int wanted;  /* bits of enum loop_event */
	loop_fd_fn fn;
	void *data;
};

struct loop_job {
	uv_work_t uv;
	struct loop_job *next;
	loop_fn work, done;
	void *data;
};

struct signal_watch {
	uv_signal_t uv;
	loop_signal_fn fn;
	void *data;
	struct signal_watch *next;
};

struct loop_uv {
	struct loop base;
	uv_loop_t uv;
	uv_prepare_t prepare;
	uv_idle_t idle;
	/* Calls wait in `queue`; those of this turn are in `batch`. Both are
	 * rings around a head that is no call itself. */
	struct loop_deferred queue, batch;
	struct signal_watch *signals;
	loop_fn before_wait;
	void *before_wait_data;
	/* Before the first wait: libuv's threads take their time to start, and
	 * the first frame is drawn there. */
	struct loop_job *held, **held_end; /* oldest first */
	bool has_waited;
	bool closing;
	bool in_timer; /* one of its timers is being called */
	pthread_mutex_t gate;
	pthread_t tried[POOL_THREADS]; /* see try_threads */
	int tried_count;
};

static struct loop_uv *uv_of(struct loop *loop)
{
	return (struct loop_uv *)loop;
}

static void free_box(uv_handle_t *handle)
{
	free(handle->data);
}

static int64_t uv_loop_now(struct loop *loop)
{
	return (int64_t)uv_now(&uv_of(loop)->uv);
}

static void run(struct loop *loop)
{
	uv_run(&uv_of(loop)->uv, UV_RUN_DEFAULT);
}

static void stop(struct loop *loop)
{
	uv_stop(&uv_of(loop)->uv);
}

/* -- timers --------------------------------------------------------------- */

static void on_timer(uv_timer_t *uv)
{
	struct loop_timer *timer = uv->data;
	struct loop_uv *loop = uv_of(timer->loop);

	loop->in_timer = true;
	timer->fn(timer->data);
	loop->in_timer = false;
}

static struct loop_timer *timer_new(struct loop *loop, loop_fn fn, void *data)
{
	struct loop_timer *timer = mem_zalloc(sizeof(*timer));

	timer->loop = loop;
	timer->fn = fn;
	timer->data = data;
	uv_timer_init(&uv_of(loop)->uv, &timer->uv);
	timer->uv.data = timer;
	return timer;
}

/* libuv before 1.45 goes on with its timers until none is due: one that starts
 * itself again for at once, as libcurl asks for while an answer is coming in,
 * would keep all else from its turn. */
static void timer_start(struct loop_timer *timer, int64_t ms)
{
	if (ms <= 0)
		ms = uv_of(timer->loop)->in_timer ? 1 : 0;
	uv_timer_start(&timer->uv, on_timer, (uint64_t)ms, 0);
}

static void timer_stop(struct loop_timer *timer)
{
	uv_timer_stop(&timer->uv);
}

static void timer_free(struct loop_timer *timer)
{
	uv_close((uv_handle_t *)&timer->uv, free_box);
}

/* -- descriptors ---------------------------------------------------------- */

static void on_poll(uv_poll_t *uv, int status, int events)
{
	struct loop_watch *watch = uv->data;
	int seen = 0;

	/* An error shows itself to whoever reads or writes next. */
	if (status < 0)
		events = UV_READABLE | UV_WRITABLE;
	if (events & (UV_READABLE | UV_DISCONNECT))
		seen |= LOOP_READ;
	if (events & UV_WRITABLE)
		seen |= LOOP_WRITE;
	seen &= watch->wanted;
	if (seen != 0)
		watch->fn(watch->data, seen);
}

static struct loop_watch *
watch_new(struct loop *loop, int fd, loop_fd_fn fn, void *data)
{
	struct loop_watch *watch = mem_zalloc(sizeof(*watch));
	int flags = fcntl(fd, F_GETFL);
	int error;

	watch->loop = loop;
	watch->fn = fn;
	watch->data = data;
	watch->uv.data = watch;
	error = uv_poll_init(&uv_of(loop)->uv, &watch->uv, fd);
	watch->usable = error == 0;
	if (error != 0)
		log_add(LOG_WARNING, "Descriptor %d cannot be waited for: %s",
			fd, uv_strerror(error));
	/* libuv makes it non-blocking. A terminal shares that flag with our
	 * own output, and even with the shell: give it back. */
	if (flags >= 0)
		fcntl(fd, F_SETFL, flags);
	return watch;
}

static void watch_set(struct loop_watch *watch, int events)
{
	int bits = 0;

	watch->wanted = events;
	if (!watch->usable)
		return;
	if (events & LOOP_READ)
		bits |= UV_READABLE;
	if (events & LOOP_WRITE)
		bits |= UV_WRITABLE;
	if (bits != 0)
		uv_poll_start(&watch->uv, bits, on_poll);
	else
		uv_poll_stop(&watch->uv);
}

static void watch_free(struct loop_watch *watch)
{
	if (watch->usable)
		uv_close((uv_handle_t *)&watch->uv, free_box);
	else
		free(watch);
}

/* -- deferred calls ------------------------------------------------------- */

static void ring_init(struct loop_deferred *head)
{
	head->next = head->previous = head;
}

static bool ring_is_empty(const struct loop_deferred *head)
{
	return head->next == head;
}

static void ring_append(struct loop_deferred *head, struct loop_deferred *item)
{
	item->previous = head->previous;
	item->next = head;
	item->previous->next = item;
	head->previous = item;
}

static void ring_remove(struct loop_deferred *item)
{
	item->previous->next = item->next;
	item->next->previous = item->previous;
}

/* What these calls defer in turn comes in the next turn, after a frame. */
static void on_idle(uv_idle_t *uv)
{
	struct loop_uv *loop = uv->data;
	struct loop_deferred *item, taken;

	while (!ring_is_empty(&loop->queue)) {
		item = loop->queue.next;
		ring_remove(item);
		ring_append(&loop->batch, item);
	}
	while (!ring_is_empty(&loop->batch)) {
		item = loop->batch.next;
		ring_remove(item);
		taken = *item;
		free(item);
		taken.fn(taken.data);
	}
	if (ring_is_empty(&loop->queue))
		uv_idle_stop(uv);
}

static struct loop_deferred *defer(struct loop *base, loop_fn fn, void *data)
{
	struct loop_uv *loop = uv_of(base);
	struct loop_deferred *item = mem_zalloc(sizeof(*item));

	item->loop = base;
	item->fn = fn;
	item->data = data;
	ring_append(&loop->queue, item);
	if (!loop->closing)
		uv_idle_start(&loop->idle, on_idle);
	return item;
}

static void defer_cancel(struct loop *base, struct loop_deferred *item)
{
	struct loop_uv *loop = uv_of(base);

	ring_remove(item);
	free(item);
	if (!loop->closing && ring_is_empty(&loop->queue) &&
		ring_is_empty(&loop->batch))
		uv_idle_stop(&loop->idle);
}

/* -- jobs ----------------------------------------------------------------- */

static void on_work(uv_work_t *uv)
{
	struct loop_job *job = uv->data;

	job->work(job->data);
}

static void on_work_done(uv_work_t *uv, int status UNUSED)
{
	struct loop_job *job = uv->data;
	loop_fn done = job->done;
	void *data = job->data;

	free(job);
	done(data);
}

static void join_tried(struct loop_uv *loop)
{
	while (loop->tried_count > 0)
		pthread_join(loop->tried[--loop->tried_count], NULL);
}

static void start_job(struct loop_uv *loop, struct loop_job *job)
{
	join_tried(loop);
	uv_queue_work(&loop->uv, &job->uv, on_work, on_work_done);
}

static void start_held(struct loop_uv *loop)
{
	loop->has_waited = true;
	while (loop->held != NULL) {
		struct loop_job *job = loop->held;

		loop->held = job->next;
		start_job(loop, job);
	}
}

static struct loop_job *
work(struct loop *base, loop_fn work_fn, loop_fn done, void *data)
{
	struct loop_uv *loop = uv_of(base);
	struct loop_job *job = mem_zalloc(sizeof(*job));

	job->uv.data = job;
	job->work = work_fn;
	job->done = done;
	job->data = data;
	if (loop->has_waited) {
		start_job(loop, job);
		return job;
	}
	*loop->held_end = job;
	loop->held_end = &job->next;
	return job;
}

/* -- signals and the hook ------------------------------------------------- */

static void on_uv_signal(uv_signal_t *uv, int number)
{
	struct signal_watch *watch = uv->data;

	if (watch->fn != NULL)
		watch->fn(watch->data, number);
}

static struct signal_watch *signal_watch_of(struct loop_uv *loop, int number)
{
	struct signal_watch *watch = loop->signals;

	while (watch != NULL && watch->uv.signum != number)
		watch = watch->next;
	return watch;
}

static void drop_signal(struct loop_uv *loop, struct signal_watch *watch)
{
	struct signal_watch **place = &loop->signals;

	while (*place != watch)
		place = &(*place)->next;
	*place = watch->next;
	uv_close((uv_handle_t *)&watch->uv, free_box);
}

static void
on_signal(struct loop *base, int number, loop_signal_fn fn, void *data)
{
	struct loop_uv *loop = uv_of(base);
	struct signal_watch *watch = signal_watch_of(loop, number);

	if (fn == NULL) {
		if (watch != NULL)
			drop_signal(loop, watch);
		return;
	}
	if (watch == NULL) {
		watch = mem_zalloc(sizeof(*watch));
		watch->uv.data = watch;
		watch->next = loop->signals;
		loop->signals = watch;
		uv_signal_init(&loop->uv, &watch->uv);
		uv_signal_start(&watch->uv, on_uv_signal, number);
	}
	watch->fn = fn;
	watch->data = data;
}

static void on_prepare(uv_prepare_t *uv)
{
	struct loop_uv *loop = uv->data;

	if (loop->before_wait != NULL)
		loop->before_wait(loop->before_wait_data);
	start_held(loop);
}

static void before_wait(struct loop *base, loop_fn fn, void *data)
{
	uv_of(base)->before_wait = fn;
	uv_of(base)->before_wait_data = data;
}

/* -- the loop itself ------------------------------------------------------ */

static const struct loop_ops uv_ops = {
	.now = uv_loop_now,
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

static void *wait_at_gate(void *gate)
{
	pthread_mutex_lock(gate);
	pthread_mutex_unlock(gate);
	return NULL;
}

/* With the first job libuv starts its threads, and where a user's processes
 * are limited and it cannot, it ends the program without a word. So ask for
 * as many at once beforehand. They end by themselves; before the first job
 * they are waited for, and nobody else has to. */
static int try_threads(struct loop_uv *loop)
{
	int error = 0;

	pthread_mutex_init(&loop->gate, NULL);
	pthread_mutex_lock(&loop->gate);
	while (error == 0 && loop->tried_count < POOL_THREADS) {
		error = pthread_create(&loop->tried[loop->tried_count], NULL,
			wait_at_gate, &loop->gate);
		loop->tried_count += error == 0;
	}
	pthread_mutex_unlock(&loop->gate);
	return error;
}

/* The first loop of all makes a pipe once it has a descriptor for itself, and
 * libuv aborts when it cannot. */
static int try_pipe(void)
{
	int own = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int ends[2] = {-1, -1};
	int error = 0;

	if (own < 0 || pipe(ends) != 0)
		error = errno;
	if (own >= 0)
		close(own);
	if (error == 0) {
		close(ends[0]);
		close(ends[1]);
	}
	return error;
}

/* libuv aborts without memory; what is ours ends with a sentence. */
static void *resize(void *p, size_t size)
{
	return mem_resize(p, 1, size);
}

struct loop *loop_uv_new(void)
{
	struct loop_uv *loop = mem_zalloc(sizeof(*loop));
	int error = try_threads(loop);

	uv_replace_allocator(mem_alloc, resize, mem_array, free);
	if (error == 0)
		error = try_pipe();
	if (error == 0)
		error = -uv_loop_init(&loop->uv);
	if (error != 0) {
		join_tried(loop);
		pthread_mutex_destroy(&loop->gate);
		free(loop);
		errno = error;
		return NULL;
	}
	loop->base.ops = &uv_ops;
	loop->held_end = &loop->held;
	ring_init(&loop->queue);
	ring_init(&loop->batch);
	uv_idle_init(&loop->uv, &loop->idle);
	loop->idle.data = loop;
	/* Always active: with nothing else to do the loop must wait for
	 * loop_stop and not return. */
	uv_prepare_init(&loop->uv, &loop->prepare);
	loop->prepare.data = loop;
	uv_prepare_start(&loop->prepare, on_prepare);
	return &loop->base;
}

static void drop_deferred(struct loop_deferred *head)
{
	struct loop_deferred *item;

	while (!ring_is_empty(head)) {
		item = head->next;
		ring_remove(item);
		free(item);
	}
}

/* A handle that its owner forgot would keep us waiting for ever. Its box is
 * left alone, so that leak checkers name the owner. */
static void close_forgotten(uv_handle_t *handle, void *data UNUSED)
{
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

void loop_uv_free(struct loop *base)
{
	struct loop_uv *loop = uv_of(base);
	int left;

	if (base == NULL)
		return;
	loop->closing = true;
	start_held(loop);
	join_tried(loop);
	while (loop->signals != NULL)
		drop_signal(loop, loop->signals);
	uv_close((uv_handle_t *)&loop->prepare, NULL);
	uv_close((uv_handle_t *)&loop->idle, NULL);
	uv_walk(&loop->uv, close_forgotten, NULL);
	/* Ends when the jobs are done and the handles are closed. A stop that
	 * was asked for in between only ends one run. */
	while (uv_run(&loop->uv, UV_RUN_DEFAULT) != 0)
		;
	drop_deferred(&loop->queue);
	drop_deferred(&loop->batch);
	left = uv_loop_close(&loop->uv);
	assert(left == 0);
	(void)left;
	pthread_mutex_destroy(&loop->gate);
	free(loop);
}
