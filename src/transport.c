/* SPDX-License-Identifier: MIT
 *
 * The calls of transport.h, handed to the implementation.
 */
#include "transport.h"

static const char *const method_names[] = {
	[TRANSPORT_GET] = "GET",
	[TRANSPORT_POST] = "POST",
	[TRANSPORT_PUT] = "PUT",
	[TRANSPORT_DELETE] = "DELETE",
};

struct transport_call *transport_send(struct transport *transport,
	const struct transport_request *request, transport_fn done, void *data)
{
	return transport->ops->send(transport, request, done, data);
}

void transport_cancel(struct transport_call *call)
{
	struct transport *transport = *(struct transport **)(void *)call;

	transport->ops->cancel(call);
}

void transport_progress(
	const struct transport_call *call, struct transport_progress *out)
{
	const struct transport *transport =
		*(struct transport *const *)(const void *)call;

	transport->ops->progress(call, out);
}

const char *transport_method_name(enum transport_method method)
{
	return method_names[method];
}
