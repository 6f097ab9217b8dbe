#include "exchange/seen.h"

#include <stdlib.h>

#include "base/mem.h"

uint64_t seen_hash(const char *one, const char *two)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	for (; *one; one++)
		hash = (hash ^ (unsigned char)*one) * UINT64_C(1099511628211);
	hash = (hash ^ 0xFF) * UINT64_C(1099511628211);
	for (; *two; two++)
		hash = (hash ^ (unsigned char)*two) * UINT64_C(1099511628211);
	hash ^= hash >> 32; /* the low bits choose the place */
	return hash ? hash : 1;
}

static struct seen_row *place_of(const struct seen *seen, uint64_t hash)
{
	uint64_t at = hash & (seen->capacity - 1);
	while (seen->rows[at].hash && seen->rows[at].hash != hash)
		at = (at + 1) & (seen->capacity - 1);
	return &seen->rows[at];
}

static void grow(struct seen *seen)
{
	struct seen larger = {.capacity = seen->capacity ? 2 * seen->capacity : 1024};
	larger.count = seen->count;
	larger.rows = mem_alloc(larger.capacity * sizeof *larger.rows);
	for (uint64_t i = 0; i < seen->capacity; i++)
		if (seen->rows[i].hash) *place_of(&larger, seen->rows[i].hash) = seen->rows[i];
	free(seen->rows);
	*seen = larger;
}

const struct seen_row *seen_add(struct seen *seen, uint64_t hash, int64_t offset, int64_t line)
{
	if (4 * seen->count >= 3 * seen->capacity) grow(seen);
	struct seen_row *row = place_of(seen, hash);
	if (row->hash) return row;
	*row = (struct seen_row){hash, offset, line};
	seen->count++;
	return NULL;
}

void seen_free(struct seen *seen)
{
	free(seen->rows);
	*seen = (struct seen){0};
}
