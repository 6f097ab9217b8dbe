#include "report/spread.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/money.h"
#include <stdlib.h>
#include <string.h>

enum spread_method spread_method_named(const char *name)
{
	return name && strcmp(name, "days") == 0 ? SPREAD_DAYS : SPREAD_MONTHS;
}

const char *spread_method_name(enum spread_method method)
{
	return method == SPREAD_DAYS ? "days" : "months";
}

/* The first `months` of `count` equal parts, as money_share_equal gives them. */
static int64_t equal_until(int64_t amount, int64_t count, int64_t months)
{
	int64_t rest = amount % count;
	int64_t extra = llabs(rest) < months ? llabs(rest) : months;

	return amount / count * months + (rest < 0 ? -extra : extra);
}

static int64_t by_days(int64_t amount, const char *starts_on, const char *ends_on, int64_t count,
                       int64_t from, int64_t until)
{
	int64_t *days = mem_alloc((size_t)count * 2 * sizeof *days), *parts = days + count, sum = 0;
	int64_t day = date_days(starts_on), end = date_days(ends_on) + 1;
	int64_t month = month_number(starts_on);
	char next[DATE_SIZE];

	for (int64_t i = 0; i < count; i++) {
		month_first(month + i + 1, next);
		int64_t bound = i + 1 < count ? date_days(next) : end;
		days[i] = bound - day;
		day = bound;
	}
	money_split(amount, days, parts, count);
	for (int64_t i = from; i < until; i++)
		sum += parts[i];
	free(days);
	return sum;
}

int64_t spread_between(enum spread_method method, int64_t amount, const char *starts_on,
                       const char *ends_on, int64_t first, int64_t last)
{
	if (strcmp(ends_on, starts_on) < 0) ends_on = starts_on;
	int64_t start = month_number(starts_on);
	int64_t count = month_number(ends_on) - start + 1;
	int64_t from = first > start ? first - start : 0;
	int64_t until = last - start + 1 < count ? last - start + 1 : count;

	if (from >= until) return 0;
	if (from == 0 && until == count) return amount;
	if (method == SPREAD_DAYS) return by_days(amount, starts_on, ends_on, count, from, until);
	return equal_until(amount, count, until) - equal_until(amount, count, from);
}
