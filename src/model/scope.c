#include "model/scope.h"

#include "base/text.h"
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
