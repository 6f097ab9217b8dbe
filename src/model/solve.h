/*
 * Which pledges count, where some hold only if others join.
 *
 * A pledge may ask that the others bring so much, or that so many others join. Start with all
 * that are given and drop those whose condition fails, again and again: since a smaller set
 * fulfils fewer conditions, what is left is the greatest set that fulfils its own, and there is
 * only one (Tarski's fixed point theorem). In the order given, a pledge that does not fit under
 * the ceiling waits, once those before it suffice. Conditions are then looked at among those that
 * count, and what they drop is not filled up again. Where that leaves too little, nobody waits
 * after all: so a ceiling keeps no round from being reached.
 */
#ifndef SYNDIC_MODEL_SOLVE_H
#define SYNDIC_MODEL_SOLVE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bid {
	int64_t amount;        /* cents, not negative */
	int64_t needs_amount;  /* that the others bring at least; 0: nothing */
	int64_t needs_members; /* others that join at least; 0: none */
	bool given;            /* does it come at all? */
	bool left;             /* brings what it owes, unconditionally, and is no member any more */
};
enum bid_fate { BID_ABSENT, BID_COUNTS, BID_FAILS, BID_WAITS };
struct solved {
	int64_t amount, members; /* of those that count */
};

/* Above the ceiling pledges wait, once so much from so many counts. */
struct solve_limits {
	int64_t ceiling, enough_amount, enough_members;
};
/* `fates` may be NULL; bids in the order of pledging; without `limits` (NULL) nobody waits. */
struct solved solve(const struct bid *bids, size_t count, const struct solve_limits *limits,
                    enum bid_fate *fates);

#endif
