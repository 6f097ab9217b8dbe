#include "model/returns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/compose.h"
#include "model/image.h"

struct returning {
	char id[REFERENCE_SIZE];
	int64_t row; /* of change_row */
	const struct syndic_entity *entity;
	const char *why; /* it does not; NULL: it does */
};

struct returns {
	struct syndic *handle;
	struct returning *items; /* by id */
	size_t count;
	struct arena reasons;
};

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct returning *)a)->id, ((const struct returning *)b)->id);
}

static struct returning *find(const struct returns *returns, const char *id)
{
	struct returning key = {.why = NULL};
	snprintf(key.id, sizeof key.id, "%s", id);
	return returns->count ? bsearch(&key, returns->items, returns->count, sizeof key, by_id) : NULL;
}

static enum syndic_status load(struct returns *returns, const struct undone *undone)
{
	struct db_stmt *stmt;
	size_t capacity = 0;
	int step;
	enum syndic_status status =
		db_prepare(returns->handle->db,
	               "SELECT number, entity, record FROM change_row WHERE number >= $1"
	               " AND number < $2 AND operation = 'remove'",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, undone->first_row);
	db_bind_int(stmt, 2, undone->first_row + undone->row_count);
	while ((step = db_step(stmt)) == 1) {
		const struct syndic_entity *entity = syndic_entity_find(db_text(stmt, 1));
		struct returning *one;
		if (!entity) continue;
		if (returns->count == capacity) {
			capacity = capacity ? 2 * capacity : 16;
			returns->items = mem_resize(returns->items, capacity * sizeof *returns->items);
		}
		one = &returns->items[returns->count++];
		*one = (struct returning){.row = db_int(stmt, 0), .entity = entity};
		snprintf(one->id, sizeof one->id, "%s", db_text(stmt, 2));
	}
	db_finalize(stmt);
	if (step < 0) return returns->handle->error.code;
	if (returns->count) qsort(returns->items, returns->count, sizeof *returns->items, by_id);
	return SYNDIC_OK;
}

static enum syndic_status read(const struct returns *returns, const struct returning *one,
                               struct arena *arena, struct record *out)
{
	struct db_stmt *stmt;
	uint64_t had;
	enum syndic_status status =
		db_prepare(returns->handle->db, "SELECT before FROM change_row WHERE number = $1", &stmt);
	if (status != SYNDIC_OK) return status;
	record_init(out, one->entity);
	db_bind_int(stmt, 1, one->row);
	if (db_step(stmt) == 1)
		status = image_read(returns->handle, db_text(stmt, 0), arena, out, &had);
	db_finalize(stmt);
	record_set_text(out, "id", one->id);
	return status == SYNDIC_OK ? returns->handle->error.code : status;
}

enum syndic_status place_taken(struct syndic *handle, const struct record *record,
                               const char **field)
{
	const struct syndic_entity *entity = record->entity;
	enum syndic_status status;
	struct db_stmt *stmt;
	bool used;
	*field = NULL;
	if (strcmp(entity->reference, "id") != 0 && strcmp(entity->reference, "number") != 0) {
		status = record_check_free(handle, record);
		if (status == SYNDIC_CONFLICT) {
			error_clear(handle);
			*field = entity->reference;
			return SYNDIC_OK;
		}
		if (status != SYNDIC_OK) return status;
	}
	if (syndic_field_find(entity, "external_id") < 0 || !record_has(record, "external_id"))
		return SYNDIC_OK;
	status = compose_find_external(handle, entity, &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(record, "external_id"));
	db_bind(stmt, 2, record_get(record, "source"));
	used = db_step(stmt) == 1 && strcmp(db_text(stmt, 0), record_text(record, "id")) != 0;
	db_reset(stmt);
	if (used) *field = "external_id";
	return handle->error.code;
}

enum syndic_status returns_or_stands(const struct returns *returns,
                                     const struct syndic_entity *entity, const char *id, bool *out)
{
	const struct returning *one = find(returns, id);
	struct db_stmt *stmt;
	enum syndic_status status;
	*out = one && !one->why;
	if (*out) return SYNDIC_OK;
	status = compose_reference(returns->handle, entity, false, &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, id);
	*out = db_step(stmt) == 1;
	db_reset(stmt);
	return returns->handle->error.code;
}

enum syndic_status returns_refers(const struct returns *returns, const struct record *record,
                                  size_t field, bool *out)
{
	const struct syndic_field *of = &record->entity->fields[field];
	enum syndic_status status = SYNDIC_OK;
	*out = true;
	if (!of->refers_to || record->values[field].kind != SYNDIC_STRING) return SYNDIC_OK;
	for (const char *at = record->values[field].text; *at && *out; at += *at == ',') {
		char id[REFERENCE_SIZE] = "";
		size_t length = strcspn(at, ",");
		strncat(id, at, length < sizeof id ? length : sizeof id - 1);
		at += length;
		status = returns_or_stands(returns, syndic_entity_find(of->refers_to), id, out);
		if (status != SYNDIC_OK) break;
	}
	return status;
}

static enum syndic_status judge_place(struct returns *returns, struct returning *one,
                                      const struct record *record)
{
	const char *field;
	enum syndic_status status = place_taken(returns->handle, record, &field);
	if (status == SYNDIC_OK && field)
		one->why = arena_printf(&returns->reasons, "another has its %s", field);
	return status;
}

static enum syndic_status judge_references(struct returns *returns, struct returning *one,
                                           const struct record *record, bool *lost)
{
	for (size_t f = 0; f < record->entity->field_count && !one->why; f++) {
		bool refers;
		enum syndic_status status = returns_refers(returns, record, f, &refers);
		if (status != SYNDIC_OK) return status;
		if (refers) continue;
		one->why =
			arena_printf(&returns->reasons, "its %s is gone", record->entity->fields[f].name);
		*lost = true;
		if (record->entity == &entity_stage_change) {
			struct returning *deal = find(returns, record_text(record, "deal"));
			if (deal && !deal->why) deal->why = "a stage of its history is gone";
		}
	}
	return SYNDIC_OK;
}

enum syndic_status returns_work_out(struct syndic *handle, const struct undone *undone,
                                    struct returns **out)
{
	struct returns *returns = mem_alloc(sizeof *returns);
	struct arena arena = {0};
	struct record record;
	enum syndic_status status;
	bool lost = true;
	*out = returns;
	returns->handle = handle;
	TRY(load(returns, undone));
	for (size_t i = 0; i < returns->count; i++) {
		arena_reset(&arena);
		TRY(read(returns, &returns->items[i], &arena, &record));
		TRY(judge_place(returns, &returns->items[i], &record));
	}
	while (lost) { /* one that does not come back may hold back others */
		lost = false;
		for (size_t i = 0; i < returns->count; i++) {
			if (returns->items[i].why) continue;
			arena_reset(&arena);
			TRY(read(returns, &returns->items[i], &arena, &record));
			TRY(judge_references(returns, &returns->items[i], &record, &lost));
		}
	}
out:
	arena_free(&arena);
	return status;
}

const char *returns_why(const struct returns *returns, const char *id)
{
	const struct returning *one = find(returns, id);
	return one ? one->why : NULL;
}

void returns_refuse(struct returns *returns, const char *id, const char *why)
{
	struct returning *one = find(returns, id);
	if (one && !one->why) one->why = arena_copy(&returns->reasons, why);
}

void returns_free(struct returns *returns)
{
	if (!returns) return;
	free(returns->items);
	arena_free(&returns->reasons);
	free(returns);
}
