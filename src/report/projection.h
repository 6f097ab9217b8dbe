/* What the options of a projection say, read and judged. */
#ifndef SYNDIC_REPORT_PROJECTION_H
#define SYNDIC_REPORT_PROJECTION_H
#include "report/portfolio.h"

struct projection {
	struct portfolio_options portfolio;
	struct paths_options paths;
	const char *slip; /* as it was given */
	bool learned;
};

/* Fills in what was not given: `months` are meant where none are asked for, 0 leaves them 0.
 * Refusals are told; texts go to `arena`. */
enum syndic_status projection_read(struct syndic *handle, const struct syndic_projection *given,
                                   int64_t months, struct arena *arena, struct projection *out);

/* Gives the deals the chances that history teaches (learning.h), where they have none of their own,
 * and works their prospects out anew. What a scenario says of a deal comes after it. */
enum syndic_status projection_learn(struct syndic *handle, struct arena *arena,
                                    struct portfolio *portfolio);

#endif
