#include "exchange.h"
#include "base/mem.h"

#define OWN                                                                                        \
	"id,dealname,revenue_type,amount,closedate,pipeline,dealstage,contract_start_date,"            \
	"contract_end_date,target_start_date,target_end_date,hs_deal_stage_probability,hs_mrr,"        \
	"amount_collected\n"
#define OPEN_ROW                                                                                   \
	"1,Birch,membership-premier,50000,2026-03-01,Membership Sales,Proposal,,,2026-04-01,"          \
	"2027-03-31,0.3,1,\n"
#define WON_ROW                                                                                    \
	"2,Cedar,project,1234.50,2026-12-24,Membership Sales,Closed Won,2026-02-01,2026-07-31,,,1,,"   \
	"500\n"

static int64_t changes(void)
{
	struct syndic_rows *rows;
	int64_t count = 0;
	OK(syndic_history(db, NULL, NULL, 0, &rows));
	while (syndic_rows_next(rows) == 1)
		count++;
	syndic_rows_free(rows);
	return count;
}

/* ---- what a row becomes ---- */

START_TEST(an_open_deal)
{
	ck_assert_str_eq(import_deals(OWN OPEN_ROW), NEW_ROWS(1));
	ck_assert_str_eq(cell("deal", "birch", "pipeline"), "membership");
	ck_assert_str_eq(cell("deal", "birch", "stage"), "Proposal");
	ck_assert_str_eq(cell("deal", "birch", "revenue_type"), "membership");
	ck_assert_str_eq(cell("deal", "birch", "tier"), "premier");
	ck_assert_str_eq(cell("deal", "birch", "expected_close"), "2026-03-01");
	ck_assert_str_eq(cell("deal", "birch", "closed_on"), "");
	ck_assert_str_eq(cell("deal", "birch", "starts_on"), "2026-04-01");
	ck_assert_str_eq(cell("deal", "birch", "probability"), "0.3");
	ck_assert_str_eq(cell("deal", "birch", "source"), "hubspot");
	ck_assert_str_eq(cell("deal", "birch", "external_id"), "1");
	ck_assert_str_eq(listed("contract", NULL, "slug"), "");
}
END_TEST

START_TEST(a_won_deal_brings_its_contract)
{
	ck_assert_str_eq(import_deals(OWN WON_ROW), NEW_ROWS(1));
	ck_assert_str_eq(cell("deal", "cedar", "closed_on"), "2026-12-24");
	ck_assert_str_eq(cell("deal", "cedar", "expected_close"), "");
	ck_assert_str_eq(cell("deal", "cedar", "probability"), "");
	ck_assert_str_eq(cell("deal", "cedar", "starts_on"), "2026-02-01");
	ck_assert_str_eq(cell("deal", "cedar", "contract"), "cedar");
	ck_assert_str_eq(cell("contract", "cedar", "starts_on"), "2026-02-01");
	ck_assert_str_eq(cell("contract", "cedar", "ends_on"), "2026-07-31");
	ck_assert_str_eq(cell("contract", "cedar", "amount"), "1234.50");
	ck_assert_str_eq(cell("contract", "cedar", "collected"), "500.00");
	ck_assert_str_eq(cell("contract", "cedar", "signed_on"), "2026-12-24");
}
END_TEST

START_TEST(labels_and_brackets_of_stages)
{
	OK(add("org", "name=Alder College"));
	ck_assert_str_eq(import_deals("Record ID;Deal Name *;Deal Stage;Deal Type;Associated Company\n"
	                              "7;Alder;closedlost;New Business;alder college\n"
	                              "8;Elm;Contract Admin (Membership Sales);Existing Business;\n"),
	                 NEW_ROWS(2));
	ck_assert_str_eq(cell("deal", "alder", "stage"), "Closed Lost");
	ck_assert_str_eq(cell("deal", "alder", "kind"), "new");
	ck_assert_str_eq(cell("deal", "alder", "org"), "alder-college");
	ck_assert_str_eq(cell("deal", "elm", "stage"), "Contract Admin");
	ck_assert_str_eq(cell("deal", "elm", "kind"), "");
}
END_TEST

START_TEST(people_have_first_and_last_names)
{
	ck_assert_str_eq(import_file("person", "Record ID,First Name,Last Name,Email\n"
	                                       "1,Ana,Ruiz,ana@example.org\n2,,Liv,\n"),
	                 NEW_ROWS(2));
	ck_assert_str_eq(cell("person", "ana@example.org", "name"), "Ana Ruiz");
	ck_assert_str_eq(cell("person", "liv", "name"), "Liv");
}
END_TEST

START_TEST(a_deal_that_is_not_won_is_no_contract)
{
	ck_assert_str_eq(import_file("contract", OWN OPEN_ROW WON_ROW), "5 2 1 0 0 1");
	ck_assert_str_eq(import_file("contract", OWN WON_ROW), NEW_ROWS(1));
	ck_assert_str_eq(cell("contract", "cedar", "collected"), "500.00");
	ck_assert_str_eq(cell("contract", "cedar", "deal"), "");
}
END_TEST

/* ---- again ---- */

START_TEST(the_same_file_again_writes_nothing)
{
	import_deals(OWN OPEN_ROW WON_ROW);
	char *before = mem_copy(read_file(db_file()));
	ck_assert_str_eq(import_deals(OWN OPEN_ROW WON_ROW), SAME_ROWS(2));
	ck_assert_int_eq(changes(), 1);
	ck_assert_str_eq(before, read_file(db_file()));
	free(before);
}
END_TEST

START_TEST(only_what_the_source_changed_is_written)
{
	import_deals("id,dealname,amount,dealstage\n1,Birch,100,Proposal\n");
	OK(edit("deal", "birch", "amount=70", "owner=ana"));
	ck_assert_str_eq(import_deals("id,dealname,amount,dealstage\n1,Birch,100,Outreach\n"),
	                 "0 1 0 1 0 0");
	ck_assert_str_eq(cell("deal", "birch", "stage"), "Outreach");
	ck_assert_str_eq(cell("deal", "birch", "amount"), "70.00");
	ck_assert_str_eq(cell("deal", "birch", "owner"), "ana");
	ck_assert_str_eq(notes(), "");
}
END_TEST

START_TEST(what_both_changed_stays_and_is_said_once)
{
	import_deals("id,dealname,amount\n1,Birch,100\n");
	OK(edit("deal", "birch", "amount=70"));
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,Birch,120\n"), SAME_ROWS(1));
	ck_assert_str_eq(cell("deal", "birch", "amount"), "70.00");
	ck_assert_str_eq(notes(), "deal birch keeps its amount, changed here; hubspot says 120\n");
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,Birch,120\n"), SAME_ROWS(1));
	ck_assert_str_eq(notes(), "");
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,Birch,130\n"), SAME_ROWS(1));
	OK(edit("deal", "birch", "amount=130"));
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,Birch,140\n"), "0 1 0 1 0 0");
	ck_assert_str_eq(cell("deal", "birch", "amount"), "140.00");
}
END_TEST

START_TEST(a_policy_decides_otherwise)
{
	static const struct {
		const char *policy, *amount, *next_step;
	} cases[] = {
		{"keep", "70.00", ""},
		{"fill", "70.00", "call"},
		{"overwrite", "100.00", "call"},
		{"amount=overwrite,next-step=keep", "100.00", ""},
		{"fill,Next Step=keep", "70.00", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char id[8], text[600];
		snprintf(id, sizeof id, "p%zu", i);
		snprintf(text, sizeof text, "id,dealname,amount,next step\n%s,%s,100,call\n", id, id);
		import_deals(text);
		OK(edit("deal", id, "amount=70", "next_step="));
		import_deals_with(text, .policy = cases[i].policy);
		ck_assert_str_eq(cell("deal", id, "amount"), cases[i].amount);
		ck_assert_str_eq(cell("deal", id, "next_step"), cases[i].next_step);
	}
}
END_TEST

START_TEST(the_contract_follows_the_source_too)
{
	import_deals(OWN WON_ROW);
	ck_assert_str_eq(import_deals(
						 OWN
						 "2,Cedar,project,1300,2026-12-24,Membership Sales,Closed Won,2026-03-01,"
						 "2026-07-31,,,1,,600\n"),
	                 "0 1 0 1 0 0");
	ck_assert_str_eq(cell("contract", "cedar", "amount"), "1300.00");
	ck_assert_str_eq(cell("contract", "cedar", "starts_on"), "2026-03-01");
	ck_assert_str_eq(cell("contract", "cedar", "collected"), "600.00");
	OK(edit("contract", "cedar", "ends_on=2026-08-31"));
	import_deals(OWN "2,Cedar,project,1300,2026-12-24,Membership Sales,Closed Won,2026-03-01,"
	                 "2026-09-30,,,1,,700\n");
	ck_assert_str_eq(cell("contract", "cedar", "ends_on"), "2026-08-31");
	ck_assert_str_eq(cell("contract", "cedar", "collected"), "700.00");
	ck_assert_ptr_nonnull(strstr(notes(), "ends_on"));
}
END_TEST

START_TEST(a_deal_that_is_won_later_brings_its_contract_then)
{
	import_deals(OWN OPEN_ROW);
	ck_assert_str_eq(import_deals(
						 OWN
						 "1,Birch,membership-premier,50000,2026-03-05,Membership Sales,Closed Won,"
						 "2026-05-01,2027-04-30,2026-04-01,2027-03-31,1,1,0\n"),
	                 "0 1 0 1 0 0");
	ck_assert_str_eq(cell("deal", "birch", "closed_on"), "2026-03-05");
	ck_assert_str_eq(cell("deal", "birch", "starts_on"), "2026-04-01");
	ck_assert_str_eq(cell("deal", "birch", "probability"), "");
	ck_assert_str_eq(cell("contract", "birch", "starts_on"), "2026-05-01");
	ck_assert_str_eq(cell("contract", "birch", "collected"), "0.00");
	ck_assert_str_eq(cell("contract", "birch", "tier"), "premier");
}
END_TEST

START_TEST(what_a_person_removed_stays_away)
{
	import_deals("id,dealname,amount\n1,Birch,100\n");
	OK(rm("deal", "birch"));
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,Birch,120\n"), SAME_ROWS(1));
	ck_assert_ptr_nonnull(strstr(notes(), "removed here"));
	ck_assert_str_eq(listed("deal", NULL, "slug"), "");
}
END_TEST

START_TEST(an_import_that_was_undone_never_was)
{
	char *before = dump();
	import_deals(OWN OPEN_ROW WON_ROW);
	OK(undo(0));
	same_dump(before, dump(), "undone");
	ck_assert_str_eq(import_deals(OWN OPEN_ROW WON_ROW), NEW_ROWS(2));
}
END_TEST

START_TEST(the_first_word_of_a_source_fills_gaps_only)
{
	OK(add("deal", "name=Birch", "amount=70"));
	ck_assert_str_eq(import_deals("dealname,amount,next step\nBirch,100,call\n"), "0 1 0 1 0 0");
	ck_assert_str_eq(cell("deal", "birch", "amount"), "70.00");
	ck_assert_str_eq(cell("deal", "birch", "next_step"), "call");
	ck_assert_str_eq(notes(), "deal birch keeps its amount; hubspot says 100\n");
}
END_TEST

/* ---- which record ---- */

START_TEST(without_an_id_the_name_within_the_organisation_counts)
{
	OK(add("org", "name=Alder"));
	OK(add("org", "name=Elm"));
	const char *text = "name,org,amount\nRenewal,alder,1\nRenewal,elm,2\n";
	ck_assert_str_eq(import_deals(text), NEW_ROWS(2));
	ck_assert_str_eq(import_deals(text), SAME_ROWS(2));
	ck_assert_str_eq(import_deals("name,org,amount\nRENEWAL,elm,3\n"), "0 1 0 1 0 0");
	ck_assert_str_eq(listed("deal", NULL, "amount"), "1.00\n3.00\n");
	ck_assert_str_eq(import_deals("name,amount\nRenewal,4\n"), "5 1 0 0 0 1");
}
END_TEST

START_TEST(a_missing_column_says_nothing)
{
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,A,100\n"), NEW_ROWS(1));
	ck_assert_str_eq(import_deals("id,dealname\n1,A\n"), SAME_ROWS(1));
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,A,130\n"), "0 1 0 1 0 0");
	ck_assert_str_eq(cell("deal", "a", "amount"), "130.00");
	/* What wrote no record is no change to undo. */
	OK(syndic_undo(db, 0));
	ck_assert_str_eq(cell("deal", "a", "amount"), "100.00");
	OK(syndic_undo(db, 0));
	ck_assert_int_eq(syndic_show(db, "deal", "a", &(struct syndic_rows *){NULL}), SYNDIC_NOT_FOUND);
}
END_TEST

START_TEST(a_lost_reason_in_other_words)
{
	struct syndic_rows *notes;
	ck_assert_str_eq(
		import_deals(
			"id,dealname,dealstage,closed_lost_reason\n1,A,Closed Lost,went with their IT\n"
			"2,B,Closed Lost,Budget\n"),
		NEW_ROWS(2));
	OK(syndic_last_notes(db, &notes));
	ck_assert_int_eq(syndic_rows_next(notes), 1);
	ck_assert_ptr_nonnull(strstr(syndic_rows_value(notes, 0).text, "went with their IT"));
	syndic_rows_free(notes);
	ck_assert_str_eq(cell("deal", "a", "lost_reason"), "other");
	ck_assert_str_eq(cell("deal", "b", "lost_reason"), "budget");
}
END_TEST

START_TEST(a_slug_or_an_id_of_ours_is_enough)
{
	OK(add("deal", "name=Birch", "amount=70"));
	char text[200];
	ck_assert_str_eq(import_deals("slug,amount\nbirch,80\n"), "0 1 0 1 0 0");
	ck_assert_str_eq(cell("deal", "birch", "amount"), "80.00");
	snprintf(text, sizeof text, "id,amount\n%s,90\n", cell("deal", "birch", "id"));
	ck_assert_str_eq(import_deals(text), "0 1 0 1 0 0");
	ck_assert_str_eq(cell("deal", "birch", "amount"), "90.00");
	ck_assert_str_eq(cell("deal", "birch", "external_id"), "");
}
END_TEST

/* Two payments alike are two; they have no key but themselves. */
START_TEST(rows_without_any_key_are_counted)
{
	OK(add("contract", "name=Birch", "amount=100"));
	const char *text = "contract,paid_on,amount\nbirch,2026-01-02,5\nbirch,2026-01-02,5\n";
	ck_assert_str_eq(import_file("payment", text), NEW_ROWS(2));
	ck_assert_str_eq(import_file("payment", text), SAME_ROWS(2));
	ck_assert_str_eq(listed("payment", NULL, "amount"), "5.00\n5.00\n");
}
END_TEST

START_TEST(an_organisation_known_by_name_is_not_doubled)
{
	OK(add("org", "name=Alder College", "website=https://alder.example.org"));
	ck_assert_str_eq(import_file("org", "Record ID,Company name,Website URL\n5,Alder College,\n"),
	                 "0 1 0 1 0 0");
	ck_assert_str_eq(cell("org", "alder-college", "external_id"), "5");
	ck_assert_str_eq(cell("org", "alder-college", "website"), "https://alder.example.org");
	/* Two deals of one name are two: their ids say so. */
	ck_assert_str_eq(import_deals("id,dealname\n1,Birch\n2,Birch\n"), NEW_ROWS(2));
}
END_TEST

START_TEST(the_same_key_twice)
{
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,Birch,1\n2,Elm,2\n1,Birch,1\n"),
	                 "0 3 2 0 1 0");
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,Birch,1\n1,Birch,2\n"), "5 2 0 0 1 1");
	ck_assert_str_eq(import_deals("name,amount\nAsh,1\nAsh,2\n"), "5 2 1 0 0 1");
}
END_TEST

/* ---- what is unknown ---- */

START_TEST(an_unknown_stage)
{
	const char *text = "id,dealname,dealstage,hs_deal_stage_probability\n1,Birch,Verbal OK,0.7\n";
	ck_assert_str_eq(import_deals(text), "5 1 0 0 0 1");
	const struct given *map = PAIRS("verbal ok=Contract Admin");
	ck_assert_str_eq(import_deals_with(text, .map_stage = map->inputs, .map_stage_count = 1),
	                 NEW_ROWS(1));
	ck_assert_str_eq(cell("deal", "birch", "stage"), "Contract Admin");
	ck_assert_str_eq(import_deals_with("id,dealname,dealstage,hs_deal_stage_probability\n"
	                                   "2,Elm,Verbal OK,0.7\n3,Ash,verbal ok,\n",
	                                   .add_stages = true),
	                 NEW_ROWS(2));
	ck_assert_str_eq(cell("stage", "membership-verbal-ok", "probability"), "0.7");
	ck_assert_str_eq(cell("stage", "membership-verbal-ok", "outcome"), "open");
	ck_assert_str_eq(cell("deal", "ash", "stage"), "Verbal OK");
}
END_TEST

START_TEST(an_unknown_organisation)
{
	const char *text = "id,dealname,org\n1,Birch,Alder\n2,Elm,Alder\n";
	OK(add("org", "name=Alders"));
	ck_assert_str_eq(import_deals_with(text, .rejects = beside("rejects.csv")), "5 2 0 0 0 2");
	ck_assert_ptr_nonnull(strstr(read_file(beside("rejects.csv")), "org,\"there is no org Alder\","
	                                                               "alders\n"));
	ck_assert_str_eq(import_deals_with(text, .add_orgs = true), NEW_ROWS(2));
	ck_assert_str_eq(listed("org", NULL, "name"), "Alders\nAlder\n");
	ck_assert_str_eq(cell("deal", "elm", "org"), "alder");
}
END_TEST

START_TEST(options_that_cannot_be_meant)
{
	const char *text = "id,dealname,amount,remark\n1,Birch,1,x\n";
	const struct given *field = PAIRS("amount=colour"), *header = PAIRS("Colour=amount");
	const struct given *twice = PAIRS("remark=amount"), *set = PAIRS("colour=red");
	ck_assert_str_eq(import_deals_with(text, .map = field->inputs, .map_count = 1), "2");
	ck_assert_str_eq(import_deals_with(text, .map = header->inputs, .map_count = 1), "2");
	ck_assert_str_eq(import_deals_with(text, .set = set->inputs, .set_count = 1), "2");
	ck_assert_str_eq(import_deals_with(text, .profile = "salesfarce"), "2");
	ck_assert_str_eq(import_deals_with(text, .policy = "forget"), "2");
	ck_assert_str_eq(import_deals_with(text, .date_order = "ymdd"), "2");
	ck_assert_str_eq(import_deals_with(text, .map = twice->inputs, .map_count = 1), "5 1 0 0 0 1");
	ck_assert_str_eq(listed("deal", NULL, "slug"), "");
}
END_TEST

START_TEST(map_and_set_have_their_say)
{
	const struct given *map = PAIRS("remark=next_step", "amount="), *set = PAIRS("owner=ana");
	ck_assert_str_eq(
		import_deals_with("id,dealname,amount,remark,owner\n1,Birch,1,call,\n2,Elm,,,liv\n",
	                      .map = map->inputs, .map_count = 2, .set = set->inputs, .set_count = 1),
		NEW_ROWS(2));
	ck_assert_str_eq(cell("deal", "birch", "next_step"), "call");
	ck_assert_str_eq(cell("deal", "birch", "amount"), "");
	ck_assert_str_eq(cell("deal", "birch", "owner"), "ana");
	ck_assert_str_eq(cell("deal", "elm", "owner"), "liv");
}
END_TEST

START_TEST(every_column_has_a_note)
{
	struct syndic_import_report *report;
	const char *text = "id,dealname,hs_arr,Create Date,remark,closedate,_line\n1,B,1,x,y,,3\n";
	write_file(beside("file.csv"), text, strlen(text));
	OK(syndic_import(db, "deal", beside("file.csv"), NULL, &report));
	ck_assert_str_eq(report->profile, "hubspot");
	ck_assert_str_eq(report->encoding, "UTF-8");
	struct buf all = {0};
	while (syndic_rows_next(report->columns) == 1)
		buf_printf(&all, "%s=%s (%s)\n", plain(report->columns, 0), plain(report->columns, 1),
		           plain(report->columns, 2));
	ck_assert_str_eq(all.data, "id=external_id ()\n"
	                           "dealname=name ()\n"
	                           "hs_arr= (worked out from what is kept: ignored)\n"
	                           "Create Date= (known, not kept)\n"
	                           "remark= (not known: left over)\n"
	                           "closedate=close_date ()\n"
	                           "_line= (of a rejects file: ignored)\n");
	buf_free(&all);
	syndic_import_report_free(report);
}
END_TEST

/* ---- styles ---- */

START_TEST(styles_are_proven_by_the_column)
{
	ck_assert_str_eq(import_deals("id;dealname;amount;closedate\n1;A;1.500;03/04/2026\n"
	                              "2;B;1.500,25;25/03/2026\n3;C;7;2026-01-02\n"),
	                 NEW_ROWS(3));
	ck_assert_str_eq(listed("deal", NULL, "amount"), "1500.00\n1500.25\n7.00\n");
	ck_assert_str_eq(listed("deal", NULL, "expected_close"),
	                 "2026-04-03\n2026-03-25\n2026-01-02\n");
	ck_assert_str_eq(import_deals("id;dealname;amount;closedate\n1;A;1.500;03/04/2026\n"
	                              "2;B;1.500,25;25/03/2026\n3;C;7;2026-01-02\n"),
	                 SAME_ROWS(3));
}
END_TEST

START_TEST(what_nothing_proves_is_refused)
{
	ck_assert_str_eq(import_deals("id,dealname,closedate\n1,A,2026-01-01\n2,B,03/04/2026\n"), "2");
	ck_assert_ptr_nonnull(strstr(syndic_last_error(db)->help, "--date-order dmy"));
	ck_assert_int_eq(syndic_last_error(db)->line, 3);
	ck_assert_str_eq(import_deals("id,dealname,closedate\n1,A,25/03/2026\n2,B,03/25/2026\n"), "2");
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,A,1.234\n"), "2");
	ck_assert_str_eq(import_deals("id,dealname,amount\n1,A,\"1.234,50\"\n2,B,1.50\n"), "2");
	ck_assert_str_eq(listed("deal", NULL, "slug"), "");
	ck_assert_str_eq(import_deals_with("id,dealname,closedate\n1,A,03/04/2026\n",
	                                   .date_order = "mdy"),
	                 NEW_ROWS(1));
	ck_assert_str_eq(cell("deal", "a", "expected_close"), "2026-03-04");
}
END_TEST

/* ---- rejects ---- */

#define MIXED "id,dealname,amount\r\n1,Birch,1\r\n2,\"El\nm\",two\r\n3,Ash,3\r\n4\r\n"

START_TEST(one_bad_row_and_nothing_is_written)
{
	char *before = dump();
	ck_assert_str_eq(import_deals(MIXED), "5 4 2 0 0 2");
	same_dump(before, dump(), "rejected");
	ck_assert_int_eq(changes(), 0);
	ck_assert_str_eq(
		read_file(beside("deals.csv.rejects.csv")),
		"id,dealname,amount,_line,_record,_column,_code,_reason,_suggestion\r\n"
		"2,\"El\nm\",two,3,2,amount,money,\"two: not an amount: write 15000, 15,000.00, -1.50, "
		"$300k or 1.48M\",\r\n"
		"4,6,4,dealname,columns,\"it has 1 columns where the header has 3\",\"quote a cell that "
		"holds the delimiter\"\r\n");
}
END_TEST

START_TEST(with_partial_the_good_rows_are)
{
	ck_assert_str_eq(import_deals_with(MIXED, .partial = true), "5 4 2 0 0 2");
	ck_assert_str_eq(listed("deal", NULL, "slug"), "birch\nash\n");
	ck_assert_int_eq(changes(), 1);
}
END_TEST

/* The rejects import as they are, once mended; what they add is passed over, and not added twice. */
START_TEST(rejects_are_files_to_mend)
{
	import_deals_with("id,dealname,amount\n1,A,1\n2,B,two\n3,C,three\n", .partial = true);
	char *rejects = mem_copy(read_file(beside("deals.csv.rejects.csv")));
	memcpy(strstr(rejects, "2,B,two"), "2,B,2.2", 7);
	ck_assert_str_eq(import_deals_with(rejects, .partial = true), "5 2 1 0 0 1");
	ck_assert_str_eq(cell("deal", "b", "amount"), "2.20");
	ck_assert_str_eq(read_file(beside("deals.csv.rejects-2.csv")),
	                 "id,dealname,amount,_line,_record,_column,_code,_reason,_suggestion\n"
	                 "3,C,three,3,2,amount,money,\"three: not an amount: write 15000, 15,000.00, "
	                 "-1.50, $300k or 1.48M\",\n");
	free(rejects);
}
END_TEST

START_TEST(an_open_quote_stops_even_a_partial_import)
{
	ck_assert_str_eq(import_deals_with("id,dealname\n1,A\n2,\"B\n3,C\n", .partial = true),
	                 "5 2 1 0 0 1");
	ck_assert_str_eq(listed("deal", NULL, "slug"), "");
	ck_assert_ptr_nonnull(
		strstr(read_file(beside("deals.csv.rejects.csv")), "\n2,\"B\",3,2,dealname,quote,"));
}
END_TEST

/* The contract refuses its dates after the deal has been written. */
START_TEST(a_row_that_fails_half_way_leaves_no_half)
{
	const char *text =
		OWN "1,A,project,1,2026-01-01,,Closed Won,2026-09-01,2026-01-31,2026-02-01,2026-03-31,,,\n"
			"2,B,project,1,2026-01-01,,Closed Won,2026-01-01,2026-01-31,,,,,\n";
	ck_assert_str_eq(import_deals(text), "5 2 1 0 0 1");
	ck_assert_str_eq(import_deals_with(text, .partial = true), "5 2 1 0 0 1");
	ck_assert_str_eq(listed("deal", NULL, "slug"), "b\n");
	ck_assert_str_eq(listed("contract", NULL, "slug"), "b\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(a_dry_run_writes_nothing_at_all)
{
	tear_down();
	db = open_as(TODAY, "dry", true);
	char *before = dump();
	ck_assert_str_eq(import_deals(OWN OPEN_ROW), NEW_ROWS(1));
	struct syndic_rows *rows;
	OK(syndic_last_difference(db, &rows));
	ck_assert_int_eq(syndic_rows_next(rows), 1);
	syndic_rows_free(rows);
	same_dump(before, dump(), "dry");
	ck_assert_str_eq(import_deals(MIXED), "5 4 2 0 0 2");
	ck_assert_str_eq(read_file(beside("deals.csv.rejects.csv")), "");
}
END_TEST

START_TEST(files_that_are_none)
{
	struct syndic_import_report *report;
	ck_assert_str_eq(import_deals(""), "1");
	ck_assert_str_eq(import_deals("\n\r\n \n"), "1");
	ck_assert_str_eq(import_deals("id,dealname\n"), "1");
	ck_assert_str_eq(import_deals("id,\"deal\"name\n1,A\n"), "1");
	ck_assert_str_eq(import_deals("colour,taste\nred,sweet\n"), "2");
	ck_assert_str_eq(import_deals("id,amount,Amount\n1,2,3\n"), "2");
	REFUSED(syndic_import(db, "deal", beside("nowhere.csv"), NULL, &report), SYNDIC_FAILED, "",
	        "No such file");
	REFUSED(syndic_import(db, "deal", "/", NULL, &report), SYNDIC_FAILED, "", "folder");
	REFUSED(syndic_import(db, "deal", "/dev/zero", NULL, &report), SYNDIC_FAILED, "", "device");
	write_file(beside("zeros"), "id\0name\n", 8);
	REFUSED(syndic_import(db, "deal", beside("zeros"), NULL, &report), SYNDIC_FAILED, "",
	        "no text");
	REFUSED(syndic_import(db, "import_row", "/", NULL, &report), SYNDIC_MISUSE, "",
	        "program alone");
	REFUSED(syndic_import(db, "dael", "/", NULL, &report), SYNDIC_MISUSE, "", "deal");
}
END_TEST

START_TEST(the_money_before_and_after)
{
	struct syndic_import_report *report;
	OK(add("deal", "name=Old", "amount=5"));
	const char *text = "id,dealname,amount\n1,A,1\n2,B,2.5\n";
	write_file(beside("file.csv"), text, strlen(text));
	OK(syndic_import(db, "deal", beside("file.csv"), NULL, &report));
	ck_assert(report->has_amount);
	ck_assert_int_eq(report->amount_before, 500);
	ck_assert_int_eq(report->amount_after, 850);
	syndic_import_report_free(report);
}
END_TEST

START_TEST(the_trail_names_file_line_and_row)
{
	struct syndic_rows *rows;
	import_deals("id,dealname,amount\n\n1,\"Birch, etc.\",100\n");
	import_deals("id,dealname,amount\n1,\"Birch, etc.\",120\n");
	OK(syndic_show_source(db, "deal", "birch-etc", &rows));
	ck_assert_int_eq(syndic_rows_next(rows), 1);
	ck_assert_str_eq(plain(rows, column_of(rows, "source")), "hubspot");
	ck_assert_str_eq(plain(rows, column_of(rows, "external_id")), "1");
	ck_assert_str_eq(plain(rows, column_of(rows, "file")), beside("deals.csv"));
	ck_assert_str_eq(plain(rows, column_of(rows, "line")), "2");
	ck_assert_str_eq(plain(rows, column_of(rows, "header")), "id,dealname,amount");
	ck_assert_str_eq(plain(rows, column_of(rows, "raw")), "1,\"Birch, etc.\",120");
	syndic_rows_free(rows);
}
END_TEST

/* Every bad row is named, however many there are, and so is every duplicate. */
START_TEST(many_rows_many_rejects)
{
	struct buf text = {0};
	buf_add(&text, "id,dealname,amount\n");
	for (int i = 0; i < 3000; i++)
		buf_printf(&text, "%d,Deal %d,%s\n", i, i, i % 3 ? "10" : "ten");
	for (int i = 0; i < 1000; i++)
		buf_printf(&text, "%d,Deal %d,%d\n", 3 * i + 1, 3 * i + 1, 10 + i % 2);
	ck_assert_str_eq(import_deals_with(buf_text(&text), .partial = true), "5 4000 2000 0 500 1500");
	ck_assert_str_eq(import_deals_with(buf_text(&text), .partial = true), "5 4000 0 0 2500 1500");
	int lines = 0;
	for (const char *c = read_file(beside("deals.csv.rejects-2.csv")); *c; c++)
		lines += *c == '\n';
	ck_assert_int_eq(lines, 1501);
	buf_free(&text);
}
END_TEST

/* Rows without a key are known by what they say, wherever they stand in a file that has grown. */
START_TEST(test_a_file_of_rows_without_keys_grows)
{
	OK(add("contract", "name=C"));
	ck_assert_str_eq(import_file("payment", "contract,paid_on,amount\nc,2026-01-01,5\n"
	                                        "c,2026-01-02,6\n"),
	                 NEW_ROWS(2));
	ck_assert_str_eq(import_file("payment", "contract,paid_on,amount\nc,2026-01-01,5\n"
	                                        "c,2026-01-02,6\nc,2026-01-03,7\n"),
	                 "0 3 1 0 2 0");
	ck_assert_str_eq(import_file("payment", "contract,paid_on,amount\nc,2026-01-03,7\n"
	                                        "c,2026-01-01,5\n"),
	                 SAME_ROWS(2));
	ck_assert_str_eq(listed("payment", NULL, "amount"), "5.00\n6.00\n7.00\n");
}
END_TEST

UNIT(import)
{
	Suite *suite = suite_create("import");
	TCase *rows = model_case("what a row becomes"), *again = model_case("again");
	TCase *identity = model_case("which record"), *unknown = model_case("what is unknown");
	TCase *rejects = model_case("rejects");

	tcase_add_test(rows, an_open_deal);
	tcase_add_test(rows, a_won_deal_brings_its_contract);
	tcase_add_test(rows, labels_and_brackets_of_stages);
	tcase_add_test(rows, people_have_first_and_last_names);
	tcase_add_test(rows, a_deal_that_is_not_won_is_no_contract);
	tcase_add_test(rows, styles_are_proven_by_the_column);
	tcase_add_test(rows, what_nothing_proves_is_refused);
	tcase_add_test(again, the_same_file_again_writes_nothing);
	tcase_add_test(again, only_what_the_source_changed_is_written);
	tcase_add_test(again, what_both_changed_stays_and_is_said_once);
	tcase_add_test(again, a_policy_decides_otherwise);
	tcase_add_test(again, the_contract_follows_the_source_too);
	tcase_add_test(again, a_deal_that_is_won_later_brings_its_contract_then);
	tcase_add_test(again, what_a_person_removed_stays_away);
	tcase_add_test(again, an_import_that_was_undone_never_was);
	tcase_add_test(again, the_first_word_of_a_source_fills_gaps_only);
	tcase_add_test(identity, without_an_id_the_name_within_the_organisation_counts);
	tcase_add_test(identity, a_slug_or_an_id_of_ours_is_enough);
	tcase_add_test(again, a_missing_column_says_nothing);
	tcase_add_test(rows, a_lost_reason_in_other_words);
	tcase_add_test(identity, rows_without_any_key_are_counted);
	tcase_add_test(identity, an_organisation_known_by_name_is_not_doubled);
	tcase_add_test(identity, the_same_key_twice);
	tcase_add_test(identity, the_trail_names_file_line_and_row);
	tcase_add_test(unknown, an_unknown_stage);
	tcase_add_test(unknown, an_unknown_organisation);
	tcase_add_test(unknown, options_that_cannot_be_meant);
	tcase_add_test(unknown, map_and_set_have_their_say);
	tcase_add_test(unknown, every_column_has_a_note);
	tcase_add_test(rejects, one_bad_row_and_nothing_is_written);
	tcase_add_test(rejects, with_partial_the_good_rows_are);
	tcase_add_test(rejects, rejects_are_files_to_mend);
	tcase_add_test(rejects, an_open_quote_stops_even_a_partial_import);
	tcase_add_test(rejects, a_row_that_fails_half_way_leaves_no_half);
	tcase_add_test(rejects, a_dry_run_writes_nothing_at_all);
	tcase_add_test(rejects, files_that_are_none);
	tcase_add_test(rejects, the_money_before_and_after);
	tcase_add_test(rejects, many_rows_many_rejects);
	tcase_add_test(rejects, test_a_file_of_rows_without_keys_grows);
	suite_add_tcase(suite, rows);
	suite_add_tcase(suite, again);
	suite_add_tcase(suite, identity);
	suite_add_tcase(suite, unknown);
	suite_add_tcase(suite, rejects);
	return suite;
}
