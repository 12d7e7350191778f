/* SPDX-License-Identifier: MIT
 *
 * The way to the service, and the key on it. The probe goes first and without
 * the key; only to a server that it trusts does the key go.
 */
#include "session-doctor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api.h"
#include "demo.h"
#include "doctor-key.h"
#include "doctor-network.h"
#include "file.h"
#include "http-probe.h"
#include "loop-uv.h"

bool session_doctor_network(struct session_doctor *self)
{
	struct doctor_proxy proxy;
	struct doctor_probe probe;
	struct error error = {0};

	if (!http_probe_proxy(&self->http, &proxy, &error) ||
		!http_probe(&self->http, &probe, &error)) {
		doctor_problem(&self->doctor, DOCTOR_TLS, error.kind, NULL,
			"%s", error.text);
		return false;
	}
	doctor_network_judge_proxy(&self->doctor, &proxy);
	doctor_network_judge(&self->doctor, &probe);
	return probe.error.kind == ERROR_NONE;
}

/* -- where the key comes from --------------------------------------------- */

/* Of a source that was named; the sentence never holds what was read. */
static void take_named(struct session_doctor *self)
{
	const struct settings_account *account = self->account;
	struct error error = {0};
	char *path;

	if (account->key_command != NULL) {
		self->key_source = "key_command";
		self->key = secret_from_command(account->key_command, &error);
	} else {
		self->key_source = "key_file";
		path = file_expand(account->key_file);
		self->key = secret_from_file(path, &error);
		free(path);
	}
	if (self->key == NULL)
		doctor_problem(&self->doctor, DOCTOR_KEY, error.kind,
			"Run the key_command by hand, or look at the key_file: "
			"there has to be the key alone, on one line.",
			"%s", error.text);
	if (self->from_environment != NULL)
		doctor_note(&self->doctor, DOCTOR_KEY,
			"CERTDESK_API_KEY is set and not used, as the account "
			"has a %s.",
			self->key_source);
}

static void say_none(struct session_doctor *self)
{
	if (isatty(STDIN_FILENO))
		doctor_note(&self->doctor, DOCTOR_KEY,
			"No key is configured: certdesk asks for it when it "
			"starts. Set key_command or key_file (or "
			"CERTDESK_API_KEY) to have it looked at here.");
	else
		doctor_problem(&self->doctor, DOCTOR_KEY, ERROR_CONFIG,
			"Set key_command or key_file in the account, or "
			"CERTDESK_API_KEY.",
			"There is no key, and no terminal to ask for it.");
}

static void take_unnamed(struct session_doctor *self)
{
	struct error error = {0};

	self->key_source = "CERTDESK_API_KEY";
	self->key = self->from_environment;
	self->from_environment = NULL;
	if (self->key != NULL)
		return;
	self->key_source = "the systemd credential";
	self->key = secret_from_credential(&error);
	if (self->key == NULL && error.kind != ERROR_NONE)
		doctor_problem(&self->doctor, DOCTOR_KEY, error.kind, NULL,
			"%s", error.text);
	/* What is wrong with the variable was told when it was read. */
	else if (self->key == NULL &&
		 doctor_worst(&self->doctor, DOCTOR_KEY) == DOCTOR_OK)
		say_none(self);
}

static void take_demo(struct session_doctor *self)
{
	const char *key = demo_key(self->demo);
	struct error error = {0};

	self->key_source = "the demo";
	self->key = secret_new(key, strlen(key), &error);
}

void session_doctor_find_key(struct session_doctor *self)
{
	if (self->demo != NULL)
		take_demo(self);
	else if (self->account->key_command != NULL ||
		 self->account->key_file != NULL)
		take_named(self);
	else
		take_unnamed(self);
}

/* -- trying it ------------------------------------------------------------ */

struct trial {
	struct loop *loop;
	struct doctor_key key;
	int open; /* answers that have not come */
};

static void one_is_here(struct trial *trial)
{
	if (--trial->open == 0)
		loop_stop(trial->loop);
}

static void on_user(void *data, struct api_result *result)
{
	struct trial *trial = data;

	trial->key.user_error = result->error;
	trial->key.user = result->user;
	one_is_here(trial);
}

static void on_orders(void *data, struct api_result *result)
{
	struct trial *trial = data;

	trial->key.orders_error = result->error;
	if (result->page != NULL)
		trial->key.orders = result->page->total;
	one_is_here(trial);
}

static void
on_organizations(void *data, const struct transport_response *response)
{
	struct trial *trial = data;

	if (api_status_to_error(
		    response, false, &trial->key.organizations_error))
		error_clear(&trial->key.organizations_error);
	one_is_here(trial);
}

static void run_trial(struct trial *trial, struct transport *transport)
{
	static const struct api_options options = {
		.tries = 2, .tries_within_ms = 5000};
	static const struct api_request user = {
		.endpoint = API_USER_ME, .priority = API_USER};
	static const struct api_request orders = {.endpoint = API_LIST_ORDERS,
		.priority = API_USER,
		.query = "limit=1"};
	static const struct transport_request organizations = {
		.method = TRANSPORT_GET, .path = "/organization?limit=1"};
	struct api *api = api_new(trial->loop, transport, &options);

	trial->open = 3;
	api_send(api, &user, on_user, trial);
	api_send(api, &orders, on_orders, trial);
	transport_send(transport, &organizations, on_organizations, trial);
	loop_run(trial->loop);
	api_free(api);
}

void session_doctor_try_key(struct session_doctor *self)
{
	struct trial trial = {.loop = loop_uv_new()};
	struct transport *transport = NULL;
	struct error error = {0};

	if (trial.loop == NULL)
		return;
	self->http.key = self->key;
	trial.key.source = self->key_source;
	trial.key.orders = -1;
	trial.key.account_read_only =
		self->options->read_only ||
		(self->account != NULL && self->account->read_only);
	transport = http_new(trial.loop, &self->http, &error);
	if (transport == NULL) {
		doctor_problem(&self->doctor, DOCTOR_KEY, error.kind, NULL,
			"%s", error.text);
	} else {
		run_trial(&trial, transport);
		doctor_key_judge(&self->doctor, &trial.key);
	}
	http_free(transport);
	loop_uv_free(trial.loop);
}
