/*
 * Annual recurring revenue: the fee a year of each recurring contract in force on a day, never
 * amount ÷ months × 12, plus the usage fees of the last 12 months. Whole cents. Source: contracts
 * (a membership says tier and status only).
 *
 * Recurring: contract.recurring where it is set, else revenue type membership, service or usage. In
 * force on a day: the day lies in the term, both ends included, and nothing has replaced it. Grace:
 * a term that lapsed at most grace_days before as_of counts as in force on as_of while its renewal
 * is open and nothing signed continues it. Its renewal: an open deal of kind renewal of the same
 * organisation and, where both are known, the same revenue type; or an open recurring deal of no
 * kind that is known, of the same organisation and type, both known, whose term as sold begins
 * grace_days at most before or after the contract ends. What continues it: a contract that names it
 * in `renews` and does not end before it, or a later recurring contract of the same organisation
 * and type; each continues one, the one that ended last before it begins.
 *
 * Replaced: where the contract that names it in `renews` begins before it ends, from that one's
 * first day on, so that a customer who renews early counts once. Of two that name each other and
 * begin on one day neither replaces the other. What each earns does not change.
 *
 * Declined: a contract or membership whose customer turned its renewal down. A deal of kind renewal
 * of the same organisation and, where both are known, the same revenue type was lost after it began
 * and by as_of, and no open renewal speaks for it. Lost deals that were duplicates, or whose term
 * begins no later than the contract's, say nothing of it; nor is anything told of one whose start
 * is unknown. What is declined does not renew by the renewal rate; in force it stays to its end.
 *
 * ARR on a day that has passed is what `--as-of` that day shows: the day itself is as_of (book_on),
 * so that grace is grace on that day, and what the database holds now is looked at.
 */
#ifndef SYNDIC_REPORT_ARR_H
#define SYNDIC_REPORT_ARR_H
#include "report/book.h"

bool arr_type_recurs(const char *revenue_type); /* NULL does not */

/* Works out what follows from amount, fee and term as they were read:
 * years: of the term, by the calendar (term_years).
 * fee: fee_per_year, else amount ÷ max(1, years of term); unknown without amount or term.
 * size_class: usage is its own; gift and grant are fundraising; the rest by amount ÷ max(1, years):
 * small < small_below ≤ medium < medium_below ≤ large. */
void arr_value(const struct book *book, struct sale *sale);
/* Works out book->renewals and contracts' `succeeded`, `continues` and `replaced_by`, once all is
 * read. */
void arr_relate(struct book *book);

bool arr_in_term(const struct sale *sale, const char *day); /* false where an end is unknown */
bool arr_replaced(const struct sale *contract, const char *day);
/* Its open renewals, one after the other: `*at` begins as 0; NULL at the end. */
const struct sale *arr_renewal_next(const struct book *book, const struct sale *sale, size_t *at);
/* Does nothing but a lost renewal stand between it and the renewal rate? */
bool arr_may_be_declined(const struct book *book, const struct sale *sale);
/* Lapsed by as_of, but within grace. Of contracts and memberships. */
bool arr_in_grace(const struct book *book, const struct sale *sale);
/* In force on as_of, grace included. */
bool arr_in_force(const struct book *book, const struct sale *contract);

/* The 12 months of usage that speak for a day: those that end with the last month measured up to the
 * day's and up to as_of's, if any of the day's last 12 months is measured. */
struct usage_window {
	int64_t first, last; /* months; last < first: there is none */
	int64_t measured;    /* months among them with a measurement */
};
struct usage_window arr_usage_window(const struct book *book, const char *day);

#endif
