/*
 * Spreading an amount over the months of a term, to the cent.
 *
 * Method `months` (the organisation's rule): the term touches Δyear·12 + Δmonth + 1 months, at
 * least one; each takes an equal share, the first months the cents left over. Method `days`: each
 * month takes its part by days of service in it, by largest remainder. Source: the setting
 * spread_method.
 */
#ifndef SYNDIC_REPORT_SPREAD_H
#define SYNDIC_REPORT_SPREAD_H
#include <stdint.h>

enum spread_method { SPREAD_MONTHS, SPREAD_DAYS };

/* "days" is by days, anything else (NULL too) by months. */
enum spread_method spread_method_named(const char *name);
const char *spread_method_name(enum spread_method method);

/* What of `amount` (cents) lies in the months `first` to `last` (numbers as of month_number, both
 * included), when it is spread over the term `starts_on` to `ends_on` (valid ISO dates; a term that
 * ends before it starts is one day long). The parts of all months sum to the amount. */
int64_t spread_between(enum spread_method method, int64_t amount, const char *starts_on,
                       const char *ends_on, int64_t first, int64_t last);
/* The same month by month: adds what lies in the `count` months from `first` on to
 * out[0 … count − 1]. */
void spread_months(enum spread_method method, int64_t amount, const char *starts_on,
                   const char *ends_on, int64_t first, int64_t count, int64_t *out);

#endif
