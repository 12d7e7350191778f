/* SPDX-License-Identifier: MIT
 *
 * The filter language. The first line is the filter, the rest the name of the
 * row that it is asked about.
 */
#include <stdlib.h>
#include <string.h>

#include "filter.h"
#include "tests/fuzz/fuzz.h"

static void check_marks(const struct filter *filter, const char *text)
{
	unsigned char marks[FILTER_TEXT_MAX];
	size_t len = strlen(text);

	if (len > FILTER_TEXT_MAX)
		return;
	memset(marks, 7, sizeof(marks));
	filter_mark(filter, FILTER_NAME, text, marks);
	for (size_t i = 0; i < len; i++)
		fuzz_must(marks[i] <= 1, "each byte is marked or not");
	for (size_t i = len; i < sizeof(marks); i++)
		fuzz_must(marks[i] == 7, "nothing beyond is touched");
}

int fuzz_one(const uint8_t *data, size_t size)
{
	static const struct filter_look look = {.now = 1790000000};
	struct fuzz_lines lines = {data, size};
	char *text = fuzz_line(&lines), *name = fuzz_line(&lines);
	struct error error = {0};
	struct filter *filter;
	struct order order;

	if (text == NULL)
		return 0;
	order_init(&order);
	order.common_name = name;
	order.product_name = "Secure Site EV";
	order.date_created = 1780000000;
	filter = filter_new(text, &error);
	if (filter == NULL)
		fuzz_must_be_told(&error);
	filter_matches(filter, &order, &look);
	if (filter != NULL && name != NULL)
		check_marks(filter, name);
	filter_free(filter);
	free(text);
	free(name);
	return 0;
}
