#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/ulid.h"

enum {
	WAIT_MS = 5000,       /* for another writer */
	WAIT_BULK_MS = 15000, /* the same for an import */
	BULK_CACHE_KIB = 65536,
	HEADER_BYTES = 100, /* of a database file: all that is looked at before the engine opens it */
};

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

static enum syndic_status refuse(db_tell *tell, void *context, const char *path, const char *why,
                                 const char *help)
{
	struct buf text = {0};
	buf_printf(&text, "%s %s", path, why);
	tell(context, SYNDIC_FAILED, buf_text(&text), help);
	buf_free(&text);
	return SYNDIC_FAILED;
}

/* ---- opening ---- */

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
		return refuse(tell, context, path, strerror(errno), "name another with --db FILE");
	}
	if (fstat(fd, &about) == 0 && !S_ISREG(about.st_mode)) {
		status = refuse(tell, context, path, "is not a file", "name one with --db FILE");
		goto out;
	}
	got = read(fd, header, sizeof header);
	if (got < 16 || memcmp(header, "SQLite format 3", 16) != 0) {
		status = refuse(tell, context, path,
		                "is not a Syndic database (nor any SQLite database); it was not touched",
		                "name one with --db FILE, or make one: syndic --db NEW.db init");
	} else if (got < (ssize_t)sizeof header) {
		status = refuse(tell, context, path, "is damaged: it ends within its header",
		                "restore the last backup, see `syndic help backup`");
	} else if (big_endian_32(header + APPLICATION_AT) != DB_APPLICATION_ID) {
		status = refuse(tell, context, path, "is a database of another program; it was not touched",
		                "name a Syndic one with --db FILE, or make one: syndic --db NEW.db init");
	} else if (big_endian_32(header + VERSION_AT) > db_schema_version()) {
		status = refuse(tell, context, path, "was written by a newer Syndic; it was not touched",
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

static enum syndic_status set_modes(struct db *db)
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
	sqlite3_stmt *stmt = NULL;
	int result;
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		if ((result = sqlite3_exec(db->engine, modes[i].set, NULL, NULL, NULL)) != SQLITE_OK) {
			return db_failed(db, result);
		}
		if (db_pragma_int(db, modes[i].read) != modes[i].value) {
			return refuse(db->tell, db->context, modes[i].set, "is not honoured by this SQLite",
			              "install the distribution's SQLite, 3.37 or later");
		}
	}
	result = sqlite3_prepare_v2(db->engine, "PRAGMA journal_mode=DELETE", -1, &stmt, NULL);
	if (result == SQLITE_OK) result = sqlite3_step(stmt);
	bool deletes =
		result == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(stmt, 0), "delete") == 0;
	sqlite3_finalize(stmt);
	if (result != SQLITE_ROW) return db_failed(db, result);
	if (!deletes) {
		return refuse(db->tell, db->context, db->path, "is open elsewhere in another journal mode",
		              "close the other program and try again");
	}
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	return SYNDIC_OK;
}

static enum syndic_status connect_to(struct db *db)
{
	int result =
		sqlite3_open_v2(db->path, &db->engine,
	                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
	if (result != SQLITE_OK) return db_failed(db, result);
	sqlite3_busy_handler(db->engine, wait_for_lock, db);
	return set_modes(db);
}

/* Makes an empty file beside `target` for db->path; `shown` is what a person called it. */
static enum syndic_status make_temporary(struct db *db, const char *target, const char *shown)
{
	struct buf name = {0};
	char id[ULID_SIZE];
	int fd;
	ulid_new(id);
	buf_printf(&name, "%s.new-%s", target, id);
	db->path = name.data;
	fd = open(db->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		return refuse(db->tell, db->context, shown, strerror(errno),
		              "name a file that you may write");
	}
	close(fd);
	return SYNDIC_OK;
}

/* Gives a finished file its name: linked, not renamed, so that what somebody else made there
 * meanwhile is not replaced. */
static enum syndic_status put_in_place(struct db *db, const char *target)
{
	char *folder_copy = mem_copy(target);
	int failed = link(db->path, target) ? errno : 0;
	int folder = open(dirname(folder_copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	unlink(db->path);
	if (folder >= 0) {
		fsync(folder);
		close(folder);
	}
	free(folder_copy);
	return failed ? refuse(db->tell, db->context, target, strerror(failed), "name another file")
	              : SYNDIC_OK;
}

/* The absolute form of a path whose file need not exist. */
static char *absolute(const char *path)
{
	char *folder_copy = mem_copy(path), *name_copy = mem_copy(path);
	char *folder = realpath(dirname(folder_copy), NULL);
	struct buf out = {0};
	if (folder)
		buf_printf(&out, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, basename(name_copy));
	free(folder);
	free(folder_copy);
	free(name_copy);
	return out.data;
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
			return refuse(tell, context, path, strerror(errno), "name another with --db FILE");
		return connect_to(db);
	}
	db->published = absolute(path);
	if (!db->published) {
		return refuse(tell, context, path, "cannot be made: its folder does not exist",
		              "mkdir the folder first");
	}
	if (access(db->published, F_OK) == 0) {
		return refuse(tell, context, path, "exists already; it was not touched",
		              "name another with --db FILE");
	}
	status = make_temporary(db, db->published, path);
	if (status != SYNDIC_OK) return status;
	return connect_to(db);
}

static void disconnect(struct db *db)
{
	while (db->kept) {
		struct db_stmt *stmt = db->kept;
		db->kept = stmt->next;
		sqlite3_finalize(stmt->engine);
		free(stmt);
	}
	sqlite3_close(db->engine);
	db->engine = NULL;
}

enum syndic_status db_publish(struct db *db)
{
	enum syndic_status status;
	disconnect(db);
	status = put_in_place(db, db->published);
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

const char *db_path(const struct db *db)
{
	return db->path;
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

enum syndic_status db_savepoint(struct db *db)
{
	return db_exec(db, "SAVEPOINT row");
}

enum syndic_status db_savepoint_release(struct db *db)
{
	return db_exec(db, "RELEASE row");
}

void db_savepoint_rollback(struct db *db)
{
	sqlite3_exec(db->engine, "ROLLBACK TO row; RELEASE row", NULL, NULL, NULL);
}

void db_expect_bulk(struct db *db)
{
	char sql[64];
	db->timeout_ms = WAIT_BULK_MS;
	snprintf(sql, sizeof sql, "PRAGMA cache_size=-%d", BULK_CACHE_KIB);
	sqlite3_exec(db->engine, sql, NULL, NULL, NULL);
}

/* ---- copies and checks ---- */

/* Copies page by page into an open, empty file, and looks whether the copy is sound. */
static int copy_into(struct db *db, const char *path)
{
	enum { PAGES_A_STEP = 1024 };
	sqlite3 *copy = NULL;
	sqlite3_backup *backup = NULL;
	int result =
		sqlite3_open_v2(path, &copy,
	                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
	if (result == SQLITE_OK) {
		backup = sqlite3_backup_init(copy, "main", db->engine, "main");
		result = backup ? SQLITE_OK : sqlite3_errcode(copy);
	}
	while (result == SQLITE_OK)
		result = sqlite3_backup_step(backup, PAGES_A_STEP);
	if (backup) {
		int finished = sqlite3_backup_finish(backup);
		if (result == SQLITE_DONE) result = finished;
	}
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
	char *target = absolute(path);
	int result;
	making.path = NULL;
	if (!target) {
		status = refuse(db->tell, db->context, path, "cannot be made: its folder does not exist",
		                "mkdir the folder first");
		goto out;
	}
	if (access(target, F_OK) == 0) {
		status = refuse(db->tell, db->context, path, "exists already; it was not touched",
		                "syndic backup ANOTHER-FILE");
		goto out;
	}
	/* Whole or not at all, as a new database is. */
	status = make_temporary(&making, target, path);
	if (status != SYNDIC_OK) goto out;
	result = copy_into(db, making.path);
	if (result == SQLITE_OK) {
		status = put_in_place(&making, target);
	} else {
		status = db_failed(&making, result);
		unlink(making.path);
	}
out:
	free(making.path);
	free(target);
	return status;
}

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
