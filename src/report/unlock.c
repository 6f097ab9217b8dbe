#include "report/unlock.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

/* A round with something changed in its bids. */
struct trial {
	const struct round *round;
	struct arena *arena;
	struct bid *bids; /* room for one more */
	size_t count;
};

static bool reaches(const struct trial *trial)
{
	const struct round *round = trial->round;
	struct solved sum = round_solve_bids(round, trial->bids, trial->count, NULL);
	return sum.amount + round->bridge >= round->threshold && sum.members >= round->min_members;
}

/* The least step, up to `most`, by which a number of a bid must move upwards (or with `sign` −1
 * downwards) for the round to be reached. The number stays as it was. */
static bool least_step(const struct trial *trial, int64_t *number, int64_t sign, int64_t most,
                       int64_t *out)
{
	int64_t before = *number, low = 0, high = most;
	bool found;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		*number = before + sign * middle;
		if (reaches(trial))
			high = middle;
		else
			low = middle + 1;
	}
	*number = before + sign * high;
	found = reaches(trial);
	*number = before;
	*out = high;
	return found;
}

static const size_t *one_index(struct arena *arena, size_t index)
{
	size_t *copy = arena_alloc(arena, sizeof *copy);
	*copy = index;
	return copy;
}

/* ---- conditions ---- */

static double larger_part(const struct bid *bid, int64_t amount, int64_t members)
{
	double money = bid->needs_amount ? (double)amount / (double)bid->needs_amount : 0;
	double heads = bid->needs_members ? (double)members / (double)bid->needs_members : 0;
	return money > heads ? money : heads;
}

/* By how much the condition of one has to give way; money or members alone where that is enough,
 * else both. */
static bool loosen_one(const struct trial *trial, struct bid *bid, int64_t *amount,
                       int64_t *members)
{
	int64_t asked = bid->needs_amount, heads = bid->needs_members;
	bool found, by_money = least_step(trial, &bid->needs_amount, -1, asked, amount);
	bool by_heads = least_step(trial, &bid->needs_members, -1, heads, members);
	if (by_money && by_heads && larger_part(bid, *amount, 0) > larger_part(bid, 0, *members))
		by_money = false;
	if (by_money) *members = 0;
	if (by_money || by_heads) {
		if (!by_money) *amount = 0;
		return true;
	}
	bid->needs_amount = 0;
	found = least_step(trial, &bid->needs_members, -1, heads, members);
	bid->needs_amount = asked;
	if (!found) return false;
	bid->needs_members = heads - *members;
	found = least_step(trial, &bid->needs_amount, -1, asked, amount);
	bid->needs_members = heads;
	return found;
}

static bool loosen(struct trial *trial, struct unlock *out)
{
	double best = 2; /* no part is larger than one */
	for (size_t i = 0; i < trial->count; i++) {
		struct bid *bid = &trial->bids[i];
		int64_t amount, members;
		double part;
		if (!bid->given || (bid->needs_amount <= 0 && bid->needs_members <= 0)) continue;
		if (!loosen_one(trial, bid, &amount, &members)) continue;
		part = larger_part(bid, amount, members);
		if (part > best || (part == best && amount >= out->amount)) continue;
		best = part;
		*out = (struct unlock){UNLOCK_LOOSEN, one_index(trial->arena, i), 1, amount, members};
	}
	return best < 2;
}

/* ---- soft pledges ---- */

struct choice {
	struct trial *trial;
	const size_t *soft;
	size_t soft_count;
	size_t chosen[BIND_TRIED], best[BIND_TRIED];
	int64_t best_amount; /* −1: none yet */
	int64_t given;       /* all that is binding, with the bridge, conditions aside */
};

/* Tries every set of `size` soft ones, of which `have` are chosen, from `from` on. */
static void choose(struct choice *choice, size_t have, size_t size, size_t from, int64_t amount)
{
	struct bid *bids = choice->trial->bids;
	if (choice->best_amount >= 0 && amount >= choice->best_amount) return;
	if (have == size) {
		/* Most sets fall here, without being solved. */
		if (choice->given + amount < choice->trial->round->threshold) return;
		if (!reaches(choice->trial)) return;
		choice->best_amount = amount;
		memcpy(choice->best, choice->chosen, sizeof choice->best);
		return;
	}
	for (size_t i = from; i < choice->soft_count; i++) {
		size_t index = choice->soft[i];
		choice->chosen[have] = index;
		bids[index].given = true;
		choose(choice, have + 1, size, i + 1, amount + bids[index].amount);
		bids[index].given = false;
	}
}

static bool bind_few(struct choice *choice, struct unlock *out)
{
	for (size_t size = 1; size <= BIND_TRIED; size++) {
		size_t *copy;
		choice->best_amount = -1;
		choose(choice, 0, size, 0, 0);
		if (choice->best_amount < 0) continue;
		copy = arena_alloc(choice->trial->arena, sizeof choice->best);
		memcpy(copy, choice->best, sizeof choice->best);
		*out = (struct unlock){UNLOCK_BIND, copy, size, choice->best_amount, 0};
		return true;
	}
	return false;
}

/* All, and then without each that can be missed, the smallest first. `soft` is sorted so. */
static bool bind_many(struct trial *trial, const size_t *soft, size_t count, struct unlock *out)
{
	size_t *kept = arena_alloc(trial->arena, (count + 1) * sizeof *kept);
	*out = (struct unlock){UNLOCK_BIND, kept, 0, 0, 0};
	for (size_t i = 0; i < count; i++)
		trial->bids[soft[i]].given = true;
	if (reaches(trial)) {
		for (size_t i = 0; i < count; i++) {
			trial->bids[soft[i]].given = false;
			if (reaches(trial)) continue;
			trial->bids[soft[i]].given = true;
			out->amount += trial->bids[soft[i]].amount;
			kept[out->pledge_count++] = soft[i];
		}
	}
	for (size_t i = 0; i < count; i++)
		trial->bids[soft[i]].given = false;
	return out->pledge_count > 0;
}

static void sort_by_amount(const struct bid *bids, size_t *indices, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		size_t index = indices[i], at = i;
		for (; at > 0 && bids[indices[at - 1]].amount > bids[index].amount; at--)
			indices[at] = indices[at - 1];
		indices[at] = index;
	}
}

static bool bind(struct trial *trial, struct unlock *out)
{
	const struct round *round = trial->round;
	size_t *soft = arena_alloc(trial->arena, (round->count + 1) * sizeof *soft), count = 0;
	struct choice choice = {.trial = trial, .soft = soft, .given = round->bridge};
	for (size_t i = 0; i < round->count; i++) {
		const struct pledge *pledge = &round->pledges[i];
		if (trial->bids[i].given) choice.given += trial->bids[i].amount;
		if (pledge->open && pledge->has_amount && !pledge->expired &&
		    text_equal(pledge->stage, "Soft"))
			soft[count++] = i;
	}
	choice.soft_count = count;
	sort_by_amount(trial->bids, soft, count);
	return bind_few(&choice, out) || bind_many(trial, soft, count, out);
}

/* ---- money ---- */

/* More money than this changes nothing: it reaches the threshold alone, and whatever others ask. */
static int64_t most_wanted(const struct trial *trial)
{
	int64_t most = trial->round->threshold;
	for (size_t i = 0; i < trial->count; i++)
		if (trial->bids[i].given && trial->bids[i].needs_amount > most)
			most = trial->bids[i].needs_amount;
	return most;
}

static bool raise_one(struct trial *trial, struct unlock *out)
{
	int64_t most = most_wanted(trial);
	bool any = false;
	for (size_t i = 0; i < trial->count; i++) {
		int64_t amount;
		if (!trial->bids[i].given || trial->round->pledges[i].contracted) continue;
		if (!least_step(trial, &trial->bids[i].amount, 1, most, &amount)) continue;
		if (any && amount >= out->amount) continue;
		any = true;
		*out = (struct unlock){UNLOCK_RAISE, one_index(trial->arena, i), 1, amount, 0};
	}
	return any;
}

static bool join(struct trial *trial, struct unlock *out)
{
	int64_t most = most_wanted(trial);
	bool found;
	*out = (struct unlock){.kind = UNLOCK_JOIN};
	trial->bids[trial->count++] = (struct bid){.given = true};
	found = least_step(trial, &trial->bids[trial->count - 1].amount, 1, most, &out->amount);
	trial->count--;
	return found;
}

size_t round_unlocks(const struct round *round, struct arena *arena,
                     struct unlock out[UNLOCK_KINDS])
{
	static bool (*const find[UNLOCK_KINDS])(struct trial * trial,
	                                        struct unlock * out) = {loosen, bind, raise_one, join};
	struct trial trial = {round, arena, NULL, round->count};
	size_t count = 0;
	if (round->threshold <= 0 || round_reached(round)) return 0;
	trial.bids = arena_alloc(arena, (round->count + 1) * sizeof *trial.bids);
	round_bids(round, trial.bids);
	for (size_t i = 0; i < UNLOCK_KINDS; i++)
		count += find[i](&trial, &out[count]);
	return count;
}
