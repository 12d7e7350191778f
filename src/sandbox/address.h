/* SPDX-License-Identifier: MIT
 *
 * Mail addresses as the sandbox takes them, and as a message's header may
 * hold them.
 */
#ifndef SANDBOX_ADDRESS_H
#define SANDBOX_ADDRESS_H

#include <stdbool.h>

#include "attr.h"
#include "buf.h"

#define ADDRESS_MAX 254 /* bytes */

/*
 * Whether this is an address: dotted atoms (RFC 5322 3.2.3), '@', a domain of
 * two labels or more. Letters outside ASCII may stand anywhere (RFC 6532).
 */
bool address_is_valid(const char *text);

/*
 * Appends a valid address in ASCII: labels of the domain that are not become
 * "xn--...". False, and nothing is appended, if the part before the '@' is
 * not ASCII: for that there is no other form.
 */
MUST_CHECK bool address_ascii(struct buf *out, const char *text);

/* The same for a domain alone, which may have one label. */
MUST_CHECK bool address_ascii_domain(struct buf *out, const char *domain);

#endif
