/* SPDX-License-Identifier: MIT
 *
 * The gate before cJSON: what comes out passes again, and nothing of it needs
 * repair then.
 */
#include <string.h>

#include "json-gate.h"
#include "tests/fuzz/fuzz.h"
#include "text.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	struct error error = {0};
	struct buf once, twice;

	buf_init(&once, 4 * (size_t)JSON_GATE_SIZE);
	buf_init(&twice, 4 * (size_t)JSON_GATE_SIZE);
	if (json_gate((const char *)data, size, &once, &error)) {
		if (once.len == 0)
			buf_add(&once, data, size);
		fuzz_must(json_gate(once.data, once.len, &twice, &error),
			"what came out passes again");
		fuzz_must(
			twice.len == 0, "what came out is not repaired again");
		fuzz_must(strlen(once.data) == once.len,
			"what came out has no NUL");
		fuzz_must(text_is_valid_utf8(once.data, once.len),
			"what came out is UTF-8");
	} else {
		fuzz_must_be_told(&error);
	}
	buf_clear(&once);
	buf_clear(&twice);
	return 0;
}
