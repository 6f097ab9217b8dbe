/* Pledges of a syndicate count together or not at all. */
#include <string.h>
#include "base/money.h"
#include "report/list.h"
#include "report/paths_parts.h"
#include "report/weight.h"

/* A pool, and what its pledges do on a path. */
struct draws {
	const struct pool *pool;
	uint64_t *streams, *limits, *numbers;
	struct bid *bids;
	enum bid_fate *fates;
	int64_t counted, raised; /* nothing where the round is not reached */
};

static struct draws *draws_of(const struct pool *pool, const struct paths_options *options,
                              struct arena *arena)
{
	struct draws *draws = arena_alloc(arena, sizeof *draws);

	draws->pool = pool;
	draws->streams = arena_alloc(arena, (pool->count + 1) * sizeof *draws->streams);
	draws->limits = arena_alloc(arena, (pool->count + 1) * sizeof *draws->limits);
	draws->numbers = arena_alloc(arena, (pool->count + 1) * sizeof *draws->numbers);
	draws->bids = arena_alloc(arena, (pool->count + 1) * sizeof *draws->bids);
	draws->fates = arena_alloc(arena, (pool->count + 1) * sizeof *draws->fates);
	for (size_t i = 0; i < pool->count; i++) {
		const struct odds_pledge *pledge = &pool->pledges[i];
		draws->streams[i] = stream_of_key(pool->keys[i], options->seed);
		draws->limits[i] = (uint64_t)muldiv(pledge->probability, (int64_t)PATHS_CERTAIN, RATIO_ONE);
		draws->bids[i] = (struct bid){.amount = pledge->amount,
		                              .needs_amount = pledge->needs_amount,
		                              .needs_members = pledge->needs_members};
	}
	return draws;
}

static void draw_all(struct draws *draws, int64_t path)
{
	for (size_t i = 0; i < draws->pool->count; i++) {
		draws->numbers[i] = draw(draws->streams[i], path);
		draws->bids[i].given = draws->numbers[i] >> 32 < draws->limits[i];
	}
}

/* Which of those that come count, and what that raises. Nobody waits for a ceiling here, as in
 * odds.h: each pays less instead. */
static void decide(struct draws *draws)
{
	const struct odds_terms *terms = &draws->pool->terms;
	struct solved sum = solve(draws->bids, draws->pool->count, NULL, draws->fates);

	draws->counted = draws->raised = 0;
	if (sum.amount < terms->threshold || sum.members < terms->min_members) return;
	draws->counted = sum.amount;
	draws->raised = sum.amount < terms->most ? sum.amount : terms->most;
}

/* What a pledge that counts brings of its money. Sums are rounded, not months, and down, so that all
 * pledges together never bring more than is raised. */
static void bring_part(const struct prospect *prospect, const struct draws *draws,
                       const struct paths_options *options, struct room own, int64_t *cents)
{
	int64_t level = 0, sum = 0, before = 0;

	room_clear(own, options->months);
	room_bring(prospect, draws->numbers[prospect->pledge], options, own);
	for (int64_t m = 0; m < options->months; m++) {
		level += own.steps[m];
		sum += level + own.cents[m];
		int64_t now = (int64_t)((weight_t)sum * draws->raised / draws->counted);
		cents[m] += now - before;
		before = now;
	}
}

static void bring_pledge(const struct prospect *prospect, const struct draws *draws,
                         const struct paths_options *options, struct room own, struct room room)
{
	if (draws->raised == 0 || draws->fates[prospect->pledge] != BID_COUNTS) return;
	if (draws->raised == draws->counted)
		room_bring(prospect, draws->numbers[prospect->pledge], options, room);
	else
		bring_part(prospect, draws, options, own, room.cents);
}

static struct draws *draws_in(struct pledged *pledged, const struct pool *pool,
                              const struct paths_options *options)
{
	for (size_t i = 0; i < pledged->pool_count; i++)
		if (pledged->pools[i]->pool == pool) return pledged->pools[i];
	LIST_ADD(&pledged->arena, pledged->pools, pledged->pool_count,
	         draws_of(pool, options, &pledged->arena));
	return pledged->pools[pledged->pool_count - 1];
}

static struct room room_of(const struct paths_options *options, struct arena *arena)
{
	size_t size = (size_t)options->months * sizeof(int64_t);

	return (struct room){arena_alloc(arena, size), arena_alloc(arena, size)};
}

struct pledged pledged_of(const struct prospect *const *prospects, size_t count,
                          const struct pool *only, const struct paths_options *options)
{
	struct pledged out = {0};

	for (size_t i = 0; i < count; i++) {
		const struct pool *pool = prospects[i]->pool;
		if (!pool || (only && pool != only)) continue;
		struct draws *draws = draws_in(&out, pool, options);
		size_t places = out.count;
		LIST_ADD(&out.arena, out.of, places, draws);
		LIST_ADD(&out.arena, out.prospects, out.count, prospects[i]);
	}
	if (out.count) out.own = room_of(options, &out.arena);
	return out;
}

void pledged_free(struct pledged *pledged)
{
	arena_free(&pledged->arena);
}

static void bring_all(const struct pledged *pledged, const struct paths_options *options,
                      struct room room)
{
	for (size_t i = 0; i < pledged->count; i++)
		bring_pledge(pledged->prospects[i], pledged->of[i], options, pledged->own, room);
}

void pledged_bring(struct pledged *pledged, const struct paths_options *options, int64_t path,
                   struct room room)
{
	for (size_t i = 0; i < pledged->pool_count; i++) {
		draw_all(pledged->pools[i], path);
		decide(pledged->pools[i]);
	}
	bring_all(pledged, options, room);
}

/* The whole round may be decided another way. */
void pledged_turn(struct pledged *pledged, size_t turned, const struct paths_options *options,
                  struct room room, int64_t *cents, bool *won)
{
	struct draws *draws = pledged->pools[0];

	for (int64_t path = 0; path < options->paths; path++) {
		room_clear(room, options->months);
		pledged_bring(pledged, options, path, room);
		room_turn(room, options->months);
		won[path] = draws->bids[turned].given;
		draws->bids[turned].given = !won[path];
		decide(draws);
		bring_all(pledged, options, room);
		room_put(room, options, path, cents);
	}
}
