/* The queue as it is reported: order, hours, months, other orders, receipts. */
#include "slot_fixture.h"
#include "base/money.h"

static struct syndic_queue *report;

static void look_as(struct syndic *handle)
{
	syndic_queue_free(report);
	ck_assert_int_eq(syndic_report_queue(handle, NULL, &report), SYNDIC_OK);
}
static void look(void)
{
	look_as(db);
}

/* "2026-01 2026-01 2026-02 2026-02" */
static const char *months_of(size_t index)
{
	static char line[80];
	const struct syndic_queue_slot *slot = &report->slots[index];
	const struct syndic_queue_month all[] = {slot->start_p50, slot->start_p85, slot->finish_p50,
	                                         slot->finish_p85};

	*line = '\0';
	for (int i = 0; i < 4; i++) {
		if (i) strcat(line, " ");
		strcat(line, all[i].month ? all[i].month : all[i].later ? "later" : "?");
	}
	return line;
}

/* Slugs in the order of the report. */
static const char *slots(void)
{
	static char line[200];

	*line = '\0';
	for (size_t i = 0; i < report->slot_count; i++) {
		strcat(line, i ? " " : "");
		strcat(line, report->slots[i].slug);
	}
	return line;
}

static void set_state(const char *table, const char *slug, const char *state)
{
	char sql[200];

	snprintf(sql, sizeof sql, "UPDATE %s SET state = '%s' WHERE slug = '%s'", table, state, slug);
	foreign(sql);
}

/* ---- capacity ---- */

START_TEST(nothing_without_capacity)
{
	queued("a", "10", "20");
	look();
	ck_assert(!report->capacity_known);
	ck_assert_str_eq(months_of(0), "? ? ? ?");
	capacity("2026-02", "100");
	look(); /* this month is still unknown */
	ck_assert_str_eq(months_of(0), "? ? ? ?");
	capacity("2026-01", "0");
	look();
	ck_assert_str_eq(months_of(0), "2026-02 2026-02 2026-02 2026-02");
}
END_TEST

/* Of January 17 of 31 days are left: 54.8 of 100 hours. Leave is February's alone, and each member
 * costs 2 hours a month, also after the term, unless the member left. */
START_TEST(hours_of_a_month)
{
	OK(add("person_month", "month=2025-11", "people=2.5", "hours=100", "billable_share=0.4"));
	queued("a", "54", "54");
	look();
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 2026-01 2026-01");
	foreign("UPDATE deliverable SET low_hours = 55000000, high_hours = 55000000");
	look();
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 2026-02 2026-02");
	OK(add("org", "name=M"));
	OK(add("membership", "org=m", "tier=general", "starts_on=2025-03-01", "ends_on=2026-02-28"));
	/* 53.7 + 98 = 151.7 */
	foreign("UPDATE deliverable SET low_hours = 151000000, high_hours = 151000000");
	look();
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 2026-02 2026-02");
	/* + 98 = 249.7: still a member */
	foreign("UPDATE deliverable SET low_hours = 250000000, high_hours = 250000000");
	look();
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 2026-04 2026-04");
	foreign("UPDATE membership SET ended_reason = 'price'");
	look();
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 2026-03 2026-03");
}
END_TEST

START_TEST(leave_of_one_month)
{
	capacity("2025-12", "100");
	OK(add("person_month", "month=2026-02", "people=1", "hours=100", "billable_share=1",
	       "leave=90"));
	queued("a", "90", "90"); /* 54.8 + 10 + 100 */
	look();
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 2026-03 2026-03");
}
END_TEST

/* ---- work ---- */

START_TEST(hours_left)
{
	hold("a", "10", "30", "draft");
	OK(add("deliverable", "name=Spent", "initiative=a", "low_hours=10", "high_hours=40",
	       "spent_hours=25"));
	OK(add("deliverable", "name=Done", "initiative=a", "low_hours=5", "high_hours=5"));
	OK(add("deliverable", "name=Extra", "initiative=a", "low_hours=7", "high_hours=9",
	       "stretch=yes"));
	set_state("deliverable", "done", "accepted");
	look();
	ck_assert_int_eq(report->slots[0].hours_low.value, 10 * RATIO_ONE);
	ck_assert_int_eq(report->slots[0].hours_high.value, 45 * RATIO_ONE);
	set_state("deliverable", "extra", "building");
	set_state("deliverable", "done", "rework");
	look();
	ck_assert_int_eq(report->slots[0].hours_low.value, 22 * RATIO_ONE);
	OK(add("deliverable", "name=Vague", "initiative=a", "low_hours=1"));
	look();
	ck_assert(!report->slots[0].hours_low.known);
	set_state("deliverable", "vague", "dropped");
	look();
	ck_assert(report->slots[0].hours_low.known);
}
END_TEST

START_TEST(no_deliverables)
{
	capacity("2026-01", "100");
	OK(add("initiative", "name=A"));
	OK(slot_with("hold", "a", NULL, NULL, "x"));
	hold("b", "10", "10", "draft");
	look();
	ck_assert(!report->slots[0].hours_low.known);
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 ? ?");
	ck_assert_str_eq(months_of(1), "2026-01 2026-01 ? ?");
}
END_TEST

/* ---- order ---- */

/* Held slots come last by the day since when, and delay nobody. */
START_TEST(pulled_queued_held)
{
	struct syndic *later = NULL;
	char before[80];

	capacity("2026-01", "100");
	queued("a", "40", "40");
	queued("b", "40", "40");
	queued("c", "40", "40");
	look();
	snprintf(before, sizeof before, "%s", months_of(2));
	hold("h", "900", "900", "draft");
	look();
	ck_assert_str_eq(slots(), "a b c h");
	ck_assert_str_eq(months_of(2), before);
	OK(slot_verb("pull", "a"));
	OK(reorder("c", "1", "x"));
	look();
	ck_assert_str_eq(slots(), "a c b h");
	ck_assert(!report->slots[0].position.known && !report->slots[3].position.known);
	ck_assert_int_eq(report->slots[1].position.value, RATIO_ONE);
	later = open_as("2026-03-01", "x", false);
	look_as(later);
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 2026-03 2026-03"); /* it began in January */
	syndic_close(later);
}
END_TEST

/* What is sold later never delays what was sold before. */
START_TEST(later_sales_delay_nobody)
{
	char before[3][80];

	capacity("2026-01", "60");
	queued("a", "20", "120");
	queued("b", "30", "90");
	queued("c", "10", "200");
	look();
	for (size_t i = 0; i < 3; i++)
		snprintf(before[i], sizeof before[i], "%s", months_of(i));
	queued("d", "100", "900");
	hold("e", "1", "1", "draft");
	look();
	for (size_t i = 0; i < 3; i++)
		ck_assert_str_eq(months_of(i), before[i]);
}
END_TEST

START_TEST(beyond_the_horizon)
{
	capacity("2026-01", "1");
	queued("a", "10000", "10000");
	look();
	ck_assert_str_eq(months_of(0), "2026-01 2026-01 later later");
	ck_assert_str_eq(report->last_month, "2045-12");
}
END_TEST

/* ---- another order ---- */

/* 100 hours a month from February on: a 100, b 100, c 50. c first: c is done by 50 hours in
 * February, a by 150 in March, b by 250 in April, as c was; d is done where it was. */
START_TEST(what_reordering_moves)
{
	struct syndic_reorder *moved = NULL;
	char *before;

	capacity("2026-01", "0");
	capacity("2026-02", "100");
	OK(edit("setting", "work_in_progress", "value=1"));
	queued("a", "100", "100");
	queued("b", "100", "100");
	queued("c", "50", "50");
	queued("d", "10", "10");
	before = dump();
	OK(syndic_report_reorder(db, "c", 1, NULL, &moved));
	same_dump(before, dump(), "a report writes nothing");
	ck_assert_uint_eq(moved->move_count, 3);
	ck_assert_str_eq(moved->moves[0].slug, "c");
	ck_assert_int_eq(moved->moves[0].position_before.value, 3 * RATIO_ONE);
	ck_assert_int_eq(moved->moves[0].position_after.value, RATIO_ONE);
	ck_assert_str_eq(moved->moves[0].finish_p85_before.month, "2026-04");
	ck_assert_str_eq(moved->moves[0].finish_p85_after.month, "2026-02");
	ck_assert_str_eq(moved->moves[1].slug, "a");
	ck_assert_str_eq(moved->moves[1].finish_p50_before.month, "2026-02");
	ck_assert_str_eq(moved->moves[1].finish_p50_after.month, "2026-03");
	ck_assert_str_eq(moved->moves[2].finish_p50_before.month, "2026-03");
	ck_assert_str_eq(moved->moves[2].finish_p50_after.month, "2026-04");
	syndic_reorder_free(moved);
	OK(syndic_report_reorder(db, "a", 1, NULL, &moved));
	ck_assert_uint_eq(moved->move_count, 0);
	syndic_reorder_free(moved);
	REFUSED(syndic_report_reorder(db, "a", 9, NULL, &moved), SYNDIC_MISUSE, "to", "places 1 to 4");
	ck_assert_ptr_null(moved);
}
END_TEST

START_TEST(paths_and_seeds)
{
	struct syndic_queue *other = NULL;
	struct syndic_queue_options options = {.paths = 200001};

	REFUSED(syndic_report_queue(db, &options, &other), SYNDIC_MISUSE, "paths", "from 1 to");
	options = (struct syndic_queue_options){.paths = 1, .seed = 9};
	OK(syndic_report_queue(db, &options, &other));
	ck_assert_int_eq(other->paths, 1);
	ck_assert_int_eq(other->seed, 9);
	syndic_queue_free(other);
}
END_TEST

/* ---- receipts ---- */

static void delivered(const char *slug, const char *p50, const char *p85, const char *day)
{
	char sql[400];

	snprintf(
		sql, sizeof sql,
		"INSERT INTO slot (id, slug, name, initiative, state, quoted_on, finish_p50, finish_p85,"
		" delivered_on, folded) SELECT '%s', '%s', '%s', id, '%s', '2025-01-01', %s%s%s,"
		" %s%s%s, %s%s%s, 'x' FROM initiative LIMIT 1",
		slug, slug, slug, *day ? "delivered" : "pulled", *p50 ? "'" : "NULL", p50, *p50 ? "'" : "",
		*p85 ? "'" : "NULL", p85, *p85 ? "'" : "", *day ? "'" : "NULL", day, *day ? "'" : "");
	foreign(sql);
}

START_TEST(receipts)
{
	struct syndic_queue_score *score = NULL;

	OK(add("initiative", "name=A"));
	delivered("s1", "2025-03", "2025-05", "2025-03-31"); /* in both */
	delivered("s2", "2025-03", "2025-05", "2025-05-31"); /* in its P85 */
	delivered("s3", "2025-03", "2025-05", "2025-06-01"); /* in none */
	delivered("s4", "2025-03", "2025-12", "");           /* its month has passed */
	delivered("s5", "2025-03", "2026-01", "");           /* it may still be kept */
	delivered("s6", "", "", "2025-02-01");               /* nothing was quoted */
	OK(syndic_report_queue_score(db, &score));
	ck_assert_int_eq(score->receipts, 4);
	ck_assert_int_eq(score->inside_p50, 1);
	ck_assert_int_eq(score->inside_p85, 2);
	ck_assert_int_eq(score->open, 1);
	ck_assert_int_eq(score->silent, 1);
	ck_assert(!score->share_p85.known); /* four are too few */
	syndic_queue_score_free(score);
	delivered("s7", "2025-11", "2025-12", "2025-12-01");
	OK(syndic_report_queue_score(db, &score));
	ck_assert_int_eq(score->share_p85.value, 600000);
	ck_assert_int_eq(score->share_p50.value, 200000);
	syndic_queue_score_free(score);
}
END_TEST

/* Seen from an earlier day, what was delivered later was not. */
START_TEST(receipts_on_a_day)
{
	struct syndic *then = open_as("2026-01-15", "x", false);
	struct syndic_queue_score *score = NULL;

	OK(add("initiative", "name=A"));
	delivered("s1", "2025-03", "2025-05", "2026-02-01");
	delivered("s2", "2025-03", "2026-05", "2026-02-01");
	ck_assert_int_eq(syndic_report_queue_score(then, &score), SYNDIC_OK);
	ck_assert_int_eq(score->receipts, 1);
	ck_assert(!score->items[0].inside_p85);
	ck_assert_int_eq(score->open, 1);
	syndic_queue_score_free(score);
	syndic_close(then);
}
END_TEST

UNIT(queue)
{
	Suite *suite = suite_create("queue");
	TCase *cases = model_case("the queue");

	tcase_add_test(cases, nothing_without_capacity);
	tcase_add_test(cases, hours_of_a_month);
	tcase_add_test(cases, leave_of_one_month);
	tcase_add_test(cases, hours_left);
	tcase_add_test(cases, no_deliverables);
	tcase_add_test(cases, pulled_queued_held);
	tcase_add_test(cases, later_sales_delay_nobody);
	tcase_add_test(cases, beyond_the_horizon);
	tcase_add_test(cases, what_reordering_moves);
	tcase_add_test(cases, paths_and_seeds);
	tcase_add_test(cases, receipts);
	tcase_add_test(cases, receipts_on_a_day);
	suite_add_tcase(suite, cases);
	return suite;
}
