/* Statements of work: one scope, and the signatures under it. */
#ifndef SYNDIC_MODEL_SOW_H
#define SYNDIC_MODEL_SOW_H
#include "model/round.h"
#include "model/transition.h"

/* Executed, once: what was signed is owed. */
#define SOW_BOUND " executed active amended accepted closed "
/* Work may wait in the queue for it. */
#define SOW_BACKS " executed active accepted "

/* The statement of work that a syndicate (an id) stands by: one that binds, else one that is out to be signed,
 * else the newest; a terminated one is none. */
enum syndic_status sow_of(struct syndic *handle, const char *syndicate, struct arena *arena,
                          struct record *out, bool *found);
/* Was any SOW of a syndicate (an id) executed, even if it was terminated since? */
enum syndic_status sow_was_executed(struct syndic *handle, const char *syndicate, bool *out);
/* Its price; else the round's. */
int64_t sow_price(const struct record *sow, const struct round *round);

/* model/sow_sign.c: the verbs `sign` and `execute`. */
enum syndic_status sow_sign(struct verb_call *call);
enum syndic_status sow_execute(struct verb_call *call);

/* model/sow_end.c: may a SOW be terminated? While its slot is being built only if all of that was dropped:
 * `dropped` is the initiative (an id) then, else NULL. SYNDIC_CONFLICT, told, if not. */
enum syndic_status sow_may_end(struct verb_call *call, const char **dropped);

#endif
