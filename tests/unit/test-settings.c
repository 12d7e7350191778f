/* SPDX-License-Identifier: MIT
 *
 * The configuration: values, all errors at once, URLs that may carry a key.
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
#include "settings.h"

static bool
parse(struct settings *settings, const char *text, struct buf *problems)
{
	struct error error = {0};

	settings_init(settings);
	buf_init(problems, 64 * 1024);
	return settings_parse(settings, text, "config", problems, &error);
}

static void reads_accounts(void **state)
{
	struct settings settings;
	struct buf problems;
	const struct settings_account *account;
	struct error error = {0};

	(void)state;
	assert_true(parse(&settings,
		"[general]\n"
		"account = two\n"
		"resend_guard = 60\n"
		"note_on_resend = yes\n"
		"syslog = yes\n"
		"; a comment\n"
		"[account one]\n"
		"region = eu\n"
		"label = PROD\n"
		"[account two]\n"
		"url = http://127.0.0.1:8417/\n"
		"kind = subscription\n"
		"read_only = on\n"
		"key_file = ~/key\n"
		"issuance_resend = PUT /x/{order_id}/mail\n",
		&problems));
	assert_int_equal(settings.account_count, 2);
	assert_int_equal(settings.resend_guard_s, 60);
	assert_true(settings.note_on_resend);
	assert_true(settings.to_syslog);
	account = settings_account(&settings, NULL, &error);
	assert_non_null(account);
	assert_string_equal(account->url, "http://127.0.0.1:8417/services/v2");
	assert_int_equal(account->kind, STORE_SUBSCRIPTION);
	assert_true(account->read_only);
	account = settings_account(&settings, "one", &error);
	assert_non_null(account);
	assert_string_equal(
		account->url, "https://certcentral.digicert.eu/services/v2");
	assert_string_equal(account->label, "PROD");
	assert_null(settings_account(&settings, "three", &error));
	assert_non_null(strstr(error.text, "one, two"));
	settings_clear(&settings);
	buf_clear(&problems);
}

static void the_clipboard_has_ways(void **state)
{
	static const char *const words[] = {
		"auto", "osc52", "tmux", "screen", "none"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct settings settings;
		struct buf problems;
		char *text =
			mem_printf("[general]\nclipboard = %s\n", words[i]);

		assert_true(parse(&settings, text, &problems));
		assert_int_equal(settings.clipboard, i);
		assert_string_equal(
			settings_clipboard_name(settings.clipboard), words[i]);
		settings_clear(&settings);
		buf_clear(&problems);
		free(text);
	}
}

static void an_account_may_refresh_otherwise(void **state)
{
	static const struct {
		const char *general, *account;
		int seconds;
	} cases[] = {
		{"", "", 0},
		{"refresh = 30\n", "", 30},
		{"refresh = 30\n", "refresh = 0\n", 0},
		{"", "refresh = 60\n", 60},
		{"refresh = 1\n", "", SETTINGS_REFRESH_LEAST},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct settings settings;
		struct buf problems;
		char *text = mem_printf("[general]\n%s[account one]\n"
					"region = eu\n%s",
			cases[i].general, cases[i].account);

		assert_true(parse(&settings, text, &problems));
		assert_int_equal(
			settings_refresh(&settings, &settings.accounts[0]),
			cases[i].seconds);
		settings_clear(&settings);
		buf_clear(&problems);
		free(text);
	}
}

static void finds_all_errors_at_once(void **state)
{
	struct settings settings;
	struct buf problems;
	const char *text;

	(void)state;
	assert_false(parse(&settings,
		"[general]\n"
		"resend_gaurd = 5\n"
		"resend_guard = soon\n"
		"[account one]\n"
		"region = mars\n"
		"api_key = abc\n"
		"[what]\n"
		"x = y\n"
		"[account two]\n"
		"region = us\n"
		"kind = big\n"
		"issuance_resend = DELETE /x\n",
		&problems));
	text = buf_text(&problems);
	assert_non_null(strstr(text, "config:2: "));
	assert_non_null(strstr(text, "Did you mean resend_guard?"));
	assert_non_null(strstr(text, "config:3: resend_guard is a whole"));
	assert_non_null(strstr(text, "config:5: region is us or eu"));
	assert_non_null(strstr(text, "config:6: The key itself"));
	assert_null(strstr(text, "abc"));
	assert_non_null(strstr(text, "config:7: There is no section"));
	assert_null(strstr(text, "config:8: ")); /* once for all of it */
	assert_non_null(strstr(text, "config:11: kind is"));
	assert_non_null(strstr(text, "config:12: issuance_resend"));
	assert_null(strstr(text, "[account one] needs a region"));
	settings_clear(&settings);
	buf_clear(&problems);
}

/* What is right by itself and wrong beside the rest, and sections that hold
 * nothing. */
static void what_does_not_go_together_is_told(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"x = 1\n[general]\n",
			"config:1: 'x' stands before the first [section]."},
		{"[generel]\n",
			"config:1: There is no section [generel]. Did you mean "
			"[general]?"},
		{"[acount one]\nregion = us\n", "Did you mean [account NAME]?"},
		{"[account]\nregion = us\n",
			"config:1: There is no section [account]. Did you mean "
			"[account NAME]? There are "},
		{"[general]\nrefresh = 5\n[general]\nrefresh = 6\n",
			"config:4: refresh is set on line 2 already."},
		{"[account one]\nregion = us\nregion = us\n",
			"config:3: region is set on line 2 already."},
		{"[account one]\nregion = us\nurl = https://x.example\n",
			"config:3: This account has a url or a region"},
		{"\n[account one]\n",
			"config:2: [account one] needs a region (us or eu) or "
			"a url."},
		{"[account one]\nregion = us\nkey_file = x\n"
		 "key_command = y\n",
			"config:1: [account one] has both"},
		{"[general]\naccount = ome\n[account one]\nregion = us\n",
			"config:2: account = ome names no [account] section. "
			"Did you mean one?"},
		{"[account one]\nregion = us\nconsole_url = https://x\n",
			"config:3: console_url is the address of an order"},
		{"[view A]\n", "config:1: [view A] needs a query."},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct settings settings;
		struct buf problems;

		assert_false(parse(&settings, cases[i].text, &problems));
		if (strstr(buf_text(&problems), cases[i].says) == NULL)
			fail_msg("case %zu says: %s", i, buf_text(&problems));
		assert_ptr_equal(strchr(buf_text(&problems), '\n') + 1,
			problems.data + problems.len); /* one line */
		settings_clear(&settings);
		buf_clear(&problems);
	}
}

static void views_are_read(void **state)
{
	struct settings settings;
	struct buf problems;

	(void)state;
	assert_true(parse(&settings,
		"[general]\n"
		"columns = order name\n"
		"view_counts = no\n"
		"read_ahead = no\n"
		"slow = yes\n"
		"[view Night shift]\n"
		"number = 8\n"
		"query = status=pending product_name_id=vmc_basic\n"
		"filter = !test ; ~x\n"
		"sort = -valid_till\n"
		"[view Late]\n"
		"query =\n"
		"sort = -waiting\n",
		&problems));
	assert_int_equal(settings.view_count, 2);
	assert_string_equal(settings.views[0].name, "Night shift");
	assert_int_equal(settings.views[0].number, 8);
	assert_int_equal(settings.views[0].line, 6);
	assert_string_equal(settings.views[0].filter, "!test ; ~x");
	assert_string_equal(settings.columns, "order name");
	assert_false(settings.view_counts);
	assert_false(settings.read_ahead);
	assert_true(settings.slow);
	settings_clear(&settings);
	buf_clear(&problems);
}

static void errors_of_views_have_lines(void **state)
{
	struct settings settings;
	struct buf problems;
	const char *text;

	(void)state;
	assert_false(parse(&settings,
		"[view A]\n"
		"number = 10\n"
		"query = colour=red\n"
		"[view B]\n"
		"number = 8\n"
		"sort = colour\n"
		"[view C]\n"
		"number = 8\n"
		"query = date_created=yesterday\n"
		"querry = x\n"
		"filter = date>yesterday\n"
		"[view abcdefghijklmnopqrstuvwxyzabcdefghijklmnop]\n"
		"query =\n",
		&problems));
	text = buf_text(&problems);
	assert_non_null(strstr(text, "config:2: number is a whole number"));
	assert_non_null(strstr(text, "config:3: There is no filter"));
	assert_non_null(strstr(text, "config:6: sort is order_id"));
	assert_non_null(strstr(text, "config:4: [view B] needs a query"));
	assert_non_null(strstr(text, "config:7: The number 8 is taken"));
	assert_non_null(strstr(text, "config:9: \"yesterday\" is no date"));
	assert_non_null(strstr(text, "config:10: There is no setting"));
	assert_non_null(strstr(text, "config:11: "));
	assert_non_null(strstr(text, "config:12: The name of a view"));
	/* One that is wrong is not missing, too. */
	assert_null(strstr(text, "[view A] needs"));
	assert_null(strstr(text, "[view C] needs"));
	settings_clear(&settings);
	buf_clear(&problems);
}

static void a_view_may_be_of_an_account(void **state)
{
	struct settings settings;
	struct buf problems;
	const char *text;

	(void)state;
	assert_false(parse(&settings,
		"[view A]\naccount = eu\nnumber = 8\nquery =\n"
		"[view B]\nnumber = 8\nquery =\n"
		"[view C]\naccount = ue\nquery =\n"
		"[view D]\naccount = eu\nnumber = 8\nquery =\n"
		"[account eu]\nregion = eu\n",
		&problems));
	text = buf_text(&problems);
	assert_null(strstr(text, "[view B]"));
	assert_non_null(strstr(text,
		"config:8: [view C]: account = ue names no [account] section"));
	assert_non_null(strstr(text, "config:11: The number 8 is taken by "
				     "[view A]."));
	settings_clear(&settings);
	buf_clear(&problems);
}

/* The program's own file can not bring accounts. */
static void the_own_file_has_no_accounts(void **state)
{
	struct settings settings;
	struct buf problems;
	struct error error;

	(void)state;
	settings_init(&settings);
	buf_init(&problems, 10000);
	assert_false(settings_parse_own(&settings,
		"[view A]\nquery =\n[account x]\nregion = us\n"
		"[general]\njournal = /x\n",
		"views", &problems, &error));
	assert_non_null(strstr(buf_text(&problems), "views:4: This file"));
	assert_non_null(strstr(buf_text(&problems), "views:6: This file"));
	assert_int_equal(settings.account_count, 0);
	assert_null(settings.journal);
	settings_clear(&settings);
	buf_clear(&problems);
}

static void long_and_broken_lines(void **state)
{
	struct settings settings;
	struct buf problems;
	char text[1200];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, "[general]\n", 10);
	text[sizeof(text) - 2] = '=';
	text[sizeof(text) - 1] = '\0';
	assert_false(parse(&settings, text, &problems));
	assert_non_null(strstr(buf_text(&problems), "config:2: The name is"));
	settings_clear(&settings);
	buf_clear(&problems);

	assert_false(parse(&settings, "[general]\nnonsense\n", &problems));
	assert_non_null(strstr(buf_text(&problems), "config:2: "));
	settings_clear(&settings);
	buf_clear(&problems);
}

/* Every line stands for itself: a setting that is lost could be read_only. */
static void lines_are_read_whole(void **state)
{
	struct settings settings;
	struct buf problems;
	const struct settings_account *account;
	char line[700];

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	char *text = mem_printf(
		"\xef\xbb\xbf[account one] ; the first\r\n"
		"\tregion = eu\r\n"
		"  label = PROD\r\n"
		"  read_only = yes\r\n"
		"\t# a comment\n"
		"   key_command = sh -c \"pass acme ; echo = [x]\" # y\n"
		"console_url=https://example.com/%%s?{order_id}=b\n"
		"[account two]\nregion: us\nkey_file = ~/a b\nlabel = %s",
		line);
	assert_true(parse(&settings, text, &problems));
	free(text);
	assert_int_equal(settings.account_count, 2);
	account = &settings.accounts[0];
	assert_string_equal(account->name, "one");
	assert_string_equal(
		account->url, "https://certcentral.digicert.eu/services/v2");
	assert_string_equal(account->label, "PROD");
	assert_true(account->read_only);
	assert_string_equal(
		account->key_command, "sh -c \"pass acme ; echo = [x]\" # y");
	assert_string_equal(
		account->console_url, "https://example.com/%s?{order_id}=b");
	account = &settings.accounts[1];
	assert_string_equal(account->key_file, "~/a b");
	assert_string_equal(account->label, line);
	settings_clear(&settings);
	buf_clear(&problems);
}

static void every_problem_has_its_line(void **state)
{
	static const struct {
		const char *text, *problem;
	} cases[] = {
		{"[account a]\nlabel = x\n", "config:1: [account a] needs"},
		{"\n[account a]\nregion = us\nurl = https://example.com\n",
			"config:4: This account has a url or a region"},
		{"[account a]\nregion = us\nregion = eu\n",
			"config:3: region is set on line 2 already."},
		{"[account a]\nregion = us\n[account b]\nregion = us\n"
		 "key_file = f\nkey_command = c\n",
			"config:3: [account b] has both"},
		{"[general]\naccount = a\n", "config:2: account = a names no"},
		{"[general]\naccount =\n", "config:2: account has no value"},
		{"[account a]\nregion = us\nkey_file =\n",
			"config:3: key_file has no value"},
		{"[general]\nclipboard = xclip\n",
			"config:2: clipboard is auto, osc52, tmux, screen or "
			"none, not 'xclip'."},
		{"x\n[general]\ny\n z\n", "config:1: This line is neither"},
		{"x\n[general]\ny\n z\n", "config:3: This line is neither"},
		{"x\n[general]\ny\n z\n", "config:4: This line is neither"},
		{"[general]\na ;b = c\n", "config:2: This line is neither"},
		{"[general\naccount = a\n", "config:1: The bracket of"},
		{"[account aaaaaaaaaabbbbbbbbbbccccccccccddddddddddee]\n",
			"config:1: The name of this section is longer"},
		{"region = us\n", "config:1: 'region' stands before the first"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct settings settings;
		struct buf problems;

		assert_false(parse(&settings, cases[i].text, &problems));
		if (strstr(buf_text(&problems), cases[i].problem) == NULL)
			fail_msg("%s in: %s", cases[i].problem,
				buf_text(&problems));
		settings_clear(&settings);
		buf_clear(&problems);
	}
}

static void which_urls_may_carry_a_key(void **state)
{
	static const struct {
		const char *url, *out, *host;
	} cases[] = {
		{"https://www.digicert.com",
			"https://www.digicert.com/services/v2",
			"www.digicert.com"},
		{"https://www.digicert.com/services/v2/",
			"https://www.digicert.com/services/v2",
			"www.digicert.com"},
		{"http://127.0.0.1:8417", "http://127.0.0.1:8417/services/v2",
			"127.0.0.1:8417"},
		{"http://[::1]:8417", "http://[::1]:8417/services/v2",
			"[::1]:8417"},
		/* One server, one name: the guard compares it. */
		{"https://WWW.DigiCert.com:443/Services/V2",
			"https://WWW.DigiCert.com:443/Services/V2",
			"www.digicert.com"},
		{"https://www.digicert.com:8443/services/v2",
			"https://www.digicert.com:8443/services/v2",
			"www.digicert.com:8443"},
		{"http://127.0.0.1:80", "http://127.0.0.1:80/services/v2",
			"127.0.0.1"},
		{"http://www.digicert.com", NULL, NULL},
		{"http://127.0.0.1.evil.example", NULL, NULL},
		{"http://127.evil.example.1", NULL, NULL},
		{"http://localhost:8417", NULL, NULL},
		{"http://127.0.0.1@evil.example/", NULL, NULL},
		{"https://user@www.digicert.com", NULL, NULL},
		{"https://user:Canary@www.digicert.com", NULL, NULL},
		{"ftp://user:Canary@www.digicert.com", NULL, NULL},
		{"user:Canary@www.digicert.com", NULL, NULL},
		{"https://user:Can ary@www.digicert.com", NULL, NULL},
		{"https://", NULL, NULL},
		{"https:///services/v2", NULL, NULL},
		{"ftp://www.digicert.com", NULL, NULL},
		{"www.digicert.com", NULL, NULL},
		{"https://www.digicert.com/?x", NULL, NULL},
		{"https://www.digicert.com/#x", NULL, NULL},
		{"https://www.digicert.com/a b", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error error = {0};
		char *out = NULL, *host = NULL;
		bool ok = settings_url(cases[i].url, &out, &host, &error);

		if (ok != (cases[i].out != NULL))
			fail_msg("%s: %s", cases[i].url, error.text);
		assert_null(strstr(error.text, "ary@"));
		if (ok) {
			assert_string_equal(out, cases[i].out);
			assert_string_equal(host, cases[i].host);
		}
		free(out);
		free(host);
	}
}

static void account_from_the_environment(void **state)
{
	struct settings settings;
	struct error error = {0};
	const struct settings_account *account;

	(void)state;
	settings_init(&settings);
	assert_false(settings_add_environment(
		&settings, "http://127.0.0.1:1", "huge", NULL, &error));
	assert_false(settings_add_environment(
		&settings, "http://127.0.0.1:1", NULL, "PUT /x", &error));
	assert_non_null(strstr(error.text, "{order_id}"));
	assert_int_equal(settings.account_count, 0);
	assert_true(settings_add_environment(&settings, "http://127.0.0.1:1",
		"partner", "PUT /x/{order_id}", &error));
	account = settings_account(&settings, NULL, &error);
	assert_non_null(account);
	assert_int_equal(account->kind, STORE_PARTNER);
	assert_string_equal(account->issuance_resend, "PUT /x/{order_id}");
	settings_clear(&settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_accounts),
		cmocka_unit_test(the_clipboard_has_ways),
		cmocka_unit_test(an_account_may_refresh_otherwise),
		cmocka_unit_test(finds_all_errors_at_once),
		cmocka_unit_test(what_does_not_go_together_is_told),
		cmocka_unit_test(views_are_read),
		cmocka_unit_test(errors_of_views_have_lines),
		cmocka_unit_test(a_view_may_be_of_an_account),
		cmocka_unit_test(the_own_file_has_no_accounts),
		cmocka_unit_test(long_and_broken_lines),
		cmocka_unit_test(lines_are_read_whole),
		cmocka_unit_test(every_problem_has_its_line),
		cmocka_unit_test(which_urls_may_carry_a_key),
		cmocka_unit_test(account_from_the_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
