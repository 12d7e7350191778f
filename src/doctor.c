/* SPDX-License-Identifier: MIT
 *
 * The list of findings.
 */
#include "doctor.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static const char *const area_names[DOCTOR_AREAS] = {
	[DOCTOR_CONFIGURATION] = "configuration",
	[DOCTOR_ACCOUNT] = "account",
	[DOCTOR_RIGHTS] = "rights",
	[DOCTOR_PROCESS] = "process",
	[DOCTOR_JOURNAL] = "journal",
	[DOCTOR_TERMINAL] = "terminal",
	[DOCTOR_LOCALE] = "locale",
	[DOCTOR_PROXY] = "proxy",
	[DOCTOR_RESOLVER] = "resolver",
	[DOCTOR_TLS] = "tls",
	[DOCTOR_CLOCK] = "clock",
	[DOCTOR_KEY] = "key",
	[DOCTOR_PERMISSIONS] = "permissions",
	[DOCTOR_SANDBOX] = "sandbox",
};

static const char *const level_names[] = {
	[DOCTOR_OK] = "ok",
	[DOCTOR_NOTE] = "note",
	[DOCTOR_WARNING] = "warning",
	[DOCTOR_PROBLEM] = "problem",
};

void doctor_clear(struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->count; i++) {
		free(doctor->findings[i].text);
		free(doctor->findings[i].advice);
	}
	free(doctor->findings);
	memset(doctor, 0, sizeof(*doctor));
}

static struct doctor_finding *
add(struct doctor *doctor, enum doctor_area area, enum doctor_level level)
{
	struct doctor_finding *finding;

	if (doctor->count == doctor->room) {
		doctor->room = doctor->room == 0 ? 32 : doctor->room * 2;
		doctor->findings = mem_resize(doctor->findings, doctor->room,
			sizeof(*doctor->findings));
	}
	finding = &doctor->findings[doctor->count++];
	memset(finding, 0, sizeof(*finding));
	finding->area = area;
	finding->level = level;
	return finding;
}

/* Messages of elsewhere come with and without their full stop. */
static char *sentence(const char *format, va_list args) PRINTF_LIKE(1, 0);
static char *sentence(const char *format, va_list args)
{
	char *text = mem_vprintf(format, args), *whole;
	size_t len = strlen(text);

	if (len > 0 && strchr(".?!", text[len - 1]) != NULL)
		return text;
	whole = mem_printf("%s.", text);
	free(text);
	return whole;
}

void doctor_ok(
	struct doctor *doctor, enum doctor_area area, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(doctor, area, DOCTOR_OK)->text = sentence(format, args);
	va_end(args);
}

void doctor_note(
	struct doctor *doctor, enum doctor_area area, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(doctor, area, DOCTOR_NOTE)->text = sentence(format, args);
	va_end(args);
}

void doctor_warn(struct doctor *doctor, enum doctor_area area,
	const char *advice, const char *format, ...)
{
	struct doctor_finding *finding = add(doctor, area, DOCTOR_WARNING);
	va_list args;

	va_start(args, format);
	finding->text = sentence(format, args);
	va_end(args);
	finding->advice = mem_dup(advice);
}

void doctor_problem(struct doctor *doctor, enum doctor_area area,
	enum error_kind kind, const char *advice, const char *format, ...)
{
	struct doctor_finding *finding = add(doctor, area, DOCTOR_PROBLEM);
	va_list args;

	va_start(args, format);
	finding->text = sentence(format, args);
	va_end(args);
	finding->kind = kind;
	finding->advice = mem_dup(advice);
}

enum error_kind doctor_kind(const struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->count; i++)
		if (doctor->findings[i].level == DOCTOR_PROBLEM)
			return doctor->findings[i].kind;
	return ERROR_NONE;
}

size_t doctor_count(const struct doctor *doctor, enum doctor_level level)
{
	size_t count = 0;

	for (size_t i = 0; i < doctor->count; i++)
		count += doctor->findings[i].level == level;
	return count;
}

enum doctor_level
doctor_worst(const struct doctor *doctor, enum doctor_area area)
{
	enum doctor_level worst = DOCTOR_OK;

	for (size_t i = 0; i < doctor->count; i++)
		if (doctor->findings[i].area == area &&
			doctor->findings[i].level > worst)
			worst = doctor->findings[i].level;
	return worst;
}

const char *doctor_area_name(enum doctor_area area)
{
	return area_names[area];
}

const char *doctor_level_name(enum doctor_level level)
{
	return level_names[level];
}
