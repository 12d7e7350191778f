/* SPDX-License-Identifier: MIT
 *
 * Plays all scenes of a folder, or those that are named:
 *
 *   run-scenes [--update] [FILE.scene ...]
 *
 * Prints a line for each and the sum. --update writes the screens that came
 * out into the files, for the reviewer to read as a diff.
 */
#include <glob.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tests/support/scene.h"

#define FILE_MAX (4 * 1024 * 1024)

struct tally {
	int passed, failed;
};

static bool read_file(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rb");
	char chunk[4096];
	size_t got;

	if (file == NULL)
		return false;
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(out, chunk, got);
	fclose(file);
	return !out->full;
}

static void write_file(const char *path, const struct buf *text)
{
	FILE *file = fopen(path, "wb");

	if (file == NULL ||
		fwrite(buf_text(text), 1, text->len, file) != text->len)
		fprintf(stderr, "%s cannot be written\n", path);
	if (file != NULL)
		fclose(file);
}

static void print_problems(const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		printf("#   %.*s\n", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

static void play(const char *path, bool update, struct tally *tally)
{
	char *folder = mem_dup(path);
	struct buf text, problems, updated;
	bool ok;

	buf_init(&text, FILE_MAX);
	buf_init(&problems, FILE_MAX);
	buf_init(&updated, FILE_MAX);
	ok = read_file(path, &text) &&
	     scene_play(buf_text(&text), dirname(folder), &problems,
		     update ? &updated : NULL);
	if (update && ok)
		write_file(path, &updated);
	printf("%s - %s\n", ok ? "ok" : "not ok", path);
	print_problems(buf_text(&problems));
	fflush(stdout);
	tally->passed += ok;
	tally->failed += !ok;
	buf_clear(&text);
	buf_clear(&problems);
	buf_clear(&updated);
	free(folder);
}

static void play_folder(bool update, struct tally *tally)
{
	const char *source = getenv("certdesk_srcdir");
	char *pattern = mem_printf(
		"%s/tests/scenes/*.scene", source != NULL ? source : ".");
	glob_t files = {0};

	if (glob(pattern, 0, NULL, &files) == 0) {
		for (size_t i = 0; i < files.gl_pathc; i++)
			play(files.gl_pathv[i], update, tally);
	}
	globfree(&files);
	free(pattern);
}

int main(int argc, char **argv)
{
	struct tally tally = {0};
	int first = 1;
	bool update = argc > 1 && strcmp(argv[1], "--update") == 0;

	if (update)
		first++;
	if (first == argc)
		play_folder(update, &tally);
	for (int i = first; i < argc; i++)
		play(argv[i], update, &tally);
	printf("%d passed, %d failed, 0 skipped\n", tally.passed, tally.failed);
	return tally.failed == 0 && tally.passed > 0 ? EXIT_SUCCESS
						     : EXIT_FAILURE;
}
