#include "report/brier.h"
#include "base/money.h"

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

struct brier brier_of(const struct brier_case *cases, size_t count)
{
	struct brier brier = {0};
	int64_t all = (int64_t)count, won = 0, squares = 0; /* squares: of millionths */

	if (count < SYNDIC_FEWEST_CASES) return brier;
	for (size_t i = 0; i < count; i++) {
		int64_t off = cases[i].chance - (cases[i].won ? RATIO_ONE : 0);
		squares += off * off;
		won += cases[i].won;
	}
	brier.score = known(muldiv(squares, 1, all * RATIO_ONE));
	brier.base_rate = known(muldiv(won, RATIO_ONE, all));
	brier.base_score = known(muldiv(won * (all - won), RATIO_ONE, all * all));
	/* From the sums, not from the rounded scores: score ÷ base = squares · all ÷ (won · lost). */
	if (won != 0 && won != all)
		brier.skill = known(RATIO_ONE - muldiv(squares, all, won * (all - won) * RATIO_ONE));
	return brier;
}

/* What lies in one of the five, or in several. */
struct sums {
	int64_t cases, won, chances;
};

static size_t bin_of(int64_t chance)
{
	size_t bin = (size_t)(chance * BRIER_BINS / RATIO_ONE);

	return bin < BRIER_BINS ? bin : BRIER_BINS - 1;
}

static void add(struct sums *sums, const struct sums *more)
{
	sums->cases += more->cases;
	sums->won += more->won;
	sums->chances += more->chances;
}

static struct syndic_score_bin bin_from(const struct sums *sums, size_t first, size_t after)
{
	struct syndic_score_bin bin = {
		.from = (int64_t)first * RATIO_ONE / BRIER_BINS,
		.to = (int64_t)after * RATIO_ONE / BRIER_BINS,
		.decided = sums->cases,
		.won = sums->won,
	};

	if (sums->cases < SYNDIC_FEWEST_CASES) return bin;
	bin.forecast = known(muldiv(sums->chances, 1, sums->cases));
	bin.actual = known(muldiv(sums->won, RATIO_ONE, sums->cases));
	return bin;
}

size_t brier_bins(const struct brier_case *cases, size_t count,
                  struct syndic_score_bin out[BRIER_BINS])
{
	struct sums fifths[BRIER_BINS] = {0}, held[BRIER_BINS] = {0};
	size_t first[BRIER_BINS + 1] = {0}, bins = 0;

	if (count == 0) return 0;
	for (size_t i = 0; i < count; i++) {
		const struct sums one = {1, cases[i].won, cases[i].chance};
		add(&fifths[bin_of(cases[i].chance)], &one);
	}
	for (size_t i = 0; i < BRIER_BINS; i++) {
		add(&held[bins], &fifths[i]);
		if (held[bins].cases >= SYNDIC_FEWEST_CASES) first[++bins] = i + 1;
	}
	if (bins == 0) {
		bins = 1;
	} else if (bins < BRIER_BINS) {
		add(&held[bins - 1], &held[bins]);
	}
	first[bins] = BRIER_BINS;
	for (size_t i = 0; i < bins; i++)
		out[i] = bin_from(&held[i], first[i], first[i + 1]);
	return bins;
}
