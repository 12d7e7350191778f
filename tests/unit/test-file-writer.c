/* SPDX-License-Identifier: MIT
 *
 * Under a name there is all of a file or nothing, and never somebody else's.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file-writer.h"

static char folder[] = "/tmp/certdesk-test-XXXXXX";
static char path[64];

/* -- a disk without links -------------------------------------------------- */

static bool has_links = true, stranger_comes;
static bool stranger_came;

/* Makes a file of that name if there is none, as we do, at the worst moment. */
static void stranger(const char *name)
{
	int fd;

	if (!stranger_comes)
		return;
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		return;
	stranger_came = write(fd, "mine", 4) == 4;
	close(fd);
}

/* These in the place of the library's. */
int link(const char *from, const char *to)
{
	if (has_links)
		return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
	errno = EPERM;
	return -1;
}

int rename(const char *from, const char *to)
{
	stranger(to);
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

/* -- the tests ------------------------------------------------------------- */

static int set_up(void **state)
{
	(void)state;
	has_links = true;
	stranger_comes = stranger_came = false;
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/orders.csv", folder);
	return 0;
}

static int count_files(void)
{
	DIR *dir = opendir(folder);
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2; /* . and .. */
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void put(const char *text)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
}

static void assert_holds(const char *text)
{
	char got[64] = "";
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	got[fread(got, 1, sizeof(got) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(got, text);
	assert_int_equal(count_files(), 1);
}

static struct file_writer *begin(bool replaces)
{
	struct error error = {0};
	struct file_writer *writer = file_writer_new(path, replaces, &error);

	assert_non_null(writer);
	assert_true(file_writer_add(writer, "one\n", 4, &error));
	assert_true(file_writer_add(writer, "two\n", 4, &error));
	return writer;
}

static void test_whole(void **state)
{
	struct error error = {0};
	struct file_writer *writer = begin(false);
	struct stat info;
	char *saved;

	(void)state;
	assert_int_not_equal(access(path, F_OK), 0);
	saved = file_writer_finish(writer, &error);
	assert_string_equal(saved, path);
	free(saved);
	assert_holds("one\ntwo\n");
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
}

static void test_given_up(void **state)
{
	(void)state;
	file_writer_abandon(begin(false));
	assert_int_equal(count_files(), 0);
	file_writer_abandon(NULL);
}

static void keeps_what_comes_in_between(void)
{
	struct error error = {0};
	struct file_writer *writer = begin(false);

	put("mine");
	assert_null(file_writer_finish(writer, &error));
	assert_int_equal(error.kind, ERROR_STATE);
	assert_holds("mine");
}

static void test_there_already(void **state)
{
	struct error error = {0};

	(void)state;
	put("mine");
	assert_null(file_writer_new(path, false, &error));
	assert_int_equal(error.kind, ERROR_STATE);
	assert_holds("mine");
	/* And where it comes while ours is written. */
	unlink(path);
	keeps_what_comes_in_between();
}

static void test_no_links(void **state)
{
	struct error error = {0};

	(void)state;
	has_links = false;
	free(file_writer_finish(begin(false), &error));
	assert_holds("one\ntwo\n");
	unlink(path);
	keeps_what_comes_in_between();
}

static void test_stranger(void **state)
{
	struct error error = {0};

	(void)state;
	has_links = false;
	stranger_comes = true;
	free(file_writer_finish(begin(false), &error));
	if (stranger_came)
		assert_holds("mine");
	else
		assert_holds("one\ntwo\n");
}

static void test_replaced(void **state)
{
	struct error error = {0};
	struct file_writer *writer;

	(void)state;
	put("mine");
	file_writer_abandon(begin(true));
	assert_holds("mine");
	writer = begin(true);
	free(file_writer_finish(writer, &error));
	assert_holds("one\ntwo\n");
}

static void test_no_place(void **state)
{
	struct error error = {0};
	char no_folder[96];

	(void)state;
	snprintf(no_folder, sizeof(no_folder), "%s/none/x", folder);
	assert_null(file_writer_new(no_folder, false, &error));
	assert_int_equal(error.kind, ERROR_SYSTEM);
	assert_null(file_writer_new(folder, true, &error));
	assert_int_equal(error.kind, ERROR_SYSTEM);
	assert_int_equal(count_files(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_given_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_there_already, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_no_links, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_stranger, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_replaced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_no_place, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
