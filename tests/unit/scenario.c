/* What a scenario may say, and what it may not. */
#include <stdlib.h>
#include "model.h"

static enum syndic_status set_in(const char *what, const char *value, const char *from,
                                 const char *to)
{
	struct syndic_scenario_setting setting = {what, value, from, to};

	return syndic_scenario_set(db, "s", &setting, 1);
}
#define set(what, value) set_in(what, value, NULL, NULL)

static void some_records(void)
{
	OK(add("scenario", "name=S"));
	OK(add("cost", "name=Ana Lopez", "slug=ana", "kind=personnel", "amount=100"));
	OK(add("cost", "name=Ben", "kind=personnel", "amount=100"));
	OK(add("cost", "name=Fee", "kind=fee", "share=15%"));
	OK(add("deal", "name=Big one", "slug=big", "revenue_type=project", "amount=100"));
	OK(add("deal", "name=Small one", "slug=small", "revenue_type=project", "amount=100"));
}

static const char *changes(void)
{
	struct syndic_rows *rows;
	struct buf out = {0};
	const char *text;
	const struct syndic_list_options options = {.by_id = true};

	OK(syndic_list(db, "scenario_change", &options, &rows));
	while (syndic_rows_next(rows) == 1)
		buf_printf(&out, "%s=%s %s %s\n", plain(rows, column_of(rows, "what")),
		           plain(rows, column_of(rows, "value")), plain(rows, column_of(rows, "starts_on")),
		           plain(rows, column_of(rows, "ends_on")));
	syndic_rows_free(rows);
	text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

static int64_t last_change(void)
{
	return strtoll(foreign("SELECT max(number) FROM change"), NULL, 10);
}

START_TEST(a_scenario_has_a_base)
{
	OK(add("scenario", "name=No hiring"));
	ck_assert_str_eq(cell("scenario", "no-hiring", "base"), "expected");
	OK(add("scenario", "name=Second", "base=committed"));
	OK(add("scenario", "name=Third", "slug=third-one", "base=base"));
	REFUSED(add("scenario", "name=X", "base=worst"), SYNDIC_MISUSE, "base", "worst");
	REFUSED(add("scenario", "base=base"), SYNDIC_MISUSE, "name", "missing");
	/* Those that are built in are nobody's. */
	REFUSED(add("scenario", "name=Base"), SYNDIC_CONFLICT, "slug", "there already");
	REFUSED(add("scenario", "name=Hope", "slug=expected"), SYNDIC_CONFLICT, "slug",
	        "there already");
	REFUSED(edit("scenario", "second", "slug=committed"), SYNDIC_CONFLICT, "slug", "there already");
	ck_assert_str_eq(listed("scenario", NULL, "slug"), "no-hiring\nsecond\nthird-one\n");
}
END_TEST

START_TEST(every_form_is_read)
{
	static const char *const forms[][2] = {
		{"cost.ana", "-15000"},   {"cost.ana", "+15000"},    {"cost.ana", "15000"},
		{"cost.ana", "$1.5k"},    {"cost.Ana Lopez", "15%"}, {"cost.ana", "+5%"},
		{"cost.ana", "-100%"},    {"cost.personnel", "-1"},  {"cost.ana", "0"},
		{"deal.big", "won"},      {"deal.big", "lost"},      {"deal.big", "+3"},
		{"deal.big", "+0"},       {"deal.big", "30%"},       {"deal.big", "0.3"},
		{"deal.big", "0"},        {"deal.big", "1"},         {"members", "1"},
		{"members.general", "0"}, {"members", "1000"},       {"revenue.gift", "+5000"},
		{"revenue.gift", "-5k"},  {"renewal_rate", "90%"},   {"renewal_rate", "0"},
		{"renewal_rate", "1"},
	};

	some_records();
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char said[80];
		OK(set(forms[i][0], forms[i][1]));
		snprintf(said, sizeof said, "%s=%s  \n", forms[i][0], forms[i][1]);
		ck_assert_str_eq(changes(), said);
		OK(set(forms[i][0], NULL));
		ck_assert_str_eq(changes(), "");
	}
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(what_does_not_exist)
{
	some_records();
	REFUSED(set("cost.nobody", "-1"), SYNDIC_MISUSE, "what", "no cost of this name");
	REFUSED(set("cost.travel", "-1"), SYNDIC_MISUSE, "what", "no cost of this name");
	REFUSED(set("deal.nothing", "won"), SYNDIC_NOT_FOUND, "", "nothing");
	REFUSED(set("deal.one", "won"), SYNDIC_AMBIGUOUS, "", "one"); /* two are called so */
	REFUSED(set("members.gold", "1"), SYNDIC_NOT_FOUND, "", "gold");
	REFUSED(set("revenue.sales", "+1"), SYNDIC_MISUSE, "what", "no such revenue type");
	struct syndic_scenario_setting more = {"cost.ana", "+1", NULL, NULL};
	REFUSED(syndic_scenario_set(db, "expected", &more, 1), SYNDIC_MISUSE, "", "is built in");
	/* Also where the value means nothing, either. */
	REFUSED(set("revenue.sales", "1"), SYNDIC_MISUSE, "what",
	        "type: sales; there are membership, service, usage, project, grant, gift");
	REFUSED(set("deal.nothing", "perhaps"), SYNDIC_NOT_FOUND, "", "nothing");
	REFUSED(set("cost.nobody", "much"), SYNDIC_MISUSE, "what", "no cost of this name");
	REFUSED(set("price", "+1"), SYNDIC_MISUSE, "what", "a scenario changes");
	REFUSED(set("cost", "-1"), SYNDIC_MISUSE, "what", "a scenario changes");
	REFUSED(set("cost.", "-1"), SYNDIC_MISUSE, "what", "a scenario changes");
	REFUSED(set("deal", "won"), SYNDIC_MISUSE, "what", "a scenario changes");
	REFUSED(set("members.", "1"), SYNDIC_MISUSE, "what", "a scenario changes");
	REFUSED(set("renewal_rate.x", "1"), SYNDIC_MISUSE, "what", "a scenario changes");
	REFUSED(set("renewal_rates", "1"), SYNDIC_MISUSE, "what", "a scenario changes");
	REFUSED(set("", "1"), SYNDIC_MISUSE, "what", "missing");
	REFUSED(syndic_scenario_set(db, "t",
	                            &(struct syndic_scenario_setting){"members", "1", NULL, NULL}, 1),
	        SYNDIC_NOT_FOUND, "", "t");
	OK(add("tier", "name=free"));
	REFUSED(set("members.free", "1"), SYNDIC_MISUSE, "what", "no price");
	ck_assert_str_eq(changes(), "");
}
END_TEST

START_TEST(values_that_mean_nothing)
{
	static const char *const values[][3] = {
		{"cost.ana", "much", "much"},
		{"cost.ana", "-", "-"},
		{"cost.ana", "%", "%"},
		{"cost.ana", "101%", "100 %"},
		{"cost.ana", "-101%", "100 %"},
		{"cost.ana", "--5%", "--5%"},
		{"cost.ana", "+-5%", "+-5%"},
		{"cost.ana", "+-5", "+-5"},
		{"cost.ana", "--5", "--5"},
		{"cost.ana", "\u22121000", "plain minus"},
		{"cost.ana", " -1000", "plain minus"},
		{"cost.ana", "$-1000", "plain minus"},
		{"cost.ana", "\u22125%", "plain minus"},
		{"cost.ana", " -5%", "plain minus"},
		{"cost.ana", "-\u22125%", "one sign"},
		{"cost.ana", "+\u22125", "one sign"},
		{"cost.ana", "nan", "nan"},
		{"cost.ana", "inf", "inf"},
		{"cost.ana", "+inf%", "inf"},
		{"cost.ana", "1.234", "1.234"},
		{"deal.big", "maybe", "maybe"},
		{"deal.big", "1.5", "0 to 1"},
		{"deal.big", "-30%", "0 to 1"},
		{"deal.big", "-3", "later, such as +3, not earlier"},
		{"deal.big", "+121", "120 at most"},
		{"deal.big", "+", "months"},
		{"deal.big", "+1.5", "months"},
		{"deal.big", "+-1", "months"},
		{"deal.big", "+ 1", "months"},
		{"deal.big", "nan", "nan"},
		{"members", "1.5", "members a month"},
		{"members", "-1", "members a month"},
		{"members", "1001", "members a month"},
		{"members", "one", "members a month"},
		{"members", "nan", "members a month"},
		{"members", "99999999999999999999", "members a month"},
		{"revenue.gift", "5000", "+5000"},
		{"revenue.gift", "+", "+"},
		{"revenue.gift", "+-5", "+-5"},
		{"revenue.gift", "-\u22125", "one sign"},
		{"revenue.gift", "10%", "10%"},
		{"renewal_rate", "1.5", "0 to 1"},
		{"renewal_rate", "-1%", "0 to 1"},
		{"renewal_rate", "good", "good"},
		{"renewal_rate", "nan", "nan"},
	};

	some_records();
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		REFUSED(set(values[i][0], values[i][1]), SYNDIC_MISUSE, "value", values[i][2]);
	ck_assert_str_eq(changes(), "");
}
END_TEST

START_TEST(terms)
{
	some_records();
	REFUSED(set_in("cost.ana", "-1", "2026-05", "2026-04"), SYNDIC_MISUSE, "ends_on",
	        "before starts_on");
	REFUSED(set_in("deal.big", "won", "2026-05", NULL), SYNDIC_MISUSE, "starts_on",
	        "no term can be given");
	REFUSED(set_in("deal.big", "won", NULL, "2026-05"), SYNDIC_MISUSE, "ends_on",
	        "no term can be given");
	REFUSED(set_in("renewal_rate", "1", "2026-05", NULL), SYNDIC_MISUSE, "starts_on",
	        "no term can be given");
	REFUSED(set_in("cost.ana", "-1", "May", NULL), SYNDIC_MISUSE, "starts_on", "May");
	OK(set_in("cost.ana", "-1", "2026-05", "2026-05"));
	OK(set_in("members", "1", "2026-Q2", "2026-Q2"));
	OK(set_in("revenue.gift", "+1", NULL, "2026"));
	ck_assert_str_eq(changes(), "cost.ana=-1 2026-05-01 2026-05-31\n"
	                            "members=1 2026-04-01 2026-06-30\n"
	                            "revenue.gift=+1  2026-12-31\n");
}
END_TEST

START_TEST(the_same_month_again_replaces)
{
	some_records();
	OK(set_in("cost.ana", "-1", "2026-05", "2026-06"));
	OK(set_in("cost.ana", "+2", "2026-05", NULL));
	ck_assert_str_eq(changes(), "cost.ana=+2 2026-05-01 \n");
	REFUSED(set_in("cost.ana", NULL, "2026-06", NULL), SYNDIC_NOT_FOUND, "what",
	        "does not change cost.ana");
	REFUSED(set_in("cost.ana", NULL, NULL, NULL), SYNDIC_NOT_FOUND, "what", "does not change");
	OK(set_in("cost.ana", "", "2026-05", NULL));
	ck_assert_str_eq(changes(), "");
}
END_TEST

/* Two changes of one thing in one month: which holds? */
START_TEST(one_thing_changes_once_in_a_month)
{
	some_records();
	OK(set_in("cost.ana", "150", "2026-03", NULL));
	REFUSED(set_in("cost.ana", "160", "2026-05", NULL), SYNDIC_CONFLICT, "what", "months already");
	REFUSED(set_in("cost.ana", "160", NULL, "2026-03"), SYNDIC_CONFLICT, "what", "months already");
	REFUSED(set_in("cost.ana", "160", NULL, NULL), SYNDIC_CONFLICT, "what", "months already");
	REFUSED(set_in("cost.Ana Lopez", "160", "2026-03", NULL), SYNDIC_CONFLICT, "what", "cost.ana");
	OK(set_in("cost.ana", "140", NULL, "2026-02"));
	OK(set_in("cost.ana", "150", "2026-03", "2026-04"));
	OK(set_in("cost.ana", "160", "2026-05", NULL));
	OK(set_in("cost.ben", "160", NULL, NULL));
	/* All of a kind may change by more or less beside one of it; two sums instead of one cost may not. */
	OK(set_in("cost.personnel", "+3%", NULL, NULL));
	REFUSED(set_in("cost.personnel", "200", NULL, NULL), SYNDIC_CONFLICT, "what", "cost.");
	OK(set_in("cost.fee", "10%", NULL, NULL));
	OK(set_in("members", "1", "2026-03", "2026-04"));
	REFUSED(set_in("members.general", "1", "2026-04", NULL), SYNDIC_CONFLICT, "what", "members");
	OK(set_in("members.general", "2", "2026-05", NULL));
	OK(add("tier", "name=premier", "fee_per_year=50000"));
	OK(set_in("members.premier", "1", "2026-03", NULL));
	OK(set("revenue.gift", "+1"));
	OK(set("revenue.grant", "+1"));
	OK(set("deal.big", "won"));
	REFUSED(set("deal.Big one", "lost"), SYNDIC_CONFLICT, "what", "deal.big");
	OK(set("deal.small", "lost"));
	OK(set("renewal_rate", "50%"));
	OK(add("scenario", "name=T")); /* another scenario may say something else */
	OK(syndic_scenario_set(db, "t",
	                       &(struct syndic_scenario_setting){"deal.big", "lost", NULL, NULL}, 1));
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* What another change names may be gone by now: that is its own trouble. */
START_TEST(what_is_gone_stands_in_nobodys_way)
{
	some_records();
	OK(set("cost.ben", "-1"));
	OK(rm("cost", "ben"));
	OK(set("cost.ana", "-1"));
	OK(set("cost.ben", NULL));
	ck_assert_str_eq(changes(), "cost.ana=-1  \n");
}
END_TEST

/* A change taken back comes back with undo, although what it names is gone; check and the runway tell. */
START_TEST(a_removed_change_comes_back)
{
	struct syndic_runway_options options = {.scenario = "s"};
	struct syndic_runway *runway;

	some_records();
	OK(set_in("cost.ben", "-1", "2026-05", NULL));
	OK(rm("cost", "ben"));
	OK(set_in("cost.ben", NULL, "2026-05", NULL));
	OK(undo(0));
	ck_assert_str_eq(changes(), "cost.ben=-1 2026-05-01 \n");
	REFUSED(syndic_report_runway(db, &options, &runway), SYNDIC_MISUSE, "what",
	        "scenario s changes cost.ben: there is no cost of this name, slug or kind: ben");
	ck_assert_str_eq(syndic_last_error(db)->help,
	                 "syndic scenario set s cost.ben= from=2026-05-01");
	ck_assert_str_eq(findings(), "warning scenario s: scenario s changes cost.ben: there is no cost"
	                             " of this name, slug or kind: ben\n");
	OK(set_in("cost.ben", NULL, "2026-05", NULL));
	OK(set_in("cost.ana", "-1", NULL, NULL));
	OK(set_in("cost.ana", NULL, NULL, NULL));
	OK(set_in("cost.Ana Lopez", "-2", "2026-07", NULL));
	/* Twice in one month it does not. */
	REFUSED(undo(last_change() - 1), SYNDIC_CONFLICT, "", "in these months already");
	ck_assert_str_eq(changes(), "cost.Ana Lopez=-2 2026-07-01 \n");
}
END_TEST

START_TEST(a_stale_name_with_a_space_can_be_pasted)
{
	struct syndic_runway_options options = {.scenario = "s"};
	struct syndic_runway *runway;

	some_records();
	OK(set("cost.Ana Lopez", "-1"));
	OK(rm("cost", "ana"));
	REFUSED(syndic_report_runway(db, &options, &runway), SYNDIC_MISUSE, "what", "cost.Ana Lopez");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic scenario set s 'cost.Ana Lopez='");
}
END_TEST

/* A new name is taken over where nothing else answers to the old one. */
START_TEST(a_new_name_is_followed)
{
	some_records();
	OK(add("tier", "name=premier", "fee_per_year=50000"));
	OK(set("cost.ana", "-1"));
	OK(set("cost.Ben", "-2"));
	OK(set("deal.big", "won"));
	OK(set("deal.Small one", "lost"));
	OK(set("members.Premier", "3"));
	OK(set_in("members", "1", "2026-05", NULL));
	OK(edit("cost", "ana", "slug=anna"));
	OK(edit("cost", "ben", "name=Benno"));
	OK(edit("deal", "big", "slug=bigger"));
	OK(edit("deal", "small", "name=Little"));
	OK(edit("tier", "premier", "slug=first"));
	OK(edit("tier", "general", "slug=usual"));
	ck_assert_str_eq(changes(), "cost.anna=-1  \ncost.Benno=-2  \ndeal.bigger=won  \n"
	                            "deal.small=lost  \nmembers.first=3  \n"
	                            "members.usual=1 2026-05-01 \n");
	ck_assert_str_eq(findings(), "");
	for (int i = 0; i < 6; i++)
		OK(undo(0));
	ck_assert_str_eq(changes(), "cost.ana=-1  \ncost.Ben=-2  \ndeal.big=won  \n"
	                            "deal.Small one=lost  \nmembers.Premier=3  \n"
	                            "members=1 2026-05-01 \n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(a_name_that_others_answer_to_stays)
{
	some_records();
	OK(add("cost", "name=Rent", "amount=5", "ends_on=2026-06-30"));
	OK(add("cost", "name=Rent", "amount=6", "starts_on=2026-07-01"));
	OK(set("cost.Rent", "+1"));
	OK(set("cost.personnel", "+2%"));
	OK(edit("cost", "rent-2", "name=Lease"));
	ck_assert_str_eq(changes(), "cost.Rent=+1  \ncost.personnel=+2%  \n");
	OK(edit("cost", "rent", "name=Office")); /* the last of that name */
	ck_assert_str_eq(changes(), "cost.Office=+1  \ncost.personnel=+2%  \n");
	/* By its name it is still the same one. */
	OK(add("cost", "name=fee2", "amount=1"));
	OK(set("cost.fee2", "+1"));
	OK(edit("cost", "fee2", "slug=other"));
	ck_assert_str_eq(changes(), "cost.Office=+1  \ncost.personnel=+2%  \ncost.fee2=+1  \n");
	/* Its old slug is the kind of others: it must not come to mean those. */
	OK(edit("cost", "other", "slug=personnel2", "name=travel"));
	OK(add("cost", "name=Train", "kind=travel", "amount=1"));
	OK(edit("cost", "personnel2", "name=Trips"));
	ck_assert_str_eq(changes(), "cost.Office=+1  \ncost.personnel=+2%  \ncost.Trips=+1  \n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(a_new_name_that_means_another)
{
	some_records();
	OK(set("cost.Ben", "-1"));
	OK(edit("cost", "ben", "name=ana")); /* cost.ana is another one, by its slug */
	ck_assert_str_eq(changes(), "cost.ben=-1  \n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(a_new_name_that_changes_twice)
{
	some_records();
	OK(add("cost", "name=Rent", "amount=5", "ends_on=2026-06-30"));
	OK(add("cost", "name=Lease", "amount=6", "starts_on=2026-07-01"));
	OK(set("cost.Rent", "7"));
	OK(set("cost.Lease", "8"));
	REFUSED(edit("cost", "lease", "name=Rent"), SYNDIC_CONFLICT, "what", "months already");
	ck_assert_str_eq(changes(), "cost.Rent=7  \ncost.Lease=8  \n");
}
END_TEST

START_TEST(all_or_nothing_and_one_undo)
{
	struct syndic_scenario_setting settings[] = {{"cost.ana", "-1", NULL, NULL},
	                                             {"members", "1", NULL, NULL},
	                                             {"deal.big", "won", NULL, NULL}};
	char *before;

	some_records();
	settings[2].value = "perhaps";
	before = dump();
	REFUSED(syndic_scenario_set(db, "s", settings, 3), SYNDIC_MISUSE, "value", "perhaps");
	same_dump(before, dump(), "nothing of it");
	settings[2].value = "won";
	before = dump();
	OK(syndic_scenario_set(db, "s", settings, 3));
	ck_assert_str_eq(changes(), "cost.ana=-1  \nmembers=1  \ndeal.big=won  \n");
	OK(undo(0));
	same_dump(before, dump(), "taken back");
	OK(syndic_scenario_set(db, "s", settings, 3));
	OK(set("members", NULL));
	OK(undo(0));
	ck_assert_str_eq(changes(), "cost.ana=-1  \nmembers=1  \ndeal.big=won  \n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(a_scenario_with_changes_stays)
{
	some_records();
	OK(set("members", "1"));
	REFUSED(rm("scenario", "s"), SYNDIC_CONFLICT, "", "scenario-change");
	OK(set("members", NULL));
	OK(rm("scenario", "s"));
}
END_TEST

/* A folder with all of these comes back as it was. */
START_TEST(a_folder_goes_round)
{
	struct syndic_rows *rows;
	char folder[400], *before;

	snprintf(folder, sizeof folder, "%s",
	         beside("-folder")); /* what is kept is not kept for long */
	some_records();
	OK(add("cost", "name=Rent", "amount=5", "starts_on=2026-01-01", "ends_on=2026-06-30"));
	OK(add("cost", "name=Rent", "amount=6", "starts_on=2026-07-01"));
	OK(add("cash_balance", "month=2025-12", "amount=-5", "note=debt"));
	OK(add("actual", "month=2025-12", "revenue_type=gift", "amount=0"));
	OK(add("campaign", "name=C", "cost=100", "days=3"));
	OK(add("assumption", "key=slip", "value=0,1,4", "why=the plan"));
	OK(set_in("cost.rent", "+5%", "2026-05", NULL));
	OK(set_in("cost.Ana Lopez", "-1.50", NULL, "2026-04"));
	OK(set("deal.big", "+3"));
	OK(set("members", "1"));
	OK(set("revenue.gift", "-5000"));
	OK(set("renewal_rate", "90%"));
	before = dump();
	OK(syndic_export_directory(db, folder, &rows));
	syndic_rows_free(rows);
	tear_down();
	remove(db_file());
	set_up();
	OK(syndic_import_directory(db, folder, NULL, &rows));
	syndic_rows_free(rows);
	same_dump(before, dump(), "imported again");
	ck_assert_str_eq(findings(), "");
}
END_TEST

UNIT(scenario)
{
	Suite *suite = suite_create("scenario");
	TCase *cases = model_case("scenario");

	tcase_add_test(cases, a_scenario_has_a_base);
	tcase_add_test(cases, every_form_is_read);
	tcase_add_test(cases, what_does_not_exist);
	tcase_add_test(cases, values_that_mean_nothing);
	tcase_add_test(cases, terms);
	tcase_add_test(cases, the_same_month_again_replaces);
	tcase_add_test(cases, one_thing_changes_once_in_a_month);
	tcase_add_test(cases, what_is_gone_stands_in_nobodys_way);
	tcase_add_test(cases, a_removed_change_comes_back);
	tcase_add_test(cases, a_stale_name_with_a_space_can_be_pasted);
	tcase_add_test(cases, a_new_name_is_followed);
	tcase_add_test(cases, a_name_that_others_answer_to_stays);
	tcase_add_test(cases, a_new_name_that_means_another);
	tcase_add_test(cases, a_new_name_that_changes_twice);
	tcase_add_test(cases, all_or_nothing_and_one_undo);
	tcase_add_test(cases, a_scenario_with_changes_stays);
	tcase_add_test(cases, a_folder_goes_round);
	suite_add_tcase(suite, cases);
	return suite;
}
