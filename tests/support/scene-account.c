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

static const struct scene_step steps[] = {
	{"account", step_account},
	{"on", step_on},
};

const struct scene_step *scene_account_steps(size_t *count)
{
	*count = ARRAY_LEN(steps);
	return steps;
}
