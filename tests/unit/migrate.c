#include <sys/stat.h>
#include <unistd.h>
#include "model.h"
#include "db/embedded.h"
#include "db/internal.h"

/* A database as version `version` of the program left it. */
static void make_version(int version)
{
	sqlite3 *old;
	char sql[100];
	unlink(db_file());
	ck_assert_int_eq(sqlite3_open(db_file(), &old), SQLITE_OK);
	snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", DB_APPLICATION_ID,
	         version);
	ck_assert_int_eq(sqlite3_exec(old, sql, NULL, NULL, NULL), SQLITE_OK);
	for (int i = 0; i < embedded_migration_count; i++) {
		if (embedded_migrations[i].version > version) break;
		ck_assert_int_eq(sqlite3_exec(old, embedded_migrations[i].sql, NULL, NULL, NULL),
		                 SQLITE_OK);
	}
	sqlite3_close(old);
}

static const char *backup_of(int version, const char *tail)
{
	char name[40];
	snprintf(name, sizeof name, ".v%d.backup%s", version, tail);
	return beside(name);
}

#define SCHEMA "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"

/* All of it, which is longer than what `foreign` keeps. */
static char *schema_of_file(void)
{
	sqlite3 *file;
	struct buf out = {0};
	ck_assert_int_eq(sqlite3_open(db_file(), &file), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(file, SCHEMA, foreign_row, &out, NULL), SQLITE_OK);
	sqlite3_close(file);
	return out.data;
}

START_TEST(test_migrations_are_numbered)
{
	for (int i = 0; i < embedded_migration_count; i++) {
		ck_assert_int_eq(embedded_migrations[i].version, i + 1);
		ck_assert_str_ne(embedded_migrations[i].sql, "");
	}
	ck_assert_int_eq(db_schema_version(), embedded_migration_count);
}
END_TEST

/* From whichever version, the same schema; and a copy of what was before. */
/* Who looks back brings a copy up to date, and not the file. */
static void look_back_only(int version)
{
	struct syndic_options options = {.as_of = TODAY, .known = TODAY};
	char still[16];
	OK(syndic_open(db_file(), &options, &db));
	ck_assert_str_eq(cell("org", "acme", "name"), "Acme");
	tear_down();
	snprintf(still, sizeof still, "%d\n", version);
	ck_assert_str_eq(foreign("PRAGMA user_version"), still);
	ck_assert_int_eq(access(backup_of(version, ""), F_OK), -1);
}

START_TEST(test_every_older_version)
{
	char *fresh, version_now[20];
	struct buf sql = {0};
	set_up();
	tear_down();
	fresh = schema_of_file();
	ck_assert_ptr_nonnull(strstr(fresh, "v_open_deal"));
	for (int version = 1; version < db_schema_version(); version++) {
		struct stat about;
		make_version(version);
		foreign("INSERT INTO org (id, slug, name, folded) VALUES ('x', 'acme', 'Acme', 'acme')");
		foreign("CREATE VIEW v_old AS SELECT 1");
		look_back_only(version);
		db = open_as(TODAY, "", false);
		ck_assert_str_eq(cell("org", "acme", "name"), "Acme");
		ck_assert_str_eq(syndic_currency(db), "USD");
		tear_down();
		same_dump(strdup(fresh), schema_of_file(), "schema");
		snprintf(version_now, sizeof version_now, "%d\n", db_schema_version());
		ck_assert_str_eq(foreign("PRAGMA user_version"), version_now);
		ck_assert_int_eq(stat(backup_of(version, ""), &about), 0);
		ck_assert_int_eq(about.st_mode & 0777, 0600);
		buf_reset(&sql);
		buf_printf(&sql,
		           "ATTACH '%s' AS old; SELECT name FROM old.org; SELECT name FROM"
		           " old.sqlite_schema WHERE name = 'v_old'",
		           backup_of(version, ""));
		ck_assert_str_eq(foreign(buf_text(&sql)), "Acme\nv_old\n");
	}
	buf_free(&sql);
	free(fresh);
}
END_TEST

/* One step fails: nothing of it stays, and the next open says so again. */
START_TEST(test_a_step_that_fails)
{
	struct syndic_options options = {.as_of = TODAY, .actor = "ana"};
	make_version(2);
	foreign("INSERT INTO pipeline (id, slug, name, position) VALUES"
	        " ('0000000000000000000000P004', 'taken', 'taken', 1)");
	for (int round = 0; round < 2; round++) {
		enum syndic_status status = syndic_open(db_file(), &options, &db);
		ck_assert_int_ne(status, SYNDIC_OK);
		ck_assert_str_ne(syndic_last_error(db)->message, "");
		ck_assert_str_ne(syndic_last_error(db)->help, "");
		tear_down();
		ck_assert_str_eq(foreign("PRAGMA user_version"), "2\n");
		ck_assert_str_eq(foreign("SELECT slug FROM pipeline"), "taken\n");
		ck_assert_str_eq(foreign("SELECT count(*) FROM stage"), "0\n");
		ck_assert_int_eq(access(backup_of(2, round ? "-2" : ""), F_OK), 0);
	}
}
END_TEST

/* What is up to date is only opened. */
START_TEST(test_nothing_to_do)
{
	set_up();
	OK(add("org", "name=Acme"));
	tear_down();
	db = open_as(TODAY, "", false);
	ck_assert_str_eq(cell("org", "acme", "name"), "Acme");
	tear_down();
	ck_assert_int_eq(access(backup_of(db_schema_version(), ""), F_OK), -1);
}
END_TEST

START_TEST(test_open_and_create)
{
	struct syndic_options options = {.as_of = TODAY};
	set_up();
	ck_assert_str_eq(syndic_currency(db), "USD");
	ck_assert_str_eq(syndic_as_of(db), TODAY);
	tear_down();
	REFUSED(syndic_create(db_file(), "USD", &options, &db), SYNDIC_FAILED, "", "exists already");
	tear_down();
	options.as_of = "soon";
	REFUSED(syndic_open(db_file(), &options, &db), SYNDIC_MISUSE, "as_of", "counts as today");
	tear_down();
	REFUSED(syndic_open(db_file(), NULL, &db), SYNDIC_MISUSE, "as_of", "counts as today");
	tear_down();
	unlink(db_file());
	options.as_of = TODAY;
	REFUSED(syndic_create(db_file(), "Dollars", &options, &db), SYNDIC_MISUSE, "currency",
	        "such as");
	tear_down();
	REFUSED(syndic_create(db_file(), "usd", &options, &db), SYNDIC_MISUSE, "currency", "such as");
	tear_down();
	options.dry_run = true;
	OK(syndic_create(db_file(), "EUR", &options, &db));
	tear_down();
	ck_assert_int_eq(access(db_file(), F_OK), -1);
	syndic_close(NULL);
}
END_TEST

START_TEST(test_backup)
{
	char *copy = strdup(beside(".copy"));
	struct syndic_options options = {.as_of = TODAY};
	char *before;
	set_up();
	OK(add("org", "name=Acme"));
	before = dump();
	OK(syndic_backup(db, copy));
	REFUSED(syndic_backup(db, copy), SYNDIC_FAILED, "", "exists already");
	OK(rm("org", "acme"));
	tear_down();
	OK(syndic_open(copy, &options, &db));
	same_dump(before, dump(), "copy");
	tear_down();
	free(copy);
}
END_TEST

UNIT(migrate)
{
	Suite *suite = suite_create("migrate");
	TCase *cases = tcase_create("migrate");
	tcase_add_test(cases, test_migrations_are_numbered);
	tcase_add_test(cases, test_every_older_version);
	tcase_add_test(cases, test_a_step_that_fails);
	tcase_add_test(cases, test_nothing_to_do);
	tcase_add_test(cases, test_open_and_create);
	tcase_add_test(cases, test_backup);
	suite_add_tcase(suite, cases);
	return suite;
}
