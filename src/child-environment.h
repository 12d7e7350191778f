/* SPDX-License-Identifier: MIT
 *
 * What a child finds in its environment: all that is ours but the API key.
 */
#ifndef CHILD_ENVIRONMENT_H
#define CHILD_ENVIRONMENT_H

/* "NAME=value", NULL behind; what is added goes before ours of that name. The
 * caller frees the list; the texts are lent. `added` may be NULL. */
const char **child_environment(const char *const *added);

#endif
