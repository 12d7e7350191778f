/* SPDX-License-Identifier: MIT
 *
 * The client's core without a screen, for contract tests: real store, api,
 * http and journal against a server. One order is opened, one thing is done,
 * what came of it is printed, one fact a line.
 *
 *	desk URL KEY JOURNAL ORDER offers
 *	desk URL KEY JOURNAL ORDER account
 *	desk URL KEY JOURNAL ORDER download [FORMAT]
 *	desk URL KEY JOURNAL ORDER certificates
 *	desk URL KEY JOURNAL ORDER watch
 *	desk URL KEY JOURNAL ORDER act KIND [NAME=VALUE]...
 *
 * NAME is a member of the request: text, word, to and ids and before (lists,
 * by commas), first_name, last_name, job_title, telephone, email. Where before
 * is not given it is what the order says.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "http.h"
#include "journal-sqlite.h"
#include "loop-uv.h"
#include "people.h"
#include "secret.h"
#include "store.h"

#define LIST_MAX 20

struct client {
	struct loop *loop;
	struct store *store;
	const char *order_id;
	char **words; /* behind the order */
	int step;
	struct action *action;
};

/* -- printing -- */

static void print(const char *format, ...) PRINTF_LIKE(1, 2);

static void print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

static const char *text_or(const char *text)
{
	return text != NULL ? text : "-";
}

static bool is_settled(const struct store_resource *resource)
{
	return resource->state == STORE_FAILED ||
	       (resource->state == STORE_READY && !resource->refreshing);
}

/* -- what can be asked -- */

static void print_offers(struct client *client)
{
	for (int i = 0; i < OFFERS; i++) {
		char reason[ERROR_TEXT_SIZE];
		bool is = store_offers(client->store, client->order_id,
			(enum offer)i, reason, sizeof(reason));

		print("%s: %s", offers_label((enum offer)i),
			is ? "yes" : reason);
	}
}

static void offers(struct client *client)
{
	print_offers(client);
	loop_stop(client->loop);
}

static void certificates(struct client *client)
{
	const struct store_order *order =
		store_order(client->store, client->order_id);

	if ((order->reissues_state.state != STORE_NEVER &&
		    !is_settled(&order->reissues_state)) ||
		(order->duplicates_state.state != STORE_NEVER &&
			!is_settled(&order->duplicates_state)))
		return;
	print("reissues %zu",
		order->reissues != NULL ? order->reissues->count : 0);
	print("duplicates %zu",
		order->duplicates != NULL ? order->duplicates->count : 0);
	loop_stop(client->loop);
}

static void print_users(const struct people *users)
{
	for (size_t i = 0; users != NULL && i < users->count; i++) {
		if (people_is_limited(&users->items[i]))
			print("limited %s %s", users->items[i].person.id,
				text_or(users->items[i].person.email));
	}
}

static void print_organization(const struct store_organization *known)
{
	if (known == NULL)
		return;
	if (known->organization != NULL)
		print("organization %s, %zu verified contacts",
			text_or(known->organization->name),
			known->organization->verified_contact_count);
	for (size_t i = 0; known->validations && i < known->validations->count;
		i++)
		print("validation %s",
			text_or(known->validations->items[i].type));
}

static void account(struct client *client)
{
	struct store *store = client->store;
	const struct store_resource *users_state, *guests_state;
	const struct people *users = store_users(store, &users_state);
	const struct order_guest_access *guests =
		store_guests(store, &guests_state);
	const char *id =
		store_order_head(store, client->order_id)->organization_id;
	const struct store_organization *known = store_organization(store, id);

	if (client->step++ == 0) {
		store_users_open(store, false);
		store_guests_open(store, false);
		if (id != NULL)
			store_organization_open(store, id, false);
		return;
	}
	if (!is_settled(users_state) || !is_settled(guests_state) ||
		(known != NULL && !is_settled(&known->resource)))
		return;
	print_users(users);
	if (guests != NULL)
		print("guests %s %s", guests->enabled ? "yes" : "no",
			guests->url);
	print_organization(known);
	if (store_account(store)->no_organizations)
		print("no rights on organizations");
	loop_stop(client->loop);
}

static void on_file(void *data, const struct store_file *file)
{
	struct client *client = data;

	if (file->data != NULL)
		print("%s %s %zu bytes", file->name, file->type, file->len);
	else
		print("failed: %s", file->error.text);
	loop_stop(client->loop);
}

static void download(struct client *client)
{
	struct error error;

	if (client->step++ > 0)
		return;
	if (store_download(client->store, client->order_id, client->words[1],
		    on_file, client, &error))
		return;
	print("refused: %s", error.text);
	loop_stop(client->loop);
}

/* The list of pending orders, until the row of this one changes. */
static void watch(struct client *client)
{
	struct store *store = client->store;
	const struct order *row;
	struct order_query query;
	struct error error;

	if (client->step == 0) {
		order_query_init(&query);
		if (!order_query_add(&query, "status", "pending", &error))
			return;
		client->step = 1;
		store_list_open(store, &query);
	}
	row = store_list_row(store, store_list_find(store, client->order_id));
	if (row == NULL)
		return;
	if (client->step == 1) {
		client->step = 2;
		print("listed %s", order_status_shown(row));
	}
	if (store_row_changed_at(store, client->order_id) == 0)
		return;
	print("changed %s%s", order_status_shown(row),
		store_row_is_gone(store, client->order_id) ? ", gone" : "");
	loop_stop(client->loop);
}

/* -- acting -- */

struct list {
	const char *items[LIST_MAX];
	size_t count;
};

struct wish {
	struct action_request request;
	struct order_person person;
	struct list to, ids, before;
	bool has_before;
};

static void split(struct list *list, char *text)
{
	for (char *item = strtok(text, ","); item && list->count < LIST_MAX;
		item = strtok(NULL, ","))
		list->items[list->count++] = item;
}

static const struct {
	const char *name;
	size_t offset;
} texts[] = {
	{"text", offsetof(struct wish, request.text)},
	{"word", offsetof(struct wish, request.word)},
	{"first_name", offsetof(struct wish, person.first_name)},
	{"last_name", offsetof(struct wish, person.last_name)},
	{"job_title", offsetof(struct wish, person.job_title)},
	{"telephone", offsetof(struct wish, person.telephone)},
	{"email", offsetof(struct wish, person.email)},
};

static const struct {
	const char *name;
	size_t offset;
} lists[] = {
	{"to", offsetof(struct wish, to)},
	{"ids", offsetof(struct wish, ids)},
	{"before", offsetof(struct wish, before)},
};

static void read_member(struct wish *wish, char *word)
{
	char *value = strchr(word, '=');

	if (value == NULL)
		return;
	*value++ = '\0';
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (strcmp(texts[i].name, word) == 0)
			*(const char **)(void *)((char *)wish +
						 texts[i].offset) = value;
	}
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		if (strcmp(lists[i].name, word) == 0)
			split((struct list *)(void *)((char *)wish +
						      lists[i].offset),
				value);
	}
	wish->has_before = wish->has_before || strcmp(word, "before") == 0;
}

static void add_before(struct list *before, const char *text)
{
	if (text != NULL && before->count < LIST_MAX)
		before->items[before->count++] = text;
}

/* What the order says, as a screen would have shown it. */
static void read_before(struct wish *wish, const struct order_details *details)
{
	const char *kind = wish->request.kind;

	if (strcmp(kind, JOURNAL_ADDITIONAL_EMAILS) == 0) {
		for (size_t i = 0; i < details->additional_email_count; i++)
			add_before(
				&wish->before, details->additional_emails[i]);
	} else if (strcmp(kind, JOURNAL_USER_ACCESS) == 0) {
		for (size_t i = 0; i < details->user_assignment_count; i++)
			add_before(
				&wish->before, details->user_assignments[i].id);
	} else if (strcmp(kind, JOURNAL_CANCEL) == 0) {
		add_before(
			&wish->before, order_status_wire(details->head.status));
	}
}

static void begin(struct client *client)
{
	struct wish wish = {.request.kind = client->words[1],
		.request.order_id = client->order_id};
	struct action_request *request = &wish.request;
	const struct store_order *order =
		store_order(client->store, client->order_id);
	struct error error;

	for (int i = 2; client->words[i] != NULL; i++)
		read_member(&wish, client->words[i]);
	if (!wish.has_before && order->details != NULL)
		read_before(&wish, order->details);
	request->person = &wish.person;
	request->recipients = wish.to.items;
	request->recipient_count = wish.to.count;
	request->ids = wish.ids.items;
	request->id_count = wish.ids.count;
	request->before = wish.before.items;
	request->before_count = wish.before.count;
	client->action = store_act(client->store, request, &error);
	if (client->action != NULL)
		return;
	print("not begun: %s", error.text);
	loop_stop(client->loop);
}

static void act(struct client *client)
{
	char sentence[1024];

	if (client->action == NULL && client->step++ == 0)
		begin(client);
	if (client->action == NULL || client->action->phase != ACTION_DONE)
		return;
	print("%s",
		action_sentence(client->action, sentence, sizeof(sentence)));
	loop_stop(client->loop);
}

/* -- the frame -- */

static const struct {
	const char *name;
	void (*step)(struct client *client);
} commands[] = {
	{"offers", offers},
	{"account", account},
	{"download", download},
	{"certificates", certificates},
	{"watch", watch},
	{"act", act},
};

/* The order and the account are read before anything is done. */
static void on_changed(void *data)
{
	struct client *client = data;
	const struct store_order *order =
		store_order(client->store, client->order_id);

	if (!is_settled(&store_account(client->store)->resource) ||
		!is_settled(&order->details_state) ||
		!is_settled(&order->validation_state))
		return;
	if (order->details == NULL) {
		print("no order: %s", order->details_state.error.text);
		loop_stop(client->loop);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (strcmp(commands[i].name, client->words[0]) == 0)
			commands[i].step(client);
	}
}

static void run(struct client *client, char **argv)
{
	struct error error = {0};
	struct secret *secret = secret_new(argv[2], strlen(argv[2]), &error);
	struct http_options options = {.base_url = argv[1], .key = secret};
	struct journal_sqlite_options file = {
		.path = argv[3], .api_host = "sandbox", .account = "test"};
	struct store_options desk = {.account_name = "test",
		.kind = STORE_KIND_UNKNOWN,
		.agent = "mira",
		.host = "jump1",
		.refresh_s = 1};
	struct transport *transport = http_new(client->loop, &options, &error);
	struct api *api;
	struct journal *journal;

	if (transport == NULL) {
		print("%s", error.text);
		return;
	}
	api = api_new(client->loop, transport, NULL);
	journal = journal_sqlite_new(client->loop, &file, &error);
	client->store = store_new(client->loop, api, journal, &error, &desk);
	store_on_changed(client->store, on_changed, client);
	store_start(client->store);
	store_order_open(client->store, client->order_id, false);
	loop_run(client->loop);
	store_free(client->store);
	journal_free(journal);
	api_free(api);
	http_free(transport);
	secret_free(secret);
}

int main(int argc, char **argv)
{
	struct client client = {.loop = NULL};

	if (argc < 6) {
		fprintf(stderr, "usage: desk URL KEY JOURNAL ORDER WHAT\n");
		return 2;
	}
	client.loop = loop_uv_new();
	client.order_id = argv[4];
	client.words = argv + 5;
	run(&client, argv);
	loop_uv_free(client.loop);
	return 0;
}
