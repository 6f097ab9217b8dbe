#include "store_fixture.h"
#include "property.h"
#include "model/store.h"
#include "report/prices.h"

/* With a new database's prices: 10 × 10 + 90 × 5 + 180 × 2.50 = 1,000 for 280 users; at most
 * 10 × 10 + 90 × 5 + 900 × 2.50 + 9,000 × 1.25 = 14,050. */
START_TEST(bands_add_up)
{
	static const struct {
		int64_t users, fee;
	} fees[] = {
		{0, 0},        {1, 1000},      {10, 10000},      {11, 10500},      {100, 55000},
		{280, 100000}, {1000, 280000}, {10000, 1405000}, {10001, 1405000}, {500000, 1405000},
	};
	struct syndic *handle = fixture_new("2026-11-22");
	struct arena arena = {0};
	struct prices prices;

	FIXTURE_OK(handle, prices_load(handle, &arena, &prices));
	for (size_t i = 0; i < sizeof fees / sizeof *fees; i++)
		ck_assert_int_eq(prices_fee(&prices, "2026-11", fees[i].users), fees[i].fee);
	for (int64_t users = 0, before = 0; users < 12000; users += 7) {
		int64_t fee = prices_fee(&prices, "2026-11", users);
		HOLDS(fee >= before, "%lld users", (long long)users);
		before = fee;
	}
	arena_free(&arena);
	syndic_close(handle);
}
END_TEST

/* 10 users in June at 2.00; from July the first 5 at 3.00 and the next 5 at 1.00. */
START_TEST(a_month_has_the_prices_of_its_first_day)
{
	struct price_band bands[] = {
		{.up_to = 5, .price = 300, .valid_from = "2026-06-15"},
		{.up_to = 10, .price = 200, .valid_to = "2026-06-30"},
		{.up_to = 10, .price = 100, .valid_from = "2026-07-01"},
	};
	struct prices prices = {bands, 3};

	ck_assert_int_eq(prices_fee(&prices, "2026-06", 10), 2000);
	ck_assert_int_eq(prices_fee(&prices, "2026-07", 10), 2000);
	ck_assert_int_eq(prices_fee(&prices, "2026-07", 6), 1600);
	ck_assert_int_eq(prices_fee(&prices, "2026-06", 6), 1200);
}
END_TEST

UNIT(prices)
{
	Suite *suite = suite_create("prices");
	TCase *cases = tcase_create("usage fees");

	tcase_add_test(cases, bands_add_up);
	tcase_add_test(cases, a_month_has_the_prices_of_its_first_day);
	suite_add_tcase(suite, cases);
	return suite;
}
