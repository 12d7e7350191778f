/* SPDX-License-Identifier: MIT
 *
 * The first start: a few questions make a configuration. What was answered is
 * tried as the doctor does it, shown, and written; until then nothing is, and
 * whoever leaves before leaves nothing behind. No file is ever overwritten.
 */
#ifndef SESSION_SETUP_H
#define SESSION_SETUP_H

#include "error.h"
#include "option.h"
#include "secret.h"

/* There is no configuration and no account in the environment, but a person
 * who wants the screens. */
bool session_setup_is_due(const struct options *options);

/*
 * Asks. True: go on; either options->demo is set, or the configuration is
 * there and *key is the key that was tried, the caller's from now on. False
 * and *error: the person left, or it could not be written.
 */
MUST_CHECK bool session_setup(
	struct options *options, struct secret **key, struct error *error);

#endif
