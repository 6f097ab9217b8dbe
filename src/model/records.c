/* The public calls on records: add, edit, remove, show, list. */
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/compose.h"

static enum syndic_status writable(struct syndic *handle, const char *name,
                                   const struct syndic_entity **out)
{
	*out = entity_require(handle, name);
	if (!*out) return handle->error.code;
	if ((*out)->flags & SYNDIC_TRAIL) {
		char nouns[ENTITY_NOUN];
		return error_set(handle, SYNDIC_MISUSE, (*out)->name, NULL, NULL,
		                 "%s are written by the program alone", record_nouns(*out, nouns));
	}
	return SYNDIC_OK;
}

enum syndic_status syndic_add(struct syndic *handle, const char *name,
                              const struct syndic_input *inputs, size_t count)
{
	enum syndic_status status;
	const struct syndic_entity *entity;
	struct record record;
	error_clear(handle);
	status = writable(handle, name, &entity);
	if (status != SYNDIC_OK) return status;
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	record_init(&record, entity);
	status = record_apply(handle, &record, inputs, count, false, &handle->change->text);
	if (status == SYNDIC_OK) status = record_insert(handle, &record, 0, &handle->change->text);
	return change_end(handle, status);
}

enum syndic_status syndic_edit(struct syndic *handle, const char *name, const char *reference,
                               const struct syndic_input *inputs, size_t count)
{
	enum syndic_status status;
	const struct syndic_entity *entity;
	struct record before, after;
	char id[REFERENCE_SIZE];
	error_clear(handle);
	status = writable(handle, name, &entity);
	if (status != SYNDIC_OK) return status;
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	TRY(resolve(handle, entity, reference, NULL, id));
	TRY(record_load(handle, entity, id, &handle->change->text, &before));
	change_about(handle, &before);
	after = before;
	TRY(record_apply(handle, &after, inputs, count, false, &handle->change->text));
	status = record_update(handle, &before, &after, 0, &handle->change->text);
	if (status == SYNDIC_OK && record_has(&after, entity->reference)) {
		handle->write.reference = record_reference(&after, &handle->change->text);
	}
out:
	return change_end(handle, status);
}

enum syndic_status syndic_remove(struct syndic *handle, const char *name, const char *reference)
{
	enum syndic_status status;
	const struct syndic_entity *entity;
	struct record record;
	char id[REFERENCE_SIZE];
	error_clear(handle);
	status = writable(handle, name, &entity);
	if (status != SYNDIC_OK) return status;
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	TRY(resolve(handle, entity, reference, NULL, id));
	TRY(record_load(handle, entity, id, &handle->change->text, &record));
	status = record_delete(handle, &record, 0);
out:
	return change_end(handle, status);
}

/* ---- rows of an entity, from a statement ---- */

struct listing {
	struct syndic *handle;
	const struct syndic_entity *entity;
	struct db_stmt *stmt;
	struct syndic_column *columns;
	struct arena kept, text;     /* labels and bound texts; texts of the row */
	struct syndic_value *people; /* REFS of the row, as references; by field */
};

static enum syndic_status references_of(struct listing *list, const struct syndic_field *field,
                                        const char *ids, struct syndic_value *out)
{
	const struct syndic_entity *to = syndic_entity_find(field->refers_to);
	struct buf names = {0};
	enum syndic_status status = SYNDIC_OK;
	char id[ULID_SIZE];
	for (const char *at = ids; *at && status == SYNDIC_OK; at += *at == ',') {
		struct db_stmt *stmt;
		size_t length = strcspn(at, ",");
		size_t kept = length < sizeof id ? length : sizeof id - 1;
		memcpy(id, at, kept);
		id[kept] = '\0';
		at += length;
		status = compose_reference(list->handle, to, false, &stmt);
		if (status != SYNDIC_OK) break;
		db_bind_text(stmt, 1, id);
		/* A person that another client removed is still named, by the id. */
		buf_printf(&names, "%s%s", names.length ? "," : "",
		           db_step(stmt) == 1 ? db_text(stmt, 0) : id);
		db_reset(stmt);
	}
	*out = value_text(arena_copy(&list->text, buf_text(&names)));
	buf_free(&names);
	return status;
}

static int listing_next(void *context)
{
	struct listing *list = context;
	int step = db_step(list->stmt);
	if (step != 1) return step;
	arena_reset(&list->text);
	for (size_t i = 0; i < list->entity->field_count; i++) {
		struct syndic_value value;
		if (list->entity->fields[i].type != SYNDIC_REFS) continue;
		value = db_value(list->stmt, (int)i);
		list->people[i] = value;
		if (value.kind == SYNDIC_STRING && references_of(list, &list->entity->fields[i], value.text,
		                                                 &list->people[i]) != SYNDIC_OK)
			return -1;
	}
	return 1;
}

static struct syndic_value listing_value(const void *context, size_t index)
{
	const struct listing *list = context;
	if (list->entity->fields[index].type == SYNDIC_REFS) return list->people[index];
	return db_value(list->stmt, (int)index);
}

static void listing_free(void *context)
{
	struct listing *list = context;
	db_finalize(list->stmt);
	free(list->columns);
	free(list->people);
	arena_free(&list->kept);
	arena_free(&list->text);
	free(list);
}

/* `kept` holds the texts that are bound, and goes with the rows. */
static struct syndic_rows *rows_of(struct syndic *handle, const struct syndic_entity *entity,
                                   struct db_stmt *stmt, struct arena kept)
{
	static const struct rows_source source = {listing_next, listing_value, listing_free};
	struct listing *list = mem_alloc(sizeof *list);
	list->handle = handle;
	list->entity = entity;
	list->stmt = stmt;
	list->kept = kept;
	list->columns = mem_alloc(entity->field_count * sizeof *list->columns);
	list->people = mem_alloc(entity->field_count * sizeof *list->people);
	for (size_t i = 0; i < entity->field_count; i++) {
		const struct syndic_field *field = &entity->fields[i];
		char *label = arena_copy(&list->kept, field->name);
		for (char *c = label; *c; c++) {
			if (*c == '_') *c = ' ';
		}
		list->columns[i] = (struct syndic_column){field->name, label, field->type, field->flags};
		/* Where people have nothing else to call it by, they need the id. */
		if (!(entity->flags & SYNDIC_TRAIL) && strcmp(entity->reference, "id") == 0 &&
		    strcmp(field->name, "id") == 0)
			list->columns[i].flags |= SYNDIC_LISTED;
	}
	return rows_from(&source, list, list->columns, entity->field_count);
}

enum syndic_status syndic_show(struct syndic *handle, const char *name, const char *reference,
                               struct syndic_rows **out)
{
	enum syndic_status status;
	const struct syndic_entity *entity;
	struct db_stmt *stmt;
	struct arena kept = {0};
	struct condition condition = {.field = 0, .is = EQUAL};
	char id[REFERENCE_SIZE];
	*out = NULL;
	error_clear(handle);
	entity = entity_require(handle, name);
	if (!entity) return handle->error.code;
	if (strcmp(entity->fields[0].name, "id") == 0) {
		TRY(resolve(handle, entity, reference, NULL, id));
		condition.value = value_text(arena_copy(&kept, id));
	} else {
		bool found;
		TRY(field_parse(handle, entity, 0, *reference == '#' ? reference + 1 : reference, NULL,
		                &kept, &condition.value));
		TRY(compose_load(handle, entity, &stmt));
		db_bind(stmt, 1, condition.value);
		found = db_step(stmt) == 1;
		db_reset(stmt);
		if (!found) {
			char noun[ENTITY_NOUN];
			status = error_set(handle, SYNDIC_NOT_FOUND, entity->name, NULL, reference,
			                   "there is no %s %s", entity_noun(entity, noun), reference);
			error_help(handle, "syndic history");
			goto out;
		}
	}
	TRY(compose_list(handle, entity, &condition, 1, -1, false, true, 1, &stmt));
	*out = rows_of(handle, entity, stmt, kept);
out:
	if (status != SYNDIC_OK) arena_free(&kept);
	return status;
}

/* ---- filters ---- */

enum { LONGEST_FILTER = 10000 }; /* the engine's patterns end somewhere */

static enum syndic_status refuse_filter(struct syndic *handle, const struct syndic_entity *entity,
                                        const char *field, const char *text, const char *why)
{
	return error_set(handle, SYNDIC_MISUSE, entity->name, field, text, "cannot filter %s by %s: %s",
	                 field, text, why);
}

/* What stands before the value: `!`, `<`, `<=`, `>`, `>=`, `~`; moves past it. */
static int operator_of(const char **text)
{
	static const struct {
		const char *sign;
		int is;
	} operators[] = {{"<=", LESS_EQUAL}, {">=", MORE_EQUAL}, {"<", LESS},
	                 {">", MORE},        {"!", NOT_EQUAL},   {"~", CONTAINS}};
	for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
		size_t length = strlen(operators[i].sign);
		if (strncmp(*text, operators[i].sign, length) != 0) continue;
		*text += length;
		return operators[i].is;
	}
	return EQUAL;
}

/* A day, month, quarter or year. Times compare as texts, so that a day holds its times. */
static enum syndic_status period_condition(struct syndic *handle,
                                           const struct syndic_entity *entity,
                                           const struct syndic_field *field, const char *text,
                                           struct arena *arena, struct condition *out)
{
	char first[DATE_SIZE], last[DATE_SIZE + 1];
	const char *why = period_parse(text, handle->as_of, first, last);
	if (why) return refuse_filter(handle, entity, field->name, text, why);
	if (field->type == SYNDIC_MONTH) first[7] = last[7] = '\0';
	if (field->type == SYNDIC_TIME)
		memcpy(last + strlen(last), "~", 2); /* after every time of the last day */
	switch ((int)out->is) {
	case EQUAL:
		out->is = BETWEEN;
		out->value = value_text(arena_copy(arena, first));
		out->second = value_text(arena_copy(arena, last));
		break;
	case LESS:
	case MORE_EQUAL: out->value = value_text(arena_copy(arena, first)); break;
	case MORE:
	case LESS_EQUAL: out->value = value_text(arena_copy(arena, last)); break;
	default:
		if (strcmp(first, last) != 0)
			return refuse_filter(handle, entity, field->name, text, "! wants one day");
		out->value = value_text(arena_copy(arena, first));
	}
	return SYNDIC_OK;
}

static struct syndic_value surrounded(struct arena *arena, const char *mark, const char *text)
{
	struct buf out = {0};
	struct syndic_value value;
	buf_printf(&out, "%%%s", mark);
	for (; *text; text++) {
		if (*text == '%' || *text == '_' || *text == '\\') buf_add_char(&out, '\\');
		buf_add_char(&out, *text);
	}
	buf_printf(&out, "%s%%", mark);
	value = value_text(arena_copy(arena, buf_text(&out)));
	buf_free(&out);
	return value;
}

static enum syndic_status filter_condition(struct syndic *handle,
                                           const struct syndic_entity *entity,
                                           const struct syndic_input *filter,
                                           const struct record *context, struct arena *arena,
                                           struct condition *out)
{
	const struct syndic_field *field;
	const char *text = filter->text ? filter->text : "";
	enum syndic_status status;
	int index = field_require(handle, entity, filter->field);
	if (index < 0) return handle->error.code;
	field = &entity->fields[index];
	*out = (struct condition){.field = index};
	out->is = (unsigned)operator_of(&text);
	if (!*text) {
		if (out->is != EQUAL && out->is != NOT_EQUAL)
			return refuse_filter(handle, entity, field->name, filter->text, "a value is missing");
		out->is = out->is == EQUAL ? IS_NULL : NOT_NULL;
		return SYNDIC_OK;
	}
	switch (field->type) {
	case SYNDIC_DATE:
	case SYNDIC_MONTH:
	case SYNDIC_TIME: return period_condition(handle, entity, field, text, arena, out);
	case SYNDIC_TEXT:
		if (strlen(text) > LONGEST_FILTER)
			return refuse_filter(handle, entity, field->name, "this text", "it is too long");
		out->value =
			out->is == CONTAINS ? surrounded(arena, "", text) : value_text(arena_copy(arena, text));
		return SYNDIC_OK;
	case SYNDIC_WORDS:
	case SYNDIC_REFS:
		if (out->is != EQUAL && out->is != NOT_EQUAL) break;
		status = field_parse(handle, entity, index, text, context, arena, &out->value);
		if (status != SYNDIC_OK) return status;
		out->is = out->is == EQUAL ? HOLDS_WORD : LACKS_WORD;
		out->value =
			surrounded(arena, ",", out->value.kind == SYNDIC_STRING ? out->value.text : "");
		return SYNDIC_OK;
	case SYNDIC_INT:
	case SYNDIC_RATIO:
	case SYNDIC_DECIMAL:
	case SYNDIC_MONEY:
		if (out->is == CONTAINS) break;
		return field_parse(handle, entity, index, text, context, arena, &out->value);
	case SYNDIC_REF:
		if (out->is != EQUAL && out->is != NOT_EQUAL) break;
		if (field->flags & SYNDIC_BY_NAME && !record_has(context, "pipeline")) {
			char id[REFERENCE_SIZE];
			if (resolve_exact(handle, syndic_entity_find(field->refers_to), text, NULL, id) ==
			    SYNDIC_AMBIGUOUS) {
				out->is = out->is == EQUAL ? NAMED : NOT_NAMED; /* in whichever pipeline */
				out->value = value_text(arena_copy(arena, text));
				return SYNDIC_OK;
			}
		}
		return field_parse(handle, entity, index, text, context, arena, &out->value);
	default:
		if (out->is != EQUAL && out->is != NOT_EQUAL) break;
		return field_parse(handle, entity, index, text, context, arena, &out->value);
	}
	return refuse_filter(handle, entity, field->name, filter->text,
	                     "this comparison has no meaning here");
}

static enum syndic_status sort_field(struct syndic *handle, const struct syndic_entity *entity,
                                     const char *sort, int *field, bool *descending)
{
	*field = -1;
	*descending = false;
	if (!sort) return SYNDIC_OK;
	*descending = *sort == '-';
	*field = field_require(handle, entity, sort + (*descending ? 1 : 0));
	return *field < 0 ? handle->error.code : SYNDIC_OK;
}

enum syndic_status syndic_list(struct syndic *handle, const char *name,
                               const struct syndic_list_options *options, struct syndic_rows **out)
{
	static const struct syndic_list_options everything = {0};
	enum syndic_status status = SYNDIC_OK;
	const struct syndic_entity *entity;
	struct condition *conditions = NULL;
	struct record context;
	struct arena kept = {0};
	struct db_stmt *stmt;
	bool descending;
	int sort;
	*out = NULL;
	error_clear(handle);
	if (!options) options = &everything;
	entity = entity_require(handle, name);
	if (!entity) return handle->error.code;
	record_init(&context, entity);
	conditions = mem_alloc((options->filter_count + 1) * sizeof *conditions);
	/* The pipeline first: a stage is known within it. */
	for (size_t i = 0; i < options->filter_count; i++) {
		if (entity != &entity_deal || strcmp(options->filters[i].field, "pipeline") != 0) continue;
		const char *text = options->filters[i].text;
		if (!text || !*text || strpbrk(text, "!<>~")) continue;
		TRY(record_apply(handle, &context, &options->filters[i], 1, true, &kept));
	}
	for (size_t i = 0; i < options->filter_count; i++) {
		TRY(filter_condition(handle, entity, &options->filters[i], &context, &kept,
		                     &conditions[i]));
	}
	TRY(sort_field(handle, entity, options->sort, &sort, &descending));
	TRY(compose_list(handle, entity, conditions, options->filter_count, sort, descending,
	                 options->by_id, options->limit, &stmt));
	*out = rows_of(handle, entity, stmt, kept);
out:
	if (status != SYNDIC_OK) arena_free(&kept);
	free(conditions);
	return status;
}

static const struct syndic_column source_columns[] = {
	{"source", "source", SYNDIC_TEXT, 0}, {"external_id", "external id", SYNDIC_TEXT, 0},
	{"file", "file", SYNDIC_TEXT, 0},     {"at", "at", SYNDIC_TIME, 0},
	{"line", "line", SYNDIC_INT, 0},      {"header", "header", SYNDIC_TEXT, 0},
	{"raw", "raw", SYNDIC_TEXT, 0},
};

enum syndic_status syndic_show_source(struct syndic *handle, const char *name,
                                      const char *reference, struct syndic_rows **out)
{
	enum { COLUMNS = sizeof source_columns / sizeof source_columns[0] };
	enum syndic_status status;
	const struct syndic_entity *entity;
	struct db_stmt *stmt;
	char id[REFERENCE_SIZE];
	*out = NULL;
	error_clear(handle);
	entity = entity_require(handle, name);
	if (!entity) return handle->error.code;
	status = resolve(handle, entity, reference, NULL, id);
	if (status != SYNDIC_OK) return status;
	status = db_prepare(
		handle->db,
		"SELECT r.source, r.external_id, b.file, b.at, r.line, b.header, r.raw FROM import_row AS r"
		" JOIN import_batch AS b ON b.id = r.batch JOIN change AS c ON c.number = b.change"
		" WHERE r.record = $1 AND c.undone_by IS NULL ORDER BY r.number DESC",
		&stmt);
	if (status != SYNDIC_OK) return status;
	*out = rows_new(source_columns, COLUMNS);
	db_bind_text(stmt, 1, id);
	while (db_step(stmt) == 1) {
		for (int i = 0; i < COLUMNS; i++)
			rows_add_value(*out, db_value(stmt, i));
	}
	db_finalize(stmt);
	return handle->error.code;
}
