/* SPDX-License-Identifier: MIT
 *
 * What the help tells besides the commands: what can be typed into a filter,
 * and how a line is edited.
 */
#ifndef HELP_TOPICS_H
#define HELP_TOPICS_H

#include <stddef.h>

struct help_topic {
	const char *view; /* in its help only; NULL: in every one */
	const char *heading;
	const char *keys; /* what is typed: "!word", "Ctrl-U" */
	const char *help; /* what comes of it */
};

/* The number `index`, by headings; NULL: no more of them. */
const struct help_topic *help_topics_at(size_t index);

#endif
