/* SPDX-License-Identifier: MIT
 *
 * A child that runs on when we end: whoever reads what it says must stay, or
 * its next word would end it (SIGPIPE), perhaps in the middle of its work.
 */
#ifndef CHILD_LEAVE_H
#define CHILD_LEAVE_H

/* Another program reads the pipe to its end, and does nothing with it. The
 * descriptor stays the caller's. That it cannot be started is no error. */
void child_leave_reader(int output);

#endif
