/* What the files of this room share, and nobody else sees. */
#ifndef SYNDIC_DB_INTERNAL_H
#define SYNDIC_DB_INTERNAL_H
#include <sqlite3.h>
#include "db/db.h"

#define DB_APPLICATION_ID 0x53594e44 /* "SYND" */

struct db {
	sqlite3 *engine;
	char *path;      /* absolute */
	char *published; /* where a new file will stand once it is complete, else NULL */
	db_tell *tell;
	void *context;
	int timeout_ms;
	bool detached; /* a copy in memory: nothing reaches the file any more */
	struct db_stmt *kept;
};

/* Tells what the engine's result means to a person; returns the status. */
enum syndic_status db_failed(struct db *db, int result);
/* Tells that a file is refused: `path` and why, as one sentence. */
enum syndic_status db_refuse(db_tell *tell, void *context, const char *path, const char *why,
                             const char *help);
void db_forget_statements(struct db *db);
/* db/open.c: the settings that every connection has, whatever it is connected to. */
enum syndic_status db_harden(struct db *db);
/* Runs SQL of our own files: several statements. */
enum syndic_status db_script(struct db *db, const char *sql);
/* A pragma's number, or -1. */
int64_t db_pragma_int(struct db *db, const char *sql);

/* db/place.c: the absolute form of a path whose file need not exist; NULL: its folder does not. */
char *place_absolute(const char *path);
/* Makes an empty file beside `target` for db->path; `shown` is what a person called it. */
enum syndic_status place_temporary(struct db *db, const char *target, const char *shown);
/* Gives the finished file db->path its name: linked, not renamed, so that what somebody else made
 * there meanwhile is not replaced. */
enum syndic_status place_finished(struct db *db, const char *target);

#endif
