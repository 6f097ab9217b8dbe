#include "property.h"
#include "unit.h"
#include <math.h>
#include <string.h>
#include "base/money.h"
#include "report/chance.h"
#include "report/list.h"
#include "report/paths.h"

#define MONTHS 24
#define PATHS 20000
#define PORTFOLIOS 24
#define DEVIATIONS 3 /* standard errors that chance may be off */

/* ---- portfolios that are made up ---- */

struct made {
	struct arena arena;
	struct prospect *prospects;
	const struct prospect **list; /* of them, in order */
	size_t count;
};

static void made_free(struct made *made)
{
	arena_free(&made->arena);
}

/* An amount in equal parts from month `starts` on, as much of it as lies in the MONTHS. */
static void set_money(struct arena *arena, struct delay *delay, int64_t starts, int64_t months,
                      int64_t cents)
{
	int64_t by_month[MONTHS] = {0};

	for (int64_t m = 0; m < months; m++)
		if (starts + m >= 0 && starts + m < MONTHS)
			by_month[starts + m] = money_share_equal(cents, months, m);
	delay->steps = steps_of(by_month, MONTHS, arena, &delay->step_count);
}

/* Deals with up to `delays` delays each. Where `coarse`, each delay has an amount of its own, and
 * all is in whole 5,000.00 and within the months, so that their sums can be counted. */
static struct made make(uint64_t *seed, size_t count, int64_t delays, bool coarse)
{
	struct made made = {.count = count};

	made.prospects = arena_alloc(&made.arena, count * sizeof *made.prospects);
	made.list = arena_alloc(&made.arena, count * sizeof *made.list);
	for (size_t i = 0; i < count; i++) {
		int64_t starts = chance_between(seed, coarse ? 0 : -4, coarse ? 9 : MONTHS - 1);
		int64_t months = chance_between(seed, 1, coarse ? 10 : 30);
		int64_t cents = chance_between(seed, 1, 90) * 500000;
		size_t n = (size_t)chance_between(seed, 1, delays);
		struct delay *of = arena_alloc(&made.arena, n * sizeof *of);

		for (size_t d = 0; d < n; d++) {
			of[d].months = (int64_t)d;
			of[d].until = d + 1 == n ? PATHS_CERTAIN : PATHS_CERTAIN / n * (d + 1);
			set_money(&made.arena, &of[d], starts + (int64_t)d, months, cents);
			if (coarse) cents = chance_between(seed, 1, 90) * 500000;
		}
		made.prospects[i] = (struct prospect){
			.key = paths_key("deal", arena_printf(&made.arena, "crm\n%zu", i)),
			.probability = chance_between(seed, 1, 19) * 50000,
			.delays = of,
			.delay_count = n,
		};
		made.list[i] = &made.prospects[i];
	}
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

/* Each path's sum over months; the caller frees. */
static int64_t *sums_of(const int64_t *cents, const struct paths_options *options)
{
	int64_t *sums = mem_alloc((size_t)options->paths * sizeof *sums);

	for (int64_t m = 0; m < options->months; m++)
		for (int64_t path = 0; path < options->paths; path++)
			sums[path] += cents[m * options->paths + path];
	return sums;
}

/* By how many standard errors the mean of `values` is off. */
static double deviation(const int64_t *values, int64_t count, double expected)
{
	double mean = 0, squares = 0, error;

	for (int64_t i = 0; i < count; i++)
		mean += (double)values[i] / (double)count;
	for (int64_t i = 0; i < count; i++)
		squares += ((double)values[i] - mean) * ((double)values[i] - mean);
	error = sqrt(squares / (double)(count - 1) / (double)count);
	if (fabs(mean - expected) < 1) return 0; /* to the cent */
	return fabs(mean - expected) / error;
}

/* ---- keys: the same coin whatever else is there ---- */

static void same_bytes(const int64_t *a, const int64_t *b, const struct paths_options *options)
{
	for (int64_t i = 0; i < options->months * options->paths; i++)
		HOLDS(a[i] == b[i], "month %lld, path %lld", (long long)(i / options->paths),
		      (long long)(i % options->paths));
}

START_TEST(a_prospect_does_the_same_in_any_company_and_order)
{
	struct paths_options options = {.months = MONTHS, .paths = 500, .seed = 3};
	uint64_t seed = 1;

	for (int round = 0; round < 12; round++) {
		struct made made = make(&seed, 15, 4, false);
		int64_t *together, *one_by_one;

		options.correlation = round % 4 * 150000;
		together = simulate(made.list, made.count, &options);
		for (size_t i = made.count - 1; i > 0; i--) {
			size_t k = (size_t)chance_between(&seed, 0, (int64_t)i);
			const struct prospect *swap = made.list[i];
			made.list[i] = made.list[k];
			made.list[k] = swap;
		}
		one_by_one = mem_alloc((size_t)(options.months * options.paths) * sizeof *one_by_one);
		for (size_t i = 0; i < made.count; i++)
			paths_simulate(&made.list[i], 1, &options, one_by_one);
		same_bytes(together, one_by_one, &options);
		free(one_by_one);
		one_by_one = simulate(made.list, made.count, &options);
		same_bytes(together, one_by_one, &options);
		free(one_by_one);
		free(together);
		made_free(&made);
	}
}
END_TEST

START_TEST(a_certain_deal_moves_no_path_but_by_its_own_money)
{
	struct paths_options options = {.months = MONTHS,
	                                .paths = 500,
	                                .seed = 3,
	                                .correlation = 300000};
	uint64_t seed = 2;
	struct made made = make(&seed, 13, 4, false);
	struct prospect *certain = &made.prospects[12];
	int64_t *without, *with, own[MONTHS] = {0};

	certain->probability = RATIO_ONE;
	certain->delay_count = 1;
	certain->delays = &(struct delay){PATHS_CERTAIN, 0, (struct step[]){{3, 700}, {9, -200}}, 2};
	delay_add(certain->delays, MONTHS, own);
	without = simulate(made.list, 12, &options);
	with = simulate(made.list, 13, &options);
	for (int64_t i = 0; i < options.months * options.paths; i++)
		HOLDS(with[i] - without[i] == own[i / options.paths], "cell %lld", (long long)i);
	ck_assert_int_eq(own[2], 0);
	ck_assert_int_eq(own[3], 700);
	ck_assert_int_eq(own[9], 500);
	ck_assert_int_eq(own[MONTHS - 1], 500);
	free(with);
	free(without);
	made_free(&made);
}
END_TEST

/* ---- the definition, by another implementation ---- */

/* FNV-1a of each number's eight bytes, the lowest first. */
static uint64_t hash_of(const int64_t *cents, int64_t count)
{
	uint64_t hash = UINT64_C(0xCBF29CE484222325);

	for (int64_t i = 0; i < count; i++)
		for (int byte = 0; byte < 8; byte++)
			hash = (hash ^ ((uint64_t)cents[i] >> 8 * byte & 0xFF)) * UINT64_C(0x100000001B3);
	return hash;
}

static uint64_t small_hash(int64_t seed, int64_t correlation, bool renewals)
{
	static const struct step sixth[] = {{2, 100000}, {8, -100000}};
	static const struct step now[] = {{1, 2500}, {5, -2500}}, soon[] = {{2, 2500}, {6, -2500}},
							 late[] = {{4, 2500}, {8, -2500}};
	static const struct delay certain = {PATHS_CERTAIN, 0, sixth, 2};
	static const struct delay slipping[] = {{PATHS_CERTAIN / 4, 0, now, 2},
	                                        {PATHS_CERTAIN / 2, 1, soon, 2},
	                                        {PATHS_CERTAIN, 3, late, 2}};
	static const struct delay nothing = {.until = PATHS_CERTAIN};
	const struct rolling half = {-3, 5, PATHS_CERTAIN / 2, 120000};
	struct prospect prospects[] = {
		{paths_key("deal", "crm\n17"), 300000, &certain, 1, {0}, NULL, 0, 0},
		{paths_key("deal", "lake"),
	     600000,
	     slipping,
	     3,
	     {5, 4, PATHS_CERTAIN / 4 * 3, 100003},
	     NULL,
	     0,
	     0},
		{paths_key("deal", "crm\n18"), 20000, &certain, 1, {0}, NULL, 0, 0},
		{paths_key("contract", "crm\n17"), RATIO_ONE, &nothing, 1, half, NULL, 0, 0},
	};
	const struct prospect *list[] = {&prospects[0], &prospects[1], &prospects[2], &prospects[3]};
	struct paths_options options = {18, 20000, seed, correlation, renewals};
	int64_t *cents = simulate(list, 4, &options);
	uint64_t hash = hash_of(cents, 18 * 20000);

	free(cents);
	return hash;
}

/*
 * The first key is splitmix64's first number from the state 0, as its authors' own program prints
 * it. The others, and the hashes of 18 months on 20,000 paths, were worked out by a program in
 * Python that was written from paths.h and Python's own normal distribution
 * (statistics.NormalDist): keys byte by byte, stream = mix(key ^ mix(seed)), number = mix(stream +
 * (path + 1)·γ), slice = mix(mix(seed + γ) + path·γ) mod 256, the chances of slices made to sum to
 * 256·p, and of what follows number = mix(number + γ) for each term.
 */
START_TEST(simulations_are_what_their_definition_says)
{
	ck_assert_uint_eq(paths_key("", ""), UINT64_C(0xE220A8397B1DCDAF));
	ck_assert_uint_eq(paths_key("deal", "crm\n17"), UINT64_C(0x12B2FF570460AE62));
	ck_assert_uint_eq(paths_key("contract", "crm\n17"), UINT64_C(0x6F03D33F38AC07CC));
	ck_assert_uint_ne(paths_key("deal", "x"), paths_key("dealx", ""));
	ck_assert_uint_eq(small_hash(1, 0, true), UINT64_C(0xAC6F6086E81E85B9));
	ck_assert_uint_eq(small_hash(1, 250000, true), UINT64_C(0x300EC3501D91B136));
	ck_assert_uint_eq(small_hash(2, 500000, true), UINT64_C(0x61AB2F5D256BF3E0));
	ck_assert_uint_eq(small_hash(-7, 250000, false), UINT64_C(0x368CF0699D6E6468));
}
END_TEST

START_TEST(other_seeds_are_other_futures)
{
	uint64_t hashes[40];

	for (int64_t seed = 0; seed < 40; seed++) {
		hashes[seed] = small_hash(seed - 20, 100000, true);
		for (int64_t other = 0; other < seed; other++)
			HOLDS(hashes[other] != hashes[seed], "seeds %lld and %lld", (long long)other,
			      (long long)seed);
	}
	ck_assert_uint_eq(small_hash(-20, 100000, true), hashes[0]);
}
END_TEST

/* ---- means ---- */

/* Each delay's chance × what it brings, × p: in floating point, from the definition. */
static void expect(const struct made *made, double *by_month)
{
	for (size_t i = 0; i < made->count; i++) {
		const struct prospect *prospect = &made->prospects[i];
		double p = (double)prospect->probability / (double)RATIO_ONE;
		uint64_t before = 0;

		for (size_t d = 0; d < prospect->delay_count; d++) {
			const struct delay *delay = &prospect->delays[d];
			double chance = (double)(delay->until - before) / (double)PATHS_CERTAIN;
			for (size_t s = 0; s < delay->step_count; s++)
				for (int64_t m = delay->steps[s].month; m < MONTHS; m++)
					by_month[m] += p * chance * (double)delay->steps[s].cents;
			before = delay->until;
		}
	}
}

/* Every other portfolio slips, and correlation goes from none over 0.1 to 0.5. All totals are
 * within 3 standard errors, and of the months' means as many as chance allows: 0.27 % are expected
 * beyond. */
START_TEST(means_are_those_expected)
{
	static const int64_t correlations[] = {0, 100000, 300000, 500000};
	uint64_t seed = 7;
	int beyond = 0, months = 0;

	for (int round = 0; round < PORTFOLIOS; round++) {
		struct made made =
			make(&seed, (size_t)chance_between(&seed, 1, 40), round % 2 ? 5 : 1, false);
		struct paths_options options = {.months = MONTHS,
		                                .paths = PATHS,
		                                .seed = round,
		                                .correlation = correlations[round % 4]};
		double by_month[MONTHS] = {0}, total = 0;
		int64_t expected[MONTHS] = {0};
		int64_t *cents = simulate(made.list, made.count, &options),
				*sums = sums_of(cents, &options);

		expect(&made, by_month);
		for (size_t i = 0; i < made.count; i++)
			paths_expect(made.list[i], round % 3 == 0, MONTHS, expected);
		for (int64_t m = 0; m < MONTHS; m++) {
			total += by_month[m];
			HOLDS(fabs((double)expected[m] - by_month[m]) <= (double)made.count,
			      "%lld, not %.2f in month %lld of %d", (long long)expected[m], by_month[m],
			      (long long)m, round);
			months++;
			beyond += deviation(cents + m * options.paths, options.paths, by_month[m]) > DEVIATIONS;
		}
		double off = deviation(sums, options.paths, total);
		HOLDS(off <= DEVIATIONS, "portfolio %d is off by %.2f standard errors", round, off);
		free(sums);
		free(cents);
		made_free(&made);
	}
	HOLDS(beyond * 100 <= months, "%d of %d", beyond, months);
}
END_TEST

/*
 * "While each still wins with p": also where p is small and correlation high, so that only the
 * worst of factors makes wins. 20 prospects, 12 seeds of 100,000 paths: the standard error is of
 * the means of the seeds, which one factor a path makes as wide as they are.
 */
START_TEST(the_unlikely_wins_as_often_as_it_should)
{
	enum { COUNT = 20, SEEDS = 12 };
	static const struct step one = {0, 1};
	static const struct delay now = {PATHS_CERTAIN, 0, &one, 1};
	static const int64_t probabilities[] = {2000, 10000, 50000};
	struct prospect prospects[COUNT];
	const struct prospect *list[COUNT];

	for (size_t p = 0; p < sizeof probabilities / sizeof *probabilities; p++) {
		int64_t wins[SEEDS];
		for (size_t i = 0; i < COUNT; i++) {
			char name[20];
			snprintf(name, sizeof name, "%zu", i);
			prospects[i] = (struct prospect){
				paths_key("deal", name), probabilities[p], &now, 1, {0}, NULL, 0, 0};
			list[i] = &prospects[i];
		}
		for (int64_t seed = 0; seed < SEEDS; seed++) {
			struct paths_options options = {1, PATHS_MOST, seed, 500000, false};
			int64_t *cents = simulate(list, COUNT, &options);
			wins[seed] = 0;
			for (int64_t path = 0; path < PATHS_MOST; path++)
				wins[seed] += cents[path];
			free(cents);
		}
		double off = deviation(wins, SEEDS,
		                       (double)(COUNT * PATHS_MOST * probabilities[p]) / (double)RATIO_ONE);
		HOLDS(off <= DEVIATIONS, "p %lld is off by %.2f standard errors",
		      (long long)probabilities[p], off);
	}
}
END_TEST

/* ---- how deals win together, and when ---- */

/* P(both win) at p = 0.3: the integral of P(p | z)² over z, by Simpson's rule. */
static double both_win(int64_t p, int64_t correlation)
{
	const int steps = 400;
	double sum = 0;

	for (int i = 0; i <= steps; i++) {
		double z = -8 + 16.0 * i / steps, given = chance_given(p, correlation, z);
		sum += (i == 0 || i == steps ? 1 : i % 2 ? 4 : 2) * exp(-z * z / 2) * given * given;
	}
	return sum * 16 / steps / 3 / sqrt(2 * acos(-1));
}

/* Of 30 deals each pair wins together as often as the copula says; independent ones as p². */
START_TEST(deals_win_together_as_correlation_says)
{
	enum { COUNT = 30 };
	static const struct step one = {0, 1};
	static const struct delay now = {PATHS_CERTAIN, 0, &one, 1};

	for (int64_t correlation = 0; correlation <= 500000; correlation += 250000) {
		struct paths_options options = {1, PATHS_MOST, 4, correlation, false};
		struct prospect prospects[COUNT];
		const struct prospect *list[COUNT];
		int64_t *wins;
		for (size_t i = 0; i < COUNT; i++) {
			char name[20];
			snprintf(name, sizeof name, "%zu", i);
			prospects[i] =
				(struct prospect){paths_key("deal", name), 300000, &now, 1, {0}, NULL, 0, 0};
			list[i] = &prospects[i];
		}
		wins = simulate(list, COUNT, &options);
		for (int64_t path = 0; path < options.paths; path++)
			wins[path] *= wins[path] - 1; /* ordered pairs that won both */
		double off =
			deviation(wins, options.paths, both_win(300000, correlation) * COUNT * (COUNT - 1));
		HOLDS(off <= DEVIATIONS, "correlation %lld: off by %.2f", (long long)correlation, off);
		free(wins);
	}
}
END_TEST

/* Winning says nothing on when: delays come by their chances among those that win. Each brings one
 * cent, from a month of its own on. */
START_TEST(delays_come_by_their_chances)
{
	static const double chances[] = {0.125, 0.25, 0.5, 0.125};
	static const struct step starts[] = {{0, 1}, {1, 1}, {2, 1}, {3, 1}};
	static const struct delay delays[] = {{PATHS_CERTAIN / 8, 0, &starts[0], 1},
	                                      {PATHS_CERTAIN / 8 * 3, 1, &starts[1], 1},
	                                      {PATHS_CERTAIN / 8 * 7, 2, &starts[2], 1},
	                                      {PATHS_CERTAIN, 3, &starts[3], 1}};

	for (int64_t p = 100000; p <= RATIO_ONE; p += 300000) {
		struct prospect prospect = {paths_key("deal", "x"), p, delays, 4, {0}, NULL, 0, 0};
		const struct prospect *list = &prospect;
		struct paths_options options = {4, PATHS_MOST, 9, 100000, false};
		int64_t *cents = simulate(&list, 1, &options), begun[5] = {0};
		for (int64_t i = 0; i < 4 * PATHS_MOST; i++)
			begun[i / PATHS_MOST + 1] += cents[i];
		HOLDS(p < RATIO_ONE || begun[4] == PATHS_MOST, "%lld won for certain", (long long)begun[4]);
		for (int d = 0; d < 4; d++) {
			double expected = (double)begun[4] * chances[d];
			double error = sqrt(expected * (1 - chances[d]));
			double found = (double)(begun[d + 1] - begun[d]);
			HOLDS(fabs(found - expected) <= DEVIATIONS * error, "%g, not %g, came %d late", found,
			      expected, d);
		}
		free(cents);
	}
}
END_TEST

/* ---- terms that follow ---- */

/*
 * A contract of 1,200.07 a year ends with month 2; terms of 12 months follow, each with 0.75: in
 * month m from 3 on the fee of the month × 0.75 to the power of the terms begun. The cents left
 * over of a year, 7, go to its first 7 months. Sums are rounded, not months. A term of a year that began 5 months before the
 * report: it counts as the first.
 */
START_TEST(chains_of_terms_have_a_closed_form)
{
	static const struct delay nothing = {.until = PATHS_CERTAIN};
	struct prospect contract = {paths_key("contract", "x"),
	                            RATIO_ONE,
	                            &nothing,
	                            1,
	                            {3, 12, PATHS_CERTAIN / 4 * 3, 120007},
	                            NULL,
	                            0,
	                            0};
	int64_t cents[40] = {0}, sum = 0;

	paths_expect(&contract, false, 40, cents);
	for (int m = 0; m < 40; m++)
		ck_assert_int_eq(cents[m], 0);
	paths_expect(&contract, true, 40, cents);
	ck_assert_int_eq(cents[2], 0);
	ck_assert_int_eq(cents[3], 7501);  /* 10,001 × 0.75 = 7,500.75 */
	ck_assert_int_eq(cents[10], 7500); /* 10,000 × 0.75 */
	ck_assert_int_eq(cents[14], 7500);
	for (int m = 3; m < 15; m++)
		sum += cents[m];
	ck_assert_int_eq(sum, 90005);      /* 120,007 × 0.75 = 90,005.25 */
	ck_assert_int_eq(cents[15], 5626); /* 10,001 × 0.5625 = 5,625.56 */
	ck_assert_int_eq(cents[26], 5625);
	ck_assert_int_eq(cents[27], 4219); /* 10,001 × 0.421875 = 4,219.17 */
	for (int m = 15; m < 40; m++)
		sum += cents[m];
	ck_assert_int_eq(sum, 211302); /* … + 67,503.94 + 50,627.95 + 10,001 × 0.31640625 */
	contract.rolling.starts = -5;
	memset(cents, 0, sizeof cents);
	paths_expect(&contract, true, 40, cents);
	ck_assert_int_eq(cents[0], 7501); /* its sixth month */
	ck_assert_int_eq(cents[2], 7500);
	sum = 0;
	for (int m = 0; m < 8; m++)
		sum += cents[m];
	ck_assert_int_eq(sum, 58127); /* 70,002 × 0.75 + 10,001 × 0.5625 */
}
END_TEST

/* Simulated, with delays and terms of any length, some of them begun long ago: within 3 standard
 * errors in total, and in the months as often as chance allows. Without renewals nothing follows. */
START_TEST(chains_of_terms_are_simulated_as_expected)
{
	uint64_t seed = 23;
	int beyond = 0, months = 0;

	for (int round = 0; round < PORTFOLIOS; round++) {
		struct made made = make(&seed, 8, 4, false);
		struct paths_options options = {.months = MONTHS,
		                                .paths = PATHS,
		                                .seed = round,
		                                .correlation = round % 2 * 200000,
		                                .renewals = true};
		int64_t plain[MONTHS] = {0}, expected[MONTHS] = {0}, total = 0;
		int64_t *cents, *sums;

		for (size_t i = 0; i < made.count; i++) {
			paths_expect(made.list[i], true, MONTHS, plain);
			made.prospects[i].rolling = (struct rolling){
				.starts = chance_between(&seed, -20, MONTHS),
				.period = chance_between(&seed, 1, 18),
				.rate = (uint64_t)chance_between(&seed, 0, (int64_t)PATHS_CERTAIN),
				.fee = chance_between(&seed, 0, 9000000),
			};
			paths_expect(made.list[i], true, MONTHS, expected);
		}
		cents = simulate(made.list, made.count, &options);
		sums = sums_of(cents, &options);
		for (int64_t m = 0; m < MONTHS; m++) {
			total += expected[m];
			months++;
			beyond += deviation(cents + m * options.paths, options.paths, (double)expected[m]) >
			          DEVIATIONS;
			HOLDS(expected[m] >= plain[m], "month %lld", (long long)m);
		}
		double off = deviation(sums, options.paths, (double)total);
		HOLDS(off <= DEVIATIONS, "portfolio %d is off by %.2f standard errors", round, off);
		free(cents);
		free(sums);
		options.renewals = false;
		cents = simulate(made.list, made.count, &options);
		sums = sums_of(cents, &options);
		total = 0;
		for (int64_t m = 0; m < MONTHS; m++)
			total += plain[m];
		off = deviation(sums, options.paths, (double)total);
		HOLDS(off <= DEVIATIONS, "portfolio %d without: off by %.2f", round, off);
		free(sums);
		free(cents);
		made_free(&made);
	}
	HOLDS(beyond * 100 <= months, "%d of %d", beyond, months);
}
END_TEST

/* ---- quantiles ---- */

static struct chance_outcome outcome_of(struct made *made, const struct prospect *prospect)
{
	struct chance_value *values = arena_alloc(&made->arena, prospect->delay_count * sizeof *values);
	uint64_t before = 0;

	for (size_t d = 0; d < prospect->delay_count; d++) {
		const struct delay *delay = &prospect->delays[d];
		for (size_t s = 0; s < delay->step_count; s++)
			values[d].value += delay->steps[s].cents * (MONTHS - delay->steps[s].month);
		values[d].weight = (int64_t)(delay->until - before);
		before = delay->until;
	}
	return (struct chance_outcome){.probability = prospect->probability,
	                               .correlated = true,
	                               .values = values,
	                               .value_count = prospect->delay_count};
}

/*
 * Of n paths as many lie within the q-quantile as a binomial number of n and q: the simulated one
 * is a quantile of the whole distribution at q ± 3 √(q (1 − q) ÷ n). The whole distribution is
 * chance.h's, which its own tests hold to all sets of outcomes.
 */
START_TEST(quantiles_are_those_of_the_whole_distribution)
{
	static const int64_t correlations[] = {0, 100000, 300000, 500000}, percents[] = {10, 50, 90};
	uint64_t seed = 31;

	for (int round = 0; round < PORTFOLIOS; round++) {
		bool slips = round / 4 % 2;
		struct made made = make(&seed, (size_t)chance_between(&seed, 1, 20), slips ? 4 : 1, true);
		struct paths_options options = {.months = MONTHS,
		                                .paths = PATHS,
		                                .seed = round,
		                                .correlation = correlations[round % 4]};
		struct chance_options exact = {options.correlation, INT64_C(1000000000)};
		struct chance_outcome outcomes[20];
		int64_t *cents = simulate(made.list, made.count, &options),
				*sums = sums_of(cents, &options);
		int64_t last = INT64_MIN;

		for (size_t i = 0; i < made.count; i++)
			outcomes[i] = outcome_of(&made, made.list[i]);
		for (size_t k = 0; k < 3; k++) {
			double q = (double)percents[k] / 100, off = DEVIATIONS * sqrt(q * (1 - q) / PATHS);
			int64_t bounds[] = {(int64_t)((q - off) * 1e6), (int64_t)((q + off) * 1e6)};
			int64_t found = paths_percentile(sums, PATHS, percents[k]);
			struct chance_quantile whole[2];
			chance_quantiles(outcomes, made.count, &exact, bounds, 2, whole);
			HOLDS(found >= whole[0].value && found <= whole[1].value,
			      "P%lld of %d: %lld is not from %lld to %lld", (long long)percents[k], round,
			      (long long)found, (long long)whole[0].value, (long long)whole[1].value);
			HOLDS(whole[0].error + whole[1].error == 0, "%d: error %lld, %lld", round,
			      (long long)whole[0].error, (long long)whole[1].error);
			HOLDS(found >= last, "percentiles of %d fall", round);
			last = found;
		}
		free(sums);
		free(cents);
		made_free(&made);
	}
}
END_TEST

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The percentile p is the ⌈p · n ÷ 100⌉th smallest, and the first for p = 0. */
START_TEST(percentiles_agree_with_sorting)
{
	int64_t values[300] = {0}, sorted[300], rearranged[300];
	uint64_t seed = 41;

	for (int round = 0; round < 400; round++) {
		int64_t count = round < 20 ? 1 + round / 5 : chance_between(&seed, 1, 300);
		int64_t widest = round % 4 == 0 ? 0 : round % 4 == 1 ? 3 : INT64_C(1) << 40;
		for (int64_t i = 0; i < count; i++) {
			values[i] = chance_between(&seed, -widest, widest);
			if (round % 8 == 7 && i) values[i] = values[i - 1] + (round % 16 == 7 ? 1 : -1);
		}
		memcpy(sorted, values, sizeof sorted);
		qsort(sorted, (size_t)count, sizeof *sorted, by_number);
		for (int64_t percent = 0; percent <= 100; percent++) {
			int64_t place = percent ? (percent * count + 99) / 100 - 1 : 0;
			int64_t found = paths_percentile(values, count, percent);
			HOLDS(found == sorted[place], "P%lld of %lld: %lld, not %lld", (long long)percent,
			      (long long)count, (long long)found, (long long)sorted[place]);
		}
		memcpy(rearranged, values, sizeof rearranged);
		qsort(rearranged, (size_t)count, sizeof *rearranged, by_number);
		HOLDS(memcmp(rearranged, sorted, (size_t)count * sizeof *sorted) == 0, "values are lost");
	}
}
END_TEST

START_TEST(nothing_brings_nothing)
{
	struct paths_options options = {.months = 3, .paths = 10, .seed = 1, .correlation = 100000};
	int64_t *cents = simulate(NULL, 0, &options);

	for (int i = 0; i < 30; i++)
		ck_assert_int_eq(cents[i], 0);
	free(cents);
}
END_TEST

UNIT(paths)
{
	Suite *suite = suite_create("paths");
	TCase *cases = tcase_create("simulated futures");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, a_prospect_does_the_same_in_any_company_and_order);
	tcase_add_test(cases, a_certain_deal_moves_no_path_but_by_its_own_money);
	tcase_add_test(cases, simulations_are_what_their_definition_says);
	tcase_add_test(cases, other_seeds_are_other_futures);
	tcase_add_test(cases, means_are_those_expected);
	tcase_add_test(cases, the_unlikely_wins_as_often_as_it_should);
	tcase_add_test(cases, deals_win_together_as_correlation_says);
	tcase_add_test(cases, delays_come_by_their_chances);
	tcase_add_test(cases, chains_of_terms_have_a_closed_form);
	tcase_add_test(cases, chains_of_terms_are_simulated_as_expected);
	tcase_add_test(cases, quantiles_are_those_of_the_whole_distribution);
	tcase_add_test(cases, percentiles_agree_with_sorting);
	tcase_add_test(cases, nothing_brings_nothing);
	suite_add_tcase(suite, cases);
	return suite;
}
