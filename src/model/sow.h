/* Statements of work: one scope, and the signatures under it. */
#ifndef SYNDIC_MODEL_SOW_H
#define SYNDIC_MODEL_SOW_H
#include "model/round.h"
#include "model/transition.h"

/* Executed, once: what was signed is owed. */
#define SOW_BOUND " executed active amended accepted closed "
/* Work may wait in the queue for it. */
#define SOW_BACKS " executed active accepted "

/* The statement of work that a syndicate (an id) stands by: one that binds, else one that is out
 * to be signed, else the newest; a terminated one is none. */
enum syndic_status sow_of(struct syndic *handle, const char *syndicate, struct arena *arena,
                          struct record *out, bool *found);
/* Was any SOW of a syndicate (an id) executed, even if it was terminated since? */
enum syndic_status sow_was_executed(struct syndic *handle, const char *syndicate, bool *out);
/* Its price; else the round's. */
int64_t sow_price(const struct record *sow, const struct round *round);

/* model/sow_sign.c: the verbs `sign` and `execute`. */
enum syndic_status sow_sign(struct verb_call *call);
enum syndic_status sow_execute(struct verb_call *call);

/* model/sow_end.c: may a SOW be terminated? While its slot is being built only if all of that was
 * dropped: `dropped` is the initiative (an id) then, else NULL. SYNDIC_CONFLICT, told, if not. */
enum syndic_status sow_may_end(struct verb_call *call, const char **dropped);
/* model/sow_deal.c: those of one deal. Its signature, and whether the contract is of the price. */
enum syndic_status sow_sign_deal(struct verb_call *call, const struct record *deal,
                                 const char *signed_on);
enum syndic_status sow_check_deal(struct verb_call *call);
/* For the hooks of SOWs: a deal has one that was not terminated, or one contract would pay for
 * two. */
enum syndic_status sow_check_only(struct syndic *handle, const struct record *before,
                                  const struct record *after);
/* For the hooks of deals and contracts: while a SOW binds a deal, the deal stays won with its
 * contract, and the contract's amount moves by signing an amended SOW only. */
enum syndic_status sow_check_of_deal(struct syndic *handle, const struct record *before,
                                     const struct record *after);
enum syndic_status sow_check_of_contract(struct syndic *handle, const struct record *before,
                                         const struct record *after);

#endif
