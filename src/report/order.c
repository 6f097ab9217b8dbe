#include "report/order.h"
#include <stdlib.h>
#include "base/money.h"

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void order_sort(int64_t *numbers, size_t count)
{
	if (count) qsort(numbers, count, sizeof *numbers, by_number);
}

int64_t order_median(const int64_t *sorted, size_t count)
{
	return muldiv(sorted[(count - 1) / 2] + sorted[count / 2], 1, 2);
}
