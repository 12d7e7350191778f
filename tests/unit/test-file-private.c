/* SPDX-License-Identifier: MIT
 *
 * Files that must be ours alone (the key, the configuration): every mode of
 * every kind of file, other owners, directories where others can write, and
 * files that are exchanged between two looks.
 *
 * Who owns a file, and what happens between two system calls, is played here:
 * the program's own fstat takes the place of the C library's.
 */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attr.h"
#include "file.h"
#include "mem.h"

static char *directory, *path;
static mode_t foreign; /* S_IFREG or S_IFDIR: those are another user's */
static void (*before_look)(int look); /* NULL: nothing happens */
static int looks;

int fstat(int fd, struct stat *info)
{
	if (before_look != NULL)
		before_look(looks++);
	if (fstatat(fd, "", info, AT_EMPTY_PATH) != 0)
		return -1;
	if ((info->st_mode & S_IFMT) == foreign)
		info->st_uid = geteuid() + 1;
	return 0;
}

static void write_file(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(name, mode), 0);
}

static int set_up(void **state)
{
	struct error error;

	(void)state;
	foreign = 0;
	before_look = NULL;
	looks = 0;
	directory = file_make_temporary_directory("certdesk-test", &error);
	path = mem_printf("%s/key", directory);
	write_file(path, "key", 0600);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	chmod(directory, 0700);
	file_remove_tree(directory);
	free(directory);
	free(path);
	return 0;
}

/* What is read is "key" or nothing. */
static bool reads(const char *name, struct error *error)
{
	struct buf buf;
	bool good;

	buf_init(&buf, 100);
	error_clear(error);
	good = file_read_private(name, 100, &buf, error);
	assert_string_equal(buf_text(&buf), good ? "key" : "");
	if (!good) {
		assert_int_equal(error->kind, ERROR_CONFIG);
		assert_non_null(strstr(error->text, name));
	}
	buf_clear(&buf);
	return good;
}

static bool refuses(const char *name, const char *says)
{
	struct error error;

	if (reads(name, &error))
		return false;
	if (strstr(error.text, says) == NULL)
		fail_msg("%s: %s", name, error.text);
	return true;
}

/* -- modes and kinds ------------------------------------------------------- */

/* Its owner must be able to read it; root always is. */
static bool is_good(mode_t mode)
{
	return (mode & 077) == 0 && (mode & 0400 || geteuid() == 0);
}

static void as_it_is(mode_t mode)
{
	struct error error;

	assert_int_equal(chmod(path, mode), 0);
	assert_int_equal(reads(path, &error), is_good(mode));
	if (mode & 0400 && !is_good(mode))
		assert_non_null(strstr(error.text, "run: chmod 600"));
}

static void of_another(mode_t mode)
{
	bool opened = mode & 0400 || geteuid() == 0;

	assert_int_equal(chmod(path, mode), 0);
	foreign = S_IFREG;
	assert_true(refuses(path, opened ? "it must be yours" : ""));
	foreign = S_IFDIR;
	assert_true(refuses(path, "who could exchange"));
	foreign = 0;
}

static void behind_a_link(mode_t mode)
{
	char *link = mem_printf("%s/link", directory);

	assert_int_equal(chmod(path, mode), 0);
	unlink(link);
	assert_int_equal(symlink("key", link), 0);
	assert_true(refuses(link, "is a symbolic link"));
	free(link);
}

static void a_fifo(mode_t mode)
{
	char *fifo = mem_printf("%s/fifo", directory);

	unlink(fifo);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(chmod(fifo, mode), 0);
	assert_true(refuses(fifo, ""));
	free(fifo);
}

static void a_directory(mode_t mode)
{
	char *below = mem_printf("%s/directory", directory);

	mkdir(below, 0700);
	assert_int_equal(chmod(below, mode), 0);
	assert_true(refuses(below, ""));
	assert_int_equal(chmod(below, 0700), 0);
	free(below);
}

/* The mode of the directory that it is in; without the right to search it,
 * only root gets there. */
static void in_a_directory(mode_t mode)
{
	struct error error;
	bool loose = (mode & 022) != 0;
	bool closed = (mode & 0100) == 0 && geteuid() != 0;

	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(chmod(directory, mode), 0);
	/* A group of ours alone may write; whether it is, the system knows. */
	if ((mode & 022) != 020)
		assert_int_equal(reads(path, &error), !loose && !closed);
	if (mode & 02 && !closed)
		assert_true(refuses(path, "run: chmod o-w"));
	assert_int_equal(chmod(directory, mode | S_ISVTX), 0);
	assert_int_equal(reads(path, &error), !closed);
	assert_int_equal(chmod(directory, 0700), 0);
}

static void test_all_modes_of_all_kinds(void **state)
{
	static void (*const kinds[])(mode_t mode) = {as_it_is, of_another,
		behind_a_link, a_fifo, a_directory, in_a_directory};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		for (mode_t mode = 0; mode < 01000; mode++)
			kinds[i](mode);
}

static void test_what_is_missing(void **state)
{
	struct error error;
	char *below = mem_printf("%s/key/below", directory);

	(void)state;
	assert_false(reads("/nonexistent/key", &error));
	assert_true(file_is_missing("/nonexistent/key"));
	assert_true(file_is_missing(below));
	assert_false(file_is_missing(path));
	unlink(path);
	assert_false(reads(path, &error));
	assert_true(file_is_missing(path));
	/* There is something, if only a name. */
	assert_int_equal(symlink("nothing", path), 0);
	assert_false(file_is_missing(path));
	free(below);
}

/* Whoever can write between it and the home directory could exchange the
 * directory that it is in; what is above is not looked at. */
static void test_below_home(void **state)
{
	char *old = mem_dup(getenv("HOME"));
	char *below = mem_printf("%s/a/b/key", directory);
	char *a = mem_printf("%s/a", directory);
	struct error error;

	(void)state;
	assert_true(file_make_parent(below, &error));
	write_file(below, "key", 0600);
	setenv("HOME", a, 1);
	assert_int_equal(chmod(directory, 0777), 0);
	assert_true(reads(below, &error));
	assert_int_equal(chmod(a, 0777), 0);
	assert_true(refuses(below, "/a/b/.."));
	assert_int_equal(chmod(a, 01777), 0);
	assert_true(reads(below, &error));
	assert_int_equal(chmod(a, 0755), 0);
	setenv("HOME", directory, 1);
	assert_true(refuses(below, "/a/b/../.."));
	assert_int_equal(chmod(directory, 0755), 0);
	assert_true(reads(below, &error));
	if (old != NULL)
		setenv("HOME", old, 1);
	else
		unsetenv("HOME");
	free(old);
	free(below);
	free(a);
}

/* A name without a slash is in the directory where we are. */
static void test_here(void **state)
{
	struct error error;

	(void)state;
	assert_int_equal(chdir(directory), 0);
	assert_true(reads("key", &error));
	assert_int_equal(chmod(".", 0777), 0);
	assert_true(refuses("key", "run: chmod o-w"));
	assert_int_equal(chdir("/"), 0);
}

/* -- exchanged ------------------------------------------------------------- */

static const char *other_text;
static mode_t other_mode;
static int other_look;

/* The directory is looked at first, then the file. */
static void exchange(int look)
{
	char *other = mem_printf("%s/other", directory);

	if (look == other_look) {
		write_file(other, other_text, other_mode);
		assert_int_equal(rename(other, path), 0);
	}
	free(other);
}

static void exchange_at(int look, const char *text, mode_t mode)
{
	other_look = look;
	other_text = text;
	other_mode = mode;
	looks = 0;
	before_look = exchange;
}

/* What is judged is what is read, whatever stands under the name before or
 * after. */
static void test_exchanged(void **state)
{
	struct error error;

	(void)state;
	exchange_at(0, "theirs", 0644);
	assert_true(refuses(path, "run: chmod 600"));
	write_file(path, "key", 0600);
	exchange_at(1, "theirs", 0644);
	assert_true(reads(path, &error)); /* the one that was opened */
	write_file(path, "theirs", 0644);
	exchange_at(1, "key", 0600);
	assert_true(refuses(path, "run: chmod 600"));
	exchange_at(0, "key", 0600);
	assert_true(reads(path, &error));
}

static void link_it(int look)
{
	if (look != 0)
		return;
	unlink(path);
	assert_int_equal(symlink("/etc/hostname", path), 0);
}

static void test_exchanged_for_a_link(void **state)
{
	(void)state;
	before_look = link_it;
	assert_true(refuses(path, "is a symbolic link"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_all_modes_of_all_kinds),
		TEST(test_what_is_missing),
		TEST(test_here),
		TEST(test_below_home),
		TEST(test_exchanged),
		TEST(test_exchanged_for_a_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
