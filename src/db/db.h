/*
 * The seam: the only way to a database, whichever engine runs. SQL here and above is the subset
 * that SQLite and PostgreSQL share: parameters are $1, $2, … first appearing in ascending order.
 *
 * Failures set the struct db's error and come back as a status; a struct db belongs to one thread.
 */
#ifndef SYNDIC_DB_DB_H
#define SYNDIC_DB_DB_H
#include <syndic.h>

struct db;
struct db_stmt;

/* Where failures are told; `context` outlives the db. */
typedef void db_tell(void *context, enum syndic_status code, const char *message, const char *help);

/* A new database is made under a temporary name; db_publish puts it where it belongs, whole. */
enum db_open_mode { DB_EXISTING, DB_NEW };
enum syndic_status db_open(const char *path, enum db_open_mode mode, db_tell *tell, void *context,
                           struct db **out);
enum syndic_status db_publish(struct db *db);
/* What a new database begins with, in memory: migrated, and no file. */
enum syndic_status db_fresh(db_tell *tell, void *context, struct db **out);
void db_close(struct db *db); /* accepts NULL; a new database that was not published goes */
const char *db_path(const struct db *db);

/* Takes literals only: composing SQL from input does not compile. Statements are kept and reused by
 * their literal's address: finalize gives one back. */
#define db_prepare(db, sql, out) db_prepare_literal((db), "" sql "", (out))
enum syndic_status db_prepare_literal(struct db *db, const char *sql, struct db_stmt **out);
/* For the one file that composes SQL from descriptors' identifiers; not kept. */
enum syndic_status db_prepare_composed(struct db *db, const char *sql, struct db_stmt **out);
/* Text is borrowed until the statement is stepped to its end, reset or finalized. */
void db_bind(struct db_stmt *stmt, int index, struct syndic_value value);
void db_bind_text(struct db_stmt *stmt, int index, const char *text); /* NULL: null */
void db_bind_int(struct db_stmt *stmt, int index, int64_t number);
/* 1: a row; 0: done; -1: failed, and told. */
int db_step(struct db_stmt *stmt);
void db_reset(struct db_stmt *stmt); /* to run again, with other values */
bool db_is_null(const struct db_stmt *stmt, int column);
int64_t db_int(const struct db_stmt *stmt, int column); /* 0 for NULL */
const char *db_text(const struct db_stmt *stmt,
                    int column); /* NULL for NULL; until the next step */
struct syndic_value db_value(const struct db_stmt *stmt, int column); /* the same */
void db_finalize(struct db_stmt *stmt);                               /* accepts NULL */

/* A statement without result or parameters. */
#define db_exec(db, sql) db_exec_literal((db), "" sql "")
enum syndic_status db_exec_literal(struct db *db, const char *sql);
int64_t db_changed(const struct db *db); /* rows touched by the last statement */

/* A transaction that writes; waits for others as long as the timeout says, then SYNDIC_LOCKED. */
enum syndic_status db_begin(struct db *db);
enum syndic_status db_begin_read(struct db *db); /* one view of the data for several statements */
enum syndic_status db_commit(struct db *db);
void db_rollback(struct db *db); /* never fails; nothing where none is open */
bool db_in_transaction(const struct db *db);
/* For the transaction under way: references are checked at its end, so that rows may come in any
 * order. Others are checked at once, but for a deal's contract. */
enum syndic_status db_defer_references(struct db *db);

/* For imports: a longer wait and a larger cache. */
void db_expect_bulk(struct db *db);

enum syndic_status db_backup(struct db *db, const char *path); /* consistent; path must not exist */

/* Goes on with a copy in memory: the file is read once, kept from its writers no longer than that,
 * and not touched again. */
enum syndic_status db_detach(struct db *db);
/* In such a copy rows may be put back as they were, in any order and whatever they refer to: no
 * trigger fires, no reference or condition is checked; unique is what was. */
enum syndic_status db_lift_rules(struct db *db);
enum syndic_status db_freeze(struct db *db); /* from now on it is only read */
/* The engine's own check of the file; `found` is called per finding. */
enum syndic_status db_integrity(struct db *db, void (*found)(void *context, const char *finding),
                                void *context);

/* db/migrate.c: brings the schema up to this program's, each step in a transaction of its own;
 * for an existing file after a copy beside it, `NAME.vN.backup`. */
int db_schema_version(void); /* this program's */
enum syndic_status db_migrate(struct db *db);

#endif
