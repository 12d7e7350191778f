/* SPDX-License-Identifier: MIT
 *
 * The main of a fuzz target where there is no libFuzzer: runs it over files,
 * or over all files of a folder. Without arguments over the corpus of the
 * tree that has the program's name: tests/fuzz/fuzz-page has
 * tests/fuzz/corpus/page. Each file is a test.
 */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "file.h"
#include "mem.h"
#include "tests/fuzz/fuzz.h"

#define INPUT_MAX ((size_t)16 * 1024 * 1024)

static int replay_file(const char *path)
{
	struct error error;
	struct buf input;
	uint8_t *exact; /* so that reading on is noticed */

	buf_init(&input, INPUT_MAX);
	if (!file_read(path, INPUT_MAX, &input, &error)) {
		fprintf(stderr, "%s: %s\n", path, error.text);
		exit(EXIT_FAILURE);
	}
	exact = mem_alloc(input.len > 0 ? input.len : 1);
	memcpy(exact, buf_text(&input), input.len);
	LLVMFuzzerTestOneInput(exact, input.len);
	free(exact);
	buf_clear(&input);
	return 1;
}

static int replay(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int count = 0;

	if (folder == NULL)
		return replay_file(path);
	while ((entry = readdir(folder)) != NULL) {
		char *file;

		if (entry->d_name[0] == '.')
			continue;
		file = mem_printf("%s/%s", path, entry->d_name);
		count += replay_file(file);
		free(file);
	}
	closedir(folder);
	return count;
}

static char *own_corpus(const char *program)
{
	const char *tree = getenv("certdesk_srcdir");
	const char *name = strrchr(program, '/');

	name = name != NULL ? name + 1 : program;
	if (strncmp(name, "fuzz-", 5) == 0)
		name += 5;
	return mem_printf(
		"%s/tests/fuzz/corpus/%s", tree != NULL ? tree : ".", name);
}

int main(int argc, char **argv)
{
	int count = 0;

	if (argc < 2) {
		char *path = own_corpus(argv[0]);

		count = replay(path);
		free(path);
	}
	for (int i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("%d passed, 0 failed, 0 skipped\n", count);
	return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
