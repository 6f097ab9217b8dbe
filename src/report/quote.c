/* What is quoted when a slot is queued: the estimate of `syndic queue` as it then stands. */
#include <string.h>
#include "base/rows.h"
#include "model/change.h"
#include "model/slot.h"
#include "report/queue.h"

static void set_month(const struct queue *queue, int64_t month, const char *field,
                      struct arena *arena, struct record *slot)
{
	const char *text = queue_month(queue, month, arena);

	record_set(slot, field, value_text(text));
}

enum syndic_status slot_quote(struct syndic *handle, struct record *slot)
{
	/* The texts must outlive the call: they are written with the slot. */
	struct arena *arena = &handle->change->text;
	const char *id = record_text(slot, "id");
	struct queue queue;
	enum syndic_status status = queue_load(handle, id, 0, arena, &queue);

	if (status != SYNDIC_OK) goto out;
	queue_estimate(&queue, QUEUE_PATHS, QUEUE_SEED);
	record_set_text(slot, "quoted_on", handle->as_of);
	for (size_t i = 0; i < queue.count; i++) {
		const struct queue_estimate *estimate = &queue.entries[i].estimate;
		if (strcmp(queue.entries[i].id, id) != 0) continue;
		set_month(&queue, estimate->start_p50, "start_p50", arena, slot);
		set_month(&queue, estimate->start_p85, "start_p85", arena, slot);
		set_month(&queue, estimate->finish_p50, "finish_p50", arena, slot);
		set_month(&queue, estimate->finish_p85, "finish_p85", arena, slot);
	}
out:
	queue_free(&queue);
	return status;
}
