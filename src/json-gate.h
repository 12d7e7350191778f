/* SPDX-License-Identifier: MIT
 *
 * Is this text valid JSON within our limits? One pass before cJSON sees it,
 * because cJSON is no validator (quality.md: it accepts 33 of JSONTestSuite's
 * 188 must-reject files). RFC 8259 grammar, UTF-8, depth, size, nothing behind
 * the value but blanks, no byte order mark.
 *
 * Refused is what breaks grammar, depth or size, and bad bytes outside
 * strings. Inside strings it repairs: \u0000, lone surrogates and invalid
 * bytes become U+FFFD. So the result may be longer than the input. Where
 * nothing needs repair nothing is copied.
 */
#ifndef JSON_GATE_H
#define JSON_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"

#define JSON_GATE_DEPTH 32
#define JSON_GATE_SIZE	(7 * 1024 * 1024) /* bytes of text */
/* Bytes that reading it may take: the text; each value the size of cJSON's and
 * a pointer; names once, and strings twice, as they are in the tree and in what
 * is made of it. So there are at most some 210,000 values. A page of 100 orders
 * with 250 names each has some 31,000, the 5000 users of a large account have
 * some 125,000. */
#define JSON_GATE_MEMORY (15 * 1024 * 1024)
#define JSON_GATE_VALUE	 72

/* Appends the repaired text to *out, nothing where text is fine as it is.
 * False: ERROR_FORMAT or ERROR_TOO_LARGE with the byte offset in the sentence;
 * *out is then of no use. */
MUST_CHECK bool
json_gate(const char *text, size_t len, struct buf *out, struct error *error);

#endif
