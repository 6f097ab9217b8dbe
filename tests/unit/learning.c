#include "model.h"
#include <math.h>
#include "property.h"
#include "report/learning.h"

#define NEAR 1e-12

/* ---- the share that is won in the end ---- */

/* Nothing is censored: won ÷ all, in whatever order. */
START_TEST(without_open_deals_it_is_the_share_won)
{
	uint64_t seed = 3;

	for (int i = 0; i < 500; i++) {
		struct fate_case cases[40];
		size_t count = (size_t)chance_between(&seed, 1, 40);
		double won = 0;
		for (size_t k = 0; k < count; k++) {
			cases[k].days = chance_between(&seed, 0, 20);
			cases[k].fate = chance(&seed) % 3 == 0 ? FATE_WON : FATE_LOST;
			won += cases[k].fate == FATE_WON;
		}
		HOLDS(fabs(learning_won_share(cases, count) - won / (double)count) < NEAR, "%zu", count);
	}
}
END_TEST

/* Four deals: won after a day, watched for two, lost after three, won after four. At risk are 4, 3,
 * 2, 1: 1/4, then 3/4 · 1/2 lost, then 3/4 · 1/2 won: 0.625. */
START_TEST(open_deals_count_while_they_are_watched)
{
	struct fate_case cases[] = {{4, FATE_WON}, {2, FATE_OPEN}, {1, FATE_WON}, {3, FATE_LOST}};
	struct fate_case rest[] = {{1, FATE_WON}, {2, FATE_LOST}, {3, FATE_OPEN}, {4, FATE_OPEN}};
	struct fate_case open[] = {{1, FATE_OPEN}, {2, FATE_OPEN}};
	struct fate_case tied[] = {{1, FATE_OPEN}, {1, FATE_WON}, {2, FATE_LOST}};

	ck_assert_double_eq_tol(learning_won_share(cases, 4), 0.625, NEAR);
	/* A quarter each is won and lost, and a half undecided: of what is decided a half. */
	ck_assert_double_eq_tol(learning_won_share(rest, 4), 0.5, NEAR);
	ck_assert_double_eq(learning_won_share(open, 2), 0);
	ck_assert_double_eq(learning_won_share(NULL, 0), 0);
	/* What is open on the day of a win was still at risk: 1/3, then 2/3 lost. */
	ck_assert_double_eq_tol(learning_won_share(tied, 3), 1.0 / 3, NEAR);
}
END_TEST

/* ---- from stage to stage ---- */

/* Moves a deal on a day of January 2026. */
static void move_on(const char *deal, const char *stage, int day)
{
	char text[40];
	struct given *said;

	snprintf(text, sizeof text, "stage_since=2026-01-%02d", day);
	said = SAID(text);
	OK(syndic_deal_move(db, deal, stage, said->inputs, said->count));
}

static void begin_on(const char *deal, const char *stage, int day)
{
	char name[40], where[40], since[40];

	snprintf(name, sizeof name, "name=%s", deal);
	snprintf(where, sizeof where, "stage=%s", stage);
	snprintf(since, sizeof since, "stage_since=2026-01-%02d", day);
	OK(add("deal", name, "pipeline=membership", where, since, "kind=new",
	       "revenue_type=membership"));
}

static void end_on(const char *deal, bool won, int day)
{
	char text[40];

	snprintf(text, sizeof text, "2026-01-%02d", day);
	if (won)
		OK(syndic_deal_win(db, deal, NULL, text, NULL, 0));
	else
		OK(syndic_deal_lose(db, deal, "price", text));
}

/*
 * Through Outreach, on 15 January:
 *   a  2nd, Proposal 4th, won 9th          b  2nd, Proposal 5th, lost 6th
 *   c  3rd, lost 5th                       d  3rd, Proposal 6th, back in Outreach 8th, open
 *   e  1st, won 4th                        f  5th, still there
 *   g  began in Proposal on the 1st, lost on the 3rd
 */
static void add_history(void)
{
	begin_on("a", "Outreach", 2);
	move_on("a", "Proposal", 4);
	end_on("a", true, 9);
	begin_on("b", "Outreach", 2);
	move_on("b", "Proposal", 5);
	end_on("b", false, 6);
	begin_on("c", "Outreach", 3);
	end_on("c", false, 5);
	begin_on("d", "Outreach", 3);
	move_on("d", "Proposal", 6);
	move_on("d", "Outreach", 8);
	begin_on("e", "Outreach", 1);
	end_on("e", true, 4);
	begin_on("f", "Outreach", 5);
	begin_on("g", "Proposal", 1);
	end_on("g", false, 3);
}

static struct syndic_conversion *conversion_of(const char *pipeline, const char *since)
{
	struct syndic_history_options options = {pipeline, since};
	struct syndic_conversion *report;

	OK(syndic_report_conversion(db, &options, &report));
	return report;
}

static const struct syndic_conversion_stage *stage_of(const struct syndic_conversion *report,
                                                      const char *stage)
{
	for (size_t i = 0; i < report->stage_count; i++)
		if (strcmp(report->stages[i].pipeline, "membership") == 0 &&
		    strcmp(report->stages[i].stage, stage) == 0)
			return &report->stages[i];
	ck_abort_msg("there is no stage %s", stage);
	return NULL;
}

static void move_is(const struct syndic_conversion_stage *line, size_t index, const char *stage,
                    int64_t deals, int64_t share)
{
	ck_assert_uint_lt(index, line->move_count);
	ck_assert_str_eq(line->moves[index].stage, stage);
	ck_assert_int_eq(line->moves[index].deals, deals);
	ck_assert_int_eq(line->moves[index].share.value, share);
}

/* Of 6 that entered Outreach, 3 went to Proposal, 1 each was won and lost, 1 is there; in the end 2
 * are won, 2 lost, 2 open. Four are decided: too few for a chance. Only 4 entered Proposal: no
 * shares. */
START_TEST(deals_count_once_from_their_first_entry)
{
	struct syndic_conversion *report;
	const struct syndic_conversion_stage *line;

	add_history();
	report = conversion_of("membership", NULL);
	ck_assert_uint_eq(report->stage_count, 6);
	line = stage_of(report, "Outreach");
	ck_assert_int_eq(line->entered, 6);
	ck_assert_int_eq(line->stayed, 1);
	ck_assert_int_eq(line->stayed_share.value, 166667);
	ck_assert_uint_eq(line->move_count, 3);
	move_is(line, 0, "Proposal", 3, 500000);
	move_is(line, 1, "Closed Lost", 1, 166667);
	move_is(line, 2, "Closed Won", 1, 166667);
	ck_assert(line->won == 2 && line->lost == 2 && line->open == 2);
	ck_assert_int_eq(line->won_share.value, 333333);
	ck_assert(line->decided == 4 && !line->history.known);
	ck_assert_int_eq(line->configured, 200000);
	line = stage_of(report, "Proposal");
	ck_assert(line->entered == 4 && line->won == 1 && line->lost == 2 && line->open == 1);
	ck_assert_int_eq(line->moves[0].deals, 2);
	ck_assert_str_eq(line->moves[0].stage, "Closed Lost");
	ck_assert(!line->moves[0].share.known && !line->won_share.known);
	syndic_conversion_free(report);
	report = conversion_of(NULL, "2026-01-03");
	line = stage_of(report, "Outreach");
	ck_assert(line->entered == 3 && line->won == 0 && line->lost == 1 && line->open == 2);
	ck_assert_int_eq(stage_of(report, "Proposal")->entered, 3);
	syndic_conversion_free(report);
	REFUSED(syndic_report_conversion(db, &(struct syndic_history_options){"membershp", NULL},
	                                 &report),
	        SYNDIC_NOT_FOUND, "", "near: membership");
	REFUSED(syndic_report_velocity(db, &(struct syndic_history_options){NULL, "30 Feb"},
	                               &(struct syndic_velocity *){0}),
	        SYNDIC_MISUSE, "since", "since 30 Feb");
}
END_TEST

/*
 * Outreach, μ = 0.2: days to the end are h 1 lost, c 2 lost, e 3 won, b 4 lost, a 7 won; d 12 and f
 * 10 are open. Each of the five ends takes 1/7: 2/7 are won, 3/7 lost, 2/7 undecided, so 2 of 5 of
 * what is decided. (2 + 2) ÷ (5 + 10) = 0.266667; the interval is that of Beta(4, 11), by sums of
 * binomial chances.
 */
START_TEST(a_chance_is_learned_from_what_was_decided)
{
	struct arena arena = {0};
	struct learning learning;
	const struct stage_learning *learned;
	struct syndic_conversion *report;
	size_t count;
	const struct stage *stages;

	add_history();
	begin_on("h", "Outreach", 10);
	end_on("h", false, 11);
	OK(learning_load(db, &arena, INT64_MIN, &learning));
	stages = stages_all(db, &count);
	for (size_t i = 0; i < count; i++) {
		learned = learning_of(&learning, stages[i].id);
		ck_assert(stage_is(&stages[i], "open") == (learned != NULL));
		if (learned && learned->entries == 0)
			ck_assert_int_eq(learned->probability, stages[i].probability);
		if (strcmp(stages[i].slug, "membership-outreach") != 0) continue;
		ck_assert(learned->entries == 7 && learned->decided == 5 && learned->wins == 2);
		ck_assert_int_eq(learned->probability, 266667);
		ck_assert_int_eq(learned->low, 130939);
		ck_assert_int_eq(learned->high, 416977);
	}
	report = conversion_of(NULL, NULL);
	ck_assert_int_eq(stage_of(report, "Outreach")->history.value, 266667);
	ck_assert_int_eq(stage_of(report, "Outreach")->low.value, 130939);
	ck_assert_int_eq(stage_of(report, "Outreach")->high.value, 416977);
	syndic_conversion_free(report);
	arena_free(&arena);
}
END_TEST

/* Six of kind new are decided, two won; one renewal: its rate is still the setting. */
START_TEST(rates_are_learned_from_five_decided)
{
	struct syndic_win_rate renewal, fresh;

	add_history();
	begin_on("h", "Outreach", 10);
	end_on("h", false, 11);
	begin_on("i", "Outreach", 10);
	OK(edit("deal", "i", "kind=renewal"));
	end_on("i", false, 11);
	OK(learning_rates(db, &renewal, &fresh));
	ck_assert(fresh.learned && fresh.won == 2 && fresh.decided == 6);
	ck_assert_int_eq(fresh.rate, 333333);
	ck_assert(!renewal.learned && renewal.won == 0 && renewal.decided == 1);
	ck_assert_int_eq(renewal.rate, 800000);
}
END_TEST

/* ---- time in stage ---- */

static struct syndic_velocity *velocity_of(const char *pipeline, const char *since)
{
	struct syndic_history_options options = {pipeline, since};
	struct syndic_velocity *report;

	OK(syndic_report_velocity(db, &options, &report));
	return report;
}

/* Ended stays in Outreach: a 2, b 3, c 2, d 3, e 3 days, median 3, also of nine of ten; open: d 7,
 * f 10 days, 8.5, so 9. In Proposal: a 5, b 1, d 2, g 2 days: median 2, too few for more. */
START_TEST(stays_that_go_on_count_apart)
{
	struct syndic_velocity *report;

	add_history();
	report = velocity_of("membership", NULL);
	ck_assert_uint_eq(report->stage_count, 6);
	ck_assert_str_eq(report->stages[2].stage, "Outreach");
	ck_assert_int_eq(report->stages[2].ended, 5);
	ck_assert_int_eq(report->stages[2].median.value, 3);
	ck_assert_int_eq(report->stages[2].ninetieth.value, 3);
	ck_assert_int_eq(report->stages[2].open, 2);
	ck_assert_int_eq(report->stages[2].open_median.value, 9);
	ck_assert(report->stages[2].bottleneck);
	ck_assert_int_eq(report->stages[3].ended, 4);
	ck_assert_int_eq(report->stages[3].median.value, 2);
	ck_assert(!report->stages[3].ninetieth.known && !report->stages[3].bottleneck);
	ck_assert(!report->stages[0].median.known && !report->stages[0].open_median.known);
	syndic_velocity_free(report);
	report = velocity_of(NULL, "2026-01-08");
	ck_assert(report->stages[2].ended == 0 && report->stages[2].open == 1);
	syndic_velocity_free(report);
}
END_TEST

/* The ids of a deal's rows end in their positions as text: the tenth stands before the second. */
START_TEST(long_paths_stay_in_order)
{
	struct syndic_velocity *report;

	begin_on("a", "Discovery", 1);
	for (int i = 1; i <= 11; i++)
		move_on("a", i % 2 ? "Outreach" : "Discovery", 1 + i);
	report = velocity_of("membership", NULL);
	ck_assert(report->stages[0].ended == 6 && report->stages[0].open == 0);
	ck_assert(report->stages[2].ended == 5 && report->stages[2].open == 1);
	ck_assert_int_eq(report->stages[0].median.value, 1);
	ck_assert_int_eq(report->stages[0].ninetieth.value, 1);
	ck_assert_int_eq(report->stages[2].open_median.value, 3);
	syndic_velocity_free(report);
}
END_TEST

/* Stays of 1 to 10 days: nine of ten are no longer than 9. */
START_TEST(nine_of_ten_do_not_exceed_the_percentile)
{
	struct syndic_velocity *report;

	for (int i = 1; i <= 10; i++) {
		char name[32];
		snprintf(name, sizeof name, "s%d", i);
		begin_on(name, "Discovery", 1);
		move_on(name, "Outreach", 1 + i);
	}
	report = velocity_of("membership", NULL);
	ck_assert_int_eq(report->stages[0].ninetieth.value, 9);
	ck_assert_int_eq(report->stages[0].median.value, 6);
	syndic_velocity_free(report);
}
END_TEST

UNIT(learning)
{
	Suite *suite = suite_create("learning");
	TCase *cases = model_case("learning from history");

	tcase_add_test(cases, without_open_deals_it_is_the_share_won);
	tcase_add_test(cases, open_deals_count_while_they_are_watched);
	tcase_add_test(cases, deals_count_once_from_their_first_entry);
	tcase_add_test(cases, a_chance_is_learned_from_what_was_decided);
	tcase_add_test(cases, rates_are_learned_from_five_decided);
	tcase_add_test(cases, stays_that_go_on_count_apart);
	tcase_add_test(cases, long_paths_stay_in_order);
	tcase_add_test(cases, nine_of_ten_do_not_exceed_the_percentile);
	suite_add_tcase(suite, cases);
	return suite;
}
