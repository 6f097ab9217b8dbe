/*
 * How many hours can be built in a month:
 *
 *   capacity(m) = people × hours × billable share − leave − operations_hours × members in force in m
 *
 * never below 0 (nor above a million hours). People, hours and share are those of the last
 * person_month up to m, leave only its own month's. Before the first of them nobody knows: that is
 * not 0. Of the month of as_of only the part from as_of on is left, by days.
 *
 * Members in force in a month: organisations of which a membership touches it. A term that ends
 * goes on, unless the member left or declined to renew: who counts on members leaving would promise
 * their hours.
 */
#ifndef SYNDIC_REPORT_CREW_H
#define SYNDIC_REPORT_CREW_H
#include "report/book.h"

struct crew {
	int64_t first, months;
	struct syndic_figure *capacity; /* by month, millionths of hours */
	int64_t *members, *operations;  /* by month; operations in millionths of hours */
};

/* `book` wants memberships, and the month of its as_of is `first` or earlier. The arena owns it. */
enum syndic_status crew_load(struct syndic *handle, const struct book *book, int64_t first,
                             int64_t months, struct arena *arena, struct crew *out);

#endif
