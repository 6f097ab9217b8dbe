/* How long the cash lasts: balances on simulated paths, month by month, and what hangs on each
 * deal. */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/indicators.h"
#include "report/list.h"
#include "report/rounds.h"

#define EFFECTS_WORK INT64_C(200000000) /* deals · months · paths: two seconds or so */
#define EFFECTS_PATHS 500               /* at least: within two percentage points */

struct runway_box {
	struct syndic_runway report; /* first: what the caller holds */
	struct arena arena;
};

/* What becomes of the cash on every path. */
struct futures {
	int64_t paths, months; /* from the outlook's first month */
	int64_t *cents;        /* what prospects bring in a month: [month · paths + path] */
	int64_t *balances;     /* at the end of a month: likewise */
	int64_t *out;          /* first month at whose end the balance is below 0, or `months` */
};

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

static int64_t net_of(const struct flow *flow, int64_t month, int64_t brought)
{
	int64_t revenue = flow->sure[month] + brought;

	return revenue - month_cost_of(flow->costs[month], revenue);
}

/* Month by month, and when the cash runs out on each path. */
static void settle(const struct outlook *outlook, const struct flow *flow, struct futures *all)
{
	for (int64_t path = 0; path < all->paths; path++)
		all->out[path] = all->months;
	for (int64_t m = 0; m < all->months; m++) {
		for (int64_t path = 0; path < all->paths; path++) {
			int64_t at = m * all->paths + path;
			int64_t before = m ? all->balances[at - all->paths] : outlook->cash.value;
			all->balances[at] = before + net_of(flow, m, all->cents[at]);
			if (all->balances[at] < 0 && all->out[path] == all->months) all->out[path] = m;
		}
	}
}

/* Without anything that may come all paths are one. */
static struct futures simulate(const struct outlook *outlook, const struct flow *flow)
{
	struct paths_options options = outlook->how.paths;
	struct futures all;

	if (flow->count == 0) options.paths = 1;
	all = (struct futures){.paths = options.paths, .months = options.months};
	all.cents = mem_alloc((size_t)(all.months * all.paths) * sizeof *all.cents);
	all.balances = mem_alloc((size_t)(all.months * all.paths) * sizeof *all.balances);
	all.out = mem_alloc((size_t)all.paths * sizeof *all.out);
	paths_simulate(flow->prospects, flow->count, &options, all.cents);
	settle(outlook, flow, &all);
	return all;
}

static void futures_free(struct futures *all)
{
	free(all->cents);
	free(all->balances);
	free(all->out);
}

/* ---- months and years ---- */

static void fill_months(const struct outlook *outlook, const struct flow *flow,
                        const struct futures *all, struct runway_box *box)
{
	struct syndic_runway *report = &box->report;
	int64_t before = outlook->carried, balance = outlook->cash.value;
	char name[DATE_SIZE];

	report->month_count = (size_t)outlook->months;
	report->months = arena_alloc(&box->arena, report->month_count * sizeof *report->months);
	for (int64_t m = 0; m < before + outlook->months; m++) {
		struct syndic_runway_month month = {.revenue = flow->expected[m]};
		int64_t out = 0;
		month.cost = month_cost_of(flow->costs[m], month.revenue);
		month.net = month.revenue - month.cost;
		balance += month.net;
		if (m < before) continue;
		month_from_number(outlook->how.portfolio.first + m, name);
		month.month = arena_copy(&box->arena, name);
		if (outlook->cash.known) {
			int64_t *cents = all->balances + m * all->paths;
			for (int64_t path = 0; path < all->paths; path++)
				out += all->out[path] <= m;
			month.balance = known(balance);
			month.balance_p10 = known(paths_percentile(cents, all->paths, 10));
			month.balance_p50 = known(paths_percentile(cents, all->paths, 50));
			month.balance_p90 = known(paths_percentile(cents, all->paths, 90));
			month.p_out = known(muldiv(out, RATIO_ONE, all->paths));
		}
		report->months[m - before] = month;
	}
}

static void fill_years(const struct outlook *outlook, const struct flow *flow,
                       struct runway_box *box)
{
	struct syndic_runway *report = &box->report;
	int64_t before = outlook->carried;
	struct syndic_runway_year *year = NULL;
	int64_t kept = 0; /* of a sale of one each month of the year, millionths */

	for (size_t i = 0; i < report->month_count; i++) {
		const struct syndic_runway_month *month = &report->months[i];
		int64_t number = (outlook->from + (int64_t)i) / 12;
		int64_t share = flow->costs[before + (int64_t)i].share;
		if (!year || year->year != number) {
			struct syndic_runway_year next = {.year = number};
			kept = 0;
			LIST_ADD(&box->arena, report->years, report->year_count, next);
			year = &report->years[report->year_count - 1];
		}
		year->months++;
		year->revenue += month->revenue;
		year->cost += month->cost;
		year->net += month->net;
		kept += RATIO_ONE - share;
		year->closable = kept > 0;
		year->gross = year->net < 0 && kept > 0 ? muldiv(-year->net, RATIO_ONE, kept) : 0;
	}
	for (size_t i = 0; i < report->year_count; i++) {
		year = &report->years[i];
		year->revenue = muldiv(year->revenue, 1, year->months);
		year->cost = muldiv(year->cost, 1, year->months);
		year->net = year->revenue - year->cost;
	}
}

/* ---- running out ---- */

static const char *out_month(const struct outlook *outlook, int64_t month, struct arena *arena)
{
	char name[DATE_SIZE];

	if (month >= outlook->carried + outlook->months) return NULL;
	month_from_number(outlook->how.portfolio.first + month, name);
	return arena_copy(arena, name);
}

static void fill_out(const struct outlook *outlook, const struct futures *all,
                     struct runway_box *box)
{
	struct syndic_runway *report = &box->report;

	if (!outlook->cash.known) return;
	report->out_p10 = out_month(outlook, paths_percentile(all->out, all->paths, 10), &box->arena);
	report->out_p50 = out_month(outlook, paths_percentile(all->out, all->paths, 50), &box->arena);
	report->out_p90 = out_month(outlook, paths_percentile(all->out, all->paths, 90), &box->arena);
}

/* ---- the report ---- */

/* What recurring contracts had brought before the first month for the months from it on. */
static int64_t prepaid_of(const struct portfolio *portfolio)
{
	int64_t sum = 0;

	for (size_t i = 0; i < portfolio->contract_count; i++) {
		const struct sale *sale = portfolio->contracts[i].sale;
		if (!sale->recurring || !sale->collected_known || !sale->has_amount) continue;
		if (!sale->starts_on || !sale->ends_on) continue;
		int64_t earned = spread_between(portfolio->options.method, sale->amount, sale->starts_on,
		                                sale->ends_on, INT64_MIN / 2, portfolio->options.first - 1);
		int64_t paid = sale->collected < sale->amount ? sale->collected : sale->amount;
		if (paid > earned) sum += paid - earned;
	}
	return sum;
}

static void fill_head(const struct syndic *handle, const struct outlook *outlook,
                      struct runway_box *box)
{
	const struct portfolio *portfolio = &outlook->portfolio;
	struct arena *arena = &box->arena;
	char from[DATE_SIZE];

	month_from_number(outlook->from, from);
	box->report = (struct syndic_runway){
		.from = arena_copy(arena, from),
		.as_of = arena_copy(arena, handle->as_of),
		.currency = arena_copy(arena, handle->currency),
		.method = spread_method_name(portfolio->options.method),
		.ledger = ledger_name(portfolio->options.ledger),
		.slip = outlook->how.slip,
		.scenario = outlook->scenario,
		.base = outlook_view_name(outlook->view),
		.idle = outlook_idle(outlook, arena),
		.paths = outlook->how.paths.paths,
		.seed = outlook->how.paths.seed,
		.correlation = outlook->how.paths.correlation,
		.cash = outlook->cash,
		.cash_month = outlook->cash_month,
		.carried = outlook->carried,
		.has_costs = outlook->costs.count > 0,
		.received = outlook->received,
		.prepaid = prepaid_of(portfolio),
		.estimated = portfolio->estimated.count,
		.estimated_amount = portfolio->estimated.amount,
		.incomplete_contracts = portfolio->incomplete_contracts.count,
		.incomplete_contracts_amount = portfolio->incomplete_contracts.amount,
		.incomplete_deals = portfolio->incomplete_deals.count,
		.incomplete_deals_amount = portfolio->incomplete_deals.amount,
	};
}

static enum syndic_status fill(struct syndic *handle, const struct syndic_runway_options *options,
                               struct runway_box *box)
{
	struct outlook outlook = {0};
	struct flow flow, committed, expected;
	struct futures all;
	enum syndic_status status;

	TRY(outlook_load(handle, options, &box->arena, &outlook));
	fill_head(handle, &outlook, box);
	committed = outlook_signed(&outlook, &box->arena);
	expected = outlook_flow(&outlook, OUTLOOK_EXPECTED, &box->arena);
	flow = outlook.view == OUTLOOK_EXPECTED ? expected
	                                        : outlook_flow(&outlook, outlook.view, &box->arena);
	all = simulate(&outlook, &flow);
	fill_months(&outlook, &flow, &all, box);
	fill_years(&outlook, &flow, box);
	fill_out(&outlook, &all, box);
	box->report.fee = flow.costs[outlook.carried + outlook.months - 1].share;
	indicators_fill(&outlook, &committed, &expected, box->report.indicators);
	futures_free(&all);
out:
	outlook_free(&outlook);
	return status;
}

/* ---- what hangs on each deal ---- */

static const struct syndic_column deal_columns[] = {
	{"deal", "deal", SYNDIC_TEXT, 0},
	{"name", "name", SYNDIC_TEXT, 0},
	{"stage", "stage", SYNDIC_TEXT, 0},
	{"amount", "amount", SYNDIC_MONEY, 0},
	{"probability", "chance", SYNDIC_RATIO, 0},
	{"p_out_lost", "out if lost", SYNDIC_RATIO, 0},
	{"p_out_won", "out if won", SYNDIC_RATIO, 0},
	{"effect", "effect", SYNDIC_RATIO, 0},
};
enum { DEAL_COLUMNS = sizeof deal_columns / sizeof *deal_columns };

struct deal_effect {
	const struct sale *sale;
	int64_t lost, won; /* paths on which the cash runs out if the deal is lost, won, everywhere */
};

static int by_effect(const void *a, const void *b)
{
	const struct deal_effect *x = a, *y = b;
	int64_t more = (y->lost - y->won) - (x->lost - x->won);

	return more ? (more > 0) - (more < 0) : strcmp(x->sale->slug, y->sale->slug);
}

/* By how much the balance is another at the end of a month in which the deal is decided the other
 * way. Fees are rounded for all that comes in a month: they are worked out anew. */
static int64_t other_net(const struct flow *flow, int64_t month, int64_t brought, int64_t more)
{
	if (!more) return 0;
	if (!flow->costs[month].share) return more;
	return net_of(flow, month, brought + more) - net_of(flow, month, brought);
}

/* Each path once more with a deal of the portfolio decided the other way: without its money where
 * it is won, and with it where it is lost. Deals come first among what may come. */
static struct deal_effect effect_of(const struct outlook *outlook, const struct flow *flow,
                                    const struct futures *all, size_t deal, int64_t until)
{
	struct deal_effect effect = {.sale = outlook->portfolio.deals[deal].sale};
	size_t paths = (size_t)all->paths;
	int64_t *more = mem_alloc((size_t)all->months * paths * sizeof *more);
	int64_t *so_far = mem_alloc(paths * sizeof *so_far);
	bool *won = mem_alloc(paths * 2 * sizeof *won), *other_out = won + paths;

	paths_turn(flow->prospects, flow->count, deal, &outlook->how.paths, more, won);
	for (int64_t m = 0; m <= until; m++) {
		for (size_t path = 0; path < paths; path++) {
			size_t at = (size_t)m * paths + path;
			so_far[path] += other_net(flow, m, all->cents[at], more[at]);
			other_out[path] |= all->balances[at] + so_far[path] < 0;
		}
	}
	for (size_t path = 0; path < paths; path++) {
		bool out = all->out[path] <= until;
		effect.lost += won[path] ? other_out[path] : out;
		effect.won += won[path] ? out : other_out[path];
	}
	free(won);
	free(so_far);
	free(more);
	return effect;
}

static struct syndic_rows *effect_rows(struct syndic *handle, const struct deal_effect *effects,
                                       size_t count, int64_t paths)
{
	struct syndic_rows *rows = rows_new(deal_columns, DEAL_COLUMNS);

	for (size_t i = 0; i < count; i++) {
		const struct sale *sale = effects[i].sale;
		const struct stage *stage = stages_find(handle, sale->stage);
		rows_add_text(rows, sale->slug);
		rows_add_text(rows, sale->name);
		rows_add_text(rows, stage ? stage->name : NULL);
		rows_add_number(rows, sale->amount);
		rows_add_number(rows, sale_chance(sale));
		rows_add_number(rows, muldiv(effects[i].lost, RATIO_ONE, paths));
		rows_add_number(rows, muldiv(effects[i].won, RATIO_ONE, paths));
		rows_add_number(rows, muldiv(effects[i].lost - effects[i].won, RATIO_ONE, paths));
	}
	return rows;
}

/* The month up to which running out counts, from the outlook's first. */
static enum syndic_status read_until(struct syndic *handle, const struct outlook *outlook,
                                     const struct futures *all, const char *by, int64_t *out)
{
	char month[DATE_SIZE];
	const char *why = NULL;
	int64_t last = outlook->carried + outlook->months - 1;

	if (!by) {
		size_t size = (size_t)all->paths * sizeof *all->out;
		int64_t *months = mem_alloc(size); /* each path keeps its own */
		memcpy(months, all->out, size);
		*out = paths_percentile(months, all->paths, 50);
		free(months);
		if (*out > last) *out = last;
		return SYNDIC_OK;
	}
	why = month_parse(by, handle->as_of, month);
	*out = why ? 0 : month_number(month) - outlook->how.portfolio.first;
	if (!why && (*out < outlook->carried || *out > last)) why = "not a month of the report";
	if (!why) return SYNDIC_OK;
	(void)error_set(handle, SYNDIC_MISUSE, NULL, "by", by, "by %s: %s", by, why);
	month_from_number(outlook->how.portfolio.first + last, month);
	error_help(handle, "syndic runway --by deal --out-by %s", month);
	return SYNDIC_MISUSE;
}

/* With many deals fewer paths have to do, so that an answer comes within seconds. */
static void limit_paths(struct outlook *outlook)
{
	int64_t work = (int64_t)outlook->portfolio.deal_count * outlook->how.portfolio.months;
	int64_t paths = work ? EFFECTS_WORK / work : outlook->how.paths.paths;

	if (paths < EFFECTS_PATHS) paths = EFFECTS_PATHS;
	if (paths < outlook->how.paths.paths) outlook->how.paths.paths = paths;
}

static enum syndic_status fill_deals(struct syndic *handle,
                                     const struct syndic_runway_options *options, const char *by,
                                     struct arena *arena, char month[DATE_SIZE],
                                     struct syndic_rows **out)
{
	struct outlook outlook = {0};
	struct flow flow;
	struct futures all = {0};
	struct deal_effect *effects = NULL;
	enum syndic_status status;
	size_t count = 0;
	int64_t until;

	TRY(outlook_load(handle, options, arena, &outlook));
	if (outlook.view != OUTLOOK_EXPECTED) {
		status = error_set(handle, SYNDIC_MISUSE, NULL, "scenario", outlook.scenario,
		                   "open deals count in the scenario expected and those that change it, "
		                   "not in %s",
		                   outlook.scenario);
		error_help(handle, "syndic runway --by deal --scenario expected");
		goto out;
	}
	if (!outlook.cash.known) {
		status = error_set(handle, SYNDIC_CONFLICT, "cash_balance", NULL, NULL,
		                   "without a cash balance nobody knows when it runs out");
		error_help(handle, "syndic cash-balance add --month MONTH --amount AMOUNT");
		goto out;
	}
	flow = outlook_flow(&outlook, OUTLOOK_EXPECTED, arena);
	limit_paths(&outlook);
	all = simulate(&outlook, &flow);
	TRY(read_until(handle, &outlook, &all, by, &until));
	month_from_number(outlook.how.portfolio.first + until, month);
	/* Without open deals nor renewals there is one path, and nothing hangs on any deal. */
	for (size_t i = 0; i < outlook.portfolio.deal_count; i++)
		LIST_ADD(arena, effects, count, effect_of(&outlook, &flow, &all, i, until));
	if (count) qsort(effects, count, sizeof *effects, by_effect);
	*out = effect_rows(handle, effects, count, all.paths);
out:
	futures_free(&all);
	outlook_free(&outlook);
	return status;
}

enum syndic_status syndic_report_runway_deals(struct syndic *handle,
                                              const struct syndic_runway_options *options,
                                              const char *by, char month[SYNDIC_MONTH_SIZE],
                                              struct syndic_rows **out)
{
	static const struct syndic_runway_options plain;
	struct arena arena = {0};
	enum syndic_status status;

	*out = NULL;
	if (!options) options = &plain;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill_deals(handle, options, by, &arena, month, out);
	db_rollback(handle->db);
out:
	arena_free(&arena);
	return status;
}

enum syndic_status syndic_report_runway(struct syndic *handle,
                                        const struct syndic_runway_options *options,
                                        struct syndic_runway **out)
{
	static const struct syndic_runway_options plain;
	struct runway_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	if (!options) options = &plain;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, options, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_runway_free(&box->report);
	return status;
}

void syndic_runway_free(struct syndic_runway *report)
{
	struct runway_box *box = (struct runway_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
