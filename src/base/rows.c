#include "base/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/money.h"

struct syndic_rows {
	const struct rows_source *source;
	void *context;
	const struct syndic_column *columns;
	size_t column_count;
};

struct syndic_rows *rows_from(const struct rows_source *source, void *context,
                              const struct syndic_column *columns, size_t count)
{
	struct syndic_rows *rows = mem_alloc(sizeof *rows);
	*rows = (struct syndic_rows){source, context, columns, count};
	return rows;
}

size_t syndic_rows_column_count(const struct syndic_rows *rows)
{
	return rows->column_count;
}

const struct syndic_column *syndic_rows_column(const struct syndic_rows *rows, size_t index)
{
	return index < rows->column_count ? &rows->columns[index] : NULL;
}

int syndic_rows_next(struct syndic_rows *rows)
{
	return rows->source->next(rows->context);
}

struct syndic_value syndic_rows_value(const struct syndic_rows *rows, size_t index)
{
	return index < rows->column_count ? rows->source->value(rows->context, index) : value_null();
}

void syndic_rows_free(struct syndic_rows *rows)
{
	if (!rows) return;
	rows->source->free(rows->context);
	free(rows);
}

struct memory {
	struct arena arena;
	struct syndic_value *cells;
	size_t count, capacity, column_count;
	size_t next; /* number of the row that comes next; the current one is before it */
	bool ended;
};

static int memory_next(void *context)
{
	struct memory *memory = context;
	memory->ended = memory->next >= memory->count / memory->column_count;
	memory->next += !memory->ended;
	return !memory->ended;
}

static struct syndic_value memory_value(const void *context, size_t index)
{
	const struct memory *memory = context;
	if (!memory->next || memory->ended) return value_null();
	return memory->cells[(memory->next - 1) * memory->column_count + index];
}

static void memory_free(void *context)
{
	struct memory *memory = context;
	arena_free(&memory->arena);
	free(memory->cells);
	free(memory);
}

static const struct rows_source memory_source = {memory_next, memory_value, memory_free};

struct syndic_rows *rows_new(const struct syndic_column *columns, size_t count)
{
	struct memory *memory = mem_alloc(sizeof *memory);
	memory->column_count = count;
	return rows_from(&memory_source, memory, columns, count);
}

void rows_add_text(struct syndic_rows *rows, const char *text)
{
	rows_add_value(rows, value_text(text));
}

void rows_add_number(struct syndic_rows *rows, int64_t number)
{
	rows_add_value(rows, value_number(number));
}

void rows_add_null(struct syndic_rows *rows)
{
	rows_add_value(rows, value_null());
}

void rows_add_figure(struct syndic_rows *rows, struct syndic_figure figure)
{
	if (figure.known)
		rows_add_number(rows, figure.value);
	else
		rows_add_null(rows);
}

void rows_add_value(struct syndic_rows *rows, struct syndic_value value)
{
	struct memory *memory = rows->context;
	if (memory->count == memory->capacity) {
		memory->capacity = memory->capacity ? memory->capacity * 2 : 64;
		memory->cells = mem_resize(memory->cells, memory->capacity * sizeof *memory->cells);
	}
	if (value.kind == SYNDIC_STRING)
		value.text = arena_copy_n(&memory->arena, value.text, value.length);
	memory->cells[memory->count++] = value;
}

size_t rows_count(const struct syndic_rows *rows)
{
	const struct memory *memory = rows->context;
	return memory->count / memory->column_count;
}

void rows_rewind(struct syndic_rows *rows)
{
	struct memory *memory = rows->context;
	memory->next = 0;
	memory->ended = false;
}

void value_add_plain(struct buf *out, struct syndic_value value, enum syndic_type type)
{
	if (value.kind == SYNDIC_STRING)
		buf_add_n(out, value.text, value.length);
	else if (value.kind == SYNDIC_NULL)
		return;
	else if (type == SYNDIC_MONEY)
		money_add_plain(out, value.number);
	else if (type == SYNDIC_DECIMAL)
		decimal_add_plain(out, value.number);
	else if (type == SYNDIC_RATIO)
		ratio_add_plain(out, value.number);
	else if (type == SYNDIC_BOOL)
		buf_add(out, value.number ? "true" : "false");
	else
		buf_printf(out, "%lld", (long long)value.number);
}

struct syndic_value value_null(void)
{
	return (struct syndic_value){.kind = SYNDIC_NULL, .text = ""};
}

struct syndic_value value_number(int64_t number)
{
	return (struct syndic_value){.kind = SYNDIC_NUMBER, .number = number, .text = ""};
}

struct syndic_value value_text(const char *text)
{
	if (!text) return value_null();
	return (struct syndic_value){.kind = SYNDIC_STRING, .text = text, .length = strlen(text)};
}

bool value_equal(struct syndic_value a, struct syndic_value b)
{
	if (a.kind != b.kind) return false;
	if (a.kind == SYNDIC_STRING)
		return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
	return a.kind == SYNDIC_NULL || a.number == b.number;
}
