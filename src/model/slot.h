/* Slots: places in the delivery queue. */
#ifndef SYNDIC_MODEL_SLOT_H
#define SYNDIC_MODEL_SLOT_H
#include "model/record.h"

/* Slots that are built at the same time, where the setting work_in_progress is missing. */
#define WORK_IN_PROGRESS 2

/* SQL: queued slots in their order. */
#define BY_POSITION                                                                                \
	" ORDER BY CASE WHEN position IS NULL THEN 1 ELSE 0 END, position, queued_on, id"

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
