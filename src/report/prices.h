/*
 * Prices: what a payer owes for the active users of a month, and what a tier costs.
 *
 * The usage fee is the sum over bands of price × users within the band, a band reaching from the
 * one before it to its `up_to`; users above the last band cost nothing. A band counts in a month if
 * it is valid on the month's first day. Source: the rows of usage_price (280 users: $1,000; at most
 * $14,050 with the prices that a new database begins with).
 */
#ifndef SYNDIC_REPORT_PRICES_H
#define SYNDIC_REPORT_PRICES_H
#include "model/store.h"

struct price_band {
	int64_t up_to, price;              /* users a month; cents a user */
	const char *valid_from, *valid_to; /* NULL: always */
};
struct prices {
	struct price_band *bands; /* by up_to */
	size_t count;
};

/* All bands; the arena owns them. */
enum syndic_status prices_load(struct syndic *handle, struct arena *arena, struct prices *out);
/* Cents that one payer owes for a month (`2026-11`) with so many active users, all clusters
 * together. */
int64_t prices_fee(const struct prices *prices, const char *month, int64_t users);

/* Cents a year at which a tier is sold on a day: of the tiers of that slug or name (case and marks
 * aside) that are valid, the one whose validity began last. Unknown where none is or it has no
 * price. */
enum syndic_status prices_tier_fee(struct syndic *handle, const char *tier, const char *day,
                                   struct syndic_figure *out);

#endif
