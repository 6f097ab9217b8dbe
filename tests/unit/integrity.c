#include "model.h"

#define FINDS(sql, finding)                                                                        \
	do {                                                                                           \
		foreign(sql);                                                                              \
		const char *found = findings();                                                            \
		ck_assert_msg(strstr(found, finding) != NULL, "%s: %s", sql, found);                       \
	} while (0)

static void some_records(void)
{
	static const char *const people[] = {"ana@example.org", NULL};
	const struct syndic_conversation said = {
		.org = "acme", .summary = "x", .people = people, .add_person = true, .next_step = "y"};
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme", "revenue_type=membership", "starts_on=2026-01-01"));
	OK(win("a"));
	OK(syndic_log(db, &said));
	OK(edit("org", "acme", "country=CH"));
	ck_assert_str_eq(findings(), "");
}

/* What another program wrote is kept, and named. */
START_TEST(test_foreign_writes)
{
	some_records();
	FINDS("UPDATE org SET country = 'DE'", "note org acme: another program changed");
	OK(edit("org", "acme", "country=FR")); /* now it is ours, but for a while it was not */
	ck_assert_str_eq(findings(), "note org acme: another program changed it between two changes: "
	                             "what it held then, --known cannot tell\n");
	foreign("UPDATE org SET slug = 'acme-inc'");
	ck_assert_ptr_nonnull(strstr(findings(), "note org acme-inc: another program changed"));
	foreign("UPDATE org SET slug = 'acme'");
	FINDS("UPDATE org SET owner = 'zoe'", "note org acme: another program changed");
	foreign("UPDATE org SET owner = NULL");
	FINDS("INSERT INTO org (id, slug, name, folded) VALUES ('x', 'new', 'New', 'new' || char(10) ||"
	      " char(10))",
	      "note org new: another program added");
	foreign("DELETE FROM org WHERE id = 'x'");
	FINDS("DELETE FROM task", "note task #1: another program removed");
}
END_TEST

/* What a new database begins with is known without a log. */
START_TEST(test_foreign_writes_of_seeds)
{
	ck_assert_str_eq(findings(), "");
	FINDS("UPDATE stage SET probability = 990000 WHERE slug = 'gift-invited'",
	      "note stage gift-invited: another program changed it: history");
	OK(edit("stage", "gift-invited", "probability=0.2"));
	ck_assert_ptr_nonnull(strstr(findings(), "stage gift-invited: another program changed it "
	                                         "between two changes"));
	FINDS("DELETE FROM setting WHERE key = 'grace_days'",
	      "note setting grace_days: another program removed it");
	foreign("INSERT INTO setting (id, key, value, note) VALUES ('0000000000000000000000K004',"
	        " 'grace_days', '90', 'a lapsed term counts so long while its renewal is open')");
	OK(rm("tier", "essential"));
	OK(edit("setting", "grace_days", "value=30"));
	ck_assert_str_eq(findings(), "note stage gift-invited: another program changed it between two "
	                             "changes: what it held then, --known cannot tell\n");
}
END_TEST

/* What the log cannot know of records that went, and came back. */
START_TEST(test_foreign_writes_of_what_went)
{
	OK(add("org", "name=Acme", "country=CH"));
	foreign("UPDATE org SET country = 'DE'");
	OK(rm("org", "acme"));
	ck_assert_ptr_nonnull(strstr(findings(), "note org acme: another program changed it between"));
	OK(add("org", "name=Tern"));
	foreign("CREATE TABLE kept AS SELECT * FROM org");
	OK(rm("org", "tern"));
	FINDS("INSERT INTO org SELECT * FROM kept", "note org tern: another program added it");
	OK(edit("org", "tern", "country=US"));
	FINDS("DROP TABLE kept", "note org tern: another program changed it between");
}
END_TEST

START_TEST(test_what_must_hold)
{
	some_records();
	FINDS("UPDATE deal SET contract = NULL", "error deal a: it is won and has no contract");
	foreign("UPDATE deal SET contract = (SELECT id FROM contract)");
	FINDS("UPDATE deal SET stage = '0000000000000000000000S101'",
	      "error contract a: its deal is not won");
	foreign("UPDATE deal SET stage = '0000000000000000000000S107'");
	FINDS("UPDATE deal SET pipeline = '0000000000000000000000P002'",
	      "error deal a: its stage belongs to another pipeline");
	foreign("UPDATE deal SET pipeline = '0000000000000000000000P001'");
	FINDS("UPDATE activity SET people = 'nobody'", "error activity #1: it names a person");
	foreign("UPDATE activity SET people = (SELECT id FROM person)");
	FINDS("UPDATE counter SET value = 0 WHERE name = 'task'", "error counter task");
	foreign("UPDATE counter SET value = 1 WHERE name = 'task'");
	FINDS("DELETE FROM change_row WHERE number = 1", "error change 1: rows of it are missing");
	FINDS("PRAGMA foreign_keys = OFF; DELETE FROM org",
	      "error  : a row of deal refers to a missing");
}
END_TEST

/* A scenario may name what was removed since: its runway cannot be worked out, and check says so. */
START_TEST(test_scenarios_name_what_is_there)
{
	const struct syndic_scenario_setting setting = {"cost.travel", "-100", NULL, NULL};
	OK(add("cost", "name=Travel", "slug=travel", "amount=500"));
	OK(add("scenario", "name=Less", "slug=less"));
	OK(syndic_scenario_set(db, "less", &setting, 1));
	ck_assert_str_eq(findings(), "");
	OK(rm("cost", "travel"));
	ck_assert_str_eq(
		findings(),
		"warning scenario less: scenario less changes cost.travel: there is no cost of this "
		"name, slug or kind: travel\n");
}
END_TEST

START_TEST(test_assumptions_fit_their_settings)
{
	static const char *const same[][2] = {
		{"correlation", "10%"}, {"correlation", "0.10"}, {"slip", "0, 1, 4"},   {"slip", "0,1.0,4"},
		{"small_below", "20k"}, {"grace_days", "090"},   {"churn", "whatever"},
	};
	static const char *const other[][3] = {
		{"correlation", "0.5", "0.1"}, {"correlation", "a tenth", "0.1"},
		{"slip", "0,2,4", "0,1,4"},    {"small_below", "20000.01", "20000.00"},
		{"grace_days", "91", "90"},    {"spread_method", "days", "months"},
	};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		char key[40], value[40];
		snprintf(key, sizeof key, "key=%s", same[i][0]);
		snprintf(value, sizeof value, "value=%s", same[i][1]);
		OK(add("assumption", key, value));
		ck_assert_str_eq(findings(), "");
		OK(rm("assumption", same[i][0]));
	}
	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		char key[40], value[40], said[120];
		snprintf(key, sizeof key, "key=%s", other[i][0]);
		snprintf(value, sizeof value, "value=%s", other[i][1]);
		snprintf(said, sizeof said,
		         "warning assumption %s: it assumes %s, but the setting %s is %s\n", other[i][0],
		         other[i][1], other[i][0], other[i][2]);
		OK(add("assumption", key, value));
		ck_assert_str_eq(findings(), said);
		OK(rm("assumption", other[i][0]));
	}
}
END_TEST

/* A warning is mended at once; a dry run only tells. */
START_TEST(test_what_is_rebuilt)
{
	struct syndic *real = db;
	some_records();
	foreign("UPDATE org SET folded = 'x'");
	foreign("UPDATE stage_total SET amount = 5");
	db = open_as(TODAY, "", true);
	ck_assert_str_eq(findings(), "warning org acme: search does not know its text\n"
	                             "warning stage_total : totals of closed stages are off\n");
	syndic_close(db);
	db = real;
	ck_assert_str_eq(foreign("SELECT folded FROM org"), "x\n");
	ck_assert_ptr_nonnull(strstr(findings(), "search did not know its text; rebuilt"));
	ck_assert_str_eq(findings(), "");
	ck_assert_str_eq(cell("org", "acme", "name"), "Acme");
	FINDS("DELETE FROM stage_change WHERE position = 2", "warning deal a: its stage history");
}
END_TEST

/* Every finding helps. */
START_TEST(test_help)
{
	struct syndic_rows *rows;
	some_records();
	foreign("UPDATE deal SET contract = NULL; UPDATE org SET folded = 'x', country = 'DE';"
	        "UPDATE counter SET value = 0; DELETE FROM stage_change; DELETE FROM change_row WHERE"
	        " number = 1; UPDATE activity SET people = 'nobody'");
	REFUSED(syndic_check(db, &rows), SYNDIC_CONFLICT, "", "has errors");
	int count = 0;
	while (syndic_rows_next(rows) == 1) {
		count++;
		ck_assert_msg(plain(rows, 4)[0] != '\0', "no help: %s %s", plain(rows, 1), plain(rows, 3));
	}
	ck_assert_int_gt(count, 6);
	syndic_rows_free(rows);
}
END_TEST

START_TEST(test_a_damaged_file)
{
	struct syndic_rows *rows = NULL;
	FILE *file;
	some_records();
	foreign("WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
	        " INSERT INTO org (id, slug, name, folded) SELECT i, i, i, i || char(10) || char(10)"
	        " FROM n");
	tear_down();
	file = fopen(db_file(), "r+b");
	fseek(file, 0, SEEK_END);
	for (long at = 4096L * 20; at + 2000 < ftell(file); at += 4096L * 7) {
		static const char noise[1000];
		long end = ftell(file);
		fseek(file, at + 1000, SEEK_SET);
		fwrite(noise, 1, sizeof noise, file);
		fseek(file, 0, SEEK_END);
		ck_assert_int_eq(ftell(file), end);
	}
	fclose(file);
	struct syndic_options options = {.as_of = TODAY, .actor = "ana"};
	if (syndic_open(db_file(), &options, &db) != SYNDIC_OK) return;
	enum syndic_status status = syndic_check(db, &rows);
	ck_assert(status == SYNDIC_CONFLICT || status == SYNDIC_FAILED);
	ck_assert_str_ne(syndic_last_error(db)->help, "");
	syndic_rows_free(rows);
}
END_TEST

UNIT(integrity)
{
	Suite *suite = suite_create("integrity");
	TCase *cases = model_case("integrity");
	tcase_add_test(cases, test_foreign_writes);
	tcase_add_test(cases, test_foreign_writes_of_seeds);
	tcase_add_test(cases, test_foreign_writes_of_what_went);
	tcase_add_test(cases, test_what_must_hold);
	tcase_add_test(cases, test_scenarios_name_what_is_there);
	tcase_add_test(cases, test_assumptions_fit_their_settings);
	tcase_add_test(cases, test_what_is_rebuilt);
	tcase_add_test(cases, test_help);
	tcase_add_test(cases, test_a_damaged_file);
	suite_add_tcase(suite, cases);
	return suite;
}
