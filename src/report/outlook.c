#include "report/outlook.h"
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/arr.h"
#include "report/list.h"
#include "report/targets.h"

#define MONTHS_LEAST 36
#define MONTHS_LONGEST 120 /* unless more are asked for */
#define CARRIED_MOST 120   /* months from the last cash balance to the report */

static const char *const view_names[] = {
	[OUTLOOK_COMMITTED] = "committed",
	[OUTLOOK_BASE] = "base",
	[OUTLOOK_EXPECTED] = "expected",
};

const char *outlook_view_name(enum outlook_view view)
{
	return view_names[view];
}

static bool find_view(const char *name, enum outlook_view *out)
{
	for (size_t i = 0; i < sizeof view_names / sizeof *view_names; i++) {
		if (strcmp(view_names[i], name) != 0) continue;
		*out = (enum outlook_view)i;
		return true;
	}
	return false;
}

/* ---- the scenario ---- */

static enum syndic_status load_effects(struct syndic *handle, const char *scenario,
                                       struct arena *arena, struct outlook *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db,
	               "SELECT what, value, starts_on, ends_on FROM scenario_change"
	               " WHERE scenario = $1 ORDER BY id",
	               &stmt));
	db_bind_text(stmt, 1, scenario);
	while ((step = db_step(stmt)) == 1) {
		struct scenario_effect effect;
		TRY(scenario_effect_read(handle, arena_copy(arena, db_text(stmt, 0)),
		                         arena_copy(arena, db_text(stmt, 1)),
		                         arena_copy(arena, db_text(stmt, 2)),
		                         arena_copy(arena, db_text(stmt, 3)), arena, &effect));
		LIST_ADD(arena, out->effects, out->effect_count, effect);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status load_scenario(struct syndic *handle, const char *name,
                                        struct arena *arena, struct outlook *out)
{
	char id[REFERENCE_SIZE];
	struct record record;
	enum syndic_status status;

	out->view = OUTLOOK_EXPECTED;
	out->scenario = arena_copy(arena, name ? name : view_names[OUTLOOK_EXPECTED]);
	if (find_view(out->scenario, &out->view)) return SYNDIC_OK;
	TRY(resolve(handle, &entity_scenario, name, NULL, id));
	TRY(record_load(handle, &entity_scenario, id, arena, &record));
	out->scenario = record_text(&record, "slug");
	find_view(record_text(&record, "base"), &out->view);
	status = load_effects(handle, id, arena, out);
out:
	return status;
}

/* What a scenario says of deals and of renewals goes into the portfolio itself. */
static void apply_effects(struct outlook *outlook, struct arena *arena)
{
	struct sales *deals = &outlook->portfolio.book.deals;
	bool changed = false;

	for (size_t i = 0; i < outlook->effect_count; i++) {
		const struct scenario_effect *effect = &outlook->effects[i];
		if (effect->kind < EFFECT_DEAL_WON || effect->kind > EFFECT_DEAL_PROBABILITY) continue;
		for (size_t k = 0; k < deals->count; k++) {
			struct sale *deal = &deals->items[k];
			if (strcmp(deal->id, effect->name) != 0) continue;
			changed = true;
			if (effect->kind == EFFECT_DEAL_WON) deal->probability = RATIO_ONE;
			if (effect->kind == EFFECT_DEAL_LOST) deal->probability = 0;
			if (effect->kind == EFFECT_DEAL_LATER) deal->later += effect->value;
			if (effect->kind == EFFECT_DEAL_PROBABILITY) deal->probability = effect->value;
		}
	}
	if (changed) portfolio_refresh(&outlook->portfolio, arena);
}

/* ---- loading ---- */

static enum syndic_status load_cash(struct syndic *handle, struct arena *arena, struct outlook *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	char from[DATE_SIZE];

	month_from_number(out->from, from);
	TRY(db_prepare(handle->db,
	               "SELECT month, amount FROM cash_balance WHERE month < $1"
	               " ORDER BY month DESC LIMIT 1",
	               &stmt));
	db_bind_text(stmt, 1, from);
	if (db_step(stmt) == 1) {
		out->cash_month = arena_copy(arena, db_text(stmt, 0));
		out->cash = (struct syndic_figure){true, db_int(stmt, 1)};
	}
	status = handle->error.code;
	if (status != SYNDIC_OK || !out->cash.known) goto out;
	if (out->from - month_number(out->cash_month) > CARRIED_MOST) {
		status = error_set(handle, SYNDIC_CONFLICT, "cash_balance", "month", out->cash_month,
		                   "the last cash balance before %s is of %s: too long ago to carry on",
		                   from, out->cash_month);
		error_help(handle, "syndic cash-balance add --month MONTH --amount AMOUNT");
	}
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status set_months(struct syndic *handle, struct outlook *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	int64_t past = 0;

	out->months = out->how.portfolio.months;
	if (out->months) goto out;
	TRY(db_prepare(handle->db, "SELECT max(ends_on) FROM contract", &stmt));
	if (db_step(stmt) == 1 && !db_is_null(stmt, 0))
		past = month_number(db_text(stmt, 0)) + 2 - out->from; /* the month after it, too */
	status = handle->error.code;
	out->months = past > MONTHS_LEAST ? past : MONTHS_LEAST;
	if (out->months > MONTHS_LONGEST) out->months = MONTHS_LONGEST;
out:
	db_finalize(stmt);
	return status;
}

static int64_t arr_on(const struct book *book)
{
	struct target today = {.measure = MEASURE_ARR};
	struct figures figures;

	memcpy(today.first, book->as_of, sizeof today.first);
	memcpy(today.last, book->as_of, sizeof today.last);
	measure(book, &today, &figures);
	return figures.in_force;
}

enum syndic_status outlook_load(struct syndic *handle, const struct syndic_runway_options *options,
                                struct arena *arena, struct outlook *out)
{
	enum syndic_status status;
	struct portfolio_options *portfolio = &out->how.portfolio;

	*out = (struct outlook){0};
	TRY(projection_read(handle, &options->projection, 0, arena, &out->how));
	out->from = portfolio->first;
	TRY(load_scenario(handle, options->scenario, arena, out));
	for (size_t i = 0; i < out->effect_count; i++)
		if (out->effects[i].kind == EFFECT_RENEWAL_RATE)
			portfolio->renewal_rate = out->effects[i].value;
	TRY(set_months(handle, out));
	TRY(load_cash(handle, arena, out));
	if (out->cash.known) portfolio->first = month_number(out->cash_month) + 1;
	portfolio->months = out->from + out->months - portfolio->first;
	out->how.paths.months = portfolio->months;
	out->how.paths.renewals = true;
	TRY(costs_load(handle, arena, &out->costs));
	TRY(portfolio_load(handle, portfolio, arena, &out->portfolio));
	if (out->how.learned) TRY(projection_learn(handle, arena, &out->portfolio));
	apply_effects(out, arena);
	out->arr = arr_on(&out->portfolio.book);
out:
	return status;
}

void outlook_free(struct outlook *outlook)
{
	portfolio_free(&outlook->portfolio);
}

/* ---- what comes in ---- */

/* Is it part of ARR on as_of, or does it only continue what is? */
static bool goes_on(const struct book *book, const struct sale *contract)
{
	while (contract && contract->recurring) {
		const struct sale *before = contract->continues;
		if (arr_in_force(book, contract)) return true;
		/* Two that name each other lead nowhere. */
		if (!before || !before->ends_on || !contract->ends_on ||
		    strcmp(before->ends_on, contract->ends_on) >= 0)
			break;
		contract = before;
	}
	return false;
}

static void add_sure(const struct outlook *outlook, enum outlook_view view, int64_t *sure)
{
	const struct portfolio *portfolio = &outlook->portfolio;

	for (int64_t m = 0; m < portfolio->options.months; m++) {
		if (view == OUTLOOK_BASE)
			sure[m] += money_share_equal(outlook->arr, 12, (portfolio->options.first + m) % 12);
		for (size_t i = 0; i < portfolio->contract_count; i++)
			if (view != OUTLOOK_BASE || !goes_on(&portfolio->book, portfolio->contracts[i].sale))
				sure[m] += portfolio->contracts[i].cents[m];
		for (size_t i = 0; view == OUTLOOK_EXPECTED && i < portfolio->usage_count; i++)
			sure[m] += portfolio->usage[i].cents[m];
	}
}

/* So many members join each month and stay, or renew each year with the rate: what they pay in a
 * month. */
static int64_t members_fee(const struct outlook *outlook, enum outlook_view view,
                           const struct scenario_effect *effect, int64_t month)
{
	int64_t first = effect->first > outlook->from ? effect->first : outlook->from;
	int64_t rate = view == OUTLOOK_BASE ? RATIO_ONE : outlook->how.portfolio.renewal_rate;
	int64_t members = 0; /* millionths */

	for (int64_t joined = first; joined <= month && joined <= effect->last; joined++) {
		int64_t staying = effect->value * RATIO_ONE;
		for (int64_t years = (month - joined) / 12; years > 0; years--)
			staying = muldiv(staying, rate, RATIO_ONE);
		members += staying;
	}
	return muldiv(money_share_equal(effect->fee, 12, month % 12), members, RATIO_ONE);
}

static void add_effects(const struct outlook *outlook, enum outlook_view view, int64_t *sure)
{
	int64_t first = outlook->how.portfolio.first;

	for (size_t i = 0; i < outlook->effect_count; i++) {
		const struct scenario_effect *effect = &outlook->effects[i];
		for (int64_t m = first; m < first + outlook->how.portfolio.months; m++) {
			if (effect->kind == EFFECT_MEMBERS && m >= effect->first)
				sure[m - first] += members_fee(outlook, view, effect, m);
			if (effect->kind == EFFECT_REVENUE && m >= outlook->from && m >= effect->first &&
			    m <= effect->last)
				sure[m - first] += effect->value;
		}
	}
}

struct flow outlook_flow(const struct outlook *outlook, enum outlook_view view, struct arena *arena)
{
	const struct portfolio *portfolio = &outlook->portfolio;
	int64_t months = portfolio->options.months;
	struct flow flow = {
		.sure = arena_alloc(arena, (size_t)months * sizeof *flow.sure),
		.expected = arena_alloc(arena, (size_t)months * sizeof *flow.expected),
		.costs = arena_alloc(arena, (size_t)months * sizeof *flow.costs),
	};

	add_sure(outlook, view, flow.sure);
	add_effects(outlook, view, flow.sure);
	memcpy(flow.expected, flow.sure, (size_t)months * sizeof *flow.sure);
	for (int64_t m = 0; m < months; m++)
		flow.costs[m] = costs_in(&outlook->costs, outlook->effects, outlook->effect_count,
		                         portfolio->options.first + m);
	if (view != OUTLOOK_EXPECTED) return flow;
	for (size_t i = 0; i < portfolio->deal_count; i++)
		LIST_ADD(arena, flow.prospects, flow.count, &portfolio->deals[i].prospect);
	for (size_t i = 0; i < portfolio->contract_count; i++)
		if (portfolio->contracts[i].prospect.rolling.period)
			LIST_ADD(arena, flow.prospects, flow.count, &portfolio->contracts[i].prospect);
	for (size_t i = 0; i < flow.count; i++)
		paths_expect(flow.prospects[i], true, months, flow.expected);
	return flow;
}
