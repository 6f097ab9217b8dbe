/* From cells to stored values. What costs a look into the database is remembered. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "exchange/row.h"
#include "model/change.h"

enum { SLOTS = 4096, SLOTS_USED = 3000, SLOTS_FULL = 4000, NEAR_MISSES = 200 };

/* What a text of a target stands for: found before, or found to be nothing. */
struct memory {
	int target;
	const char *text;
	struct syndic_value value, tier; /* tier: of `membership-premier` */
	const char *suggestion;          /* set: there is no such thing */
	bool ambiguous;
};

struct cells {
	struct syndic *handle;
	const struct mapping *mapping;
	const struct coming *coming;
	struct memory slots[SLOTS], spare;
	size_t used;
	int near_misses; /* asked for so far: they are dear */
	struct arena text;
	int stage, revenue_type, tier; /* targets, or −1 */
};

struct cells *cells_new(struct syndic *handle, const struct mapping *mapping,
                        const struct coming *coming)
{
	struct cells *cells = mem_alloc(sizeof *cells);
	const struct syndic_entity *entity = mapping->entity;
	cells->handle = handle;
	cells->mapping = mapping;
	cells->coming = coming;
	cells->stage = entity == &entity_deal ? syndic_field_find(entity, "stage") : -1;
	cells->revenue_type = syndic_field_find(entity, "revenue_type");
	cells->tier = syndic_field_find(entity, "tier");
	return cells;
}

void cells_forget(struct cells *cells)
{
	memset(cells->slots, 0, sizeof cells->slots);
	cells->used = 0;
	arena_reset(&cells->text);
}

void cells_free(struct cells *cells)
{
	if (!cells) return;
	arena_free(&cells->text);
	free(cells);
}

const char *code_of_type(enum syndic_type type)
{
	switch (type) {
	case SYNDIC_DATE:
	case SYNDIC_MONTH:
	case SYNDIC_TIME: return "date";
	case SYNDIC_MONEY: return "money";
	case SYNDIC_CHOICE:
	case SYNDIC_BOOL: return "choice";
	case SYNDIC_REF:
	case SYNDIC_REFS: return "reference";
	case SYNDIC_INT:
	case SYNDIC_RATIO:
	case SYNDIC_DECIMAL: return "number";
	case SYNDIC_TEXT:
	case SYNDIC_WORDS: break;
	}
	return "text";
}

void row_reject(struct row *row, const struct mapping *mapping, int target, const char *code,
                const char *suggestion, const char *format, ...)
{
	enum { REASON_COLUMNS = 300 };
	char reason[2048];
	struct buf shown = {0};
	va_list arguments;
	if (row->problem.code) return;
	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	text_display(&shown, reason, REASON_COLUMNS, false);
	int column = target < 0 ? -1 : mapping->column_of[target];
	row->problem.code = code;
	row->problem.column = column < 0 ? "" : mapping->columns[column].header;
	row->problem.reason = arena_copy(row->arena, buf_text(&shown));
	row->problem.suggestion = arena_copy(row->arena, suggestion ? suggestion : "");
	buf_free(&shown);
}

/* ---- what is remembered ---- */

static uint64_t hash_of(int target, const char *text)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)target;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return hash;
}

/* The memory of a text, or a free one to be filled (`text` NULL). */
static struct memory *recall(struct cells *cells, int target, const char *text)
{
	size_t at = (size_t)(hash_of(target, text) % SLOTS);
	for (;; at = (at + 1) % SLOTS) {
		struct memory *memory = &cells->slots[at];
		if (!memory->text && cells->used < SLOTS_FULL) return memory;
		if (!memory->text) {
			cells->spare = (struct memory){0};
			return &cells->spare;
		}
		if (memory->target == target && strcmp(memory->text, text) == 0) return memory;
	}
}

static void remember(struct cells *cells, struct memory *memory, int target, const char *text)
{
	if (memory == &cells->spare) return;
	memory->target = target;
	memory->text = arena_copy(&cells->text, text);
	cells->used++;
}

/* ---- references ---- */

static const char *default_suggestion(const struct syndic_entity *entity)
{
	if (entity == &entity_org) return "--add-orgs adds the unknown ones";
	return "";
}

/* Looks up one reference; what is found, or that it is not, goes to `memory`. */
static enum syndic_status look_up(struct cells *cells, const struct syndic_entity *entity,
                                  const char *text, struct memory *memory)
{
	char id[REFERENCE_SIZE];
	const char *known = coming_find(cells->coming, entity, text);
	if (known) {
		memory->value = value_text(arena_copy(&cells->text, known));
		return SYNDIC_OK;
	}
	enum syndic_status status = resolve_exact(cells->handle, entity, text, NULL, id);
	if (status == SYNDIC_NOT_FOUND && entity == &entity_pipeline &&
	    strcasecmp(text, "Membership Sales") == 0)
		status = resolve_exact(cells->handle, entity, "membership", NULL, id);
	if (status == SYNDIC_OK) {
		memory->value = value_text(arena_copy(&cells->text, id));
	} else if (status == SYNDIC_NOT_FOUND || status == SYNDIC_AMBIGUOUS) {
		const char *near = "";
		memory->ambiguous = status == SYNDIC_AMBIGUOUS;
		status = SYNDIC_OK;
		if (cells->near_misses++ < NEAR_MISSES)
			near = resolve_near(cells->handle, entity, text, NULL, &cells->text);
		memory->suggestion = *near ? near : default_suggestion(entity);
	}
	return status;
}

/* An organisation that is not known yet, and may be added. */
static struct syndic_value new_org(struct cells *cells, struct row *row, const char *name)
{
	char id[ULID_SIZE];
	for (size_t i = 0; i < row->new_org_count; i++)
		if (strcmp(row->new_orgs[i], name) == 0) return value_text(row->new_org_ids[i]);
	if (row->new_org_count == ROW_NEW_ORGS) return value_null();
	ulid_new(id);
	row->new_orgs[row->new_org_count] = arena_copy(row->arena, name);
	row->new_org_ids[row->new_org_count] = arena_copy(row->arena, id);
	(void)cells;
	return value_text(row->new_org_ids[row->new_org_count++]);
}

static enum syndic_status read_ref(struct cells *cells, struct row *row, int target,
                                   const struct syndic_entity *to, const char *text,
                                   struct syndic_value *out)
{
	struct memory *memory = recall(cells, target, text);
	if (!memory->text) {
		*memory = (struct memory){0};
		enum syndic_status status = look_up(cells, to, text, memory);
		if (status != SYNDIC_OK) return status;
		remember(cells, memory, target, text);
	}
	char noun[ENTITY_NOUN];
	*out = memory->value;
	if (!memory->suggestion) return SYNDIC_OK;
	if (to == &entity_org && cells->mapping->options->add_orgs && !memory->ambiguous) {
		*out = new_org(cells, row, text);
		return SYNDIC_OK;
	}
	row_reject(row, cells->mapping, target, to == &entity_org ? "org" : "reference",
	           memory->suggestion,
	           memory->ambiguous ? "several of %s are called %s" : "there is no %s %s",
	           memory->ambiguous ? record_nouns(to, noun) : entity_noun(to, noun), text);
	return SYNDIC_OK;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum syndic_status read_refs(struct cells *cells, struct row *row, int target,
                                    const struct syndic_entity *to, const char *text,
                                    struct syndic_value *out)
{
	char *copy = arena_copy(row->arena, text), *save = NULL;
	const char **ids = arena_alloc(row->arena, (strlen(text) / 2 + 1) * sizeof *ids);
	size_t count = 0;
	struct buf joined = {0};
	for (char *part = strtok_r(copy, ",;", &save); part; part = strtok_r(NULL, ",;", &save)) {
		struct syndic_value id;
		while (isspace((unsigned char)*part))
			part++;
		for (size_t end = strlen(part); end > 0 && isspace((unsigned char)part[end - 1]);)
			part[--end] = '\0';
		if (!*part) continue;
		enum syndic_status status = read_ref(cells, row, target, to, part, &id);
		if (status != SYNDIC_OK || row->problem.code) return status;
		ids[count++] = id.text;
	}
	qsort(ids, count, sizeof *ids, by_text);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(ids[i], ids[i - 1]) != 0)
			buf_printf(&joined, "%s%s", joined.length ? "," : "", ids[i]);
	if (count) *out = value_text(arena_copy(row->arena, buf_text(&joined)));
	buf_free(&joined);
	return SYNDIC_OK;
}

/* ---- the other types ---- */

static const char *read_date(const struct column *column, enum syndic_type type, const char *text,
                             const char *today, char out[TIME_SIZE])
{
	const char *tail;
	char day[DATE_SIZE], whole[64];
	if (type == SYNDIC_MONTH && month_valid(text)) {
		memcpy(out, text, strlen(text) + 1);
		return NULL;
	}
	const char *why = date_read(text, column ? column->order : ORDER_UNKNOWN, day, &tail);
	if (why && type == SYNDIC_MONTH && date_shape(text) == DATE_NONE)
		return "it is no month; write 2026-11";
	if (why) return why;
	memcpy(out, day, sizeof day);
	if (type == SYNDIC_MONTH) out[7] = '\0';
	if (type != SYNDIC_TIME || !*tail) return NULL;
	snprintf(whole, sizeof whole, "%s%s", day, tail);
	return time_parse(whole, today, out);
}

static const char *read_ratio(const char *text, int64_t *out)
{
	char point[32];
	const char *comma = strchr(text, ',');
	if (!comma || strchr(text, '.') || strlen(text) >= sizeof point) return ratio_parse(text, out);
	snprintf(point, sizeof point, "%s",
	         text); /* a ratio has no thousands: that is a decimal comma */
	point[comma - text] = '.';
	return ratio_parse(point, out);
}

static enum syndic_status refuse_plain(struct cells *cells, struct row *row, int target)
{
	const struct syndic_field *field = &cells->mapping->entity->fields[target];
	struct buf choices = {0};
	for (size_t i = 0; field->choices && field->choices[i]; i++)
		buf_printf(&choices, "%s%s", i ? ", " : "", field->choices[i]);
	row_reject(row, cells->mapping, target, code_of_type(field->type), buf_text(&choices), "%s",
	           cells->handle->error.message);
	error_clear(cells->handle);
	buf_free(&choices);
	return SYNDIC_OK;
}

/* `membership-premier` is a type and a tier: the text becomes the type. */
static enum syndic_status split_type(struct cells *cells, struct row *row, const char **text,
                                     struct syndic_value *tier)
{
	static const char type[] = "membership";
	const char *rest = *text + sizeof type - 1;
	if (cells->tier < 0 || strncasecmp(*text, type, sizeof type - 1) != 0) return SYNDIC_OK;
	if (*rest != '-' && *rest != ' ' && *rest != '_') return SYNDIC_OK;
	rest += strspn(rest, "- _");
	*text = type;
	return read_ref(cells, row, cells->tier, &entity_tier, rest, tier);
}

/* Choices, words, numbers and truths, as a person would write them. */
static enum syndic_status read_plain(struct cells *cells, struct row *row, int target,
                                     const char *text, struct syndic_value *out)
{
	const struct syndic_entity *entity = cells->mapping->entity;
	const struct syndic_field *field = &entity->fields[target];
	struct memory *memory = recall(cells, target, text);
	struct syndic_value tier = value_null();
	enum syndic_status status = SYNDIC_OK;
	if (!memory->text) {
		const char *ours = text;
		if (field->type == SYNDIC_CHOICE)
			ours = profile_value(cells->mapping->profile, field->name, text);
		if (cells->mapping->profile && strcmp(field->name, "lost_reason") == 0 &&
		    !choice_find(field->choices, ours)) {
			/* Other systems take any words for it. The row as it came keeps them. */
			ours = "other";
			change_note(cells->handle,
			            "lost reason \"%s\" is kept as other: show --source has the words", text);
		}
		if (target == cells->revenue_type) status = split_type(cells, row, &ours, &tier);
		if (status != SYNDIC_OK || row->problem.code) return status;
		status = field_parse(cells->handle, entity, target, ours, NULL, &cells->text, out);
		if (status == SYNDIC_MISUSE) return refuse_plain(cells, row, target);
		if (status != SYNDIC_OK) return status;
		memory = recall(cells, target, text);
		*memory = (struct memory){.value = *out, .tier = tier};
		remember(cells, memory, target, text);
	}
	*out = memory->value;
	if (memory->tier.kind == SYNDIC_NULL) return SYNDIC_OK;
	row->values[cells->tier] = memory->tier;
	row->spoken[cells->tier] = true;
	return SYNDIC_OK;
}

static void trim(const char **text, size_t *length)
{
	while (*length > 0 && isspace((unsigned char)**text)) {
		++*text;
		--*length;
	}
	while (*length > 0 && isspace((unsigned char)(*text)[*length - 1]))
		--*length;
}

static enum syndic_status read_text(struct cells *cells, struct row *row, int target,
                                    const char *text, size_t length, struct syndic_value *out)
{
	const struct mapping *mapping = cells->mapping;
	if (mapping->profile) trim(&text, &length);
	if (length == 0) return SYNDIC_OK;
	char *copy = arena_copy_n(row->arena, text, length);
	*out = (struct syndic_value){SYNDIC_STRING, 0, copy, length};
	if (strcmp(target_name(mapping->entity, target), "currency") != 0) return SYNDIC_OK;
	for (char *c = copy; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	if (strcmp(copy, syndic_currency(cells->handle)) != 0)
		row_reject(row, mapping, target, "currency", syndic_currency(cells->handle),
		           "%s is not %s, and there are no exchange rates yet", copy,
		           syndic_currency(cells->handle));
	return SYNDIC_OK;
}

static enum syndic_status read_cell(struct cells *cells, struct row *row, int target,
                                    const char *text, size_t length)
{
	const struct mapping *mapping = cells->mapping;
	const struct syndic_entity *entity = mapping->entity;
	enum syndic_type type = target_type(entity, target);
	int index = mapping->column_of[target];
	const struct column *column = index < 0 ? NULL : &mapping->columns[index];
	struct syndic_value *out = &row->values[target];
	const char *why = NULL;
	char when[TIME_SIZE];
	switch (type) {
	case SYNDIC_TEXT: return read_text(cells, row, target, text, length, out);
	case SYNDIC_MONEY:
		row->unproven |= column && !column->looked_at && !money_is_plain(text);
		why = money_read(text, length, column ? column->mark : '.', &out->number);
		if (!why) why = money_check_currency(text, syndic_currency(cells->handle));
		out->kind = SYNDIC_NUMBER;
		break;
	case SYNDIC_RATIO:
		why = read_ratio(text, &out->number);
		out->kind = SYNDIC_NUMBER;
		if (!why && (out->number < 0 || out->number > RATIO_ONE)) why = "it is not from 0 to 1";
		break;
	case SYNDIC_DECIMAL:
		why = decimal_parse(text, &out->number);
		out->kind = SYNDIC_NUMBER;
		break;
	case SYNDIC_DATE:
	case SYNDIC_MONTH:
	case SYNDIC_TIME:
		row->unproven |= column && !column->looked_at && date_shape(text) != DATE_YEAR_FIRST;
		why = read_date(column, type, text, cells->handle->as_of, when);
		if (!why) *out = value_text(arena_copy(row->arena, when));
		break;
	case SYNDIC_REF:
		return read_ref(cells, row, target, syndic_entity_find(entity->fields[target].refers_to),
		                text, out);
	case SYNDIC_REFS:
		return read_refs(cells, row, target, syndic_entity_find(entity->fields[target].refers_to),
		                 text, out);
	case SYNDIC_INT:
	case SYNDIC_BOOL:
	case SYNDIC_CHOICE:
	case SYNDIC_WORDS: return read_plain(cells, row, target, text, out);
	}
	if (why) row_reject(row, mapping, target, code_of_type(type), "", "%s: %s", text, why);
	return SYNDIC_OK;
}

enum syndic_status cells_read(struct cells *cells, const struct csv_record *record, struct row *out,
                              struct arena *arena)
{
	const struct mapping *mapping = cells->mapping;
	memset(out, 0, sizeof *out);
	out->arena = arena;
	if (cells->used > SLOTS_USED)
		cells_forget(cells); /* never within a row: its values lie there */
	for (size_t i = 0; i < mapping->target_count; i++) {
		int target = mapping->targets[i], column = mapping->column_of[target];
		const char *text = column < 0 ? "" : record->cells[column].text;
		size_t length = column < 0 ? 0 : record->cells[column].length;
		if (length == 0 && mapping->set[target]) {
			text = mapping->set[target];
			length = strlen(text);
		}
		out->spoken[target] = true;
		if (length == 0) continue;
		if (target == cells->stage) {
			out->stage = arena_copy_n(arena, text, length);
			continue;
		}
		enum syndic_status status = read_cell(cells, out, target, text, length);
		if (status != SYNDIC_OK) return status;
	}
	return SYNDIC_OK;
}
