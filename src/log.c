/* SPDX-License-Identifier: MIT
 *
 * A ring of the last entries and, if wanted, a file. Every text is made
 * harmless before it is kept, so the log can be shown and tailed as it is.
 * The texts are a ring of their own, as most are far below what one may have.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "date.h"
#include "log.h"
#include "text.h"

/* Longer than an entry, for the gate can make a text shorter. */
#define RAW_SIZE  ((size_t)2 * LOG_TEXT_SIZE)
#define LINE_SIZE (LOG_TEXT_SIZE + DATE_TEXT_SIZE + 32)

/* One log for the program: whatever goes wrong anywhere must be able to say
 * so without being handed anything. */
static struct {
	struct log_entry entries[LOG_KEPT];
	size_t first;
	size_t count;
	int64_t dropped;
	char texts[LOG_BYTES];
	size_t next; /* where the next text begins, if it has room there */
	int fd;
	bool has_file;
} kept;

static const char *const level_names[] = {
	[LOG_DEBUG] = "debug",
	[LOG_REQUEST] = "request",
	[LOG_WRITE] = "write",
	[LOG_INFO] = "info",
	[LOG_WARNING] = "warning",
	[LOG_ERROR] = "error",
};

const char *log_level_name(enum log_level level)
{
	if ((size_t)level >= ARRAY_LEN(level_names))
		return "unknown";
	return level_names[level];
}

static void drop_oldest(void)
{
	kept.first = (kept.first + 1) % LOG_KEPT;
	kept.count--;
	kept.dropped++;
}

/* Those whose texts begin from here on and before `end`, which are the oldest:
 * the texts stand in the order of the entries. */
static void drop_between(size_t begin, size_t end)
{
	while (kept.count > 0 &&
		kept.entries[kept.first].text >= kept.texts + begin &&
		kept.entries[kept.first].text < kept.texts + end)
		drop_oldest();
}

/* A copy of the text; the oldest ones make room. */
static const char *keep_text(const char *text)
{
	size_t size = strlen(text) + 1;
	char *place;

	if (size > sizeof(kept.texts) - kept.next) {
		drop_between(kept.next, sizeof(kept.texts));
		kept.next = 0;
	}
	drop_between(kept.next, kept.next + size);
	place = kept.texts + kept.next;
	memcpy(place, text, size);
	kept.next += size;
	return place;
}

/* The place of the next entry; the oldest makes room. */
static struct log_entry *next_entry(void)
{
	if (kept.count == LOG_KEPT)
		drop_oldest();
	return &kept.entries[(kept.first + kept.count++) % LOG_KEPT];
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t written = write(fd, data, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		data += written;
		len -= (size_t)written;
	}
	return true;
}

static int64_t floor_seconds(int64_t ms)
{
	return ms / 1000 - (ms % 1000 < 0);
}

static bool write_line(const struct log_entry *entry)
{
	char line[LINE_SIZE];
	char when[DATE_TEXT_SIZE];
	int64_t seconds = floor_seconds(entry->time_ms);

	date_iso(seconds, when);
	text_format(line, sizeof(line), "%s %s %s\n", when,
		log_level_name(entry->level), entry->text);
	return write_all(kept.fd, line, strlen(line));
}

static void close_file(void)
{
	if (kept.has_file)
		close(kept.fd);
	kept.has_file = false;
}

static struct log_entry *keep(enum log_level level, const char *text)
{
	char clean[LOG_TEXT_SIZE];
	struct log_entry *entry;

	text_clean_to(clean, sizeof(clean), text);
	text = keep_text(clean);
	entry = next_entry();
	entry->time_ms = clock_ms();
	entry->level = level;
	entry->text = text;
	return entry;
}

/* A log file that cannot be written is given up; the log itself goes on. */
static void give_up_file(int errnum)
{
	char text[LOG_TEXT_SIZE];

	close_file();
	text_format(text, sizeof(text), "the log file is no longer written: %s",
		strerror(errnum));
	keep(LOG_WARNING, text);
}

void log_add(enum log_level level, const char *format, ...)
{
	char raw[RAW_SIZE];
	const struct log_entry *entry;
	va_list args;

	va_start(args, format);
	if (vsnprintf(raw, sizeof(raw), format, args) < 0)
		raw[0] = '\0';
	va_end(args);
	entry = keep(level, raw);
	if (kept.has_file && !write_line(entry))
		give_up_file(errno);
}

size_t log_count(void)
{
	return kept.count;
}

int64_t log_dropped(void)
{
	return kept.dropped;
}

const struct log_entry *log_at(size_t index)
{
	if (index >= kept.count)
		return NULL;
	return &kept.entries[(kept.first + index) % LOG_KEPT];
}

/* O_NONBLOCK: opening a pipe that nobody reads must not hang the start. */
static int open_for_append(const char *path)
{
	return open(path,
		O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
			O_NONBLOCK | O_NOCTTY,
		0600);
}

static bool open_failed(const char *path, int errnum, struct error *error)
{
	if (errnum == ELOOP)
		return error_set(error, ERROR_SYSTEM,
			"The log file %s is a symbolic link; "
			"give the name of the file itself.",
			path);
	return error_set_errno(error, ERROR_SYSTEM, errnum,
		"The log file %s cannot be opened", path);
}

bool log_open(const char *path, struct error *error)
{
	struct stat status;
	int fd = open_for_append(path);

	if (fd < 0)
		return open_failed(path, errno, error);
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return error_set(error, ERROR_SYSTEM,
			"The log file %s is not a regular file.", path);
	}
	close_file();
	kept.fd = fd;
	kept.has_file = true;
	return true;
}

void log_close(void)
{
	close_file();
	kept.first = 0;
	kept.count = 0;
	kept.dropped = 0;
	kept.next = 0;
}
