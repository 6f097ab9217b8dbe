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

/* The parts of all months of the term, by days of service; the caller frees. */
static int64_t *by_days(int64_t amount, const char *starts_on, const char *ends_on, int64_t count)
{
	int64_t *days = mem_alloc((size_t)count * sizeof *days);
	int64_t *parts = mem_alloc((size_t)count * sizeof *parts);
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
	free(days);
	return parts;
}

/* The part of a term's months that lies within others: its first and the one after its last,
 * counted from the term's first. */
struct overlap {
	int64_t count; /* months of the term */
	int64_t from, until;
};

static struct overlap overlap_of(const char *starts_on, const char *ends_on, int64_t first,
                                 int64_t last)
{
	int64_t start = month_number(starts_on);
	struct overlap overlap = {.count = month_number(ends_on) - start + 1};

	overlap.from = first > start ? first - start : 0;
	overlap.until = last - start + 1 < overlap.count ? last - start + 1 : overlap.count;
	return overlap;
}

int64_t spread_between(enum spread_method method, int64_t amount, const char *starts_on,
                       const char *ends_on, int64_t first, int64_t last)
{
	if (strcmp(ends_on, starts_on) < 0) ends_on = starts_on;
	struct overlap term = overlap_of(starts_on, ends_on, first, last);
	int64_t *parts, sum = 0;

	if (term.from >= term.until) return 0;
	if (term.from == 0 && term.until == term.count) return amount;
	if (method == SPREAD_MONTHS)
		return equal_until(amount, term.count, term.until) -
		       equal_until(amount, term.count, term.from);
	parts = by_days(amount, starts_on, ends_on, term.count);
	for (int64_t i = term.from; i < term.until; i++)
		sum += parts[i];
	free(parts);
	return sum;
}

void spread_months(enum spread_method method, int64_t amount, const char *starts_on,
                   const char *ends_on, int64_t first, int64_t count, int64_t *out)
{
	if (strcmp(ends_on, starts_on) < 0) ends_on = starts_on;
	struct overlap term = overlap_of(starts_on, ends_on, first, first + count - 1);
	int64_t *parts = NULL, start = month_number(starts_on) - first;

	if (term.from >= term.until) return;
	if (method == SPREAD_DAYS) parts = by_days(amount, starts_on, ends_on, term.count);
	for (int64_t i = term.from; i < term.until; i++)
		out[start + i] += parts ? parts[i] : money_share_equal(amount, term.count, i);
	free(parts);
}
