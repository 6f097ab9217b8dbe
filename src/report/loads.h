/*
 * What asks for hours in months to come, sold or not.
 *
 *   committed   slots pulled and queued, and held ones whose SOW is executed: the hours left of their
 *               work; signed project contracts that no slot stands for: amount ÷ hour_price
 *   weighted    held slots and rounds forming, open, reached or contracting, by the chance that the round is
 *               reached (odds.h), without a round by that of the SOW's deal; an initiative counts once. Open
 *               project deals that no slot or round stands for: amount ÷ hour_price by their own chance
 *   onboarding  onboarding_hours of each first membership, in equal parts over the three months from its
 *               first: signed ones, and open deals that would bring one, by their chance
 *
 * Promised work is spread evenly over the months promised, as far as they are still to come: the
 * term of the contracts signed for it, of a round else that of its pledges; overdue work falls to
 * this month. Work without such a term waits for its turn: it takes what capacity is left month by
 * month, in the order of the queue, rounds last, as large as it is on average. A queue that is long
 * ends late; it never overloads a month by itself, and an even spread from its start to its end
 * would say that it does. Contracts and deals are spread over their terms, begun ones from their
 * first month. What no month can place is a gap.
 *
 * How large promised work is, is not known: it is one of LOAD_VALUES equally likely ones, W at the
 * middles of that many slices of u (queue_paths.h), and stands in averages as their mean.
 */
#ifndef SYNDIC_REPORT_LOADS_H
#define SYNDIC_REPORT_LOADS_H
#include "report/queue.h"

enum { LOAD_VALUES = 16, ONBOARDING_MONTHS = 3 };

enum load_kind { LOAD_COMMITTED, LOAD_WEIGHTED, LOAD_ONBOARDING };
struct load {
	enum load_kind kind;
	int64_t probability;     /* millionths; of what is sold, one */
	int64_t first, count;    /* months over which it is spread */
	int64_t hours;           /* millionths, unless there are values: then their mean */
	const int64_t *values;   /* LOAD_VALUES of them, or NULL */
	const int64_t *by_month; /* instead of an even spread: `count` of them; or NULL */
};
struct loads {
	struct arena *arena;
	int64_t month; /* that of as_of */
	int64_t *room; /* capacity of QUEUE_MONTHS months that no slot before has taken */
	struct load *items;
	size_t count;
	struct syndic_capacity_gap *gaps;
	size_t gap_count;
};

/* `queue` has memberships and names in its book; rounds without a slot are added to it. */
enum syndic_status loads_read(struct syndic *handle, struct queue *queue, struct arena *arena,
                              struct loads *out);
/* The part of `hours` that falls into a month. */
int64_t load_in(const struct load *load, int64_t hours, int64_t month);

#endif
