/* SPDX-License-Identifier: MIT
 *
 * The first 16 digits are the scrambled id, which can be taken back; the rest
 * follows from it. So a million certificates can be found by their numbers
 * without an index.
 */
#include "sandbox/certificate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/mix.h"

#define SERIAL	   UINT64_C(0x5e71a1)
#define THUMBPRINT UINT64_C(0x7b6d)

char *certificate_serial(int64_t id, char *out)
{
	uint64_t first = mix_hash((uint64_t)id ^ SERIAL);

	snprintf(out, CERTIFICATE_SERIAL_SIZE, "%016" PRIX64 "%016" PRIX64,
		first, mix_hash(first));
	return out;
}

char *certificate_thumbprint(int64_t id, char *out)
{
	uint64_t first = mix_hash((uint64_t)id ^ THUMBPRINT);
	uint64_t second = mix_hash(first);

	snprintf(out, CERTIFICATE_THUMBPRINT_SIZE,
		"%016" PRIX64 "%016" PRIX64 "%08" PRIX32, first, second,
		(uint32_t)mix_hash(second));
	return out;
}

/* Only the digits, in capitals; false if something else is there. */
static int64_t id_of(const char *text, uint64_t salt, size_t len,
	char *(*format)(int64_t, char *))
{
	char digits[CERTIFICATE_THUMBPRINT_SIZE] = "";
	char again[CERTIFICATE_THUMBPRINT_SIZE];
	char first[17] = "";
	size_t used = 0;
	int64_t id;

	for (; *text; text++) {
		char c = *text;

		if (c == ':' || c == ' ')
			continue;
		if (used == len)
			return -1;
		digits[used++] = (char)(c >= 'a' && c <= 'f' ? c - 32 : c);
	}
	if (used != len)
		return -1;
	memcpy(first, digits, 16);
	id = (int64_t)(mix_unhash(strtoull(first, NULL, 16)) ^ salt);
	return strcmp(format(id, again), digits) == 0 ? id : -1;
}

int64_t certificate_of_serial(const char *text)
{
	return id_of(
		text, SERIAL, CERTIFICATE_SERIAL_SIZE - 1, certificate_serial);
}

int64_t certificate_of_thumbprint(const char *text)
{
	return id_of(text, THUMBPRINT, CERTIFICATE_THUMBPRINT_SIZE - 1,
		certificate_thumbprint);
}
