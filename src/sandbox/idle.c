/* SPDX-License-Identifier: MIT
 *
 * What is closed here is seen as a client that has gone: libmicrohttpd does the
 * rest in its next turn.
 */
#include "sandbox/idle.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "mem.h"

void idle_init(struct idle *idle, unsigned most)
{
	*idle = (struct idle){.most = most};
	idle->ends.before = idle->ends.after = &idle->ends;
}

static void append(struct idle *idle, struct idle_connection *connection)
{
	connection->before = idle->ends.before;
	connection->after = &idle->ends;
	connection->before->after = connection;
	idle->ends.before = connection;
}

static void take_out(struct idle_connection *connection)
{
	if (connection->after == NULL)
		return;
	connection->before->after = connection->after;
	connection->after->before = connection->before;
	connection->before = connection->after = NULL;
}

static void close_oldest(struct idle *idle)
{
	struct idle_connection *oldest = idle->ends.after;
	const union MHD_ConnectionInfo *info;

	if (oldest == &idle->ends)
		return;
	info = MHD_get_connection_info(
		oldest->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	take_out(oldest);
	if (info != NULL)
		shutdown(info->connect_fd, SHUT_RDWR);
}

struct idle_connection *
idle_add(struct idle *idle, struct MHD_Connection *connection)
{
	struct idle_connection *added = mem_zalloc(sizeof(*added));

	if (++idle->open > idle->most)
		close_oldest(idle);
	added->connection = connection;
	added->number = ++idle->connections;
	append(idle, added);
	return added;
}

void idle_drop(struct idle *idle, struct idle_connection *connection)
{
	idle->open--;
	take_out(connection);
	free(connection);
}

void idle_is_busy(struct idle_connection *connection)
{
	take_out(connection);
}

void idle_is_idle(struct idle *idle, struct idle_connection *connection)
{
	take_out(connection);
	append(idle, connection);
}
