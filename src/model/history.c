#include <string.h>

#include "base/rows.h"
#include "model/change.h"
#include "model/compose.h"
#include "model/image.h"

static const struct syndic_column difference_columns[] = {
	{"entity", "entity", SYNDIC_TEXT, 0},       {"reference", "reference", SYNDIC_TEXT, 0},
	{"operation", "operation", SYNDIC_TEXT, 0}, {"field", "field", SYNDIC_TEXT, 0},
	{"before", "before", SYNDIC_TEXT, 0},       {"after", "after", SYNDIC_TEXT, 0},
};

/* How people name the record of an id, or named it before it went. */
static bool reference_of(struct syndic *handle, const struct syndic_entity *entity, bool by_name,
                         const char *id, struct buf *out)
{
	struct db_stmt *stmt;
	struct arena arena = {0};
	struct record gone;
	uint64_t mask;
	bool found;
	if (compose_reference(handle, entity, by_name, &stmt) != SYNDIC_OK) return false;
	db_bind_text(stmt, 1, id);
	found = db_step(stmt) == 1;
	if (found)
		buf_printf(out, "%s%s", strcmp(entity->reference, "number") == 0 ? "#" : "",
		           db_text(stmt, 0));
	db_reset(stmt);
	if (found) return true;
	if (db_prepare(handle->db,
	               "SELECT before FROM change_row WHERE record = $1 AND operation = 'remove' ORDER "
	               "BY number DESC LIMIT 1",
	               &stmt) != SYNDIC_OK)
		return false;
	record_init(&gone, entity);
	db_bind_text(stmt, 1, id);
	found = db_step(stmt) == 1 &&
	        image_read(handle, db_text(stmt, 0), &arena, &gone, &mask) == SYNDIC_OK &&
	        record_has(&gone, entity->reference);
	if (found) buf_add(out, record_reference(&gone, &arena));
	db_finalize(stmt);
	arena_free(&arena);
	return found;
}

static void add_shown(struct syndic *handle, const struct syndic_field *field,
                      struct syndic_value value, struct buf *out)
{
	if ((field->type == SYNDIC_REF || field->type == SYNDIC_REFS) && value.kind == SYNDIC_STRING) {
		const struct syndic_entity *to = syndic_entity_find(field->refers_to);
		for (const char *at = value.text; *at; at += *at == ',') {
			char id[ULID_SIZE] = "";
			size_t length = strcspn(at, ",");
			if (out->length) buf_add_char(out, ',');
			strncat(id, at, length < sizeof id ? length : sizeof id - 1);
			if (!reference_of(handle, to, field->flags & SYNDIC_BY_NAME, id, out)) buf_add(out, id);
			at += length;
		}
		return;
	}
	value_add_plain(out, value, field->type);
}

static void add_line(struct syndic *handle, struct syndic_rows *rows,
                     const struct syndic_entity *entity, const char *reference,
                     const char *operation, size_t field, const struct record *before,
                     const struct record *after)
{
	struct buf text = {0};
	rows_add_text(rows, entity->name);
	rows_add_text(rows, reference);
	rows_add_text(rows, operation);
	rows_add_text(rows, entity->fields[field].name);
	for (int side = 0; side < 2; side++) {
		struct syndic_value value = (side ? after : before)->values[field];
		buf_reset(&text);
		if (value.kind == SYNDIC_NULL) {
			rows_add_null(rows);
		} else {
			add_shown(handle, &entity->fields[field], value, &text);
			rows_add_text(rows, buf_text(&text));
		}
	}
	buf_free(&text);
}

static enum syndic_status add_record(struct syndic *handle, struct syndic_rows *rows,
                                     struct db_stmt *stmt, int64_t limit)
{
	enum syndic_status status = SYNDIC_OK;
	const struct syndic_entity *entity = syndic_entity_find(db_text(stmt, 0));
	struct arena arena = {0};
	struct record before, after;
	uint64_t had, has;
	struct buf reference = {0};
	if (!entity) return SYNDIC_OK; /* of a newer schema */
	record_init(&before, entity);
	record_init(&after, entity);
	TRY(image_read(handle, db_text(stmt, 3), &arena, &before, &had));
	TRY(image_read(handle, db_text(stmt, 4), &arena, &after, &has));
	if (!reference_of(handle, entity, false, db_text(stmt, 1), &reference))
		buf_add(&reference, db_text(stmt, 1));
	for (size_t i = 0; i < entity->field_count && (!limit || (int64_t)rows_count(rows) < limit);
	     i++) {
		if ((had | has) & UINT64_C(1) << i)
			add_line(handle, rows, entity, buf_text(&reference), db_text(stmt, 2), i, &before,
			         &after);
	}
out:
	buf_free(&reference);
	arena_free(&arena);
	return status;
}

enum syndic_status difference_rows(struct syndic *handle, int64_t first, int64_t count,
                                   int64_t limit, struct syndic_rows **out)
{
	struct db_stmt *stmt;
	enum syndic_status status;
	int step = 0;
	*out = rows_new(difference_columns, sizeof difference_columns / sizeof difference_columns[0]);
	status = db_prepare(handle->db,
	                    "SELECT entity, record, operation, before, after FROM change_row WHERE "
	                    "number >= $1 AND number < $2 ORDER BY number",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, first);
	db_bind_int(stmt, 2, first + count);
	while (status == SYNDIC_OK && (!limit || (int64_t)rows_count(*out) < limit) &&
	       (step = db_step(stmt)) == 1) {
		status = add_record(handle, *out, stmt, limit);
	}
	db_finalize(stmt);
	return step < 0 ? handle->error.code : status;
}

enum syndic_status syndic_history_show(struct syndic *handle, int64_t number,
                                       struct syndic_rows **out)
{
	struct db_stmt *stmt;
	enum syndic_status status;
	int64_t first = 0, count = 0;
	bool found;
	*out = NULL;
	error_clear(handle);
	status =
		db_prepare(handle->db, "SELECT first_row, row_count FROM change WHERE number = $1", &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, number);
	found = db_step(stmt) == 1;
	if (found) {
		first = db_int(stmt, 0);
		count = db_int(stmt, 1);
	}
	db_finalize(stmt);
	if (found) return difference_rows(handle, first, count, 0, out);
	status = error_set(handle, SYNDIC_NOT_FOUND, "change", "number", NULL,
	                   "there is no change %lld", (long long)number);
	error_help(handle, "syndic history");
	return status;
}

static const struct syndic_column history_columns[] = {
	{"number", "number", SYNDIC_INT, 0},       {"at", "at", SYNDIC_TIME, 0},
	{"actor", "actor", SYNDIC_TEXT, 0},        {"command", "command", SYNDIC_TEXT, 0},
	{"rows", "rows", SYNDIC_INT, 0},           {"undoes", "undoes", SYNDIC_INT, 0},
	{"undone_by", "undone by", SYNDIC_INT, 0},
};

enum syndic_status syndic_history(struct syndic *handle, const char *name, const char *reference,
                                  int64_t limit, struct syndic_rows **out)
{
	enum { COLUMNS = sizeof history_columns / sizeof history_columns[0], EVERYTHING = INT32_MAX };
	enum syndic_status status;
	struct db_stmt *stmt;
	char id[REFERENCE_SIZE];
	*out = NULL;
	error_clear(handle);
	if (name) {
		const struct syndic_entity *entity = entity_require(handle, name);
		if (!entity) return handle->error.code;
		status = resolve(handle, entity, reference, NULL, id);
		if (status != SYNDIC_OK) return status;
		/* change_row numbers rise with changes: a row's change is the last that begins at or before
		 * it. */
		status =
			db_prepare(handle->db,
		               "SELECT number, at, actor, command, row_count, undoes, undone_by FROM "
		               "change WHERE number IN"
		               " (SELECT (SELECT max(c.number) FROM change AS c WHERE c.first_row <= "
		               "r.number AND c.row_count > 0)"
		               " FROM change_row AS r WHERE r.record = $1) ORDER BY number DESC LIMIT $2",
		               &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, id);
		db_bind_int(stmt, 2, limit ? limit : EVERYTHING);
	} else {
		status = db_prepare(handle->db,
		                    "SELECT number, at, actor, command, row_count, undoes, undone_by FROM "
		                    "change ORDER BY number DESC LIMIT $1",
		                    &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_int(stmt, 1, limit ? limit : EVERYTHING);
	}
	*out = rows_new(history_columns, COLUMNS);
	while (db_step(stmt) == 1) {
		for (int i = 0; i < COLUMNS; i++)
			rows_add_value(*out, db_value(stmt, i));
	}
	db_finalize(stmt);
	return handle->error.code;
}
