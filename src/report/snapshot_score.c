/* How good a snapshot was: its chances against what came of the deals, its band against what
 * came in. */
#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/brier.h"
#include "report/hindsight.h"
#include "report/list.h"
#include "report/snapshot.h"

struct score_box {
	struct syndic_score report; /* first: what the caller holds */
	struct arena arena;
};

/* The snapshot and its deals, as far as the score asks for them. */
struct kept {
	struct record record;
	const char *id, *taken_on;
	struct brier_case *cases; /* the decided deals */
	size_t case_count;
	const char **deals; /* ids of those whose amount was known, in order */
	size_t deal_count;
};

/* ---- which snapshot ---- */

static enum syndic_status find_latest(struct syndic *handle, char id[REFERENCE_SIZE])
{
	char day[DATE_SIZE];
	enum syndic_status status;

	date_add_days(handle->as_of, -SYNDIC_SCORE_DAYS, day);
	status = snapshot_latest(handle, day, id);
	if (status == SYNDIC_OK && !*id) status = snapshot_latest(handle, handle->as_of, id);
	if (status != SYNDIC_OK || *id) return status;
	status = error_set(handle, SYNDIC_NOT_FOUND, "snapshot", NULL, NULL,
	                   "no forecast was kept up to %s: there is nothing to score", handle->as_of);
	error_help(handle, "syndic snapshot take");
	return status;
}

static enum syndic_status find(struct syndic *handle, const char *reference, struct arena *arena,
                               struct kept *out)
{
	char id[REFERENCE_SIZE];
	enum syndic_status status;

	if (reference)
		TRY(resolve(handle, &entity_snapshot, reference, NULL, id));
	else
		TRY(find_latest(handle, id));
	TRY(record_load(handle, &entity_snapshot, id, arena, &out->record));
	out->id = record_text(&out->record, "id");
	out->taken_on = record_text(&out->record, "taken_on");
	if (strcmp(out->taken_on, handle->as_of) > 0) {
		const char *slug = record_text(&out->record, "slug");
		status = error_set(handle, SYNDIC_CONFLICT, "snapshot", "taken_on", slug,
		                   "%s was taken on %s: on %s there is nothing to score", slug,
		                   out->taken_on, handle->as_of);
		error_help(handle, "syndic snapshot score %s --as-of today", slug);
	}
out:
	return status;
}

static void describe(struct syndic *handle, const struct kept *kept, struct score_box *box)
{
	const struct record *record = &kept->record;
	int64_t days = date_days(handle->as_of) - date_days(kept->taken_on);

	box->report = (struct syndic_score){
		.snapshot = record_text(record, "slug"),
		.name = record_text(record, "name"),
		.taken_on = kept->taken_on,
		.as_of = arena_copy(&box->arena, handle->as_of),
		.currency = arena_copy(&box->arena, handle->currency),
		.ledger = record_text(record, "ledger"),
		.method = record_text(record, "method"),
		.learned = record_number(record, "learned") == 1,
		.days = days,
		.early = days < SYNDIC_SCORE_DAYS,
		.first_month = record_text(record, "first_month"),
		.forecast_months = record_number(record, "months"),
	};
}

/* ---- deals ---- */

/* What came of a deal by as_of: won is won, whatever its day, which may lie in the future; lost is
 * lost from its day on, and without one was so some time ago. */
static void judge_deal(struct syndic *handle, const struct db_stmt *stmt, struct arena *arena,
                       struct kept *kept, struct syndic_score *report)
{
	const char *stage_id = db_text(stmt, 2), *closed_on = db_text(stmt, 3);
	const struct stage *stage = stage_id ? stages_find(handle, stage_id) : NULL;
	bool passed = !closed_on || strcmp(closed_on, handle->as_of) <= 0;
	bool won = stage_is(stage, "won"), lost = passed && stage_is(stage, "lost");
	struct brier_case decided = {.chance = db_int(stmt, 1), .won = won};

	report->deals++;
	report->won += won;
	report->lost += lost;
	report->removed += stage == NULL;
	report->open += stage != NULL && !won && !lost;
	if (won || lost) LIST_ADD(arena, kept->cases, kept->case_count, decided);
	if (!db_is_null(stmt, 4))
		LIST_ADD(arena, kept->deals, kept->deal_count, arena_copy(arena, db_text(stmt, 0)));
}

static enum syndic_status judge_deals(struct syndic *handle, struct kept *kept,
                                      struct score_box *box)
{
	struct syndic_score *report = &box->report;
	struct db_stmt *stmt = NULL;
	struct brier brier;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db,
	               "SELECT s.deal, s.probability, d.stage, d.closed_on, s.amount"
	               " FROM snapshot_deal AS s LEFT JOIN deal AS d ON d.id = s.deal"
	               " WHERE s.snapshot = $1 ORDER BY s.deal",
	               &stmt));
	db_bind_text(stmt, 1, kept->id);
	while ((step = db_step(stmt)) == 1)
		judge_deal(handle, stmt, &box->arena, kept, report);
	if (step < 0) TRY(handle->error.code);
	brier = brier_of(kept->cases, kept->case_count);
	report->brier = brier.score;
	report->base_rate = brier.base_rate;
	report->base_brier = brier.base_score;
	report->skill = brier.skill;
	report->bin_count = brier_bins(kept->cases, kept->case_count, report->bins);
out:
	db_finalize(stmt);
	return status;
}

/* ---- the band ---- */

/* Months are over on their last day, as for cash balances and actuals. */
static bool is_over(const char *month, const char *day)
{
	char last[DATE_SIZE];

	month_last(month_number(month), last);
	return strcmp(last, day) <= 0;
}

static const char *verdict_of(const struct syndic_score_month *month)
{
	if (month->came_in.value < month->p10) return "below";
	return month->came_in.value > month->p90 ? "above" : "inside";
}

/* What was certain is no test of a band, met or not: it is counted apart. */
static void count_month(const struct syndic_score_month *month, struct syndic_score *report)
{
	report->comparable++;
	if (month->p10 == month->p90) {
		report->certain++;
		report->met += *month->verdict == 'i';
		return;
	}
	report->below += *month->verdict == 'b';
	report->inside += *month->verdict == 'i';
	report->above += *month->verdict == 'a';
}

static enum syndic_status judge_month(struct syndic *handle, const struct kept *kept,
                                      const struct hindsight *hindsight, int64_t usage,
                                      struct syndic_score_month *month, struct score_box *box)
{
	struct syndic_score *report = &box->report;
	struct hindsight_month seen = {.reason = "it was over when the snapshot was taken"};
	enum syndic_status status = SYNDIC_OK;

	if (!is_over(month->month, kept->taken_on))
		TRY(hindsight_month(handle, hindsight, month_number(month->month), usage, &box->arena,
		                    &seen));
	month->came_in = seen.came_in;
	month->beside = seen.beside;
	month->basis = seen.basis;
	month->reason = seen.reason;
	if (!month->basis) goto out;
	month->verdict = verdict_of(month);
	count_month(month, report);
	report->total.expected += month->expected;
	report->total.came_in =
		(struct syndic_figure){true, report->total.came_in.value + month->came_in.value};
	report->total.beside =
		(struct syndic_figure){true, report->total.beside.value + month->beside.value};
out:
	return status;
}

/* The months that are over, with the usage that was forecast for each. */
static enum syndic_status load_months(struct syndic *handle, const struct kept *kept,
                                      struct score_box *box, int64_t **usage)
{
	struct syndic_score *report = &box->report;
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	size_t count = 0;
	int step;

	TRY(db_prepare(handle->db,
	               "SELECT month, expected, p10, p50, p90, usage FROM snapshot_month"
	               " WHERE snapshot = $1 ORDER BY month",
	               &stmt));
	db_bind_text(stmt, 1, kept->id);
	while ((step = db_step(stmt)) == 1) {
		struct syndic_score_month month = {
			.month = arena_copy(&box->arena, db_text(stmt, 0)),
			.expected = db_int(stmt, 1),
			.p10 = db_int(stmt, 2),
			.p50 = db_int(stmt, 3),
			.p90 = db_int(stmt, 4),
		};
		if (!is_over(month.month, handle->as_of)) continue;
		LIST_ADD(&box->arena, *usage, count, db_int(stmt, 5));
		LIST_ADD(&box->arena, report->months, report->month_count, month);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* Percentiles of all months together say nothing of some of them. */
static void judge_total(const struct kept *kept, struct syndic_score *report)
{
	struct syndic_score_month *total = &report->total;
	int64_t banded = report->comparable - report->certain;

	if (banded >= SYNDIC_FEWEST_CASES)
		report->inside_share =
			(struct syndic_figure){true, muldiv(report->inside, RATIO_ONE, banded)};
	if (report->comparable != report->forecast_months) return;
	total->p10 = record_number(&kept->record, "p10");
	total->p50 = record_number(&kept->record, "p50");
	total->p90 = record_number(&kept->record, "p90");
	total->verdict = verdict_of(total);
}

static enum syndic_status judge_band(struct syndic *handle, const struct kept *kept,
                                     struct score_box *box)
{
	struct syndic_score *report = &box->report;
	struct hindsight hindsight = {0};
	int64_t *usage = NULL;
	enum syndic_status status;

	TRY(load_months(handle, kept, box, &usage));
	if (report->month_count == 0) goto out;
	const struct hindsight_of of = {
		.snapshot = kept->id,
		.taken_on = kept->taken_on,
		.first = month_number(report->first_month),
		.last = month_number(report->months[report->month_count - 1].month),
		.ledger = strcmp(report->ledger, ledger_name(LEDGER_EARNED)) == 0 ? LEDGER_EARNED
	                                                                      : LEDGER_REMAINING,
		.method = spread_method_named(report->method),
		.deals = kept->deals,
		.deal_count = kept->deal_count,
	};
	TRY(hindsight_load(handle, &of, &box->arena, &hindsight));
	for (size_t i = 0; i < report->month_count; i++)
		TRY(judge_month(handle, kept, &hindsight, usage[i], &report->months[i], box));
	judge_total(kept, report);
out:
	hindsight_free(&hindsight);
	return status;
}

/* ---- the report ---- */

enum syndic_status syndic_snapshot_score(struct syndic *handle, const char *snapshot,
                                         struct syndic_score **out)
{
	struct score_box *box = mem_alloc(sizeof *box);
	struct kept kept = {0};
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = find(handle, snapshot, &box->arena, &kept);
	if (status == SYNDIC_OK) {
		describe(handle, &kept, box);
		status = judge_deals(handle, &kept, box);
	}
	if (status == SYNDIC_OK) status = judge_band(handle, &kept, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_score_free(&box->report);
	return status;
}

void syndic_score_free(struct syndic_score *score)
{
	struct score_box *box = (struct score_box *)score;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
