/* SPDX-License-Identifier: MIT
 *
 * Memory: what is handed out, the arena, and the end of the program when
 * nothing is left (in a child process).
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"

#define TOO_MUCH (SIZE_MAX / 4)

/* The address sanitizer must let a request that is too big fail normally. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void is_cleared(const void *p, size_t size)
{
	const unsigned char *bytes = p;

	for (size_t i = 0; i < size; i++)
		assert_int_equal(bytes[i], 0);
}

static void test_alloc(void **state)
{
	char *p = mem_alloc(10);

	(void)state;
	memset(p, 'x', 10);
	free(p);
	p = mem_zalloc(1000);
	is_cleared(p, 1000);
	free(p);
	p = mem_array(100, 7);
	is_cleared(p, 700);
	free(p);
}

static void test_nothing_is_something(void **state)
{
	void *p[] = {mem_alloc(0), mem_zalloc(0), mem_array(0, 8),
		mem_array(8, 0), mem_resize(NULL, 0, 8)};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(p); i++) {
		assert_non_null(p[i]);
		free(p[i]);
	}
}

static void test_resize_keeps(void **state)
{
	uint32_t *numbers = mem_array(4, sizeof(*numbers));

	(void)state;
	for (uint32_t i = 0; i < 4; i++)
		numbers[i] = i * 11;
	numbers = mem_resize(numbers, 4000, sizeof(*numbers));
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(numbers[i], i * 11);
	numbers[3999] = 1;
	free(numbers);
}

static void test_texts(void **state)
{
	char *text = mem_dup("www.example.com");

	(void)state;
	assert_string_equal(text, "www.example.com");
	free(text);
	text = mem_dupn("www.example.com", 3);
	assert_string_equal(text, "www");
	free(text);
	text = mem_dupn(NULL, 0);
	assert_string_equal(text, "");
	free(text);
	assert_null(mem_dup(NULL));
	text = mem_printf("%s-%03d", "order", 7);
	assert_string_equal(text, "order-007");
	free(text);
	text = mem_printf("%500s", "x");
	assert_int_equal(strlen(text), 500);
	free(text);
}

static void test_wipe(void **state)
{
	char secret[] = "0123456789";

	(void)state;
	mem_wipe(secret, 5);
	is_cleared(secret, 5);
	assert_string_equal(secret + 5, "56789");
	mem_wipe(NULL, 0);
}

/* -- arena --------------------------------------------------------------- */

static void test_arena_texts(void **state)
{
	struct mem_arena arena = {0};
	char *texts[3000];
	char wanted[32];

	(void)state;
	for (int i = 0; i < 3000; i++) {
		char *made = mem_printf("host%d.example.com", i);

		texts[i] = mem_arena_dup(&arena, made);
		free(made);
	}
	for (int i = 0; i < 3000; i++) {
		snprintf(wanted, sizeof(wanted), "host%d.example.com", i);
		assert_string_equal(texts[i], wanted);
	}
	assert_null(mem_arena_dup(&arena, NULL));
	assert_string_equal(mem_arena_dupn(&arena, "abc", 2), "ab");
	assert_string_equal(mem_arena_dupn(&arena, NULL, 0), "");
	mem_arena_clear(&arena);
	assert_null(arena.blocks);
	assert_int_equal(arena.bytes, 0);
}

static void test_arena_sizes(void **state)
{
	static const size_t sizes[] = {0, 1, 7, 8, 15, 16, 100, 4095, 4096,
		4097, 70000, 1, 2000000, 3};
	struct mem_arena arena = {0};

	(void)state;
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
			void *p = mem_arena_alloc(&arena, sizes[i]);

			assert_int_equal(
				(uintptr_t)p % _Alignof(max_align_t), 0);
			is_cleared(p, sizes[i]);
			memset(p, 0xa5, sizes[i]);
			/* makes the next one start at an odd place */
			mem_arena_dup(&arena, "xx");
		}
	}
	mem_arena_clear(&arena);
}

static void test_arena_take(void **state)
{
	struct mem_arena one = {0}, other = {0};
	char *a, *b;

	(void)state;
	mem_arena_take(&one, &other);
	assert_null(one.blocks);
	b = mem_arena_dup(&other, "b");
	mem_arena_take(&one, &other);
	assert_null(other.blocks);
	assert_int_equal(other.bytes, 0);
	assert_int_equal(one.bytes, 2);
	a = mem_arena_dup(&one, "a");
	mem_arena_alloc(&other, 100000);
	mem_arena_take(&one, &other);
	assert_int_equal(one.bytes, 4 + 100000);
	assert_string_equal(a, "a");
	assert_string_equal(b, "b");
	mem_arena_clear(&other);
	mem_arena_clear(&one);
}

/* Blocks that are filled to their last byte. */
static void test_arena_to_the_brim(void **state)
{
	struct mem_arena arena = {0};

	(void)state;
	for (int i = 0; i < 200000; i++)
		assert_string_equal(mem_arena_dup(&arena, ""), "");
	assert_int_equal(arena.bytes, 200000);
	mem_arena_clear(&arena);
}

/* No two of them share a byte. */
static void test_arena_apart(void **state)
{
	struct mem_arena arena = {0};
	unsigned char *things[500];

	(void)state;
	for (size_t i = 0; i < 500; i++) {
		things[i] = mem_arena_alloc(&arena, 1 + i * 13 % 900);
		memset(things[i], (int)(i % 251), 1 + i * 13 % 900);
	}
	for (size_t i = 0; i < 500; i++)
		for (size_t k = 0; k < 1 + i * 13 % 900; k++)
			assert_int_equal(things[i][k], i % 251);
	mem_arena_clear(&arena);
}

static void test_arena_undo(void **state)
{
	struct mem_arena arena = {0};
	char *first = mem_arena_dup(&arena, "first");
	char *second = mem_arena_bytes(&arena, 7);
	char *large;

	(void)state;
	memset(second, 'x', 7);
	mem_arena_undo(&arena, second);
	assert_int_equal(arena.bytes, 6);
	assert_ptr_equal(mem_arena_bytes(&arena, 7), second);
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(second[i], 0);
	assert_string_equal(first, "first");
	/* It has a block of its own, and stays. */
	large = mem_arena_bytes(&arena, 1000000);
	mem_arena_undo(&arena, large);
	assert_int_equal(arena.bytes, 1000013);
	mem_arena_clear(&arena);
}

static void test_arena_counts(void **state)
{
	struct mem_arena arena = {0};

	(void)state;
	mem_arena_alloc(&arena, 100);
	mem_arena_dup(&arena, "1234");
	assert_int_equal(arena.bytes, 105);
	mem_arena_clear(&arena);
	mem_arena_clear(&arena);
}

/* -- the end -------------------------------------------------------------- */

static void ask_alloc(void)
{
	free(mem_alloc(TOO_MUCH));
}

static void ask_zalloc(void)
{
	free(mem_zalloc(TOO_MUCH));
}

static void ask_array(void)
{
	free(mem_array(SIZE_MAX / 2, 3));
}

static void ask_resize(void)
{
	free(mem_resize(NULL, SIZE_MAX / 2, 3));
}

static void ask_resize_big(void)
{
	free(mem_resize(NULL, TOO_MUCH, 1));
}

static void ask_dupn(void)
{
	free(mem_dupn("", SIZE_MAX));
}

static void ask_arena(void)
{
	struct mem_arena arena = {0};

	mem_arena_alloc(&arena, TOO_MUCH);
}

static void ask_arena_dupn(void)
{
	struct mem_arena arena = {0};

	mem_arena_dupn(&arena, "", SIZE_MAX);
}

static void ask_arena_max(void)
{
	struct mem_arena arena = {0};

	mem_arena_alloc(&arena, SIZE_MAX - 8);
}

static void hook(void)
{
	if (write(STDERR_FILENO, "hook\n", 5) < 0)
		_exit(99);
}

static void child(void (*ask)(void), int output)
{
	dup2(output, STDERR_FILENO);
	mem_on_exhausted(hook);
	ask();
	_exit(0);
}

static void ends_with_sentence(void (*ask)(void))
{
	char said[4096] = "";
	size_t len = 0;
	ssize_t got;
	int ends[2];
	int status = 0;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		child(ask, ends[1]);
	close(ends[1]);
	while ((got = read(ends[0], said + len, sizeof(said) - 1 - len)) > 0)
		len += (size_t)got;
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 8);
	assert_non_null(strstr(said, "hook\n"));
	assert_non_null(strstr(said, "no memory left"));
	assert_true(strstr(said, "hook\n") < strstr(said, "no memory left"));
}

static void test_end_of_memory(void **state)
{
	static void (*const asks[])(void) = {ask_alloc, ask_zalloc, ask_array,
		ask_resize, ask_resize_big, ask_dupn, ask_arena, ask_arena_dupn,
		ask_arena_max};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(asks); i++)
		ends_with_sentence(asks[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc),
		cmocka_unit_test(test_nothing_is_something),
		cmocka_unit_test(test_resize_keeps),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_wipe),
		cmocka_unit_test(test_arena_texts),
		cmocka_unit_test(test_arena_sizes),
		cmocka_unit_test(test_arena_take),
		cmocka_unit_test(test_arena_to_the_brim),
		cmocka_unit_test(test_arena_apart),
		cmocka_unit_test(test_arena_undo),
		cmocka_unit_test(test_arena_counts),
		cmocka_unit_test(test_end_of_memory),
	};

	return cmocka_run_group_tests_name("mem", tests, NULL, NULL);
}
