/* SPDX-License-Identifier: MIT
 *
 * The calls of child.h, handed to whoever implements them.
 */
#include "child.h"

static const struct child_ops *ops_of(const struct child *child)
{
	struct children *const *children = (const void *)child;

	return (*children)->ops;
}

struct child *child_start(struct children *children,
	const struct child_request *request, child_end_fn done, void *data)
{
	return children->ops->start(children, request, done, data);
}

void child_write(struct child *child, const char *data, size_t len)
{
	ops_of(child)->write(child, data, len);
}

size_t child_unread(const struct child *child)
{
	return ops_of(child)->unread(child);
}

void child_on_room(struct child *child, loop_fn fn, void *data)
{
	ops_of(child)->on_room(child, fn, data);
}

void child_close(struct child *child)
{
	ops_of(child)->close(child);
}

void child_stop(struct child *child)
{
	ops_of(child)->stop(child);
}

void child_forget(struct child *child)
{
	ops_of(child)->forget(child);
}

void child_go_on_all(struct children *children)
{
	children->ops->go_on(children);
}

bool child_interrupt(struct children *children)
{
	return children->ops->interrupt(children);
}
