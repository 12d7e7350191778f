/* SPDX-License-Identifier: MIT
 *
 * Reading a row of the table mails.
 */
#include "sandbox/mail-row.h"

#include <string.h>

#include "sandbox/db.h"
#include "text.h"

static const struct {
	const char *word;
	const char *path; /* of its link */
} kinds[] = {
	[MAIL_ROW_APPROVAL] = {"approval", "/approve/"},
	[MAIL_ROW_ISSUANCE] = {"issuance", "/collect/"},
	[MAIL_ROW_DCV] = {"dcv", "/approve/"},
	[MAIL_ROW_CERTIFICATE] = {"certificate", "/certificate/"},
};

static const char *const states[] = {
	[MAIL_ROW_OPEN] = "open",
	[MAIL_ROW_VOID] = "void",
	[MAIL_ROW_USED] = "used",
	[MAIL_ROW_HELD] = "held",
};

const char *mail_row_kind_word(enum mail_row_kind kind)
{
	return kinds[kind].word;
}

const char *mail_row_state_word(enum mail_row_state state)
{
	return states[state];
}

enum mail_row_kind mail_row_kind_find(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return (enum mail_row_kind)i;
	return MAIL_ROW_CERTIFICATE;
}

static const char *const formats[] = {
	[MAIL_ROW_NO_FORMAT] = "",
	[MAIL_ROW_ATTACHMENT] = "attachment",
	[MAIL_ROW_PLAINTEXT] = "plaintext",
	[MAIL_ROW_LINK] = "downloadlink",
};

enum mail_row_format mail_row_format_find(const char *word)
{
	for (size_t i = 0; word && i < ARRAY_LEN(formats); i++)
		if (strcmp(formats[i], word) == 0)
			return (enum mail_row_format)i;
	return MAIL_ROW_NO_FORMAT;
}

static enum mail_row_state find_state(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (strcmp(states[i], word) == 0)
			return (enum mail_row_state)i;
	return MAIL_ROW_VOID;
}

static const char *text_at(struct mail_row *row, sqlite3_stmt *s, int column)
{
	if (sqlite3_column_type(s, column) == SQLITE_NULL)
		return NULL;
	return mem_arena_dup(&row->arena, db_column_text(s, column));
}

void mail_row_take(struct mail_row *row, sqlite3_stmt *s)
{
	*row = (struct mail_row){
		.id = db_column_int(s, 0),
		.time = db_column_int(s, 1),
		.order_id = db_column_int(s, 2),
		.kind = mail_row_kind_find(db_column_text(s, 5)),
		.state = find_state(db_column_text(s, 8)),
		.used_time = db_column_int(s, 9),
		.replaced_by = db_column_int(s, 10),
		.format = mail_row_format_find(db_column_text(s, 11)),
		.certificate_id = db_column_int(s, 12),
	};
	row->to = mem_arena_dup(&row->arena, db_column_text(s, 3));
	row->name = text_at(row, s, 4);
	row->subject = mem_arena_dup(&row->arena, db_column_text(s, 6));
	row->token = text_at(row, s, 7);
	row->message = text_at(row, s, 13);
}

static bool take_one(struct db *db, sqlite3_stmt *s, struct mail_row *row)
{
	bool found = db_step(db, s);

	if (found)
		mail_row_take(row, s);
	db_done(s);
	return found;
}

bool mail_row_read(struct db *db, int64_t id, struct mail_row *row)
{
	return take_one(db,
		db_query(db,
			"SELECT " MAIL_ROW_COLUMNS " FROM mails WHERE id = ?",
			"i", id),
		row);
}

bool mail_row_find(struct db *db, const char *token, struct mail_row *row)
{
	return take_one(db,
		db_query(db,
			"SELECT " MAIL_ROW_COLUMNS
			" FROM mails WHERE token = ?",
			"s", token),
		row);
}

void mail_row_clear(struct mail_row *row)
{
	mem_arena_clear(&row->arena);
}

static const char *
join(struct mail_row *row, const char *a, const char *b, const char *c)
{
	size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
	char *text = mem_arena_alloc(&row->arena, size);

	return text_format(text, size, "%s%s%s", a, b, c);
}

bool mail_row_has_link(const struct mail_row *row)
{
	return row->token && (row->kind != MAIL_ROW_CERTIFICATE ||
				     row->format == MAIL_ROW_LINK);
}

const char *mail_row_path(struct mail_row *row)
{
	if (!mail_row_has_link(row))
		return "";
	return join(row, kinds[row->kind].path, row->token, "");
}

const char *mail_row_link(const struct sandbox *sandbox, struct mail_row *row)
{
	if (!mail_row_has_link(row))
		return "";
	return join(row, sandbox->url, kinds[row->kind].path, row->token);
}

int64_t mail_row_replaced_at(struct db *db, const struct mail_row *row)
{
	if (row->replaced_by)
		return db_int(db, 0, "SELECT time FROM mails WHERE id = ?", "i",
			row->replaced_by);
	if (row->used_time)
		return 0;
	/* The data at the start does not say which: the next send then. */
	return db_int(db, 0,
		"SELECT MIN(time) FROM mails WHERE order_id = ?"
		" AND kind = ? AND time > ?",
		"isi", row->order_id, kinds[row->kind].word, row->time);
}
