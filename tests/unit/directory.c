#include "exchange.h"
#include <dirent.h>

static const char *const plurals[] = {"orgs",     "deals",       "contracts",
                                      "payments", "memberships", "people"};

static void write_csv(const char *folder, const char *name, const char *text)
{
	char path[600];
	mkdir(folder, 0700);
	snprintf(path, sizeof path, "%s/%s.csv", folder, name);
	write_file(path, text, strlen(text));
}

/* Imports a folder: "STATUS", then new, changed, same and rejected of each entity that has any. */
static const char *import_folder(const char *folder, const struct syndic_import_options *options)
{
	struct syndic_rows *rows = NULL;
	struct buf out = {0};
	enum syndic_status status = syndic_import_directory(db, folder, options, &rows);
	ck_assert_msg((rows != NULL) == (status == SYNDIC_OK || status == SYNDIC_REJECTED), "%s",
	              syndic_last_error(db)->message);
	buf_printf(&out, "%d", (int)status);
	while (rows && syndic_rows_next(rows) == 1)
		if (syndic_rows_value(rows, 2).number)
			buf_printf(&out, " %s %s+%s~%s=%s!", plain(rows, 0), plain(rows, 3), plain(rows, 4),
			           plain(rows, 5), plain(rows, 6));
	syndic_rows_free(rows);
	const char *text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

/* All bytes of an exported folder, file after file. */
static char *folder_bytes(const char *folder)
{
	struct buf out = {.ceiling = (size_t)16 << 20};
	for (size_t e = 0; e < syndic_entity_count(); e++) {
		char path[600];
		const struct syndic_entity *entity = syndic_entity_at(e);
		if (entity->flags & SYNDIC_LOG) continue;
		snprintf(path, sizeof path, "%s/%s.csv", folder, entity->plural);
		buf_printf(&out, "== %s\n%s", entity->plural, read_file(path));
	}
	char path[600];
	snprintf(path, sizeof path, "%s/datapackage.json", folder);
	buf_add(&out, read_file(path));
	return out.data;
}

static void export_to(const char *folder)
{
	struct syndic_rows *rows;
	enum syndic_status status = syndic_export_directory(db, folder, &rows);
	ck_assert_msg(status == SYNDIC_OK, "%s", syndic_last_error(db)->message);
	syndic_rows_free(rows);
}

/* A second database beside the first takes its place in `db`. */
static void new_database(const char *tail)
{
	struct syndic_options options = {.as_of = TODAY, .actor = "liv", .command = "another"};
	syndic_close(db);
	ck_assert_int_eq(syndic_create(beside(tail), "USD", &options, &db), SYNDIC_OK);
}

/* Of everything something, with references that point forward and to their own kind. */
static void fill(void)
{
	OK(add("org", "name=Alder College", "tags=b, a", "notes=Two\nlines, \"quoted\" "));
	OK(add("org", "name=東風", "country== a formula"));
	OK(edit("org", "alder-college", "parent=東風"));
	OK(add("person", "name=Ana", "email=ana@example.org", "org=alder-college"));
	OK(add("deal", "name=Birch", "org=alder-college", "amount=0.05", "stage=Proposal",
	       "pipeline=membership", "revenue_type=membership", "starts_on=2026-01-01",
	       "ends_on=2026-12-31"));
	OK(win("birch"));
	OK(add("contract", "name=Next", "renews=birch", "org=alder-college", "collected=0"));
	OK(add("contract", "name=First", "amount=7"));
	OK(edit("contract", "birch", "renews=first"));
	OK(syndic_contract_collect(db, "birch", "0.02", "2026-01-10", "a note"));
	OK(add("usage", "cluster=hub", "month=2025-12", "active_users=7", "org=alder-college"));
	OK(add("activity", "kind=call", "org=alder-college", "people=ana@example.org", "summary= x "));
	OK(add("task", "what=send it", "activity=1", "due_on=2026-02-01"));
	OK(add("target", "key=arr", "label=ARR", "year=2026", "measure=arr", "amount=1480000"));
	OK(rm("tier", "essential"));
	OK(rm("stage", "gift-prospect"));
	OK(edit("stage", "membership-discovery", "probability=0.07"));
	OK(edit("setting", "grace_days", "value=30"));
}

START_TEST(an_export_restores_byte_for_byte)
{
	const char *first = beside(".first"), *second = beside(".second");
	char one[400], two[400];
	snprintf(one, sizeof one, "%s", first);
	snprintf(two, sizeof two, "%s", second);
	fill();
	export_to(one);
	new_database(".other.db");
	ck_assert_int_eq(import_folder(one, NULL)[0], '0');
	export_to(two);
	char *before = folder_bytes(one), *after = folder_bytes(two);
	same_dump(before, after, "restored");
	ck_assert_str_eq(findings(), "");
	ck_assert_str_eq(cell("deal", "birch", "contract"), "birch");
	OK(add("task", "what=next"));
	ck_assert_str_eq(cell("task", "2", "what"), "next");
}
END_TEST

START_TEST(a_restored_database_takes_it_again_and_gives_it_back)
{
	char folder[400];
	snprintf(folder, sizeof folder, "%s", beside(".first"));
	fill();
	export_to(folder);
	new_database(".other.db");
	char *empty = dump();
	import_folder(folder, NULL);
	char *full = dump();
	const char *again = import_folder(folder, NULL);
	ck_assert_ptr_null(strstr(again, "1+"));
	ck_assert_ptr_null(strstr(again, "+1~"));
	same_dump(full, dump(), "again");
	OK(undo(0));
	same_dump(empty, dump(), "undone");
}
END_TEST

START_TEST(what_an_export_says_prevails)
{
	char folder[400];
	snprintf(folder, sizeof folder, "%s", beside(".first"));
	fill();
	export_to(folder);
	char *then = dump();
	OK(edit("org", "alder-college", "name=Elm", "owner=ana"));
	OK(rm("task", "1"));
	const char *found = import_folder(folder, NULL);
	ck_assert_ptr_nonnull(strstr(found, "org 0+1~1=0!"));
	ck_assert_ptr_nonnull(strstr(found, "task 1+0~0=0!"));
	same_dump(then, dump(), "as exported");
}
END_TEST

/* What has no key but itself carries one from its first import on, also through a restore. */
START_TEST(a_file_is_known_in_a_restored_database)
{
	char folder[400];
	const char *payments = "contract,paid_on,amount\nfirst,2026-01-02,5\nfirst,2026-01-02,5\n";
	const char *deals = "id,dealname,dealstage\n7,Elm,Proposal\n";
	snprintf(folder, sizeof folder, "%s", beside(".first"));
	fill();
	ck_assert_str_eq(import_file("payment", payments), NEW_ROWS(2));
	ck_assert_str_eq(import_deals(deals), NEW_ROWS(1));
	export_to(folder);
	new_database(".other.db");
	import_folder(folder, NULL);
	char *before = dump();
	ck_assert_str_eq(import_file("payment", payments), SAME_ROWS(2));
	ck_assert_str_eq(import_deals(deals), SAME_ROWS(1));
	same_dump(before, dump(), "known");
	ck_assert_str_eq(import_deals("id,dealname,dealstage\n7,Elm,Outreach\n"), "0 1 0 1 0 0");
}
END_TEST

START_TEST(files_by_hand_need_no_ids)
{
	char folder[400];
	snprintf(folder, sizeof folder, "%s", beside(".hand"));
	write_csv(folder, "orgs", "slug,name,parent\nelm,Elm,alder\nalder,Alder College,\n");
	write_csv(
		folder, "deals",
		"slug,name,org,pipeline,stage,contract\nbirch,Birch,elm,project,Closed Won,birch-25\n");
	write_csv(folder, "contracts",
	          "slug,name,org,deal,revenue_type,starts_on,renews\n"
	          "birch-25,Birch,elm,birch,membership,2025-01-01,birch-24\n"
	          "birch-24,Before,Alder College,,membership,2024-01-01,\n");
	write_csv(folder, "payments", "contract,paid_on,amount\nbirch-25,2025-01-01,5\n");
	write_csv(folder, "memberships",
	          "org,contract,starts_on,ends_on,ended_reason\n"
	          "elm,birch-25,2025-01-01,2025-06-30,budget\n");
	char *empty = dump();
	ck_assert_str_eq(import_folder(folder, NULL),
	                 "0 org 2+0~0=0! deal 1+0~0=0! contract 2+0~0=0! payment 1+0~0=0!"
	                 " membership 0+1~0=0!");
	ck_assert_str_eq(cell("org", "elm", "parent"), "alder");
	ck_assert_str_eq(cell("deal", "birch", "contract"), "birch-25");
	ck_assert_str_eq(cell("contract", "birch-25", "renews"), "birch-24");
	ck_assert_str_eq(listed("membership", "contract=birch-25", "ended_reason"), "budget\n");
	ck_assert_str_eq(findings(), "");
	char *full = dump();
	ck_assert_str_eq(import_folder(folder, NULL),
	                 "0 org 0+0~2=0! deal 0+0~1=0! contract 0+0~2=0! payment 0+0~1=0!"
	                 " membership 0+0~1=0!");
	same_dump(full, dump(), "again");
	OK(undo(0));
	same_dump(empty, dump(), "undone");
}
END_TEST

START_TEST(one_bad_row_of_any_file_and_nothing_is_written)
{
	char folder[400];
	snprintf(folder, sizeof folder, "%s", beside(".hand"));
	write_csv(folder, "orgs", "slug,name,parent\nelm,Elm,alder\n");
	write_csv(folder, "people", "name,email\nAna,ana@example.org\nLiv,liv\n");
	char *empty = dump();
	ck_assert_str_eq(import_folder(folder, NULL), "5 org 0+0~0=1! person 1+0~0=1!");
	same_dump(empty, dump(), "rejected");
	ck_assert_str_eq(import_folder(folder, &(struct syndic_import_options){.partial = true}),
	                 "5 org 0+0~0=1! person 1+0~0=1!");
	ck_assert_str_eq(listed("person", NULL, "name"), "Ana\n");
}
END_TEST

/* The settings of a database in use are looked at, and its currency stays. */
START_TEST(another_currency_is_restored_into_an_empty_database_only)
{
	char folder[400];
	struct syndic_options options = {.as_of = TODAY, .actor = "ana"};
	snprintf(folder, sizeof folder, "%s", beside(".euro"));
	syndic_close(db);
	ck_assert_int_eq(syndic_create(beside(".euro.db"), "EUR", &options, &db), SYNDIC_OK);
	OK(add("deal", "name=Birch", "amount=5"));
	export_to(folder);
	new_database(".empty.db");
	ck_assert_int_eq(import_folder(folder, NULL)[0], '0');
	ck_assert_str_eq(syndic_currency(db), "EUR");
	ck_assert_str_eq(cell("deal", "birch", "currency"), "EUR");
	new_database(".used.db");
	OK(add("org", "name=Elm"));
	ck_assert_int_eq(import_folder(folder, NULL)[0], '5');
	ck_assert_str_eq(syndic_currency(db), "USD");
	ck_assert_str_eq(listed("deal", NULL, "slug"), "");
}
END_TEST

START_TEST(folders_that_cannot_be_meant)
{
	struct syndic_rows *rows;
	const struct given *map = SAID("a=b");
	struct syndic_import_options options = {.map = map->inputs, .map_count = 1};
	char folder[400];
	snprintf(folder, sizeof folder, "%s", beside(".none"));
	REFUSED(syndic_import_directory(db, folder, NULL, &rows), SYNDIC_FAILED, "", "No such file");
	mkdir(folder, 0700);
	REFUSED(syndic_import_directory(db, folder, NULL, &rows), SYNDIC_FAILED, "", "no file such as");
	REFUSED(syndic_import_directory(db, folder, &options, &rows), SYNDIC_MISUSE, "", "one file");
	write_csv(folder, "orgs", "colour\nred\n");
	REFUSED(syndic_import_directory(db, folder, NULL, &rows), SYNDIC_MISUSE, "", "header row");
	REFUSED(syndic_export_directory(db, folder, &rows), SYNDIC_MISUSE, "", "not empty");
	REFUSED(syndic_export_directory(db, "/proc/nowhere", &rows), SYNDIC_FAILED, "", "written");
}
END_TEST

START_TEST(an_export_is_private_and_described)
{
	char folder[400], path[600];
	struct stat about;
	snprintf(folder, sizeof folder, "%s", beside(".first"));
	fill();
	export_to(folder);
	for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++) {
		snprintf(path, sizeof path, "%s/%s.csv", folder, plurals[i]);
		ck_assert_int_eq(stat(path, &about), 0);
		ck_assert_uint_eq(about.st_mode & 0777, 0600);
	}
	snprintf(path, sizeof path, "%s/datapackage.json", folder);
	const char *package = read_file(path);
	ck_assert_ptr_nonnull(strstr(package, "\"path\":\"deals.csv\""));
	ck_assert_ptr_nonnull(strstr(package, "\"currency\":\"USD\""));
	ck_assert_ptr_null(strstr(package, "change_row"));
}
END_TEST

UNIT(directory)
{
	Suite *suite = suite_create("directory");
	TCase *cases = model_case("everything, out and in");

	tcase_add_test(cases, an_export_restores_byte_for_byte);
	tcase_add_test(cases, a_restored_database_takes_it_again_and_gives_it_back);
	tcase_add_test(cases, what_an_export_says_prevails);
	tcase_add_test(cases, a_file_is_known_in_a_restored_database);
	tcase_add_test(cases, files_by_hand_need_no_ids);
	tcase_add_test(cases, one_bad_row_of_any_file_and_nothing_is_written);
	tcase_add_test(cases, another_currency_is_restored_into_an_empty_database_only);
	tcase_add_test(cases, folders_that_cannot_be_meant);
	tcase_add_test(cases, an_export_is_private_and_described);
	suite_add_tcase(suite, cases);
	return suite;
}
