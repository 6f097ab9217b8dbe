#include "model/change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/rows.h"
#include "model/pipeline.h"

enum { DIFFERENCE_LINES = 500 };

static const struct syndic_column note_columns[] = {{"note", "note", SYNDIC_TEXT, 0}};

void change_free(struct change *change)
{
	if (!change) return;
	arena_free(&change->text);
	buf_free(&change->before);
	buf_free(&change->after);
	free(change->deltas);
	syndic_rows_free(change->notes);
	syndic_rows_free(change->difference);
	free(change);
}

enum syndic_status change_allowed(struct syndic *handle)
{
	if (!handle->known) return SYNDIC_OK;
	(void)error_set(handle, SYNDIC_MISUSE, NULL, "known", handle->as_of,
	                "what was known on %s can only be read", handle->as_of);
	error_help(handle, "the same command without --known");
	return SYNDIC_MISUSE;
}

void change_renew(struct syndic *handle)
{
	change_free(handle->change);
	handle->change = mem_alloc(sizeof *handle->change);
	handle->change->notes = rows_new(note_columns, 1);
}

enum syndic_status change_begin(struct syndic *handle)
{
	enum syndic_status status = change_allowed(handle);
	if (status == SYNDIC_OK) status = db_begin(handle->db);
	if (status != SYNDIC_OK) return status;
	change_renew(handle);
	clock_now(handle->change->at);
	handle->write = (struct syndic_write){0, "", "", 0};
	stages_forget(handle); /* another process may have written some */
	return SYNDIC_OK;
}

enum syndic_status counter_next(struct syndic *handle, const char *name, int64_t *out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "UPDATE counter SET value = value + 1 WHERE name = $1 RETURNING value", &stmt);
	int step;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, name);
	step = db_step(stmt);
	if (step == 1) *out = db_int(stmt, 0);
	db_finalize(stmt);
	if (step == 1) return SYNDIC_OK;
	return error_set(handle, SYNDIC_FAILED, NULL, NULL, name, "the counter %s is missing", name);
}

enum syndic_status counter_raise(struct syndic *handle, const char *name, int64_t value)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db, "UPDATE counter SET value = $1 WHERE name = $2 AND value < $3",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, value);
	db_bind_text(stmt, 2, name);
	db_bind_int(stmt, 3, value);
	if (db_step(stmt) < 0) status = handle->error.code;
	db_finalize(stmt);
	return status;
}

static enum syndic_status read_counter(struct syndic *handle, int64_t *out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT value FROM counter WHERE name = 'change_row'", &stmt);
	if (status != SYNDIC_OK) return status;
	*out = db_step(stmt) == 1 ? db_int(stmt, 0) : 0;
	db_finalize(stmt);
	return SYNDIC_OK;
}

enum syndic_status change_number(struct syndic *handle, int64_t *out)
{
	struct change *change = handle->change;
	struct db_stmt *stmt;
	enum syndic_status status = SYNDIC_OK;
	if (!change->number) {
		int64_t number, last;
		if ((status = counter_next(handle, "change", &number)) != SYNDIC_OK) return status;
		if ((status = read_counter(handle, &last)) != SYNDIC_OK) return status;
		status = db_prepare(handle->db,
		                    "INSERT INTO change (number, at, actor, command, first_row, row_count, "
		                    "undoes, undone_by)"
		                    " VALUES ($1, $2, $3, $4, $5, 0, $6, NULL)",
		                    &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_int(stmt, 1, number);
		db_bind_text(stmt, 2, change->at);
		db_bind_text(stmt, 3, handle->actor);
		db_bind_text(stmt, 4, handle->command);
		db_bind_int(stmt, 5, last + 1);
		if (change->undoes) db_bind_int(stmt, 6, change->undoes);
		if (db_step(stmt) < 0) status = handle->error.code;
		db_finalize(stmt);
		if (status != SYNDIC_OK) return status;
		change->number = number;
		change->first_row = last + 1;
	}
	*out = change->number;
	return status;
}

/* Written without the JSON writer's care for keys: they are identifiers of ours, and an import
 * writes millions. */
static void add_member(struct buf *out, const char *key, struct syndic_value value)
{
	struct json json = {.out = out};
	buf_add_char(out, out->length > 1 ? ',' : '{');
	buf_add_char(out, '"');
	buf_add(out, key);
	buf_add_n(out, "\":", 2);
	switch (value.kind) {
	case SYNDIC_NULL: json_text(&json, NULL); break;
	case SYNDIC_NUMBER: json_int(&json, value.number); break;
	case SYNDIC_STRING: json_text_n(&json, value.text, value.length); break;
	}
}

/* The fields that differ, as one JSON object of stored values; all that are known where there is no
 * other side. NULL: there is no such side. */
static const char *image(struct buf *out, const struct record *of, const struct record *other)
{
	if (!of) return NULL;
	buf_reset(out);
	for (size_t i = 0; i < of->entity->field_count; i++) {
		struct syndic_value value = of->values[i];
		if (other ? value_equal(value, other->values[i]) : value.kind == SYNDIC_NULL) continue;
		if (strcmp(of->entity->fields[i].name, "id") == 0) continue;
		add_member(out, of->entity->fields[i].name, value);
	}
	buf_add(out, out->length ? "}" : "{}");
	return buf_text(out);
}

enum syndic_status change_log(struct syndic *handle, const struct record *before,
                              const struct record *after)
{
	struct change *change = handle->change;
	const struct record *record = after ? after : before;
	struct db_stmt *stmt;
	int64_t number;
	enum syndic_status status = change_number(handle, &number);
	if (status != SYNDIC_OK) return status;
	status = db_prepare(handle->db,
	                    "INSERT INTO change_row (number, entity, record, operation, before, after) "
	                    "VALUES ($1, $2, $3, $4, $5, $6)",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, change->first_row + change->rows);
	db_bind_text(stmt, 2, record->entity->name);
	db_bind(stmt, 3, record_get(record, "id"));
	db_bind_text(stmt, 4, !before ? "add" : after ? "edit" : "remove");
	db_bind_text(stmt, 5, image(&change->before, before, after));
	db_bind_text(stmt, 6, image(&change->after, after, before));
	if (db_step(stmt) < 0) status = handle->error.code;
	db_finalize(stmt);
	change->rows++;
	return status;
}

void change_about(struct syndic *handle, const struct record *record)
{
	if (handle->write.entity[0] || record->entity == &entity_transition) return;
	handle->write.entity = record->entity->name;
	handle->write.reference = record_reference(record, &handle->change->text);
}

void change_note(struct syndic *handle, const char *format, ...)
{
	char line[1024];
	va_list arguments;
	va_start(arguments, format);
	sentence(line, sizeof line, format, arguments);
	va_end(arguments);
	rows_add_text(handle->change->notes, line);
}

/* ---- totals of closed stages ---- */

static void count_side(struct syndic *handle, const struct record *deal, int sign)
{
	struct change *change = handle->change;
	const struct stage *stage = deal ? stages_find(handle, record_text(deal, "stage")) : NULL;
	const char *closed;
	int64_t year;
	size_t i = 0;
	if (!stage || stage_is(stage, "open")) return;
	closed = record_text(deal, "closed_on");
	year = closed ? strtol(closed, NULL, 10) : 0;
	while (i < change->delta_count &&
	       (change->deltas[i].year != year || strcmp(change->deltas[i].stage, stage->id) != 0))
		i++;
	if (i == change->delta_count) {
		change->deltas = mem_resize(change->deltas, ++change->delta_count * sizeof *change->deltas);
		change->deltas[i] = (struct stage_delta){.year = year};
		snprintf(change->deltas[i].stage, sizeof change->deltas[i].stage, "%s", stage->id);
	}
	change->deltas[i].deals += sign;
	change->deltas[i].amount += sign * record_number(deal, "amount");
}

void change_count_deal(struct syndic *handle, const struct record *before,
                       const struct record *after)
{
	count_side(handle, before, -1);
	count_side(handle, after, +1);
}

static enum syndic_status flush_totals(struct syndic *handle)
{
	struct change *change = handle->change;
	enum syndic_status status = SYNDIC_OK;
	struct db_stmt *stmt;
	for (size_t i = 0; i < change->delta_count && status == SYNDIC_OK; i++) {
		const struct stage_delta *delta = &change->deltas[i];
		if (!delta->deals && !delta->amount) continue;
		status = db_prepare(
			handle->db,
			"INSERT INTO stage_total (stage, year, deals, amount) VALUES ($1, $2, $3, $4)"
			" ON CONFLICT (stage, year) DO UPDATE SET deals = stage_total.deals + excluded.deals,"
			" amount = stage_total.amount + excluded.amount",
			&stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, delta->stage);
		db_bind_int(stmt, 2, delta->year);
		db_bind_int(stmt, 3, delta->deals);
		db_bind_int(stmt, 4, delta->amount);
		if (db_step(stmt) < 0) status = handle->error.code;
		db_finalize(stmt);
	}
	if (status == SYNDIC_OK && change->delta_count)
		status = db_exec(handle->db, "DELETE FROM stage_total WHERE deals = 0 AND amount = 0");
	return status;
}

enum syndic_status change_recount(struct syndic *handle)
{
	enum syndic_status status = db_exec(handle->db, "DELETE FROM stage_total");
	if (status != SYNDIC_OK) return status;
	return db_exec(handle->db,
	               "INSERT INTO stage_total (stage, year, deals, amount) SELECT d.stage, "
	               "CAST(coalesce(substr(d.closed_on, 1, 4), '0') AS INTEGER),"
	               " count(*), coalesce(sum(d.amount), 0) FROM deal AS d JOIN stage AS s ON "
	               "s.id = d.stage WHERE s.outcome <> 'open' GROUP BY 1, 2");
}

/* ---- the end ---- */

static enum syndic_status close_log(struct syndic *handle)
{
	struct change *change = handle->change;
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db, "UPDATE change SET row_count = $1 WHERE number = $2", &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, change->rows);
	db_bind_int(stmt, 2, change->number);
	if (db_step(stmt) < 0) status = handle->error.code;
	db_finalize(stmt);
	if (status != SYNDIC_OK) return status;
	return counter_raise(handle, "change_row", change->first_row + change->rows - 1);
}

enum syndic_status change_end(struct syndic *handle, enum syndic_status status)
{
	struct change *change = handle->change;
	bool wrote = change->number != 0;
	if (status == SYNDIC_OK && wrote) status = flush_totals(handle);
	if (status == SYNDIC_OK && wrote) status = close_log(handle);
	if (status == SYNDIC_OK && wrote && handle->dry_run) {
		status = difference_rows(handle, change->first_row, change->rows, DIFFERENCE_LINES,
		                         &change->difference);
	}
	handle->write.rows = status == SYNDIC_OK ? change->rows : 0;
	if (status == SYNDIC_OK && wrote && !handle->dry_run) {
		status = db_commit(handle->db);
		if (status == SYNDIC_OK) handle->write.change = change->number;
	} else {
		db_rollback(handle->db);
	}
	stages_forget(handle);
	return status;
}

const struct syndic_write *syndic_last_write(const struct syndic *handle)
{
	return &handle->write;
}

enum syndic_status syndic_last_difference(struct syndic *handle, struct syndic_rows **out)
{
	struct change *change = handle->change;
	*out = NULL;
	error_clear(handle);
	if (change && change->difference) {
		*out = change->difference;
		change->difference = NULL;
		return SYNDIC_OK;
	}
	if (!change || !handle->write.change) return difference_rows(handle, 0, 0, 0, out);
	return difference_rows(handle, change->first_row, change->rows, DIFFERENCE_LINES, out);
}

enum syndic_status syndic_last_notes(struct syndic *handle, struct syndic_rows **out)
{
	error_clear(handle);
	if (handle->change && handle->change->notes) {
		*out = handle->change->notes;
		handle->change->notes = NULL;
	} else {
		*out = rows_new(note_columns, 1);
	}
	return SYNDIC_OK;
}
