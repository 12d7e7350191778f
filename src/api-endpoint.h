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

#define API_ENDPOINT_ORDER "{order_id}" /* its place in a path */

/* Reads the answer into its member of *result; false: into its error. */
typedef bool (*api_endpoint_decode_fn)(
	const char *text, size_t len, bool keep_raw, struct api_result *result);

struct api_endpoint_row {
	enum transport_method method;
	bool from_root;
	const char *path;
	api_endpoint_decode_fn
		decode;	     /* NULL: a write; its answer has no use */
	bool may_be_nothing; /* no body stands for an empty object */
	const char *page;    /* at dev.digicert.com */
};

const struct api_endpoint_row *api_endpoint(enum api_endpoint endpoint);

#endif
