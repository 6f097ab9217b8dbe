/* What was known on a day: what the database held at its end, and nothing else. */
#include "known.h"
#include <sys/stat.h>
#include "model/change.h"

#define TUESDAY "2026-01-06"
#define WEDNESDAY "2026-01-07"
#define THURSDAY "2026-01-08"

/* Dates all that is not dated yet, the changes since the last call. */
static void it_was(const char *at)
{
	static long long dated;
	date_changes(dated, at);
	dated = last_change();
}

static char *copy_now(void)
{
	char *path = strdup(beside(".copy"));
	OK(syndic_backup(db, path));
	return path;
}

static void look_back(const char *day)
{
	tear_down();
	db = open_known(TODAY, day);
}

static void look_at_now(void)
{
	tear_down();
	db = open_as(TODAY, "", false);
}

START_TEST(test_the_end_of_a_day)
{
	OK(add("org", "name=Acme", "country=CH"));
	it_was(TUESDAY "T23:59:59Z");
	OK(edit("org", "acme", "country=DE"));
	it_was(WEDNESDAY "T00:00:00Z");
	look_back(TUESDAY);
	ck_assert_str_eq(syndic_as_of(db), TUESDAY);
	ck_assert_str_eq(cell("org", "acme", "country"), "CH");
	look_back(WEDNESDAY);
	ck_assert_str_eq(cell("org", "acme", "country"), "DE");
	look_back(TODAY);
	ck_assert_str_eq(cell("org", "acme", "country"), "DE");
	ck_assert_str_eq(notes(), "");
	look_back("2026-01-05");
	ck_assert_str_eq(listed("org", NULL, "slug"), "");
	ck_assert_str_eq(listed("change", NULL, "number"), "");
}
END_TEST

/* Before the first change there is what a new database begins with. */
START_TEST(test_the_beginning)
{
	char *fresh = copy_now();
	OK(edit("setting", "grace_days", "value=30"));
	OK(edit("stage", "gift-invited", "name=Asked", "slug=asked"));
	OK(rm("usage_price", "0000000000000000000000B001"));
	OK(add("deal", "name=A", "revenue_type=membership", "starts_on=2026-01-01", "org="));
	OK(win("a"));
	OK(undo(0));
	it_was(TUESDAY "T10:00:00Z");
	look_back("2026-01-05");
	same_as_copy(fresh, "a new database");
	ck_assert_str_eq(cell("setting", "grace_days", "value"), "90");
	free(fresh);
}
END_TEST

/* The rows of stage_change that nothing logs: a history that came back with its deal, and lost a move
 * to an undo; a move put back; a second life. */
START_TEST(test_stage_history)
{
	char *tuesday, *wednesday, *thursday;
	OK(add("deal", "name=A"));
	OK(move("a", "Proposal"));
	OK(rm("deal", "a"));
	OK(undo(0)); /* of the removal: its rows know no change any more */
	it_was(TUESDAY "T10:00:00Z");
	tuesday = copy_now();
	OK(undo(2)); /* the move */
	OK(edit("deal", "a", "amount=5", "stage=Outreach"));
	it_was(WEDNESDAY "T10:00:00Z");
	wednesday = strdup(beside(".wednesday"));
	OK(syndic_backup(db, wednesday));
	OK(undo(0));
	OK(undo(last_change()));
	OK(undo(6));
	OK(undo(5));
	OK(move("a", "Renewal"));
	OK(rm("deal", "a"));
	it_was(THURSDAY "T10:00:00Z");
	thursday = strdup(beside(".thursday"));
	OK(syndic_backup(db, thursday));
	OK(undo(0));
	OK(lose("a"));
	it_was("2026-01-09T10:00:00Z");
	ck_assert_str_eq(findings(), "");
	look_back(THURSDAY);
	same_as_copy(thursday, "Thursday");
	look_back(WEDNESDAY);
	same_as_copy(wednesday, "Wednesday");
	look_back(TUESDAY);
	same_as_copy(tuesday, "Tuesday");
	ck_assert_str_eq(notes(), "");
	free(tuesday);
	free(wednesday);
	free(thursday);
}
END_TEST

/* A deal of an export that came without its history has no first row. */
START_TEST(test_no_first_stage)
{
	char folder[300], file[340], *wednesday;
	struct syndic_rows *rows;
	FILE *csv;
	snprintf(folder, sizeof folder, "%s", beside(".folder"));
	snprintf(file, sizeof file, "%s/deals.csv", folder);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	csv = fopen(file, "w");
	fputs("id,slug,name,pipeline,stage,stage_since,currency\n"
	      "01ARZ3NDEKTSV4RRFFQ69G5FAV,a,A,membership,Discovery,2026-01-01,USD\n",
	      csv);
	fclose(csv);
	OK(syndic_import_directory(db, folder, NULL, &rows));
	syndic_rows_free(rows);
	ck_assert_str_eq(listed("stage_change", NULL, "position"), "");
	it_was(TUESDAY "T10:00:00Z");
	OK(move("a", "Outreach"));
	OK(move("a", "Proposal"));
	it_was(WEDNESDAY "T10:00:00Z");
	wednesday = copy_now();
	OK(undo(0));
	it_was(THURSDAY "T10:00:00Z");
	look_back(WEDNESDAY);
	same_as_copy(wednesday, "Wednesday");
	look_back(TUESDAY);
	ck_assert_str_eq(listed("stage_change", NULL, "position"), "");
	free(wednesday);
}
END_TEST

/* Two writes of a deal in one change: the trigger then does not know whose the move is. */
START_TEST(test_two_writes_in_a_change)
{
	struct record before, after;
	struct arena arena = {0};
	char *tuesday, id[ULID_SIZE];
	OK(add("deal", "name=A", "stage_since=2025-12-01"));
	snprintf(id, sizeof id, "%s", cell("deal", "a", "id"));
	OK(change_begin(db));
	OK(record_load(db, &entity_deal, id, &arena, &before));
	after = before;
	record_set_number(&after, "amount", 500);
	OK(record_update(db, &before, &after, 0, &arena));
	before = after;
	record_set_text(&after, "stage", "0000000000000000000000S103");
	record_set_text(&after, "stage_since", "2026-01-02");
	OK(record_update(db, &before, &after, 0, &arena));
	OK(change_end(db, SYNDIC_OK));
	it_was(TUESDAY "T10:00:00Z");
	ck_assert_str_eq(foreign("SELECT change IS NULL FROM stage_change"), "0\n1\n");
	tuesday = copy_now();
	OK(undo(0));
	ck_assert_str_eq(listed("stage_change", NULL, "position"), "1\n");
	it_was(WEDNESDAY "T10:00:00Z");
	look_back(TUESDAY);
	same_as_copy(tuesday, "Tuesday");
	free(tuesday);
	arena_free(&arena);
}
END_TEST

/* Whose undo counts is as it was. */
START_TEST(test_undone_by)
{
	OK(add("org", "name=Acme"));
	OK(undo(1));
	it_was(TUESDAY "T10:00:00Z");
	OK(undo(2));
	it_was(WEDNESDAY "T10:00:00Z");
	look_back(TUESDAY);
	ck_assert_str_eq(cell("change", "1", "undone_by"), "2");
	ck_assert_str_eq(cell("change", "2", "undone_by"), "");
	ck_assert_str_eq(listed("org", NULL, "slug"), "");
	look_back(WEDNESDAY);
	ck_assert_str_eq(cell("change", "1", "undone_by"), "");
	ck_assert_str_eq(cell("change", "2", "undone_by"), "3");
}
END_TEST

/* ---- nothing is written ---- */

static char *bytes_of_file(size_t *size)
{
	FILE *file = fopen(db_file(), "rb");
	char *bytes;
	ck_assert_ptr_nonnull(file);
	fseek(file, 0, SEEK_END);
	*size = (size_t)ftell(file);
	rewind(file);
	bytes = malloc(*size);
	ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
	fclose(file);
	return bytes;
}

START_TEST(test_the_file_is_left_alone)
{
	struct syndic_rows *rows;
	struct syndic_pipeline *report;
	size_t size, size_after;
	char *before, *after;
	OK(add("org", "name=Acme"));
	it_was(TUESDAY "T10:00:00Z");
	OK(add("deal", "name=A", "org=acme", "amount=100"));
	it_was(WEDNESDAY "T10:00:00Z");
	before = bytes_of_file(&size);
	look_back(TUESDAY);
	OK(syndic_report_pipeline(db, &report));
	ck_assert_int_eq(report->count, 0);
	ck_assert_str_eq(report->as_of, TUESDAY);
	syndic_pipeline_free(report);
	OK(syndic_history(db, NULL, NULL, 0, &rows));
	ck_assert_str_eq(column_text(rows, "number"), "1\n");
	OK(syndic_search(db, "acme", 0, &rows));
	ck_assert_str_eq(column_text(rows, "reference"), "acme\n");
	OK(syndic_export_directory(db, beside(".export"), &rows));
	syndic_rows_free(rows);
	after = bytes_of_file(&size_after);
	ck_assert_uint_eq(size, size_after);
	ck_assert_int_eq(memcmp(before, after, size), 0);
	ck_assert_int_eq(access(beside("-journal"), F_OK), -1);
	/* Who writes meanwhile is neither held up nor seen. */
	foreign("UPDATE org SET name = 'Other'");
	ck_assert_str_eq(cell("org", "acme", "name"), "Acme");
	free(before);
	free(after);
}
END_TEST

#define READ_ONLY(call) REFUSED(call, SYNDIC_MISUSE, "known", "can only be read")

START_TEST(test_writes_are_refused)
{
	struct syndic_rows *rows = NULL;
	struct syndic_import_report *report;
	const struct syndic_conversation said = {.org = "acme", .summary = "x"};
	char *before;
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme"));
	it_was(TUESDAY "T10:00:00Z");
	look_back(TUESDAY);
	before = dump();
	READ_ONLY(add("org", "name=B"));
	READ_ONLY(edit("org", "acme", "name=B"));
	READ_ONLY(rm("org", "acme"));
	READ_ONLY(move("a", "Proposal"));
	READ_ONLY(win("a"));
	READ_ONLY(undo(0));
	READ_ONLY(link_deal("a", "acme", "new"));
	READ_ONLY(syndic_log(db, &said));
	READ_ONLY(syndic_import(db, "deals", "no-such-file.csv", NULL, &report));
	READ_ONLY(syndic_import_directory(db, "no-such-folder", NULL, &rows));
	READ_ONLY(syndic_backup(db, beside(".refused")));
	READ_ONLY(syndic_check(db, &rows));
	ck_assert_ptr_null(rows);
	same_dump(before, dump(), "refused writes");
}
END_TEST

START_TEST(test_days_that_are_refused)
{
	struct syndic_options options = {.as_of = TODAY, .known = "2026-01-16"};
	tear_down();
	REFUSED(syndic_open(db_file(), &options, &db), SYNDIC_MISUSE, "known", "nobody knows");
	tear_down();
	options.known = "2026-02-30";
	REFUSED(syndic_open(db_file(), &options, &db), SYNDIC_MISUSE, "known", "is no day");
	tear_down();
	options.known = TODAY;
	REFUSED(syndic_create(beside(".new"), "USD", &options, &db), SYNDIC_MISUSE, "known",
	        "can only be read");
	ck_assert_int_eq(access(beside(".new"), F_OK), -1);
}
END_TEST

/* ---- other programs ---- */

#define ONE_ROW                                                                                    \
	"1 row was changed by another program: what it held then is not known; syndic check names "    \
	"them\n"

/* What it changed after a change of ours: the log tells what was before, and it is said. */
START_TEST(test_foreign_change_since)
{
	OK(add("org", "name=Acme", "country=CH"));
	OK(add("org", "name=Tern", "country=CH"));
	it_was(TUESDAY "T10:00:00Z");
	OK(edit("org", "acme", "country=DE"));
	OK(edit("org", "tern", "country=DE"));
	OK(add("org", "name=Later"));
	OK(edit("org", "later", "country=DE"));
	it_was(WEDNESDAY "T10:00:00Z");
	foreign("UPDATE org SET country = 'XX' WHERE slug = 'acme' OR slug = 'later'");
	look_back(TUESDAY);
	ck_assert_str_eq(cell("org", "acme", "country"), "CH");
	ck_assert_str_eq(cell("org", "tern", "country"), "CH");
	ck_assert_str_eq(listed("org", NULL, "slug"), "acme\ntern\n"); /* later: nothing, for sure */
	ck_assert_str_eq(notes(), ONE_ROW);
	look_at_now();
	ck_assert_ptr_nonnull(strstr(findings(), "note org acme: another program changed it"));
	ck_assert_ptr_nonnull(strstr(findings(), "note org later: another program changed it"));
}
END_TEST

/* Between two changes of ours: on which side of the day's end it was nobody knows. */
START_TEST(test_foreign_change_between)
{
	OK(add("org", "name=Acme", "country=CH"));
	it_was(TUESDAY "T10:00:00Z");
	foreign("UPDATE org SET country = 'XX'");
	OK(edit("org", "acme", "country=DE"));
	it_was(WEDNESDAY "T10:00:00Z");
	OK(edit("org", "acme", "owner=zoe"));
	it_was(THURSDAY "T10:00:00Z");
	look_back(TUESDAY);
	ck_assert_str_eq(cell("org", "acme", "country"), "XX"); /* what the log says was before */
	ck_assert_str_eq(notes(), ONE_ROW);
	look_back(WEDNESDAY);
	ck_assert_str_eq(cell("org", "acme", "country"), "DE");
	ck_assert_str_eq(notes(), "");
	look_at_now();
	ck_assert_ptr_nonnull(strstr(findings(), "note org acme: another program changed it between"));
}
END_TEST

/* What a new database begins with is no exception. */
START_TEST(test_foreign_change_of_a_seed)
{
	OK(add("org", "name=Acme"));
	it_was(TUESDAY "T10:00:00Z");
	foreign("UPDATE setting SET value = '60' WHERE key = 'grace_days'");
	OK(edit("setting", "grace_days", "value=30"));
	OK(edit("setting", "renewal_days", "value=30"));
	it_was(WEDNESDAY "T10:00:00Z");
	look_back(TUESDAY);
	ck_assert_str_eq(cell("setting", "grace_days", "value"), "60");
	ck_assert_str_eq(cell("setting", "renewal_days", "value"), "90");
	ck_assert_str_eq(notes(), ONE_ROW);
}
END_TEST

START_TEST(test_foreign_rows)
{
	OK(add("org", "name=Acme"));
	OK(add("org", "name=Tern"));
	it_was(TUESDAY "T10:00:00Z");
	OK(edit("org", "acme", "country=DE"));
	OK(rm("org", "tern"));
	it_was(WEDNESDAY "T10:00:00Z");
	/* One that was there is gone, and a new one has the slug of another that was there. */
	foreign("DELETE FROM org; INSERT INTO org (id, slug, name, folded) VALUES"
	        " ('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'tern', 'New', 'new' || char(10) || char(10))");
	look_back(TUESDAY);
	ck_assert_str_eq(notes(), "2 rows were changed by another program: what they held then is not "
	                          "known; syndic check names them\n");
	ck_assert_str_eq(listed("org", "slug=acme", "country"), "\n");
	ck_assert_str_eq(listed("org", "slug=tern", "name"), "New\n"); /* there is no room for two */
}
END_TEST

/* A deal that another program moved, and then we. */
START_TEST(test_foreign_moves)
{
	OK(add("deal", "name=A"));
	it_was(TUESDAY "T10:00:00Z");
	OK(move("a", "Outreach"));
	it_was(WEDNESDAY "T10:00:00Z");
	foreign("UPDATE deal SET stage = (SELECT id FROM stage WHERE slug = 'membership-proposal')");
	look_back(TUESDAY);
	ck_assert_str_eq(cell("deal", "a", "stage"), "Discovery");
	ck_assert_str_eq(listed("stage_change", NULL, "position"), "1\n");
	ck_assert_str_eq(notes(), ONE_ROW);
	look_back(WEDNESDAY);
	ck_assert_str_eq(cell("deal", "a", "stage"),
	                 "Proposal"); /* no change of ours: only check sees */
	ck_assert_str_eq(notes(), "");
}
END_TEST

/* A change that is dated before one that it follows cannot have been there without it. */
START_TEST(test_clocks)
{
	OK(add("org", "name=Acme"));
	it_was(TUESDAY "T10:00:00Z");
	OK(edit("org", "acme", "country=CH"));
	it_was(THURSDAY "T10:00:00Z");
	OK(edit("org", "acme", "country=DE"));
	it_was(WEDNESDAY "T10:00:00Z");
	look_back(WEDNESDAY);
	ck_assert_str_eq(cell("org", "acme", "country"), "");
	ck_assert_str_eq(notes(), "a clock was wrong: 1 change is dated before change 2, and written "
	                          "after it; they are left out with it\n");
	look_back(THURSDAY);
	ck_assert_str_eq(cell("org", "acme", "country"), "DE");
	ck_assert_str_eq(notes(), "");
}
END_TEST

UNIT(known)
{
	Suite *suite = suite_create("known");
	TCase *cases = model_case("known");
	tcase_add_test(cases, test_the_end_of_a_day);
	tcase_add_test(cases, test_the_beginning);
	tcase_add_test(cases, test_stage_history);
	tcase_add_test(cases, test_no_first_stage);
	tcase_add_test(cases, test_two_writes_in_a_change);
	tcase_add_test(cases, test_undone_by);
	tcase_add_test(cases, test_the_file_is_left_alone);
	tcase_add_test(cases, test_writes_are_refused);
	tcase_add_test(cases, test_days_that_are_refused);
	tcase_add_test(cases, test_foreign_change_since);
	tcase_add_test(cases, test_foreign_change_between);
	tcase_add_test(cases, test_foreign_change_of_a_seed);
	tcase_add_test(cases, test_foreign_rows);
	tcase_add_test(cases, test_foreign_moves);
	tcase_add_test(cases, test_clocks);
	suite_add_tcase(suite, cases);
	return suite;
}
