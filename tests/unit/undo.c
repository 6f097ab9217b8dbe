#include "model.h"

static int64_t last_change(void)
{
	return strtoll(foreign("SELECT max(number) FROM change"), NULL, 10);
}

/* The write just made, taken back, leaves what was `before` (which is freed); taking that back
 * leaves what it had made; and so once more. */
static void there_and_back(char *before, const char *about)
{
	int64_t number = last_change();
	char *after = dump();
	ck_assert_msg(strcmp(before, after) != 0, "%s: wrote nothing", about);
	for (int round = 0; round < 2; round++) {
		OK(undo(round == 0 ? 0 : number));
		ck_assert_msg(notes()[0] == '\0', "%s: kept something: %s", about, notes());
		same_dump(strdup(before), dump(), about);
		REFUSED(undo(number), SYNDIC_CONFLICT, "", "undone already");
		OK(undo(last_change()));
		ck_assert_msg(notes()[0] == '\0', "%s: kept something: %s", about, notes());
		same_dump(strdup(after), dump(), about);
	}
	ck_assert_msg(findings()[0] == '\0', "%s: %s", about, findings());
	free(before);
	free(after);
}
#define BACK(call)                                                                                 \
	do {                                                                                           \
		char *back_before = dump();                                                                \
		OK(call);                                                                                  \
		there_and_back(back_before, #call);                                                        \
	} while (0)

static enum syndic_status win_with(const char *deal, const char *contract)
{
	return syndic_deal_win(db, deal, contract, "2026-01-10", NULL, 0);
}

START_TEST(test_every_write)
{
	static const char *const people[] = {"ana@example.org", "new@example.org", NULL};
	static const struct syndic_input tier = {"tier", "premier"}, step = {"next_step", "call"};
	const struct syndic_conversation said = {.org = "acme",
	                                         .summary = "x",
	                                         .deal = "a",
	                                         .people = people,
	                                         .add_person = true,
	                                         .next_step = "send quote",
	                                         .next_due = "fri"};
	char payment[30];
	BACK(add("org", "name=Acme", "tags=b,a", "notes=two\nlines \"quoted\""));
	BACK(edit("org", "acme", "slug=acme-inc", "tags=", "country=CH"));
	BACK(edit("org", "acme-inc", "slug=acme"));
	BACK(add("org", "name=Child", "parent=acme", "via=acme", "payer=acme"));
	BACK(rm("org", "child"));
	BACK(add("person", "name=Ana", "email=ana@example.org", "org=acme"));
	BACK(edit("person", "ana", "email=", "phone=1"));
	BACK(edit("person", "ana", "email=ana@example.org"));
	BACK(add("deal", "name=A", "org=acme", "amount=100", "revenue_type=membership", "tier=general",
	         "starts_on=2026-02-01", "ends_on=2027-01-31", "stage_since=2026-01-01"));
	BACK(edit("deal", "a", "amount=150", "owner=zoe"));
	BACK(syndic_deal_move(db, "a", "Proposal", &step, 1));
	BACK(edit("deal", "a", "stage=Outreach", "stage_since=2026-01-12"));
	BACK(edit("deal", "a", "pipeline=cofunding"));
	BACK(edit("deal", "a", "pipeline=membership", "stage=Proposal"));
	BACK(win("a"));
	BACK(edit("deal", "a", "amount=200", "ends_on=2027-02-28", "closed_on=2025-12-30"));
	BACK(link_deal("a", NULL, "renewal"));
	BACK(reopen("a"));
	BACK(lose("a"));
	BACK(reopen("a"));
	BACK(move("a", "Closed Lost"));
	BACK(move("a", "Closed Won"));
	BACK(syndic_contract_collect(db, "a", "50", NULL, "first"));
	snprintf(payment, sizeof payment, "%.26s", listed("payment", NULL, "id"));
	BACK(edit("payment", payment, "amount=-1"));
	BACK(rm("payment", payment));
	BACK(syndic_membership_renew(db, "acme-2026", &tier, 1));
	BACK(syndic_membership_end(db, "acme-2026", "2026-06-30", "budget"));
	BACK(rm("membership", "acme-2026"));
	BACK(add("contract", "name=By hand", "org=acme", "deal=a", "amount=7"));
	BACK(edit("contract", "by-hand", "collected=5", "deal="));
	BACK(add("deal", "name=B"));
	BACK(win_with("b", "by-hand"));
	BACK(reopen("b"));
	BACK(rm("contract", "by-hand"));
	BACK(rm("deal", "b"));
	BACK(add("deal", "name=C", "stage=Closed Won", "revenue_type=membership", "org=acme",
	         "starts_on=2028-01-01"));
	BACK(add("membership", "org=acme", "tier=general", "starts_on=2029-01-01"));
	BACK(edit("membership", "acme-2029", "notes=x"));
	BACK(syndic_log(db, &said));
	BACK(add("activity", "summary=x", "kind=note"));
	BACK(edit("activity", "#2", "people=ana", "minutes=5"));
	BACK(rm("activity", "#2"));
	BACK(add("task", "what=x"));
	BACK(syndic_task_done(db, "1", NULL));
	BACK(edit("task", "1", "done_on="));
	BACK(rm("task", "2"));
	BACK(add("usage", "cluster=hub", "month=2026-01", "active_users=3", "org=acme"));
	BACK(edit("tier", "general", "fee_per_year=16000"));
	BACK(add("tier", "name=Tiny"));
	BACK(rm("tier", "tiny"));
	BACK(add("usage_price", "up_to=5", "price=1"));
	BACK(add("pipeline", "name=Events", "position=9"));
	BACK(add("stage", "pipeline=events", "name=Seen", "position=1", "probability=0.5",
	         "outcome=open"));
	BACK(edit("stage", "events-seen", "outcome=lost", "name=Missed"));
	BACK(rm("stage", "events-seen"));
	BACK(rm("pipeline", "events"));
	BACK(add("target", "key=k", "label=x", "year=2026", "measure=arr", "amount=5", "org=acme"));
	BACK(add("target", "key=sum", "label=x", "year=2026", "measure=sum-of", "sum_of=k"));
	BACK(rm("target", "sum"));
	BACK(edit("target", "k", "key=key", "quarter=2"));
	BACK(edit("setting", "quiet_days", "value=45"));
	BACK(rm("setting", "quiet_days"));
}
END_TEST

/* ---- what was edited since ---- */

START_TEST(test_later_edits_stay)
{
	OK(add("org", "name=Acme", "country=CH"));
	OK(edit("org", "acme", "country=DE", "owner=zoe", "website=x"));
	OK(edit("org", "acme", "country=FR"));
	OK(undo(2));
	ck_assert_str_eq(notes(), "org acme keeps its country: it was edited since\n");
	ck_assert_str_eq(cell("org", "acme", "country"), "FR");
	ck_assert_str_eq(cell("org", "acme", "owner"), "");
	ck_assert_str_eq(cell("org", "acme", "website"), "");
	REFUSED(undo(1), SYNDIC_CONFLICT, "", "nothing of change 1");
	ck_assert_str_eq(cell("org", "acme", "name"), "Acme");
	/* Taking the undo back brings back what it took, and leaves the later edit, too. */
	OK(undo(4));
	ck_assert_str_eq(cell("org", "acme", "country"), "FR");
	ck_assert_str_eq(cell("org", "acme", "owner"), "zoe");
}
END_TEST

START_TEST(test_foreign_edits_stay)
{
	OK(add("org", "name=Acme"));
	OK(edit("org", "acme", "country=DE", "owner=zoe"));
	foreign("UPDATE org SET country = 'FR'");
	OK(undo(0));
	ck_assert_str_eq(notes(), "org acme keeps its country: it was edited since\n");
	ck_assert_str_eq(cell("org", "acme", "country"), "FR");
	ck_assert_str_eq(cell("org", "acme", "owner"), "");
	REFUSED(undo(0), SYNDIC_CONFLICT, "", "nothing of change 1");
	foreign("UPDATE org SET country = NULL");
	OK(undo(0));
	ck_assert_str_eq(foreign("SELECT count(*) FROM org"), "0\n");
}
END_TEST

START_TEST(test_what_is_in_use_stays)
{
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme"));
	REFUSED(undo(1), SYNDIC_CONFLICT, "", "nothing of change 1");
	ck_assert_str_eq(cell("deal", "a", "org"), "acme");
	/* A conversation that added a person: who has been met again stays. */
	static const char *const people[] = {"bo@example.org", NULL};
	const struct syndic_conversation said = {.org = "acme",
	                                         .summary = "x",
	                                         .people = people,
	                                         .add_person = true};
	OK(syndic_log(db, &said));
	OK(syndic_log(db, &said));
	OK(undo(3));
	ck_assert_str_eq(notes(), "person bo stays: activity #2 refers to it\n");
	ck_assert_str_eq(listed("activity", NULL, "number"), "2\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* What a removed record's name, number or place has gone to meanwhile is not taken from it. */
START_TEST(test_taken_places)
{
	OK(add("org", "name=Acme")); /* 1 */
	OK(rm("org", "acme"));       /* 2 */
	OK(add("org", "name=Acme")); /* 3 */
	REFUSED(undo(2), SYNDIC_CONFLICT, "", "nothing of change 2");
	OK(edit("org", "acme", "slug=old", "country=CH")); /* 4 */
	OK(add("org", "name=Acme"));                       /* 5 */
	OK(undo(4));                                       /* 6 */
	ck_assert_ptr_nonnull(strstr(notes(), "org old keeps its slug"));
	ck_assert_str_eq(cell("org", "old", "country"), "");
	OK(rm("stage", "gift-invited")); /* 7 */
	OK(add("stage", "pipeline=gift", "name=Invited", "slug=other", "position=2", "probability=0.2",
	       "outcome=open")); /* 8 */
	REFUSED(undo(7), SYNDIC_CONFLICT, "", "nothing of change 7");
	OK(add("usage", "cluster=hub", "month=2026-01", "active_users=3")); /* 9 */
	char usage[30];
	snprintf(usage, sizeof usage, "%.26s", listed("usage", NULL, "id"));
	OK(rm("usage", usage));                                             /* 10 */
	OK(add("usage", "cluster=hub", "month=2026-01", "active_users=4")); /* 11 */
	REFUSED(undo(10), SYNDIC_CONFLICT, "", "nothing of change 10");
	OK(rm("setting", "quiet_days"));                 /* 12 */
	OK(add("setting", "key=quiet_days", "value=5")); /* 13 */
	REFUSED(undo(12), SYNDIC_CONFLICT, "", "nothing of change 12");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* What a record referred to may be gone meanwhile. */
START_TEST(test_gone_references)
{
	char payment[30];
	OK(add("org", "name=Acme"));                     /* 1 */
	OK(add("org", "name=Other"));                    /* 2 */
	OK(add("deal", "name=A", "org=acme"));           /* 3 */
	OK(edit("deal", "a", "org=other", "owner=zoe")); /* 4 */
	OK(rm("org", "acme"));                           /* 5 */
	OK(undo(4));                                     /* 6 */
	ck_assert_ptr_nonnull(strstr(notes(), "deal a keeps its org"));
	ck_assert_str_eq(cell("deal", "a", "org"), "other");
	ck_assert_str_eq(cell("deal", "a", "owner"), "");
	OK(add("contract", "name=C"));                         /* 7 */
	OK(syndic_contract_collect(db, "c", "5", NULL, NULL)); /* 8 */
	snprintf(payment, sizeof payment, "%.26s", listed("payment", NULL, "id"));
	OK(rm("payment", payment)); /* 9 */
	OK(rm("contract", "c"));    /* 10 */
	REFUSED(undo(9), SYNDIC_CONFLICT, "", "nothing of change 9");
	OK(undo(10));
	OK(undo(9));
	ck_assert_str_eq(listed("payment", NULL, "contract"), "c\n");
	/* People, too. */
	OK(add("person", "name=Bo"));                  /* 13 */
	OK(add("activity", "summary=x", "people=bo")); /* 14 */
	OK(rm("activity", "#1"));                      /* 15 */
	OK(rm("person", "bo"));                        /* 16 */
	REFUSED(undo(15), SYNDIC_CONFLICT, "", "nothing of change 15");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* ---- wins ---- */

static void a_won_deal(void)
{
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme", "amount=100", "revenue_type=membership", "stage=Proposal",
	       "starts_on=2026-02-01", "ends_on=2027-01-31"));
	OK(win("a")); /* change 3 */
}

/* A contract that stays keeps its deal won, and its membership. */
START_TEST(test_a_contract_that_stays)
{
	char *before;
	a_won_deal();
	OK(syndic_contract_collect(db, "a", "50", NULL, NULL));
	before = dump();
	REFUSED(undo(3), SYNDIC_CONFLICT, "", "nothing of change 3");
	same_dump(before, dump(), "a paid contract");
	ck_assert_str_eq(cell("deal", "a", "stage"), "Closed Won");
	ck_assert_str_eq(cell("membership", "acme-2026", "contract"), "a");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_an_edited_contract)
{
	a_won_deal();
	OK(edit("contract", "a", "number=7"));
	REFUSED(undo(3), SYNDIC_CONFLICT, "", "nothing of change 3");
	ck_assert_str_eq(cell("deal", "a", "contract"), "a");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_an_edited_membership)
{
	a_won_deal();
	OK(edit("membership", "acme-2026", "notes=x"));
	REFUSED(undo(3), SYNDIC_CONFLICT, "", "nothing of change 3");
	ck_assert_str_eq(cell("deal", "a", "contract"), "a");
	ck_assert_str_eq(cell("contract", "a", "deal"), "a");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_an_edited_deal)
{
	a_won_deal();
	OK(edit("deal", "a", "owner=zoe", "amount=200")); /* which its contract follows */
	REFUSED(undo(3), SYNDIC_CONFLICT, "", "nothing of change 3");
	ck_assert_str_eq(cell("deal", "a", "stage"), "Closed Won");
	OK(undo(0));
	OK(edit("deal", "a", "owner=zoe"));
	OK(undo(3)); /* which touched nothing of the win */
	ck_assert_str_eq(cell("deal", "a", "stage"), "Proposal");
	ck_assert_str_eq(cell("deal", "a", "owner"), "zoe");
	ck_assert_str_eq(foreign("SELECT count(*) FROM contract"), "0\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* Another contract that came from the deal holds it won. */
START_TEST(test_another_contract_of_the_deal)
{
	char *before;
	a_won_deal();
	OK(add("contract", "name=Second part", "deal=a"));
	before = dump();
	REFUSED(undo(3), SYNDIC_CONFLICT, "", "second-part");
	same_dump(before, dump(), "refused");
	OK(undo(4));
	OK(undo(3));
	ck_assert_str_eq(cell("deal", "a", "stage"), "Proposal");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* A win by adding or importing a deal at a won stage: one change made all three. */
START_TEST(test_a_deal_added_as_won)
{
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme", "revenue_type=membership", "stage=Closed Won",
	       "starts_on=2026-02-01"));
	OK(syndic_contract_collect(db, "a", "50", NULL, NULL));
	REFUSED(undo(2), SYNDIC_CONFLICT, "", "nothing of change 2");
	OK(undo(3));
	OK(undo(2));
	ck_assert_str_eq(foreign("SELECT count(*) FROM deal UNION ALL SELECT count(*) FROM contract"
	                         " UNION ALL SELECT count(*) FROM membership UNION ALL SELECT count(*)"
	                         " FROM stage_change"),
	                 "0\n0\n0\n0\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_moved_on_since)
{
	OK(add("deal", "name=A")); /* 1 */
	OK(move("a", "Proposal")); /* 2 */
	OK(move("a", "Outreach")); /* 3 */
	REFUSED(undo(2), SYNDIC_CONFLICT, "", "nothing of change 2");
	OK(win("a")); /* 4 */
	REFUSED(undo(3), SYNDIC_CONFLICT, "", "nothing of change 3");
	OK(undo(4));
	OK(undo(3));
	OK(undo(2));
	ck_assert_str_eq(foreign("SELECT count(*) FROM stage_change"), "1\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* There and back by moves: the stage looks untouched, but was written since. */
START_TEST(test_moved_to_and_fro)
{
	OK(add("deal", "name=A")); /* 1 */
	OK(move("a", "Proposal")); /* 2 */
	OK(move("a", "Outreach")); /* 3 */
	OK(move("a", "Proposal")); /* 4 */
	if (undo(2) != SYNDIC_OK) ck_assert_str_eq(cell("deal", "a", "stage"), "Proposal");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_a_stage_that_changed_its_meaning)
{
	OK(edit("stage", "gift-invited", "outcome=won"));            /* 1 */
	OK(add("deal", "name=A", "stage=gift-invited", "amount=5")); /* 2 */
	if (undo(1) == SYNDIC_OK) ck_assert_str_eq(cell("stage", "gift-invited", "outcome"), "open");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* ---- what cannot be undone ---- */

START_TEST(test_nothing_to_undo)
{
	REFUSED(undo(0), SYNDIC_NOT_FOUND, "", "nothing to undo");
	REFUSED(undo(5), SYNDIC_NOT_FOUND, "", "no change 5");
	REFUSED(undo(-1), SYNDIC_NOT_FOUND, "", "no change -1");
	OK(add("org", "name=Acme"));
	OK(undo(0));
	REFUSED(undo(0), SYNDIC_NOT_FOUND, "", "nothing to undo");
	ck_assert_str_eq(foreign("SELECT number, undoes, undone_by FROM change ORDER BY number"),
	                 "1||2\n2|1|\n");
	OK(undo(2)); /* redone: it counts again */
	ck_assert_str_eq(foreign("SELECT number, undoes, undone_by FROM change ORDER BY number"),
	                 "1||\n2|1|3\n3|2|\n");
	OK(undo(0));
	ck_assert_str_eq(listed("org", NULL, "slug"), "");
	ck_assert_str_eq(foreign("SELECT undone_by FROM change WHERE number = 1"), "4\n");
}
END_TEST

START_TEST(test_the_first_reason_is_told)
{
	OK(add("org", "name=Acme"));             /* 1 */
	OK(add("org", "name=Beta"));             /* 2 */
	OK(add("deal", "name=One", "org=beta")); /* 3 */
	REFUSED(undo(2), SYNDIC_CONFLICT, "",
	        "nothing of change 2 can be taken back: org beta stays: deal one refers to it");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic undo 1 (takes an earlier change back)");
	OK(edit("deal", "one", "org=acme")); /* 4 */
	REFUSED(undo(1), SYNDIC_CONFLICT, "", "org acme stays: deal one refers to it");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic history 1");
	OK(edit("org", "beta", "notes=x")); /* 5 */
	OK(edit("org", "beta", "notes="));  /* 6 */
	REFUSED(undo(5), SYNDIC_CONFLICT, "", "as it was before");
}
END_TEST

START_TEST(test_a_log_that_was_damaged)
{
	OK(add("org", "name=Acme"));
	foreign("UPDATE change_row SET after = '{\"name\":'");
	REFUSED(undo(0), SYNDIC_FAILED, "", "change log cannot be read");
	ck_assert_str_eq(cell("org", "acme", "name"), "Acme");
}
END_TEST

UNIT(undo)
{
	Suite *suite = suite_create("undo");
	TCase *cases = model_case("undo");
	tcase_add_test(cases, test_every_write);
	tcase_add_test(cases, test_later_edits_stay);
	tcase_add_test(cases, test_foreign_edits_stay);
	tcase_add_test(cases, test_what_is_in_use_stays);
	tcase_add_test(cases, test_taken_places);
	tcase_add_test(cases, test_gone_references);
	tcase_add_test(cases, test_a_contract_that_stays);
	tcase_add_test(cases, test_an_edited_contract);
	tcase_add_test(cases, test_an_edited_membership);
	tcase_add_test(cases, test_an_edited_deal);
	tcase_add_test(cases, test_another_contract_of_the_deal);
	tcase_add_test(cases, test_a_deal_added_as_won);
	tcase_add_test(cases, test_moved_on_since);
	tcase_add_test(cases, test_moved_to_and_fro);
	tcase_add_test(cases, test_a_stage_that_changed_its_meaning);
	tcase_add_test(cases, test_nothing_to_undo);
	tcase_add_test(cases, test_the_first_reason_is_told);
	tcase_add_test(cases, test_a_log_that_was_damaged);
	suite_add_tcase(suite, cases);
	return suite;
}
