/* SPDX-License-Identifier: MIT
 *
 * The line of a server-side query: what was read prints and reads the same,
 * and becomes a query string without a byte that does not belong into one.
 */
#include <stdlib.h>
#include <string.h>

#include "order-query.h"
#include "tests/fuzz/fuzz.h"

#define MOST ((size_t)1024 * 1024)

static void check_string(const struct order_query *query)
{
	struct buf out;

	buf_init(&out, MOST);
	order_query_write(query, 0, 100, &out);
	for (const char *c = buf_text(&out); *c != '\0'; c++)
		fuzz_must(*c > 0x20 && *c < 0x7f, "a query string is ASCII");
	buf_clear(&out);
}

static void check_again(const struct order_query *query)
{
	struct order_query again;
	struct error error = {0};
	struct buf line, second;

	buf_init(&line, MOST);
	buf_init(&second, MOST);
	order_query_init(&again);
	order_query_print(query, &line);
	fuzz_must(order_query_parse(&again, buf_text(&line), &error),
		"what was printed can be read");
	fuzz_must(again.filter_count == query->filter_count,
		"with all its filters");
	order_query_print(&again, &second);
	fuzz_must(strcmp(buf_text(&line), buf_text(&second)) == 0,
		"and prints the same");
	buf_clear(&line);
	buf_clear(&second);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct order_query query;
	struct error error = {0};

	order_query_init(&query);
	if (order_query_parse(&query, text, &error)) {
		check_string(&query);
		check_again(&query);
	} else {
		fuzz_must_be_told(&error);
	}
	free(text);
	return 0;
}
