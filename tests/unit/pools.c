/* Pledges bring money only where their syndicate is reached: on each path, and in what is expected. */
#include <math.h>
#include <stdint.h>
#include "exchange.h"
#include "base/money.h"
#include "property.h"
#include "report/list.h"
#include "report/paths.h"

#define CENTS(units) ((units)*INT64_C(100))

/* ---- pools that are made up: every outcome is looked at --------------------------------------- */

enum { MONTHS = 12, PATHS = 20000, PLEDGES = 7, POOLS = 24, DEVIATIONS = 4 };

struct made {
	struct arena arena;
	struct pool *pool;
	struct prospect *prospects;
	const struct prospect **list;
};

static void set_money(struct arena *arena, struct delay *delay, int64_t starts, int64_t cents)
{
	int64_t months[MONTHS] = {0};

	for (int64_t m = 0; m < 4; m++)
		months[starts + m] = money_share_equal(cents, 4, m);
	delay->steps = steps_of(months, MONTHS, arena, &delay->step_count);
}

/* One in three has a condition; thresholds are about half of what is offered, and often less is raised
 * than is offered. */
static struct made make(uint64_t *seed)
{
	struct made made = {0};
	int64_t offered = 0;

	made.pool = arena_alloc(&made.arena, sizeof *made.pool);
	made.pool->count = PLEDGES;
	made.pool->pledges = arena_alloc(&made.arena, PLEDGES * sizeof *made.pool->pledges);
	made.pool->keys = arena_alloc(&made.arena, PLEDGES * sizeof *made.pool->keys);
	made.prospects = arena_alloc(&made.arena, PLEDGES * sizeof *made.prospects);
	made.list = arena_alloc(&made.arena, PLEDGES * sizeof *made.list);
	for (size_t i = 0; i < PLEDGES; i++) {
		struct odds_pledge *pledge = &made.pool->pledges[i];
		struct delay *delays = arena_alloc(&made.arena, 2 * sizeof *delays);
		pledge->amount = chance_between(seed, 1, 999) * 1001;
		pledge->probability = chance_between(seed, 0, 10) * 100000;
		if (chance_between(seed, 0, 2) == 0)
			pledge->needs_amount = chance_between(seed, 1, 3000) * 1001;
		if (chance_between(seed, 0, 2) == 0) pledge->needs_members = chance_between(seed, 1, 5);
		offered += pledge->amount;
		made.pool->keys[i] = paths_key("deal", arena_printf(&made.arena, "%zu", i));
		for (int64_t d = 0; d < 2; d++) {
			delays[d].months = d * 3;
			delays[d].until = d ? PATHS_CERTAIN : PATHS_CERTAIN / 4;
			set_money(&made.arena, &delays[d], 2 + d * 3, pledge->amount);
		}
		made.prospects[i] = (struct prospect){.key = made.pool->keys[i],
		                                      .delays = delays,
		                                      .delay_count = 2,
		                                      .pool = made.pool,
		                                      .pledge = i};
		made.list[i] = &made.prospects[i];
	}
	made.pool->terms = (struct odds_terms){.threshold = offered / chance_between(seed, 2, 4),
	                                       .min_members = chance_between(seed, 1, 3),
	                                       .most = offered / chance_between(seed, 1, 2)};
	return made;
}

/* The caller frees. */
static int64_t *simulate(const struct prospect *const *list, size_t count,
                         const struct paths_options *options)
{
	int64_t *cents = mem_alloc((size_t)(options->months * options->paths) * sizeof *cents);

	paths_simulate(list, count, options, cents);
	return cents;
}

static int64_t sum_on(const int64_t *cents, const struct paths_options *options, int64_t path)
{
	int64_t sum = 0;

	for (int64_t m = 0; m < options->months; m++)
		sum += cents[m * options->paths + path];
	return sum;
}

/* What each pledge pays of its amount on average and how often the round is reached, over all ways in
 * which pledges come or not. */
static double by_all_outcomes(const struct made *made, double pays[PLEDGES])
{
	const struct pool *pool = made->pool;
	struct bid bids[PLEDGES];
	enum bid_fate fates[PLEDGES];
	double reached = 0;

	for (unsigned set = 0; set < 1U << PLEDGES; set++) {
		double p = 1;
		for (size_t i = 0; i < PLEDGES; i++) {
			const struct odds_pledge *pledge = &pool->pledges[i];
			double comes = (double)pledge->probability / (double)RATIO_ONE;
			bids[i] = (struct bid){pledge->amount, pledge->needs_amount, pledge->needs_members,
			                       set >> i & 1, false};
			p *= set >> i & 1 ? comes : 1 - comes;
		}
		struct solved sum = solve(bids, PLEDGES, NULL, fates);
		if (sum.amount < pool->terms.threshold || sum.members < pool->terms.min_members) continue;
		reached += p;
		for (size_t i = 0; i < PLEDGES; i++)
			if (fates[i] == BID_COUNTS)
				pays[i] += p * fmin(1, (double)pool->terms.most / (double)sum.amount);
	}
	return reached;
}

/* Each pledge's mean over the paths, and the share of paths on which any money comes, lie within their
 * sampling errors; on no path more comes than is raised. */
START_TEST(paths_bring_what_all_outcomes_say)
{
	struct paths_options options = {.months = MONTHS, .paths = PATHS, .seed = 5};
	uint64_t seed = 11;
	int reachable = 0;

	for (int round = 0; round < POOLS; round++) {
		struct made made = make(&seed);
		double pays[PLEDGES] = {0}, reached = by_all_outcomes(&made, pays);
		int64_t *all = simulate(made.list, PLEDGES, &options), any = 0;
		for (int64_t path = 0; path < PATHS; path++) {
			int64_t sum = sum_on(all, &options, path);
			HOLDS(sum <= made.pool->terms.most, "round %d: %lld", round, (long long)sum);
			any += sum > 0;
		}
		HOLDS(fabs((double)any / PATHS - reached) <=
		          DEVIATIONS * sqrt(fabs(reached * (1 - reached)) / PATHS) + 1e-9,
		      "round %d: %lld, not %.4f", round, (long long)any, reached);
		reachable += reached > 0.02 && reached < 0.98;
		for (size_t i = 0; i < PLEDGES; i++) {
			double mean = 0, amount = (double)made.pool->pledges[i].amount;
			int64_t *one = simulate(&made.list[i], 1, &options);
			for (int64_t path = 0; path < PATHS; path++)
				mean += (double)sum_on(one, &options, path) / PATHS;
			/* What it pays lies from 0 to its amount: its deviation is at most √(m (1 − m)). */
			HOLDS(fabs(mean / amount - pays[i]) <=
			          DEVIATIONS * sqrt(fabs(pays[i] * (1 - pays[i])) / PATHS) + 1e-5,
			      "round %d: %.4f, not %.4f", round, mean / amount, pays[i]);
			free(one);
		}
		free(all);
		arena_free(&made.arena);
	}
	ck_assert_int_gt(reachable, POOLS / 2);
}
END_TEST

static void same_futures(int64_t *a, int64_t *b, const struct paths_options *options)
{
	for (int64_t i = 0; i < options->months * options->paths; i++)
		HOLDS(a[i] == b[i], "month %lld, path %lld: %lld and %lld", (long long)(i / options->paths),
		      (long long)(i % options->paths), (long long)a[i], (long long)b[i]);
	free(a);
	free(b);
}

/* One by one, in any company, and whatever the correlation: a pledge does the same. */
START_TEST(a_pledge_does_the_same_in_any_company)
{
	struct paths_options options = {.months = MONTHS, .paths = 2000, .seed = 3};
	static const struct step now = {0, 1234};
	static const struct delay at_once = {.until = PATHS_CERTAIN, .steps = &now, .step_count = 1};
	struct prospect loose = {.key = 99,
	                         .probability = 400000,
	                         .delays = &at_once,
	                         .delay_count = 1};
	uint64_t seed = 21;

	for (int round = 0; round < 6; round++) {
		struct made made = make(&seed);
		const struct prospect *list[PLEDGES + 1] = {&loose};
		int64_t *one_by_one = simulate(list, 1, &options), *together, *correlated;
		for (size_t i = 0; i < PLEDGES; i++) {
			list[PLEDGES - i] = made.list[i];
			paths_simulate(&made.list[i], 1, &options, one_by_one);
		}
		same_futures(simulate(list, PLEDGES + 1, &options), one_by_one, &options);
		together = simulate(made.list, PLEDGES, &options);
		options.correlation = 500000;
		correlated = simulate(made.list, PLEDGES, &options);
		options.correlation = 0;
		same_futures(together, correlated, &options);
		arena_free(&made.arena);
	}
}
END_TEST

/* Turned on each path, a pledge's futures are those in which it is certain, or never comes. */
START_TEST(a_pledge_decided_the_other_way_moves_its_round)
{
	struct paths_options options = {.months = MONTHS, .paths = 2000, .seed = 3};
	uint64_t seed = 31;

	for (int round = 0; round < 12; round++) {
		struct made made = make(&seed);
		size_t turned = (size_t)round % PLEDGES;
		int64_t *as_it_is = simulate(made.list, PLEDGES, &options), *won, *lost, *expected;
		int64_t *found = mem_alloc(MONTHS * 2000 * sizeof *found);
		bool *comes = mem_alloc(2000 * sizeof *comes);
		paths_turn(made.list, PLEDGES, turned, &options, found, comes);
		made.pool->pledges[turned].probability = RATIO_ONE;
		won = simulate(made.list, PLEDGES, &options);
		made.pool->pledges[turned].probability = 0;
		lost = simulate(made.list, PLEDGES, &options);
		expected = mem_alloc(MONTHS * 2000 * sizeof *expected);
		for (int64_t i = 0; i < MONTHS * 2000; i++)
			expected[i] = (comes[i % 2000] ? lost[i] : won[i]) - as_it_is[i];
		same_futures(found, expected, &options);
		free(as_it_is);
		free(won);
		free(lost);
		free(comes);
		arena_free(&made.arena);
	}
}
END_TEST

/* ---- a syndicate of three, by hand --------------------------------------------------------------
 *
 * A, B and C pledge 50,000 each and come with 0.7, 0.5 and 0.3; two of them reach the threshold of
 * 100,000. A counts with 0.7 · (1 − 0.5 · 0.7) = 0.455, B with 0.5 · (1 − 0.3 · 0.7) = 0.395 and C with
 * 0.3 · (1 − 0.3 · 0.5) = 0.255: 55,250 of the 150,000. Two or three come with 0.5, three with 0.105.
 */

static void pledge(const char *name, const char *probability)
{
	char named[20], said[40];

	snprintf(named, sizeof named, "name=%s", name);
	snprintf(said, sizeof said, "probability=%s", probability);
	OK(add("deal", named, "pipeline=cofunding", "syndicate=round", "amount=50000", said,
	       "revenue_type=project", "starts_on=2026-07-01", "ends_on=2027-06-30",
	       "expected_close=2026-06-01"));
}

static void three(const char *price)
{
	char said[40];

	snprintf(said, sizeof said, "price=%s", price);
	OK(add("initiative", "name=Quotas"));
	OK(add("syndicate", "name=Round", "initiative=quotas", said, "threshold=100000"));
	OK(add("org", "name=A Lab"));
	pledge("A", "0.7");
	pledge("B", "0.5");
	pledge("C", "0.3");
	OK(edit("deal", "a", "org=a-lab"));
}

/* It comes as a pledge that was signed elsewhere, on TODAY. */
static void comes_signed(const char *slug, const char *org)
{
	char csv[400];

	snprintf(csv, sizeof csv,
	         "name,org,pipeline,syndicate,stage,amount,revenue_type,starts_on,ends_on,closed_on\n"
	         "%s,%s,cofunding,round,Contracted,50000,project,2026-07-01,2027-06-30," TODAY "\n",
	         slug, org);
	OK(rm("deal", slug));
	ck_assert_str_eq(import_deals(csv), NEW_ROWS(1));
	ck_assert_str_eq(cell("deal", slug, "stage"), "Contracted");
}

/* Another program's hand: states are moved by verbs. */
static void set_state(const char *state)
{
	char sql[200];

	snprintf(sql, sizeof sql, "UPDATE syndicate SET state = '%s'", state);
	(void)foreign(sql);
}

static struct syndic_forecast_options ask = {.projection = {.months = 24, .seed = 1, .slip = "0"}};

static struct syndic_forecast *forecast(void)
{
	struct syndic_forecast *report;

	OK(syndic_report_forecast(db, &ask, &report));
	return report;
}

static void expected_is(int64_t cents, const char *about)
{
	struct syndic_forecast *report = forecast();
	int64_t sum = 0;

	for (size_t m = 0; m < report->month_count; m++)
		sum += report->months[m].expected - report->months[m].committed;
	ck_assert_msg(sum == cents, "%s: %lld, not %lld", about, (long long)sum, (long long)cents);
	syndic_forecast_free(report);
}

START_TEST(a_pledge_counts_with_its_round)
{
	struct syndic_forecast *report;

	three("150000");
	expected_is(CENTS(55250), "two of three");
	report = forecast();
	/* Each of the twelve months brings a twelfth, rounded for each pledge: of July 1,895.83 + 1,645.83 +
	 * 1,062.50. */
	ck_assert_int_eq(report->months[5].expected, 0);
	ck_assert_int_eq(report->months[6].expected, 460416);
	ck_assert_int_gt(report->months[17].expected, 0);
	ck_assert_int_eq(report->months[18].expected, 0);
	ck_assert_int_eq(report->total.p10, 0);
	ck_assert_int_eq(report->total.p90, CENTS(150000)); /* 0.895 bring 100,000 at most */
	syndic_forecast_free(report);
	ask.by = "org";
	report = forecast();
	ck_assert_str_eq(report->groups[0].key, "a-lab");
	ck_assert_int_eq(report->groups[0].total.expected, CENTS(22750));
	ck_assert_int_eq(report->groups[1].total.expected, CENTS(32500));
	ck_assert_int_eq(report->groups[0].total.p50, 0); /* it counts with 0.455 */
	syndic_forecast_free(report);
}
END_TEST

/* All three with 0.105 pay 100,000 together: each two thirds. */
START_TEST(more_than_the_price_is_not_raised)
{
	three("100000");
	expected_is(CENTS(50000), "reached with 0.5, and raised 100,000");
	struct syndic_forecast *report = forecast();
	ck_assert_int_ge(report->total.p90, CENTS(100000) - 3); /* a cent each is rounded off at most */
	ck_assert_int_le(report->total.p90, CENTS(100000));
	syndic_forecast_free(report);
	OK(edit("syndicate", "round", "overshoot_rule=stretch", "ceiling=150000"));
	expected_is(CENTS(55250), "stretched");
}
END_TEST

START_TEST(what_a_round_became_decides)
{
	three("150000");
	set_state("committed");
	expected_is(CENTS(75000), "late joiners count on their own");
	set_state("closed");
	expected_is(CENTS(75000), "late joiners of a round that is closed");
	set_state("lapsed");
	expected_is(0, "lapsed");
	set_state("cancelled");
	expected_is(0, "cancelled");
	set_state("contracting");
	expected_is(CENTS(55250), "contracting");
	OK(edit("deal", "a", "syndicate="));
	OK(edit("deal", "b", "syndicate="));
	OK(edit("deal", "c", "syndicate="));
	expected_is(CENTS(75000), "deals like any other");
}
END_TEST

START_TEST(without_a_threshold_nobody_knows_when_it_is_reached)
{
	three("150000");
	OK(edit("syndicate", "round", "price=", "threshold="));
	expected_is(0, "no threshold");
}
END_TEST

/* C wants 100,000 of the others, and so both. It makes no third: A and B reach it only together. */
START_TEST(a_condition_must_hold)
{
	three("150000");
	OK(edit("deal", "c", "condition_amount=100000"));
	expected_is(CENTS(40250), "0.35 of A and B, 0.105 of C");
	OK(edit("deal", "c", "condition_amount=100000.01"));
	expected_is(CENTS(35000), "never C");
}
END_TEST

/* It is committed money already, and one of two. */
START_TEST(a_contracted_pledge_is_there)
{
	struct syndic_forecast *report;

	three("150000");
	comes_signed("a", "a-lab");
	expected_is(CENTS(40000), "B with 0.5, C with 0.3");
	report = forecast();
	ck_assert_int_eq(report->total.committed, CENTS(50000));
	ck_assert_int_eq(report->total.p10, CENTS(50000));
	syndic_forecast_free(report);
	ask.exact = true;
	report = forecast();
	ck_assert(report->exact);
	ck_assert_int_eq(report->exact_error, 0);
	ck_assert_int_eq(report->total.p50, CENTS(100000)); /* 0.35 bring nothing, 0.15 bring both */
	ck_assert_int_eq(report->total.p90, CENTS(150000));
	syndic_forecast_free(report);
}
END_TEST

START_TEST(what_is_lost_late_or_incomplete_does_not_come)
{
	three("150000");
	OK(edit("deal", "b", "expires=2026-01-10"));
	expected_is(CENTS(21000), "B is too late: both others, 0.21");
	OK(edit("deal", "b", "expires=2026-01-15"));
	expected_is(CENTS(55250), "B's last day is today");
	OK(edit("deal", "b", "starts_on="));
	expected_is(CENTS(35500), "B counts for the round, and in no month");
	OK(edit("deal", "b", "amount="));
	expected_is(CENTS(21000), "B without an amount");
	OK(lose("a"));
	expected_is(0, "C alone");
}
END_TEST

START_TEST(bridge_money_counts)
{
	three("150000");
	(void)foreign("UPDATE syndicate SET bridge = 1000000, threshold = 11000000");
	expected_is(CENTS(54200), "100,000 and a bridge of 10,000, with which all three pay 140,000");
	(void)foreign("UPDATE syndicate SET threshold = 11000001");
	expected_is(CENTS(14700), "a cent more wants all three: 0.105");
}
END_TEST

/* ---- exact percentiles ---- */

START_TEST(exact_percentiles_take_a_round_as_one)
{
	struct syndic_forecast *report;

	three("150000");
	OK(add("deal", "name=D", "pipeline=project", "revenue_type=project", "amount=40000",
	       "probability=0.5", "starts_on=2026-03-01", "ends_on=2026-12-31",
	       "expected_close=2026-02-01"));
	ask.exact = true;
	ask.projection.correlation = "0.5"; /* of one deal with itself */
	report = forecast();
	ck_assert(report->exact);
	ck_assert_int_eq(report->exact_error, 0);
	/* 0 with 0.25, 40,000 so too, 100,000 and 140,000 with 0.1975 each, 150,000 and 190,000 with
	 * 0.0525. */
	ck_assert_int_eq(report->total.p10, 0);
	ck_assert_int_eq(report->total.p90, CENTS(150000));
	syndic_forecast_free(report);
	ask.projection.months = 12; /* the year's last month is not the round's */
	report = forecast();
	ck_assert(!report->exact);
	syndic_forecast_free(report);
}
END_TEST

/* ---- learned chances ---- */

/* Binding comes with 0.7 until history says otherwise: five were won of five. */
START_TEST(learned_chances_feed_the_odds)
{
	struct syndic_forecast *report;
	int64_t before;

	three("150000");
	OK(edit("deal", "a", "stage=Binding"));
	for (int i = 0; i < 5; i++) {
		char name[30], slug[30];
		snprintf(name, sizeof name, "name=Old %d", i);
		snprintf(slug, sizeof slug, "old-%d", i);
		OK(add("deal", name, "pipeline=cofunding", "stage=Binding", "stage_since=2025-01-01"));
		OK(edit("deal", slug, "stage=Contracted"));
	}
	report = forecast();
	before = report->total.expected;
	ck_assert_int_eq(before, CENTS(55250));
	syndic_forecast_free(report);
	ask.projection.learned = true;
	report = forecast();
	/* (5 + 7) ÷ 15 = 0.8: A 0.8 · 0.65, B 0.5 · (1 − 0.2 · 0.7), C 0.3 · (1 − 0.2 · 0.5). */
	ck_assert_int_eq(report->total.expected - report->total.committed, CENTS(61000));
	syndic_forecast_free(report);
}
END_TEST

/* ---- scenarios and runway ---- */

static struct syndic_runway *runway(const char *scenario)
{
	struct syndic_runway_options options = {.projection = ask.projection, .scenario = scenario};
	struct syndic_runway *report;

	OK(syndic_report_runway(db, &options, &report));
	return report;
}

static void scenario(const char *name, const char *what, const char *value)
{
	struct syndic_scenario_setting setting = {what, value, NULL, NULL};

	if (!strstr(listed("scenario", NULL, "slug"), name)) {
		char said[40];
		snprintf(said, sizeof said, "name=%s", name);
		OK(add("scenario", said, "base=expected"));
	}
	OK(syndic_scenario_set(db, name, &setting, 1));
}

static void brings(const char *name, int64_t cents, const char *idle)
{
	struct syndic_runway *report = runway(name);
	int64_t sum = 0;

	for (size_t m = 0; m < report->month_count; m++)
		sum += report->months[m].revenue;
	ck_assert_msg(sum == cents, "%s: %lld, not %lld", name, (long long)sum, (long long)cents);
	ck_assert_str_eq(report->idle ? report->idle : "", idle ? idle : "");
	syndic_runway_free(report);
}

START_TEST(a_scenario_moves_the_round)
{
	three("150000");
	brings("expected", CENTS(55250), NULL);
	scenario("sure", "deal.c", "won");
	brings("sure", CENTS(102500), NULL); /* A with 0.7, B with 0.5, C with 0.85 */
	scenario("gone", "deal.c", "lost");
	brings("gone", CENTS(35000), NULL); /* both others, 0.35 */
	scenario("half", "deal.c", "50%");
	brings("half", CENTS(68750), NULL); /* 0.7 · 0.75, 0.5 · 0.85, 0.5 · 0.85 */
	OK(edit("deal", "c", "starts_on="));
	brings("gone", CENTS(35000), NULL); /* in no month, and not without effect */
	OK(edit("deal", "c", "expires=2026-01-10"));
	brings("sure", CENTS(60000), NULL); /* if it comes all the same: 0.7 and 0.5 */
	set_state("lapsed");
	brings("sure", 0, "deal.c");
}
END_TEST

/* Nothing new is sold in committed but what the scenario says: C comes, and is reached with A or B. */
START_TEST(a_scenario_of_what_is_signed_takes_the_round_as_it_is)
{
	struct syndic_scenario_setting setting = {"deal.c", "won", NULL, NULL};
	struct syndic_scenario_setting lost = {"deal.b", "lost", NULL, NULL};

	three("150000");
	OK(add("scenario", "name=sold", "base=committed"));
	OK(syndic_scenario_set(db, "sold", &setting, 1));
	brings("sold", CENTS(42500), NULL);
	OK(syndic_scenario_set(db, "sold", &lost, 1));
	brings("sold", CENTS(35000), NULL);
}
END_TEST

/* The row of B among what hangs on each deal. */
static void effect_of_b(const char *by, int64_t *chance_of, int64_t *won, int64_t *lost)
{
	struct syndic_runway_options options = {.projection = ask.projection};
	char month[SYNDIC_MONTH_SIZE];
	struct syndic_rows *rows;

	OK(syndic_report_runway_deals(db, &options, by, month, &rows));
	while (syndic_rows_next(rows) == 1) {
		if (strcmp(plain(rows, column_of(rows, "deal")), "b") != 0) continue;
		*chance_of = syndic_rows_value(rows, column_of(rows, "probability")).number;
		*won = syndic_rows_value(rows, column_of(rows, "p_out_won")).number;
		*lost = syndic_rows_value(rows, column_of(rows, "p_out_lost")).number;
	}
	syndic_rows_free(rows);
}

static int64_t out_in_december(const char *name)
{
	struct syndic_runway *report = runway(name);
	int64_t out = report->months[11].p_out.value;

	ck_assert_str_eq(report->months[11].month, "2026-12");
	syndic_runway_free(report);
	return out;
}

/* What hangs on a pledge is what two scenarios differ by. */
START_TEST(what_hangs_on_a_pledge_is_what_scenarios_say)
{
	int64_t chance_of = 0, won = 0, lost = 0;

	three("100000");
	OK(add("cash_balance", "month=2025-12", "amount=90000"));
	OK(add("cost", "name=Team", "amount=10000", "starts_on=2026-01-01"));
	scenario("sure", "deal.b", "won");
	scenario("gone", "deal.b", "lost");
	effect_of_b("2026-12", &chance_of, &won, &lost);
	ck_assert_int_eq(chance_of, 395000);
	ck_assert_int_eq(out_in_december("sure"), won);
	ck_assert_int_eq(out_in_december("gone"), lost);
	/* Without B both others must come, 0.21; with it one of them is enough, 0.79. */
	ck_assert_int_gt(lost, 770000);
	ck_assert_int_lt(won, 230000);
}
END_TEST

/* ---- targets ---- */

static void target(const char *key, const char *measure, const char *amount, const char *more)
{
	char named[40], measured[40], wanted[40];

	snprintf(named, sizeof named, "key=%s", key);
	snprintf(measured, sizeof measured, "measure=%s", measure);
	snprintf(wanted, sizeof wanted, "amount=%s", amount);
	OK(add("target", named, "label=T", "year=2026", measured, wanted, more));
}

static void line_is(const char *key, int64_t expected, int64_t open, int64_t probability)
{
	struct syndic_status_report *report;
	const struct syndic_target_line *line = NULL;

	OK(syndic_report_status(db, NULL, &report));
	for (size_t i = 0; i < report->target_count; i++)
		if (strcmp(report->targets[i].key, key) == 0) line = &report->targets[i];
	ck_assert_ptr_nonnull(line);
	ck_assert_msg(line->expected.value == expected && line->open.value == open &&
	                  line->probability.value == probability,
	              "%s: %lld, %lld, %lld", key, (long long)line->expected.value,
	              (long long)line->open.value, (long long)line->probability.value);
	ck_assert_int_eq(line->coverage.value, muldiv(expected, RATIO_ONE, line->target.value));
	syndic_status_report_free(report);
}

START_TEST(targets_expect_what_rounds_let_come)
{
	three("150000");
	target("two", "bookings", "100000", "note=x");
	target("all", "bookings", "150000", "note=x");
	target("half", "revenue", "50000", "note=x"); /* of the year, a half of each term */
	target("alone", "bookings", "50000", "org=a-lab");
	target("more", "bookings", "50000.01", "org=a-lab");
	target("sum", "sum-of", "150000", "sum_of=two,half");
	line_is("two", CENTS(55250), CENTS(150000), 500000);
	line_is("all", CENTS(55250), CENTS(150000), 105000);
	line_is("half", CENTS(27625) + 3, CENTS(75000) + 6, 500000); /* 6 months of 4,166.67 each */
	line_is("alone", CENTS(22750), CENTS(50000), 455000);
	line_is("more", CENTS(22750), CENTS(50000), 0);
	line_is("sum", CENTS(82875) + 3, CENTS(225000) + 6, 500000); /* one outcome for both */
	OK(edit("syndicate", "round", "price=100000"));
	line_is("two", CENTS(50000), CENTS(150000), 500000);
	line_is("all", CENTS(50000), CENTS(150000), 0);
	set_state("lapsed");
	line_is("two", 0, CENTS(150000), 0);
	set_state("closed");
	line_is("alone", CENTS(35000), CENTS(50000), 700000);
}
END_TEST

/* A and B have signed 50,000 each; of C, who comes with 0.3, only what is left of the price is raised. */
START_TEST(who_joins_pays_what_is_left)
{
	struct syndic_forecast *report;

	three("120000");
	OK(add("org", "name=B Lab"));
	comes_signed("a", "a-lab");
	comes_signed("b", "b-lab");
	expected_is(CENTS(6000), "0.3 of 20,000");
	report = forecast();
	ck_assert_int_eq(report->total.p90, CENTS(120000));
	syndic_forecast_free(report);
	target("all", "bookings", "120000", "note=x");
	struct syndic_status_report *status;
	OK(syndic_report_status(db, NULL, &status));
	ck_assert_int_eq(status->targets[0].committed.value, CENTS(100000));
	ck_assert_int_eq(status->targets[0].expected.value, CENTS(106000));
	ck_assert_int_eq(status->targets[0].probability.value, 300000);
	syndic_status_report_free(status);
	OK(edit("syndicate", "round", "price=100000"));
	expected_is(0, "nothing is left");
	OK(edit("deal", "c", "condition_amount=100000", "condition_members=2"));
	OK(edit("syndicate", "round", "price=150000", "min_members=3"));
	expected_is(CENTS(15000), "C alone makes three, and its conditions are met");
	OK(edit("deal", "c", "condition_members=3"));
	expected_is(0, "it wants a third beside it");
}
END_TEST

/* ---- snapshots ---- */

/* What each pays may be less where all come: the chance that it counts is not. */
START_TEST(snapshots_keep_the_chance_that_a_pledge_counts)
{
	three("100000");
	OK(syndic_snapshot_take(db, "a", NULL, NULL));
	ck_assert_str_eq(listed("snapshot_deal", NULL, "probability"), "0.455\n0.395\n0.255\n");
	OK(edit("deal", "c", "amount="));
	OK(syndic_snapshot_take(db, "b", NULL, NULL));
	/* A and B both; of C, whose amount is unknown, that it comes to them. */
	ck_assert_str_eq(listed("snapshot_deal", "snapshot=b", "probability"), "0.35\n0.35\n0.105\n");
}
END_TEST

UNIT(pools)
{
	Suite *suite = suite_create("pools");
	TCase *cases = tcase_create("paths"), *records = model_case("a syndicate of three");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, paths_bring_what_all_outcomes_say);
	tcase_add_test(cases, a_pledge_does_the_same_in_any_company);
	tcase_add_test(cases, a_pledge_decided_the_other_way_moves_its_round);
	suite_add_tcase(suite, cases);
	tcase_add_test(records, a_pledge_counts_with_its_round);
	tcase_add_test(records, more_than_the_price_is_not_raised);
	tcase_add_test(records, what_a_round_became_decides);
	tcase_add_test(records, without_a_threshold_nobody_knows_when_it_is_reached);
	tcase_add_test(records, a_condition_must_hold);
	tcase_add_test(records, a_contracted_pledge_is_there);
	tcase_add_test(records, what_is_lost_late_or_incomplete_does_not_come);
	tcase_add_test(records, bridge_money_counts);
	tcase_add_test(records, exact_percentiles_take_a_round_as_one);
	tcase_add_test(records, learned_chances_feed_the_odds);
	tcase_add_test(records, a_scenario_moves_the_round);
	tcase_add_test(records, a_scenario_of_what_is_signed_takes_the_round_as_it_is);
	tcase_add_test(records, what_hangs_on_a_pledge_is_what_scenarios_say);
	tcase_add_test(records, targets_expect_what_rounds_let_come);
	tcase_add_test(records, who_joins_pays_what_is_left);
	tcase_add_test(records, snapshots_keep_the_chance_that_a_pledge_counts);
	suite_add_tcase(suite, records);
	return suite;
}
