/* SPDX-License-Identifier: MIT
 *
 * The accounts of a session as the screens switch between them.
 */
#ifndef SESSION_SWITCH_H
#define SESSION_SWITCH_H

#include "accounts.h"
#include "session.h"

/* The session must outlive what is made of it. */
struct accounts_source session_switch_source(struct session *session);

#endif
