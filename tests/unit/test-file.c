/* SPDX-License-Identifier: MIT
 *
 * Our own files: where they are, who may read them, how they are written, and
 * that removing a tree never leaves it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"

static char *directory;

static int set_up(void **state)
{
	struct error error;

	(void)state;
	directory = file_make_temporary_directory("certdesk-test", &error);
	return directory == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	file_remove_tree(directory);
	assert_false(file_exists(directory));
	free(directory);
	return 0;
}

static char *below(const char *name)
{
	return mem_printf("%s/%s", directory, name);
}

static char *make(const char *name, const char *text, mode_t mode)
{
	char *path = below(name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	chmod(path, mode);
	return path;
}

static mode_t mode_of(const char *path)
{
	struct stat info;

	assert_int_equal(lstat(path, &info), 0);
	return info.st_mode & 07777;
}

/* -- paths ------------------------------------------------------------------
 */

struct path_case {
	const char *variable; /* XDG_CONFIG_HOME */
	const char *path;
};

static const struct path_case path_cases[] = {
	{NULL, "/home/mira/.config/certdesk/config"},
	{"", "/home/mira/.config/certdesk/config"},
	{"relative", "/home/mira/.config/certdesk/config"},
	{"/etc/mira", "/etc/mira/certdesk/config"},
};

static void same(char *path, const char *expected)
{
	assert_string_equal(path, expected);
	free(path);
}

static void test_paths(void **state)
{
	size_t i;

	(void)state;
	setenv("HOME", "/home/mira", 1);
	for (i = 0; i < sizeof(path_cases) / sizeof(path_cases[0]); i++) {
		unsetenv("XDG_CONFIG_HOME");
		if (path_cases[i].variable != NULL)
			setenv("XDG_CONFIG_HOME", path_cases[i].variable, 1);
		same(file_config_path("config"), path_cases[i].path);
	}
	unsetenv("XDG_STATE_HOME");
	same(file_state_path("journal.db"),
		"/home/mira/.local/state/certdesk/journal.db");
	setenv("XDG_STATE_HOME", "/var/x", 1);
	same(file_state_path("journal.db"), "/var/x/certdesk/journal.db");
	same(file_expand("~/a/b"), "/home/mira/a/b");
	same(file_expand("~"), "/home/mira");
	same(file_expand("~ben/a"), "~ben/a");
	same(file_expand("/a/~/b"), "/a/~/b");
	same(file_expand(""), "");
	same(file_beside("/a/b/history", "commands"), "/a/b/commands");
	same(file_beside("/history", "commands"), "/commands");
	same(file_beside("history", "commands"), "commands");
}

/* -- reading ----------------------------------------------------------------
 */

static void reads(const char *path, size_t max, const char *expected)
{
	struct error error;
	struct buf buf;

	buf_init(&buf, 1000);
	if (expected != NULL) {
		assert_true(file_read(path, max, &buf, &error));
		assert_string_equal(buf_text(&buf), expected);
	} else {
		error.kind = ERROR_NONE;
		assert_false(file_read(path, max, &buf, &error));
		assert_int_not_equal(error.kind, ERROR_NONE);
		assert_non_null(strstr(error.text, path));
	}
	buf_clear(&buf);
}

static void test_read(void **state)
{
	char *path = make("a", "12345", 0644);
	char *link = below("link"), *fifo = below("fifo");

	(void)state;
	reads(path, 5, "12345");
	reads(path, 4, NULL);
	assert_int_equal(symlink(path, link), 0);
	reads(link, 5, "12345");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	reads(fifo, 5, NULL); /* and does not wait for a writer */
	reads(directory, 5, NULL);
	reads("/nonexistent/file", 5, NULL);
	free(path);
	free(link);
	free(fifo);
}

/* -- writing ----------------------------------------------------------------
 */

static void test_make_parent(void **state)
{
	char *path = below("x/y/z"), *y = below("x/y");
	char *inside = below("x/y/z/file/more");
	struct error error;
	mode_t before = umask(0);

	(void)state;
	assert_true(file_make_parent(path, &error));
	assert_true(file_make_parent(path, &error));
	assert_int_equal(mode_of(y), 0700);
	assert_false(file_exists(path));
	free(make("x/y/z", "", 0600));
	assert_false(file_make_parent(inside, &error));
	assert_int_equal(error.kind, ERROR_SYSTEM);
	umask(before);
	free(path);
	free(y);
	free(inside);
}

static void test_replace(void **state)
{
	char *path = make("config", "old", 0644);
	char *nowhere = below("no/where");
	struct error error;

	(void)state;
	assert_true(file_replace(path, "new", 3, &error));
	reads(path, 10, "new");
	assert_int_equal(mode_of(path), 0600);
	assert_false(file_replace(nowhere, "new", 3, &error));
	assert_non_null(strstr(error.text, nowhere));
	free(path);
	free(nowhere);
}

static void test_create(void **state)
{
	char *path = below("created"), *nowhere = below("no/such/place");
	char *link = below("dangling"), *target = below("target");
	struct error error;

	(void)state;
	assert_true(file_create(path, "one", 3, &error));
	reads(path, 10, "one");
	assert_int_equal(mode_of(path), 0600);
	assert_false(file_create(path, "two", 3, &error));
	assert_non_null(strstr(error.text, "is there already"));
	reads(path, 10, "one");
	assert_int_equal(symlink(target, link), 0);
	assert_false(file_create(link, "two", 3, &error));
	assert_false(file_exists(target));
	assert_false(file_create(nowhere, "new", 3, &error));
	assert_non_null(strstr(error.text, nowhere));
	free(path);
	free(nowhere);
	free(link);
	free(target);
}

static void test_temporary_directory(void **state)
{
	struct error error;
	char *path;

	(void)state;
	setenv("TMPDIR", directory, 1);
	path = file_make_temporary_directory("x", &error);
	assert_non_null(path);
	assert_ptr_equal(strstr(path, directory), path);
	assert_int_equal(mode_of(path), 0700);
	free(path);
	setenv("TMPDIR", "/nonexistent", 1);
	assert_null(file_make_temporary_directory("x", &error));
	assert_non_null(strstr(error.text, "TMPDIR"));
	unsetenv("TMPDIR");
}

/* What a link points to stays. */
static void test_remove_tree(void **state)
{
	char *inside = below("tree/a/b/c"), *tree = below("tree");
	char *outside = below("outside"), *link = below("tree/a/link");
	struct error error;

	(void)state;
	assert_true(file_make_parent(inside, &error));
	free(make("tree/a/b/c", "x", 0400));
	assert_int_equal(mkdir(outside, 0700), 0);
	free(make("outside/kept", "x", 0600));
	assert_int_equal(symlink(outside, link), 0);
	file_remove_tree(tree);
	assert_false(file_exists(tree));
	free(inside);
	inside = below("outside/kept");
	assert_true(file_exists(inside));
	file_remove_tree("/nonexistent/tree");
	free(inside);
	free(tree);
	free(outside);
	free(link);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_paths),
		TEST(test_read),
		TEST(test_make_parent),
		TEST(test_replace),
		TEST(test_create),
		TEST(test_temporary_directory),
		TEST(test_remove_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
