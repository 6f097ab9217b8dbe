#include "report/indicators.h"
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/list.h"

#define HALF_YEAR 6

enum { RED, YELLOW, GREEN, OVER, BANDS };
static const char *const band_names[BANDS] = {"red", "yellow", "green", "over"};

/* What is asked, and what each band advises. */
static const struct question {
	const char *key, *question, *unit;
	int64_t
		bounds[BANDS - 1]; /* where yellow, green and over begin, in millionths; 0: no such band */
	bool less_is_better;
	const char *advice[BANDS];
} questions[SYNDIC_INDICATORS] = {
	{"committed-runway",
     "How long does the cash last with what is signed?",
     "months",
     {6 * RATIO_ONE, 12 * RATIO_ONE, 24 * RATIO_ONE},
     false,
     {"stop spending, review the size of the team", "push the pipeline: close what is near",
      "go on, and keep selling", "hire or contract out, if `syndic gate` agrees"}},
	{"estimated-runway",
     "How long does it last with what should still come?",
     "months",
     {6 * RATIO_ONE, 12 * RATIO_ONE, 24 * RATIO_ONE},
     false,
     {"stop spending, review the size of the team", "push the pipeline: what is open is not enough",
      "go on, and keep selling", "hire or contract out, if `syndic gate` agrees"}},
	{"cash-reserve",
     "How many months of cost are in the bank?",
     "months",
     {3 * RATIO_ONE / 2, 3 * RATIO_ONE, 6 * RATIO_ONE},
     false,
     {"collect what is owed now, put off what can wait", "bill earlier: ask for payment up front",
      "keep it there", "invest what is more than six months"}},
	{"cost-coverage",
     "How much of the coming half year's cost is signed?",
     "ratio",
     {RATIO_ONE * 85 / 100, RATIO_ONE, RATIO_ONE * 130 / 100},
     false,
     {"cut costs or sign what is near: what is signed does not carry them",
      "sign renewals early: they close this gap first", "plan the next half year",
      "there is room to invest"}},
	{"pipeline-coverage",
     "Do the open deals cover what is missing?",
     "ratio",
     {RATIO_ONE, 3 * RATIO_ONE / 2, 5 * RATIO_ONE / 2},
     false,
     {"find new leads: even if all goes as expected it is not enough",
      "qualify more leads: there is no room for bad luck", "close what is open",
      "choose the best of them"}},
	{"concentration",
     "How much hangs on few payers?",
     "points",
     {2500 * RATIO_ONE, 1800 * RATIO_ONE, 0},
     true,
     {"win others before the largest payer leaves", "do not let the largest payer grow alone",
      "no payer decides alone", NULL}},
};

/* ---- bands ---- */

static int band_of(const struct question *question, int64_t value)
{
	int band = RED;

	if (question->less_is_better)
		return value > question->bounds[0] ? RED : value >= question->bounds[1] ? YELLOW : GREEN;
	for (int i = 0; i < BANDS - 1; i++)
		if (value >= question->bounds[i]) band = i + 1;
	return band;
}

static void set_band(const struct question *question, int band, struct syndic_indicator *out)
{
	bool best = band == OVER || !question->bounds[band];

	out->band = band_names[band];
	out->advice = question->advice[band];
	if (best) return;
	out->next_band = band_names[band + 1];
	if (out->value.known)
		out->distance =
			(struct syndic_figure){true, llabs(question->bounds[band] - out->value.value)};
}

static void set_value(const struct question *question, int64_t value, struct syndic_indicator *out)
{
	out->value = (struct syndic_figure){true, value};
	set_band(question, band_of(question, value), out);
}

/* ---- the figures ---- */

static int64_t cost_in(const struct flow *flow, int64_t month, int64_t revenue)
{
	return month_cost_of(flow->costs[month], revenue);
}

/* Whole months from the report's first on, at whose end the expected balance is not below 0. */
static void set_runway(const struct question *question, const struct outlook *outlook,
                       const struct flow *flow, struct syndic_indicator *out)
{
	int64_t balance = outlook->cash.value, months = outlook->how.portfolio.months;
	int64_t before = outlook->carried;

	if (!outlook->cash.known) {
		out->advice = "record the cash: syndic cash-balance add --month MONTH --amount AMOUNT";
		return;
	}
	for (int64_t m = 0; m < months; m++) {
		balance += flow->expected[m] - cost_in(flow, m, flow->expected[m]);
		if (balance >= 0) continue;
		set_value(question, (m < before ? 0 : m - before) * RATIO_ONE, out);
		return;
	}
	out->more_than = (struct syndic_figure){true, (months - before) * RATIO_ONE};
	set_band(question, band_of(question, out->more_than.value), out);
}

static const char no_costs[] = "record what is spent: syndic cost add NAME --amount A-MONTH";

static void set_reserve(const struct question *question, const struct outlook *outlook,
                        const struct flow *expected, int64_t first, struct syndic_indicator *out)
{
	int64_t cost = cost_in(expected, first, expected->expected[first]);
	int64_t cash = outlook->cash.value;

	for (int64_t m = 0; m < first; m++)
		cash += expected->expected[m] - cost_in(expected, m, expected->expected[m]);
	if (!outlook->cash.known)
		out->advice = "record the cash: syndic cash-balance add --month MONTH --amount AMOUNT";
	else if (cost <= 0)
		out->advice = no_costs;
	else
		set_value(question, muldiv(cash, RATIO_ONE, cost), out);
}

static void set_cost_coverage(const struct question *question, const struct flow *committed,
                              int64_t first, struct syndic_indicator *out)
{
	int64_t revenue = 0, cost = 0;

	for (int64_t m = first; m < first + HALF_YEAR; m++) {
		revenue += committed->expected[m];
		cost += cost_in(committed, m, committed->expected[m]);
	}
	if (cost <= 0)
		out->advice = no_costs;
	else
		set_value(question, muldiv(revenue, RATIO_ONE, cost), out);
}

static void set_pipeline_coverage(const struct question *question, const struct flow *committed,
                                  const struct flow *expected, int64_t first,
                                  struct syndic_indicator *out)
{
	int64_t more = 0, missing = 0, cost = 0;

	for (int64_t m = first; m < first + HALF_YEAR; m++) {
		int64_t sure = committed->expected[m], extra = expected->expected[m] - sure;
		int64_t gap = cost_in(committed, m, sure) - sure;
		cost += cost_in(committed, m, sure);
		if (extra > 0) more += extra - muldiv(extra, expected->costs[m].share, RATIO_ONE);
		if (gap > 0) missing += gap;
	}
	if (cost <= 0)
		out->advice = no_costs;
	else if (missing == 0)
		set_band(question, GREEN, out);
	else
		set_value(question, muldiv(more, RATIO_ONE, missing), out);
}

/* ---- concentration ---- */

#define FINE INT64_C(1000000000000) /* of a share: what is at a bound stays there */

struct payer_sum {
	const char *payer;
	int64_t cents;
};

static int by_payer(const void *a, const void *b)
{
	return strcmp(((const struct payer_sum *)a)->payer, ((const struct payer_sum *)b)->payer);
}

static int by_cents(const void *a, const void *b)
{
	int64_t x = ((const struct payer_sum *)a)->cents, y = ((const struct payer_sum *)b)->cents;

	return (x < y) - (x > y);
}

static size_t merge(struct payer_sum *sums, size_t count)
{
	size_t kept = 0;

	if (count) qsort(sums, count, sizeof *sums, by_payer);
	for (size_t i = 0; i < count; i++) {
		if (kept && strcmp(sums[kept - 1].payer, sums[i].payer) == 0)
			sums[kept - 1].cents += sums[i].cents;
		else
			sums[kept++] = sums[i];
	}
	if (kept) qsort(sums, kept, sizeof *sums, by_cents);
	return kept;
}

/* What each payer brings in the 12 months from the report's first, as it is earned. A contract
 * without an organisation, and a cluster without one, pay for themselves. */
static struct payer_sum *sums_of(const struct outlook *outlook, size_t *count)
{
	const struct book *book = &outlook->portfolio.book;
	struct payer_sum *sums =
		mem_alloc((book->contracts.count + outlook->portfolio.usage_count + 1) * sizeof *sums);
	int64_t offset = outlook->carried;

	*count = 0;
	for (size_t i = 0; i < book->contracts.count; i++) {
		const struct sale *sale = &book->contracts.items[i];
		if (!sale->has_amount || !sale->starts_on || !sale->ends_on) continue;
		sums[(*count)++] = (struct payer_sum){
			sale->org ? sale->org : sale->id,
			spread_between(book->method, sale->amount, sale->starts_on, sale->ends_on,
		                   outlook->from, outlook->from + 11),
		};
	}
	for (size_t i = 0; i < outlook->portfolio.usage_count; i++) {
		const struct payer_usage *usage = &outlook->portfolio.usage[i];
		struct payer_sum sum = {usage->payer ? usage->payer : usage->cluster, 0};
		for (int64_t m = offset; m < offset + 12; m++)
			sum.cents += usage->cents[m];
		sums[(*count)++] = sum;
	}
	*count = merge(sums, *count);
	return sums;
}

static void set_concentration(const struct question *question, const struct outlook *outlook,
                              struct syndic_indicator *out)
{
	size_t count;
	struct payer_sum *sums = sums_of(outlook, &count);
	int64_t all = 0, points = 0, top = 0;

	for (size_t i = 0; i < count; i++)
		all += sums[i].cents;
	for (size_t i = 0; i < count && all > 0; i++) {
		int64_t share = muldiv(sums[i].cents, FINE, all);
		top += sums[i].cents;
		points += muldiv(share, share, FINE / 10000 * (FINE / RATIO_ONE));
		if (i == 0) out->top1 = (struct syndic_figure){true, muldiv(top, RATIO_ONE, all)};
		if (i == 2 || (i + 1 == count && i < 2))
			out->top3 = (struct syndic_figure){true, muldiv(top, RATIO_ONE, all)};
	}
	free(sums);
	if (all > 0)
		set_value(question, points, out);
	else
		out->advice = "nothing is earned in these months: record contracts";
}

void indicators_fill(const struct outlook *outlook, const struct flow *committed,
                     const struct flow *expected, struct syndic_indicator out[SYNDIC_INDICATORS])
{
	int64_t first = outlook->carried;

	for (size_t i = 0; i < SYNDIC_INDICATORS; i++)
		out[i] = (struct syndic_indicator){
			.key = questions[i].key,
			.question = questions[i].question,
			.unit = questions[i].unit,
		};
	set_runway(&questions[0], outlook, committed, &out[0]);
	set_runway(&questions[1], outlook, expected, &out[1]);
	set_reserve(&questions[2], outlook, expected, first, &out[2]);
	set_cost_coverage(&questions[3], committed, first, &out[3]);
	set_pipeline_coverage(&questions[4], committed, expected, first, &out[4]);
	set_concentration(&questions[5], outlook, &out[5]);
}
