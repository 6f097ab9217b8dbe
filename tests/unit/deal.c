#include "model.h"

/* The stages that a deal has been through, "since:stage" each. */
static const char *path_of(const char *deal)
{
	char filter[80];
	struct given given = {0};
	struct syndic_list_options options = {.filters = given.inputs,
	                                      .filter_count = 1,
	                                      .by_id = true};
	struct syndic_rows *rows;
	struct buf out = {0};
	const char *text;
	snprintf(filter, sizeof filter, "deal=%s", deal);
	given_from(&given, (const char *const[]){filter, NULL});
	OK(syndic_list(db, "stage_change", &options, &rows));
	while (syndic_rows_next(rows) == 1) {
		buf_printf(&out, "%s:%s ", plain(rows, column_of(rows, "since")),
		           plain(rows, column_of(rows, "stage")));
	}
	syndic_rows_free(rows);
	text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

/* Money that counts: contracts, and open deals. */
static const char *counted(void)
{
	return foreign("SELECT (SELECT coalesce(sum(amount), 0) / 100 FROM contract),"
	               " (SELECT coalesce(sum(d.amount), 0) / 100 FROM deal d JOIN stage s ON s.id ="
	               " d.stage WHERE s.outcome = 'open')");
}

START_TEST(test_where_a_deal_begins)
{
	OK(add("deal", "name=A"));
	ck_assert_str_eq(cell("deal", "a", "pipeline"), "membership");
	ck_assert_str_eq(cell("deal", "a", "stage"), "Discovery");
	ck_assert_str_eq(cell("deal", "a", "stage_since"), TODAY);
	ck_assert_str_eq(cell("deal", "a", "currency"), "USD");
	OK(add("deal", "name=B", "pipeline=gift"));
	ck_assert_str_eq(cell("deal", "b", "stage"), "Prospect");
	OK(add("deal", "name=C", "stage=Proposal", "pipeline=project", "stage_since=2025-12-01"));
	ck_assert_str_eq(path_of("c"), "2025-12-01:project-proposal ");
	OK(add("deal", "name=D", "stage=Proposal")); /* the usual pipeline's */
	ck_assert_str_eq(cell("deal", "d", "pipeline"), "membership");
	OK(add("deal", "name=E", "stage=Soft"));
	ck_assert_str_eq(cell("deal", "e", "pipeline"), "cofunding");
	REFUSED(add("deal", "name=F", "stage=Soft", "pipeline=gift"), SYNDIC_NOT_FOUND, "", "Soft");
	REFUSED(add("deal", "name=F", "stage=gift-invited", "pipeline=project"), SYNDIC_NOT_FOUND, "",
	        "gift-invited");
	REFUSED(add("deal", "name=F", "closed_on=today"), SYNDIC_MISUSE, "closed_on", "open deal");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_moves)
{
	struct syndic_input step = {"next_step", "call"};
	OK(add("deal", "name=A", "stage_since=2026-01-01"));
	OK(syndic_deal_move(db, "a", "proposal", &step, 1));
	ck_assert_str_eq(cell("deal", "a", "next_step"), "call");
	ck_assert_str_eq(cell("deal", "a", "stage_since"), TODAY);
	OK(move("a", "Proposal"));
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	OK(edit("deal", "a", "stage=Outreach", "stage_since=2026-01-10"));
	ck_assert_str_eq(path_of("a"), "2026-01-01:membership-discovery " TODAY
	                               ":membership-proposal 2026-01-10:membership-outreach ");
	REFUSED(move("a", "Soft"), SYNDIC_NOT_FOUND, "", "no stage Soft");
	REFUSED(move("a", "gift-invited"), SYNDIC_NOT_FOUND, "", "no stage gift-invited");
	REFUSED(move("nobody", "Proposal"), SYNDIC_NOT_FOUND, "", "no deal nobody");
	ck_assert_str_eq(cell("deal", "a", "stage"), "Outreach");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_across_pipelines)
{
	OK(add("deal", "name=A", "stage=Proposal", "stage_since=2026-01-01"));
	OK(edit("deal", "a", "pipeline=membership", "owner=zoe")); /* where it is already */
	ck_assert_str_eq(cell("deal", "a", "stage"), "Proposal");
	ck_assert_str_eq(cell("deal", "a", "stage_since"), "2026-01-01");
	OK(edit("deal", "a", "pipeline=project"));
	ck_assert_str_eq(cell("deal", "a", "stage"), "Discovery");
	ck_assert_str_eq(cell("deal", "a", "stage_since"), TODAY);
	OK(edit("deal", "a", "stage=Binding", "stage_since=2026-01-12", "pipeline=cofunding"));
	ck_assert_str_eq(path_of("a"),
	                 "2026-01-01:membership-proposal " TODAY ":project-discovery 2026-01-12:"
	                 "cofunding-binding ");
	REFUSED(edit("deal", "a", "pipeline=gift", "stage=Binding"), SYNDIC_NOT_FOUND, "", "Binding");
	REFUSED(edit("deal", "a", "pipeline="), SYNDIC_MISUSE, "stage", "pipeline");
	OK(win("a"));
	REFUSED(edit("deal", "a", "pipeline=gift"), SYNDIC_CONFLICT, "stage", "cannot just move");
	OK(edit("deal", "a", "pipeline=gift", "stage=Awarded"));
	ck_assert_str_eq(cell("contract", "a", "deal"), "a");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_win)
{
	static const struct syndic_input more[] = {{"number", "2026/7"}, {"amount", "14000"}};
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme", "amount=15000", "revenue_type=membership", "tier=general",
	       "kind=new", "starts_on=2026-02-01", "ends_on=2027-01-31", "tags=x,y"));
	ck_assert_str_eq(counted(), "0|15000\n");
	OK(syndic_deal_win(db, "a", NULL, "2026-01-10", more, 2));
	ck_assert_str_eq(syndic_last_write(db)->entity, "deal");
	ck_assert_int_eq(syndic_last_write(db)->rows, 3);
	ck_assert_str_eq(cell("deal", "a", "stage"), "Closed Won");
	ck_assert_str_eq(cell("deal", "a", "closed_on"), "2026-01-10");
	ck_assert_str_eq(cell("deal", "a", "stage_since"), "2026-01-10");
	ck_assert_str_eq(cell("deal", "a", "contract"), "a");
	ck_assert_str_eq(cell("contract", "a", "deal"), "a");
	ck_assert_str_eq(cell("contract", "a", "amount"), "14000.00");
	ck_assert_str_eq(cell("contract", "a", "number"), "2026/7");
	ck_assert_str_eq(cell("contract", "a", "kind"), "new");
	ck_assert_str_eq(cell("contract", "a", "tags"), "x,y");
	ck_assert_str_eq(cell("contract", "a", "signed_on"), "2026-01-10");
	ck_assert_str_eq(cell("contract", "a", "collected"), ""); /* unknown is not zero */
	ck_assert_str_eq(cell("membership", "acme-2026", "contract"), "a");
	ck_assert_str_eq(cell("membership", "acme-2026", "tier"), "general");
	ck_assert_str_eq(cell("membership", "acme-2026", "ends_on"), "2027-01-31");
	ck_assert_str_eq(counted(), "14000|0\n");
	REFUSED(win("a"), SYNDIC_CONFLICT, "stage", "a is won already");
	REFUSED(lose("a"), SYNDIC_CONFLICT, "stage", "cannot just move");
	REFUSED(move("a", "Proposal"), SYNDIC_CONFLICT, "stage", "cannot just move");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic deal reopen a");
	REFUSED(edit("deal", "a", "lost_reason=price"), SYNDIC_MISUSE, "lost_reason", "not lost");
	REFUSED(edit("deal", "a", "contract="), SYNDIC_CONFLICT, "contract", "");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_win_without_much)
{
	OK(add("deal", "name=A"));
	OK(win("a"));
	ck_assert_str_eq(cell("contract", "a", "amount"), "");
	OK(add("deal", "name=B", "revenue_type=membership")); /* no organisation, no first day */
	OK(move("b", "Closed Won"));
	ck_assert_str_eq(cell("contract", "b", "signed_on"), TODAY);
	ck_assert_str_eq(foreign("SELECT count(*) FROM membership"), "0\n");
	/* As soon as both are known, the membership comes. */
	OK(add("org", "name=Acme"));
	OK(edit("deal", "b", "starts_on=2026-03-01"));
	OK(link_deal("b", "acme", "new"));
	ck_assert_str_eq(cell("contract", "b", "org"), "acme");
	ck_assert_str_eq(cell("contract", "b", "kind"), "new");
	ck_assert_str_eq(cell("membership", "acme-2026", "contract"), "b");
	OK(add("deal", "name=C", "stage=Closed Won", "closed_on=2027-05-05", "amount=7"));
	ck_assert_str_eq(cell("contract", "c", "signed_on"), "2027-05-05");
	ck_assert_str_eq(cell("deal", "c", "stage_since"), TODAY);
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_win_with_a_contract_that_exists)
{
	static const struct syndic_input more = {"amount", "1"};
	OK(add("deal", "name=A", "amount=100"));
	OK(add("contract", "name=Signed", "amount=90"));
	REFUSED(syndic_deal_win(db, "a", "signed", NULL, &more, 1), SYNDIC_MISUSE, "amount", "exists");
	REFUSED(syndic_deal_win(db, "a", "sigend", NULL, NULL, 0), SYNDIC_NOT_FOUND, "",
	        "near: signed");
	ck_assert_str_eq(counted(), "90|100\n");
	OK(syndic_deal_win(db, "a", "signed", NULL, NULL, 0));
	ck_assert_str_eq(cell("deal", "a", "contract"), "signed");
	ck_assert_str_eq(counted(), "90|0\n");
	OK(edit("deal", "a", "amount=120")); /* a linked contract says its own */
	ck_assert_str_eq(cell("contract", "signed", "amount"), "90.00");
	OK(reopen("a"));
	ck_assert_str_eq(cell("contract", "signed", "amount"), "90.00"); /* it was not made for it */
	ck_assert_str_eq(cell("deal", "a", "contract"), "");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* The same money is never committed and possible. */
START_TEST(test_no_double_counting)
{
	OK(add("deal", "name=A", "amount=100"));
	OK(add("contract", "name=C", "amount=100"));
	REFUSED(edit("contract", "c", "deal=a"), SYNDIC_CONFLICT, "deal", "count twice");
	REFUSED(add("contract", "name=D", "deal=a"), SYNDIC_CONFLICT, "deal", "count twice");
	REFUSED(edit("deal", "a", "contract=c"), SYNDIC_CONFLICT, "contract", "count twice");
	REFUSED(add("deal", "name=B", "contract=c"), SYNDIC_CONFLICT, "contract", "count twice");
	OK(lose("a"));
	REFUSED(edit("deal", "a", "contract=c"), SYNDIC_CONFLICT, "contract", "");
	ck_assert_str_eq(findings(), "");
	/* What another program does is named. */
	foreign("UPDATE deal SET contract = (SELECT id FROM contract)");
	foreign("UPDATE deal SET stage = '0000000000000000000000S101'");
	ck_assert_ptr_nonnull(strstr(findings(), "error deal a"));
}
END_TEST

START_TEST(test_a_contract_follows_its_deal)
{
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme", "amount=100", "revenue_type=membership",
	       "starts_on=2026-02-01", "ends_on=2026-12-31"));
	OK(win("a"));
	OK(edit("deal", "a", "amount=200", "ends_on=2027-01-31", "closed_on=2026-01-12"));
	ck_assert_str_eq(cell("contract", "a", "amount"), "200.00");
	ck_assert_str_eq(cell("contract", "a", "signed_on"), "2026-01-12");
	ck_assert_str_eq(cell("membership", "acme-2026", "ends_on"), "2027-01-31");
	/* What a person has changed there stays, and is named. */
	OK(edit("contract", "a", "amount=210"));
	OK(edit("membership", "acme-2026", "ends_on=2027-03-31"));
	OK(edit("deal", "a", "amount=300", "ends_on=2027-02-28"));
	ck_assert_str_eq(cell("contract", "a", "amount"), "210.00");
	ck_assert_str_eq(cell("contract", "a", "ends_on"), "2027-02-28");
	ck_assert_str_eq(cell("membership", "acme-2026", "ends_on"), "2027-03-31");
	ck_assert_ptr_nonnull(strstr(notes(), "contract a keeps its own amount"));
	REFUSED(edit("deal", "a", "org="), SYNDIC_CONFLICT, "", "needs an organisation");
	ck_assert_str_eq(cell("deal", "a", "org"), "acme");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_lose)
{
	OK(add("deal", "name=A", "amount=100"));
	REFUSED(syndic_deal_lose(db, "a", NULL, NULL), SYNDIC_MISUSE, "lost_reason", "");
	REFUSED(syndic_deal_lose(db, "a", "", NULL), SYNDIC_MISUSE, "lost_reason", "");
	REFUSED(syndic_deal_lose(db, "a", "whim", NULL), SYNDIC_MISUSE, "lost_reason", "one of");
	REFUSED(edit("deal", "a", "lost_reason=price"), SYNDIC_MISUSE, "lost_reason", "not lost");
	OK(syndic_deal_lose(db, "a", "No answer", "2026-01-02"));
	ck_assert_str_eq(cell("deal", "a", "stage"), "Closed Lost");
	ck_assert_str_eq(cell("deal", "a", "lost_reason"), "no-answer");
	ck_assert_str_eq(cell("deal", "a", "closed_on"), "2026-01-02");
	REFUSED(lose("a"), SYNDIC_CONFLICT, "stage", "a is lost already");
	/* Won after all: its closing is today's, and nothing was lost. */
	OK(move("a", "Closed Won"));
	ck_assert_str_eq(cell("deal", "a", "closed_on"), TODAY);
	ck_assert_str_eq(cell("deal", "a", "lost_reason"), "");
	ck_assert_str_eq(cell("contract", "a", "signed_on"), TODAY);
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_reopen)
{
	char payment[30];
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme", "amount=100", "revenue_type=membership",
	       "starts_on=2026-02-01", "stage=Proposal"));
	REFUSED(reopen("a"), SYNDIC_CONFLICT, "stage", "a is open");
	OK(win("a"));
	REFUSED(syndic_deal_reopen(db, "a", "Closed Lost"), SYNDIC_MISUSE, "stage", "no open stage");
	REFUSED(syndic_deal_reopen(db, "a", "Soft"), SYNDIC_NOT_FOUND, "", "Soft");
	ck_assert_str_eq(cell("contract", "a", "deal"), "a");
	OK(reopen("a"));
	ck_assert_str_eq(cell("deal", "a", "stage"), "Proposal");
	ck_assert_str_eq(path_of("a"), TODAY ":membership-proposal " TODAY
	                                     ":membership-closed-won " TODAY ":membership-proposal ");
	ck_assert_str_eq(cell("deal", "a", "closed_on"), "");
	ck_assert_str_eq(cell("deal", "a", "contract"), "");
	ck_assert_str_eq(counted(), "0|100\n");
	ck_assert_str_eq(foreign("SELECT count(*) FROM contract UNION ALL SELECT count(*) FROM"
	                         " membership"),
	                 "0\n0\n");
	OK(lose("a"));
	OK(syndic_deal_reopen(db, "a", "Outreach"));
	ck_assert_str_eq(cell("deal", "a", "lost_reason"), "");
	OK(win("a"));
	OK(syndic_contract_collect(db, "a", "50", NULL, NULL));
	REFUSED(reopen("a"), SYNDIC_CONFLICT, "contract", "stays won");
	ck_assert_str_eq(cell("membership", "acme-2026", "org"), "acme"); /* all or nothing */
	snprintf(payment, sizeof payment, "%.26s", listed("payment", NULL, "id"));
	OK(rm("payment", payment));
	OK(add("contract", "name=Second part", "deal=a"));
	REFUSED(reopen("a"), SYNDIC_CONFLICT, "contract", "second-part came from it, too");
	OK(edit("contract", "second-part", "deal="));
	OK(edit("contract", "a", "collected=5"));
	REFUSED(reopen("a"), SYNDIC_CONFLICT, "contract", "has collected money");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* A pipeline in which nothing is open, and one without a stage. */
START_TEST(test_odd_pipelines)
{
	OK(add("pipeline", "name=Done", "position=9"));
	REFUSED(add("deal", "name=A", "pipeline=done"), SYNDIC_CONFLICT, "pipeline", "no stage yet");
	OK(add("stage", "pipeline=done", "name=Won", "position=1", "probability=1", "outcome=won"));
	OK(add("deal", "name=A", "pipeline=done"));
	ck_assert_str_eq(cell("deal", "a", "contract"), "a");
	REFUSED(lose("a"), SYNDIC_CONFLICT, "stage", "no stage for lost deals");
	REFUSED(reopen("a"), SYNDIC_CONFLICT, "stage", "no open stage");
	ck_assert_str_eq(findings(), "");
	/* What deals stand in keeps its meaning. */
	REFUSED(edit("stage", "done-won", "outcome=open"), SYNDIC_CONFLICT, "outcome", "deals stand");
	REFUSED(edit("stage", "done-won", "pipeline=gift"), SYNDIC_CONFLICT, "outcome", "deals stand");
	OK(edit("stage", "done-won", "name=Really won"));
	OK(rm("stage", "gift-invited"));
}
END_TEST

/* Closed deals stand in totals, by stage and year. */
START_TEST(test_totals)
{
	const char *totals = "SELECT s.slug, t.year, t.deals, t.amount / 100 FROM stage_total t"
						 " JOIN stage s ON s.id = t.stage ORDER BY s.slug, t.year";
	OK(add("deal", "name=A", "amount=100"));
	OK(add("deal", "name=B", "amount=200"));
	OK(syndic_deal_win(db, "a", NULL, "2025-12-31", NULL, 0));
	OK(win("b"));
	ck_assert_str_eq(foreign(totals), "membership-closed-won|2025|1|100\n"
	                                  "membership-closed-won|2026|1|200\n");
	OK(edit("deal", "a", "closed_on=2026-01-02", "amount=150"));
	ck_assert_str_eq(foreign(totals), "membership-closed-won|2026|2|350\n");
	OK(reopen("a"));
	OK(lose("a"));
	ck_assert_str_eq(foreign(totals), "membership-closed-lost|2026|1|150\n"
	                                  "membership-closed-won|2026|1|200\n");
	OK(rm("deal", "a"));
	ck_assert_str_eq(foreign(totals), "membership-closed-won|2026|1|200\n");
	/* Another program's writes are seen by check, and the totals made anew. */
	foreign("UPDATE deal SET amount = 30000 WHERE slug = 'b'");
	ck_assert_ptr_nonnull(strstr(findings(), "totals of closed stages"));
	ck_assert_str_eq(foreign(totals), "membership-closed-won|2026|1|300\n");
	ck_assert_ptr_null(strstr(findings(), "totals"));
}
END_TEST

/* Whichever client moves a deal, the history holds it. */
START_TEST(test_moves_of_a_foreign_client)
{
	char day[11];
	OK(add("deal", "name=A", "stage_since=2026-01-01"));
	foreign("UPDATE deal SET stage = '0000000000000000000000S104', stage_since = '2026-01-05'");
	ck_assert_str_eq(path_of("a"),
	                 "2026-01-01:membership-discovery 2026-01-05:membership-proposal ");
	/* One that leaves stage_since alone moves it on the clock's day. */
	snprintf(day, sizeof day, "%s", foreign("SELECT date('now')"));
	foreign("UPDATE deal SET stage = '0000000000000000000000S105'");
	ck_assert_ptr_nonnull(strstr(path_of("a"), day));
	ck_assert_str_eq(foreign("SELECT change IS NULL FROM stage_change ORDER BY position"),
	                 "0\n1\n1\n");
	foreign("UPDATE deal SET name = 'B', stage = stage"); /* no move */
	OK(move("a", "Contract Admin"));
	ck_assert_str_eq(foreign("SELECT count(*), max(position) FROM stage_change"), "4|4\n");
	ck_assert_ptr_null(strstr(findings(), "stage history"));
}
END_TEST

UNIT(deal)
{
	Suite *suite = suite_create("deal");
	TCase *cases = model_case("deal");
	tcase_add_test(cases, test_where_a_deal_begins);
	tcase_add_test(cases, test_moves);
	tcase_add_test(cases, test_across_pipelines);
	tcase_add_test(cases, test_win);
	tcase_add_test(cases, test_win_without_much);
	tcase_add_test(cases, test_win_with_a_contract_that_exists);
	tcase_add_test(cases, test_no_double_counting);
	tcase_add_test(cases, test_a_contract_follows_its_deal);
	tcase_add_test(cases, test_lose);
	tcase_add_test(cases, test_reopen);
	tcase_add_test(cases, test_odd_pipelines);
	tcase_add_test(cases, test_totals);
	tcase_add_test(cases, test_moves_of_a_foreign_client);
	suite_add_tcase(suite, cases);
	return suite;
}
