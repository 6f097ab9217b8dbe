#include "report/rounds.h"
#include <math.h>
#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "report/list.h"
#include "report/weight.h"

#define UNREACHABLE INT64_MAX /* a threshold */

/* A pledge by its deal's id. */
struct place {
	const char *deal; /* first: text_order */
	struct open_round *round;
	size_t pledge;
};

static bool is_off(const struct round *round)
{
	return text_equal(round->state, "lapsed") || text_equal(round->state, "cancelled");
}

static bool is_certain(const struct pledge *pledge)
{
	return pledge->contracted && pledge->has_amount;
}

/* What contracted pledges leave to be reached, and to be raised: they come for certain, and what they
 * have signed is committed money. */
static struct odds_terms terms_of(const struct round *round)
{
	struct odds_terms terms = {
		.threshold = odds_less(round->threshold, round->bridge),
		.min_members = round->min_members,
		.most = share_raised(&round->terms, INT64_MAX),
	};

	for (size_t i = 0; i < round->count; i++) {
		const struct pledge *pledge = &round->pledges[i];
		if (!is_certain(pledge)) continue;
		terms.threshold = odds_less(terms.threshold, pledge->amount);
		terms.min_members = odds_less(terms.min_members, !pledge->withdrawn);
		terms.most = odds_less(terms.most, pledge->signed_amount);
	}
	if (is_off(round) || round->threshold <= 0) terms.threshold = UNREACHABLE;
	return terms;
}

/* Open pledges alone: what they want of others is less what contracted ones bring. They get their
 * probability when they are weighed. */
static struct pool pool_of(const struct round *round, struct arena *arena)
{
	struct odds_pledge *pledges = arena_alloc(arena, (round->count + 1) * sizeof *pledges);
	int64_t amount = 0, members = 0;

	for (size_t i = 0; i < round->count; i++) {
		if (!is_certain(&round->pledges[i])) continue;
		amount += round->pledges[i].amount;
		members += !round->pledges[i].withdrawn;
	}
	for (size_t i = 0; i < round->count; i++) {
		const struct pledge *pledge = &round->pledges[i];
		if (!pledge->open) continue;
		pledges[i].amount = pledge->amount;
		pledges[i].needs_amount = odds_less(pledge->needs_amount, amount);
		pledges[i].needs_members = odds_less(pledge->needs_members, members);
	}
	return (struct pool){
		.pledges = pledges,
		.keys = arena_alloc(arena, (round->count + 1) * sizeof(uint64_t)),
		.count = round->count,
		.terms = terms_of(round),
	};
}

/* ---- loading ---- */

static enum syndic_status load_round(struct syndic *handle, struct book *book, const char *id)
{
	struct open_round open = {0};
	enum syndic_status status =
		round_load(handle, arena_copy(book->arena, id), book->arena, &open.round);

	if (status != SYNDIC_OK) return status;
	open.pool = pool_of(&open.round, book->arena);
	LIST_ADD(book->arena, book->rounds, book->round_count, open);
	return SYNDIC_OK;
}

enum syndic_status rounds_load(struct syndic *handle, struct book *book)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db,
	               "SELECT s.id FROM syndicate AS s WHERE s.state <> 'committed'"
	               " AND s.state <> 'closed' AND EXISTS (SELECT 1 FROM deal AS d"
	               " JOIN stage AS t ON t.id = d.stage"
	               " WHERE d.syndicate = s.id AND t.outcome = 'open') ORDER BY s.id",
	               &stmt));
	while ((step = db_step(stmt)) == 1)
		TRY(load_round(handle, book, db_text(stmt, 0)));
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static struct place *places_of(const struct book *book, size_t *count)
{
	struct place *places = NULL;

	*count = 0;
	for (size_t i = 0; i < book->round_count; i++)
		for (size_t k = 0; k < book->rounds[i].round.count; k++)
			LIST_ADD(book->arena, places, *count,
			         ((struct place){book->rounds[i].round.pledges[k].deal, &book->rounds[i], k}));
	if (*count) qsort(places, *count, sizeof *places, text_order);
	return places;
}

void rounds_join(struct book *book)
{
	size_t count;
	const struct place *places = places_of(book, &count), *found;

	for (size_t i = 0; count && i < book->deals.count; i++) {
		struct sale *deal = &book->deals.items[i];
		found = bsearch(&deal->id, places, count, sizeof *places, text_order);
		if (!found) continue;
		deal->round = found->round;
		deal->pledge = found->pledge;
		deal->expired = found->round->round.pledges[found->pledge].expired;
		if (deal->expired) deal->probability = 0;
		if (book->parts & BOOK_NAMES)
			found->round->pool.keys[found->pledge] = paths_key("deal", deal->key);
	}
	rounds_weigh(book);
}

/* ---- odds ---- */

static struct odds odds_by(const struct pool *pool, int64_t most, struct arena *arena)
{
	struct odds_terms terms = pool->terms;

	terms.most = most;
	if (terms.threshold == UNREACHABLE)
		return (struct odds){.pays = arena_alloc(arena, (pool->count + 1) * sizeof(double))};
	return odds_of(pool->pledges, pool->count, &terms, arena);
}

/* The chance that each counts in a round that is reached: what it would pay if all that is
 * offered were raised. */
static const double *counts_of(const struct open_round *round, struct arena *arena)
{
	const struct pool *pool = &round->pool;
	weight_t offered = 0;

	for (size_t i = 0; i < pool->count; i++)
		if (pool->pledges[i].probability > 0) offered += pool->pledges[i].amount;
	if (offered <= pool->terms.most) return round->odds.pays;
	return odds_by(pool, INT64_MAX, arena).pays;
}

static void set_probabilities(struct book *book)
{
	for (size_t i = 0; i < book->deals.count; i++) {
		const struct sale *deal = &book->deals.items[i];
		if (deal->round && deal->has_amount)
			deal->round->pool.pledges[deal->pledge].probability = deal->probability;
	}
}

void rounds_weigh(struct book *book)
{
	const double **counts = arena_alloc(book->arena, (book->round_count + 1) * sizeof *counts);

	if (book->round_count == 0) return;
	set_probabilities(book);
	for (size_t i = 0; i < book->round_count; i++) {
		struct open_round *round = &book->rounds[i];
		round->odds = odds_by(&round->pool, round->pool.terms.most, book->arena);
		counts[i] = counts_of(round, book->arena);
	}
	for (size_t i = 0; i < book->deals.count; i++) {
		struct sale *deal = &book->deals.items[i];
		if (!deal->round) continue;
		double chance = deal->has_amount
		                    ? counts[deal->round - book->rounds][deal->pledge] * (double)RATIO_ONE
		                    : (double)deal->probability * deal->round->odds.reached;
		deal->chance = llround(chance);
		deal->pays =
			(uint64_t)llround(deal->round->odds.pays[deal->pledge] * (double)PATHS_CERTAIN);
	}
}

int64_t sale_chance(const struct sale *sale)
{
	return sale->round ? sale->chance : sale->probability;
}

int64_t sale_expected(const struct sale *sale, int64_t value)
{
	if (sale->round) return muldiv(value, (int64_t)sale->pays, (int64_t)PATHS_CERTAIN);
	return muldiv(value, sale->probability, RATIO_ONE);
}

/* ---- a round as one outcome ---- */

#define WEIGHT_ONE 1e15 /* of all values of an outcome */

static double weights_of(const struct odds *odds)
{
	double sum = 0;

	for (size_t i = 0; i < odds->value_count; i++)
		sum += (double)odds->values[i].weight;
	return sum;
}

double round_mean(const struct open_round *round)
{
	const struct odds *odds = &round->odds;
	double sum = 0, weights = weights_of(odds);

	for (size_t i = 0; i < odds->value_count; i++)
		sum += (double)odds->values[i].weight * (double)odds->values[i].value;
	return weights > 0 ? odds->reached * sum / weights : 0;
}

struct chance_outcome round_outcome(const struct open_round *round, double scale,
                                    struct arena *arena)
{
	const struct odds *odds = &round->odds;
	double weights = weights_of(odds);
	struct chance_value *values = arena_alloc(arena, (odds->value_count + 1) * sizeof *values);

	if (!(weights > 0)) return (struct chance_outcome){0};
	values[0].weight = llround((1 - odds->reached) * WEIGHT_ONE);
	for (size_t i = 0; i < odds->value_count; i++)
		values[i + 1] = (struct chance_value){
			.value = llround((double)odds->values[i].value * scale),
			.weight =
				llround((double)odds->values[i].weight / weights * odds->reached * WEIGHT_ONE),
		};
	return (struct chance_outcome){
		.probability = RATIO_ONE,
		.values = values,
		.value_count = odds->value_count + 1,
	};
}

bool round_is_exact(const struct open_round *round)
{
	return round->odds.error <= 0 && round->odds.value_count < ODDS_VALUES;
}

struct syndic_estimated_round *rounds_estimated(const struct book *book, size_t *count)
{
	struct syndic_estimated_round *list = NULL;

	*count = 0;
	for (size_t i = 0; i < book->round_count; i++) {
		const struct open_round *round = &book->rounds[i];
		if (round->odds.error <= 0) continue;
		LIST_ADD(book->arena, list, *count,
		         ((struct syndic_estimated_round){
					 .syndicate = round->round.slug,
					 .probability = llround(round->odds.reached * (double)RATIO_ONE),
					 .error = (int64_t)ceil(round->odds.error * (double)RATIO_ONE),
				 }));
	}
	return list;
}
