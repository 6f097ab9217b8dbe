#include "exchange/trail.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/rows.h"
#include "model/change.h"

struct batch {
	char id[ULID_SIZE];
	bool undone, same_mapping;
	int64_t change;
};

struct trail {
	struct syndic *handle;
	const struct mapping *mapping;
	const char *mapping_text;
	struct batch *batches; /* by id */
	size_t batch_count;
	bool any;         /* the source has spoken before; what it says in this file is known as seen */
	int64_t next_row; /* the number of the next one, once there is a batch */
	char current[ULID_SIZE];
	struct db_stmt *by_key, *by_record, *insert;
	struct db_stmt *found; /* of the last find: holds its texts */
};

/* ---- batches ---- */

static enum syndic_status load_batches(struct trail *trail)
{
	struct db_stmt *stmt;
	size_t capacity = 0;
	int step;
	enum syndic_status status = db_prepare(
		trail->handle->db,
		"SELECT b.id, CASE WHEN c.undone_by IS NULL THEN 0 ELSE 1 END, b.mapping, b.source,"
		" c.number"
		" FROM import_batch b JOIN change c ON c.number = b.change"
		" WHERE b.entity = $1 ORDER BY b.id",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, trail->mapping->entity->name);
	while ((step = db_step(stmt)) == 1) {
		if (trail->batch_count == capacity) {
			capacity = capacity ? 2 * capacity : 16;
			trail->batches = mem_resize(trail->batches, capacity * sizeof *trail->batches);
		}
		struct batch *batch = &trail->batches[trail->batch_count++];
		*batch = (struct batch){.undone = db_int(stmt, 1) == 1, .change = db_int(stmt, 4)};
		batch->same_mapping = strcmp(db_text(stmt, 2), trail->mapping_text) == 0;
		strncat(batch->id, db_text(stmt, 0), ULID_SIZE - 1);
		/* Under our own headers a row may name its source itself. */
		bool spoke =
			!trail->mapping->profile || strcmp(db_text(stmt, 3), trail->mapping->source) == 0;
		trail->any |= !batch->undone && spoke;
	}
	db_finalize(stmt);
	return step < 0 ? trail->handle->error.code : SYNDIC_OK;
}

static int by_id(const void *key, const void *batch)
{
	return strcmp(key, ((const struct batch *)batch)->id);
}

static const struct batch *batch_of(const struct trail *trail, const char *id)
{
	return bsearch(id, trail->batches, trail->batch_count, sizeof *trail->batches, by_id);
}

enum syndic_status trail_new(struct syndic *handle, const struct mapping *mapping,
                             const char *mapping_text, struct trail **out)
{
	struct trail *trail = mem_alloc(sizeof *trail);
	*out = trail;
	trail->handle = handle;
	trail->mapping = mapping;
	trail->mapping_text = mapping_text;
	return load_batches(trail);
}

static enum syndic_status first_number(struct trail *trail)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(trail->handle->db, "SELECT coalesce(max(number), 0) + 1 FROM import_row", &stmt);
	if (status != SYNDIC_OK) return status;
	if (db_step(stmt) == 1)
		trail->next_row = db_int(stmt, 0);
	else
		status = trail->handle->error.code;
	db_finalize(stmt);
	return status;
}

static enum syndic_status begin_batch(struct trail *trail)
{
	struct syndic *handle = trail->handle;
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int64_t number;
	ulid_new(trail->current);
	TRY(change_number(handle, &number));
	TRY(first_number(trail));
	TRY(db_prepare(
		handle->db,
		"INSERT INTO import_batch (id, entity, source, file, at, header, mapping, change)"
		" VALUES ($1, $2, $3, '', $4, '', $5, $6)",
		&stmt));
	db_bind_text(stmt, 1, trail->current);
	db_bind_text(stmt, 2, trail->mapping->entity->name);
	db_bind_text(stmt, 3, trail->mapping->source);
	db_bind_text(stmt, 4, handle->change->at);
	db_bind_text(stmt, 5, trail->mapping_text);
	db_bind_int(stmt, 6, number);
	if (db_step(stmt) < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status trail_end(struct trail *trail, const struct source *source, const char *header)
{
	struct syndic *handle = trail->handle;
	struct db_stmt *stmt = NULL;
	char hash[65];
	enum syndic_status status = SYNDIC_OK;
	if (!trail->current[0]) goto out;
	TRY(source_hash(handle, source, hash));
	TRY(db_prepare(handle->db,
	               "UPDATE import_batch SET file = $1, sha256 = $2, header = $3 WHERE id = $4",
	               &stmt));
	db_bind_text(stmt, 1, source->path);
	db_bind_text(stmt, 2, hash);
	db_bind_text(stmt, 3, header);
	db_bind_text(stmt, 4, trail->current);
	if (db_step(stmt) < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* ---- rows ---- */

static enum syndic_status find(struct trail *trail, struct db_stmt *stmt, struct said *out)
{
	int step;
	while ((step = db_step(stmt)) == 1) {
		const char *id = db_text(stmt, 0);
		const struct batch *batch = batch_of(trail, id);
		bool ours = strcmp(id, trail->current) == 0;
		if (!ours && (!batch || batch->undone)) continue;
		struct syndic_value raw = db_value(stmt, 2);
		out->known = true;
		out->record = db_text(stmt, 1);
		out->raw = ours || batch->same_mapping ? raw.text : NULL;
		out->raw_length = raw.length;
		out->values = db_text(stmt, 3);
		out->change = ours ? trail->handle->change->number : batch->change;
		trail->found = stmt;
		break;
	}
	if (step != 1) db_reset(stmt);
	return step < 0 ? trail->handle->error.code : SYNDIC_OK;
}

enum syndic_status trail_find(struct trail *trail, const char *source, const char *key,
                              const char *record, struct said *out)
{
	enum syndic_status status;
	*out = (struct said){0};
	if (trail->found) db_reset(trail->found);
	trail->found = NULL;
	if (!trail->any) return SYNDIC_OK;
	if (*key) {
		if (!trail->by_key) {
			status = db_prepare(trail->handle->db,
			                    "SELECT batch, record, raw, said FROM import_row WHERE"
			                    " external_id = $1 AND source = $2 AND entity = $3"
			                    " ORDER BY number DESC",
			                    &trail->by_key);
			if (status != SYNDIC_OK) return status;
		}
		db_bind_text(trail->by_key, 1, key);
		db_bind_text(trail->by_key, 2, source);
		db_bind_text(trail->by_key, 3, trail->mapping->entity->name);
		return find(trail, trail->by_key, out);
	}
	if (!trail->by_record) {
		status = db_prepare(trail->handle->db,
		                    "SELECT batch, record, raw, said FROM import_row WHERE record = $1 AND"
		                    " source = $2 AND entity = $3 ORDER BY number DESC",
		                    &trail->by_record);
		if (status != SYNDIC_OK) return status;
	}
	db_bind_text(trail->by_record, 1, record);
	db_bind_text(trail->by_record, 2, source);
	db_bind_text(trail->by_record, 3, trail->mapping->entity->name);
	return find(trail, trail->by_record, out);
}

enum syndic_status trail_add(struct trail *trail, const char *source, const char *key,
                             const char *record, const struct csv_record *row, const char *values)
{
	enum syndic_status status = SYNDIC_OK;
	if (trail->found) db_reset(trail->found);
	trail->found = NULL;
	if (!trail->current[0]) TRY(begin_batch(trail));
	if (!trail->insert)
		TRY(db_prepare(trail->handle->db,
		               "INSERT INTO import_row (number, batch, entity, source, external_id, record,"
		               " line, raw, said) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		               &trail->insert));
	db_bind_int(trail->insert, 1, trail->next_row++);
	db_bind_text(trail->insert, 2, trail->current);
	db_bind_text(trail->insert, 3, trail->mapping->entity->name);
	db_bind_text(trail->insert, 4, source);
	db_bind_text(trail->insert, 5, key);
	db_bind_text(trail->insert, 6, record);
	db_bind_int(trail->insert, 7, row->line);
	db_bind(trail->insert, 8, (struct syndic_value){SYNDIC_STRING, 0, row->raw, row->raw_length});
	db_bind_text(trail->insert, 9, values);
	if (db_step(trail->insert) < 0) status = trail->handle->error.code;
	db_reset(trail->insert);
out:
	return status;
}

void trail_free(struct trail *trail)
{
	if (!trail) return;
	db_finalize(trail->by_key);
	db_finalize(trail->by_record);
	db_finalize(trail->insert);
	free(trail->batches);
	free(trail);
}

/* ---- what was said ---- */

void said_write(struct buf *out, const struct syndic_entity *entity, const struct row *row,
                const struct syndic_value *before)
{
	struct json json = {.out = out};
	int id = target_find(entity, "id"), external_id = target_find(entity, "external_id");
	json_open(&json, '{');
	for (int target = 0; target < TARGETS; target++) {
		/* Of a column that is not there this time the last word stands. */
		struct syndic_value value = row->spoken[target] ? row->values[target]
		                            : before            ? before[target]
		                                                : value_null();
		if (value.kind == SYNDIC_NULL) continue;
		if (target == id || target == external_id) continue; /* the key */
		json_key(&json, target_name(entity, target));
		if (value.kind == SYNDIC_NUMBER)
			json_int(&json, value.number);
		else
			json_text_n(&json, value.text, value.length);
	}
	json_close(&json, '}');
}

static void read_values(const char *json, const struct syndic_entity *entity, struct arena *arena,
                        struct syndic_value out[TARGETS])
{
	const char *name;
	json_t *value, *object = json_loads(json, 0, NULL);
	json_object_foreach(object, name, value)
	{
		int target = target_find(entity, name);
		if (target < 0) continue;
		if (json_is_integer(value))
			out[target] = value_number(json_integer_value(value));
		else if (json_is_string(value))
			out[target] = value_text(arena_copy(arena, json_string_value(value)));
	}
	json_decref(object);
}

enum syndic_status trail_values(struct trail *trail, struct said *said, struct arena *arena,
                                struct syndic_value out[TARGETS])
{
	const struct syndic_entity *entity = trail->mapping->entity;
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	for (int target = 0; target < TARGETS; target++)
		out[target] = value_null();
	if (*said->values) {
		read_values(said->values, entity, arena, out);
		goto out;
	}
	said->known = false;
	TRY(db_prepare(trail->handle->db,
	               "SELECT r.after FROM change_row r JOIN change c ON r.number >= c.first_row AND"
	               " r.number < c.first_row + c.row_count WHERE r.record = $1 AND c.number = $2 AND"
	               " r.operation = 'add'",
	               &stmt));
	db_bind_text(stmt, 1, arena_copy(arena, said->record));
	db_bind_int(stmt, 2, said->change);
	int step = db_step(stmt);
	if (step < 0) status = trail->handle->error.code;
	if (step == 1 && !db_is_null(stmt, 0)) {
		read_values(db_text(stmt, 0), entity, arena, out);
		said->known = true;
	}
out:
	db_finalize(stmt);
	if (trail->found) db_reset(trail->found);
	trail->found = NULL;
	said->record = said->raw = said->values = NULL;
	return status;
}
