/* SPDX-License-Identifier: MIT
 *
 * A counter put through a bijection of 64 bits: multiplications by odd numbers
 * and shifted exclusive ors, each of which can be undone. So a scrambled
 * number can be taken back (serial numbers are found without being stored).
 */
#include "sandbox/mix.h"

#include <inttypes.h>
#include <stdio.h>

/* Odd constants and their inverses modulo 2^64. */
#define MUL_A	  UINT64_C(0xd6e8feb86659fd93)
#define MUL_A_INV UINT64_C(0xcfee444d8b59a89b)
#define STEP	  UINT64_C(0x9e3779b97f4a7c15)

uint64_t mix_hash(uint64_t value)
{
	value += STEP;
	value ^= value >> 32;
	value *= MUL_A;
	value ^= value >> 32;
	value *= MUL_A;
	value ^= value >> 32;
	return value;
}

uint64_t mix_unhash(uint64_t hash)
{
	hash ^= hash >> 32;
	hash *= MUL_A_INV;
	hash ^= hash >> 32;
	hash *= MUL_A_INV;
	hash ^= hash >> 32;
	return hash - STEP;
}

void mix_init(struct mix *mix, uint64_t seed, uint64_t stream)
{
	mix->state = mix_hash(mix_hash(seed) ^ mix_hash(stream * STEP));
}

uint64_t mix_next(struct mix *mix)
{
	mix->state += STEP;
	return mix_hash(mix->state);
}

uint32_t mix_below(struct mix *mix, uint32_t bound)
{
	return (uint32_t)(((mix_next(mix) >> 32) * bound) >> 32);
}

char *mix_token(uint64_t seed, uint64_t number, char *out)
{
	uint64_t a = mix_hash(mix_hash(seed ^ STEP) + number);
	uint64_t b = mix_hash(a ^ mix_hash(number));

	snprintf(out, MIX_TOKEN_SIZE, "%016" PRIx64 "%016" PRIx64, a, b);
	return out;
}
