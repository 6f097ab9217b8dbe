/*
 * The smallest changes by any one of which a round would be reached; nothing where it is already, or
 * where none does. At most one of each kind, and in this order: what costs nobody anything comes
 * before what is offered already, and that before money which nobody has offered yet.
 *
 *   loosen  one pledge's condition: the change that is the smallest part of what it asks (the larger
 *           part where money and members both have to give way), among equals the least money
 *   bind    Soft pledges that become binding: the fewest, then the least money. With more than
 *           BIND_TRIED of them it is a set of which none can be left out, the largest pledges first
 *   raise   one binding pledge that offers more: the least money
 *   join    a newcomer without a condition: the least money
 *
 * Looked for by halving, since no round that is reached is not with more, whatever the ceiling
 * (model/solve.h); more money than the threshold, or than anybody asks for, changes nothing.
 */
#ifndef SYNDIC_REPORT_UNLOCK_H
#define SYNDIC_REPORT_UNLOCK_H
#include "model/round.h"

enum unlock_kind { UNLOCK_LOOSEN, UNLOCK_BIND, UNLOCK_RAISE, UNLOCK_JOIN, UNLOCK_KINDS };
enum { BIND_TRIED = 3 };
struct unlock {
	enum unlock_kind kind;
	const size_t *pledges; /* indices: of `bind` some, of `loosen` and `raise` one, of `join`
	                          * none */
	size_t pledge_count;
	int64_t amount;  /* cents: less asked; bound in all; more offered; brought */
	int64_t members; /* loosen: fewer asked */
};

/* Returns how many there are; the arena owns what they point to. */
size_t round_unlocks(const struct round *round, struct arena *arena,
                     struct unlock out[UNLOCK_KINDS]);

#endif
