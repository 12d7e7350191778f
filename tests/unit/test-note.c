/* SPDX-License-Identifier: MIT
 *
 * The note of a resend: written, read back, and nothing else read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "note.h"

#define HEAD "[certdesk] approval mail resent to "
#define MANY 5000
#define TIME 1795183331 /* 2026-11-20T14:02:11Z */

static const char *const recipients[] = {"a@example.com", "b@example.com"};

static void the_form_is_exact(void **state)
{
	struct buf out;
	(void)state;
	buf_init(&out, 1000);
	note_write(&out, recipients, 2, "mira", "jump1", TIME);
	assert_string_equal(buf_text(&out),
		HEAD "a@example.com, b@example.com by mira@jump1 "
		     "2026-11-20T14:02:11Z");
	buf_clear(&out);
}

static void what_is_written_is_read(void **state)
{
	static const struct {
		const char *agent, *host, *read_agent, *read_host;
		size_t count;
	} cases[] = {
		{"mira", "jump1", "mira", "jump1", 2},
		{"mira@corp.example", "jump1.example", "mira@corp.example",
			"jump1.example", 1},
		{"mira lind", "jump,1", "mira_lind", "jump_1", 1},
		{"", NULL, "unknown", "unknown", 2},
		{"m\xC3\xBCller", "h\x1B", "m\xC3\xBCller", "h_", 1},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct note_send send;
		struct buf out;
		buf_init(&out, 1000);
		note_write(&out, recipients, cases[i].count, cases[i].agent,
			cases[i].host, TIME);
		assert_true(note_parse(buf_text(&out), &send));
		assert_string_equal(send.agent, cases[i].read_agent);
		assert_string_equal(send.host, cases[i].read_host);
		assert_int_equal(send.time, TIME);
		assert_int_equal(send.recipient_count, cases[i].count);
		assert_string_equal(send.recipients[0], "a@example.com");
		note_send_clear(&send);
		assert_int_equal(send.recipient_count, 0);
		buf_clear(&out);
	}
}

static void other_texts_do_not_count(void **state)
{
	static const char *const texts[] = {
		"",
		"Called the customer.",
		HEAD,
		HEAD "a@example.com",
		HEAD "a@example.com by mira@jump1",
		HEAD "a@example.com by mira@jump1 2026-11-20",
		HEAD "a@example.com by mira@jump1 2026-11-20T14:02:11",
		HEAD "a@example.com by mira@jump1 2026-11-20 14:02:11Z",
		HEAD "a@example.com by mira@jump1 2026-11-31T14:02:11Z",
		HEAD "a@example.com by mira@jump1 2026-11-20T14:02:11Z ",
		HEAD "a@example.com by mira@jump1 2026-11-20T14:02:11Z\n",
		HEAD "a@example.com by mira@jump1  2026-11-20T14:02:11Z",
		HEAD "a@example.com by mira 2026-11-20T14:02:11Z",
		HEAD "a@example.com by @jump1 2026-11-20T14:02:11Z",
		HEAD "a@example.com by mira@ 2026-11-20T14:02:11Z",
		HEAD "a@example.com  by mira@jump1 2026-11-20T14:02:11Z",
		HEAD "a@example.com,b@example.com by m@j 2026-11-20T14:02:11Z",
		HEAD
		"a@example.com,  b@example.com by m@j 2026-11-20T14:02:11Z",
		HEAD "a@example.com, by m@j 2026-11-20T14:02:11Z",
		HEAD ", a@example.com by m@j 2026-11-20T14:02:11Z",
		HEAD "nobody by m@j 2026-11-20T14:02:11Z",
		HEAD " by m@j 2026-11-20T14:02:11Z",
		HEAD "a@x by e@e 2026-11-20T14:02:11Z by m@j "
		     "2026-11-20T14:02:11Z",
		" " HEAD "a@example.com by mira@jump1 2026-11-20T14:02:11Z",
		"[Certdesk] approval mail resent to a@example.com by m@j "
		"2026-11-20T14:02:11Z",
		"Fwd: " HEAD "a@example.com by m@j 2026-11-20T14:02:11Z",
	};
	struct note_send send, before;
	(void)state;
	memset(&before, 0x55, sizeof(before));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		memcpy(&send, &before, sizeof(send));
		assert_false(note_parse(texts[i], &send));
		assert_memory_equal(&send, &before, sizeof(send));
	}
	assert_false(note_parse(NULL, &send));
}

/* A note to `count` recipients by an agent of `agent_len` letters. */
static bool parses(size_t count, size_t agent_len)
{
	const char *many[MANY];
	char agent[200] = "";
	struct note_send send = {0};
	struct buf out;

	for (size_t i = 0; i < count; i++)
		many[i] = recipients[i % 2];
	memset(agent, 'a', agent_len);
	buf_init(&out, 100000);
	note_write(&out, many, count, agent, "h", TIME);
	bool ok = note_parse(buf_text(&out), &send);
	assert_int_equal(send.recipient_count, ok ? count : 0);
	note_send_clear(&send);
	buf_clear(&out);
	return ok;
}

static void limits_are_kept(void **state)
{
	(void)state;
	/* As many as the window can send to, up to 64 KiB of text. */
	assert_true(parses(500, 1));
	assert_false(parses(MANY, 1));
	assert_true(parses(1, 127));
	assert_false(parses(1, 128));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form_is_exact),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(other_texts_do_not_count),
		cmocka_unit_test(limits_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
