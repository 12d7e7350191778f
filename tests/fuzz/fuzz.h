/* SPDX-License-Identifier: MIT
 *
 * What the fuzz targets share. A target is one file with one fuzz_one; it runs
 * under libFuzzer (make fuzz) and, in every make check, over the files of
 * tests/fuzz/corpus/NAME (replay.c).
 *
 * A target looks for more than crashes: what must hold for every input is
 * said by fuzz_must, which ends the program.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

/* What each target defines. Returns 0. */
int fuzz_one(const uint8_t *data, size_t size);

/* What libFuzzer and replay.c call: fuzz_one, which must not take longer than
 * FUZZ_MOST_MS (environment; not limited where it is not set) of the
 * processor's time. The first run, which may prepare things, is not timed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void fuzz_must(bool holds, const char *what);
/* A refusal has a kind and a sentence of whole characters. */
void fuzz_must_be_told(const struct error *error);
/* No control byte, nothing but whole characters of UTF-8. */
void fuzz_must_be_clean(const char *text, const char *what);

/* The input as a text: a copy with a NUL behind it. The caller frees. */
char *fuzz_text(const uint8_t *data, size_t size);

/* Cuts the next line (or the rest) off; NULL at the end. The caller frees. */
struct fuzz_lines {
	const uint8_t *data;
	size_t size;
};
char *fuzz_line(struct fuzz_lines *lines);

/* A decoder of order-json.h: NULL and *error, or what `clear` frees. */
#define FUZZ_DECODER(type, decode, clear)                                      \
	int fuzz_one(const uint8_t *data, size_t size)                         \
	{                                                                      \
		struct error error = {0};                                      \
		struct type *read = decode((const char *)data, size, &error);  \
                                                                               \
		if (read == NULL)                                              \
			fuzz_must_be_told(&error);                             \
		clear(read);                                                   \
		return 0;                                                      \
	}

/* One that fills a struct of the caller's and says whether it could. */
#define FUZZ_FILLER(type, decode)                                              \
	int fuzz_one(const uint8_t *data, size_t size)                         \
	{                                                                      \
		struct error error = {0};                                      \
		struct type filled;                                            \
                                                                               \
		if (!decode((const char *)data, size, &filled, &error))        \
			fuzz_must_be_told(&error);                             \
		return 0;                                                      \
	}

#endif
