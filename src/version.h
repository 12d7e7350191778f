/* SPDX-License-Identifier: MIT
 *
 * The versions of the libraries that we run with, for --version.
 */
#ifndef VERSION_H
#define VERSION_H

#include <stddef.h>

/* "libcurl 7.88.1, libuv 1.44.2, ...", in two lines without the last newline;
 * returns out. `terminal` is the library of the screen, "ncurses 6.4", which
 * this layer does not know. */
char *version_libraries(const char *terminal, char *out, size_t size);

#endif
