/*
 * What history teaches of chances: a stage's probability to win, and the win rates of renewals and
 * of new deals. Ratios in millionths.
 *
 * A stage. Cases: the deals that ever came into it, from their first entry. Those still open are
 * censored on as_of: the share that is won in the end is the Aalen–Johansen estimate, losing being
 * the competing event, and where some never were decided, its part of what was. With nothing
 * censored it is won ÷ entered. It counts for as many cases as were decided:
 *     probability = (share · decided + κ μ) ÷ (decided + κ)
 * with μ the configured probability and κ = 10, the mean of Beta(share · decided + κ μ, …), and the
 * interval that holds it with 80 % is from the 10 % to the 90 % quantile of that.
 * Source: stage_change; Aalen and Johansen (1978), Scandinavian Journal of Statistics 5:141–150.
 *
 * A rate: won ÷ decided of all deals of kind renewal (ρ) or new (η); until SYNDIC_FEWEST_CASES are
 * decided the setting renewal_rate or new_rate. Source: deals and their stages.
 */
#ifndef SYNDIC_REPORT_LEARNING_H
#define SYNDIC_REPORT_LEARNING_H
#include "report/stage_history.h"

struct stage_learning {
	const struct stage *stage;
	int64_t entries, decided, wins; /* deals */
	int64_t configured;             /* μ */
	int64_t probability, low, high; /* with no case decided: what the prior alone says */
};
struct learning {
	struct stage_learning *stages; /* the open ones, by pipeline and position */
	size_t count;
	struct syndic_win_rate renewal, fresh;
};

/* Learns from entries on the day `since` (days) and later, INT64_MIN for all; the rates always from
 * all. Linear in history. The arena owns the result; it borrows the handle's
 * stages, which last until something is written. */
enum syndic_status learning_load(struct syndic *handle, struct arena *arena, int64_t since,
                                 struct learning *out);
/* That of a stage (an id); NULL if it is not open or not there. */
const struct stage_learning *learning_of(const struct learning *learning, const char *stage);
/* The rates alone: without a walk through history. */
enum syndic_status learning_rates(struct syndic *handle, struct syndic_win_rate *renewal,
                                  struct syndic_win_rate *fresh);

/* One case: when what happened. */
enum fate { FATE_OPEN, FATE_WON, FATE_LOST };
struct fate_case {
	int64_t days;
	enum fate fate;
};
/* The share that is won in the end, 0 to 1; 0 where nothing is decided. Sorts the cases. */
double learning_won_share(struct fate_case *cases, size_t count);

#endif
