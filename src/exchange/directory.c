/* syndic_import_directory: every file of a folder, one change. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rows.h"
#include "exchange/coming.h"
#include "model/change.h"

static const struct syndic_column result_columns[] = {
	{"entity", "Kind", SYNDIC_TEXT, 0},      {"file", "File", SYNDIC_TEXT, 0},
	{"read", "Read", SYNDIC_INT, 0},         {"new", "New", SYNDIC_INT, 0},
	{"changed", "Changed", SYNDIC_INT, 0},   {"same", "Same", SYNDIC_INT, 0},
	{"rejected", "Rejected", SYNDIC_INT, 0}, {"rejects_file", "Rejects", SYNDIC_TEXT, 0},
};

struct folder {
	struct syndic *handle;
	struct syndic_import_options options;
	struct coming *coming;
	struct import *imports; /* in the order of the entities */
	size_t count;
	struct arena text; /* paths */
};

static char *path_of(struct folder *folder, const char *path, const struct syndic_entity *entity)
{
	size_t length = strlen(path);
	bool slash = length > 0 && path[length - 1] == '/';
	return arena_printf(&folder->text, "%s%s%s.csv", path, slash ? "" : "/", entity->plural);
}

static enum syndic_status refuse_options(struct syndic *handle,
                                         const struct syndic_import_options *options)
{
	if (!options || (options->map_count == 0 && options->set_count == 0 && !options->profile))
		return SYNDIC_OK;
	enum syndic_status status = error_set(handle, SYNDIC_MISUSE, NULL, NULL, NULL,
	                                      "--map, --set and --profile go with one file");
	error_help(handle, "syndic import ENTITY FILE");
	return status;
}

static enum syndic_status prepare(struct folder *folder, const char *path)
{
	enum syndic_status status = SYNDIC_OK;
	DIR *opened = opendir(path);
	folder->imports = mem_alloc(syndic_entity_count() * sizeof *folder->imports);
	if (!opened) {
		status = error_set(folder->handle, SYNDIC_FAILED, NULL, NULL, path, "%s cannot be read: %s",
		                   path, strerror(errno));
		goto out;
	}
	for (size_t i = 0; i < syndic_entity_count(); i++) {
		const struct syndic_entity *entity = syndic_entity_at(i);
		const char *file = path_of(folder, path, entity);
		if (entity->flags & SYNDIC_LOG || access(file, F_OK) != 0) continue;
		status = import_prepare(folder->handle, entity, file, &folder->options, folder->coming,
		                        &folder->imports[folder->count++]);
		if (status != SYNDIC_OK) goto out;
	}
	if (folder->count == 0) {
		status = error_set(folder->handle, SYNDIC_FAILED, NULL, NULL, path,
		                   "%s holds no file such as orgs.csv or deals.csv", path);
		error_help(folder->handle, "syndic export DIR makes such a folder");
	}
out:
	if (opened) closedir(opened);
	return status;
}

/* ---- what stands before its turn ---- */

/* Is it referred to by records that come before it, or by its own kind? */
static bool is_awaited(const struct folder *folder, size_t index)
{
	const char *name = folder->imports[index].entity->name;
	for (size_t i = 0; i <= index; i++) {
		const struct syndic_entity *by = folder->imports[i].entity;
		for (size_t f = 0; f < by->field_count; f++)
			if (by->fields[f].refers_to && strcmp(by->fields[f].refers_to, name) == 0) return true;
	}
	return false;
}

/* ---- what a new database begins with ---- */

static enum syndic_status is_pristine(struct syndic *handle, bool *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(handle->db, "SELECT 1 FROM change LIMIT 1", &stmt);
	if (status != SYNDIC_OK) return status;
	int step = db_step(stmt);
	*out = step == 0;
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status seeded_ids(struct syndic *handle, const struct syndic_entity *entity,
                                     struct arena *arena, const char ***out, size_t *count)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	size_t capacity = 64;
	*count = 0;
	*out = mem_alloc(capacity * sizeof **out);
#define IDS_OF(table)                                                                              \
	if (entity == &entity_##table)                                                                 \
	status = db_prepare(handle->db, "SELECT id FROM " #table " ORDER BY id", &stmt)
	IDS_OF(setting);
	IDS_OF(pipeline);
	IDS_OF(stage);
	IDS_OF(tier);
	IDS_OF(usage_price);
#undef IDS_OF
	if (status != SYNDIC_OK || !stmt) return status;
	int step;
	while ((step = db_step(stmt)) == 1) {
		if (*count == capacity) *out = mem_resize(*out, (capacity *= 2) * sizeof **out);
		(*out)[(*count)++] = arena_copy(arena, db_text(stmt, 0));
	}
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

/* Takes away the seeds that the export does not have. */
static enum syndic_status give_way(struct import *import)
{
	enum syndic_status status;
	struct syndic *handle = import->handle;
	struct arena arena = {0};
	struct seen file = {0};
	struct csv_record row;
	struct reader *reader = NULL;
	const char **ids = NULL;
	size_t count;
	int column = import->mapping.column_of[import->id], step;
	TRY(seeded_ids(handle, import->entity, &arena, &ids, &count));
	if (count == 0 || column < 0) goto out;
	reader = reader_new(import->source.fd, import->header_end, import->header_line, import->format);
	reader_expect(reader, import->mapping.column_count);
	while ((step = reader_next(reader, &row)) > 0)
		if (!row.problem.code) seen_add(&file, seen_hash(row.cells[column].text, ""), 0, 0);
	if (step < 0) TRY(reader_failed(handle, &import->source));
	for (size_t i = 0; i < count; i++) {
		struct record seed;
		if (seen_add(&file, seen_hash(ids[i], ""), 0, 0)) continue;
		TRY(record_load(handle, import->entity, ids[i], &arena, &seed));
		TRY(record_delete(handle, &seed, RECORD_RAW));
	}
out:
	reader_free(reader);
	seen_free(&file);
	free(ids);
	arena_free(&arena);
	return status;
}

static enum syndic_status relearn_currency(struct syndic *handle)
{
	struct arena arena = {0};
	const char *currency = setting_text(handle, "currency", &arena);
	if (currency) {
		free(handle->currency);
		handle->currency = mem_copy(currency);
	}
	arena_free(&arena);
	return handle->error.code;
}

/* ---- the whole ---- */

static enum syndic_status run(struct folder *folder)
{
	struct syndic *handle = folder->handle;
	enum syndic_status status;
	bool pristine;
	coming_forget(folder->coming);
	TRY(is_pristine(handle, &pristine));
	if (pristine) coming_set_pristine(folder->coming);
	for (size_t i = folder->count; pristine && i-- > 0;)
		TRY(give_way(&folder->imports[i]));
	for (size_t i = 0; i < folder->count; i++)
		if (is_awaited(folder, i)) TRY(coming_add(folder->coming, &folder->imports[i]));
	for (size_t i = 0; i < folder->count; i++) {
		TRY(import_run(&folder->imports[i]));
		if (folder->imports[i].entity == &entity_setting) TRY(relearn_currency(handle));
	}
out:
	return status;
}

static struct syndic_rows *results(const struct folder *folder)
{
	struct syndic_rows *rows =
		rows_new(result_columns, sizeof result_columns / sizeof result_columns[0]);
	for (size_t i = 0; i < folder->count; i++) {
		const struct import *import = &folder->imports[i];
		rows_add_text(rows, import->entity->name);
		rows_add_text(rows, import->source.path);
		rows_add_number(rows, import->read);
		rows_add_number(rows, import->fresh);
		rows_add_number(rows, import->changed);
		rows_add_number(rows, import->same);
		rows_add_number(rows, import->rejected);
		rows_add_text(rows, rejects_path(import->rejects));
	}
	return rows;
}

struct outcome {
	int64_t rejected;
	bool repeat, hopeless;
	const struct import *first; /* with a rejected row */
};

static struct outcome outcome_of(const struct folder *folder)
{
	struct outcome outcome = {0};
	for (size_t i = 0; i < folder->count; i++) {
		const struct import *import = &folder->imports[i];
		outcome.rejected += import->rejected;
		outcome.repeat |= import_must_repeat(import);
		outcome.hopeless |= import->hopeless;
		if (import->rejected && !outcome.first) outcome.first = import;
	}
	return outcome;
}

static enum syndic_status tell_rejected(struct syndic *handle, const struct outcome *outcome,
                                        bool written)
{
	const char *file = rejects_path(outcome->first->rejects);
	enum syndic_status status =
		error_set(handle, SYNDIC_REJECTED, outcome->first->entity->name, NULL, NULL,
	              "%" PRId64 " rows are rejected, the first in %s%s", outcome->rejected,
	              outcome->first->source.path, written ? "" : ": nothing was imported");
	error_help(handle, "mend it%s%s", file ? ": the reasons stand in " : "", file ? file : "");
	return status;
}

enum syndic_status syndic_import_directory(struct syndic *handle, const char *path,
                                           const struct syndic_import_options *options,
                                           struct syndic_rows **out)
{
	enum syndic_status status, ended;
	struct folder folder = {.handle = handle, .coming = coming_new()};
	struct outcome outcome = {0};
	bool begun = false, written = false;
	*out = NULL;
	error_clear(handle);
	TRY(change_allowed(handle));
	TRY(refuse_options(handle, options));
	if (options) folder.options = *options;
	folder.options.profile = "syndic";
	TRY(prepare(&folder, path));
	db_expect_bulk(handle->db);
	do {
		if (begun) (void)change_end(handle, SYNDIC_REJECTED);
		begun = false;
		TRY(change_begin(handle));
		begun = true;
		TRY(db_defer_references(handle->db));
		TRY(db_defer_references(handle->db));
		TRY(run(&folder));
		outcome = outcome_of(&folder);
	} while (outcome.repeat);
	written = outcome.rejected == 0 || (folder.options.partial && !outcome.hopeless);
	for (size_t i = 0; i < folder.count; i++)
		TRY(rejects_end(folder.imports[i].rejects));
out:
	if (begun) {
		ended = change_end(handle, status != SYNDIC_OK ? status
		                           : written           ? SYNDIC_OK
		                                               : SYNDIC_REJECTED);
		if (status == SYNDIC_OK && written) status = ended;
		if (handle->error.code == SYNDIC_OK && (!written || handle->dry_run))
			(void)relearn_currency(handle);
	}
	if (status == SYNDIC_OK) {
		*out = results(&folder);
		if (outcome.rejected) status = tell_rejected(handle, &outcome, written && !handle->dry_run);
	}
	for (size_t i = 0; i < folder.count; i++) {
		if (status != SYNDIC_OK && status != SYNDIC_REJECTED && folder.imports[i].rejects)
			rejects_drop(folder.imports[i].rejects);
		import_free(&folder.imports[i]);
	}
	free(folder.imports);
	coming_free(folder.coming);
	arena_free(&folder.text);
	return status;
}
