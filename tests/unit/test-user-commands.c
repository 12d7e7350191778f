/* SPDX-License-Identifier: MIT
 *
 * What is wrong with [command NAME] is told with file and line, all of it; and
 * what a hostile order can do to a program that a shell runs: nothing.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child-fork.h"
#include "loop-uv.h"
#include "program-order.h"
#include "tests/support/desk.h"
#include "user-commands.h"

static const struct {
	const char *text, *problem; /* NULL: it is right */
} cases[] = {
	{"[command ticket]\nrun = x\nkey = T\nhelp = open a ticket\n", NULL},
	{"[command ticket]\nrun = x\nkey = T <Ctrl-X>t\nharmless = yes\n",
		NULL},
	{"[command ticket]\nrun = x\nkey = S\nharmless = yes\n", NULL},
	{"[command ticket]\nrun = x\nkey = T <Ctrl-X>t\n",
		"config:1: Ctrl-X cannot be bound to ticket: what leads to a "
		"write is on no key with Ctrl."},
	{"[command ticket]\nrun = x\nkey = S\n",
		"config:1: ticket leads to a write and cannot be S while s is "
		"orders-search in orders: they differ by Shift alone."},
	{"[command ticket]\nrun = x\nkey = M\n", NULL},
	{"[command ticket]\nrun = x\nkey = M\nharmless = yes\n",
		"config:1: orders-mail leads to a write and cannot be m while "
		"M is ticket in orders: they differ by Shift alone."},
	{"[command a]\nrun = x\n[command b]\nrun = y\n", NULL},
	{"[command ticket]\n", "config:1: [command ticket] needs something"},
	{"[command ticket]\nrun =\n", "config:2: run has no value"},
	{"[command 9]\nrun = x\n", "config:1: The name of a command is"},
	{"[command a b]\nrun = x\n", "config:1: The name of a command is"},
	{"[command ticket]\nrn = x\n", "config:2: There is no setting 'rn'"},
	{"[command ticket]\nrun = x\nwait = perhaps\n",
		"config:3: wait is yes or no"},
	{"[command note]\nrun = x\n", "config:1: There is a command note"},
	{"[command orders-open]\nrun = x\n",
		"config:1: There is a command orders-open already"},
	{"[command ticket]\nrun = x\nkey = Nope\n", "config:1: "},
	{"[general]\n[command ticket]\nrun = x\nkey = Q\n", "config:2: "},
	{"[command ticket]\nrun = x\nkey = s\n",
		"config:1: A key of ticket is that of orders-search in "
		"orders already."},
	{"[command a]\nrun = x\nkey = T\n[command b]\nrun = y\nkey = T\n",
		"config:4: "},
};

static void test_check(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct settings settings;
		struct buf problems;
		struct error error;
		bool good;

		settings_init(&settings);
		buf_init(&problems, 64 * 1024);
		good = settings_parse(
			&settings, cases[i].text, "config", &problems, &error);
		good = user_commands_check(&settings, "config", &problems) ==
			       0 &&
		       good;
		if (good != (cases[i].problem == NULL) ||
			(!good && strstr(buf_text(&problems),
					  cases[i].problem) == NULL))
			fail_msg("%s says: %s", cases[i].text,
				buf_text(&problems));
		/* One that is wrong is not missing, too. */
		if (strstr(cases[i].text, "run =") != NULL)
			assert_null(strstr(buf_text(&problems), "needs"));
		settings_clear(&settings);
		buf_clear(&problems);
	}
}

/* -- a hostile order ------------------------------------------------------- */

#define HOSTILE                                                                \
	"$(touch pwned)`touch pwned`\\\";touch pwned;'\\n#\\u001b[31m"         \
	"\\u202e${IFS}*%s"

static struct loop *loop;
static char said[CHILD_OUTPUT_MAX + 1];

static void ended(void *data, const struct child_end *end)
{
	(void)data;
	assert_int_equal(end->code, 0);
	strcpy(said, end->output);
	loop_stop(loop);
}

static void run(char **environment)
{
	static const char *const words[] = {"/bin/sh", "-c",
		"printf '<%s>' \"$CERTDESK_ORDER_NAME\"; "
		"echo $CERTDESK_ORDER_NAME >/dev/null",
		NULL};
	const struct child_request request = {.words = words,
		.environment = (const char *const *)environment};
	struct children *children;

	loop = loop_uv_new();
	children = child_fork_new(loop);
	child_start(children, &request, ended, NULL);
	loop_run(loop);
	child_fork_free(children);
	loop_uv_free(loop);
}

static const char *value_of(char **environment, const char *name)
{
	size_t len = strlen(name);

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, name, len) == 0 &&
			(*environment)[len] == '=')
			return *environment + len + 1;
	return NULL;
}

static void test_hostile_order(void **state)
{
	char folder[] = "/tmp/certdesk-test-XXXXXX", wanted[512];
	struct desk desk;
	char **environment;
	const char *name;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	desk_open_store(&desk);
	store_order_open(desk.store, "900101", false);
	desk_run(&desk);
	desk_reply(&desk, "GET", DESK_INFO, 200,
		"{\"id\":900101,\"status\":\"pending\",\"certificate\":"
		"{\"common_name\":\"" HOSTILE "\"}}");
	environment = program_order_new(desk.store, "900101");
	name = value_of(environment, "CERTDESK_ORDER_NAME");
	assert_non_null(name);
	assert_non_null(strstr(name, "touch pwned"));
	for (const char *c = name; *c != '\0'; c++)
		assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
	assert_null(strstr(name, "\xe2\x80\xae"));
	assert_string_equal(
		value_of(environment, "CERTDESK_ORDER_STATUS"), "pending");
	assert_string_equal(
		value_of(environment, "CERTDESK_ORDER_ID"), "900101");
	assert_string_equal(value_of(environment, "CERTDESK_PRODUCT"), "");
	run(environment);
	snprintf(wanted, sizeof(wanted), "<%s>", name);
	assert_string_equal(said, wanted);
	assert_int_not_equal(access("pwned", F_OK), 0);
	program_order_free(environment);
	desk_close(&desk);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_hostile_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
