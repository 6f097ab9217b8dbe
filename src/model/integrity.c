/* `check`: what must hold, looked at row by row; what can be rebuilt is. */
#include <stdio.h>
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/cofunding_check.h"
#include "model/compose.h"
#include "model/logged.h"
#include "model/pipeline.h"
#include "model/scenario.h"

static const struct syndic_column finding_columns[] = {
	{"severity", "severity", SYNDIC_TEXT, 0},   {"entity", "entity", SYNDIC_TEXT, 0},
	{"reference", "reference", SYNDIC_TEXT, 0}, {"finding", "finding", SYNDIC_TEXT, 0},
	{"help", "help", SYNDIC_TEXT, 0},
};

struct check {
	struct syndic *handle;
	struct syndic_rows *rows;
	bool error;
};

static void found(struct check *check, const char *severity, const char *entity,
                  const char *reference, const char *finding, const char *help)
{
	if (strcmp(severity, "error") == 0) check->error = true;
	rows_add_text(check->rows, severity);
	rows_add_text(check->rows, entity);
	rows_add_text(check->rows, reference);
	rows_add_text(check->rows, finding);
	rows_add_text(check->rows, help);
}

static void found_of_cofunding(void *context, const char *severity, const char *entity,
                               const char *reference, const char *finding, const char *help)
{
	found(context, severity, entity, reference, finding, help);
}

static void found_by_engine(void *context, const char *finding)
{
	found(context, "error", "", "", finding, "restore the last backup, see `syndic help backup`");
}

/* One finding for each row that a statement returns: its first column is the reference. */
static enum syndic_status findings(struct check *check, struct db_stmt *stmt, const char *severity,
                                   const char *entity, const char *finding, const char *help)
{
	int step;
	while ((step = db_step(stmt)) == 1) {
		struct buf command = {0};
		buf_printf(&command, "%s %s", help, db_text(stmt, 0));
		found(check, severity, entity, db_text(stmt, 0), finding, buf_text(&command));
		buf_free(&command);
	}
	db_finalize(stmt);
	return step < 0 ? check->handle->error.code : SYNDIC_OK;
}

static enum syndic_status check_deals(struct check *check)
{
	struct db *db = check->handle->db;
	enum syndic_status status;
	struct db_stmt *stmt;
	TRY(db_prepare(db,
	               "SELECT d.slug FROM deal AS d JOIN stage AS s ON s.id = d.stage WHERE s.outcome "
	               "= 'won' AND d.contract IS NULL ORDER BY d.slug",
	               &stmt));
	TRY(findings(check, stmt, "error", "deal",
	             "it is won and has no contract: its money is counted nowhere",
	             "syndic deal show"));
	TRY(db_prepare(db,
	               "SELECT d.slug FROM deal AS d JOIN stage AS s ON s.id = d.stage WHERE s.outcome "
	               "<> 'won' AND d.contract IS NOT NULL ORDER BY d.slug",
	               &stmt));
	TRY(findings(check, stmt, "error", "deal",
	             "it is not won and has a contract: the money counts twice", "syndic deal show"));
	TRY(db_prepare(db,
	               "SELECT c.slug FROM contract AS c JOIN deal AS d ON d.id = c.deal JOIN stage AS "
	               "s ON s.id = d.stage"
	               " WHERE s.outcome <> 'won' ORDER BY c.slug",
	               &stmt));
	TRY(findings(check, stmt, "error", "contract", "its deal is not won: the money counts twice",
	             "syndic contract show"));
	TRY(db_prepare(db,
	               "SELECT d.slug FROM deal AS d JOIN stage AS s ON s.id = d.stage WHERE "
	               "s.pipeline <> d.pipeline ORDER BY d.slug",
	               &stmt));
	TRY(findings(check, stmt, "error", "deal", "its stage belongs to another pipeline",
	             "syndic deal move"));
	TRY(db_prepare(db,
	               "SELECT d.slug FROM deal AS d WHERE d.stage <> coalesce((SELECT h.stage FROM "
	               "stage_change AS h WHERE h.id > d.id || '.' AND h.id < d.id || '/'"
	               " ORDER BY h.position DESC LIMIT 1), '') ORDER BY d.slug",
	               &stmt));
	status = findings(check, stmt, "warning", "deal",
	                  "its stage history does not end where it stands", "syndic history deal");
out:
	return status;
}

static enum syndic_status check_people(struct check *check)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(check->handle->db,
	               "SELECT number, people FROM activity WHERE people IS NOT NULL ORDER BY number",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	while (db_step(stmt) == 1) {
		for (const char *at = db_text(stmt, 1); *at; at += *at == ',') {
			char id[ULID_SIZE] = "", known[REFERENCE_SIZE], reference[32];
			size_t length = strcspn(at, ",");
			strncat(id, at, length < sizeof id ? length : sizeof id - 1);
			at += length;
			if (resolve_exact(check->handle, &entity_person, id, NULL, known) == SYNDIC_OK)
				continue;
			snprintf(reference, sizeof reference, "#%lld", (long long)db_int(stmt, 0));
			found(check, "error", "activity", reference, "it names a person who is not there",
			      "syndic activity edit");
		}
	}
	db_finalize(stmt);
	return check->handle->error.code;
}

static enum syndic_status check_scenarios(struct check *check)
{
	struct syndic *handle = check->handle;
	struct arena arena = {0};
	struct scenario_effect effect;
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT s.slug, c.what, c.value, c.starts_on, c.ends_on FROM scenario_change AS c"
		" JOIN scenario AS s ON s.id = c.scenario ORDER BY s.slug, c.id",
		&stmt);
	if (status != SYNDIC_OK) return status;
	while (db_step(stmt) == 1) {
		char *const parts[] = {arena_copy(&arena, db_text(stmt, 1)),
		                       arena_copy(&arena, db_text(stmt, 2)),
		                       arena_copy(&arena, db_text(stmt, 3)),
		                       arena_copy(&arena, db_text(stmt, 4))};
		if (scenario_effect_read(handle, parts[0], parts[1], parts[2], parts[3], &arena, &effect) ==
		    SYNDIC_OK)
			continue;
		found(check, "warning", "scenario", db_text(stmt, 0), handle->error.message,
		      handle->error.help);
		error_clear(handle);
	}
	db_finalize(stmt);
	arena_free(&arena);
	return handle->error.code;
}

/* An assumption says why a setting is what it is: it must not say something else. */
static enum syndic_status check_assumptions(struct check *check)
{
	struct buf finding = {0}, help = {0};
	struct db_stmt *stmt;
	int step;
	enum syndic_status status = db_prepare(check->handle->db,
	                                       "SELECT a.key, a.value, s.value FROM assumption AS a"
	                                       " JOIN setting AS s ON s.key = a.key ORDER BY a.key",
	                                       &stmt);
	if (status != SYNDIC_OK) return status;
	while ((step = db_step(stmt)) == 1) {
		const char *key = db_text(stmt, 0), *assumed = db_text(stmt, 1), *set = db_text(stmt, 2);
		if (setting_same(key, assumed, set)) continue;
		buf_reset(&finding);
		buf_reset(&help);
		buf_printf(&finding, "it assumes %s, but the setting %s is %s", assumed, key, set);
		buf_printf(&help, "syndic assumption edit %s --value %s", key, set);
		found(check, "warning", "assumption", key, buf_text(&finding), buf_text(&help));
	}
	db_finalize(stmt);
	buf_free(&finding);
	buf_free(&help);
	return step < 0 ? check->handle->error.code : SYNDIC_OK;
}

static enum syndic_status check_counters(struct check *check)
{
	struct db *db = check->handle->db;
	enum syndic_status status;
	struct db_stmt *stmt;
	TRY(db_prepare(db,
	               "SELECT c.name FROM counter AS c WHERE c.value <"
	               " CASE c.name WHEN 'change' THEN (SELECT coalesce(max(number), 0) FROM change)"
	               " WHEN 'change_row' THEN (SELECT coalesce(max(number), 0) FROM change_row)"
	               " WHEN 'activity' THEN (SELECT coalesce(max(number), 0) FROM activity)"
	               " WHEN 'task' THEN (SELECT coalesce(max(number), 0) FROM task) ELSE 0 END",
	               &stmt));
	TRY(findings(check, stmt, "error", "counter", "numbers would be given out twice",
	             "syndic backup COPY.db, then look at counter"));
	TRY(db_prepare(db,
	               "SELECT CAST(c.number AS TEXT) FROM change AS c WHERE c.row_count <> (SELECT "
	               "count(*) FROM change_row AS r"
	               " WHERE r.number >= c.first_row AND r.number < c.first_row + c.row_count)",
	               &stmt));
	status = findings(check, stmt, "error", "change", "rows of it are missing from the log",
	                  "syndic history");
out:
	return status;
}

/* ---- row by row against the change log, and what is searched ---- */

/* `what` is what another program did, as a phrase. */
static void found_foreign(struct check *check, const struct record *record, struct arena *arena,
                          const char *what, bool stands)
{
	char noun[ENTITY_NOUN];
	char *finding = arena_printf(arena, "another program %s", what);
	const char *reference =
		record_has(record, record->entity->reference) ? record_reference(record, arena) : "";
	found(check, "note", record->entity->name, reference, finding,
	      !stands ? "syndic history"
	              : arena_printf(arena, "syndic history %s %s", entity_noun(record->entity, noun),
	                             *reference == '#' ? reference + 1 : reference));
}

#define NOT_TOLD "it: history does not tell how"
#define WAS_BROKEN "changed it between two changes: what it held then, --known cannot tell"

static enum syndic_status check_logged(struct check *check, const struct record *record,
                                       struct arena *arena)
{
	struct logged logged;
	const char *id = record_text(record, "id");
	enum syndic_status status = logged_read(check->handle, record->entity, id, arena, &logged);
	if (status != SYNDIC_OK) return status;
	if (!logged_fits(&logged, record)) {
		found_foreign(check, record, arena,
		              !logged.any || logged.gone ? "added " NOT_TOLD : "changed " NOT_TOLD, true);
	} else if (logged.broken) {
		found_foreign(check, record, arena, WAS_BROKEN, true);
	}
	return SYNDIC_OK;
}

/* A record that is not there: it was left standing, or the log tells of it what cannot be. */
static enum syndic_status check_gone(struct check *check, const struct syndic_entity *entity,
                                     const char *id, struct arena *arena)
{
	struct record record;
	struct logged logged;
	bool stands;
	enum syndic_status status;
	TRY(record_find(check->handle, entity, id, arena, &record, &stands));
	if (stands) goto out;
	TRY(logged_read(check->handle, entity, id, arena, &logged));
	if (!logged.gone)
		found_foreign(check, &logged.record, arena, "removed " NOT_TOLD, false);
	else if (logged.broken)
		found_foreign(check, &logged.record, arena, WAS_BROKEN, false);
out:
	return status;
}

static enum syndic_status check_logged_gone(struct check *check)
{
	struct arena arena = {0};
	struct db_stmt *stmt;
	int step = 0;
	enum syndic_status status =
		db_prepare(check->handle->db,
	               "SELECT r.entity, r.record FROM change_row AS r WHERE"
	               " r.number = (SELECT max(m.number) FROM change_row AS m WHERE m.record ="
	               " r.record) ORDER BY r.number",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1) {
		const struct syndic_entity *entity = syndic_entity_find(db_text(stmt, 0));
		arena_reset(&arena);
		if (!entity || entity->flags & SYNDIC_TRAIL || logged_seed(db_text(stmt, 1))) continue;
		status = check_gone(check, entity, db_text(stmt, 1), &arena);
	}
	db_finalize(stmt);
	arena_free(&arena);
	return step < 0 ? check->handle->error.code : status;
}

/* The same for what a new database begins with, logged or not. */
static enum syndic_status check_seeds_gone(struct check *check, const struct syndic_entity *entity)
{
	struct syndic *fresh;
	struct arena arena = {0};
	struct db_stmt *stmt = NULL;
	int step;
	enum syndic_status status;
	TRY(store_fresh(check->handle, &fresh));
	TRY(compose_all(fresh, entity, &stmt));
	while ((step = db_step(stmt)) == 1) {
		arena_reset(&arena);
		TRY(check_gone(check, entity, db_text(stmt, 0), &arena));
	}
	if (step < 0) status = fresh->error.code;
out:
	db_finalize(stmt);
	arena_free(&arena);
	return status;
}

static enum syndic_status check_entity(struct check *check, const struct syndic_entity *entity,
                                       bool rebuild)
{
	struct syndic *handle = check->handle;
	enum syndic_status status;
	struct arena arena = {0};
	struct buf folded = {0};
	struct db_stmt *stmt = NULL;
	bool searched = entity_is_searched(entity);
	int step;
	TRY(compose_all(handle, entity, &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct record record;
		arena_reset(&arena);
		buf_reset(&folded);
		record_init(&record, entity);
		for (size_t i = 0; i < entity->field_count; i++)
			record.values[i] = db_value(stmt, (int)i);
		TRY(check_logged(check, &record, &arena));
		if (!searched) continue;
		record_fold(&folded, &record);
		if (strcmp(buf_text(&folded), db_text(stmt, (int)entity->field_count)) == 0) continue;
		found(check, "warning", entity->name, record_reference(&record, &arena),
		      rebuild ? "search did not know its text; rebuilt" : "search does not know its text",
		      "syndic check");
		if (rebuild)
			TRY(compose_refold(handle, entity, record_text(&record, "id"), buf_text(&folded)));
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	buf_free(&folded);
	arena_free(&arena);
	return status;
}

/* ---- totals of closed stages ---- */

static enum syndic_status check_totals(struct check *check, bool rebuild)
{
	struct db *db = check->handle->db;
	enum syndic_status status;
	struct db_stmt *stmt;
	bool wrong;
	TRY(db_prepare(db,
	               "WITH real AS (SELECT d.stage AS stage, CAST(coalesce(substr(d.closed_on, 1, "
	               "4), '0') AS INTEGER) AS year, count(*) AS deals,"
	               " coalesce(sum(d.amount), 0) AS amount FROM deal AS d JOIN stage AS s ON s.id = "
	               "d.stage WHERE s.outcome <> 'open' GROUP BY 1, 2)"
	               " SELECT 1 FROM real AS r LEFT JOIN stage_total AS t ON t.stage = r.stage AND "
	               "t.year = r.year"
	               " WHERE t.deals IS NULL OR t.deals <> r.deals OR t.amount <> r.amount"
	               " UNION ALL SELECT 1 FROM stage_total AS t LEFT JOIN real AS r ON r.stage = "
	               "t.stage AND r.year = t.year WHERE r.deals IS NULL LIMIT 1",
	               &stmt));
	wrong = db_step(stmt) == 1;
	db_finalize(stmt);
	if (!wrong) goto out;
	found(check, "warning", "stage_total", "",
	      rebuild ? "totals of closed stages were off (another program wrote deals); rebuilt"
	              : "totals of closed stages are off",
	      "syndic check");
	if (!rebuild) goto out;
	status = change_recount(check->handle);
out:
	return status;
}

enum syndic_status syndic_check(struct syndic *handle, struct syndic_rows **out)
{
	struct check check = {handle,
	                      rows_new(finding_columns,
	                               sizeof finding_columns / sizeof finding_columns[0]),
	                      false};
	enum syndic_status status;
	bool rebuild = !handle->dry_run;
	error_clear(handle);
	*out = check.rows;
	TRY(change_allowed(handle));
	TRY(rebuild ? db_begin(handle->db) : db_begin_read(handle->db));
	TRY(db_integrity(handle->db, found_by_engine, &check));
	if (check.error) goto out; /* rows of a damaged file say nothing */
	TRY(check_deals(&check));
	TRY(check_people(&check));
	TRY(check_scenarios(&check));
	TRY(check_assumptions(&check));
	TRY(check_counters(&check));
	TRY(cofunding_check(handle, found_of_cofunding, &check));
	for (size_t i = 0; i < ENTITY_COUNT; i++) {
		if (syndic_entity_at(i)->flags & SYNDIC_TRAIL) continue;
		TRY(check_entity(&check, syndic_entity_at(i), rebuild));
		TRY(check_seeds_gone(&check, syndic_entity_at(i)));
	}
	TRY(check_logged_gone(&check));
	TRY(check_totals(&check, rebuild));
	if (rebuild) status = db_commit(handle->db);
out:
	db_rollback(handle->db);
	if (status != SYNDIC_OK) {
		syndic_rows_free(*out);
		*out = NULL;
		return status;
	}
	return check.error ? error_set(handle, SYNDIC_CONFLICT, NULL, NULL, NULL, "%s has errors",
	                               db_path(handle->db))
	                   : SYNDIC_OK;
}
