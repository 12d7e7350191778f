/* SPDX-License-Identifier: MIT
 *
 * Spreadsheets compute what begins like a formula, whoever wrote it, and some
 * of them pass over blanks first; the text gate has made blanks of tabs and
 * line breaks. A ' in front makes it a text for all of them.
 */
#include "cli-csv.h"

#include <string.h>

#include "text.h"

#define CELL_MAX ((size_t)64 * 1024)

static bool is_number(const char *text)
{
	text += *text == '-';
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* The ASCII ones and their full-width twins. */
static bool is_formula(const char *text)
{
	static const char *const wide[] = {
		"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};

	if (is_number(text))
		return false;
	text += strspn(text, " ");
	if (*text == '\0')
		return false;
	if (strchr("=+-@", *text) != NULL)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(wide); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

void cli_csv_cell(struct buf *out, const char *text, bool to_terminal)
{
	struct buf clean;

	buf_init(&clean, CELL_MAX);
	if (to_terminal)
		text_clean(&clean, text);
	else
		text_clean_data(&clean, text);
	buf_putc(out, '"');
	if (is_formula(buf_text(&clean)))
		buf_putc(out, '\'');
	for (const char *c = buf_text(&clean); *c != '\0'; c++) {
		if (*c == '"')
			buf_putc(out, '"');
		buf_putc(out, *c);
	}
	buf_putc(out, '"');
	buf_clear(&clean);
}
