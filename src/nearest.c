/* SPDX-License-Identifier: MIT
 *
 * An abbreviation first, else the smallest distance by letters that were
 * added, left out or changed; half of the letters at most.
 */
#include "nearest.h"

#include <string.h>

#define ABBREVIATION_MIN 3 /* letters that tell what may be meant */

/* Levenshtein distance of two short words, cut off at 64 letters. */
static size_t distance(const char *a, const char *b)
{
	size_t row[65], len_a = strlen(a), len_b = strlen(b);

	if (len_a > 64 || len_b > 64)
		return 64;
	for (size_t j = 0; j <= len_b; j++)
		row[j] = j;
	for (size_t i = 1; i <= len_a; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= len_b; j++) {
			size_t best = corner + (a[i - 1] == b[j - 1] ? 0 : 1);

			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[len_b];
}

const char *
nearest_name(const char *text, const char *const *names, size_t count)
{
	const char *nearest = NULL;
	size_t len = strlen(text), best = len / 3 + 2;

	/* Somebody who takes abbreviations for granted. */
	for (size_t i = 0; i < count && len >= ABBREVIATION_MIN; i++)
		if (strncmp(names[i], text, len) == 0)
			return names[i];
	for (size_t i = 0; i < count; i++) {
		size_t d, name_len = strlen(names[i]);

		/* So many letters at least were added or left out. */
		if (name_len >= len + best || len >= name_len + best)
			continue;
		d = distance(text, names[i]);
		if (d < best && 2 * d <= len) {
			best = d;
			nearest = names[i];
		}
	}
	return nearest;
}
