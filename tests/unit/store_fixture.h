/* A database in a folder of its own, filled through the public API. */
#ifndef SYNDIC_TESTS_STORE_FIXTURE_H
#define SYNDIC_TESTS_STORE_FIXTURE_H
#include <stdarg.h>
#include <string.h>
#include <syndic.h>
#include "unit.h"

#define FIXTURE_OK(handle, expression)                                                             \
	do {                                                                                           \
		enum syndic_status fixture_status = (expression);                                          \
		if (fixture_status != SYNDIC_OK)                                                           \
			ck_abort_msg("%s: %s", #expression, syndic_last_error(handle)->message);               \
	} while (0)

static inline struct syndic *fixture_new(const char *as_of)
{
	char path[300];
	struct syndic_options options = {.as_of = as_of, .actor = "ana"};
	struct syndic *handle;

	snprintf(path, sizeof path, "%s/x.db", unit_folder());
	FIXTURE_OK(handle, syndic_create(path, "USD", &options, &handle));
	return handle;
}

/* Adds a record from texts "field=value", NULL-ended. */
__attribute__((sentinel)) static inline void fixture_add(struct syndic *handle, const char *entity,
                                                         ...)
{
	struct syndic_input inputs[20];
	char names[20][40];
	size_t count = 0;
	const char *text;
	va_list list;

	va_start(list, entity);
	while ((text = va_arg(list, const char *)) != NULL) {
		const char *value = strchr(text, '=');
		ck_assert(value && count < 20);
		snprintf(names[count], sizeof names[count], "%.*s", (int)(value - text), text);
		inputs[count] = (struct syndic_input){names[count], value + 1};
		count++;
	}
	va_end(list);
	FIXTURE_OK(handle, syndic_add(handle, entity, inputs, count));
}

/* The text of a cell of the current row, NULL where it is unknown; numbers in decimal. */
static inline const char *fixture_cell(const struct syndic_rows *rows, const char *column)
{
	static char number[24];

	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		struct syndic_value value = syndic_rows_value(rows, i);
		if (strcmp(syndic_rows_column(rows, i)->name, column) != 0) continue;
		if (value.kind != SYNDIC_NUMBER) return value.kind == SYNDIC_NULL ? NULL : value.text;
		snprintf(number, sizeof number, "%lld", (long long)value.number);
		return number;
	}
	ck_abort_msg("there is no column %s", column);
	return NULL;
}

#endif
