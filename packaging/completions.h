/* SPDX-License-Identifier: MIT
 *
 * What the completions of the shells are made from: a program's subcommands and
 * options, read from its own tables. completions.c puts it together, a writer
 * of each shell walks it.
 */
#ifndef COMPLETIONS_H
#define COMPLETIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define COMPLETIONS_OPTIONS  64
#define COMPLETIONS_COMMANDS 16
#define COMPLETIONS_CHOICES  512

enum completions_value {
	COMPLETIONS_FLAG,  /* takes no value */
	COMPLETIONS_TEXT,  /* one that nobody can guess */
	COMPLETIONS_WORDS, /* one of the choices */
	COMPLETIONS_FILE,
	COMPLETIONS_DIRECTORY,
	COMPLETIONS_ACCOUNT, /* of the configuration */
	COMPLETIONS_VIEW,    /* built in, or of the configuration */
	COMPLETIONS_SECOND,  /* free text, and a second word: a choice */
};

struct completions_option {
	const char *name; /* "format" */
	const char *help;
	const char *argument; /* "FILE"; "" for a flag */
	enum completions_value value;
	char choices[COMPLETIONS_CHOICES]; /* "text json csv tsv" */
	bool repeats;
	unsigned commands; /* bit i: the i-th takes it */
};

struct completions {
	const char *program;  /* "certdesk-sandbox" */
	const char *function; /* "certdesk_sandbox": as a shell's function */
	size_t command_count; /* 1 if there are no subcommands */
	const char *commands[COMPLETIONS_COMMANDS]; /* 0 is "": none given */
	const char *command_help[COMPLETIONS_COMMANDS];
	size_t option_count;
	struct completions_option options[COMPLETIONS_OPTIONS];
	const char *views; /* "all pending": of those that are built in */
};

/* Whether every command takes the option. */
bool completions_is_common(const struct completions *all, size_t option);
/* " --view --filter ": the options that take a value, with blanks around. */
void completions_write_valued(const struct completions *all, FILE *out);
/* A function for bash and zsh: the names of sections of the configuration. */
void completions_write_sections(const struct completions *all, FILE *out);
/* The text in single quotes of a POSIX shell; `escape` are characters that get
 * a backslash before them. */
void completions_quote(FILE *out, const char *text, const char *escape);

void completions_bash(const struct completions *all, FILE *out);
void completions_zsh(const struct completions *all, FILE *out);
void completions_fish(const struct completions *all, FILE *out);

#endif
