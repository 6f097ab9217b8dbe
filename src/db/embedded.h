/* What scripts/embed puts into the library: migrations/NNNN_name.sql by version,
 * schema/views.sql. */
#ifndef SYNDIC_DB_EMBEDDED_H
#define SYNDIC_DB_EMBEDDED_H

struct embedded_migration {
	int version;
	const char *name, *sql;
};
extern const struct embedded_migration embedded_migrations[];
extern const int embedded_migration_count;
extern const char embedded_views[];

#endif
