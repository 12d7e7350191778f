/* SPDX-License-Identifier: MIT
 *
 * What is typed behind :export.
 */
#include <stdlib.h>
#include <string.h>

#include "export-form.h"
#include "tests/fuzz/fuzz.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	char *words = fuzz_text(data, size), out[64];
	struct export_choice choice = {.all = true};
	struct error error = {0};

	memset(out, 'x', sizeof(out));
	if (export_form_read(words, out, sizeof(out), &choice, &error)) {
		fuzz_must(choice.path == out, "the path is what was typed");
		fuzz_must(memchr(out, '\0', sizeof(out)) != NULL,
			"the path ends");
		fuzz_must(choice.all, "what is not read stays");
	} else {
		fuzz_must_be_told(&error);
	}
	free(words);
	return 0;
}
