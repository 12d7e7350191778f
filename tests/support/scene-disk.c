/* SPDX-License-Identifier: MIT
 *
 * A disk in memory for what is written piece by piece, on which /taken is there
 * and /full takes nothing; and the steps about it.
 */
#include "scene-private.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* The disk is the same for all scenes, which play one after the other. */
static struct scene_disk {
	char *path; /* of the file that was saved last; NULL: none */
	struct buf text;
	int open; /* files that are being written */
} disk;

struct disk_file {
	char *path;
	struct buf text;
};

static void *disk_open(const char *path, bool replaces, struct error *error)
{
	struct disk_file *file;

	if (strcmp(path, "/taken") == 0 && !replaces) {
		error_set(error, ERROR_STATE,
			"%s is there already; nothing is overwritten.", path);
		return NULL;
	}
	file = mem_zalloc(sizeof(*file));
	file->path = mem_dup(path);
	buf_init(&file->text, SCENE_TEXT_MAX);
	disk.open++;
	return file;
}

static bool
disk_add(void *data, const char *text, size_t len, struct error *error)
{
	struct disk_file *file = data;

	buf_add(&file->text, text, len);
	return strcmp(file->path, "/full") != 0 ||
	       error_set(error, ERROR_SYSTEM,
		       "/full cannot be written: No space left on device");
}

static void disk_abandon(void *data)
{
	struct disk_file *file = data;

	disk.open--;
	buf_clear(&file->text);
	free(file->path);
	free(file);
}

static char *disk_finish(void *data, struct error *error UNUSED)
{
	struct disk_file *file = data;

	scene_disk_clear();
	disk.path = mem_dup(file->path);
	buf_init(&disk.text, SCENE_TEXT_MAX);
	buf_add(&disk.text, buf_text(&file->text), file->text.len);
	disk_abandon(file);
	return mem_dup(disk.path);
}

const struct export_disk scene_disk = {
	disk_open, disk_add, disk_finish, disk_abandon};

void scene_disk_clear(void)
{
	free(disk.path);
	buf_clear(&disk.text);
	disk.path = NULL;
}

/* expect-saved PATH TEXT */
static void step_expect_saved(struct scene *scene, const char *args)
{
	struct scene_words words;
	const char *text = scene_behind(args, 1);

	scene_split(args, &words);
	if (!scene_has_words(scene, &words, 1))
		return;
	if (disk.path == NULL || strcmp(disk.path, words.items[0]) != 0)
		scene_problem(scene, "the file that was saved is %s",
			disk.path != NULL ? disk.path : "not there");
	else if (strstr(buf_text(&disk.text), text) == NULL)
		scene_problem(scene, "it holds: %s", buf_text(&disk.text));
}

static void step_expect_not_saved(struct scene *scene, const char *args UNUSED)
{
	if (disk.path != NULL)
		scene_problem(scene, "%s was saved", disk.path);
	if (disk.open != 0)
		scene_problem(scene, "%d files are left", disk.open);
}

static const struct scene_step steps[] = {
	{"expect-saved", step_expect_saved},
	{"expect-not-saved", step_expect_not_saved},
};

const struct scene_step *scene_disk_steps(size_t *count)
{
	*count = ARRAY_LEN(steps);
	return steps;
}
