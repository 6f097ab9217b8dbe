/*
 * What was collected on a contract, in cents: the sum of its payments, else the figure `collected`,
 * else unknown, which is not zero.
 */
#ifndef SYNDIC_REPORT_COLLECTED_H
#define SYNDIC_REPORT_COLLECTED_H
#include "report/spread.h"

/* SQL: collected of the contract `c`; NULL where it is unknown. */
#define COLLECTED_OF_CONTRACT                                                                      \
	"coalesce((SELECT sum(y.amount) FROM payment AS y WHERE y.contract = c.id), c.collected)"

/* What the ledger `remaining` takes as collected where that is unknown: the amount's part in the
 * months of the term before month `first` (a number as of month_number), spread by `method`. Marked
 * as estimated wherever it is shown. */
int64_t collected_assumed(enum spread_method method, int64_t amount, const char *starts_on,
                          const char *ends_on, int64_t first);

#endif
