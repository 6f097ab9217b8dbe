/*
 * Key figures of what the lines of business cost: means of the next 6 months, as_of's the first, in
 * cents a month.
 *
 *   direct costs   amounts of costs that name the line; costs that are a share of revenue (a fiscal
 *                  sponsor's fee) take their share of each month's revenue of the line. Unknown
 *                  where no cost of these months names the line: a fee alone does not say what it
 *                  costs
 *   shared         amounts of costs that name no line. They are spread over none
 *   all lines      what is earned, by contracts without a type, too; direct costs, the fee on the
 *                  latter, and what is shared: every cost once
 *   coverage       revenue ÷ costs, millionths. Revenue as lines.h has it. An account of all there
 *                  is and no sample: it is told from the first contract on
 *   left           revenue − costs, as they stand on the page
 *   more members   ⌈−left ÷ what a member brings⌉; 0 where nothing is missing. A member brings the
 *                  fee a year of the tier `general`, its price on as_of, ÷ 12, less the shares of
 *                  membership revenue that costs take, a mean of these months, in whole cents. All
 *                  other costs stay as they are
 *
 * Cases of costs are the costs that count in these months, those of the other figures contracts
 * that earn in them. Source: cost, contract, usage, tier, membership.
 */
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/costs.h"
#include "report/kpi.h"
#include "report/lines.h"
#include "report/list.h"
#include "report/prices.h"

#define COVERAGE_AIM RATIO_ONE
#define YEAR_MONTHS 12
#define NEW_MEMBERS_TIER "general"

/* A line of business, or what is of none. */
struct part {
	const struct business_line *line; /* NULL: of none */
	struct costs costs;               /* that count for it, in these months */
	int64_t naming;                   /* of these, those that name it; of none: amounts */
	int64_t contracts, incomplete;
	int64_t revenue, fixed, shares; /* in all these months; shares: what such costs take */
	int64_t taken;                  /* sum of the months' shares of revenue that costs take */
};
enum { NO_LINE = LINE_COUNT, PART_COUNT };

struct coverage {
	struct kpi *kpi;
	struct part parts[PART_COUNT], all;
	struct syndic_figure fee; /* a year, of a new member */
	int64_t members;          /* in force */
};

/* ---- what is earned and spent ---- */

static const struct business_line any_line = {"all lines", NULL};

/* What contracts without a type earn: they are in no line. */
static struct line_revenue untyped_revenue(const struct book *book, int64_t first, int64_t last)
{
	struct target target = line_target(&any_line, first, last);
	struct line_revenue revenue = {0};

	for (size_t i = 0; i < book->contracts.count; i++) {
		const struct sale *contract = &book->contracts.items[i];
		enum answer answer;
		int64_t value;
		if (contract->revenue_type) continue;
		answer = measure_sale(book, &target, contract, &value);
		revenue.incomplete += answer == UNKNOWN;
		revenue.contracts += answer == YES && value != 0;
		if (answer == YES) revenue.amount += value;
	}
	return revenue;
}

static struct line_revenue part_revenue(const struct kpi *kpi, const struct part *part,
                                        int64_t first, int64_t last)
{
	return part->line ? line_revenue(&kpi->book, part->line, first, last)
	                  : untyped_revenue(&kpi->book, first, last);
}

static bool counts(const struct kpi *kpi, const struct cost_line *cost)
{
	return cost->first <= kpi->next_last && cost->last >= kpi->next_first;
}

static void choose_costs(struct kpi *kpi, const struct costs *costs, struct part *part)
{
	const char *name = part->line ? part->line->name : NULL;

	for (size_t i = 0; i < costs->count; i++) {
		const struct cost_line *cost = &costs->lines[i];
		bool names = text_equal(cost->line, name) && !cost->share;
		if (!counts(kpi, cost) || !(names || cost->share)) continue;
		part->naming += names;
		LIST_ADD(&kpi->arena, part->costs.lines, part->costs.count, *cost);
	}
}

static void set_revenue(struct part *part, struct line_revenue revenue)
{
	part->revenue = revenue.amount;
	part->contracts = revenue.contracts;
	part->incomplete = revenue.incomplete;
}

static void work_out(struct kpi *kpi, const struct costs *costs, struct part *part)
{
	set_revenue(part, part_revenue(kpi, part, kpi->next_first, kpi->next_last));
	choose_costs(kpi, costs, part);
	for (int64_t month = kpi->next_first; month <= kpi->next_last; month++) {
		struct month_cost cost = costs_in(&part->costs, NULL, 0, month);
		part->fixed += cost.fixed;
		part->taken += cost.share;
		if (!cost.share) continue;
		part->shares +=
			month_cost_of(cost, part_revenue(kpi, part, month, month).amount) - cost.fixed;
	}
}

/* Every cost once: those that are a share of all revenue count in each part. */
static void sum_up(const struct costs *costs, struct coverage *coverage)
{
	struct kpi *kpi = coverage->kpi;
	struct part *all = &coverage->all;

	set_revenue(all, line_revenue(&kpi->book, &any_line, kpi->next_first, kpi->next_last));
	for (size_t i = 0; i < PART_COUNT; i++) {
		all->fixed += coverage->parts[i].fixed;
		all->shares += coverage->parts[i].shares;
	}
	for (size_t i = 0; i < costs->count; i++)
		all->naming += counts(kpi, &costs->lines[i]);
}

static int64_t members_in_force(const struct book *book)
{
	struct target today = {.measure = MEASURE_MEMBERS};
	struct figures figures;

	memcpy(today.first, book->as_of, sizeof today.first);
	memcpy(today.last, book->as_of, sizeof today.last);
	measure(book, &today, &figures);
	return figures.in_force / RATIO_ONE;
}

/* ---- as figures ---- */

static const struct syndic_figure unknown_figure;
static const char no_costs[] = "no cost is recorded: syndic cost add NAME --amount A-MONTH";

static int64_t a_month(int64_t cents)
{
	return muldiv(cents, 1, KPI_NEXT_MONTHS);
}

static int64_t cost_a_month(const struct part *part)
{
	return a_month(part->fixed + part->shares);
}

/* What the two figures on the page leave, so that they add up. */
static int64_t left_a_month(const struct part *part)
{
	return a_month(part->revenue) - cost_a_month(part);
}

static const char *shares_note(struct kpi *kpi, const struct part *part)
{
	const char *shares = kpi_money(kpi, a_month(part->shares));

	if (!part->shares) return NULL;
	if (!part->naming) return kpi_note(kpi, "shares of its revenue alone take %s", shares);
	return kpi_note(kpi, "%s and, as shares of revenue, %s", kpi_money(kpi, a_month(part->fixed)),
	                shares);
}

/* The command by which the line gets a cost: one that names none may be named after it. */
static const char *help_for(const struct coverage *coverage, const struct part *part)
{
	const char *line = part->line->name;

	if (coverage->parts[NO_LINE].naming)
		return kpi_note(coverage->kpi, "no cost names it: syndic cost edit COST --line %s", line);
	return kpi_note(coverage->kpi,
	                "no cost names it: syndic cost add NAME --line %s --amount A-MONTH", line);
}

static const char *revenue_note(const struct coverage *coverage, const struct part *part)
{
	struct kpi *kpi = coverage->kpi;
	const struct part *rest = &coverage->parts[NO_LINE];
	const char *note = kpi_note(kpi, "%s a month earned", kpi_money(kpi, a_month(part->revenue)));

	if (!part->line && rest->contracts)
		note = kpi_note(kpi, "%s, %s of it by contracts without a type", note,
		                kpi_money(kpi, a_month(rest->revenue)));
	if (!part->incomplete) return note;
	return kpi_note(kpi, "%s; contracts without a date%s: %lld", note,
	                part->line ? ", amount or type" : " or amount", (long long)part->incomplete);
}

static const char *left_note(const struct part *part)
{
	if (left_a_month(part) >= 0) return NULL;
	return part->line ? "other lines or the cash pay for it" : "the cash pays for it";
}

struct part_words {
	const char *of, *cost, *coverage, *left; /* keys */
	const char *label, *costs;               /* "membership", "direct costs" */
};

/* `unknown` says why its costs are, or is NULL. */
static void add_part(const struct coverage *coverage, const struct part *part,
                     const struct part_words *words, int64_t costs, const char *unknown)
{
	struct kpi *kpi = coverage->kpi;
	int64_t cost = cost_a_month(part);
	struct syndic_key_figure spent = {
		.section = "coverage",
		.key = words->cost,
		.of = words->of,
		.label = kpi_note(kpi, "%s, %s", words->label, words->costs),
		.unit = SYNDIC_UNIT_MONEY,
		.value = unknown ? unknown_figure : kpi_known(cost),
		.cases = kpi_known(costs),
		.note = shares_note(kpi, part),
	};
	struct syndic_key_figure ratio = {
		.section = "coverage",
		.key = words->coverage,
		.of = words->of,
		.label = kpi_note(kpi, "%s, coverage", words->label),
		.unit = SYNDIC_UNIT_RATIO,
		.aim = kpi_known(COVERAGE_AIM),
		.cases = kpi_known(part->contracts),
		.note = unknown ? unknown : revenue_note(coverage, part),
	};
	struct syndic_key_figure left = {
		.section = "coverage",
		.key = words->left,
		.of = words->of,
		.label = kpi_note(kpi, "%s, left", words->label),
		.unit = SYNDIC_UNIT_MONEY,
		.value = unknown ? unknown_figure : kpi_known(left_a_month(part)),
		.cases = kpi_known(part->contracts),
		.note = unknown ? "its costs are unknown" : left_note(part),
	};

	if (!unknown && cost > 0)
		ratio.value = kpi_known(muldiv(a_month(part->revenue), RATIO_ONE, cost));
	kpi_add(kpi, &spent);
	kpi_add(kpi, &ratio);
	kpi_add(kpi, &left);
}

static void add_shared(const struct coverage *coverage)
{
	const struct part *shared = &coverage->parts[NO_LINE];
	struct syndic_key_figure figure = {
		.section = "coverage",
		.key = "shared_cost",
		.label = "shared fixed costs",
		.unit = SYNDIC_UNIT_MONEY,
		.cases = kpi_known(shared->naming),
		.note = shared->naming ? "of no line, and spread over none" : NULL,
	};

	if (coverage->all.naming) figure.value = kpi_known(a_month(shared->fixed));
	kpi_add(coverage->kpi, &figure);
}

/* How many members more would bring what the part lacks. */
static void add_members(const struct coverage *coverage, const struct part *part, const char *key,
                        const char *label, bool known)
{
	struct kpi *kpi = coverage->kpi;
	int64_t taken = coverage->parts[LINE_MEMBERSHIP].taken;
	int64_t kept = KPI_NEXT_MONTHS * RATIO_ONE - taken, gap = -left_a_month(part);
	int64_t brings = muldiv(coverage->fee.value, kept, YEAR_MONTHS * KPI_NEXT_MONTHS * RATIO_ONE);
	struct syndic_key_figure figure = {
		.section = "coverage",
		.key = key,
		.of = part->line ? part->line->name : NULL,
		.label = label,
		.unit = SYNDIC_UNIT_COUNT,
	};

	if (!known) {
		figure.note = "its costs are unknown";
	} else if (gap <= 0) {
		figure.value = kpi_count(0);
		figure.note = kpi_note(kpi, "covered, with %lld in force", (long long)coverage->members);
	} else if (!coverage->fee.known) {
		figure.note = "the tier " NEW_MEMBERS_TIER " has no price today: syndic tier list";
	} else if (brings <= 0) {
		figure.note = "a member leaves nothing after what costs take of the fee";
	} else {
		figure.value = kpi_count((gap + brings - 1) / brings);
		figure.note = kpi_note(kpi, "beside %lld in force; each at %s a year%s%s",
		                       (long long)coverage->members, kpi_money(kpi, coverage->fee.value),
		                       taken ? " less " : "",
		                       taken ? kpi_percent(kpi, muldiv(taken, 1, KPI_NEXT_MONTHS)) : "");
	}
	kpi_add(kpi, &figure);
}

static void add_figures(const struct coverage *coverage)
{
	const struct part *membership = &coverage->parts[LINE_MEMBERSHIP], *all = &coverage->all;

	for (size_t i = 0; i < LINE_COUNT; i++) {
		const struct part *part = &coverage->parts[i];
		struct part_words words = {
			.of = part->line->name,
			.cost = "line_cost",
			.coverage = "line_coverage",
			.left = "line_left",
			.label = part->line->name,
			.costs = "direct costs",
		};
		add_part(coverage, part, &words, (int64_t)part->costs.count,
		         part->naming ? NULL : help_for(coverage, part));
	}
	add_shared(coverage);
	add_part(coverage, all,
	         &(struct part_words){NULL, "all_cost", "all_coverage", "all_left", any_line.name,
	                              "costs"},
	         all->naming, all->naming ? NULL : no_costs);
	add_members(coverage, membership, "members_to_break_even", "more members to break even",
	            membership->naming > 0);
	add_members(coverage, all, "members_to_cover_all", "more members to carry all lines",
	            all->naming > 0);
}

enum syndic_status kpi_add_coverage(struct kpi *kpi)
{
	struct coverage coverage = {.kpi = kpi, .members = members_in_force(&kpi->book)};
	struct costs costs;
	enum syndic_status status;

	TRY(costs_load(kpi->handle, &kpi->arena, &costs));
	TRY(prices_tier_fee(kpi->handle, NEW_MEMBERS_TIER, kpi->book.as_of, &coverage.fee));
	for (size_t i = 0; i < PART_COUNT; i++) {
		if (i < LINE_COUNT) coverage.parts[i].line = &business_lines[i];
		work_out(kpi, &costs, &coverage.parts[i]);
	}
	sum_up(&costs, &coverage);
	add_figures(&coverage);
out:
	return status;
}
