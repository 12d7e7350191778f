/* SPDX-License-Identifier: MIT
 *
 * How `certdesk doctor` shows its findings: text for people as they come, one
 * document for scripts at the end. The checks are in doctor.h and what is
 * named there; session-doctor runs them.
 */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "buf.h"
#include "doctor.h"

/* The findings from number `from` on, in lines of `width` columns. */
void cli_doctor_text(const struct doctor *doctor, size_t from, size_t width,
	struct buf *out);
/* "1 problem, 2 warnings." */
void cli_doctor_sum(const struct doctor *doctor, struct buf *out);
/* {"findings": [{"area", "level", "text", "advice"}], "problems": n,
 * "warnings": n} */
void cli_doctor_json(const struct doctor *doctor, struct buf *out);

/* By the first problem, as cli_code has it; CLI_DONE without one. */
int cli_doctor_code(const struct doctor *doctor);

#endif
