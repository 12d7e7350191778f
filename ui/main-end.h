/* SPDX-License-Identifier: MIT
 *
 * The end, where a disk hangs: what is being written to it is waited for, but
 * not for ever.
 */
#ifndef MAIN_END_H
#define MAIN_END_H

/* The terminal is the shell's again. After 5 s the program ends wherever it
 * stands then: by the signal that it was to end by, or (0) with a sentence and
 * CLI_OWN_FAILURE. */
void main_end_in_time(int ended_by);
/* Nothing is to be written any more. */
void main_end_reached(void);

#endif
