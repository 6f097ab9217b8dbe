#include "report/order.h"
#include <stdlib.h>
#include "base/money.h"

int order_numbers(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void order_sort(int64_t *numbers, size_t count)
{
	if (count) qsort(numbers, count, sizeof *numbers, order_numbers);
}

int64_t order_median(const int64_t *sorted, size_t count)
{
	return muldiv(sorted[(count - 1) / 2] + sorted[count / 2], 1, 2);
}

struct syndic_figure order_ninetieth(const int64_t *sorted, size_t count)
{
	size_t rank = (count * 9 + 9) / 10; /* nine of ten, rounded up */

	if (count < SYNDIC_FEWEST_CASES) return (struct syndic_figure){0};
	return (struct syndic_figure){true, sorted[rank - 1]};
}
