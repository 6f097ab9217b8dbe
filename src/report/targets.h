/*
 * Targets: what a year or a quarter should bring, and what speaks for it. Every figure of `status`
 * is a target's, those of its mix and of ARR in force, too. Money in cents, counts and shares in
 * millionths.
 *
 *   committed   what is signed
 *   renewing    what ends before the day and nobody sells yet, times the renewal rate; usage goes
 *               on
 *   open        what open deals would add, unweighted; weighted: times their probability (of a
 *               pledge: times what it pays, see rounds.h), per deal and half away from zero
 *   expected    committed + renewing + weighted
 *   gap         target − committed − renewing: negative where there is more than was asked for
 *   coverage    weighted ÷ gap; unknown where nothing is missing
 *   probability that the target is reached, see reach.c below
 */
#ifndef SYNDIC_REPORT_TARGETS_H
#define SYNDIC_REPORT_TARGETS_H
#include "report/book.h"

enum measure {
	MEASURE_ARR,
	MEASURE_NEW_ARR,
	MEASURE_BOOKINGS,
	MEASURE_REVENUE,
	MEASURE_COLLECTED,
	MEASURE_MEMBERS,
	MEASURE_NEW_MEMBERS,
	MEASURE_SHARE,
	MEASURE_SUM_OF,
};

/* What may belong to a target, but lacks a date, an amount, or the kind or revenue type asked
 * for. */
struct incomplete {
	int64_t count, amount;
};
/* What a target gets if it comes: an open deal with its probability, or, with the renewal rate, a
 * contract or membership that ends. */
struct coin {
	const struct sale *sale;
	int64_t value;
	bool counted; /* a count, not money: nothing makes it smaller */
};
/* What speaks for one target. */
struct figures {
	int64_t committed, in_force, renewing, open, weighted;
	int64_t steady; /* of renewing, what goes on for certain: usage */
	struct incomplete contracts, deals;
	/* What `open` and the rest of `renewing` are made of, except for periods that are over. In
	 * money, deals come before contracts, each in the order of the book. */
	struct coin *coins;
	size_t coin_count;
	bool unforeseeable; /* part of it has no model: payments of days to come */
};

struct target {
	const char *id, *key, *label;
	enum measure measure;
	char first[DATE_SIZE], last[DATE_SIZE]; /* the period */
	int64_t quarter;                        /* 0: the whole year */
	struct syndic_figure given;             /* the amount, count or share asked for */
	/* Filters; NULL, 0 and unknown let everything pass. */
	const char *revenue_types, *size_class, *kind, *pipeline, *org, *tag, *sum_of;
	struct syndic_figure cofunded;
	int64_t signed_in;          /* a year */
	bool has_work;              /* only the share of the term's months from … to counts */
	int64_t work_from, work_to; /* months */
	bool actuals;               /* closed months by the books: targets of revenue */
	struct figures figures;     /* once they are worked out, for other lines that want them */
	bool measured;
};

struct targets {
	struct target *items;
	size_t count;
	struct target whole; /* revenue of the period that shares were last asked of */
};
/* Every target, by year and quarter and as they were made; the arena owns it. */
enum syndic_status targets_load(struct syndic *handle, struct arena *arena, struct targets *out);
/* Widens the days `first` to `last` and the parts of the book to what a target, and what it sums,
 * looks at. */
void target_needs(const struct targets *targets, const struct target *target, char first[DATE_SIZE],
                  char last[DATE_SIZE], unsigned *parts);
/* One target worked out; texts of `out` are the target's. `targets` holds what a sum-of names. */
void target_line(const struct book *book, struct targets *targets, struct target *target,
                 struct syndic_target_line *out);

/* ---- measures.c: what speaks for a target of any measure but share and sum-of -------------------
 *
 * arr          committed: fees a year of recurring contracts in force on the last day D, and where
 *              D is not after as_of the usage fees of its last 12 months. in_force: the same on
 *              as_of, terms in grace included. open: fees a year of recurring open deals in force
 *              on D. renewing: renewal_rate × fees of contracts that end from as_of on and before D
 *              and that no signed contract continues, no customer declined (arr.h) and no open
 *              renewal that counts here speaks for, all as of kind renewal; where D is after as_of,
 *              usage of the last 12 months, in full.
 * new-arr      fees a year of what recurs, is of kind new or expansion and is signed in the period.
 * bookings     amounts of what is signed in the period.
 * revenue      committed: amounts spread over their terms, the part within the period, and the
 *              usage fees measured in it. renewing: months of the period after the last one
 *              measured, each at the mean of the 12 months before.
 *              Where a month that is closed has an actual of a revenue type, it stands in place of
 *              what contracts and usage of that type earn in that month, in targets that filter by
 *              nothing but revenue types: an actual knows no more. Shares and the mix of classes
 *              stay on contracts and usage throughout, so that their parts sum to the whole.
 * collected    payments in the period, refunds deducted; open deals have none.
 * members      organisations with a term of membership on the last day D; in_force: on as_of, terms
 *              in grace included. open: other organisations with a membership deal that closes in
 *              the period, each once, the likeliest deal. renewing: renewal_rate × those whose last
 *              term ends from as_of on and before D, without a reason for leaving, a renewal
 *              declined or an open deal.
 * new-members  organisations whose first membership is signed in the period; open: those without
 *              any, with a membership deal not of kind renewal or expansion. A deal that names no
 *              organisation stands for one of its own.
 *
 * What lacks a day, an amount, a kind or a revenue type that the target needs, and cannot be told
 * to lie outside of it, is incomplete.
 */
void measure(const struct book *book, const struct target *target, struct figures *out);
/* Does it pass the filters that need no day? Unknown where a kind or type asked for is not
 * known. */
enum answer { NO, YES, UNKNOWN };
enum answer measure_admits(const struct target *target, const struct sale *sale);
/* What one contract, deal or payment brings by a measure of money, unweighted. UNKNOWN:
 * incomplete. */
enum answer measure_sale(const struct book *book, const struct target *target,
                         const struct sale *sale, int64_t *value);
/* members.c, called by measure */
void measure_members(const struct book *book, const struct target *target, struct figures *out);
/* Is the term of membership in force on as_of, grace included? */
bool member_in_force(const struct book *book, const struct sale *membership);
/* Organisations, each once, by id. */
struct member_orgs {
	const char **items;
	size_t count;
};
/* Those with a membership in force on a day, up to as_of, to which the book reaches back; its arena
 * owns the list. */
struct member_orgs members_on(const struct book *book, const char *day);
bool members_hold(const struct member_orgs *members, const char *org);
/* Adds to the coins. */
void figures_add_coin(const struct book *book, const struct target *target, const struct sale *sale,
                      int64_t value, struct figures *out);

/* ---- reach.c: the probability that a target is reached -----------------------------------------
 *
 * Committed, usage that goes on, each open deal that is won and each ending contract or membership
 * that renews make the target or more. Deals are won with their probability (their own, else their
 * stage's), correlated with each other (setting `correlation`); each renewal comes with the renewal
 * rate, independent of all else (chance.h). Pledges of one syndicate are one outcome without
 * correlation: what the round brings, by odds.h, scaled so that its mean is that of what counts here.
 * That is exact where all its pledges count whole; so is one that counts alone, by its own chance. A deal that two parts of a sum count is won for both or
 * for neither. What is incomplete is not counted. `collected` is unknown until its period is over;
 * so is any sum with such a part. In ratios of RATIO_ONE, rounded to 10⁻⁴, which does not depend on
 * the machine; 0 and 1 only if it is certain.
 */
struct syndic_figure reach_amount(const struct book *book, const struct figures *figures,
                                  int64_t amount);
/* A share: part ÷ whole ≥ share (millionths); unknown where the whole has nothing for certain. */
struct syndic_figure reach_share(const struct book *book, const struct figures *part,
                                 const struct figures *whole, int64_t share);
/* Adds the coins of a part to those of a sum, one for each sale. */
void reach_merge(const struct book *book, struct figures *sum, const struct figures *part);

#endif
