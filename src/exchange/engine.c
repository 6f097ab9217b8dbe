#include "exchange/engine.h"
#include "exchange/identity.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "model/change.h"

enum { PROGRESS_ROWS = 1024 };

/* The columns before those that an earlier rejects file has added; 0: there are none. */
static size_t own_columns(const struct mapping *mapping)
{
	size_t count = mapping->column_count;
	while (count > 0 && mapping->columns[count - 1].use == COLUMN_REJECTS)
		count--;
	return count < mapping->column_count ? count : 0;
}

static void describe(struct import *import)
{
	struct buf text = {0};
	mapping_describe(&import->mapping, &text);
	free(import->mapping_text);
	import->mapping_text = mem_copy(buf_text(&text));
	buf_free(&text);
}

static enum syndic_status no_rows(struct syndic *handle, const struct import *import)
{
	enum syndic_status status =
		error_set(handle, SYNDIC_FAILED, import->entity->name, NULL, import->source.path,
	              "%s has a header row and nothing below it", import->source.path);
	error_help(handle, "export it again, with its rows");
	return status;
}

enum syndic_status import_prepare(struct syndic *handle, const struct syndic_entity *entity,
                                  const char *path, const struct syndic_import_options *options,
                                  const struct coming *coming, struct import *out)
{
	enum syndic_status status;
	struct reader *reader = NULL;
	struct csv_record header;
	*out = (struct import){.handle = handle,
	                       .entity = entity,
	                       .options = options,
	                       .coming = coming,
	                       .source.fd = -1,
	                       .id = target_find(entity, "id"),
	                       .external_id = target_find(entity, "external_id"),
	                       .row_source = target_find(entity, "source"),
	                       .name = target_find(entity, "name"),
	                       .reference = target_find(entity, entity->reference),
	                       .deal = deal_places()};
	TRY(source_open(handle, path, &out->source));
	TRY(sniff_header(handle, &out->source, &out->format, &reader, &header));
	TRY(mapping_make(handle, entity, &header, options, &out->mapping));
	out->header = mem_copy_n(header.raw, header.raw_length);
	out->header_line = reader_line(reader);
	out->header_end = reader_offset(reader);
	out->rejects = rejects_new(handle, &out->source, out->format.delimiter, options->rejects,
	                           header.offset, header.length, own_columns(&out->mapping));
	TRY(sniff_told(handle, &out->mapping));
	describe(out);
	for (size_t i = 0; i < out->mapping.target_count; i++) {
		enum policy policy = out->mapping.policy[out->mapping.targets[i]];
		out->unhurried |= policy == POLICY_FILL || policy == POLICY_OVERWRITE;
	}
out:
	reader_free(reader);
	return status;
}

static struct reader *rows_of(const struct import *import)
{
	struct reader *reader =
		reader_new(import->source.fd, import->header_end, import->header_line, import->format);
	reader_expect(reader, import->mapping.column_count);
	reader_number(reader, 1);
	return reader;
}

enum syndic_status import_settle(struct import *import)
{
	struct reader *reader = rows_of(import);
	enum syndic_status status =
		sniff_columns(import->handle, &import->source, reader, &import->mapping, &import->restyled);
	reader_free(reader);
	if (import->restyled) describe(import);
	return status;
}

static int by_number(const void *a, const void *b)
{
	const struct skip *one = a, *two = b;
	return (one->number > two->number) - (one->number < two->number);
}

static const struct skip *skip_of(const struct import *import, int64_t number)
{
	struct skip wanted = {.number = number};
	if (import->skips_sorted == 0) return NULL;
	return bsearch(&wanted, import->skips, import->skips_sorted, sizeof wanted, by_number);
}

static void add_skip(struct import *import, const struct csv_record *record,
                     const struct row_problem *problem)
{
	import->skips = mem_resize(import->skips, (import->skip_count + 1) * sizeof *import->skips);
	import->skips[import->skip_count++] =
		(struct skip){record->number,
	                  { problem->code,
		                arena_copy(&import->skip_text, problem->column),
		                arena_copy(&import->skip_text, problem->reason),
		                arena_copy(&import->skip_text, problem->suggestion) }};
	import->unclean = true;
}

static const char *advice(const struct csv_record *record)
{
	const char *code = record->problem.code;
	if (strcmp(code, "quote") == 0)
		return "write a quote within a field twice, and quote the field";
	if (strcmp(code, "columns") == 0) return "quote a cell that holds the delimiter";
	if (strcmp(code, "utf8") == 0) return "save the file as UTF-8";
	return "";
}

static enum syndic_status take_record(struct import *import, const struct csv_record *record)
{
	enum syndic_status status = SYNDIC_OK;
	struct row_problem problem = {0};
	const struct skip *skip = skip_of(import, record->number);
	int64_t before = import->handle->change->rows;
	import->read++;
	arena_reset(&import->row_text);
	arena_reset(&import->handle->change->text); /* of the row before */
	if (record->problem.code) {
		int column = record->problem.column;
		problem.code = record->problem.code;
		problem.column = column < 0 ? "" : import->mapping.columns[column].header;
		problem.reason = record->problem.reason;
		problem.suggestion = advice(record);
	} else if (skip) {
		problem = skip->problem;
	} else {
		TRY(import_record(import, record, &problem));
	}
	if (!problem.code) goto out;
	import->rejected++;
	if (!skip && import->options->partial && import->handle->change->rows != before)
		add_skip(import, record, &problem);
	status = rejects_add(import->rejects, record, &problem);
out:
	return status;
}

enum syndic_status import_run(struct import *import)
{
	enum syndic_status status = SYNDIC_OK;
	struct syndic *handle = import->handle;
	const struct syndic_import_options *options = import->options;
	struct csv_record record;
	struct reader *reader = rows_of(import);
	int step;
	import->read = import->fresh = import->changed = import->same = import->rejected = 0;
	import->notes = 0;
	import->unclean = import->restyled = import->hopeless = false;
	handle->write.entity =
		import->entity->name; /* no single record: an import is about all of them */
	handle->write.reference = "";
	if (import->skip_count)
		qsort(import->skips, import->skip_count, sizeof *import->skips, by_number);
	import->skips_sorted = import->skip_count;
	rejects_restart(import->rejects);
	seen_free(&import->seen);
	import->cells = cells_new(handle, &import->mapping, import->coming);
	TRY(trail_new(handle, &import->mapping, import->mapping_text, &import->trail));
	TRY(identity_externals(handle, import->entity, &import->externals));
	while ((step = reader_next(reader, &record)) > 0) {
		TRY(take_record(import, &record));
		if (import->restyled) goto out;
		import->hopeless |= record.open_quote;
		if (options->progress && import->read % PROGRESS_ROWS == 0)
			options->progress(options->progress_context, import->read, reader_offset(reader),
			                  import->source.size);
	}
	if (step < 0) TRY(reader_failed(handle, &import->source));
	if (import->read == 0 && !import->coming) TRY(no_rows(handle, import));
	TRY(source_unchanged(handle, &import->source));
	TRY(trail_end(import->trail, &import->source, import->header));
out:
	reader_free(reader);
	cells_free(import->cells);
	trail_free(import->trail);
	import->cells = NULL;
	import->trail = NULL;
	return status;
}

bool import_must_repeat(const struct import *import)
{
	return import->unclean || import->restyled;
}

void import_free(struct import *import)
{
	mapping_free(&import->mapping);
	rejects_free(import->rejects);
	seen_free(&import->seen);
	source_close(&import->source);
	arena_free(&import->row_text);
	arena_free(&import->skip_text);
	buf_free(&import->said);
	buf_free(&import->key);
	free(import->skips);
	free(import->mapping_text);
	free(import->header);
}
