/* SPDX-License-Identifier: MIT
 *
 * The pages behind the links in the mails: /approve/{token} (approval and
 * DCV mails) and /collect/{token} (issuance mails). A GET shows the order and
 * one button and changes nothing; the POST of the button does it.
 *
 *	link                GET   POST
 *	open                200   200, done
 *	used                200   409
 *	void                410   410   a newer mail, or somebody approved
 *	order not fitting   410   409   canceled, say
 *	held                409   409
 *	unknown             404   404
 */
#ifndef SANDBOX_PAGES_LINK_H
#define SANDBOX_PAGES_LINK_H

#include "sandbox/route.h"

/* Both for GET and POST; see route_fn. */
void pages_link_approve(
	const struct route_request *request, struct route_response *response);
void pages_link_collect(
	const struct route_request *request, struct route_response *response);

#endif
