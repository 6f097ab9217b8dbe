#include "property.h"
#include "unit.h"
#include <math.h>
#include "base/money.h"
#include "model/share.h"

enum { MOST = 12 };

static int64_t sum_of(const int64_t *numbers, size_t count)
{
	int64_t sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += numbers[i];
	return sum;
}

/* Offers and weights, some nothing, some equal. */
static size_t make(uint64_t *seed, int64_t *offers, int64_t *weights)
{
	size_t count = (size_t)chance_between(seed, 0, MOST);
	int64_t largest = chance_between(seed, 0, 1) ? 20 : 10000000;
	for (size_t i = 0; i < count; i++) {
		offers[i] = chance_between(seed, 0, largest);
		if (i && chance_between(seed, 0, 3) == 0) offers[i] = offers[i - 1];
		weights[i] = chance_between(seed, 0, 3) ? chance_between(seed, 1, 5000000) : 0;
	}
	return count;
}

static struct share_terms make_terms(uint64_t *seed, int64_t offered, int rules)
{
	struct share_terms terms = {(enum share_rule)(rules % 4), (enum overshoot_rule)(rules / 4),
	                            chance_between(seed, 0, offered + offered / 4 + 2), INT64_MAX};
	if (chance_between(seed, 0, 2))
		terms.ceiling = terms.price + chance_between(seed, 0, offered / 2 + 1);
	return terms;
}

static int64_t expect_raised(const struct share_terms *terms, int64_t offered)
{
	int64_t most = terms->overshoot == OVERSHOOT_STRETCH ? terms->ceiling : terms->price;
	return offered < most ? offered : most;
}

static double part_of(const int64_t *offers, const int64_t *weights, size_t i, double level)
{
	double part = level * (weights && weights[i] > 0 ? (double)weights[i] : 1);
	return part < (double)offers[i] ? part : (double)offers[i];
}

/* Each pays min(offer, λ · weight), λ by bisection. */
static void is_filled(const int64_t *offers, const int64_t *weights, const int64_t *shares,
                      size_t count)
{
	double low = 0, high = 1e9;
	for (int step = 0; step < 200; step++) {
		double level = (low + high) / 2, sum = 0;
		for (size_t i = 0; i < count; i++)
			sum += part_of(offers, weights, i, level);
		*(sum < (double)sum_of(shares, count) ? &low : &high) = level;
	}
	for (size_t i = 0; i < count; i++) {
		double part = part_of(offers, weights, i, high);
		HOLDS(fabs((double)shares[i] - part) <= 1 + 1e-5, "%zu of %zu pays %lld, not %f", i, count,
		      (long long)shares[i], part);
	}
}

static void is_proportional(const int64_t *offers, const int64_t *shares, size_t count)
{
	double part = (double)sum_of(shares, count) / (double)sum_of(offers, count);
	for (size_t i = 0; i < count; i++)
		HOLDS(fabs((double)shares[i] - part * (double)offers[i]) < 1 + 1e-6, "%zu", i);
}

static void is_in_order(const int64_t *offers, const int64_t *shares, size_t count)
{
	bool over = false;
	for (size_t i = 0; i < count; i++) {
		HOLDS(!over || shares[i] == 0, "%zu pays after one that paid in part", i);
		over |= shares[i] < offers[i];
	}
}

static void follows_rule(const struct share_terms *terms, const int64_t *offers,
                         const int64_t *weights, const int64_t *shares, size_t count)
{
	bool tiered = terms->share == SHARE_TIERED;
	if (terms->overshoot == OVERSHOOT_CAP)
		is_filled(offers, tiered ? weights : NULL, shares, count);
	else if (terms->overshoot == OVERSHOOT_REBATE || terms->share == SHARE_PROPORTIONAL)
		is_proportional(offers, shares, count);
	else if (terms->share == SHARE_FIXED)
		is_in_order(offers, shares, count);
	else
		is_filled(offers, tiered ? weights : NULL, shares, count);
}

START_TEST(shares_sum_to_what_is_raised_by_any_rule)
{
	uint64_t seed = 31;
	for (int round = 0; round < 40000; round++) {
		int64_t offers[MOST], weights[MOST], shares[MOST], raised;
		size_t count = make(&seed, offers, weights);
		struct share_terms terms = make_terms(&seed, sum_of(offers, count), round % 16);
		raised = share_out(&terms, offers, weights, count, shares);
		HOLDS(raised == sum_of(shares, count), "%lld", (long long)raised);
		HOLDS(raised == share_raised(&terms, sum_of(offers, count)), "%lld", (long long)raised);
		HOLDS(raised == expect_raised(&terms, sum_of(offers, count)), "%lld", (long long)raised);
		for (size_t i = 0; i < count; i++)
			HOLDS(shares[i] >= 0 && shares[i] <= offers[i], "%zu", i);
		if (raised < sum_of(offers, count)) follows_rule(&terms, offers, weights, shares, count);
	}
}
END_TEST

static void shares_are(enum share_rule share, enum overshoot_rule overshoot, int64_t price,
                       const int64_t offers[3], const int64_t expected[3])
{
	static const int64_t weights[] = {1500000, 5000000, 0};
	struct share_terms terms = {share, overshoot, price, 1000};
	int64_t shares[3];
	share_out(&terms, offers, weights, 3, shares);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(shares[i], expected[i]);
}

/* By hand. */
START_TEST(each_rule_by_an_example)
{
	const int64_t offers[] = {100, 500, 600}, equal[] = {400, 400, 400};
	shares_are(SHARE_EQUAL, OVERSHOOT_CAP, 900, offers, (int64_t[]){100, 400, 400});
	shares_are(SHARE_PROPORTIONAL, OVERSHOOT_CAP, 900, offers, (int64_t[]){100, 400, 400});
	shares_are(SHARE_EQUAL, OVERSHOOT_REBATE, 900, offers, (int64_t[]){75, 375, 450});
	shares_are(SHARE_FIXED, OVERSHOOT_NEXT, 900, offers, (int64_t[]){100, 500, 300});
	shares_are(SHARE_FIXED, OVERSHOOT_STRETCH, 900, offers, (int64_t[]){100, 500, 400});
	shares_are(SHARE_PROPORTIONAL, OVERSHOOT_STRETCH, 900, offers, (int64_t[]){83, 417, 500});
	shares_are(SHARE_EQUAL, OVERSHOOT_STRETCH, 900, offers, (int64_t[]){100, 450, 450});
	/* Everything offered is needed. */
	shares_are(SHARE_FIXED, OVERSHOOT_CAP, 1200, offers, offers);
	/* 15,000 : 50,000, and a weight that is unknown is one: nothing to speak of. */
	shares_are(SHARE_TIERED, OVERSHOOT_CAP, 650, (const int64_t[]){400, 600, 400},
	           (int64_t[]){150, 500, 0});
	/* Cents that do not divide go to the earlier ones. */
	shares_are(SHARE_EQUAL, OVERSHOOT_CAP, 100, equal, (int64_t[]){34, 33, 33});
	shares_are(SHARE_PROPORTIONAL, OVERSHOOT_REBATE, 101, equal, (int64_t[]){34, 34, 33});
	shares_are(SHARE_EQUAL, OVERSHOOT_NEXT, 1, equal, (int64_t[]){1, 0, 0});
	shares_are(SHARE_EQUAL, OVERSHOOT_CAP, 0, equal, (int64_t[]){0, 0, 0});
}
END_TEST

START_TEST(large_sums_do_not_overflow)
{
	int64_t offers[3] = {MONEY_MAX, MONEY_MAX, MONEY_MAX}, shares[3];
	const int64_t weights[3] = {MONEY_MAX, MONEY_MAX, 1};
	for (int rules = 0; rules < 16; rules++) {
		struct share_terms terms = {(enum share_rule)(rules % 4), (enum overshoot_rule)(rules / 4),
		                            MONEY_MAX + 1, MONEY_MAX + 2};
		int64_t raised = share_out(&terms, offers, weights, 3, shares);
		ck_assert_int_eq(raised, sum_of(shares, 3));
	}
}
END_TEST

START_TEST(rules_have_names)
{
	ck_assert_int_eq(share_rule_read("fixed"), SHARE_FIXED);
	ck_assert_int_eq(share_rule_read(NULL), SHARE_PROPORTIONAL);
	ck_assert_int_eq(overshoot_rule_read("next", SHARE_EQUAL), OVERSHOOT_NEXT);
	ck_assert_int_eq(overshoot_rule_read(NULL, SHARE_EQUAL), OVERSHOOT_CAP);
	ck_assert_int_eq(overshoot_rule_read(NULL, SHARE_TIERED), OVERSHOOT_CAP);
	ck_assert_int_eq(overshoot_rule_read(NULL, SHARE_FIXED), OVERSHOOT_REBATE);
}
END_TEST

UNIT(share)
{
	Suite *suite = suite_create("share");
	TCase *cases = tcase_create("shares of a price");

	tcase_add_test(cases, shares_sum_to_what_is_raised_by_any_rule);
	tcase_add_test(cases, each_rule_by_an_example);
	tcase_add_test(cases, large_sums_do_not_overflow);
	tcase_add_test(cases, rules_have_names);
	suite_add_tcase(suite, cases);
	return suite;
}
