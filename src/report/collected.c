#include "report/collected.h"
#include "base/date.h"

int64_t collected_assumed(enum spread_method method, int64_t amount, const char *starts_on,
                          const char *ends_on, int64_t first)
{
	return spread_between(method, amount, starts_on, ends_on, month_number(starts_on), first - 1);
}
