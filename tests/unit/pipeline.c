#include "store_fixture.h"
#include "base/money.h"
#include "model/store.h"

static struct syndic_pipeline *pipeline_of(struct syndic *handle)
{
	struct syndic_pipeline *report;

	FIXTURE_OK(handle, syndic_report_pipeline(handle, &report));
	return report;
}

static void stage_is_line(const struct syndic_pipeline_stage *line, const char *pipeline,
                          const char *stage, const char *outcome, int64_t count, int64_t amount,
                          int64_t weighted)
{
	ck_assert_str_eq(line->pipeline, pipeline);
	ck_assert_str_eq(line->stage, stage);
	ck_assert_str_eq(line->outcome, outcome);
	ck_assert_int_eq(line->count, count);
	ck_assert_int_eq(line->amount, amount);
	ck_assert_int_eq(line->weighted, weighted);
}

/*
 * Discovery (5 %): 100.00, 0.30 (1.5 cents: 2), and one without an amount that has stood longest; Proposal:
 * 1,000.00 at its own 45 %. In other pipelines one each. Days on 22 November: 0, 2 and 12, median 2.
 * Won: 700.00 this year and 50.00 in 2024; lost: 10.00 this year, which weighs nothing.
 */
START_TEST(stages_hold_their_deals)
{
	struct syndic *handle = fixture_new("2026-11-22");
	struct syndic_pipeline *report;

	fixture_add(handle, "deal", "name=A", "stage=Discovery", "pipeline=membership", "amount=100",
	            NULL);
	fixture_add(handle, "deal", "name=B", "stage=Discovery", "pipeline=membership", "amount=0.30",
	            "stage_since=2026-11-20", NULL);
	fixture_add(handle, "deal", "name=C", "stage=Discovery", "pipeline=membership",
	            "stage_since=2026-11-10", NULL);
	fixture_add(handle, "deal", "name=D", "stage=Proposal", "pipeline=membership", "amount=1000",
	            "probability=0.45", NULL);
	fixture_add(handle, "deal", "name=E", "stage=Interest", "pipeline=cofunding", "amount=20",
	            "stage_since=2027-01-01", NULL);
	fixture_add(handle, "deal", "name=F", "stage=Closed Won", "pipeline=membership", "amount=700",
	            "closed_on=2026-02-01", NULL);
	fixture_add(handle, "deal", "name=G", "stage=Closed Won", "pipeline=membership", "amount=50",
	            "closed_on=2024-02-01", NULL);
	fixture_add(handle, "deal", "name=H", "stage=Closed Lost", "pipeline=membership", "amount=10",
	            "closed_on=2026-03-01", "lost_reason=price", NULL);
	report = pipeline_of(handle);
	ck_assert_str_eq(report->as_of, "2026-11-22");
	ck_assert_str_eq(report->currency, "USD");
	ck_assert_int_eq(report->count, 5);
	ck_assert_int_eq(report->amount, 10000 + 30 + 100000 + 2000);
	ck_assert_int_eq(report->weighted, 500 + 2 + 45000 + 200);
	ck_assert_int_eq(report->amount_unknown, 1);
	ck_assert_uint_eq(report->stage_count, 5);
	stage_is_line(&report->stages[0], "membership", "Discovery", "open", 3, 10030, 502);
	stage_is_line(&report->stages[1], "membership", "Proposal", "open", 1, 100000, 45000);
	stage_is_line(&report->stages[2], "membership", "Closed Won", "won", 2, 75000, 75000);
	stage_is_line(&report->stages[3], "membership", "Closed Lost", "lost", 1, 1000, 0);
	stage_is_line(&report->stages[4], "cofunding", "Interest", "open", 1, 2000, 200);
	ck_assert(report->stages[0].days.known);
	ck_assert_int_eq(report->stages[0].days.value, 2);
	ck_assert_int_eq(report->stages[4].days.value, 0);
	ck_assert(!report->stages[2].days.known);
	ck_assert_int_eq(report->stages[2].year_count, 1);
	ck_assert_int_eq(report->stages[2].year_amount, 70000);
	ck_assert_int_eq(report->stages[0].year_count, 3);
	syndic_pipeline_free(report);
	syndic_pipeline_free(NULL);
	syndic_close(handle);
}
END_TEST

START_TEST(an_empty_database_has_no_stages)
{
	struct syndic *handle = fixture_new("2026-11-22");
	struct syndic_pipeline *report = pipeline_of(handle);

	ck_assert_uint_eq(report->stage_count, 0);
	ck_assert_int_eq(report->count + report->amount + report->weighted, 0);
	syndic_pipeline_free(report);
	syndic_close(handle);
}
END_TEST

static int64_t number(struct db_stmt *stmt)
{
	int64_t value;

	ck_assert_int_eq(db_step(stmt), 1);
	value = db_int(stmt, 0);
	db_finalize(stmt);
	return value;
}

/* Open and closed together are all deals, and the views for other programs say the same. */
START_TEST(views_agree_with_the_report)
{
	static const char *const stages[] = {"stage=Discovery", "stage=Outreach", "stage=Closed Won",
	                                     "stage=Closed Lost", "stage=Proposal"};
	struct syndic *handle = fixture_new("2026-11-22");
	struct syndic_pipeline *report;
	struct db_stmt *stmt;
	int64_t count = 0, weighted = 0;

	for (int i = 0; i < 40; i++) {
		char name[40], amount[40];
		snprintf(name, sizeof name, "name=Deal %d", i);
		snprintf(amount, sizeof amount, "amount=%d.%02d", i * 1237 % 991, i * 31 % 100);
		fixture_add(handle, "deal", name, amount, "pipeline=membership", stages[i % 5],
		            i % 5 == 3 ? "lost_reason=price" : "owner=ana", NULL);
	}
	report = pipeline_of(handle);
	for (size_t i = 0; i < report->stage_count; i++)
		count += report->stages[i].count;
	ck_assert_int_eq(count, 40);
	FIXTURE_OK(handle, db_prepare(handle->db, "SELECT count(*) FROM v_deal", &stmt));
	ck_assert_int_eq(number(stmt), 40);
	FIXTURE_OK(handle, db_prepare(handle->db, "SELECT count(*) FROM v_open_deal", &stmt));
	ck_assert_int_eq(number(stmt), report->count);
	FIXTURE_OK(handle, db_prepare(handle->db,
	                              "SELECT sum(amount) FROM v_deal WHERE outcome = 'open'", &stmt));
	ck_assert_int_eq(number(stmt), report->amount);
	FIXTURE_OK(handle,
	           db_prepare(handle->db, "SELECT amount, probability FROM v_open_deal", &stmt));
	while (db_step(stmt) == 1)
		weighted += muldiv(db_int(stmt, 0), db_int(stmt, 1), RATIO_ONE);
	db_finalize(stmt);
	ck_assert_int_eq(weighted, report->weighted);
	FIXTURE_OK(handle, db_prepare(handle->db, "SELECT count(*) FROM v_contract", &stmt));
	ck_assert_int_eq(number(stmt), 8);
	syndic_pipeline_free(report);
	syndic_close(handle);
}
END_TEST

UNIT(pipeline)
{
	Suite *suite = suite_create("pipeline");
	TCase *cases = tcase_create("the pipeline report");

	tcase_add_test(cases, stages_hold_their_deals);
	tcase_add_test(cases, an_empty_database_has_no_stages);
	tcase_add_test(cases, views_agree_with_the_report);
	suite_add_tcase(suite, cases);
	return suite;
}
