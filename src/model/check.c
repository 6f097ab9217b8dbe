#include "model/check.h"

#include <ctype.h>
#include <string.h>

enum syndic_status check_currency(struct syndic *handle, struct record *record)
{
	const char *given = record_text(record, "currency");
	if (given && strcmp(given, handle->currency) != 0) {
		(void)
			error_set(handle, SYNDIC_MISUSE, record->entity->name, "currency", given,
		              "the currency %s is not the database's, %s: there are no exchange rates yet",
		              given, handle->currency);
		error_help(handle, "syndic %s describe", record->entity->name);
		return SYNDIC_MISUSE;
	}
	record_set_text(record, "currency", handle->currency);
	return SYNDIC_OK;
}

enum syndic_status check_term(struct syndic *handle, const struct record *record,
                              const char *starts, const char *ends)
{
	const char *from = record_text(record, starts), *to = record_text(record, ends);
	if (from && to && strcmp(from, to) > 0) {
		return error_set(handle, SYNDIC_MISUSE, record->entity->name, ends, to,
		                 "%s %s is before %s %s", ends, to, starts, from);
	}
	return SYNDIC_OK;
}

enum syndic_status check_not_negative(struct syndic *handle, const struct record *record,
                                      const char *field)
{
	if (record_number(record, field) < 0) {
		return error_set(handle, SYNDIC_MISUSE, record->entity->name, field, NULL, "%s is negative",
		                 field);
	}
	return SYNDIC_OK;
}
