/* SPDX-License-Identifier: MIT
 *
 * What every part of the sandbox gets: the options it was started with, the
 * data, and the parts that live as long as the program.
 */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct deliveries;
struct fault;
struct rate;
struct requests;

enum sandbox_kind {
	SANDBOX_ENTERPRISE,
	SANDBOX_PARTNER,
	SANDBOX_LEGACY,
	SANDBOX_SUBSCRIPTION,
};

#define SANDBOX_URL_SIZE 128

struct sandbox {
	struct db *db;
	struct fault *fault;
	struct rate *rate;
	struct requests *requests;
	enum sandbox_kind kind;
	char url[SANDBOX_URL_SIZE];    /* "http://127.0.0.1:8417", or https; no
					  slash */
	const char *outbox;	       /* a Maildir, or NULL: none is written */
	struct deliveries *deliveries; /* by SMTP; NULL: none are */
	bool hostile;		       /* answers are full of hostile texts */
	uint64_t hostile_seed;
};

#endif
