/* SPDX-License-Identifier: MIT
 *
 * One request without the key, on the same way and with the same trust as all
 * others, to see what that way is like (for `certdesk doctor`). Waits for its
 * answer; the limits of http.h hold.
 */
#ifndef HTTP_PROBE_H
#define HTTP_PROBE_H

#include "doctor-network.h"
#include "http.h"

/* The key of the options is not used and may be NULL. False and *error: the
 * request could not be made, as http_new has it. What became of it otherwise,
 * a failure too, is in *out. */
MUST_CHECK bool http_probe(const struct http_options *options,
	struct doctor_probe *out, struct error *error);

/* The proxy that such a request takes, by the options and the environment. */
MUST_CHECK bool http_probe_proxy(const struct http_options *options,
	struct doctor_proxy *out, struct error *error);

#endif
