/* SPDX-License-Identifier: MIT
 *
 * Is this text valid JSON within our limits? One pass before cJSON sees it,
 * because cJSON is no validator (quality.md: it accepts 33 of JSONTestSuite's
 * 188 must-reject files). RFC 8259 grammar, UTF-8, depth, size, nothing behind
 * the value but blanks, no byte order mark.
 *
 * Refused is what breaks grammar, depth or size, and bad bytes outside
 * strings. Inside strings it repairs: \u0000, lone surrogates and invalid
 * bytes become U+FFFD. So the result may be longer than the input.
 */
#ifndef JSON_GATE_H
#define JSON_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"

#define JSON_GATE_DEPTH 32
#define JSON_GATE_SIZE	(8 * 1024 * 1024) /* bytes of text */
/* Values of any kind: cJSON needs some 80 bytes for each. A page of 100 orders
 * with 250 names each has some 31,000, the 5000 users of a large account have
 * some 125,000. */
#define JSON_GATE_VALUES 200000

/* Appends the repaired text to *out. False: ERROR_FORMAT or ERROR_TOO_LARGE
 * with the byte offset in the sentence; *out is then of no use. */
MUST_CHECK bool
json_gate(const char *text, size_t len, struct buf *out, struct error *error);

#endif
