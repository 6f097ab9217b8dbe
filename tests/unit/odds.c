#include "property.h"
#include "unit.h"
#include <math.h>
#include <string.h>
#include "base/money.h"
#include "report/odds_sums.h"

#define CLOSE(found, expected, error)                                                              \
	HOLDS(fabs((found) - (expected)) <= (error), "%.12g is not %.12g within %g", (double)(found),  \
	      (double)(expected), (double)(error))
enum { MOST = 20, FIFTEEN = 15, MANY = 60 };

/* ---- by force: every outcome, solved ---- */

struct truth {
	double reached, with[MANY], without[MANY], pays[MANY], raised;
};

static double chance_of_outcome(const struct odds_pledge *pledges, size_t count, uint32_t set,
                                size_t except)
{
	double product = 1;
	for (size_t i = 0; i < count; i++) {
		double p = (double)pledges[i].probability / 1e6;
		if (i != except) product *= set >> i & 1 ? p : 1 - p;
	}
	return product;
}

/* Is the round reached by an outcome; the part of each pledge that is paid in *part. */
static bool outcome(const struct odds_pledge *pledges, size_t count, const struct odds_terms *terms,
                    const bool *comes, enum bid_fate *fates, double *part, double *raised)
{
	struct bid bids[MANY];
	struct solved sum;
	for (size_t i = 0; i < count; i++)
		bids[i] = (struct bid){pledges[i].amount, pledges[i].needs_amount, pledges[i].needs_members,
		                       comes[i], false};
	sum = solve(bids, count, NULL, fates);
	*raised = (double)(sum.amount < terms->most ? sum.amount : terms->most);
	*part = sum.amount ? *raised / (double)sum.amount : 1;
	return sum.amount >= terms->threshold && sum.members >= terms->min_members;
}

static struct truth by_force(const struct odds_pledge *pledges, size_t count,
                             const struct odds_terms *terms)
{
	struct truth truth = {0};
	for (uint32_t set = 0; set < UINT32_C(1) << count; set++) {
		double whole = chance_of_outcome(pledges, count, set, count), part, raised;
		enum bid_fate fates[MOST];
		bool comes[MOST] = {0};
		for (size_t i = 0; i < count; i++)
			comes[i] = set >> i & 1;
		if (!outcome(pledges, count, terms, comes, fates, &part, &raised)) continue;
		truth.reached += whole;
		truth.raised += whole * raised;
		for (size_t i = 0; i < count; i++) {
			double others = chance_of_outcome(pledges, count, set, i);
			(comes[i] ? truth.with : truth.without)[i] += others;
			if (fates[i] == BID_COUNTS) truth.pays[i] += whole * part;
		}
	}
	return truth;
}

static double mean_of(const struct odds *odds)
{
	double sum = 0, weights = 0;
	for (size_t i = 0; i < odds->value_count; i++) {
		sum += (double)odds->values[i].value * (double)odds->values[i].weight;
		weights += (double)odds->values[i].weight;
	}
	return weights > 0 ? sum / weights : 0;
}

static void is_true(const struct odds *odds, const struct truth *truth, size_t count)
{
	CLOSE(odds->reached, truth->reached, 1e-10);
	HOLDS(odds->error == 0 && odds->swing_error == 0, "%g", odds->error);
	HOLDS(odds->value_count <= ODDS_VALUES, "%zu", odds->value_count);
	for (size_t i = 0; i < count; i++) {
		CLOSE(odds->with[i], truth->with[i], 1e-10);
		CLOSE(odds->without[i], truth->without[i], 1e-10);
		CLOSE(odds->pays[i], truth->pays[i], 1e-10);
		HOLDS(odds->with[i] >= odds->without[i] - 1e-12, "swing of %zu", i);
	}
	/* To half a cent for each value. */
	if (truth->reached > 1e-9) CLOSE(mean_of(odds), truth->raised / truth->reached, 0.51);
}

/* Amounts in `unit` cents; of ten pledges `conditional` ask something of the others. */
static void make(uint64_t *seed, struct odds_pledge *out, size_t count, int64_t unit,
                 int64_t conditional)
{
	for (size_t i = 0; i < count; i++) {
		out[i] = (struct odds_pledge){
			.amount = chance_between(seed, 0, 30) * unit,
			.probability = chance_between(seed, 0, 20) * 50000,
		};
		if (chance_between(seed, 1, 10) > conditional) continue;
		if (chance_between(seed, 0, 2)) out[i].needs_amount = chance_between(seed, 0, 250) * unit;
		if (chance_between(seed, 0, 2) == 0)
			out[i].needs_members = chance_between(seed, 0, (int64_t)count / 2 + 1);
	}
}

static struct odds_terms make_terms(uint64_t *seed, int64_t unit, size_t count)
{
	struct odds_terms terms = {chance_between(seed, 0, 20 * (int64_t)count) * unit,
	                           chance_between(seed, 0, (int64_t)count / 2 + 1), INT64_MAX};
	if (chance_between(seed, 0, 1))
		terms.most = terms.threshold + chance_between(seed, 0, 100) * unit;
	return terms;
}

/* Nothing that amounts have in common is left. */
static void scatter(uint64_t *seed, struct odds_pledge *pledges, size_t count,
                    struct odds_terms *terms)
{
	for (size_t i = 0; i < count; i++) {
		pledges[i].amount = pledges[i].amount * 100003 + chance_between(seed, 0, 100000);
		pledges[i].needs_amount *= 100003;
	}
	terms->threshold *= 100003;
	if (terms->most != INT64_MAX) terms->most *= 100003;
}

static void compare(uint64_t *seed, size_t count, int64_t unit, int64_t conditional)
{
	struct odds_pledge pledges[MOST];
	struct odds_terms terms = make_terms(seed, unit, count);
	struct arena arena = {0};
	struct odds odds;
	struct truth truth;
	make(seed, pledges, count, unit, conditional);
	if (unit == 1) scatter(seed, pledges, count, &terms);
	truth = by_force(pledges, count, &terms);
	odds = odds_of(pledges, count, &terms, &arena);
	is_true(&odds, &truth, count);
	arena_free(&arena);
}

START_TEST(small_rounds_are_those_of_all_outcomes)
{
	uint64_t seed = 21;
	for (int round = 0; round < 2000; round++)
		compare(&seed, (size_t)chance_between(&seed, 0, 9), round % 3 ? 100000 : 1, round % 5);
}
END_TEST

START_TEST(twelve_pledges_are_exact_whatever_they_ask)
{
	uint64_t seed = 29;
	for (int round = 0; round < 100; round++)
		compare(&seed, 12, round % 2 ? 100000 : 1, round % 11);
}
END_TEST

START_TEST(fifteen_pledges_are_those_of_all_outcomes)
{
	uint64_t seed = 22;
	for (int round = 0; round < 6; round++)
		compare(&seed, FIFTEEN, round % 2 ? 100000 : 1, round * 2);
}
END_TEST

START_TEST(conditions_of_all_are_those_of_all_outcomes)
{
	uint64_t seed = 23;
	for (int round = 0; round < 10; round++)
		compare(&seed, (size_t)chance_between(&seed, 10, 14), round % 2 ? 100000 : 1, 10);
}
END_TEST

/* ---- many: by simulation ---- */

/* Frequencies of `paths` outcomes; how far they may be is five standard deviations. */
static struct truth by_chance(uint64_t *seed, const struct odds_pledge *pledges, size_t count,
                              const struct odds_terms *terms, int paths)
{
	struct truth truth = {0};
	for (int path = 0; path < paths; path++) {
		enum bid_fate fates[MANY];
		bool comes[MANY];
		double part, raised;
		for (size_t i = 0; i < count; i++)
			comes[i] = chance_between(seed, 0, RATIO_ONE - 1) < pledges[i].probability;
		if (!outcome(pledges, count, terms, comes, fates, &part, &raised)) continue;
		truth.reached += 1.0 / paths;
		truth.raised += raised / paths;
		for (size_t i = 0; i < count; i++) {
			if (comes[i]) truth.with[i] += 1.0 / paths;
			if (fates[i] == BID_COUNTS) truth.pays[i] += part / paths;
		}
	}
	return truth;
}

static double doubt(double probability, double paths)
{
	return 5 * sqrt(fmax(probability * (1 - probability), 1.0 / paths) / paths);
}

/* The simulation of the test and that of the odds are both in doubt. */
static void is_near(const struct odds *odds, const struct truth *truth, int paths,
                    const struct odds_pledge *pledges, size_t count)
{
	CLOSE(odds->reached, truth->reached, doubt(truth->reached, paths) + odds->error);
	for (size_t i = 0; i < count; i++) {
		double p = (double)pledges[i].probability / 1e6, stays = 1 - p;
		double without = truth->reached - truth->with[i], swing, far;
		CLOSE(odds->pays[i], truth->pays[i], doubt(truth->pays[i], paths) + 2 * odds->error);
		CLOSE(odds->with[i] * p + odds->without[i] * stays, odds->reached,
		      odds->error > 0 ? odds->error + odds->swing_error : 1e-9);
		if (p < 0.01 || stays < 0.01) continue;
		swing = truth->with[i] / p - without / stays;
		far = doubt(truth->with[i], paths) / p + doubt(without, paths) / stays;
		CLOSE(odds->with[i] - odds->without[i], swing, far + odds->swing_error);
	}
}

static void simulate(uint64_t *seed, int64_t unit, int64_t conditional, bool exact)
{
	enum { PATHS = 20000 };
	struct odds_pledge pledges[MANY];
	struct odds_terms terms = {380 * unit, 12, 420 * unit};
	struct arena arena = {0};
	struct truth truth;
	struct odds odds;
	double sum = 0;
	make(seed, pledges, MANY, unit, conditional);
	for (size_t i = 0; i < MANY && unit % 10; i++)
		pledges[i].amount += chance_between(seed, 0, 99);
	odds = odds_of(pledges, MANY, &terms, &arena);
	truth = by_chance(seed, pledges, MANY, &terms, PATHS);
	HOLDS((odds.error == 0) == exact && (odds.swing_error == 0) == exact, "%g", odds.error);
	HOLDS(odds.error < 0.011, "%g", odds.error); /* 3 √(½ · ½ ÷ 20,000) */
	HOLDS(odds.swing_error < 0.2, "%g", odds.swing_error);
	is_near(&odds, &truth, PATHS, pledges, MANY);
	for (size_t i = 0; i < MANY; i++)
		sum += odds.pays[i] * (double)pledges[i].amount;
	CLOSE(sum, odds.reached * mean_of(&odds), 1);
	arena_free(&arena);
}

START_TEST(sixty_pledges_are_those_of_a_simulation)
{
	uint64_t seed = 24;
	for (int round = 0; round < 3; round++)
		simulate(&seed, 100000, 0, true);
}
END_TEST

/* One in ten is conditional, and of these few ask more than reaching does. */
START_TEST(sixty_pledges_with_conditions_are_those_of_a_simulation)
{
	uint64_t seed = 25;
	for (int round = 0; round < 3; round++)
		simulate(&seed, 100000, 1, true);
}
END_TEST

START_TEST(sixty_pledges_in_cents_are_estimated)
{
	uint64_t seed = 26;
	for (int round = 0; round < 6; round++)
		simulate(&seed, 1000003, round, false);
}
END_TEST

/* Thirty with a condition that reaching does not imply. */
START_TEST(many_conditions_are_estimated)
{
	enum { PATHS = 20000 };
	struct odds_pledge pledges[MANY];
	struct odds_terms terms = {400, 5, INT64_MAX};
	uint64_t seed = 27;
	for (int round = 0; round < 5; round++) {
		struct arena arena = {0};
		struct odds odds;
		struct truth truth;
		make(&seed, pledges, MANY, 1, 0);
		for (size_t i = 0; i < 30; i++)
			pledges[i].needs_amount = chance_between(&seed, 400, 520);
		odds = odds_of(pledges, MANY, &terms, &arena);
		truth = by_chance(&seed, pledges, MANY, &terms, PATHS);
		HOLDS(odds.error > 0 && odds.error < 0.011, "%g", odds.error);
		is_near(&odds, &truth, PATHS, pledges, MANY);
		arena_free(&arena);
	}
}
END_TEST

/* ---- estimates against the truth ---- */

/* An estimate of three standard errors misses one time in 370; of many swings only the worst is told. */
static void estimate_is_within(uint64_t *seed, size_t count, int64_t unit, int *known)
{
	struct odds_pledge pledges[MOST];
	struct odds_terms terms = make_terms(seed, unit, count);
	struct arena arena = {0};
	struct truth truth;
	struct odds_problem problem = {pledges, count, terms, .arena = &arena};
	struct odds odds = {
		.with = arena_alloc(&arena, sizeof truth.with),
		.without = arena_alloc(&arena, sizeof truth.without),
		.pays = arena_alloc(&arena, sizeof truth.pays),
		.values = arena_alloc(&arena, ODDS_VALUES * sizeof(struct chance_value)),
	};
	make(seed, pledges, count, unit, 10);
	for (size_t i = 0; i < count; i++) {
		pledges[i].needs_amount /= 3; /* so that many hold, and many fail */
		pledges[i].needs_members /= 2;
	}
	if (unit == 1) scatter(seed, pledges, count, &problem.terms);
	for (size_t i = 0; i < count; i++)
		problem.offered += pledges[i].amount;
	truth = by_force(pledges, count, &problem.terms);
	odds_estimate(&problem, &odds);
	CLOSE(odds.reached, truth.reached, odds.error + 1e-12);
	if (odds.error == 0) HOLDS(odds.reached == 0 || odds.reached == 1, "%g", odds.reached);
	for (size_t i = 0; i < count; i++) {
		CLOSE(odds.with[i] - odds.without[i], truth.with[i] - truth.without[i], odds.swing_error);
		CLOSE(odds.pays[i], truth.pays[i], doubt(truth.pays[i], 20000));
	}
	*known += truth.reached > 0.01 && truth.reached < 0.99;
	arena_free(&arena);
}

START_TEST(estimates_are_as_near_as_they_say)
{
	uint64_t seed = 28;
	int known = 0;
	for (int round = 0; round < 60; round++)
		estimate_is_within(&seed, (size_t)chance_between(&seed, 8, 11), round % 2 ? 100000 : 1,
		                   &known);
	for (size_t count = FIFTEEN + 1; count <= MOST; count++)
		estimate_is_within(&seed, count, 1, &known);
	ck_assert_int_gt(known, 20);
}
END_TEST

/* One that has signed, and one that never comes: of them only one side is seen. */
START_TEST(what_is_never_seen_is_tried)
{
	struct odds_pledge pledges[MANY];
	struct odds_terms terms = {60000019, 1, INT64_MAX};
	struct arena arena = {0};
	struct odds odds;
	for (int64_t i = 0; i < MANY; i++)
		pledges[i] = (struct odds_pledge){2000003 + i * i, 500000, i % 2 ? 60000019 + i : 0, 0};
	pledges[0] = (struct odds_pledge){30000001, RATIO_ONE, 0, 0};
	pledges[2] = (struct odds_pledge){90000001, 0, 0, 0};
	odds = odds_of(pledges, MANY, &terms, &arena);
	HOLDS(odds.swing_error > 0 && odds.swing_error < 0.05, "%g", odds.swing_error);
	HOLDS(odds.with[0] == odds.reached, "%g, %g", odds.with[0], odds.reached);
	HOLDS(odds.without[0] < odds.reached - 0.1, "%g", odds.without[0]);
	HOLDS(odds.with[2] > 0.99, "%g", odds.with[2]);
	HOLDS(odds.without[2] == odds.reached, "%g", odds.without[2]);
	/* What is certain is so, however many may come besides. */
	terms.threshold = 30000001;
	odds = odds_of(pledges, MANY, &terms, &arena);
	HOLDS(odds.reached == 1 && odds.error == 0, "%g", odds.error);
	arena_free(&arena);
}
END_TEST

/* ---- what can be said at once ---- */

START_TEST(what_is_certain_is_one)
{
	struct arena arena = {0};
	const struct odds_pledge pledges[] = {{3000, RATIO_ONE, 0, 0}, {2000, RATIO_ONE, 3000, 1}};
	struct odds odds = odds_of(pledges, 2, &(struct odds_terms){5000, 2, 4000}, &arena);
	ck_assert(odds.reached == 1);
	ck_assert(odds.with[0] == 1 && odds.without[0] == 0);
	CLOSE(odds.pays[0], 0.8, 1e-12);
	ck_assert_uint_eq(odds.value_count, 1);
	ck_assert_int_eq(odds.values[0].value, 4000);
	odds = odds_of(pledges, 2, &(struct odds_terms){5001, 2, INT64_MAX}, &arena);
	ck_assert(odds.reached == 0);
	ck_assert_uint_eq(odds.value_count, 0);
	odds = odds_of(NULL, 0, &(struct odds_terms){1, 1, INT64_MAX}, &arena);
	ck_assert(odds.reached == 0);
	odds = odds_of(NULL, 0, &(struct odds_terms){0, 0, INT64_MAX}, &arena);
	ck_assert(odds.reached == 1);
	arena_free(&arena);
}
END_TEST

/* Two that ask for each other come together or not at all: 0.5 · 0.4; by hand. */
START_TEST(two_that_ask_for_each_other)
{
	struct arena arena = {0};
	const struct odds_pledge pledges[] = {{3000, 500000, 2000, 0}, {2000, 400000, 3000, 0}};
	struct odds odds = odds_of(pledges, 2, &(struct odds_terms){1000, 1, INT64_MAX}, &arena);
	CLOSE(odds.reached, 0.2, 1e-12);
	CLOSE(odds.with[0], 0.4, 1e-12);
	CLOSE(odds.with[1], 0.5, 1e-12);
	CLOSE(odds.without[0], 0, 1e-12);
	CLOSE(odds.pays[0], 0.2, 1e-12);
	arena_free(&arena);
}
END_TEST

/* ---- of a round ---- */

static struct pledge standing(const char *stage, int64_t amount, int64_t probability)
{
	struct pledge pledge = {.stage = stage, .amount = amount, .probability = probability};
	pledge.has_amount = pledge.open = true;
	return pledge;
}

START_TEST(of_a_round_only_what_can_come_comes)
{
	struct arena arena = {0};
	struct pledge pledges[] = {
		standing("Contracted", 3000, 0),     standing("Soft", 2000, 500000),
		standing("Withdrawn", 9000, 900000), standing("Binding", 9000, 900000),
		standing("Interest", 0, 900000),
	};
	struct round round = {.state = "open",
	                      .threshold = 6000,
	                      .ceiling = INT64_MAX,
	                      .bridge = 1000,
	                      .price = 6000,
	                      .min_members = 1,
	                      .terms = {.price = 5000},
	                      .pledges = pledges,
	                      .count = 5};
	struct odds odds;
	pledges[0].contracted = true;
	pledges[0].open = pledges[2].open = false;
	pledges[2].lost = pledges[3].expired = true;
	pledges[4].has_amount = false;
	odds = odds_of_round(&round, &arena);
	CLOSE(odds.reached, 0.5, 1e-12);
	CLOSE(odds.with[1] - odds.without[1], 1, 1e-12);
	CLOSE(odds.with[2] - odds.without[2], 0, 1e-12);
	CLOSE(odds.pays[0], 0.5, 1e-12);
	/* Whoever never comes is no member either. */
	round.min_members = 3;
	odds = odds_of_round(&round, &arena);
	CLOSE(odds.with[2], odds.without[2], 0);
	round.min_members = 1;
	odds = odds_with_one_more(&round, &(struct odds_pledge){2000, 100000, 0, 0}, &arena);
	CLOSE(odds.reached, 1 - 0.5 * 0.9, 1e-12);
	CLOSE(odds.with[5] - odds.without[5], 0.5, 1e-12);
	round.state = "committed";
	ck_assert(odds_of_round(&round, &arena).reached == 1);
	round.state = "lapsed";
	ck_assert(odds_of_round(&round, &arena).reached == 0);
	round.state = "forming";
	round.threshold = 0;
	ck_assert(odds_of_round(&round, &arena).reached == 0);
	arena_free(&arena);
}
END_TEST

/* Who has left a round after signing brings what is owed, and is no member any more: neither where the
 * round is counted nor in its odds. */
START_TEST(who_has_left_is_no_member)
{
	struct arena arena = {0};
	struct pledge pledges[] = {
		{.contracted = true,
	     .has_amount = true,
	     .withdrawn = true,
	     .amount = 1000,
	     .signed_amount = 1000,
	     .probability = RATIO_ONE},
		{.open = true, .binding = true, .has_amount = true, .amount = 9000, .probability = 500000},
		{.open = true,
	     .binding = true,
	     .has_amount = true,
	     .amount = 5000,
	     .probability = 500000,
	     .needs_members = 2},
	};
	struct round round = {.state = "contracting",
	                      .threshold = 10000,
	                      .ceiling = INT64_MAX,
	                      .min_members = 1,
	                      .terms = {SHARE_PROPORTIONAL, OVERSHOOT_REBATE, 10000, INT64_MAX},
	                      .pledges = pledges,
	                      .count = 3};
	struct odds odds = odds_of_round(&round, &arena);
	round_solve(&round);
	ck_assert_int_eq(round.counted, 10000);
	ck_assert_int_eq(round.members, 1);
	ck_assert_int_eq(pledges[2].fate, BID_FAILS); /* one other joins, and one has left */
	CLOSE(odds.reached, 0.5, 1e-12);
	CLOSE(odds.with[1] - odds.without[1], 1, 1e-12);
	CLOSE(odds.with[0], odds.without[0], 1e-12);
	round.min_members = 2;
	odds = odds_of_round(&round, &arena);
	CLOSE(odds.reached, 0, 1e-12);
	round_solve(&round);
	ck_assert(!round_reached(&round));
	arena_free(&arena);
}
END_TEST

UNIT(odds)
{
	Suite *suite = suite_create("odds");
	TCase *cases = tcase_create("odds of a round");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, who_has_left_is_no_member);
	tcase_add_test(cases, small_rounds_are_those_of_all_outcomes);
	tcase_add_test(cases, twelve_pledges_are_exact_whatever_they_ask);
	tcase_add_test(cases, fifteen_pledges_are_those_of_all_outcomes);
	tcase_add_test(cases, conditions_of_all_are_those_of_all_outcomes);
	tcase_add_test(cases, sixty_pledges_are_those_of_a_simulation);
	tcase_add_test(cases, sixty_pledges_with_conditions_are_those_of_a_simulation);
	tcase_add_test(cases, sixty_pledges_in_cents_are_estimated);
	tcase_add_test(cases, many_conditions_are_estimated);
	tcase_add_test(cases, estimates_are_as_near_as_they_say);
	tcase_add_test(cases, what_is_never_seen_is_tried);
	tcase_add_test(cases, what_is_certain_is_one);
	tcase_add_test(cases, two_that_ask_for_each_other);
	tcase_add_test(cases, of_a_round_only_what_can_come_comes);
	suite_add_tcase(suite, cases);
	return suite;
}
