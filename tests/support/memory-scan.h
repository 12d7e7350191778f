/* SPDX-License-Identifier: MIT
 *
 * How often a secret lies in the memory of a process. The secret is handed
 * over veiled, so that the test itself holds no copy.
 */
#ifndef MEMORY_SCAN_H
#define MEMORY_SCAN_H

#include <stddef.h>
#include <sys/types.h>

#define MEMORY_SCAN_VEIL 0xa5
#define MEMORY_SCAN_MAX	 256

struct memory_scan_needle {
	size_t len;
	unsigned char veiled[MEMORY_SCAN_MAX]; /* each byte ^ the veil */
};

/* Copies in all memory that can be written. -1 and errno if the process does
 * not let itself be read. Regions of more than 256 MiB (the sanitizers') are
 * left out. */
long memory_scan(pid_t pid, const struct memory_scan_needle *needle);

#endif
