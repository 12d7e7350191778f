/* SPDX-License-Identifier: MIT
 *
 * Only what the directory tells does not tell apart is looked at.
 */
#include "file-list.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "mem.h"
#include "text.h"

static bool is_directory(DIR *dir, const struct dirent *entry)
{
	struct stat info;

	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd(dir), entry->d_name, &info, 0) == 0 &&
	       S_ISDIR(info.st_mode);
}

static bool can_be_typed(const char *name)
{
	char clean[NAME_MAX + 1];

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		!text_is_valid_utf8(name, strlen(name)))
		return false;
	text_clean_to(clean, sizeof(clean), name);
	return strcmp(clean, name) == 0;
}

static int compare(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static size_t read_names(DIR *dir, char **names)
{
	const struct dirent *entry;
	size_t count = 0;

	while (count < FILE_LIST_NAMES && (entry = readdir(dir)) != NULL) {
		if (can_be_typed(entry->d_name))
			names[count++] = mem_printf("%s%s", entry->d_name,
				is_directory(dir, entry) ? "/" : "");
	}
	return count;
}

bool file_list(const char *directory, struct buf *out)
{
	char *path = file_expand(*directory != '\0' ? directory : ".");
	DIR *dir = opendir(path);
	char **names;
	size_t count;

	free(path);
	if (dir == NULL)
		return false;
	names = mem_array(FILE_LIST_NAMES, sizeof(*names));
	count = read_names(dir, names);
	closedir(dir);
	qsort(names, count, sizeof(*names), compare);
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s\n", names[i]);
		free(names[i]);
	}
	free(names);
	return true;
}
