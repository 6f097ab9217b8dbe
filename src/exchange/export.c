/* syndic_export_directory: a CSV file for every kind of record, and a description of them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/store.h"

enum { PIECE = 64 * 1024 };

static const struct syndic_column result_columns[] = {{"entity", "Kind", SYNDIC_TEXT, 0},
                                                      {"file", "File", SYNDIC_TEXT, 0},
                                                      {"rows", "Rows", SYNDIC_INT, 0}};

struct export
{
	struct syndic *handle;
	const char *path;
	bool made; /* the folder is ours, to be taken away after a failure */
	int folder;
	struct syndic_rows *results;
};

static enum syndic_status failed(const struct export *export, const char *name)
{
	enum syndic_status status = error_set(export->handle, SYNDIC_FAILED, NULL, NULL, export->path,
	                                      "%s%s%s cannot be written: %s", export->path,
	                                      *name ? "/" : "", name, strerror(errno));
	error_help(export->handle, "syndic export ANOTHER-FOLDER");
	return status;
}

/* ---- the folder ---- */

static enum syndic_status open_folder(struct export *export)
{
	enum syndic_status status = SYNDIC_OK;
	const struct dirent *entry;
	DIR *there = NULL;
	export->made = mkdir(export->path, 0700) == 0;
	if (!export->made && errno != EEXIST) return failed(export, "");
	export->folder = open(export->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (export->folder < 0) return failed(export, "");
	there = fdopendir(dup(export->folder));
	if (!there) return failed(export, "");
	while ((entry = readdir(there)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
		status = error_set(export->handle, SYNDIC_MISUSE, NULL, NULL, export->path,
		                   "%s is not empty: an export goes into a new folder", export->path);
		error_help(export->handle, "syndic export ANOTHER-FOLDER");
		break;
	}
	closedir(there);
	return status;
}

static FILE *create(const struct export *export, const char *name)
{
	int fd = openat(export->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return fd < 0 ? NULL : fdopen(fd, "w");
}

/* ---- a file ---- */

static void add_header(struct buf *out, const struct syndic_entity *entity)
{
	for (size_t i = 0; i < entity->field_count; i++)
		buf_printf(out, "%s%s", i ? "," : "", entity->fields[i].name);
	buf_add_char(out, '\n');
}

static void add_row(struct buf *out, const struct syndic_rows *rows,
                    const struct syndic_entity *entity, struct buf *cell)
{
	for (size_t i = 0; i < entity->field_count; i++) {
		struct syndic_value value = syndic_rows_value(rows, i);
		if (i) buf_add_char(out, ',');
		if (value.kind == SYNDIC_NULL) continue;
		buf_reset(cell);
		value_add_plain(cell, value, entity->fields[i].type);
		text_add_csv(out, buf_text(cell));
	}
	buf_add_char(out, '\n');
}

static enum syndic_status write_entity(struct export *export, const struct syndic_entity *entity)
{
	static const struct syndic_list_options by_id = {.by_id = true};
	enum syndic_status status = SYNDIC_OK;
	struct syndic_rows *rows = NULL;
	struct buf out = {0}, cell = {0}, name = {0};
	int64_t count = 0;
	int step;
	FILE *file;
	buf_printf(&name, "%s.csv", entity->plural);
	file = create(export, buf_text(&name));
	if (!file) {
		status = failed(export, buf_text(&name));
		goto out;
	}
	TRY(syndic_list(export->handle, entity->name, &by_id, &rows));
	add_header(&out, entity);
	while ((step = syndic_rows_next(rows)) > 0) {
		add_row(&out, rows, entity, &cell);
		count++;
		if (out.length < PIECE) continue;
		fwrite(buf_text(&out), 1, out.length, file);
		buf_reset(&out);
	}
	fwrite(buf_text(&out), 1, out.length, file);
	if (step < 0) status = export->handle->error.code;
	if (ferror(file)) status = failed(export, buf_text(&name));
	rows_add_text(export->results, entity->name);
	rows_add_text(export->results, buf_text(&name));
	rows_add_number(export->results, count);
out:
	if (file && fclose(file) != 0 && status == SYNDIC_OK) status = failed(export, buf_text(&name));
	syndic_rows_free(rows);
	buf_free(&out);
	buf_free(&cell);
	buf_free(&name);
	return status;
}

/* ---- the description: Frictionless Data's Data Package ---- */

static const char *package_type(enum syndic_type type)
{
	switch (type) {
	case SYNDIC_INT: return "integer";
	case SYNDIC_RATIO:
	case SYNDIC_DECIMAL:
	case SYNDIC_MONEY: return "number";
	case SYNDIC_DATE: return "date";
	case SYNDIC_MONTH: return "yearmonth";
	case SYNDIC_BOOL: return "boolean";
	case SYNDIC_TIME:
	case SYNDIC_TEXT:
	case SYNDIC_CHOICE:
	case SYNDIC_WORDS:
	case SYNDIC_REF:
	case SYNDIC_REFS: break;
	}
	return "string";
}

static void describe_field(struct json *json, const struct syndic_field *field)
{
	json_open(json, '{');
	json_key(json, "name");
	json_text(json, field->name);
	json_key(json, "type");
	json_text(json, package_type(field->type));
	json_key(json, "description");
	json_text(json, field->help);
	if (field->type == SYNDIC_CHOICE) {
		json_key(json, "constraints");
		json_open(json, '{');
		json_key(json, "enum");
		json_open(json, '[');
		for (size_t i = 0; field->choices[i]; i++)
			json_text(json, field->choices[i]);
		json_close(json, ']');
		json_close(json, '}');
	}
	json_close(json, '}');
}

static void describe_entity(struct json *json, const struct syndic_entity *entity)
{
	struct buf path = {0};
	buf_printf(&path, "%s.csv", entity->plural);
	json_open(json, '{');
	json_key(json, "name");
	json_text(json, entity->plural);
	json_key(json, "path");
	json_text(json, buf_text(&path));
	json_key(json, "description");
	json_text(json, entity->help);
	json_key(json, "encoding");
	json_text(json, "utf-8");
	json_key(json, "schema");
	json_open(json, '{');
	json_key(json, "fields");
	json_open(json, '[');
	for (size_t i = 0; i < entity->field_count; i++)
		describe_field(json, &entity->fields[i]);
	json_close(json, ']');
	json_key(json, "primaryKey");
	json_text(json, entity->fields[0].name);
	json_close(json, '}');
	json_close(json, '}');
	buf_free(&path);
}

static bool is_exported(const struct syndic_entity *entity)
{
	return !(entity->flags & SYNDIC_LOG);
}

static enum syndic_status write_package(struct export *export)
{
	enum syndic_status status = SYNDIC_OK;
	struct buf out = {0};
	struct json json = {.out = &out};
	FILE *file = create(export, "datapackage.json");
	if (!file) return failed(export, "datapackage.json");
	json_open(&json, '{');
	json_key(&json, "name");
	json_text(&json, "syndic-export");
	json_key(&json, "currency");
	json_text(&json, syndic_currency(export->handle));
	json_key(&json, "resources");
	json_open(&json, '[');
	for (size_t i = 0; i < syndic_entity_count(); i++)
		if (is_exported(syndic_entity_at(i))) describe_entity(&json, syndic_entity_at(i));
	json_close(&json, ']');
	json_close(&json, '}');
	buf_add_char(&out, '\n');
	fwrite(buf_text(&out), 1, out.length, file);
	bool bad = ferror(file) != 0;
	if (fclose(file) != 0 || bad) status = failed(export, "datapackage.json");
	buf_free(&out);
	return status;
}

/* ---- the whole ---- */

/* Takes back what a failed export has written. */
static void take_back(const struct export *export)
{
	struct buf name = {0};
	for (size_t i = 0; i < syndic_entity_count(); i++) {
		buf_reset(&name);
		buf_printf(&name, "%s.csv", syndic_entity_at(i)->plural);
		unlinkat(export->folder, buf_text(&name), 0);
	}
	unlinkat(export->folder, "datapackage.json", 0);
	if (export->made) rmdir(export->path);
	buf_free(&name);
}

enum syndic_status syndic_export_directory(struct syndic *handle, const char *path,
                                           struct syndic_rows **out)
{
	enum syndic_status status;
	struct export export = {.handle = handle, .path = path, .folder = -1};
	bool writing = false;
	*out = NULL;
	error_clear(handle);
	export.results = rows_new(result_columns, 3);
	TRY(open_folder(&export));
	writing = true;
	TRY(db_begin_read(handle->db));
	for (size_t i = 0; i < syndic_entity_count(); i++)
		if (is_exported(syndic_entity_at(i))) TRY(write_entity(&export, syndic_entity_at(i)));
	status = write_package(&export);
out:
	db_rollback(handle->db);
	if (status == SYNDIC_OK) {
		*out = export.results;
		export.results = NULL;
	} else if (writing) {
		take_back(&export);
	}
	syndic_rows_free(export.results);
	if (export.folder >= 0) close(export.folder);
	return status;
}
