/* SPDX-License-Identifier: MIT
 *
 * The text gate: the only way from bytes of outside to something a terminal,
 * a file or a clipboard may see. It decodes UTF-8 (utf8proc), counts columns
 * and replaces whatever could be a control sequence or mislead the eye:
 * C0, DEL, C1, format characters (bidirectional controls, isolates, zero
 * width, tags, soft hyphen), line and paragraph separators, private use,
 * unassigned, surrogates and broken bytes become one visible mark each;
 * more than two combining marks on one base are dropped and marked.
 * A tab or line break becomes a blank. Without UTF-8 everything outside
 * ASCII becomes '?' (same number of columns).
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "buf.h"

/* One base and two marks, with the NUL; a cell of a canvas is 16 bytes. */
#define TEXT_CELL_BYTES 14

/* One thing that stands in one or two columns. */
struct text_cell {
	char bytes[TEXT_CELL_BYTES]; /* harmless UTF-8, NUL-terminated */
	int width;		     /* 1 or 2, never 0 */
};

/* Whether the terminal takes UTF-8. Default: true. Set once at start. */
void text_set_utf8(bool utf8);
bool text_is_utf8(void);

/*
 * Take the next cell of text[0..len). Returns the bytes consumed, at least 1
 * while len > 0, and 0 at the end. Never fails.
 */
size_t text_next(const char *text, size_t len, struct text_cell *cell);

/* The whole of text through the gate, appended to out. NULL adds nothing. */
void text_clean(struct buf *out, const char *text);
/* The same for data, which is UTF-8 whatever the terminal takes. */
void text_clean_data(struct buf *out, const char *text);
/* The same for text of several lines of ours: line breaks stay. */
void text_clean_lines(struct buf *out, const char *text);
/* The same into a fixed buffer, cut at a cell border. Returns out. */
char *text_clean_to(char *out, size_t size, const char *text);

size_t text_width(const char *text); /* columns after the gate */

/* Bytes at the start of text[0..len) that the gate leaves as they are, a column
 * each: printable ASCII without a mark behind it. So most texts need not be
 * taken cell by cell. */
size_t text_plain_run(const char *text, size_t len);

/*
 * For addresses and host names: printable ASCII stays, everything else (a
 * blank too) becomes \u{XXXX} or \x{XX}. True if something was escaped.
 */
bool text_escape(struct buf *out, const char *text);
bool text_is_plain_ascii(const char *text); /* only 0x21..0x7e */

/*
 * Take one character of text[0..len). Returns the bytes consumed, 0 at the
 * end. A byte that is no UTF-8 counts alone; *code is then -1.
 */
size_t text_decode(const char *text, size_t len, int32_t *code);

bool text_is_valid_utf8(const char *text, size_t len);

/* Equal without regard to ASCII case; bytes otherwise. NULL equals NULL. */
bool text_equal_ascii_case(const char *a, const char *b);
/* The same for texts that are equal so: others need not be compared. */
uint32_t text_hash_ascii_case(const char *text);

/*
 * Unicode case folding (full, NFC) of text into out; what cannot be decoded
 * is kept byte for byte.
 */
void text_fold(struct buf *out, const char *text);

/* A letter in upper case: what makes a search exact. */
bool text_has_capital(const char *text);

/*
 * Smart case: does haystack contain needle? A needle with a capital letter is
 * compared as it is, another without regard to case. "" is in everything.
 */
bool text_contains(const char *haystack, const char *needle);

/* As much of text as fits, always terminated; returns out. As text_format with
 * "%s", at a fraction of the cost. */
char *text_copy(char *out, size_t size, const char *text);

/* snprintf that always terminates; returns out. */
char *
text_format(char *out, size_t size, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
