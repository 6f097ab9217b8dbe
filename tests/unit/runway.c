/* How long the cash lasts, held to cases worked out by hand and to itself. */
#include <stdint.h>
#include "model.h"
#include "base/date.h"
#include "base/money.h"
#include "property.h"

#define CENTS(units) ((units)*INT64_C(100))

/* ---- short calls ---- */

static struct syndic_runway_options ask = {.projection = {.seed = 1}};

static struct syndic_runway *runway(const char *scenario)
{
	struct syndic_runway_options options = ask;
	struct syndic_runway *report;

	options.scenario = scenario;
	OK(syndic_report_runway(db, &options, &report));
	return report;
}

static const struct syndic_runway_month *month_of(const struct syndic_runway *report,
                                                  const char *month)
{
	for (size_t i = 0; i < report->month_count; i++)
		if (strcmp(report->months[i].month, month) == 0) return &report->months[i];
	ck_abort_msg("there is no month %s", month);
	return NULL;
}

static int64_t revenue_in(const char *scenario, const char *month)
{
	struct syndic_runway *report = runway(scenario);
	int64_t revenue = month_of(report, month)->revenue;

	syndic_runway_free(report);
	return revenue;
}

static int64_t cost_in(const char *scenario, const char *month)
{
	struct syndic_runway *report = runway(scenario);
	int64_t cost = month_of(report, month)->cost;

	syndic_runway_free(report);
	return cost;
}

static void set(const char *scenario, const char *what, const char *value, const char *from,
                const char *to)
{
	struct syndic_scenario_setting setting = {what, value, from, to};

	OK(syndic_scenario_set(db, scenario, &setting, 1));
}

static void same(const char *a, const char *b)
{
	if (a && b)
		ck_assert_str_eq(a, b);
	else
		ck_assert_msg(!a && !b, "%s and %s", a ? a : "(none)", b ? b : "(none)");
}

/* A month's figures in units, the balance on every path. */
static void month_is(const struct syndic_runway *report, const char *name, int64_t revenue,
                     int64_t cost, int64_t balance)
{
	const struct syndic_runway_month *month = month_of(report, name);

	ck_assert_msg(month->revenue == CENTS(revenue), "%s: revenue %lld", name,
	              (long long)month->revenue);
	ck_assert_msg(month->cost == CENTS(cost), "%s: cost %lld", name, (long long)month->cost);
	ck_assert_int_eq(month->net, month->revenue - month->cost);
	ck_assert_msg(month->balance.known && month->balance.value == CENTS(balance),
	              "%s: balance %lld", name, (long long)month->balance.value);
	ck_assert_int_eq(month->balance_p10.value, CENTS(balance));
	ck_assert_int_eq(month->balance_p50.value, CENTS(balance));
	ck_assert_int_eq(month->balance_p90.value, CENTS(balance));
}

static void costs_and_cash(const char *cost, const char *cash)
{
	char text[60];

	snprintf(text, sizeof text, "amount=%s", cost);
	OK(add("cost", "name=Staff", "kind=personnel", text));
	snprintf(text, sizeof text, "amount=%s", cash);
	OK(add("cash_balance", "month=2025-12", text));
}

/* ---- by hand ---- */

/*
 * A project of 12,000 over January to March, nothing paid: 4,000 a month. A service of 24,000 a year to the
 * end of June, 12,000 of it paid: 2,000 a month by the ledger, and ARR ÷ 12 = 2,000 for ever in base. Costs
 * 5,000 a month and 10 % of revenue; 10,000 in the bank.
 */
static void small_house(void)
{
	OK(add("org", "name=Orbit"));
	OK(add("contract", "name=Project", "revenue_type=project", "amount=12000", "collected=0",
	       "starts_on=2026-01-01", "ends_on=2026-03-31"));
	OK(add("contract", "name=Service", "org=orbit", "revenue_type=service", "amount=24000",
	       "fee_per_year=24000", "collected=12000", "starts_on=2025-07-01", "ends_on=2026-06-30"));
	OK(add("cost", "name=Rent", "kind=infrastructure", "amount=5000"));
	OK(add("cost", "name=Sponsor", "kind=fee", "share=10%"));
	OK(add("cash_balance", "month=2025-12", "amount=10000"));
	ask.projection.months = 8;
}

START_TEST(committed_month_by_month)
{
	struct syndic_runway *report;

	small_house();
	report = runway("committed");
	ck_assert_uint_eq(report->month_count, 8);
	month_is(report, "2026-01", 6000, 5600, 10400);
	month_is(report, "2026-02", 6000, 5600, 10800);
	month_is(report, "2026-03", 6000, 5600, 11200);
	month_is(report, "2026-04", 2000, 5200, 8000);
	month_is(report, "2026-05", 2000, 5200, 4800);
	month_is(report, "2026-06", 2000, 5200, 1600);
	month_is(report, "2026-07", 0, 5000, -3400);
	month_is(report, "2026-08", 0, 5000, -8400);
	ck_assert_int_eq(month_of(report, "2026-06")->p_out.value, 0);
	ck_assert_int_eq(month_of(report, "2026-07")->p_out.value, RATIO_ONE);
	same(report->out_p10, "2026-07");
	same(report->out_p50, "2026-07");
	same(report->out_p90, "2026-07");
	/* Revenue 24,000, cost 42,400 in eight months; 2,300 short a month wants 2,555.56 of sales. */
	ck_assert_uint_eq(report->year_count, 1);
	ck_assert_int_eq(report->years[0].months, 8);
	ck_assert_int_eq(report->years[0].revenue, CENTS(3000));
	ck_assert_int_eq(report->years[0].cost, CENTS(5300));
	ck_assert_int_eq(report->years[0].net, -CENTS(2300));
	ck_assert_int_eq(report->years[0].gross, 255556);
	ck_assert_int_eq(report->fee, RATIO_ONE / 10);
	syndic_runway_free(report);
}
END_TEST

START_TEST(base_month_by_month)
{
	struct syndic_runway *report;

	small_house();
	report = runway("base");
	month_is(report, "2026-01", 6000, 5600, 10400);
	month_is(report, "2026-03", 6000, 5600, 11200);
	month_is(report, "2026-04", 2000, 5200, 8000);
	month_is(report, "2026-06", 2000, 5200, 1600);
	month_is(report, "2026-07", 2000, 5200, -1600);
	month_is(report, "2026-08", 2000, 5200, -4800);
	same(report->out_p50, "2026-07");
	/* Collected 12,000 of 12,000 earned before January: nothing in advance. */
	ck_assert_int_eq(report->prepaid, 0);
	syndic_runway_free(report);
}
END_TEST

/* The service renews in July with 0.8: 1,600 a month. The open project, 6,000 from April to June without slip, is
 * won with 0.5: 1,000 a month. */
START_TEST(expected_month_by_month)
{
	struct syndic_runway *report;

	small_house();
	OK(add("deal", "name=More", "pipeline=project", "stage=proposal", "revenue_type=project",
	       "amount=6000", "probability=0.5", "starts_on=2026-04-01", "ends_on=2026-06-30",
	       "expected_close=2026-03-15"));
	ask.projection.slip = "0";
	report = runway(NULL);
	same(report->scenario, "expected");
	ck_assert_int_eq(month_of(report, "2026-03")->revenue, CENTS(6000));
	ck_assert_int_eq(month_of(report, "2026-04")->revenue, CENTS(3000));
	ck_assert_int_eq(month_of(report, "2026-04")->cost, CENTS(5300));
	ck_assert_int_eq(month_of(report, "2026-07")->revenue, CENTS(1600));
	ck_assert_int_eq(month_of(report, "2026-07")->cost, CENTS(5160));
	/* 11,200, less 2,300 in three months each and 3,560 in July. */
	ck_assert_int_eq(month_of(report, "2026-07")->balance.value, CENTS(740));
	/* Either way: won 1,600 + 5,400, not won 1,600; less 3,200 a month if it renews, else 5,000. */
	ck_assert_int_eq(month_of(report, "2026-06")->balance_p10.value, CENTS(1600));
	ck_assert_int_eq(month_of(report, "2026-06")->balance_p90.value, CENTS(7000));
	syndic_runway_free(report);
}
END_TEST

/* The renewal that is signed already brings its money by the ledger and in base once: as the customer who
 * goes on. One who begins in February is no part of ARR, and counts as signed. */
START_TEST(chains_are_counted_once_in_base)
{
	ask.projection.months = 36;
	OK(add("org", "name=Orbit"));
	OK(add("org", "name=Later"));
	OK(add("contract", "name=First", "org=orbit", "revenue_type=service", "amount=12000",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	ck_assert_int_eq(revenue_in("base", "2026-05"), CENTS(1000));
	ck_assert_int_eq(revenue_in("base", "2027-05"), CENTS(1000));
	OK(add("contract", "name=Second", "org=orbit", "revenue_type=service", "amount=14400",
	       "starts_on=2026-07-01", "ends_on=2027-06-30"));
	OK(add("contract", "name=Third", "org=orbit", "revenue_type=service", "amount=14400",
	       "starts_on=2027-07-01", "ends_on=2028-06-30"));
	ck_assert_int_eq(revenue_in("base", "2026-05"), CENTS(1000));
	ck_assert_int_eq(revenue_in("base", "2026-08"), CENTS(1000));
	ck_assert_int_eq(revenue_in("base", "2027-08"), CENTS(1000));
	ck_assert_int_eq(revenue_in("committed", "2026-08"), CENTS(1200));
	ck_assert_int_eq(revenue_in("committed", "2027-08"), CENTS(1200));
	ck_assert_int_eq(revenue_in("expected", "2026-08"), CENTS(1200));
	ck_assert_int_eq(revenue_in("expected", "2028-08"), CENTS(960)); /* renews with 0.8 */
	OK(add("contract", "name=New", "org=later", "revenue_type=service", "amount=6000",
	       "starts_on=2026-02-01", "ends_on=2027-01-31"));
	ck_assert_int_eq(revenue_in("base", "2026-01"), CENTS(1000));
	ck_assert_int_eq(revenue_in("base", "2026-02"), CENTS(1500));
	ck_assert_int_eq(revenue_in("base", "2027-01"), CENTS(1500));
	ck_assert_int_eq(revenue_in("base", "2027-02"), CENTS(1000));
}
END_TEST

/* In force since November, though what it renews would have run until June. */
START_TEST(an_early_renewal_counts_once_in_base)
{
	ask.projection.months = 12;
	OK(add("org", "name=Orbit"));
	OK(add("contract", "name=First", "org=orbit", "revenue_type=service", "amount=12000",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	OK(add("contract", "name=Second", "org=orbit", "revenue_type=service", "amount=14400",
	       "starts_on=2025-11-01", "ends_on=2026-10-31", "renews=First"));
	ck_assert_int_eq(revenue_in("base", "2026-02"), CENTS(1200));
	ck_assert_int_eq(revenue_in("base", "2026-08"), CENTS(1200));
}
END_TEST

START_TEST(gifts_end_when_they_end_in_base)
{
	ask.projection.months = 14;
	OK(add("contract", "name=Fund", "revenue_type=gift", "amount=120000", "collected=0",
	       "starts_on=2026-01-01", "ends_on=2026-12-31"));
	ck_assert_int_eq(revenue_in("base", "2026-12"), CENTS(10000));
	ck_assert_int_eq(revenue_in("base", "2027-01"), 0);
}
END_TEST

/* ---- the cash ---- */

/* The balance of October, and three months of 1,000 gone since. */
START_TEST(an_older_balance_is_carried_on)
{
	struct syndic_runway *report;

	OK(add("cost", "name=Staff", "amount=1000"));
	OK(add("cash_balance", "month=2025-10", "amount=5000"));
	ask.projection.months = 4;
	report = runway("committed");
	same(report->cash_month, "2025-10");
	ck_assert_int_eq(report->carried, 2);
	ck_assert_int_eq(report->cash.value, CENTS(5000));
	ck_assert_uint_eq(report->month_count, 4);
	month_is(report, "2026-01", 0, 1000, 2000);
	month_is(report, "2026-03", 0, 1000, 0);
	month_is(report, "2026-04", 0, 1000, -1000);
	ck_assert_int_eq(month_of(report, "2026-03")->p_out.value, 0); /* 0 is not below 0 */
	same(report->out_p50, "2026-04");
	syndic_runway_free(report);
	/* The newer one counts, and one of the report's own months does not. */
	OK(add("cash_balance", "month=2025-12", "amount=9000"));
	ask.projection.from = "2025-12";
	report = runway("committed");
	same(report->cash_month, "2025-10");
	syndic_runway_free(report);
	ask.projection.from = NULL;
	report = runway("committed");
	same(report->cash_month, "2025-12");
	ck_assert_int_eq(report->carried, 0);
	month_is(report, "2026-01", 0, 1000, 8000);
	syndic_runway_free(report);
}
END_TEST

START_TEST(it_may_have_run_out_before_the_report)
{
	struct syndic_runway *report;

	OK(add("cost", "name=Staff", "amount=1000"));
	OK(add("cash_balance", "month=2025-10", "amount=1500"));
	report = runway("committed");
	ck_assert_int_eq(report->months[0].p_out.value, RATIO_ONE);
	same(report->out_p10, "2025-12");
	ck_assert_int_eq(report->indicators[0].value.value, 0);
	same(report->indicators[0].band, "red");
	syndic_runway_free(report);
}
END_TEST

START_TEST(a_balance_too_old_is_refused)
{
	struct syndic_runway_options options = {.projection = {.seed = 1}};
	struct syndic_runway *report;

	OK(add("cash_balance", "month=2014-12", "amount=1500"));
	REFUSED(syndic_report_runway(db, &options, &report), SYNDIC_CONFLICT, "month", "too long ago");
	ck_assert_ptr_null(report);
}
END_TEST

/* All of a contract is either in the balance or in the months. */
static int64_t sum_of(const char *scenario)
{
	struct syndic_runway *report = runway(scenario);
	int64_t sum = 0;

	for (size_t i = 0; i < report->month_count; i++)
		sum += report->months[i].revenue;
	syndic_runway_free(report);
	return sum;
}

START_TEST(payments_since_the_balance_are_money_of_these_months)
{
	ask.projection.months = 12;
	OK(add("cash_balance", "month=2025-12", "amount=1000"));
	OK(add("contract", "name=Grant", "revenue_type=grant", "amount=12000", "starts_on=2025-10-01",
	       "ends_on=2026-09-30"));
	OK(add("payment", "contract=grant", "paid_on=2025-11-05", "amount=2000"));
	ck_assert_int_eq(sum_of("committed"), CENTS(10000));
	/* In January it is paid in full: not in the balance of December, so still of the months. */
	OK(add("payment", "contract=grant", "paid_on=2026-01-08", "amount=10000"));
	ck_assert_int_eq(sum_of("committed"), CENTS(10000));
	ck_assert_int_eq(sum_of("base"), CENTS(10000));
	ck_assert_int_eq(sum_of("expected"), CENTS(10000));
}
END_TEST

/* What was paid late, or beyond the amount, came after the balance, too: of the month in which it came. */
START_TEST(late_payments_since_the_balance_are_not_lost)
{
	ask.projection.months = 12;
	OK(add("org", "name=Orbit"));
	OK(add("cash_balance", "month=2025-12", "amount=1000"));
	OK(add("contract", "name=Old", "revenue_type=grant", "amount=12000", "starts_on=2024-01-01",
	       "ends_on=2025-06-30"));
	OK(add("payment", "contract=old", "paid_on=2025-11-05", "amount=2000"));
	ck_assert_int_eq(sum_of("committed"), 0);
	OK(add("payment", "contract=old", "paid_on=2026-01-08", "amount=7000"));
	ck_assert_int_eq(sum_of("committed"), CENTS(7000));
	ck_assert_int_eq(revenue_in("committed", "2026-01"), CENTS(7000));
	ck_assert_int_eq(sum_of("base"), CENTS(7000));
	ck_assert_int_eq(sum_of("expected"), CENTS(7000));
	/* 1,000 of 12,000 is left, and 1,500 come. */
	OK(add("contract", "name=Now", "revenue_type=grant", "amount=12000", "starts_on=2025-01-01",
	       "ends_on=2026-01-31"));
	OK(add("payment", "contract=now", "paid_on=2025-12-05", "amount=11000"));
	OK(add("payment", "contract=now", "paid_on=2026-01-05", "amount=1500"));
	ck_assert_int_eq(revenue_in("committed", "2026-01"), CENTS(8500));
	/* No day of its term is known, yet it paid. */
	OK(add("contract", "name=Vague", "revenue_type=grant", "amount=500"));
	OK(add("payment", "contract=vague", "paid_on=2026-01-05", "amount=500"));
	ck_assert_int_eq(revenue_in("committed", "2026-01"), CENTS(9000));
	/* A customer who goes on brings his fee a year in base, whenever he pays it. */
	OK(add("contract", "name=Service", "org=orbit", "revenue_type=service", "amount=12000",
	       "starts_on=2025-02-01", "ends_on=2026-01-31"));
	OK(add("payment", "contract=service", "paid_on=2025-12-05", "amount=12000"));
	OK(add("payment", "contract=service", "paid_on=2026-01-05", "amount=100"));
	ck_assert_int_eq(revenue_in("base", "2026-01"), CENTS(10000));
	ck_assert_int_eq(revenue_in("committed", "2026-01"), CENTS(9100));
	/* In the future of today nobody has paid. */
	OK(add("payment", "contract=old", "paid_on=2026-02-01", "amount=3000"));
	ck_assert_int_eq(revenue_in("committed", "2026-02"), 0);
	ask.projection.ledger = "earned"; /* whatever was paid */
	ck_assert_int_eq(revenue_in("committed", "2026-02"), 0);
	ck_assert_int_eq(revenue_in("committed", "2026-01"), CENTS(1000) + 92307);
	ask.projection.ledger = NULL;
}
END_TEST

/* What goes back leaves the bank in its month, unless it is still to come again. */
START_TEST(refunds_since_the_balance)
{
	ask.projection.months = 12;
	OK(add("cash_balance", "month=2025-12", "amount=10000"));
	OK(add("contract", "name=Old", "revenue_type=grant", "amount=5000", "starts_on=2024-01-01",
	       "ends_on=2025-06-30"));
	OK(add("payment", "contract=old", "paid_on=2025-07-01", "amount=5000"));
	OK(add("payment", "contract=old", "paid_on=2026-01-02", "amount=-2000"));
	ck_assert_int_eq(revenue_in("committed", "2026-01"), -CENTS(2000));
	OK(add("payment", "contract=old", "paid_on=2026-01-03", "amount=500"));
	ck_assert_int_eq(sum_of("committed"), -CENTS(1500));
	/* Of 3,000 due 3,500 come, then 500 go back; of 1,000 paid twice one is paid back. */
	OK(add("contract", "name=Now", "revenue_type=grant", "amount=3000", "starts_on=2026-01-01",
	       "ends_on=2026-03-31"));
	OK(add("payment", "contract=now", "paid_on=2026-01-02", "amount=3500"));
	ck_assert_int_eq(sum_of("committed"), CENTS(2000));
	OK(add("payment", "contract=now", "paid_on=2026-01-03", "amount=-500"));
	ck_assert_int_eq(sum_of("committed"), CENTS(1500));
	OK(add("contract", "name=Twice", "revenue_type=grant", "amount=1000", "starts_on=2025-12-01",
	       "ends_on=2026-01-31"));
	OK(add("payment", "contract=twice", "paid_on=2025-12-01", "amount=2000"));
	OK(add("payment", "contract=twice", "paid_on=2026-01-03", "amount=-1000"));
	ck_assert_int_eq(sum_of("committed"), CENTS(500));
}
END_TEST

/* A balance that is not known yet on the day is none of the past, whatever the report begins with. */
START_TEST(a_balance_after_the_day_is_not_known_yet)
{
	struct syndic_runway *report;

	OK(add("cash_balance", "month=2025-10", "amount=5000"));
	OK(add("cash_balance", "month=2025-12", "amount=9000"));
	tear_down();
	db = open_as("2025-11-20", "a test", false);
	ask.projection.from = "2026-06";
	report = runway("committed");
	same(report->cash_month, "2025-10");
	syndic_runway_free(report);
	ask.projection.from = NULL;
}
END_TEST

/* ---- what is missing ---- */

static void nothing_is_known(const struct syndic_runway *report)
{
	ck_assert(!report->cash.known);
	ck_assert_ptr_null(report->cash_month);
	ck_assert_ptr_null(report->out_p10);
	ck_assert_ptr_null(report->out_p50);
	ck_assert_ptr_null(report->out_p90);
	for (size_t i = 0; i < report->month_count; i++) {
		const struct syndic_runway_month *month = &report->months[i];
		ck_assert(!month->balance.known && !month->p_out.known);
		ck_assert(!month->balance_p10.known && !month->balance_p50.known);
		ck_assert(!month->balance_p90.known);
	}
	for (size_t i = 0; i < SYNDIC_INDICATORS; i++) {
		ck_assert_msg(!report->indicators[i].value.known, "%s", report->indicators[i].key);
		ck_assert(!report->indicators[i].more_than.known);
		ck_assert_ptr_null(report->indicators[i].band);
		ck_assert_ptr_nonnull(report->indicators[i].advice);
	}
}

START_TEST(an_empty_database_has_a_report)
{
	static const char *const names[] = {"committed", "base", "expected", NULL};

	for (size_t i = 0; i < 4; i++) {
		struct syndic_runway *report = runway(names[i]);
		ck_assert_uint_eq(report->month_count, 36);
		ck_assert(!report->has_costs);
		ck_assert_int_eq(report->years[0].gross, 0);
		nothing_is_known(report);
		syndic_runway_free(report);
	}
}
END_TEST

START_TEST(without_cash_months_are_told)
{
	struct syndic_runway *report;

	OK(add("cost", "name=Staff", "amount=1000"));
	report = runway("base");
	ck_assert_int_eq(report->months[0].cost, CENTS(1000));
	ck_assert(!report->months[0].balance.known);
	ck_assert(!report->indicators[0].value.known);
	ck_assert_ptr_nonnull(strstr(report->indicators[0].advice, "cash-balance"));
	ck_assert(report->indicators[3].value.known); /* nothing is signed: 0 of the cost */
	syndic_runway_free(report);
}
END_TEST

START_TEST(without_costs_it_lasts)
{
	struct syndic_runway *report;

	OK(add("cash_balance", "month=2025-12", "amount=1"));
	report = runway("committed");
	ck_assert_ptr_null(report->out_p50);
	ck_assert(report->indicators[0].more_than.known && !report->indicators[0].value.known);
	ck_assert_int_eq(report->indicators[0].more_than.value, 36 * RATIO_ONE);
	same(report->indicators[0].band, "over");
	ck_assert(!report->indicators[2].value.known); /* what is a reserve ÷ 0? */
	ck_assert(!report->indicators[3].value.known);
	ck_assert(!report->indicators[4].value.known);
	syndic_runway_free(report);
}
END_TEST

/* To the last month of the longest contract and one more, 36 at least and 120 at most, or what is asked for. */
START_TEST(months_reach_beyond_the_last_contract)
{
	struct syndic_runway *report = runway(NULL);
	struct syndic_runway_options options = ask;

	ck_assert_uint_eq(report->month_count, 36);
	syndic_runway_free(report);
	OK(add("contract", "name=Long", "revenue_type=grant", "amount=1000", "starts_on=2026-01-01",
	       "ends_on=2029-12-31"));
	report = runway(NULL);
	ck_assert_str_eq(report->months[report->month_count - 1].month, "2030-01");
	syndic_runway_free(report);
	OK(edit("contract", "long", "ends_on=2049-12-31"));
	report = runway(NULL);
	ck_assert_uint_eq(report->month_count, 120);
	syndic_runway_free(report);
	ask.projection.months = 1;
	report = runway(NULL);
	ck_assert_uint_eq(report->month_count, 1);
	syndic_runway_free(report);
	options.projection.months = 241;
	REFUSED(syndic_report_runway(db, &options, &report), SYNDIC_MISUSE, "months", "240");
}
END_TEST

/* ---- the gap ---- */

/* 100 of cost and 15 % of a revenue of 60: 49 short, which sales of 49 ÷ 0.85 close. */
START_TEST(a_fee_makes_the_gap_smaller_and_its_sales_larger)
{
	struct syndic_runway *report;

	ask.projection.months = 12;
	OK(add("cost", "name=Staff", "amount=100"));
	OK(add("cost", "name=Sponsor", "share=15%"));
	OK(add("contract", "name=G", "revenue_type=gift", "amount=720", "collected=0",
	       "starts_on=2026-01-01", "ends_on=2026-12-31"));
	report = runway("base");
	ck_assert_int_eq(report->years[0].cost, CENTS(109));
	ck_assert_int_eq(report->years[0].net, -CENTS(49));
	ck_assert_int_eq(report->years[0].gross, 5765); /* 57.647… */
	ck_assert(report->years[0].closable);
	/* gross · (1 − fee) = −net, to the cent */
	ck_assert_int_eq(muldiv(report->years[0].gross, RATIO_ONE - report->fee, RATIO_ONE),
	                 -report->years[0].net);
	syndic_runway_free(report);
}
END_TEST

/* Half a year without a fee and half with one of 50 %: so much each month in both. 10 short in the first half,
 * 9 too much in the second, revenue 18 less 9: (6 × 10 − 6 × 9) ÷ (6 × 1 + 6 × 0.5) = 0.67 a month. */
START_TEST(a_fee_that_changes_within_the_year)
{
	struct syndic_runway *report;

	ask.projection.months = 12;
	OK(add("cost", "name=Staff", "amount=10", "ends_on=2026-06-30"));
	OK(add("cost", "name=Sponsor", "share=50%", "starts_on=2026-07-01"));
	OK(add("contract", "name=G", "revenue_type=gift", "amount=108", "collected=0",
	       "starts_on=2026-07-01", "ends_on=2026-12-31"));
	report = runway("base");
	ck_assert_int_eq(report->years[0].net, -50);
	ck_assert_int_eq(report->years[0].gross, 67);
	syndic_runway_free(report);
}
END_TEST

START_TEST(fees_may_take_all)
{
	struct syndic_runway *report;

	OK(add("cost", "name=Staff", "amount=10"));
	OK(add("cost", "name=A", "share=60%"));
	OK(add("cost", "name=B", "share=60%"));
	report = runway("base");
	ck_assert_int_eq(report->fee, RATIO_ONE); /* never more than all */
	ck_assert(!report->years[0].closable);
	syndic_runway_free(report);
}
END_TEST

/* ---- what any report holds ---- */

static void random_house(uint64_t *seed)
{
	static const char *const types[] = {"membership", "service", "project", "grant", "gift"};
	char name[40], type[40], amount[40], starts[40], ends[40], more[40];

	for (int i = 0; i < 12; i++) {
		bool open = i % 2;
		int64_t first = chance_between(seed, 0, 14), months = chance_between(seed, 1, 20);
		char day[11];
		snprintf(name, sizeof name, "name=R%d", i);
		snprintf(type, sizeof type, "revenue_type=%s", types[chance_between(seed, 0, 4)]);
		snprintf(amount, sizeof amount, "amount=%lld", (long long)chance_between(seed, 1, 90000));
		month_first(month_number("2025-06") + first, day);
		snprintf(starts, sizeof starts, "starts_on=%s", day);
		month_last(month_number(day) + months - 1, day);
		snprintf(ends, sizeof ends, "ends_on=%s", day);
		if (open) {
			snprintf(more, sizeof more, "probability=0.%lld",
			         (long long)chance_between(seed, 10, 99));
			OK(add("deal", name, type, amount, starts, ends, more, "expected_close=2026-02-20"));
		} else {
			OK(add("contract", name, type, amount, starts, ends));
		}
	}
	snprintf(amount, sizeof amount, "amount=%lld", (long long)chance_between(seed, 1000, 15000));
	OK(add("cost", "name=Staff", "kind=personnel", amount));
	OK(add("cost", "name=Sponsor", "kind=fee", "share=15%"));
	snprintf(amount, sizeof amount, "amount=%lld", (long long)chance_between(seed, 0, 60000));
	OK(add("cash_balance", "month=2025-11", amount));
}

/* The month of running out is the first by which so many paths have; none are beyond the horizon. */
static void out_agrees(const struct syndic_runway *report, const char *out, int64_t percent)
{
	const char *first = NULL;

	for (size_t i = 0; i < report->month_count && !first; i++)
		if (report->months[i].p_out.value >= percent * (RATIO_ONE / 100))
			first = report->months[i].month;
	if (out && strcmp(out, report->from) < 0) out = report->from; /* before the report */
	same(out, first);
}

static void holds_together(const struct syndic_runway *report)
{
	const struct syndic_runway_month *before = NULL;

	for (size_t i = 0; i < report->month_count; i++) {
		const struct syndic_runway_month *month = &report->months[i];
		HOLDS(month->net == month->revenue - month->cost, "%s", month->month);
		HOLDS(month->balance_p10.value <= month->balance_p50.value, "%s", month->month);
		HOLDS(month->balance_p50.value <= month->balance_p90.value, "%s", month->month);
		HOLDS(month->p_out.value >= 0 && month->p_out.value <= RATIO_ONE, "%s", month->month);
		HOLDS(!before || month->p_out.value >= before->p_out.value, "%s", month->month);
		HOLDS(!before || month->balance.value == before->balance.value + month->net, "%s",
		      month->month);
		before = month;
	}
	out_agrees(report, report->out_p10, 10);
	out_agrees(report, report->out_p50, 50);
	out_agrees(report, report->out_p90, 90);
}

START_TEST(any_report_holds_together)
{
	static const char *const names[] = {"committed", "base", "expected"};
	uint64_t seed = (uint64_t)_i + 1;

	ask.projection.paths = 501;
	random_house(&seed);
	for (size_t i = 0; i < 3; i++) {
		struct syndic_runway *report = runway(names[i]);
		holds_together(report);
		if (i == 2) {
			syndic_runway_free(report);
			continue;
		}
		for (size_t m = 0; m < report->month_count; m++) { /* all paths are one */
			const struct syndic_runway_month *month = &report->months[m];
			HOLDS(month->balance_p10.value == month->balance.value, "%s", month->month);
			HOLDS(month->balance_p90.value == month->balance.value, "%s", month->month);
			HOLDS(month->p_out.value == 0 || month->p_out.value == RATIO_ONE, "%s", month->month);
		}
		syndic_runway_free(report);
	}
}
END_TEST

START_TEST(what_is_certain_is_one_path)
{
	struct syndic_runway *report;

	costs_and_cash("1000", "5000");
	OK(add("deal", "name=Sure", "revenue_type=project", "amount=6000", "probability=1",
	       "starts_on=2026-02-01", "ends_on=2026-07-31", "expected_close=2026-01-20"));
	ask.projection.slip = "0";
	ask.projection.months = 12;
	report = runway("expected");
	month_is(report, "2026-01", 0, 1000, 4000);
	month_is(report, "2026-07", 1000, 1000, 4000);
	month_is(report, "2026-11", 0, 1000, 0);
	month_is(report, "2026-12", 0, 1000, -1000);
	same(report->out_p10, "2026-12");
	same(report->out_p90, "2026-12");
	syndic_runway_free(report);
}
END_TEST

/* ---- scenarios: each change against the same report without it ---- */

#define BASED(name, base) OK(add("scenario", "name=" name, "base=" base))

START_TEST(costs_of_a_scenario)
{
	costs_and_cash("10000", "50000");
	OK(add("cost", "name=Travel", "kind=travel", "amount=500"));
	OK(add("cost", "name=Pay", "kind=personnel", "amount=2000"));
	OK(add("contract", "name=G", "revenue_type=gift", "amount=12000", "collected=0",
	       "starts_on=2026-01-01", "ends_on=2026-12-31"));
	BASED("S", "base");
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(12500));
	set("s", "cost.staff", "-1500", "2026-03", "2026-04");
	ck_assert_int_eq(cost_in("s", "2026-02"), CENTS(12500));
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(11000));
	ck_assert_int_eq(cost_in("s", "2026-04"), CENTS(11000));
	ck_assert_int_eq(cost_in("s", "2026-05"), CENTS(12500));
	ck_assert_int_eq(cost_in("base", "2026-03"), CENTS(12500));
	set("s", "cost.staff", "+1500", "2026-03", NULL);
	ck_assert_int_eq(cost_in("s", "2027-03"), CENTS(14000));
	set("s", "cost.staff", "7000", "2026-03", NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(9500));
	set("s", "cost.staff", "20%", "2026-03", NULL); /* of 1,000 a month */
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(2700));
	set("s", "cost.staff", "+5%", "2026-03", NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(13000));
	set("s", "cost.staff", "-10%", "2026-03", NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(11500));
	set("s", "cost.staff", "-100%", "2026-03", NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(2500));
	set("s", "cost.staff", NULL, "2026-03", NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(12500));
	/* A kind is all costs of it; instead of them is one sum. */
	set("s", "cost.personnel", "-50%", NULL, NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(6500));
	set("s", "cost.personnel", "9000", NULL, NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(9500));
	set("s", "cost.personnel", "-100000", NULL, NULL); /* no more than they are: rent stays */
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(500));
	/* By name and by kind: what is gone cannot be taken away again, what stands instead can. */
	set("s", "cost.staff", "-10000", NULL, NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(500));
	set("s", "cost.personnel", "-1000", NULL, NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(1500));
	set("s", "cost.staff", "4000", NULL, NULL);
	ck_assert_int_eq(cost_in("s", "2026-03"), CENTS(5500));
	set("s", "cost.staff", NULL, NULL, NULL);
	set("s", "cost.personnel", NULL, NULL, NULL);
	/* Where the cost does not count, there is nothing to change. */
	OK(add("cost", "name=Event", "slug=event", "amount=200", "starts_on=2026-06-01",
	       "ends_on=2026-06-30"));
	set("s", "cost.event", "-150", NULL, NULL);
	ck_assert_int_eq(cost_in("s", "2026-05"), CENTS(12500));
	ck_assert_int_eq(cost_in("s", "2026-06"), CENTS(12550));
	ck_assert_int_eq(cost_in("s", "2026-07"), CENTS(12500));
}
END_TEST

START_TEST(revenue_of_a_scenario)
{
	costs_and_cash("10000", "50000");
	OK(add("cost", "name=Sponsor", "share=10%"));
	for (int i = 0; i < 3; i++) {
		static const char *const bases[] = {"base=committed", "base=base", "base=expected"};
		static const char *const names[] = {"name=S0", "name=S1", "name=S2"};
		static const char *const slugs[] = {"s0", "s1", "s2"};
		OK(add("scenario", names[i], bases[i]));
		set(slugs[i], "revenue.gift", "+5000", "2026-03", "2026-05");
		ck_assert_int_eq(revenue_in(slugs[i], "2026-02"), 0);
		ck_assert_int_eq(revenue_in(slugs[i], "2026-03"), CENTS(5000));
		ck_assert_int_eq(revenue_in(slugs[i], "2026-05"), CENTS(5000));
		ck_assert_int_eq(revenue_in(slugs[i], "2026-06"), 0);
		ck_assert_int_eq(cost_in(slugs[i], "2026-03"), CENTS(10500));
		set(slugs[i], "revenue.gift", "-5000", "2026-03", "2026-05");
		ck_assert_int_eq(revenue_in(slugs[i], "2026-03"), -CENTS(5000));
		ck_assert_int_eq(cost_in(slugs[i], "2026-03"), CENTS(10000)); /* no fee is paid back */
	}
}
END_TEST

/* Two a month at 15,000 a year from March to April: 4 at most, 1,250 a month each; from the month in which each
 * is a year old 0.8 of them stay, in base all. */
START_TEST(members_of_a_scenario)
{
	ask.projection.months = 40;
	BASED("E", "expected");
	BASED("B", "base");
	OK(add("tier", "name=premier", "fee_per_year=50000"));
	for (int i = 0; i < 2; i++) {
		const char *name = i ? "b" : "e";
		int64_t stay = i ? 10 : 8;
		set(name, "members", "2", "2026-03", "2026-04");
		ck_assert_int_eq(revenue_in(name, "2026-02"), 0);
		ck_assert_int_eq(revenue_in(name, "2026-03"), CENTS(2500));
		ck_assert_int_eq(revenue_in(name, "2026-04"), CENTS(5000));
		ck_assert_int_eq(revenue_in(name, "2027-02"), CENTS(5000));
		ck_assert_int_eq(revenue_in(name, "2027-03"), CENTS(2500) + CENTS(250) * stay);
		ck_assert_int_eq(revenue_in(name, "2027-04"), CENTS(500) * stay);
		ck_assert_int_eq(revenue_in(name, "2028-04"), CENTS(50) * stay * stay);
	}
	set("b", "members", NULL, "2026-03", NULL);
	set("b", "members.premier", "1", "2026-12", "2026-12");
	ck_assert_int_eq(revenue_in("b", "2027-06"), 416667);
	/* Who should have joined before the report has not. */
	set("b", "members.premier", NULL, "2026-12", NULL);
	set("b", "members", "1", NULL, NULL);
	ck_assert_int_eq(revenue_in("b", "2026-01"), CENTS(1250));
	ck_assert_int_eq(revenue_in("b", "2026-02"), CENTS(2500));
}
END_TEST

static void a_deal(void)
{
	OK(add("deal", "name=D", "revenue_type=project", "amount=6000", "probability=0.5",
	       "starts_on=2026-03-01", "ends_on=2026-08-31", "expected_close=2026-02-01"));
	ask.projection.slip = "0";
}

START_TEST(a_deal_of_a_scenario)
{
	costs_and_cash("1000", "5000");
	a_deal();
	BASED("S", "expected");
	ck_assert_int_eq(revenue_in("s", "2026-03"), CENTS(500));
	set("s", "deal.d", "won", NULL, NULL);
	ck_assert_int_eq(revenue_in("s", "2026-03"), CENTS(1000));
	set("s", "deal.d", "lost", NULL, NULL);
	ck_assert_int_eq(revenue_in("s", "2026-03"), 0);
	set("s", "deal.d", "30%", NULL, NULL);
	ck_assert_int_eq(revenue_in("s", "2026-03"), CENTS(300));
	set("s", "deal.d", "+2", NULL, NULL);
	ck_assert_int_eq(revenue_in("s", "2026-04"), 0);
	ck_assert_int_eq(revenue_in("s", "2026-05"), CENTS(500));
	ck_assert_int_eq(revenue_in("s", "2026-10"), CENTS(500));
	ck_assert_int_eq(revenue_in("s", "2026-11"), 0);
	ck_assert_int_eq(revenue_in("expected", "2026-03"), CENTS(500));
}
END_TEST

/* In base and committed nothing new is sold, unless the scenario says so. */
START_TEST(a_deal_of_a_scenario_on_base)
{
	struct syndic_runway *report;

	costs_and_cash("1000", "5000");
	a_deal();
	OK(add("deal", "name=Other", "revenue_type=project", "amount=6000", "probability=0.5",
	       "starts_on=2026-03-01", "ends_on=2026-08-31", "expected_close=2026-02-01"));
	for (int i = 0; i < 2; i++) {
		const char *name = i ? "b" : "c";
		if (i)
			BASED("B", "base");
		else
			BASED("C", "committed");
		ck_assert_int_eq(revenue_in(name, "2026-03"), 0);
		set(name, "deal.d", "won", NULL, NULL);
		ck_assert_int_eq(revenue_in(name, "2026-03"), CENTS(1000));
		report = runway(name);
		ck_assert_int_eq(month_of(report, "2026-03")->balance_p10.value, CENTS(3000));
		ck_assert_int_eq(month_of(report, "2026-03")->balance_p90.value, CENTS(3000));
		syndic_runway_free(report);
		set(name, "deal.d", "30%", NULL, NULL);
		ck_assert_int_eq(revenue_in(name, "2026-03"), CENTS(300));
		set(name, "deal.d", "+2", NULL, NULL);
		ck_assert_int_eq(revenue_in(name, "2026-05"), 0);
		set(name, "deal.d", "lost", NULL, NULL);
		ck_assert_int_eq(revenue_in(name, "2026-03"), 0);
	}
}
END_TEST

/* Months that have passed are what they were: 1,000 a month from the balance of October on, and 500 less
 * from January. What is in the bank then is the balance less two months. */
START_TEST(a_scenario_leaves_what_has_passed)
{
	struct syndic_runway *report;

	OK(add("cost", "name=Staff", "amount=1000"));
	OK(add("cash_balance", "month=2025-10", "amount=5000"));
	BASED("S", "committed");
	set("s", "cost.staff", "-500", NULL, NULL);
	set("s", "revenue.gift", "+100", NULL, NULL);
	report = runway("s");
	month_is(report, "2026-01", 100, 500, 5000 - 2000 + 100 - 500);
	/* The reserve is what is left then, 3,000, in months of 500. */
	ck_assert_int_eq(report->indicators[2].value.value, 6 * INT64_C(1000000));
	syndic_runway_free(report);
}
END_TEST

/* In base who is a member goes on; that his renewal is won brings no more. */
START_TEST(a_renewal_won_in_base_brings_nothing_more)
{
	struct syndic_runway *report;

	OK(add("org", "name=O"));
	OK(add("contract", "name=C", "org=o", "revenue_type=service", "amount=12000",
	       "starts_on=2025-07-01", "ends_on=2026-06-30", "collected=0"));
	OK(add("deal", "name=R", "org=o", "kind=renewal", "revenue_type=service", "amount=12000",
	       "starts_on=2026-07-01", "ends_on=2027-06-30", "expected_close=2026-06-01"));
	BASED("B", "base");
	set("b", "deal.r", "won", NULL, NULL);
	report = runway("b");
	ck_assert_int_eq(month_of(report, "2026-08")->revenue, CENTS(1000));
	same(report->idle, "deal.r");
	syndic_runway_free(report);
}
END_TEST

/* A member pays what a member pays that day: the price that is valid, by slug or name. */
START_TEST(members_pay_the_price_of_the_day)
{
	BASED("M", "committed");
	set("m", "members", "1", "2026-03", "2026-03");
	ck_assert_int_eq(revenue_in("m", "2026-03"), CENTS(1250));
	OK(edit("tier", "general", "valid_to=2025-12-31"));
	OK(add("tier", "name=General", "fee_per_year=18000", "valid_from=2026-01-01"));
	ck_assert_int_eq(revenue_in("m", "2026-03"), CENTS(1500));
}
END_TEST

START_TEST(options_may_be_left_out)
{
	struct syndic_runway *report;
	struct syndic_forecast *forecast;
	struct syndic_gate *gate;

	OK(syndic_report_runway(db, NULL, &report));
	same(report->scenario, "expected");
	syndic_runway_free(report);
	OK(syndic_report_forecast(db, NULL, &forecast));
	ck_assert_uint_eq(forecast->month_count, 24);
	syndic_forecast_free(forecast);
	OK(syndic_report_gate(db, NULL, &gate));
	ck_assert(!gate->open);
	syndic_gate_free(gate);
}
END_TEST

/* What a scenario sells counts in base and committed as it would if it were signed: to the end of its
 * term. In expected it renews. */
START_TEST(a_deal_won_counts_as_signed)
{
	ask.projection.slip = "0";
	OK(add("deal", "name=D", "revenue_type=service", "amount=12000", "probability=0.5",
	       "starts_on=2026-03-01", "ends_on=2027-02-28", "expected_close=2026-02-01"));
	BASED("B", "base");
	BASED("C", "committed");
	BASED("E", "expected");
	set("b", "deal.d", "won", NULL, NULL);
	set("c", "deal.d", "won", NULL, NULL);
	set("e", "deal.d", "won", NULL, NULL);
	ck_assert_int_eq(revenue_in("b", "2027-02"), CENTS(1000));
	ck_assert_int_eq(revenue_in("b", "2027-03"), 0);
	ck_assert_int_eq(revenue_in("c", "2027-02"), CENTS(1000));
	ck_assert_int_eq(revenue_in("c", "2027-03"), 0);
	ck_assert_int_eq(revenue_in("e", "2027-03"), CENTS(800));
	OK(win("d"));
	ck_assert_int_eq(revenue_in("base", "2027-02"), CENTS(1000));
	ck_assert_int_eq(revenue_in("base", "2027-03"), 0);
}
END_TEST

START_TEST(the_renewal_rate_of_a_scenario)
{
	OK(add("contract", "name=S", "revenue_type=service", "amount=12000", "starts_on=2025-07-01",
	       "ends_on=2026-06-30"));
	BASED("T", "expected");
	ck_assert_int_eq(revenue_in("t", "2026-07"), CENTS(800));
	set("t", "renewal_rate", "50%", NULL, NULL);
	ck_assert_int_eq(revenue_in("t", "2026-07"), CENTS(500));
	ck_assert_int_eq(revenue_in("t", "2027-07"), CENTS(250));
	ck_assert_int_eq(revenue_in("expected", "2026-07"), CENTS(800));
	set("t", "renewal_rate", "1", NULL, NULL);
	ck_assert_int_eq(revenue_in("t", "2027-07"), CENTS(1000));
	set("t", "renewal_rate", "0", NULL, NULL);
	ck_assert_int_eq(revenue_in("t", "2026-07"), 0);
}
END_TEST

/* What cannot change anything there is named, and not passed over. */
START_TEST(changes_without_effect_are_named)
{
	struct syndic_runway *report;

	a_deal();
	OK(add("deal", "name=Gone", "revenue_type=project", "amount=6000", "starts_on=2026-03-01",
	       "ends_on=2026-08-31"));
	OK(add("deal", "name=Vague", "revenue_type=project"));
	BASED("B", "base");
	BASED("E", "expected");
	set("b", "renewal_rate", "50%", NULL, NULL);
	set("b", "deal.d", "lost", NULL, NULL);
	set("e", "deal.d", "lost", NULL, NULL);
	set("e", "deal.gone", "won", NULL, NULL);
	set("e", "deal.vague", "won", NULL, NULL);
	set("e", "renewal_rate", "50%", NULL, NULL);
	report = runway("b");
	same(report->idle, "renewal_rate, deal.d");
	syndic_runway_free(report);
	report = runway("e");
	same(report->idle, "deal.vague");
	syndic_runway_free(report);
	OK(lose("gone"));
	report = runway("e");
	same(report->idle, "deal.gone, deal.vague");
	syndic_runway_free(report);
	report = runway("expected");
	same(report->idle, NULL);
	syndic_runway_free(report);
}
END_TEST

START_TEST(a_scenario_that_is_not_there)
{
	struct syndic_runway_options options = {.scenario = "nowhere", .projection = {.seed = 1}};
	struct syndic_runway *report;

	REFUSED(syndic_report_runway(db, &options, &report), SYNDIC_NOT_FOUND, "", "nowhere");
	OK(add("cost", "name=Travel", "amount=500"));
	BASED("S", "expected");
	set("s", "cost.travel", "-100", NULL, NULL);
	OK(rm("cost", "travel"));
	options.scenario = "s";
	REFUSED(syndic_report_runway(db, &options, &report), SYNDIC_MISUSE, "what", "no cost");
}
END_TEST

/* ---- what hangs on each deal ---- */

static int64_t p_out_by(const char *scenario, const char *month)
{
	struct syndic_runway *report = runway(scenario);
	int64_t p_out = month_of(report, month)->p_out.value;

	syndic_runway_free(report);
	return p_out;
}

static int64_t ratio_at(const struct syndic_rows *rows, const char *name)
{
	return syndic_rows_value(rows, column_of(rows, name)).number;
}

/* Each deal forced to win and to fail by a scenario, on the same paths: the same chances to the last path. */
static void agrees_with_force(const char *month, size_t count)
{
	char until[SYNDIC_MONTH_SIZE], what[60];
	struct syndic_rows *rows;
	size_t deals = 0;
	int64_t before = INT64_MAX;

	BASED("Force", "expected");
	OK(syndic_report_runway_deals(db, &ask, month, until, &rows));
	same(until, month);
	while (syndic_rows_next(rows) == 1) {
		int64_t lost = ratio_at(rows, "p_out_lost"), won = ratio_at(rows, "p_out_won");
		const char *slug = syndic_rows_value(rows, column_of(rows, "deal")).text;
		snprintf(what, sizeof what, "deal.%s", slug);
		set("force", what, "lost", NULL, NULL);
		ck_assert_msg(lost == p_out_by("force", month), "%s lost: %lld", slug, (long long)lost);
		set("force", what, "won", NULL, NULL);
		ck_assert_msg(won == p_out_by("force", month), "%s won: %lld", slug, (long long)won);
		set("force", what, NULL, NULL, NULL);
		ck_assert_msg(llabs(ratio_at(rows, "effect") - (lost - won)) <= 1, "%s", slug);
		ck_assert_int_le(ratio_at(rows, "effect"), before);
		before = ratio_at(rows, "effect");
		deals++;
	}
	ck_assert_uint_eq(deals, count);
	syndic_rows_free(rows);
}

START_TEST(effects_are_those_of_forcing_the_deal)
{
	static const char *const correlations[] = {"0", "0.1", "0.6"};
	uint64_t seed = 7;

	ask.projection.paths = 401;
	ask.projection.correlation = correlations[_i];
	random_house(&seed);
	agrees_with_force("2026-09", 5); /* the sixth is over */
}
END_TEST

/* A cent decides: the fee is rounded once for what comes in a month, not deal by deal. 2.92 is what most of these
 * amounts less 15 % reach or miss by that cent. */
START_TEST(effects_are_right_to_the_cent)
{
	static const char *const names[] = {"name=A", "name=B", "name=C", "name=D", "name=E", "name=F"};

	for (int i = 0; i < 6; i++) {
		char amount[30];
		snprintf(amount, sizeof amount, "amount=1.%02d", 11 + 2 * i);
		OK(add("deal", names[i], "revenue_type=project", amount, "probability=0.5",
		       "starts_on=2026-02-01", "ends_on=2026-02-28", "expected_close=2026-01-15"));
	}
	OK(add("cost", "name=Sponsor", "share=15%"));
	OK(add("cost", "name=Staff", "amount=2.92", "starts_on=2026-02-01"));
	OK(add("cash_balance", "month=2025-12", "amount=0"));
	ask.projection.slip = "0";
	ask.projection.paths = 1000;
	agrees_with_force("2026-02", 6);
}
END_TEST

/* Without a month that of P50 is meant, with the same answer. */
START_TEST(effects_by_the_month_of_p50)
{
	struct syndic_runway *report;
	struct syndic_rows *asked, *found;
	char month[SYNDIC_MONTH_SIZE];
	uint64_t seed = 7;

	ask.projection.paths = 301;
	random_house(&seed);
	OK(add("cost", "name=More", "amount=4000"));
	report = runway(NULL);
	OK(syndic_report_runway_deals(db, &ask, NULL, month, &found));
	same(month, report->out_p50);
	OK(syndic_report_runway_deals(db, &ask, month, month, &asked));
	ck_assert_str_eq(column_text(found, "p_out_lost"), column_text(asked, "p_out_lost"));
	OK(syndic_report_runway_deals(db, &ask, NULL, month, &found));
	OK(syndic_report_runway_deals(db, &ask, month, month, &asked));
	ck_assert_str_eq(column_text(found, "p_out_won"), column_text(asked, "p_out_won"));
	syndic_runway_free(report);
}
END_TEST

START_TEST(effects_want_cash_and_expectations)
{
	char month[SYNDIC_MONTH_SIZE];
	struct syndic_runway_options options = {.projection = {.seed = 1}};
	struct syndic_rows *rows;

	a_deal();
	REFUSED(syndic_report_runway_deals(db, &options, NULL, month, &rows), SYNDIC_CONFLICT, "",
	        "without a cash balance");
	costs_and_cash("1000", "5000");
	options.scenario = "base";
	REFUSED(syndic_report_runway_deals(db, &options, NULL, month, &rows), SYNDIC_MISUSE, "scenario",
	        "not in base");
	options.scenario = NULL;
	REFUSED(syndic_report_runway_deals(db, &options, "2040-01", month, &rows), SYNDIC_MISUSE, "by",
	        "not a month of the report");
	REFUSED(syndic_report_runway_deals(db, &options, "soon", month, &rows), SYNDIC_MISUSE, "by",
	        "soon");
	OK(syndic_report_runway_deals(db, &options, NULL, month, &rows));
	syndic_rows_free(rows);
	/* Nothing runs out: the last month. */
	OK(edit("cost", "staff", "amount=0"));
	OK(syndic_report_runway_deals(db, &options, NULL, month, &rows));
	same(month, "2028-12");
	syndic_rows_free(rows);
}
END_TEST

/* A deal's chance is its own: what another does moves no path of it. */
START_TEST(a_new_deal_moves_no_other)
{
	int64_t before, after;

	costs_and_cash("1000", "3000");
	a_deal();
	ask.projection.paths = 500;
	before = p_out_by(NULL, "2026-06");
	OK(add("deal", "name=Far", "revenue_type=project", "amount=9000", "probability=0.5",
	       "starts_on=2027-06-01", "ends_on=2027-12-31", "expected_close=2027-05-01"));
	after = p_out_by(NULL, "2026-06");
	ck_assert_int_eq(before, after);
	ck_assert_int_gt(before, 0);
	ck_assert_int_lt(before, RATIO_ONE);
}
END_TEST

/* ---- the plan ---- */

static void year_is(const struct syndic_runway *report, size_t at, int64_t year, int64_t net,
                    int64_t gross)
{
	ck_assert_int_eq(report->years[at].year, year);
	ck_assert_int_eq(report->years[at].net, net);
	ck_assert_int_eq(report->years[at].gross, gross);
}

/*
 * The plan: about $8K a month short in 2026, $66K from January 2027; with the fee as 15 % of revenue about $57.6K
 * net, which sales of $67.7K close. By fixtures/README.md, to the cent: ARR 1,364,526.25 ÷ 12; the fund's
 * 58,333.33 until December; Kestrel Coast's 1,250 from February 2026 to January 2027; less 180,000.
 */
START_TEST(the_gap_of_the_plan)
{
	struct syndic_runway *report;
	struct syndic_rows *rows;

	OK(syndic_import_directory(db, "fixtures/annual-plan-2026", NULL, &rows));
	syndic_rows_free(rows);
	report = runway("base");
	ck_assert_int_eq(month_of(report, "2026-01")->revenue, 17204387);
	ck_assert_int_eq(month_of(report, "2026-01")->cost, CENTS(180000));
	ck_assert_int_eq(month_of(report, "2026-01")->net, -795613);
	ck_assert_int_eq(month_of(report, "2026-02")->net, -670614);
	ck_assert_int_eq(month_of(report, "2026-12")->net, -670615);
	ck_assert_int_eq(month_of(report, "2027-01")->net, -6503947);
	ck_assert_int_eq(month_of(report, "2027-02")->net, -6628948);
	for (size_t i = 0; i < report->month_count; i++) {
		int64_t gap = i < 12 ? -CENTS(8000) : -CENTS(66000); /* ± 1.5K */
		HOLDS(llabs(report->months[i].net - gap) <= CENTS(1500), "%s", report->months[i].month);
	}
	/* 1,364,526.25 + 700,000 + 11 × 1,250 − 2,160,000 in 2026; a fee that is fixed takes none of the sales. */
	year_is(report, 0, 2026, -681031, 681031);
	year_is(report, 1, 2027, -6618531, 6618531);
	year_is(report, 2, 2028, -6628948, 6628948);
	ck_assert_int_eq(report->fee, 0);
	ck_assert_int_eq(report->cash.value, CENTS(500000));
	syndic_runway_free(report);

	report = runway("fee-as-share");
	same(report->base, "base");
	ck_assert_int_eq(month_of(report, "2027-02")->cost, CENTS(154200) + 1705658);
	ck_assert_int_eq(month_of(report, "2027-02")->net, -5754606);
	year_is(report, 2, 2028, -5754606, 6770125);
	ck_assert_int_eq(report->fee, 150000);
	ck_assert_ptr_null(report->idle);
	syndic_runway_free(report);

	report = runway(NULL);
	holds_together(report);
	syndic_runway_free(report);
	/* One position less from January 2027 and not before: the same futures, 15,000 a month apart. */
	ck_assert_int_eq(cost_in("expected", "2026-12"), cost_in("no-hiring", "2026-12"));
	ck_assert_int_eq(cost_in("expected", "2027-01"),
	                 cost_in("no-hiring", "2027-01") + CENTS(15000));
	/* From March one more each month: in December ten. */
	ck_assert_int_eq(revenue_in("one-member-a-month", "2026-12") - revenue_in(NULL, "2026-12"),
	                 CENTS(12500));
}
END_TEST

UNIT(runway)
{
	Suite *suite = suite_create("runway");
	TCase *cases = model_case("by hand");

	tcase_add_test(cases, committed_month_by_month);
	tcase_add_test(cases, base_month_by_month);
	tcase_add_test(cases, expected_month_by_month);
	tcase_add_test(cases, chains_are_counted_once_in_base);
	tcase_add_test(cases, an_early_renewal_counts_once_in_base);
	tcase_add_test(cases, gifts_end_when_they_end_in_base);
	suite_add_tcase(suite, cases);

	cases = model_case("cash");
	tcase_add_test(cases, an_older_balance_is_carried_on);
	tcase_add_test(cases, it_may_have_run_out_before_the_report);
	tcase_add_test(cases, a_balance_too_old_is_refused);
	tcase_add_test(cases, payments_since_the_balance_are_money_of_these_months);
	tcase_add_test(cases, late_payments_since_the_balance_are_not_lost);
	tcase_add_test(cases, refunds_since_the_balance);
	tcase_add_test(cases, a_balance_after_the_day_is_not_known_yet);
	suite_add_tcase(suite, cases);

	cases = model_case("missing");
	tcase_add_test(cases, an_empty_database_has_a_report);
	tcase_add_test(cases, without_cash_months_are_told);
	tcase_add_test(cases, without_costs_it_lasts);
	tcase_add_test(cases, months_reach_beyond_the_last_contract);
	suite_add_tcase(suite, cases);

	cases = model_case("gap");
	tcase_add_test(cases, a_fee_makes_the_gap_smaller_and_its_sales_larger);
	tcase_add_test(cases, a_fee_that_changes_within_the_year);
	tcase_add_test(cases, fees_may_take_all);
	suite_add_tcase(suite, cases);

	cases = model_case("any");
	tcase_add_loop_test(cases, any_report_holds_together, 0, 6);
	tcase_add_test(cases, what_is_certain_is_one_path);
	suite_add_tcase(suite, cases);

	cases = model_case("scenarios");
	tcase_add_test(cases, costs_of_a_scenario);
	tcase_add_test(cases, revenue_of_a_scenario);
	tcase_add_test(cases, members_of_a_scenario);
	tcase_add_test(cases, a_deal_of_a_scenario);
	tcase_add_test(cases, a_deal_of_a_scenario_on_base);
	tcase_add_test(cases, a_deal_won_counts_as_signed);
	tcase_add_test(cases, a_scenario_leaves_what_has_passed);
	tcase_add_test(cases, a_renewal_won_in_base_brings_nothing_more);
	tcase_add_test(cases, members_pay_the_price_of_the_day);
	tcase_add_test(cases, options_may_be_left_out);
	tcase_add_test(cases, the_renewal_rate_of_a_scenario);
	tcase_add_test(cases, changes_without_effect_are_named);
	tcase_add_test(cases, a_scenario_that_is_not_there);
	suite_add_tcase(suite, cases);

	cases = model_case("deals");
	tcase_add_loop_test(cases, effects_are_those_of_forcing_the_deal, 0, 3);
	tcase_add_test(cases, effects_are_right_to_the_cent);
	tcase_add_test(cases, effects_by_the_month_of_p50);
	tcase_add_test(cases, effects_want_cash_and_expectations);
	tcase_add_test(cases, a_new_deal_moves_no_other);
	suite_add_tcase(suite, cases);

	cases = model_case("plan");
	tcase_add_test(cases, the_gap_of_the_plan);
	suite_add_tcase(suite, cases);
	return suite;
}
