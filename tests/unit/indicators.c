/* Health: each band at its bounds, and the gate's rules at theirs. */
#include <stdint.h>
#include "model.h"
#include "base/money.h"
#include "report/indicators.h"

enum { COMMITTED, ESTIMATED, RESERVE, COVERAGE, PIPELINE, CONCENTRATION };
#define HORIZON 36
#define FROM (2026 * 12)

/* ---- a house of figures, without a database ---- */

static int64_t signed_cents[HORIZON + 12], hoped_cents[HORIZON + 12];
static struct month_cost costs[HORIZON + 12];
static struct sale contracts[8];
static struct outlook outlook;
static struct syndic_indicator found[SYNDIC_INDICATORS];

/* So much each month, in cents. */
static void house(int64_t cash, int64_t cost, int64_t committed, int64_t expected)
{
	outlook = (struct outlook){.from = FROM, .months = HORIZON};
	outlook.how.portfolio.first = FROM;
	outlook.how.portfolio.months = HORIZON;
	outlook.cash = (struct syndic_figure){true, cash};
	for (int m = 0; m < HORIZON; m++) {
		signed_cents[m] = committed;
		hoped_cents[m] = expected;
		costs[m] = (struct month_cost){.fixed = cost};
	}
}

static const struct syndic_indicator *look(int which)
{
	struct flow committed = {.expected = signed_cents, .costs = costs};
	struct flow expected = {.expected = hoped_cents, .costs = costs};

	indicators_fill(&outlook, &committed, &expected, found);
	return &found[which];
}

/* What an indicator is, millionths, with band, next band and the distance to it; -1: no distance. */
static void is(int which, int64_t value, const char *band, const char *next, int64_t distance)
{
	const struct syndic_indicator *one = look(which);

	ck_assert_msg(one->value.known && !one->more_than.known && one->value.value == value,
	              "%s: %lld, known %d", one->key, (long long)one->value.value, one->value.known);
	ck_assert_msg(one->band && strcmp(one->band, band) == 0, "%s at %lld: %s, not %s", one->key,
	              (long long)value, one->band ? one->band : "no band", band);
	ck_assert_str_eq(one->next_band ? one->next_band : "none", next ? next : "none");
	ck_assert_int_eq(one->distance.known, distance >= 0);
	if (distance >= 0) ck_assert_int_eq(one->distance.value, distance);
	ck_assert(one->advice && *one->advice);
}

static void is_unknown(int which, const char *advice)
{
	const struct syndic_indicator *one = look(which);

	ck_assert_msg(!one->value.known && !one->more_than.known, "%s is told", one->key);
	ck_assert_ptr_null(one->band);
	ck_assert_ptr_null(one->next_band);
	ck_assert(!one->distance.known);
	ck_assert_msg(strstr(one->advice, advice) != NULL, "%s: %s", one->key, one->advice);
}

#define MONTHS(n) ((n)*RATIO_ONE)

/* Whole months at whose end the balance is not below 0: 10 a month from 10 · n − 1 last n − 1. */
START_TEST(runways)
{
	static const struct {
		int64_t months;
		const char *band, *next;
		int64_t to_next;
	} lasts[] = {
		{0, "red", "yellow", 6},   {5, "red", "yellow", 1},    {6, "yellow", "green", 6},
		{7, "yellow", "green", 5}, {11, "yellow", "green", 1}, {12, "green", "over", 12},
		{23, "green", "over", 1},  {24, "over", NULL, -1},     {35, "over", NULL, -1},
	};

	for (size_t i = 0; i < sizeof lasts / sizeof *lasts; i++) {
		int64_t to_next = lasts[i].to_next < 0 ? -1 : MONTHS(lasts[i].to_next);
		house(10 * lasts[i].months, 10, 0, 0);
		is(COMMITTED, MONTHS(lasts[i].months), lasts[i].band, lasts[i].next, to_next);
		is(ESTIMATED, MONTHS(lasts[i].months), lasts[i].band, lasts[i].next, to_next);
		outlook.cash.value = 10 * lasts[i].months + 9;
		is(COMMITTED, MONTHS(lasts[i].months), lasts[i].band, lasts[i].next, to_next);
	}
	house(60, 10, 0, 5); /* what is expected lasts twice as long */
	is(COMMITTED, MONTHS(6), "yellow", "green", MONTHS(6));
	is(ESTIMATED, MONTHS(12), "green", "over", MONTHS(12));
	house(-1, 0, 0, 0);
	is(COMMITTED, 0, "red", "yellow", MONTHS(6));
}
END_TEST

/* Beyond the horizon it is more than that, in the band of what is sure. */
START_TEST(runways_beyond_the_horizon)
{
	const struct syndic_indicator *one;

	house(360, 10, 0, 0);
	one = look(COMMITTED);
	ck_assert(!one->value.known && one->more_than.known);
	ck_assert_int_eq(one->more_than.value, MONTHS(36));
	ck_assert_str_eq(one->band, "over");
	outlook.months = 8; /* a short report: a year is looked at */
	outlook.how.portfolio.months = 12;
	one = look(COMMITTED);
	ck_assert_int_eq(one->more_than.value, MONTHS(12));
	ck_assert_str_eq(one->band, "green");
	ck_assert(!one->distance.known);
}
END_TEST

/* Months that carry an older balance on count as none. */
START_TEST(runways_count_from_the_report_on)
{
	house(55, 10, 0, 0);
	outlook.how.portfolio.first = FROM - 2;
	outlook.carried = 2;
	outlook.how.portfolio.months = HORIZON + 2;
	costs[HORIZON].fixed = costs[HORIZON + 1].fixed = 10;
	is(COMMITTED, MONTHS(3), "red", "yellow", MONTHS(3));
	outlook.cash.value = 5;
	is(COMMITTED, 0, "red", "yellow", MONTHS(6));
}
END_TEST

START_TEST(reserves)
{
	house(149, 100, 0, 0);
	is(RESERVE, 1490000, "red", "yellow", 10000);
	outlook.cash.value = 150;
	is(RESERVE, 1500000, "yellow", "green", 1500000);
	outlook.cash.value = 151;
	is(RESERVE, 1510000, "yellow", "green", 1490000);
	outlook.cash.value = 299;
	is(RESERVE, 2990000, "yellow", "green", 10000);
	outlook.cash.value = 300;
	is(RESERVE, 3000000, "green", "over", 3000000);
	outlook.cash.value = 599;
	is(RESERVE, 5990000, "green", "over", 10000);
	outlook.cash.value = 600;
	is(RESERVE, 6000000, "over", NULL, -1);
	outlook.cash.value = -50;
	is(RESERVE, -500000, "red", "yellow", 2000000);
	house(300, 50, 0, 100); /* half of what is expected is a fee: 50 + 50 */
	for (int m = 0; m < HORIZON; m++)
		costs[m].share = RATIO_ONE / 2;
	is(RESERVE, 3000000, "green", "over", 3000000);
}
END_TEST

START_TEST(coverage_of_costs)
{
	static const struct {
		int64_t committed;
		const char *band, *next;
		int64_t distance;
	} cases[] = {
		{0, "red", "yellow", 850000},      {8499, "red", "yellow", 100},
		{8500, "yellow", "green", 150000}, {8501, "yellow", "green", 149900},
		{9999, "yellow", "green", 100},    {10000, "green", "over", 300000},
		{12999, "green", "over", 100},     {13000, "over", NULL, -1},
		{13001, "over", NULL, -1},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		house(0, 10000, cases[i].committed, 0);
		is(COVERAGE, cases[i].committed * 100, cases[i].band, cases[i].next, cases[i].distance);
	}
	/* Six months and no more. */
	house(0, 10000, 10000, 0);
	signed_cents[5] = 0;
	signed_cents[6] = 1000000;
	is(COVERAGE, 833333, "red", "yellow", 16667);
}
END_TEST

START_TEST(coverage_by_the_pipeline)
{
	static const struct {
		int64_t more;
		const char *band, *next;
		int64_t distance;
	} cases[] = {
		{0, "red", "yellow", 1000000},     {999, "red", "yellow", 1000},
		{1000, "yellow", "green", 500000}, {1001, "yellow", "green", 499000},
		{1499, "yellow", "green", 1000},   {1500, "green", "over", 1000000},
		{2499, "green", "over", 1000},     {2500, "over", NULL, -1},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		house(0, 6000, 5000, 5000 + cases[i].more);
		is(PIPELINE, cases[i].more * 1000, cases[i].band, cases[i].next, cases[i].distance);
	}
	/* Months do not pay for each other: 3 × 1,000 missing, 3 × 9,000 too much; 3 × 1,000 less than is signed. */
	house(0, 6000, 5000, 7000);
	for (int m = 0; m < 3; m++) {
		signed_cents[m] = 15000;
		hoped_cents[m] = 14000;
	}
	is(PIPELINE, 2000000, "green", "over", 500000);
	/* 10 % of what comes more is a fee, as it is of what is signed: 6,000 + 500 − 5,000. */
	house(0, 6000, 5000, 7000);
	for (int m = 0; m < HORIZON; m++)
		costs[m].share = RATIO_ONE / 10;
	is(PIPELINE, 1200000, "yellow", "green", 300000);
}
END_TEST

START_TEST(without_a_gap_nothing_needs_cover)
{
	const struct syndic_indicator *one;

	house(0, 5000, 5000, 5000);
	one = look(PIPELINE);
	ck_assert(!one->value.known && !one->distance.known);
	ck_assert_str_eq(one->band, "green");
	ck_assert_ptr_nonnull(one->advice);
}
END_TEST

START_TEST(unknown_figures)
{
	house(0, 0, 5000, 5000);
	is_unknown(RESERVE, "cost add");
	is_unknown(COVERAGE, "cost add");
	is_unknown(PIPELINE, "cost add");
	is_unknown(CONCENTRATION, "contracts");
	house(0, 100, 5000, 5000);
	outlook.cash.known = false;
	is_unknown(COMMITTED, "cash-balance add");
	is_unknown(ESTIMATED, "cash-balance add");
	is_unknown(RESERVE, "cash-balance add");
	look(COVERAGE);
	ck_assert(found[COVERAGE].value.known);
}
END_TEST

/* ---- concentration ---- */

/* Payers of so many cents in the report's first year; "" ends them. */
static void payers(const int64_t *cents, size_t count)
{
	static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h"};

	house(0, 0, 0, 0);
	for (size_t i = 0; i < count; i++)
		contracts[i] = (struct sale){.id = ids[i],
		                             .org = ids[i],
		                             .has_amount = true,
		                             .amount = cents[i],
		                             .starts_on = "2026-01-01",
		                             .ends_on = "2026-12-31"};
	outlook.portfolio.book.contracts = (struct sales){contracts, count, count};
}
#define PAYERS(...)                                                                                \
	payers((const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))
#define POINTS(n) ((n)*RATIO_ONE)

/* By hand: 50 %, 30 % and 20 % are 2,500 + 900 + 400 points. */
START_TEST(concentration_by_hand)
{
	PAYERS(5000, 3000, 2000);
	is(CONCENTRATION, POINTS(3800), "red", "yellow", POINTS(1300));
	ck_assert_int_eq(found[CONCENTRATION].top1.value, 500000);
	ck_assert_int_eq(found[CONCENTRATION].top3.value, 1000000);
	PAYERS(1000);
	is(CONCENTRATION, POINTS(10000), "red", "yellow", POINTS(7500));
	ck_assert_int_eq(found[CONCENTRATION].top3.value, 1000000);
	PAYERS(1000, 1000, 1000, 1000, 1000);
	is(CONCENTRATION, POINTS(2000), "yellow", "green", POINTS(200));
	ck_assert_int_eq(found[CONCENTRATION].top1.value, 200000);
	ck_assert_int_eq(found[CONCENTRATION].top3.value, 600000);
	/* Contracts of one payer are one; a contract that names nobody is one of its own. */
	contracts[1].org = contracts[0].org;
	contracts[2].org = NULL;
	is(CONCENTRATION, POINTS(2800), "red", "yellow", POINTS(300));
}
END_TEST

/* More than 2,500 is red, less than 1,800 green: both bounds are yellow. */
START_TEST(concentration_at_its_bounds)
{
	PAYERS(2500, 2500, 2500, 2500);
	is(CONCENTRATION, POINTS(2500), "yellow", "green", POINTS(700));
	PAYERS(2501, 2499, 2500, 2500); /* 2 · 0.01² more */
	is(CONCENTRATION, POINTS(2500) + 200, "red", "yellow", 200);
	/* 40, 10, 10, 10, 10, 10, 10 % are 1,600 + 600 = 2,200. */
	PAYERS(4000, 1000, 1000, 1000, 1000, 1000, 1000);
	is(CONCENTRATION, POINTS(2200), "yellow", "green", POINTS(400));
	/* 30, 20, 10, 10, 10, 10, 10 % are 900 + 400 + 500 = 1,800. */
	PAYERS(3000, 2000, 1000, 1000, 1000, 1000, 1000);
	is(CONCENTRATION, POINTS(1800), "yellow", "green", 0);
	PAYERS(2999, 2001, 1000, 1000, 1000, 1000, 1000);
	ck_assert_int_lt(look(CONCENTRATION)->value.value, POINTS(1800));
	ck_assert_str_eq(found[CONCENTRATION].band, "green");
	ck_assert_ptr_null(found[CONCENTRATION].next_band);
	ck_assert_ptr_nonnull(found[CONCENTRATION].advice);
}
END_TEST

/* What is earned in the twelve months from the report's first on, whatever the months of the report. */
START_TEST(concentration_is_of_a_year)
{
	PAYERS(12000, 12000);
	contracts[1].starts_on = "2026-07-01"; /* to June 2027: half */
	contracts[1].ends_on = "2027-06-30";
	is(CONCENTRATION, 5555555555, "red", "yellow", 3055555555); /* (2/3)² + (1/3)², each rounded */
	outlook.months = 2; /* the portfolio reaches a year on, all the same */
	outlook.how.portfolio.months = 12;
	is(CONCENTRATION, 5555555555, "red", "yellow", 3055555555);
	contracts[1].ends_on = "2025-01-01";
	contracts[1].starts_on = "2024-01-01";
	is(CONCENTRATION, POINTS(10000), "red", "yellow", POINTS(7500));
}
END_TEST

/* Usage counts for its payer with his contracts, also where the report is shorter than the year. */
START_TEST(concentration_counts_usage)
{
	static int64_t fees[12] = {100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100};
	static struct payer_usage usage[3];

	PAYERS(1200, 1200);
	usage[0] = (struct payer_usage){.payer = "a", .cents = fees};
	usage[1] = (struct payer_usage){.cluster = "old", .cents = fees};
	usage[2] = (struct payer_usage){.cluster = "new", .cents = fees};
	outlook.portfolio.usage = usage;
	outlook.portfolio.usage_count = 2;
	is(CONCENTRATION, POINTS(3750), "red", "yellow", POINTS(1250)); /* 1/2, 1/4, 1/4 */
	/* Clusters of nobody pay each for themselves: 2/5 and three of 1/5. */
	outlook.portfolio.usage_count = 3;
	is(CONCENTRATION, POINTS(2800), "red", "yellow", POINTS(300));
}
END_TEST

/* ---- the gate ---- */

static const char *const keys[] = {"gate_committed_runway", "gate_estimated_runway",
                                   "gate_cash_reserve",     "gate_cost_coverage",
                                   "gate_run_out",          "gate_findings",
                                   "gate_snapshot_days"};

static struct syndic_gate *gate_of(int64_t months)
{
	struct syndic_runway_options options = {.projection = {.seed = 1, .months = months}};
	struct syndic_gate *report;

	OK(syndic_report_gate(db, &options, &report));
	ck_assert_uint_eq(report->rule_count, sizeof keys / sizeof *keys);
	for (size_t i = 0; i < report->rule_count; i++)
		ck_assert_str_eq(report->rules[i].key, keys[i]);
	return report;
}

static const struct syndic_gate_rule *rule_of(const struct syndic_gate *report, const char *key)
{
	for (size_t i = 0; i < report->rule_count; i++)
		if (strcmp(report->rules[i].key, key) == 0) return &report->rules[i];
	ck_abort_msg("there is no rule %s", key);
	return NULL;
}

static bool passes(const char *key)
{
	struct syndic_gate *report = gate_of(0);
	bool passes = rule_of(report, key)->passes;

	syndic_gate_free(report);
	return passes;
}

static bool is_open(void)
{
	struct syndic_gate *report = gate_of(0);
	bool open = report->open;

	syndic_gate_free(report);
	return open;
}

static void bound(const char *key, const char *value)
{
	struct syndic_input input = {"value", value};

	OK(syndic_edit(db, "setting", key, &input, 1));
}

/* 100 a month, 600 in the bank, 100 a month signed to June: 6 months of reserve, 12 of runway, all of the half
 * year's cost signed, no chance to run out before December. */
static void healthy_house(void)
{
	OK(add("org", "name=Giver"));
	OK(add("cost", "name=Staff", "amount=100"));
	OK(add("cash_balance", "month=2025-12", "amount=600"));
	OK(add("contract", "name=G", "org=giver", "revenue_type=gift", "amount=600", "collected=0",
	       "starts_on=2026-01-01", "ends_on=2026-06-30"));
	foreign("INSERT INTO snapshot VALUES ('K1', 'kept', 'Kept', '2026-01-01', '2026-01', 12, 100, "
	        "1, '0',"
	        " 0, 'months', 'remaining', 0, 0, 0, 0, 0, 0, NULL, 'kept')");
}

START_TEST(nothing_known_opens_no_gate)
{
	struct syndic_gate *report = gate_of(0);

	ck_assert(!report->open);
	for (size_t i = 0; i < report->rule_count; i++) {
		const struct syndic_gate_rule *rule = &report->rules[i];
		bool counted = strcmp(rule->key, "gate_findings") == 0;
		ck_assert_msg(rule->value.known == counted, "%s", rule->key);
		ck_assert(!rule->more_than.known);
		ck_assert_int_eq(rule->passes, counted);
		ck_assert_ptr_nonnull(rule->help);
	}
	syndic_gate_free(report);
}
END_TEST

static void value_is(const char *key, int64_t value)
{
	struct syndic_gate *report = gate_of(0);
	const struct syndic_gate_rule *rule = rule_of(report, key);

	ck_assert_msg(rule->value.known && rule->value.value == value, "%s: %lld", key,
	              (long long)rule->value.value);
	syndic_gate_free(report);
}

/* A rule at its bound, just within and just beyond; the other rules pass all the time. */
static void at_bound(const char *key, int64_t value, const char *within, const char *at,
                     const char *beyond)
{
	value_is(key, value);
	bound(key, within);
	ck_assert_msg(passes(key) && is_open(), "%s within %s", key, within);
	bound(key, at);
	ck_assert_msg(passes(key) && is_open(), "%s at %s", key, at);
	bound(key, beyond);
	ck_assert_msg(!passes(key) && !is_open(), "%s beyond %s", key, beyond);
	bound(key, at);
}

START_TEST(each_rule_at_its_bound)
{
	healthy_house();
	ck_assert(is_open());
	at_bound("gate_committed_runway", MONTHS(12), "11", "12", "13");
	at_bound("gate_estimated_runway", MONTHS(12), "11", "12", "13");
	at_bound("gate_cash_reserve", MONTHS(6), "5", "6", "7");
	at_bound("gate_snapshot_days", 14 * RATIO_ONE, "15", "14", "13");
	OK(edit("contract", "g", "amount=594"));
	OK(edit("cash_balance", "2025-12", "amount=606"));
	at_bound("gate_cost_coverage", 990000, "0.989999", "0.99", "0.990001");
	OK(add("deal", "name=Bare", "revenue_type=project", "probability=0.5"));
	value_is("gate_findings", 3 * RATIO_ONE); /* fields, next step, organisation */
	at_bound("gate_findings", 3 * RATIO_ONE, "4", "3", "2");
}
END_TEST

/* Sure to run out in December or not at all: the deal decides, won on half of the paths or so. */
START_TEST(the_chance_to_run_out)
{
	struct syndic_gate *report;
	char value[30];
	int64_t p_out;

	healthy_house();
	OK(edit("cash_balance", "2025-12", "amount=599"));
	bound("gate_estimated_runway", "11");
	value_is("gate_run_out", RATIO_ONE);
	ck_assert(!passes("gate_run_out"));
	bound("gate_run_out", "1");
	ck_assert(passes("gate_run_out"));
	OK(add("deal", "name=More", "org=giver", "revenue_type=project", "amount=1", "kind=new",
	       "next_step=call", "probability=0.5", "starts_on=2026-03-01", "ends_on=2026-03-31",
	       "expected_close=2026-02-15"));
	report = gate_of(0);
	p_out = rule_of(report, "gate_run_out")->value.value;
	syndic_gate_free(report);
	ck_assert_int_gt(p_out, 400000);
	ck_assert_int_lt(p_out, 600000);
	snprintf(value, sizeof value, "0.%06lld", (long long)p_out);
	bound("gate_run_out", value);
	ck_assert(passes("gate_run_out"));
	snprintf(value, sizeof value, "0.%06lld", (long long)p_out - 1);
	bound("gate_run_out", value);
	ck_assert(!passes("gate_run_out"));
}
END_TEST

/* A year is a year, also where fewer months are asked for. */
START_TEST(a_short_report_opens_no_gate)
{
	struct syndic_gate *report;

	healthy_house();
	OK(edit("cash_balance", "2025-12", "amount=599"));
	for (int64_t months = 1; months <= 13; months++) {
		report = gate_of(months);
		ck_assert_int_eq(rule_of(report, "gate_run_out")->value.value, RATIO_ONE);
		ck_assert_int_eq(rule_of(report, "gate_estimated_runway")->value.value, MONTHS(11));
		ck_assert(!report->open);
		syndic_gate_free(report);
	}
}
END_TEST

/* What a scenario hopes to sell is not signed. */
START_TEST(hope_is_not_signed)
{
	struct syndic_runway_options options = {.projection = {.seed = 1}, .scenario = "hope"};
	struct syndic_scenario_setting settings[] = {{"members", "20", NULL, NULL},
	                                             {"revenue.gift", "+50000", NULL, NULL},
	                                             {"deal.big", "won", NULL, NULL}};
	struct syndic_gate *report;

	healthy_house();
	OK(add("deal", "name=Big", "revenue_type=project", "amount=1000000", "probability=0.5",
	       "starts_on=2026-01-01", "ends_on=2026-06-30", "expected_close=2026-01-20"));
	OK(add("scenario", "name=Hope"));
	OK(syndic_scenario_set(db, "hope", settings, 3));
	OK(syndic_report_gate(db, &options, &report));
	ck_assert_int_eq(rule_of(report, "gate_committed_runway")->value.value, MONTHS(12));
	ck_assert(rule_of(report, "gate_estimated_runway")->more_than.known);
	ck_assert_int_eq(rule_of(report, "gate_cost_coverage")->value.value, RATIO_ONE);
	syndic_gate_free(report);
	/* What it expects to lose of what is signed is no longer sure. */
	settings[0] = (struct syndic_scenario_setting){"revenue.gift", "-50", NULL, NULL};
	OK(syndic_scenario_set(db, "hope", settings, 1));
	OK(syndic_report_gate(db, &options, &report));
	ck_assert_int_eq(rule_of(report, "gate_cost_coverage")->value.value, RATIO_ONE / 2);
	syndic_gate_free(report);
}
END_TEST

UNIT(indicators)
{
	Suite *suite = suite_create("indicators");
	TCase *cases = tcase_create("bands");

	tcase_add_test(cases, runways);
	tcase_add_test(cases, runways_beyond_the_horizon);
	tcase_add_test(cases, runways_count_from_the_report_on);
	tcase_add_test(cases, reserves);
	tcase_add_test(cases, coverage_of_costs);
	tcase_add_test(cases, coverage_by_the_pipeline);
	tcase_add_test(cases, without_a_gap_nothing_needs_cover);
	tcase_add_test(cases, unknown_figures);
	tcase_add_test(cases, concentration_by_hand);
	tcase_add_test(cases, concentration_at_its_bounds);
	tcase_add_test(cases, concentration_is_of_a_year);
	tcase_add_test(cases, concentration_counts_usage);
	suite_add_tcase(suite, cases);

	cases = model_case("gate");
	tcase_add_test(cases, nothing_known_opens_no_gate);
	tcase_add_test(cases, each_rule_at_its_bound);
	tcase_add_test(cases, the_chance_to_run_out);
	tcase_add_test(cases, a_short_report_opens_no_gate);
	tcase_add_test(cases, hope_is_not_signed);
	suite_add_tcase(suite, cases);
	return suite;
}
