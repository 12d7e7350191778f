/* SPDX-License-Identifier: MIT
 *
 *	check-stream screen|plain FILE...
 *
 * Says of each file what stands in it (terminal-stream.h), and how many of the
 * marks of the sandbox's hostile texts can be read there. Ends with 1 if there
 * is anything strange, and shows the bytes around the first.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "file.h"
#include "tests/support/terminal-stream.h"

#define FILE_MAX ((size_t)512 * 1024 * 1024)
#define AROUND	 24
#define MARKS	 10000

static unsigned char seen[MARKS];

static bool is_mark(const char *at)
{
	for (int i = 1; i <= 4; i++)
		if (!isdigit((unsigned char)at[i]))
			return false;
	return at[0] == 'h';
}

static void note_marks(const struct buf *bytes)
{
	const char *text = buf_text(bytes);

	for (size_t i = 0; i + 5 <= bytes->len; i++) {
		char digits[5];

		if (!is_mark(text + i))
			continue;
		memcpy(digits, text + i + 1, 4);
		digits[4] = '\0';
		seen[strtoul(digits, NULL, 10)] = 1;
	}
}

static void show(const struct buf *bytes, size_t at)
{
	size_t from = at > AROUND ? at - AROUND : 0;
	size_t to = at + AROUND < bytes->len ? at + AROUND : bytes->len;

	printf("  at byte %zu: ", at);
	for (size_t i = from; i < to; i++) {
		unsigned char c = (unsigned char)bytes->data[i];

		if (i == at)
			fputs(" >>> ", stdout);
		if (c >= 0x20 && c < 0x7f)
			putchar(c);
		else
			printf("\\x%02x", c);
	}
	putchar('\n');
}

static bool check(enum terminal_stream_kind kind, const char *path)
{
	struct terminal_stream stream;
	struct error error;
	struct buf bytes;

	buf_init(&bytes, FILE_MAX);
	if (!file_read(path, FILE_MAX, &bytes, &error)) {
		fprintf(stderr, "%s\n", error.text);
		exit(2);
	}
	terminal_stream_read(&stream, kind, buf_text(&bytes), bytes.len);
	note_marks(&bytes);
	printf("%zu bytes, %zu characters, %zu sequences, %zu copies, "
	       "%zu strange\n",
		bytes.len, stream.characters, stream.sequences, stream.copies,
		stream.strange);
	if (stream.strange > 0)
		show(&bytes, stream.first);
	buf_clear(&bytes);
	return stream.strange == 0;
}

int main(int argc, char **argv)
{
	enum terminal_stream_kind kind = TERMINAL_STREAM_SCREEN;
	bool good = true;
	int marks = 0;

	if (argc < 3) {
		fprintf(stderr, "usage: check-stream screen|plain FILE...\n");
		return 2;
	}
	if (strcmp(argv[1], "plain") == 0)
		kind = TERMINAL_STREAM_PLAIN;
	for (int i = 2; i < argc; i++)
		good = check(kind, argv[i]) && good;
	for (int i = 0; i < MARKS; i++)
		marks += seen[i];
	printf("%d marks\n", marks);
	return good ? 0 : 1;
}
