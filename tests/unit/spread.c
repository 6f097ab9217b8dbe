#include "unit.h"
#include "property.h"
#include "base/date.h"
#include "base/money.h"
#include "report/spread.h"

static int64_t month(enum spread_method method, int64_t amount, const char *starts_on,
                     const char *ends_on, const char *at)
{
	int64_t number = month_number(at);
	return spread_between(method, amount, starts_on, ends_on, number, number);
}

/* 1.00 over three months: 34, 33 and 33 cents; the days of the month do not matter. */
START_TEST(the_first_months_take_the_remainder)
{
	ck_assert_int_eq(month(SPREAD_MONTHS, 100, "2026-01-31", "2026-03-01", "2026-01"), 34);
	ck_assert_int_eq(month(SPREAD_MONTHS, 100, "2026-01-31", "2026-03-01", "2026-02"), 33);
	ck_assert_int_eq(month(SPREAD_MONTHS, 100, "2026-01-31", "2026-03-01", "2026-03"), 33);
	ck_assert_int_eq(month(SPREAD_MONTHS, 100, "2026-01-31", "2026-03-01", "2026-04"), 0);
	ck_assert_int_eq(month(SPREAD_MONTHS, 100, "2026-01-31", "2026-03-01", "2025-12"), 0);
}
END_TEST

/* From 15 January to 14 January the term touches 13 months, and each takes a thirteenth. */
START_TEST(a_month_that_is_touched_counts_whole)
{
	ck_assert_int_eq(month(SPREAD_MONTHS, 130000, "2026-01-15", "2027-01-14", "2026-01"), 10000);
	ck_assert_int_eq(month(SPREAD_MONTHS, 130000, "2026-01-15", "2027-01-14", "2027-01"), 10000);
	ck_assert_int_eq(month(SPREAD_MONTHS, 500, "2026-05-05", "2026-05-05", "2026-05"), 500);
}
END_TEST

/* 16 days in January and 14 in February: 300.00 are 160.00 and 140.00. 10 cents over 31 + 28 + 31 days
 * are 3.44, 3.11 and 3.44: 3 each, and the cent that is left goes to the first of the equal rests. */
START_TEST(by_days_each_month_takes_its_days)
{
	ck_assert_int_eq(month(SPREAD_DAYS, 30000, "2026-01-16", "2026-02-14", "2026-01"), 16000);
	ck_assert_int_eq(month(SPREAD_DAYS, 30000, "2026-01-16", "2026-02-14", "2026-02"), 14000);
	ck_assert_int_eq(month(SPREAD_DAYS, 10, "2026-01-01", "2026-03-31", "2026-01"), 4);
	ck_assert_int_eq(month(SPREAD_DAYS, 10, "2026-01-01", "2026-03-31", "2026-02"), 3);
	ck_assert_int_eq(month(SPREAD_DAYS, 10, "2026-01-01", "2026-03-31", "2026-03"), 3);
}
END_TEST

START_TEST(a_term_that_ends_before_it_starts_is_one_day)
{
	ck_assert_int_eq(month(SPREAD_MONTHS, 700, "2026-05-05", "2026-01-01", "2026-05"), 700);
	ck_assert_int_eq(month(SPREAD_DAYS, 700, "2026-05-05", "2026-01-01", "2026-05"), 700);
}
END_TEST

START_TEST(methods_have_names)
{
	ck_assert_int_eq(spread_method_named("days"), SPREAD_DAYS);
	ck_assert_int_eq(spread_method_named("months"), SPREAD_MONTHS);
	ck_assert_int_eq(spread_method_named(NULL), SPREAD_MONTHS);
	ck_assert_str_eq(spread_method_name(SPREAD_DAYS), "days");
}
END_TEST

/* For any amount, term and method the months sum to the amount, any cut between them keeps the sum,
 * and equal shares are those of money_share_equal. */
START_TEST(months_sum_to_the_cent)
{
	uint64_t seed = 20261122;

	for (int round = 0; round < 2000; round++) {
		enum spread_method method = round % 2 ? SPREAD_DAYS : SPREAD_MONTHS;
		int64_t amount = chance_between(&seed, -1000000, 100000000);
		int64_t start = chance_between(&seed, 15000, 25000);
		char starts_on[DATE_SIZE], ends_on[DATE_SIZE];

		if (method == SPREAD_DAYS && amount < 0) amount = -amount;
		date_from_days(start, starts_on);
		date_from_days(start + chance_between(&seed, 0, 2000), ends_on);
		int64_t first = month_number(starts_on), last = month_number(ends_on);
		int64_t cut = chance_between(&seed, first - 2, last + 2), sum = 0;
		for (int64_t m = first - 1; m <= last + 1; m++) {
			int64_t part = spread_between(method, amount, starts_on, ends_on, m, m);
			sum += part;
			if (method == SPREAD_DAYS || m < first || m > last) continue;
			HOLDS(part == money_share_equal(amount, last - first + 1, m - first), "%s", starts_on);
		}
		HOLDS(sum == amount, "%s to %s", starts_on, ends_on);
		HOLDS(spread_between(method, amount, starts_on, ends_on, first - 5, cut) +
		              spread_between(method, amount, starts_on, ends_on, cut + 1, last + 5) ==
		          amount,
		      "%s to %s", starts_on, ends_on);
	}
}
END_TEST

UNIT(spread)
{
	Suite *suite = suite_create("spread");
	TCase *cases = tcase_create("an amount over months");

	tcase_add_test(cases, the_first_months_take_the_remainder);
	tcase_add_test(cases, a_month_that_is_touched_counts_whole);
	tcase_add_test(cases, by_days_each_month_takes_its_days);
	tcase_add_test(cases, a_term_that_ends_before_it_starts_is_one_day);
	tcase_add_test(cases, methods_have_names);
	tcase_add_test(cases, months_sum_to_the_cent);
	suite_add_tcase(suite, cases);
	return suite;
}
