/* Copies of a database, and the engine's own check. */
#include "db/internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

/* Copies everything into an open, empty database, so many pages at a time; -1: all at once, so that
 * no writer in between makes it begin anew. */
static int copy_pages(sqlite3 *from, sqlite3 *to, int pages)
{
	int result = SQLITE_OK, finished;
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	if (!backup) return sqlite3_errcode(to);
	while (result == SQLITE_OK)
		result = sqlite3_backup_step(backup, pages);
	finished = sqlite3_backup_finish(backup);
	return result == SQLITE_DONE ? finished : result;
}

/* Copies into an open, empty file, and looks whether the copy is sound. */
static int copy_into(struct db *db, const char *path)
{
	enum { PAGES_A_STEP = 1024 };
	sqlite3 *copy = NULL;
	int result =
		sqlite3_open_v2(path, &copy,
	                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
	if (result == SQLITE_OK) result = copy_pages(db->engine, copy, PAGES_A_STEP);
	if (result == SQLITE_OK) {
		struct db whole = {.engine = copy};
		if (db_pragma_int(&whole,
		                  "SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'") !=
		    1) {
			result = SQLITE_CORRUPT;
		}
	}
	sqlite3_close(copy);
	return result;
}

enum syndic_status db_backup(struct db *db, const char *path)
{
	enum syndic_status status = SYNDIC_OK;
	struct db making = *db;
	char *target = place_absolute(path);
	int result;
	making.path = NULL;
	if (!target) {
		status = db_refuse(db->tell, db->context, path, "cannot be made: its folder does not exist",
		                   "mkdir the folder first");
		goto out;
	}
	if (access(target, F_OK) == 0) {
		status = db_refuse(db->tell, db->context, path, "exists already; it was not touched",
		                   "syndic backup ANOTHER-FILE");
		goto out;
	}
	/* Whole or not at all, as a new database is. */
	status = place_temporary(&making, target, path);
	if (status != SYNDIC_OK) goto out;
	result = copy_into(db, making.path);
	if (result == SQLITE_OK) {
		status = place_finished(&making, target);
	} else {
		status = db_failed(&making, result);
		unlink(making.path);
	}
out:
	free(making.path);
	free(target);
	return status;
}

/* ---- in memory ---- */

static int open_in_memory(sqlite3 **out)
{
	return sqlite3_open_v2(":memory:", out,
	                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY |
	                           SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
	                       NULL);
}

enum syndic_status db_fresh(db_tell *tell, void *context, struct db **out)
{
	enum syndic_status status;
	struct db *db = mem_alloc(sizeof *db);
	int result;
	*out = db;
	db->tell = tell;
	db->context = context;
	db->path = mem_copy("a new database");
	db->detached = true;
	result = open_in_memory(&db->engine);
	if (result != SQLITE_OK) return db_failed(db, result);
	status = db_harden(db);
	return status == SYNDIC_OK ? db_migrate(db) : status;
}

enum syndic_status db_detach(struct db *db)
{
	enum { ALL_PAGES = -1 };
	sqlite3 *copy = NULL;
	int result = open_in_memory(&copy);
	if (result == SQLITE_OK) result = copy_pages(db->engine, copy, ALL_PAGES);
	if (result != SQLITE_OK) {
		sqlite3_close(copy);
		return db_failed(db, result);
	}
	db_forget_statements(db);
	sqlite3_close(db->engine);
	db->engine = copy;
	db->detached = true;
	return db_harden(db);
}

enum syndic_status db_lift_rules(struct db *db)
{
	enum syndic_status status;
	struct db_stmt *stmt = NULL;
	struct buf sql = {0};
	int step;
	if (!db->detached) abort(); /* a defect of ours: only a copy may do without its rules */
	buf_add(&sql, "PRAGMA foreign_keys=OFF;PRAGMA ignore_check_constraints=ON;");
	status = db_prepare(db, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", &stmt);
	if (status != SYNDIC_OK) goto out;
	while ((step = db_step(stmt)) == 1)
		buf_printf(&sql, "DROP TRIGGER \"%s\";", db_text(stmt, 0));
	db_finalize(stmt);
	status = step < 0 ? SYNDIC_FAILED : db_script(db, buf_text(&sql));
out:
	buf_free(&sql);
	return status;
}

enum syndic_status db_freeze(struct db *db)
{
	return db_script(db, "PRAGMA query_only=ON");
}

/* ---- the engine's own check ---- */

enum syndic_status db_integrity(struct db *db, void (*found)(void *context, const char *finding),
                                void *context)
{
	enum syndic_status status = SYNDIC_OK;
	struct db_stmt *stmt = NULL;
	struct buf line = {0};
	int step;
	status = db_prepare(db, "PRAGMA integrity_check(100)", &stmt);
	if (status != SYNDIC_OK) goto out;
	while ((step = db_step(stmt)) == 1) {
		if (strcmp(db_text(stmt, 0), "ok") != 0) found(context, db_text(stmt, 0));
	}
	db_finalize(stmt);
	stmt = NULL;
	if (step < 0) {
		status = SYNDIC_FAILED;
		goto out;
	}
	status = db_prepare(db, "PRAGMA foreign_key_check", &stmt);
	if (status != SYNDIC_OK) goto out;
	while ((step = db_step(stmt)) == 1) {
		buf_reset(&line);
		buf_printf(&line, "a row of %s refers to a missing %s", db_text(stmt, 0), db_text(stmt, 2));
		found(context, buf_text(&line));
	}
	if (step < 0) status = SYNDIC_FAILED;
out:
	db_finalize(stmt);
	buf_free(&line);
	return status;
}
