/* SPDX-License-Identifier: MIT
 *
 * Small pieces of sentences that several views need.
 */
#include "wording.h"

#include <string.h>

const char *wording_stop(const char *sentence)
{
	size_t len = strlen(sentence);

	while (len > 0 && sentence[len - 1] == ' ')
		len--;
	if (len == 0 || strchr(".!?", sentence[len - 1]) != NULL)
		return "";
	return ".";
}

const char *wording_plural(size_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}
