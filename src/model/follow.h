/* What other records do when one of co-funding moves, in the same change. */
#ifndef SYNDIC_MODEL_FOLLOW_H
#define SYNDIC_MODEL_FOLLOW_H
#include "model/transition.h"

/* Moves a record of a machine (an id; NULL: nothing happens) to `to`, if one of the machine's steps,
 * whatever its verb, leads there from its state; else it stays as it is. */
enum syndic_status follow_move(struct syndic *handle, const struct machine *machine, const char *id,
                               const char *to);
/* Moves every slot of a syndicate (an id) that is not being built likewise: that one ends with
 * its SOW. A slot that is no longer queued has no position; those behind it move up. */
enum syndic_status follow_slots(struct syndic *handle, const char *syndicate, const char *to);
/* The same for the slots of a statement of work, or of its syndicate. */
enum syndic_status follow_slots_of_sow(struct syndic *handle, const struct record *sow,
                                       const char *to);
/* Holds a slot for an initiative (an id), unless one of it is held, queued or pulled already.
 * `syndicate` and `sow` are ids or NULL. `out` (may be NULL) gets the new slot; it is about
 * nothing where none was made. */
enum syndic_status follow_hold(struct syndic *handle, const char *initiative, const char *syndicate,
                               const char *sow, struct record *out);
/* Numbers the queued slots 1, 2, … in their order, those without a position last. */
enum syndic_status follow_positions(struct syndic *handle);
/* The same, with one of them (an id) at place `position`, which is one of theirs. */
enum syndic_status follow_place(struct syndic *handle, const char *slot, int64_t position);

#endif
