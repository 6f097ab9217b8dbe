#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#include "model.h"
#include "db/internal.h"

/* What was told last. */
static struct {
	enum syndic_status code;
	char message[500], help[200];
} told;

static void tell(void *context, enum syndic_status code, const char *message, const char *help)
{
	ck_assert_ptr_eq(context, &told);
	told.code = code;
	snprintf(told.message, sizeof told.message, "%s", message);
	snprintf(told.help, sizeof told.help, "%s", help);
}

static struct db *store;

static void close_store(void)
{
	db_close(store);
	store = NULL;
}

/* A published database with a table of one row. */
static void open_store(void)
{
	ck_assert_int_eq(db_open(db_file(), DB_NEW, tell, &told, &store), SYNDIC_OK);
	ck_assert_int_eq(db_exec(store, "CREATE TABLE t (a INTEGER, b TEXT UNIQUE) STRICT"), SYNDIC_OK);
	ck_assert_int_eq(db_exec(store, "INSERT INTO t VALUES (7, 'seven')"), SYNDIC_OK);
	ck_assert_int_eq(db_script(store, "PRAGMA application_id=1398361668"), SYNDIC_OK);
	ck_assert_int_eq(db_publish(store), SYNDIC_OK);
}

static int64_t count_rows(void)
{
	struct db_stmt *stmt;
	int64_t count;
	ck_assert_int_eq(db_prepare(store, "SELECT count(*) FROM t", &stmt), SYNDIC_OK);
	ck_assert_int_eq(db_step(stmt), 1);
	count = db_int(stmt, 0);
	ck_assert_int_eq(db_step(stmt), 0);
	db_finalize(stmt);
	return count;
}

/* ---- what is opened, and what is not touched ---- */

static void write_file(const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");
	fwrite(bytes, 1, length, file);
	fclose(file);
}

static void refuses(const char *path, const char *part)
{
	struct stat before = {0}, after = {0};
	stat(path, &before);
	ck_assert_int_eq(db_open(path, DB_EXISTING, tell, &told, &store), SYNDIC_FAILED);
	ck_assert_msg(strstr(told.message, part) != NULL, "%s", told.message);
	ck_assert_msg(strstr(told.message, path) != NULL, "%s", told.message);
	ck_assert_str_ne(told.help, "");
	close_store();
	stat(path, &after);
	ck_assert_int_eq(before.st_size, after.st_size);
	ck_assert_int_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

START_TEST(test_refused_files)
{
	static char header[100] = "SQLite format 3";
	char folder[300];
	sqlite3 *other;
	refuses(beside(".missing"), "no database at");
	ck_assert_int_eq(access(beside(".missing"), F_OK), -1);
	snprintf(folder, sizeof folder, "%s", db_file());
	*strrchr(folder, '/') = '\0';
	refuses(folder, "is not a file");
	write_file(db_file(), "", 0);
	refuses(db_file(), "is not a Syndic database");
	write_file(db_file(), "name,amount\nA,5\n", 16);
	refuses(db_file(), "is not a Syndic database");
	write_file(db_file(), header, 60);
	refuses(db_file(), "ends within its header");
	write_file(db_file(), header, 100);
	refuses(db_file(), "of another program");
	unlink(db_file());
	ck_assert_int_eq(sqlite3_open(db_file(), &other), SQLITE_OK);
	sqlite3_exec(other, "CREATE TABLE org (id)", NULL, NULL, NULL);
	refuses(db_file(), "of another program");
	sqlite3_exec(other, "PRAGMA application_id=1398361668; PRAGMA user_version=9999", NULL, NULL,
	             NULL);
	refuses(db_file(), "by a newer Syndic");
	sqlite3_close(other);
}
END_TEST

START_TEST(test_a_new_file_appears_whole)
{
	struct stat about;
	ck_assert_int_eq(db_open(db_file(), DB_NEW, tell, &told, &store), SYNDIC_OK);
	ck_assert_int_eq(db_exec(store, "CREATE TABLE t (a INTEGER)"), SYNDIC_OK);
	ck_assert_int_eq(access(db_file(), F_OK), -1);
	close_store(); /* not published: it goes */
	open_store();
	ck_assert_int_eq(stat(db_file(), &about), 0);
	ck_assert_int_eq(about.st_mode & 0777, 0600);
	ck_assert_int_eq(count_rows(), 1);
	close_store();
	ck_assert_int_eq(db_open(db_file(), DB_NEW, tell, &told, &store), SYNDIC_FAILED);
	ck_assert_ptr_nonnull(strstr(told.message, "exists already"));
	close_store();
	ck_assert_int_eq(db_open("no/such/folder/x.db", DB_NEW, tell, &told, &store), SYNDIC_FAILED);
	ck_assert_ptr_nonnull(strstr(told.message, "folder does not exist"));
	close_store();
	/* By another name it is the same file. */
	ck_assert_int_eq(symlink(db_file(), beside(".link")), 0);
	ck_assert_int_eq(db_open(beside(".link"), DB_EXISTING, tell, &told, &store), SYNDIC_OK);
	ck_assert_str_eq(db_path(store), db_file());
	close_store();
}
END_TEST

/* What somebody else has put there meanwhile is not replaced. */
START_TEST(test_a_name_taken_meanwhile)
{
	ck_assert_int_eq(db_open(db_file(), DB_NEW, tell, &told, &store), SYNDIC_OK);
	write_file(db_file(), "mine", 4);
	ck_assert_int_eq(db_publish(store), SYNDIC_FAILED);
	ck_assert_str_ne(told.help, "");
	close_store();
	FILE *file = fopen(db_file(), "rb");
	char bytes[10] = "";
	ck_assert_uint_eq(fread(bytes, 1, sizeof bytes, file), 4);
	fclose(file);
	ck_assert_str_eq(bytes, "mine");
}
END_TEST

START_TEST(test_modes)
{
	static const struct {
		const char *pragma;
		int64_t value;
	} modes[] = {{"PRAGMA foreign_keys", 1},    {"PRAGMA synchronous", 3},
	             {"PRAGMA cell_size_check", 1}, {"PRAGMA trusted_schema", 0},
	             {"PRAGMA secure_delete", 1},   {"PRAGMA writable_schema", 0}};
	struct db_stmt *stmt;
	open_store();
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
		ck_assert_int_eq(db_pragma_int(store, modes[i].pragma), modes[i].value);
	/* A name in double quotes that is no column is no text either. */
	ck_assert_int_ne(db_prepare(store, "SELECT \"nothing\" FROM t", &stmt), SYNDIC_OK);
	/* Not even with the means of the engine is the schema written. */
	(void)db_script(store, "PRAGMA writable_schema=ON");
	ck_assert_int_ne(db_script(store, "UPDATE sqlite_schema SET sql = ''"), SYNDIC_OK);
	/* A file in another journal mode is brought back. */
	close_store();
	ck_assert_str_eq(foreign("PRAGMA journal_mode=WAL"), "wal\n");
	ck_assert_int_eq(db_open(db_file(), DB_EXISTING, tell, &told, &store), SYNDIC_OK);
	close_store();
	ck_assert_str_eq(foreign("PRAGMA journal_mode"), "delete\n");
}
END_TEST

/* ---- statements ---- */

START_TEST(test_statements)
{
	struct db_stmt *outer, *inner;
	const char *literal = "SELECT a, b FROM t WHERE a = $1";
	open_store();
	ck_assert_int_eq(db_prepare_literal(store, literal, &outer), SYNDIC_OK);
	ck_assert_int_eq(db_prepare_literal(store, literal, &inner), SYNDIC_OK);
	ck_assert_ptr_ne(outer, inner); /* one in use is not given out again */
	db_bind_int(outer, 1, 7);
	db_bind_int(inner, 1, 8);
	ck_assert_int_eq(db_step(outer), 1);
	ck_assert_int_eq(db_step(inner), 0);
	ck_assert_str_eq(db_text(outer, 1), "seven");
	ck_assert_int_eq(db_step(outer), 0);
	db_finalize(inner);
	db_finalize(outer);
	ck_assert_int_eq(db_prepare_literal(store, literal, &inner), SYNDIC_OK);
	ck_assert_ptr_eq(outer, inner);      /* and given back, it is */
	ck_assert_int_eq(db_step(inner), 0); /* without what was bound before */
	db_bind_int(inner, 1, 7);
	ck_assert_int_eq(db_step(inner), 1);
	db_reset(inner);
	ck_assert_int_eq(db_step(inner), 1); /* bound values stay until it is given back */
	db_finalize(inner);
	db_finalize(NULL);
	ck_assert_int_eq(db_prepare(store, "SELECT a FROM nowhere", &inner), SYNDIC_FAILED);
	ck_assert_ptr_null(inner);
	ck_assert_msg(strstr(told.message, "no such table") != NULL, "%s", told.message);
	close_store();
}
END_TEST

START_TEST(test_values)
{
	struct db_stmt *stmt;
	const struct syndic_value text = {SYNDIC_STRING, 0, "a\0b", 3};
	open_store();
	ck_assert_int_eq(db_prepare(store, "INSERT INTO t VALUES ($1, $2)", &stmt), SYNDIC_OK);
	db_bind(stmt, 1, value_number(INT64_MIN));
	db_bind_text(stmt, 2, "");
	ck_assert_int_eq(db_step(stmt), 0);
	ck_assert_int_eq(db_changed(store), 1);
	db_bind(stmt, 1, value_null());
	db_bind(stmt, 2, text);
	ck_assert_int_eq(db_step(stmt), 0);
	db_bind_int(stmt, 1, INT64_MAX);
	db_bind_text(stmt, 2, NULL);
	ck_assert_int_eq(db_step(stmt), 0);
	/* A rule of the schema. */
	db_bind_text(stmt, 2, "seven");
	ck_assert_int_eq(db_step(stmt), -1);
	ck_assert_int_eq(told.code, SYNDIC_CONFLICT);
	db_finalize(stmt);
	ck_assert_int_eq(db_prepare(store, "SELECT a, b FROM t ORDER BY rowid", &stmt), SYNDIC_OK);
	ck_assert_int_eq(db_step(stmt), 1);
	ck_assert_int_eq(db_step(stmt), 1);
	ck_assert_int_eq(db_value(stmt, 0).number, INT64_MIN);
	ck_assert_str_eq(db_text(stmt, 1), "");
	ck_assert(!db_is_null(stmt, 1));
	ck_assert_int_eq(db_step(stmt), 1);
	ck_assert(db_is_null(stmt, 0));
	ck_assert_int_eq(db_int(stmt, 0), 0);
	ck_assert_int_eq(db_value(stmt, 0).kind, SYNDIC_NULL);
	ck_assert_uint_eq(db_value(stmt, 1).length, 3);
	ck_assert_int_eq(memcmp(db_value(stmt, 1).text, "a\0b", 4), 0);
	ck_assert_int_eq(db_step(stmt), 1);
	ck_assert_int_eq(db_int(stmt, 0), INT64_MAX);
	ck_assert_ptr_null(db_text(stmt, 1));
	ck_assert_int_eq(db_step(stmt), 0);
	db_finalize(stmt);
	close_store();
}
END_TEST

/* Parameters that do not appear in order would be mixed up: that is a defect of ours. */
START_TEST(test_parameters_out_of_order)
{
	struct db_stmt *stmt;
	open_store();
	(void)db_prepare(store, "SELECT $2, $1", &stmt);
}
END_TEST

START_TEST(test_parameters_of_another_kind)
{
	struct db_stmt *stmt;
	open_store();
	(void)db_prepare(store, "SELECT ?1", &stmt);
}
END_TEST

/* ---- transactions ---- */

START_TEST(test_transactions)
{
	open_store();
	ck_assert(!db_in_transaction(store));
	ck_assert_int_eq(db_begin(store), SYNDIC_OK);
	ck_assert(db_in_transaction(store));
	ck_assert_int_eq(db_exec(store, "INSERT INTO t VALUES (1, 'one')"), SYNDIC_OK);
	ck_assert_int_eq(db_exec(store, "INSERT INTO t VALUES (3, 'three')"), SYNDIC_OK);
	ck_assert_int_eq(db_commit(store), SYNDIC_OK);
	ck_assert_int_eq(count_rows(), 3);
	ck_assert_int_eq(db_begin(store), SYNDIC_OK);
	ck_assert_int_eq(db_exec(store, "DELETE FROM t"), SYNDIC_OK);
	db_rollback(store);
	db_rollback(store); /* nothing where none is open */
	ck_assert_int_eq(count_rows(), 3);
	close_store();
}
END_TEST

START_TEST(test_locked)
{
	struct db *first;
	open_store();
	first = store;
	ck_assert_int_eq(db_open(db_file(), DB_EXISTING, tell, &told, &store), SYNDIC_OK);
	store->timeout_ms = 20;
	ck_assert_int_eq(db_begin(first), SYNDIC_OK);
	ck_assert_int_eq(db_begin(store), SYNDIC_LOCKED);
	ck_assert_ptr_nonnull(strstr(told.message, "another process"));
	ck_assert_str_ne(told.help, "");
	ck_assert_int_eq(db_begin_read(store), SYNDIC_OK); /* who only reads is not kept */
	ck_assert_int_eq(count_rows(), 1);
	db_rollback(store);
	ck_assert_int_eq(db_exec(first, "INSERT INTO t VALUES (1, 'one')"), SYNDIC_OK);
	ck_assert_int_eq(db_commit(first), SYNDIC_OK);
	ck_assert_int_eq(db_begin(store), SYNDIC_OK);
	ck_assert_int_eq(count_rows(), 2);
	db_rollback(store);
	db_close(first);
	close_store();
}
END_TEST

/* ---- copies and checks ---- */

START_TEST(test_backup)
{
	char *path = strdup(beside(".copy"));
	struct stat about;
	open_store();
	ck_assert_int_eq(db_backup(store, path), SYNDIC_OK);
	ck_assert_int_eq(db_exec(store, "DELETE FROM t"), SYNDIC_OK);
	ck_assert_int_eq(stat(path, &about), 0);
	ck_assert_int_eq(about.st_mode & 0777, 0600);
	ck_assert_int_eq(db_backup(store, path), SYNDIC_FAILED);
	ck_assert_ptr_nonnull(strstr(told.message, "exists already"));
	ck_assert_int_eq(db_backup(store, "no/such/folder/x.db"), SYNDIC_FAILED);
	ck_assert_ptr_nonnull(strstr(told.message, "folder does not exist"));
	ck_assert_str_ne(told.help, "");
	close_store();
	ck_assert_int_eq(db_open(path, DB_EXISTING, tell, &told, &store), SYNDIC_OK);
	ck_assert_int_eq(count_rows(), 1);
	close_store();
	free(path);
}
END_TEST

static void count_finding(void *context, const char *finding)
{
	ck_assert_str_ne(finding, "");
	++*(int *)context;
}

START_TEST(test_integrity)
{
	int found = 0;
	open_store();
	ck_assert_int_eq(db_integrity(store, count_finding, &found), SYNDIC_OK);
	ck_assert_int_eq(found, 0);
	foreign("CREATE TABLE u (t TEXT REFERENCES t (b)); INSERT INTO u VALUES ('nothing')");
	ck_assert_int_eq(db_integrity(store, count_finding, &found), SYNDIC_OK);
	ck_assert_int_eq(found, 1);
	close_store();
}
END_TEST

UNIT(db)
{
	Suite *suite = suite_create("db");
	TCase *cases = tcase_create("db");
	tcase_add_test(cases, test_refused_files);
	tcase_add_test(cases, test_a_new_file_appears_whole);
	tcase_add_test(cases, test_a_name_taken_meanwhile);
	tcase_add_test(cases, test_modes);
	tcase_add_test(cases, test_statements);
	tcase_add_test(cases, test_values);
	tcase_add_test_raise_signal(cases, test_parameters_out_of_order, SIGABRT);
	tcase_add_test_raise_signal(cases, test_parameters_of_another_kind, SIGABRT);
	tcase_add_test(cases, test_transactions);
	tcase_add_test(cases, test_locked);
	tcase_add_test(cases, test_backup);
	tcase_add_test(cases, test_integrity);
	suite_add_tcase(suite, cases);
	return suite;
}
