/* What an initiative delivers: what others must know of it. */
#ifndef SYNDIC_MODEL_DELIVERABLE_H
#define SYNDIC_MODEL_DELIVERABLE_H
#include "model/transition.h"

/* Refuses with SYNDIC_CONFLICT while a deliverable of an initiative is neither accepted nor dropped:
 * names `about` (what would move: the initiative, its slot) and `what` it cannot be, and every such
 * deliverable with its state; the help moves the first on. */
enum syndic_status deliverables_guard(struct syndic *handle, const struct record *about,
                                      const struct record *initiative, const char *what);

/* model/upstream.c: the verb `upstream STATE`, with url and outcome. Delivery and upstream are
 * separate: neither waits for the other. */
enum syndic_status deliverable_upstream(struct verb_call *call);

#endif
