#include "model.h"
#include "property.h"

static struct syndic_kpi *kpi_of(struct syndic *handle)
{
	struct syndic_kpi *report;
	enum syndic_status status = syndic_report_kpi(handle, &report);

	ck_assert_msg(status == SYNDIC_OK, "%s", syndic_last_error(handle)->message);
	return report;
}

static const struct syndic_key_figure *figure_of(const struct syndic_kpi *report, const char *key,
                                                 const char *of)
{
	for (size_t i = 0; i < report->figure_count; i++) {
		const struct syndic_key_figure *figure = &report->figures[i];
		if (strcmp(figure->key, key) != 0) continue;
		if (!of || (figure->of && strcmp(figure->of, of) == 0)) return figure;
	}
	ck_abort_msg("there is no figure %s", key);
	return NULL;
}

/* A figure is `value` (cents or millionths) and rests on `cases`. */
static void figure_is(const struct syndic_kpi *report, const char *key, const char *of,
                      int64_t value, int64_t cases)
{
	const struct syndic_key_figure *figure = figure_of(report, key, of);

	ck_assert_msg(figure->value.known && figure->value.value == value, "%s %s is %lld, not %lld",
	              key, of ? of : "", (long long)figure->value.value, (long long)value);
	ck_assert_msg(figure->cases.value == cases, "%s rests on %lld", key,
	              (long long)figure->cases.value);
}

static void figure_is_refused(const struct syndic_kpi *report, const char *key, const char *of,
                              const char *note)
{
	const struct syndic_key_figure *figure = figure_of(report, key, of);

	ck_assert_msg(!figure->value.known, "%s is told", key);
	ck_assert_msg(strstr(figure->note, note) != NULL, "%s: %s", key, figure->note);
}

START_TEST(an_empty_database_has_figures)
{
	struct syndic_kpi *report = kpi_of(db);

	figure_is(report, "revenue_past", "membership", 0, 0);
	figure_is(report, "fmrr", NULL, 0, 0);
	figure_is(report, "renewal_rate", NULL, 800000, 0);
	figure_is_refused(report, "retention", NULL, "too few cases: 0");
	figure_is_refused(report, "renewed", NULL, "too few cases: 0");
	figure_is_refused(report, "lead_qualification", NULL, "too few cases: 0");
	figure_is_refused(report, "development_per_member", NULL, "nobody");
	figure_is_refused(report, "development_member_share", NULL, "too few cases: 0");
	figure_is_refused(report, "sale_hours_cofunded", NULL, "0 signed");
	syndic_kpi_free(report);
}
END_TEST

/* 1,200 over 2025 is 100 a month; 600 over the first half of 2026 is 100, too; the grant of 2,400
 * over July 2025 to June 2026 is 200 a month, half of it in the 12 closed months: 1,200 ÷ 12. */
START_TEST(lines_earn_a_month)
{
	struct syndic_kpi *report;

	OK(add("contract", "name=A", "revenue_type=service", "amount=1200", "starts_on=2025-01-01",
	       "ends_on=2025-12-31"));
	OK(add("contract", "name=B", "revenue_type=membership", "amount=600", "starts_on=2026-01-01",
	       "ends_on=2026-06-30"));
	OK(add("contract", "name=C", "revenue_type=grant", "amount=2400", "starts_on=2025-07-01",
	       "ends_on=2026-06-30"));
	OK(add("contract", "name=D", "revenue_type=gift", "amount=700", "starts_on=2026-01-01",
	       "ends_on=2026-07-31"));
	OK(add("contract", "name=E", "revenue_type=gift", "amount=700"));
	report = kpi_of(db);
	figure_is(report, "revenue_past", "membership", 10000, 1);
	figure_is(report, "revenue_next", "membership", 10000, 1);
	figure_is(report, "revenue_past", "development", 10000, 1);
	figure_is(report, "revenue_next", "development", 20000, 1);
	figure_is(report, "revenue_past", "fundraising", 0, 0);
	figure_is(report, "revenue_next", "fundraising", 10000, 1);
	ck_assert_str_eq(figure_of(report, "revenue_next", "fundraising")->note,
	                 "contracts without a date, amount or type: 1");
	syndic_kpi_free(report);
}
END_TEST

/*
 * Contracted: 120 a month in January to March. A renewal of 600 from April, half a year: 100 a
 * month, × 0.8; a new deal of 1,200 over the year from March: 100 a month, × 0.3. An expansion
 * counts nowhere, nor does what the deals' own probabilities say. January 120 … March 120 + 30,
 * April to June 80 + 30.
 */
START_TEST(forecast_revenue_is_by_rates)
{
	static const int64_t months[] = {12000, 12000, 15000, 11000, 11000, 11000};
	struct syndic_kpi *report;
	int64_t sum = 0;

	OK(add("contract", "name=A", "revenue_type=service", "amount=1440", "starts_on=2025-04-01",
	       "ends_on=2026-03-31"));
	OK(add("deal", "name=R", "kind=renewal", "revenue_type=service", "amount=600",
	       "starts_on=2026-04-01", "ends_on=2026-09-30", "probability=0.1"));
	OK(add("deal", "name=N", "kind=new", "revenue_type=service", "amount=1200",
	       "starts_on=2026-03-01", "ends_on=2027-02-28"));
	OK(add("deal", "name=X", "kind=expansion", "amount=1200", "starts_on=2026-03-01",
	       "ends_on=2027-02-28"));
	OK(add("deal", "name=M", "kind=new", "amount=1200"));
	report = kpi_of(db);
	for (size_t i = 0; i < 6; i++) {
		char month[8];
		snprintf(month, sizeof month, "2026-%02zu", i + 1);
		ck_assert_int_eq(figure_of(report, "fmrr_month", month)->value.value, months[i]);
		sum += months[i];
	}
	figure_is(report, "fmrr", NULL, sum, 3);
	figure_is(report, "fmrr_contracted", NULL, 36000, 1);
	figure_is(report, "fmrr_renewals", NULL, 24000, 1);
	figure_is(report, "fmrr_new", NULL, 12000, 1);
	ck_assert_str_eq(figure_of(report, "fmrr_new", NULL)->note,
	                 "at 30 %; without a date or amount: 1");
	syndic_kpi_free(report);
}
END_TEST

/* A membership of an organisation of this name; its contract brings 100 a month. */
static void join(const char *name, const char *starts_on, const char *ends_on,
                 const char *collected)
{
	char org[40], title[40], where[40], starts[40], ends[40], had[40];

	snprintf(org, sizeof org, "name=%s", name);
	snprintf(title, sizeof title, "name=%s %s", name, starts_on);
	snprintf(where, sizeof where, "org=%s", name);
	snprintf(starts, sizeof starts, "starts_on=%s", starts_on);
	snprintf(ends, sizeof ends, "ends_on=%s", ends_on);
	snprintf(had, sizeof had, "collected=%s", collected);
	(void)add("org", org);
	OK(add("contract", title, where, starts, ends, had, "revenue_type=membership", "amount=1200"));
}

/*
 * Six months before 15 January 2026 is 15 July 2025, six members: a, b and c go on paid; d's term
 * ended in October; e has paid 100 of the 300 that April to June earned; f's payment is unknown. g
 * and h came later. Due since: d not renewed, a renewed, i in grace. 4 of 6 are kept.
 */
START_TEST(members_are_kept_if_they_pay)
{
	struct syndic_kpi *report;
	struct syndic_status_report *status;

	join("a", "2024-11-01", "2025-10-31", "1200");
	join("a", "2025-11-01", "2026-10-31", "0");
	join("b", "2025-04-01", "2026-03-31", "300");
	join("c", "2025-07-10", "2026-06-30", "0");
	join("d", "2024-11-01", "2025-10-31", "1200");
	join("e", "2025-04-01", "2026-03-31", "100");
	join("f", "2025-04-01", "2026-03-31", "");
	join("g", "2025-08-01", "2026-07-31", "0");
	join("h", "2025-08-01", "2026-07-31", "0");
	report = kpi_of(db);
	figure_is(report, "retention", NULL, 666667, 6);
	ck_assert_str_eq(figure_of(report, "retention", NULL)->note,
	                 "1 lost, 1 not paying, 1 of unknown payment");
	ck_assert_int_eq(figure_of(report, "members", NULL)->value.value, 7000000);
	OK(syndic_report_status(db, NULL, &status));
	ck_assert_int_eq(status->members_in_force, 7);
	syndic_status_report_free(status);
	figure_is_refused(report, "renewed", NULL, "too few cases: 2; 1 renewed, 1 not, 0 in grace");
	syndic_kpi_free(report);
	OK(add("payment", "contract=e-2025-04-01", "amount=300", "paid_on=2025-12-01"));
	OK(add("org", "name=i"));
	join("i", "2025-01-01", "2025-12-31", "1200");
	OK(add("deal", "name=I again", "org=i", "kind=renewal", "revenue_type=membership"));
	report = kpi_of(db);
	figure_is(report, "retention", NULL, 857143, 7);
	ck_assert_str_eq(figure_of(report, "retention", NULL)->note,
	                 "1 lost, 0 not paying, 1 of unknown payment");
	figure_is_refused(report, "renewed", NULL, "too few cases: 2; 1 renewed, 1 not, 1 in grace");
	syndic_kpi_free(report);
}
END_TEST

static void lead(const char *name, const char *campaign, const char *to)
{
	char title[40], brought[40];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(brought, sizeof brought, "campaign=%s", campaign);
	OK(add("deal", title, brought, "pipeline=membership"));
	if (!*to) return;
	if (strcmp(to, "lost") == 0)
		OK(lose(name));
	else
		OK(move(name, to));
}

static void talk(const char *deal, const char *at, const char *minutes)
{
	struct syndic_conversation conversation = {.deal = deal,
	                                           .summary = "talked",
	                                           .at = at,
	                                           .minutes = minutes};

	OK(add("org", "name=Somebody"));
	OK(edit("deal", deal, "org=somebody"));
	OK(syndic_log(db, &conversation));
	OK(edit("deal", deal, "org="));
}

/* Five leads of the forum, of which one moved on and one was lost after that; three of none. A deal
 * that began in Proposal is none. */
START_TEST(leads_are_qualified_by_leaving_the_first_stage)
{
	struct syndic_kpi *report;

	lead("l1", "forum", "Outreach");
	lead("l2", "forum", "Proposal");
	OK(lose("l2"));
	lead("l3", "forum", "lost");
	lead("l4", "forum", "");
	lead("l5", "forum", "");
	lead("l6", "", "");
	lead("l7", "", "Outreach");
	lead("l8", "", "Outreach");
	OK(add("deal", "name=P", "pipeline=membership", "stage=Proposal", "campaign=forum"));
	talk("l1", "2025-12-01", "90");
	talk("l2", "2025-12-02", NULL);
	talk("l6", "2025-12-02", "15");
	report = kpi_of(db);
	figure_is(report, "lead_qualification", NULL, 500000, 8);
	ck_assert_str_eq(figure_of(report, "lead_qualification", NULL)->note,
	                 "4 qualified of 8; deals never in a first stage: 1");
	figure_is(report, "campaign_qualification", "forum", 400000, 5);
	figure_is(report, "campaign_hours", "forum", 1500000, 2);
	figure_is_refused(report, "no_campaign_qualification", NULL,
	                  "too few cases: 3; 2 qualified of 3");
	figure_is(report, "no_campaign_hours", NULL, 250000, 1);
	figure_is(report, "conversation_hours", NULL, 1750000, 3);
	syndic_kpi_free(report);
}
END_TEST

/* Two members bring 1,800, 900 each, of 2,400 in all, then of 3,000. */
START_TEST(members_feed_development)
{
	struct syndic_kpi *report;

	join("a", "2024-11-01", "2025-10-31", "1200");
	join("b", "2025-12-01", "2026-11-30", "1200");
	OK(add("org", "name=Other"));
	OK(add("contract", "name=W1", "org=a", "revenue_type=project", "amount=1200",
	       "starts_on=2025-01-01", "ends_on=2025-12-31"));
	OK(add("contract", "name=W2", "org=b", "revenue_type=grant", "amount=1200",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	OK(add("contract", "name=W3", "org=other", "revenue_type=project", "amount=600",
	       "starts_on=2025-07-01", "ends_on=2025-12-31"));
	report = kpi_of(db);
	figure_is(report, "development_from_members", NULL, 180000, 2);
	figure_is(report, "development_per_member", NULL, 90000, 2);
	figure_is_refused(report, "development_member_share", NULL, "too few cases: 3; of 2,400");
	syndic_kpi_free(report);
	OK(add("contract", "name=W4", "revenue_type=project", "amount=240", "starts_on=2025-07-01",
	       "ends_on=2025-12-31"));
	OK(add("contract", "name=W5", "revenue_type=project", "amount=360", "starts_on=2025-07-01",
	       "ends_on=2025-12-31"));
	report = kpi_of(db);
	figure_is(report, "development_member_share", NULL, 600000, 5);
	syndic_kpi_free(report);
}
END_TEST

/* Co-funded: 3 hours on one deal won for 50,000 and one lost, 6 per 100,000. One funder: half an
 * hour for 20,000, 2.5 per 100,000; what was signed or said more than a year ago is out. */
START_TEST(a_sale_costs_hours)
{
	struct syndic_kpi *report;

	OK(add("deal", "name=Co", "pipeline=cofunding", "amount=50000"));
	OK(add("deal", "name=Gone", "pipeline=cofunding", "amount=50000"));
	OK(add("deal", "name=One", "pipeline=project", "amount=20000"));
	OK(add("deal", "name=Old", "pipeline=project", "amount=90000"));
	talk("co", "2025-01-16", "120");
	talk("gone", "2026-01-15T10:00:00Z", "60");
	talk("gone", "2026-01-16", "60");
	talk("one", "2025-06-01", "30");
	talk("one", "2025-01-15T23:00:00Z", "30");
	OK(syndic_deal_win(db, "co", NULL, "2025-12-01", NULL, 0));
	OK(lose("gone"));
	OK(syndic_deal_win(db, "one", NULL, "2025-12-01", NULL, 0));
	OK(syndic_deal_win(db, "old", NULL, "2024-12-01", NULL, 0));
	OK(add("contract", "name=No deal", "amount=70000", "signed_on=2025-12-01"));
	report = kpi_of(db);
	figure_is(report, "sale_hours_cofunded", NULL, 6000000, 1);
	figure_is(report, "sale_hours_single", NULL, 2500000, 1);
	ck_assert_str_eq(figure_of(report, "sale_hours_cofunded", NULL)->note,
	                 "3 hours, 50,000 signed");
	syndic_kpi_free(report);
}
END_TEST

UNIT(kpi)
{
	Suite *suite = suite_create("kpi");
	TCase *cases = model_case("key figures");

	tcase_add_test(cases, an_empty_database_has_figures);
	tcase_add_test(cases, lines_earn_a_month);
	tcase_add_test(cases, forecast_revenue_is_by_rates);
	tcase_add_test(cases, members_are_kept_if_they_pay);
	tcase_add_test(cases, leads_are_qualified_by_leaving_the_first_stage);
	tcase_add_test(cases, members_feed_development);
	tcase_add_test(cases, a_sale_costs_hours);
	suite_add_tcase(suite, cases);
	return suite;
}
