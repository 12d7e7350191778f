/* SPDX-License-Identifier: MIT
 *
 * Reads a fixture. FIXTURES is the folder, set by the makefile.
 */
#include "tests/support/fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

#define FIXTURE_MAX (16 * 1024 * 1024)

static void give_up(const char *path)
{
	fprintf(stderr, "The fixture %s cannot be read: %s\n", path,
		strerror(errno));
	exit(EXIT_FAILURE);
}

char *fixture_load(const char *name, size_t *len)
{
	char *path = mem_printf("%s/%s", FIXTURES, name);
	FILE *file = fopen(path, "rb");
	char chunk[4096];
	struct buf text;
	size_t got;

	if (!file)
		give_up(path);
	buf_init(&text, FIXTURE_MAX);
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(&text, chunk, got);
	if (ferror(file) || text.full || text.len == 0)
		give_up(path);
	fclose(file);
	free(path);
	if (len)
		*len = text.len;
	return buf_take(&text);
}
