/*
 * What becomes of a round that is open or contracting: reached, open again, lapsed.
 *
 * Reached is a round whose counted money, a declared bridge among it, comes to the threshold from
 * at least as many organisations as it wants. It holds a slot from then on. What makes it weaker
 * again, before its statement of work is executed, opens it for REOPEN_DAYS at least, and the
 * slot stays held. After that what was signed is bound, and a withdrawal concerns what is owed
 * (model/signed.h), never the state of the round.
 */
#ifndef SYNDIC_MODEL_SETTLE_H
#define SYNDIC_MODEL_SETTLE_H
#include "model/round.h"
#include "model/transition.h"

/* Moves an open syndicate to reached, with whatever else `after` changes, and holds a slot; on to
 * contracting where its statement of work is out already. */
enum syndic_status settle_reach(struct syndic *handle, const struct record *before,
                                struct record *after);
/* Holds a slot for a syndicate, unless it has one. One that was held for nobody becomes its own;
 * one that its initiative has for somebody else refuses. */
enum syndic_status settle_slot(struct syndic *handle, const struct record *syndicate);
/* Moves a reached syndicate to contracting: CONTRACTING_DAYS from today. */
enum syndic_status settle_contract(struct syndic *handle, const struct record *before);
/* Is the money of a syndicate (an id) bound: was its statement of work executed, and stands? */
enum syndic_status settle_bound(struct syndic *handle, const char *syndicate, bool *bound);
/* Opens a syndicate (an id) again that is reached or contracting, no longer has what it needs,
 * and whose money is not bound; else nothing happens. */
enum syndic_status settle_recheck(struct syndic *handle, const char *syndicate);
/* An initiative (an id, or NULL) that is funded, though nothing pays for it any more, is scoped. */
enum syndic_status settle_give_back(struct syndic *handle, const char *initiative);
/* Ends a round as `to`, lapsed or cancelled, and releases all: pledges, slot, initiative, and
 * what was sent to be signed. */
enum syndic_status settle_release(struct syndic *handle, const struct record *before,
                                  const char *to);
/* Open pledges of a syndicate (an id) become Withdrawn. */
enum syndic_status settle_let_go(struct syndic *handle, const char *syndicate, const char *reason);
/* What a round lacks: "12,000.00 and 1 more member"; "" where it lacks nothing. */
const char *settle_missing(struct syndic *handle, const struct round *round);
/* A choice at a deadline is made once: refuses a second one. */
enum syndic_status settle_may_choose(struct syndic *handle, const struct record *syndicate);

/* The verb. */
enum syndic_status settle_verb(struct verb_call *call);
/* model/subset.c: the choice of what can be paid. */
enum syndic_status settle_subset(struct syndic *handle, struct round *round);

#endif
