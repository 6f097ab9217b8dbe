/*
 * What a runway is worked out from: the portfolio, costs, the last cash balance, and what a scenario
 * changes of them. And the money that comes in, in one of the three ways to look ahead.
 *
 *   committed  contracts, by the ledger
 *   base       recurring customers in force on as_of go on: ARR on as_of ÷ 12 each month (arr.h, usage of
 *              the last 12 months included), whatever they have paid already: who pays each year for a
 *              year brings fee ÷ 12 a month as long as he stays. Other contracts by the ledger, among
 *              them recurring ones that begin later and continue none in force.
 *   expected   contracts and usage, open deals with their chances, and terms that follow recurring ones
 *
 * A deal that a scenario says is won, or has a chance, counts in each of them, without one only in
 * expected; in committed and base it ends with its term, as what is signed and has not begun does. In base a renewal
 * of who goes on anyway brings nothing more. A scenario changes nothing before the report's first month.
 *
 * Cash that came after the balance is money of the months since. Where a contract still had so much to
 * come it is in its months already; what was paid beyond that, or on a contract that had ended before, is
 * added to the month in which it was paid, up to as_of. Not by the ledger `earned`, which asks no bank.
 */
#ifndef SYNDIC_REPORT_OUTLOOK_H
#define SYNDIC_REPORT_OUTLOOK_H
#include "report/costs.h"
#include "report/projection.h"

enum outlook_view { OUTLOOK_COMMITTED, OUTLOOK_BASE, OUTLOOK_EXPECTED };

/* Paid since the balance, and no part of what its contract still brings. */
struct late_payment {
	const struct sale *contract; /* NULL: one that ended too long ago to be in the book */
	int64_t month, cents;
};

struct outlook {
	struct projection how; /* its first month follows the last cash balance known before `from` */
	int64_t from,
		months; /* of the report; how.portfolio.months reach three years from `from` on at least */
	int64_t carried; /* months before it, back to the balance */
	const char *scenario;
	enum outlook_view view;
	struct scenario_effect *effects;
	size_t effect_count;
	struct portfolio portfolio;
	struct costs costs;
	struct syndic_figure cash;
	const char *cash_month;
	int64_t received; /* paid since the balance, and in its contracts' months already */
	struct late_payment *late;
	size_t late_count;
	int64_t arr; /* on as_of, cents a year */
};
/* Without months asked for: 36, or up to the last contract's end. outlook_free frees what the arena does
 * not, also after a failure. */
enum syndic_status outlook_load(struct syndic *handle, const struct syndic_runway_options *options,
                                struct arena *arena, struct outlook *out);
void outlook_free(struct outlook *outlook);
/* Its changes that have no effect in its view, between commas: of deals that are not open or lack what
 * would tell their months, of deals that are not sold in this view anyway, of renewals where none are by
 * the rate. NULL: none. The arena owns it. */
const char *outlook_idle(const struct outlook *outlook, struct arena *arena);
const char *outlook_view_name(enum outlook_view view);

/* Months counted from how.portfolio.first. */
struct flow {
	int64_t *sure;                     /* cents that come on every path */
	int64_t *expected;                 /* with what may come, weighted */
	const struct prospect **prospects; /* what may come */
	size_t count;
	struct month_cost *costs;
};
/* The arena owns it. */
struct flow outlook_flow(const struct outlook *outlook, enum outlook_view view,
                         struct arena *arena);
/* The committed one without what the scenario only assumes to be sold: what is signed, less what the
 * scenario takes away. */
struct flow outlook_signed(const struct outlook *outlook, struct arena *arena);

#endif
