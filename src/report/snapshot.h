/* Snapshots: forecasts that are kept as they were made, to be scored later. */
#ifndef SYNDIC_REPORT_SNAPSHOT_H
#define SYNDIC_REPORT_SNAPSHOT_H
#include "model/record.h"

/* Days from the taken_on of the latest snapshot, of those up to as_of, to as_of; `known` is
 * false where there is none. */
enum syndic_status snapshot_age(struct syndic *handle, int64_t *days, bool *known);

/* The latest snapshot that was taken on a day or earlier; "" where there is none. */
enum syndic_status snapshot_latest(struct syndic *handle, const char *day, char id[REFERENCE_SIZE]);

#endif
