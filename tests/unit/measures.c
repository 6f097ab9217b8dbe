#include "status_fixture.h"
#include "model/store.h"

/*
 * On 1 July 2026, ARR at the end of the year.
 *   A  service     12,000  2026              in force then                  committed 12,000
 *   B  membership  15,000  to 30 September   nobody sells its renewal       renewing 0.8 × 15,000 = 12,000
 *   C  service     24,000  to 31 August      renewal open, 26,000 at 50 %   open 26,000, weighted 13,000
 *   D  service     10,000  to 31 May         31 days of grace; renewal open, 10,000 at 80 %, its start in
 *                                            June moves to July             open 10,000, weighted 8,000
 *   E  service      9,000  to 31 March       92 days ago: over; its renewal starts in 2027
 *   F  membership  30,000  2025 to 2027      10,000 a year                  committed 10,000
 *   G  grant        5,000  2026, recurring                                  committed 5,000
 *   H  service      7,000  to 30 June, then 8,000 from 1 July               committed 8,000
 *   I  project     50,000  2026              does not recur
 * Usage of A: 100 users in May (550), 10 in June (100): 650, which goes on.
 * In force on 1 July: 12 + 15 + 24 + 10 + 10 + 5 + 8 thousand, and 650 of usage.
 * Gap: 100,000 − 35,000 − 12,650 = 52,350; coverage 21,000 ÷ 52,350 = 0.401146.
 */
START_TEST(arr_on_a_day_to_come)
{
	struct syndic *handle = fixture_new("2026-07-01");
	struct syndic_status_report *report;
	const struct syndic_target_line *line;

	for (const char *org = "ABCDEFGHI"; *org; org++) {
		char name[] = "name=Org ?";
		name[9] = *org;
		fixture_add(handle, "org", name, NULL);
	}
	fixture_add(handle, "contract", "name=A", "org=org-a", "revenue_type=service", "amount=12000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "contract", "name=B", "org=org-b", "revenue_type=membership",
	            "amount=15000", "starts_on=2025-10-01", "ends_on=2026-09-30", NULL);
	fixture_add(handle, "contract", "name=C", "org=org-c", "revenue_type=service", "amount=24000",
	            "starts_on=2025-09-01", "ends_on=2026-08-31", NULL);
	fixture_add(handle, "deal", "name=C again", "org=org-c", "kind=renewal", "revenue_type=service",
	            "amount=26000", "probability=0.5", "starts_on=2026-09-01", "ends_on=2027-08-31",
	            "expected_close=2026-08-15", NULL);
	fixture_add(handle, "contract", "name=D", "org=org-d", "revenue_type=service", "amount=10000",
	            "starts_on=2025-06-01", "ends_on=2026-05-31", NULL);
	fixture_add(handle, "deal", "name=D again", "org=org-d", "kind=renewal", "revenue_type=service",
	            "amount=10000", "probability=0.8", "starts_on=2026-06-01", "ends_on=2027-05-31",
	            "expected_close=2026-07-15", NULL);
	fixture_add(handle, "contract", "name=E", "org=org-e", "revenue_type=service", "amount=9000",
	            "starts_on=2025-04-01", "ends_on=2026-03-31", NULL);
	fixture_add(handle, "deal", "name=E again", "org=org-e", "kind=renewal", "revenue_type=service",
	            "amount=9000", "probability=0.9", "starts_on=2027-01-01", "ends_on=2027-12-31",
	            "expected_close=2026-07-15", NULL);
	fixture_add(handle, "contract", "name=F", "org=org-f", "revenue_type=membership",
	            "amount=30000", "starts_on=2025-01-01", "ends_on=2027-12-31", NULL);
	fixture_add(handle, "contract", "name=G", "org=org-g", "revenue_type=grant", "recurring=yes",
	            "amount=5000", "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "contract", "name=H", "org=org-h", "revenue_type=service", "amount=7000",
	            "starts_on=2025-07-01", "ends_on=2026-06-30", NULL);
	fixture_add(handle, "contract", "name=H next", "org=org-h", "revenue_type=service",
	            "amount=8000", "starts_on=2026-07-01", "ends_on=2027-06-30", NULL);
	fixture_add(handle, "contract", "name=I", "org=org-i", "revenue_type=project", "amount=50000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "usage", "org=org-a", "cluster=a", "month=2026-05", "active_users=100",
	            NULL);
	fixture_add(handle, "usage", "org=org-a", "cluster=a", "month=2026-06", "active_users=10",
	            NULL);
	fixture_add(handle, "target", "key=arr", "label=ARR", "year=2026", "measure=arr",
	            "amount=100000", NULL);
	fixture_add(handle, "target", "key=low", "label=Low", "year=2026", "measure=arr",
	            "amount=40000", NULL);
	fixture_add(handle, "target", "key=usage", "label=Usage", "year=2026", "measure=arr",
	            "amount=1", "revenue_types=usage", NULL);

	report = status_of(handle, NULL);
	line = line_of(report, "arr");
	figures(line, MONEY(35000), MONEY(12650), MONEY(68650), MONEY(36000));
	is(line->in_force, MONEY(84650), "in force");
	is(report->arr, MONEY(84650), "ARR");
	is(line->gap, MONEY(52350), "gap");
	is(line->coverage, 401146, "coverage");
	line = line_of(report, "low");
	is(line->gap, MONEY(-7650), "a surplus");
	ck_assert(!line->coverage.known);
	figures(line_of(report, "usage"), 0, MONEY(650), MONEY(650), 0);
	syndic_status_report_free(report);

	/* With an earlier last day nothing is left to renew, and usage up to it is committed. */
	report = status_of(handle, "2025");
	ck_assert_uint_eq(report->target_count, 0);
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/*
 * A renewal deal speaks only for days that it covers: from the end of 2027 both the contract of X
 * (12,000 to the end of 2026) and its renewal (13,000 for 2027, at 50 %) are past, and 0.8 × 12,000
 * stand; on 31 December 2026 plus a year the deal speaks.
 */
START_TEST(a_renewal_speaks_for_the_days_it_covers)
{
	struct syndic *handle = fixture_new("2026-07-01");
	struct syndic_status_report *report;

	fixture_add(handle, "org", "name=X", NULL);
	fixture_add(handle, "contract", "name=X", "org=x", "revenue_type=service", "amount=12000",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "deal", "name=X again", "org=x", "kind=renewal", "revenue_type=service",
	            "amount=13000", "probability=0.5", "starts_on=2027-01-01", "ends_on=2027-12-31",
	            "expected_close=2026-12-01", NULL);
	fixture_add(handle, "target", "key=next", "label=Next", "year=2027", "measure=arr", "amount=1",
	            NULL);
	fixture_add(handle, "target", "key=after", "label=After", "year=2028", "measure=arr",
	            "amount=1", NULL);
	report = status_of(handle, "2027");
	figures(line_of(report, "next"), 0, 0, MONEY(6500), MONEY(13000));
	syndic_status_report_free(report);
	report = status_of(handle, "2028");
	figures(line_of(report, "after"), 0, MONEY(9600), MONEY(9600), 0);
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/*
 * Renewals that were lost, on 15 April 2026: 12,000 a year of each to the end of June, and of those
 * that nobody turned down 0.8 × 12,000 = 9,600.
 *   A  lost in March                                            declined
 *   B  lost in March, of no type that is known                  declined
 *   C  lost in March, and another one is open without a term    0.8
 *   D  lost the day on which this term began                    0.8
 *   E  lost in March, for another type                          0.8
 *   F  lost in March as a duplicate                             0.8
 *   G  lost in March, for the term that began before            0.8
 *   H  lost in March, of kind expansion                         0.8
 * Six of eight renew: 57,600. A's and B's memberships, too: 6 × 0.8 members.
 */
START_TEST(what_was_turned_down_does_not_renew)
{
	static const struct {
		const char *org, *kind, *type, *reason, *closed_on, *starts_on;
	} lost[] = {
		{"a", "renewal", "membership", "price", "2026-03-01", "2026-07-01"},
		{"b", "renewal", "", "", "2026-03-01", ""},
		{"c", "renewal", "membership", "price", "2026-03-01", "2026-07-01"},
		{"d", "renewal", "membership", "price", "2025-07-01", ""},
		{"e", "renewal", "service", "price", "2026-03-01", "2026-07-01"},
		{"f", "renewal", "membership", "duplicate", "2026-03-01", "2026-07-01"},
		{"g", "renewal", "membership", "price", "2026-03-01", "2025-07-01"},
		{"h", "expansion", "membership", "price", "2026-03-01", "2026-07-01"},
	};
	struct syndic *handle = fixture_new("2026-04-15");
	struct syndic_status_report *report;

	for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
		char name[20], org[20], kind[30], type[30], reason[30], closed[30], starts[30];
		snprintf(name, sizeof name, "name=%s", lost[i].org);
		snprintf(org, sizeof org, "org=%s", lost[i].org);
		snprintf(kind, sizeof kind, "kind=%s", lost[i].kind);
		snprintf(type, sizeof type, "revenue_type=%s", lost[i].type);
		snprintf(reason, sizeof reason, "lost_reason=%s", lost[i].reason);
		snprintf(closed, sizeof closed, "closed_on=%s", lost[i].closed_on);
		snprintf(starts, sizeof starts, "starts_on=%s", lost[i].starts_on);
		fixture_add(handle, "org", name, NULL);
		fixture_add(handle, "contract", name, org, "revenue_type=membership", "amount=12000",
		            "starts_on=2025-07-01", "ends_on=2026-06-30", NULL);
		fixture_add(handle, "deal", name, org, kind, type, reason, closed, starts,
		            "stage=Closed Lost", NULL);
	}
	fixture_add(handle, "deal", "name=C again", "org=c", "kind=renewal", NULL);
	fixture_add(handle, "target", "key=arr", "label=ARR", "year=2026", "measure=arr", "amount=1",
	            NULL);
	fixture_add(handle, "target", "key=a", "label=A", "year=2026", "measure=arr", "amount=1",
	            "org=a", NULL);
	fixture_add(handle, "target", "key=all", "label=All", "year=2026", "measure=members", "count=8",
	            NULL);
	report = status_of(handle, NULL);
	is(report->arr, MONEY(96000), "ARR");
	is(line_of(report, "arr")->renewing, MONEY(57600), "renewing");
	is(line_of(report, "a")->renewing, 0, "of A");
	is(line_of(report, "a")->probability, 0, "the chance of A");
	is(line_of(report, "all")->renewing, 4800000, "members renewing");
	syndic_status_report_free(report);
	FIXTURE_OK(handle, syndic_deal_reopen(handle, "a", NULL));
	report = status_of(handle, NULL);
	is(line_of(report, "arr")->renewing, MONEY(67200), "with A reopened, of no day to sign");
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/*
 * Deals whose kind nobody told, on 15 April 2026. K's contract ends in June, and its deal at 30 % begins
 * the day after: 12,000 × 0.3 = 3,600 are expected, not 9,600 beside. L's ended on 31 March, and its
 * deal keeps it in grace. M's deal begins in 2027, long after, and 0.8 × 12,000 renew beside it.
 */
START_TEST(a_deal_of_no_kind_renews_what_ends_when_it_begins)
{
	struct syndic *handle = fixture_new("2026-04-15");
	struct syndic_status_report *report;

	for (const char *org = "KLM"; *org; org++) {
		char name[] = "name=?", belongs[] = "org=?";
		name[5] = belongs[4] = *org;
		fixture_add(handle, "org", name, NULL);
		fixture_add(handle, "contract", name, belongs, "revenue_type=service", "amount=12000",
		            *org == 'L' ? "starts_on=2025-04-01" : "starts_on=2025-07-01",
		            *org == 'L' ? "ends_on=2026-03-31" : "ends_on=2026-06-30", NULL);
		fixture_add(handle, "deal", name, belongs, "revenue_type=service", "amount=12000",
		            "probability=0.3",
		            *org == 'K'   ? "starts_on=2026-07-01"
		            : *org == 'L' ? "starts_on=2026-04-01"
		                          : "starts_on=2027-01-01",
		            *org == 'M' ? "ends_on=2027-12-31" : "ends_on=2027-03-31", NULL);
	}
	fixture_add(handle, "target", "key=k", "label=K", "year=2026", "measure=arr", "amount=1",
	            "org=k", NULL);
	fixture_add(handle, "target", "key=l", "label=L", "year=2026", "measure=arr", "amount=1",
	            "org=l", NULL);
	fixture_add(handle, "target", "key=m", "label=M", "year=2026", "measure=arr", "amount=1",
	            "org=m", NULL);
	report = status_of(handle, NULL);
	figures(line_of(report, "k"), 0, 0, MONEY(3600), MONEY(12000));
	is(line_of(report, "l")->in_force, MONEY(12000), "in grace");
	figures(line_of(report, "m"), 0, MONEY(9600), MONEY(9600), 0);
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/* 10,000 to the end of September, sold new: it is not of the base, but its renewal, 8,000, will be. */
START_TEST(what_renews_is_no_longer_new)
{
	struct syndic *handle = fixture_new("2026-07-01");
	struct syndic_status_report *report;
	const struct syndic_target_line *line;

	fixture_add(handle, "contract", "name=X", "revenue_type=service", "kind=new", "amount=10000",
	            "starts_on=2025-10-01", "ends_on=2026-09-30", NULL);
	fixture_add(handle, "target", "key=base", "label=Base", "year=2026", "measure=arr", "amount=1",
	            "kind=not-new", NULL);
	fixture_add(handle, "target", "key=new", "label=New", "year=2026", "measure=arr", "amount=1",
	            "kind=new", NULL);
	report = status_of(handle, NULL);
	line = line_of(report, "base");
	figures(line, 0, MONEY(8000), MONEY(8000), 0);
	is(line->in_force, 0, "in force");
	line = line_of(report, "new");
	figures(line, 0, 0, 0, 0);
	is(line->in_force, MONEY(10000), "in force");
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/*
 * Revenue, on 15 April 2026.
 *   contract  1,200 from March 2026 to February 2027: 100 a month, 1,000 in 2026, 300 in the second quarter
 *   deal        600 over 2026 at 30 %, to close in July: it starts in July, 100 a month, 180 weighted
 *   deal        900 that ended in March: over
 *   usage     10 users from January to March: 100 a month; April to December go on at 100
 */
START_TEST(revenue_is_earned_over_terms)
{
	struct syndic *handle = fixture_new("2026-04-15");
	struct syndic_status_report *report;

	fixture_add(handle, "contract", "name=C", "revenue_type=service", "amount=1200",
	            "starts_on=2026-03-10", "ends_on=2027-02-09", NULL);
	fixture_add(handle, "deal", "name=D", "revenue_type=project", "amount=600", "probability=0.3",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", "expected_close=2026-07-20", NULL);
	fixture_add(handle, "deal", "name=E", "revenue_type=project", "amount=900", "probability=0.3",
	            "starts_on=2026-01-01", "ends_on=2026-03-31", "expected_close=2026-05-01", NULL);
	fixture_add(handle, "usage", "cluster=a", "month=2026-01", "active_users=10", NULL);
	fixture_add(handle, "usage", "cluster=a", "month=2026-02", "active_users=10", NULL);
	fixture_add(handle, "usage", "cluster=a", "month=2026-03", "active_users=10", NULL);
	fixture_add(handle, "target", "key=year", "label=Year", "year=2026", "measure=revenue",
	            "amount=5000", NULL);
	fixture_add(handle, "target", "key=q2", "label=Q2", "year=2026", "quarter=2", "measure=revenue",
	            "amount=600", NULL);
	fixture_add(handle, "target", "key=q3", "label=Q3", "year=2026", "quarter=3", "measure=revenue",
	            "amount=600", NULL);
	report = status_of(handle, "2026");
	ck_assert_uint_eq(report->target_count, 1);
	figures(line_of(report, "year"), MONEY(1300), MONEY(900), MONEY(2380), MONEY(600));
	ck_assert_int_eq(report->revenue, MONEY(2200));
	ck_assert_str_eq(report->method, "months");
	ck_assert_str_eq(report->ledger, "earned");
	syndic_status_report_free(report);
	report = status_of(handle, "2026-Q2");
	ck_assert_str_eq(report->period, "2026-Q2");
	ck_assert_str_eq(report->starts_on, "2026-04-01");
	ck_assert_str_eq(report->ends_on, "2026-06-30");
	figures(line_of(report, "q2"), MONEY(300), MONEY(300), MONEY(600), 0);
	syndic_status_report_free(report);
	report = status_of(handle, "2026q3");
	figures(line_of(report, "q3"), MONEY(300), MONEY(300), MONEY(690), MONEY(300));
	syndic_status_report_free(report);
	report = status_of(handle, "2026-07");
	ck_assert_str_eq(report->period, "2026-07");
	ck_assert_int_eq(report->revenue, MONEY(200));
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/* 365.00 over 2026 are 1.00 a day: 31.00 in January. */
START_TEST(a_setting_spreads_by_days)
{
	struct syndic *handle = fixture_new("2026-04-15");
	struct syndic_status_report *report;
	const struct syndic_input days = {"value", "days"};

	fixture_add(handle, "contract", "name=C", "revenue_type=gift", "amount=365",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	FIXTURE_OK(handle, syndic_edit(handle, "setting", "spread_method", &days, 1));
	report = status_of(handle, "2026-01");
	ck_assert_str_eq(report->method, "days");
	ck_assert_int_eq(report->revenue, MONEY(31));
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/*
 * Bookings and fees, on 1 June 2026: a contract of 1,200 signed in May for July 2026 to June 2027 (9 of
 * its 12 months from October on: 900), another of 500 signed the year before, one of 40 whose day of
 * signing is unknown; an open deal of 2,400 for two years (1,200 a year) that should have closed in
 * March, one of 70 that closes next year, one without an amount and one without a day of closing.
 */
START_TEST(bookings_and_fees_are_of_the_day_of_signing)
{
	struct syndic *handle = fixture_new("2026-06-01");
	struct syndic_status_report *report;
	const struct syndic_target_line *line;

	fixture_add(handle, "contract", "name=A", "revenue_type=service", "kind=new", "amount=1200",
	            "starts_on=2026-07-01", "ends_on=2027-06-30", "signed_on=2026-05-20", NULL);
	fixture_add(handle, "contract", "name=B", "revenue_type=service", "kind=new", "amount=500",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", "signed_on=2025-12-31", NULL);
	fixture_add(handle, "contract", "name=C", "revenue_type=service", "kind=expansion", "amount=40",
	            "starts_on=2026-08-01", "ends_on=2027-07-31", NULL);
	fixture_add(handle, "deal", "name=D", "revenue_type=service", "kind=expansion", "amount=2400",
	            "probability=0.25", "starts_on=2026-07-01", "ends_on=2028-06-30",
	            "expected_close=2026-03-01", NULL);
	fixture_add(handle, "deal", "name=E", "revenue_type=service", "kind=new", "amount=70",
	            "expected_close=2027-03-01", NULL);
	fixture_add(handle, "deal", "name=F", "revenue_type=service", "kind=new",
	            "expected_close=2026-09-01", NULL);
	fixture_add(handle, "deal", "name=G", "revenue_type=service", "kind=new", "amount=7", NULL);
	fixture_add(handle, "target", "key=all", "label=All", "year=2026", "measure=bookings",
	            "amount=10000", NULL);
	fixture_add(handle, "target", "key=q2", "label=Q2", "year=2026", "quarter=2",
	            "measure=bookings", "amount=10000", NULL);
	fixture_add(handle, "target", "key=late", "label=Late", "year=2026", "measure=bookings",
	            "amount=10000", "work_from=2026-10-01", "work_to=2027-12-31", NULL);
	fixture_add(handle, "target", "key=fees", "label=Fees", "year=2026", "measure=new-arr",
	            "amount=10000", NULL);
	fixture_add(handle, "target", "key=new", "label=New", "year=2026", "measure=new-arr",
	            "amount=10000", "kind=new", NULL);
	report = status_of(handle, "2026");
	line = line_of(report, "all");
	figures(line, MONEY(1200), 0, MONEY(1800), MONEY(2400));
	ck_assert_int_eq(line->incomplete_count, 3);
	ck_assert_int_eq(line->incomplete_amount, MONEY(47));
	/* Of D's 24 months the last 15 of the range: October 2026 to December 2027, 1,500. */
	figures(line_of(report, "late"), MONEY(900), 0, MONEY(1275), MONEY(1500));
	line = line_of(report, "fees");
	figures(line, MONEY(1200), 0, MONEY(1500), MONEY(1200));
	ck_assert_int_eq(line->incomplete_count, 3);
	figures(line_of(report, "new"), MONEY(1200), 0, MONEY(1200), 0);
	syndic_status_report_free(report);
	report = status_of(handle, "2026-Q2");
	figures(line_of(report, "q2"), MONEY(1200), 0, MONEY(1800), MONEY(2400));
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/* 300 and 200 in June, a refund of 50; 70 in the year before. A figure of collected without payments has no
 * day. Open deals bring no payments, so nothing covers the gap. */
START_TEST(collected_is_what_was_paid)
{
	struct syndic *handle = fixture_new("2026-07-01");
	struct syndic_status_report *report;
	const struct syndic_target_line *line;

	fixture_add(handle, "contract", "name=A", "revenue_type=grant", "amount=1000", NULL);
	fixture_add(handle, "contract", "name=B", "revenue_type=gift", "amount=1000", "collected=400",
	            NULL);
	fixture_add(handle, "payment", "contract=a", "paid_on=2026-06-01", "amount=300", NULL);
	fixture_add(handle, "payment", "contract=b", "paid_on=2026-06-02", "amount=200", NULL);
	fixture_add(handle, "payment", "contract=a", "paid_on=2026-06-03", "amount=-50", NULL);
	fixture_add(handle, "payment", "contract=a", "paid_on=2025-12-31", "amount=70", NULL);
	fixture_add(handle, "target", "key=all", "label=All", "year=2026", "measure=collected",
	            "amount=1000", NULL);
	fixture_add(handle, "target", "key=grants", "label=Grants", "year=2026", "measure=collected",
	            "amount=1000", "revenue_types=grant", NULL);
	report = status_of(handle, NULL);
	line = line_of(report, "all");
	is(line->committed, MONEY(450), "committed");
	is(line->gap, MONEY(550), "gap");
	ck_assert(!line->open.known && !line->coverage.known);
	is(line_of(report, "grants")->committed, MONEY(250), "grants");
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/*
 * Members, on 1 July 2026, for the year:
 *   A  two terms, the second over the last day    a member, once; its first was signed in 2025
 *   B  first term 2026-03 to 2027-02              a member, new this year
 *   C  to 30 September, a renewal open at 80 %    in force; the deal may keep it
 *   D  to 31 October                              in force; renews at 0.8
 *   E  to 31 August, leaves                       in force
 *   F  to 31 May, renewal open at 50 %            in force by grace
 *   G  joins in August, at 30 % and 40 %: one organisation, the likelier deal; both are new
 *   and a deal at 10 % that names nobody
 */
START_TEST(members_are_organisations)
{
	struct syndic *handle = fixture_new("2026-07-01");
	struct syndic_status_report *report;
	const struct syndic_target_line *line;

	for (const char *org = "ABCDEFG"; *org; org++) {
		char name[] = "name=Org ?";
		name[9] = *org;
		fixture_add(handle, "org", name, NULL);
	}
	fixture_add(handle, "membership", "org=org-a", "starts_on=2025-07-01", "ends_on=2026-06-30",
	            NULL);
	fixture_add(handle, "membership", "org=org-a", "starts_on=2026-07-01", "ends_on=2027-06-30",
	            NULL);
	fixture_add(handle, "contract", "name=B", "org=org-b", "revenue_type=membership",
	            "amount=15000", "starts_on=2026-03-01", "ends_on=2027-02-28",
	            "signed_on=2026-01-10", NULL);
	fixture_add(handle, "membership", "org=org-c", "starts_on=2025-10-01", "ends_on=2026-09-30",
	            NULL);
	fixture_add(handle, "membership", "org=org-d", "starts_on=2025-11-01", "ends_on=2026-10-31",
	            NULL);
	fixture_add(handle, "membership", "org=org-e", "starts_on=2025-09-01", "ends_on=2026-08-31",
	            "ended_reason=budget", NULL);
	fixture_add(handle, "membership", "org=org-f", "starts_on=2025-06-01", "ends_on=2026-05-31",
	            NULL);
	fixture_add(handle, "deal", "name=C", "org=org-c", "kind=renewal", "revenue_type=membership",
	            "probability=0.8", "expected_close=2026-09-01", NULL);
	fixture_add(handle, "deal", "name=F", "org=org-f", "kind=renewal", "revenue_type=membership",
	            "probability=0.5", "expected_close=2026-06-01", NULL);
	fixture_add(handle, "deal", "name=G", "org=org-g", "kind=new", "revenue_type=membership",
	            "probability=0.3", "expected_close=2026-08-01", NULL);
	fixture_add(handle, "deal", "name=G too", "org=org-g", "revenue_type=membership",
	            "probability=0.4", "expected_close=2026-09-01", NULL);
	fixture_add(handle, "deal", "name=Somebody", "kind=new", "revenue_type=membership",
	            "probability=0.1", "expected_close=2026-09-01", NULL);
	fixture_add(handle, "target", "key=all", "label=All", "year=2026", "measure=members",
	            "count=10", NULL);
	fixture_add(handle, "target", "key=new", "label=New", "year=2026", "measure=new-members",
	            "count=5", NULL);
	report = status_of(handle, NULL);
	line = line_of(report, "all");
	ck_assert_int_eq(line->unit, SYNDIC_UNIT_COUNT);
	/* expected: A and B, 0.8 of D, and 0.8 + 0.5 + 0.4 + 0.1 */
	figures(line, COUNT(2), 800000, 4600000, COUNT(4));
	is(line->in_force, COUNT(6), "in force");
	is(line->gap, 7200000, "gap");
	line = line_of(report, "new");
	figures(line, COUNT(1), 0, 1500000, COUNT(2));
	ck_assert_int_eq(report->members_in_force, 6);
	ck_assert_int_eq(report->members_signed_this_year, 1);
	is(report->members_to_win, 7200000, "to win");
	syndic_status_report_free(report);
	/* At the end of 2025 A, C, D, E and F were members. */
	report = status_of(handle, "2025");
	ck_assert_int_eq(report->members_in_force, 5);
	ck_assert(!report->members_to_win.known);
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/*
 * Closed months, on 15 April 2026:
 *   service  1,200 over 2026, 100 a month; the books say 90 for January and 0 for February: 190
 *            of the first quarter and 1,090 of the year
 *   grant    2,400 over 2026, 200 a month; the books say 500 for March: 900 and 2,700
 *   gift     no contract; the books say 40 for February
 *   unknown  120 over 2026, 10 a month, of no type that an actual could replace
 *   usage    10 users in January and February, 100 each; the books say 130 for January and 70 for
 *            March, which was not measured: 300. April to December go on at 100 a month.
 * All: 1,090 + 2,700 + 40 + 120 + 300 = 4,250, and 900 that goes on. Without the books 1,200 +
 * 2,400 + 120 + 200 = 3,920 and ten months of usage.
 */
static struct syndic *closed_months(void)
{
	struct syndic *handle = fixture_new("2026-04-15");

	fixture_add(handle, "contract", "name=S", "revenue_type=service", "kind=new", "amount=1200",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "contract", "name=G", "revenue_type=grant", "amount=2400",
	            "starts_on=2026-01-01", "ends_on=2026-12-31", NULL);
	fixture_add(handle, "contract", "name=U", "amount=120", "starts_on=2026-01-01",
	            "ends_on=2026-12-31", NULL);
	fixture_add(handle, "usage", "cluster=a", "month=2026-01", "active_users=10", NULL);
	fixture_add(handle, "usage", "cluster=a", "month=2026-02", "active_users=10", NULL);
	fixture_add(handle, "actual", "month=2026-01", "revenue_type=service", "amount=90", NULL);
	fixture_add(handle, "actual", "month=2026-02", "revenue_type=service", "amount=0", NULL);
	fixture_add(handle, "actual", "month=2026-03", "revenue_type=grant", "amount=500", NULL);
	fixture_add(handle, "actual", "month=2026-02", "revenue_type=gift", "amount=40", NULL);
	fixture_add(handle, "actual", "month=2026-01", "revenue_type=usage", "amount=130", NULL);
	fixture_add(handle, "actual", "month=2026-03", "revenue_type=usage", "amount=70", NULL);
	fixture_add(handle, "actual", "month=2025-12", "revenue_type=usage", "amount=5000", NULL);
	return handle;
}

static void want(struct syndic *handle, const char *key, const char *filter)
{
	char named[40];

	snprintf(named, sizeof named, "key=%s", key);
	fixture_add(handle, "target", named, "label=L", "year=2026", "measure=revenue", "amount=5000",
	            filter, NULL);
}

START_TEST(actuals_stand_for_closed_months)
{
	struct syndic *handle = closed_months();
	struct syndic_status_report *report;
	const struct syndic_target_line *line;

	want(handle, "all", NULL);
	want(handle, "service", "revenue_types=service");
	want(handle, "recurring", "revenue_types=service,usage");
	want(handle, "usage", "revenue_types=usage");
	want(handle, "raised", "revenue_types=gift,grant");
	want(handle, "gifts", "revenue_types=gift");
	fixture_add(handle, "target", "key=q1", "label=Q1", "year=2026", "quarter=1", "measure=revenue",
	            "amount=1", NULL);
	fixture_add(handle, "target", "key=q2", "label=Q2", "year=2026", "quarter=2", "measure=revenue",
	            "amount=1", NULL);
	fixture_add(handle, "target", "key=sum", "label=Sum", "year=2026", "measure=sum-of",
	            "sum_of=service,raised", NULL);
	report = status_of(handle, "2026");
	line = line_of(report, "all");
	figures(line, MONEY(4250), MONEY(900), MONEY(5150), 0);
	is(line->gap, MONEY(5000 - 5150), "gap");
	figures(line_of(report, "service"), MONEY(1090), 0, MONEY(1090), 0);
	figures(line_of(report, "recurring"), MONEY(1390), MONEY(900), MONEY(2290), 0);
	figures(line_of(report, "usage"), MONEY(300), MONEY(900), MONEY(1200), 0);
	figures(line_of(report, "raised"), MONEY(2740), 0, MONEY(2740), 0);
	figures(line_of(report, "gifts"), MONEY(40), 0, MONEY(40), 0);
	figures(line_of(report, "sum"), MONEY(3830), 0, MONEY(3830), 0);
	syndic_status_report_free(report);
	report = status_of(handle, "2026-Q1");
	figures(line_of(report, "q1"), MONEY(190 + 900 + 40 + 30 + 300), 0, MONEY(1460), 0);
	syndic_status_report_free(report);
	report = status_of(handle, "2026-Q2");
	figures(line_of(report, "q2"), MONEY(930), MONEY(300), MONEY(1230), 0);
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/* An actual knows neither kind, tag, organisation nor year of signature: where a target asks for
 * one, contracts and usage stand as they are. The mix and shares stay on them throughout, so that
 * their parts sum to the whole of 4,920. */
START_TEST(actuals_do_not_answer_what_they_do_not_know)
{
	static const struct {
		const char *key, *filter;
		int64_t committed, renewing;
	} targets[] = {
		{"new", "kind=new", 1200, 0},       {"not-new", "kind=not-new", 200, 1000},
		{"signed", "signed=2026", 0, 0},    {"apart", "cofunded=no", 3920, 1000},
		{"together", "cofunded=yes", 0, 0}, {"project", "pipeline=project", 0, 0},
		{"tagged", "tag=x", 0, 0},          {"late", "work_from=2026-03", 1000 + 2000 + 100, 1000},
	};
	struct syndic *handle = closed_months();
	struct syndic_status_report *report;
	int64_t sum = 0;

	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
		want(handle, targets[i].key, targets[i].filter);
	fixture_add(handle, "target", "key=s1", "label=L", "year=2026", "measure=share", "share=0.5",
	            "class=usage", NULL);
	fixture_add(handle, "target", "key=s2", "label=L", "year=2026", "measure=share", "share=0.5",
	            "revenue_types=grant", NULL);
	report = status_of(handle, "2026");
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		const struct syndic_target_line *line = line_of(report, targets[i].key);
		is(line->committed, MONEY(targets[i].committed), targets[i].key);
		is(line->renewing, MONEY(targets[i].renewing), targets[i].key);
	}
	is(line_of(report, "s1")->committed, 243902, "share of usage"); /* 1,200 ÷ 4,920 */
	is(line_of(report, "s2")->committed, 487805, "share of grants");
	ck_assert_int_eq(report->revenue, MONEY(4920));
	for (int i = 0; i < 5; i++)
		sum += report->mix[i].amount;
	ck_assert_int_eq(sum, report->revenue);
	syndic_status_report_free(report);
	syndic_close(handle);
}
END_TEST

/* On 27 February only January is closed: what the books say of later months is not known yet. On
 * the 28th February is, too. */
START_TEST(months_that_are_not_over_have_no_actuals)
{
	static char days[][DATE_SIZE] = {"2026-02-27", "2026-02-28"};
	struct syndic *handle = closed_months();
	char *today = handle->as_of;

	want(handle, "all", NULL);
	for (int i = 0; i < 2; i++) {
		struct syndic_status_report *report;
		handle->as_of = days[i];
		report = status_of(handle, "2026");
		/* 3,920 − 10 of service + 30 of usage; and February: − 100 of service, + 40 of gifts. */
		figures(line_of(report, "all"), MONEY(i ? 3880 : 3940), MONEY(1000), MONEY(i ? 4880 : 4940),
		        0);
		syndic_status_report_free(report);
	}
	handle->as_of = today;
	syndic_close(handle);
}
END_TEST

UNIT(measures)
{
	Suite *suite = suite_create("measures");
	TCase *cases = tcase_create("figures worked out by hand");

	tcase_add_test(cases, arr_on_a_day_to_come);
	tcase_add_test(cases, a_renewal_speaks_for_the_days_it_covers);
	tcase_add_test(cases, what_was_turned_down_does_not_renew);
	tcase_add_test(cases, a_deal_of_no_kind_renews_what_ends_when_it_begins);
	tcase_add_test(cases, what_renews_is_no_longer_new);
	tcase_add_test(cases, revenue_is_earned_over_terms);
	tcase_add_test(cases, a_setting_spreads_by_days);
	tcase_add_test(cases, bookings_and_fees_are_of_the_day_of_signing);
	tcase_add_test(cases, collected_is_what_was_paid);
	tcase_add_test(cases, members_are_organisations);
	tcase_add_test(cases, actuals_stand_for_closed_months);
	tcase_add_test(cases, actuals_do_not_answer_what_they_do_not_know);
	tcase_add_test(cases, months_that_are_not_over_have_no_actuals);
	suite_add_tcase(suite, cases);
	return suite;
}
