/*
 * Pledges that are signed: their contracts, what they owe when they are withdrawn, and what others take over.
 *
 * As long as the statement of work was not executed a signature binds nobody: a withdrawn pledge owes
 * nothing. After that it owes the work done, share · hours accepted ÷ hours of all; its contract is lowered to
 * that and the SOW is amended. What it leaves is offered to the others in proportion to their shares, and then
 * to newcomers: nobody pays more without saying so (`pledge take`, `pledge join`, `sow sign`).
 * A payment is never touched: what was paid beyond what is owed is told.
 */
#ifndef SYNDIC_MODEL_SIGNED_H
#define SYNDIC_MODEL_SIGNED_H
#include "model/round.h"
#include "model/transition.h"

/* Cents of the contracts of those who have signed. */
int64_t signed_sum(const struct round *round);
/* Wins a deal with a contract over `amount`, signed on a day. */
enum syndic_status signed_win(struct syndic *handle, const struct record *deal, int64_t amount,
                              const char *signed_on);
/* What a signed pledge of a round owes for the work done. */
enum syndic_status signed_owes(struct syndic *handle, const struct round *round,
                               const struct pledge *pledge, int64_t *out);
/* A signed pledge (the deal's id) goes, and owes so many cents. Its contract goes with it where nothing is owed
 * and nothing was paid; else it is lowered and ends today. */
enum syndic_status signed_leave(struct syndic *handle, const char *deal, int64_t owed,
                                const char *lost_reason);

/* The verbs `withdraw` of a signed pledge, `join` and `take`. */
enum syndic_status signed_withdraw(struct syndic *handle, const struct record *deal,
                                   const char *lost_reason);
enum syndic_status signed_join(struct verb_call *call);
enum syndic_status signed_take(struct verb_call *call);

#endif
