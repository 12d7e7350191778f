/* SPDX-License-Identifier: MIT
 *
 * Which account it is, and what holds for it.
 */
#include "settings.h"

#include <string.h>

#include "text.h"

int settings_refresh(
	const struct settings *settings, const struct settings_account *account)
{
	int refresh_s = account != NULL && account->refresh_s >= 0
				? account->refresh_s
				: settings->refresh_s;

	if (refresh_s > 0 && refresh_s < SETTINGS_REFRESH_LEAST)
		return SETTINGS_REFRESH_LEAST;
	return refresh_s;
}

const struct settings_account *settings_account(
	const struct settings *settings, const char *name, struct error *error)
{
	char names[256] = "";

	if (settings->account_count == 0) {
		error_set(error, ERROR_CONFIG,
			"No account is configured. Try certdesk --demo, set "
			"CERTDESK_URL and CERTDESK_API_KEY, or write "
			"~/.config/certdesk/config (certdesk-config(5)).");
		return NULL;
	}
	if (name == NULL)
		name = settings->default_account != NULL
			       ? settings->default_account
			       : settings->accounts[0].name;
	for (size_t i = 0; i < settings->account_count; i++) {
		const struct settings_account *account = &settings->accounts[i];

		if (strcmp(account->name, name) == 0)
			return account;
		text_format(names + strlen(names),
			sizeof(names) - strlen(names), "%s%s",
			i == 0 ? "" : ", ", account->name);
	}
	error_set(error, ERROR_CONFIG,
		"There is no account '%s'. There are: %s.", name, names);
	return NULL;
}
