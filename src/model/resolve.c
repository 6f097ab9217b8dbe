#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/compose.h"
#include "model/pipeline.h"

enum { CANDIDATES = 6, NEAR = 3, LONGEST_PART = 1000 };

/* One row: found; two: ambiguous. */
static enum syndic_status first_id(struct syndic *handle, struct db_stmt *stmt, char *out)
{
	enum syndic_status status = SYNDIC_NOT_FOUND;
	int step = db_step(stmt);
	if (step < 0) return handle->error.code;
	if (step == 1) {
		snprintf(out, REFERENCE_SIZE, "%s", db_text(stmt, 0));
		step = db_step(stmt);
		status = step == 1 ? SYNDIC_AMBIGUOUS : step == 0 ? SYNDIC_OK : handle->error.code;
	}
	db_reset(stmt);
	return status;
}

static enum syndic_status find_by(struct syndic *handle, const struct syndic_entity *entity,
                                  const char *field, struct syndic_value value, char *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = compose_find(handle, entity, field, &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, value);
	return first_id(handle, stmt, out);
}

static struct syndic_value text_value(const char *text)
{
	return (struct syndic_value){SYNDIC_STRING, 0, text, strlen(text)};
}

static bool same_key(const char *a, const char *b)
{
	struct buf first = {0}, second = {0};
	bool same;
	text_key(&first, a);
	text_key(&second, b);
	same = strcmp(buf_text(&first), buf_text(&second)) == 0;
	buf_free(&first);
	buf_free(&second);
	return same;
}

static enum syndic_status find_stage(struct syndic *handle, const char *reference,
                                     const char *pipeline, char *out)
{
	size_t count, found = 0;
	const struct stage *stages = stages_all(handle, &count);
	for (size_t i = 0; i < count; i++) {
		const struct stage *stage = &stages[i];
		if (pipeline && strcmp(stage->pipeline, pipeline) != 0) continue;
		if (strcmp(stage->slug, reference) != 0 && strcmp(stage->id, reference) != 0 &&
		    !same_key(stage->name, reference)) {
			continue;
		}
		snprintf(out, REFERENCE_SIZE, "%s", stage->id);
		found++;
	}
	return found == 1 ? SYNDIC_OK : found ? SYNDIC_AMBIGUOUS : SYNDIC_NOT_FOUND;
}

/* What is found: the first id goes to `out`, the first few references to `names` (may be NULL). */
static void take(int *found, struct db_stmt *stmt, struct buf *names, char *out)
{
	if ((*found)++ == 0) snprintf(out, REFERENCE_SIZE, "%s", db_text(stmt, 0));
	if (names && *found <= CANDIDATES)
		buf_printf(names, "%s%s", *found > 1 ? ", " : "", db_text(stmt, 1));
	if (names && *found == CANDIDATES + 1) buf_add(names, ", …");
}

static enum syndic_status told(struct syndic *handle, int step, int found)
{
	if (step < 0) return handle->error.code;
	return found == 0 ? SYNDIC_NOT_FOUND : found == 1 ? SYNDIC_OK : SYNDIC_AMBIGUOUS;
}

/* By the whole folded name: the first line of what is searched, between its end and the next
 * character's. */
static enum syndic_status find_whole_name(struct syndic *handle, const struct syndic_entity *entity,
                                          const char *reference, struct buf *names, char *out)
{
	struct db_stmt *stmt;
	struct buf from = {0}, to = {0};
	int found = 0, step;
	enum syndic_status status = compose_find_whole(handle, entity, &stmt);
	if (status != SYNDIC_OK) return status;
	text_fold(&from, reference);
	buf_printf(&to, "%s%c", buf_text(&from), '\n' + 1);
	buf_add_char(&from, '\n');
	db_bind_text(stmt, 1, buf_text(&from));
	db_bind_text(stmt, 2, buf_text(&to));
	db_bind_int(stmt, 3, CANDIDATES + 1);
	while ((step = db_step(stmt)) == 1)
		take(&found, stmt, names, out);
	db_reset(stmt);
	buf_free(&from);
	buf_free(&to);
	return told(handle, step, found);
}

/* By a part of the folded name, or of the reference where there is no such text. */
static enum syndic_status find_name_part(struct syndic *handle, const struct syndic_entity *entity,
                                         const char *reference, struct buf *names, char *out)
{
	struct db_stmt *stmt = NULL;
	struct buf part = {0}, like = {0};
	int found = 0, step;
	enum syndic_status status;
	if (strlen(reference) > LONGEST_PART) return SYNDIC_NOT_FOUND;
	status = compose_find_part(handle, entity, &stmt);
	if (status != SYNDIC_OK) return status;
	if (entity_has_name(entity)) {
		text_fold(&part, reference);
	} else {
		buf_add(&part, reference);
	}
	buf_add_char(&like, '%');
	for (const char *c = buf_text(&part); *c; c++) {
		if (*c == '%' || *c == '_' || *c == '\\') buf_add_char(&like, '\\');
		buf_add_char(&like, *c);
	}
	buf_add_char(&like, '%');
	db_bind_text(stmt, 1, buf_text(&like));
	db_bind_int(stmt, 2, CANDIDATES + 1);
	while ((step = db_step(stmt)) == 1) {
		/* The pattern may also be found behind the name, in what else is searched. */
		const char *text = db_text(stmt, 2), *at = strstr(text, buf_text(&part));
		if (part.length && at && !memchr(text, '\n', (size_t)(at - text)))
			take(&found, stmt, names, out);
	}
	db_finalize(stmt);
	buf_free(&part);
	buf_free(&like);
	return told(handle, step, found);
}

enum syndic_status resolve_exact(struct syndic *handle, const struct syndic_entity *entity,
                                 const char *reference, const char *pipeline,
                                 char out[REFERENCE_SIZE])
{
	enum syndic_status status = SYNDIC_NOT_FOUND;
	if (entity == &entity_stage) return find_stage(handle, reference, pipeline, out);
	if (strcmp(entity->reference, "number") == 0) {
		const char *digits = *reference == '#' ? reference + 1 : reference;
		if (*digits && strspn(digits, "0123456789") == strlen(digits) && strlen(digits) < 18) {
			return find_by(handle, entity, "number",
			               (struct syndic_value){SYNDIC_NUMBER, strtoll(digits, NULL, 10), NULL, 0},
			               out);
		}
	} else {
		status = find_by(handle, entity, entity->reference, text_value(reference), out);
	}
	if (status == SYNDIC_NOT_FOUND && entity == &entity_person && strchr(reference, '@')) {
		status = find_by(handle, entity, "email", text_value(reference), out);
	}
	if (status == SYNDIC_NOT_FOUND && (ulid_valid(reference) || entity->flags & SYNDIC_TRAIL) &&
	    strcmp(entity->fields[0].name, "id") == 0) {
		status = find_by(handle, entity, "id", text_value(reference), out);
	}
	if (status == SYNDIC_NOT_FOUND && (entity == &entity_pipeline || entity == &entity_tier)) {
		/* Few, and not folded: their slugs say their names. */
		struct buf slug = {0};
		text_slug(&slug, reference);
		status = find_by(handle, entity, "slug", text_value(buf_text(&slug)), out);
		buf_free(&slug);
	}
	if (status == SYNDIC_NOT_FOUND && entity_has_name(entity)) {
		status = find_whole_name(handle, entity, reference, NULL, out);
	}
	return status;
}

static enum syndic_status tell_missing(struct syndic *handle, const struct syndic_entity *entity,
                                       const char *reference, const char *pipeline)
{
	struct arena arena = {0};
	char noun[ENTITY_NOUN];
	const char *near = resolve_near(handle, entity, reference, pipeline, &arena);
	(void)error_set(handle, SYNDIC_NOT_FOUND, entity->name, NULL, reference,
	                "there is no %s %s%s%s", entity_noun(entity, noun), reference,
	                *near ? "; near: " : "", near);
	error_help(handle, "syndic %s list", noun);
	arena_free(&arena);
	return SYNDIC_NOT_FOUND;
}

/* The stages of one name, by their slugs: each names its pipeline. */
static void name_stages(struct syndic *handle, const char *reference, const char *pipeline,
                        struct buf *names)
{
	size_t count;
	const struct stage *stages = stages_all(handle, &count);
	for (size_t i = 0; i < count; i++) {
		if (pipeline && strcmp(stages[i].pipeline, pipeline) != 0) continue;
		if (!same_key(stages[i].name, reference)) continue;
		buf_printf(names, "%s%s", names->length ? ", " : "", stages[i].slug);
	}
}

enum syndic_status resolve(struct syndic *handle, const struct syndic_entity *entity,
                           const char *reference, const char *pipeline, char out[REFERENCE_SIZE])
{
	struct buf names = {0};
	char noun[ENTITY_NOUN];
	enum syndic_status status = resolve_exact(handle, entity, reference, pipeline, out);
	if (status == SYNDIC_NOT_FOUND && entity != &entity_stage &&
	    strcmp(entity->reference, "id") != 0 && strcmp(entity->reference, "number") != 0) {
		status = find_name_part(handle, entity, reference, &names, out);
	} else if (status == SYNDIC_AMBIGUOUS && entity != &entity_stage && entity_has_name(entity)) {
		(void)find_whole_name(handle, entity, reference, &names, out);
	}
	if (status == SYNDIC_NOT_FOUND) {
		status = tell_missing(handle, entity, reference, pipeline);
	} else if (status == SYNDIC_AMBIGUOUS) {
		if (entity == &entity_stage) name_stages(handle, reference, pipeline, &names);
		(void)error_set(handle, SYNDIC_AMBIGUOUS, entity->name, NULL, reference,
		                "%s may be several %s%s%s", reference, record_nouns(entity, noun),
		                names.length ? ": " : "", buf_text(&names));
		error_help(handle,
		           entity == &entity_stage ? "name it by its slug, or name the pipeline, too"
		                                   : "syndic %s list",
		           entity_noun(entity, noun));
	}
	buf_free(&names);
	return status;
}

/* ---- near misses ---- */

struct near {
	int64_t score;
	char text[64];
};

static void offer(struct near best[NEAR], const char *reference, const char *name,
                  const char *shown)
{
	enum { WORTH_SAYING = 450000 };
	struct near one = {text_similarity(reference, name), ""};
	if (text_distance(reference, name) <= 2 && one.score < WORTH_SAYING) one.score = WORTH_SAYING;
	if (one.score < WORTH_SAYING) return;
	strncat(one.text, shown, sizeof one.text - 1);
	for (int i = 0; i < NEAR; i++) {
		struct near other = best[i];
		if (one.score <= other.score) continue;
		best[i] = one;
		one = other;
	}
}

char *resolve_near(struct syndic *handle, const struct syndic_entity *entity, const char *reference,
                   const char *pipeline, struct arena *arena)
{
	enum { LOOKED_AT = 20000, LONGEST = 200 };
	struct near best[NEAR] = {{0, ""}, {0, ""}, {0, ""}};
	struct buf out = {0};
	struct db_stmt *stmt = NULL;
	char *text;
	if (strlen(reference) > LONGEST) return arena_copy(arena, "");
	if (entity == &entity_stage) {
		size_t count;
		const struct stage *stages = stages_all(handle, &count);
		for (size_t i = 0; i < count; i++) {
			if (!pipeline || strcmp(stages[i].pipeline, pipeline) == 0)
				offer(best, reference, stages[i].name, stages[i].name);
		}
	} else if (strcmp(entity->reference, "id") != 0 && strcmp(entity->reference, "number") != 0 &&
	           compose_find_part(handle, entity, &stmt) == SYNDIC_OK) {
		db_bind_text(stmt, 1, "%");
		db_bind_int(stmt, 2, LOOKED_AT);
		while (db_step(stmt) == 1) {
			char name[LONGEST + 1] = "";
			const char *folded = db_text(stmt, 2);
			strncat(name, folded,
			        strcspn(folded, "\n") < LONGEST ? strcspn(folded, "\n") : LONGEST);
			offer(best, reference, name, db_text(stmt, 1));
			offer(best, reference, db_text(stmt, 1), db_text(stmt, 1));
		}
		db_finalize(stmt);
	}
	for (int i = 0; i < NEAR && best[i].score; i++) {
		if (i && strcmp(best[i].text, best[i - 1].text) == 0) continue;
		buf_printf(&out, "%s%s", out.length ? ", " : "", best[i].text);
	}
	text = arena_copy(arena, buf_text(&out));
	buf_free(&out);
	return text;
}
