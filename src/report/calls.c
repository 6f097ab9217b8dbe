/*
 * Whom to call: pledges that are not binding yet, and prospects that have not pledged, by what they
 * would do for the chance of their round, an hour of talking.
 *
 * hours to a binding pledge  mean over pledges that became Binding or Contracted of the minutes of
 *                            their conversations up to that day, of those with any; with fewer than
 *                            SYNDIC_FEWEST_CASES the setting pledge_hours
 * hours still                that less what this one took already, but no less than one conversation:
 *                            the mean of all that pledges had, half an hour where none says minutes
 * prospect                   a member in force, or an organisation that endorsed the initiative, without
 *                            any pledge in the round, a withdrawn one neither; its amount is assumed as
 *                            the median of the round's pledges, its chance as that of the pipeline's
 *                            first stage. A pledge that says no amount is assumed likewise
 *
 * Source: activity, stage_change, membership, endorsement, and odds.h.
 */
#include <math.h>
#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/list.h"
#include "report/odds.h"
#include "report/order.h"

#define PLEDGE_HOURS (6 * RATIO_ONE) /* where the setting is gone */
#define HALF_AN_HOUR (RATIO_ONE / 2)
#define MINUTES_AN_HOUR 60

struct calls_box {
	struct syndic_calls report; /* first: what the caller holds */
	struct arena arena;
	struct syndic *handle;
	struct db_stmt *spent, *prospects;
};

static int64_t hours_of(int64_t minutes)
{
	return muldiv(minutes, RATIO_ONE, MINUTES_AN_HOUR);
}

/* ---- how long it takes ----------------------------------------------------------------------- */

#define BOUND_ON                                                                                   \
	"(SELECT min(h.since) FROM stage_change AS h JOIN stage AS s ON s.id = h.stage"                \
	" WHERE h.id > d.id || '.' AND h.id < d.id || '/' AND (s.name = 'Binding' OR s.outcome = "     \
	"'won'))"

static enum syndic_status learn_hours(struct calls_box *box)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int64_t minutes = 0;
	int step;
	TRY(db_prepare(box->handle->db,
	               "WITH bound AS (SELECT d.id, substr(" BOUND_ON ", 1, 10) AS bound_on"
	               " FROM deal AS d WHERE d.syndicate IS NOT NULL)"
	               " SELECT sum(a.minutes) FROM bound AS b JOIN activity AS a ON a.deal = b.id"
	               " WHERE substr(a.at, 1, 10) <= b.bound_on AND a.minutes > 0 GROUP BY b.id",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		minutes += db_int(stmt, 0);
		box->report.cases++;
	}
	if (step < 0) status = box->handle->error.code;
	box->report.learned = box->report.cases >= SYNDIC_FEWEST_CASES;
	box->report.hours = box->report.learned
	                        ? muldiv(minutes, RATIO_ONE, MINUTES_AN_HOUR * box->report.cases)
	                        : setting_decimal(box->handle, "pledge_hours", PLEDGE_HOURS);
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status learn_conversation(struct calls_box *box)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;
	box->report.conversation = HALF_AN_HOUR;
	TRY(db_prepare(box->handle->db,
	               "SELECT count(*), coalesce(sum(a.minutes), 0) FROM deal AS d"
	               " JOIN activity AS a ON a.deal = d.id"
	               " WHERE d.syndicate IS NOT NULL AND a.minutes > 0",
	               &stmt));
	if ((step = db_step(stmt)) == 1 && db_int(stmt, 0) > 0)
		box->report.conversation =
			muldiv(db_int(stmt, 1), RATIO_ONE, MINUTES_AN_HOUR * db_int(stmt, 0));
	if (step < 0) status = box->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* ---- calls ----------------------------------------------------------------------------------- */

/* Hours spent on a deal (NULL: none), and the last time that anybody talked with its organisation or
 * about it. */
static enum syndic_status set_history(struct calls_box *box, const char *deal, const char *org,
                                      struct syndic_call *call)
{
	enum syndic_status status = SYNDIC_OK;
	struct db_stmt *stmt = box->spent;
	int step;
	db_reset(stmt);
	db_bind_text(stmt, 1, deal);
	db_bind_text(stmt, 2, org);
	if ((step = db_step(stmt)) == 1) {
		call->spent = hours_of(db_int(stmt, 0));
		if (!db_is_null(stmt, 1))
			call->last_conversation = arena_copy_n(&box->arena, db_text(stmt, 1), DATE_SIZE - 1);
	}
	if (step < 0) status = box->handle->error.code;
	return status;
}

/* What a pledge does for its round, and how far that may be off. */
struct swing {
	double swing, error;
};

static void add_call(struct calls_box *box, struct syndic_call call, struct swing swing)
{
	call.swing = swing.swing > 0 ? llround(swing.swing * (double)RATIO_ONE) : 0;
	call.swing_error = (int64_t)ceil(swing.error * (double)RATIO_ONE);
	if (call.swing_error > box->report.swing_error) box->report.swing_error = call.swing_error;
	call.hours = box->report.hours - call.spent;
	if (call.hours < box->report.conversation) call.hours = box->report.conversation;
	call.per_hour = muldiv(call.swing, RATIO_ONE, call.hours);
	LIST_ADD(&box->arena, box->report.calls, box->report.call_count, call);
}

/* The swing of one more who comes with an amount, whatever its own chance is. */
static struct swing swing_of_one_more(struct calls_box *box, const struct round *round,
                                      int64_t amount)
{
	const struct odds_pledge more = {.amount = amount, .probability = RATIO_ONE / 2};
	struct odds odds = odds_with_one_more(round, &more, &box->arena);
	return (struct swing){odds.with[round->count] - odds.without[round->count], odds.swing_error};
}

static enum syndic_status add_pledges(struct calls_box *box, const struct round *round,
                                      struct syndic_figure median, struct swing assumed)
{
	struct odds odds = odds_of_round(round, &box->arena);
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; i < round->count; i++) {
		const struct pledge *pledge = &round->pledges[i];
		struct swing swing = {odds.with[i] - odds.without[i], odds.swing_error};
		struct syndic_call call = {
			.kind = "pledge",
			.syndicate = round->slug,
			.deal = pledge->slug,
			.org = pledge->org_slug,
			.org_name = pledge->org_name,
			.stage = pledge->stage,
			.owner = pledge->owner,
			.amount = pledge->has_amount ? pledge->amount : median.value,
			.probability = pledge->probability,
			.assumed = !pledge->has_amount,
		};
		if (!pledge->open || pledge->binding || pledge->expired) continue;
		if (call.assumed && !median.known) continue;
		if (call.assumed) swing = assumed;
		TRY(set_history(box, pledge->deal, pledge->org, &call));
		call.command = arena_printf(&box->arena, "syndic log %s 'Asked for a pledge' --deal %s",
		                            pledge->org_slug ? pledge->org_slug : "''", pledge->slug);
		add_call(box, call, swing);
	}
out:
	return status;
}

/* Amounts of pledges, those withdrawn left out. */
static struct syndic_figure median_amount(struct calls_box *box, const struct round *round)
{
	int64_t *amounts = arena_alloc(&box->arena, (round->count + 1) * sizeof *amounts);
	size_t count = 0;
	for (size_t i = 0; i < round->count; i++)
		if (round->pledges[i].has_amount && !round->pledges[i].lost)
			amounts[count++] = round->pledges[i].amount;
	order_sort(amounts, count);
	return (struct syndic_figure){count > 0, count ? order_median(amounts, count) : 0};
}

static int64_t first_chance(struct syndic *handle)
{
	size_t count;
	const struct stage *stages = stages_all(handle, &count);
	for (size_t i = 0; i < count; i++)
		if (text_equal(stages[i].pipeline_slug, "cofunding"))
			return stages_first(handle, stages[i].pipeline)->probability;
	return 0;
}

#define PROSPECTS                                                                                  \
	"SELECT o.id, o.slug, o.name, o.owner, max(c.endorsed) FROM"                                   \
	" (SELECT m.org, 0 AS endorsed FROM membership AS m"                                           \
	" WHERE m.starts_on <= $1 AND (m.ends_on >= $1 OR m.ends_on IS NULL)"                          \
	" UNION ALL SELECT e.org, 1 FROM endorsement AS e WHERE e.initiative = $2) AS c"               \
	" JOIN org AS o ON o.id = c.org"                                                               \
	" WHERE NOT EXISTS (SELECT 1 FROM deal AS d WHERE d.syndicate = $3 AND d.org = o.id)"          \
	" GROUP BY o.id, o.slug, o.name, o.owner ORDER BY o.slug"

static enum syndic_status add_prospects(struct calls_box *box, const struct round *round,
                                        int64_t amount, struct swing assumed)
{
	struct db_stmt *stmt = box->prospects;
	int64_t probability = first_chance(box->handle);
	enum syndic_status status = SYNDIC_OK;
	int step;
	db_reset(stmt);
	db_bind_text(stmt, 1, box->handle->as_of);
	db_bind_text(stmt, 2, record_text(&round->syndicate, "initiative"));
	db_bind_text(stmt, 3, round->id);
	while ((step = db_step(stmt)) == 1) {
		struct syndic_call call = {
			.kind = db_int(stmt, 4) ? "endorser" : "member",
			.syndicate = round->slug,
			.org = arena_copy(&box->arena, db_text(stmt, 1)),
			.org_name = arena_copy(&box->arena, db_text(stmt, 2)),
			.owner = db_is_null(stmt, 3) ? NULL : arena_copy(&box->arena, db_text(stmt, 3)),
			.amount = amount,
			.probability = probability,
			.assumed = true,
		};
		TRY(set_history(box, NULL, db_text(stmt, 0), &call));
		call.command = arena_printf(&box->arena, "syndic pledge add %s --org %s --amount …",
		                            round->slug, call.org);
		add_call(box, call, assumed);
	}
	if (step < 0) status = box->handle->error.code;
out:
	return status;
}

static enum syndic_status add_round(struct calls_box *box, const char *id)
{
	struct round *round = arena_alloc(&box->arena, sizeof *round);
	struct syndic_figure median;
	struct swing assumed = {0}; /* of all whose amount is */
	enum syndic_status status;
	TRY(round_load(box->handle, id, &box->arena, round));
	if (round->threshold <= 0) {
		box->report.unknown++;
		goto out;
	}
	median = median_amount(box, round);
	if (median.known) assumed = swing_of_one_more(box, round, median.value);
	TRY(add_pledges(box, round, median, assumed));
	if (median.known)
		TRY(add_prospects(box, round, median.value, assumed));
	else
		box->report.without_median++;
out:
	return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Who has said a word before who has not. */
static int rank_of(const struct syndic_call *call)
{
	if (call->deal) return 0;
	return text_equal(call->kind, "endorser") ? 1 : 2;
}

static int compare_calls(const void *a, const void *b)
{
	const struct syndic_call *x = a, *y = b;
	int order = (x->per_hour < y->per_hour) - (x->per_hour > y->per_hour);
	if (!order) order = (x->swing < y->swing) - (x->swing > y->swing);
	if (!order) order = rank_of(x) - rank_of(y);
	if (!order) order = text_order(&x->syndicate, &y->syndicate);
	if (!order) order = text_order(x->org ? &x->org : &x->deal, y->org ? &y->org : &y->deal);
	return order;
}

static enum syndic_status add_rounds(struct calls_box *box)
{
	struct db_stmt *stmt = NULL;
	const char **ids = NULL;
	size_t count = 0;
	enum syndic_status status;
	int step;
	TRY(db_prepare(box->handle->db,
	               "SELECT id FROM syndicate WHERE state = 'forming' OR state = 'open'"
	               " OR state = 'reached' ORDER BY slug",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		const char *id = arena_copy(&box->arena, db_text(stmt, 0));
		LIST_ADD(&box->arena, ids, count, id);
	}
	if (step < 0) status = box->handle->error.code;
	for (size_t i = 0; i < count && status == SYNDIC_OK; i++)
		status = add_round(box, ids[i]);
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status fill(struct calls_box *box, const char *reference, int64_t limit)
{
	struct syndic *handle = box->handle;
	char id[REFERENCE_SIZE];
	enum syndic_status status;
	box->report.as_of = arena_copy(&box->arena, handle->as_of);
	box->report.currency = arena_copy(&box->arena, handle->currency);
	TRY(learn_hours(box));
	TRY(learn_conversation(box));
	TRY(db_prepare(handle->db,
	               "SELECT (SELECT coalesce(sum(a.minutes), 0) FROM activity AS a"
	               " WHERE a.deal = $1), (SELECT max(t.at) FROM"
	               " (SELECT a.at FROM activity AS a WHERE a.deal = $1"
	               " UNION ALL SELECT a.at FROM activity AS a WHERE a.org = $2) AS t)",
	               &box->spent));
	TRY(db_prepare(handle->db, PROSPECTS, &box->prospects));
	if (reference) {
		TRY(resolve(handle, &entity_syndicate, reference, NULL, id));
		TRY(add_round(box, id));
	} else {
		TRY(add_rounds(box));
	}
	if (box->report.call_count)
		qsort(box->report.calls, box->report.call_count, sizeof *box->report.calls, compare_calls);
	box->report.total = box->report.call_count;
	if (limit > 0 && box->report.call_count > (size_t)limit) box->report.call_count = (size_t)limit;
out:
	db_finalize(box->spent);
	db_finalize(box->prospects);
	return status;
}

enum syndic_status syndic_report_calls(struct syndic *handle, const char *reference, int64_t limit,
                                       struct syndic_calls **out)
{
	struct calls_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;
	*out = NULL;
	box->handle = handle;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(box, reference, limit);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_calls_free(&box->report);
	return status;
}

void syndic_calls_free(struct syndic_calls *calls)
{
	struct calls_box *box = (struct calls_box *)calls;
	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
