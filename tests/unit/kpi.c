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
	/* Entered twice it is one. */
	OK(add("membership", "org=d", "starts_on=2024-11-01", "ends_on=2025-10-31", "tier=general"));
	report = kpi_of(db);
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

/* A line, or where `of` is NULL all: what it costs, what it covers (millionths), what is left. */
static void line_costs(const struct syndic_kpi *report, const char *of, int64_t cost, int64_t costs,
                       int64_t coverage, int64_t left, int64_t contracts)
{
	figure_is(report, of ? "line_cost" : "all_cost", of, cost, costs);
	figure_is(report, of ? "line_coverage" : "all_coverage", of, coverage, contracts);
	figure_is(report, of ? "line_left" : "all_left", of, left, contracts);
}

static void more_members(const struct syndic_kpi *report, const char *key, int64_t members,
                         const char *note)
{
	const struct syndic_key_figure *figure = figure_of(report, key, NULL);

	ck_assert_msg(figure->value.known && figure->value.value == members * 1000000,
	              "%s is %lld, not %lld; %s", key, (long long)figure->value.value,
	              (long long)members, figure->note);
	ck_assert_str_eq(figure->note, note);
}

/* A contract over 2026 and the half year before it. */
static void earn(const char *name, const char *type, const char *amount)
{
	char title[40], of[40], worth[40];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(of, sizeof of, "revenue_type=%s", type);
	snprintf(worth, sizeof worth, "amount=%s", amount);
	OK(add("contract", title, of, worth, "starts_on=2025-07-01", "ends_on=2026-12-31"));
}

/*
 * A month: membership 50,000 of 60,000 + 15 % of 50,000 = 67,500: 0.740741, −17,500; a member at
 * 15,000 ÷ 12 × 0.85 = 1,062.50: 16.47, so 17. Development 40,000 of 20,000 + 6,000: 1.538462,
 * 14,000. Shared 40,000. Together 90,000 of 133,500: 0.674157, −43,500: 40.94, so 41.
 */
START_TEST(lines_cover_their_costs)
{
	struct syndic_kpi *report;

	earn("M", "membership", "900000");
	earn("P", "project", "720000");
	OK(add("cost", "name=Operations", "line=membership", "amount=60000"));
	OK(add("cost", "name=Developers", "line=development", "amount=20000"));
	OK(add("cost", "name=Office", "amount=40000"));
	OK(add("cost", "name=Fee", "share=15%"));
	report = kpi_of(db);
	line_costs(report, "membership", 6750000, 2, 740741, -1750000, 1);
	line_costs(report, "development", 2600000, 2, 1538462, 1400000, 1);
	figure_is_refused(report, "line_cost", "fundraising", "");
	figure_is_refused(report, "line_coverage", "fundraising",
	                  "no cost names it: syndic cost edit COST --line fundraising");
	figure_is_refused(report, "line_left", "fundraising", "unknown");
	figure_is(report, "shared_cost", NULL, 4000000, 1);
	line_costs(report, NULL, 13350000, 4, 674157, -4350000, 2);
	more_members(report, "members_to_break_even", 17,
	             "beside 0 in force; each at 15,000 a year less 15 %");
	more_members(report, "members_to_cover_all", 41,
	             "beside 0 in force; each at 15,000 a year less 15 %");
	ck_assert_str_eq(figure_of(report, "line_cost", "membership")->note,
	                 "60,000 and, as shares of revenue, 7,500");
	syndic_kpi_free(report);
	/* 16 members more do not carry it, 17 do. */
	OK(add("contract", "name=16", "revenue_type=membership", "amount=240000",
	       "starts_on=2026-01-01", "ends_on=2026-12-31"));
	report = kpi_of(db);
	figure_is(report, "line_left", "membership", -50000, 2);
	syndic_kpi_free(report);
	OK(add("contract", "name=17", "revenue_type=membership", "amount=15000", "starts_on=2026-01-01",
	       "ends_on=2026-12-31"));
	report = kpi_of(db);
	figure_is(report, "line_left", "membership", 56250, 3);
	more_members(report, "members_to_break_even", 0, "covered, with 0 in force");
	syndic_kpi_free(report);
}
END_TEST

/* 42,500 is missing, which is exactly 40 members at 1,062.50; with a cent more it is 41. A price of
 * 12,000 from December on: 850, 50 and 51. Then the line is covered. */
START_TEST(members_to_break_even_are_whole)
{
	struct syndic_kpi *report;

	earn("M", "membership", "900000");
	OK(add("cost", "name=Operations", "line=membership", "amount=85000"));
	OK(add("cost", "name=Fee", "share=15%"));
	report = kpi_of(db);
	more_members(report, "members_to_break_even", 40,
	             "beside 0 in force; each at 15,000 a year less 15 %");
	syndic_kpi_free(report);
	OK(edit("cost", "operations", "amount=85000.01"));
	report = kpi_of(db);
	more_members(report, "members_to_break_even", 41,
	             "beside 0 in force; each at 15,000 a year less 15 %");
	syndic_kpi_free(report);
	OK(edit("tier", "general", "valid_to=2026-01-31"));
	OK(add("tier", "name=General", "fee_per_year=12000", "valid_from=2025-12-01"));
	OK(add("tier", "name=general", "fee_per_year=99000", "valid_from=2026-01-16"));
	report = kpi_of(db);
	more_members(report, "members_to_break_even", 51,
	             "beside 0 in force; each at 12,000 a year less 15 %");
	syndic_kpi_free(report);
	join("a", "2026-01-01", "2026-12-31", "0");
	OK(edit("cost", "operations", "amount=42585"));
	report = kpi_of(db);
	more_members(report, "members_to_break_even", 0, "covered, with 1 in force");
	line_costs(report, "membership", 5010000, 2, 1000000, 0, 2);
	syndic_kpi_free(report);
}
END_TEST

/* Nothing is told of what nobody knows: no costs, no price, nothing left of a fee. */
START_TEST(unknown_costs_are_not_nothing)
{
	struct syndic_kpi *report = kpi_of(db);

	figure_is_refused(report, "line_coverage", "membership",
	                  "syndic cost add NAME --line membership --amount A-MONTH");
	figure_is_refused(report, "shared_cost", NULL, "");
	figure_is_refused(report, "all_coverage", NULL, "syndic cost add NAME");
	figure_is_refused(report, "members_to_cover_all", NULL, "unknown");
	syndic_kpi_free(report);
	OK(add("cost", "name=Past", "line=membership", "amount=500", "ends_on=2025-12-31"));
	OK(add("cost", "name=Coming", "line=membership", "amount=500", "starts_on=2026-07-01"));
	OK(add("cost", "name=Fee", "share=15%"));
	earn("M", "membership", "18000");
	report = kpi_of(db);
	figure_is_refused(report, "line_cost", "membership", "shares of its revenue alone take 150");
	figure_is_refused(report, "line_coverage", "membership", "no cost names it");
	figure_is_refused(report, "members_to_break_even", NULL, "unknown");
	figure_is(report, "shared_cost", NULL, 0, 0);
	line_costs(report, NULL, 15000, 1, 6666667, 85000, 1);
	more_members(report, "members_to_cover_all", 0, "covered, with 0 in force");
	syndic_kpi_free(report);
	OK(edit("cost", "coming", "starts_on=2026-01-01", "amount=2000"));
	OK(edit("cost", "fee", "share=100%"));
	report = kpi_of(db);
	figure_is_refused(report, "members_to_break_even", NULL, "leaves nothing");
	syndic_kpi_free(report);
	OK(edit("cost", "fee", "share=0"));
	OK(edit("tier", "general", "fee_per_year="));
	report = kpi_of(db);
	line_costs(report, "membership", 200000, 1, 500000, -100000, 1);
	figure_is_refused(report, "members_to_break_even", NULL,
	                  "the tier general has no price today: syndic tier list");
	syndic_kpi_free(report);
	OK(edit("cost", "coming", "amount=0"));
	report = kpi_of(db);
	figure_is(report, "line_cost", "membership", 0, 1);
	figure_is_refused(report, "line_coverage", "membership", "1,000 a month earned");
	more_members(report, "members_to_break_even", 0, "covered, with 0 in force");
	syndic_kpi_free(report);
}
END_TEST

/*
 * 600 from April to June are 300 a month; a share of 10 % from March on takes 10 of each 100, 40 in
 * four months: 6.67; the fee of 20 % takes 20. Of the 60 that an untyped contract earns the two take 4
 * and 12. Development 326.67: 0.306119; all lines 342.67 of 160: 0.466922.
 */
START_TEST(costs_count_in_their_months)
{
	struct syndic_kpi *report;

	earn("P", "project", "1800");
	OK(add("contract", "name=U", "amount=720", "starts_on=2026-01-01", "ends_on=2026-12-31"));
	OK(add("contract", "name=V", "starts_on=2026-01-01", "ends_on=2026-12-31"));
	OK(add("cost", "name=Developers", "line=development", "amount=600", "starts_on=2026-04-15"));
	OK(add("cost", "name=Partner", "share=10%", "starts_on=2026-03-01"));
	OK(add("cost", "name=Fee", "share=20%"));
	report = kpi_of(db);
	line_costs(report, "development", 32667, 3, 306119, -22667, 1);
	line_costs(report, NULL, 34267, 3, 466922, -18267, 2);
	ck_assert_str_eq(
		figure_of(report, "all_coverage", NULL)->note,
		"160 a month earned, 60 of it by contracts without a type; contracts without a "
		"date or amount: 1");
	ck_assert_str_eq(figure_of(report, "line_coverage", "development")->note,
	                 "100 a month earned; contracts without a date, amount or type: 2");
	syndic_kpi_free(report);
}
END_TEST

/* Deals say the slug or the name of a campaign, which cost 600 and 3 days: 120 a lead, 300 of two
 * that are qualified; 0.6 days and 0.3 hours, 1.5 days and 0.8 hours. Another brought no deal. */
START_TEST(leads_cost_what_their_campaign_cost)
{
	struct syndic_kpi *report;

	OK(add("campaign", "name=Community Forum", "slug=forum", "cost=600", "days=3"));
	OK(add("campaign", "name=Booth", "cost=500", "starts_on=2026-02-01"));
	lead("l1", "forum", "Outreach");
	lead("l2", "Community forum", "Proposal");
	lead("l3", "COMMUNITY  FORUM", "lost");
	lead("l4", "forum", "");
	lead("l5", "forum", "");
	lead("l6", "mailing", "");
	talk("l1", "2025-12-01", "90");
	report = kpi_of(db);
	figure_is(report, "campaign_qualification", "forum", 400000, 5);
	ck_assert_str_eq(figure_of(report, "campaign_qualification", "forum")->label,
	                 "Community Forum: leads qualified");
	figure_is(report, "campaign_hours", "forum", 1500000, 1);
	ck_assert_int_eq(figure_of(report, "campaign_cost", "forum")->value.value, 60000);
	ck_assert_int_eq(figure_of(report, "campaign_days", "forum")->value.value, 3000000);
	figure_is(report, "campaign_cost_per_lead", "forum", 12000, 5);
	ck_assert_str_eq(figure_of(report, "campaign_cost_per_lead", "forum")->note,
	                 "0.6 days, and 0.3 hours of conversations, each");
	figure_is(report, "campaign_cost_per_qualified", "forum", 30000, 2);
	ck_assert_str_eq(figure_of(report, "campaign_cost_per_qualified", "forum")->note,
	                 "1.5 days, and 0.8 hours of conversations, each");
	figure_is_refused(report, "campaign_qualification", "booth", "too few cases: 0");
	ck_assert_int_eq(figure_of(report, "campaign_cost", "booth")->value.value, 50000);
	ck_assert_str_eq(figure_of(report, "campaign_cost", "booth")->note, "begins on 2026-02-01");
	figure_is_refused(report, "campaign_cost_per_lead", "booth", "no lead yet");
	figure_is_refused(report, "campaign_cost_per_qualified", "booth", "none is qualified yet");
	figure_is_refused(report, "campaign_qualification", "mailing", "too few cases: 1");
	for (size_t i = 0; i < report->figure_count; i++)
		ck_assert(strcmp(report->figures[i].key, "campaign_cost") != 0 ||
		          strcmp(report->figures[i].of, "mailing") != 0);
	syndic_kpi_free(report);
}
END_TEST

/* A slug is said before a name is looked for; a name of two campaigns names none of them. */
START_TEST(a_name_of_two_campaigns_names_neither)
{
	struct syndic_kpi *report;

	OK(add("campaign", "name=Booth", "slug=mailing", "cost=100"));
	OK(add("campaign", "name=Mailing", "slug=post", "cost=200"));
	OK(add("campaign", "name=booth", "slug=other"));
	lead("l1", "mailing", "");
	lead("l2", "Mailing", "");
	lead("l3", "Booth", "");
	lead("l4", "other", "");
	report = kpi_of(db);
	figure_is(report, "campaign_cost_per_lead", "mailing", 10000, 1);
	figure_is(report, "campaign_cost_per_lead", "post", 20000, 1);
	figure_is_refused(report, "campaign_qualification", "Booth",
	                  "several campaigns have this name: write the slug of one");
	figure_is_refused(report, "campaign_cost", "other", "syndic campaign edit other --cost AMOUNT");
	figure_is_refused(report, "campaign_cost_per_lead", "other",
	                  "its cost is unknown; 0 hours of conversations each");
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

/* Nobody wrote down how long the talk was: no hours are known, rather than none. */
START_TEST(hours_of_a_sale_are_unknown_without_minutes)
{
	struct syndic_kpi *report;

	OK(add("deal", "name=One", "pipeline=project", "amount=20000"));
	talk("one", "2025-06-01", NULL);
	OK(syndic_deal_win(db, "one", NULL, "2025-12-01", NULL, 0));
	report = kpi_of(db);
	figure_is_refused(report, "sale_hours_single", NULL,
	                  "0 hours, 20,000 signed; conversations without minutes: 1");
	syndic_kpi_free(report);
}
END_TEST

static void sell(const char *name, const char *pipeline, const char *campaign, const char *amount,
                 const char *closed_on)
{
	char title[40], way[40], brought[40], worth[40];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(way, sizeof way, "pipeline=%s", pipeline);
	snprintf(brought, sizeof brought, "campaign=%s", campaign);
	snprintf(worth, sizeof worth, "amount=%s", amount);
	OK(add("deal", title, way, brought, worth));
	if (closed_on) OK(syndic_deal_win(db, name, NULL, closed_on, NULL, 0));
}

/*
 * The forum cost 1,000.00 and brought three deals that count: one co-funded and talked about, two of
 * one funder; two more were neither talked about nor signed in time. 333.33 and 666.67. The booth
 * cost 500 and brought one of one funder; nobody knows what "mailing" cost, nor "post". Co-funded
 * 333.33 for 50,000 is 666.66 per 100,000; one funder 1,166.67 for 70,000 is 1,666.67.
 */
START_TEST(a_sale_costs_campaigns)
{
	struct syndic_kpi *report;

	OK(add("campaign", "name=Forum", "cost=1000"));
	OK(add("campaign", "name=Booth", "cost=500"));
	OK(add("campaign", "name=Post"));
	OK(add("campaign", "name=Nobody came", "cost=9000"));
	sell("co", "cofunding", "", "50000", "2025-12-01");
	sell("talked", "cofunding", "forum", "50000", NULL);
	sell("one", "project", "Forum", "20000", "2026-01-15");
	sell("two", "membership", "forum", "40000", "2025-01-16");
	sell("quiet", "project", "forum", "40000", NULL);
	sell("old", "project", "forum", "40000", "2025-01-15");
	sell("three", "gift", "booth", "10000", "2025-12-01");
	talk("talked", "2026-01-15T23:00:00Z", "60");
	talk("quiet", "2026-01-16", "60");
	report = kpi_of(db);
	figure_is(report, "sale_campaign_cost_cofunded", NULL, 66666, 1);
	figure_is(report, "sale_campaign_cost_single", NULL, 166667, 3);
	ck_assert_str_eq(figure_of(report, "sale_campaign_cost_single", NULL)->note,
	                 "1,167 for 2 campaigns, 70,000 signed");
	syndic_kpi_free(report);
	sell("four", "project", "mailing", "10000", "2025-12-01");
	sell("five", "membership", "mailing", "10000", "2025-12-01");
	sell("six", "project", "post", "10000", "2025-12-01");
	report = kpi_of(db);
	figure_is(report, "sale_campaign_cost_single", NULL, 116667, 6);
	ck_assert_str_eq(figure_of(report, "sale_campaign_cost_single", NULL)->note,
	                 "1,167 for 2 campaigns, 100,000 signed; campaigns of unknown cost: 2");
	syndic_kpi_free(report);
	OK(edit("campaign", "forum", "cost="));
	report = kpi_of(db);
	figure_is_refused(report, "sale_campaign_cost_cofunded", NULL,
	                  "0 for 0 campaigns, 50,000 signed; campaigns of unknown cost: 1");
	figure_is(report, "sale_campaign_cost_single", NULL, 50000, 6);
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
	tcase_add_test(cases, lines_cover_their_costs);
	tcase_add_test(cases, members_to_break_even_are_whole);
	tcase_add_test(cases, unknown_costs_are_not_nothing);
	tcase_add_test(cases, costs_count_in_their_months);
	tcase_add_test(cases, leads_cost_what_their_campaign_cost);
	tcase_add_test(cases, a_name_of_two_campaigns_names_neither);
	tcase_add_test(cases, members_feed_development);
	tcase_add_test(cases, a_sale_costs_hours);
	tcase_add_test(cases, hours_of_a_sale_are_unknown_without_minutes);
	tcase_add_test(cases, a_sale_costs_campaigns);
	suite_add_tcase(suite, cases);
	return suite;
}
