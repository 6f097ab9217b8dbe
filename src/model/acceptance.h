/*
 * Acceptance by share. Those who pay for an initiative have a say in its deliverables, each as
 * much as its share: the pledges of its syndicate (round_load; one that has opened and neither
 * lapsed nor was cancelled; of several the one that went farthest) that were not withdrawn, else
 * the organisations of the deals of its statements of work (terminated ones excepted), each by
 * its price. A demo is accepted once those who accept hold more than half of all shares; one
 * `rework` sends it back.
 *
 * What counts for a demo is said since: on its day or later, and entered after it. So a word on
 * an earlier demo, of the same day even, does not count for the next.
 */
#ifndef SYNDIC_MODEL_ACCEPTANCE_H
#define SYNDIC_MODEL_ACCEPTANCE_H
#include "model/transition.h"

/* One of those who pay. */
struct payer {
	const char *org, *slug; /* NULL: a pledge that names no organisation; nobody speaks for it */
	int64_t share;          /* cents, above 0 */
	const char *acceptance; /* id of what it says of the present demo, or NULL */
	bool accepts, objects;
};
struct payers {
	struct payer *list;
	size_t count; /* 0: nobody pays */
	int64_t total, accepting;
};

/* Those who pay for a deliverable, and what they say of its present demo. The arena owns all. */
enum syndic_status payers_load(struct syndic *handle, const struct record *deliverable,
                               struct arena *arena, struct payers *out);
/* The payer of an organisation (an id), or NULL. */
const struct payer *payers_find(const struct payers *payers, const char *org);
/* The slugs of those who have said nothing yet (all: of all): "a, b". */
void payers_add(struct buf *out, const struct payers *payers, bool all);
/* Refuses where nobody pays; SYNDIC_CONFLICT, told. */
enum syndic_status payers_require(struct syndic *handle, const struct record *deliverable,
                                  const struct payers *payers);
/* Moves a deliverable (an id) that stands at a demo by what was said of it; else nothing happens. */
enum syndic_status acceptance_weigh(struct syndic *handle, const char *deliverable);
/* What was said of an accepted deliverable stays: refuses to change or remove it; an undo may
 * take back what was entered after it was accepted. SYNDIC_CONFLICT, told. */
enum syndic_status acceptance_guard(struct syndic *handle, const struct record *word);

#endif
