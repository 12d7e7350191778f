/* SPDX-License-Identifier: MIT
 *
 * What must hold, and small readers of an input.
 */
#include "config.h" /* clock_gettime */

#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem.h"
#include "text.h"

static int64_t processor_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t most_ns(void)
{
	const char *text = getenv("FUZZ_MOST_MS");

	return text != NULL ? strtoll(text, NULL, 10) * 1000000 : INT64_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int64_t most; /* 0: nothing has run yet */
	int64_t start = processor_ns();

	fuzz_one(data, size);
	fuzz_must(most == 0 || processor_ns() - start <= most,
		"an input takes no longer than FUZZ_MOST_MS");
	if (most == 0)
		most = most_ns();
	return 0;
}

void fuzz_must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "this does not hold: %s\n", what);
	abort();
}

void fuzz_must_be_told(const struct error *error)
{
	fuzz_must(error->kind != ERROR_NONE, "a refusal has a kind");
	fuzz_must(error->text[0] != '\0', "a refusal has a sentence");
	fuzz_must(memchr(error->text, '\0', sizeof(error->text)) != NULL,
		"a sentence ends");
}

static bool is_control(int32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

void fuzz_must_be_clean(const char *text, const char *what)
{
	size_t len = strlen(text);

	while (len > 0) {
		int32_t code;
		size_t taken = text_decode(text, len, &code);

		fuzz_must(!is_control(code), what);
		text += taken;
		len -= taken;
	}
}

char *fuzz_text(const uint8_t *data, size_t size)
{
	return mem_dupn(size > 0 ? (const char *)data : "", size);
}

char *fuzz_line(struct fuzz_lines *lines)
{
	const uint8_t *end;
	size_t len = lines->size;
	char *line;

	if (len == 0)
		return NULL;
	end = memchr(lines->data, '\n', len);
	if (end != NULL)
		len = (size_t)(end - lines->data);
	line = fuzz_text(lines->data, len);
	len += end != NULL;
	lines->data += len;
	lines->size -= len;
	return line;
}
