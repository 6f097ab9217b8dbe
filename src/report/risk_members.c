/*
 * Whether members come fast enough, and how long and likely it is to win one.
 *
 *   new-members       first memberships signed from 1 January to as_of, as the year's target of
 *                     measure new-members counts them, its filters included (the first one of the
 *                     whole year); before: to the same day of the last year. Compared with what it
 *                     asks for.
 *   member-pace       those signed in the last 90 days × 365 ÷ (12 · 90); before: in the 90 days
 *                     before. Compared with what the target needs a month from tomorrow to the year's
 *                     end: (target − signed) × 365 ÷ (12 · days left).
 *   members-at-pace   signed + member-pace × months left. Compared with the target.
 *   sales-cycle       days from coming to its first stage to winning, of new deals of the pipeline
 *                     `membership` won in the window: median, 90th percentile. One that began as won
 *                     has no cycle, and is told.
 *   new-members-won   of such deals, won ÷ (won + lost); duplicates are no loss.
 *
 * What a first membership of a time is, is unknown where no membership of that time or an earlier one
 * is recorded. Source: membership, contract, target, deal, stage_change.
 */
#include <string.h>
#include "base/text.h"
#include "report/risk.h"
#include "report/stage_history.h"
#include "report/targets.h"

enum { PACE_DAYS = 90, YEAR_DAYS = 365, YEAR_MONTHS = 12 };

/* ---- pace ---- */

static bool recorded_by(const struct risks *risks, const char *day)
{
	const struct sales *memberships = &risks->book.memberships;

	for (size_t i = 0; i < memberships->count; i++)
		if (strcmp(memberships->items[i].signed_on, day) <= 0) return true;
	return false;
}

/* First memberships signed in these days; unknown where nothing of the time is recorded. */
static struct syndic_figure signed_in(struct risks *risks, const struct target *target,
                                      const char *from, const char *to)
{
	struct target days = *target;
	struct figures figures;

	if (!recorded_by(risks, to)) return risk_unknown();
	memcpy(days.first, from, sizeof days.first);
	memcpy(days.last, to, sizeof days.last);
	measure(&risks->book, &days, &figures);
	return (struct syndic_figure){true, figures.committed};
}

/* `year`: its first day; `lately`: that of the last days. */
static void add_member(struct risks *risks, const struct db_stmt *stmt, const char *year,
                       const char *lately)
{
	struct risk_record record = {
		.entity = "membership",
		.reference = db_text(stmt, 0),
		.name = db_text(stmt, 1),
		.on = db_text(stmt, 2),
		.amount = {!db_is_null(stmt, 3) || !db_is_null(stmt, 4),
	               db_int(stmt, db_is_null(stmt, 3) ? 4 : 3)},
		.what = "first membership signed",
	};

	if (strcmp(record.on, year) >= 0)
		risk_add_record(risks, RISK_NEW_MEMBERS, RISK_NEW_MEMBERS, &record);
	if (strcmp(record.on, lately) >= 0)
		risk_add_record(risks, RISK_MEMBER_PACE, RISK_MEMBER_PACE, &record);
	risk_add_record(risks, RISK_MEMBERS_AT_PACE, RISK_MEMBERS_AT_PACE, &record);
}

static enum syndic_status add_member_records(struct risks *risks, const char *year,
                                             const char *lately)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	int step;

	if (!risk_wants_records(risks, RISK_NEW_MEMBERS, RISK_MEMBERS_AT_PACE)) goto out;
	TRY(db_prepare(risks->handle->db,
	               "SELECT m.slug, o.name, coalesce(c.signed_on, m.starts_on), c.fee_per_year,"
	               " c.amount FROM membership AS m JOIN org AS o ON o.id = m.org"
	               " LEFT JOIN contract AS c ON c.id = m.contract"
	               " WHERE coalesce(c.signed_on, m.starts_on) >= $1"
	               " AND coalesce(c.signed_on, m.starts_on) <= $2"
	               " AND NOT EXISTS (SELECT 1 FROM membership AS p"
	               " WHERE p.org = m.org AND p.starts_on < m.starts_on)"
	               " ORDER BY coalesce(c.signed_on, m.starts_on), m.id",
	               &stmt));
	db_bind_text(stmt, 1, strcmp(year, lately) < 0 ? year : lately);
	db_bind_text(stmt, 2, risks->handle->as_of);
	while ((step = db_step(stmt)) == 1)
		add_member(risks, stmt, year, lately);
	if (step < 0) status = risks->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* The year's target for new members, or one that asks for nothing. */
static struct target year_target(const struct targets *targets, const char *first)
{
	for (size_t i = 0; i < targets->count; i++) {
		const struct target *target = &targets->items[i];
		if (target->measure == MEASURE_NEW_MEMBERS && !target->quarter &&
		    strcmp(target->first, first) == 0)
			return *target;
	}
	return (struct target){.measure = MEASURE_NEW_MEMBERS,
	                       .work_from = INT64_MIN,
	                       .work_to = INT64_MAX};
}

static struct syndic_figure a_month(struct syndic_figure members, int64_t days)
{
	if (!members.known || days <= 0) return risk_unknown();
	return (struct syndic_figure){true, muldiv(members.value, YEAR_DAYS, days * YEAR_MONTHS)};
}

struct pace {
	struct syndic_figure sold, sold_before, lately, lately_before; /* members */
	struct syndic_figure target, needed;                           /* needed: a month */
	int64_t days, left; /* of the year, up to as_of and after it */
};

static void set_pace(struct risks *risks, const struct pace *pace)
{
	struct syndic_figure expected = {0};
	int64_t cases[RISK_WINDOWS] = {pace->sold.value / RATIO_ONE,
	                               pace->sold_before.value / RATIO_ONE};
	int64_t lately[RISK_WINDOWS] = {pace->lately.value / RATIO_ONE,
	                                pace->lately_before.value / RATIO_ONE};
	struct syndic_figure paces[RISK_WINDOWS] = {a_month(pace->lately, PACE_DAYS),
	                                            a_month(pace->lately_before, PACE_DAYS)};

	if (pace->sold.known && pace->lately.known)
		expected = (struct syndic_figure){true, pace->sold.value + muldiv(pace->lately.value,
		                                                                  pace->left, PACE_DAYS)};
	risk_set(risks, RISK_NEW_MEMBERS,
	         (struct syndic_figure[RISK_WINDOWS]){pace->sold, pace->sold_before}, cases);
	risk_set(risks, RISK_MEMBER_PACE, paces, lately);
	risk_set_today(risks, RISK_MEMBERS_AT_PACE, expected, lately[NOW]);
	risk_compare(risks, RISK_NEW_MEMBERS, "the year's target", pace->target, risk_unknown());
	risk_compare(risks, RISK_MEMBER_PACE, "needed to the year's end", pace->needed, risk_unknown());
	risk_compare(risks, RISK_MEMBERS_AT_PACE, "the year's target", pace->target, risk_unknown());
}

static void tell_pace(struct risks *risks, const struct pace *pace, const struct target *target)
{
	struct syndic_figure so_far = a_month(pace->sold, pace->days);
	struct syndic_figure lately = risks->kinds[RISK_MEMBER_PACE].value;

	if (!target->key)
		risk_note(risks, RISK_NEW_MEMBERS,
		          "no target of measure new-members for %.4s: syndic target add",
		          risks->handle->as_of);
	else
		risk_note(risks, RISK_NEW_MEMBERS, "target %s", target->key);
	risk_note(risks, RISK_NEW_MEMBERS, "before: to the same day of last year");
	if (!pace->sold.known) risk_note(risks, RISK_NEW_MEMBERS, "no membership is recorded");
	if (so_far.known)
		risk_note(risks, RISK_MEMBER_PACE, "this year so far %s a month",
		          risk_decimal(risks, so_far.value));
	risk_note(risks, RISK_MEMBER_PACE, "of the last %d days; before: the %d before", PACE_DAYS,
	          PACE_DAYS);
	risk_note(risks, RISK_MEMBERS_AT_PACE, "%lld days are left; its trend is that of the pace",
	          (long long)pace->left);
	if (lately.known && pace->needed.known && lately.value < pace->needed.value)
		risk_alert(risks, RISK_MEMBER_PACE, "%s a month are needed, %s came",
		           risk_decimal(risks, pace->needed.value), risk_decimal(risks, lately.value));
}

enum syndic_status risk_add_pace(struct risks *risks)
{
	const char *as_of = risks->handle->as_of;
	int64_t january = month_number(as_of) / YEAR_MONTHS * YEAR_MONTHS;
	char first[DATE_SIZE], last[DATE_SIZE], year_first[DATE_SIZE], year_ago[DATE_SIZE];
	char from[DATE_SIZE], from_before[DATE_SIZE], to_before[DATE_SIZE];
	struct targets targets;
	struct target target;
	struct pace pace = {.days = 0};
	enum syndic_status status;

	month_first(january, first);
	month_last(january + YEAR_MONTHS - 1, last);
	month_first(january - YEAR_MONTHS, year_first);
	date_add_months(as_of, -YEAR_MONTHS, year_ago);
	date_add_days(as_of, 1 - PACE_DAYS, from);
	date_add_days(as_of, -PACE_DAYS, to_before);
	date_add_days(as_of, 1 - 2 * PACE_DAYS, from_before);
	TRY(targets_load(risks->handle, &risks->arena, &targets));
	target = year_target(&targets, first);
	pace.sold = signed_in(risks, &target, first, as_of);
	pace.sold_before = signed_in(risks, &target, year_first, year_ago);
	pace.lately = signed_in(risks, &target, from, as_of);
	pace.lately_before = signed_in(risks, &target, from_before, to_before);
	pace.target = target.given;
	pace.days = date_days(as_of) - date_days(first) + 1;
	pace.left = date_days(last) - date_days(as_of);
	if (pace.target.known && pace.sold.known) {
		struct syndic_figure missing = {true, pace.target.value - pace.sold.value};
		if (missing.value < 0) missing.value = 0;
		pace.needed = a_month(missing, pace.left);
	}
	set_pace(risks, &pace);
	tell_pace(risks, &pace, &target);
	TRY(add_member_records(risks, first, from));
out:
	return status;
}

/* ---- the sales cycle ---- */

static void time_sale(void *context, const struct stage_path *path)
{
	int64_t *days = context;

	*days = -1;
	if (stage_is(path->steps[0].stage, "open"))
		*days = stage_path_end(path)->since - path->steps[0].since;
}

struct cycle {
	int64_t won, decided, unkinded, untimed;
	struct risk_sample days;
};

static bool may_be_new_member(const struct risk_deal *deal)
{
	return strcmp(deal->pipeline, "membership") == 0 &&
	       (!deal->revenue_type || strcmp(deal->revenue_type, "membership") == 0) &&
	       (!deal->kind || strcmp(deal->kind, "new") == 0) &&
	       !text_equal(deal->reason, "duplicate");
}

static enum syndic_status add_sold(struct risks *risks, const struct risk_deal *deal, bool shown,
                                   struct cycle *cycle)
{
	int64_t days = -1;
	enum syndic_status status = SYNDIC_OK;

	if (!may_be_new_member(deal)) return status;
	if (!deal->kind) {
		cycle->unkinded++;
		return status;
	}
	cycle->decided++;
	cycle->won += deal->won;
	if (deal->won) status = stage_history_of(risks->handle, deal->id, time_sale, &days);
	if (days >= 0) risk_sample_add(risks, &cycle->days, days);
	cycle->untimed += deal->won && days < 0;
	if (!shown || status != SYNDIC_OK) return status;
	risk_add_record(risks, RISK_SALES_CYCLE, RISK_MEMBERS_WON,
	                &(struct risk_record){
						.entity = "deal",
						.reference = deal->slug,
						.name = deal->name,
						.on = deal->closed_on,
						.amount = {deal->has_amount, deal->amount},
						.figure = {days >= 0, days * RATIO_ONE},
						.what = days >= 0   ? "days to winning it"
	                            : deal->won ? "won, no earlier stage is known"
	                            : deal->reason
	                                ? arena_printf(&risks->arena, "lost: %s", deal->reason)
	                                : "lost, nobody says why",
					});
	return status;
}

enum syndic_status risk_add_cycle(struct risks *risks)
{
	struct cycle cycles[RISK_WINDOWS] = {{0}};
	struct risk_sample days[RISK_WINDOWS];
	struct syndic_figure shares[RISK_WINDOWS] = {{0}};
	int64_t cases[RISK_WINDOWS];
	enum syndic_status status = SYNDIC_OK;

	for (size_t i = 0; i < RISK_WINDOWS; i++) {
		struct cycle *cycle = &cycles[i];
		for (size_t k = 0; k < risks->deal_count; k++)
			if (risk_within(&risks->windows[i], risks->deals[k].closed_on))
				TRY(add_sold(risks, &risks->deals[k], i == NOW, cycle));
		days[i] = cycle->days;
		cases[i] = cycle->decided;
		if (cycle->decided)
			shares[i] = (struct syndic_figure){true, muldiv(cycle->won, RATIO_ONE, cycle->decided)};
	}
	risk_set_percentiles(risks, RISK_SALES_CYCLE, RISK_SALES_CYCLE_P90, days);
	risk_set(risks, RISK_MEMBERS_WON, shares, cases);
	risk_note(risks, RISK_MEMBERS_WON, "%lld won of %lld decided", (long long)cycles[NOW].won,
	          (long long)cycles[NOW].decided);
	for (size_t i = RISK_SALES_CYCLE; i <= RISK_MEMBERS_WON; i++) {
		if (cycles[NOW].untimed && i != RISK_MEMBERS_WON)
			risk_note(risks, i, "won without an earlier stage: %lld",
			          (long long)cycles[NOW].untimed);
		if (cycles[NOW].unkinded)
			risk_note(risks, i, "decided deals of unknown kind: %lld",
			          (long long)cycles[NOW].unkinded);
	}
out:
	return status;
}
