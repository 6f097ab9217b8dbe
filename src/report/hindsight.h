/*
 * What came in of a forecast: month by month, told from what is known on as_of, and only as far as
 * it can be told. Whole cents.
 *
 * What the forecast is about: contracts that stood in the database before the snapshot was taken
 * (ids tell the order of making), whose term and amount are known and which had not ended before
 * its first month; contracts that came of its deals, where the deal's amount was known then; and
 * usage. What other contracts bring (renewals and new business that nobody had forecast, late
 * payments on what had ended) is not compared but told beside it.
 *
 * Ledger earned.  contracts: amounts over their terms as they stand today, spread by the snapshot's
 * method, and the usage fees measured in the month. Or actuals, which know better: where the month
 * has one for every revenue type (nothing is 0) and no contract besides brings anything in it,
 * since the books cannot be parted.
 *
 * Ledger remaining.  payments: those received in the month, after the day on which the snapshot was
 * taken (the others were collected already), and the usage fees measured in it.
 * Actuals are earned money, and cannot be compared with money still to come.
 *
 * Not comparable is a month in which usage was forecast and not measured; by contracts one in which
 * a contract that came of the forecast's deals may run, but lacks its term or amount; by payments
 * one by whose end a contract had begun of which nobody knows when it was paid: no payment is
 * listed, and collected is not known to be nothing.
 */
#ifndef SYNDIC_REPORT_HINDSIGHT_H
#define SYNDIC_REPORT_HINDSIGHT_H
#include "report/portfolio.h"

/* The forecast looked back at. Texts are borrowed. */
struct hindsight_of {
	const char *snapshot, *taken_on; /* its id, and the day */
	int64_t first, last;             /* months to look at; first: the snapshot's first month */
	enum ledger ledger;
	enum spread_method method;
	const char *const *deals; /* ids of its deals whose amount was known, in order */
	size_t deal_count;
};
struct hindsight {
	struct hindsight_of of;
	struct book book;
	const struct sale **contracts; /* the book's, by id */
};
struct hindsight_month {
	struct syndic_figure came_in, beside;
	const char *basis, *reason; /* as struct syndic_score_month */
};

/* Reads within the transaction that is open. The arena owns it; hindsight_free frees what the arena
 * does not, also after a failure. */
enum syndic_status hindsight_load(struct syndic *handle, const struct hindsight_of *of,
                                  struct arena *arena, struct hindsight *out);
/* A month (a number as of month_number); `usage` is what was forecast of usage fees in it. */
enum syndic_status hindsight_month(struct syndic *handle, const struct hindsight *hindsight,
                                   int64_t month, int64_t usage, struct arena *arena,
                                   struct hindsight_month *out);
void hindsight_free(struct hindsight *hindsight);

#endif
