/* SPDX-License-Identifier: MIT
 *
 * The target of a request taken apart: path and query, percent-decoded. A
 * "%00" stays as it is written, so that decoded texts have no NUL inside.
 */
#ifndef SANDBOX_URL_H
#define SANDBOX_URL_H

#include <stddef.h>

#include "sandbox/route.h"

#define URL_PAIRS_MAX 256

struct url {
	char *raw_path;	 /* as sent */
	char *raw_query; /* as sent, "" if none */
	char *path;	 /* decoded, no slash at the end but for "/" itself */
	struct route_pair *query;
	size_t query_count; /* pairs beyond URL_PAIRS_MAX are left out */
};

/* Of "/a/b?c=d" or "http://host/a/b?c=d". The caller clears. */
void url_init(struct url *url, const char *target);
void url_clear(struct url *url);

#endif
