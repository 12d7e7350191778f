/* SPDX-License-Identifier: MIT
 *
 * The target of a request to the sandbox.
 */
#include <stdlib.h>
#include <string.h>

#include "sandbox/url.h"
#include "tests/fuzz/fuzz.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct url url;
	size_t len;

	url_init(&url, text);
	len = strlen(url.path);
	fuzz_must(len <= 1 || url.path[len - 1] != '/',
		"no slash at the end of a path");
	fuzz_must(url.query_count <= URL_PAIRS_MAX, "there are not too many");
	for (size_t i = 0; i < url.query_count; i++)
		fuzz_must(
			url.query[i].name != NULL && url.query[i].value != NULL,
			"a pair has both");
	url_clear(&url);
	free(text);
	return 0;
}
