#include "store_fixture.h"
#include "model/store.h"
#include "report/arr.h"

static const struct book settings = {.small_below = 2000000, .medium_below = 7500000};

/* Three years for 150,000.00 are 50,000.00 a year; 15 months for 15,000.00 are 12,000.00; half a year
 * for 9,000.00 counts as one; what is given stands. Without a term nothing is known. */
START_TEST(a_fee_is_the_amount_over_at_least_a_year)
{
	struct sale years = {.has_amount = true,
	                     .amount = 15000000,
	                     .starts_on = "2024-05-01",
	                     .ends_on = "2027-04-30"};
	struct sale months = {.has_amount = true,
	                      .amount = 1500000,
	                      .starts_on = "2026-01-01",
	                      .ends_on = "2027-03-31"};
	struct sale half = {.has_amount = true,
	                    .amount = 900000,
	                    .starts_on = "2026-01-01",
	                    .ends_on = "2026-06-30"};
	struct sale given = {.has_amount = true,
	                     .amount = 900000,
	                     .has_fee = true,
	                     .fee = 1800000,
	                     .starts_on = "2026-01-01",
	                     .ends_on = "2026-06-30"};
	struct sale undated = {.has_amount = true, .amount = 900000, .starts_on = "2026-01-01"};

	arr_value(&settings, &years);
	arr_value(&settings, &months);
	arr_value(&settings, &half);
	arr_value(&settings, &given);
	arr_value(&settings, &undated);
	ck_assert_int_eq(years.fee, 5000000);
	ck_assert_int_eq(months.fee, 1200000);
	ck_assert_int_eq(half.fee, 900000);
	ck_assert_int_eq(given.fee, 1800000);
	ck_assert(!undated.has_fee);
}
END_TEST

START_TEST(a_class_is_by_amount_a_year)
{
	static const struct {
		const char *revenue_type;
		int64_t amount;
		const char *size_class;
	} classes[] = {
		{"membership", 1999999, "small"},  {"service", 2000000, "medium"},
		{NULL, 7499999, "medium"},         {"project", 7500000, "large"},
		{"usage", 100, "usage"},           {"gift", 100, "fundraising"},
		{"grant", 9900000, "fundraising"},
	};
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		struct sale sale = {.revenue_type = classes[i].revenue_type,
		                    .has_amount = true,
		                    .amount = classes[i].amount,
		                    .starts_on = "2026-01-01",
		                    .ends_on = "2026-12-31"};
		arr_value(&settings, &sale);
		ck_assert_str_eq(sale.size_class, classes[i].size_class);
	}
}
END_TEST

/* One organisation's terms: A ended in June and B began in July, so B continues A. D says that it renews
 * C, so it continues nothing else; E is another type, F overlaps. */
START_TEST(each_contract_continues_one)
{
	struct sale contracts[] = {
		{.id = "A",
	     .org = "x",
	     .revenue_type = "service",
	     .starts_on = "2025-07-01",
	     .ends_on = "2026-06-30"},
		{.id = "B",
	     .org = "x",
	     .revenue_type = "service",
	     .starts_on = "2026-07-01",
	     .ends_on = "2027-06-30"},
		{.id = "C",
	     .org = "x",
	     .revenue_type = "membership",
	     .starts_on = "2025-07-01",
	     .ends_on = "2026-06-30"},
		{.id = "D",
	     .org = "x",
	     .renews = "C",
	     .revenue_type = "service",
	     .starts_on = "2028-07-01",
	     .ends_on = "2029-06-30"},
		{.id = "E",
	     .org = "x",
	     .revenue_type = "usage",
	     .starts_on = "2028-07-01",
	     .ends_on = "2029-06-30"},
		{.id = "F",
	     .org = "y",
	     .revenue_type = "service",
	     .starts_on = "2026-01-01",
	     .ends_on = "2026-12-31"},
		{.id = "G",
	     .org = "y",
	     .revenue_type = "service",
	     .starts_on = "2026-12-31",
	     .ends_on = "2027-12-31"},
	};
	static const bool succeeded[] = {true, false, true, false, false, false, false};
	struct arena arena = {0};
	struct book book = {.arena = &arena, .as_of = "2026-11-22", .contracts = {contracts, 7, 7}};

	for (size_t i = 0; i < 7; i++)
		contracts[i].recurring = true;
	arr_relate(&book);
	for (size_t i = 0; i < 7; i++)
		ck_assert_msg(contracts[i].succeeded == succeeded[i], "%s", contracts[i].id);
	arena_free(&arena);
}
END_TEST

/* 90 days after 24 August are 22 November: that day still counts, one more does not. */
START_TEST(grace_wants_an_open_renewal)
{
	struct sale renewal = {.org = "x", .kind = "renewal", .revenue_type = "service", .open = true};
	struct sale lapsed = {.org = "x",
	                      .revenue_type = "service",
	                      .starts_on = "2025-08-25",
	                      .ends_on = "2026-08-24"};
	struct sale older = {.org = "x", .starts_on = "2025-08-25", .ends_on = "2026-08-23"};
	struct sale other = {.org = "y",
	                     .revenue_type = "service",
	                     .starts_on = "2025-08-25",
	                     .ends_on = "2026-11-01"};
	struct sale membership = {.org = "x",
	                          .revenue_type = "membership",
	                          .starts_on = "2025-08-25",
	                          .ends_on = "2026-11-01"};
	struct sale running = {.org = "x",
	                       .revenue_type = "service",
	                       .starts_on = "2025-08-25",
	                       .ends_on = "2026-11-22"};
	struct sale continued = lapsed;
	struct arena arena = {0};
	struct book book = {.arena = &arena,
	                    .as_of = "2026-11-22",
	                    .grace_days = 90,
	                    .deals = {&renewal, 1, 1}};

	continued.succeeded = true;
	arr_relate(&book);
	ck_assert(arr_in_grace(&book, &lapsed));
	ck_assert(!arr_in_grace(&book, &older));
	ck_assert(!arr_in_grace(&book, &other));
	ck_assert(!arr_in_grace(&book, &membership));
	ck_assert(!arr_in_grace(&book, &running));
	ck_assert(!arr_in_grace(&book, &continued));
	ck_assert(arr_in_term(&running, "2026-11-22"));
	ck_assert(!arr_in_term(&running, "2026-11-23"));
	arena_free(&arena);
}
END_TEST

/* Measured are 2025-01, 2025-06 (two payers) and 2026-03. */
START_TEST(a_window_ends_with_the_last_month_measured)
{
	struct usage_fee usage[4] = {{0}};
	struct book book = {.as_of_month = month_number("2026-11"), .usage = usage, .usage_count = 4};
	struct usage_window window;

	usage[0].month = month_number("2025-01");
	usage[1].month = usage[2].month = month_number("2025-06");
	usage[3].month = month_number("2026-03");
	window = arr_usage_window(&book, "2027-12-31");
	ck_assert_int_eq(window.last, month_number("2026-03"));
	ck_assert_int_eq(window.first, month_number("2025-04"));
	ck_assert_int_eq(window.measured, 2);
	window = arr_usage_window(&book, "2025-06-30");
	ck_assert_int_eq(window.measured, 2);
	book.usage_count = 3;
	window = arr_usage_window(&book, "2026-11-22");
	ck_assert_int_eq(window.measured, 0);
	ck_assert(window.last < window.first);
}
END_TEST

UNIT(arr)
{
	Suite *suite = suite_create("arr");
	TCase *cases = tcase_create("recurring revenue");

	tcase_add_test(cases, a_fee_is_the_amount_over_at_least_a_year);
	tcase_add_test(cases, a_class_is_by_amount_a_year);
	tcase_add_test(cases, each_contract_continues_one);
	tcase_add_test(cases, grace_wants_an_open_renewal);
	tcase_add_test(cases, a_window_ends_with_the_last_month_measured);
	suite_add_tcase(suite, cases);
	return suite;
}
