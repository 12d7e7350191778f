/* SPDX-License-Identifier: MIT
 *
 * The accounts of a scene: each has a network and a journal of its own, so that
 * what comes under the wrong account is seen.
 */
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "scene-private.h"

struct scene_account *scene_account_add(struct scene *scene, const char *name)
{
	struct loop *loop = fake_loop_loop(scene->loop);
	struct scene_account *account;

	if (scene->list_count == SCENE_ACCOUNTS) {
		scene_problem(scene, "too many accounts");
		return NULL;
	}
	account = &scene->list[scene->list_count++];
	*account = (struct scene_account){
		.scene = scene,
		.name = name,
		.label = "",
		.host = "api.example",
		.kind = STORE_KIND_UNKNOWN,
		.transport = fake_transport_new(loop),
		.journal = memory_journal_new(loop),
		.saved = saved_new(),
	};
	return account;
}

void scene_account_look_at(
	struct scene *scene, const struct scene_account *account)
{
	scene->transport = account->transport;
	scene->journal = account->journal;
}

static struct store_options options_of(const struct scene_account *account)
{
	struct store_options options = account->scene->store_options;

	if (account == &account->scene->list[0])
		return options;
	options.account_name = account->name;
	options.label = account->label;
	options.kind = account->kind;
	options.read_only = account->read_only;
	options.read_only_reason =
		"This account is read-only by its configuration.";
	return options;
}

void scene_account_open(struct scene_account *account)
{
	static const struct error no_journal = {.kind = ERROR_JOURNAL,
		.text = "The journal cannot be written."};
	struct scene *scene = account->scene;
	struct loop *loop = fake_loop_loop(scene->loop);
	struct store_options options = options_of(account);

	account->api =
		api_new(loop, fake_transport_transport(account->transport),
			&scene->api_options);
	account->store = store_new(loop, account->api,
		scene->no_journal ? NULL
				  : memory_journal_journal(account->journal),
		scene->no_journal ? &no_journal : NULL, &options);
}

static void close_it(void *opening)
{
	struct scene_account *account = opening;

	store_free(account->store);
	if (account->api != NULL)
		api_free(account->api);
	account->store = NULL;
	account->api = NULL;
}

void scene_account_clear(struct scene_account *account)
{
	memory_journal_free(account->journal);
	fake_transport_free(account->transport);
	saved_free(account->saved);
}

/* -- as the program sees them -----------------------------------------------
 */

static bool at(void *data, size_t index, struct accounts_entry *out)
{
	const struct scene *scene = data;
	const struct scene_account *account = &scene->list[index];
	const struct store_options *first = &scene->store_options;

	if (index >= scene->list_count)
		return false;
	*out = (struct accounts_entry){
		.name = account->name,
		.label = index == 0 ? first->label : account->label,
		.kind = index == 0 ? first->kind : account->kind,
		.read_only = index == 0 ? first->read_only : account->read_only,
		.asks = account->asks,
		.has_command = account->has_command,
	};
	text_format(out->host, sizeof(out->host), "%s", account->host);
	return true;
}

static void *begin(void *data, const char *name, struct error *error)
{
	struct scene *scene = data;
	size_t i = 0;

	while (i + 1 < scene->list_count &&
		strcmp(scene->list[i].name, name) != 0)
		i++;
	if (scene->list[i].fails == NULL)
		return &scene->list[i];
	error_set(error, ERROR_CONFIG, "%s", scene->list[i].fails);
	return NULL;
}

static void
find_key(void *opening, bool on_terminal, accounts_key_fn done, void *data)
{
	struct scene_account *account = opening;

	account->on_terminal = on_terminal;
	account->found = done;
	account->found_data = data;
}

static void stop_finding(void *opening)
{
	((struct scene_account *)opening)->found = NULL;
}

static void read_it(void *opening UNUSED)
{
}

static bool
finish(void *opening, struct accounts_part *part, struct error *error UNUSED)
{
	struct scene_account *account = opening;

	scene_account_open(account);
	*part = (struct accounts_part){account->store, account->saved};
	return true;
}

struct accounts_source scene_account_source(struct scene *scene)
{
	return (struct accounts_source){
		.data = scene,
		.at = at,
		.begin = begin,
		.find_key = find_key,
		.stop_finding = stop_finding,
		.read = read_it,
		.finish = finish,
		.close = close_it,
	};
}

/* -- steps ------------------------------------------------------------------
 */

static void take_word(struct scene *scene, struct scene_account *account,
	const char *word, const char *value)
{
	if (strcmp(word, "read-only") == 0)
		account->read_only = true;
	else if (strcmp(word, "asks") == 0)
		account->asks = true;
	else if (strcmp(word, "command") == 0)
		account->has_command = true;
	else if (strcmp(word, "label") == 0)
		account->label = scene_keep(scene, value);
	else if (strcmp(word, "host") == 0)
		account->host = scene_keep(scene, value);
	else if (strcmp(word, "fails") == 0)
		account->fails = scene_keep(scene, value);
	else
		scene_problem(scene, "an account has no %s", word);
}

static void step_account(struct scene *scene, const char *args)
{
	struct scene_words words;
	struct scene_account *account;

	scene_split(args, &words);
	if (!scene_has_words(scene, &words, 1))
		return;
	account = scene_account_add(scene, scene_keep(scene, words.items[0]));
	for (size_t i = 1; account != NULL && i < words.count; i++) {
		bool has_value = strcmp(words.items[i], "read-only") != 0 &&
				 strcmp(words.items[i], "asks") != 0 &&
				 strcmp(words.items[i], "command") != 0 &&
				 i + 1 < words.count;

		take_word(scene, account, words.items[i],
			has_value ? words.items[i + 1] : "");
		i += has_value;
	}
}

static void step_on(struct scene *scene, const char *args)
{
	for (size_t i = 0; i < scene->list_count; i++) {
		if (strcmp(scene->list[i].name, args) == 0) {
			scene_account_look_at(scene, &scene->list[i]);
			return;
		}
	}
	scene_problem(scene, "no such account: %s", args);
}

/* The account whose key is asked for. NULL: a problem. */
static struct scene_account *asking(struct scene *scene)
{
	for (size_t i = 0; i < scene->list_count; i++)
		if (scene->list[i].found != NULL)
			return &scene->list[i];
	scene_problem(scene, "no key is asked for");
	return NULL;
}

static void
end_asking(struct scene *scene, const struct error *error, bool may_need)
{
	struct scene_account *account = asking(scene);
	accounts_key_fn found = account != NULL ? account->found : NULL;

	if (found == NULL)
		return;
	account->found = NULL;
	found(account->found_data, error, may_need);
	scene_settle(scene);
}

/* key-found */
static void step_key_found(struct scene *scene, const char *args UNUSED)
{
	const struct error none = {0};

	end_asking(scene, &none, false);
}

/* key-fails SENTENCE; key-needs-terminal SENTENCE */
static void step_key_fails(struct scene *scene, const char *args)
{
	struct error error = {0};

	error_set(&error, ERROR_CONFIG, "%s", args);
	end_asking(scene, &error, false);
}

static void step_key_needs_terminal(struct scene *scene, const char *args)
{
	struct error error = {0};

	error_set(&error, ERROR_CONFIG, "%s", args);
	end_asking(scene, &error, true);
}

/* expect-key terminal, screen or nobody: whose it is that it is asked for */
static void step_expect_key(struct scene *scene, const char *args)
{
	const char *where = "nobody";

	for (size_t i = 0; i < scene->list_count; i++)
		if (scene->list[i].found != NULL)
			where = scene->list[i].on_terminal ? "terminal"
							   : "screen";
	if (strcmp(where, args) != 0)
		scene_problem(scene, "the key is asked for by: %s", where);
}

static const struct scene_step steps[] = {
	{"expect-key", step_expect_key},
	{"key-fails", step_key_fails},
	{"key-found", step_key_found},
	{"key-needs-terminal", step_key_needs_terminal},
	{"account", step_account},
	{"on", step_on},
};

const struct scene_step *scene_account_steps(size_t *count)
{
	*count = ARRAY_LEN(steps);
	return steps;
}
