#include "model.h"
#include "property.h"
#include "base/money.h"
#include "report/brier.h"
#include "report/snapshot.h"

/* ---- scores of chances ---- */

#define PERCENT INT64_C(10000) /* millionths */

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

static void figure_is(struct syndic_figure found, struct syndic_figure expected, const char *what)
{
	HOLDS(found.known == expected.known && (!found.known || found.value == expected.value),
	      "%s: %lld", what, (long long)found.value);
}

/*
 * Squares: 0.9 won 0.01, 0.8 won 0.04, 0.3 lost 0.09, 0.2 won 0.64, 0.6 lost 0.36; 1.14 ÷ 5 =
 * 0.228. Three of five won: 0.6, which scores 0.6 · 0.4 = 0.24; skill 1 − 0.228 ÷ 0.24 = 0.05.
 */
START_TEST(a_score_by_hand)
{
	const struct brier_case cases[] = {
		{90 * PERCENT, true}, {80 * PERCENT, true},  {30 * PERCENT, false},
		{20 * PERCENT, true}, {60 * PERCENT, false},
	};
	struct brier brier = brier_of(cases, 5);

	figure_is(brier.score, known(228000), "score");
	figure_is(brier.base_rate, known(600000), "base rate");
	figure_is(brier.base_score, known(240000), "its score");
	figure_is(brier.skill, known(50000), "skill");
	brier = brier_of(cases, 4); /* too few */
	HOLDS(!brier.score.known && !brier.base_rate.known && !brier.base_score.known &&
	          !brier.skill.known,
	      "four cases");
}
END_TEST

/* Worse than the base rate: 0 and 1 the wrong way round score 1, the base rate of 2 of 5 0.24:
 * skill 1 − 1 ÷ 0.24 = −3.1667. Where all were won there is nothing to tell apart. */
START_TEST(skill_may_be_negative_or_unknown)
{
	const struct brier_case wrong[] = {
		{0, true}, {0, true}, {RATIO_ONE, false}, {RATIO_ONE, false}, {RATIO_ONE, false},
	};
	const struct brier_case alike[] = {
		{500000, true}, {500000, true}, {500000, true}, {500000, true}, {500000, true}};
	struct brier brier = brier_of(wrong, 5);

	figure_is(brier.score, known(RATIO_ONE), "all wrong");
	figure_is(brier.skill, known(-3166667), "all wrong");
	brier = brier_of(alike, 5);
	figure_is(brier.score, known(250000), "one half for each");
	figure_is(brier.base_score, known(0), "all won");
	HOLDS(!brier.skill.known, "all won");
}
END_TEST

static void bin_is(const struct syndic_score_bin *bin, int64_t from, int64_t to, int64_t decided,
                   int64_t won, int64_t forecast, int64_t actual)
{
	ck_assert_int_eq(bin->from, from);
	ck_assert_int_eq(bin->to, to);
	ck_assert_int_eq(bin->decided, decided);
	ck_assert_int_eq(bin->won, won);
	figure_is(bin->forecast, known(forecast), "mean of the chances");
	figure_is(bin->actual, known(actual), "share won");
}

/*
 * Lowest fifth: 5, 10, 10, 15, 15 %, one won: mean 11 %, 20 % won. Above it one case, two, two and
 * two: the five up to 80 % make a bin, (25 + 50 + 55 + 70 + 75) ÷ 5 = 55 %, and the two at the top
 * join it: (275 + 190) ÷ 7 = 66.4286 %, 5 of 7 won.
 */
START_TEST(bins_by_hand)
{
	const struct brier_case cases[] = {
		{5 * PERCENT, false},  {10 * PERCENT, false}, {10 * PERCENT, true}, {15 * PERCENT, false},
		{15 * PERCENT, false}, {25 * PERCENT, false}, {50 * PERCENT, true}, {55 * PERCENT, false},
		{70 * PERCENT, true},  {75 * PERCENT, true},  {90 * PERCENT, true}, {RATIO_ONE, true},
	};
	struct syndic_score_bin bins[BRIER_BINS];

	ck_assert_uint_eq(brier_bins(cases, 10, bins), 2);
	bin_is(&bins[1], 200000, RATIO_ONE, 5, 3, 550000, 600000);
	ck_assert_uint_eq(brier_bins(cases, 12, bins), 2);
	bin_is(&bins[0], 0, 200000, 5, 1, 110000, 200000);
	bin_is(&bins[1], 200000, RATIO_ONE, 7, 5, 664286, 714286);
	ck_assert_uint_eq(brier_bins(cases, 0, bins), 0);
	ck_assert_uint_eq(brier_bins(cases, 4, bins), 1); /* counts only */
	ck_assert_int_eq(bins[0].from, 0);
	ck_assert_int_eq(bins[0].to, RATIO_ONE);
	ck_assert_int_eq(bins[0].decided, 4);
	ck_assert_int_eq(bins[0].won, 1);
	HOLDS(!bins[0].forecast.known && !bins[0].actual.known, "four cases");
}
END_TEST

/* A chance on the border belongs above it. */
START_TEST(borders_of_bins)
{
	struct brier_case cases[10];
	struct syndic_score_bin bins[BRIER_BINS];

	for (int i = 0; i < 10; i++)
		cases[i] = (struct brier_case){i < 5 ? 199999 : 200000, i == 0};
	ck_assert_uint_eq(brier_bins(cases, 10, bins), 2);
	bin_is(&bins[0], 0, 200000, 5, 1, 199999, 200000);
	bin_is(&bins[1], 200000, RATIO_ONE, 5, 0, 200000, 0);
}
END_TEST

START_TEST(what_holds_for_any_chances)
{
	uint64_t seed = 20260115;

	for (int round = 0; round < 2000; round++) {
		struct brier_case cases[60], perfect[60], base[60], turned[60];
		struct syndic_score_bin bins[BRIER_BINS];
		size_t count = (size_t)chance_between(&seed, 5, 60), bin_count;
		int64_t won = 0, decided = 0, from = 0;
		for (size_t i = 0; i < count; i++) {
			cases[i] = (struct brier_case){chance_between(&seed, 0, RATIO_ONE), chance(&seed) % 2};
			perfect[i] = (struct brier_case){cases[i].won ? RATIO_ONE : 0, cases[i].won};
			turned[count - 1 - i] = cases[i];
			won += cases[i].won;
		}
		for (size_t i = 0; i < count; i++)
			base[i] = (struct brier_case){muldiv(won, RATIO_ONE, (int64_t)count), cases[i].won};
		struct brier brier = brier_of(cases, count), same = brier_of(turned, count);
		HOLDS(brier.score.value >= 0 && brier.score.value <= RATIO_ONE, "round %d", round);
		HOLDS(brier.score.value == same.score.value && brier.skill.value == same.skill.value,
		      "the order does not matter, round %d", round);
		figure_is(brier_of(perfect, count).score, known(0), "a perfect forecast");
		HOLDS(brier.skill.known == (won != 0 && won != (int64_t)count), "round %d", round);
		if (brier.skill.known) {
			figure_is(brier_of(perfect, count).skill, known(RATIO_ONE), "a perfect forecast");
			/* The rate is rounded to a millionth, by which the score moves less than that. */
			HOLDS(llabs(brier_of(base, count).skill.value) <= 1, "the base rate, round %d", round);
		}
		bin_count = brier_bins(cases, count, bins);
		for (size_t i = 0; i < bin_count; i++) {
			HOLDS(bins[i].decided >= SYNDIC_FEWEST_CASES && bins[i].from == from, "round %d",
			      round);
			HOLDS(bins[i].forecast.value >= bins[i].from && bins[i].forecast.value <= bins[i].to,
			      "round %d", round);
			decided += bins[i].decided;
			from = bins[i].to;
		}
		HOLDS(decided == (int64_t)count && from == RATIO_ONE, "round %d", round);
	}
}
END_TEST

/* ---- taken and kept ---- */

static void look_on(const char *as_of)
{
	syndic_close(db);
	db = open_as(as_of, "a test", false);
}

static enum syndic_status take(const char *name, const char *ledger, int64_t months)
{
	struct syndic_forecast_options options = {.projection = {.months = months,
	                                                         .paths = 1000,
	                                                         .seed = 1,
	                                                         .slip = "0",
	                                                         .correlation = "0",
	                                                         .ledger = ledger}};
	return syndic_snapshot_take(db, name, NULL, &options);
}

static struct syndic_score *score_of(const char *snapshot)
{
	struct syndic_score *score;

	OK(syndic_snapshot_score(db, snapshot, &score));
	return score;
}

static void add_deal(const char *name, const char *chance_given, const char *amount)
{
	char named[60], chances[40], money[40];

	snprintf(named, sizeof named, "name=%s", name);
	snprintf(chances, sizeof chances, "probability=%s", chance_given);
	snprintf(money, sizeof money, "amount=%s", amount);
	OK(add("deal", named, chances, money, "stage=Proposal", "pipeline=project",
	       "starts_on=2026-03-01", "ends_on=2026-08-31", "expected_close=2026-02-20"));
}

/* The months and totals are those of a forecast with the same options, every open deal stands
 * with its chance, and an undo takes back all of it. */
START_TEST(a_snapshot_is_the_forecast)
{
	struct syndic_forecast_options options = {
		.projection = {.months = 7, .paths = 1000, .seed = 1, .slip = "0", .correlation = "0"}};
	struct syndic_forecast *forecast;
	struct syndic_list_options in_order = {.by_id = true};
	struct syndic_rows *rows;
	char *before;

	OK(add("contract", "name=A", "amount=12000", "collected=0", "starts_on=2026-01-01",
	       "ends_on=2026-12-31"));
	add_deal("B", "0.5", "6000");
	OK(add("deal", "name=C", "stage=Discovery", "pipeline=membership",
	       "expected_close=2025-12-01"));
	before = dump();
	OK(syndic_report_forecast(db, &options, &forecast));
	OK(take(NULL, NULL, 7));
	ck_assert_str_eq(syndic_last_write(db)->entity, "snapshot");
	ck_assert_str_eq(syndic_last_write(db)->reference, TODAY);
	ck_assert_int_eq(syndic_last_write(db)->rows, 1 + 7 + 2);
	ck_assert_str_eq(cell("snapshot", TODAY, "taken_on"), TODAY);
	ck_assert_str_eq(cell("snapshot", TODAY, "first_month"), "2026-01");
	ck_assert_str_eq(cell("snapshot", TODAY, "months"), "7");
	ck_assert_str_eq(cell("snapshot", TODAY, "ledger"), "remaining");
	ck_assert_str_eq(cell("snapshot", TODAY, "learned"), "false");
	ck_assert_str_eq(cell("snapshot", TODAY, "committed"), "7000.00");
	OK(syndic_list(db, "snapshot_month", &in_order, &rows));
	for (size_t i = 0; i < 7; i++) {
		const struct syndic_forecast_month *month = &forecast->months[i];
		ck_assert_int_eq(syndic_rows_next(rows), 1);
		ck_assert_str_eq(plain(rows, column_of(rows, "month")), month->month);
		ck_assert_int_eq(syndic_rows_value(rows, column_of(rows, "expected")).number,
		                 month->expected);
		ck_assert_int_eq(syndic_rows_value(rows, column_of(rows, "p10")).number, month->p10);
		ck_assert_int_eq(syndic_rows_value(rows, column_of(rows, "p90")).number, month->p90);
	}
	ck_assert_int_eq(syndic_rows_next(rows), 0);
	syndic_rows_free(rows);
	ck_assert_str_eq(listed("snapshot_deal", NULL, "name"), "C\nB\n"); /* by pipeline */
	ck_assert_str_eq(listed("snapshot_deal", NULL, "pipeline"), "membership\nproject\n");
	ck_assert_str_eq(listed("snapshot_deal", NULL, "probability"), "0.05\n0.5\n");
	ck_assert_str_eq(listed("snapshot_deal", NULL, "amount"), "\n6000.00\n");
	/* as written, not as the forecast moves it */
	ck_assert_str_eq(listed("snapshot_deal", NULL, "expected_close"), "2025-12-01\n2026-02-20\n");
	ck_assert_str_eq(findings(), "");
	OK(undo(0));
	same_dump(before, dump(), "after undo");
	syndic_forecast_free(forecast);
}
END_TEST

START_TEST(two_snapshots_of_a_day)
{
	OK(take(NULL, NULL, 1));
	OK(take("", "earned", 1));
	ck_assert_str_eq(syndic_last_write(db)->reference, TODAY "-2");
	ck_assert_str_eq(listed("snapshot", NULL, "name"), TODAY "\n" TODAY "\n");
	OK(take("Board, January", NULL, 1));
	ck_assert_str_eq(syndic_last_write(db)->reference, "board-january");
}
END_TEST

START_TEST(without_options_as_usual)
{
	const struct syndic_forecast_options usual = {0};

	OK(syndic_snapshot_take(db, "a", NULL, NULL));
	OK(syndic_snapshot_take(db, "b", NULL, &usual));
	ck_assert_str_eq(cell("snapshot", "a", "months"), cell("snapshot", "b", "months"));
	ck_assert_str_eq(cell("snapshot", "a", "paths"), cell("snapshot", "b", "paths"));
	ck_assert_str_eq(cell("snapshot", "a", "slip"), cell("snapshot", "b", "slip"));
	ck_assert_str_eq(cell("snapshot", "a", "learned"), "false");
}
END_TEST

START_TEST(a_dry_run_keeps_nothing)
{
	syndic_close(db);
	db = open_as(TODAY, "a test", true);
	OK(take(NULL, NULL, 3));
	ck_assert_int_eq(syndic_last_write(db)->rows, 4);
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	ck_assert_str_eq(listed("snapshot", NULL, "slug"), "");
	ck_assert_str_eq(listed("snapshot_month", NULL, "month"), "");
}
END_TEST

START_TEST(what_a_snapshot_has_no_room_for)
{
	struct syndic_forecast_options options = {.renewals = true};
	struct syndic_score *score;

	REFUSED(syndic_snapshot_take(db, NULL, NULL, &options), SYNDIC_MISUSE, "renewals", "no room");
	options = (struct syndic_forecast_options){.by = "type"};
	REFUSED(syndic_snapshot_take(db, NULL, NULL, &options), SYNDIC_MISUSE, "by", "no room");
	options = (struct syndic_forecast_options){.exact = true};
	REFUSED(syndic_snapshot_take(db, NULL, NULL, &options), SYNDIC_MISUSE, "exact", "no room");
	options = (struct syndic_forecast_options){.projection.slip = "fast"};
	REFUSED(syndic_snapshot_take(db, NULL, NULL, &options), SYNDIC_MISUSE, "slip", "fast");
	options = (struct syndic_forecast_options){.projection = {.months = 1, .learned = true}};
	OK(syndic_snapshot_take(db, NULL, "for the board", &options));
	ck_assert_str_eq(cell("snapshot", TODAY, "notes"), "for the board");
	ck_assert_str_eq(cell("snapshot", TODAY, "learned"), "true");
	score = score_of(TODAY);
	ck_assert(score->learned);
	syndic_score_free(score);
}
END_TEST

/* ---- which one ---- */

START_TEST(the_age_and_the_one_to_score)
{
	struct syndic_score *score;
	int64_t days;
	bool any;

	OK(snapshot_age(db, &days, &any));
	ck_assert(!any);
	REFUSED(syndic_snapshot_score(db, NULL, &score), SYNDIC_NOT_FOUND, "", "nothing to score");
	ck_assert_ptr_null(score);
	OK(take("first", NULL, 1));
	look_on("2026-03-01");
	OK(take("second", NULL, 1));
	OK(snapshot_age(db, &days, &any));
	ck_assert(any);
	ck_assert_int_eq(days, 0);
	look_on("2026-04-14"); /* 89 days after the first: 16 + 28 + 31 + 14 */
	OK(snapshot_age(db, &days, &any));
	ck_assert_int_eq(days, 44); /* 30 + 14 */
	score = score_of(NULL);
	ck_assert_str_eq(score->snapshot, "second");
	ck_assert(score->early);
	syndic_score_free(score);
	look_on("2026-04-15");
	score = score_of(NULL);
	ck_assert_str_eq(score->snapshot, "first");
	ck_assert_int_eq(score->days, 90);
	ck_assert(!score->early);
	syndic_score_free(score);
	look_on("2026-02-01"); /* the second is still to come */
	OK(snapshot_age(db, &days, &any));
	ck_assert_int_eq(days, 17);
	REFUSED(syndic_snapshot_score(db, "second", &score), SYNDIC_CONFLICT, "taken_on",
	        "taken on 2026-03-01");
	REFUSED(syndic_snapshot_score(db, "third", &score), SYNDIC_NOT_FOUND, "", "third");
	look_on("2026-01-14");
	OK(snapshot_age(db, &days, &any));
	ck_assert(!any);
	syndic_score_free(NULL);
}
END_TEST

/* ---- what came of the deals ---- */

static void deals_are(int64_t won, int64_t lost, int64_t open, int64_t removed,
                      struct syndic_figure brier)
{
	struct syndic_score *score = score_of("s");

	ck_assert_int_eq(score->deals, won + lost + open + removed);
	ck_assert_int_eq(score->won, won);
	ck_assert_int_eq(score->lost, lost);
	ck_assert_int_eq(score->open, open);
	ck_assert_int_eq(score->removed, removed);
	figure_is(score->brier, brier, "brier");
	syndic_score_free(score);
}

static void add_scored_deals(void)
{
	static const char *const chances[] = {"0.9", "0.8", "0.3", "0.2", "0.6", "0.5", "0.5"};
	char name[] = "D0";

	for (size_t i = 0; i < sizeof chances / sizeof *chances; i++, name[1]++)
		add_deal(name, chances[i], "100");
	OK(take("s", NULL, 1));
}

/* The five of a_score_by_hand; one more stays open, one is removed. What is lost counts from its
 * day on, what is won whatever its day, and what is opened again no longer. */
START_TEST(deals_are_judged_on_the_day)
{
	add_scored_deals();
	deals_are(0, 0, 7, 0, (struct syndic_figure){0});
	look_on("2026-03-01");
	OK(win("d0"));
	OK(win("d1"));
	OK(lose("d2"));
	OK(win("d3"));
	OK(rm("deal", "d6"));
	deals_are(3, 1, 2, 1, (struct syndic_figure){0});
	look_on("2026-03-02");
	OK(lose("d4"));
	deals_are(3, 2, 1, 1, known(228000));
	look_on("2026-03-01");
	deals_are(3, 1, 2, 1, (struct syndic_figure){0});
	look_on("2026-02-28");
	deals_are(3, 0, 3, 1, (struct syndic_figure){0});
	look_on("2026-03-02");
	/* Open deals never count, whatever chance they are given, nor do deals of later days. */
	OK(edit("deal", "d5", "probability=1"));
	add_deal("Later", "0.01", "100");
	OK(win("later"));
	deals_are(3, 2, 1, 1, known(228000));
	/* Another chance for what is decided changes nothing, either: the one then is kept. */
	OK(edit("deal", "d0", "probability=0.1"));
	deals_are(3, 2, 1, 1, known(228000));
	OK(reopen("d4"));
	deals_are(3, 1, 2, 1, (struct syndic_figure){0});
}
END_TEST

/* A deal is often marked as won on the day that its contract will begin. */
START_TEST(won_is_won_whatever_its_day)
{
	add_scored_deals();
	OK(syndic_deal_win(db, "d0", NULL, "2026-09-01", NULL, 0));
	OK(syndic_deal_lose(db, "d1", "price", "2026-09-01"));
	deals_are(1, 0, 6, 0, (struct syndic_figure){0});
	look_on("2026-09-01");
	deals_are(1, 1, 5, 0, (struct syndic_figure){0});
}
END_TEST

/* ---- what came in ---- */

static void month_is(const struct syndic_score *score, size_t i, const char *month,
                     const char *basis, int64_t came_in, int64_t beside, const char *verdict)
{
	const struct syndic_score_month *found = &score->months[i];

	ck_assert_uint_lt(i, score->month_count);
	ck_assert_str_eq(found->month, month);
	ck_assert_pstr_eq(found->basis, basis);
	ck_assert_pstr_eq(found->verdict, verdict);
	ck_assert(found->came_in.known == (basis != NULL));
	if (basis) ck_assert_int_eq(found->came_in.value, came_in);
	if (basis) ck_assert_int_eq(found->beside.value, beside);
	ck_assert((found->reason == NULL) == (basis != NULL));
}

static void reason_has(const struct syndic_score *score, size_t i, const char *part)
{
	ck_assert_msg(strstr(score->months[i].reason, part) != NULL, "%s", score->months[i].reason);
}

static void pay(const char *contract, const char *paid_on, const char *amount)
{
	OK(syndic_contract_collect(db, contract, amount, paid_on, NULL));
}

/* A contract of 1,000.00 a month and a deal of 1,000.00 a month from March, as likely won as
 * not: in March one future in ten has 1,000.00, one in ten 2,000.00; before it both percentiles
 * are 1,000.00. */
static void add_signed_and_open(void)
{
	OK(add("contract", "name=Old", "amount=12000", "starts_on=2025-01-01", "ends_on=2025-12-31",
	       "collected=0"));
	OK(add("contract", "name=Signed", "amount=12000", "collected=0", "starts_on=2026-01-01",
	       "ends_on=2026-12-31"));
	add_deal("Open", "0.5", "6000");
	OK(add("deal", "name=Unpriced", "stage=Proposal", "pipeline=project", "starts_on=2026-01-01",
	       "ends_on=2026-12-31"));
}

/*
 * January: 1,000.00 as forecast. February: 900.00, and 500.00 of a contract that nobody had
 * forecast. March: 1,100.00, 1,400.00 of the deal that was won, 2,500.00 in all; beside it 300.00
 * late of what had ended and 50.00 of a deal that had no amount.
 */
START_TEST(payments_tell_what_came_in)
{
	struct syndic_score *score;

	add_signed_and_open();
	OK(take("s", NULL, 3));
	look_on("2026-03-31");
	OK(add("contract", "name=New", "amount=500", "starts_on=2026-02-01", "ends_on=2026-03-31"));
	OK(win("open"));
	OK(win("unpriced"));
	pay("signed", "2026-01-20", "1000");
	pay("signed", "2026-02-10", "900");
	pay("signed", "2026-03-05", "1100");
	pay("signed", "2026-04-01", "77"); /* after the last month looked at */
	pay("new", "2026-02-11", "500");
	pay("old", "2026-03-20", "300");
	pay("open", "2026-03-31", "1400");
	pay("unpriced", "2026-03-31", "50");
	score = score_of("s");
	ck_assert_uint_eq(score->month_count, 3);
	ck_assert_int_eq(score->months[2].p10, 100000);
	ck_assert_int_eq(score->months[2].p90, 200000);
	ck_assert_int_eq(score->months[2].expected, 150000);
	month_is(score, 0, "2026-01", "payments", 100000, 0, "inside");
	month_is(score, 1, "2026-02", "payments", 90000, 50000, "below");
	month_is(score, 2, "2026-03", "payments", 250000, 35000, "above");
	ck_assert_int_eq(score->comparable, 3);
	ck_assert(score->certain == 2 && score->met == 1); /* before March nothing could vary */
	ck_assert(score->inside == 0 && score->below == 0 && score->above == 1);
	ck_assert(!score->inside_share.known);
	/* All months are over: the total has a band of its own, 3,000.00 to 4,000.00. */
	ck_assert_int_eq(score->total.p10, 300000);
	ck_assert_int_eq(score->total.p90, 400000);
	ck_assert_int_eq(score->total.expected, 350000);
	ck_assert_int_eq(score->total.came_in.value, 440000);
	ck_assert_int_eq(score->total.beside.value, 85000);
	ck_assert_str_eq(score->total.verdict, "above");
	syndic_score_free(score);
	look_on("2026-03-30"); /* March is not over */
	score = score_of("s");
	ck_assert_uint_eq(score->month_count, 2);
	ck_assert_ptr_null(score->total.verdict);
	ck_assert_int_eq(score->total.came_in.value, 190000);
	syndic_score_free(score);
}
END_TEST

/* Nobody knows when it was paid: not listed, and not known to be nothing; from the month in
 * which it begins on. A sum without its days is as bad. */
START_TEST(payments_that_nobody_listed)
{
	struct syndic_score *score;

	OK(add("contract", "name=Dark", "amount=1200", "starts_on=2026-02-01", "ends_on=2026-12-31"));
	OK(add("contract", "name=Free", "amount=0", "starts_on=2026-01-01", "ends_on=2026-12-31"));
	OK(take("s", NULL, 3));
	look_on("2026-04-01");
	score = score_of("s");
	month_is(score, 0, "2026-01", "payments", 0, 0, "inside");
	month_is(score, 1, "2026-02", NULL, 0, 0, NULL);
	reason_has(score, 1, "of dark");
	ck_assert_int_eq(score->comparable, 1);
	syndic_score_free(score);
	OK(edit("contract", "dark", "collected=300"));
	score = score_of("s");
	month_is(score, 2, "2026-03", NULL, 0, 0, NULL);
	syndic_score_free(score);
	OK(edit("contract", "dark", "collected=0"));
	score = score_of("s");
	month_is(score, 2, "2026-03", "payments", 0, 0, "below");
	syndic_score_free(score);
}
END_TEST

/*
 * By contracts as they stand today: the amended one earns 900.00 a month, the deal that was won
 * 1,000.00 from April, a month late; New earns 250.00 that nobody had forecast in February and
 * March.
 */
START_TEST(contracts_tell_what_was_earned)
{
	struct syndic_score *score;

	add_signed_and_open();
	OK(take("s", "earned", 4));
	look_on("2026-04-30");
	OK(edit("contract", "signed", "amount=10800"));
	OK(add("contract", "name=New", "amount=500", "starts_on=2026-02-01", "ends_on=2026-03-31"));
	OK(edit("deal", "open", "starts_on=2026-04-01", "ends_on=2026-09-30"));
	OK(win("open"));
	score = score_of("s");
	month_is(score, 1, "2026-02", "contracts", 90000, 25000, "below");
	month_is(score, 2, "2026-03", "contracts", 90000, 25000, "below");
	month_is(score, 3, "2026-04", "contracts", 190000, 0, "inside");
	ck_assert_int_eq(score->total.expected, 2 * 100000 + 2 * 150000);
	syndic_score_free(score);
	/* What came of its deals must be placed in time. */
	OK(edit("contract", "open", "ends_on="));
	score = score_of("s");
	month_is(score, 2, "2026-03", "contracts", 90000, 25000, "below"); /* it begins in April */
	month_is(score, 3, "2026-04", NULL, 0, 0, NULL);
	reason_has(score, 3, "term or amount are unknown of open");
	syndic_score_free(score);
}
END_TEST

static void add_actuals(const char *month, const char *amount)
{
	static const char *const types[] = {"membership", "service", "usage",
	                                    "project",    "grant",   "gift"};
	char when[40], type[40], money[40];

	snprintf(when, sizeof when, "month=%s", month);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		snprintf(type, sizeof type, "revenue_type=%s", types[i]);
		snprintf(money, sizeof money, "amount=%s", i ? "0" : amount);
		OK(add("actual", when, type, money));
	}
}

/* The books know better than contracts where they are complete and hold nothing else; with the
 * ledger remaining they are earned money, and do not tell what was still to come. */
START_TEST(actuals_tell_what_was_earned)
{
	struct syndic_score *score;

	add_signed_and_open();
	OK(take("s", "earned", 3));
	OK(take("r", NULL, 3));
	look_on("2026-04-01");
	add_actuals("2026-01", "1010.50");
	add_actuals("2026-02", "990");
	OK(add("actual", "month=2026-03", "revenue_type=project", "amount=5")); /* incomplete */
	OK(add("contract", "name=New", "amount=500", "starts_on=2026-02-01", "ends_on=2026-02-28"));
	score = score_of("s");
	month_is(score, 0, "2026-01", "actuals", 101050, 0, "above");
	month_is(score, 1, "2026-02", "contracts", 100000, 50000, "inside"); /* New is in the books */
	month_is(score, 2, "2026-03", "contracts", 100000, 0, "inside");
	syndic_score_free(score);
	score = score_of("r");
	month_is(score, 0, "2026-01", "payments", 0, 0, "below");
	syndic_score_free(score);
}
END_TEST

/* 10 users a month are 100.00. Forecast from the year before, it must have been measured. */
START_TEST(usage_must_be_measured)
{
	struct syndic_score *score;

	OK(add("org", "name=Payer"));
	for (int month = 1; month <= 12; month++) {
		char when[40];
		snprintf(when, sizeof when, "month=2025-%02d", month);
		OK(add("usage", "org=payer", "cluster=c", when, "active_users=10"));
	}
	OK(take("s", NULL, 2));
	look_on("2026-03-01");
	OK(add("usage", "org=payer", "cluster=c", "month=2026-02", "active_users=8"));
	score = score_of("s");
	ck_assert_int_eq(score->months[0].expected, 10000);
	month_is(score, 0, "2026-01", NULL, 0, 0, NULL);
	reason_has(score, 0, "usage is not measured");
	month_is(score, 1, "2026-02", "payments", 8000, 0, "below");
	syndic_score_free(score);
}
END_TEST

/*
 * A month that was over when the snapshot was taken was no forecast, and January and February were
 * certain. From March on one future in ten has 1,000.00, one in ten 2,000.00: five months make a
 * share, of which the last is below.
 */
START_TEST(months_that_were_over_and_shares)
{
	struct syndic_forecast_options options = {
		.projection = {
			.from = "2025-12", .months = 9, .paths = 1000, .slip = "0", .correlation = "0"}};
	struct syndic_score *score;

	OK(add("contract", "name=Signed", "amount=12000", "collected=0", "starts_on=2026-01-01",
	       "ends_on=2026-12-31"));
	add_deal("Open", "0.5", "6000");
	OK(syndic_snapshot_take(db, "s", NULL, &options));
	look_on("2026-08-01");
	for (int month = 1; month <= 7; month++) {
		char day[32];
		snprintf(day, sizeof day, "2026-%02d-28", month);
		pay("signed", day, month < 7 ? "1000" : "999.99");
	}
	score = score_of("s");
	ck_assert_uint_eq(score->month_count, 8);
	month_is(score, 0, "2025-12", NULL, 0, 0, NULL);
	reason_has(score, 0, "over when the snapshot was taken");
	month_is(score, 6, "2026-06", "payments", 100000, 0, "inside"); /* P10 itself */
	ck_assert_int_eq(score->comparable, 7);
	ck_assert(score->certain == 2 && score->met == 2);
	ck_assert(score->inside == 4 && score->below == 1 && score->above == 0);
	figure_is(score->inside_share, known(800000), "4 of 5");
	ck_assert_ptr_null(score->total.verdict); /* not all of its months */
	syndic_score_free(score);
	look_on("2026-07-30");
	score = score_of("s");
	ck_assert(score->inside == 4 && !score->inside_share.known); /* four are too few */
	syndic_score_free(score);
}
END_TEST

/* ---- export and import ---- */

START_TEST(an_export_brings_it_back)
{
	struct syndic_options options = {.as_of = "2026-03-02", .actor = "ana", .command = "a test"};
	struct syndic_import_options none = {0};
	struct syndic_rows *rows;
	char *before;

	add_scored_deals();
	look_on("2026-03-02");
	OK(win("d0"));
	OK(rm("deal", "d6"));
	before = dump();
	OK(syndic_export_directory(db, beside(".out"), &rows));
	syndic_rows_free(rows);
	syndic_close(db);
	ck_assert_int_eq(syndic_create(beside(".two"), "USD", &options, &db), SYNDIC_OK);
	OK(syndic_import_directory(db, beside(".out"), &none, &rows));
	syndic_rows_free(rows);
	same_dump(before, dump(), "after import");
	ck_assert_str_eq(findings(), "");
	deals_are(1, 0, 5, 1, (struct syndic_figure){0});
	OK(undo(0));
	ck_assert_str_eq(listed("snapshot_deal", NULL, "name"), "");
}
END_TEST

UNIT(snapshot)
{
	Suite *suite = suite_create("snapshot");
	TCase *scores = tcase_create("scores of chances");
	TCase *kept = model_case("taken and kept"), *deals = model_case("what came of the deals");
	TCase *band = model_case("what came in");

	tcase_add_test(scores, a_score_by_hand);
	tcase_add_test(scores, skill_may_be_negative_or_unknown);
	tcase_add_test(scores, bins_by_hand);
	tcase_add_test(scores, borders_of_bins);
	tcase_add_test(scores, what_holds_for_any_chances);
	suite_add_tcase(suite, scores);
	tcase_add_test(kept, a_snapshot_is_the_forecast);
	tcase_add_test(kept, two_snapshots_of_a_day);
	tcase_add_test(kept, without_options_as_usual);
	tcase_add_test(kept, a_dry_run_keeps_nothing);
	tcase_add_test(kept, what_a_snapshot_has_no_room_for);
	tcase_add_test(kept, the_age_and_the_one_to_score);
	tcase_add_test(kept, an_export_brings_it_back);
	suite_add_tcase(suite, kept);
	tcase_add_test(deals, deals_are_judged_on_the_day);
	tcase_add_test(deals, won_is_won_whatever_its_day);
	suite_add_tcase(suite, deals);
	tcase_add_test(band, payments_tell_what_came_in);
	tcase_add_test(band, payments_that_nobody_listed);
	tcase_add_test(band, contracts_tell_what_was_earned);
	tcase_add_test(band, actuals_tell_what_was_earned);
	tcase_add_test(band, usage_must_be_measured);
	tcase_add_test(band, months_that_were_over_and_shares);
	suite_add_tcase(suite, band);
	return suite;
}
