/* SPDX-License-Identifier: MIT
 *
 * The file of what was typed before.
 */
#include <stdlib.h>
#include <string.h>

#include "line-history.h"
#include "tests/fuzz/fuzz.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	struct line_history *history = line_history_new();
	char *text = fuzz_text(data, size);
	struct buf out;

	buf_init(&out, (size_t)4 * LINE_HISTORY_BYTES);
	line_history_read(history, text);
	line_history_add(history, "status:pending");
	line_history_write(history, text, &out);
	fuzz_must(line_history_count(history) <= LINE_HISTORY_MAX,
		"there are not too many");
	fuzz_must(out.len <= LINE_HISTORY_BYTES, "the file stays small");
	buf_clear(&out);
	line_history_free(history);
	free(text);
	return 0;
}
