/*
 * What a forecast looks at, month by month: signed contracts, open deals, usage, and the terms
 * that should follow. Built on the book (what is signed and open) and spread.h (an amount over
 * its months).
 *
 * Ledgers.  earned: an amount over its whole term, whatever was collected.  remaining: what is
 * still to come, max(0, amount − collected), over the months from the later of the report's first
 * month and the start to the end. A forecast counts what was collected up to as_of; a runway what
 * was collected before its cash balance, since what came later is money of its months. Where it
 * is unknown what was collected, the part of the months before the first is assumed, and the
 * contract is marked as estimated. An open deal has collected nothing.
 *
 * Partition.  Every contract and open deal is active, incomplete or inactive (partition.h).
 *
 * Starts.  A deal's start that has passed moves to the month in which it can close, its end stays
 * (book.h). A start that slips takes its term with it: the start is the later of this one and
 * closing + slip, the closing being the later of expected_close and as_of, slip triangular
 * (slip.h).
 *
 * Terms that follow.  A recurring contract that ends renews with the renewal rate, for as long as
 * its term was and at its fee a year, and again; unless a signed contract continues it, its
 * membership was ended for a reason, its renewal was lost, or an open renewal deal whose term is
 * not over speaks for it (arr.h). So does what an open recurring deal would bring, for as long as
 * its term as sold.
 *
 * Usage.  Each payer's fee in the same month of the last 12 measured; in a month in which it was
 * not measured, the mean of its measured ones; nothing of a payer who was not measured in the
 * last three. Months that are measured are taken as they were. A cluster that names no
 * organisation is a payer.
 */
#ifndef SYNDIC_REPORT_PORTFOLIO_H
#define SYNDIC_REPORT_PORTFOLIO_H
#include "model/slip.h"
#include "report/book.h"
#include "report/paths.h"

enum ledger { LEDGER_REMAINING, LEDGER_EARNED };
const char *ledger_name(enum ledger ledger);

struct portfolio_options {
	int64_t first, months; /* the report's */
	enum ledger ledger;
	enum spread_method method;
	struct slip slip;
	int64_t renewal_rate;         /* millionths */
	const char *collected_before; /* payments from this day on do not count as collected */
};

/* A contract that brings money in the report's months, or an open deal that may. */
struct holding {
	const struct sale *sale;
	bool estimated;       /* a contract: what it has collected is assumed */
	const int64_t *cents; /* of a contract: month by month */
	struct prospect
		prospect; /* of a deal; of a contract the terms that follow, as certain to begin */
};
struct payer_usage {
	const char *payer, *cluster; /* an organisation's id, or a cluster that names none */
	int64_t *cents;              /* month by month */
};
struct left_out {
	int64_t count, amount;
};

struct portfolio {
	struct portfolio_options options;
	struct book book;
	struct holding *contracts, *deals;
	size_t contract_count, deal_count;
	struct payer_usage *usage;
	size_t usage_count;
	struct left_out incomplete_contracts, incomplete_deals; /* amounts as far as they are known */
	struct left_out estimated; /* contracts, and what they are assumed to have collected */
};

/* The arena owns it; portfolio_free frees what the arena does not, also after a failure. */
enum syndic_status portfolio_load(struct syndic *handle, const struct portfolio_options *options,
                                  struct arena *arena, struct portfolio *out);
void portfolio_free(struct portfolio *portfolio);
/* Works the deals' prospects and the odds of pledges out anew, after probabilities or the options
 * were changed. */
void portfolio_refresh(struct portfolio *portfolio, struct arena *arena);

/* The chances of a start's delays, from the months of its start and closing. Fills `out` with months
 * and `until`; returns how many, at most DELAYS_MOST. */
enum { DELAYS_MOST = 64 };
size_t delays_of(const struct slip *slip, int64_t start_month, const char *closes_on,
                 struct delay out[DELAYS_MOST]);

#endif
