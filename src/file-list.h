/* SPDX-License-Identifier: MIT
 *
 * What is in a directory, for who types a name of a file.
 */
#ifndef FILE_LIST_H
#define FILE_LIST_H

#include <stdbool.h>

#include "buf.h"

#define FILE_LIST_NAMES 2000 /* no more are looked at */

/*
 * Appends the names in a directory (`~` is the home directory, "" the current
 * one), sorted, one a line, directories with a '/' behind. Names that are no
 * UTF-8 or hold a control character are left out. False: it cannot be read. May
 * take as long as the disk likes, so not on the loop's thread.
 */
bool file_list(const char *directory, struct buf *out);

#endif
