#include "model/solve.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static struct solved sum_of(const struct bid *bids, size_t count, const enum bid_fate *fates)
{
	struct solved sum = {0};
	for (size_t i = 0; i < count; i++) {
		if (fates[i] != BID_COUNTS) continue;
		sum.amount += bids[i].amount;
		sum.members += !bids[i].left;
	}
	return sum;
}

/* Drops whose conditions fail until none does. */
static void drop_failing(const struct bid *bids, size_t count, enum bid_fate *fates)
{
	struct solved sum = sum_of(bids, count, fates);
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < count; i++) {
			if (fates[i] != BID_COUNTS || bids[i].left) continue;
			if (sum.amount - bids[i].amount >= bids[i].needs_amount &&
			    sum.members - 1 >= bids[i].needs_members)
				continue;
			fates[i] = BID_FAILS;
			sum.amount -= bids[i].amount;
			sum.members--;
			again = true;
		}
	}
}

static bool is_enough(struct solved sum, const struct solve_limits *limits)
{
	return sum.amount >= limits->enough_amount && sum.members >= limits->enough_members;
}

static bool make_wait(const struct bid *bids, size_t count, const struct solve_limits *limits,
                      enum bid_fate *fates)
{
	struct solved sum = {0};
	bool any = false;
	for (size_t i = 0; i < count; i++) {
		if (fates[i] != BID_COUNTS) continue;
		if (bids[i].amount > limits->ceiling - sum.amount && is_enough(sum, limits)) {
			fates[i] = BID_WAITS;
			any = true;
			continue;
		}
		sum.amount += bids[i].amount;
		sum.members += !bids[i].left;
	}
	return any;
}

/* Makes wait who does not fit, unless what is left is not enough. */
static void limit(const struct bid *bids, size_t count, const struct solve_limits *limits,
                  enum bid_fate *fates)
{
	enum bid_fate *before = mem_alloc((count + 1) * sizeof *before);
	memcpy(before, fates, count * sizeof *before);
	if (make_wait(bids, count, limits, fates)) {
		drop_failing(bids, count, fates);
		if (!is_enough(sum_of(bids, count, fates), limits))
			memcpy(fates, before, count * sizeof *before);
	}
	free(before);
}

struct solved solve(const struct bid *bids, size_t count, const struct solve_limits *limits,
                    enum bid_fate *fates)
{
	enum bid_fate *own = fates ? NULL : mem_alloc((count + 1) * sizeof *own);
	struct solved sum;
	if (!fates) fates = own;
	for (size_t i = 0; i < count; i++)
		fates[i] = bids[i].given ? BID_COUNTS : BID_ABSENT;
	drop_failing(bids, count, fates);
	if (limits) limit(bids, count, limits, fates);
	sum = sum_of(bids, count, fates);
	free(own);
	return sum;
}
