/* SPDX-License-Identifier: MIT
 *
 * The versions of the libraries that we run with, for --version.
 */
#ifndef VERSION_H
#define VERSION_H

#include <stddef.h>

/* "libcurl 7.88.1, libuv 1.44.2, SQLite 3.40.1"; returns out. */
char *version_libraries(char *out, size_t size);

#endif
