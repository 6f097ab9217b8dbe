/*
 * How many receipts held. A receipt is the estimate frozen when a slot was queued; it is judged
 * when the slot is delivered, or once the month of its P85 has passed and it is not. It is inside
 * where it was delivered in the month quoted or before. Slots delivered early are judged early:
 * while many are open, the share looks better than it will be.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "model/store.h"
#include "report/list.h"

struct score_box {
	struct syndic_queue_score report; /* first: what the caller holds */
	struct arena arena;
	size_t count;
};

static bool inside(const char *delivered_on, const char *month)
{
	return delivered_on && month && month_number(delivered_on) <= month_number(month);
}

static void judge(struct syndic *handle, const struct db_stmt *stmt, struct score_box *box)
{
	struct syndic_queue_score *report = &box->report;
	struct arena *arena = &box->arena;
	struct syndic_receipt receipt = {
		.slug = arena_copy(arena, db_text(stmt, 0)),
		.initiative = arena_copy(arena, db_text(stmt, 1)),
		.quoted_on = arena_copy(arena, db_text(stmt, 2)),
		.finish_p50 = arena_copy(arena, db_text(stmt, 3)),
		.finish_p85 = arena_copy(arena, db_text(stmt, 4)),
		.delivered_on = arena_copy(arena, db_text(stmt, 5)),
	};

	/* Delivered later than the day looked from: on that day it was not. */
	if (receipt.delivered_on && strcmp(receipt.delivered_on, handle->as_of) > 0)
		receipt.delivered_on = NULL;
	if (!receipt.finish_p85) {
		report->silent += receipt.delivered_on != NULL;
		report->open += !receipt.delivered_on;
		return;
	}
	if (!receipt.delivered_on && month_number(handle->as_of) <= month_number(receipt.finish_p85)) {
		report->open++;
		return;
	}
	receipt.inside_p50 = inside(receipt.delivered_on, receipt.finish_p50);
	receipt.inside_p85 = inside(receipt.delivered_on, receipt.finish_p85);
	report->inside_p50 += receipt.inside_p50;
	report->inside_p85 += receipt.inside_p85;
	LIST_ADD(arena, report->items, box->count, receipt);
}

static enum syndic_status fill(struct syndic *handle, struct score_box *box)
{
	struct syndic_queue_score *report = &box->report;
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	report->as_of = arena_copy(&box->arena, handle->as_of);
	TRY(db_prepare(handle->db,
	               "SELECT s.slug, i.slug, s.quoted_on, s.finish_p50, s.finish_p85, s.delivered_on"
	               " FROM slot AS s JOIN initiative AS i ON i.id = s.initiative"
	               " WHERE (s.state = 'queued' OR s.state = 'pulled' OR s.state = 'delivered')"
	               " AND s.quoted_on <= $1 ORDER BY s.quoted_on, s.id",
	               &stmt));
	db_bind_text(stmt, 1, handle->as_of);
	while ((step = db_step(stmt)) == 1)
		judge(handle, stmt, box);
	if (step < 0) TRY(handle->error.code);
	report->receipts = (int64_t)box->count;
	if (report->receipts < SYNDIC_FEWEST_CASES) goto out;
	report->share_p50 =
		(struct syndic_figure){true, muldiv(report->inside_p50, RATIO_ONE, report->receipts)};
	report->share_p85 =
		(struct syndic_figure){true, muldiv(report->inside_p85, RATIO_ONE, report->receipts)};
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status syndic_report_queue_score(struct syndic *handle, struct syndic_queue_score **out)
{
	struct score_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	status = fill(handle, box);
	if (status == SYNDIC_OK)
		*out = &box->report;
	else
		syndic_queue_score_free(&box->report);
	return status;
}

void syndic_queue_score_free(struct syndic_queue_score *report)
{
	struct score_box *box = (struct score_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
