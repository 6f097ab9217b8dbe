/* Slots: places in the delivery queue. */
#ifndef SYNDIC_MODEL_SLOT_H
#define SYNDIC_MODEL_SLOT_H
#include "model/record.h"

/* Slots that are built at the same time, where the setting work_in_progress is missing. */
#define WORK_IN_PROGRESS 2

/* SQL: queued slots in their order. */
#define BY_POSITION                                                                                \
	" ORDER BY CASE WHEN position IS NULL THEN 1 ELSE 0 END, position, queued_on, id"

/* The guards of what is written by hand, model/slot_guard.c: an initiative has one live slot
 * (held, queued or pulled); of one that was sold (queued or pulled), or is a round's that was
 * reached and is not over, neither initiative nor syndicate change, of one that was sold its SOW
 * neither, and it is never removed. */
enum syndic_status slot_guard_write(struct syndic *handle, const struct record *before,
                                    const struct record *after);
/* A SOW of somebody else does not queue what is held for a round, nor take it along when it ends. */
enum syndic_status slot_guard_sow(struct syndic *handle, const struct record *slot,
                                  const struct record *sow);
enum syndic_status slot_guard_removal(struct syndic *handle, const struct record *slot);
/* The live slot of an initiative, by ids, other than `but`; NULL: none. It lives as long as the
 * change. */
enum syndic_status slot_live(struct syndic *handle, const char *initiative, const char *but,
                             char **slug);

/* Can the slot (which may be in any state) move to that place of the queue? SYNDIC_CONFLICT or
 * SYNDIC_MISUSE, told, if not. */
enum syndic_status slot_check_place(struct syndic *handle, const struct record *slot,
                                    int64_t place);

/* Sets quoted_on, start_p50, start_p85, finish_p50 and finish_p85 of a slot that is about to be
 * queued as the last one; the months stay unknown where no estimate can be given. It stands here
 * because no slot may be queued without its receipt, whoever queues it and in whichever call, and
 * its code in report/quote.c, because the estimate is a report: the model asks for it by this name
 * and knows nothing more of it. */
enum syndic_status slot_quote(struct syndic *handle, struct record *slot);

#endif
