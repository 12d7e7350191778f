/* SPDX-License-Identifier: MIT
 *
 * Errors: filled as a whole, cut at a character, wrapped around themselves.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "buf.h"
#include "error.h"
#include "text.h"

static void test_set(void **state)
{
	struct error error = {.status = 500, .code = "old", .text = "old"};

	(void)state;
	assert_false(error_set(&error, ERROR_REFUSED, "Order %d: %s", 7, "no"));
	assert_int_equal(error.kind, ERROR_REFUSED);
	assert_int_equal(error.status, 0);
	assert_string_equal(error.code, "");
	assert_string_equal(error.text, "Order 7: no");
	error_clear(&error);
	assert_int_equal(error.kind, ERROR_NONE);
	assert_string_equal(error.text, "");
}

static void test_nobody_asks(void **state)
{
	(void)state;
	assert_false(error_set(NULL, ERROR_SYSTEM, "%s", "x"));
	assert_false(error_set_errno(NULL, ERROR_SYSTEM, ENOENT, "%s", "x"));
}

static void test_errno(void **state)
{
	struct error error;

	(void)state;
	assert_false(error_set_errno(
		&error, ERROR_SYSTEM, ENOENT, "%s cannot be opened", "a.conf"));
	assert_string_equal(error.text,
		"a.conf cannot be opened: No such file or directory");
}

/* A function says more about what a function below said. */
static void test_wrap(void **state)
{
	struct error error;

	(void)state;
	error_set(&error, ERROR_TLS, "the name does not match");
	error_set(&error, error.kind, "No connection: %s (%s)", error.text,
		error_kind_name(error.kind));
	assert_int_equal(error.kind, ERROR_TLS);
	assert_string_equal(
		error.text, "No connection: the name does not match (tls)");
}

/* Cut at any byte, a text of whole characters stays one. */
static void cut_stays_whole(const char *character)
{
	struct buf text;

	buf_init(&text, (size_t)2 * ERROR_TEXT_SIZE);
	while (text.len < ERROR_TEXT_SIZE + 20)
		buf_puts(&text, character);
	for (int before = 0; before < 4; before++) {
		struct error error;
		size_t len;

		error_set(&error, ERROR_FORMAT, "%.*s%s", before, "abc",
			text.data);
		len = strlen(error.text);
		assert_true(text_is_valid_utf8(error.text, len));
		assert_true(len + strlen(character) >= ERROR_TEXT_SIZE);
	}
	buf_clear(&text);
}

static void test_cut(void **state)
{
	(void)state;
	cut_stays_whole("x");
	cut_stays_whole("\xc3\xa9");
	cut_stays_whole("\xe2\x82\xac");
	cut_stays_whole("\xf0\x9f\x98\x80");
}

/* Bytes that are no text at all are not searched for a character. */
static void test_cut_broken(void **state)
{
	struct error error;
	char text[ERROR_TEXT_SIZE + 10];

	(void)state;
	memset(text, 0x80, sizeof(text));
	text[0] = '\xf0';
	text[sizeof(text) - 1] = '\0';
	error_set(&error, ERROR_FORMAT, "%s", text);
	assert_int_equal(strlen(error.text), ERROR_TEXT_SIZE - 1);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(error_kind_name(ERROR_CONNECT), "connect");
	assert_string_equal(error_kind_name(ERROR_STATE), "state");
	assert_string_equal(error_kind_name((enum error_kind)1000), "unknown");
	for (int a = ERROR_NONE; a <= ERROR_STATE; a++) {
		const char *name = error_kind_name((enum error_kind)a);

		assert_string_not_equal(name, "unknown");
		for (int b = ERROR_NONE; b < a; b++)
			assert_string_not_equal(
				name, error_kind_name((enum error_kind)b));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_nobody_asks),
		cmocka_unit_test(test_errno),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_cut_broken),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
