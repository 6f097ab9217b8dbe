/*
 * Pledges that are signed: their contracts, what they owe when they are withdrawn, and what
 * others take over.
 *
 * As long as the statement of work was not executed a signature binds nobody: a withdrawn pledge
 * owes nothing. After that it owes the work done, share · hours accepted ÷ hours of all; its
 * contract is lowered to that and the SOW is amended. What it leaves is offered to the others in
 * proportion to their shares, and then to newcomers: nobody pays more without saying so (`pledge
 * take`, `pledge join`, `sow sign`). Until then shares follow what counts, and contracts follow
 * shares whenever somebody signs; a statement of work that is terminated before it is executed
 * leaves its pledges Binding. A payment is never touched: what was paid beyond what is owed is
 * told.
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
/* A signed pledge (the deal's id) goes, and owes so many cents. Its contract goes with it where
 * nothing is owed and nothing was paid; else it is lowered and ends today. */
enum syndic_status signed_leave(struct syndic *handle, const char *deal, int64_t owed,
                                const char *lost_reason);

/* model/signed_share.c: what came in on a contract, and whether anything ever did. */
enum syndic_status signed_paid(struct syndic *handle, const struct record *contract, int64_t *paid,
                               bool *any);
/* Tells what was paid beyond what is owed. */
void signed_note_overpaid(struct syndic *handle, const struct record *contract, int64_t paid,
                          int64_t owed);
/* Sets what a signed deal (an id) pays; it promises at least as much. */
enum syndic_status signed_set(struct syndic *handle, const char *deal, int64_t amount);
/* Lowers the share of a signed pledge by so many cents, and tells it. */
enum syndic_status signed_credit(struct syndic *handle, const struct pledge *pledge, int64_t lower);

/* By how many cents each signed share is above what round_share makes of it, by pledge; their sum. */
int64_t signed_room(const struct round *round, int64_t *room);
/* While nothing is bound: brings the contracts of those who have signed to their shares; each
 * change is told. */
enum syndic_status signed_bring(struct syndic *handle, const struct round *round);
/* Lowers signed shares until they come to a price less its bridge, each towards its share of
 * that; nobody's rises. The round is shared anew by the way. */
enum syndic_status signed_lower(struct syndic *handle, struct round *round, int64_t price);
/* Refuses a pledge that cannot sign, and says why. */
enum syndic_status signed_may(struct syndic *handle, const struct record *deal,
                              const struct round *round, const struct pledge *pledge);
/* What was signed of a round's SOW that was not executed is void: pledges are Binding again, and
 * their contracts go. Refused where one was paid on. */
enum syndic_status signed_void(struct syndic *handle, const struct record *sow);

/* The verbs `withdraw` of a signed pledge, `join` and `take`. */
enum syndic_status signed_withdraw(struct syndic *handle, const struct record *deal,
                                   const char *lost_reason);
enum syndic_status signed_join(struct verb_call *call);
enum syndic_status signed_take(struct verb_call *call);

#endif
