/* SPDX-License-Identifier: MIT
 *
 * The sandbox in a browser: the start page, the mailbox, the pages behind the
 * links in the mails, and an order as a page. No scripts, no cookies; what
 * changes something is a POST with the token of a mail.
 */
#ifndef SANDBOX_PAGES_H
#define SANDBOX_PAGES_H

#include "sandbox/route.h"

extern const struct route pages_routes[];

/* For the files of the pages: the head of an answer and of its page. */
void pages_begin(
	struct route_response *response, int status, const char *title);
void pages_end(struct route_response *response);

/* A whole page that says that there is no such thing: 404. */
void pages_not_found(struct route_response *response, const char *sentence);

#endif
