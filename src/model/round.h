/*
 * A syndicate with its pledges, as everything that looks at it does: which count, what each pays.
 *
 * Pledges stand in the order of becoming binding, by day, then by id; a signature moves nobody's
 * place. Binding and Contracted ones count, unless they have expired; an incomplete one (without
 * amount) never does. One that was withdrawn after signing counts with what it still owes, and as
 * no member. A price that the syndicate does not say is its initiative's; the threshold then is
 * that. Once a statement of work binds, its price is what is shared.
 */
#ifndef SYNDIC_MODEL_ROUND_H
#define SYNDIC_MODEL_ROUND_H
#include "model/record.h"
#include "model/share.h"
#include "model/solve.h"

struct pledge {
	const char *deal, *slug, *name;        /* of the deal: id, slug, name */
	const char *org, *org_slug, *org_name; /* NULL where none is known */
	const char *stage, *owner, *since;     /* stage's name, deal.owner, deal.stage_since */
	const char *expires, *signed_on;       /* ISO or NULL; signed_on of its contract */
	const char *contract;                  /* id, or NULL */
	bool open, binding, contracted, lost;  /* binding: stands at Binding; contracted: won */
	bool withdrawn, expired; /* contracted, but withdrawn since; binding, but too late */
	bool has_amount, public;
	int64_t amount;      /* pledged at most */
	int64_t probability; /* millionths: its own, else its stage's; contracted: one */
	int64_t needs_amount, needs_members;
	int64_t weight;        /* of `tiered`: its tier's fee a year, see round.c */
	int64_t signed_amount; /* of its contract */
	enum bid_fate fate;    /* after round_solve */
	int64_t share;         /* after round_share; 0 unless it counts */
};

struct round {
	struct record syndicate;
	const char *id, *slug, *state;
	struct share_terms terms; /* price: the syndicate's, less its bridge */
	int64_t price, threshold, ceiling, min_members,
		bridge;           /* ceiling INT64_MAX: none; 0: unknown */
	const char *deadline; /* or NULL */
	struct pledge *pledges;
	size_t count;
	int64_t counted, members; /* after round_solve: of the pledges that count */
	int64_t interest;         /* amounts of the open ones before Binding that have not expired */
	int64_t raised;           /* after round_share */
};

/* Reads a syndicate (an id) and its pledges, solves and shares. The arena owns all. */
enum syndic_status round_load(struct syndic *handle, const char *syndicate, struct arena *arena,
                              struct round *out);
/* What each of them bids, as many as there are pledges; those that cannot count are not given. */
void round_bids(const struct round *round, struct bid *out);
/* Solves bids by the round's ceiling, threshold and members; `fates` may be NULL. */
struct solved round_solve_bids(const struct round *round, const struct bid *bids, size_t count,
                               enum bid_fate *fates);
/* Which count, as they stand. */
void round_solve(struct round *round);
/* What each that counts pays. Who has signed pays what was signed, unless `anew`: then as if nobody
 * had, and so it is as long as no SOW of the round is bound and it is not committed. */
void round_share(struct round *round, bool anew);
/* Counted money and members suffice. A bridge counts as money. */
bool round_reached(const struct round *round);
/* The pledge of a deal (an id), or NULL. */
struct pledge *round_pledge(struct round *round, const char *deal);

#endif
