#include "model/follow.h"

#include <string.h>

#include "base/rows.h"
#include "model/slot.h"

static bool leads(const struct machine *machine, const struct record *record, const char *to)
{
	for (size_t i = 0; i < machine->step_count; i++)
		if (strcmp(machine->steps[i].to, to) == 0 &&
		    state_is(record, machine, machine->steps[i].from))
			return true;
	return false;
}

enum syndic_status follow_move(struct syndic *handle, const struct machine *machine, const char *id,
                               const char *to)
{
	struct record before, after;
	enum syndic_status status;
	if (!id) return SYNDIC_OK;
	status = record_load(handle, machine->entity, id, &handle->change->text, &before);
	if (status != SYNDIC_OK || !leads(machine, &before, to)) return status;
	after = before;
	return machine_move(handle, machine, &before, &after, to);
}

enum syndic_status follow_place(struct syndic *handle, const char *slot, int64_t position)
{
	struct db_stmt *stmt;
	char *ids = NULL;
	int64_t next = 1;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT id FROM slot WHERE state = 'queued'" BY_POSITION, &stmt);
	if (status != SYNDIC_OK) return status;
	status = record_ids(handle, stmt, &handle->change->text, &ids);
	for (const char *id = ids; status == SYNDIC_OK && *id; id += strlen(id) + 1) {
		struct record before, after;
		status = record_load(handle, &entity_slot, id, &handle->change->text, &before);
		if (status != SYNDIC_OK) break;
		after = before;
		if (slot && strcmp(id, slot) == 0) {
			record_set_number(&after, "position", position);
		} else {
			next += next == position;
			record_set_number(&after, "position", next++);
		}
		status = record_update(handle, &before, &after, 0, &handle->change->text);
	}
	return status;
}

enum syndic_status follow_positions(struct syndic *handle)
{
	return follow_place(handle, NULL, 0);
}

/* The statement's slots, which is finalized. */
static enum syndic_status move_slots(struct syndic *handle, struct db_stmt *stmt, const char *to)
{
	char *ids = NULL;
	enum syndic_status status = record_ids(handle, stmt, &handle->change->text, &ids);
	for (const char *id = ids; status == SYNDIC_OK && *id; id += strlen(id) + 1) {
		struct record before, after;
		status = record_load(handle, &entity_slot, id, &handle->change->text, &before);
		if (status != SYNDIC_OK || !leads(&machine_slot, &before, to)) continue;
		after = before;
		record_set(&after, "position", value_null());
		record_set(&after, "queued_on", value_null());
		status = machine_move(handle, &machine_slot, &before, &after, to);
	}
	return status == SYNDIC_OK ? follow_positions(handle) : status;
}

enum syndic_status follow_slots(struct syndic *handle, const char *syndicate, const char *to)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT id FROM slot WHERE syndicate = $1 AND state <> 'pulled' ORDER BY id",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, syndicate);
	return move_slots(handle, stmt, to);
}

enum syndic_status follow_slots_of_sow(struct syndic *handle, const struct record *sow,
                                       const char *to)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT id FROM slot WHERE (sow = $1 AND syndicate IS NULL)"
	               " OR (syndicate = $2 AND coalesce(sow, $1) = $1) ORDER BY id",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(sow, "id"));
	db_bind(stmt, 2, record_get(sow, "syndicate"));
	return move_slots(handle, stmt, to);
}

enum syndic_status follow_hold(struct syndic *handle, const char *initiative, const char *syndicate,
                               const char *sow, struct record *out)
{
	struct arena *arena = &handle->change->text;
	struct record slot, owner;
	struct db_stmt *stmt;
	bool there;
	enum syndic_status status;
	if (out) record_init(out, &entity_slot);
	TRY(db_prepare(
		handle->db,
		"SELECT 1 FROM slot WHERE initiative = $1 AND (state = 'held' OR state = 'queued'"
		" OR state = 'pulled')",
		&stmt));
	db_bind_text(stmt, 1, initiative);
	there = db_step(stmt) == 1;
	db_finalize(stmt);
	if (there) goto out;
	TRY(record_load(handle, &entity_initiative, initiative, arena, &owner));
	record_init(&slot, &entity_slot);
	record_set(&slot, "name", record_get(&owner, "name"));
	record_set_text(&slot, "initiative", initiative);
	if (syndicate) record_set_text(&slot, "syndicate", syndicate);
	if (sow) record_set_text(&slot, "sow", sow);
	status = record_insert(handle, &slot, 0, arena);
	if (status == SYNDIC_OK && out) *out = slot;
out:
	return status;
}
