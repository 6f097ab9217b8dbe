/*
 * How long deals that were won stood in each open stage on their way, in whole days. A stay lasts
 * from coming into a stage to leaving it; a deal that came twice has two. Source: stage_change of
 * the deals that are won now. Cost: linear in these. Who stands longer than order_ninetieth of them
 * does so longer than 90 % of those that won.
 */
#ifndef SYNDIC_REPORT_STAYS_WON_H
#define SYNDIC_REPORT_STAYS_WON_H
#include "model/store.h"

struct stays_of_stage {
	int64_t *days; /* sorted */
	size_t count;
};
struct stays_won {
	struct stays_of_stage *stages; /* in the order of stages_all */
	size_t stage_count;
};

/* The arena owns what `out` holds. */
enum syndic_status stays_won_load(struct syndic *handle, struct arena *arena,
                                  struct stays_won *out);

#endif
