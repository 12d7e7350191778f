/* SPDX-License-Identifier: MIT
 *
 * Ours, behind what is added to it.
 */
#include "child-environment.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

extern char **environ;

/* What the key was read from is nobody else's business. */
static bool is_secret(const char *entry)
{
	static const char name[] = "CERTDESK_API_KEY=";

	return strncmp(entry, name, sizeof(name) - 1) == 0;
}

static bool is_same_name(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return strncmp(a, b, len) == 0 && b[len] == '=';
}

static bool is_in(const char *const *list, const char *entry)
{
	for (size_t i = 0; list != NULL && list[i] != NULL; i++)
		if (is_same_name(list[i], entry))
			return true;
	return false;
}

/* The entries are lent. */
const char **child_environment(const char *const *added)
{
	size_t count = 0, ours = 0;
	const char **out;

	while (environ[ours] != NULL)
		ours++;
	while (added != NULL && added[count] != NULL)
		count++;
	out = mem_array(ours + count + 1, sizeof(*out));
	count = 0;
	for (; added != NULL && added[count] != NULL; count++)
		out[count] = added[count];
	for (size_t i = 0; i < ours; i++)
		if (!is_secret(environ[i]) && !is_in(added, environ[i]))
			out[count++] = environ[i];
	return out;
}
