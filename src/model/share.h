/*
 * Who pays what of a price that several pledged for. Nobody pays more than the pledge; shares add up to
 * what is raised, to the cent.
 *
 * With offers o, weights w, S = Σ o and the price P:
 *
 *   S ≤ P    each pays its offer; P − S is missing
 *   S > P    by the overshoot rule
 *     cap      each pays min(o, λ), λ such that they sum to P; by the share rule `tiered` min(o, λ·w)
 *     rebate   each pays o · P ÷ S
 *     stretch  more is built: C = min(S, ceiling) is raised, and shared by the share rule
 *     next     P is shared by the share rule; the rest of each offer goes to the next initiative
 *   by the share rule
 *     equal         min(o, λ)
 *     proportional  o · C ÷ S
 *     tiered        min(o, λ·w)
 *     fixed         each its offer in the order of pledging, the last one what is left
 *
 * λ is found by filling: who offers less than an equal part (or one by weight) pays the offer, and the
 * rest is divided among the others. Cents that do not divide go by largest remainder, to the earlier
 * pledge where remainders are equal, and never beyond an offer.
 */
#ifndef SYNDIC_MODEL_SHARE_H
#define SYNDIC_MODEL_SHARE_H
#include <stddef.h>
#include <stdint.h>

enum share_rule { SHARE_EQUAL, SHARE_PROPORTIONAL, SHARE_TIERED, SHARE_FIXED };
enum overshoot_rule { OVERSHOOT_CAP, OVERSHOOT_REBATE, OVERSHOOT_STRETCH, OVERSHOOT_NEXT };

struct share_terms {
	enum share_rule share;
	enum overshoot_rule overshoot;
	int64_t price;
	int64_t ceiling; /* of `stretch`; INT64_MAX: none */
};

/* Reads a rule's name; without one (NULL): proportional, and the overshoot rule that goes with
 * the share rule: cap with equal and tiered, else rebate. */
enum share_rule share_rule_read(const char *name);
enum overshoot_rule overshoot_rule_read(const char *name, enum share_rule share);
const char *share_rule_name(enum share_rule rule);
const char *overshoot_rule_name(enum overshoot_rule rule);

/* Cents raised of offers that sum to S: min(S, P), or with `stretch` min(S, ceiling). */
int64_t share_raised(const struct share_terms *terms, int64_t offered);
/* Shares of offers in the order of pledging, all not negative, sum below 2⁶². `weights` (of
 * `tiered`, 0 counts as 1) may be NULL: all one. Returns what they sum to: share_raised of the
 * sum of offers. */
int64_t share_out(const struct share_terms *terms, const int64_t *offers, const int64_t *weights,
                  size_t count, int64_t *shares);

#endif
