/* SPDX-License-Identifier: MIT
 *
 * The configuration in force, written and read again; one setting changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "mem.h"
#include "settings-change.h"
#include "settings-print.h"
#include "text.h"

static const char all_of_it[] =
	"[general]\n"
	"account = two\n"
	"journal = /srv/certdesk/journal.db\n"
	"resend_guard = 0\n"
	"requests_per_5s = 7\n"
	"requests_per_180s = 70\n"
	"columns = order name:30 status\n"
	"view_counts = no\n"
	"read_ahead = no\n"
	"refresh = 30\n"
	"syslog = yes\n"
	"note_on_resend = yes\n"
	"[account one two]\n"
	"region = eu\n"
	"key_command = sh -c 'x \"y\" ; z' # no comment\n"
	"[account two]\n"
	"url = http://127.0.0.1:8417\n"
	"kind = subscription\n"
	"label = PR\xc3\x96"
	"D [x] = y\n"
	"read_only = on\n"
	"refresh = 0\n"
	"issuance_resend = PUT /x/{order_id}\n"
	"console_url = https://console.example.com/{order_id}?a=b;c\n"
	"ca_file = ~/ca.pem\n"
	"proxy =\n"
	"key_file = ~/key\n"
	"[account three]\n"
	"region = us\n"
	"proxy = http://proxy.example.com:3128\n"
	"[view Night shift]\n"
	"number = 8\n"
	"query = status=pending\n"
	"filter = !test ; ~x\n"
	"sort = -waiting\n"
	"[view Everything]\n"
	"query =\n"
	"[keys]\n"
	"orders-open = Enter l o\n"
	"[theme mine]\n"
	"error = bold red\n"
	"[command ticket]\n"
	"run = ticket-open \"$CERTDESK_ORDER_NAME\" ; x # y\n"
	"key = T <Ctrl-X>t\n"
	"background = yes\n"
	"wait = no\n"
	"[command look]\n"
	"run = less\n"
	"help = look at it\n"
	"json = yes\n"
	"confirm = yes\n"
	"harmless = yes\n";

static void read_well(struct settings *settings, const char *text)
{
	struct error error = {0};
	struct buf problems;

	settings_init(settings);
	buf_init(&problems, 64 * 1024);
	if (!settings_parse(settings, text, "config", &problems, &error))
		fail_msg("%s", buf_text(&problems));
	buf_clear(&problems);
}

static char *print(const struct settings *settings)
{
	struct buf out;

	buf_init(&out, SETTINGS_PRINT_MAX);
	settings_print(settings, "config", &out);
	assert_false(out.full);
	return buf_take(&out);
}

/* Only the lines of comments differ, which say where a value comes from. */
static char *without_comments(const char *text)
{
	struct buf out;

	buf_init(&out, SETTINGS_PRINT_MAX);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n") + 1;

		if (*text != '#')
			buf_add(&out, text, len);
		text += len;
	}
	return buf_take(&out);
}

static void what_is_printed_reads_the_same(void **state)
{
	static const char *const texts[] = {"", all_of_it};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct settings settings, again;
		char *first, *second, *plain, *plain_again;

		read_well(&settings, texts[i]);
		first = print(&settings);
		read_well(&again, first);
		second = print(&again);
		plain = without_comments(first);
		plain_again = without_comments(second);
		assert_string_equal(plain, plain_again);
		assert_int_equal(again.account_count, settings.account_count);
		assert_int_equal(again.view_count, settings.view_count);
		free(first);
		free(second);
		free(plain);
		free(plain_again);
		settings_clear(&settings);
		settings_clear(&again);
	}
}

/* Each line of the file is there as it was, and where it comes from. */
static void every_setting_is_there(void **state)
{
	static const char *const parts[] = {
		"\n\n# Send asks again when the last send is younger",
		"Default: 600. From: config:4\nresend_guard = 0\n",
		"From: config:14\nregion = eu\n",
		"From: config:15\nkey_command = sh -c 'x \"y\" ; z' # no "
		"comment\n",
		"From: default\n# url =\n",
		"url = http://127.0.0.1:8417/services/v2\n",
		"\nlabel = PR\xc3\x96"
		"D [x] = y\n",
		"\nread_only = yes\n",
		"Default: as in [general]. From: config:21\nrefresh = 0\n",
		"From: config:25\nproxy =\n",
		"Default: the environment's. From: default\n# proxy =\n",
		"\nproxy = http://proxy.example.com:3128\n",
		"\n[view Night shift]\n",
		"\nfilter = !test ; ~x\n",
		"\nquery =\n",
		"\norders-open = Enter l o\n",
		"\n[theme mine]\n",
		"\nerror = bold red\n",
		"\nrun = ticket-open \"$CERTDESK_ORDER_NAME\" ; x # y\n",
	};
	struct settings settings;
	char *text;

	(void)state;
	read_well(&settings, all_of_it);
	text = print(&settings);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (strstr(text, parts[i]) == NULL)
			fail_msg("lacks \"%s\":\n%s", parts[i], text);
	free(text);
	settings_clear(&settings);
}

static void a_password_is_not_printed(void **state)
{
	static const struct {
		const char *proxy, *shown;
	} cases[] = {
		{"http://me:s3cret@proxy.example.com:3128",
			"\nproxy = http://me@proxy.example.com:3128\n"},
		{"me:s3cret@proxy.example.com",
			"\nproxy = me@proxy.example.com\n"},
		{"http://me:s3cret@x@proxy.example.com/",
			"\nproxy = http://me@proxy.example.com/\n"},
		{"http://me@proxy.example.com",
			"\nproxy = http://me@proxy.example.com\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct settings settings;
		char *config = mem_printf("[account one]\nregion = us\n"
					  "proxy = %s\n",
			cases[i].proxy);
		char *text;

		read_well(&settings, config);
		text = print(&settings);
		assert_null(strstr(text, "s3cret"));
		assert_non_null(strstr(text, cases[i].shown));
		free(text);
		free(config);
		settings_clear(&settings);
	}
}

static void the_environment_is_named(void **state)
{
	struct settings settings, again;
	struct error error = {0};
	char *text;

	(void)state;
	settings_init(&settings);
	assert_true(settings_add_environment(
		&settings, "https://api.example.com", "legacy", NULL, &error));
	assert_true(settings_change(&settings, &settings.accounts[0],
		"read_only", "yes", SETTINGS_COMMAND_LINE, &error));
	text = print(&settings);
	assert_non_null(strstr(text,
		"From: environment\nurl = https://api.example.com/services"));
	assert_non_null(strstr(text, "From: environment\nkind = legacy\n"));
	assert_non_null(strstr(text, "From: command line\nread_only = yes\n"));
	read_well(&again, text);
	assert_int_equal(again.accounts[0].kind, STORE_LEGACY);
	assert_true(again.accounts[0].read_only);
	free(text);
	settings_clear(&settings);
	settings_clear(&again);
}

/* The account's own setting goes before the general one of that name. */
static void one_setting_is_changed(void **state)
{
	struct settings settings;
	struct settings_account *account;
	struct error error = {0};

	(void)state;
	read_well(&settings, all_of_it);
	account = &settings.accounts[1];
	assert_true(settings_change(
		&settings, account, "refresh", "60", SETTINGS_TYPED, &error));
	assert_int_equal(account->refresh_s, 60);
	assert_int_equal(settings.refresh_s, 30);
	assert_true(settings_change(
		&settings, NULL, "refresh", "90", SETTINGS_TYPED, &error));
	assert_int_equal(settings.refresh_s, 90);
	assert_false(settings_change(&settings, account, "resend_guard", "soon",
		SETTINGS_TYPED, &error));
	assert_string_equal(error.text,
		"resend_guard is a whole number from 0 to 86400, not 'soon'.");
	assert_int_equal(settings.resend_guard_s, 0);
	assert_false(settings_change(&settings, account, "resend_gard", "1",
		SETTINGS_TYPED, &error));
	assert_string_equal(error.text,
		"There is no setting 'resend_gard' here. Did you mean "
		"resend_guard?");
	settings_clear(&settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_reads_the_same),
		cmocka_unit_test(every_setting_is_there),
		cmocka_unit_test(a_password_is_not_printed),
		cmocka_unit_test(the_environment_is_named),
		cmocka_unit_test(one_setting_is_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
