#include "status_fixture.h"

static void book(struct syndic *handle, const char *name, const char *amount, const char *field)
{
	char named[40], sized[40];

	snprintf(named, sizeof named, "name=%s", name);
	snprintf(sized, sizeof sized, "amount=%s", amount);
	fixture_add(handle, "contract", named, sized, "starts_on=2026-01-01", "ends_on=2026-12-31",
	            "signed_on=2026-01-01", field, NULL);
}

/* Each contract answers one filter; amounts are powers of two, so that a sum says who passed. Seven
 * have no type, and seven no kind: a filter that asks for one cannot tell. */
START_TEST(filters_say_who_counts)
{
	static const struct {
		const char *filter;
		int64_t passes, incomplete;
	} filters[] = {
		{"note=all", 1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256, 0},
		{"revenue_types=grant", 2, 7},
		{"revenue_types=grant,gift", 2 + 4, 7},
		{"kind=new", 8, 7},
		{"kind=not-new", 16, 7},
		{"org=birch", 32 + 64, 0},
		{"tag=own", 128, 0},
		{"tag=ow", 0, 0},
		{"tag=wood", 32 + 64, 0},
		{"pipeline=project", 0, 0},
		{"pipeline=cofunding", 256, 0},
		{"cofunded=yes", 256, 0},
		{"cofunded=no", 511 - 256, 0},
		{"signed=2026", 511, 0},
		{"signed=2025", 0, 0},
	};
	struct syndic *handle = fixture_new("2026-06-01");
	struct syndic_status_report *report;

	fixture_add(handle, "org", "name=Birch", "tags=wood,tree", NULL);
	book(handle, "A", "1", "billing=upfront");
	book(handle, "B", "2", "revenue_type=grant");
	book(handle, "C", "4", "revenue_type=gift");
	book(handle, "D", "8", "kind=new");
	book(handle, "E", "16", "kind=renewal");
	book(handle, "F", "32", "org=birch");
	book(handle, "G", "64", "org=birch");
	book(handle, "H", "128", "tags=other,own");
	fixture_add(handle, "deal", "name=I", "pipeline=cofunding", "stage=Contracted", "amount=256",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", "closed_on=2026-01-01", NULL);
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		char key[40];
		snprintf(key, sizeof key, "key=t%zu", i);
		fixture_add(handle, "target", key, "label=T", "year=2026", "measure=bookings", "amount=1",
		            filters[i].filter, NULL);
	}
	report = status_of(handle, NULL);
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		is(report->targets[i].committed, MONEY(filters[i].passes), filters[i].filter);
		ck_assert_int_eq(report->targets[i].incomplete_count, filters[i].incomplete);
	}
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/* 12,000 and 36,000 over 2026 (small and medium), a gift of 48,000, and a project of 96,000 that is open at
 * 50 %: shares of 96,000; with the open one 48 of 144 are large. */
START_TEST(shares_are_parts_of_revenue)
{
	static const int64_t amounts[] = {MONEY(12000), MONEY(36000), 0, 0, MONEY(48000)};
	struct syndic *handle = fixture_new("2026-01-15");
	struct syndic_status_report *report;
	const struct syndic_target_line *line;

	fixture_add(handle, "contract", "name=A", "revenue_type=membership", "amount=12000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "contract", "name=B", "revenue_type=project", "amount=36000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "contract", "name=C", "revenue_type=gift", "amount=48000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "deal", "name=D", "revenue_type=project", "amount=96000", "probability=0.5",
	            "starts_on=2026-02-01", "ends_on=2026-11-30", NULL);
	fixture_add(handle, "target", "key=small", "label=Small", "year=2026", "measure=share",
	            "share=0.2", "class=small", NULL);
	fixture_add(handle, "target", "key=large", "label=Large", "year=2026", "measure=share",
	            "share=0.4", "class=large", NULL);
	fixture_add(handle, "target", "key=projects", "label=Projects", "year=2026", "measure=share",
	            "share=0.5", "revenue_types=project", NULL);
	report = status_of(handle, NULL);
	ck_assert_int_eq(report->revenue, MONEY(96000));
	for (size_t i = 0; i < 5; i++)
		ck_assert_int_eq(report->mix[i].amount, amounts[i]);
	is(report->mix[0].share, 125000, "small");
	is(report->mix[4].share, 500000, "fundraising");
	is(report->mix[0].target_share, 200000, "wanted");
	ck_assert(!report->mix[1].target_share.known);
	line = line_of(report, "large");
	ck_assert_int_eq(line->unit, SYNDIC_UNIT_SHARE);
	is(line->committed, 0, "committed");
	is(line->expected, 333333, "expected");
	is(line->open, 1000000, "open");
	is(line->gap, 400000, "gap");
	ck_assert(!line->renewing.known && !line->coverage.known);
	is(line_of(report, "projects")->committed, 375000, "projects");
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/* 1,000 of 3,000 and 2,000 of 4,000; with no amount of its own a sum asks for theirs,
 * here with 9,000 for another sum. Counts are not money.
 * Two sums that name each other add nothing to themselves. */
START_TEST(a_sum_adds_other_targets)
{
	struct syndic *handle = fixture_new("2026-06-01");
	struct syndic_status_report *report;
	const struct syndic_target_line *line;
	const struct syndic_input each_other = {"sum_of", "a,b,m,twice"};

	book(handle, "A", "1000", "revenue_type=grant");
	fixture_add(handle, "contract", "name=B", "amount=2000", "signed_on=2027-01-01", NULL);
	fixture_add(handle, "deal", "name=C", "revenue_type=grant", "amount=500", "probability=0.5",
	            "expected_close=2026-09-01", NULL);
	fixture_add(handle, "target", "key=a", "label=A", "year=2026", "measure=bookings",
	            "amount=3000", NULL);
	fixture_add(handle, "target", "key=b", "label=B", "year=2027", "measure=bookings",
	            "amount=4000", NULL);
	fixture_add(handle, "target", "key=m", "label=M", "year=2026", "measure=members", "count=7",
	            NULL);
	fixture_add(handle, "target", "key=sum", "label=Sum", "year=2026", "measure=sum-of",
	            "sum_of=a,b,m", NULL);
	fixture_add(handle, "target", "key=twice", "label=Twice", "year=2026", "measure=sum-of",
	            "sum_of=sum", "amount=9000", NULL);
	FIXTURE_OK(handle, syndic_edit(handle, "target", "sum", &each_other, 1));
	report = status_of(handle, NULL);
	line = line_of(report, "sum");
	is(line->target, MONEY(16000), "target");
	figures(line, MONEY(3000), 0, MONEY(3250), MONEY(500));
	is(line->gap, MONEY(13000), "gap");
	is(line->coverage, 19231, "coverage");
	line = line_of(report, "twice");
	is(line->target, MONEY(9000), "target");
	is(line->committed, MONEY(3000), "committed");
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/*
 * Whatever lacks something is counted, not lost: contracts signed this year (A) and long ago (D) without a term,
 * one without any day (B), one without an amount (C), a deal without an end (E). F is earned, 50, but its
 * type and kind are unknown, so it may recur, be a grant, or be new. G will be signed after the year, but
 * nobody says for when; so will the deal I, which can earn nothing before.
 */
START_TEST(nothing_falls_out_silently)
{
	struct syndic *handle = fixture_new("2026-06-01");
	struct syndic_status_report *report;
	const struct syndic_target_line *line;

	fixture_add(handle, "contract", "name=A", "revenue_type=membership", "amount=100",
	            "signed_on=2026-02-01", NULL);
	fixture_add(handle, "contract", "name=B", "revenue_type=grant", "amount=20", NULL);
	fixture_add(handle, "contract", "name=C", "revenue_type=membership", "starts_on=2026-01-01",
	            "ends_on=2026-12-31", NULL);
	fixture_add(handle, "contract", "name=D", "revenue_type=membership", "amount=7",
	            "signed_on=2020-02-01", NULL);
	fixture_add(handle, "deal", "name=E", "revenue_type=grant", "amount=3", "starts_on=2026-07-01",
	            NULL);
	fixture_add(handle, "contract", "name=F", "amount=50", "starts_on=2026-01-01",
	            "ends_on=2026-12-31", "signed_on=2026-01-01", NULL);
	fixture_add(handle, "contract", "name=G", "revenue_type=grant", "amount=9",
	            "signed_on=2027-01-05", NULL);
	fixture_add(handle, "deal", "name=I", "amount=4", "expected_close=2027-01-05", NULL);
	fixture_add(handle, "deal", "name=H", "amount=4", "expected_close=2026-08-01",
	            "starts_on=2027-01-01", "ends_on=2027-12-31", NULL);
	fixture_add(handle, "target", "key=all", "label=All", "year=2026", "measure=revenue",
	            "amount=1", NULL);
	fixture_add(handle, "target", "key=arr", "label=ARR", "year=2026", "measure=arr", "amount=1",
	            NULL);
	fixture_add(handle, "target", "key=grants", "label=Grants", "year=2026", "measure=revenue",
	            "amount=1", "revenue_types=grant", NULL);
	fixture_add(handle, "target", "key=fees", "label=Fees", "year=2026", "measure=new-arr",
	            "amount=1", NULL);
	fixture_add(handle, "target", "key=seats", "label=Seats", "year=2026", "measure=new-members",
	            "count=1", NULL);
	report = status_of(handle, NULL);
	line = line_of(report, "all");
	figures(line, MONEY(50), 0, MONEY(50), 0);
	ck_assert_int_eq(line->incomplete_count, 6); /* A to E, G */
	ck_assert_int_eq(line->incomplete_amount, MONEY(139));
	ck_assert_int_eq(line_of(report, "arr")->incomplete_count, 4);    /* A, C, D, F */
	ck_assert_int_eq(line_of(report, "grants")->incomplete_count, 4); /* B, E, F, G */
	ck_assert_int_eq(line_of(report, "fees")->incomplete_count, 4);   /* A, C, F, H */
	ck_assert_int_eq(line_of(report, "seats")->incomplete_count, 1);  /* H */
	ck_assert_int_eq(report->incomplete_contracts, 5);
	ck_assert_int_eq(report->incomplete_amount, MONEY(136));
	ck_assert_int_eq(report->orgless_memberships, 3);
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/* The year is its quarters, and its months, and the classes; committed and open. */
START_TEST(parts_make_the_whole)
{
	static const char *const types[] = {"revenue_type=membership", "revenue_type=service",
	                                    "revenue_type=project", "revenue_type=gift"};
	struct syndic *handle = fixture_new("2026-05-20");
	struct syndic_status_report *report;
	int64_t year, quarters = 0, months = 0, classes = 0, open = 0;

	for (int i = 0; i < 24; i++) {
		char name[40], amount[40], first[60], last[60];
		snprintf(name, sizeof name, "name=N%d", i);
		snprintf(amount, sizeof amount, "amount=%d.%02d", 1000 + i * 3791, i * 37 % 100);
		snprintf(first, sizeof first, "starts_on=%d-%02d-%02d", 2025 + i % 2, 1 + i * 5 % 12,
		         1 + i * 7 % 28);
		snprintf(last, sizeof last, "ends_on=%d-%02d-%02d", 2027 + i % 3, 1 + i * 7 % 12,
		         1 + i * 3 % 28);
		fixture_add(handle, i % 3 ? "contract" : "deal", name, amount, first, last, types[i % 4],
		            NULL);
	}
	for (int month = 1; month <= 4; month++) {
		char at[40];
		snprintf(at, sizeof at, "month=2026-%02d", month);
		fixture_add(handle, "usage", "cluster=a", at, "active_users=123", NULL);
	}
	fixture_add(handle, "target", "key=year", "label=Year", "year=2026", "measure=revenue",
	            "amount=1", NULL);
	for (int quarter = 1; quarter <= 4; quarter++) {
		char key[40], number[40], period[40];
		snprintf(key, sizeof key, "key=q%d", quarter);
		snprintf(number, sizeof number, "quarter=%d", quarter);
		snprintf(period, sizeof period, "2026-Q%d", quarter);
		fixture_add(handle, "target", key, "label=Q", "year=2026", number, "measure=revenue",
		            "amount=1", NULL);
		report = status_of(handle, period);
		quarters += report->revenue;
		open += report->targets[0].open.value;
		syndic_status_report_free(report);
	}
	for (int month = 1; month <= 12; month++) {
		char period[40];
		snprintf(period, sizeof period, "2026-%02d", month);
		report = status_of(handle, period);
		months += report->revenue;
		syndic_status_report_free(report);
	}
	report = status_of(handle, "2026");
	year = report->revenue;
	for (size_t i = 0; i < 5; i++)
		classes += report->mix[i].amount;
	ck_assert_int_gt(year, 0);
	ck_assert_int_eq(quarters, year);
	ck_assert_int_eq(months, year);
	ck_assert_int_eq(classes, year);
	ck_assert_int_gt(open, 0);
	is(report->targets[0].open, open, "open");
	ck_assert_int_eq(report->targets[0].committed.value + report->targets[0].renewing.value, year);
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

START_TEST(a_period_is_a_year_a_quarter_or_a_month)
{
	struct syndic *handle = fixture_new("2026-05-20");
	struct syndic_status_report *report;

	ck_assert_int_eq(syndic_report_status(handle, "2026-Q5", &report), SYNDIC_MISUSE);
	ck_assert_ptr_null(report);
	ck_assert_ptr_nonnull(strstr(syndic_last_error(handle)->message, "2026-Q5"));
	ck_assert_str_eq(syndic_last_error(handle)->help, "syndic status --period 2026-Q2");
	syndic_status_report_free(NULL);
	syndic_close(handle);
}
END_TEST

UNIT(targets)
{
	Suite *suite = suite_create("targets");
	TCase *cases = tcase_create("filters, sums and the whole report");

	tcase_add_test(cases, filters_say_who_counts);
	tcase_add_test(cases, shares_are_parts_of_revenue);
	tcase_add_test(cases, a_sum_adds_other_targets);
	tcase_add_test(cases, nothing_falls_out_silently);
	tcase_add_test(cases, parts_make_the_whole);
	tcase_add_test(cases, a_period_is_a_year_a_quarter_or_a_month);
	suite_add_tcase(suite, cases);
	return suite;
}
