/* SPDX-License-Identifier: MIT
 *
 * The note of a resend. What is written is what is read: a text counts only
 * if taking it apart and writing it again gives the same text.
 */
#include "note.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "mem.h"
#include "text.h"

#define HEAD	  "[certdesk] approval mail resent to "
#define BY	  " by "
#define TIME_SIZE 20 /* 2026-11-20T14:02:11Z */
#define NOTE_SIZE (64 * 1024)

/* Whether text can be one word of the note. */
static bool is_word(const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c <= ' ' || c == ',' || c == 0x7F)
			return false;
	}
	return true;
}

static void add_word(struct buf *out, const char *text)
{
	if (!text || !*text)
		text = "unknown";
	for (; *text; text++) {
		char c[2] = {*text, '\0'};
		buf_putc(out, is_word(c) ? *text : '_');
	}
}

void note_write(struct buf *out, const char *const *recipients, size_t count,
	const char *agent, const char *host, int64_t time)
{
	char date[DATE_TEXT_SIZE];

	buf_puts(out, HEAD);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_puts(out, ", ");
		buf_puts(out, recipients[i]);
	}
	buf_puts(out, BY);
	add_word(out, agent);
	buf_putc(out, '@');
	add_word(out, host);
	buf_putc(out, ' ');
	buf_puts(out, date_iso(time, date));
}

static size_t count_separators(const char *text)
{
	size_t count = 0;

	while ((text = strstr(text, ", ")) != NULL) {
		count++;
		text += 2;
	}
	return count;
}

/* "A, B": false when there is none or an odd one. */
static bool parse_recipients(char *text, struct note_send *send)
{
	send->recipients = mem_array(
		count_separators(text) + 1, sizeof(*send->recipients));
	while (text) {
		char *next = strstr(text, ", ");
		if (next)
			*next = '\0';
		if (!strchr(text, '@') || !is_word(text))
			return false;
		send->recipients[send->recipient_count++] = mem_dup(text);
		text = next ? next + 2 : NULL;
	}
	return true;
}

/* "AGENT@HOST TIME"; an agent's name may have an @ of its own. What else they
 * may not hold, writes_the_same finds. */
static bool parse_origin(char *text, struct note_send *send)
{
	char *blank = strchr(text, ' ');
	if (!blank || strlen(blank + 1) != TIME_SIZE)
		return false;
	if (!date_parse(blank + 1, &send->time, NULL))
		return false;
	*blank = '\0';
	char *at = strrchr(text, '@');
	if (!at)
		return false;
	*at = '\0';
	if (strlen(text) >= sizeof(send->agent) ||
		strlen(at + 1) >= sizeof(send->host))
		return false;
	text_format(send->agent, sizeof(send->agent), "%s", text);
	text_format(send->host, sizeof(send->host), "%s", at + 1);
	return true;
}

static bool writes_the_same(const struct note_send *send, const char *text)
{
	struct buf again;
	buf_init(&again, NOTE_SIZE);
	note_write(&again, (const char *const *)send->recipients,
		send->recipient_count, send->agent, send->host, send->time);
	bool same = strcmp(buf_text(&again), text) == 0;
	buf_clear(&again);
	return same;
}

bool note_parse(const char *text, struct note_send *send)
{
	struct note_send found = {0};

	if (!text || strlen(text) >= NOTE_SIZE ||
		strncmp(text, HEAD, strlen(HEAD)) != 0)
		return false;
	char *copy = mem_dup(text + strlen(HEAD));
	char *by = strstr(copy, BY);
	bool ok = by != NULL;
	if (ok) {
		*by = '\0';
		ok = parse_recipients(copy, &found) &&
		     parse_origin(by + strlen(BY), &found) &&
		     writes_the_same(&found, text);
	}
	free(copy);
	if (ok)
		*send = found;
	else
		note_send_clear(&found);
	return ok;
}

void note_send_clear(struct note_send *send)
{
	for (size_t i = 0; i < send->recipient_count; i++)
		free(send->recipients[i]);
	free(send->recipients);
	*send = (struct note_send){0};
}
