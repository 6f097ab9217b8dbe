#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

enum {
	WAIT_MS = 5000,       /* for another writer */
	WAIT_BULK_MS = 15000, /* the same for an import */
	BULK_CACHE_KIB = 65536,
	HEADER_BYTES = 100, /* of a database file: all that is looked at before the engine opens it */
};

static int64_t big_endian_32(const unsigned char *bytes)
{
	return (int64_t)bytes[0] << 24 | (int64_t)bytes[1] << 16 | (int64_t)bytes[2] << 8 | bytes[3];
}

/* Looks at a file's first bytes only, so that what is not ours is not touched. */
static enum syndic_status look_at_header(const char *path, db_tell *tell, void *context)
{
	enum { VERSION_AT = 60, APPLICATION_AT = 68 };
	enum syndic_status status = SYNDIC_OK;
	unsigned char header[HEADER_BYTES];
	struct stat about;
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		if (errno == ENOENT) {
			struct buf text = {0};
			buf_printf(&text, "there is no database at %s", path);
			tell(context, SYNDIC_FAILED, buf_text(&text),
			     "syndic init, or name one with --db FILE");
			buf_free(&text);
			return SYNDIC_FAILED;
		}
		return db_refuse(tell, context, path, strerror(errno), "name another with --db FILE");
	}
	if (fstat(fd, &about) == 0 && !S_ISREG(about.st_mode)) {
		status = db_refuse(tell, context, path, "is not a file", "name one with --db FILE");
		goto out;
	}
	got = read(fd, header, sizeof header);
	if (got < 16 || memcmp(header, "SQLite format 3", 16) != 0) {
		status = db_refuse(tell, context, path,
		                   "is not a Syndic database (nor any SQLite database); it was not touched",
		                   "name one with --db FILE, or make one: syndic --db NEW.db init");
	} else if (got < (ssize_t)sizeof header) {
		status = db_refuse(tell, context, path, "is damaged: it ends within its header",
		                   "restore the last backup, see `syndic help backup`");
	} else if (big_endian_32(header + APPLICATION_AT) != DB_APPLICATION_ID) {
		status =
			db_refuse(tell, context, path, "is a database of another program; it was not touched",
		              "name a Syndic one with --db FILE, or make one: syndic --db NEW.db init");
	} else if (big_endian_32(header + VERSION_AT) > db_schema_version()) {
		status = db_refuse(tell, context, path, "was written by a newer Syndic; it was not touched",
		                   "install that version: `syndic --version` tells yours");
	}
out:
	close(fd);
	return status;
}

static int wait_for_lock(void *context, int count)
{
	/* A little chance in the pause, so that many waiting writers do not wake as one. */
	enum { LONGEST_US = 20000, SHORTEST_US = 500 };
	static __thread struct timespec begun;
	const struct db *db = context;
	struct timespec now, pause = {0};
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (count == 0) begun = now;
	int64_t waited = (now.tv_sec - begun.tv_sec) * 1000 + (now.tv_nsec - begun.tv_nsec) / 1000000;
	if (waited >= db->timeout_ms) return 0;
	pause.tv_nsec = (SHORTEST_US + (now.tv_nsec / 64) % (count < 8 ? 2000 : LONGEST_US)) * 1000L;
	nanosleep(&pause, NULL);
	return 1;
}

enum syndic_status db_harden(struct db *db)
{
	/* Set, and read back: an engine built without one of them must not go unnoticed. */
	static const struct {
		const char *set, *read;
		int64_t value;
	} modes[] = {
		{"PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", 1},
		{"PRAGMA synchronous=EXTRA", "PRAGMA synchronous", 3},
		{"PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", 1},
		{"PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", 0},
		{"PRAGMA secure_delete=ON", "PRAGMA secure_delete", 1},
	};
	int result;
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		if ((result = sqlite3_exec(db->engine, modes[i].set, NULL, NULL, NULL)) != SQLITE_OK) {
			return db_failed(db, result);
		}
		if (db_pragma_int(db, modes[i].read) != modes[i].value) {
			return db_refuse(db->tell, db->context, modes[i].set, "is not honoured by this SQLite",
			                 "install the distribution's SQLite, 3.37 or later");
		}
	}
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	return SYNDIC_OK;
}

static enum syndic_status set_journal(struct db *db)
{
	sqlite3_stmt *stmt = NULL;
	int result = sqlite3_prepare_v2(db->engine, "PRAGMA journal_mode=DELETE", -1, &stmt, NULL);
	if (result == SQLITE_OK) result = sqlite3_step(stmt);
	bool deletes =
		result == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(stmt, 0), "delete") == 0;
	sqlite3_finalize(stmt);
	if (result != SQLITE_ROW) return db_failed(db, result);
	if (!deletes) {
		return db_refuse(db->tell, db->context, db->path,
		                 "is open elsewhere in another journal mode",
		                 "close the other program and try again");
	}
	return SYNDIC_OK;
}

static enum syndic_status connect_to(struct db *db)
{
	enum syndic_status status;
	int result =
		sqlite3_open_v2(db->path, &db->engine,
	                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
	if (result != SQLITE_OK) return db_failed(db, result);
	sqlite3_busy_handler(db->engine, wait_for_lock, db);
	status = db_harden(db);
	return status == SYNDIC_OK ? set_journal(db) : status;
}

enum syndic_status db_open(const char *path, enum db_open_mode mode, db_tell *tell, void *context,
                           struct db **out)
{
	enum syndic_status status = SYNDIC_OK;
	struct db *db = mem_alloc(sizeof *db);
	db->tell = tell;
	db->context = context;
	db->timeout_ms = WAIT_MS;
	*out = db;
	if (mode == DB_EXISTING) {
		status = look_at_header(path, tell, context);
		if (status != SYNDIC_OK) return status;
		db->path = realpath(path, NULL);
		if (!db->path)
			return db_refuse(tell, context, path, strerror(errno), "name another with --db FILE");
		return connect_to(db);
	}
	db->published = place_absolute(path);
	if (!db->published) {
		return db_refuse(tell, context, path, "cannot be made: its folder does not exist",
		                 "mkdir the folder first");
	}
	if (access(db->published, F_OK) == 0) {
		return db_refuse(tell, context, path, "exists already; it was not touched",
		                 "name another with --db FILE");
	}
	status = place_temporary(db, db->published, path);
	if (status == SYNDIC_OK) status = connect_to(db);
	/* Larger than usual: an import takes a tenth less time. */
	return status == SYNDIC_OK ? db_script(db, "PRAGMA page_size=16384") : status;
}

static void disconnect(struct db *db)
{
	db_forget_statements(db);
	sqlite3_close(db->engine);
	db->engine = NULL;
}

enum syndic_status db_publish(struct db *db)
{
	enum syndic_status status;
	disconnect(db);
	status = place_finished(db, db->published);
	free(db->path);
	db->path = db->published;
	db->published = NULL;
	return status == SYNDIC_OK ? connect_to(db) : status;
}

void db_close(struct db *db)
{
	if (!db) return;
	disconnect(db);
	if (db->published && db->path) unlink(db->path);
	free(db->path);
	free(db->published);
	free(db);
}

void db_expect_bulk(struct db *db)
{
	char sql[64];
	db->timeout_ms = WAIT_BULK_MS;
	snprintf(sql, sizeof sql, "PRAGMA cache_size=-%d", BULK_CACHE_KIB);
	sqlite3_exec(db->engine, sql, NULL, NULL, NULL);
}
