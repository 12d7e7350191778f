/* SPDX-License-Identifier: MIT
 *
 * Dates: what was read can be written, and reads the same again.
 */
#include <stdlib.h>

#include "date.h"
#include "tests/fuzz/fuzz.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	char out[DATE_TEXT_SIZE];
	int64_t seconds, again;

	if (date_parse(text, &seconds, NULL)) {
		date_age(seconds, 1790000000, out);
		date_day_age(seconds, 1790000000, out);
		date_age_short(seconds, 1790000000, out);
		date_minute(seconds, out);
		fuzz_must(date_parse(date_iso(seconds, out), &again, NULL),
			"its text can be read");
		fuzz_must(seconds == again, "and is the same time");
	}
	free(text);
	return 0;
}
