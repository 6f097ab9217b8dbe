/* Amounts weighted by a probability: cents × millionths, summed before they are rounded, so that a
 * hundred half cents are fifty. */
#ifndef SYNDIC_REPORT_WEIGHT_H
#define SYNDIC_REPORT_WEIGHT_H
#include "base/money.h"

__extension__ typedef __int128 weight_t;

/* Whole cents of a weight of amounts that are not negative, half a cent rounded up. */
static inline int64_t weight_cents(weight_t weight)
{
	return (int64_t)((weight + RATIO_ONE / 2) / RATIO_ONE);
}

#endif
