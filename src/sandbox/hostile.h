/* SPDX-License-Identifier: MIT
 *
 * Texts that want to do something to a terminal, a spreadsheet or a reader,
 * and answers full of them: what --hostile is about.
 */
#ifndef SANDBOX_HOSTILE_H
#define SANDBOX_HOSTILE_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/* So many different ones; larger numbers begin again. */
#define HOSTILE_TEXTS 10000

/*
 * Appends text `number` of this seed: bytes of any kind, among them NUL and
 * broken UTF-8. Each holds its mark, "h0042", in a place where a program that
 * shows it without the rest can be seen to have shown it.
 */
void hostile_text(struct buf *out, uint64_t seed, uint32_t number);

/*
 * Rewrites an answer in JSON: each text in it gets one of these in front or
 * in its middle. Words that programs decide by (status, type, dates, ids) and
 * addresses are left alone but for some, so that a client comes far. The same
 * answer is always made the same. Other texts are not touched.
 */
void hostile_answer(struct buf *body, uint64_t seed);

#endif
