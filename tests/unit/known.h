/* For tests of what was known on a day: a handle that looks back, and every cell compared. */
#ifndef SYNDIC_TESTS_KNOWN_H
#define SYNDIC_TESTS_KNOWN_H
#include "model.h"
#include <unistd.h>
#include "model/store.h"

static inline struct syndic *open_known(const char *today, const char *day)
{
	struct syndic_options options = {.as_of = today, .actor = "ana", .known = day};
	struct syndic *handle;
	enum syndic_status status = syndic_open(db_file(), &options, &handle);
	ck_assert_msg(status == SYNDIC_OK, "known on %s: %s", day, syndic_last_error(handle)->message);
	return handle;
}

/* Dates the changes after number `last`: the library's clock cannot be set. */
static inline void date_changes(long long last, const char *at)
{
	struct buf sql = {0};
	buf_printf(&sql,
	           "UPDATE change SET at = '%s' WHERE number > %lld;"
	           "UPDATE import_batch SET at = '%s' WHERE change > %lld",
	           at, last, at, last);
	foreign(buf_text(&sql));
	buf_free(&sql);
}
static inline long long last_change(void)
{
	return strtoll(foreign("SELECT coalesce(max(number), 0) FROM change"), NULL, 10);
}

/* Every cell of every table; counters may run ahead. */
static inline void same_tables(const char *expected, const char *found, const char *about)
{
	sqlite3 *engine;
	sqlite3_stmt *tables;
	struct buf sql = {0}, differing = {0};
	char *why = NULL;
	ck_assert_int_eq(sqlite3_open(expected, &engine), SQLITE_OK);
	buf_printf(&sql, "ATTACH '%s' AS found", found);
	ck_assert_int_eq(sqlite3_exec(engine, buf_text(&sql), NULL, NULL, NULL), SQLITE_OK);
	sqlite3_prepare_v2(engine,
	                   "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name <> "
	                   "'counter' AND name NOT LIKE 'sqlite%'",
	                   -1, &tables, NULL);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(tables, 0);
		buf_reset(&sql);
		buf_printf(&sql,
		           "SELECT '%s -', * FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM found.%s)"
		           " UNION ALL"
		           " SELECT '%s +', * FROM (SELECT * FROM found.%s EXCEPT SELECT * FROM main.%s)",
		           name, name, name, name, name, name);
		sqlite3_exec(engine, buf_text(&sql), foreign_row, &differing, &why);
		ck_assert_msg(why == NULL, "%s: %s", name, why);
	}
	sqlite3_finalize(tables);
	sqlite3_close(engine);
	ck_assert_msg(differing.length == 0, "%s: %s", about, buf_text(&differing));
	buf_free(&sql);
	buf_free(&differing);
}

/* Does the database of `db`, looking back, hold what the file `expected` holds? The file goes. */
static inline void same_as_copy(const char *expected, const char *about)
{
	char *path = strdup(beside(".known"));
	OK(db_backup(db->db, path));
	same_tables(expected, path, about);
	unlink(path);
	unlink(expected);
	free(path);
}

#endif
