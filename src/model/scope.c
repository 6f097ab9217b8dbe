#include "model/scope.h"

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/transition.h"

static bool begun(const struct scope_item *item)
{
	return !text_equal(item->state, "planned");
}

static struct scope_item read_item(struct db_stmt *stmt, struct arena *arena)
{
	enum { ID, SLUG, STATE, STRETCH, LOW, MODE, HIGH, DEFINED };
	struct scope_item item = {
		.id = arena_copy(arena, db_text(stmt, ID)),
		.slug = arena_copy(arena, db_text(stmt, SLUG)),
		.state = arena_copy(arena, db_text(stmt, STATE)),
		.stretch = db_int(stmt, STRETCH) == 1,
		.low = !db_is_null(stmt, LOW),
		.high = !db_is_null(stmt, HIGH),
		.defined = !db_is_null(stmt, DEFINED),
	};
	if (!db_is_null(stmt, MODE))
		item.hours = db_int(stmt, MODE);
	else if (item.low && item.high)
		item.hours = (db_int(stmt, LOW) + db_int(stmt, HIGH)) / 2;
	return item;
}

enum syndic_status scope_load(struct syndic *handle, const char *initiative, bool stretch,
                              struct arena *arena, struct scope *out)
{
	struct db_stmt *stmt;
	size_t capacity = 0;
	int step;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT id, slug, state, stretch, low_hours, mode_hours, high_hours, definition_of_done"
		" FROM deliverable WHERE initiative = $1 AND state <> 'dropped'"
		" ORDER BY CASE WHEN position IS NULL THEN 1 ELSE 0 END, position, id",
		&stmt);
	*out = (struct scope){0};
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, initiative);
	while ((step = db_step(stmt)) == 1) {
		struct scope_item item = read_item(stmt, arena);
		if (item.stretch && !stretch && !begun(&item)) continue;
		if (out->count == capacity) {
			struct scope_item *grown = arena_alloc(arena, (capacity * 2 + 16) * sizeof *grown);
			for (size_t i = 0; i < out->count; i++)
				grown[i] = out->items[i];
			out->items = grown;
			capacity = capacity * 2 + 16;
		}
		out->items[out->count++] = item;
	}
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

int64_t scope_hours(const struct scope *scope, bool accepted)
{
	int64_t hours = 0;
	for (size_t i = 0; i < scope->count; i++)
		if (!accepted || text_equal(scope->items[i].state, "accepted"))
			hours += scope->items[i].hours;
	return hours;
}

enum syndic_status scope_accepted(struct syndic *handle, const struct record *of,
                                  const char *initiative)
{
	struct scope scope = {0};
	size_t accepted = 0;
	enum syndic_status status = SYNDIC_OK;
	if (initiative) status = scope_load(handle, initiative, false, &handle->change->text, &scope);
	if (status != SYNDIC_OK) return status;
	for (size_t i = 0; i < scope.count; i++) {
		const struct scope_item *item = &scope.items[i];
		if (text_equal(item->state, "accepted")) {
			accepted++;
			continue;
		}
		(void)guard_refuse(handle, of, "state",
		                   "its deliverable %s is %s: all have to be accepted or dropped",
		                   item->slug, item->state);
		error_help(handle, "syndic deliverable accept %s", item->slug);
		return SYNDIC_CONFLICT;
	}
	if (accepted) return SYNDIC_OK;
	(void)guard_refuse(handle, of, "state", "nothing of it was accepted");
	error_help(handle, "syndic deliverable list");
	return SYNDIC_CONFLICT;
}

/* ---- agreed ---- */

/* The SOW by which the scope of an initiative (an id) stood agreed before this change. */
static enum syndic_status find_agreed(struct syndic *handle, const char *initiative,
                                      struct record *sow, bool *found)
{
	struct db_stmt *stmt;
	const char *id = NULL;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT s.id FROM sow AS s WHERE s.initiative = $1 AND (s.state = 'issued' OR"
	               " s.state = 'part-signed' OR s.state = 'executed' OR s.state = 'active' OR"
	               " s.state = 'accepted') AND NOT EXISTS (SELECT 1 FROM change_row AS r"
	               " WHERE r.record = s.id AND r.number >= $2) ORDER BY s.id LIMIT 1",
	               &stmt);
	*found = false;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, initiative);
	db_bind_int(stmt, 2, handle->change->number ? handle->change->first_row : INT64_MAX);
	if (db_step(stmt) == 1) id = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	*found = id != NULL;
	return id ? record_load(handle, &entity_sow, id, &handle->change->text, sow)
	          : handle->error.code;
}

/* `field` NULL: the deliverable comes or goes. */
static enum syndic_status refuse_agreed(struct syndic *handle, const struct record *deliverable,
                                        const char *field, const struct record *sow)
{
	const char *slug = record_text(sow, "slug"), *state = record_text(sow, "state");
	if (field)
		(void)guard_refuse(handle, deliverable, field,
		                   "the %s of deliverable %s is agreed: SOW %s is %s", field,
		                   record_text(deliverable, "slug"), slug, state);
	else
		(void)error_set(handle, SYNDIC_CONFLICT, "deliverable", "initiative",
		                record_text(deliverable, "slug"),
		                "the deliverables of SOW %s are agreed: it is %s", slug, state);
	if (state_is(sow, &machine_sow, " part-signed ")) /* cannot be amended */
		error_help(handle, "syndic sow terminate %s --why \"…\"", slug);
	else if (state_is(sow, &machine_sow, " accepted "))
		error_help(handle, "syndic sow close %s", slug);
	else
		error_help(handle, "syndic sow amend %s --why \"…\"", slug);
	return SYNDIC_CONFLICT;
}

/* Was it there when the SOW was agreed, last? */
static enum syndic_status was_agreed(struct syndic *handle, const struct record *deliverable,
                                     const struct record *sow, bool *out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT 1 FROM transition WHERE sow = $1 AND entity = 'sow' AND id > $2 AND"
	               " (to_state = 'issued' OR to_state = 'executed' OR from_state IS NULL) LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(sow, "id"));
	db_bind(stmt, 2, record_get(deliverable, "id"));
	*out = db_step(stmt) == 1;
	db_finalize(stmt);
	return handle->error.code;
}

static const char *field_that_differs(const struct record *before, const struct record *after)
{
	static const char *const agreed[] = {"initiative", "low_hours",          "mode_hours",
	                                     "high_hours", "definition_of_done", "stretch"};
	for (size_t i = 0; i < FIELD_COUNT(agreed); i++)
		if (record_differs(before, after, agreed[i])) return agreed[i];
	return NULL;
}

enum syndic_status scope_guard(struct syndic *handle, const struct record *before,
                               const struct record *after)
{
	const struct record *either = before ? before : after;
	const char *field = before && after ? field_that_differs(before, after) : NULL;
	struct record sow;
	bool found;
	enum syndic_status status;
	if (before && after && !field) return SYNDIC_OK;
	if (!before && record_number(after, "stretch")) return SYNDIC_OK;
	TRY(find_agreed(handle, record_text(either, "initiative"), &sow, &found));
	if (!found && field) /* it may come from an initiative that is not agreed */
		TRY(find_agreed(handle, record_text(after, "initiative"), &sow, &found));
	/* Whoever added a stretch one since can take that back. */
	if (found && !after && handle->change->undoes) TRY(was_agreed(handle, before, &sow, &found));
	if (found) status = refuse_agreed(handle, either, field, &sow);
out:
	return status;
}
