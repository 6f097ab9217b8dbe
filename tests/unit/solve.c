#include "property.h"
#include "unit.h"
#include <string.h>
#include "model/solve.h"

enum { MOST = 12 };

/* Does the condition of each in the set hold, of those that come? */
static bool is_fixed(const struct bid *bids, size_t count, uint32_t set)
{
	int64_t sum = 0, members = 0;
	for (size_t i = 0; i < count; i++) {
		if (!(set >> i & 1)) continue;
		sum += bids[i].amount;
		members++;
	}
	for (size_t i = 0; i < count; i++) {
		if (!(set >> i & 1)) continue;
		if (sum - bids[i].amount < bids[i].needs_amount || members - 1 < bids[i].needs_members)
			return false;
	}
	return true;
}

/* The union of all fixed sets within `among`, which must be one of them: then it is the greatest, and
 * the only one. */
static uint32_t greatest(const struct bid *bids, size_t count, uint32_t among)
{
	uint32_t all = 0;
	for (uint32_t set = among;; set = (set - 1) & among) {
		if (is_fixed(bids, count, set)) all |= set;
		if (!set) break;
	}
	HOLDS(is_fixed(bids, count, all), "%x", (unsigned)all);
	return all;
}

static uint32_t set_of(const enum bid_fate *fates, size_t count, enum bid_fate fate)
{
	uint32_t set = 0;
	for (size_t i = 0; i < count; i++)
		if (fates[i] == fate) set |= UINT32_C(1) << i;
	return set;
}

static size_t make(uint64_t *seed, struct bid *bids)
{
	size_t count = (size_t)chance_between(seed, 0, MOST);
	int64_t conditional = chance_between(seed, 0, 10);
	for (size_t i = 0; i < count; i++) {
		bids[i] = (struct bid){.amount = chance_between(seed, 0, 10),
		                       .given = chance_between(seed, 0, 5) > 0};
		if (chance_between(seed, 1, 10) > conditional) continue;
		if (chance_between(seed, 0, 2)) bids[i].needs_amount = chance_between(seed, 0, 60);
		if (chance_between(seed, 0, 1)) bids[i].needs_members = chance_between(seed, 0, 10);
	}
	return count;
}

static uint32_t given(const struct bid *bids, size_t count)
{
	uint32_t set = 0;
	for (size_t i = 0; i < count; i++)
		if (bids[i].given) set |= UINT32_C(1) << i;
	return set;
}

static struct solved sum_of(const struct bid *bids, size_t count, uint32_t set)
{
	struct solved sum = {0};
	for (size_t i = 0; i < count; i++) {
		if (!(set >> i & 1)) continue;
		sum.amount += bids[i].amount;
		sum.members++;
	}
	return sum;
}

START_TEST(what_counts_is_the_greatest_fixed_set)
{
	uint64_t seed = 41;
	for (int round = 0; round < 3000; round++) {
		struct bid bids[MOST];
		enum bid_fate fates[MOST];
		size_t count = make(&seed, bids);
		struct solved sum = solve(bids, count, NULL, fates), only, expected;
		uint32_t set = greatest(bids, count, given(bids, count));
		HOLDS(set_of(fates, count, BID_COUNTS) == set, "%x", (unsigned)set);
		HOLDS(set_of(fates, count, BID_FAILS) == (given(bids, count) & ~set), "%x", (unsigned)set);
		HOLDS(set_of(fates, count, BID_WAITS) == 0, "%d", round);
		expected = sum_of(bids, count, set);
		only = solve(bids, count, NULL, NULL);
		HOLDS(sum.amount == expected.amount && sum.members == expected.members, "%d", round);
		HOLDS(sum.amount == only.amount && sum.members == only.members, "%d", round);
	}
}
END_TEST

/* In whatever order they stand. */
START_TEST(order_does_not_matter_without_a_ceiling)
{
	uint64_t seed = 42;
	for (int round = 0; round < 3000; round++) {
		struct bid bids[MOST], turned[MOST];
		enum bid_fate fates[MOST], other[MOST];
		size_t count = make(&seed, bids);
		for (size_t i = 0; i < count; i++)
			turned[i] = bids[count - 1 - i];
		solve(bids, count, NULL, fates);
		solve(turned, count, NULL, other);
		for (size_t i = 0; i < count; i++)
			HOLDS(fates[i] == other[count - 1 - i], "%zu", i);
	}
}
END_TEST

static bool is_enough(struct solved sum, const struct solve_limits *limits)
{
	return sum.amount >= limits->enough_amount && sum.members >= limits->enough_members;
}

/* Of the greatest set those that fit in order, or without whom it is not enough; of these again the
 * greatest, unless that is no longer enough: then nobody waits. */
START_TEST(above_the_ceiling_they_wait)
{
	uint64_t seed = 43;
	int waiting = 0, missed = 0;
	for (int round = 0; round < 6000; round++) {
		struct bid bids[MOST];
		enum bid_fate fates[MOST];
		size_t count = make(&seed, bids);
		struct solve_limits limits = {chance_between(&seed, 0, 50), chance_between(&seed, 0, 30),
		                              chance_between(&seed, 0, 5)};
		uint32_t first = greatest(bids, count, given(bids, count)), fits = 0;
		struct solved before = {0}, sum = solve(bids, count, &limits, fates), after;
		for (size_t i = 0; i < count; i++) {
			bool enough =
				before.amount >= limits.enough_amount && before.members >= limits.enough_members;
			if (!(first >> i & 1)) continue;
			if (enough && before.amount + bids[i].amount > limits.ceiling) continue;
			before.amount += bids[i].amount;
			before.members++;
			fits |= UINT32_C(1) << i;
		}
		after = sum_of(bids, count, greatest(bids, count, fits));
		if (fits != first && !is_enough(after, &limits)) {
			fits = first;
			missed++;
		}
		HOLDS(set_of(fates, count, BID_WAITS) == (first & ~fits), "%d", round);
		HOLDS(set_of(fates, count, BID_COUNTS) == greatest(bids, count, fits), "%d", round);
		HOLDS(is_enough(sum, &limits) == is_enough(sum_of(bids, count, first), &limits), "%d",
		      round);
		waiting += (first & ~fits) != 0;
	}
	ck_assert_int_gt(waiting, 500);
	ck_assert_int_gt(missed, 100);
}
END_TEST

/* The last would not fit under the ceiling, but the second holds by it, and the round by both. */
START_TEST(nobody_waits_whose_absence_would_undo_the_round)
{
	struct bid bids[] = {{500, 0, 0, true, false},
	                     {400, 1000, 0, true, false},
	                     {600, 0, 0, true, false}};
	struct solve_limits limits = {1000, 800, 1};
	enum bid_fate fates[3];
	ck_assert_int_eq(solve(bids, 3, &limits, fates).amount, 1500);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(fates[i], BID_COUNTS);
	/* Without the condition it waits. */
	bids[1].needs_amount = 0;
	ck_assert_int_eq(solve(bids, 3, &limits, fates).amount, 900);
	ck_assert_int_eq(fates[2], BID_WAITS);
}
END_TEST

/* A chain, each asking for the one before: all fall if the first does. */
START_TEST(a_chain_falls_as_a_whole)
{
	struct bid bids[MOST] = {{.amount = 1, .given = true}};
	for (size_t i = 1; i < MOST; i++)
		bids[i] = (struct bid){(int64_t)1 << i, ((int64_t)1 << i) - 1, 0, true, false};
	ck_assert_int_eq(solve(bids, MOST, NULL, NULL).members, MOST);
	/* The last, and largest, asks for a unit more than there is: it falls alone. */
	bids[MOST - 1].needs_amount++;
	ck_assert_int_eq(solve(bids, MOST, NULL, NULL).members, MOST - 1);
	for (size_t i = 1; i < MOST; i++)
		bids[i].needs_members = (int64_t)MOST - 1;
	ck_assert_int_eq(solve(bids, MOST, NULL, NULL).members, 1);
}
END_TEST

UNIT(solve)
{
	Suite *suite = suite_create("solve");
	TCase *cases = tcase_create("which pledges count");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, what_counts_is_the_greatest_fixed_set);
	tcase_add_test(cases, order_does_not_matter_without_a_ceiling);
	tcase_add_test(cases, above_the_ceiling_they_wait);
	tcase_add_test(cases, nobody_waits_whose_absence_would_undo_the_round);
	tcase_add_test(cases, a_chain_falls_as_a_whole);
	suite_add_tcase(suite, cases);
	return suite;
}
