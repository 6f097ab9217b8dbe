/* What the changes of a scenario mean. */
#ifndef SYNDIC_MODEL_SCENARIO_H
#define SYNDIC_MODEL_SCENARIO_H
#include "model/record.h"

enum effect_kind {
	EFFECT_COST_MORE,   /* cents a month, with their sign */
	EFFECT_COST_AMOUNT, /* cents a month instead */
	EFFECT_COST_SHARE,  /* a share of revenue instead */
	EFFECT_COST_FACTOR, /* times this, millionths */
	EFFECT_DEAL_WON,    /* certain */
	EFFECT_DEAL_LOST,
	EFFECT_DEAL_LATER,       /* months */
	EFFECT_DEAL_PROBABILITY, /* millionths */
	EFFECT_MEMBERS,          /* so many new ones a month, each at the tier's fee */
	EFFECT_REVENUE,          /* cents a month, with their sign */
	EFFECT_RENEWAL_RATE,     /* millionths */
};

/*
 * Written as WHAT=VALUE:
 *   cost.NAME          -15000 or +15000 a month; 15000: this instead; 15%: this share of revenue
 *                      instead; +5%, -10%: so much more or less of what it is. NAME is a cost's slug or name, which
 *                      stands for every row of that name, or a kind of cost.
 *   deal.SLUG          won, lost, +3 (months later), 30% (its chance)
 *   members[.TIER]     so many a month, at the tier's price (general if none is named)
 *   revenue.TYPE       +5000 or -5000 a month
 *   renewal_rate       90%
 *
 * A scenario changes a thing once in a month: a second change of it in the same months is refused, however
 * it is spelt, and so are two sums instead of one cost, by its name and by its kind.
 */
struct scenario_effect {
	enum effect_kind kind;
	const char *what; /* as it was written */
	const char *name; /* a cost's name, else a kind; a deal's or tier's id; a revenue type; NULL */
	bool by_kind;     /* `name` is a kind of cost */
	int64_t value;
	int64_t fee;         /* of EFFECT_MEMBERS: cents a year */
	int64_t first, last; /* months that it counts in; INT64_MIN and INT64_MAX where open */
};

/* Reads a change that is written down: `what` and `value` and its term, which may be NULL. One that
 * means nothing any more is told with the scenarios that have it and the command that takes it out;
 * texts go to `arena`. */
enum syndic_status scenario_effect_read(struct syndic *handle, const char *what, const char *value,
                                        const char *starts_on, const char *ends_on,
                                        struct arena *arena, struct scenario_effect *out);

/* Does a change, read or not, stand beside the others of its scenario? What it names may be gone.
 * SYNDIC_CONFLICT is told. */
enum syndic_status scenario_change_fits(struct syndic *handle, const struct record *change);

/* After a cost, deal or tier was edited: scenarios that name it by what it was called before take its
 * new name over, in the same change, unless the old one still means it or another one. Any of the
 * two may be NULL; then nothing is done. */
enum syndic_status scenario_follow(struct syndic *handle, const struct record *before,
                                   const struct record *after);

#endif
