/* SPDX-License-Identifier: MIT
 *
 * Invented people, organizations and domains in many scripts, among them the
 * awkward ones: long, combining, right to left, emoji. Domains end in .example
 * or are example.com, .net, .org; telephone numbers are 555 numbers.
 */
#ifndef SANDBOX_NAMES_H
#define SANDBOX_NAMES_H

#include <stddef.h>

struct names_person {
	const char *first;
	const char *last;
	const char *mail; /* the part before the '@' */
};

struct names_organization {
	const char *name;
	const char *domain;
	const char *city;
	const char *state;
	const char *country; /* lower case */
};

/* By number; any number will do, they repeat. */
const struct names_person *names_person(size_t number);
const struct names_organization *names_organization(size_t number);
const char *names_job(size_t number);
const char *names_host(size_t number);	    /* "shop" */
const char *names_adjective(size_t number); /* of made-up companies */
const char *names_noun(size_t number);
const char *names_form(size_t number); /* "GmbH" */
const char *names_note(size_t number); /* what someone wrote */

size_t names_organization_count(void);

#endif
