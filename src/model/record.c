#include "model/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/compose.h"
#include "model/pipeline.h"
#include "model/transition.h"

void record_init(struct record *record, const struct syndic_entity *entity)
{
	record->entity = entity;
	memset(record->values, 0, entity->field_count * sizeof record->values[0]);
}

static int index_of(const struct record *record, const char *field)
{
	const struct syndic_entity *entity = record->entity;
	/* The linker merges equal literals, so that most names are found by their address. */
	for (size_t i = 0; i < entity->field_count; i++) {
		if (entity->fields[i].name == field) return (int)i;
	}
	for (size_t i = 0; i < entity->field_count; i++) {
		if (strcmp(entity->fields[i].name, field) == 0) return (int)i;
	}
	abort(); /* a defect of ours: the entity has no such field */
}

bool record_equal(const struct record *a, const struct record *b)
{
	for (size_t i = 0; i < a->entity->field_count; i++) {
		if (!value_equal(a->values[i], b->values[i])) return false;
	}
	return true;
}

bool record_differs(const struct record *before, const struct record *after, const char *field)
{
	return !before || !value_equal(record_get(before, field), record_get(after, field));
}

const char *record_slug(const struct record *record)
{
	return record_has(record, "slug") ? record_text(record, "slug") : "it";
}

struct syndic_value record_get(const struct record *record, const char *field)
{
	return record->values[index_of(record, field)];
}

const char *record_text(const struct record *record, const char *field)
{
	struct syndic_value value = record_get(record, field);
	return value.kind == SYNDIC_STRING ? value.text : NULL;
}

int64_t record_number(const struct record *record, const char *field)
{
	struct syndic_value value = record_get(record, field);
	return value.kind == SYNDIC_NUMBER ? value.number : 0;
}

bool record_has(const struct record *record, const char *field)
{
	return record_get(record, field).kind != SYNDIC_NULL;
}

void record_set(struct record *record, const char *field, struct syndic_value value)
{
	record->values[index_of(record, field)] = value;
}

void record_set_text(struct record *record, const char *field, const char *text)
{
	record_set(record, field, value_text(text));
}

void record_set_number(struct record *record, const char *field, int64_t number)
{
	record_set(record, field, value_number(number));
}

/* ---- reading ---- */

enum syndic_status record_find(struct syndic *handle, const struct syndic_entity *entity,
                               const char *id, struct arena *arena, struct record *out, bool *found)
{
	struct db_stmt *stmt;
	enum syndic_status status = compose_load(handle, entity, &stmt);
	int step;
	*found = false;
	if (status != SYNDIC_OK) return status;
	record_init(out, entity);
	db_bind_text(stmt, 1, id);
	step = db_step(stmt);
	for (size_t i = 0; step == 1 && i < entity->field_count; i++) {
		out->values[i] = db_value(stmt, (int)i);
		if (out->values[i].kind == SYNDIC_STRING) {
			out->values[i].text = arena_copy_n(arena, out->values[i].text, out->values[i].length);
		}
	}
	db_reset(stmt);
	*found = step == 1;
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

enum syndic_status record_load(struct syndic *handle, const struct syndic_entity *entity,
                               const char *id, struct arena *arena, struct record *out)
{
	char noun[ENTITY_NOUN];
	bool found;
	enum syndic_status status = record_find(handle, entity, id, arena, out, &found);
	if (status == SYNDIC_OK && !found) {
		status = error_set(handle, SYNDIC_NOT_FOUND, entity->name, "id", id,
		                   "there is no %s with the id %s", entity_noun(entity, noun), id);
	}
	return status;
}

const char *record_nouns(const struct syndic_entity *entity, char out[ENTITY_NOUN])
{
	snprintf(out, ENTITY_NOUN, "%s", entity->plural);
	for (char *at = out; *at; at++)
		if (*at == '_') *at = '-';
	return out;
}

char *record_reference(const struct record *record, struct arena *arena)
{
	struct syndic_value value = record_get(record, record->entity->reference);
	if (value.kind == SYNDIC_STRING) return arena_copy(arena, value.text);
	return arena_printf(arena, "#%lld", (long long)value.number);
}

/* ---- slugs and numbers ---- */

static enum syndic_status taken(struct syndic *handle, const struct syndic_entity *entity,
                                const char *reference, const char *id, bool *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = compose_find(handle, entity, entity->reference, &stmt);
	int step;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, reference);
	step = db_step(stmt);
	*out = step == 1 && strcmp(db_text(stmt, 0), id) != 0;
	db_reset(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static void add_id_tail(struct buf *out, const char *id)
{
	enum { TAIL = 6, ID_LENGTH = ULID_SIZE - 1 };
	for (int i = ID_LENGTH - TAIL; i < ID_LENGTH; i++) {
		buf_add_char(out, (char)(id[i] >= 'A' && id[i] <= 'Z' ? id[i] - 'A' + 'a' : id[i]));
	}
}

/* The slug of a new record: from its name, with a number where that is taken, with the end of
 * its id where many are. */
static enum syndic_status make_slug(struct syndic *handle, struct record *record,
                                    struct arena *arena)
{
	enum { NUMBERED = 3, LONGEST = 60, TAIL = 7 };
	enum syndic_status status = SYNDIC_OK;
	const struct syndic_entity_hooks *hooks = record->entity->hooks;
	const char *id = record_text(record, "id");
	struct buf text = {0}, slug = {0};
	size_t base;
	bool used = true;
	if (hooks && hooks->slug) {
		hooks->slug(handle, record, &text);
	} else {
		buf_add(&text, record_text(record, "name"));
	}
	text_slug(&slug, buf_text(&text));
	if (!slug.length) {
		buf_printf(&slug, "%s-", record->entity->name);
		add_id_tail(&slug, id);
	}
	base = slug.length < LONGEST - TAIL ? slug.length : LONGEST - TAIL;
	while (base > 0 && slug.data[base - 1] == '-')
		base--;
	for (int n = 2; status == SYNDIC_OK; n++) {
		status = taken(handle, record->entity, buf_text(&slug), id, &used);
		if (!used) break;
		slug.length = base;
		if (n <= NUMBERED) {
			buf_printf(&slug, "-%d", n);
		} else {
			buf_add_char(&slug, '-');
			add_id_tail(&slug, id);
		}
	}
	record_set_text(record, "slug", arena_copy(arena, buf_text(&slug)));
	buf_free(&text);
	buf_free(&slug);
	return status;
}

enum syndic_status record_check_free(struct syndic *handle, const struct record *record)
{
	const char *field = record->entity->reference, *reference = record_text(record, field);
	char noun[ENTITY_NOUN];
	bool used;
	enum syndic_status status =
		taken(handle, record->entity, reference, record_text(record, "id"), &used);
	if (status != SYNDIC_OK || !used) return status;
	(void)error_set(handle, SYNDIC_CONFLICT, record->entity->name, field, reference,
	                "there is another %s called %s", entity_noun(record->entity, noun), reference);
	error_help(handle, "syndic %s show %s", noun, reference);
	return SYNDIC_CONFLICT;
}

static enum syndic_status check_slug(struct syndic *handle, const struct record *record)
{
	enum syndic_status status;
	const char *slug = record_text(record, "slug");
	struct buf proper = {0};
	text_slug(&proper, slug);
	if (!text_equal(buf_text(&proper), slug)) {
		status = error_set(
			handle, SYNDIC_MISUSE, record->entity->name, "slug", slug,
			"a slug is lower-case letters, digits and single dashes, at most 60: %s is not", slug);
		if (proper.length) error_help(handle, "--slug %s", buf_text(&proper));
		goto out;
	}
	status = record_check_free(handle, record);
out:
	buf_free(&proper);
	return status;
}

/* What people name the record by, checked where it is new. */
static enum syndic_status check_reference(struct syndic *handle, const struct record *before,
                                          struct record *after, struct arena *arena)
{
	const char *field = after->entity->reference;
	if (!record_differs(before, after, field)) return SYNDIC_OK;
	if (strcmp(field, "id") == 0 || strcmp(field, "number") == 0) return SYNDIC_OK;
	if (strcmp(field, "slug") != 0) return record_check_free(handle, after);
	return record_has(after, "slug") ? check_slug(handle, after) : make_slug(handle, after, arena);
}

/* ---- what every write has in common ---- */

static bool is_blank(struct syndic_value value)
{
	return value.kind == SYNDIC_NULL ||
	       (value.kind == SYNDIC_STRING && strspn(value.text, " \t\r\n") == value.length);
}

static enum syndic_status check_required(struct syndic *handle, const struct record *record)
{
	for (size_t i = 0; i < record->entity->field_count; i++) {
		const struct syndic_field *field = &record->entity->fields[i];
		if (!(field->flags & SYNDIC_REQUIRED) || !is_blank(record->values[i])) continue;
		return error_set(handle, SYNDIC_MISUSE, record->entity->name, field->name, NULL,
		                 "%s is missing: %s", field->name, field->help);
	}
	return SYNDIC_OK;
}

static enum syndic_status check_ratios(struct syndic *handle, const struct record *record)
{
	for (size_t i = 0; i < record->entity->field_count; i++) {
		const struct syndic_field *field = &record->entity->fields[i];
		struct syndic_value value = record->values[i];
		if (field->type != SYNDIC_RATIO || value.kind == SYNDIC_NULL) continue;
		if (value.number < 0 || value.number > RATIO_ONE) {
			return error_set(handle, SYNDIC_MISUSE, record->entity->name, field->name, NULL,
			                 "%s is not from 0 to 1 (0 to 100 %%)", field->name);
		}
	}
	return SYNDIC_OK;
}

void record_fold(struct buf *out, const struct record *record)
{
	for (size_t i = 0; i < record->entity->field_count; i++) {
		if (!(record->entity->fields[i].flags & SYNDIC_SEARCHED)) continue;
		if (record->values[i].kind == SYNDIC_STRING) text_fold(out, record->values[i].text);
		buf_add_char(out, '\n');
	}
}

static enum syndic_status run(struct db_stmt *stmt, struct syndic *handle)
{
	int step = db_step(stmt);
	db_reset(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

/* The columns that every INSERT and UPDATE ends with. */
static enum syndic_status bind_tail(struct syndic *handle, struct db_stmt *stmt,
                                    const struct record *record, struct buf *folded, int *n)
{
	if (entity_is_searched(record->entity)) {
		record_fold(folded, record);
		db_bind(stmt, ++*n,
		        (struct syndic_value){SYNDIC_STRING, 0, buf_text(folded), folded->length});
	}
	if (record->entity == &entity_deal) {
		int64_t number;
		enum syndic_status status = change_number(handle, &number);
		if (status != SYNDIC_OK) return status;
		db_bind_int(stmt, ++*n, number);
	}
	return SYNDIC_OK;
}

static enum syndic_status add_first_stage(struct syndic *handle, const struct record *deal)
{
	struct db_stmt *stmt;
	struct buf id = {0};
	int64_t number;
	enum syndic_status status = change_number(handle, &number);
	if (status != SYNDIC_OK) return status;
	status = db_prepare(handle->db,
	                    "INSERT INTO stage_change (id, deal, position, from_stage, stage, since, "
	                    "change) VALUES ($1, $2, 1, NULL, $3, $4, $5)",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	buf_add(&id, record_text(deal, "id"));
	buf_add(&id, ".1");
	db_bind_text(stmt, 1, buf_text(&id));
	db_bind_text(stmt, 2, record_text(deal, "id"));
	db_bind_text(stmt, 3, record_text(deal, "stage"));
	db_bind_text(stmt, 4, record_text(deal, "stage_since"));
	db_bind_int(stmt, 5, number);
	status = run(stmt, handle);
	db_finalize(stmt);
	buf_free(&id);
	return status;
}

static enum syndic_status follow_up(struct syndic *handle, const struct record *before,
                                    const struct record *after, unsigned flags)
{
	const struct syndic_entity *entity = (after ? after : before)->entity;
	change_about(handle, after ? after : before);
	if (entity == &entity_deal) change_count_deal(handle, before, after);
	if (flags & RECORD_RAW) {
		if (entity == &entity_stage || entity == &entity_pipeline) stages_forget(handle);
		return SYNDIC_OK;
	}
	return entity->hooks && entity->hooks->written ? entity->hooks->written(handle, before, after)
	                                               : SYNDIC_OK;
}

/* ---- writing ---- */

enum syndic_status record_check(struct syndic *handle, const struct record *before,
                                struct record *after, struct arena *arena)
{
	enum syndic_status status;
	const struct syndic_entity_hooks *hooks = after->entity->hooks;
	TRY(check_required(handle, after));
	if (hooks && hooks->check) TRY(hooks->check(handle, before, after));
	TRY(check_ratios(handle, after));
	status = check_reference(handle, before, after, arena);
out:
	return status;
}

enum syndic_status record_insert(struct syndic *handle, struct record *record, unsigned flags,
                                 struct arena *arena)
{
	const struct syndic_entity *entity = record->entity;
	enum syndic_status status = SYNDIC_OK;
	struct db_stmt *stmt;
	struct buf folded = {0};
	int n = (int)entity->field_count;
	if (!record_has(record, "id")) {
		char id[ULID_SIZE];
		ulid_new(id);
		record_set_text(record, "id", arena_copy(arena, id));
	}
	if (!(flags & RECORD_RAW)) TRY(record_check(handle, NULL, record, arena));
	if (strcmp(entity->reference, "number") == 0) {
		int64_t number = record_number(record, "number");
		if (number) {
			TRY(counter_raise(handle, entity->name, number));
		} else {
			TRY(counter_next(handle, entity->name, &number));
			record_set_number(record, "number", number);
		}
	}
	TRY(compose_insert(handle, entity, &stmt));
	for (int i = 0; i < n; i++)
		db_bind(stmt, i + 1, record->values[i]);
	TRY(bind_tail(handle, stmt, record, &folded, &n));
	TRY(run(stmt, handle));
	if (entity == &entity_deal && !(flags & RECORD_RAW)) TRY(add_first_stage(handle, record));
	TRY(change_log(handle, NULL, record));
	status = follow_up(handle, NULL, record, flags);
out:
	buf_free(&folded);
	return status;
}

enum syndic_status record_update(struct syndic *handle, const struct record *before,
                                 struct record *after, unsigned flags, struct arena *arena)
{
	const struct syndic_entity *entity = after->entity;
	enum syndic_status status = SYNDIC_OK;
	struct db_stmt *stmt;
	struct buf folded = {0};
	uint64_t mask = 0;
	int n = 0;
	for (size_t i = 0; i < entity->field_count; i++) {
		if (!value_equal(before->values[i], after->values[i])) mask |= UINT64_C(1) << i;
	}
	if (!mask) return SYNDIC_OK;
	if (!(flags & RECORD_RAW)) {
		TRY(record_check(handle, before, after, arena));
		mask = 0; /* a hook may have filled in more, or taken something back */
		for (size_t i = 0; i < entity->field_count; i++) {
			if (!value_equal(before->values[i], after->values[i])) mask |= UINT64_C(1) << i;
		}
		if (!mask) goto out;
	}
	TRY(compose_update(handle, entity, mask, &stmt));
	for (size_t i = 0; i < entity->field_count; i++) {
		if (mask & UINT64_C(1) << i) db_bind(stmt, ++n, after->values[i]);
	}
	TRY(bind_tail(handle, stmt, after, &folded, &n));
	db_bind(stmt, ++n, record_get(before, "id"));
	TRY(run(stmt, handle));
	TRY(change_log(handle, before, after));
	status = follow_up(handle, before, after, flags);
out:
	buf_free(&folded);
	return status;
}

enum syndic_status record_referrer(struct syndic *handle, const struct record *record,
                                   const char *except, struct arena *arena, char **out)
{
	enum syndic_status status = SYNDIC_OK;
	*out = NULL;
	for (size_t e = 0; e < ENTITY_COUNT && !*out; e++) {
		const struct syndic_entity *entity = syndic_entity_at(e);
		if (entity->flags & SYNDIC_TRAIL &&
		    !(record->entity == &entity_stage && entity == &entity_stage_change))
			continue;
		for (size_t f = 0; f < entity->field_count && !*out; f++) {
			struct db_stmt *stmt;
			struct record by;
			char id[REFERENCE_SIZE] = "", noun[ENTITY_NOUN];
			if (!entity->fields[f].refers_to ||
			    strcmp(entity->fields[f].refers_to, record->entity->name) != 0)
				continue;
			status = compose_referrers(handle, entity, (int)f, &stmt);
			if (status != SYNDIC_OK) return status;
			db_bind(stmt, 1, record_get(record, "id"));
			while (!id[0] && db_step(stmt) == 1) {
				bool own = strcmp(db_text(stmt, 0), record_text(record, "id")) == 0;
				if (!own && !text_equal(db_text(stmt, 0), except))
					snprintf(id, sizeof id, "%s", db_text(stmt, 0));
			}
			db_reset(stmt);
			if (!id[0]) continue;
			status = record_load(handle, entity, id, arena, &by);
			if (status != SYNDIC_OK) return status;
			*out = arena_printf(arena, "%s %s", entity_noun(entity, noun),
			                    record_reference(&by, arena));
		}
	}
	return status;
}

enum syndic_status record_ids(struct syndic *handle, struct db_stmt *stmt, struct arena *arena,
                              char **out)
{
	struct buf ids = {0};
	int step;
	while ((step = db_step(stmt)) == 1) {
		buf_add(&ids, db_text(stmt, 0));
		buf_add_char(&ids, '\0');
	}
	*out = arena_copy_n(arena, buf_text(&ids), ids.length);
	db_finalize(stmt);
	buf_free(&ids);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

/* A deal's stage history goes with it, logged, so that an undo brings it back. */
static enum syndic_status delete_stage_changes(struct syndic *handle, const struct record *deal,
                                               struct arena *arena)
{
	enum syndic_status status;
	struct db_stmt *stmt;
	char *ids = NULL;
	status = db_prepare(handle->db,
	                    "SELECT id FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL
	                    " ORDER BY position DESC",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(deal, "id"));
	status = record_ids(handle, stmt, arena, &ids);
	for (const char *id = ids; status == SYNDIC_OK && *id; id += strlen(id) + 1) {
		struct record row;
		status = record_load(handle, &entity_stage_change, id, arena, &row);
		if (status == SYNDIC_OK) status = record_delete(handle, &row, RECORD_RAW);
	}
	return status;
}

enum syndic_status record_delete(struct syndic *handle, const struct record *before, unsigned flags)
{
	enum syndic_status status = SYNDIC_OK;
	struct db_stmt *stmt;
	struct arena arena = {0};
	char *referrer;
	if (!(flags & RECORD_RAW)) {
		TRY(record_referrer(handle, before, NULL, &arena, &referrer));
		if (referrer) {
			char *name = record_reference(before, &arena), noun[ENTITY_NOUN];
			status = error_set(handle, SYNDIC_CONFLICT, before->entity->name, NULL, name,
			                   "%s %s is in use: %s refers to it",
			                   entity_noun(before->entity, noun), name, referrer);
			error_help(handle, "syndic %.*s show %s", (int)strcspn(referrer, " "), referrer,
			           strchr(referrer, ' ') + 1);
			goto out;
		}
	}
	change_about(handle, before);
	if (before->entity == &entity_deal) TRY(delete_stage_changes(handle, before, &arena));
	if (!(flags & RECORD_RAW)) TRY(transition_drop(handle, before, &arena));
	TRY(compose_delete(handle, before->entity, &stmt));
	db_bind(stmt, 1, record_get(before, "id"));
	TRY(run(stmt, handle));
	TRY(change_log(handle, before, NULL));
	status = follow_up(handle, before, NULL, flags);
out:
	arena_free(&arena);
	return status;
}
