/* SPDX-License-Identifier: MIT
 *
 * The calls that we make of CertCentral, one row each: method, path, what its
 * answer is, and the page of the documentation it comes from.
 */
#ifndef API_ENDPOINT_H
#define API_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "api.h"

/* Reads the answer into its member of *result; false: into its error. */
typedef bool (*api_endpoint_decode_fn)(
	const char *text, size_t len, bool keep_raw, struct api_result *result);

/* Paths have {order_id}, {id} and {word} where the request's go. Whatever is
 * not a GET is a write. */
struct api_endpoint_row {
	enum transport_method method;
	bool from_root;
	const char *path;
	/* NULL: the answer is of no use, or a file. That of a write is read if
	 * it can be; what became of the write stands in its status alone. */
	api_endpoint_decode_fn decode;
	bool may_be_nothing; /* no body stands for an empty object */
	const char *page;    /* at dev.digicert.com */
};

const struct api_endpoint_row *api_endpoint(enum api_endpoint endpoint);
bool api_endpoint_is_write(enum api_endpoint endpoint);

/* The path with all in its places, and the query. NULL and *error when what
 * goes there is not what it should be, or when it is too long. */
char *api_endpoint_path(const char *pattern, const struct api_request *request,
	struct error *error);

#endif
