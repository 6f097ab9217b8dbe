/* What db.c and migrate.c share, and nobody else sees. */
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
	struct db_stmt *kept;
};

/* Tells what the engine's result means to a person; returns the status. */
enum syndic_status db_failed(struct db *db, int result);
/* Runs SQL of our own files: several statements. */
enum syndic_status db_script(struct db *db, const char *sql);
/* A pragma's number, or -1. */
int64_t db_pragma_int(struct db *db, const char *sql);

#endif
