/* SPDX-License-Identifier: MIT
 *
 * The judges of `certdesk doctor`: facts in, findings out. Each case says which
 * level an area gets, and a word that its sentence must hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "cli-doctor.h"
#include "doctor-journal.h"
#include "doctor-key.h"
#include "doctor-network.h"
#include "doctor-settings.h"
#include "doctor-terminal.h"
#include "people.h"

static struct doctor doctor;

/* All sentences and advices in one, to look for words. */
static char *all_words(void)
{
	struct buf out;

	buf_init(&out, 1024 * 1024);
	for (size_t i = 0; i < doctor.count; i++)
		buf_printf(&out, "%s %s %s\n",
			doctor_level_name(doctor.findings[i].level),
			doctor.findings[i].text,
			doctor.findings[i].advice != NULL
				? doctor.findings[i].advice
				: "");
	return buf_take(&out);
}

/* What was found, and forget it. */
static void found(enum doctor_area area, enum doctor_level level,
	enum error_kind kind, const char *word)
{
	char *words = all_words();

	if (doctor_worst(&doctor, area) != level ||
		doctor_kind(&doctor) != kind || strstr(words, word) == NULL)
		fail_msg("wanted %s, kind %d and '%s'; found kind %d and\n%s",
			doctor_level_name(level), kind, word,
			doctor_kind(&doctor), words);
	free(words);
	doctor_clear(&doctor);
}

/* -- the list ------------------------------------------------------------- */

static void the_first_problem_decides(void **state)
{
	(void)state;
	doctor_ok(&doctor, DOCTOR_JOURNAL, "one");
	assert_int_equal(doctor_kind(&doctor), ERROR_NONE);
	assert_int_equal(cli_doctor_code(&doctor), 0);
	doctor_warn(&doctor, DOCTOR_JOURNAL, NULL, "two");
	assert_int_equal(cli_doctor_code(&doctor), 0);
	doctor_problem(&doctor, DOCTOR_KEY, ERROR_KEY, "do", "three");
	assert_int_equal(cli_doctor_code(&doctor), 4);
	doctor_problem(&doctor, DOCTOR_JOURNAL, ERROR_JOURNAL, "do", "four");
	assert_int_equal(cli_doctor_code(&doctor), 4);
	assert_int_equal(doctor_count(&doctor, DOCTOR_PROBLEM), 2);
	assert_int_equal(doctor_worst(&doctor, DOCTOR_JOURNAL), DOCTOR_PROBLEM);
	doctor_clear(&doctor);
}

static void each_kind_has_its_code(void **state)
{
	static const struct {
		enum error_kind kind;
		int code;
	} cases[] = {
		{ERROR_CONFIG, 2},
		{ERROR_USAGE, 2},
		{ERROR_KEY, 4},
		{ERROR_PERMISSION, 4},
		{ERROR_CONNECT, 5},
		{ERROR_TLS, 5},
		{ERROR_REDIRECT, 5},
		{ERROR_NOT_FOUND, 5},
		{ERROR_SERVER, 5},
		{ERROR_JOURNAL, 8},
		{ERROR_SYSTEM, 8},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		doctor_problem(
			&doctor, DOCTOR_KEY, cases[i].kind, NULL, "problem");
		assert_int_equal(cli_doctor_code(&doctor), cases[i].code);
		doctor_clear(&doctor);
	}
}

static void text_is_wrapped_and_clean(void **state)
{
	struct buf out;
	const char *line;

	(void)state;
	buf_init(&out, 64 * 1024);
	doctor_problem(&doctor, DOCTOR_JOURNAL, ERROR_JOURNAL,
		"\033]52;c;evil\007 run this and that, and then that again, "
		"until it is long enough for a second line",
		"\033[31mred\033[0m \xe2\x80\xae"
		"and %0100d and a long sentence behind it",
		7);
	cli_doctor_text(&doctor, 0, 80, &out);
	assert_null(strchr(buf_text(&out), '\033'));
	assert_null(strchr(buf_text(&out), '\007'));
	assert_null(strstr(buf_text(&out), "\xe2\x80\xae"));
	assert_non_null(strstr(buf_text(&out), "problem  journal        "));
	assert_non_null(
		strstr(buf_text(&out), "\n                        -> "));
	/* Only the word that has no blank may pass the margin. */
	for (line = buf_text(&out); *line != '\0';
		line = strchr(line, '\n') + 1)
		assert_true(strcspn(line, "\n") <= 84 ||
			    strncmp(line + 24, "000", 3) == 0);
	/* In a narrow terminal the text stands below its head. */
	buf_reset(&out);
	cli_doctor_text(&doctor, 0, 40, &out);
	assert_non_null(strstr(buf_text(&out), "problem  journal\n  "));
	for (line = buf_text(&out); *line != '\0';
		line = strchr(line, '\n') + 1)
		assert_true(strcspn(line, "\n") <= 44 ||
			    strncmp(line + 2, "000", 3) == 0);
	buf_reset(&out);
	cli_doctor_json(&doctor, &out);
	assert_null(strchr(buf_text(&out), '\033'));
	assert_non_null(strstr(buf_text(&out), "\"problems\": 1"));
	buf_clear(&out);
	doctor_clear(&doctor);
}

/* -- the proxy ------------------------------------------------------------ */

static const char *const *variables; /* name, value, ..., NULL */

static const char *get(const char *name)
{
	for (size_t i = 0; variables[i] != NULL; i += 2)
		if (strcmp(variables[i], name) == 0)
			return variables[i + 1];
	return NULL;
}

static void the_proxy_and_where_it_is_from(void **state)
{
	static const struct {
		const char *of_account, *host;
		bool loopback;
		const char *variables[7];
		const char *address, *from;
	} cases[] = {
		{NULL, "a.example", false, {NULL}, "", ""},
		{"http://p.example:3128", "a.example", false, {NULL},
			"http://p.example:3128", "proxy of the account"},
		{NULL, "a.example", false,
			{"https_proxy", "http://me:secret@p.example:1"},
			"http://p.example:1", "https_proxy"},
		{NULL, "a.example", false, {"HTTPS_PROXY", "p.example:1"},
			"p.example:1", "HTTPS_PROXY"},
		{NULL, "a.example", false,
			{"ALL_PROXY", "socks5://p.example", "https_proxy", ""},
			"socks5://p.example", "ALL_PROXY"},
		/* http_proxy is for http, which goes to loopback only. */
		{NULL, "a.example", false, {"http_proxy", "p.example"}, "", ""},
		{NULL, "127.0.0.1", true, {"https_proxy", "p.example"}, "",
			"loopback"},
		/* Empty in the account: none, whatever the environment says. */
		{"", "a.example", false, {"https_proxy", "p.example"}, "", ""},
		{NULL, "www.a.example", false,
			{"https_proxy", "p", "no_proxy",
				"b.example, a.example"},
			"", "no_proxy"},
		{NULL, "www.a.example", false,
			{"https_proxy", "p", "NO_PROXY", ".A.example"}, "",
			"NO_PROXY"},
		{NULL, "wwwa.example", false,
			{"https_proxy", "p", "NO_PROXY", "a.example"}, "p",
			"https_proxy"},
		{"p", "a.example", false, {"NO_PROXY", "*"}, "", "NO_PROXY"},
	};
	struct doctor_proxy proxy;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		variables = cases[i].variables;
		doctor_network_proxy(&proxy, cases[i].of_account, cases[i].host,
			cases[i].loopback, get);
		assert_string_equal(proxy.address, cases[i].address);
		assert_string_equal(proxy.from, cases[i].from);
		doctor_network_judge_proxy(&doctor, &proxy);
		found(DOCTOR_PROXY, DOCTOR_OK, ERROR_NONE, cases[i].address);
	}
}

static void the_password_of_a_proxy_is_not_shown(void **state)
{
	static const char *const none[] = {NULL};
	struct doctor_proxy proxy;
	char *words;

	(void)state;
	variables = none;
	doctor_network_proxy(&proxy, "http://me:s@cret@p.example:1",
		"a.example", false, get);
	doctor_network_judge_proxy(&doctor, &proxy);
	words = all_words();
	assert_null(strstr(words, "cret"));
	assert_non_null(strstr(words, "with a password"));
	free(words);
	doctor_clear(&doctor);
}

/* -- the network ---------------------------------------------------------- */

#define NOW INT64_C(1764000000)

static const struct doctor_probe good_probe = {
	.host = "www.example.com",
	.status = 403,
	.address = "192.0.2.7",
	.protocol = "TLSv1.3 / TLS_AES_256_GCM_SHA384",
	.trust = "the certificates in /etc/ssl/certs",
	.issuer = "C = US, O = Example CA",
	.not_after = NOW + INT64_C(90) * 86400,
	.date = NOW,
	.now = NOW,
	.lookup_ms = 3,
	.took_ms = 40,
};

static void a_good_way_is_ok(void **state)
{
	struct doctor_probe probe = good_probe;

	(void)state;
	doctor_network_judge(&doctor, &probe);
	assert_int_equal(doctor_count(&doctor, DOCTOR_OK), doctor.count);
	found(DOCTOR_TLS, DOCTOR_OK, ERROR_NONE, "in 90 days");
}

static void what_is_wrong_with_the_way(void **state)
{
	struct doctor_probe probe = good_probe;

	(void)state;
	probe.lookup_ms = -1;
	error_set(&probe.error, ERROR_CONNECT, "Could not resolve host");
	doctor_network_judge(&doctor, &probe);
	found(DOCTOR_RESOLVER, DOCTOR_PROBLEM, ERROR_CONNECT, "resolv.conf");

	probe = good_probe;
	error_set(&probe.error, ERROR_CONNECT, "Connection refused");
	doctor_network_judge(&doctor, &probe);
	found(DOCTOR_TLS, DOCTOR_PROBLEM, ERROR_CONNECT, "firewall");

	error_set(&probe.error, ERROR_TLS, "certificate has expired");
	doctor_network_judge(&doctor, &probe);
	found(DOCTOR_TLS, DOCTOR_PROBLEM, ERROR_TLS, "ca_file");

	probe = good_probe;
	probe.status = 302;
	doctor_network_judge(&doctor, &probe);
	found(DOCTOR_TLS, DOCTOR_PROBLEM, ERROR_REDIRECT, "HTTP 302");

	probe = good_probe;
	probe.not_after = NOW + INT64_C(14) * 86400 - 1;
	doctor_network_judge(&doctor, &probe);
	found(DOCTOR_TLS, DOCTOR_WARNING, ERROR_NONE, "in 13 days");

	probe = good_probe;
	probe.lookup_ms = 1000;
	doctor_network_judge(&doctor, &probe);
	found(DOCTOR_RESOLVER, DOCTOR_WARNING, ERROR_NONE, "1000 ms");
}

static void the_clock_against_the_servers(void **state)
{
	static const struct {
		int64_t off;
		enum doctor_level level;
		enum error_kind kind;
		const char *word;
	} cases[] = {
		{29, DOCTOR_OK, ERROR_NONE, "agrees"},
		{-29, DOCTOR_OK, ERROR_NONE, "agrees"},
		{30, DOCTOR_WARNING, ERROR_NONE, "30 seconds ahead of"},
		{-599, DOCTOR_WARNING, ERROR_NONE, "599 seconds behind"},
		{-600, DOCTOR_PROBLEM, ERROR_SYSTEM, "10 minutes behind"},
		{7200, DOCTOR_PROBLEM, ERROR_SYSTEM, "120 minutes ahead"},
	};
	struct doctor_probe probe = good_probe;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		probe.date = NOW - cases[i].off;
		doctor_network_judge(&doctor, &probe);
		found(DOCTOR_CLOCK, cases[i].level, cases[i].kind,
			cases[i].word);
	}
	probe.date = DATE_NONE;
	doctor_network_judge(&doctor, &probe);
	found(DOCTOR_CLOCK, DOCTOR_NOTE, ERROR_NONE, "does not tell");
}

/* -- the journal ---------------------------------------------------------- */

static const struct doctor_journal good_journal = {
	.path = "/state/journal.db",
	.directory = "/state",
	.directory_exists = true,
	.exists = true,
	.directory_mode = 0700,
	.may_make = true,
	.mode = 0600,
	.is_regular = true,
	.is_ours = true,
	.may_write = true,
	.free_bytes = INT64_C(1) << 40,
	.checked = true,
	.version = 1,
	.known_version = 1,
	.records = 12,
	.now = NOW,
};

static void modes_of_the_journal(void **state)
{
	static const struct {
		unsigned directory, file;
		enum doctor_level level;
		const char *word;
	} cases[] = {
		{0700, 0600, DOCTOR_OK, "whole: 12 records"},
		{02770, 0660, DOCTOR_OK, "shared by a group"},
		{0700, 0400, DOCTOR_WARNING, "chmod 600 /state/journal.db"},
		{0700, 0644, DOCTOR_WARNING, "chmod 600 /state/journal.db"},
		{0700, 0640, DOCTOR_WARNING, "0600 is enough"},
		{0700, 0666, DOCTOR_PROBLEM, "prove nothing"},
		{0755, 0600, DOCTOR_WARNING, "chmod 700 /state"},
		{0750, 0600, DOCTOR_WARNING, "0700 is enough"},
		{0777, 0600, DOCTOR_PROBLEM, "chmod 700 /state"},
		{01777, 0600, DOCTOR_PROBLEM, "chmod 700 /state"},
		{02770, 0600, DOCTOR_WARNING, "chmod 660 /state/journal.db"},
		{02775, 0660, DOCTOR_WARNING, "chmod 2770 /state"},
		{02777, 0660, DOCTOR_PROBLEM, "chmod 2770 /state"},
		{02770, 0662, DOCTOR_PROBLEM, "chmod 660 /state/journal.db"},
	};
	struct doctor_journal journal = good_journal;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		journal.directory_mode = cases[i].directory;
		journal.mode = cases[i].file;
		doctor_journal_judge(&doctor, &journal);
		found(DOCTOR_JOURNAL, cases[i].level,
			cases[i].level == DOCTOR_PROBLEM ? ERROR_JOURNAL
							 : ERROR_NONE,
			cases[i].word);
	}
}

static void where_the_journal_is(void **state)
{
	struct doctor_journal journal = good_journal;

	(void)state;
	journal.exists = false;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_OK, ERROR_NONE, "first time");
	journal.may_make = false;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_PROBLEM, ERROR_JOURNAL, "cannot be made");
	/* A home directory above is not ours to judge. */
	journal = good_journal;
	journal.exists = false;
	journal.directory_exists = false;
	journal.directory_mode = 01777;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_OK, ERROR_NONE, "first time");

	journal = good_journal;
	journal.network = "NFS";
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_WARNING, ERROR_NONE, "(NFS)");
	journal = good_journal;
	journal.free_bytes = 4096;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_WARNING, ERROR_NONE, "4 KiB left");
	journal = good_journal;
	journal.may_write = false;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_PROBLEM, ERROR_JOURNAL, "nothing can be");
	journal = good_journal;
	journal.is_regular = false;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_PROBLEM, ERROR_JOURNAL, "no regular file");
	journal = good_journal;
	journal.is_ours = false;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_WARNING, ERROR_NONE, "another user");
}

static void what_is_in_the_journal(void **state)
{
	struct doctor_journal journal = good_journal;

	(void)state;
	journal.busy = true;
	journal.holder = 4711;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_WARNING, ERROR_NONE, "(4711) holds");
	journal.holder_is_gone = true;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_WARNING, ERROR_NONE, "which is gone");
	journal = good_journal;
	journal.cut = true;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_NOTE, ERROR_NONE, "was cut");
	journal = good_journal;
	snprintf(journal.damage, sizeof(journal.damage),
		"row 3 missing from index");
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_PROBLEM, ERROR_JOURNAL, "row 3 missing");
	journal = good_journal;
	journal.version = 2;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_PROBLEM, ERROR_JOURNAL, "newer certdesk");
	journal = good_journal;
	error_set(&journal.error, ERROR_JOURNAL, "cannot be opened");
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_PROBLEM, ERROR_JOURNAL,
		"cannot be opened");
	journal = good_journal;
	journal.unsettled = 2;
	journal.oldest = NOW - INT64_C(3) * 86400;
	doctor_journal_judge(&doctor, &journal);
	found(DOCTOR_JOURNAL, DOCTOR_WARNING, ERROR_NONE, "from 3 days ago");
}

/* -- terminal and locale -------------------------------------------------- */

static const struct doctor_terminal good_terminal = {
	.is_terminal = true,
	.name = "xterm-256color",
	.known = true,
	.instead = "xterm-256color",
	.can_place = true,
	.has_alternate = true,
	.colors = 256,
	.width = 80,
	.height = 24,
};

static void what_the_terminal_lacks(void **state)
{
	struct doctor_terminal terminal = good_terminal;

	(void)state;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_OK, ERROR_NONE, "80x24, 256 colours");
	terminal.width = 79;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_NOTE, ERROR_NONE, "79x24");
	terminal.height = 9;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_WARNING, ERROR_NONE, "below 40x10");
	terminal.width = 0;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_WARNING, ERROR_NONE, "does not tell");
	terminal = good_terminal;
	terminal.has_alternate = false;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_NOTE, ERROR_NONE, "no alternate");
	terminal = good_terminal;
	terminal.colors = 0;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_NOTE, ERROR_NONE, "stands in words");
	terminal = good_terminal;
	terminal.can_place = false;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_PROBLEM, ERROR_USAGE, "cannot place");
	terminal = good_terminal;
	terminal.known = false;
	terminal.instead = "xterm";
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_WARNING, ERROR_NONE, "xterm is used");
	terminal.instead = NULL;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_PROBLEM, ERROR_USAGE, "ncurses-term");
	terminal = good_terminal;
	terminal.name = "dumb";
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_PROBLEM, ERROR_USAGE, "TERM is dumb");
	terminal.name = NULL;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_PROBLEM, ERROR_USAGE, "TERM is not set");
	terminal.is_terminal = false;
	doctor_terminal_judge(&doctor, &terminal);
	found(DOCTOR_TERMINAL, DOCTOR_NOTE, ERROR_NONE, "no terminal");
}

static void what_the_locale_lacks(void **state)
{
	struct doctor_locale locale = {"LANG=de_DE.UTF-8", true, "UTF-8"};

	(void)state;
	doctor_terminal_judge_locale(&doctor, &locale);
	found(DOCTOR_LOCALE, DOCTOR_OK, ERROR_NONE, "LANG=de_DE.UTF-8");
	locale.accepted = false;
	locale.charset = "ANSI_X3.4-1968";
	doctor_terminal_judge_locale(&doctor, &locale);
	found(DOCTOR_LOCALE, DOCTOR_WARNING, ERROR_NONE, "not installed");
	locale.accepted = true;
	doctor_terminal_judge_locale(&doctor, &locale);
	found(DOCTOR_LOCALE, DOCTOR_WARNING, ERROR_NONE, "ANSI_X3.4-1968");
}

/* -- the key -------------------------------------------------------------- */

static void what_the_key_may_do(void **state)
{
	struct doctor_key key = {.source = "key_file", .orders = 318};

	(void)state;
	key.user.roles = PEOPLE_ADMINISTRATOR;
	doctor_key_judge(&doctor, &key);
	found(DOCTOR_KEY, DOCTOR_OK, ERROR_NONE, "(Administrator)");
	key.user.roles = PEOPLE_KEY_ORDERS;
	error_set(&key.organizations_error, ERROR_PERMISSION, "no rights");
	doctor_key_judge(&doctor, &key);
	found(DOCTOR_PERMISSIONS, DOCTOR_NOTE, ERROR_NONE,
		"may not read organizations");
	error_set(&key.organizations_error, ERROR_SERVER, "down");
	doctor_key_judge(&doctor, &key);
	found(DOCTOR_PERMISSIONS, DOCTOR_NOTE, ERROR_NONE, "is not known");
	error_clear(&key.organizations_error);
	key.user.view_only = true;
	doctor_key_judge(&doctor, &key);
	found(DOCTOR_PERMISSIONS, DOCTOR_NOTE, ERROR_NONE, "role 102");
	key.user.view_only = false;
	error_set(&key.orders_error, ERROR_PERMISSION, "no rights");
	doctor_key_judge(&doctor, &key);
	found(DOCTOR_PERMISSIONS, DOCTOR_PROBLEM, ERROR_PERMISSION,
		"may read orders");
	error_set(&key.user_error, ERROR_KEY, "HTTP 403");
	doctor_key_judge(&doctor, &key);
	found(DOCTOR_KEY, DOCTOR_PROBLEM, ERROR_KEY, "is refused: HTTP 403");
	error_set(&key.user_error, ERROR_LIMITED, "HTTP 429");
	doctor_key_judge(&doctor, &key);
	found(DOCTOR_KEY, DOCTOR_WARNING, ERROR_NONE, "a key of its own");
	error_set(&key.user_error, ERROR_FORMAT, "not JSON");
	doctor_key_judge(&doctor, &key);
	found(DOCTOR_KEY, DOCTOR_PROBLEM, ERROR_FORMAT, "Services API");
}

/* -- settings ------------------------------------------------------------- */

static void what_is_right_but_not_wise(void **state)
{
	static const struct {
		const char *text, *word;
		enum doctor_level level;
	} cases[] = {
		{"[account a]\nregion = us\n", "", DOCTOR_OK},
		{"[general]\nresend_guard = 0\n", "just sent the same mail",
			DOCTOR_WARNING},
		{"[general]\nrequests_per_5s = 100\n", "all requests",
			DOCTOR_WARNING},
		{"[general]\nrequests_per_180s = 1000\n", "all requests",
			DOCTOR_WARNING},
		{"[general]\nrefresh = 1\n", "refresh = 1 counts as 5",
			DOCTOR_NOTE},
		{"[account a]\nregion = us\nrefresh = 4\n",
			"refresh = 4 of [account a] counts as 5", DOCTOR_NOTE},
		{"[account a]\nregion = us\nlabel = X\n[account b]\n"
		 "region = us\n",
			"[account b] has no label", DOCTOR_NOTE},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct settings settings;
		struct error error;
		struct buf problems;

		settings_init(&settings);
		buf_init(&problems, 4096);
		assert_true(settings_parse(
			&settings, cases[i].text, "config", &problems, &error));
		doctor_settings_judge(&doctor, &settings);
		found(DOCTOR_CONFIGURATION, cases[i].level, ERROR_NONE,
			cases[i].word);
		settings_clear(&settings);
		buf_clear(&problems);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_problem_decides),
		cmocka_unit_test(each_kind_has_its_code),
		cmocka_unit_test(text_is_wrapped_and_clean),
		cmocka_unit_test(the_proxy_and_where_it_is_from),
		cmocka_unit_test(the_password_of_a_proxy_is_not_shown),
		cmocka_unit_test(a_good_way_is_ok),
		cmocka_unit_test(what_is_wrong_with_the_way),
		cmocka_unit_test(the_clock_against_the_servers),
		cmocka_unit_test(modes_of_the_journal),
		cmocka_unit_test(where_the_journal_is),
		cmocka_unit_test(what_is_in_the_journal),
		cmocka_unit_test(what_the_terminal_lacks),
		cmocka_unit_test(what_the_locale_lacks),
		cmocka_unit_test(what_the_key_may_do),
		cmocka_unit_test(what_is_right_but_not_wise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
