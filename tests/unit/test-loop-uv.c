/* SPDX-License-Identifier: MIT
 *
 * The rules of loop.h on libuv: what comes when, what no longer comes after a
 * stop, cancel or free, and that the loop really sleeps. Each test writes down
 * what happened, one letter a call, and compares the line.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "loop-uv.h"

#define LINE 64
#define LATE 60000 /* ms: then a test has failed */

/* One thing that is called: writes its letter, then does what it is for. */
struct actor {
	char letter;
	bool last; /* stops the loop */
	void (*act)(struct actor *actor);
	struct actor *other;
	struct loop_timer *timer;
	struct loop_watch *watch;
	struct loop_deferred *deferred;
	int fd;
};

static struct loop *loop;
static char line[LINE];
static int turns; /* how often the loop was about to wait */

static void write_down(char letter)
{
	size_t len = strlen(line);

	if (len < LINE - 1)
		line[len] = letter;
}

static void on_call(void *data)
{
	struct actor *actor = data;

	write_down(actor->letter);
	if (actor->act != NULL)
		actor->act(actor);
	if (actor->last)
		loop_stop(loop);
}

static void on_events(void *data, int events)
{
	struct actor *actor = data;

	if (events & LOOP_READ)
		write_down('r');
	if (events & LOOP_WRITE)
		write_down('w');
	on_call(actor);
}

static void on_number(void *data, int number)
{
	write_down(number == SIGUSR1 ? '1' : '2');
	on_call(data);
}

static void on_wait(void *data)
{
	turns++;
	if (data != NULL)
		on_call(data);
}

static int set_up(void **state)
{
	(void)state;
	memset(line, 0, sizeof(line));
	turns = 0;
	loop = loop_uv_new();
	loop_before_wait(loop, on_wait, NULL);
	return loop == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	loop_uv_free(loop);
	loop = NULL;
	return 0;
}

static void defer(struct actor *actor)
{
	actor->deferred = loop_defer(loop, on_call, actor);
}

static void defer_other(struct actor *actor)
{
	defer(actor->other);
	write_down('.');
}

static void cancel_other(struct actor *actor)
{
	loop_defer_cancel(loop, actor->other->deferred);
}

/* -- deferred calls ------------------------------------------------------- */

static void test_deferred_in_order(void **state)
{
	struct actor a = {.letter = 'a'};
	struct actor b = {.letter = 'b'};
	struct actor c = {.letter = 'c', .last = true};

	(void)state;
	defer(&a);
	defer(&b);
	defer(&c);
	assert_string_equal(line, "");
	loop_run(loop);
	assert_string_equal(line, "abc");
}

/* Not from within, and with a frame in between. */
static void test_deferred_by_deferred(void **state)
{
	struct actor b = {.letter = 'b', .last = true};
	struct actor a = {.letter = 'a', .act = defer_other, .other = &b};
	struct actor frame = {.letter = '|'};

	(void)state;
	loop_before_wait(loop, on_wait, &frame);
	defer(&a);
	loop_run(loop);
	assert_string_equal(line, "a.|b|");
}

static void test_deferred_cancelled(void **state)
{
	struct actor a = {.letter = 'a'};
	struct actor c = {.letter = 'c'};
	struct actor b = {.letter = 'b', .act = cancel_other, .other = &c};
	struct actor d = {.letter = 'd', .last = true};

	(void)state;
	defer(&a);
	defer(&b);
	defer(&c);
	defer(&d);
	loop_defer_cancel(loop, a.deferred);
	loop_defer_cancel(loop, NULL);
	loop_run(loop);
	assert_string_equal(line, "bd");
}

static void test_deferred_dropped_at_the_end(void **state)
{
	struct actor a = {.letter = 'a'};

	(void)state;
	defer(&a);
	loop_uv_free(loop);
	loop = loop_uv_new();
	assert_string_equal(line, "");
}

/* -- timers --------------------------------------------------------------- */

static void start_timer(struct actor *actor, int64_t ms)
{
	actor->timer = loop_timer_new(loop, on_call, actor);
	loop_timer_start(actor->timer, ms);
}

static void stop_loop(struct actor *actor)
{
	actor->last = true;
}

static void again_once(struct actor *actor)
{
	loop_timer_start(actor->timer, 1);
	actor->act = stop_loop;
}

static void free_timer(struct actor *actor)
{
	loop_timer_free(actor->timer);
	actor->timer = NULL;
}

static void stop_other_timer(struct actor *actor)
{
	loop_timer_stop(actor->other->timer);
}

static void test_timers_in_order(void **state)
{
	struct actor a = {.letter = 'a', .last = true};
	struct actor b = {.letter = 'b'};
	struct actor c = {.letter = 'c'};
	int64_t before = loop_now(loop);

	(void)state;
	start_timer(&a, 15);
	start_timer(&b, 5);
	start_timer(&c, 0);
	assert_string_equal(line, "");
	loop_run(loop);
	assert_string_equal(line, "cba");
	assert_true(loop_now(loop) - before >= 15);
	free_timer(&a);
	free_timer(&b);
	free_timer(&c);
	loop_timer_free(NULL);
}

/* Once, again when started again, and never after stop. */
static void test_timer_starts_again(void **state)
{
	struct actor b = {.letter = 'b'};
	struct actor a = {.letter = 'a', .act = again_once};
	struct actor c = {.letter = 'c', .act = stop_other_timer, .other = &b};

	(void)state;
	start_timer(&c, 0);
	start_timer(&a, 0);
	start_timer(&b, 1);
	loop_run(loop);
	assert_string_equal(line, "caa");
	free_timer(&a);
	free_timer(&b);
	free_timer(&c);
}

static void test_timer_freed_in_its_own_call(void **state)
{
	struct actor a = {.letter = 'a', .act = free_timer};
	struct actor b = {.letter = 'b', .last = true};

	(void)state;
	start_timer(&a, 0);
	start_timer(&b, 2);
	loop_run(loop);
	assert_string_equal(line, "ab");
	free_timer(&b);
}

/* -- descriptors ---------------------------------------------------------- */

static void again_at_once(struct actor *actor)
{
	loop_timer_start(actor->timer, 0);
}

static void read_byte(struct actor *actor)
{
	char byte;

	assert_int_equal(read(actor->fd, &byte, 1), 1);
	write_down(byte);
}

static void free_watch(struct actor *actor)
{
	read_byte(actor);
	loop_watch_free(actor->watch);
	actor->watch = NULL;
	loop_timer_start(actor->other->timer, 1);
}

static void unset_watch(struct actor *actor)
{
	read_byte(actor);
	loop_watch_set(actor->watch, 0);
	loop_timer_start(actor->other->timer, 1);
}

static void start_watch(struct actor *actor, int fd, int events)
{
	actor->fd = fd;
	actor->watch = loop_watch_new(loop, fd, on_events, actor);
	loop_watch_set(actor->watch, events);
}

static void test_watch_reads_and_writes(void **state)
{
	struct actor reader = {.letter = 'A', .act = read_byte};
	struct actor writer = {.letter = 'B', .last = true};
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	start_watch(&reader, ends[0], LOOP_READ);
	loop_watch_set(reader.watch, 0);
	start_watch(&writer, ends[1], LOOP_WRITE);
	loop_run(loop);
	assert_string_equal(line, "wB");
	loop_watch_set(writer.watch, 0);
	loop_watch_set(reader.watch, LOOP_READ);
	reader.last = true;
	loop_run(loop);
	assert_string_equal(line, "wBrAx");
	loop_watch_free(reader.watch);
	loop_watch_free(writer.watch);
	loop_watch_free(NULL);
	close(ends[0]);
	close(ends[1]);
}

/* There is more to be read when it ends; the loop goes on for a turn. */
/* A timer that is always due keeps nobody else from their turn. */
static void test_watch_beside_a_busy_timer(void **state)
{
	struct actor timer = {.letter = 't', .act = again_at_once};
	struct actor reader = {.letter = 'A', .act = read_byte, .last = true};
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	start_timer(&timer, 0);
	start_watch(&reader, ends[0], LOOP_READ);
	loop_run(loop);
	assert_non_null(strstr(line, "rAx"));
	free_timer(&timer);
	loop_watch_free(reader.watch);
	close(ends[0]);
	close(ends[1]);
}

static void test_watch_ends_in_its_own_call(void **state)
{
	static void (*const ways[])(struct actor *) = {free_watch, unset_watch};
	struct actor reader, stop;
	int ends[2];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		memset(line, 0, sizeof(line));
		stop = (struct actor){.letter = 'z', .last = true};
		stop.timer = loop_timer_new(loop, on_call, &stop);
		reader = (struct actor){
			.letter = 'A', .act = ways[i], .other = &stop};
		assert_int_equal(pipe(ends), 0);
		assert_int_equal(write(ends[1], "xy", 2), 2);
		start_watch(&reader, ends[0], LOOP_READ);
		loop_run(loop);
		assert_string_equal(line, "rAxz");
		loop_watch_free(reader.watch);
		free_timer(&stop);
		close(ends[0]);
		close(ends[1]);
	}
}

/* libcurl frees a watch, closes the socket and gets the number again. */
static void test_watch_of_a_number_used_again(void **state)
{
	struct actor first = {.letter = 'A'};
	struct actor second = {.letter = 'B', .act = read_byte, .last = true};
	int old[2], ends[2];

	(void)state;
	assert_int_equal(pipe(old), 0);
	start_watch(&first, old[0], LOOP_READ);
	loop_watch_free(first.watch);
	close(old[0]);
	close(old[1]);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(ends[0], old[0]);
	start_watch(&second, ends[0], LOOP_READ);
	assert_int_equal(write(ends[1], "x", 1), 1);
	loop_run(loop);
	assert_string_equal(line, "rBx");
	loop_watch_free(second.watch);
	close(ends[0]);
	close(ends[1]);
}

/* Our output and the shell share the terminal's flags. */
static void test_watch_leaves_the_flags(void **state)
{
	struct actor reader = {.letter = 'A', .act = read_byte, .last = true};
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	start_watch(&reader, ends[0], LOOP_READ);
	assert_int_equal(fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	loop_run(loop);
	loop_watch_free(reader.watch);
	assert_int_equal(fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
	close(ends[0]);
	close(ends[1]);
}

static void test_watch_of_what_cannot_be_watched(void **state)
{
	struct actor reader = {.letter = 'A'};
	int fd = open("/dev/null", O_RDONLY);

	(void)state;
	start_watch(&reader, fd, LOOP_READ);
	loop_watch_free(reader.watch);
	close(fd);
	assert_string_equal(line, "");
}

/* -- jobs ----------------------------------------------------------------- */

struct job {
	pthread_t thread;
	bool framed; /* the hook before waiting was called */
	bool early, worked, done;
};

static void job_work(void *data)
{
	struct job *job = data;

	job->thread = pthread_self();
	job->early = !job->framed;
	job->worked = true;
}

static void job_done(void *data)
{
	struct job *job = data;

	assert_true(job->worked);
	job->done = true;
	loop_stop(loop);
}

static void job_framed(void *data)
{
	struct job *job = data;

	assert_false(job->worked);
	job->framed = true;
	loop_before_wait(loop, NULL, NULL);
}

/* None begins before the first frame is drawn, later ones at once. */
static void test_job_on_another_thread(void **state)
{
	struct job job = {.done = false}, next = {.framed = true};

	(void)state;
	loop_uv_free(loop);
	loop = loop_uv_new();
	loop_work(loop, job_work, job_done, &job);
	loop_before_wait(loop, job_framed, &job);
	loop_run(loop);
	assert_true(job.done);
	assert_false(job.early);
	assert_false(pthread_equal(job.thread, pthread_self()));
	loop_work(loop, job_work, job_done, &next);
	loop_run(loop);
	assert_true(next.done);
}

static void test_free_waits_for_a_job(void **state)
{
	struct job job = {.framed = true}, held = {.framed = true};

	(void)state;
	loop_work(loop, job_work, job_done, &job);
	loop_uv_free(loop);
	assert_true(job.done);
	loop = loop_uv_new();
	loop_work(loop, job_work, job_done, &held);
	loop_uv_free(loop);
	assert_true(held.done);
	loop = loop_uv_new();
}

/* -- signals -------------------------------------------------------------- */

static bool is_default(int number)
{
	struct sigaction action;

	sigaction(number, NULL, &action);
	return action.sa_handler == SIG_DFL;
}

static void test_signals(void **state)
{
	struct actor a = {.letter = 'a'};
	struct actor b = {.letter = 'b', .last = true};

	(void)state;
	loop_on_signal(loop, SIGUSR1, on_number, &a);
	loop_on_signal(loop, SIGUSR2, on_number, &a);
	loop_on_signal(loop, SIGUSR2, on_number, &b); /* the last one holds */
	raise(SIGUSR1);
	assert_string_equal(line, "");
	raise(SIGUSR2);
	loop_run(loop);
	assert_string_equal(line, "1a2b");
	loop_on_signal(loop, SIGUSR1, NULL, NULL);
	loop_on_signal(loop, SIGUSR1, NULL, NULL);
	assert_true(is_default(SIGUSR1));
	assert_false(is_default(SIGUSR2));
	loop_uv_free(loop);
	assert_true(is_default(SIGUSR2));
	loop = loop_uv_new();
}

/* -- the hook before waiting ---------------------------------------------- */

static void defer_other_once(struct actor *actor)
{
	actor->act = NULL;
	defer(actor->other);
}

static void be_last(struct actor *actor)
{
	actor->last = true;
}

/* The hook's second call ends it. (Whether the hook is called once more after
 * a timer has stopped the loop is not the same everywhere: libuv before 1.45
 * runs timers before the wait, later ones behind it.) */
static void start_other_once(struct actor *actor)
{
	actor->act = be_last;
	loop_timer_start(actor->other->timer, 0);
}

/* What the hook itself asks for must not wait for some other event. */
static void test_hook_may_defer(void **state)
{
	struct actor late = {.letter = 'z', .last = true};
	struct actor a = {.letter = 'a', .last = true};
	struct actor hook = {
		.letter = '|', .act = defer_other_once, .other = &a};

	(void)state;
	start_timer(&late, LATE);
	loop_before_wait(loop, on_wait, &hook);
	loop_run(loop);
	assert_string_equal(line, "|a|");
	free_timer(&late);
}

static void test_hook_may_start_a_timer(void **state)
{
	struct actor late = {.letter = 'z', .last = true};
	struct actor a = {.letter = 'a'};
	struct actor hook = {
		.letter = '|', .act = start_other_once, .other = &a};

	(void)state;
	start_timer(&late, LATE);
	a.timer = loop_timer_new(loop, on_call, &a);
	loop_before_wait(loop, on_wait, &hook);
	loop_run(loop);
	assert_string_equal(line, "|a|");
	free_timer(&late);
	free_timer(&a);
}

static void test_hook_may_stop(void **state)
{
	struct actor hook = {.letter = '|', .last = true};

	(void)state;
	loop_before_wait(loop, on_wait, &hook);
	loop_run(loop);
	assert_string_equal(line, "|");
}

/* One call before each wait, and none while nothing happens. */
static void test_sleeps_when_idle(void **state)
{
	struct actor a = {.letter = 'a'};
	struct actor z = {.letter = 'z', .last = true};

	(void)state;
	defer(&a);
	start_timer(&z, 40);
	loop_run(loop);
	assert_string_equal(line, "az");
	assert_in_range(turns, 1, 5);
	free_timer(&z);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_deferred_in_order),
		TEST(test_deferred_by_deferred),
		TEST(test_deferred_cancelled),
		TEST(test_deferred_dropped_at_the_end),
		TEST(test_timers_in_order),
		TEST(test_timer_starts_again),
		TEST(test_timer_freed_in_its_own_call),
		TEST(test_watch_reads_and_writes),
		TEST(test_watch_beside_a_busy_timer),
		TEST(test_watch_ends_in_its_own_call),
		TEST(test_watch_of_a_number_used_again),
		TEST(test_watch_leaves_the_flags),
		TEST(test_watch_of_what_cannot_be_watched),
		TEST(test_job_on_another_thread),
		TEST(test_free_waits_for_a_job),
		TEST(test_signals),
		TEST(test_hook_may_defer),
		TEST(test_hook_may_start_a_timer),
		TEST(test_hook_may_stop),
		TEST(test_sleeps_when_idle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
