/* SPDX-License-Identifier: MIT
 *
 * Reads /proc/PID/mem region by region. What is read lies in our own memory
 * for a moment, so that place is left out and wiped.
 */
#include "config.h"

#include "tests/support/memory-scan.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

#define CHUNK	   ((size_t)1024 * 1024)
#define REGION_MAX ((uint64_t)256 * 1024 * 1024)

static unsigned char buffer[CHUNK];

static bool is_here(const unsigned char *at, const struct memory_scan_needle *n)
{
	for (size_t i = 0; i < n->len; i++)
		if ((at[i] ^ MEMORY_SCAN_VEIL) != n->veiled[i])
			return false;
	return true;
}

static bool is_own_buffer(pid_t pid, uint64_t address)
{
	uint64_t begin = (uint64_t)(uintptr_t)buffer;

	return pid == getpid() && address >= begin &&
	       address < begin + sizeof(buffer);
}

/* Copies that begin in the first `len` bytes of the buffer. */
static long count_in(pid_t pid, uint64_t address, size_t len, size_t got,
	const struct memory_scan_needle *n)
{
	const int first = n->veiled[0] ^ MEMORY_SCAN_VEIL;
	const unsigned char *at = buffer, *end = buffer + len;
	long count = 0;

	while (at < end &&
		(at = memchr(at, first, (size_t)(end - at))) != NULL) {
		size_t offset = (size_t)(at - buffer);

		if (offset + n->len <= got &&
			!is_own_buffer(pid, address + offset) && is_here(at, n))
			count++;
		at++;
	}
	return count;
}

static long scan_region(int fd, pid_t pid, uint64_t from, uint64_t to,
	const struct memory_scan_needle *needle)
{
	size_t step = CHUNK - needle->len;
	long count = 0;

	for (; from < to; from += step) {
		size_t left = to - from < CHUNK ? (size_t)(to - from) : CHUNK;
		ssize_t got = pread(fd, buffer, left, (off_t)from);

		if (got > 0)
			count += count_in(pid, from,
				(size_t)got < step ? (size_t)got : step,
				(size_t)got, needle);
	}
	mem_wipe(buffer, sizeof(buffer));
	return count;
}

/* "from-to rw-p ..." */
static bool
read_region(const char *line, uint64_t *from, uint64_t *to, bool *writable)
{
	char *end;

	*from = strtoull(line, &end, 16);
	if (*end != '-')
		return false;
	*to = strtoull(end + 1, &end, 16);
	*writable = end[0] == ' ' && end[1] != '\0' && end[2] == 'w';
	return end[0] == ' ';
}

long memory_scan(pid_t pid, const struct memory_scan_needle *needle)
{
	char path[64], line[512];
	uint64_t from, to;
	bool writable;
	long count = 0;
	FILE *maps;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/mem", (long)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	snprintf(path, sizeof(path), "/proc/%ld/maps", (long)pid);
	maps = fopen(path, "re");
	while (maps != NULL && fgets(line, sizeof(line), maps) != NULL)
		if (read_region(line, &from, &to, &writable) && writable &&
			to - from <= REGION_MAX)
			count += scan_region(fd, pid, from, to, needle);
	if (maps != NULL)
		fclose(maps);
	close(fd);
	return count;
}
