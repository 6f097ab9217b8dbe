#include "property.h"
#include "store_fixture.h"
#include <math.h>
#include "base/money.h"
#include "base/text.h"
#include "report/portfolio.h"

/* ---- a portfolio as it is looked at ---- */

#define MONTHS_MOST 240
#define MONEY(units) ((units)*INT64_C(100))

struct view {
	struct arena arena;
	struct portfolio portfolio;
};

static struct portfolio_options options_from(const char *first, int64_t months)
{
	return (struct portfolio_options){.first = month_number(first),
	                                  .months = months,
	                                  .collected_before = "9999-12-31",
	                                  .renewal_rate = 800000};
}

static struct view view_with(struct syndic *handle, struct portfolio_options options)
{
	struct view view = {0};

	FIXTURE_OK(handle, portfolio_load(handle, &options, &view.arena, &view.portfolio));
	return view;
}

static struct view view_of(struct syndic *handle, const char *first, int64_t months)
{
	return view_with(handle, options_from(first, months));
}

static void view_free(struct view *view)
{
	portfolio_free(&view->portfolio);
	arena_free(&view->arena);
}

static const struct holding *find(const struct holding *holdings, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(holdings[i].sale->name, name) == 0) return &holdings[i];
	return NULL;
}

static const struct holding *contract_of(const struct view *view, const char *name)
{
	return find(view->portfolio.contracts, view->portfolio.contract_count, name);
}

static const struct holding *deal_of(const struct view *view, const char *name)
{
	return find(view->portfolio.deals, view->portfolio.deal_count, name);
}

static int64_t sum(const int64_t *cents, int64_t months)
{
	int64_t total = 0;

	for (int64_t m = 0; m < months; m++)
		total += cents[m];
	return total;
}

/* What a deal brings month by month after its delay `index`. */
static const int64_t *deal_months(const struct view *view, const char *name, size_t index)
{
	static int64_t cents[MONTHS_MOST];
	const struct holding *deal = deal_of(view, name);

	ck_assert_msg(deal != NULL, "%s", name);
	memset(cents, 0, sizeof cents);
	delay_add(&deal->prospect.delays[index], view->portfolio.options.months, cents);
	return cents;
}

#define CONTRACT(handle, ...) fixture_add(handle, "contract", __VA_ARGS__, NULL)
#define DEAL(handle, ...) fixture_add(handle, "deal", __VA_ARGS__, NULL)

static const struct slip no_slip = {0, 0, 0};

/* A closing at the end of time is a common stand-in for "unknown": nothing comes within the report. */
START_TEST(the_last_day_there_is)
{
	struct syndic *handle = fixture_new("2026-04-20");
	struct portfolio_options options = options_from("2026-04", 12);
	struct view view;

	DEAL(handle, "name=D", "amount=1200", "starts_on=2026-05-01", "ends_on=2026-12-31",
	     "expected_close=9999-12-31");
	options.slip = (struct slip){0, 1000000, 4000000};
	view = view_with(handle, options);
	ck_assert_uint_ge(deal_of(&view, "D")->prospect.delay_count, 1);
	for (size_t i = 0; i < deal_of(&view, "D")->prospect.delay_count; i++)
		ck_assert_uint_eq(deal_of(&view, "D")->prospect.delays[i].step_count, 0);
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* ---- sums to the cent ---- */

/* Random terms and amounts, so many of them that every length of month and of remainder comes up.
 * By each method: earned, a contract's months sum to its amount; remaining, to what was not
 * collected, and to nothing where too much was; a deal's to its amount after each delay. */
START_TEST(months_sum_to_the_amount)
{
	struct syndic *handle = fixture_new("2026-06-15");
	uint64_t seed = 1;
	int64_t amounts[60], collected[60];

	for (int i = 0; i < 60; i++) {
		char name[40], amount[40], starts_on[30], ends_on[30], received[40], day[DATE_SIZE];
		int64_t start = date_days("2026-06-01") + chance_between(&seed, 0, 900);
		amounts[i] = chance_between(&seed, 0, 1) ? chance_between(&seed, 0, 99)
		                                         : chance_between(&seed, 0, 99999999);
		collected[i] = chance_between(&seed, 0, amounts[i] * 5 / 4);
		snprintf(name, sizeof name, "name=N%d", i);
		snprintf(amount, sizeof amount, "amount=%lld.%02lld", (long long)amounts[i] / 100,
		         (long long)amounts[i] % 100);
		snprintf(received, sizeof received, "collected=%lld.%02lld", (long long)collected[i] / 100,
		         (long long)collected[i] % 100);
		date_from_days(start, day);
		snprintf(starts_on, sizeof starts_on, "starts_on=%s", day);
		date_from_days(start + chance_between(&seed, 0, 1500), day);
		snprintf(ends_on, sizeof ends_on, "ends_on=%s", day);
		CONTRACT(handle, name, amount, received, starts_on, ends_on);
		DEAL(handle, name, amount, starts_on, ends_on, "expected_close=2026-07-20");
	}
	for (int round = 0; round < 4; round++) {
		struct portfolio_options options = options_from("2026-06", 120);
		struct view view;
		options.method = round % 2 ? SPREAD_DAYS : SPREAD_MONTHS;
		options.ledger = round / 2 ? LEDGER_EARNED : LEDGER_REMAINING;
		options.slip = (struct slip){0, 1000000, 4000000};
		view = view_with(handle, options);
		ck_assert_uint_eq(view.portfolio.contract_count, 60);
		ck_assert_uint_eq(view.portfolio.deal_count, 60);
		for (int i = 0; i < 60; i++) {
			char name[32];
			int64_t rest = amounts[i] - (round / 2 ? 0 : collected[i]);
			snprintf(name, sizeof name, "N%d", i);
			HOLDS(sum(contract_of(&view, name)->cents, 120) == (rest > 0 ? rest : 0),
			      "round %d, %s", round, name);
			for (size_t d = 0; d < deal_of(&view, name)->prospect.delay_count; d++)
				HOLDS(sum(deal_months(&view, name, d), 120) == amounts[i], "round %d, deal %s",
				      round, name);
		}
		view_free(&view);
	}
	syndic_close(handle);
}
END_TEST

/* ---- who is looked at ---- */

/*
 * Contracts and open deals with each of start, end and amount there or not, and terms that are
 * over, run or lie ahead. On 1 July 2026 from July on: incomplete is what lacks one of the three,
 * unless it ended before. A lost deal is none of them.
 */
START_TEST(everything_is_active_incomplete_or_inactive)
{
	static const char *const terms[][2] = {
		{"2025-01-01", "2025-12-31"}, {"2026-01-01", "2026-05-10"}, {"2026-01-01", "2026-06-30"},
		{"2026-01-01", "2026-07-01"}, {"2026-09-01", "2027-08-31"},
	};
	struct syndic *handle = fixture_new("2026-07-01");
	int64_t active = 0, incomplete = 0, inactive = 0, known = 0;
	struct view view;

	for (int i = 0; i < 5 * 8; i++) {
		const char *const *term = terms[i / 8];
		char name[20], starts_on[30], ends_on[30], amount[30];
		bool over = i / 8 < 3 && i & 2, complete = (i & 7) == 7;
		snprintf(name, sizeof name, "name=N%d", i);
		snprintf(starts_on, sizeof starts_on, "starts_on=%s", i & 1 ? term[0] : "");
		snprintf(ends_on, sizeof ends_on, "ends_on=%s", i & 2 ? term[1] : "");
		snprintf(amount, sizeof amount, "amount=%s", i & 4 ? "1200" : "");
		CONTRACT(handle, name, starts_on, ends_on, amount, "revenue_type=gift");
		DEAL(handle, name, starts_on, ends_on, amount, "revenue_type=gift", "stage=Proposal");
		active += !over && complete;
		inactive += over;
		incomplete += !over && !complete;
		known += !over && !complete && i & 4 ? MONEY(1200) : 0;
	}
	DEAL(handle, "name=Lost", "amount=7", "stage=Closed Lost", "closed_on=2026-06-01",
	     "lost_reason=price");
	ck_assert_int_eq(active + incomplete + inactive, 40);
	view = view_of(handle, "2026-07", 12);
	ck_assert_uint_eq(view.portfolio.contract_count, (size_t)active);
	ck_assert_uint_eq(view.portfolio.deal_count, (size_t)active);
	ck_assert_int_eq(view.portfolio.incomplete_contracts.count, incomplete);
	ck_assert_int_eq(view.portfolio.incomplete_contracts.amount, known);
	ck_assert_int_eq(view.portfolio.incomplete_deals.count, incomplete);
	ck_assert_int_eq(view.portfolio.incomplete_deals.amount, known);
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* A service that ends in June, before the report's July, is inactive, although what should follow
 * it is of the portfolio. */
START_TEST(what_only_renews_is_not_counted_as_active)
{
	struct syndic *handle = fixture_new("2026-05-15");
	struct syndic_forecast *report;
	struct syndic_forecast_options options = {.projection = {.from = "2026-07", .months = 3}};

	fixture_add(handle, "org", "name=X", NULL);
	CONTRACT(handle, "name=Ends", "org=x", "revenue_type=service", "amount=1200",
	         "starts_on=2025-07-01", "ends_on=2026-06-30");
	CONTRACT(handle, "name=Runs", "org=x", "revenue_type=project", "amount=600", "collected=0",
	         "starts_on=2026-07-01", "ends_on=2026-12-31");
	FIXTURE_OK(handle, syndic_report_forecast(handle, &options, &report));
	ck_assert_int_eq(report->contracts, 1);
	ck_assert_int_eq(report->total.committed, MONEY(300));
	ck_assert_int_eq(report->total.renewing, MONEY(240)); /* 0.8 × 100 a month */
	syndic_forecast_free(report);
	syndic_close(handle);
}
END_TEST

/* Ended in May with 900 of 1,000 to come: `review` sees to it, a forecast does not. */
START_TEST(what_has_ended_brings_nothing_though_it_owes)
{
	struct syndic *handle = fixture_new("2026-06-15");
	struct view view;

	CONTRACT(handle, "name=C", "revenue_type=grant", "amount=1000", "collected=100",
	         "starts_on=2025-06-01", "ends_on=2026-05-31");
	view = view_of(handle, "2026-06", 12);
	ck_assert_uint_eq(view.portfolio.contract_count, 0);
	ck_assert_int_eq(view.portfolio.incomplete_contracts.count, 0);
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* A deal that is won with no dates is won all the same; so is one that closes in the future. */
START_TEST(a_won_deal_without_dates_is_incomplete_and_not_gone)
{
	struct syndic *handle = fixture_new("2026-06-15");
	struct view view;

	DEAL(handle, "name=Undated", "revenue_type=project", "amount=7000", "stage=Proposal");
	DEAL(handle, "name=Early", "revenue_type=project", "amount=600", "stage=Closed Won",
	     "closed_on=2026-11-01", "starts_on=2026-12-01", "ends_on=2027-05-31");
	FIXTURE_OK(handle, syndic_deal_win(handle, "undated", NULL, NULL, NULL, 0));
	view = view_of(handle, "2026-06", 12);
	ck_assert_int_eq(view.portfolio.incomplete_contracts.count, 1);
	ck_assert_int_eq(view.portfolio.incomplete_contracts.amount, MONEY(7000));
	ck_assert_uint_eq(view.portfolio.deal_count, 0);
	ck_assert_uint_eq(view.portfolio.contract_count, 1);
	ck_assert_int_eq(contract_of(&view, "Early")->cents[6], MONEY(100));
	view_free(&view);
	syndic_close(handle);
}
END_TEST

START_TEST(contract_admin_is_an_open_stage)
{
	struct syndic *handle = fixture_new("2026-06-15");
	struct view view;

	DEAL(handle, "name=D", "revenue_type=service", "amount=1200", "stage=Contract Admin",
	     "starts_on=2026-07-01", "ends_on=2027-06-30", "expected_close=2026-06-20");
	view = view_of(handle, "2026-06", 12);
	ck_assert_uint_eq(view.portfolio.contract_count, 0);
	ck_assert_int_eq(deal_of(&view, "D")->prospect.probability, 950000);
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* ---- months ---- */

/* 15 January to 14 January touches 13 months: 1,300 are 100 in each; after the last contract all is
 * 0. */
START_TEST(a_year_from_mid_month_touches_thirteen_months)
{
	struct syndic *handle = fixture_new("2026-01-10");
	struct view view;
	const int64_t *cents;

	CONTRACT(handle, "name=C", "revenue_type=service", "amount=1300", "collected=0",
	         "starts_on=2026-01-15", "ends_on=2027-01-14");
	view = view_of(handle, "2026-01", MONTHS_MOST);
	cents = contract_of(&view, "C")->cents;
	for (int m = 0; m < MONTHS_MOST; m++)
		ck_assert_int_eq(cents[m], m < 13 ? MONEY(100) : 0);
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/*
 * Deals whose start has passed, 900.00 until the end of 2026, on 15 April 2026 without slip:
 *   late     closes on 20 June: starts in June, 7 months of 128.57 and the cent left over first
 *   overdue  should have closed in March: closes today, 9 months of 100
 *   unknown  has no day of closing: today
 *   short    ended in May, before it closes in June: one month, all of it
 *   over     ended before today: no deal any more
 */
START_TEST(a_start_that_has_passed_moves)
{
	struct syndic *handle = fixture_new("2026-04-15");
	struct view view;
	const int64_t *cents;

	DEAL(handle, "name=late", "amount=900", "starts_on=2026-01-01", "ends_on=2026-12-31",
	     "expected_close=2026-06-20");
	DEAL(handle, "name=overdue", "amount=900", "starts_on=2026-01-01", "ends_on=2026-12-31",
	     "expected_close=2026-03-10");
	DEAL(handle, "name=unknown", "amount=900", "starts_on=2026-01-01", "ends_on=2026-12-31");
	DEAL(handle, "name=short", "amount=900", "starts_on=2026-01-01", "ends_on=2026-05-31",
	     "expected_close=2026-06-20");
	DEAL(handle, "name=over", "amount=900", "starts_on=2026-01-01", "ends_on=2026-04-14",
	     "expected_close=2026-06-20");
	view = view_of(handle, "2026-04", 12);
	cents = deal_months(&view, "late", 0);
	ck_assert_int_eq(cents[1], 0);
	ck_assert_int_eq(cents[2], 12858);
	ck_assert_int_eq(cents[8], 12857);
	ck_assert_int_eq(cents[9], 0);
	for (int i = 0; i < 2; i++) {
		cents = deal_months(&view, i ? "overdue" : "unknown", 0);
		ck_assert_int_eq(cents[0], MONEY(100));
		ck_assert_int_eq(cents[8], MONEY(100));
		ck_assert_int_eq(cents[9], 0);
	}
	cents = deal_months(&view, "short", 0);
	ck_assert_int_eq(cents[2], MONEY(900));
	ck_assert_int_eq(sum(cents, 12), MONEY(900));
	ck_assert_ptr_null(deal_of(&view, "over"));
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* The end of a start that slips goes with it: 3 months from June, closing on 10 July, are July to
 * September; a slip of 2 months makes them September to November. */
START_TEST(a_start_that_slips_takes_its_term_along)
{
	struct syndic *handle = fixture_new("2026-04-15");
	struct portfolio_options options = options_from("2026-04", 12);
	struct view view;

	DEAL(handle, "name=D", "amount=300", "starts_on=2026-06-01", "ends_on=2026-08-31",
	     "expected_close=2026-07-10");
	for (int64_t slip = 0; slip <= 2; slip += 2) {
		options.slip = (struct slip){slip * 1000000, slip * 1000000, slip * 1000000};
		view = view_with(handle, options);
		ck_assert_uint_eq(deal_of(&view, "D")->prospect.delay_count, 1);
		for (int64_t m = 0; m < 12; m++)
			ck_assert_int_eq(deal_months(&view, "D", 0)[m],
			                 m >= 3 + slip && m < 6 + slip ? MONEY(100) : 0);
		view_free(&view);
	}
	syndic_close(handle);
}
END_TEST

/* ---- what was collected ---- */

/*
 * 1,200 each over 2026, from April on, remaining:
 *   unknown   three twelfths are assumed, 300: 100 a month. By days 90 of 365, 295.89 (but for
 *             the cents of the months by largest remainder)
 *   zero      0 is known: 1,200 over nine months
 *   ahead     1,000 collected: 200 over nine months
 *   overpaid  1,300: nothing comes
 *   later     starts in October, unknown: nothing is assumed, nor marked
 */
START_TEST(what_is_not_known_to_be_collected_is_assumed)
{
	struct syndic *handle = fixture_new("2026-02-15");
	struct portfolio_options options = options_from("2026-04", 12);
	struct view view = {0};

	CONTRACT(handle, "name=unknown", "amount=1200", "starts_on=2026-01-01", "ends_on=2026-12-31");
	CONTRACT(handle, "name=zero", "amount=1200", "collected=0", "starts_on=2026-01-01",
	         "ends_on=2026-12-31");
	CONTRACT(handle, "name=ahead", "amount=1200", "collected=1000", "starts_on=2026-01-01",
	         "ends_on=2026-12-31");
	CONTRACT(handle, "name=overpaid", "amount=1200", "collected=1300", "starts_on=2026-01-01",
	         "ends_on=2026-12-31");
	CONTRACT(handle, "name=later", "amount=1200", "starts_on=2026-10-01", "ends_on=2027-03-31");
	view = view_with(handle, options);
	ck_assert_uint_eq(view.portfolio.contract_count, 5);
	for (int m = 0; m < 12; m++) {
		ck_assert_int_eq(contract_of(&view, "unknown")->cents[m], m < 9 ? MONEY(100) : 0);
		ck_assert_int_eq(contract_of(&view, "overpaid")->cents[m], 0);
		ck_assert_int_eq(contract_of(&view, "later")->cents[m], m >= 6 ? MONEY(200) : 0);
	}
	ck_assert_int_eq(contract_of(&view, "zero")->cents[0], 13334); /* 3 of 9 cents are left over */
	ck_assert_int_eq(contract_of(&view, "zero")->cents[8], 13333);
	ck_assert_int_eq(contract_of(&view, "ahead")->cents[0], 2223);
	ck_assert_int_eq(sum(contract_of(&view, "ahead")->cents, 12), MONEY(200));
	ck_assert(contract_of(&view, "unknown")->estimated);
	ck_assert(!contract_of(&view, "zero")->estimated);
	ck_assert(!contract_of(&view, "later")->estimated);
	ck_assert_int_eq(view.portfolio.estimated.count, 1);
	ck_assert_int_eq(view.portfolio.estimated.amount, MONEY(300));
	view_free(&view);

	options.method = SPREAD_DAYS;
	view = view_with(handle, options);
	ck_assert_int_eq(view.portfolio.estimated.count, 1);
	ck_assert_int_eq(llabs(view.portfolio.estimated.amount - 29589) <= 3, 1);
	ck_assert_int_eq(sum(contract_of(&view, "unknown")->cents, 12),
	                 MONEY(1200) - view.portfolio.estimated.amount);
	view_free(&view);

	options.ledger = LEDGER_EARNED;
	view = view_with(handle, options);
	ck_assert_int_eq(view.portfolio.estimated.count, 0);
	ck_assert_int_eq(contract_of(&view, "overpaid")->cents[0], 9863); /* 30 of 365 days */
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/*
 * 1,200 over 2026. Paid 100 in January and 200 in April: on 20 April 900 is still to come, whatever month
 * a forecast begins with. Since a balance at the end of February 1,100 was to come, the payment of April
 * being a part of it. Where there are payments, the figure given says nothing.
 */
START_TEST(payments_count_as_collected_from_their_day)
{
	struct syndic *handle = fixture_new("2026-04-20");
	struct portfolio_options options = options_from("2026-03", 24);
	struct view view;

	CONTRACT(handle, "name=C", "amount=1200", "collected=700", "starts_on=2026-01-01",
	         "ends_on=2026-12-31");
	view = view_of(handle, "2026-03", 24);
	ck_assert_int_eq(sum(contract_of(&view, "C")->cents, 24), MONEY(500));
	view_free(&view);
	fixture_add(handle, "payment", "contract=c", "paid_on=2026-04-01", "amount=200", NULL);
	fixture_add(handle, "payment", "contract=c", "paid_on=2026-01-31", "amount=100", NULL);
	view = view_of(handle, "2026-03", 24);
	ck_assert_int_eq(sum(contract_of(&view, "C")->cents, 24), MONEY(900));
	ck_assert_int_eq(contract_of(&view, "C")->cents[0], MONEY(90));
	view_free(&view);
	view = view_of(handle, "2026-05", 24);
	ck_assert_int_eq(sum(contract_of(&view, "C")->cents, 24), MONEY(900));
	view_free(&view);
	options.collected_before = "2026-03-01";
	view = view_with(handle, options);
	ck_assert_int_eq(sum(contract_of(&view, "C")->cents, 24), MONEY(1100));
	ck_assert_int_eq(contract_of(&view, "C")->cents[0], MONEY(110));
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* ---- usage ---- */

static void use(struct syndic *handle, const char *org, const char *cluster, const char *month,
                int users)
{
	char by[40], on[40], in[40], count[40];

	snprintf(by, sizeof by, "org=%s", org);
	snprintf(on, sizeof on, "cluster=%s", cluster);
	snprintf(in, sizeof in, "month=%s", month);
	snprintf(count, sizeof count, "active_users=%d", users);
	fixture_add(handle, "usage", by, on, in, count, NULL);
}

static int64_t usage_in(const struct view *view, int64_t month)
{
	int64_t total = 0;

	for (size_t i = 0; i < view->portfolio.usage_count; i++)
		total += view->portfolio.usage[i].cents[month];
	return total;
}

/*
 * Users of A: 1 in March 2025, 2 in April, … 12 in February 2026, so that a month's fee is 10 a
 * user up to ten users and 5 for the eleventh and twelfth: 10, 20, … 100, 105, 110. B, who pays for
 * C too, was measured in January (5 + 5 users, 100) and in February 2026 (2, 20): 60 where it was
 * not. From January 2026 on, 18 months: what is measured stands, and then each payer's own season.
 */
START_TEST(usage_follows_each_payers_seasons)
{
	static const int64_t seasons[] = {105, 110, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
	static const int64_t others[] = {100, 20, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60};
	struct syndic *handle = fixture_new("2026-03-05");
	struct view view;

	fixture_add(handle, "org", "name=A", NULL);
	fixture_add(handle, "org", "name=B", NULL);
	fixture_add(handle, "org", "name=C", "payer=b", NULL);
	for (int m = 0; m < 12; m++) {
		char month[DATE_SIZE];
		month_from_number(month_number("2025-03") + m, month);
		use(handle, "a", "a1", month, m + 1);
	}
	use(handle, "b", "b1", "2026-01", 5);
	use(handle, "c", "c1", "2026-01", 5);
	use(handle, "b", "b1", "2026-02", 2);
	view = view_of(handle, "2026-01", 18);
	ck_assert_uint_eq(view.portfolio.usage_count, 2);
	for (int m = 0; m < 18; m++)
		ck_assert_int_eq(usage_in(&view, m), MONEY(seasons[m % 12] + others[m % 12]));
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* Measured last in November, in a series that goes to February: three months of nothing, and it has
 * stopped. One that was measured in December, 30 a month, may only be late. */
START_TEST(who_is_not_measured_any_more_pays_no_more)
{
	struct syndic *handle = fixture_new("2026-03-05");
	struct view view;

	use(handle, "", "gone", "2025-10", 10);
	use(handle, "", "gone", "2025-11", 10);
	use(handle, "", "late", "2025-12", 3);
	use(handle, "", "on", "2026-02", 1);
	view = view_of(handle, "2026-03", 12);
	for (int m = 0; m < 12; m++)
		ck_assert_int_eq(usage_in(&view, m), MONEY(30 + 10));
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* A report that begins years ago tells what was measured then, also before the twelve months that
 * speak for those to come: 10 users in June 2024 are 100. */
START_TEST(usage_that_was_measured_stands)
{
	struct syndic *handle = fixture_new("2026-03-05");
	struct view view;

	use(handle, "", "a", "2024-06", 10);
	use(handle, "", "a", "2026-02", 3);
	view = view_of(handle, "2024-05", 30);
	ck_assert_int_eq(usage_in(&view, 0), 0);
	ck_assert_int_eq(usage_in(&view, 1), MONEY(100));
	ck_assert_int_eq(usage_in(&view, 20), 0);
	ck_assert_int_eq(usage_in(&view, 21), MONEY(30));
	ck_assert_int_eq(usage_in(&view, 22), MONEY(30));
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* Clusters that name nobody pay each for themselves, and each has its own season: the old one 10 a
 * month in January and February, the new one 50 from February on. January to come: 10 + 50. */
START_TEST(clusters_of_nobody_have_their_own_seasons)
{
	struct syndic *handle = fixture_new("2026-03-05");
	struct view view;

	use(handle, "", "old", "2026-01", 1);
	use(handle, "", "old", "2026-02", 1);
	use(handle, "", "new", "2026-02", 5);
	view = view_of(handle, "2026-03", 12);
	ck_assert_int_eq(usage_in(&view, 10), MONEY(60));
	ck_assert_int_eq(usage_in(&view, 11), MONEY(60));
	ck_assert_int_eq(usage_in(&view, 0), MONEY(60));
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* ---- terms that follow ---- */

static struct rolling rolling_of(const struct view *view, const char *name)
{
	return contract_of(view, name)->prospect.rolling;
}

/*
 * On 15 June 2026: a service of two years that ends in August renews for 24 months from September,
 * month 3, at its fee a year; a project does not recur; Y has an open renewal that speaks for it, Z
 * one that is over and speaks no more; W's successor is signed; V left; U turned its renewal down.
 */
START_TEST(recurring_terms_renew_unless_something_speaks_for_them)
{
	struct syndic *handle = fixture_new("2026-06-15");
	struct view view;

	for (const char *org = "UVWXYZ"; *org; org++) {
		char name[] = "name=?";
		name[5] = *org;
		fixture_add(handle, "org", name, NULL);
	}
	CONTRACT(handle, "name=X", "org=x", "revenue_type=service", "amount=24000",
	         "starts_on=2024-09-01", "ends_on=2026-08-31");
	CONTRACT(handle, "name=P", "org=x", "revenue_type=project", "amount=24000",
	         "starts_on=2024-09-01", "ends_on=2026-08-31");
	CONTRACT(handle, "name=Y", "org=y", "revenue_type=service", "amount=12000",
	         "starts_on=2025-09-01", "ends_on=2026-08-31");
	DEAL(handle, "name=Y again", "org=y", "kind=renewal", "revenue_type=service", "amount=12000",
	     "starts_on=2026-09-01", "ends_on=2027-08-31");
	CONTRACT(handle, "name=Z", "org=z", "revenue_type=service", "amount=12000",
	         "starts_on=2025-09-01", "ends_on=2026-08-31");
	DEAL(handle, "name=Z once", "org=z", "kind=renewal", "revenue_type=service", "amount=12000",
	     "starts_on=2024-09-01", "ends_on=2025-08-31");
	CONTRACT(handle, "name=W", "org=w", "revenue_type=service", "amount=12000",
	         "starts_on=2025-09-01", "ends_on=2026-08-31");
	CONTRACT(handle, "name=W next", "org=w", "revenue_type=service", "amount=12000",
	         "starts_on=2026-09-01", "ends_on=2027-08-31");
	CONTRACT(handle, "name=V", "org=v", "revenue_type=membership", "amount=15000",
	         "starts_on=2025-09-01", "ends_on=2026-08-31");
	CONTRACT(handle, "name=U", "org=u", "revenue_type=service", "amount=12000",
	         "starts_on=2025-09-01", "ends_on=2026-08-31");
	DEAL(handle, "name=U again", "org=u", "kind=renewal", "revenue_type=service", "amount=12000",
	     "starts_on=2026-09-01", "ends_on=2027-08-31", "stage=Closed Lost", "lost_reason=price");
	FIXTURE_OK(handle, syndic_edit(handle, "membership", "v",
	                               &(struct syndic_input){"ended_reason", "moved on"}, 1));
	view = view_of(handle, "2026-06", 36);
	ck_assert_int_eq(rolling_of(&view, "X").starts, 3);
	ck_assert_int_eq(rolling_of(&view, "X").period, 24);
	ck_assert_int_eq(rolling_of(&view, "X").fee, MONEY(12000));
	ck_assert_uint_eq(rolling_of(&view, "X").rate, (PATHS_CERTAIN * 4 + 2) / 5);
	ck_assert_int_eq(rolling_of(&view, "P").period, 0);
	ck_assert_int_eq(rolling_of(&view, "Y").period, 0);
	ck_assert_int_eq(rolling_of(&view, "Z").period, 12);
	ck_assert_int_eq(rolling_of(&view, "W").period, 0);
	ck_assert_int_eq(rolling_of(&view, "W next").period, 12);
	ck_assert_int_eq(rolling_of(&view, "V").period, 0);
	ck_assert_int_eq(rolling_of(&view, "U").period, 0);
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/*
 * On 15 June 2026, contracts to 31 August (F's to the 30th) and an open deal of no kind that is known. A's begins 90 days
 * before the end, B's 90 after: each speaks for its contract. C's begins 91 days after, D's type is
 * another, E's unknown, and F's began 91 days before, in May, and moves to June: the terms renew.
 */
START_TEST(deals_of_no_kind_speak_for_what_ends_when_they_begin)
{
	static const struct {
		const char *org, *type, *starts_on;
		int64_t period;
	} deals[] = {
		{"a", "service", "2026-06-02", 0},  {"b", "service", "2026-11-29", 0},
		{"c", "service", "2026-11-30", 12}, {"d", "membership", "2026-09-01", 12},
		{"e", "", "2026-09-01", 12},        {"f", "service", "2026-05-31", 12},
	};
	struct syndic *handle = fixture_new("2026-06-15");
	struct view view;

	for (size_t i = 0; i < sizeof deals / sizeof *deals; i++) {
		char name[20], again[20], org[20], type[30], starts[30];
		snprintf(name, sizeof name, "name=%s", deals[i].org);
		snprintf(again, sizeof again, "name=%s again", deals[i].org);
		snprintf(org, sizeof org, "org=%s", deals[i].org);
		snprintf(type, sizeof type, "revenue_type=%s", deals[i].type);
		snprintf(starts, sizeof starts, "starts_on=%s", deals[i].starts_on);
		fixture_add(handle, "org", name, NULL);
		CONTRACT(handle, name, org, "revenue_type=service", "amount=12000",
		         *deals[i].org == 'f' ? "starts_on=2025-08-31" : "starts_on=2025-09-01",
		         *deals[i].org == 'f' ? "ends_on=2026-08-30" : "ends_on=2026-08-31");
		DEAL(handle, again, org, type, starts, "ends_on=2027-08-31", "amount=12000");
	}
	view = view_of(handle, "2026-06", 36);
	for (size_t i = 0; i < sizeof deals / sizeof *deals; i++)
		ck_assert_msg(rolling_of(&view, deals[i].org).period == deals[i].period, "%s",
		              deals[i].org);
	ck_assert_int_eq(month_number(deal_of(&view, "f again")->sale->starts_on),
	                 month_number("2026-06"));
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* A year's service of 2026 that can be signed in June only, or after its end: it renews by the year
 * as it was sold, not by the months that are left of its first one. */
START_TEST(a_late_deal_renews_by_the_term_as_sold)
{
	struct syndic *handle = fixture_new("2026-04-15");
	struct view view;

	DEAL(handle, "name=late", "revenue_type=service", "amount=1200", "starts_on=2026-01-01",
	     "ends_on=2026-12-31", "expected_close=2026-06-20");
	DEAL(handle, "name=last", "revenue_type=service", "amount=1200", "starts_on=2025-06-01",
	     "ends_on=2026-05-31", "expected_close=2026-06-20");
	view = view_of(handle, "2026-04", 36);
	for (int i = 0; i < 2; i++) {
		struct rolling rolling = deal_of(&view, i ? "late" : "last")->prospect.rolling;
		ck_assert_int_eq(rolling.starts, i ? 9 : 3);
		ck_assert_int_eq(rolling.period, 12);
		ck_assert_int_eq(rolling.fee, MONEY(1200));
	}
	view_free(&view);
	syndic_close(handle);
}
END_TEST

/* ---- delays ---- */

/* P(least ≤ slip < x) by the midpoint rule over the triangular density. */
static double integral(double least, double likely, double most, double x)
{
	const int steps = 5000;
	double total = 0, width;

	if (x > most) x = most;
	width = (x - least) / steps;
	for (int i = 0; i < steps && width > 0; i++) {
		double at = least + (i + 0.5) * width;
		double rise = likely > least ? (at - least) / (likely - least) : 1;
		double fall = most > likely ? (most - at) / (most - likely) : 1;
		total += 2 / (most - least) * (at < likely ? rise : fall) * width;
	}
	return total;
}

/* The chance of a delay up to m months: that closing + slip lies before the end of month start + m.
 * Closings before, in and after the month of the start, on the first, the last and other days. */
START_TEST(delays_are_the_integral_of_a_triangle)
{
	static const char *const closings[] = {"2025-11-30", "2026-03-01", "2026-03-31", "2026-04-01",
	                                       "2026-04-15", "2026-04-30", "2026-06-01", "2026-12-24"};
	static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	uint64_t seed = 3;

	for (int round = 0; round < 80; round++) {
		const char *closing = closings[round % 8];
		struct delay delays[DELAYS_MOST];
		struct slip slip;
		int64_t start = month_number("2026-04"), before = -1;
		double parts[3], position;

		slip.least = chance_between(&seed, 0, 300) * 10000;
		slip.likely = slip.least + chance_between(&seed, 0, 300) * 10000;
		slip.most = slip.likely + chance_between(&seed, 1, 600) * 10000;
		if (round % 5 == 0) slip = (struct slip){0, 1000000, 4000000};
		parts[0] = (double)slip.least / 1e6;
		parts[1] = (double)slip.likely / 1e6;
		parts[2] = (double)slip.most / 1e6;
		position = (double)month_number(closing) +
		           (atoi(closing + 8) - 1.0) / month_days[month_number(closing) % 12];
		size_t count = delays_of(&slip, start, closing, delays);
		HOLDS(count > 0 && delays[count - 1].until == PATHS_CERTAIN, "round %d", round);
		for (size_t i = 0; i < count; i++) {
			int64_t months = delays[i].months;
			double until = (double)delays[i].until / (double)PATHS_CERTAIN;
			double right =
				integral(parts[0], parts[1], parts[2], (double)(start + months + 1) - position);
			double passed =
				integral(parts[0], parts[1], parts[2], (double)(start + months) - position);
			double last = i ? (double)delays[i - 1].until / (double)PATHS_CERTAIN : 0;
			HOLDS(months > before, "round %d, delay %zu", round, i);
			HOLDS(fabs(until - right) < 1e-5, "round %d, %lld months: %.7f, not %.7f", round,
			      (long long)months, until, right);
			HOLDS(months == 0 || fabs(passed - last) < 1e-5, "round %d: %lld months left out",
			      round, (long long)months);
			before = months;
		}
	}
}
END_TEST

/* No slip, and slips for certain: the month in which closing + slip lies, or the start if that is
 * later. */
START_TEST(certain_slips_have_one_delay)
{
	struct delay delays[DELAYS_MOST];
	int64_t april = month_number("2026-04");
	struct slip two = {2000000, 2000000, 2000000}, half = {500000, 500000, 500000};

	ck_assert_uint_eq(delays_of(&no_slip, april, "2026-01-31", delays), 1);
	ck_assert_int_eq(delays[0].months, 0);
	ck_assert_uint_eq(delays_of(&no_slip, april, "2026-04-30", delays), 1);
	ck_assert_int_eq(delays[0].months, 0);
	ck_assert_uint_eq(delays_of(&no_slip, april, "2026-05-01", delays), 1);
	ck_assert_int_eq(delays[0].months, 1);
	ck_assert_uint_eq(delays_of(&two, april, "2026-02-28", delays), 1);
	ck_assert_int_eq(delays[0].months, 0);
	ck_assert_uint_eq(delays_of(&two, april, "2026-03-01", delays), 1);
	ck_assert_int_eq(delays[0].months, 1);
	ck_assert_uint_eq(delays_of(&half, april, "2026-04-15", delays), 1);
	ck_assert_int_eq(delays[0].months, 0);
	ck_assert_uint_eq(delays_of(&half, april, "2026-04-16", delays), 1); /* the middle of 30 days */
	ck_assert_int_eq(delays[0].months, 1);
	ck_assert_uint_eq(delays[0].until, PATHS_CERTAIN);
}
END_TEST

/* The widest slip: 60 months and one more month each way, all of them kept apart. */
START_TEST(the_widest_slip_fits)
{
	struct delay delays[DELAYS_MOST];
	struct slip widest = {0, 0, 60000000};

	ck_assert_uint_eq(delays_of(&widest, month_number("2026-04"), "2026-04-15", delays), 61);
	ck_assert_int_eq(delays[60].months, 60);
	ck_assert_uint_eq(delays[60].until, PATHS_CERTAIN);
}
END_TEST

UNIT(portfolio)
{
	Suite *suite = suite_create("portfolio");
	TCase *cases = tcase_create("what a forecast looks at");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, months_sum_to_the_amount);
	tcase_add_test(cases, everything_is_active_incomplete_or_inactive);
	tcase_add_test(cases, what_only_renews_is_not_counted_as_active);
	tcase_add_test(cases, what_has_ended_brings_nothing_though_it_owes);
	tcase_add_test(cases, a_won_deal_without_dates_is_incomplete_and_not_gone);
	tcase_add_test(cases, contract_admin_is_an_open_stage);
	tcase_add_test(cases, a_year_from_mid_month_touches_thirteen_months);
	tcase_add_test(cases, a_start_that_has_passed_moves);
	tcase_add_test(cases, a_start_that_slips_takes_its_term_along);
	tcase_add_test(cases, what_is_not_known_to_be_collected_is_assumed);
	tcase_add_test(cases, payments_count_as_collected_from_their_day);
	tcase_add_test(cases, the_last_day_there_is);
	tcase_add_test(cases, usage_follows_each_payers_seasons);
	tcase_add_test(cases, who_is_not_measured_any_more_pays_no_more);
	tcase_add_test(cases, usage_that_was_measured_stands);
	tcase_add_test(cases, clusters_of_nobody_have_their_own_seasons);
	tcase_add_test(cases, recurring_terms_renew_unless_something_speaks_for_them);
	tcase_add_test(cases, deals_of_no_kind_speak_for_what_ends_when_they_begin);
	tcase_add_test(cases, a_late_deal_renews_by_the_term_as_sold);
	tcase_add_test(cases, delays_are_the_integral_of_a_triangle);
	tcase_add_test(cases, certain_slips_have_one_delay);
	tcase_add_test(cases, the_widest_slip_fits);
	suite_add_tcase(suite, cases);
	return suite;
}
