/* SPDX-License-Identifier: MIT
 *
 * A cell of the CSV that certdesk writes: it reads back as one cell, without a
 * control byte, and no spreadsheet takes it for a formula.
 */
#include <stdlib.h>
#include <string.h>

#include "cli-csv.h"
#include "tests/fuzz/fuzz.h"

static bool is_number(const char *text)
{
	text += *text == '-';
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* The text of the cell in out, which has room for all of it. */
static void read_back(const char *cell, char *out)
{
	size_t len = strlen(cell), used = 0;

	fuzz_must(len >= 2 && cell[0] == '"' && cell[len - 1] == '"',
		"a cell stands in quotation marks");
	for (size_t i = 1; i < len - 1; i++) {
		if (cell[i] == '"') {
			i++;
			fuzz_must(i < len - 1 && cell[i] == '"',
				"a mark inside is doubled");
		}
		out[used++] = cell[i];
	}
	out[used] = '\0';
}

static void check(const char *text, bool to_terminal)
{
	struct buf cell;
	char *read;

	buf_init(&cell, (size_t)64 * 1024 * 1024);
	cli_csv_cell(&cell, text, to_terminal);
	fuzz_must_be_clean(buf_text(&cell), "a cell is clean");
	read = malloc(cell.len + 1);
	read_back(buf_text(&cell), read);
	fuzz_must(strchr("=+-@", read[strspn(read, " ")]) == NULL ||
			  read[strspn(read, " ")] == '\0' || is_number(read),
		"a cell is no formula");
	free(read);
	buf_clear(&cell);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	check(text, true);
	check(text, false);
	free(text);
	return 0;
}
