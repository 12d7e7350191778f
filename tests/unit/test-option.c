/* SPDX-License-Identifier: MIT
 *
 * The command line: what is taken, and the sentence for what is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "option.h"

#define WORDS 12

static bool
parse(const char *const *words, struct options *out, struct error *error)
{
	char *argv[WORDS + 2] = {(char *)(uintptr_t) "certdesk"};
	int argc = 1;

	for (; words[argc - 1] != NULL; argc++)
		argv[argc] = (char *)(uintptr_t)words[argc - 1];
	return option_parse(argc, argv, out, error);
}

static void takes_what_it_should(void **state)
{
	struct options o;
	struct error error = {0};

	(void)state;
	assert_true(parse((const char *const[]){NULL}, &o, &error));
	assert_int_equal(o.command, OPTION_SCREEN);
	assert_null(o.order_id);

	assert_true(parse(
		(const char *const[]){"--demo", "900101", NULL}, &o, &error));
	assert_true(o.demo);
	assert_string_equal(o.order_id, "900101");

	assert_true(parse((const char *const[]){"resend-approval", "900101",
				  "--to=a@example.com", "--to", "b@example.com",
				  "--yes", "--format", "json", NULL},
		&o, &error));
	assert_int_equal(o.command, OPTION_RESEND_APPROVAL);
	assert_int_equal(o.to_count, 2);
	assert_string_equal(o.to[0], "a@example.com");
	assert_string_equal(o.to[1], "b@example.com");
	assert_true(o.yes);
	assert_int_equal(o.format, OPTION_JSON);

	assert_true(parse((const char *const[]){"journal", "--settle", "12",
				  "not-sent", NULL},
		&o, &error));
	assert_int_equal(o.settle_id, 12);
	assert_false(o.settle_sent);

	assert_true(parse((const char *const[]){"orders", "--all", "--status",
				  "pending", NULL},
		&o, &error));
	assert_int_equal(o.limit, -1);
}

static void the_doctor_takes_nothing_but_options(void **state)
{
	static const char *const wrong[][3] = {
		{"doctor", "900101", NULL},
		{"doctor", "--yes", NULL},
		{"doctor", "--format=csv", NULL},
		{"900101", "doctor", NULL},
	};
	struct options o;
	struct error error;

	(void)state;
	assert_true(parse((const char *const[]){"doctor", "--account", "a",
				  "--format", "json", NULL},
		&o, &error));
	assert_int_equal(o.command, OPTION_DOCTOR);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(parse(wrong[i], &o, &error));
}

static void a_note_has_a_text(void **state)
{
	struct options o;
	struct error error;

	(void)state;
	assert_true(parse((const char *const[]){"note", "900101",
				  "called; note 2", "--format", "json", NULL},
		&o, &error));
	assert_int_equal(o.command, OPTION_NOTE);
	assert_string_equal(o.order_id, "900101");
	assert_string_equal(o.text, "called; note 2");
	assert_true(parse((const char *const[]){"note", "--", "900101",
				  "--no answer", NULL},
		&o, &error));
	assert_string_equal(o.text, "--no answer");
}

/* Each sets its own member, and no other of its kind. */
static void flags_and_texts(void **state)
{
	static const struct {
		const char *words[WORDS];
		size_t flag, text;
	} cases[] = {
		{{"--demo"}, offsetof(struct options, demo), 0},
		{{"--read-only"}, offsetof(struct options, read_only), 0},
		{{"--help"}, offsetof(struct options, help), 0},
		{{"-h"}, offsetof(struct options, help), 0},
		{{"--version"}, offsetof(struct options, version), 0},
		{{"resend-issuance", "1", "--dry-run"},
			offsetof(struct options, dry_run), 0},
		{{"resend-issuance", "1", "--yes"},
			offsetof(struct options, yes), 0},
		{{"resend-issuance", "1", "--again"},
			offsetof(struct options, again), 0},
		{{"journal", "--unknown"}, offsetof(struct options, unknown),
			0},
		{{"--account", "x"}, 0, offsetof(struct options, account)},
		{{"--log", "x"}, 0, offsetof(struct options, log_file)},
		{{"--demo", "--demo-dir", "x"}, offsetof(struct options, demo),
			offsetof(struct options, demo_dir)},
		{{"orders", "--view", "x"}, 0, offsetof(struct options, view)},
		{{"orders", "--filter=x"}, 0, offsetof(struct options, filter)},
		{{"orders", "--status", "x"}, 0,
			offsetof(struct options, status)},
		{{"orders", "--search", "x"}, 0,
			offsetof(struct options, search)},
		{{"orders", "--sort", "x"}, 0, offsetof(struct options, sort)},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct options o, wanted;
		struct error error;

		assert_true(parse(cases[i].words, &o, &error));
		memset(&wanted, 0, sizeof(wanted));
		wanted.command = o.command;
		wanted.order_id = o.order_id;
		if (cases[i].flag != 0)
			*(bool *)((char *)&wanted + cases[i].flag) = true;
		if (cases[i].text != 0) {
			const char **text =
				(const char **)((char *)&o + cases[i].text);

			assert_string_equal(*text, "x");
			*(const char **)((char *)&wanted + cases[i].text) =
				*text;
		}
		assert_memory_equal(&o, &wanted, sizeof(o));
	}
}

static void refuses_with_a_sentence(void **state)
{
	static const struct {
		const char *words[WORDS];
		const char *says;
	} cases[] = {
		{{"--dmeo"}, "Did you mean --demo?"},
		{{"note", "900101"}, "note needs a text"},
		{{"note", "900101", " \n"}, "note needs a text"},
		{{"note", "900101", ""}, "note needs a text"},
		{{"note", "900101", "two", "words"}, "in quotes"},
		{{"note", "900101", "x", "--yes"}, "note does not take --yes"},
		{{"note", "called", "x"}, "not an order number"},
		{{"resend-aproval", "900101"}, "Did you mean resend-approval?"},
		{{"show"}, "needs an order number"},
		{{"show", "../etc"}, "not an order number"},
		{{"show", "900101", "900102"}, "a word too many"},
		{{"orders", "--yes"}, "orders does not take --yes"},
		{{"--yes"}, "belongs to a subcommand"},
		{{"--print-config", "--demo"}, "uses no configuration"},
		{{"show", "900101", "--format", "csv"}, "for orders"},
		{{"orders", "--format", "xml"}, "text, json, csv or tsv"},
		{{"orders", "--limit", "0"}, "whole number"},
		{{"orders", "--limit", "12x"}, "whole number"},
		{{"orders", "--limit"}, "needs N"},
		{{"--demo=yes"}, "takes no value"},
		{{"journal", "--settle", "12"}, "sent or not-sent"},
		{{"journal", "--settle", "12", "maybe"}, "sent or not-sent"},
		{{"journal", "--settle", "-3", "sent"}, "whole number"},
		{{"--demo", "--account", "x"}, "leave out --account"},
		{{"--demo-orders", "3"}, "go with --demo"},
		{{"resend-approval", "900101", "--to", ""}, "empty"},
		{{"--demo", "--demo-dir", ""}, "--demo-dir needs DIR"},
		{{"orders", "--search="}, "--search needs T"},
		{{"resend", "900101"}, "Did you mean resend-approval?"},
		{{"orders", "--form", "json"}, "Did you mean --format?"},
		{{"journal", "--settle", "1", "sent", "--unknown"},
			"leave out"},
		{{"journal", "--order", "1", "--settle", "1", "sent"},
			"leave out"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct options o;
		struct error error = {0};

		memset(&o, 0x5a, sizeof(o));
		assert_false(parse(cases[i].words, &o, &error));
		assert_int_equal(error.kind, ERROR_USAGE);
		if (strstr(error.text, cases[i].says) == NULL)
			fail_msg("case %zu says: %s", i, error.text);
		assert_int_equal(((unsigned char *)&o)[0], 0x5a);
	}
}

static void help_walks_the_table(void **state)
{
	struct buf all;

	(void)state;
	buf_init(&all, 64 * 1024);
	option_write_help(OPTION_SCREEN, &all);
	for (size_t i = 0; option_name_at(i) != NULL; i++)
		if (strstr(buf_text(&all), option_name_at(i)) == NULL)
			fail_msg("--help lacks %s", option_name_at(i));
	buf_clear(&all);
}

/* 80 columns, and no blanks at the end of a line. */
static void help_fits_a_terminal(void **state)
{
	(void)state;
	for (int i = 0; i < OPTION_COMMANDS; i++) {
		struct buf text;
		const char *line;

		buf_init(&text, 64 * 1024);
		option_write_help((enum option_command)i, &text);
		for (line = buf_text(&text); *line != '\0';) {
			size_t len = strcspn(line, "\n");

			if (len > 79 || (len > 0 && line[len - 1] == ' '))
				fail_msg("%.*s", (int)len, line);
			line += len + 1;
		}
		buf_clear(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_it_should),
		cmocka_unit_test(the_doctor_takes_nothing_but_options),
		cmocka_unit_test(a_note_has_a_text),
		cmocka_unit_test(flags_and_texts),
		cmocka_unit_test(refuses_with_a_sentence),
		cmocka_unit_test(help_walks_the_table),
		cmocka_unit_test(help_fits_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
