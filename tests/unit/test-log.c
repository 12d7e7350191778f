/* SPDX-License-Identifier: MIT
 *
 * The log: the ring, cleaned texts, and the file with its refusals.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "file.h"
#include "log.h"
#include "mem.h"

#define WHEN_MS 1795183331250 /* 2026-11-20T14:02:11.250Z */

static char *folder, *path;

static int64_t fixed_clock(void)
{
	return WHEN_MS;
}

static int setup(void **state)
{
	struct error error;

	(void)state;
	clock_set_source(fixed_clock);
	folder = file_make_temporary_directory("certdesk-test", &error);
	path = mem_printf("%s/log", folder);
	return folder == NULL;
}

static int teardown(void **state)
{
	(void)state;
	log_close();
	file_remove_tree(folder);
	free(folder);
	free(path);
	return 0;
}

static void file_is(const char *wanted)
{
	char text[4096] = "";
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, wanted);
}

static void test_keeps(void **state)
{
	(void)state;
	assert_int_equal(log_count(), 0);
	assert_null(log_at(0));
	log_add(LOG_WARNING, "order %d is %s", 7, "late");
	assert_int_equal(log_count(), 1);
	assert_string_equal(log_at(0)->text, "order 7 is late");
	assert_int_equal(log_at(0)->level, LOG_WARNING);
	assert_int_equal(log_at(0)->time_ms, WHEN_MS);
	assert_null(log_at(1));
	assert_null(log_at(SIZE_MAX));
	log_close();
	assert_int_equal(log_count(), 0);
	assert_null(log_at(0));
}

static void test_ring(void **state)
{
	const int total = LOG_KEPT * 2 + 345;
	char wanted[32];

	(void)state;
	for (int i = 0; i < total; i++) {
		log_add(LOG_DEBUG, "entry %d", i);
		assert_int_equal(log_count(), i < LOG_KEPT ? i + 1 : LOG_KEPT);
		assert_int_equal(
			log_dropped(), i < LOG_KEPT ? 0 : i + 1 - LOG_KEPT);
		snprintf(wanted, sizeof(wanted), "entry %d", i);
		assert_string_equal(log_at(log_count() - 1)->text, wanted);
	}
	for (int i = 0; i < LOG_KEPT; i++) {
		snprintf(wanted, sizeof(wanted), "entry %d",
			total - LOG_KEPT + i);
		assert_string_equal(log_at((size_t)i)->text, wanted);
	}
	assert_null(log_at(LOG_KEPT));
}

/* Any text is the number of its entry, as often as its length has room. */
static void make_text(unsigned number, size_t len, char *text)
{
	for (size_t i = 0; i < len; i++)
		text[i] = (char)('0' + (number + i) % 10);
	text[len] = '\0';
}

/* Long texts: fewer of them, the latest, each whole. */
static void test_bytes(void **state)
{
	static const size_t lengths[] = {
		LOG_TEXT_SIZE - 1, 0, 100, LOG_TEXT_SIZE - 1, 31, 477, 1};
	const unsigned total = 5 * LOG_BYTES / LOG_TEXT_SIZE;
	char wanted[LOG_TEXT_SIZE];

	(void)state;
	for (unsigned i = 0; i < total; i++) {
		make_text(i, LOG_TEXT_SIZE - 1, wanted);
		log_add(LOG_DEBUG, "%s", wanted);
	}
	assert_int_equal(log_count(), LOG_BYTES / LOG_TEXT_SIZE);
	for (unsigned i = 0; i < 10 * total; i++) {
		make_text(i, lengths[i % ARRAY_LEN(lengths)], wanted);
		log_add(LOG_DEBUG, "%s", wanted);
		if (i < total || i % 97 != 0)
			continue;
		assert_true(log_count() >= LOG_BYTES / LOG_TEXT_SIZE - 1);
		for (unsigned k = 0; k < log_count(); k++) {
			make_text(i - k, lengths[(i - k) % ARRAY_LEN(lengths)],
				wanted);
			assert_string_equal(
				log_at(log_count() - 1 - k)->text, wanted);
		}
	}
}

static void test_cleans(void **state)
{
	char longer[LOG_TEXT_SIZE * 4];

	(void)state;
	log_add(LOG_ERROR, "%s", "a\x1b[31mb\nc\xe2\x80\xae");
	assert_string_equal(
		log_at(0)->text, "a\xef\xbf\xbd[31mb c\xef\xbf\xbd");
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	log_add(LOG_ERROR, "%s", longer);
	assert_int_equal(strlen(log_at(1)->text), LOG_TEXT_SIZE - 1);
}

static void test_file(void **state)
{
	struct error error;
	struct stat status;
	mode_t before = umask(0);

	(void)state;
	assert_true(log_open(path, &error));
	umask(before);
	log_add(LOG_INFO, "first");
	log_add(LOG_ERROR, "second\nline");
	file_is("2026-11-20T14:02:11Z info first\n"
		"2026-11-20T14:02:11Z error second line\n");
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	log_close();
	log_add(LOG_INFO, "not in the file");
	assert_true(log_open(path, &error));
	log_add(LOG_REQUEST, "third");
	file_is("2026-11-20T14:02:11Z info first\n"
		"2026-11-20T14:02:11Z error second line\n"
		"2026-11-20T14:02:11Z request third\n");
}

static void refuses(const char *name, const char *reason)
{
	struct error error;

	assert_false(log_open(name, &error));
	assert_int_equal(error.kind, ERROR_SYSTEM);
	if (!strstr(error.text, reason))
		fail_msg("%s: %s", name, error.text);
}

static void test_file_refused(void **state)
{
	char *target = mem_printf("%s-target", path);
	struct stat status;

	(void)state;
	refuses(folder, "Is a directory");
	refuses("no-such-folder/log", "No such file");
	refuses("/dev/null", "not a regular file");
	assert_int_equal(symlink(strrchr(target, '/') + 1, path), 0);
	refuses(path, "symbolic link");
	assert_int_equal(lstat(target, &status), -1);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	refuses(path, "cannot be opened");
	free(target);
}

/* A refused file leaves the one that is open in place. */
static void test_second_file(void **state)
{
	struct error error;

	(void)state;
	assert_true(log_open(path, &error));
	assert_false(log_open("no-such-folder/log", &error));
	log_add(LOG_INFO, "still here");
	file_is("2026-11-20T14:02:11Z info still here\n");
}

/* A disk that is full: said once, and the log goes on without the file. */
static void test_file_given_up(void **state)
{
	struct rlimit before;
	struct rlimit small;
	struct error error;

	(void)state;
	assert_true(log_open(path, &error));
	log_add(LOG_INFO, "fits");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 32;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	log_add(LOG_INFO, "does not fit");
	log_add(LOG_INFO, "nor this");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(log_count(), 4);
	assert_string_equal(log_at(1)->text, "does not fit");
	assert_string_equal(log_at(2)->text,
		"the log file is no longer written: File too large");
	assert_int_equal(log_at(2)->level, LOG_WARNING);
	assert_string_equal(log_at(3)->text, "nor this");
}

/* A child process must not inherit it. */
static void test_close_on_exec(void **state)
{
	struct error error;
	int next = open("/dev/null", O_RDONLY);

	(void)state;
	assert_true(next >= 0);
	close(next);
	assert_true(log_open(path, &error));
	/* the lowest free number is the one that was just free */
	assert_int_equal(fcntl(next, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	log_close();
	assert_int_equal(fcntl(next, F_GETFD), -1);
}

static void test_level_names(void **state)
{
	(void)state;
	assert_string_equal(log_level_name(LOG_DEBUG), "debug");
	assert_string_equal(log_level_name(LOG_ERROR), "error");
	assert_string_equal(log_level_name((enum log_level)99), "unknown");
}

#define log_test(function)                                                     \
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		log_test(test_keeps),
		log_test(test_ring),
		log_test(test_bytes),
		log_test(test_cleans),
		log_test(test_file),
		log_test(test_file_refused),
		log_test(test_second_file),
		log_test(test_file_given_up),
		log_test(test_close_on_exec),
		log_test(test_level_names),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
