/*
 * What needs a person's eye. Days as of as_of, money in cents.
 *
 * Contracts, all of them, active or not; collected as collected.h has it:
 *   dates-missing          its first or last day is unknown. Money: its amount
 *   amount-missing         its amount is unknown. Money: unknown
 *   collected-unknown      collected is unknown, and it began over 6 months ago or has ended.
 *                          Money: its amount
 *   over-collected         collected is over 115 % of the amount. Money: what is over the amount
 *   ended-uncollected      it has ended, and less was collected than its amount. Money: what is
 *                          owed
 *   ends-soon-uncollected  it ends within 3 months, and more than half is not collected. Money:
 *                          what is owed
 *   collected-estimated    collected is unknown, and it runs and began within 6 months: the ledger
 *                          `remaining` assumes a part. Money: that part
 *
 * Open deals; money: the amount, and weighted by its probability:
 *   field-missing   amount, starts_on, ends_on, expected_close, revenue_type or kind is unknown
 *   close-passed    its expected close lies before as_of
 *   quiet           as quiet.h has it
 *   slow            it has stood in its stage longer than 90 % of the stays there of deals that
 *                   were won (stays_won.h), from 5 stays on
 *   no-next-step    it has no next_step, and no open task
 *   no-org          it names no organisation
 *   certain-open    its probability, its own or its stage's, is 0 or 1
 */
#ifndef SYNDIC_REPORT_REVIEW_H
#define SYNDIC_REPORT_REVIEW_H
#include "model/store.h"

enum review_kind {
	REVIEW_DATES_MISSING,
	REVIEW_AMOUNT_MISSING,
	REVIEW_COLLECTED_UNKNOWN,
	REVIEW_OVER_COLLECTED,
	REVIEW_ENDED_UNCOLLECTED,
	REVIEW_ENDS_SOON_UNCOLLECTED,
	REVIEW_COLLECTED_ESTIMATED,
	REVIEW_FIELD_MISSING,
	REVIEW_CLOSE_PASSED,
	REVIEW_QUIET,
	REVIEW_SLOW,
	REVIEW_NO_NEXT_STEP,
	REVIEW_NO_ORG,
	REVIEW_CERTAIN_OPEN,
};
enum { REVIEW_KINDS = REVIEW_CERTAIN_OPEN + 1 };

/* Fields that an open deal should have. Of a contract's, the first three. */
enum wanted_field {
	WANTED_AMOUNT,
	WANTED_STARTS_ON,
	WANTED_ENDS_ON,
	WANTED_EXPECTED_CLOSE,
	WANTED_REVENUE_TYPE,
	WANTED_KIND,
};
enum { WANTED_FIELDS = WANTED_KIND + 1 };

struct subject; /* report/mend.h */

/* One finding, before it is worded. */
struct finding {
	enum review_kind kind;
	const char *id; /* of the contract or deal */
	bool has_amount;
	int64_t amount, probability;   /* of a contract one */
	unsigned lacks;                /* a bit, 1 << n, for each of enum wanted_field */
	int64_t days, most, cases;     /* quiet: days; slow: days, of `cases` stays 90 % took `most` */
	int64_t collected;             /* on a contract; or what is assumed */
	const struct subject *subject; /* NULL: not read yet */
};

/* Its word: `quiet`. */
const char *review_key(enum review_kind kind);
bool review_is_of_deal(enum review_kind kind); /* the others are of contracts */

/* How many findings of each kind there are, without making them. The caller may hold a transaction;
 * it needs none. */
enum syndic_status review_count(struct syndic *handle, int64_t counts[REVIEW_KINDS]);

#endif
