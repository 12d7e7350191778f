/* SPDX-License-Identifier: MIT
 *
 * `certdesk doctor`: looks at everything that certdesk needs, one thing after
 * the other, and goes on where something is wrong. It writes nothing to the
 * service (GET only) and makes no file; it is not stopped by a configuration
 * that is broken. Whatever hangs ends it with a sentence and exit code 8.
 */
#ifndef SESSION_DOCTOR_H
#define SESSION_DOCTOR_H

#include "doctor.h"
#include "http.h"
#include "option.h"
#include "secret.h"
#include "settings.h"

/* All of it, with its output; the exit code. */
int session_doctor(const struct options *options);

/* -- between its own files ------------------------------------------------- */

struct session_doctor {
	const struct options *options;
	struct doctor doctor;
	struct settings settings;
	const struct settings_account *account; /* NULL: none, or the demo */
	struct demo *demo;			/* with --demo */
	struct secret *from_environment;	/* CERTDESK_API_KEY */
	struct secret *key;			/* NULL: there is none */
	const char *key_source;
	struct http_options http; /* base_url NULL: nothing to go to */
	size_t shown;		  /* findings that were written */
};

/* Proxy, resolver, TLS, clock. True if the service can be reached. */
bool session_doctor_network(struct session_doctor *self);
/* Gets the key and says where from. */
void session_doctor_find_key(struct session_doctor *self);
/* Tries it, with three requests. */
void session_doctor_try_key(struct session_doctor *self);

#endif
