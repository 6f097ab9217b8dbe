#include "property.h"
#include "unit.h"
#include <string.h>
#include "report/unlock.h"

enum { MOST = 7, MOST_ASKED = 40 }; /* asked: more than any threshold */

static struct pledge pledges[MOST];
static struct round a_round;

/* Small numbers, so that every change can be tried. */
static void make(uint64_t *seed)
{
	static const char *const stages[] = {"Binding", "Binding", "Binding",
	                                     "Soft",    "Soft",    "Interest"};
	a_round = (struct round){.state = "open",
	                         .threshold = chance_between(seed, 1, 25),
	                         .ceiling = INT64_MAX,
	                         .min_members = chance_between(seed, 1, 4),
	                         .bridge = chance_between(seed, 0, 3) ? 0 : 1,
	                         .pledges = pledges,
	                         .count = (size_t)chance_between(seed, 0, MOST)};
	for (size_t i = 0; i < a_round.count; i++) {
		pledges[i] = (struct pledge){.stage = stages[chance_between(seed, 0, 5)],
		                             .amount = chance_between(seed, 0, 6),
		                             .has_amount = true,
		                             .open = true};
		if (chance_between(seed, 0, 1))
			pledges[i].needs_amount = chance_between(seed, 0, MOST_ASKED / 2);
		if (chance_between(seed, 0, 7) == 0)
			pledges[i].needs_amount = chance_between(seed, 0, MOST_ASKED);
		if (chance_between(seed, 0, 2) == 0) pledges[i].needs_members = chance_between(seed, 0, 5);
		pledges[i].binding = strcmp(pledges[i].stage, "Binding") == 0;
		if (chance_between(seed, 0, 9) == 0) {
			pledges[i].stage = "Contracted";
			pledges[i].contracted = true;
			pledges[i].open = pledges[i].binding = false;
		}
	}
	if (chance_between(seed, 0, 1))
		a_round.ceiling = a_round.threshold + chance_between(seed, 0, MOST_ASKED);
	round_solve(&a_round);
}

/* No ceiling: it keeps no round from being reached. */
static bool reached_with(const struct bid *bids, size_t count)
{
	struct solved sum = solve(bids, count, NULL, NULL);
	return sum.amount + a_round.bridge >= a_round.threshold && sum.members >= a_round.min_members;
}

/* The least money from one more (`who` is the count) or of one that counts already; −1: none. */
static int64_t least_money(size_t who)
{
	for (int64_t more = 0; more <= 2 * MOST_ASKED; more++) {
		struct bid bids[MOST + 1] = {0};
		round_bids(&a_round, bids);
		bids[who].amount += more;
		if (who == a_round.count) bids[who].given = true;
		if (reached_with(bids, a_round.count + 1)) return more;
	}
	return -1;
}

static int64_t least_raise(void)
{
	int64_t best = -1;
	for (size_t i = 0; i < a_round.count; i++) {
		int64_t more = pledges[i].binding ? least_money(i) : -1;
		if (more >= 0 && (best < 0 || more < best)) best = more;
	}
	return best;
}

/* The smallest part by which one condition gives way; above one: none. */
static double least_part(void)
{
	double best = 2;
	for (size_t i = 0; i < a_round.count; i++) {
		const struct pledge *pledge = &pledges[i];
		if (!pledge->binding) continue;
		for (int64_t amount = 0; amount <= pledge->needs_amount; amount++)
			for (int64_t members = 0; members <= pledge->needs_members; members++) {
				struct bid bids[MOST];
				double a = amount ? (double)amount / (double)pledge->needs_amount : 0;
				double b = members ? (double)members / (double)pledge->needs_members : 0;
				round_bids(&a_round, bids);
				bids[i].needs_amount -= amount;
				bids[i].needs_members -= members;
				if (reached_with(bids, a_round.count) && (a > b ? a : b) < best)
					best = a > b ? a : b;
			}
	}
	return best;
}

/* Fewest soft ones, then least money: a thousand for each pledge. */
static int64_t fewest_bound(void)
{
	int64_t best = -1;
	for (uint32_t set = 0; set < UINT32_C(1) << a_round.count; set++) {
		struct bid bids[MOST];
		int64_t cost = 0;
		bool soft = true;
		round_bids(&a_round, bids);
		for (size_t i = 0; i < a_round.count; i++) {
			if (!(set >> i & 1)) continue;
			soft = soft && pledges[i].open && strcmp(pledges[i].stage, "Soft") == 0;
			bids[i].given = true;
			cost += 1000 + bids[i].amount;
		}
		if (soft && (best < 0 || cost < best) && reached_with(bids, a_round.count)) best = cost;
	}
	return best;
}

static const struct unlock *of_kind(const struct unlock *all, size_t count, enum unlock_kind kind)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].kind == kind) return &all[i];
	return NULL;
}

START_TEST(changes_are_the_least_of_all)
{
	uint64_t seed = 51;
	int seen[UNLOCK_KINDS] = {0};
	for (int round = 0; round < 6000; round++) {
		struct unlock all[UNLOCK_KINDS];
		struct arena arena = {0};
		const struct unlock *one;
		size_t count;
		make(&seed);
		count = round_unlocks(&a_round, &arena, all);
		HOLDS(count == 0 || !round_reached(&a_round), "%d", round);
		if (!round_reached(&a_round)) {
			double part = 2;
			for (size_t i = 0; i < count; i++) {
				seen[all[i].kind]++;
				HOLDS(i == 0 || all[i].kind > all[i - 1].kind, "%d", round);
			}
			one = of_kind(all, count, UNLOCK_JOIN);
			HOLDS((one ? one->amount : -1) == least_money(a_round.count), "%d", round);
			one = of_kind(all, count, UNLOCK_RAISE);
			HOLDS((one ? one->amount : -1) == least_raise(), "%d", round);
			one = of_kind(all, count, UNLOCK_LOOSEN);
			if (one) {
				const struct pledge *pledge = &pledges[one->pledges[0]];
				double a = one->amount ? (double)one->amount / (double)pledge->needs_amount : 0;
				double b = one->members ? (double)one->members / (double)pledge->needs_members : 0;
				part = a > b ? a : b;
			}
			HOLDS(part == least_part(), "%d: %f, %f", round, part, least_part());
			one = of_kind(all, count, UNLOCK_BIND);
			if (!one || one->pledge_count <= BIND_TRIED)
				HOLDS((one ? (int64_t)one->pledge_count * 1000 + one->amount : -1) ==
				          fewest_bound(),
				      "%d", round);
		}
		arena_free(&arena);
	}
	for (int i = 0; i < UNLOCK_KINDS; i++)
		ck_assert_int_gt(seen[i], 100);
}
END_TEST

/* A asks for more than the threshold: whoever brings that much unlocks it. */
START_TEST(a_condition_may_ask_for_more_than_the_threshold)
{
	struct unlock all[UNLOCK_KINDS];
	struct arena arena = {0};
	const struct unlock *one;
	size_t count;
	a_round = (struct round){.state = "open",
	                         .threshold = 50,
	                         .ceiling = INT64_MAX,
	                         .min_members = 3,
	                         .pledges = pledges,
	                         .count = 2};
	for (size_t i = 0; i < 2; i++)
		pledges[i] = (struct pledge){
			.stage = "Binding", .amount = 10, .has_amount = true, .open = true, .binding = true};
	pledges[0].needs_amount = 90;
	round_solve(&a_round);
	count = round_unlocks(&a_round, &arena, all);
	one = of_kind(all, count, UNLOCK_JOIN);
	ck_assert_ptr_nonnull(one);
	ck_assert_int_eq(one->amount, 80);
	a_round.min_members = 2;
	round_solve(&a_round);
	count = round_unlocks(&a_round, &arena, all);
	one = of_kind(all, count, UNLOCK_RAISE);
	ck_assert_ptr_nonnull(one);
	ck_assert_uint_eq(one->pledges[0], 1);
	ck_assert_int_eq(one->amount, 80);
	arena_free(&arena);
}
END_TEST

/* Five of ten each are needed; none of them can be missed. */
START_TEST(many_that_bind_are_none_too_many)
{
	struct unlock all[UNLOCK_KINDS];
	struct arena arena = {0};
	a_round = (struct round){.state = "open",
	                         .threshold = 50,
	                         .ceiling = INT64_MAX,
	                         .min_members = 1,
	                         .pledges = pledges,
	                         .count = MOST};
	for (size_t i = 0; i < MOST; i++)
		pledges[i] =
			(struct pledge){.stage = "Soft", .amount = 10, .has_amount = true, .open = true};
	round_solve(&a_round);
	ck_assert_uint_eq(round_unlocks(&a_round, &arena, all), 2);
	ck_assert_int_eq(all[0].kind, UNLOCK_BIND);
	ck_assert_uint_eq(all[0].pledge_count, 5);
	ck_assert_int_eq(all[0].amount, 50);
	ck_assert_int_eq(all[1].kind, UNLOCK_JOIN);
	ck_assert_int_eq(all[1].amount, 50);
	a_round.threshold = 0;
	ck_assert_uint_eq(round_unlocks(&a_round, &arena, all), 0);
	arena_free(&arena);
}
END_TEST

/* 50 and 36 of 60: the second does not fit under 70, but without it there is not enough. A third waits. */
START_TEST(a_ceiling_keeps_no_round_from_being_reached)
{
	a_round = (struct round){.state = "open",
	                         .threshold = 60,
	                         .ceiling = 70,
	                         .min_members = 1,
	                         .pledges = pledges,
	                         .count = 3};
	for (size_t i = 0; i < 3; i++)
		pledges[i] = (struct pledge){.stage = "Binding",
		                             .amount = i ? 36 : 50,
		                             .has_amount = true,
		                             .open = true,
		                             .binding = true};
	round_solve(&a_round);
	ck_assert(round_reached(&a_round));
	ck_assert_int_eq(a_round.counted, 86);
	ck_assert_int_eq(pledges[2].fate, BID_WAITS);
	a_round.min_members = 3;
	round_solve(&a_round);
	ck_assert_int_eq(pledges[2].fate, BID_COUNTS);
}
END_TEST

UNIT(unlock)
{
	Suite *suite = suite_create("unlock");
	TCase *cases = tcase_create("smallest changes");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, changes_are_the_least_of_all);
	tcase_add_test(cases, a_ceiling_keeps_no_round_from_being_reached);
	tcase_add_test(cases, a_condition_may_ask_for_more_than_the_threshold);
	tcase_add_test(cases, many_that_bind_are_none_too_many);
	suite_add_tcase(suite, cases);
	return suite;
}
