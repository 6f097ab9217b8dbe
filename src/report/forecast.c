/* What the coming months should bring, and how sure that is. */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/chance.h"
#include "report/forecast.h"
#include "report/list.h"
#include "report/projection.h"
#include "report/rounds.h"

#define MONTHS_DEFAULT 24
#define EXACT_EFFORT INT64_C(2000000000) /* additions: a second or so, for those who ask */
#define EXACT_DEALS 1000 /* with more it is out of reach, and the simulation is as good */
#define EXACT_WITHIN 100 /* the percentiles' error is below this part of the band */

struct forecast_box {
	struct syndic_forecast report; /* first: what the caller holds */
	struct arena arena;
};

/* The holdings that a line is about: all of them, or those of a group. */
struct part {
	const struct holding **contracts, **deals;
	const struct payer_usage **usage;
	size_t contract_count, deal_count, usage_count;
};

/* ---- the figures of a part ---- */

static struct syndic_forecast_month *new_months(struct arena *arena, const struct projection *how)
{
	size_t count = (size_t)how->portfolio.months;
	struct syndic_forecast_month *months = arena_alloc(arena, count * sizeof *months);
	char name[DATE_SIZE];

	for (size_t i = 0; i < count; i++) {
		month_from_number(how->portfolio.first + (int64_t)i, name);
		months[i].month = arena_copy(arena, name);
	}
	return months;
}

static void add_sure(const struct part *part, const struct projection *how,
                     struct syndic_forecast_month *months)
{
	for (int64_t m = 0; m < how->portfolio.months; m++) {
		for (size_t i = 0; i < part->contract_count; i++)
			months[m].committed += part->contracts[i]->cents[m];
		for (size_t i = 0; i < part->usage_count; i++)
			months[m].usage += part->usage[i]->cents[m];
	}
}

/* What may come of the part: open deals, and the terms that follow contracts. */
static const struct prospect **prospects_of(const struct part *part, bool renewals, size_t *count)
{
	size_t most = part->deal_count + part->contract_count + 1;
	const struct prospect **out = mem_alloc(most * sizeof *out);

	*count = 0;
	for (size_t i = 0; i < part->deal_count; i++)
		out[(*count)++] = &part->deals[i]->prospect;
	for (size_t i = 0; renewals && i < part->contract_count; i++)
		if (part->contracts[i]->prospect.rolling.period)
			out[(*count)++] = &part->contracts[i]->prospect;
	return out;
}

static void add_expected(const struct part *part, const struct projection *how,
                         struct syndic_forecast_month *months)
{
	size_t count = (size_t)how->portfolio.months;
	int64_t *plain = mem_alloc(count * 2 * sizeof *plain), *rolled = plain + count;

	for (size_t i = 0; i < part->deal_count; i++) {
		paths_expect(&part->deals[i]->prospect, false, how->portfolio.months, plain);
		paths_expect(&part->deals[i]->prospect, true, how->portfolio.months, rolled);
	}
	for (size_t i = 0; i < part->contract_count; i++)
		if (part->contracts[i]->prospect.rolling.period)
			paths_expect(&part->contracts[i]->prospect, true, how->portfolio.months, rolled);
	for (size_t m = 0; m < count; m++) {
		months[m].renewing = rolled[m] - plain[m];
		months[m].expected = months[m].committed + months[m].usage + plain[m] +
		                     (how->paths.renewals ? months[m].renewing : 0);
	}
	free(plain);
}

static void set_percentiles(int64_t *cents, int64_t paths, struct syndic_forecast_month *out)
{
	int64_t sure = out->committed + out->usage;

	out->p10 = sure + paths_percentile(cents, paths, 10);
	out->p50 = sure + paths_percentile(cents, paths, 50);
	out->p90 = sure + paths_percentile(cents, paths, 90);
}

static void add_percentiles(const struct part *part, const struct projection *how,
                            struct syndic_forecast_month *months,
                            struct syndic_forecast_month *total)
{
	int64_t paths = how->paths.paths;
	size_t count;
	const struct prospect **prospects = prospects_of(part, how->paths.renewals, &count);
	struct paths_options options = how->paths;
	int64_t *cents, *sums;

	if (count == 0) paths = options.paths = 1; /* nothing may come otherwise */
	cents = mem_alloc((size_t)(options.months * paths) * sizeof *cents);
	sums = mem_alloc((size_t)paths * sizeof *sums);
	paths_simulate(prospects, count, &options, cents);
	for (int64_t m = 0; m < options.months; m++) {
		for (int64_t path = 0; path < paths; path++)
			sums[path] += cents[m * paths + path];
		set_percentiles(cents + m * paths, paths, &months[m]);
	}
	set_percentiles(sums, paths, total);
	free(sums);
	free(cents);
	free(prospects);
}

static void add_up(const struct syndic_forecast_month *months, int64_t count,
                   struct syndic_forecast_month *total)
{
	for (int64_t m = 0; m < count; m++) {
		total->committed += months[m].committed;
		total->usage += months[m].usage;
		total->renewing += months[m].renewing;
		total->expected += months[m].expected;
	}
}

/* A deal as an outcome: one of the totals of its delays. */
static struct chance_outcome outcome_of(const struct prospect *deal, int64_t months,
                                        struct arena *arena)
{
	struct chance_value *values = arena_alloc(arena, deal->delay_count * sizeof *values);
	int64_t *cents = mem_alloc((size_t)months * sizeof *cents);
	uint64_t before = 0;

	for (size_t i = 0; i < deal->delay_count; i++) {
		memset(cents, 0, (size_t)months * sizeof *cents);
		delay_add(&deal->delays[i], months, cents);
		values[i].weight = (int64_t)(deal->delays[i].until - before);
		before = deal->delays[i].until;
		for (int64_t m = 0; m < months; m++)
			values[i].value += cents[m];
	}
	free(cents);
	return (struct chance_outcome){
		.probability = deal->probability,
		.correlated = true,
		.values = values,
		.value_count = deal->delay_count,
	};
}

/* Is everything that a pledge brings within the months, whenever it starts? */
static bool lies_within(const struct holding *pledge, int64_t months, struct arena *arena)
{
	struct chance_outcome outcome = outcome_of(&pledge->prospect, months, arena);

	for (size_t i = 0; i < outcome.value_count; i++)
		if (outcome.values[i].value != pledge->sale->amount) return false;
	return true;
}

/* Can a round's open pledges be one outcome of what the months bring? Each that may come brings
 * all of its money in them. */
static bool is_outcome(const struct part *part, const struct open_round *round, int64_t months,
                       struct arena *arena)
{
	size_t coming = 0, within = 0;

	for (size_t i = 0; i < round->pool.count; i++)
		coming += round->round.pledges[i].open && round->pool.pledges[i].probability > 0;
	for (size_t i = 0; i < part->deal_count; i++)
		if (part->deals[i]->sale->round == round && part->deals[i]->sale->probability > 0)
			within += lies_within(part->deals[i], months, arena);
	return within == coming && round_is_exact(round);
}

/* Adds what the part's deals bring; false where what a round brings has no closed form. */
static bool add_outcomes(const struct part *part, const struct book *book, int64_t months,
                         struct chance_outcome **outcomes, size_t *count, struct arena *arena)
{
	for (size_t i = 0; i < part->deal_count; i++)
		if (!part->deals[i]->sale->round)
			LIST_ADD(arena, *outcomes, *count,
			         outcome_of(&part->deals[i]->prospect, months, arena));
	for (size_t i = 0; i < book->round_count; i++) {
		if (!is_outcome(part, &book->rounds[i], months, arena)) return false;
		LIST_ADD(arena, *outcomes, *count, round_outcome(&book->rounds[i], 1, arena));
	}
	return true;
}

/* The percentiles of all months together, by convolution instead of by simulation. */
static void set_exact(const struct part *part, const struct book *book,
                      const struct projection *how, struct syndic_forecast *report,
                      struct arena *arena)
{
	static const int64_t percentiles[] = {100000, 500000, 900000};
	struct chance_options options = {.correlation = how->paths.correlation, .effort = EXACT_EFFORT};
	struct chance_outcome *outcomes = NULL;
	struct chance_quantile quantiles[3];
	int64_t sure = report->total.committed + report->total.usage;
	size_t count = 0;

	if (part->deal_count > EXACT_DEALS) return;
	report->rounds_beyond =
		!add_outcomes(part, book, how->portfolio.months, &outcomes, &count, arena);
	if (report->rounds_beyond) return;
	chance_quantiles(outcomes, count, &options, percentiles, 3, quantiles);
	for (size_t i = 0; i < 3; i++)
		if (quantiles[i].error > report->exact_error) report->exact_error = quantiles[i].error;
	/* Too many sums, and what is left is no closer than the simulation. */
	if (report->exact_error > (quantiles[2].value - quantiles[0].value) / EXACT_WITHIN) return;
	report->total.p10 = sure + quantiles[0].value;
	report->total.p50 = sure + quantiles[1].value;
	report->total.p90 = sure + quantiles[2].value;
	report->exact = true;
}

static void work_out(const struct part *part, const struct projection *how,
                     struct syndic_forecast_month *months, struct syndic_forecast_month *total)
{
	add_sure(part, how, months);
	add_expected(part, how, months);
	add_up(months, how->portfolio.months, total);
	add_percentiles(part, how, months, total);
}

/* ---- groups ---- */

struct grouping {
	const char *by;
	const char **orgs; /* id, slug, id, slug, … by id */
	size_t org_count;  /* of these texts */
	const struct stage *stages;
	size_t stage_count;
};

static enum syndic_status load_orgs(struct syndic *handle, struct arena *arena,
                                    struct grouping *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db, "SELECT id, slug FROM org ORDER BY id", &stmt));
	while ((step = db_step(stmt)) == 1) {
		LIST_ADD(arena, out->orgs, out->org_count, arena_copy(arena, db_text(stmt, 0)));
		LIST_ADD(arena, out->orgs, out->org_count, arena_copy(arena, db_text(stmt, 1)));
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static const char *org_slug(const struct grouping *grouping, const char *id)
{
	const char **found = NULL;

	if (id && grouping->org_count)
		found = bsearch(&id, grouping->orgs, grouping->org_count / 2, 2 * sizeof *grouping->orgs,
		                text_order);
	return found ? found[1] : NULL;
}

static const char *pipeline_slug(const struct grouping *grouping, const char *id)
{
	for (size_t i = 0; id && i < grouping->stage_count; i++)
		if (strcmp(grouping->stages[i].pipeline, id) == 0) return grouping->stages[i].pipeline_slug;
	return NULL;
}

static const char *key_of(const struct grouping *grouping, const struct sale *sale)
{
	switch (grouping->by[0]) {
	case 't': return sale->revenue_type;
	case 'c': return sale->size_class;
	case 'p': return pipeline_slug(grouping, sale->pipeline);
	default: return org_slug(grouping, sale->org);
	}
}

static const char *key_of_usage(const struct grouping *grouping, const struct payer_usage *usage)
{
	switch (grouping->by[0]) {
	case 't':
	case 'c': return "usage";
	case 'p': return NULL;
	default: return org_slug(grouping, usage->payer);
	}
}

/* The holdings of a key, or with `all` every one. */
static struct part part_of(const struct portfolio *portfolio, struct arena *arena,
                           const struct grouping *grouping, bool all, const char *key)
{
	struct part part = {0};

	for (size_t i = 0; i < portfolio->contract_count; i++)
		if (all || text_equal(key_of(grouping, portfolio->contracts[i].sale), key))
			LIST_ADD(arena, part.contracts, part.contract_count, &portfolio->contracts[i]);
	for (size_t i = 0; i < portfolio->deal_count; i++)
		if (all || text_equal(key_of(grouping, portfolio->deals[i].sale), key))
			LIST_ADD(arena, part.deals, part.deal_count, &portfolio->deals[i]);
	for (size_t i = 0; i < portfolio->usage_count; i++)
		if (all || text_equal(key_of_usage(grouping, &portfolio->usage[i]), key))
			LIST_ADD(arena, part.usage, part.usage_count, &portfolio->usage[i]);
	return part;
}

/* Every key once, in order; an unknown one last. */
static const char **keys_of(const struct portfolio *portfolio, struct arena *arena,
                            const struct grouping *grouping, size_t *count)
{
	const char **all = NULL, **out = NULL;
	size_t n = 0;
	bool unknown = false;

	for (size_t i = 0; i < portfolio->contract_count; i++)
		LIST_ADD(arena, all, n, key_of(grouping, portfolio->contracts[i].sale));
	for (size_t i = 0; i < portfolio->deal_count; i++)
		LIST_ADD(arena, all, n, key_of(grouping, portfolio->deals[i].sale));
	for (size_t i = 0; i < portfolio->usage_count; i++)
		LIST_ADD(arena, all, n, key_of_usage(grouping, &portfolio->usage[i]));
	*count = 0;
	size_t known = 0;
	for (size_t i = 0; i < n; i++) {
		if (all[i])
			all[known++] = all[i];
		else
			unknown = true;
	}
	if (known) qsort(all, known, sizeof *all, text_order);
	for (size_t i = 0; i < known; i++)
		if (i == 0 || strcmp(all[i - 1], all[i]) != 0) LIST_ADD(arena, out, *count, all[i]);
	if (unknown) LIST_ADD(arena, out, *count, NULL);
	return out;
}

static enum syndic_status add_groups(struct syndic *handle, const struct portfolio *portfolio,
                                     const struct projection *how, struct arena *arena,
                                     struct syndic_forecast *report)
{
	struct grouping grouping = {.by = report->by};
	enum syndic_status status;
	size_t count;
	const char **keys;

	if (!grouping.by) return SYNDIC_OK;
	grouping.stages = stages_all(handle, &grouping.stage_count);
	TRY(load_orgs(handle, arena, &grouping));
	keys = keys_of(portfolio, arena, &grouping, &count);
	for (size_t i = 0; i < count; i++) {
		struct part part = part_of(portfolio, arena, &grouping, false, keys[i]);
		struct syndic_forecast_group group = {
			.key = arena_copy(arena, keys[i]),
			.months = new_months(arena, how),
		};
		work_out(&part, how, group.months, &group.total);
		LIST_ADD(arena, report->groups, report->group_count, group);
	}
out:
	return status;
}

/* ---- the report ---- */

static enum syndic_status check_options(struct syndic *handle,
                                        const struct syndic_forecast_options *options)
{
	static const char *const groupings[] = {"type", "class", "pipeline", "org"};
	bool found = !options->by;

	for (size_t i = 0; i < sizeof groupings / sizeof *groupings; i++)
		found = found || strcmp(options->by, groupings[i]) == 0;
	if (!found)
		return error_set(handle, SYNDIC_MISUSE, NULL, "by", options->by,
		                 "by %s: type, class, pipeline or org", options->by);
	if (options->exact && options->renewals)
		return error_set(handle, SYNDIC_MISUSE, NULL, "exact", NULL,
		                 "exact percentiles leave out what renews: ask for one of both");
	return SYNDIC_OK;
}

/* Of contracts that ended before the report only what follows them is of it: they are not active. */
static void fill_counts(const struct portfolio *portfolio, struct syndic_forecast *report)
{
	int64_t first = portfolio->options.first;

	report->estimated_rounds = rounds_estimated(&portfolio->book, &report->estimated_round_count);
	report->deals = (int64_t)portfolio->deal_count;
	for (size_t i = 0; i < portfolio->contract_count; i++)
		report->contracts += month_number(portfolio->contracts[i].sale->ends_on) >= first;
	report->estimated = portfolio->estimated.count;
	report->estimated_amount = portfolio->estimated.amount;
	report->incomplete_contracts = portfolio->incomplete_contracts.count;
	report->incomplete_contracts_amount = portfolio->incomplete_contracts.amount;
	report->incomplete_deals = portfolio->incomplete_deals.count;
	report->incomplete_deals_amount = portfolio->incomplete_deals.amount;
}

enum syndic_status forecast_make(struct syndic *handle,
                                 const struct syndic_forecast_options *options, struct arena *arena,
                                 struct portfolio *portfolio, struct syndic_forecast *out)
{
	struct projection how;
	struct part all;
	const struct grouping ungrouped = {.by = ""};
	char from[DATE_SIZE];
	enum syndic_status status;

	*portfolio = (struct portfolio){0};
	TRY(check_options(handle, options));
	TRY(projection_read(handle, &options->projection, MONTHS_DEFAULT, arena, &how));
	how.paths.renewals = options->renewals;
	TRY(portfolio_load(handle, &how.portfolio, arena, portfolio));
	if (how.learned) TRY(projection_learn(handle, arena, portfolio));
	month_from_number(how.portfolio.first, from);
	*out = (struct syndic_forecast){
		.from = arena_copy(arena, from),
		.as_of = arena_copy(arena, handle->as_of),
		.currency = arena_copy(arena, handle->currency),
		.method = spread_method_name(how.portfolio.method),
		.ledger = ledger_name(how.portfolio.ledger),
		.slip = how.slip,
		.by = arena_copy(arena, options->by),
		.paths = how.paths.paths,
		.seed = how.paths.seed,
		.correlation = how.paths.correlation,
		.renewals = options->renewals,
		.learned = how.learned,
		.months = new_months(arena, &how),
		.month_count = (size_t)how.portfolio.months,
	};
	fill_counts(portfolio, out);
	all = part_of(portfolio, arena, &ungrouped, true, NULL);
	work_out(&all, &how, out->months, &out->total);
	if (options->exact) set_exact(&all, &portfolio->book, &how, out, arena);
	TRY(add_groups(handle, portfolio, &how, arena, out));
out:
	return status;
}

enum syndic_status syndic_report_forecast(struct syndic *handle,
                                          const struct syndic_forecast_options *options,
                                          struct syndic_forecast **out)
{
	static const struct syndic_forecast_options plain;
	struct forecast_box *box = mem_alloc(sizeof *box);
	struct portfolio portfolio;
	enum syndic_status status;

	*out = NULL;
	if (!options) options = &plain;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = forecast_make(handle, options, &box->arena, &portfolio, &box->report);
	portfolio_free(&portfolio);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_forecast_free(&box->report);
	return status;
}

void syndic_forecast_free(struct syndic_forecast *report)
{
	struct forecast_box *box = (struct forecast_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
