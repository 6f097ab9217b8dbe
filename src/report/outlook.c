#include "report/outlook.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/arr.h"
#include "report/list.h"
#include "report/prices.h"
#include "report/partition.h"
#include "report/rounds.h"
#include "report/targets.h"

#define MONTHS_LEAST 36
#define MONTHS_LONGEST 120 /* unless more are asked for */
#define HEALTH_MONTHS                                                                              \
	36 /* that health looks at, however few are reported: its best band begins at 24 */
#define CARRIED_MOST 120 /* months from the last cash balance to the report */

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

/* What a member pays a year: the tier's price on as_of, as key figures have it (prices.h). */
static enum syndic_status set_fee(struct syndic *handle, struct scenario_effect *effect)
{
	const char *tier = strchr(effect->what, '.');
	struct syndic_figure fee;
	enum syndic_status status =
		prices_tier_fee(handle, tier ? tier + 1 : "general", handle->as_of, &fee);

	if (status == SYNDIC_OK && fee.known) effect->fee = fee.value;
	return status;
}

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
		if (effect.kind == EFFECT_MEMBERS) TRY(set_fee(handle, &effect));
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

static bool is_month_end(const char *day)
{
	char last[DATE_SIZE];

	month_last(month_number(day), last);
	return strcmp(day, last) == 0;
}

/* The last balance that is known on as_of and lies before the report. */
static enum syndic_status load_cash(struct syndic *handle, struct arena *arena, struct outlook *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	char before[DATE_SIZE], from[DATE_SIZE];
	int64_t known = month_number(handle->as_of) + is_month_end(handle->as_of);

	month_from_number(out->from, from);
	month_from_number(out->from < known ? out->from : known, before);
	TRY(db_prepare(handle->db,
	               "SELECT month, amount FROM cash_balance WHERE month < $1"
	               " ORDER BY month DESC LIMIT 1",
	               &stmt));
	db_bind_text(stmt, 1, before);
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

static const struct sale *find_contract(const struct book *book, const char *id)
{
	for (size_t i = 0; i < book->contracts.count; i++)
		if (strcmp(book->contracts.items[i].id, id) == 0) return &book->contracts.items[i];
	return NULL;
}

#define NOTHING_DUE INT64_MIN

static int64_t greater(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* What the months since the balance count of a contract already; below 0, so much was paid too much.
 * NOTHING_DUE of one that they do not count. */
static int64_t still_counted(const struct outlook *outlook, const struct sale *contract)
{
	char first[DATE_SIZE];

	if (!contract) return NOTHING_DUE;
	month_first(outlook->how.portfolio.first, first);
	if (partition_sale(contract, outlook->portfolio.book.as_of, first).state != PARTITION_ACTIVE)
		return NOTHING_DUE;
	return contract->amount - contract->collected;
}

static enum syndic_status load_late(struct syndic *handle, struct arena *arena, struct outlook *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	char first[DATE_SIZE], before[REFERENCE_SIZE] = "";
	struct late_payment late = {0};
	int64_t due = 0, paid = 0;
	int step;

	if (!out->cash.known || out->how.portfolio.ledger != LEDGER_REMAINING) goto out;
	month_first(out->how.portfolio.first, first);
	TRY(db_prepare(handle->db,
	               "SELECT contract, paid_on, amount FROM payment"
	               " WHERE paid_on >= $1 AND paid_on <= $2 ORDER BY contract, paid_on, id",
	               &stmt));
	db_bind_text(stmt, 1, first);
	db_bind_text(stmt, 2, handle->as_of);
	while ((step = db_step(stmt)) == 1) {
		const char *contract = db_text(stmt, 0);
		int64_t amount = db_int(stmt, 2);
		if (strcmp(contract, before) != 0) {
			snprintf(before, sizeof before, "%s", contract);
			late.contract = find_contract(&out->portfolio.book, contract);
			due = still_counted(out, late.contract);
			paid = 0;
		}
		late.month = month_number(db_text(stmt, 1));
		late.cents = greater(paid + amount, due) - greater(paid, due);
		out->received += amount - late.cents;
		paid += amount;
		if (late.cents) LIST_ADD(arena, out->late, out->late_count, late);
	}
	if (step < 0) status = handle->error.code;
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
	char first[DATE_SIZE];

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
	month_first(portfolio->first, first);
	portfolio->collected_before = arena_copy(arena, first);
	out->carried = out->from - portfolio->first;
	portfolio->months = out->carried + (out->months > HEALTH_MONTHS ? out->months : HEALTH_MONTHS);
	out->how.paths.months = portfolio->months;
	out->how.paths.renewals = true;
	TRY(costs_load(handle, arena, &out->costs));
	TRY(portfolio_load(handle, portfolio, arena, &out->portfolio));
	if (out->how.learned) TRY(projection_learn(handle, arena, &out->portfolio));
	apply_effects(out, arena);
	TRY(load_late(handle, arena, out));
	out->arr = arr_on(&out->portfolio.book);
out:
	return status;
}

void outlook_free(struct outlook *outlook)
{
	portfolio_free(&outlook->portfolio);
}

/* ---- what comes in ---- */

/* Is it part of ARR on as_of, does it only continue what is, or has what is taken its place? */
static bool goes_on(const struct book *book, const struct sale *contract)
{
	if (contract && contract->replaced_by && arr_in_force(book, contract->replaced_by)) return true;
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
	for (size_t i = 0; i < outlook->late_count; i++) {
		const struct late_payment *late = &outlook->late[i];
		int64_t month = late->month - portfolio->options.first;
		if (view == OUTLOOK_BASE && goes_on(&portfolio->book, late->contract)) continue;
		if (month < portfolio->options.months) sure[month] += late->cents;
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

/* `losses`: only what the scenario takes away. */
static void add_effects(const struct outlook *outlook, enum outlook_view view, bool losses,
                        int64_t *sure)
{
	int64_t first = outlook->how.portfolio.first;

	for (size_t i = 0; i < outlook->effect_count; i++) {
		const struct scenario_effect *effect = &outlook->effects[i];
		if (losses && (effect->kind != EFFECT_REVENUE || effect->value > 0)) continue;
		for (int64_t m = first; m < first + outlook->how.portfolio.months; m++) {
			if (effect->kind == EFFECT_MEMBERS && m >= effect->first)
				sure[m - first] += members_fee(outlook, view, effect, m);
			if (effect->kind == EFFECT_REVENUE && m >= outlook->from && m >= effect->first &&
			    m <= effect->last)
				sure[m - first] += effect->value;
		}
	}
}

/* ---- what may come in ---- */

static bool gives_chance(const struct scenario_effect *effect)
{
	return effect->kind == EFFECT_DEAL_WON || effect->kind == EFFECT_DEAL_PROBABILITY;
}

/* Does the deal renew what goes on in base anyway? */
static bool renews_what_goes_on(const struct outlook *outlook, const struct sale *deal)
{
	const struct book *book = &outlook->portfolio.book;

	if (!deal->org || !text_equal(deal->kind, "renewal")) return false;
	for (size_t i = 0; i < book->contracts.count; i++) {
		const struct sale *contract = &book->contracts.items[i];
		if (!text_equal(contract->org, deal->org) || !goes_on(book, contract)) continue;
		if (!contract->revenue_type || !deal->revenue_type ||
		    text_equal(contract->revenue_type, deal->revenue_type))
			return true;
	}
	return false;
}

/* Does the scenario say that the deal is sold, or may be, where only that counts? */
static bool is_assumed(const struct outlook *outlook, enum outlook_view view,
                       const struct sale *deal)
{
	if (view == OUTLOOK_BASE && renews_what_goes_on(outlook, deal)) return false;
	for (size_t i = 0; i < outlook->effect_count; i++)
		if (gives_chance(&outlook->effects[i]) && strcmp(outlook->effects[i].name, deal->id) == 0)
			return true;
	return false;
}

/* The deal where only what the scenario says of it is sold: as it would be signed. */
static const struct prospect *assumed(const struct holding *deal, struct arena *arena)
{
	struct prospect *prospect = arena_alloc(arena, sizeof *prospect);

	*prospect = deal->prospect;
	prospect->rolling = (struct rolling){0};
	return prospect;
}

static void add_prospects(const struct outlook *outlook, enum outlook_view view,
                          struct arena *arena, struct flow *flow)
{
	const struct portfolio *portfolio = &outlook->portfolio;

	for (size_t i = 0; i < portfolio->deal_count; i++) {
		const struct holding *deal = &portfolio->deals[i];
		if (view == OUTLOOK_EXPECTED)
			LIST_ADD(arena, flow->prospects, flow->count, &deal->prospect);
		else if (is_assumed(outlook, view, deal->sale))
			LIST_ADD(arena, flow->prospects, flow->count, assumed(deal, arena));
	}
	for (size_t i = 0; view == OUTLOOK_EXPECTED && i < portfolio->contract_count; i++)
		if (portfolio->contracts[i].prospect.rolling.period)
			LIST_ADD(arena, flow->prospects, flow->count, &portfolio->contracts[i].prospect);
}

static struct flow flow_in(const struct outlook *outlook, enum outlook_view view, bool signed_only,
                           struct arena *arena)
{
	const struct portfolio *portfolio = &outlook->portfolio;
	int64_t months = portfolio->options.months;
	struct flow flow = {
		.sure = arena_alloc(arena, (size_t)months * sizeof *flow.sure),
		.expected = arena_alloc(arena, (size_t)months * sizeof *flow.expected),
		.costs = arena_alloc(arena, (size_t)months * sizeof *flow.costs),
	};

	add_sure(outlook, view, flow.sure);
	add_effects(outlook, view, signed_only, flow.sure);
	memcpy(flow.expected, flow.sure, (size_t)months * sizeof *flow.sure);
	for (int64_t m = 0; m < months; m++)
		flow.costs[m] = costs_in(&outlook->costs, outlook->effects,
		                         m < outlook->carried ? 0 : outlook->effect_count,
		                         portfolio->options.first + m);
	if (!signed_only) add_prospects(outlook, view, arena, &flow);
	for (size_t i = 0; i < flow.count; i++)
		paths_expect(flow.prospects[i], true, months, flow.expected);
	return flow;
}

struct flow outlook_flow(const struct outlook *outlook, enum outlook_view view, struct arena *arena)
{
	return flow_in(outlook, view, false, arena);
}

struct flow outlook_signed(const struct outlook *outlook, struct arena *arena)
{
	return flow_in(outlook, OUTLOOK_COMMITTED, true, arena);
}

/* ---- what changes nothing ---- */

/* Is it among the deals that can bring something in the outlook's view? */
static bool is_active_deal(const struct outlook *outlook, const char *id)
{
	const struct portfolio *portfolio = &outlook->portfolio;

	for (size_t i = 0; i < portfolio->deal_count; i++) {
		const struct sale *deal = portfolio->deals[i].sale;
		if (strcmp(deal->id, id) != 0) continue;
		return outlook->view != OUTLOOK_BASE || !renews_what_goes_on(outlook, deal);
	}
	return false;
}

static const struct sale *find_deal(const struct outlook *outlook, const char *id)
{
	const struct sales *deals = &outlook->portfolio.book.deals;

	for (size_t i = 0; i < deals->count; i++)
		if (strcmp(deals->items[i].id, id) == 0) return &deals->items[i];
	return NULL;
}

/* Is it a pledge on which others depend that the outlook counts? */
static bool moves_others(const struct outlook *outlook, const char *id)
{
	const struct portfolio *portfolio = &outlook->portfolio;
	const struct sale *pledge = find_deal(outlook, id);

	if (!pledge || !pledge->round || !pledge->has_amount) return false;
	for (size_t i = 0; i < portfolio->deal_count; i++) {
		const struct sale *other = portfolio->deals[i].sale;
		if (other == pledge || other->round != pledge->round) continue;
		if (outlook->view == OUTLOOK_EXPECTED || is_assumed(outlook, outlook->view, other))
			return true;
	}
	return false;
}

/* Is it a pledge that was said to come, of a round that cannot be reached even so, or not with it? */
static bool comes_in_vain(const struct outlook *outlook, const struct scenario_effect *effect)
{
	const struct sale *pledge = find_deal(outlook, effect->name);

	return pledge && pledge->round && pledge->probability > 0 && sale_chance(pledge) == 0;
}

static bool is_idle(const struct outlook *outlook, const struct scenario_effect *effect)
{
	switch (effect->kind) {
	case EFFECT_RENEWAL_RATE: return outlook->view != OUTLOOK_EXPECTED;
	case EFFECT_DEAL_LATER:
		return outlook->view != OUTLOOK_EXPECTED || !is_active_deal(outlook, effect->name);
	case EFFECT_DEAL_LOST:
		if (moves_others(outlook, effect->name)) return false;
		return outlook->view != OUTLOOK_EXPECTED || !is_active_deal(outlook, effect->name);
	case EFFECT_DEAL_WON:
	case EFFECT_DEAL_PROBABILITY:
		if (comes_in_vain(outlook, effect)) return true;
		return !is_active_deal(outlook, effect->name) && !moves_others(outlook, effect->name);
	default: return false;
	}
}

const char *outlook_idle(const struct outlook *outlook, struct arena *arena)
{
	struct buf text = {0};
	const char *idle;

	for (size_t i = 0; i < outlook->effect_count; i++) {
		const struct scenario_effect *effect = &outlook->effects[i];
		if (is_idle(outlook, effect))
			buf_printf(&text, "%s%s", text.length ? ", " : "", effect->what);
	}
	idle = text.length ? arena_copy(arena, buf_text(&text)) : NULL;
	buf_free(&text);
	return idle;
}
