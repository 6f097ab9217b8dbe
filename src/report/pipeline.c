/*
 * The pipelines: what stands in each stage. Open deals are counted from the deals, closed ones from
 * stage_total, so that no report walks through history.
 *
 * amount: cents, unknown amounts left out. weighted: amount × probability (the deal's own, else its
 * stage's), summed and then rounded; won weighs its amount, lost nothing. days: the median
 * of whole days from stage_since to as_of.
 */
#include <stdlib.h>
#include <string.h>
#include "model/pipeline.h"
#include "report/list.h"
#include "report/order.h"
#include "report/weight.h"

struct pipeline_box {
	struct syndic_pipeline report; /* first: what the caller holds */
	struct arena arena;
};

static enum syndic_status count_open(struct syndic *handle, struct pipeline_box *box,
                                     const struct stage *stage, struct db_stmt *stmt,
                                     struct syndic_pipeline_stage *out, weight_t *weight)
{
	int64_t today = date_days(handle->as_of), *days = NULL;
	size_t count = 0;
	int step;

	db_bind_text(stmt, 1, stage->id);
	while ((step = db_step(stmt)) == 1) {
		int64_t amount = db_int(stmt, 0);
		int64_t probability = db_is_null(stmt, 1) ? stage->probability : db_int(stmt, 1);
		int64_t since = today - date_days(db_text(stmt, 2));

		if (db_is_null(stmt, 0)) box->report.amount_unknown++;
		out->amount += amount;
		*weight += (weight_t)amount * probability;
		LIST_ADD(&box->arena, days, count, since > 0 ? since : 0);
	}
	out->count = out->year_count = (int64_t)count;
	out->year_amount = out->amount;
	if (count) {
		order_sort(days, count);
		out->days.known = true;
		out->days.value = order_median(days, count);
	}
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status count_closed(struct syndic *handle, const struct stage *stage,
                                       struct db_stmt *stmt, struct syndic_pipeline_stage *out)
{
	int64_t year = month_number(handle->as_of) / 12;
	int step;

	db_bind_text(stmt, 1, stage->id);
	while ((step = db_step(stmt)) == 1) {
		out->count += db_int(stmt, 1);
		out->amount += db_int(stmt, 2);
		if (db_int(stmt, 0) != year) continue;
		out->year_count = db_int(stmt, 1);
		out->year_amount = db_int(stmt, 2);
	}
	out->weighted = stage_is(stage, "won") ? out->amount : 0;
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status fill(struct syndic *handle, struct pipeline_box *box)
{
	struct syndic_pipeline *report = &box->report;
	struct db_stmt *open = NULL, *closed = NULL;
	enum syndic_status status;
	weight_t all = 0;
	size_t count;
	const struct stage *stages = stages_all(handle, &count);

	TRY(db_prepare(handle->db, "SELECT amount, probability, stage_since FROM deal WHERE stage = $1",
	               &open));
	TRY(db_prepare(handle->db, "SELECT year, deals, amount FROM stage_total WHERE stage = $1",
	               &closed));
	report->as_of = arena_copy(&box->arena, handle->as_of);
	report->currency = arena_copy(&box->arena, handle->currency);
	for (size_t i = 0; i < count; i++) {
		const struct stage *stage = &stages[i];
		bool is_open = stage_is(stage, "open");
		struct syndic_pipeline_stage line = {
			.pipeline = arena_copy(&box->arena, stage->pipeline_slug),
			.stage = arena_copy(&box->arena, stage->name),
			.outcome = arena_copy(&box->arena, stage->outcome),
		};

		if (is_open) {
			weight_t weight = 0;
			TRY(count_open(handle, box, stage, open, &line, &weight));
			line.weighted = weight_cents(weight);
			all += weight;
			report->count += line.count;
			report->amount += line.amount;
		} else {
			TRY(count_closed(handle, stage, closed, &line));
		}
		if (line.count) LIST_ADD(&box->arena, report->stages, report->stage_count, line);
	}
	report->weighted = weight_cents(all);
out:
	db_finalize(open);
	db_finalize(closed);
	return status;
}

enum syndic_status syndic_report_pipeline(struct syndic *handle, struct syndic_pipeline **out)
{
	struct pipeline_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_pipeline_free(&box->report);
	return status;
}

void syndic_pipeline_free(struct syndic_pipeline *report)
{
	struct pipeline_box *box = (struct pipeline_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
