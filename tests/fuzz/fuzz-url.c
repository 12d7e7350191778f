/* SPDX-License-Identifier: MIT
 *
 * The URL of an account: what is taken is taken again as it came out.
 */
#include <stdlib.h>
#include <string.h>

#include "settings.h"
#include "tests/fuzz/fuzz.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	char *url, *host, *again;
	struct error error = {0};

	if (settings_url(text, &url, &host, &error)) {
		fuzz_must(strncmp(url, "https://", 8) == 0 ||
				  strncmp(url, "http://127.", 11) == 0 ||
				  strncmp(url, "http://[::1]", 12) == 0,
			"the key goes by https or to this machine");
		fuzz_must(settings_url(url, &again, NULL, &error),
			"what was taken is taken");
		fuzz_must(strcmp(url, again) == 0, "as it is");
		free(again);
		free(url);
		free(host);
	} else {
		fuzz_must_be_told(&error);
	}
	free(text);
	return 0;
}
