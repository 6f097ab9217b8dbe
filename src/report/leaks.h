/*
 * What is missing from the forecast because a field is: the partition (partition.h) summed up.
 * Amounts in cents, unknown ones left out and counted; weighted: times probability, summed and then
 * rounded, a contract by one.
 */
#ifndef SYNDIC_REPORT_LEAKS_H
#define SYNDIC_REPORT_LEAKS_H
#include "report/partition.h"
#include "report/weight.h"

struct leak_sum {
	int64_t count, amount, unknown;
	weight_t weight;         /* amount × probability */
	int64_t unknown_chances; /* Σ probability of those without an amount, millionths */
};
struct leak_line {
	bool open;
	const char *group; /* a deal's pipeline (slug), a contract's revenue type; NULL: unknown */
	unsigned lacks;
	struct leak_sum sum;
};
/* Known amounts from which a typical one is taken: of a pipeline's open deals, of the active
 * contracts of a revenue type. */
struct leak_amounts {
	bool open;
	const char *group;
	int64_t *amounts;
	size_t count;
	bool sorted;
};
struct leaks {
	struct arena *arena;
	const char *as_of, *first; /* the day, and the first day of the report */
	struct leak_line *lines;
	size_t line_count;
	struct leak_amounts *groups;
	size_t group_count;
	struct leak_sum parts[2][PARTITION_STATES]; /* contracts, deals */
};

/* One open deal or contract more. `probability` in millionths; `group` outlives the leaks. */
void leaks_add(struct leaks *leaks, const struct partition_facts *facts, const char *group,
               int64_t amount, int64_t probability);
/* The median of a group's known amounts, and of how many cases: 0 where it has none, and the figure
 * is that of the largest group of deals or of contracts, or unknown. */
struct syndic_figure leaks_typical(struct leaks *leaks, bool open, const char *group,
                                   size_t *cases);
/* Fills the report's leaks, by amount, and its partition. Once all is added. */
void leaks_report(struct leaks *leaks, struct syndic_review *out);

#endif
