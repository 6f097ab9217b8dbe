/* syndic_import: one file, one change. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "exchange/engine.h"
#include "model/change.h"

static const struct syndic_import_options no_options;

/* The public report, and what it points to. */
struct report {
	struct syndic_import_report public;
	struct arena text;
};

void syndic_import_report_free(struct syndic_import_report *report)
{
	struct report *whole = (struct report *)report;
	if (!whole) return;
	syndic_rows_free(whole->public.columns);
	syndic_rows_free(whole->public.rejects);
	arena_free(&whole->text);
	free(whole);
}

static enum syndic_status sum_amounts(struct syndic *handle, const struct syndic_entity *entity,
                                      bool *has, int64_t *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	*out = 0;
	if (entity == &entity_deal)
		status = db_prepare(handle->db, "SELECT coalesce(sum(amount), 0) FROM deal", &stmt);
	if (entity == &entity_contract)
		status = db_prepare(handle->db, "SELECT coalesce(sum(amount), 0) FROM contract", &stmt);
	if (entity == &entity_payment)
		status = db_prepare(handle->db, "SELECT coalesce(sum(amount), 0) FROM payment", &stmt);
	*has = stmt != NULL;
	if (!stmt) return status;
	if (db_step(stmt) == 1)
		*out = db_int(stmt, 0);
	else
		status = handle->error.code;
	db_finalize(stmt);
	return status;
}

static struct report *report_new(struct import *import)
{
	struct report *report = mem_alloc(sizeof *report);
	struct arena *text = &report->text;
	report->public = (struct syndic_import_report){
		.file = arena_copy(text, import->source.path),
		.entity = import->entity->name,
		.profile = arena_copy(text, import->mapping.profile_name),
		.source = arena_copy(text, import->mapping.source),
		.encoding = encoding_name(import->source.encoding),
		.delimiter = import->format.delimiter,
	};
	return report;
}

static void count(struct report *report, struct import *import)
{
	struct syndic_import_report *public = &report->public;
	public->columns = mapping_columns(&import->mapping);
	public->read = import->read;
	public->fresh = import->fresh;
	public->changed = import->changed;
	public->same = import->same;
	public->rejected = import->rejected;
	public->rejects_file = arena_copy(&report->text, rejects_path(import->rejects));
	public->rejects = rejects_rows(import->rejects);
}

static enum syndic_status tell_rejected(struct import *import, bool written)
{
	struct syndic *handle = import->handle;
	const char *file = rejects_path(import->rejects);
	int64_t good = import->read - import->rejected;
	char nouns[ENTITY_NOUN];
	enum syndic_status status;
	if (import->hopeless)
		status =
			error_set(handle, SYNDIC_REJECTED, import->entity->name, NULL, NULL,
		              "%s cannot be read to its end: nothing was imported", import->source.path);
	else if (written)
		status = error_set(handle, SYNDIC_REJECTED, import->entity->name, NULL, NULL,
		                   "%" PRId64 " of %" PRId64 " rows are rejected, the other %" PRId64
		                   " are imported",
		                   import->rejected, import->read, good);
	else
		status = error_set(handle, SYNDIC_REJECTED, import->entity->name, NULL, NULL,
		                   "%" PRId64 " of %" PRId64 " rows are rejected: nothing was imported",
		                   import->rejected, import->read);
	if (written && file)
		error_help(handle, "mend %s, then syndic import %s %s", file,
		           record_nouns(import->entity, nouns), file);
	else
		error_help(handle, "mend %s%s", import->source.standard_input ? "it" : import->source.path,
		           import->hopeless ? "" : ", or import the good rows with --partial");
	return status;
}

/* Within the change that has been begun. `*written`: there is something to be kept. */
static enum syndic_status run(struct import *import, struct report *report, bool *written)
{
	struct syndic *handle = import->handle;
	struct syndic_import_report *public = &report->public;
	bool has;
	enum syndic_status status =
		sum_amounts(handle, import->entity, &public->has_amount, &public->amount_before);
	if (status != SYNDIC_OK) return status;
	status = import_run(import);
	if (status != SYNDIC_OK) return status;
	*written = import->rejected == 0 || (import->options->partial && !import->hopeless);
	public->amount_after = public->amount_before;
	if (*written && import->fresh + import->changed > 0)
		status = sum_amounts(handle, import->entity, &has, &public->amount_after);
	return status;
}

/* A row may then name a later one. */
static bool refers_to_itself(const struct syndic_entity *entity)
{
	for (size_t i = 0; i < entity->field_count; i++) {
		const char *to = entity->fields[i].refers_to;
		if (to && strcmp(to, entity->name) == 0) return true;
	}
	return false;
}

enum syndic_status syndic_import(struct syndic *handle, const char *entity, const char *path,
                                 const struct syndic_import_options *options,
                                 struct syndic_import_report **out)
{
	enum syndic_status status, ended;
	struct import import = {.source.fd = -1};
	struct report *report = NULL;
	const struct syndic_entity *of;
	bool written = false, begun = false;
	char nouns[ENTITY_NOUN];
	*out = NULL;
	error_clear(handle);
	status = change_allowed(handle);
	if (status != SYNDIC_OK) return status;
	of = entity_require(handle, entity);
	if (!of) return handle->error.code;
	if (of->flags & (SYNDIC_TRAIL | SYNDIC_LOG)) {
		status = error_set(handle, SYNDIC_MISUSE, of->name, NULL, NULL,
		                   "%s are written by the program alone", record_nouns(of, nouns));
		error_help(handle, "a whole export: syndic import DIR");
		return status;
	}
	if (!options) options = &no_options;
	TRY(import_prepare(handle, of, path, options, NULL, &import));
	report = report_new(&import);
	db_expect_bulk(handle->db);
	do {
		if (begun) (void)change_end(handle, SYNDIC_REJECTED);
		begun = false;
		TRY(change_begin(handle));
		begun = true;
		if (refers_to_itself(of)) TRY(db_defer_references(handle->db));
		TRY(run(&import, report, &written));
	} while (import_must_repeat(&import));
	if (import.rejected > 0) TRY(rejects_end(import.rejects));
out:
	if (begun) {
		ended = change_end(handle, status != SYNDIC_OK ? status
		                           : written           ? SYNDIC_OK
		                                               : SYNDIC_REJECTED);
		if (status == SYNDIC_OK && written) status = ended;
	}
	if (status != SYNDIC_OK && import.rejects) rejects_drop(import.rejects);
	if (status == SYNDIC_OK) {
		count(report, &import);
		*out = &report->public;
		if (import.rejected > 0) status = tell_rejected(&import, written && !handle->dry_run);
	} else {
		syndic_import_report_free((struct syndic_import_report *)report);
	}
	import_free(&import);
	return status;
}
