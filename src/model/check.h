/* What check hooks have in common. */
#ifndef SYNDIC_MODEL_CHECK_H
#define SYNDIC_MODEL_CHECK_H
#include "base/rows.h"
#include "model/record.h"

/* One currency until there are rates: fills in the database's, refuses another. */
enum syndic_status check_currency(struct syndic *handle, struct record *record);
/* ends_on not before starts_on. */
enum syndic_status check_term(struct syndic *handle, const struct record *record,
                              const char *starts, const char *ends);
/* A number, where it is known, not below `least`, 0 or 1. */
enum syndic_status check_at_least(struct syndic *handle, const struct record *record,
                                  const char *field, int64_t least);

#endif
