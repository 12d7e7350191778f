/* SPDX-License-Identifier: MIT
 *
 * The command line as one const table: names, arguments, help, which commands
 * take them. Parsing fills a plain struct; --help comes from the same table.
 */
#ifndef OPTION_H
#define OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"

enum option_command {
	OPTION_SCREEN, /* no subcommand: the terminal interface */
	OPTION_ORDERS,
	OPTION_SHOW,
	OPTION_CONTACTS,
	OPTION_RESEND_APPROVAL,
	OPTION_RESEND_ISSUANCE,
	OPTION_NOTE,
	OPTION_JOURNAL,
	OPTION_DOCTOR,
	OPTION_COMMANDS,
};

enum option_format { OPTION_TEXT, OPTION_JSON, OPTION_CSV, OPTION_TSV };
enum option_color {
	OPTION_COLOR_AUTO,
	OPTION_COLOR_ALWAYS,
	OPTION_COLOR_NEVER
};

#define OPTION_TO_MAX 64

struct options {
	enum option_command command;
	const char *order_id; /* NULL if none */
	const char *account;
	bool demo, read_only, print_config, help, version;
	bool slow; /* as [general] slow */
	bool linear;
	const char *demo_dir, *demo_kind;
	int demo_orders;
	enum option_format format;
	enum option_color color;
	const char *log_file;
	/* orders */
	const char *view, *filter, *status, *search, *sort;
	long limit; /* 0: the default; -1: --all */
	/* resend */
	const char *to[OPTION_TO_MAX];
	size_t to_count;
	bool dry_run, yes, again;
	const char *text; /* of a note; NULL if none */
	/* journal */
	const char *journal_order;
	bool unknown;
	int64_t settle_id; /* 0: none */
	bool settle_sent;
};

/* Strings point into argv. ERROR_USAGE and a sentence with the nearest valid
 * name otherwise. */
MUST_CHECK bool
option_parse(int argc, char **argv, struct options *out, struct error *error);

/* The text of --help, for a command or all of it. */
void option_write_help(enum option_command command, struct buf *out);

/* The tables, for who writes them down elsewhere (completions). False: there
 * are no more. */
struct option_row_view {
	const char *name;     /* "--format" */
	const char *argument; /* "text|json|csv|tsv"; NULL: takes none */
	const char *help;
	unsigned commands; /* bit 1 << command */
};
bool option_row_at(size_t index, struct option_row_view *out);
/* "" for OPTION_SCREEN. */
bool option_command_at(size_t index, const char **name, const char **help);

/* The names of the table with their dashes, for its test. NULL ends. */
const char *option_name_at(size_t index);

#endif
