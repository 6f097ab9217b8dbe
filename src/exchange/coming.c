#include "exchange/coming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "exchange/identity.h"
#include "model/compose.h"

struct slot {
	const struct syndic_entity *entity; /* NULL: free */
	const char *key, *id;               /* id NULL: several are called that */
};

struct coming {
	struct slot *slots;
	size_t capacity, count;
	bool pristine;
	struct arena text;
};

struct coming *coming_new(void)
{
	return mem_alloc(sizeof(struct coming));
}

void coming_forget(struct coming *coming)
{
	free(coming->slots);
	arena_free(&coming->text);
	*coming = (struct coming){0};
}

void coming_free(struct coming *coming)
{
	if (!coming) return;
	coming_forget(coming);
	free(coming);
}

void coming_set_pristine(struct coming *coming)
{
	coming->pristine = true;
}

bool coming_pristine(const struct coming *coming)
{
	return coming && coming->pristine;
}

static struct slot *slot_of(const struct coming *coming, const struct syndic_entity *entity,
                            const char *key)
{
	uint64_t at = seen_hash(entity->name, key) & (coming->capacity - 1);
	for (;; at = (at + 1) & (coming->capacity - 1)) {
		struct slot *slot = &coming->slots[at];
		if (!slot->entity || (slot->entity == entity && strcmp(slot->key, key) == 0)) return slot;
	}
}

static void grow(struct coming *coming)
{
	struct slot *old = coming->slots;
	size_t capacity = coming->capacity;
	coming->capacity = capacity ? 2 * capacity : 256;
	coming->slots = mem_alloc(coming->capacity * sizeof *coming->slots);
	for (size_t i = 0; i < capacity; i++)
		if (old[i].entity) *slot_of(coming, old[i].entity, old[i].key) = old[i];
	free(old);
}

static void put(struct coming *coming, const struct syndic_entity *entity, const char *key,
                const char *id)
{
	if (4 * coming->count >= 3 * coming->capacity) grow(coming);
	struct slot *slot = slot_of(coming, entity, key);
	if (slot->entity) {
		if (slot->id && strcmp(slot->id, id) != 0) slot->id = NULL;
		return;
	}
	*slot = (struct slot){entity, arena_copy(&coming->text, key), id};
	coming->count++;
}

const char *coming_find(const struct coming *coming, const struct syndic_entity *entity,
                        const char *reference)
{
	if (!coming || coming->count == 0) return NULL;
	const struct slot *slot = slot_of(coming, entity, reference);
	if (slot->entity) return slot->id;
	struct buf folded = {0};
	buf_add_char(&folded, '\n'); /* names stand apart from references */
	text_fold(&folded, reference);
	slot = slot_of(coming, entity, buf_text(&folded));
	buf_free(&folded);
	return slot->entity ? slot->id : NULL;
}

/* What the database has under a reference or a name; "" for nothing. */
static enum syndic_status find_known(struct syndic *handle, const struct syndic_entity *entity,
                                     const char *own, const char *reference, const char *name,
                                     char out[REFERENCE_SIZE])
{
	enum syndic_status status = SYNDIC_NOT_FOUND;
	if (*own) status = resolve_exact(handle, entity, own, NULL, out);
	if (status == SYNDIC_NOT_FOUND && *reference)
		status = resolve_exact(handle, entity, reference, NULL, out);
	if (status == SYNDIC_NOT_FOUND && !*own && !*reference && *name)
		status = resolve_exact(handle, entity, name, NULL, out);
	if (status == SYNDIC_OK) return status;
	out[0] = '\0';
	return status == SYNDIC_NOT_FOUND || status == SYNDIC_AMBIGUOUS ? SYNDIC_OK : status;
}

static const char *cell(const struct import *import, const struct csv_record *record, int target)
{
	int column = target < 0 ? -1 : import->mapping.column_of[target];
	return column < 0 ? "" : record->cells[column].text;
}

static enum syndic_status add_row(struct coming *coming, struct import *import,
                                  const struct csv_record *record)
{
	const struct syndic_entity *entity = import->entity;
	char found[REFERENCE_SIZE];
	const char *own = cell(import, record, import->id);
	const char *reference = cell(import, record, target_find(entity, entity->reference));
	const char *name = cell(import, record, import->name);
	if (!own_id(own)) own = "";
	enum syndic_status status = find_known(import->handle, entity, own, reference, name, found);
	if (status != SYNDIC_OK) return status;
	if (!found[0] && *own) snprintf(found, sizeof found, "%s", own);
	if (!found[0]) ulid_new(found);
	const char *id = arena_copy(&coming->text, found);
	if (*own) put(coming, entity, own, id);
	if (*reference) put(coming, entity, reference, id);
	if (*name) {
		struct buf folded = {0};
		buf_add_char(&folded, '\n');
		text_fold(&folded, name);
		put(coming, entity, buf_text(&folded), id);
		buf_free(&folded);
	}
	return SYNDIC_OK;
}

enum syndic_status coming_add(struct coming *coming, struct import *import)
{
	enum syndic_status status = SYNDIC_OK;
	struct csv_record record;
	int step;
	struct reader *reader =
		reader_new(import->source.fd, import->header_end, import->header_line, import->format);
	reader_expect(reader, import->mapping.column_count);
	while (status == SYNDIC_OK && (step = reader_next(reader, &record)) > 0)
		if (!record.problem.code) status = add_row(coming, import, &record);
	if (status == SYNDIC_OK && step < 0) status = reader_failed(import->handle, &import->source);
	reader_free(reader);
	return status;
}
