/* SPDX-License-Identifier: MIT
 *
 * The demo's own CertCentral: starts certdesk-sandbox (the one beside this
 * program's binary, else by PATH) on a free loopback port as a child that ends
 * with us, and stops it. Its data is in a temporary directory that is removed
 * at the end, or in the directory that the user named.
 */
#ifndef DEMO_H
#define DEMO_H

#include <stdbool.h>

#include "error.h"

struct demo_options {
	const char *directory; /* NULL: temporary */
	int orders;	       /* 0: the sandbox's default */
	const char *kind;      /* "enterprise", ...; NULL: enterprise */
};

struct demo;

/* Waits (at most 2 minutes: a million orders take 20 s) until it accepts
 * connections. NULL and *error: what failed, with the sandbox's own words if it
 * said any; ERROR_USAGE when another demo runs in the directory. SIGINT,
 * SIGTERM and SIGHUP end the waiting. */
struct demo *
demo_start(const struct demo_options *options, struct error *error);
void demo_stop(struct demo *demo); /* NULL is allowed */

/* The sandbox that would be started; NULL: there is none. The caller frees. */
char *demo_program(void);

const char *demo_url(const struct demo *demo);	     /* ROOT/services/v2 */
const char *demo_root(const struct demo *demo);	     /* http://127.0.0.1:PORT */
const char *demo_key(const struct demo *demo);	     /* sandbox-admin */
const char *demo_directory(const struct demo *demo); /* journal.db goes here */

#endif
