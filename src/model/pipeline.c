#include <string.h>

#include "base/text.h"
#include "model/check.h"
#include "model/pipeline.h"
#include "model/pledge.h"

static const struct syndic_field pipeline_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "what people call it"},
	{"position", SYNDIC_INT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "place among the pipelines, from 1"},
};

static enum syndic_status pipeline_check(struct syndic *handle, const struct record *before,
                                         struct record *after)
{
	const char *slug = before ? record_text(before, "slug") : NULL;
	if (slug && strcmp(slug, PLEDGE_PIPELINE) == 0 &&
	    !text_equal(slug, record_text(after, "slug"))) {
		(void)error_set(handle, SYNDIC_CONFLICT, "pipeline", "slug", slug,
		                "pledges are the deals of the pipeline %s: its slug stays", slug);
		error_help(handle, "syndic pipeline edit %s --name …", slug);
		return SYNDIC_CONFLICT;
	}
	return check_at_least(handle, after, "position", 1);
}

static const struct syndic_entity_hooks pipeline_hooks = {.check = pipeline_check};
const struct syndic_entity entity_pipeline = {
	"pipeline", "pipelines",     "a way of selling, with its stages", "slug",
	0,          pipeline_fields, FIELD_COUNT(pipeline_fields),        &pipeline_hooks};

static const struct syndic_field stage_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"pipeline", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "pipeline", NULL, NULL,
     "the pipeline that it belongs to"},
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "what people call it"},
	{"position", SYNDIC_INT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "place within its pipeline, from 1"},
	{"probability", SYNDIC_RATIO, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "chance to win of a deal that stands here and has none of its own"},
	{"outcome", SYNDIC_CHOICE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, LIST("open", "won", "lost"),
     NULL, "what a deal here is"},
};

static enum syndic_status check_name(struct syndic *handle, const struct record *stage)
{
	struct db_stmt *stmt;
	bool used;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT 1 FROM stage WHERE pipeline = $1 AND name = $2 AND id <> $3",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, record_text(stage, "pipeline"));
	db_bind_text(stmt, 2, record_text(stage, "name"));
	db_bind_text(stmt, 3, record_text(stage, "id"));
	used = db_step(stmt) == 1;
	db_finalize(stmt);
	if (!used) return SYNDIC_OK;
	(void)error_set(handle, SYNDIC_CONFLICT, "stage", "name", record_text(stage, "name"),
	                "its pipeline has another stage called %s", record_text(stage, "name"));
	error_help(handle, "syndic stage list");
	return SYNDIC_CONFLICT;
}

/* Do pledges move by it, wherever it stands? */
static enum syndic_status is_of_pledges(struct syndic *handle, const struct record *stage,
                                        bool *out)
{
	static const char *const names[] = {"Interest", "Soft", "Binding", "Contracted", "Withdrawn"};
	struct record pipeline;
	bool named = false, there;
	enum syndic_status status;
	*out = false;
	for (size_t i = 0; i < FIELD_COUNT(names); i++)
		named |= strcmp(record_text(stage, "name"), names[i]) == 0;
	if (!named) return SYNDIC_OK;
	status = record_find(handle, &entity_pipeline, record_text(stage, "pipeline"),
	                     &handle->change->text, &pipeline, &there);
	*out = status == SYNDIC_OK && there &&
	       strcmp(record_text(&pipeline, "slug"), PLEDGE_PIPELINE) == 0;
	return status;
}

/* `after` NULL: it is removed. */
static enum syndic_status check_of_pledges(struct syndic *handle, const struct record *before,
                                           const struct record *after)
{
	static const char *const kept[] = {"name", "outcome", "pipeline"};
	bool of_pledges;
	enum syndic_status status = is_of_pledges(handle, before, &of_pledges);
	if (status != SYNDIC_OK || !of_pledges) return status;
	for (size_t i = 0; i < FIELD_COUNT(kept); i++) {
		if (after && !record_differs(before, after, kept[i])) continue;
		(void)error_set(handle, SYNDIC_CONFLICT, "stage", kept[i], record_text(before, "name"),
		                "the %s of stage %s stays: pledges move by it",
		                after ? kept[i] : "place in its pipeline", record_text(before, "slug"));
		error_help(handle, "syndic stage edit %s --probability …", record_text(before, "slug"));
		return SYNDIC_CONFLICT;
	}
	return SYNDIC_OK;
}

static enum syndic_status stage_check(struct syndic *handle, const struct record *before,
                                      struct record *after)
{
	enum syndic_status status = check_at_least(handle, after, "position", 1);
	if (status == SYNDIC_OK) status = check_name(handle, after);
	if (status == SYNDIC_OK && before) status = check_of_pledges(handle, before, after);
	if (status != SYNDIC_OK) return status;
	if (before && (strcmp(record_text(before, "outcome"), record_text(after, "outcome")) != 0 ||
	               strcmp(record_text(before, "pipeline"), record_text(after, "pipeline")) != 0)) {
		struct db_stmt *stmt;
		bool used;
		status = db_prepare(handle->db, "SELECT 1 FROM deal WHERE stage = $1 LIMIT 1", &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, record_text(before, "id"));
		used = db_step(stmt) == 1;
		db_finalize(stmt);
		if (used) {
			(void)error_set(handle, SYNDIC_CONFLICT, "stage", "outcome",
			                record_text(before, "name"),
			                "deals stand in %s: its outcome and pipeline stay as they are",
			                record_text(before, "slug"));
			error_help(handle, "syndic stage add, then syndic deal move");
			return SYNDIC_CONFLICT;
		}
	}
	return SYNDIC_OK;
}

static enum syndic_status stage_written(struct syndic *handle, const struct record *before,
                                        const struct record *after)
{
	stages_forget(handle);
	return after ? SYNDIC_OK : check_of_pledges(handle, before, NULL);
}

static void stage_slug(struct syndic *handle, const struct record *record, struct buf *out)
{
	struct db_stmt *stmt;
	if (db_prepare(handle->db, "SELECT slug FROM pipeline WHERE id = $1", &stmt) == SYNDIC_OK) {
		db_bind_text(stmt, 1, record_text(record, "pipeline"));
		if (db_step(stmt) == 1) buf_printf(out, "%s ", db_text(stmt, 0));
		db_finalize(stmt);
	}
	buf_add(out, record_text(record, "name"));
}

static const struct syndic_entity_hooks stage_hooks = {.check = stage_check,
                                                       .written = stage_written,
                                                       .slug = stage_slug};
const struct syndic_entity entity_stage = {"stage",
                                           "stages",
                                           "a step of a pipeline, with its chance to win",
                                           "slug",
                                           0,
                                           stage_fields,
                                           FIELD_COUNT(stage_fields),
                                           &stage_hooks};

static const struct syndic_field stage_change_fields[] = {
	FIELD_ID,
	{"deal", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "deal", NULL, NULL,
     "the deal that moved"},
	{"position", SYNDIC_INT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "its how many-th stage, from 1"},
	{"from_stage", SYNDIC_REF, SYNDIC_LISTED, "stage", NULL, NULL, "where it stood before"},
	{"stage", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "stage", NULL, NULL, "where it moved"},
	{"since", SYNDIC_DATE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "the day"},
};
const struct syndic_entity entity_stage_change = {
	"stage_change", "stage_changes",     "the stages that a deal has been through", "id",
	SYNDIC_TRAIL,   stage_change_fields, FIELD_COUNT(stage_change_fields),          NULL};

/* ---- the stages in memory: few, and asked for by every deal that is written ---- */

void stages_forget(struct syndic *handle)
{
	handle->stage_count = 0;
	arena_free(&handle->stage_text);
}

static void load(struct syndic *handle)
{
	struct db_stmt *stmt;
	size_t capacity = 0;
	if (handle->stage_count > 0) return;
	if (db_prepare(handle->db,
	               "SELECT s.id, s.slug, s.name, s.outcome, s.probability, s.position, p.id, p.slug"
	               " FROM stage s JOIN pipeline p ON p.id = s.pipeline ORDER BY p.position, p.id, "
	               "s.position, s.id",
	               &stmt) != SYNDIC_OK) {
		return;
	}
	while (db_step(stmt) == 1) {
		if (handle->stage_count == capacity) {
			capacity = capacity ? 2 * capacity : 32;
			handle->stages = mem_resize(handle->stages, capacity * sizeof *handle->stages);
		}
		handle->stages[handle->stage_count++] = (struct stage){
			.id = arena_copy(&handle->stage_text, db_text(stmt, 0)),
			.slug = arena_copy(&handle->stage_text, db_text(stmt, 1)),
			.name = arena_copy(&handle->stage_text, db_text(stmt, 2)),
			.outcome = arena_copy(&handle->stage_text, db_text(stmt, 3)),
			.probability = db_int(stmt, 4),
			.position = db_int(stmt, 5),
			.pipeline = arena_copy(&handle->stage_text, db_text(stmt, 6)),
			.pipeline_slug = arena_copy(&handle->stage_text, db_text(stmt, 7)),
		};
	}
	db_finalize(stmt);
}

const struct stage *stages_all(struct syndic *handle, size_t *count)
{
	load(handle);
	*count = handle->stage_count;
	return handle->stages;
}

const struct stage *stages_find(struct syndic *handle, const char *id)
{
	load(handle);
	for (size_t i = 0; id && i < handle->stage_count; i++) {
		if (strcmp(handle->stages[i].id, id) == 0) return &handle->stages[i];
	}
	return NULL;
}

const struct stage *stages_first(struct syndic *handle, const char *pipeline)
{
	return stages_with_outcome(handle, pipeline, NULL);
}

const struct stage *stages_with_outcome(struct syndic *handle, const char *pipeline,
                                        const char *outcome)
{
	load(handle);
	for (size_t i = 0; pipeline && i < handle->stage_count; i++) {
		const struct stage *stage = &handle->stages[i];
		if (strcmp(stage->pipeline, pipeline) == 0 &&
		    (!outcome || strcmp(stage->outcome, outcome) == 0))
			return stage;
	}
	return NULL;
}

bool stage_is(const struct stage *stage, const char *outcome)
{
	return stage && strcmp(stage->outcome, outcome) == 0;
}
