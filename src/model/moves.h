/* The stage history of a deal, as the change log tells it. The rows of stage_change are made by the
 * writer, by the trigger and by undo, none of which logs them: a move is logged as the edit of the
 * deal alone. */
#ifndef SYNDIC_MODEL_MOVES_H
#define SYNDIC_MODEL_MOVES_H
#include "model/record.h"

struct move {
	int64_t position, change;               /* change 0: none is known */
	const char *from_stage, *stage, *since; /* from_stage NULL: its first */
};
struct moves {
	struct move *items; /* by position */
	size_t count;
	struct arena text;
};

/* The history of a deal just before the row `before` of change_row. What other programs moved is
 * not in it. The caller frees. */
enum syndic_status moves_read(struct syndic *handle, const char *deal, int64_t before,
                              struct moves *out);
void moves_free(struct moves *moves);

#endif
