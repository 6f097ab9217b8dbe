/*
 * Pledges: deals of the pipeline `cofunding` that name their syndicate. Interest, Soft, Binding
 * and Withdrawn by any road that deals move on; Contracted only by signing, and away from it only
 * by being withdrawn. Whatever makes a round weaker while its money is not bound opens it again:
 * see model/settle.h.
 */
#ifndef SYNDIC_MODEL_PLEDGE_H
#define SYNDIC_MODEL_PLEDGE_H
#include "model/pipeline.h"
#include "model/transition.h"

#define PLEDGE_PIPELINE "cofunding"
/* Syndicates that take no pledge any more. */
#define SYNDICATE_OVER " closed lapsed cancelled "

/* For the hooks of deals; `stage` is where it stands after. */
enum syndic_status pledge_check(struct syndic *handle, const struct record *before,
                                const struct record *after, const struct stage *stage);
enum syndic_status pledge_written(struct syndic *handle, const struct record *before,
                                  const struct record *after);
/* Is it a pledge that has signed, withdrawn since or not? `deal` may be NULL. */
bool pledge_is_signed(struct syndic *handle, const struct record *deal);
/* Refuses what would contract a pledge by hand. */
enum syndic_status pledge_refuse_unsigned(struct syndic *handle, const struct record *deal);

/* model/pledge_contract.c, for the hooks of contracts and deals. What was signed stays: deal,
 * organisation and amount of the contract that backs a signed pledge move by verbs only, and no
 * other contract is a pledge's. */
enum syndic_status pledge_check_contract(struct syndic *handle, const struct record *before,
                                         const struct record *after);
/* A contract backs one pledge: two would count the same money twice. */
enum syndic_status pledge_check_backing(struct syndic *handle, const struct record *before,
                                        const struct record *after);

/* Writes a pledge, by a verb. */
enum syndic_status pledge_put(struct syndic *handle, const struct record *before,
                              struct record *after);
/* Moves the pledge of a deal (an id) to a stage (a name). */
enum syndic_status pledge_stand(struct syndic *handle, const char *deal, const char *stage);
/* Moves a pledge that is not signed to Withdrawn; `reason` is a choice of lost_reason. */
enum syndic_status pledge_lose(struct syndic *handle, const char *deal, const char *reason);
/* Refuses a verb for a deal that is no pledge. */
enum syndic_status pledge_only(struct syndic *handle, const struct record *deal);

#endif
