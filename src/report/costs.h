/*
 * What is spent in a month: amounts, and shares of the month's revenue. cost(m) = fixed(m) +
 * share(m) · revenue(m). A cost counts in every month that its term touches.
 */
#ifndef SYNDIC_REPORT_COSTS_H
#define SYNDIC_REPORT_COSTS_H
#include "model/scenario.h"

struct cost_line {
	const char *name, *kind, *line; /* kind and line: NULL where unknown */
	int64_t amount, share;          /* cents a month; millionths of revenue */
	int64_t first, last;            /* months; INT64_MIN and INT64_MAX where open */
};
struct costs {
	struct cost_line *lines;
	size_t count;
};
/* All of them; the arena owns them. */
enum syndic_status costs_load(struct syndic *handle, struct arena *arena, struct costs *out);

struct month_cost {
	int64_t fixed; /* cents */
	int64_t share; /* of revenue, millionths, at most one */
};
/* The costs of a month, as the effects of a scenario change them: those that say what a cost is
 * instead replace every line they name by one. An effect counts in months in which a line that it names
 * does, and takes away no more than these are. */
struct month_cost costs_in(const struct costs *costs, const struct scenario_effect *effects,
                           size_t effect_count, int64_t month);
/* Cents, for so much revenue; where that is negative, nothing is paid back. */
int64_t month_cost_of(struct month_cost cost, int64_t revenue);

#endif
