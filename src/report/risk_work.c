/*
 * How much it takes until an SOW is executed, and what upstream says of the work.
 *
 *   sow-days       days from the first draft to execution, of SOWs executed in the window: median, 90th
 *                  percentile. One without a day of its draft, or with one after its execution, is told;
 *                  so is one executed anew after an amendment, whose first execution has no day any more.
 *   sow-revisions  likewise how often these were amended until they were first executed: revision less
 *                  the moves to amended.
 *   sow-open-days  median days since the first draft of SOWs that are not executed and not terminated;
 *                  compared with sow-days.
 *   upstream-rejected  deliverables whose last verdict of the window (a move of `upstream` to merged,
 *                  released or rejected, by its day in UTC) is rejected ÷ those with any. A deliverable
 *                  that was recorded with its verdict says not when it came: it is told and not counted.
 *
 * Source: sow, transition, deliverable.
 */
#include <string.h>
#include "base/text.h"
#include "report/order.h"
#include "report/risk.h"

/* ---- statements of work ---- */

struct sows {
	struct risk_sample days[RISK_WINDOWS], revisions[RISK_WINDOWS], open;
	int64_t undated, anew, open_undated;
};
enum { SLUG, NAME, STATE, PRICE, REVISION, DRAFTED, EXECUTED, AMENDED };

static void add_sow_record(struct risks *risks, const struct db_stmt *stmt, enum risk_kind first,
                           enum risk_kind last, int64_t days, const char *what)
{
	risk_add_record(risks, first, last,
	                &(struct risk_record){
						.entity = "sow",
						.reference = db_text(stmt, SLUG),
						.name = db_text(stmt, NAME),
						.on = db_text(stmt, EXECUTED),
						.amount = {!db_is_null(stmt, PRICE), db_int(stmt, PRICE)},
						.figure = {days >= 0, days * RATIO_ONE},
						.what = arena_printf(&risks->arena, "%s, revision %lld", what,
	                                         (long long)db_int(stmt, REVISION)),
					});
}

static void add_executed(struct risks *risks, const struct db_stmt *stmt, size_t window,
                         struct sows *sows)
{
	bool anew = db_int(stmt, AMENDED) > 0 && strcmp(db_text(stmt, STATE), "amended") != 0;
	int64_t days = -1, revisions = db_int(stmt, REVISION) - db_int(stmt, AMENDED);

	if (!db_is_null(stmt, DRAFTED) && !anew)
		days = date_days(db_text(stmt, EXECUTED)) - date_days(db_text(stmt, DRAFTED));
	risk_sample_add(risks, &sows->revisions[window], revisions > 0 ? revisions : 0);
	if (days >= 0) risk_sample_add(risks, &sows->days[window], days);
	if (window != NOW) return;
	sows->anew += anew;
	sows->undated += days < 0 && !anew;
	add_sow_record(risks, stmt, RISK_SOW_DAYS, RISK_SOW_REVISIONS_P90, days,
	               anew       ? "executed anew after an amendment"
	               : days < 0 ? "its draft's day is missing or later"
	                          : "days to execution");
}

static void add_open(struct risks *risks, const struct db_stmt *stmt, struct sows *sows)
{
	const char *drafted = db_text(stmt, DRAFTED), *as_of = risks->handle->as_of;
	int64_t days = drafted ? date_days(as_of) - date_days(drafted) : -1;

	if (days >= 0) risk_sample_add(risks, &sows->open, days);
	sows->open_undated += days < 0;
	add_sow_record(risks, stmt, RISK_SOW_OPEN_DAYS, RISK_SOW_OPEN_DAYS, days,
	               arena_printf(&risks->arena, "days so far, %s", db_text(stmt, STATE)));
}

static enum syndic_status load_sows(struct risks *risks, struct sows *sows)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(risks->handle->db,
	               "SELECT s.slug, s.name, s.state, s.price, s.revision, s.drafted_on,"
	               " s.executed_on, (SELECT count(*) FROM transition AS t WHERE t.sow = s.id"
	               " AND t.entity = 'sow' AND t.to_state = 'amended')"
	               " FROM sow AS s ORDER BY s.drafted_on, s.id",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		const char *executed = db_text(stmt, EXECUTED);
		for (size_t i = 0; i < RISK_WINDOWS; i++)
			if (risk_within(&risks->windows[i], executed)) add_executed(risks, stmt, i, sows);
		if (!executed && strcmp(db_text(stmt, STATE), "terminated") != 0)
			add_open(risks, stmt, sows);
	}
	if (step < 0) status = risks->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static void set_open(struct risks *risks, struct sows *sows)
{
	struct syndic_figure median = {0}, usual = risks->kinds[RISK_SOW_DAYS].value;

	if (sows->open.count) {
		order_sort(sows->open.items, sows->open.count);
		median = risk_count(order_median(sows->open.items, sows->open.count));
	}
	risk_set_today(risks, RISK_SOW_OPEN_DAYS, median, (int64_t)sows->open.count);
	risk_compare(risks, RISK_SOW_OPEN_DAYS, "executed ones", usual, risk_unknown());
	if (sows->open_undated)
		risk_note(risks, RISK_SOW_OPEN_DAYS, "without a day of the draft: %lld",
		          (long long)sows->open_undated);
	if (median.known && usual.known && median.value > usual.value)
		risk_alert(risks, RISK_SOW_OPEN_DAYS, "already longer than the executed ones took");
}

enum syndic_status risk_add_sow(struct risks *risks)
{
	struct sows sows = {0};
	enum syndic_status status;

	TRY(load_sows(risks, &sows));
	risk_set_percentiles(risks, RISK_SOW_DAYS, RISK_SOW_DAYS_P90, sows.days);
	risk_set_percentiles(risks, RISK_SOW_REVISIONS, RISK_SOW_REVISIONS_P90, sows.revisions);
	for (size_t i = RISK_SOW_DAYS; i <= RISK_SOW_DAYS_P90; i++) {
		if (sows.undated)
			risk_note(risks, i, "executed, but their draft's day is missing or later: %lld",
			          (long long)sows.undated);
		if (sows.anew)
			risk_note(risks, i, "executed anew after an amendment: %lld", (long long)sows.anew);
	}
	set_open(risks, &sows);
out:
	return status;
}

/* ---- upstream ---- */

/* A deliverable's last verdict in each window. */
struct verdict {
	const char *id, *slug, *name, *outcome, *state[RISK_WINDOWS], *on[RISK_WINDOWS];
	bool undated;
};
struct verdicts {
	int64_t cases[RISK_WINDOWS], rejected[RISK_WINDOWS];
	int64_t rework, separate, carried, undecided; /* what became of those rejected now */
	int64_t undated;
};

static void count_outcome(const char *outcome, struct verdicts *sums)
{
	sums->rework += text_equal(outcome, "rework");
	sums->separate += text_equal(outcome, "separate-package");
	sums->carried += text_equal(outcome, "carried-patch");
	sums->undecided += outcome == NULL;
}

static void close_verdict(struct risks *risks, const struct verdict *verdict, struct verdicts *sums)
{
	bool rejected = text_equal(verdict->state[NOW], "rejected");
	const char *outcome = verdict->outcome ? verdict->outcome : "nothing is decided";

	for (size_t i = 0; i < RISK_WINDOWS; i++) {
		sums->cases[i] += verdict->state[i] != NULL;
		sums->rejected[i] += text_equal(verdict->state[i], "rejected");
	}
	sums->undated += verdict->undated;
	if (rejected) count_outcome(verdict->outcome, sums);
	if (!verdict->state[NOW]) return;
	risk_add_record(risks, RISK_UPSTREAM, RISK_UPSTREAM,
	                &(struct risk_record){
						.entity = "deliverable",
						.reference = verdict->slug,
						.name = verdict->name,
						.on = verdict->on[NOW],
						.what = rejected ? arena_printf(&risks->arena, "rejected: %s", outcome)
	                                     : verdict->state[NOW],
					});
}

/* Deliverable's id, slug, name and outcome, the verdict, its day, and the state before. */
static void add_verdict(struct risks *risks, const struct db_stmt *stmt, struct verdict *verdict,
                        struct verdicts *sums)
{
	struct arena *arena = &risks->arena;

	if (!text_equal(verdict->id, db_text(stmt, 0))) {
		if (verdict->id) close_verdict(risks, verdict, sums);
		*verdict = (struct verdict){.id = arena_copy(arena, db_text(stmt, 0)),
		                            .slug = arena_copy(arena, db_text(stmt, 1)),
		                            .name = arena_copy(arena, db_text(stmt, 2)),
		                            .outcome = arena_copy(arena, db_text(stmt, 3))};
	}
	if (db_is_null(stmt, 6)) {
		verdict->undated = true;
		return;
	}
	for (size_t i = 0; i < RISK_WINDOWS; i++) {
		if (!risk_within(&risks->windows[i], db_text(stmt, 5))) continue;
		verdict->state[i] = arena_copy(arena, db_text(stmt, 4));
		verdict->on[i] = arena_copy(arena, db_text(stmt, 5));
	}
}

static enum syndic_status load_verdicts(struct risks *risks, struct verdicts *sums)
{
	struct db_stmt *stmt = NULL;
	struct verdict verdict = {0};
	enum syndic_status status;
	int step;

	TRY(db_prepare(risks->handle->db,
	               "SELECT d.id, d.slug, d.name, d.upstream_outcome, t.to_state,"
	               " substr(t.at, 1, 10), t.from_state"
	               " FROM transition AS t JOIN deliverable AS d ON d.id = t.deliverable"
	               " WHERE t.deliverable IS NOT NULL AND t.entity = 'deliverable'"
	               " AND t.field = 'upstream' AND (t.to_state = 'merged'"
	               " OR t.to_state = 'released' OR t.to_state = 'rejected')"
	               " ORDER BY d.id, t.at, t.id",
	               &stmt));
	while ((step = db_step(stmt)) == 1)
		add_verdict(risks, stmt, &verdict, sums);
	if (step < 0) status = risks->handle->error.code;
	if (verdict.id) close_verdict(risks, &verdict, sums);
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status risk_add_upstream(struct risks *risks)
{
	struct verdicts sums = {0};
	struct syndic_figure shares[RISK_WINDOWS] = {{0}};
	enum syndic_status status;

	TRY(load_verdicts(risks, &sums));
	for (size_t i = 0; i < RISK_WINDOWS; i++)
		if (sums.cases[i])
			shares[i] =
				(struct syndic_figure){true, muldiv(sums.rejected[i], RATIO_ONE, sums.cases[i])};
	risk_set(risks, RISK_UPSTREAM, shares, sums.cases);
	risk_note(risks, RISK_UPSTREAM, "%lld rejected of %lld", (long long)sums.rejected[NOW],
	          (long long)sums.cases[NOW]);
	if (sums.rejected[NOW])
		risk_note(risks, RISK_UPSTREAM,
		          "rework %lld, separate package %lld, carried patch %lld, undecided %lld",
		          (long long)sums.rework, (long long)sums.separate, (long long)sums.carried,
		          (long long)sums.undecided);
	if (sums.undated)
		risk_note(risks, RISK_UPSTREAM, "recorded with their verdict, its day unknown: %lld",
		          (long long)sums.undated);
out:
	return status;
}
