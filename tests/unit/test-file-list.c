/* SPDX-License-Identifier: MIT
 *
 * file-list.h: what is in a directory, and what is left out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "file-list.h"
#include "mem.h"
#include "text.h"

static char *folder;

static char *path_of(const char *name)
{
	return mem_printf("%s/%s", folder, name);
}

static void make(const char *name)
{
	char *path = path_of(name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fclose(file);
	free(path);
}

static int set_up(void **state)
{
	struct error error = {0};

	(void)state;
	folder = file_make_temporary_directory("certdesk-list-", &error);
	return folder != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	file_remove_tree(folder);
	free(folder);
	return 0;
}

static void lists(const char *directory, const char *expected)
{
	struct buf names;

	buf_init(&names, 256 * 1024);
	assert_true(file_list(directory, &names));
	assert_string_equal(buf_text(&names), expected);
	buf_clear(&names);
}

static void test_names(void **state)
{
	char *inner = path_of("inner"), *link = path_of("link");
	char *dangling = path_of("zz");

	(void)state;
	lists(folder, "");
	make("b.txt");
	make(".hidden");
	make("with blank");
	make("größe");
	/* What a terminal would take for more than a name. */
	make("odd\033[2J");
	make("two\nlines");
	make("broken\xff");
	assert_int_equal(mkdir(inner, 0700), 0);
	assert_int_equal(symlink("inner", link), 0);
	assert_int_equal(symlink("nowhere", dangling), 0);
	lists(folder, ".hidden\nb.txt\ngröße\ninner/\nlink/\nwith blank\nzz\n");
	lists(link, "");
	free(inner);
	free(link);
	free(dangling);
}

static void test_home(void **state)
{
	(void)state;
	make("one");
	setenv("HOME", folder, 1);
	lists("~/", "one\n");
	assert_int_equal(chdir(folder), 0);
	lists("", "one\n");
	assert_int_equal(chdir("/"), 0);
}

static void test_refused(void **state)
{
	char *file = path_of("file");
	struct buf names;

	(void)state;
	make("file");
	buf_init(&names, 100);
	assert_false(file_list(file, &names));
	assert_false(file_list("/there/is/no/such", &names));
	assert_int_equal(names.len, 0);
	buf_clear(&names);
	free(file);
}

static void test_many(void **state)
{
	char name[32];
	struct buf names;
	size_t lines = 0;

	(void)state;
	for (int i = 0; i < FILE_LIST_NAMES + 100; i++) {
		text_format(name, sizeof(name), "file%d", i);
		make(name);
	}
	buf_init(&names, 256 * 1024);
	assert_true(file_list(folder, &names));
	for (const char *at = buf_text(&names); *at != '\0'; at++)
		lines += *at == '\n';
	assert_in_range(lines, FILE_LIST_NAMES - 2, FILE_LIST_NAMES);
	buf_clear(&names);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names),
		TEST(test_home),
		TEST(test_refused),
		TEST(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
