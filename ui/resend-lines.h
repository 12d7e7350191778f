/* SPDX-License-Identifier: MIT
 *
 * The windows that send a mail where there is no screen (linear.h). Enter
 * alone never sends: "send" names the addresses and asks for the word "yes",
 * and what was typed before that is thrown away.
 */
#ifndef RESEND_LINES_H
#define RESEND_LINES_H

#include "view.h"

extern const struct view_lines resend_lines_approval;
extern const struct view_lines resend_lines_issuance;
extern const struct view_lines resend_lines_settle;

#endif
