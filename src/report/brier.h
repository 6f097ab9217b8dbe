/*
 * How good chances were, once it is known what came of them. Ratios in millionths.
 *
 *   score       mean of (chance − outcome)², outcome 1 if won, else 0: 0 is perfect, 0.25 what one
 *               half for everything scores. Source: Brier, Verification of forecasts expressed in
 *               terms of probability, Monthly Weather Review 78 (1950).
 *   base rate   the share that was won; given to each case alike it scores base rate × (1 − base
 *               rate). It is known afterwards only, which makes it hard to beat.
 *   skill       1 − score ÷ that of the base rate: 0 is no better, 1 perfect, below 0 worse.
 *               Unknown where all cases ended alike.
 *
 * With fewer than SYNDIC_FEWEST_CASES cases all four are unknown.
 */
#ifndef SYNDIC_REPORT_BRIER_H
#define SYNDIC_REPORT_BRIER_H
#include <syndic.h>

struct brier_case {
	int64_t chance; /* 0 to RATIO_ONE */
	bool won;
};
struct brier {
	struct syndic_figure score, base_rate, base_score, skill;
};
struct brier brier_of(const struct brier_case *cases, size_t count);

/* Calibration: bins of chances, five of equal width, of which neighbours are put together, from
 * the lowest up, until each holds SYNDIC_FEWEST_CASES cases; what is left at the top joins the
 * last one. With fewer cases in all there is one bin, whose means are unknown; with none there
 * is no bin. Returns how many. */
enum { BRIER_BINS = 5 };
size_t brier_bins(const struct brier_case *cases, size_t count,
                  struct syndic_score_bin out[BRIER_BINS]);

#endif
