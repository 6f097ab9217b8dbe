#include "model.h"
#include "property.h"

/* ---- a bridge and its parts ---- */

static struct syndic_arr *arr_of(struct syndic *handle, const char *period, const char *from,
                                 const char *to, const char *by)
{
	struct syndic_arr_options options = {period, from, to, by};
	struct syndic_arr *report;
	enum syndic_status status = syndic_report_arr(handle, &options, &report);

	ck_assert_msg(status == SYNDIC_OK, "%s", syndic_last_error(handle)->message);
	return report;
}

static const struct syndic_arr_customer *line_of(const struct syndic_arr_bridge *bridge,
                                                 const char *name)
{
	for (size_t i = 0; i < bridge->line_count; i++)
		if (strcmp(bridge->lines[i].name, name) == 0) return &bridge->lines[i];
	ck_abort_msg("%s is no customer", name);
	return NULL;
}

static void moved(const struct syndic_arr_bridge *bridge, const char *name,
                  enum syndic_arr_part part, int64_t amount)
{
	const struct syndic_arr_customer *line = line_of(bridge, name);

	ck_assert_msg(line->amount[part] == amount * 100, "%s: %lld, not %lld", name,
	              (long long)line->amount[part] / 100, (long long)amount);
	for (size_t i = SYNDIC_ARR_NEW; i < SYNDIC_ARR_CLOSING; i++)
		ck_assert_msg(i == part || line->amount[i] == 0, "%s moves twice", name);
}

/*
 * From the end of 2024 to 15 January 2026. Ash and Birch have two subscriptions of 100 a year each,
 * and Ash ends one, Birch both; Cedar grows from 100 to 150; Dogwood comes in 2025, Elm comes back
 * after two years, Fir's term ended in December, and its renewal is open. Gorse is a cluster of
 * nobody: 10 users in November are 100. Hazel pays for Ivy's cluster: 100. A contract without an
 * organisation is its own.
 */
START_TEST(every_movement_has_its_customer)
{
	struct syndic_arr *report;
	const struct syndic_arr_bridge *bridge;

	OK(add("org", "name=Ash"));
	OK(add("org", "name=Birch"));
	OK(add("org", "name=Cedar"));
	OK(add("org", "name=Dogwood"));
	OK(add("org", "name=Elm"));
	OK(add("org", "name=Fir"));
	OK(add("org", "name=Hazel"));
	OK(add("org", "name=Ivy", "payer=hazel"));
	OK(add("contract", "name=A1", "org=ash", "revenue_type=membership", "amount=200",
	       "starts_on=2024-01-01", "ends_on=2025-12-31", "fee_per_year=100"));
	OK(add("contract", "name=A2", "org=ash", "revenue_type=service", "amount=300",
	       "starts_on=2024-01-01", "ends_on=2026-12-31", "fee_per_year=100"));
	OK(add("contract", "name=B1", "org=birch", "revenue_type=membership", "amount=100",
	       "starts_on=2024-06-01", "ends_on=2025-05-31"));
	OK(add("contract", "name=B2", "org=birch", "revenue_type=service", "amount=100",
	       "starts_on=2024-07-01", "ends_on=2025-06-30"));
	OK(add("contract", "name=C1", "org=cedar", "revenue_type=service", "amount=100",
	       "starts_on=2024-07-01", "ends_on=2025-06-30"));
	OK(add("contract", "name=C2", "org=cedar", "revenue_type=service", "amount=150",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	OK(add("contract", "name=D1", "org=dogwood", "revenue_type=service", "amount=120",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	OK(add("contract", "name=E1", "org=elm", "revenue_type=service", "amount=120",
	       "starts_on=2021-07-01", "ends_on=2022-06-30"));
	OK(add("contract", "name=E2", "org=elm", "revenue_type=service", "amount=130",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	OK(add("contract", "name=F1", "org=fir", "revenue_type=membership", "amount=140",
	       "starts_on=2025-01-01", "ends_on=2025-12-31"));
	OK(add("contract", "name=F0", "org=fir", "revenue_type=membership", "amount=140",
	       "starts_on=2024-01-01", "ends_on=2024-12-31"));
	OK(add("deal", "name=F2", "org=fir", "revenue_type=membership", "kind=renewal", "amount=150"));
	OK(add("contract", "name=Nobody's", "revenue_type=service", "amount=160",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	OK(add("contract", "name=No dates", "revenue_type=service", "amount=170"));
	OK(add("usage", "cluster=Gorse", "month=2025-11", "active_users=10"));
	OK(add("usage", "cluster=Ivy hub", "org=ivy", "month=2025-11", "active_users=10"));
	report = arr_of(db, NULL, "2024-12-31", NULL, NULL);
	ck_assert_uint_eq(report->bridge_count, 1);
	bridge = &report->bridges[0];
	ck_assert_str_eq(bridge->from, "2024-12-31");
	ck_assert_str_eq(bridge->to, TODAY);
	moved(bridge, "Ash", SYNDIC_ARR_CONTRACTION, 100);
	moved(bridge, "Birch", SYNDIC_ARR_CHURN, 200);
	moved(bridge, "Cedar", SYNDIC_ARR_EXPANSION, 50);
	moved(bridge, "Dogwood", SYNDIC_ARR_NEW, 120);
	moved(bridge, "Elm", SYNDIC_ARR_REACTIVATED, 130);
	moved(bridge, "Fir", SYNDIC_ARR_OPENING, 140);
	moved(bridge, "Gorse", SYNDIC_ARR_NEW, 100);
	moved(bridge, "Hazel", SYNDIC_ARR_NEW, 100);
	moved(bridge, "Nobody's", SYNDIC_ARR_NEW, 160);
	ck_assert_str_eq(line_of(bridge, "Gorse")->cluster, "Gorse");
	ck_assert_str_eq(line_of(bridge, "Nobody's")->contract, "nobody-s");
	ck_assert_str_eq(line_of(bridge, "Hazel")->org, "hazel");
	ck_assert_int_eq(bridge->amount[SYNDIC_ARR_OPENING], 64000);
	ck_assert_int_eq(bridge->amount[SYNDIC_ARR_CLOSING], 100000);
	ck_assert_int_eq(bridge->customers[SYNDIC_ARR_OPENING], 4);
	ck_assert(!bridge->gross_retention.known && !bridge->net_retention.known);
	ck_assert_int_eq(report->incomplete_count, 1);
	syndic_arr_free(report);
}
END_TEST

/*
 * Early renewals of three terms of 120 from February 2025 to January 2026: Ash's of 120 begins in October,
 * Birch's of 150 in November, and that of N1, of no organisation, of 132 in December. ARR is 360 before
 * and 402 after. Cedar's two of 100 from January 2026 name each other and stay two: 602. Both terms
 * earn: in 2025 three times 110, A2 30, B2 25, N2 11.
 */
START_TEST(a_renewal_takes_the_place_of_what_it_renews)
{
	struct syndic_arr *report;
	const struct syndic_arr_bridge *whole;
	struct syndic_status_report *status;

	OK(add("org", "name=Ash"));
	OK(add("org", "name=Birch"));
	OK(add("org", "name=Cedar"));
	OK(add("contract", "name=A1", "org=ash", "revenue_type=membership", "amount=120",
	       "starts_on=2025-02-01", "ends_on=2026-01-31"));
	OK(add("contract", "name=A2", "org=ash", "revenue_type=membership", "amount=120",
	       "starts_on=2025-10-01", "ends_on=2026-09-30", "renews=a1"));
	OK(add("contract", "name=B1", "org=birch", "revenue_type=service", "amount=120",
	       "starts_on=2025-02-01", "ends_on=2026-01-31"));
	OK(add("contract", "name=B2", "org=birch", "revenue_type=service", "amount=150",
	       "starts_on=2025-11-01", "ends_on=2026-10-31", "renews=b1"));
	OK(add("contract", "name=N1", "revenue_type=service", "amount=120", "starts_on=2025-02-01",
	       "ends_on=2026-01-31"));
	OK(add("contract", "name=N2", "revenue_type=service", "amount=132", "starts_on=2025-12-01",
	       "ends_on=2026-11-30", "renews=n1"));
	OK(add("contract", "name=C1", "org=cedar", "revenue_type=service", "amount=100",
	       "starts_on=2026-01-01", "ends_on=2026-12-31"));
	OK(add("contract", "name=C2", "org=cedar", "revenue_type=service", "amount=100",
	       "starts_on=2026-01-01", "ends_on=2026-12-31", "renews=c1"));
	OK(edit("contract", "c1", "renews=c2"));
	OK(add("contract", "name=No days", "revenue_type=service", "amount=90", "renews=c2"));
	OK(add("contract", "name=No days either", "revenue_type=service", "amount=90",
	       "renews=no-days"));
	report = arr_of(db, NULL, "2025-02-01", "2025-12-31", "month");
	for (size_t i = 0; i < report->bridge_count; i++) {
		const struct syndic_arr_bridge *bridge = &report->bridges[i];
		ck_assert_int_eq(line_of(bridge, "Ash")->amount[SYNDIC_ARR_OPENING], 12000);
		moved(bridge, "Ash", SYNDIC_ARR_OPENING, 120);
		ck_assert_int_eq(bridge->amount[SYNDIC_ARR_CHURN],
		                 strcmp(bridge->to, "2025-12-31") == 0 ? 12000 : 0);
	}
	syndic_arr_free(report);
	report = arr_of(db, NULL, "2025-02-01", NULL, NULL);
	whole = &report->bridges[0];
	moved(whole, "Ash", SYNDIC_ARR_OPENING, 120);
	moved(whole, "Birch", SYNDIC_ARR_EXPANSION, 30);
	moved(whole, "N1", SYNDIC_ARR_CHURN, 120);
	moved(whole, "N2", SYNDIC_ARR_NEW, 132);
	moved(whole, "Cedar", SYNDIC_ARR_NEW, 200);
	ck_assert_int_eq(whole->amount[SYNDIC_ARR_OPENING], 36000);
	ck_assert_int_eq(whole->amount[SYNDIC_ARR_CLOSING], 60200);
	syndic_arr_free(report);
	OK(add("target", "key=arr", "label=ARR", "year=2025", "measure=arr", "amount=1"));
	OK(add("target", "key=next", "label=Next", "year=2026", "quarter=1", "measure=arr",
	       "amount=1"));
	OK(syndic_report_status(db, "2025", &status));
	ck_assert_int_eq(status->arr.value, 60200);
	ck_assert_int_eq(status->targets[0].committed.value, 40200);
	ck_assert_int_eq(status->revenue, 39600);
	syndic_status_report_free(status);
	OK(syndic_report_status(db, "2026-Q1", &status));
	ck_assert_int_eq(status->targets[0].committed.value, 60200);
	ck_assert_int_eq(status->targets[0].renewing.value, 0);
	syndic_status_report_free(status);
}
END_TEST

/* Five customers of 100, of whom one leaves, one halves and one gains 30: 70 % gross, 76 % net. */
START_TEST(retention_wants_five_customers)
{
	struct syndic_arr *report;

	for (int i = 0; i < 5; i++) {
		char name[20];
		snprintf(name, sizeof name, "name=C%d", i);
		OK(add("contract", name, "revenue_type=service", "amount=100", "starts_on=2025-01-01",
		       i == 0 ? "ends_on=2025-06-30" : "ends_on=2026-12-31", "fee_per_year=100"));
	}
	OK(add("org", "name=Ash"));
	OK(edit("contract", "c1", "org=ash", "ends_on=2025-06-30"));
	OK(add("contract", "name=Less", "org=ash", "revenue_type=service", "amount=50",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	OK(add("org", "name=Birch"));
	OK(edit("contract", "c2", "org=birch"));
	OK(add("contract", "name=More", "org=birch", "revenue_type=service", "amount=30",
	       "starts_on=2025-07-01", "ends_on=2026-06-30"));
	report = arr_of(db, "2025", NULL, NULL, NULL);
	ck_assert_str_eq(report->bridges[0].from, "2024-12-31");
	ck_assert_int_eq(report->bridges[0].customers[SYNDIC_ARR_OPENING], 0);
	syndic_arr_free(report);
	report = arr_of(db, NULL, "2025-01-01", NULL, NULL);
	ck_assert_int_eq(report->bridges[0].gross_retention.value, 700000);
	ck_assert_int_eq(report->bridges[0].net_retention.value, 760000);
	syndic_arr_free(report);
}
END_TEST

static void add_five_customers(void)
{
	for (int i = 0; i < 5; i++) {
		char name[20];
		snprintf(name, sizeof name, "name=C%d", i);
		OK(add("contract", name, "revenue_type=service", "amount=2000", "starts_on=2024-01-01",
		       "ends_on=2026-12-31", "fee_per_year=1000"));
	}
}

/* 10 users a month are 100, from March 2025 on. */
static void add_usage(void)
{
	for (int month = 3; month <= 12; month++) {
		char text[32];
		snprintf(text, sizeof text, "month=2025-%02d", month);
		OK(add("usage", "cluster=Gorse", text, "active_users=10"));
	}
}

/*
 * Usage was measured in none of the 12 months before March 2025, in 4 at the end of June and in 10 at
 * the end of the year: what is new and what expands is the sum that fills up. Up to the end of February
 * retention is known, no usage having been measured on either day. In January 2026 there is no
 * measurement more, so the same ten months count on both days.
 */
START_TEST(usage_that_fills_up_is_no_retention)
{
	struct syndic_arr *report;
	const struct syndic_arr_bridge *bridge;

	add_five_customers();
	add_usage();
	report = arr_of(db, NULL, "2025-01-31", "2025-03-01", NULL);
	bridge = &report->bridges[0];
	ck_assert(!bridge->usage_comparable && !bridge->gross_retention.known);
	syndic_arr_free(report);
	report = arr_of(db, NULL, "2025-01-31", "2025-02-28", NULL);
	bridge = &report->bridges[0];
	ck_assert(bridge->usage_comparable);
	ck_assert_int_eq(bridge->gross_retention.value, 1000000);
	syndic_arr_free(report);
	report = arr_of(db, "2025", NULL, NULL, "quarter");
	bridge = report->bridges;
	for (size_t i = 0; i < report->bridge_count; i++) {
		ck_assert(!bridge[i].usage_comparable);
		ck_assert(!bridge[i].gross_retention.known && !bridge[i].net_retention.known);
	}
	ck_assert_int_eq(bridge[0].opening_usage_months, 0);
	ck_assert_int_eq(bridge[0].closing_usage_months, 1);
	ck_assert_int_eq(bridge[2].opening_usage_months, 4);
	ck_assert_int_eq(bridge[3].closing_usage_months, 10);
	moved(&bridge[2], "Gorse", SYNDIC_ARR_EXPANSION, 300);
	syndic_arr_free(report);
	report = arr_of(db, "2026", NULL, NULL, NULL);
	bridge = report->bridges;
	ck_assert(bridge->usage_comparable);
	ck_assert_int_eq(bridge->opening_usage_months, 10);
	ck_assert_int_eq(bridge->net_retention.value, 1000000);
	syndic_arr_free(report);
}
END_TEST

/* Measured, but free of charge: there is no sum that could fill up. */
START_TEST(usage_without_fees_compares)
{
	struct syndic_arr *report;

	add_five_customers();
	OK(add("usage", "cluster=Gorse", "month=2026-01", "active_users=0"));
	report = arr_of(db, NULL, NULL, NULL, NULL);
	ck_assert_int_eq(report->bridges[0].closing_usage_months, 1);
	ck_assert(report->bridges[0].usage_comparable && report->bridges[0].gross_retention.known);
	syndic_arr_free(report);
}
END_TEST

START_TEST(days_are_read_and_cut)
{
	struct syndic_arr *report = arr_of(db, "2026", NULL, NULL, "month");

	ck_assert_str_eq(report->bridges[0].from, "2025-12-31");
	ck_assert_str_eq(report->bridges[0].to, TODAY);
	ck_assert_str_eq(report->period_ends_on, "2026-12-31");
	syndic_arr_free(report);
	report = arr_of(db, "2025-Q2", NULL, NULL, "month");
	ck_assert_uint_eq(report->bridge_count, 3);
	ck_assert_str_eq(report->bridges[1].from, "2025-04-30");
	ck_assert_str_eq(report->bridges[1].to, "2025-05-31");
	ck_assert_ptr_null(report->period_ends_on);
	syndic_arr_free(report);
	report = arr_of(db, NULL, "2025-02-10", "2025-08-10", "quarter");
	ck_assert_uint_eq(report->bridge_count, 3);
	ck_assert_str_eq(report->bridges[0].to, "2025-03-31");
	ck_assert_str_eq(report->bridges[2].to, "2025-08-10");
	syndic_arr_free(report);
	report = arr_of(db, NULL, NULL, NULL, NULL);
	ck_assert_str_eq(report->bridges[0].from, "2025-01-15");
	syndic_arr_free(report);
}
END_TEST

static enum syndic_status asked(const char *period, const char *from, const char *to,
                                const char *by)
{
	struct syndic_arr_options options = {period, from, to, by};
	struct syndic_arr *report;
	enum syndic_status status = syndic_report_arr(db, &options, &report);

	ck_assert_ptr_null(report);
	return status;
}

START_TEST(what_cannot_be_told_is_refused)
{
	REFUSED(asked(NULL, NULL, "2026-01-16", NULL), SYNDIC_MISUSE, "to", "after today");
	REFUSED(asked(NULL, "2026-01-15", NULL, NULL), SYNDIC_MISUSE, "from", "not before");
	REFUSED(asked("2026-Q2", NULL, NULL, NULL), SYNDIC_MISUSE, "period", "still to come");
	REFUSED(asked("2026", "2025-01-01", NULL, NULL), SYNDIC_MISUSE, "period", "beside");
	REFUSED(asked(NULL, NULL, NULL, "week"), SYNDIC_MISUSE, "by", "month or quarter");
	REFUSED(asked(NULL, "03/04/2025", NULL, NULL), SYNDIC_MISUSE, "from", "day or month first");
}
END_TEST

/* ---- random portfolios ---- */

static const char *const org_names[] = {"ash", "birch", "cedar", "dogwood", "elm"};
static const char *const types[] = {"membership", "service", "usage", "project"};

static const char *one_of(uint64_t *seed, const char *const *texts, int64_t count)
{
	return texts[chance_between(seed, 0, count - 1)];
}

static void add_random_contract(uint64_t *seed, int number)
{
	char text[8][60];
	int64_t year = chance_between(seed, 2022, 2025), month = chance_between(seed, 1, 12);
	int64_t years = chance_between(seed, 1, 2), gone = chance_between(seed, 0, 9);

	snprintf(text[0], sizeof text[0], "name=K%d", number);
	snprintf(text[1], sizeof text[1], "org=%s",
	         gone == 0 ? "" : one_of(seed, org_names, sizeof org_names / sizeof *org_names));
	snprintf(text[2], sizeof text[2], "revenue_type=%s", one_of(seed, types, 4));
	snprintf(text[3], sizeof text[3], "amount=%d.%02d", (int)chance_between(seed, 0, 90000),
	         (int)chance_between(seed, 0, 99));
	snprintf(text[4], sizeof text[4], "starts_on=%d-%02d-01", (int)year, (int)month);
	snprintf(text[5], sizeof text[5], "ends_on=%d-%02d-%02d", (int)(year + years), (int)month,
	         (int)chance_between(seed, 1, 28));
	if (gone == 1) snprintf(text[5], sizeof text[5], "ends_on=");
	snprintf(text[6], sizeof text[6], "kind=%s", chance(seed) % 4 ? "renewal" : "expansion");
	snprintf(text[7], sizeof text[7], "renews=");
	if (number > 0 && chance(seed) % 4 == 0)
		snprintf(text[7], sizeof text[7], "renews=k%d", (int)chance_between(seed, 0, number - 1));
	OK(add("contract", text[0], text[1], text[2], text[3], text[4], text[5], text[6], text[7]));
}

static void add_random_usage(uint64_t *seed, int number)
{
	char text[4][60];

	snprintf(text[0], sizeof text[0], "cluster=u%d", number);
	snprintf(text[1], sizeof text[1], "org=%s", number % 4 ? one_of(seed, org_names, 5) : "");
	snprintf(text[2], sizeof text[2], "month=%d-%02d", (int)chance_between(seed, 2023, 2025),
	         (int)chance_between(seed, 1, 12));
	snprintf(text[3], sizeof text[3], "active_users=%d", (int)chance_between(seed, 0, 300));
	OK(add("usage", text[0], text[1], text[2], text[3]));
}

static void add_random_portfolio(uint64_t *seed)
{
	for (int i = 0; i < 5; i++) {
		char name[40], payer[40];
		snprintf(name, sizeof name, "name=%s", org_names[i]);
		snprintf(payer, sizeof payer, "payer=%s", i == 4 ? "ash" : "");
		OK(add("org", name, payer));
	}
	for (int i = 0; i < 40; i++)
		add_random_contract(seed, i);
	for (int i = 0; i < 15; i++)
		add_random_usage(seed, i);
	for (int i = 0; i < 3; i++) {
		char name[40], org[40];
		snprintf(name, sizeof name, "name=R%d", i);
		snprintf(org, sizeof org, "org=%s", org_names[i]);
		OK(add("deal", name, org, "kind=renewal"));
	}
}

/* What status calls ARR in force, with that day as today, and whatever period is asked for. */
static int64_t status_arr(const char *day, const char *period)
{
	struct syndic *handle = open_as(day, "a test", false);
	struct syndic_status_report *report;
	int64_t arr;

	OK(syndic_report_status(handle, period, &report));
	arr = report->arr.value;
	syndic_status_report_free(report);
	syndic_close(handle);
	return arr;
}

static int64_t balance(const int64_t *amount)
{
	return amount[SYNDIC_ARR_OPENING] + amount[SYNDIC_ARR_NEW] + amount[SYNDIC_ARR_REACTIVATED] +
	       amount[SYNDIC_ARR_EXPANSION] - amount[SYNDIC_ARR_CONTRACTION] - amount[SYNDIC_ARR_CHURN];
}

static void bridge_holds(const struct syndic_arr_bridge *bridge)
{
	int64_t sums[SYNDIC_ARR_PARTS] = {0};

	for (size_t i = 0; i < bridge->line_count; i++) {
		const int64_t *amount = bridge->lines[i].amount;
		int movements = 0;
		for (size_t part = 0; part < SYNDIC_ARR_PARTS; part++) {
			HOLDS(amount[part] >= 0, "%s", bridge->lines[i].name);
			sums[part] += amount[part];
			movements += part > SYNDIC_ARR_OPENING && part < SYNDIC_ARR_CLOSING && amount[part];
		}
		HOLDS(movements <= 1, "%s", bridge->lines[i].name);
		HOLDS(balance(amount) == amount[SYNDIC_ARR_CLOSING], "%s", bridge->lines[i].name);
	}
	for (size_t part = 0; part < SYNDIC_ARR_PARTS; part++)
		HOLDS(sums[part] == bridge->amount[part], "part %zu to %s", part, bridge->to);
	HOLDS(balance(bridge->amount) == bridge->amount[SYNDIC_ARR_CLOSING], "to %s", bridge->to);
}

/* Over months the bridges chain, customers sum to the totals, and each day's ARR is what status
 * says. */
START_TEST(bridges_chain_and_are_what_status_says)
{
	uint64_t seed = (uint64_t)_i * 7919 + 11;
	struct syndic_arr *months, *whole;

	add_random_portfolio(&seed);
	months = arr_of(db, NULL, "2024-08-17", NULL, "month");
	whole = arr_of(db, NULL, "2024-08-17", NULL, NULL);
	ck_assert_uint_eq(months->bridge_count, 18);
	for (size_t i = 0; i < months->bridge_count; i++) {
		const struct syndic_arr_bridge *bridge = &months->bridges[i];
		int64_t opening = bridge->amount[SYNDIC_ARR_OPENING];
		bridge_holds(bridge);
		HOLDS(i == 0 || opening == bridge[-1].amount[SYNDIC_ARR_CLOSING], "from %s", bridge->from);
		HOLDS(opening == status_arr(bridge->from, NULL), "on %s", bridge->from);
		HOLDS(opening == status_arr(bridge->from, "2022"), "on %s", bridge->from);
	}
	bridge_holds(&whole->bridges[0]);
	ck_assert_int_eq(whole->bridges[0].amount[SYNDIC_ARR_CLOSING], status_arr(TODAY, NULL));
	ck_assert_int_eq(whole->bridges[0].amount[SYNDIC_ARR_CLOSING],
	                 months->bridges[17].amount[SYNDIC_ARR_CLOSING]);
	syndic_arr_free(months);
	syndic_arr_free(whole);
}
END_TEST

UNIT(bridge)
{
	Suite *suite = suite_create("bridge");
	TCase *cases = model_case("ARR bridge");

	tcase_add_test(cases, every_movement_has_its_customer);
	tcase_add_test(cases, a_renewal_takes_the_place_of_what_it_renews);
	tcase_add_test(cases, retention_wants_five_customers);
	tcase_add_test(cases, usage_that_fills_up_is_no_retention);
	tcase_add_test(cases, usage_without_fees_compares);
	tcase_add_test(cases, days_are_read_and_cut);
	tcase_add_test(cases, what_cannot_be_told_is_refused);
	tcase_add_loop_test(cases, bridges_chain_and_are_what_status_says, 0, 12);
	suite_add_tcase(suite, cases);
	return suite;
}
