#include "status_fixture.h"

/* The setting's row is there or not, by the age of the database. */
static void correlate(struct syndic *handle, const char *value)
{
	const struct syndic_input input = {"value", value};
	char said[40];

	snprintf(said, sizeof said, "value=%s", value);
	if (syndic_edit(handle, "setting", "correlation", &input, 1) != SYNDIC_OK)
		fixture_add(handle, "setting", "key=correlation", said, NULL);
}

static void chance_is(struct syndic *handle, const char *key, int64_t millionths)
{
	struct syndic_status_report *report = status_of(handle, NULL);

	is(line_of(report, key)->probability, millionths, key);
	syndic_status_report_free(report);
}

static void is_unknown(struct syndic *handle, const char *key)
{
	struct syndic_status_report *report = status_of(handle, NULL);

	ck_assert_msg(!line_of(report, key)->probability.known, "%s", key);
	syndic_status_report_free(report);
}

static void target(struct syndic *handle, const char *key, const char *measure, const char *goal,
                   const char *more)
{
	char named[40], measured[40];

	snprintf(named, sizeof named, "key=%s", key);
	snprintf(measured, sizeof measured, "measure=%s", measure);
	fixture_add(handle, "target", named, "label=T", "year=2026", measured, goal, more, NULL);
}

/* 10,000 stay; A, 12,000, and B, 8,000, end and renew with 0.8 each; the deal, 5,000, wins with 0.5. 25,000
 * wants A and one of the others: 0.8 × (1 − 0.2 × 0.5); 35,000 wants all: 0.8 × 0.8 × 0.5. */
START_TEST(what_ends_renews_or_not)
{
	struct syndic *handle = fixture_new("2026-06-01");

	fixture_add(handle, "contract", "name=Stays", "revenue_type=service", "fee_per_year=10000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "contract", "name=A", "revenue_type=service", "fee_per_year=12000",
	            "starts_on=2025-10-01", "ends_on=2026-09-30", NULL);
	fixture_add(handle, "contract", "name=B", "revenue_type=service", "fee_per_year=8000",
	            "starts_on=2025-11-01", "ends_on=2026-10-31", NULL);
	fixture_add(handle, "deal", "name=D", "revenue_type=service", "amount=5000", "probability=0.5",
	            "starts_on=2026-07-01", "ends_on=2027-06-30", NULL);
	target(handle, "less", "arr", "amount=10000", "note=x");
	target(handle, "some", "arr", "amount=25000", "note=x");
	target(handle, "all", "arr", "amount=35000", "note=x");
	target(handle, "more", "arr", "amount=35000.01", "note=x");
	chance_is(handle, "less", 1000000);
	chance_is(handle, "some", 720000);
	chance_is(handle, "all", 320000);
	chance_is(handle, "more", 0);
	syndic_close(handle);
}
END_TEST

/*
 * One member stays, X renews with 0.8, Z joins by the likelier of its two deals, 0.6, and somebody without a
 * name by one of 0.5. Three members want two of these: independent 0.8 × (1 − 0.4 × 0.5) + 0.2 × 0.6 × 0.5 =
 * 0.70. With correlations of 0.1 and 0.5 of the two deals, Simpson's rule over z in Python's
 * statistics.NormalDist gives 0.690738 and 0.651738.
 */
START_TEST(organisations_join_once)
{
	struct syndic *handle = fixture_new("2026-06-01");

	fixture_add(handle, "org", "name=X", NULL);
	fixture_add(handle, "org", "name=Y", NULL);
	fixture_add(handle, "org", "name=Z", NULL);
	fixture_add(handle, "membership", "org=x", "tier=general", "starts_on=2025-10-01",
	            "ends_on=2026-09-30", NULL);
	fixture_add(handle, "membership", "org=y", "tier=general", "starts_on=2026-01-01",
	            "ends_on=2026-12-31", NULL);
	fixture_add(handle, "deal", "name=Z1", "org=z", "revenue_type=membership", "probability=0.3",
	            "expected_close=2026-08-01", NULL);
	fixture_add(handle, "deal", "name=Z2", "org=z", "revenue_type=membership", "probability=0.6",
	            "expected_close=2026-09-01", NULL);
	fixture_add(handle, "deal", "name=U", "revenue_type=membership", "probability=0.5",
	            "expected_close=2026-09-01", NULL);
	target(handle, "three", "members", "count=3", "note=x");
	chance_is(handle, "three", 690700);
	correlate(handle, "0.5");
	chance_is(handle, "three", 651700);
	correlate(handle, "0");
	chance_is(handle, "three", 700000);
	syndic_close(handle);
}
END_TEST

/* A deal of 10,000 that both parts of the sum count is won for both: 0.4, not 0.16. */
START_TEST(a_deal_is_one_coin)
{
	struct syndic *handle = fixture_new("2026-06-01");

	fixture_add(handle, "deal", "name=D", "revenue_type=service", "kind=new", "amount=10000",
	            "probability=0.4", "expected_close=2026-07-01", "starts_on=2026-07-01",
	            "ends_on=2027-06-30", NULL);
	fixture_add(handle, "deal", "name=E", "revenue_type=project", "amount=3000",
	            "probability=0.00001", "expected_close=2026-07-01", NULL);
	target(handle, "arr", "arr", "amount=10000", "note=x");
	target(handle, "sold", "bookings", "amount=10000", "note=x");
	target(handle, "both", "sum-of", "amount=20000", "sum_of=arr,sold");
	target(handle, "hope", "sum-of", "amount=20001", "sum_of=arr,sold");
	target(handle, "dream", "sum-of", "amount=23001", "sum_of=arr,sold");
	chance_is(handle, "sold", 400000);
	chance_is(handle, "both", 400000);
	chance_is(handle, "hope", 100); /* 0.4 × 0.00001: not nothing */
	chance_is(handle, "dream", 0);
	syndic_close(handle);
}
END_TEST

/*
 * Grants are 30,000 of 100,000. P brings a grant of 20,000 with 0.5, Q a project of 5,000 with 0.3: with P alone
 * 50 of 120, with both 50 of 125, which is 0.4 to the cent. More than that wants P without Q, independent.
 */
START_TEST(shares_count_what_comes_beside)
{
	struct syndic *handle = fixture_new("2026-01-01");

	fixture_add(handle, "contract", "name=A", "revenue_type=grant", "amount=30000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	target(handle, "least", "share", "share=0.4", "revenue_types=grant");
	target(handle, "more", "share", "share=0.400001", "revenue_types=grant");
	target(handle, "most", "share", "share=0.42", "revenue_types=grant");
	target(handle, "none", "share", "share=0", "revenue_types=gift");
	chance_is(handle, "most", 1000000);
	fixture_add(handle, "contract", "name=B", "revenue_type=project", "amount=70000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "deal", "name=P", "revenue_type=grant", "amount=20000", "probability=0.5",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "deal", "name=Q", "revenue_type=project", "amount=5000", "probability=0.3",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	correlate(handle, "0");
	chance_is(handle, "least", 500000);
	chance_is(handle, "more", 350000);
	chance_is(handle, "most", 0);
	chance_is(handle, "none", 1000000);
	syndic_close(handle);
}
END_TEST

START_TEST(a_share_of_nothing_is_unknown)
{
	struct syndic *handle = fixture_new("2026-01-01");

	fixture_add(handle, "deal", "name=P", "revenue_type=grant", "amount=20000", "probability=0.5",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	target(handle, "share", "share", "share=0.4", "revenue_types=grant");
	is_unknown(handle, "share");
	syndic_close(handle);
}
END_TEST

/* Payments of days to come have no model; of days gone by they are known. */
START_TEST(what_is_over_is_reached_or_not)
{
	struct syndic_options last_day = {.as_of = "2026-12-31", .actor = "ana"};
	struct syndic_options day_after = {.as_of = "2027-01-01", .actor = "ana"};
	struct syndic_status_report *report;
	struct syndic *handle;
	char path[300];

	snprintf(path, sizeof path, "%s/x.db", unit_folder());
	FIXTURE_OK(handle, syndic_create(path, "USD", &last_day, &handle));
	fixture_add(handle, "contract", "name=A", "slug=a", "amount=500", "signed_on=2026-02-01",
	            "starts_on=2026-02-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "payment", "contract=a", "amount=500", "paid_on=2026-03-01", NULL);
	fixture_add(handle, "deal", "name=D", "revenue_type=project", "amount=400", "probability=0.5",
	            "expected_close=2026-12-01", NULL);
	target(handle, "paid", "collected", "amount=500", "note=x");
	target(handle, "unpaid", "collected", "amount=501", "note=x");
	target(handle, "sold", "bookings", "amount=900", "note=x");
	target(handle, "sum", "sum-of", "amount=900", "sum_of=paid,sold");
	is_unknown(handle, "paid");
	is_unknown(handle, "sum");
	chance_is(handle, "sold", 500000);
	syndic_close(handle);

	FIXTURE_OK(handle, syndic_open(path, &day_after, &handle));
	report = status_of(handle, "2026");
	is(line_of(report, "paid")->probability, 1000000, "paid");
	is(line_of(report, "unpaid")->probability, 0, "unpaid");
	is(line_of(report, "sold")->probability, 0, "sold");
	is(line_of(report, "sum")->probability, 1000000, "sum");
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

UNIT(reach)
{
	Suite *suite = suite_create("reach");
	TCase *cases = tcase_create("chances of targets");

	tcase_set_timeout(cases, 60); /* each write waits for the disk */
	tcase_add_test(cases, what_ends_renews_or_not);
	tcase_add_test(cases, organisations_join_once);
	tcase_add_test(cases, a_deal_is_one_coin);
	tcase_add_test(cases, shares_count_what_comes_beside);
	tcase_add_test(cases, a_share_of_nothing_is_unknown);
	tcase_add_test(cases, what_is_over_is_reached_or_not);
	suite_add_tcase(suite, cases);
	return suite;
}
