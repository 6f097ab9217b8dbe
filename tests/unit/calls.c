#include "model.h"

#define HOUR INT64_C(1000000)

static void a_round(void)
{
	OK(add("initiative", "name=Quotas", "price=60000"));
	OK(add("syndicate", "name=Quotas round", "initiative=quotas"));
	OK(add("org", "name=BIDS", "owner=mika"));
	OK(add("org", "name=UofT"));
	OK(add("org", "name=NERSC"));
}

#define pledged(name, org, ...)                                                                    \
	add("deal", "name=" name, "org=" org, "pipeline=cofunding", "syndicate=quotas-round",          \
	    __VA_ARGS__)
#define talked(deal, at, minutes)                                                                  \
	add("activity", "summary=Talked", "kind=call", "deal=" deal, "at=" at, "minutes=" minutes)

static struct syndic_calls *calls(const char *reference)
{
	struct syndic_calls *report;
	OK(syndic_report_calls(db, reference, 0, &report));
	return report;
}

static const struct syndic_call *of(const struct syndic_calls *report, const char *who)
{
	for (size_t i = 0; i < report->call_count; i++) {
		const struct syndic_call *call = &report->calls[i];
		if (strcmp(call->deal ? call->deal : call->org, who) == 0) return call;
	}
	return NULL;
}

/* 60,000 are wanted: A's 40,000 at 0.5, and B's 20,000 or C's 30,000 do it. */
START_TEST(swing_an_hour_ranks_them)
{
	struct syndic_calls *report;
	a_round();
	OK(pledged("A", "bids", "stage=Soft", "amount=40000", "probability=0.5"));
	OK(pledged("B", "uoft", "stage=Soft", "amount=20000", "probability=0.4"));
	OK(pledged("C", "nersc", "stage=Binding", "amount=30000", "probability=0.2"));
	OK(talked("b", "2026-01-10", "240"));
	report = calls(NULL);
	ck_assert(!report->learned && report->cases == 0);
	ck_assert_int_eq(report->hours, 6 * HOUR);
	/* Binding ones are not called; of B 4 of 6 hours are spent, one talk took 4. */
	ck_assert_uint_eq(report->call_count, 2);
	ck_assert_int_eq(of(report, "a")->swing, 520000); /* 1 − 0.6 · 0.8 */
	ck_assert_int_eq(of(report, "a")->hours, 6 * HOUR);
	ck_assert_str_eq(of(report, "a")->kind, "pledge");
	ck_assert_int_eq(of(report, "b")->swing, 400000); /* 0.5 · 0.8 */
	ck_assert_int_eq(of(report, "b")->spent, 4 * HOUR);
	ck_assert_int_eq(of(report, "b")->hours, 4 * HOUR);
	ck_assert_int_eq(of(report, "b")->per_hour, 100000);
	ck_assert_str_eq(of(report, "b")->last_conversation, "2026-01-10");
	ck_assert_str_eq(report->calls[0].deal, "b");
	syndic_calls_free(report);
	OK(syndic_report_calls(db, "quotas-round", 1, &report));
	ck_assert_uint_eq(report->call_count, 1);
	ck_assert_uint_eq(report->total, 2);
	syndic_calls_free(report);
	REFUSED(syndic_report_calls(db, "nothing", 0, &report), SYNDIC_NOT_FOUND, "", "nothing");
}
END_TEST

START_TEST(prospects_are_assumed_like_the_others)
{
	struct syndic_calls *report;
	const struct syndic_call *call;
	a_round();
	OK(pledged("A", "bids", "stage=Soft", "amount=40000", "probability=0.5"));
	OK(add("org", "name=Birch"));
	OK(pledged("B", "birch", "stage=Binding", "amount=20000", "probability=1"));
	OK(pledged("C", "nersc", "stage=Interest"));
	OK(add("org", "name=Marsh"));
	OK(add("org", "name=Gone"));
	OK(add("org", "name=Lost"));
	OK(add("membership", "org=uoft", "starts_on=2026-01-01", "ends_on=2026-12-31"));
	OK(add("membership", "org=bids", "starts_on=2026-01-01", "ends_on=2026-12-31"));
	OK(add("membership", "org=gone", "starts_on=2025-01-01", "ends_on=2025-12-31"));
	OK(add("endorsement", "initiative=quotas", "org=marsh", "letter=yes"));
	OK(add("endorsement", "initiative=quotas", "org=lost", "letter=yes"));
	OK(pledged("D", "lost", "stage=Withdrawn", "amount=90000"));
	report = calls("quotas-round");
	ck_assert_uint_eq(report->total, 4);
	call = of(report, "marsh");
	ck_assert_str_eq(call->kind, "endorser");
	ck_assert_int_eq(call->amount, 3000000); /* between 20,000 and 40,000 */
	ck_assert_int_eq(call->probability, 100000);
	ck_assert(call->assumed && !call->deal && !call->stage);
	ck_assert_int_eq(call->swing, 0); /* 50,000 are not enough, and A needs no help */
	ck_assert_str_eq(of(report, "uoft")->kind, "member");
	/* Endorsers before members, where nothing else tells. */
	ck_assert(of(report, "marsh") < of(report, "uoft"));
	ck_assert(of(report, "c")->assumed);
	ck_assert_int_eq(of(report, "c")->swing, 0);
	ck_assert(!of(report, "gone") && !of(report, "lost"));
	syndic_calls_free(report);
	OK(edit("syndicate", "quotas-round", "threshold=50000"));
	report = calls("quotas-round");
	ck_assert_int_eq(of(report, "marsh")->swing, 500000);
	ck_assert_int_eq(of(report, "c")->swing, 500000);
	syndic_calls_free(report);
}
END_TEST

START_TEST(hours_are_learned_from_those_that_became_binding)
{
	struct syndic_calls *report;
	a_round();
	OK(add("org", "name=Birch"));
	OK(add("org", "name=Cedar"));
	OK(add("org", "name=Elm"));
	OK(add("org", "name=Fir"));
	OK(pledged("A", "bids", "stage=Binding", "amount=1"));
	OK(pledged("B", "birch", "stage=Binding", "amount=1"));
	OK(pledged("C", "cedar", "stage=Binding", "amount=1"));
	OK(pledged("D", "uoft", "stage=Binding", "amount=1"));
	OK(pledged("E", "elm", "stage=Binding", "amount=1"));
	OK(pledged("F", "fir", "stage=Binding", "amount=1"));
	OK(pledged("S", "nersc", "stage=Soft", "amount=60000"));
	OK(talked("a", "2026-01-10", "60"));
	OK(talked("a", "2026-01-15", "60"));
	OK(talked("b", "2026-01-10", "180"));
	OK(talked("c", "2026-01-10", "240"));
	OK(talked("d", "2026-01-10", "60"));
	OK(talked("s", "2026-01-10", "600"));
	report = calls(NULL);
	ck_assert(!report->learned);
	ck_assert_int_eq(report->cases, 4);
	syndic_calls_free(report);
	OK(talked("e", "2026-01-10", "240"));
	OK(talked("e", "2026-01-16", "6000")); /* after it was bound */
	report = calls(NULL);
	ck_assert(report->learned);
	ck_assert_int_eq(report->cases, 5);
	ck_assert_int_eq(report->hours, 14 * HOUR / 5);
	/* More was spent on S than it should take: one more conversation. */
	ck_assert_int_eq(of(report, "s")->hours, report->conversation);
	ck_assert_int_eq(report->conversation, 7440 * HOUR / 60 / 8);
	syndic_calls_free(report);
}
END_TEST

START_TEST(what_cannot_be_weighed_is_counted)
{
	struct syndic_calls *report;
	a_round();
	OK(add("initiative", "name=Later"));
	OK(add("syndicate", "name=Later round", "initiative=later"));
	OK(add("membership", "org=uoft", "starts_on=2026-01-01", "ends_on=2026-12-31"));
	report = calls(NULL);
	ck_assert_uint_eq(report->total, 0);
	ck_assert_int_eq(report->unknown, 1);
	ck_assert_int_eq(report->without_median, 1);
	ck_assert_int_eq(report->conversation, HOUR / 2);
	syndic_calls_free(report);
}
END_TEST

UNIT(calls)
{
	Suite *suite = suite_create("calls");
	TCase *cases = model_case("whom to call");

	tcase_add_test(cases, swing_an_hour_ranks_them);
	tcase_add_test(cases, prospects_are_assumed_like_the_others);
	tcase_add_test(cases, hours_are_learned_from_those_that_became_binding);
	tcase_add_test(cases, what_cannot_be_weighed_is_counted);
	suite_add_tcase(suite, cases);
	return suite;
}
