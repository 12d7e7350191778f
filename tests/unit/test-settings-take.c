/* SPDX-License-Identifier: MIT
 *
 * A configuration that is taken over while the program runs, and each setting
 * by its name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "mem.h"
#include "settings-change.h"
#include "settings-take.h"
#include "text.h"

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

static void tell(void *data, const struct settings_difference *difference)
{
	struct buf *out = data;

	buf_printf(out, "%s.%s %s>%s%s\n",
		difference->account != NULL ? difference->account : "",
		difference->name,
		difference->before != NULL ? difference->before : "-",
		difference->now != NULL ? difference->now : "-",
		difference->is_fixed ? " !" : "");
}

static void what_can_change_is_taken(void **state)
{
	struct settings settings, now;
	struct buf told;

	(void)state;
	read_well(&settings,
		"[general]\nrefresh = 30\ncolumns = order\njournal = /a\n"
		"[account one]\nregion = us\nlabel = A\nrefresh = 5\n"
		"[account two]\nregion = us\n");
	read_well(&now,
		"[general]\nresend_guard = 60\ncolumns = order name\n"
		"journal = /b\nsyslog = yes\n"
		"[account one]\nregion = eu\nread_only = yes\nlabel = B\n"
		"[account three]\nregion = us\n"
		"[view A]\nquery =\n[command b]\nrun = true\n");
	buf_init(&told, 64 * 1024);
	settings_take(&settings, &now, tell, &told);
	assert_string_equal(buf_text(&told), ".journal /a>/b !\n"
					     ".resend_guard 600>60\n"
					     ".syslog no>yes !\n"
					     ".refresh 30>0\n"
					     ".columns order>order name\n"
					     "one.region us>eu !\n"
					     "one.label A>B !\n"
					     "one.read_only no>yes\n"
					     "one.refresh 5>-\n");
	assert_string_equal(settings.journal, "/a");
	assert_false(settings.to_syslog);
	assert_int_equal(settings.resend_guard_s, 60);
	assert_string_equal(settings.columns, "order name");
	assert_string_equal(settings.accounts[0].label, "A");
	assert_true(settings.accounts[0].read_only);
	assert_int_equal(settings_refresh(&settings, &settings.accounts[0]), 0);
	/* The command line stands over the file. */
	assert_true(settings_change(&settings, NULL, "slow", "yes",
		SETTINGS_COMMAND_LINE, &(struct error){0}));
	buf_reset(&told);
	settings_take(&settings, &now, tell, &told);
	assert_null(strstr(buf_text(&told), "slow"));
	assert_true(settings.slow);
	buf_reset(&told);
	settings_take(&settings, &settings, tell, &told);
	assert_string_equal(buf_text(&told), "");
	buf_clear(&told);
	settings_clear(&settings);
	settings_clear(&now);
}

/* What a difference in one value of a section makes. */
static void other_sections_are_compared(void **state)
{
	static const struct {
		const char *before, *now, *differs;
	} cases[] = {
		{"[view A]\nquery =\n", "[view A]\nquery =\n", ""},
		{"[view A]\nquery =\n", "[view A]\nquery =\nnumber = 3\n",
			"[view NAME]"},
		{"[view A]\nquery =\n", "[view B]\nquery =\n", "[view NAME]"},
		{"[command a]\nrun = x\n", "[command a]\nrun = x\n", ""},
		{"[command a]\nrun = x\n", "[command a]\nrun = y\n",
			"[command NAME]"},
		{"[command a]\nrun = x\n", "", "[command NAME]"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct settings before, now;
		struct buf out;

		read_well(&before, cases[i].before);
		read_well(&now, cases[i].now);
		buf_init(&out, 1024);
		if (settings_take_views(&before, &now))
			buf_puts(&out, "[view NAME]");
		if (settings_take_needs_commands(&before, &now))
			buf_puts(&out, "[command NAME]");
		assert_string_equal(buf_text(&out), cases[i].differs);
		assert_false(settings_take_views(&before, &before));
		buf_clear(&out);
		settings_clear(&before);
		settings_clear(&now);
	}
}

static void views_are_taken_as_a_whole(void **state)
{
	struct settings settings, now;

	(void)state;
	read_well(&settings, "[view A]\nquery =\n[view B]\nquery =\n");
	read_well(&now, "[view C]\nquery = status=pending\n");
	assert_true(settings_take_views(&settings, &now));
	assert_int_equal(settings.view_count, 1);
	assert_string_equal(settings.views[0].name, "C");
	assert_int_equal(now.view_count, 2);
	settings_clear(&settings);
	settings_clear(&now);
}

static void new_accounts_are_added(void **state)
{
	struct settings settings, now;
	struct buf later;
	struct error error = {0};

	(void)state;
	read_well(&settings,
		"[account one]\nregion = us\n[account two]\nregion = us\n");
	read_well(&now, "[account three]\nregion = eu\nread_only = yes\n"
			"[account one]\nregion = eu\n");
	assert_true(settings_add_environment(
		&settings, "https://api.example/", NULL, NULL, &error));
	buf_init(&later, 1024);
	assert_int_equal(settings_take_accounts(&settings, &now, &later), 3);
	assert_int_equal(settings.account_count, 4);
	assert_string_equal(settings.accounts[3].name, "three");
	assert_true(settings.accounts[3].read_only);
	/* The environment's stands in no file, and is not gone. */
	assert_string_equal(buf_text(&later), "[account two]");
	buf_clear(&later);
	settings_clear(&settings);
	settings_clear(&now);
}

static void accounts_have_their_limit(void **state)
{
	struct settings settings, now;
	struct buf later;
	char name[16];

	(void)state;
	settings_init(&settings);
	for (int i = 0; i < SETTINGS_ACCOUNTS; i++) {
		snprintf(name, sizeof(name), "a%d", i);
		settings_add_account(&settings, name);
	}
	read_well(&now, "[account more]\nregion = eu\n");
	buf_init(&later, 1024);
	settings_take_accounts(&settings, &now, &later);
	assert_int_equal(settings.account_count, SETTINGS_ACCOUNTS);
	assert_string_equal(buf_text(&later), "[account more]");
	buf_clear(&later);
	settings_clear(&settings);
	settings_clear(&now);
}

/* Each name once, that which is in force. */
static void each_setting_has_one_entry(void **state)
{
	struct settings settings;
	struct settings_entry entry;
	struct error error = {0};
	struct buf value;
	size_t count = 0, refreshes = 0;

	(void)state;
	read_well(&settings,
		"[general]\nrefresh = 30\n[account one]\nregion = us\n"
		"refresh = 5\n[account two]\nregion = us\n");
	buf_init(&value, 1024);
	for (; settings_entry_at(
		     &settings, &settings.accounts[0], count, &entry, &value);
		count++)
		refreshes += strcmp(entry.name, "refresh") == 0;
	assert_int_equal(refreshes, 1);
	assert_true(count > 20);
	assert_true(settings_entry_find(&settings, &settings.accounts[0],
		"refresh", &entry, &value, &error));
	assert_string_equal(buf_text(&value), "5");
	assert_int_equal(entry.origin, 5);
	assert_true(settings_entry_find(&settings, &settings.accounts[1],
		"refresh", &entry, &value, &error));
	assert_string_equal(buf_text(&value), "30");
	/* What is in force is what is changed. */
	assert_true(settings_change(&settings, &settings.accounts[1], "refresh",
		"7", SETTINGS_TYPED, &error));
	assert_int_equal(settings.refresh_s, 7);
	assert_int_equal(settings.accounts[0].refresh_s, 5);
	assert_false(settings_entry_find(
		&settings, NULL, "labl", &entry, &value, &error));
	assert_string_equal(error.text, "There is no setting 'labl'.");
	assert_false(settings_entry_find(&settings, &settings.accounts[0],
		"labl", &entry, &value, &error));
	assert_string_equal(
		error.text, "There is no setting 'labl'. Did you mean label?");
	buf_clear(&value);
	settings_clear(&settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_can_change_is_taken),
		cmocka_unit_test(other_sections_are_compared),
		cmocka_unit_test(views_are_taken_as_a_whole),
		cmocka_unit_test(new_accounts_are_added),
		cmocka_unit_test(accounts_have_their_limit),
		cmocka_unit_test(each_setting_has_one_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
