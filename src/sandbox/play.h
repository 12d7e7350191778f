/* SPDX-License-Identifier: MIT
 *
 * The sandbox's own calls that let one play: what mails were sent, and what
 * DigiCert does in reality (validates people and organizations, takes time).
 */
#ifndef SANDBOX_PLAY_H
#define SANDBOX_PLAY_H

#include "sandbox/route.h"

/*
 *	GET  /sandbox/v1/mails?order=ID&to=ADDRESS
 *	POST /sandbox/v1/validate
 *	POST /sandbox/v1/advance
 */
extern const struct route play_routes[];

#endif
