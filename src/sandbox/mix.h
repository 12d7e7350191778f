/* SPDX-License-Identifier: MIT
 *
 * Numbers that look random and are not: the same seed gives the same data.
 */
#ifndef SANDBOX_MIX_H
#define SANDBOX_MIX_H

#include <stddef.h>
#include <stdint.h>

#include "attr.h"

struct mix {
	uint64_t state;
};

void mix_init(struct mix *mix, uint64_t seed, uint64_t stream);
uint64_t mix_next(struct mix *mix);
/* 0 .. bound-1; bound is at least 1. */
uint32_t mix_below(struct mix *mix, uint32_t bound);

/* Scrambles a number; unmix takes it back. */
uint64_t mix_hash(uint64_t value);
uint64_t mix_unhash(uint64_t hash);

#define MIX_TOKEN_SIZE 33

/* 32 hexadecimal digits from a seed and a number: the token of a link. */
char *mix_token(uint64_t seed, uint64_t number, char *out);

#endif
