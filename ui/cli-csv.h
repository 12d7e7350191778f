/* SPDX-License-Identifier: MIT
 *
 * A cell of CSV from a text of outside.
 */
#ifndef CLI_CSV_H
#define CLI_CSV_H

#include <stdbool.h>

#include "buf.h"

/*
 * Appends the text through the text gate, in quotation marks. What a
 * spreadsheet would take for a formula (=, +, - or @ at the start, also behind
 * blanks, and their wide forms; a plain number may be negative) gets a ' in
 * front. For a terminal it is what that can show, else UTF-8. A cell has at
 * most 64 KiB; what is longer is cut.
 */
void cli_csv_cell(struct buf *out, const char *text, bool to_terminal);

#endif
