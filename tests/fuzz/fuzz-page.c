/* SPDX-License-Identifier: MIT
 *
 * GET /order/certificate: the page, and each row as the subcommands write it
 * for scripts, which has to be valid JSON without a control byte.
 */
#include <stdlib.h>

#include "json-gate.h"
#include "mem.h"
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

/* Line breaks may stand between the values. */
static void check_clean(const char *json)
{
	char *text = mem_dup(json);

	for (char *c = text; *c != '\0'; c++)
		if (*c == '\n')
			*c = ' ';
	fuzz_must_be_clean(text, "JSON for scripts is clean");
	free(text);
}

static void check_raw(const char *raw)
{
	struct error error = {0};
	struct buf safe, again;

	buf_init(&safe, (size_t)64 * 1024 * 1024);
	buf_init(&again, (size_t)64 * 1024 * 1024);
	order_json_write_safe(&safe, raw);
	check_clean(buf_text(&safe));
	fuzz_must(json_gate(buf_text(&safe), safe.len, &again, &error),
		"JSON for scripts is valid");
	buf_clear(&safe);
	buf_clear(&again);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	struct error error = {0};
	struct order_page *page =
		order_json_page((const char *)data, size, true, &error);

	if (page == NULL) {
		fuzz_must_be_told(&error);
		return 0;
	}
	fuzz_must(page->count <= 1000, "a page has at most 1000 rows");
	for (size_t i = 0; i < page->count; i++) {
		fuzz_must(
			order_name(&page->rows[i]) != NULL, "a row has a name");
		if (page->rows[i].raw != NULL)
			check_raw(page->rows[i].raw);
	}
	order_page_free(page);
	return 0;
}
