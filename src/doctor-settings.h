/* SPDX-License-Identifier: MIT
 *
 * What is right in a configuration, but not wise, for `certdesk doctor`: the
 * start has errors only, no warnings.
 */
#ifndef DOCTOR_SETTINGS_H
#define DOCTOR_SETTINGS_H

#include "doctor.h"
#include "settings.h"

void doctor_settings_judge(
	struct doctor *doctor, const struct settings *settings);

#endif
