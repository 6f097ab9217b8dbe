#include "report/queue.h"
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "model/slot.h"
#include "report/list.h"
#include "report/paths.h"

/* ---- work ---- */

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

/* Has it been promised, and is something left to do? */
static bool is_left(const struct db_stmt *stmt)
{
	const char *state = db_text(stmt, 4);

	if (is(state, "accepted") || is(state, "dropped")) return false;
	return db_int(stmt, 5) != 1 || !is(state, "planned");
}

static int64_t less(int64_t hours, int64_t spent)
{
	return hours > spent ? hours - spent : 0;
}

enum syndic_status queue_load_work(struct syndic *handle, struct arena *arena,
                                   struct queue_entry *entry)
{
	struct queue_part *parts = NULL;
	struct db_stmt *stmt = NULL;
	size_t rows = 0;
	enum syndic_status status;
	int step;

	entry->work = (struct queue_work){.key = paths_key("slot", entry->slug), .known = true};
	entry->work.started = is(entry->state, "pulled");
	TRY(db_prepare(handle->db,
	               "SELECT low_hours, mode_hours, high_hours, coalesce(spent_hours, 0), state,"
	               " coalesce(stretch, 0) FROM deliverable WHERE initiative = $1 ORDER BY id",
	               &stmt));
	db_bind_text(stmt, 1, entry->initiative);
	for (; (step = db_step(stmt)) == 1; rows++) {
		struct queue_part part = {db_int(stmt, 0), db_int(stmt, 1), db_int(stmt, 2),
		                          db_int(stmt, 3)};
		if (!is_left(stmt)) continue;
		if (db_is_null(stmt, 0) || db_is_null(stmt, 2)) entry->work.known = false;
		if (db_is_null(stmt, 1)) part.mode = part.low + (part.high - part.low) / 2;
		entry->low += less(part.low, part.spent);
		entry->high += less(part.high, part.spent);
		LIST_ADD(arena, parts, entry->work.part_count, part);
	}
	if (step < 0) status = handle->error.code;
	if (rows == 0) entry->work.known = false;
	entry->work.parts = parts;
out:
	db_finalize(stmt);
	return status;
}

/* ---- slots ---- */

static struct queue_entry read_entry(const struct db_stmt *stmt, struct arena *arena)
{
	return (struct queue_entry){
		.id = arena_copy(arena, db_text(stmt, 0)),
		.slug = arena_copy(arena, db_text(stmt, 1)),
		.state = arena_copy(arena, db_text(stmt, 2)),
		.initiative = arena_copy(arena, db_text(stmt, 3)),
		.initiative_slug = arena_copy(arena, db_text(stmt, 4)),
		.initiative_name = arena_copy(arena, db_text(stmt, 5)),
		.sow = arena_copy(arena, db_text(stmt, 6)),
		.syndicate = arena_copy(arena, db_text(stmt, 7)),
		.pulled_on = arena_copy(arena, db_text(stmt, 8)),
		.quoted_p50 = arena_copy(arena, db_text(stmt, 9)),
		.quoted_p85 = arena_copy(arena, db_text(stmt, 10)),
	};
}

static enum syndic_status load_entries(struct syndic *handle, const char *next, struct arena *arena,
                                       struct queue *queue)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(
		handle->db,
		"SELECT s.id, s.slug, s.state, s.initiative, i.slug, i.name, s.sow, s.syndicate,"
		" s.pulled_on, s.finish_p50, s.finish_p85"
		" FROM slot AS s JOIN initiative AS i ON i.id = s.initiative"
		" WHERE s.state = 'pulled' OR s.state = 'queued' OR s.state = 'held'"
		" ORDER BY CASE WHEN s.state = 'pulled' THEN 0 WHEN s.state = 'queued' THEN 1"
		" WHEN s.id = $1 THEN 2 ELSE 3 END, CASE WHEN s.state = 'pulled' THEN s.pulled_on END,"
		" CASE WHEN s.position IS NULL THEN 1 ELSE 0 END, s.position,"
		" CASE WHEN s.state = 'held' THEN s.held_on ELSE s.queued_on END, s.id",
		&stmt));
	db_bind_text(stmt, 1, next);
	while ((step = db_step(stmt)) == 1) {
		struct queue_entry entry = read_entry(stmt, arena);
		TRY(queue_load_work(handle, arena, &entry));
		LIST_ADD(arena, queue->entries, queue->count, entry);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status queue_load(struct syndic *handle, const char *next, unsigned parts,
                              struct arena *arena, struct queue *out)
{
	enum syndic_status status;

	*out = (struct queue){.places = setting_int(handle, "work_in_progress", WORK_IN_PROGRESS)};
	TRY(load_entries(handle, next, arena, out));
	TRY(book_load(handle, handle->as_of, handle->as_of, parts | BOOK_MEMBERSHIPS, arena,
	              &out->book));
	TRY(crew_load(handle, &out->book, out->book.as_of_month, QUEUE_MONTHS, arena, &out->crew));
	out->capacity_known = out->crew.capacity[0].known;
out:
	return status;
}

void queue_free(struct queue *queue)
{
	book_free(&queue->book);
}

/* ---- estimates ---- */

static void set_unknown(struct queue *queue)
{
	const int64_t no = QUEUE_UNKNOWN;

	for (size_t i = 0; i < queue->count; i++)
		queue->entries[i].estimate = (struct queue_estimate){no, no, no, no};
}

/* One that is under way has begun when it did. */
static void set_begun(const struct queue *queue, struct queue_entry *entry)
{
	if (!entry->work.started) return;
	entry->estimate.start_p50 =
		entry->pulled_on ? month_number(entry->pulled_on) - queue->crew.first : QUEUE_UNKNOWN;
	entry->estimate.start_p85 = entry->estimate.start_p50;
}

void queue_estimate(struct queue *queue, int64_t paths, int64_t seed)
{
	int64_t hours[QUEUE_MONTHS];
	struct queue_terms terms = {hours, QUEUE_MONTHS, queue->places, paths, seed};
	struct queue_work *works = mem_alloc((queue->count + 1) * sizeof *works);
	struct queue_estimate *estimates = mem_alloc((queue->count + 1) * sizeof *estimates);

	for (size_t m = 0; m < QUEUE_MONTHS; m++)
		hours[m] = queue->crew.capacity[m].value;
	for (size_t i = 0; i < queue->count; i++)
		works[i] = queue->entries[i].work;
	if (queue->capacity_known) queue_simulate(works, queue->count, &terms, estimates);
	set_unknown(queue);
	for (size_t i = 0; i < queue->count; i++) {
		if (queue->capacity_known) queue->entries[i].estimate = estimates[i];
		set_begun(queue, &queue->entries[i]);
	}
	free(works);
	free(estimates);
}

const char *queue_month(const struct queue *queue, int64_t month, struct arena *arena)
{
	char text[DATE_SIZE];

	if (month == QUEUE_LATER || month == QUEUE_UNKNOWN) return NULL;
	month_from_number(queue->crew.first + month, text);
	return arena_copy(arena, text);
}
