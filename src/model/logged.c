#include "model/logged.h"

#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/image.h"

static bool differs(const struct record *a, const struct record *b, uint64_t fields)
{
	for (size_t i = 0; i < a->entity->field_count; i++) {
		if (fields & UINT64_C(1) << i && !value_equal(a->values[i], b->values[i])) return true;
	}
	return false;
}

/* One more change: how it found the record, and how it left it. */
static enum syndic_status follow(struct syndic *handle, struct db_stmt *stmt, struct arena *arena,
                                 struct logged *logged)
{
	const char *operation = db_text(stmt, 0);
	bool adds = strcmp(operation, "add") == 0, removes = strcmp(operation, "remove") == 0;
	struct record before;
	uint64_t had, has;
	enum syndic_status status;
	record_init(&before, logged->record.entity);
	TRY(image_read(handle, db_text(stmt, 1), arena, &before, &had));
	if (removes) had = UINT64_MAX; /* what the image does not name was unknown */
	record_set(&before, "id", record_get(&logged->record, "id"));
	if (logged->any)
		logged->broken |=
			adds != logged->gone || differs(&before, &logged->record, had & logged->has);
	if (adds) {
		const struct syndic_value id = record_get(&logged->record, "id");
		record_init(&logged->record, before.entity);
		record_set(&logged->record, "id", id);
		logged->has = UINT64_MAX;
	}
	TRY(image_read(handle, db_text(stmt, 2), arena, &logged->record, &has));
	logged->has |= has;
	logged->any = true;
	logged->gone = removes;
	if (removes) logged->record = before;
out:
	return status;
}

/* What a new database begins with, nothing logs; but the program knows it. The currency it has been
 * told. */
static enum syndic_status begin_with_seed(struct syndic *handle, const struct syndic_entity *entity,
                                          const char *id, struct arena *arena, struct logged *out)
{
	struct syndic *fresh;
	struct record seed;
	bool found;
	enum syndic_status status;
	if (!logged_seed(id)) return SYNDIC_OK;
	TRY(store_fresh(handle, &fresh));
	TRY(record_find(fresh, entity, id, arena, &seed, &found));
	if (!found) goto out;
	out->any = true;
	out->record = seed;
	out->has = UINT64_MAX;
	if (entity == &entity_setting && text_equal(record_text(&seed, "key"), "currency"))
		out->has &= ~(UINT64_C(1) << syndic_field_find(entity, "value"));
out:
	return status;
}

enum syndic_status logged_read(struct syndic *handle, const struct syndic_entity *entity,
                               const char *id, struct arena *arena, struct logged *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT operation, before, after FROM change_row WHERE record = $1 ORDER BY number", &stmt);
	int step = 0;
	if (status != SYNDIC_OK) return status;
	*out = (struct logged){.any = false};
	record_init(&out->record, entity);
	record_set_text(&out->record, "id", id);
	status = begin_with_seed(handle, entity, id, arena, out);
	db_bind_text(stmt, 1, id);
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1)
		status = follow(handle, stmt, arena, out);
	db_finalize(stmt);
	return step < 0 ? handle->error.code : status;
}

bool logged_fits(const struct logged *logged, const struct record *now)
{
	if (!now) return !logged->any || logged->gone;
	return logged->any && !logged->gone && !differs(&logged->record, now, logged->has);
}

bool logged_seed(const char *id)
{
	static const char begins[] = "0000000000"; /* a time that no ULID of ours has */
	return strncmp(id, begins, sizeof begins - 1) == 0;
}
