/* SPDX-License-Identifier: MIT
 *
 * A ZIP archive of a few small files, stored as they are.
 */
#ifndef SANDBOX_ZIP_H
#define SANDBOX_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct zip {
	struct buf *out; /* the archive; nothing else may be added to it */
	struct buf directory;
	size_t files;
	int64_t time; /* of all files, seconds since 1970 */
};

void zip_begin(struct zip *zip, struct buf *out, int64_t time);
void zip_add(struct zip *zip, const char *name, const void *data, size_t len);
void zip_end(struct zip *zip);

#endif
