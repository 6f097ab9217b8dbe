/*
 * Futures: what prospects bring month by month, on many simulated paths.
 *
 * On each path a prospect is won with its probability p: where u < P(p | z), u its own uniform
 * number and z the path's one normal factor, so that deals win and fail together with correlation
 * ρ while each still wins with p (chance.h). z takes the middles of 256 slices of equal chance;
 * what their chances are short of p together is added to those of the first slices, the best of
 * times, and what is beyond it taken from the last. A prospect that is won starts after one of
 * its delays, brings that delay's months, and may renew term by term, each time with its rate.
 *
 * Pledges of one syndicate are a pool. On each path every one of them comes with its own
 * probability, whether or not its money is looked at, and independent of z; of those that come
 * the ones count whose conditions hold (model/solve.h). If these reach the round each of them
 * brings its money, and where they are more than is raised that part of it; else none brings
 * anything.
 *
 * Random numbers are keyed by (seed, prospect, path): what a prospect does on a path depends on
 * no other prospect, nor on their order. They are counted by the splitmix64 function (Steele, Lea
 * and Flood, Fast splittable pseudorandom number generators, 2014); chances are whole parts of
 * 2³².
 */
#ifndef SYNDIC_REPORT_PATHS_H
#define SYNDIC_REPORT_PATHS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/mem.h"
#include "report/odds.h"

#define PATHS_CERTAIN (UINT64_C(1) << 32) /* a chance of one */
#define PATHS_MOST 100000                 /* paths at most */

/* Money by its steps: from month `month` of the report on, so many cents a month more. An amount
 * in equal parts has two or three of them, however long its term. */
struct step {
	int64_t month, cents;
};
/* One of the delays with which a prospect may start. */
struct delay {
	uint64_t until; /* chance of this delay or a shorter one, of 2³² */
	int64_t months; /* by which it starts later */
	const struct step *steps;
	size_t step_count;
};

/* Terms that follow: each with the chance `rate`, from month `starts` (which may be negative) +
 * delay. */
struct rolling {
	int64_t starts, period; /* months; period 0: nothing follows */
	uint64_t rate;          /* of 2³² */
	int64_t fee;            /* cents a year */
};

/* A syndicate's pledges: all that may come. */
struct pool {
	struct odds_pledge *pledges;
	uint64_t *keys; /* of each: paths_key, the prospect's if it is one */
	size_t count;
	struct odds_terms terms;
};

struct prospect {
	uint64_t key;               /* of its own: paths_key */
	int64_t probability;        /* millionths; not looked at where there is a pool */
	const struct delay *delays; /* by `until`; the last is PATHS_CERTAIN */
	size_t delay_count;
	struct rolling rolling;
	const struct pool *pool; /* of a pledge; NULL: it comes on its own */
	size_t pledge;           /* its place in the pool */
	uint64_t pays; /* of a pledge: what it brings, expected, as a part of its money, of 2³² */
};

struct paths_options {
	int64_t months, paths, seed;
	int64_t correlation; /* millionths, below one */
	bool renewals;       /* terms that follow count */
};

/* A key from what names a prospect for good; `kind` keeps apart what may share a name. */
uint64_t paths_key(const char *kind, const char *name);

/* The steps of `cents`, month by month; the arena owns them. */
const struct step *steps_of(const int64_t *cents, int64_t months, struct arena *arena,
                            size_t *count);
/* Adds a delay's money month by month. */
void delay_add(const struct delay *delay, int64_t months, int64_t *cents);

/* Adds what the prospects bring to cents[month · paths + path]. */
void paths_simulate(const struct prospect *const *prospects, size_t count,
                    const struct paths_options *options, int64_t *cents);

/* One of the prospects decided the other way on each path: won[path] is whether it is won there
 * as it is (of a pledge: whether it comes), and cents[month · paths + path] what all bring more
 * if it is lost instead, or won. The same futures that paths_simulate sees. */
void paths_turn(const struct prospect *const *prospects, size_t count, size_t turned,
                const struct paths_options *options, int64_t *cents, bool *won);

/* Adds the expected cents of each month: what it brings if it is won, the mean over delays and
 * terms that follow, to the cent, × p (of a pledge: × what it pays), rounded half away from zero.
 * It does not depend on correlation. Terms that follow count only `with_renewals`. */
void paths_expect(const struct prospect *prospect, bool with_renewals, int64_t months,
                  int64_t *cents);

/* The percentile p, in percent, by nearest rank: the ⌈p·count÷100⌉th smallest. Rearranges
 * `values`. */
int64_t paths_percentile(int64_t *values, int64_t count, int64_t percent);

#endif
