/* SPDX-License-Identifier: MIT
 *
 * The judge of settings that were read well.
 */
#include "doctor-settings.h"

#define SERVICE_SHORT 100 /* what the service allows: certcentral-api.md 1 */
#define SERVICE_LONG  1000

static bool is_too_often(int refresh_s)
{
	return refresh_s > 0 && refresh_s < SETTINGS_REFRESH_LEAST;
}

static void
judge_general(struct doctor *doctor, const struct settings *settings)
{
	if (settings->resend_guard_s == 0)
		doctor_warn(doctor, DOCTOR_CONFIGURATION,
			"Leave the line out: 600 seconds is the default.",
			"resend_guard = 0: Send never asks when somebody has "
			"just sent the same mail.");
	if (settings->requests_short == SERVICE_SHORT ||
		settings->requests_long == SERVICE_LONG)
		doctor_warn(doctor, DOCTOR_CONFIGURATION,
			"Leave requests_per_5s and requests_per_180s out: half "
			"of the limit is the default.",
			"certdesk may use up all requests that the service "
			"allows this key; whatever else uses it is refused.");
	if (is_too_often(settings->refresh_s))
		doctor_note(doctor, DOCTOR_CONFIGURATION,
			"refresh = %d counts as %d.", settings->refresh_s,
			SETTINGS_REFRESH_LEAST);
}

static void judge_account(struct doctor *doctor,
	const struct settings_account *account, bool is_alone)
{
	if (is_too_often(account->refresh_s))
		doctor_note(doctor, DOCTOR_CONFIGURATION,
			"refresh = %d of [account %s] counts as %d.",
			account->refresh_s, account->name,
			SETTINGS_REFRESH_LEAST);
	if (!is_alone && *account->label == '\0')
		doctor_note(doctor, DOCTOR_CONFIGURATION,
			"[account %s] has no label, which the title would "
			"show; it tells accounts apart at a glance.",
			account->name);
}

void doctor_settings_judge(
	struct doctor *doctor, const struct settings *settings)
{
	judge_general(doctor, settings);
	for (size_t i = 0; i < settings->account_count; i++)
		judge_account(doctor, &settings->accounts[i],
			settings->account_count == 1);
}
