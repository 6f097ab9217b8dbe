/* The queue for who asks, and what another order would change. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "model/record.h"
#include "model/slot.h"
#include "report/list.h"
#include "report/paths.h"
#include "report/queue.h"

/* ---- options ---- */

static enum syndic_status read_options(struct syndic *handle,
                                       const struct syndic_queue_options *given,
                                       struct syndic_queue_options *out)
{
	enum syndic_status status;

	*out = (struct syndic_queue_options){QUEUE_PATHS, QUEUE_SEED};
	if (given && given->paths) out->paths = given->paths;
	if (given && given->seed) out->seed = given->seed;
	if (out->paths >= 1 && out->paths <= PATHS_MOST) return SYNDIC_OK;
	status = error_set(handle, SYNDIC_MISUSE, NULL, "paths", NULL,
	                   "simulated futures are from 1 to %d, not %" PRId64, PATHS_MOST, out->paths);
	error_help(handle, "syndic queue --paths %d", QUEUE_PATHS);
	return status;
}

/* ---- months ---- */

static struct syndic_queue_month month_of(const struct queue *queue, int64_t month,
                                          struct arena *arena)
{
	return (struct syndic_queue_month){queue_month(queue, month, arena), month == QUEUE_LATER};
}

/* ---- the queue ---- */

struct queue_box {
	struct syndic_queue report; /* first: what the caller holds */
	struct arena arena;
};

static struct syndic_figure whole(bool known, int64_t number)
{
	return (struct syndic_figure){known, known ? number * RATIO_ONE : 0};
}

static void add_slot(const struct queue *queue, const struct queue_entry *entry, int64_t position,
                     struct queue_box *box)
{
	const struct queue_estimate *estimate = &entry->estimate;
	struct arena *arena = &box->arena;
	struct syndic_queue_slot slot = {
		.slug = entry->slug,
		.initiative = entry->initiative_slug,
		.initiative_name = entry->initiative_name,
		.state = entry->state,
		.position = whole(position > 0, position),
		.hours_low = {entry->work.known, entry->low},
		.hours_high = {entry->work.known, entry->high},
		.start_p50 = month_of(queue, estimate->start_p50, arena),
		.start_p85 = month_of(queue, estimate->start_p85, arena),
		.finish_p50 = month_of(queue, estimate->finish_p50, arena),
		.finish_p85 = month_of(queue, estimate->finish_p85, arena),
		.quoted_p50 = entry->quoted_p50,
		.quoted_p85 = entry->quoted_p85,
	};

	LIST_ADD(arena, box->report.slots, box->report.slot_count, slot);
}

static void fill(struct syndic *handle, const struct queue *queue, struct queue_box *box)
{
	char last[DATE_SIZE];
	int64_t position = 0;

	month_from_number(queue->crew.first + QUEUE_MONTHS - 1, last);
	box->report.as_of = arena_copy(&box->arena, handle->as_of);
	box->report.last_month = arena_copy(&box->arena, last);
	box->report.work_in_progress = queue->places;
	box->report.capacity_known = queue->capacity_known;
	for (size_t i = 0; i < queue->count; i++) {
		bool queued = strcmp(queue->entries[i].state, "queued") == 0;
		position += queued;
		add_slot(queue, &queue->entries[i], queued ? position : 0, box);
	}
}

enum syndic_status syndic_report_queue(struct syndic *handle,
                                       const struct syndic_queue_options *options,
                                       struct syndic_queue **out)
{
	struct queue_box *box = mem_alloc(sizeof *box);
	struct syndic_queue_options read;
	struct queue queue = {0};
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(read_options(handle, options, &read));
	TRY(db_begin_read(handle->db));
	status = queue_load(handle, NULL, 0, &box->arena, &queue);
	db_rollback(handle->db);
	if (status != SYNDIC_OK) goto out;
	queue_estimate(&queue, read.paths, read.seed);
	fill(handle, &queue, box);
	box->report.paths = read.paths;
	box->report.seed = read.seed;
	*out = &box->report;
out:
	queue_free(&queue);
	if (status != SYNDIC_OK) syndic_queue_free(&box->report);
	return status;
}

void syndic_queue_free(struct syndic_queue *report)
{
	struct queue_box *box = (struct queue_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}

/* ---- another order ---- */

struct reorder_box {
	struct syndic_reorder report; /* first: what the caller holds */
	struct arena arena;
};

/* Its place among the entries, from 0, and that of the first queued one. */
static size_t find(const struct queue *queue, const char *id, size_t *first)
{
	size_t at = 0;

	for (*first = 0; *first < queue->count; ++*first)
		if (strcmp(queue->entries[*first].state, "queued") == 0) break;
	while (at < queue->count && strcmp(queue->entries[at].id, id) != 0)
		at++;
	return at;
}

static void shift(struct queue_entry *entries, size_t from, size_t to)
{
	struct queue_entry moved = entries[from];

	for (; from < to; from++)
		entries[from] = entries[from + 1];
	for (; from > to; from--)
		entries[from] = entries[from - 1];
	entries[to] = moved;
}

static bool differs(const struct queue_estimate *a, const struct queue_estimate *b)
{
	return a->start_p50 != b->start_p50 || a->start_p85 != b->start_p85 ||
	       a->finish_p50 != b->finish_p50 || a->finish_p85 != b->finish_p85;
}

/* `before` and `now`: where it stood and stands, from 0. */
static void add_move(const struct queue *queue, const struct queue_entry *old, size_t before,
                     size_t now, size_t first, struct reorder_box *box)
{
	const struct queue_entry *entry = &queue->entries[now];
	const struct queue_estimate *was = &old->estimate, *is = &entry->estimate;
	bool queued = strcmp(entry->state, "queued") == 0;
	struct arena *arena = &box->arena;
	struct syndic_queue_move move = {
		.slug = entry->slug,
		.initiative = entry->initiative_slug,
		.position_before = whole(queued, (int64_t)(before - first) + 1),
		.position_after = whole(queued, (int64_t)(now - first) + 1),
		.start_p50_before = month_of(queue, was->start_p50, arena),
		.start_p50_after = month_of(queue, is->start_p50, arena),
		.start_p85_before = month_of(queue, was->start_p85, arena),
		.start_p85_after = month_of(queue, is->start_p85, arena),
		.finish_p50_before = month_of(queue, was->finish_p50, arena),
		.finish_p50_after = month_of(queue, is->finish_p50, arena),
		.finish_p85_before = month_of(queue, was->finish_p85, arena),
		.finish_p85_after = month_of(queue, is->finish_p85, arena),
	};

	if (before != now || differs(was, is))
		LIST_ADD(arena, box->report.moves, box->report.move_count, move);
}

static void compare(struct queue *queue, const char *id, int64_t place,
                    const struct syndic_queue_options *options, struct reorder_box *box)
{
	size_t first, from = find(queue, id, &first), to = first + (size_t)place - 1;
	struct queue_entry *old = mem_alloc(queue->count * sizeof *old);

	queue_estimate(queue, options->paths, options->seed);
	memcpy(old, queue->entries, queue->count * sizeof *old);
	shift(queue->entries, from, to);
	queue_estimate(queue, options->paths, options->seed);
	for (size_t now = 0; now < queue->count; now++) {
		size_t before = now;
		while (strcmp(old[before].id, queue->entries[now].id) != 0)
			before = before + 1 < queue->count ? before + 1 : 0;
		add_move(queue, &old[before], before, now, first, box);
	}
	free(old);
}

static enum syndic_status load_slot(struct syndic *handle, const char *reference, int64_t place,
                                    struct arena *arena, char id[REFERENCE_SIZE])
{
	struct record slot;
	enum syndic_status status;

	TRY(resolve(handle, &entity_slot, reference, NULL, id));
	TRY(record_load(handle, &entity_slot, id, arena, &slot));
	status = slot_check_place(handle, &slot, place);
out:
	return status;
}

enum syndic_status syndic_report_reorder(struct syndic *handle, const char *slot, int64_t place,
                                         const struct syndic_queue_options *options,
                                         struct syndic_reorder **out)
{
	struct reorder_box *box = mem_alloc(sizeof *box);
	struct syndic_queue_options read;
	struct queue queue = {0};
	char id[REFERENCE_SIZE];
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(read_options(handle, options, &read));
	TRY(db_begin_read(handle->db));
	status = load_slot(handle, slot, place, &box->arena, id);
	if (status == SYNDIC_OK) status = queue_load(handle, NULL, 0, &box->arena, &queue);
	db_rollback(handle->db);
	if (status != SYNDIC_OK) goto out;
	compare(&queue, id, place, &read, box);
	*out = &box->report;
out:
	queue_free(&queue);
	if (status != SYNDIC_OK) syndic_reorder_free(&box->report);
	return status;
}

void syndic_reorder_free(struct syndic_reorder *report)
{
	struct reorder_box *box = (struct reorder_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
