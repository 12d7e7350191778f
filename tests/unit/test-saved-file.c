/* SPDX-License-Identifier: MIT
 *
 * The file of the agent's own views on a real disk, written beside the loop.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "attr.h"
#include "file.h"
#include "loop-uv.h"
#include "mem.h"
#include "saved-file.h"

struct stage {
	char *directory, *path;
	const char *before;
	struct loop *loop;
	struct saved *saved;
	struct saved_file *file;
	struct buf problems;
	struct error error, kept;
	int told;
};

static void kept(void *data, const struct error *error)
{
	struct stage *stage = data;

	stage->told++;
	stage->kept = (struct error){0};
	if (error != NULL)
		stage->kept = *error;
	loop_stop(stage->loop);
}

static bool open_file(struct stage *stage)
{
	stage->loop = loop_uv_new();
	stage->saved = saved_new();
	buf_init(&stage->problems, 10000);
	stage->error = (struct error){0};
	stage->file = saved_file_new(stage->loop, stage->saved, stage->path,
		stage->before, &stage->problems, &stage->error);
	saved_on_kept(stage->saved, kept, stage);
	return stage->file != NULL;
}

static void close_file(struct stage *stage)
{
	loop_uv_free(stage->loop);
	saved_file_free(stage->file);
	saved_free(stage->saved);
	buf_clear(&stage->problems);
}

static int set_up(void **state)
{
	struct stage *stage = mem_zalloc(sizeof(*stage));
	struct error error;

	stage->directory =
		file_make_temporary_directory("certdesk-test", &error);
	if (stage->directory == NULL)
		return -1;
	stage->path = mem_printf("%s/new/views", stage->directory);
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;

	file_remove_tree(stage->directory);
	free(stage->directory);
	free(stage->path);
	free(stage);
	return 0;
}

static void put(struct stage *stage, int number, const char *name)
{
	struct order_query query;

	order_query_init(&query);
	saved_put(stage->saved, number, name, &query, "", "");
}

static void views_survive_a_restart(void **state)
{
	struct stage *stage = *state;
	struct stat info;

	assert_true(open_file(stage));
	put(stage, 8, "One");
	loop_run(stage->loop);
	assert_int_equal(stage->kept.kind, ERROR_NONE);
	close_file(stage);
	assert_int_equal(stat(stage->path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);

	assert_true(open_file(stage));
	assert_string_equal(saved_view(stage->saved, 8)->name, "One");
	/* What is saved right before the end is written, too. */
	put(stage, 8, "Two");
	close_file(stage);
	assert_true(open_file(stage));
	assert_string_equal(saved_view(stage->saved, 8)->name, "Two");
	close_file(stage);
}

/* An account that has saved nothing yet begins with what all had, and leaves
 * that as it is. */
static void an_account_has_a_file_of_its_own(void **state)
{
	struct stage *stage = *state;
	char *common, *own, *before;

	setenv("XDG_CONFIG_HOME", stage->directory, 1);
	common = saved_file_path("eu", false, &before);
	assert_null(before);
	own = saved_file_path("a/b eu.1", true, &before);
	assert_string_equal(before, common);
	assert_non_null(strstr(own, "/certdesk/views-a%2Fb%20eu.1"));
	free(stage->path);
	stage->path = common;
	assert_true(open_file(stage));
	put(stage, 8, "Of all");
	close_file(stage);

	stage->path = own;
	stage->before = before;
	assert_true(open_file(stage));
	assert_string_equal(saved_view(stage->saved, 8)->name, "Of all");
	put(stage, 9, "Of one");
	close_file(stage);
	assert_true(open_file(stage));
	assert_string_equal(saved_view(stage->saved, 8)->name, "Of all");
	assert_string_equal(saved_view(stage->saved, 9)->name, "Of one");
	close_file(stage);
	stage->path = common;
	stage->before = NULL;
	assert_true(open_file(stage));
	assert_null(saved_view(stage->saved, 9));
	close_file(stage);
	free(before);
	/* What is there counts, also when it is the only account by now. */
	free(own);
	own = saved_file_path("a/b eu.1", false, &before);
	assert_non_null(strstr(own, "views-a%2F"));
	free(own);
	free(before);
}

/* While it is written it may be freed: an account that is closed. */
static void what_is_written_outlives_its_file(void **state)
{
	struct stage *stage = *state;

	assert_true(open_file(stage));
	put(stage, 8, "One");
	put(stage, 8, "Two");
	saved_file_free(stage->file);
	saved_free(stage->saved);
	loop_uv_free(stage->loop);
	buf_clear(&stage->problems);
	assert_true(open_file(stage));
	assert_string_equal(saved_view(stage->saved, 8)->name, "Two");
	close_file(stage);
}

/* The last of several changes is what stands there in the end. */
static void changes_come_in_order(void **state)
{
	struct stage *stage = *state;

	assert_true(open_file(stage));
	put(stage, 8, "One");
	put(stage, 8, "Two");
	put(stage, 9, "Three");
	while (stage->told < 2)
		loop_run(stage->loop);
	assert_int_equal(stage->kept.kind, ERROR_NONE);
	close_file(stage);
	assert_true(open_file(stage));
	assert_string_equal(saved_view(stage->saved, 8)->name, "Two");
	assert_string_equal(saved_view(stage->saved, 9)->name, "Three");
	close_file(stage);
}

static void nobody_is_overwritten(void **state)
{
	static const char theirs[] = "[view Theirs]\nnumber = 9\nquery =\n";
	struct stage *stage = *state;
	struct error error;

	assert_true(open_file(stage));
	assert_true(file_make_parent(stage->path, &error));
	assert_true(file_replace(stage->path, theirs, strlen(theirs), &error));
	put(stage, 8, "Mine");
	loop_run(stage->loop);
	assert_int_equal(stage->kept.kind, ERROR_STATE);
	assert_null(saved_view(stage->saved, 8));
	assert_string_equal(saved_view(stage->saved, 9)->name, "Theirs");
	put(stage, 8, "Mine");
	loop_run(stage->loop);
	assert_int_equal(stage->kept.kind, ERROR_NONE);
	close_file(stage);
	assert_true(open_file(stage));
	assert_string_equal(saved_view(stage->saved, 8)->name, "Mine");
	assert_string_equal(saved_view(stage->saved, 9)->name, "Theirs");
	close_file(stage);
}

static const char *const names[] = {"Ada", "Ben", "Chi", "Dov", "Eli", "Fay"};

/* By way of another program: libuv's threads live as long as the program, and
 * valgrind would take their memory for lost here. */
static NO_RETURN void end_child(bool good)
{
	execl("/bin/sh", "sh", "-c", good ? "exit 0" : "exit 2", (char *)NULL);
	_exit(3);
}

/* One of several programs that save at once, until its view is kept. */
static void save_until_kept(struct stage *stage, size_t who)
{
	if (!open_file(stage))
		_exit(1);
	do {
		put(stage, (int)who + 1, names[who]);
		loop_run(stage->loop);
	} while (stage->kept.kind == ERROR_STATE);
	end_child(stage->kept.kind == ERROR_NONE);
}

static void several_programs_lose_no_view(void **state)
{
	struct stage *stage = *state;
	pid_t children[ARRAY_LEN(names)];
	int status;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			save_until_kept(stage, i);
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	assert_true(open_file(stage));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_string_equal(
			saved_view(stage->saved, (int)i + 1)->name, names[i]);
	close_file(stage);
}

/* It may be somebody's work of an hour with one letter wrong. */
static void what_cannot_be_read_is_not_overwritten(void **state)
{
	static const char theirs[] = "[view A]\nquery = colour=red\n";
	struct stage *stage = *state;
	struct error error;
	struct buf now;

	assert_true(open_file(stage));
	put(stage, 8, "Mine");
	loop_run(stage->loop);
	assert_int_equal(stage->kept.kind, ERROR_NONE);
	assert_true(file_replace(stage->path, theirs, strlen(theirs), &error));
	for (int i = 0; i < 2; i++) {
		put(stage, 9, "More");
		loop_run(stage->loop);
		assert_int_equal(stage->kept.kind, ERROR_CONFIG);
		assert_non_null(strstr(stage->kept.text, "views"));
	}
	assert_string_equal(saved_view(stage->saved, 8)->name, "Mine");
	assert_string_equal(saved_view(stage->saved, 9)->name, "More");
	close_file(stage);
	buf_init(&now, 1000);
	assert_true(file_read(stage->path, 1000, &now, &error));
	assert_string_equal(buf_text(&now), theirs);
	buf_clear(&now);
}

static void failures_are_told(void **state)
{
	struct stage *stage = *state;
	struct error error;

	/* A file where the directory should be. */
	free(stage->path);
	stage->path = mem_printf("%s/file/views", stage->directory);
	{
		char *file = mem_printf("%s/file", stage->directory);

		assert_true(file_replace(file, "x", 1, &error));
		free(file);
	}
	assert_true(open_file(stage));
	put(stage, 8, "Mine");
	loop_run(stage->loop);
	assert_int_not_equal(stage->kept.kind, ERROR_NONE);
	assert_non_null(strstr(stage->kept.text, "file"));
	close_file(stage);
}

static void a_wrong_file_is_named(void **state)
{
	static const char wrong[] = "[view A]\nquery = colour=red\n";
	struct stage *stage = *state;
	struct error error;

	assert_true(file_make_parent(stage->path, &error));
	assert_true(file_replace(stage->path, wrong, strlen(wrong), &error));
	assert_false(open_file(stage));
	assert_int_equal(stage->error.kind, ERROR_CONFIG);
	assert_non_null(strstr(buf_text(&stage->problems), "views:2: "));
	close_file(stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			views_survive_a_restart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_account_has_a_file_of_its_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_is_written_outlives_its_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			changes_come_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			nobody_is_overwritten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			several_programs_lose_no_view, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_read_is_not_overwritten, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			failures_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_wrong_file_is_named, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
