/*
 * Who has gone quiet: the last sign of life lies `quiet_days` (a setting, 30) back or more. Of a
 * deal it is the last conversation about it, or its arrival in its stage if that is later.
 */
#ifndef SYNDIC_REPORT_QUIET_H
#define SYNDIC_REPORT_QUIET_H
#include "model/store.h"

/* SQL: when the deal `d` was last talked about; NULL: never. */
#define QUIET_DEAL_SPOKEN "(SELECT max(a.at) FROM activity AS a WHERE a.deal = d.id)"

int64_t quiet_days(struct syndic *handle);
/* The day of the last sign of life: the later of `first` and `spoken` (a time, or NULL). True if it
 * is `since` or earlier: quiet. */
bool quiet_seen(const char *first, const char *spoken, const char *since, char seen[DATE_SIZE]);

#endif
