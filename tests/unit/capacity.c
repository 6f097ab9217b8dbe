/* Capacity against load, by hand. */
#include "slot_fixture.h"
#include "base/money.h"

#define HOURS(hours) ((int64_t)((hours) * (double)RATIO_ONE + 0.5))

static struct syndic *now; /* on the first day of a month: all of it is left */
static struct syndic_capacity *report;

static void look(void)
{
	const struct syndic_capacity_options six = {.months = 6};

	if (!now) now = open_as("2026-02-01", "x", false);
	syndic_capacity_free(report);
	ck_assert_int_eq(syndic_report_capacity(now, &six, &report), SYNDIC_OK);
	ck_assert_uint_eq(report->month_count, 6);
}

static void month_is(size_t index, double committed, double onboarding, double weighted)
{
	const struct syndic_capacity_month *month = &report->months[index];

	ck_assert_msg(month->committed == HOURS(committed), "%s committed %lld", month->month,
	              (long long)month->committed);
	ck_assert_msg(month->onboarding == HOURS(onboarding), "%s onboarding %lld", month->month,
	              (long long)month->onboarding);
	ck_assert_msg(month->weighted == HOURS(weighted), "%s weighted %lld", month->month,
	              (long long)month->weighted);
}

static void over_is(size_t index, int64_t millionths)
{
	ck_assert(report->months[index].p_over.known);
	ck_assert_int_eq(report->months[index].p_over.value, millionths);
}

/* ---- capacity ---- */

START_TEST(unknown_capacity)
{
	queued("a", "10", "10");
	look();
	ck_assert(!report->months[0].capacity.known);
	ck_assert(!report->months[0].p_over.known);
	ck_assert_uint_eq(report->gap_count, 1);
	capacity("2026-03", "100");
	look();
	ck_assert(!report->months[0].capacity.known);
	ck_assert_int_eq(report->months[1].capacity.value, HOURS(100));
	over_is(1, 0);
}
END_TEST

START_TEST(operations_come_off)
{
	capacity("2026-01", "100");
	OK(add("org", "name=M"));
	OK(add("membership", "org=m", "tier=general", "starts_on=2025-06-01", "ends_on=2026-05-31"));
	OK(add("org", "name=N"));
	OK(add("membership", "org=n", "tier=general", "starts_on=2026-03-15", "ends_on=2027-03-14"));
	look();
	ck_assert_int_eq(report->months[0].members, 1);
	ck_assert_int_eq(report->months[0].operations, HOURS(2));
	ck_assert_int_eq(report->months[0].capacity.value, HOURS(98));
	ck_assert_int_eq(report->months[1].capacity.value, HOURS(96));
	ck_assert_int_eq(report->months[5].members, 2); /* M's term ends; M is not known to leave */
}
END_TEST

START_TEST(what_may_be_asked)
{
	struct syndic_capacity *none = NULL;
	struct syndic_capacity_options options = {.from = "2025-12"};

	REFUSED(syndic_report_capacity(db, &options, &none), SYNDIC_MISUSE, "from", "2025-12");
	options = (struct syndic_capacity_options){.from = "soon"};
	REFUSED(syndic_report_capacity(db, &options, &none), SYNDIC_MISUSE, "from", "soon");
	options = (struct syndic_capacity_options){.months = 241};
	REFUSED(syndic_report_capacity(db, &options, &none), SYNDIC_MISUSE, "months", "240");
	options = (struct syndic_capacity_options){.from = "2026-04", .months = 1};
	OK(syndic_report_capacity(db, &options, &none));
	ck_assert_str_eq(none->months[0].month, "2026-04");
	syndic_capacity_free(none);
}
END_TEST

/* ---- what is sold ---- */

/* What nobody promised a month for takes what is left of each: 300 hours at 100 a month, then 30
 * more. */
START_TEST(slots_by_the_queue)
{
	capacity("2026-02", "100");
	queued("a", "300", "300");
	queued("b", "30", "30");
	look();
	month_is(0, 100, 0, 0);
	month_is(2, 100, 0, 0);
	month_is(3, 30, 0, 0);
	month_is(4, 0, 0, 0);
	over_is(0, 0); /* it is all of the capacity, and no more */
	OK(edit("deliverable", "a", "spent_hours=150"));
	look();
	month_is(0, 100, 0, 0);
	month_is(1, 80, 0, 0);
	month_is(2, 0, 0, 0);
}
END_TEST

/* The slot of a that is held is queued once deal d has signed its SOW. */
static void sign_and_queue(void)
{
	static const char *const steps[] = {"approve", "issue", "sign", "execute"};

	OK(edit("deliverable", "a", "definition_of_done=seen"));
	OK(edit("sow", "a", "deal=d"));
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		OK(syndic_verb(db, "sow", steps[i], "a", NULL, 0, NULL));
	ck_assert_str_eq(cell("deal", "d", "stage"), "Closed Won");
	OK(slot_verb("queue", "a"));
}

/* A contract's term is the promise; what of it has passed is not worked again. */
START_TEST(slots_by_their_contracts)
{
	capacity("2026-02", "100");
	hold("a", "120", "120", "draft");
	OK(add("org", "name=O"));
	OK(add("deal", "name=D", "org=o", "pipeline=project", "stage=Proposal", "revenue_type=project",
	       "amount=30000", "starts_on=2026-01-01", "ends_on=2026-04-30"));
	sign_and_queue();
	look();
	month_is(0, 40, 0, 0); /* and the contract's own 120 hours are not counted beside */
	month_is(2, 40, 0, 0);
	month_is(3, 0, 0, 0);
}
END_TEST

/* (0, 100, 200) in one month of 100: half of the sizes are above, and the average is not. */
START_TEST(sizes_not_averages)
{
	capacity("2026-02", "100");
	OK(edit("setting", "work_in_progress", "value=1"));
	hold("a", "0", "200", "draft");
	OK(add("org", "name=O"));
	OK(add("deal", "name=D", "org=o", "pipeline=project", "stage=Proposal", "revenue_type=project",
	       "amount=30000", "starts_on=2026-02-01", "ends_on=2026-02-28"));
	sign_and_queue();
	look();
	month_is(0, 100, 0, 0);
	over_is(0, 500000);
}
END_TEST

/* 25,000 at 250 an hour are 100 hours, over two months. */
START_TEST(contracts_and_deals)
{
	capacity("2026-02", "60");
	OK(add("org", "name=O"));
	OK(add("contract", "name=C", "org=o", "revenue_type=project", "amount=25000",
	       "starts_on=2026-03-01", "ends_on=2026-04-30", "signed_on=2026-01-01"));
	OK(add("deal", "name=D", "org=o", "pipeline=project", "stage=Proposal", "amount=25000",
	       "probability=0.4", "starts_on=2026-03-01", "ends_on=2026-04-30"));
	OK(add("deal", "name=Grant", "org=o", "pipeline=project", "stage=Proposal", "amount=25000",
	       "revenue_type=grant", "starts_on=2026-03-01", "ends_on=2026-04-30"));
	OK(add("deal", "name=Vague", "org=o", "pipeline=project", "stage=Proposal", "amount=25000"));
	look();
	month_is(0, 0, 0, 0);
	month_is(1, 50, 0, 20);
	over_is(1, 400000); /* 50 or 100 */
	ck_assert_uint_eq(report->gap_count, 1);
	ck_assert_str_eq(report->gaps[0].reference, "vague");
}
END_TEST

/* Nobody knows how many hours an amount is, where nobody says what one costs. */
START_TEST(no_price_of_an_hour)
{
	capacity("2026-02", "60");
	OK(add("org", "name=O"));
	OK(add("contract", "name=C", "org=o", "revenue_type=project", "amount=25000",
	       "starts_on=2026-03-01", "ends_on=2026-04-30", "signed_on=2026-01-01"));
	REFUSED(edit("setting", "hour_price", "value=0"), SYNDIC_MISUSE, "hour_price", "more than 0");
	OK(rm("setting", "hour_price"));
	look();
	month_is(1, 0, 0, 0);
	ck_assert_uint_eq(report->gap_count, 1);
	ck_assert_str_eq(report->gaps[0].reference, "c");
	ck_assert_str_eq(report->gaps[0].why, "nobody says what an hour is sold for");
	ck_assert_str_eq(report->gaps[0].help, "syndic setting add hour_price --value PRICE");
	REFUSED(add("setting", "key=hour_price", "value=0.00"), SYNDIC_MISUSE, "hour_price",
	        "more than 0");
	OK(add("setting", "key=hour_price", "value=500"));
	look();
	month_is(1, 25, 0, 0);
	foreign("UPDATE setting SET value = '0' WHERE key = 'hour_price'");
	look();
	ck_assert_str_eq(report->gaps[0].help, "syndic setting edit hour_price --value PRICE");
}
END_TEST

/* ---- rounds ---- */

static void pledge(const char *org, const char *stage, const char *probability)
{
	char named[40], name[40], staged[40], chance[40];

	snprintf(named, sizeof named, "org=%s", org);
	snprintf(name, sizeof name, "name=%s", org);
	snprintf(staged, sizeof staged, "stage=%s", stage);
	snprintf(chance, sizeof chance, "probability=%s", probability);
	OK(add("org", name));
	OK(add("deal", name, named, "pipeline=cofunding", staged, chance, "syndicate=round",
	       "amount=10000", "starts_on=2026-03-01", "ends_on=2026-04-30"));
}

/* Both must come: 0.5 × 0.6. Its 80 hours lie in the pledges' two months. */
START_TEST(rounds_by_their_odds)
{
	capacity("2026-02", "30");
	OK(add("initiative", "name=A"));
	OK(add("deliverable", "name=A", "initiative=a", "low_hours=80", "high_hours=80"));
	OK(add("syndicate", "name=Round", "initiative=a", "price=20000", "threshold=20000"));
	pledge("x", "Soft", "0.5");
	pledge("y", "Binding", "0.6");
	look();
	month_is(1, 0, 0, 12);
	month_is(2, 0, 0, 12);
	over_is(1, 300000);
	OK(add("slot", "name=A", "initiative=a", "syndicate=round"));
	look(); /* its slot stands for it now */
	month_is(1, 0, 0, 12);
	foreign("UPDATE syndicate SET state = 'lapsed'");
	look();
	month_is(1, 0, 0, 0);
}
END_TEST

/* ---- members ---- */

/* 40 hours over three months: of N from March on, and of a deal with 0.5 from April on. 40 ÷ 3 is
 * 13.333334 in the first month. */
START_TEST(taking_aboard)
{
	capacity("2026-02", "100");
	OK(add("org", "name=N"));
	OK(add("membership", "org=n", "tier=general", "starts_on=2026-03-01", "ends_on=2027-02-28"));
	OK(add("org", "name=P"));
	OK(add("deal", "name=D", "org=p", "pipeline=membership", "stage=Proposal",
	       "revenue_type=membership", "tier=general", "kind=new", "probability=0.5",
	       "starts_on=2026-04-01"));
	OK(add("deal", "name=R", "org=n", "pipeline=membership", "stage=Renewal",
	       "revenue_type=membership", "kind=renewal", "probability=0.5", "starts_on=2027-03-01"));
	look();
	month_is(0, 0, 0, 0);
	month_is(1, 0, 13.333334, 0);
	month_is(2, 0, 20, 0);
	month_is(4, 0, 6.666667, 0);
}
END_TEST

/* 90 hours sold and 13.3 to take a member aboard, of 98: each would fit alone. */
START_TEST(collisions)
{
	capacity("2026-02", "100");
	OK(add("org", "name=N"));
	OK(add("membership", "org=n", "tier=general", "starts_on=2026-03-01", "ends_on=2027-02-28"));
	OK(add("contract", "name=C", "org=n", "revenue_type=project", "amount=90000",
	       "starts_on=2026-02-01", "ends_on=2026-05-31", "signed_on=2026-01-01"));
	look();
	ck_assert(!report->months[0].collision);
	ck_assert(report->months[1].collision);
	over_is(1, 1000000);
	OK(edit("contract", "c", "amount=180000")); /* too much without anybody new */
	look();
	ck_assert(!report->months[1].collision);
}
END_TEST

UNIT(capacity)
{
	Suite *suite = suite_create("capacity");
	TCase *cases = model_case("capacity and load");

	tcase_add_test(cases, unknown_capacity);
	tcase_add_test(cases, operations_come_off);
	tcase_add_test(cases, what_may_be_asked);
	tcase_add_test(cases, slots_by_the_queue);
	tcase_add_test(cases, slots_by_their_contracts);
	tcase_add_test(cases, sizes_not_averages);
	tcase_add_test(cases, contracts_and_deals);
	tcase_add_test(cases, no_price_of_an_hour);
	tcase_add_test(cases, rounds_by_their_odds);
	tcase_add_test(cases, taking_aboard);
	tcase_add_test(cases, collisions);
	suite_add_tcase(suite, cases);
	return suite;
}
