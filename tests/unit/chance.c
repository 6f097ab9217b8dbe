#include "property.h"
#include "status_fixture.h"
#include <math.h>
#include "base/money.h"
#include "report/chance.h"

#define CLOSE(found, expected, error)                                                              \
	HOLDS(fabs((found) - (expected)) <= (error), "%.12g is not %.12g within %g", (double)(found),  \
	      (double)(expected), (double)(error))
#define MOST 14

/* ---- by other ways ---- */

static double phi(double x)
{
	return erfc(-x / sqrt(2)) / 2;
}

/* By bisection, since the library goes by Newton's steps. */
static double phi_inverse(double p)
{
	double low = -40, high = 40;

	for (int i = 0; i < 100; i++) {
		double middle = (low + high) / 2;
		if (phi(middle) < p) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

/* P(sum ≥ need) over all 2ⁿ sets of what comes, each with the probability `p`. */
static double over_all_sets(const struct chance_outcome *outcomes, size_t count, const double *p,
                            int64_t need)
{
	double reached = 0;

	for (size_t set = 0; set < (size_t)1 << count; set++) {
		double probability = 1;
		int64_t sum = 0;
		for (size_t i = 0; i < count; i++) {
			bool comes = set >> i & 1;
			probability *= comes ? p[i] : 1 - p[i];
			if (comes) sum += outcomes[i].value;
		}
		if (sum >= need) reached += probability;
	}
	return reached;
}

/* The same, where ρ > 0 by Simpson's rule over z from −8 to 8. */
static double by_force(const struct chance_outcome *outcomes, size_t count, int64_t need,
                       double correlation)
{
	const int steps = 400;
	double p[MOST], quantile[MOST], sum = 0;

	for (size_t i = 0; i < count; i++) {
		p[i] = (double)outcomes[i].probability / 1e6;
		quantile[i] = phi_inverse(p[i]);
	}
	if (correlation == 0) return over_all_sets(outcomes, count, p, need);
	for (int step = 0; step <= steps; step++) {
		double z = -8 + 16.0 * step / steps;
		double weight = step == 0 || step == steps ? 1 : step % 2 ? 4 : 2;
		for (size_t i = 0; i < count; i++)
			if (outcomes[i].correlated)
				p[i] = phi((quantile[i] - sqrt(correlation) * z) / sqrt(1 - correlation));
		sum += weight * exp(-z * z / 2) * over_all_sets(outcomes, count, p, need);
	}
	return sum * 16 / steps / 3 / sqrt(2 * acos(-1));
}

static struct chance reach(const struct chance_outcome *outcomes, size_t count, int64_t need,
                           double correlation, int64_t effort)
{
	struct chance_options options = {(int64_t)round(correlation * 1e6), effort};

	return chance_reach(outcomes, count, need, &options);
}

/* Some outcomes: of round values (`unit` above 1), or of any; some negative, some sure, some independent. */
static size_t make(uint64_t *seed, struct chance_outcome *out, size_t count, int64_t unit)
{
	for (size_t i = 0; i < count; i++) {
		out[i] = (struct chance_outcome){
			.value = chance_between(seed, -3, 12) * unit,
			.probability = chance_between(seed, 1, 19) * 50000,
			.correlated = chance_between(seed, 0, 3) > 0,
		};
		if (unit == 1) out[i].value = chance_between(seed, -30000000, 120000000);
		if (chance_between(seed, 0, 9) == 0) out[i].probability = i % 2 * RATIO_ONE;
	}
	return count;
}

/* ---- chances ---- */

START_TEST(independent_ones_are_those_of_all_sets)
{
	struct chance_outcome outcomes[MOST];
	uint64_t seed = 11;

	for (int round = 0; round < 300; round++) {
		size_t count =
			make(&seed, outcomes, (size_t)chance_between(&seed, 0, MOST - 4), round % 2 ? 1000 : 1);
		int64_t need = chance_between(&seed, -20, 60) * (round % 2 ? 1000 : 7654321);
		struct chance found = reach(outcomes, count, need, 0, 0);
		CLOSE(found.probability, by_force(outcomes, count, need, 0), 1e-12);
		HOLDS(found.method == CHANCE_EXACT || found.method == CHANCE_CERTAIN, "%d", found.method);
		HOLDS(found.error == 0, "%g", found.error);
	}
}
END_TEST

START_TEST(correlated_ones_are_those_of_all_sets_at_each_z)
{
	static const double correlations[] = {0.02, 0.1, 0.3, 0.7, 0.9};
	struct chance_outcome outcomes[MOST];
	uint64_t seed = 12;

	for (int round = 0; round < 60; round++) {
		double correlation = correlations[round % 5];
		size_t count =
			make(&seed, outcomes, (size_t)chance_between(&seed, 1, MOST - 5), round % 2 ? 1000 : 1);
		int64_t need = chance_between(&seed, -5, 40) * (round % 2 ? 1000 : 7654321);
		struct chance found = reach(outcomes, count, need, correlation, 0);
		CLOSE(found.probability, by_force(outcomes, count, need, correlation), 1e-6);
	}
	make(&seed, outcomes, MOST, 1);
	CLOSE(reach(outcomes, MOST, 300000000, 0.1, 0).probability,
	      by_force(outcomes, MOST, 300000000, 0.1), 1e-6);
}
END_TEST

/* P(at least k of n), by logarithms of the binomial coefficients. */
static double binomial(int n, double p, int k)
{
	double sum = 0;

	for (int i = k; i <= n; i++)
		sum += exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) +
		           (n - i) * log1p(-p));
	return sum;
}

static struct chance of_equals(struct chance_outcome *outcomes, size_t count, int64_t probability,
                               int64_t value, int64_t need, double correlation, int64_t effort)
{
	for (size_t i = 0; i < count; i++)
		outcomes[i] =
			(struct chance_outcome){.value = value, .probability = probability, .correlated = true};
	return reach(outcomes, count, need, correlation, effort);
}

START_TEST(equal_ones_are_binomial)
{
	struct chance_outcome outcomes[500];

	for (int n = 1; n <= 500; n = n * 3 + 2)
		for (int k = 1; k <= n; k += n / 7 + 1) {
			struct chance found = of_equals(outcomes, (size_t)n, 300000, 1500, k * 1500, 0, 0);
			CLOSE(found.probability, binomial(n, 0.3, k), 1e-11);
			HOLDS(found.error == 0, "%g", found.error);
			/* Any need between two sums asks for the larger. */
			found = of_equals(outcomes, (size_t)n, 300000, 1500, k * 1500 - 1499, 0, 0);
			CLOSE(found.probability, binomial(n, 0.3, k), 1e-11);
		}
}
END_TEST

/* 2,000 equal outcomes turn within a small part of z; Simpson's rule over binomials, each as the
 * normal distribution by which 2,000 can be told from it by no more than 0.002, says how. */
START_TEST(many_are_normal_given_z)
{
	static struct chance_outcome outcomes[2000];
	static const double correlations[] = {0, 0.1, 0.5};

	for (size_t c = 0; c < 3; c++)
		for (int need = 400; need <= 1000; need += 50) {
			double correlation = correlations[c], sum = 0;
			for (int step = 0; step <= 4000 && correlation > 0; step++) {
				double z = -8 + step / 250.0;
				double p = phi((phi_inverse(0.35) - sqrt(correlation) * z) / sqrt(1 - correlation));
				double weight = step == 0 || step == 4000 ? 1 : step % 2 ? 4 : 2;
				sum += weight * exp(-z * z / 2) *
				       phi((2000 * p - need + 0.5) / sqrt(2000 * p * (1 - p)));
			}
			sum *= 1 / 250.0 / 3 / sqrt(2 * acos(-1));
			if (correlation == 0) sum = binomial(2000, 0.35, need);
			struct chance found =
				of_equals(outcomes, 2000, 350000, 777, need * 777, correlation, 100000);
			ck_assert_int_eq(found.method, CHANCE_NORMAL);
			CLOSE(found.probability, sum, correlation > 0 ? 2e-6 : 0.002);
			HOLDS(found.error < 0.05, "%g", found.error);
		}
}
END_TEST

/* 28 outcomes of any value, exactly and on grids of less effort. */
START_TEST(a_grid_states_its_error)
{
	struct chance_outcome outcomes[28];
	uint64_t seed = 13;
	int grids = 0;

	for (int round = 0; round < 60; round++) {
		int64_t need = chance_between(&seed, 1, 20) * 37654321;
		double correlation = round % 2 ? 0.1 : 0;
		struct chance exact, grid;
		make(&seed, outcomes, 28, 1);
		exact = reach(outcomes, 28, need, correlation, INT64_C(100000000));
		grid = reach(outcomes, 28, need, correlation, round % 2 ? 800000 : 40000);
		HOLDS(exact.error == 0, "%g", exact.error);
		if (grid.method != CHANCE_GRID) continue;
		grids++;
		CLOSE(grid.probability, exact.probability, grid.error);
		CLOSE(grid.probability, exact.probability, 0.004);
		HOLDS(grid.error < 0.2, "%g", grid.error);
	}
	ck_assert_int_gt(grids, 20);
}
END_TEST

START_TEST(more_is_never_likelier)
{
	struct chance_outcome outcomes[20];
	uint64_t seed = 14;

	for (int round = 0; round < 40; round++) {
		int64_t low = 0, high = 0, unit = round % 2 ? 1000 : 1;
		double before = 1;
		make(&seed, outcomes, 20, unit);
		for (size_t i = 0; i < 20; i++) {
			if (outcomes[i].value < 0) low += outcomes[i].value;
			if (outcomes[i].value > 0) high += outcomes[i].value;
		}
		for (int64_t step = 0; step <= 20; step++) {
			double now = reach(outcomes, 20, low + (high - low) / 20 * step, 0.1, 0).probability;
			HOLDS(now <= before + 1e-12 && now >= 0, "%g after %g", now, before);
			before = now;
		}
		ck_assert(reach(outcomes, 20, low, 0.1, 0).probability == 1);
		ck_assert(reach(outcomes, 20, high + 1, 0.1, 0).probability == 0);
	}
}
END_TEST

START_TEST(what_is_certain_says_so)
{
	const struct chance_value none = {0, 1}, weightless = {800, 0};
	const struct chance_outcome outcomes[] = {
		{.value = 700, .probability = RATIO_ONE},
		{.value = 900, .probability = 0},
		{.value = -50, .probability = RATIO_ONE, .correlated = true},
		{.value = 0, .probability = 400000},
		{.probability = 400000, .values = &none, .value_count = 1},
		{.probability = 400000, .values = &weightless, .value_count = 1},
		{.probability = 400000, .values = &none, .value_count = 0},
	};

	for (int64_t need = -1; need <= 1000; need += 1) {
		struct chance found = reach(outcomes, 7, need, 0.1, 0);
		ck_assert_int_eq(found.method, CHANCE_CERTAIN);
		ck_assert(found.probability == (need <= 650));
	}
	ck_assert(reach(NULL, 0, 0, 0.1, 0).probability == 1);
	ck_assert(reach(NULL, 0, 1, 0.1, 0).probability == 0);
	/* Given a common factor close to all there is, two of p = 0.5 come together or not at all. */
	const struct chance_outcome twins[] = {{.value = 1, .probability = 500000, .correlated = true},
	                                       {.value = 1, .probability = 500000, .correlated = true}};
	CLOSE(reach(twins, 2, 2, 0.999999, 0).probability, 0.5, 0.001);
	/* P(both) = ¼ + arcsin ρ ÷ 2π: Sheppard 1899, for the median as threshold. */
	CLOSE(reach(twins, 2, 2, 0.3, 0).probability, 0.25 + asin(0.3) / (2 * acos(-1)), 1e-7);
}
END_TEST

/*
 * The plan's targets of 2026 on 15 January 2026, apart from the library: values and probabilities read off
 * the fixture's CSV files, in Python (statistics.NormalDist) all sets of what is won, and Simpson's rule
 * over z from −8 to 8 with ρ = 0.1.
 *
 * nrr-2026: all of 180,000 (0.95), 120,000 (0.3), 140,000 (0.3) and 60,000 (0.7) of 500,000: 0.0767374.
 * project-2026-q2: all of 75,000 (0.2), 30,000 (0.3), 25,000 (0.1), 20,000 (0.1) of 150,000: 0.00184397.
 * new-members-2026-q1: Kestrel Coast and all of 0.3, 0.3 and 0.9: 0.0955364.
 * share-large-2026: 0.42 = 21/50 of 1,685,879.11 and what is won, of which large ones have 662,205.11 and what
 * is won; 50 × earned − 21 × earned of large deals and −21 × earned of the others, in the cents that the
 * rule of months gives them in 2026: 0.9631232. share-medium-2026 likewise with 0.16 = 4/25: 0.0000833.
 */
START_TEST(the_plan_of_2026)
{
	enum { LARGE = 7, MEDIUM = 6, ALL = 23 };
	static const struct {
		int64_t earned, probability;
	} won[ALL] = {
		{6666668, 800000},  {9300001, 800000}, {18000000, 950000}, {12000000, 300000},
		{14000000, 300000}, {2500002, 200000}, {3000000, 50000}, /* large */
		{4583334, 950000},  {3750002, 300000}, {6000000, 700000},  {1500000, 300000},
		{1250001, 100000},  {1000001, 100000}, /* medium */
		{7500000, 300000},  {300000, 300000},  {750000, 50000},    {500000, 50000},
		{500000, 50000},    {1000000, 200000}, {375000, 200000},   {1250000, 300000},
		{1375000, 900000},  {714288, 300000}, /* a gift, and small ones */
	};
	struct chance_outcome sold[] = {
		{.value = 180, .probability = 950000, .correlated = true},
		{.value = 120, .probability = 300000, .correlated = true},
		{.value = 140, .probability = 300000, .correlated = true},
		{.value = 60, .probability = 700000, .correlated = true},
	};
	struct chance_outcome second[] = {
		{.value = 75, .probability = 200000, .correlated = true},
		{.value = 30, .probability = 300000, .correlated = true},
		{.value = 25, .probability = 100000, .correlated = true},
		{.value = 20, .probability = 100000, .correlated = true},
	};
	struct chance_outcome members[] = {
		{.value = 1, .probability = 300000, .correlated = true},
		{.value = 1, .probability = 300000, .correlated = true},
		{.value = 1, .probability = 900000, .correlated = true},
	};
	struct chance_outcome large[ALL], medium[ALL];
	struct chance found;

	CLOSE(reach(sold, 4, 500, 0.1, 0).probability, 0.0767374, 1e-6);
	CLOSE(reach(second, 4, 150, 0.1, 0).probability, 0.00184397, 1e-6);
	CLOSE(reach(members, 3, 3, 0.1, 0).probability, 0.0955364, 1e-6);
	for (size_t i = 0; i < ALL; i++) {
		bool is_large = i < LARGE, is_medium = !is_large && i < LARGE + MEDIUM;
		large[i] = medium[i] =
			(struct chance_outcome){.probability = won[i].probability, .correlated = true};
		large[i].value = (is_large ? 50 - 21 : -21) * won[i].earned;
		medium[i].value = (is_medium ? 25 - 4 : -4) * won[i].earned;
	}
	found = reach(large, ALL, INT64_C(21) * 168587911 - INT64_C(50) * 66220511, 0.1, 0);
	ck_assert_int_eq(found.method, CHANCE_EXACT);
	CLOSE(found.probability, 0.9631232, 1e-6);
	found = reach(medium, ALL, INT64_C(4) * 168587911 - INT64_C(25) * 14749994, 0.1, 0);
	CLOSE(found.probability, 0.0000833, 1e-6);
}
END_TEST

/* ---- several values, and quantiles ---- */

/* What comes can bring 0, 1, … by the base of its number of values, and so all are counted. */
static double cumulated(const struct chance_outcome *outcomes, size_t count, int64_t bound)
{
	size_t worlds = 1;
	double within = 0;

	for (size_t i = 0; i < count; i++)
		worlds *= outcomes[i].value_count + 1;
	for (size_t world = 0; world < worlds; world++) {
		size_t rest = world;
		int64_t sum = 0;
		double probability = 1;
		for (size_t i = 0; i < count; i++) {
			const struct chance_outcome *outcome = &outcomes[i];
			size_t which = rest % (outcome->value_count + 1);
			double p = (double)outcome->probability / 1e6, weights = 0;
			rest /= outcome->value_count + 1;
			for (size_t k = 0; k < outcome->value_count; k++)
				weights += (double)outcome->values[k].weight;
			if (which == 0) {
				probability *= 1 - p;
			} else {
				probability *= p * (double)outcome->values[which - 1].weight / weights;
				sum += outcome->values[which - 1].value;
			}
		}
		if (sum <= bound) within += probability;
	}
	return within;
}

static void make_several(uint64_t *seed, struct chance_outcome *outcomes,
                         struct chance_value values[][3], size_t count, int64_t unit)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < 3; k++)
			values[i][k] = (struct chance_value){chance_between(seed, -2, 40) * unit,
			                                     chance_between(seed, 1, 5)};
		outcomes[i] = (struct chance_outcome){
			.probability = chance_between(seed, 1, 20) * 50000,
			.values = values[i],
			.value_count = (size_t)chance_between(seed, 1, 3),
		};
	}
}

START_TEST(quantiles_are_those_of_all_worlds)
{
	static const int64_t probabilities[] = {100000, 500000, 900000};
	const struct chance_options options = {0, 0};
	struct chance_outcome outcomes[6];
	struct chance_value values[6][3];
	struct chance_quantile found[3];
	uint64_t seed = 15;

	for (int round = 0; round < 100; round++) {
		make_several(&seed, outcomes, values, 6, 500);
		chance_quantiles(outcomes, 6, &options, probabilities, 3, found);
		for (size_t i = 0; i < 3; i++) {
			double p = (double)probabilities[i] / 1e6;
			HOLDS(found[i].error == 0, "%lld", (long long)found[i].error);
			HOLDS(cumulated(outcomes, 6, found[i].value) >= p - 1e-9, "P%g", p * 100);
			HOLDS(cumulated(outcomes, 6, found[i].value - 1) < p, "P%g", p * 100);
			CLOSE(reach(outcomes, 6, found[i].value, 0, 0).probability,
			      1 - cumulated(outcomes, 6, found[i].value - 1), 1e-12);
		}
	}
}
END_TEST

START_TEST(quantiles_agree_with_chances)
{
	static const int64_t probabilities[] = {100000, 500000, 900000};
	const struct chance_options options = {300000, INT64_C(100000000)};
	struct chance_outcome outcomes[MOST];
	struct chance_quantile found[3];
	uint64_t seed = 17;

	for (int round = 0; round < 20; round++) {
		make(&seed, outcomes, MOST, 1000);
		chance_quantiles(outcomes, MOST, &options, probabilities, 3, found);
		for (size_t i = 0; i < 3; i++) {
			double p = (double)probabilities[i] / 1e6;
			int64_t value = found[i].value;
			HOLDS(1 - reach(outcomes, MOST, value + 1, 0.3, 0).probability >= p - 1e-9, "%d",
			      round);
			HOLDS(1 - reach(outcomes, MOST, value, 0.3, 0).probability < p, "%d", round);
		}
	}
	CLOSE(chance_given(300000, 250000, 1.5), phi((phi_inverse(0.3) - 0.75) / sqrt(0.75)), 1e-14);
	CLOSE(chance_given(300000, 0, 1.5), 0.3, 0);
}
END_TEST

/* Values to the cent of which no grid within the effort holds all sums. */
START_TEST(quantiles_state_their_error)
{
	static const int64_t probabilities[] = {100000, 500000, 900000};
	const struct chance_options coarse = {0, 60000}, fine = {0, INT64_C(100000000)};
	struct chance_outcome outcomes[12];
	struct chance_value values[12][3];
	struct chance_quantile found[3], exact[3];
	uint64_t seed = 16;

	for (int round = 0; round < 20; round++) {
		make_several(&seed, outcomes, values, 12, 997);
		values[0][0].value += 1;
		chance_quantiles(outcomes, 12, &fine, probabilities, 3, exact);
		chance_quantiles(outcomes, 12, &coarse, probabilities, 3, found);
		for (size_t i = 0; i < 3; i++) {
			HOLDS(exact[i].error == 0 && found[i].error > 0, "%lld", (long long)found[i].error);
			HOLDS(llabs(found[i].value - exact[i].value) <= found[i].error, "P%d", (int)i);
			HOLDS(found[i].error < 12000, "%lld", (long long)found[i].error);
		}
	}
}
END_TEST

START_TEST(quantiles_of_what_is_sure)
{
	static const int64_t probabilities[] = {0, 500000, RATIO_ONE};
	const struct chance_options options = {100000, 0};
	const struct chance_value values[] = {{7, 1}, {9, 1}};
	const struct chance_outcome sure = {.value = 40, .probability = RATIO_ONE};
	const struct chance_outcome either = {.probability = RATIO_ONE,
	                                      .values = values,
	                                      .value_count = 2};
	struct chance_quantile found[3];

	chance_quantiles(NULL, 0, &options, probabilities, 3, found);
	ck_assert(found[0].value == 0 && found[2].value == 0 && found[1].error == 0);
	chance_quantiles(&sure, 1, &options, probabilities, 3, found);
	ck_assert(found[0].value == 40 && found[1].value == 40 && found[2].value == 40);
	chance_quantiles(&either, 1, &options, probabilities, 3, found);
	ck_assert(found[0].value == 7 && found[1].value == 7 && found[2].value == 9);
	ck_assert(reach(&either, 1, 8, 0.1, 0).probability == 0.5);
	ck_assert(reach(&either, 1, 7, 0.1, 0).method == CHANCE_CERTAIN);
}
END_TEST

UNIT(chance)
{
	Suite *suite = suite_create("chance");
	TCase *sums = tcase_create("chances of sums");

	tcase_set_timeout(sums, 60);
	tcase_add_test(sums, independent_ones_are_those_of_all_sets);
	tcase_add_test(sums, correlated_ones_are_those_of_all_sets_at_each_z);
	tcase_add_test(sums, equal_ones_are_binomial);
	tcase_add_test(sums, many_are_normal_given_z);
	tcase_add_test(sums, a_grid_states_its_error);
	tcase_add_test(sums, more_is_never_likelier);
	tcase_add_test(sums, what_is_certain_says_so);
	tcase_add_test(sums, the_plan_of_2026);
	tcase_add_test(sums, quantiles_are_those_of_all_worlds);
	tcase_add_test(sums, quantiles_agree_with_chances);
	tcase_add_test(sums, quantiles_state_their_error);
	tcase_add_test(sums, quantiles_of_what_is_sure);
	suite_add_tcase(suite, sums);
	return suite;
}
