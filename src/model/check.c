#include "model/check.h"

#include <string.h>

enum syndic_status check_currency(struct syndic *handle, struct record *record)
{
	const char *given = record_text(record, "currency");
	if (given && strcmp(given, handle->currency) != 0) {
		return error_set(
			handle, SYNDIC_MISUSE, record->entity->name, "currency", given,
			"the currency %s is not the database's, %s: there are no exchange rates yet", given,
			handle->currency);
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

enum syndic_status check_at_least(struct syndic *handle, const struct record *record,
                                  const char *field, int64_t least)
{
	if (!record_has(record, field) || record_number(record, field) >= least) return SYNDIC_OK;
	return error_set(handle, SYNDIC_MISUSE, record->entity->name, field, NULL,
	                 least ? "%s counts from 1" : "%s is negative", field);
}
