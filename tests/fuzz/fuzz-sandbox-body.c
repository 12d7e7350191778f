/* SPDX-License-Identifier: MIT
 *
 * The body of a request to the sandbox, and a fault made of it.
 */
#include <stdlib.h>

#include "sandbox/body.h"
#include "sandbox/fault.h"
#include "tests/fuzz/fuzz.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	cJSON *json = body_read(text, size);
	struct fault_armed armed;
	struct error error = {0};
	int64_t number;

	if (json != NULL) {
		if (fault_read(&armed, json, &error))
			fault_clear(&armed);
		else
			fuzz_must_be_told(&error);
		if (body_number(cJSON_GetObjectItem(json, "n"), &number))
			fuzz_must(number >= 0, "a number is not negative");
	}
	cJSON_Delete(json);
	free(text);
	return 0;
}
