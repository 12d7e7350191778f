/* SPDX-License-Identifier: MIT
 *
 * The body of an error answer, whatever it is: JSON or a proxy's HTML.
 */
#include <string.h>

#include "order-json.h"
#include "tests/fuzz/fuzz.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	char code[ERROR_CODE_SIZE], message[ERROR_TEXT_SIZE];

	memset(code, 'x', sizeof(code));
	memset(message, 'x', sizeof(message));
	if (!order_json_errors((const char *)data, size, code, sizeof(code),
		    message, sizeof(message)))
		return 0;
	fuzz_must(memchr(code, '\0', sizeof(code)) != NULL, "the code ends");
	fuzz_must(memchr(message, '\0', sizeof(message)) != NULL,
		"the message ends");
	return 0;
}
