/*
 * The partition: every open deal and every contract is exactly one of
 *
 *   inactive    known to be over: a contract whose end lies before the first day of the report, an
 *               open deal whose end lies before as_of
 *   incomplete  not known to be over, and its start, end or amount is unknown: no month can be told
 *               what it brings
 *   active      all three are known, and it is not over
 *
 * A won deal is looked at through its contract, a lost one not at all. Dates are as recorded:
 * an open deal's before its start moves to a day on which it still can begin (book.h).
 */
#ifndef SYNDIC_REPORT_PARTITION_H
#define SYNDIC_REPORT_PARTITION_H
#include "report/book.h"

enum partition_state { PARTITION_ACTIVE, PARTITION_INCOMPLETE, PARTITION_INACTIVE };
enum { PARTITION_STATES = PARTITION_INACTIVE + 1 };

enum partition_lack {
	LACKS_START = 1 << 0,
	LACKS_END = 1 << 1,
	LACKS_AMOUNT = 1 << 2,
};

/* What is known of a sale; NULL where a day is unknown. */
struct partition_facts {
	const char *starts_on, *ends_on;
	bool has_amount;
	bool open; /* a deal; else a contract */
};
struct partition {
	enum partition_state state;
	unsigned lacks; /* of enum partition_lack; 0 unless incomplete */
};

/* `first`: the first day of the report. Both days are ISO dates. */
struct partition partition_of(const struct partition_facts *facts, const char *as_of,
                              const char *first);
/* The same of a sale of the book, a contract or an open deal. */
struct partition partition_sale(const struct sale *sale, const char *as_of, const char *first);

#endif
