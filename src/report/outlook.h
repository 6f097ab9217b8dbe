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
 */
#ifndef SYNDIC_REPORT_OUTLOOK_H
#define SYNDIC_REPORT_OUTLOOK_H
#include "report/costs.h"
#include "report/projection.h"

enum outlook_view { OUTLOOK_COMMITTED, OUTLOOK_BASE, OUTLOOK_EXPECTED };

struct outlook {
	struct projection how; /* its first month follows the last cash balance known before `from` */
	int64_t from, months;  /* of the report */
	const char *scenario;
	enum outlook_view view;
	struct scenario_effect *effects;
	size_t effect_count;
	struct portfolio portfolio;
	struct costs costs;
	struct syndic_figure cash;
	const char *cash_month;
	int64_t arr; /* on as_of, cents a year */
};
/* Without months asked for: 36, or up to the last contract's end. outlook_free frees what the arena does
 * not, also after a failure. */
enum syndic_status outlook_load(struct syndic *handle, const struct syndic_runway_options *options,
                                struct arena *arena, struct outlook *out);
void outlook_free(struct outlook *outlook);
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

#endif
