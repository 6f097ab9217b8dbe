/*
 * When slots are done: work of unknown size, in one order, against the hours of months to come, on
 * many simulated paths.
 *
 * Work.  The hours of a part are triangular: least low, most likely mode, most high. The parts of
 * one slot share one uniform number u a path: each takes its own quantile at u, and the slot's work
 * is
 *
 *   W(u) = Σ max(0, Q_part(u) − spent)
 *
 * What makes one part of a project long (a community that cannot decide, a code base worse than it
 * looked) makes the others long too, and of all ways in which parts may hang together this is the
 * widest: independent parts would level each other out, and promise a P85 that ten parts miss.
 * Projects are independent of each other.
 *
 * Order.  First in, first out. Slots are given in their order, those under way first; of the hours
 * of a month the first takes what it can use, then the next. So what is sold later never delays
 * what was sold before, and a quote can be kept. At most `places` slots are under way: one that
 * waits starts when the slot that many before it is done, in the first month that has hours left
 * then. A slot is done in the month in which its last hour is worked.
 *
 * With T_i the sum of the work of slots 0 … i and H(m) the hours of months 0 … m this is
 *
 *   finish_i = min { m : H(m) ≥ T_i }      start_i = min { m : H(m) > T_(i − places) }, T below 0: 0
 *
 * so that no month of a path is looked at twice. Hours are whole millionths; months count from 0.
 *
 * Random numbers are keyed by (seed, slot, path): the work of a slot on a path depends on no other
 * slot, nor on their order, so that two orders are compared on the same futures.
 */
#ifndef SYNDIC_REPORT_QUEUE_PATHS_H
#define SYNDIC_REPORT_QUEUE_PATHS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue_part {
	int64_t low, mode, high, spent; /* low ≤ mode ≤ high */
};
struct queue_work {
	uint64_t key; /* paths_key of the slot */
	const struct queue_part *parts;
	size_t part_count;
	bool known;   /* the hours of its parts are */
	bool started; /* it is under way, whatever the places */
};

#define QUEUE_LATER INT64_MAX   /* beyond the months given */
#define QUEUE_UNKNOWN INT64_MIN /* it hangs on work whose hours are not known */

/* Months, or QUEUE_LATER, or QUEUE_UNKNOWN. One that is under way starts in month 0. */
struct queue_estimate {
	int64_t start_p50, start_p85, finish_p50, finish_p85;
};
struct queue_terms {
	const int64_t *hours; /* of each month: at least 0, and together below 2⁶² */
	int64_t months, places, paths, seed;
};

/* The hours that are left of a slot at the quantile u, from 0 to 1. */
int64_t queue_hours(const struct queue_work *work, double u);

/* Estimates of slots in their order, by nearest rank. */
void queue_simulate(const struct queue_work *slots, size_t count, const struct queue_terms *terms,
                    struct queue_estimate *out);

#endif
