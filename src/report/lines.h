/*
 * Lines of business and what they earn. Revenue of a line in a span of months: by the measure
 * `revenue` (targets.h): contracts of its types spread over their terms, what is earned whatever
 * was collected; for membership usage, too, months without a measurement at the mean. Open deals
 * are not in it. Whole cents; a contract without type, amount or dates is in no line.
 */
#ifndef SYNDIC_REPORT_LINES_H
#define SYNDIC_REPORT_LINES_H
#include "report/targets.h"

struct business_line {
	const char *name, *revenue_types; /* "membership,service,usage" */
};
enum { LINE_MEMBERSHIP, LINE_DEVELOPMENT, LINE_FUNDRAISING, LINE_COUNT };
extern const struct business_line business_lines[LINE_COUNT];

struct line_revenue {
	int64_t amount;     /* in all these months */
	int64_t contracts;  /* that earn in them */
	int64_t incomplete; /* that may, but lack what would tell */
};
/* `first` and `last` are months, as of month_number, both included. */
struct line_revenue line_revenue(const struct book *book, const struct business_line *line,
                                 int64_t first, int64_t last);
/* A target for revenue of the line in these months, for single contracts. */
struct target line_target(const struct business_line *line, int64_t first, int64_t last);

#endif
