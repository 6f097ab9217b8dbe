/*
 * Health: six questions, each answered by a figure with its band. Bands meet at a bound, which belongs
 * to the better one; of concentration, where less is better, 1,800 and 2,500 are both yellow. Cash is the
 * last balance, carried on to the first month as expected.
 *
 *   committed-runway   months until the balance falls below 0 with what is signed     6   12   24
 *   estimated-runway   the same with what is expected                                 6   12   24
 *   cash-reserve       cash ÷ cost of the first month                                1.5    3    6
 *   cost-coverage      committed revenue ÷ cost, 6 months                          0.85    1  1.3
 *   pipeline-coverage  Σ max(0, expected − committed), less the fee on it, ÷
 *                      Σ max(0, cost − committed), 6 months; no gap is green          1  1.5  2.5
 *   concentration      Σ (100 · share)² of what payers bring in 12 months, earned  2500 1800    -
 */
#ifndef SYNDIC_REPORT_INDICATORS_H
#define SYNDIC_REPORT_INDICATORS_H
#include "report/outlook.h"

/* All six. `committed` is what is signed (outlook_signed), whatever a scenario assumes to be sold;
 * `expected` the outlook's flow in that view. */
void indicators_fill(const struct outlook *outlook, const struct flow *committed,
                     const struct flow *expected, struct syndic_indicator out[SYNDIC_INDICATORS]);

#endif
