/* One row: is it known, what does it change, and may it. */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "exchange/engine.h"
#include "exchange/identity.h"
#include "model/change.h"
#include "model/pipeline.h"

enum { NOTES = 200 };

/* What is known of a row while it is worked on. The large members stand last, and are set when
 * they are needed: most rows of an import are the same as before. */
struct work {
	const struct csv_record *record;
	const char *key, *source; /* of the trail; key "" where there is none */
	bool ours, exact;         /* carries our id; and comes from a whole export of ours */
	bool known;               /* the source has spoken of it before: `base` */
	bool named;               /* by what people call a record: a slug, a number */
	bool exists;              /* `before` is the record as it stands */
	bool done;
	char id[REFERENCE_SIZE]; /* of the record, or "" */
	struct row row;
	struct syndic_value base[TARGETS];
	struct record before;
};

static const char *cell_of(const struct import *import, const struct csv_record *record, int target)
{
	int column = target < 0 ? -1 : import->mapping.column_of[target];
	return column < 0 ? "" : record->cells[column].text;
}

/* ---- the same key twice ---- */

/* Does the earlier row say the same in every column that is used? */
static bool agrees(const struct import *import, const struct seen_row *seen,
                   const struct csv_record *record)
{
	struct csv_record earlier;
	bool same = true;
	struct reader *reader = reader_new(import->source.fd, seen->offset, seen->line, import->format);
	reader_expect(reader, import->mapping.column_count);
	if (reader_next(reader, &earlier) != 1 || earlier.problem.code) same = false;
	for (size_t i = 0; same && i < import->mapping.column_count; i++)
		if (import->mapping.columns[i].target >= 0)
			same = strcmp(earlier.cells[i].text, record->cells[i].text) == 0;
	reader_free(reader);
	return same;
}

/* False: it has been dealt with, as the same or as a reject. */
static bool first_of_key(struct import *import, struct work *work, const char *kind,
                         const char *key, int target)
{
	const struct seen_row *seen =
		seen_add(&import->seen, seen_hash(kind, key), work->record->offset, work->record->line);
	if (!seen) return true;
	if (agrees(import, seen, work->record)) {
		import->same++;
	} else {
		row_reject(&work->row, &import->mapping, target, "duplicate", "keep one of the two",
		           "line %" PRId64 " is about the same %s and says otherwise", seen->line,
		           import->entity->name);
	}
	return false;
}

/* ---- reasons from below ---- */

/* The column that holds a field, or from which it was made. */
static int blamed(const struct import *import, const char *field)
{
	static const struct {
		const char *field;
		int target;
	} made[] = {{"closed_on", EXTRA_CLOSE},       {"expected_close", EXTRA_CLOSE},
	            {"signed_on", EXTRA_CLOSE},       {"starts_on", EXTRA_CONTRACT_STARTS},
	            {"ends_on", EXTRA_CONTRACT_ENDS}, {"collected", EXTRA_COLLECTED}};
	int target = target_find(import->entity, field);
	if (target >= 0 && import->mapping.column_of[target] >= 0) return target;
	for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
		if (strcmp(made[i].field, field) == 0 && import->mapping.column_of[made[i].target] >= 0)
			return made[i].target;
	return target;
}

/* Turns a refusal of the model into a reason to reject the row. */
static enum syndic_status refused(struct import *import, struct work *work,
                                  enum syndic_status status)
{
	struct syndic *handle = import->handle;
	if (status != SYNDIC_MISUSE && status != SYNDIC_CONFLICT && status != SYNDIC_NOT_FOUND &&
	    status != SYNDIC_AMBIGUOUS)
		return status;
	const struct syndic_error *error = &handle->error;
	int target = *error->field ? blamed(import, error->field) : -1;
	const char *code = target < 0 ? "conflict" : code_of_type(target_type(import->entity, target));
	if (target >= 0 && target < RECORD_FIELDS) {
		const struct syndic_field *field = &import->entity->fields[target];
		if (field->flags & SYNDIC_REQUIRED && work->row.values[target].kind == SYNDIC_NULL)
			code = "required";
		else if (strcmp(field->name, "slug") == 0 || strcmp(field->name, "key") == 0)
			code = "duplicate";
		else if (target == import->deal.stage && import->entity == &entity_deal)
			code = "stage";
	}
	row_reject(&work->row, &import->mapping, target, code, error->help, "%s", error->message);
	error_clear(handle);
	return SYNDIC_OK;
}

/* ---- which record ---- */

static void key_of(struct import *import, struct work *work)
{
	const char *id = cell_of(import, work->record, import->id);
	const char *external = cell_of(import, work->record, import->external_id);
	const char *source = cell_of(import, work->record, import->row_source);
	bool foreign = import->mapping.profile != NULL;
	work->ours = !foreign && own_id(id);
	/* The settings of a database in use are not replaced without a look at them. */
	work->exact = work->ours && import->coming &&
	              (import->entity != &entity_setting || coming_pristine(import->coming));
	work->source = *source && !foreign ? source : import->mapping.source;
	work->key = work->ours ? id : *external ? external : id;
}

/* A row that only itself tells from others: the how-many-th of its kind it is counts. */
static void key_of_whole_row(struct import *import, struct work *work)
{
	/* Its bytes alone: those of the rows behind it follow them in memory. */
	const char *raw = arena_copy_n(&import->row_text, work->record->raw, work->record->raw_length);
	uint64_t hash = seen_hash(import->entity->name, raw);
	int count = 0;
	do {
		buf_reset(&import->key);
		buf_printf(&import->key, "#%016" PRIx64 ".%d", hash, ++count);
	} while (seen_add(&import->seen, seen_hash("row", buf_text(&import->key)), work->record->offset,
	                  work->record->line));
	work->key = buf_text(&import->key);
}

/* What the source said last of this key or record. `*same`: exactly this. */
static enum syndic_status recall(struct import *import, struct work *work, bool *same)
{
	struct said said;
	enum syndic_status status = trail_find(import->trail, work->source, work->key, work->id, &said);
	*same = false;
	if (status != SYNDIC_OK || !said.known) return status;
	*same = !import->unhurried && said.raw && said.raw_length == work->record->raw_length &&
	        memcmp(said.raw, work->record->raw, said.raw_length) == 0;
	if (*same) return status;
	snprintf(work->id, sizeof work->id, "%s", said.record);
	status = trail_values(import->trail, &said, &import->row_text, work->base);
	work->known = said.known;
	return status;
}

static enum syndic_status find_keyed(struct import *import, struct work *work)
{
	enum natural found = NATURAL_FOUND;
	enum syndic_status status = SYNDIC_OK;
	if (import->externals)
		status =
			identity_external(import->handle, import->entity, work->key, work->source, work->id);
	if (status == SYNDIC_OK && !work->id[0])
		status = identity_adopt(import->handle, import->entity, &work->row, &found, work->id);
	if (found != NATURAL_FOUND) work->id[0] = '\0';
	return status;
}

/* The record of a row without any key; `*same` as for recall. */
static enum syndic_status find_unkeyed(struct import *import, struct work *work, bool *same)
{
	enum natural found;
	enum syndic_status status =
		identity_natural(import->handle, import->entity, &work->row, &found, work->id);
	if (status != SYNDIC_OK) return status;
	if (found == NATURAL_SEVERAL) {
		char nouns[ENTITY_NOUN];
		row_reject(&work->row, &import->mapping, import->name, "reference",
		           "add a column `slug` or `external_id` that tells them apart",
		           "several of %s are called that", record_nouns(import->entity, nouns));
		return SYNDIC_OK;
	}
	if (found == NATURAL_NONE) return SYNDIC_OK;
	work->named = work->row.values[import->reference].kind != SYNDIC_NULL;
	if (found == NATURAL_UNKEYED) {
		work->id[0] = '\0';
		key_of_whole_row(import, work);
	} else if (!first_of_key(import, work, "record", work->id, import->name)) {
		work->done = true;
		return SYNDIC_OK;
	}
	status = recall(import, work, same);
	if (status == SYNDIC_OK && *work->key && !*same && !work->known)
		status = find_keyed(import, work);
	return status;
}

/* In an import of a whole folder a record may have been given its id before its row came. */
static void find_coming(const struct import *import, struct work *work)
{
	const char *text = work->row.values[import->reference].text;
	if (!text && import->name >= 0) text = work->row.values[import->name].text;
	const char *id = text ? coming_find(import->coming, import->entity, text) : NULL;
	if (id) snprintf(work->id, sizeof work->id, "%s", id);
}

static enum syndic_status find_exact(struct import *import, struct work *work)
{
	enum natural found = NATURAL_NONE;
	enum syndic_status status = record_find(import->handle, import->entity, work->key,
	                                        &import->row_text, &work->before, &work->exists);
	if (status != SYNDIC_OK || work->exists) goto out;
	status = identity_natural(import->handle, import->entity, &work->row, &found, work->id);
out:
	if (found != NATURAL_FOUND) snprintf(work->id, sizeof work->id, "%s", work->key);
	return status;
}

static enum syndic_status find_record(struct import *import, struct work *work, bool *same)
{
	enum syndic_status status = SYNDIC_OK;
	if (work->exact) {
		TRY(find_exact(import, work));
	} else if (work->known) {
		/* The trail has named it. */
	} else if (work->ours) {
		snprintf(work->id, sizeof work->id, "%s", work->key);
	} else if (*work->key) {
		TRY(find_keyed(import, work));
	} else {
		TRY(find_unkeyed(import, work, same));
		if (*same || work->done || work->row.problem.code) return status;
	}
	if (!work->id[0]) find_coming(import, work);
	if (work->id[0])
		TRY(record_find(import->handle, import->entity, work->id, &import->row_text, &work->before,
		                &work->exists));
out:
	return status;
}

/* ---- new ---- */

static enum syndic_status add_orgs(struct import *import, struct work *work)
{
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; i < work->row.new_org_count; i++) {
		struct record org;
		record_init(&org, &entity_org);
		record_set_text(&org, "id", work->row.new_org_ids[i]);
		record_set_text(&org, "name", work->row.new_orgs[i]);
		TRY(record_insert(import->handle, &org, 0, &import->row_text));
		change_note(import->handle, "organisation %s was added", record_text(&org, "slug"));
	}
out:
	return status;
}

static enum syndic_status add_stage(struct import *import, struct work *work)
{
	size_t count;
	int64_t position = 0;
	struct record stage;
	struct row *row = &work->row;
	const struct stage *stages = stages_all(import->handle, &count);
	if (!row->new_stage) return SYNDIC_OK;
	for (size_t i = 0; i < count; i++)
		if (strcmp(stages[i].pipeline, row->new_stage_pipeline) == 0 &&
		    stages[i].position > position)
			position = stages[i].position;
	record_init(&stage, &entity_stage);
	record_set_text(&stage, "id", row->new_stage_id);
	record_set_text(&stage, "pipeline", row->new_stage_pipeline);
	record_set_text(&stage, "name", row->new_stage);
	record_set_number(&stage, "position", position + 1);
	record_set_number(&stage, "probability", row->values[import->deal.probability].number);
	record_set_text(&stage, "outcome", "open");
	enum syndic_status status = record_insert(import->handle, &stage, 0, &import->row_text);
	if (status == SYNDIC_OK)
		change_note(import->handle,
		            "stage %s was added, open, at its pipeline's end: see syndic stage edit",
		            record_text(&stage, "slug"));
	return status;
}

/* Does the row say anything else than its source said last? */
static bool says_anew(const struct import *import, const struct work *work)
{
	if (!work->known) return true;
	for (int t = 0; t < TARGETS; t++) {
		if (!work->row.spoken[t] || t == import->id || t == import->external_id) continue;
		if (!value_equal(work->row.values[t], work->base[t])) return true;
	}
	return false;
}

/* Has the record been added with exactly what the row says? Then its image in the log says it. */
static bool is_image(const struct import *import, const struct work *work,
                     const struct record *added)
{
	for (int t = 0; t < TARGETS; t++) {
		if (!work->row.spoken[t] || t == import->id) continue;
		if (t >= RECORD_FIELDS && work->row.values[t].kind != SYNDIC_NULL) return false;
		if (t < RECORD_FIELDS && !value_equal(work->row.values[t], added->values[t])) return false;
	}
	return true;
}

/* `added`: the record, where the row has just made it. */
static enum syndic_status keep_trail(struct import *import, struct work *work,
                                     const struct record *added)
{
	if (work->ours && import->coming) return SYNDIC_OK; /* our own export is no source */
	if (!added && !says_anew(import, work)) return SYNDIC_OK;
	buf_reset(&import->said);
	if (!added || !is_image(import, work, added))
		said_write(&import->said, import->entity, &work->row, work->known ? work->base : NULL);
	return trail_add(import->trail, work->source, work->key, work->id, work->record,
	                 buf_text(&import->said));
}

static void sign(const struct import *import, const struct work *work, struct record *record)
{
	if (!*work->key || work->ours || import->external_id < 0) return;
	record->values[import->external_id] = value_text(work->key);
	record->values[import->row_source] = value_text(work->source);
}

static enum syndic_status add_record(struct import *import, struct work *work)
{
	enum syndic_status status;
	struct record record;
	struct row *row = &work->row;
	record_init(&record, import->entity);
	for (size_t i = 0; i < import->entity->field_count; i++)
		if (row->spoken[i]) record.values[i] = row->values[i];
	sign(import, work, &record);
	record_set(&record, "id", work->id[0] ? value_text(work->id) : value_null());
	TRY(record_insert(import->handle, &record, work->exact ? RECORD_RAW : 0, &import->row_text));
	if (!work->id[0]) snprintf(work->id, sizeof work->id, "%s", record_text(&record, "id"));
	if (!*work->key)
		seen_add(&import->seen, seen_hash("record", work->id), work->record->offset,
		         work->record->line);
	TRY(keep_trail(import, work, &record));
	import->fresh++;
out:
	return status;
}

/* ---- known ---- */

/* What the program fills in where nothing is said, an empty cell does not take away. */
static bool never_cleared(const char *field)
{
	static const char *const fields[] = {"slug",   "number",   "stage",    "stage_since", "at",
	                                     "source", "pipeline", "currency", "external_id"};
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (strcmp(fields[i], field) == 0) return true;
	return false;
}

static void note_kept(struct import *import, const struct work *work, const char *field, int target)
{
	const char *text = cell_of(import, work->record, target);
	struct buf shown = {0};
	char noun[ENTITY_NOUN];
	if (import->notes++ >= NOTES) return;
	text_display(&shown, text, 60, false);
	change_note(import->handle, "%s %s keeps its %s%s; %s says %s",
	            entity_noun(import->entity, noun),
	            record_reference(&work->before, &import->row_text), field,
	            work->known ? ", changed here" : "", work->source,
	            *text ? buf_text(&shown) : "nothing");
	buf_free(&shown);
}

/* Is `now`, what the file says, to be written over `mine`? */
static bool prevails(struct import *import, const struct work *work, int target, const char *field,
                     struct syndic_value base, struct syndic_value now, struct syndic_value mine)
{
	if (value_equal(now, mine)) return false;
	switch (import->mapping.policy[target]) {
	case POLICY_KEEP: return false;
	case POLICY_FILL: return mine.kind == SYNDIC_NULL;
	case POLICY_OVERWRITE: return true;
	case POLICY_COMPARE: break;
	}
	if (work->known && value_equal(base, now)) return false;
	if (work->known ? value_equal(base, mine) : mine.kind == SYNDIC_NULL) return true;
	if (!work->known && (work->ours || work->named || import->coming)) return true;
	note_kept(import, work, field, target);
	return false;
}

/* The dates and the money of a won deal's contract that the row says. */
static enum syndic_status change_contract(struct import *import, struct work *work,
                                          const struct record *before)
{
	static const struct {
		const char *field;
		enum extra extra;
	} said[] = {{"starts_on", EXTRA_CONTRACT_STARTS},
	            {"ends_on", EXTRA_CONTRACT_ENDS},
	            {"collected", EXTRA_COLLECTED}};
	enum syndic_status status;
	struct record now, after;
	bool write[3] = {false}, any = false;
	struct row then = {0};
	memcpy(then.values, work->base, sizeof then.values);
	for (size_t i = 0; i < 3; i++) {
		enum extra extra = said[i].extra;
		bool money = extra == EXTRA_COLLECTED;
		if (!work->row.spoken[extra]) continue;
		struct syndic_value wanted =
			money ? work->row.values[extra] : deal_row_term(&import->deal, &work->row, extra);
		struct syndic_value base =
			money ? then.values[extra] : deal_row_term(&import->deal, &then, extra);
		write[i] = prevails(import, work, (int)extra, said[i].field, base, wanted,
		                    record_get(before, said[i].field));
		any |= write[i];
	}
	if (!any) return SYNDIC_OK;
	TRY(record_load(import->handle, &entity_contract, record_text(before, "id"), &import->row_text,
	                &now));
	after = now;
	for (size_t i = 0; i < 3; i++) {
		if (!write[i]) continue;
		enum extra extra = said[i].extra;
		record_set(&after, said[i].field,
		           extra == EXTRA_COLLECTED ? work->row.values[extra]
		                                    : deal_row_term(&import->deal, &work->row, extra));
	}
	status = record_update(import->handle, &now, &after, 0, &import->row_text);
out:
	return status;
}

static enum syndic_status change_record(struct import *import, struct work *work)
{
	enum syndic_status status = SYNDIC_OK;
	const struct syndic_entity *entity = import->entity;
	struct record after = work->before, contract;
	int64_t written = import->handle->change->rows;
	bool has_contract = entity == &entity_deal && record_has(&work->before, "contract");
	if (has_contract)
		TRY(record_load(import->handle, &entity_contract, record_text(&work->before, "contract"),
		                &import->row_text, &contract));
	for (size_t i = 0; i < entity->field_count; i++) {
		struct syndic_value now = work->row.values[i];
		if (!work->row.spoken[i] || (int)i == import->id) continue;
		if (now.kind == SYNDIC_NULL && !work->exact && never_cleared(entity->fields[i].name))
			continue;
		if (prevails(import, work, (int)i, entity->fields[i].name, work->base[i], now,
		             work->before.values[i]))
			after.values[i] = now;
	}
	if (import->external_id >= 0 && !record_has(&work->before, "external_id"))
		sign(import, work, &after);
	TRY(record_update(import->handle, &work->before, &after, work->exact ? RECORD_RAW : 0,
	                  &import->row_text));
	if (has_contract && !work->exact) TRY(change_contract(import, work, &contract));
	TRY(keep_trail(import, work, NULL));
	if (import->handle->change->rows != written)
		import->changed++;
	else
		import->same++;
out:
	return status;
}

/* ---- one row ---- */

static void name_person(const struct import *import, struct row *row)
{
	const char *first = row->values[EXTRA_FIRST_NAME].text;
	const char *last = row->values[EXTRA_LAST_NAME].text;
	if (!row->spoken[EXTRA_FIRST_NAME] && !row->spoken[EXTRA_LAST_NAME]) return;
	row->spoken[EXTRA_FIRST_NAME] = row->spoken[EXTRA_LAST_NAME] = false;
	if (row->values[import->name].kind != SYNDIC_NULL || (!first && !last)) return;
	row->values[import->name] =
		value_text(arena_printf(row->arena, "%s%s%s", first ? first : "", first && last ? " " : "",
	                            last ? last : ""));
	row->spoken[import->name] = true;
}

static enum syndic_status complete(struct import *import, struct work *work)
{
	enum syndic_status status = SYNDIC_OK;
	if (import->entity == &entity_deal)
		status = deal_row_complete(import->handle, &import->mapping, &import->deal,
		                           work->exists ? &work->before : NULL, work->exact, &work->row);
	if (import->entity == &entity_contract && work->row.spoken[EXTRA_WON])
		contract_row_complete(import->handle, &import->mapping, &work->row);
	return status;
}

static enum syndic_status write_record(struct import *import, struct work *work)
{
	enum syndic_status status;
	struct deal_contract contract;
	bool news = work->row.new_org_count > 0 || work->row.new_stage;
	if (import->entity == &entity_deal && !work->exact) {
		contract = deal_row_contract(&import->deal, &work->row);
		import->handle->deal_contract = &contract;
	}
	TRY(add_orgs(import, work));
	TRY(add_stage(import, work));
	status = work->exists ? change_record(import, work) : add_record(import, work);
out:
	import->handle->deal_contract = NULL;
	if (news) cells_forget(import->cells);
	return status;
}

enum syndic_status import_record(struct import *import, const struct csv_record *record,
                                 struct row_problem *problem)
{
	enum syndic_status status = SYNDIC_OK;
	struct work work;
	bool same = false;
	memset(&work, 0, offsetof(struct work, row));
	work.row.problem = (struct row_problem){0};
	work.row.arena = &import->row_text;
	work.record = record;
	key_of(import, &work);
	if (*work.key) {
		int target = work.ours || import->external_id < 0 ? import->id : import->external_id;
		if (!first_of_key(import, &work, work.source, work.key, target)) goto out;
		if (!work.exact) TRY(recall(import, &work, &same));
		if (same) goto out;
	}
	TRY(cells_read(import->cells, record, &work.row, &import->row_text));
	if (work.row.unproven) {
		TRY(import_settle(import));
		if (import->restyled) goto out;
		TRY(cells_read(import->cells, record, &work.row, &import->row_text));
	}
	name_person(import, &work.row);
	if (work.row.problem.code) goto out;
	TRY(find_record(import, &work, &same));
	if (same || work.done || work.row.problem.code) goto out;
	TRY(complete(import, &work));
	if (work.row.problem.code) goto out;
	if (work.known && !work.exists && work.id[0]) {
		/* A person has removed it since: that stands. */
		change_note(import->handle, "line %" PRId64 ": its %s was removed here, and stays so",
		            record->line, import->entity->name);
		TRY(keep_trail(import, &work, NULL));
		same = true;
		goto out;
	}
	status = refused(import, &work, write_record(import, &work));
out:
	if (same) import->same++;
	*problem = work.row.problem;
	return status;
}
