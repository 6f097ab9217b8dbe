#include "db/internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

struct db_stmt {
	sqlite3_stmt *engine;
	struct db *db;
	const char *literal; /* its key among the kept ones; NULL: not kept */
	bool in_use;
	struct db_stmt *next;
};

/* ---- failures ---- */

enum syndic_status db_failed(struct db *db, int result)
{
	struct buf text = {0};
	enum syndic_status status = SYNDIC_FAILED;
	const char *help = "";
	switch (result & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		status = SYNDIC_LOCKED;
		buf_printf(&text,
		           "%s is being written by another process (waited %d s); an import may be running",
		           db->path, db->timeout_ms / 1000);
		help = "try again in a moment";
		break;
	case SQLITE_FULL:
		buf_printf(&text, "the disk is full: nothing was written to %s", db->path);
		help = "df -h";
		break;
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		buf_printf(&text, "%s cannot be written: the file or its folder is read-only for you",
		           db->path);
		help = "ls -ld the folder; another file: --db FILE";
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		buf_printf(&text, "%s is damaged (%s)", db->path, sqlite3_errmsg(db->engine));
		help = "restore the last backup, see `syndic help backup`";
		break;
	case SQLITE_CONSTRAINT:
		status = SYNDIC_CONFLICT;
		buf_printf(&text, "the record breaks a rule of the schema (%s)",
		           sqlite3_errmsg(db->engine));
		break;
	case SQLITE_NOMEM: abort();
	case SQLITE_ERROR:
		buf_printf(&text, "%s is not as this program made it (%s)", db->path,
		           sqlite3_errmsg(db->engine));
		help = "syndic check";
		break;
	default:
		buf_printf(&text, "%s: %s", db->path, sqlite3_errmsg(db->engine));
		if (sqlite3_system_errno(db->engine) == ENOSPC) {
			help = "df -h";
		} else {
			help = "syndic check";
		}
	}
	db->tell(db->context, status, buf_text(&text), help);
	buf_free(&text);
	return status;
}

enum syndic_status db_refuse(db_tell *tell, void *context, const char *path, const char *why,
                             const char *help)
{
	struct buf text = {0};
	buf_printf(&text, "%s %s", path, why);
	tell(context, SYNDIC_FAILED, buf_text(&text), help);
	buf_free(&text);
	return SYNDIC_FAILED;
}

int64_t db_pragma_int(struct db *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t found = -1;
	if (sqlite3_prepare_v2(db->engine, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW) {
		found = sqlite3_column_int64(stmt, 0);
	}
	sqlite3_finalize(stmt);
	return found;
}

const char *db_path(const struct db *db)
{
	return db->path;
}

void db_forget_statements(struct db *db)
{
	while (db->kept) {
		struct db_stmt *stmt = db->kept;
		db->kept = stmt->next;
		sqlite3_finalize(stmt->engine);
		free(stmt);
	}
}

/* ---- statements ---- */

static enum syndic_status prepare(struct db *db, const char *sql, struct db_stmt **out)
{
	struct db_stmt *stmt;
	sqlite3_stmt *engine = NULL;
	int result = sqlite3_prepare_v3(db->engine, sql, -1, SQLITE_PREPARE_PERSISTENT, &engine, NULL);
	*out = NULL;
	if (result != SQLITE_OK) return db_failed(db, result);
	for (int i = 1; i <= sqlite3_bind_parameter_count(engine); i++) {
		char expected[16];
		const char *name = sqlite3_bind_parameter_name(engine, i);
		snprintf(expected, sizeof expected, "$%d", i);
		/* SQLite numbers parameters by first appearance: out of order they would be mixed up. */
		if (!name || strcmp(name, expected) != 0) abort();
	}
	stmt = mem_alloc(sizeof *stmt);
	stmt->engine = engine;
	stmt->db = db;
	stmt->in_use = true;
	*out = stmt;
	return SYNDIC_OK;
}

enum syndic_status db_prepare_literal(struct db *db, const char *sql, struct db_stmt **out)
{
	enum syndic_status status;
	bool kept_in_use = false;
	for (struct db_stmt *stmt = db->kept, **at = &db->kept; stmt;
	     at = &stmt->next, stmt = stmt->next) {
		if (stmt->literal != sql) continue;
		kept_in_use = stmt->in_use;
		if (kept_in_use) break;
		*at = stmt->next; /* to the front: what is used often is found at once */
		stmt->next = db->kept;
		db->kept = stmt;
		stmt->in_use = true;
		*out = stmt;
		return SYNDIC_OK;
	}
	status = prepare(db, sql, out);
	if (status == SYNDIC_OK && !kept_in_use) {
		(*out)->literal = sql;
		(*out)->next = db->kept;
		db->kept = *out;
	}
	return status;
}

enum syndic_status db_prepare_composed(struct db *db, const char *sql, struct db_stmt **out)
{
	return prepare(db, sql, out);
}

void db_bind(struct db_stmt *stmt, int index, struct syndic_value value)
{
	switch (value.kind) {
	case SYNDIC_NULL: sqlite3_bind_null(stmt->engine, index); break;
	case SYNDIC_NUMBER: sqlite3_bind_int64(stmt->engine, index, value.number); break;
	case SYNDIC_STRING:
		sqlite3_bind_text64(stmt->engine, index, value.text, value.length, SQLITE_STATIC,
		                    SQLITE_UTF8);
		break;
	}
}

void db_bind_text(struct db_stmt *stmt, int index, const char *text)
{
	if (text) {
		sqlite3_bind_text64(stmt->engine, index, text, strlen(text), SQLITE_STATIC, SQLITE_UTF8);
	} else {
		sqlite3_bind_null(stmt->engine, index);
	}
}

void db_bind_int(struct db_stmt *stmt, int index, int64_t number)
{
	sqlite3_bind_int64(stmt->engine, index, number);
}

int db_step(struct db_stmt *stmt)
{
	int result = sqlite3_step(stmt->engine);
	if (result == SQLITE_ROW) return 1;
	if (result != SQLITE_DONE) (void)db_failed(stmt->db, result);
	sqlite3_reset(stmt->engine); /* a finished read holds no lock */
	return result == SQLITE_DONE ? 0 : -1;
}

void db_reset(struct db_stmt *stmt)
{
	sqlite3_reset(stmt->engine);
}

bool db_is_null(const struct db_stmt *stmt, int column)
{
	return sqlite3_column_type(stmt->engine, column) == SQLITE_NULL;
}

int64_t db_int(const struct db_stmt *stmt, int column)
{
	return sqlite3_column_int64(stmt->engine, column);
}

const char *db_text(const struct db_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt->engine, column);
}

struct syndic_value db_value(const struct db_stmt *stmt, int column)
{
	struct syndic_value value = {SYNDIC_NULL, 0, NULL, 0};
	switch (sqlite3_column_type(stmt->engine, column)) {
	case SQLITE_NULL: break;
	case SQLITE_INTEGER:
		value.kind = SYNDIC_NUMBER;
		value.number = sqlite3_column_int64(stmt->engine, column);
		break;
	default:
		value.kind = SYNDIC_STRING;
		value.text = (const char *)sqlite3_column_text(stmt->engine, column);
		value.length = (size_t)sqlite3_column_bytes(stmt->engine, column);
	}
	return value;
}

void db_finalize(struct db_stmt *stmt)
{
	if (!stmt) return;
	if (stmt->literal) {
		sqlite3_reset(stmt->engine);
		sqlite3_clear_bindings(stmt->engine);
		stmt->in_use = false;
		return;
	}
	sqlite3_finalize(stmt->engine);
	free(stmt);
}

enum syndic_status db_exec_literal(struct db *db, const char *sql)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare_literal(db, sql, &stmt);
	if (status == SYNDIC_OK) {
		int result = sqlite3_step(stmt->engine);
		if (result != SQLITE_DONE && result != SQLITE_ROW) status = db_failed(db, result);
	}
	db_finalize(stmt);
	return status;
}

int64_t db_changed(const struct db *db)
{
	return sqlite3_changes64(db->engine);
}

enum syndic_status db_script(struct db *db, const char *sql)
{
	int result = sqlite3_exec(db->engine, sql, NULL, NULL, NULL);
	return result == SQLITE_OK ? SYNDIC_OK : db_failed(db, result);
}

/* ---- transactions ---- */

enum syndic_status db_begin(struct db *db)
{
	return db_exec(db, "BEGIN IMMEDIATE");
}

enum syndic_status db_begin_read(struct db *db)
{
	return db_exec(db, "BEGIN");
}

enum syndic_status db_commit(struct db *db)
{
	enum syndic_status status = db_exec(db, "COMMIT");
	if (status != SYNDIC_OK) db_rollback(db);
	return status;
}

void db_rollback(struct db *db)
{
	if (db_in_transaction(db)) sqlite3_exec(db->engine, "ROLLBACK", NULL, NULL, NULL);
}

bool db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->engine);
}

enum syndic_status db_defer_references(struct db *db)
{
	return db_script(db, "PRAGMA defer_foreign_keys=ON");
}
