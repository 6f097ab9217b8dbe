#include "exchange.h"
#include "base/mem.h"
#include "model/round.h"

static struct arena arena;
static struct round loaded;

static struct round *load(const char *slug)
{
	char id[REFERENCE_SIZE];
	OK(resolve(db, &entity_syndicate, slug, NULL, id));
	OK(round_load(db, id, &arena, &loaded));
	return &loaded;
}

static struct pledge *pledge(const char *slug)
{
	for (size_t i = 0; i < loaded.count; i++)
		if (strcmp(loaded.pledges[i].slug, slug) == 0) return &loaded.pledges[i];
	ck_abort_msg("no pledge %s", slug);
	return NULL;
}

static void a_round(void)
{
	OK(add("initiative", "name=Quotas", "price=60000"));
	OK(add("syndicate", "name=Quotas round", "initiative=quotas", "min-members=2"));
	OK(add("org", "name=BIDS"));
	OK(add("org", "name=UofT"));
	OK(add("org", "name=NERSC"));
}

#define pledged(name, org, ...)                                                                    \
	add("deal", "name=" name, "org=" org, "pipeline=cofunding", "syndicate=quotas-round",          \
	    __VA_ARGS__)

START_TEST(what_is_not_said_comes_from_the_initiative)
{
	a_round();
	load("quotas-round");
	ck_assert_int_eq(loaded.price, 6000000);
	ck_assert_int_eq(loaded.threshold, 6000000);
	ck_assert(loaded.ceiling == INT64_MAX);
	OK(edit("syndicate", "quotas-round", "price=50000", "threshold=40000"));
	load("quotas-round");
	ck_assert_int_eq(loaded.price, 5000000);
	ck_assert_int_eq(loaded.threshold, 4000000);
}
END_TEST

START_TEST(binding_ones_count_unless_expired)
{
	a_round();
	OK(add("org", "name=Delta"));
	OK(add("org", "name=Elm"));
	OK(pledged("A", "bids", "stage=Binding", "amount=40000"));
	OK(pledged("B", "uoft", "stage=Binding", "amount=20000", "expires=2026-01-14"));
	OK(pledged("C", "nersc", "stage=Soft", "amount=30000"));
	OK(pledged("D", "delta", "stage=Interest", "amount=7000", "expires=2026-01-14"));
	ck_assert_str_eq(import_deals("name,org,pipeline,syndicate,stage\n"
	                              "E,elm,cofunding,quotas-round,Binding\n"),
	                 NEW_ROWS(1));
	load("quotas-round");
	ck_assert_int_eq(loaded.counted, 4000000);
	ck_assert_int_eq(loaded.members, 1);
	ck_assert_int_eq(pledge("a")->fate, BID_COUNTS);
	ck_assert_int_eq(pledge("b")->fate, BID_ABSENT);
	ck_assert_int_eq(pledge("e")->fate, BID_ABSENT);
	/* What has expired interests nobody. */
	ck_assert_int_eq(loaded.interest, 3000000);
	ck_assert(!round_reached(&loaded));
	OK(edit("deal", "b", "expires=2026-01-15"));
	load("quotas-round");
	ck_assert_int_eq(loaded.counted, 6000000);
	ck_assert(round_reached(&loaded));
	ck_assert_int_eq(loaded.raised, 6000000);
}
END_TEST

START_TEST(conditions_and_ceiling_decide_what_counts)
{
	a_round();
	OK(edit("syndicate", "quotas-round", "ceiling=70000"));
	OK(pledged("A", "bids", "stage=Binding", "amount=40000", "condition-amount=20000"));
	OK(pledged("B", "uoft", "stage=Binding", "amount=20000", "condition-members=1"));
	OK(pledged("C", "nersc", "stage=Binding", "amount=30000", "condition-members=3"));
	load("quotas-round");
	ck_assert_int_eq(pledge("a")->fate, BID_COUNTS);
	ck_assert_int_eq(pledge("c")->fate, BID_FAILS);
	OK(edit("deal", "c", "condition-members=2"));
	load("quotas-round");
	ck_assert_int_eq(pledge("c")->fate, BID_WAITS);
	ck_assert_int_eq(loaded.counted, 6000000);
	/* 40,000 and 20,000 of a price of 60,000. */
	ck_assert_int_eq(pledge("a")->share, 4000000);
	ck_assert_int_eq(pledge("c")->share, 0);
}
END_TEST

/* ---- the report ---- */

static const struct syndic_pledge *reported(const struct syndic_round *report, const char *slug)
{
	for (size_t i = 0; i < report->pledge_count; i++)
		if (strcmp(report->pledges[i].deal, slug) == 0) return &report->pledges[i];
	ck_abort_msg("no pledge %s", slug);
	return NULL;
}

static struct syndic_round *report_round(void)
{
	struct syndic_round *report;
	OK(syndic_report_round(db, "quotas-round", &report));
	return report;
}

START_TEST(those_signed_and_unpaid_are_named)
{
	struct syndic_round *report;
	a_round();
	OK(add("contract", "name=CA", "org=bids", "amount=20000", "signed_on=2025-11-16"));
	OK(add("contract", "name=CB", "org=uoft", "amount=20000", "signed_on=2025-11-15"));
	OK(add("contract", "name=CC", "org=nersc", "amount=10000", "signed_on=2025-11-01"));
	ck_assert_str_eq(import_deals("name,org,pipeline,syndicate,stage,amount,contract\n"
	                              "A,bids,cofunding,quotas-round,Contracted,25000,ca\n"
	                              "B,uoft,cofunding,quotas-round,Contracted,20000,cb\n"
	                              "C,nersc,cofunding,quotas-round,Contracted,10000,cc\n"),
	                 NEW_ROWS(3));
	OK(add("payment", "contract=cb", "paid_on=2026-01-02", "amount=19999.99"));
	OK(add("payment", "contract=cc", "paid_on=2026-01-02", "amount=10000"));
	report = report_round();
	ck_assert_int_eq(reported(report, "a")->unpaid_days.value, 60);
	ck_assert(!reported(report, "a")->overdue && !reported(report, "a")->paid.known);
	ck_assert_int_eq(reported(report, "b")->unpaid_days.value, 61);
	ck_assert(reported(report, "b")->overdue);
	ck_assert_int_eq(reported(report, "b")->paid.value, 1999999);
	ck_assert(!reported(report, "c")->unpaid_days.known && !reported(report, "c")->overdue);
	/* As long as no SOW was executed each pays by what counts today, whatever was signed. */
	ck_assert_int_eq(reported(report, "a")->share.value, 2500000);
	ck_assert_int_eq(reported(report, "a")->probability.value, 1000000);
	syndic_round_free(report);
}
END_TEST

START_TEST(a_report_says_what_lacks_and_what_is_unknown)
{
	struct syndic_round *report;
	const struct syndic_pledge *one;
	a_round();
	OK(edit("syndicate", "quotas-round", "deadline=2026-02-14"));
	OK(pledged("A", "bids", "stage=Binding", "amount=40000", "probability=0.5"));
	OK(pledged("B", "uoft", "stage=Binding", "amount=20000", "condition-amount=50000.50"));
	OK(pledged("C", "nersc", "stage=Interest"));
	report = report_round();
	ck_assert_int_eq(report->days_left.value, 30);
	ck_assert_int_eq(report->missing.value, 2000000);
	/* A and B would do, but B asks for more than A brings. */
	ck_assert_int_eq(report->probability.value, 0);
	one = reported(report, "b");
	ck_assert_int_eq(one->fate, SYNDIC_PLEDGE_FAILS);
	ck_assert_int_eq(one->lacks_amount.value, 1000050);
	ck_assert(!one->lacks_members.known && !one->share.known);
	ck_assert_str_eq(one->condition, "if others bring 50,000.50");
	ck_assert(!reported(report, "c")->swing.known && !reported(report, "c")->amount.known);
	ck_assert_uint_eq(report->unlock_count, 3);
	ck_assert_str_eq(report->unlocks[0].kind, "loosen");
	ck_assert_str_eq(report->unlocks[0].deals[0], "b");
	ck_assert_int_eq(report->unlocks[0].amount, 1000050);
	ck_assert_str_eq(report->unlocks[0].command, "syndic deal edit b --condition-amount 40000.00");
	syndic_round_free(report);
	OK(edit("deal", "b", "condition-amount=40000", "probability=0.4"));
	report = report_round();
	ck_assert_int_eq(report->probability.value, 200000);
	ck_assert_int_eq(reported(report, "a")->swing.value, 400000);
	ck_assert_int_eq(reported(report, "b")->swing.value, 500000);
	ck_assert(report->reached && report->unlock_count == 0 && report->error == 0);
	syndic_round_free(report);
	REFUSED(syndic_report_round(db, "nothing", &report), SYNDIC_NOT_FOUND, "", "nothing");
}
END_TEST

UNIT(round)
{
	Suite *suite = suite_create("round");
	TCase *cases = model_case("a round with its pledges");

	tcase_add_test(cases, what_is_not_said_comes_from_the_initiative);
	tcase_add_test(cases, binding_ones_count_unless_expired);
	tcase_add_test(cases, conditions_and_ceiling_decide_what_counts);
	tcase_add_test(cases, those_signed_and_unpaid_are_named);
	tcase_add_test(cases, a_report_says_what_lacks_and_what_is_unknown);
	suite_add_tcase(suite, cases);
	return suite;
}
