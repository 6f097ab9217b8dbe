#include "report/portfolio.h"
#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "report/arr.h"
#include "report/collected.h"
#include "report/list.h"
#include "report/partition.h"
#include "report/rounds.h"

#define USAGE_QUIET 3 /* months without a measurement after which a payer has stopped */

const char *ledger_name(enum ledger ledger)
{
	return ledger == LEDGER_EARNED ? "earned" : "remaining";
}

static int64_t last_month(const struct portfolio *portfolio)
{
	return portfolio->options.first + portfolio->options.months - 1;
}

/* ---- amounts over months ---- */

/* The day from which an amount that is still to come is spread. */
static const char *spread_start(const struct portfolio *portfolio, const char *starts_on,
                                char first[DATE_SIZE])
{
	month_first(portfolio->options.first, first);
	return strcmp(starts_on, first) < 0 ? first : starts_on;
}

/* What of the amount comes in the report's months, month by month, added to `cents`. */
static void spread(const struct portfolio *portfolio, int64_t amount, const char *starts_on,
                   const char *ends_on, int64_t *cents)
{
	char first[DATE_SIZE];

	if (portfolio->options.ledger == LEDGER_REMAINING)
		starts_on = spread_start(portfolio, starts_on, first);
	spread_months(portfolio->options.method, amount, starts_on, ends_on, portfolio->options.first,
	              portfolio->options.months, cents);
}

static int64_t still_to_come(const struct portfolio *portfolio, const struct sale *contract)
{
	int64_t collected = contract->collected, rest;

	if (!contract->collected_known)
		collected =
			collected_assumed(portfolio->options.method, contract->amount, contract->starts_on,
		                      contract->ends_on, portfolio->options.first);
	rest = contract->amount - collected;
	return rest > 0 ? rest : 0;
}

/* ---- starts that slip ---- */

/* The distribution function of a triangular slip: the chance that it is less than x months. */
static double slip_below(const struct slip *slip, double x)
{
	double least = (double)slip->least / (double)RATIO_ONE;
	double likely = (double)slip->likely / (double)RATIO_ONE;
	double most = (double)slip->most / (double)RATIO_ONE;

	if (x <= least) return 0;
	if (x >= most) return 1;
	if (x < likely) return (x - least) * (x - least) / ((most - least) * (likely - least));
	return 1 - (most - x) * (most - x) / ((most - least) * (most - likely));
}

/* A day as months since year 0, its place within the month included. */
static double month_position(const char *day)
{
	char first[DATE_SIZE], last[DATE_SIZE];
	int64_t month = month_number(day);

	month_first(month, first);
	month_last(month, last);
	return (double)month + (double)(date_days(day) - date_days(first)) /
	                           (double)(date_days(last) - date_days(first) + 1);
}

size_t delays_of(const struct slip *slip, int64_t start_month, const char *closes_on,
                 struct delay out[DELAYS_MOST])
{
	double closing = month_position(closes_on);
	int64_t months = 0;
	size_t count = 0;
	uint64_t until = 0;

	/* Months that no slip reaches are passed over: the closing may lie long after the start. */
	for (; until < PATHS_CERTAIN; months++) {
		double below = slip_below(slip, (double)(start_month + months + 1) - closing);
		uint64_t next = (uint64_t)(below * (double)PATHS_CERTAIN + 0.5);
		if (count + 1 == DELAYS_MOST) next = PATHS_CERTAIN;
		if (next == until) continue;
		until = next;
		out[count++] = (struct delay){.until = until, .months = months};
	}
	return count;
}

/* ---- terms that follow ---- */

/* Whole months of a term as sold, one at least: from its first day to the day after its last. */
static int64_t term_months(const struct sale *sale)
{
	int64_t months = muldiv(sale->years, 12, RATIO_ONE);

	return months > 0 ? months : 1;
}

static struct rolling rolling_after(const struct portfolio *portfolio, const struct sale *sale)
{
	struct rolling rolling = {0};

	if (!sale->recurring || !sale->has_fee || !sale->starts_on || !sale->ends_on) return rolling;
	rolling.starts = month_number(sale->ends_on) + 1 - portfolio->options.first;
	rolling.period = term_months(sale);
	rolling.rate =
		(uint64_t)muldiv(portfolio->options.renewal_rate, (int64_t)PATHS_CERTAIN, RATIO_ONE);
	rolling.fee = sale->fee;
	return rolling;
}

/* ---- contracts ---- */

static void add_left_out(struct left_out *sum, const struct sale *sale)
{
	sum->count++;
	sum->amount += sale->amount;
}

static enum partition_state state_of(const struct portfolio *portfolio, const struct sale *sale)
{
	char first[DATE_SIZE];

	month_first(portfolio->options.first, first);
	return partition_sale(sale, portfolio->book.as_of, first).state;
}

/* Will its customer be asked to renew, without an open deal that says so? */
static bool renews_by_rate(const struct portfolio *portfolio, const struct sale *contract)
{
	size_t at = 0;
	const struct sale *deal;

	if (!contract->ends_on || strcmp(contract->ends_on, portfolio->book.as_of) < 0) return false;
	if (contract->succeeded || contract->left || contract->declined) return false;
	while ((deal = arr_renewal_next(&portfolio->book, contract, &at)) != NULL)
		if (!deal->over) return false;
	return true;
}

/* What begins for certain, and brings nothing of its own. */
static const struct delay no_delay = {.until = PATHS_CERTAIN};

/* What an active contract brings. */
static void add_money(struct portfolio *portfolio, struct holding *holding, int64_t *cents)
{
	const struct sale *contract = holding->sale;
	int64_t amount = contract->amount;

	if (portfolio->options.ledger == LEDGER_REMAINING) {
		amount = still_to_come(portfolio, contract);
		holding->estimated = !contract->collected_known && amount < contract->amount;
	}
	if (holding->estimated) {
		portfolio->estimated.count++;
		portfolio->estimated.amount += contract->amount - amount;
	}
	spread(portfolio, amount, contract->starts_on, contract->ends_on, cents);
}

static void add_contract(struct portfolio *portfolio, struct arena *arena,
                         const struct sale *contract)
{
	size_t months = (size_t)portfolio->options.months;
	int64_t *cents = arena_alloc(arena, months * sizeof *cents);
	struct holding holding = {.sale = contract, .cents = cents};

	if (renews_by_rate(portfolio, contract) && contract->starts_on)
		holding.prospect = (struct prospect){
			.key = paths_key("contract", contract->key),
			.probability = RATIO_ONE,
			.delays = &no_delay,
			.delay_count = 1,
			.rolling = rolling_after(portfolio, contract),
		};
	switch (state_of(portfolio, contract)) {
	case PARTITION_INACTIVE:
		if (!holding.prospect.rolling.period) return;
		break;
	case PARTITION_INCOMPLETE: add_left_out(&portfolio->incomplete_contracts, contract); return;
	case PARTITION_ACTIVE: add_money(portfolio, &holding, cents); break;
	}
	LIST_ADD(arena, portfolio->contracts, portfolio->contract_count, holding);
}

/* ---- deals ---- */

/* The money of a term that starts so much later. */
static void set_steps(const struct portfolio *portfolio, struct arena *arena,
                      const struct sale *deal, struct delay *delay)
{
	char starts_on[DATE_SIZE], ends_on[DATE_SIZE];
	int64_t months = portfolio->options.months;
	int64_t *cents = mem_alloc((size_t)months * sizeof *cents);

	date_add_months(deal->starts_on, delay->months, starts_on);
	date_add_months(deal->ends_on, delay->months, ends_on);
	if (month_number(ends_on) >= portfolio->options.first)
		spread(portfolio, deal->amount, starts_on, ends_on, cents);
	delay->steps = steps_of(cents, months, arena, &delay->step_count);
	free(cents);
}

static struct prospect prospect_of(const struct portfolio *portfolio, struct arena *arena,
                                   const struct sale *deal)
{
	struct delay delays[DELAYS_MOST], *kept;
	const char *closes_on = deal->signed_on ? deal->signed_on : portfolio->book.as_of;
	size_t count =
		delays_of(&portfolio->options.slip, month_number(deal->starts_on), closes_on, delays);

	kept = arena_alloc(arena, count * sizeof *kept);
	for (size_t i = 0; i < count; i++) {
		delays[i].months += deal->later;
		set_steps(portfolio, arena, deal, &delays[i]);
		kept[i] = delays[i];
	}
	return (struct prospect){
		.key = paths_key("deal", deal->key),
		.probability = deal->probability,
		.delays = kept,
		.delay_count = count,
		.rolling = rolling_after(portfolio, deal),
		.pool = deal->round ? &deal->round->pool : NULL,
		.pledge = deal->pledge,
		.pays = deal->pays,
	};
}

static void add_deal(struct portfolio *portfolio, struct arena *arena, const struct sale *deal)
{
	struct holding holding = {.sale = deal};

	enum partition_state state = state_of(portfolio, deal);
	if (state == PARTITION_INCOMPLETE) add_left_out(&portfolio->incomplete_deals, deal);
	if (state != PARTITION_ACTIVE) return;
	holding.prospect = prospect_of(portfolio, arena, deal);
	LIST_ADD(arena, portfolio->deals, portfolio->deal_count, holding);
}

static void add_deals(struct portfolio *portfolio, struct arena *arena)
{
	for (size_t i = 0; i < portfolio->book.deals.count; i++)
		add_deal(portfolio, arena, &portfolio->book.deals.items[i]);
}

void portfolio_refresh(struct portfolio *portfolio, struct arena *arena)
{
	rounds_weigh(&portfolio->book);
	portfolio->deals = NULL;
	portfolio->deal_count = 0;
	portfolio->incomplete_deals = (struct left_out){0};
	add_deals(portfolio, arena);
}

/* ---- usage ---- */

static bool pays(const struct payer_usage *payer, const struct usage_fee *fee)
{
	return text_equal(payer->payer, fee->payer) && text_equal(payer->cluster, fee->cluster);
}

static struct payer_usage *usage_of(struct portfolio *portfolio, struct arena *arena,
                                    const struct usage_fee *fee)
{
	struct payer_usage usage = {.payer = fee->payer, .cluster = fee->cluster};

	for (size_t i = 0; i < portfolio->usage_count; i++)
		if (pays(&portfolio->usage[i], fee)) return &portfolio->usage[i];
	usage.cents = arena_alloc(arena, (size_t)portfolio->options.months * sizeof *usage.cents);
	LIST_ADD(arena, portfolio->usage, portfolio->usage_count, usage);
	return &portfolio->usage[portfolio->usage_count - 1];
}

/* A payer's fees in the window of 12 months, by the month of the year. */
struct seasons {
	bool known[12];
	int64_t fees[12], sum, count, latest;
};

static struct seasons seasons_of(const struct book *book, const struct payer_usage *payer,
                                 struct usage_window window)
{
	struct seasons seasons = {0};

	for (size_t i = 0; i < book->usage_count; i++) {
		const struct usage_fee *fee = &book->usage[i];
		int64_t month = fee->month % 12;
		if (fee->month < window.first || fee->month > window.last) continue;
		if (!pays(payer, fee)) continue;
		seasons.latest = fee->month; /* they stand by month */
		seasons.count += !seasons.known[month];
		seasons.known[month] = true;
		seasons.fees[month] += fee->fee;
		seasons.sum += fee->fee;
	}
	return seasons;
}

/* Who has not been measured for a quarter pays no more. */
static bool has_stopped(const struct seasons *seasons, struct usage_window window)
{
	return seasons->count == 0 || seasons->latest <= window.last - USAGE_QUIET;
}

static void add_usage(struct portfolio *portfolio, struct arena *arena)
{
	const struct book *book = &portfolio->book;
	struct usage_window window = arr_usage_window(book, book->as_of);
	int64_t first = portfolio->options.first;

	for (size_t i = 0; i < book->usage_count; i++) {
		const struct usage_fee *fee = &book->usage[i];
		bool reported = fee->month >= first && fee->month <= last_month(portfolio);
		if (!reported && fee->month < window.first) continue;
		struct payer_usage *usage = usage_of(portfolio, arena, fee);
		if (reported) usage->cents[fee->month - first] += fee->fee;
	}
	for (size_t i = 0; i < portfolio->usage_count; i++) {
		struct seasons seasons = seasons_of(book, &portfolio->usage[i], window);
		for (int64_t m = first; m <= last_month(portfolio); m++) {
			if (m <= window.last || has_stopped(&seasons, window)) continue;
			portfolio->usage[i].cents[m - first] = seasons.known[m % 12]
			                                           ? seasons.fees[m % 12]
			                                           : muldiv(seasons.sum, 1, seasons.count);
		}
	}
}

/* ---- all of it ---- */

enum syndic_status portfolio_load(struct syndic *handle, const struct portfolio_options *options,
                                  struct arena *arena, struct portfolio *out)
{
	enum syndic_status status;
	char first[DATE_SIZE], last[DATE_SIZE];

	*out = (struct portfolio){.options = *options};
	month_first(options->first, first);
	month_last(last_month(out), last);
	TRY(book_load(handle, first, last, BOOK_NAMES | BOOK_ROUNDS, arena, &out->book));
	TRY(book_collected(handle, &out->book, options->collected_before));
	for (size_t i = 0; i < out->book.contracts.count; i++)
		add_contract(out, arena, &out->book.contracts.items[i]);
	add_deals(out, arena);
	add_usage(out, arena);
out:
	return status;
}

void portfolio_free(struct portfolio *portfolio)
{
	book_free(&portfolio->book);
}
