/* Whole numbers in order: medians and the like. */
#ifndef SYNDIC_REPORT_ORDER_H
#define SYNDIC_REPORT_ORDER_H
#include <stddef.h>
#include <syndic.h>

int order_numbers(const void *a, const void *b); /* of int64_t, for bsearch */
void order_sort(int64_t *numbers, size_t count);
/* Of sorted numbers, at least one: the middle one, or the mean of the two in the middle, half away
 * from zero. */
int64_t order_median(const int64_t *sorted, size_t count);
/* Of sorted numbers: the least that at least 90 % of them do not exceed (nearest rank). Unknown
 * with fewer than SYNDIC_FEWEST_CASES. */
struct syndic_figure order_ninetieth(const int64_t *sorted, size_t count);

#endif
