/* SPDX-License-Identifier: MIT
 *
 * The journal's file, in which anything may stand: it is opened and all of it
 * read, or refused with a sentence. The file lies in memory where the system
 * has such a folder.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "journal-db.h"
#include "mem.h"
#include "tests/fuzz/fuzz.h"

static char *directory, *path;

static void remove_directory(void)
{
	file_remove_tree(directory);
	free(directory);
	free(path);
}

static void make_directory(void)
{
	struct error error;

	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	directory = file_make_temporary_directory("certdesk-fuzz", &error);
	fuzz_must(directory != NULL, "there is a folder for files");
	path = mem_printf("%s/journal.db", directory);
	atexit(remove_directory);
}

static void write_input(const uint8_t *data, size_t size)
{
	FILE *file = fopen(path, "w");

	fuzz_must(file != NULL, "the file can be written");
	fuzz_must(fwrite(data, 1, size, file) == size, "as a whole");
	fclose(file);
	chmod(path, 0600);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	static const struct journal_filter all = {.limit = 0};
	struct journal_db_options options = {
		.api_host = "www.example.com",
		.account = "prod",
		.agent = "mira",
	};
	struct journal_db_reply reply = {0};
	struct error error = {0};
	struct journal_db *db;
	char *beside;

	if (directory == NULL)
		make_directory();
	options.path = path;
	write_input(data, size);
	db = journal_db_open(&options, &error);
	if (db == NULL || !journal_db_list(db, &all, &reply, &error))
		fuzz_must_be_told(&error);
	journal_db_reply_clear(&reply);
	journal_db_close(db);
	beside = mem_printf("%s-journal", path);
	unlink(beside);
	free(beside);
	return 0;
}
