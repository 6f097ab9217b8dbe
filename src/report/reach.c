#include <math.h>
#include "base/money.h"
#include "report/chance.h"
#include "report/list.h"
#include "report/rounds.h"
#include "report/targets.h"

#define STEPS INT64_C(10000) /* of a probability that is shown */
#define SUM_MOST 4e18        /* what chance_reach can add */

/* ---- coins of two figures ---- */

static bool comes_before(const struct sale *a, const struct sale *b)
{
	return a->open != b->open ? a->open : a < b;
}

/* One coin for each sale of either: so many times its value in `a` and in `b`. */
static struct figures combined(const struct book *book, const struct figures *a, int64_t times_a,
                               const struct figures *b, int64_t times_b)
{
	size_t most = a->coin_count + b->coin_count, i = 0, k = 0;
	struct figures out = {.coins = arena_alloc(book->arena, most * sizeof *out.coins)};

	while (i < a->coin_count || k < b->coin_count) {
		const struct coin *of_a = i < a->coin_count ? &a->coins[i] : NULL;
		const struct coin *of_b = k < b->coin_count ? &b->coins[k] : NULL;
		if (of_a && of_b && comes_before(of_b->sale, of_a->sale)) of_a = NULL;
		if (of_a && of_b && comes_before(of_a->sale, of_b->sale)) of_b = NULL;
		out.coins[out.coin_count++] =
			(struct coin){of_a ? of_a->sale : of_b->sale,
		                  (of_a ? of_a->value * times_a : 0) + (of_b ? of_b->value * times_b : 0),
		                  false};
		i += of_a != NULL;
		k += of_b != NULL;
	}
	return out;
}

void reach_merge(const struct book *book, struct figures *sum, const struct figures *part)
{
	struct figures both;

	if (part->coin_count == 0) return;
	both = combined(book, sum, 1, part, 1);
	sum->coins = both.coins;
	sum->coin_count = both.coin_count;
}

/* ---- probabilities ---- */

/* Absolute values, coins and all. */
static double size_of(const struct figures *figures)
{
	double size = fabs((double)figures->committed) + fabs((double)figures->steady);

	for (size_t i = 0; i < figures->coin_count; i++)
		size += fabs((double)figures->coins[i].value);
	return size;
}

static struct syndic_figure shown(struct chance chance)
{
	int64_t steps = (int64_t)round(chance.probability * (double)STEPS);

	if (chance.method != CHANCE_CERTAIN) {
		if (steps < 1) steps = 1;
		if (steps > STEPS - 1) steps = STEPS - 1;
	}
	return (struct syndic_figure){.known = true, .value = steps * (RATIO_ONE / STEPS)};
}

/* What comes with its own chance, once, or not. */
static struct chance_outcome outcome_of(const struct book *book, const struct coin *coin)
{
	return (struct chance_outcome){
		.value = coin->value,
		.probability = coin->sale->open ? sale_chance(coin->sale) : book->renewal_rate,
		.correlated = coin->sale->open && !coin->sale->round,
	};
}

static double part_paid(const struct sale *pledge)
{
	return (double)pledge->pays / (double)PATHS_CERTAIN;
}

/* The coins of a round: one alone, or all together. Without any no value. */
static struct chance_outcome outcome_of_round(const struct book *book,
                                              const struct figures *figures,
                                              const struct open_round *round)
{
	const struct coin *alone = NULL;
	struct chance_outcome outcome;
	double expected = 0, mean;
	size_t count = 0;

	for (size_t i = 0; i < figures->coin_count; i++) {
		const struct coin *coin = &figures->coins[i];
		if (coin->sale->round != round || coin->counted) continue;
		expected += (double)coin->value * part_paid(coin->sale);
		alone = coin;
		count++;
	}
	if (count == 1 && sale_chance(alone->sale) > 0) {
		outcome = outcome_of(book, alone);
		outcome.value = llround(expected * (double)RATIO_ONE / (double)outcome.probability);
		return outcome;
	}
	mean = round_mean(round);
	if (count == 0 || !(mean > 0)) return (struct chance_outcome){0};
	return round_outcome(round, expected / mean, book->arena);
}

static struct syndic_figure reach(const struct book *book, const struct figures *figures,
                                  int64_t need)
{
	const struct chance_options options = {.correlation = book->correlation};
	struct chance_outcome *outcomes = NULL;
	size_t count = 0;

	for (size_t i = 0; i < figures->coin_count; i++) {
		const struct coin *coin = &figures->coins[i];
		if (!coin->sale->round || coin->counted)
			LIST_ADD(book->arena, outcomes, count, outcome_of(book, coin));
	}
	for (size_t i = 0; i < book->round_count; i++)
		LIST_ADD(book->arena, outcomes, count, outcome_of_round(book, figures, &book->rounds[i]));
	return shown(chance_reach(outcomes, count, need, &options));
}

struct syndic_figure reach_amount(const struct book *book, const struct figures *figures,
                                  int64_t amount)
{
	if (figures->unforeseeable || size_of(figures) > SUM_MOST) return (struct syndic_figure){0};
	return reach(book, figures, amount - figures->committed - figures->steady);
}

/* part ÷ whole ≥ share where units × part − shares × whole ≥ 0, share = shares ÷ units. */
struct syndic_figure reach_share(const struct book *book, const struct figures *part,
                                 const struct figures *whole, int64_t share)
{
	int64_t units = RATIO_ONE, shares = share, sure = whole->committed + whole->steady;
	struct figures difference;

	while (units % 2 == 0 && shares % 2 == 0)
		units /= 2, shares /= 2;
	while (units % 5 == 0 && shares % 5 == 0)
		units /= 5, shares /= 5;
	if (sure <= 0 || (double)units * (size_of(part) + size_of(whole)) > SUM_MOST)
		return (struct syndic_figure){0};
	difference = combined(book, part, units, whole, -shares);
	return reach(book, &difference, shares * sure - units * (part->committed + part->steady));
}
