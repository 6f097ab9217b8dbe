/*
 * Undo of a change that moved states: it goes back whole or not at all, and only where nothing
 * that it moved has moved again since; and afterwards co-funding holds as it did before.
 */
#ifndef SYNDIC_MODEL_UNDO_MOVES_H
#define SYNDIC_MODEL_UNDO_MOVES_H
#include "model/stays.h"

struct undo_moves {
	bool any;          /* did the change move a state? One that only began does not */
	bool touches;      /* or write any record of co-funding */
	struct buf broken; /* what did not hold before: findings, each ended by a NUL */
};

/* Before anything is taken back. SYNDIC_CONFLICT, told: what moved has moved again, by which
 * change. */
enum syndic_status undo_moves_begin(struct syndic *handle, const struct undone *undone,
                                    struct undo_moves *out);
/* After all was. SYNDIC_CONFLICT, told: something had to stay, or an invariant is broken now. */
enum syndic_status undo_moves_end(struct syndic *handle, const struct undone *undone,
                                  const struct undo_moves *moves);
void undo_moves_free(struct undo_moves *moves);
/* Has the beginning of a state to stay, since the record that began does? `transition` is its row. */
bool undo_moves_stays(const struct stays *stays, const struct record *transition);

#endif
