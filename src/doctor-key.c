/* SPDX-License-Identifier: MIT
 *
 * The judge of the key.
 */
#include "doctor-key.h"

#include "people.h"

static const struct {
	unsigned role;
	const char *name;
} role_names[] = {
	{PEOPLE_ADMINISTRATOR, "Administrator"},
	{PEOPLE_LIMITED, "Limited User"},
	{PEOPLE_FINANCE, "Finance Manager"},
	{PEOPLE_MANAGER, "Manager"},
	{PEOPLE_STANDARD, "Standard User"},
	{PEOPLE_KEY_ORDERS, "Orders"},
	{PEOPLE_KEY_WITH_DOMAINS, "Orders, Domains, Organizations"},
	{PEOPLE_KEY_VIEW_ONLY, "View Only"},
	{PEOPLE_KEY_USERS, "User management"},
};

static void write_roles(unsigned roles, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_LEN(role_names); i++)
		if (roles & role_names[i].role)
			buf_printf(out, "%s%s", out->len > 0 ? "; " : "",
				role_names[i].name);
}

static bool is_refusal(const struct error *error)
{
	return error->kind == ERROR_KEY || error->kind == ERROR_PERMISSION;
}

static void judge_user(struct doctor *doctor, const struct doctor_key *key)
{
	const struct order_user *user = &key->user;
	struct buf roles;

	buf_init(&roles, 1024);
	write_roles(user->roles, &roles);
	doctor_ok(doctor, DOCTOR_KEY,
		"The key from %s works: it is of %s%s%s%s.", key->source,
		user->username[0] != '\0' ? user->username : "a user",
		roles.len > 0 ? " (" : "", buf_text(&roles),
		roles.len > 0 ? ")" : "");
	buf_clear(&roles);
}

static void judge_refusal(struct doctor *doctor, const struct doctor_key *key)
{
	const struct error *error = &key->user_error;

	if (is_refusal(error))
		doctor_problem(doctor, DOCTOR_KEY, error->kind,
			"Look in the console, under Automation > API Keys, "
			"whether the key is active, is of this account and "
			"may be used from this address.",
			"The key from %s is refused: %s", key->source,
			error->text);
	else if (error->kind == ERROR_LIMITED)
		doctor_warn(doctor, DOCTOR_KEY,
			"Something else uses up the limit of requests of this "
			"key; give certdesk a key of its own.",
			"The key could not be tried: %s", error->text);
	else
		doctor_problem(doctor, DOCTOR_KEY, error->kind,
			"Check that the account's url is that of the Services "
			"API.",
			"The key from %s could not be tried: %s", key->source,
			error->text);
}

static void judge_orders(struct doctor *doctor, const struct doctor_key *key)
{
	if (key->orders_error.kind != ERROR_NONE)
		doctor_problem(doctor, DOCTOR_PERMISSIONS,
			key->orders_error.kind,
			is_refusal(&key->orders_error)
				? "Ask the account's administrator for a key "
				  "that may read orders."
				: "Try again.",
			"The orders cannot be listed: %s",
			key->orders_error.text);
	else if (key->orders >= 0)
		doctor_ok(doctor, DOCTOR_PERMISSIONS,
			"The key can list the account's %ld orders.",
			key->orders);
	else
		doctor_ok(
			doctor, DOCTOR_PERMISSIONS, "The key can list orders.");
}

static void
judge_organizations(struct doctor *doctor, const struct doctor_key *key)
{
	if (key->organizations_error.kind == ERROR_NONE)
		doctor_ok(doctor, DOCTOR_PERMISSIONS,
			"The key can read organizations.");
	else if (is_refusal(&key->organizations_error))
		doctor_note(doctor, DOCTOR_PERMISSIONS,
			"The key may not read organizations: their "
			"validations, and new verified contacts, need another "
			"key; mails can be resent with this one.");
	else
		doctor_note(doctor, DOCTOR_PERMISSIONS,
			"Whether the key may read organizations is not known: "
			"%s",
			key->organizations_error.text);
}

static void judge_writes(struct doctor *doctor, const struct doctor_key *key)
{
	if (key->user.view_only)
		doctor_note(doctor, DOCTOR_PERMISSIONS,
			"The key is View Only (role 102): certdesk is "
			"read-only with it.");
	else if (key->account_read_only)
		doctor_note(doctor, DOCTOR_PERMISSIONS,
			"certdesk is read-only by its configuration or "
			"--read-only.");
}

void doctor_key_judge(struct doctor *doctor, const struct doctor_key *key)
{
	if (key->user_error.kind != ERROR_NONE) {
		judge_refusal(doctor, key);
		return;
	}
	judge_user(doctor, key);
	judge_orders(doctor, key);
	judge_organizations(doctor, key);
	judge_writes(doctor, key);
}
