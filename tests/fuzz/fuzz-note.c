/* SPDX-License-Identifier: MIT
 *
 * The note of a resend: whatever counts as one is written in the same words.
 */
#include <stdlib.h>
#include <string.h>

#include "note.h"
#include "tests/fuzz/fuzz.h"

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct note_send send;
	struct buf again;

	if (note_parse(text, &send)) {
		buf_init(&again, (size_t)1024 * 1024);
		note_write(&again, (const char *const *)send.recipients,
			send.recipient_count, send.agent, send.host, send.time);
		fuzz_must(strcmp(text, buf_text(&again)) == 0,
			"only exactly the form that is written counts");
		buf_clear(&again);
		note_send_clear(&send);
	}
	free(text);
	return 0;
}
