#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "db/embedded.h"
#include "db/internal.h"

int db_schema_version(void)
{
	return embedded_migrations[embedded_migration_count - 1].version;
}

static enum syndic_status drop_views(struct db *db)
{
	enum syndic_status status;
	struct db_stmt *stmt = NULL;
	struct buf sql = {0};
	status = db_prepare(
		db, "SELECT name FROM sqlite_schema WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\'",
		&stmt);
	if (status != SYNDIC_OK) goto out;
	while (db_step(stmt) == 1)
		buf_printf(&sql, "DROP VIEW \"%s\";", db_text(stmt, 0));
	db_finalize(stmt);
	stmt = NULL;
	status = db_script(db, buf_text(&sql));
out:
	db_finalize(stmt);
	buf_free(&sql);
	return status;
}

static enum syndic_status migrate_step(struct db *db, const struct embedded_migration *migration)
{
	enum syndic_status status;
	char version[48];
	bool last = migration->version == db_schema_version();
	status = db_begin(db);
	if (status != SYNDIC_OK) return status;
	/* Another process may have been faster. */
	if (db_pragma_int(db, "PRAGMA user_version") >= migration->version) {
		db_rollback(db);
		return SYNDIC_OK;
	}
	status = drop_views(db);
	if (status == SYNDIC_OK) status = db_script(db, migration->sql);
	if (status == SYNDIC_OK && last) status = db_script(db, embedded_views);
	if (status == SYNDIC_OK) {
		snprintf(version, sizeof version, "PRAGMA user_version=%d", migration->version);
		status = db_script(db, version);
	}
	if (status != SYNDIC_OK) {
		db_rollback(db);
		return status;
	}
	return db_commit(db);
}

static enum syndic_status backup_first(struct db *db, int64_t version)
{
	enum syndic_status status;
	struct buf name = {0};
	buf_printf(&name, "%s.v%d.backup", db->path, (int)version);
	for (int i = 2; access(buf_text(&name), F_OK) == 0; i++) {
		buf_reset(&name);
		buf_printf(&name, "%s.v%d.backup-%d", db->path, (int)version, i);
	}
	status = db_backup(db, buf_text(&name));
	buf_free(&name);
	return status;
}

enum syndic_status db_migrate(struct db *db)
{
	enum syndic_status status = SYNDIC_OK;
	int64_t version = db_pragma_int(db, "PRAGMA user_version");
	if (version < 0) return db_failed(db, sqlite3_errcode(db->engine));
	if (version >= db_schema_version()) return SYNDIC_OK;
	if (db->published) {
		char sql[48];
		snprintf(sql, sizeof sql, "PRAGMA application_id=%d", DB_APPLICATION_ID);
		status = db_script(db, sql);
	} else if (!db->detached) {
		status = backup_first(db, version);
	}
	for (int i = 0; i < embedded_migration_count && status == SYNDIC_OK; i++) {
		if (embedded_migrations[i].version > version)
			status = migrate_step(db, &embedded_migrations[i]);
	}
	return status;
}
