#include "model/round.h"

#include <stdlib.h>

#include "base/money.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "model/sow.h"

static int64_t number_or(const struct record *record, const char *field, int64_t otherwise)
{
	return record_has(record, field) ? record_number(record, field) : otherwise;
}

/* `price`: of the initiative, where the syndicate says none. */
static void read_terms(struct round *round, int64_t price)
{
	const struct record *record = &round->syndicate;
	round->id = record_text(record, "id");
	round->slug = record_text(record, "slug");
	round->state = record_text(record, "state");
	round->price = number_or(record, "price", price);
	round->threshold = number_or(record, "threshold", round->price);
	round->ceiling = number_or(record, "ceiling", INT64_MAX);
	round->min_members = number_or(record, "min_members", 1);
	round->bridge = number_or(record, "bridge", 0);
	round->deadline = record_text(record, "deadline");
	round->terms.share = share_rule_read(record_text(record, "share_rule"));
	round->terms.overshoot =
		overshoot_rule_read(record_text(record, "overshoot_rule"), round->terms.share);
	round->terms.price = (round->price ? round->price : round->threshold) - round->bridge;
	round->terms.ceiling = round->ceiling;
}

/* In the order of binding, whatever came after it: neither a signature nor one that was void moves
 * anybody's place. A pledge weighs as much as its tier's fee a year: the tier of the pledge, else that of the
 * membership in force; without any the lowest fee of all. */
#define PLEDGES                                                                                    \
	"SELECT d.id, d.slug, d.name, d.org, o.slug, o.name, s.name, d.owner, d.stage_since,"          \
	" d.expires, d.contract, s.id, d.withdrawn_on, d.public, d.amount, d.probability,"             \
	" d.condition_amount, d.condition_members, c.signed_on, c.amount,"                             \
	" coalesce(t.fee_per_year, (SELECT max(u.fee_per_year) FROM membership AS m"                   \
	" JOIN tier AS u ON u.id = m.tier WHERE m.org = d.org AND m.starts_on <= $1"                   \
	" AND coalesce(m.ends_on, $1) >= $1), (SELECT min(fee_per_year) FROM tier), 1)"                \
	" FROM deal AS d JOIN stage AS s ON s.id = d.stage LEFT JOIN org AS o ON o.id = d.org"         \
	" LEFT JOIN tier AS t ON t.id = d.tier LEFT JOIN contract AS c ON c.id = d.contract"           \
	" WHERE d.syndicate = $2"                                                                      \
	" ORDER BY coalesce((SELECT max(h.since) FROM stage_change AS h"                               \
	" JOIN stage AS b ON b.id = h.stage LEFT JOIN stage AS f ON f.id = h.from_stage"               \
	" WHERE h.id > d.id || '.' AND h.id < d.id || '/' AND b.name = 'Binding'"                      \
	" AND coalesce(f.outcome, 'open') <> 'won'), d.stage_since), d.id"

static struct pledge read_pledge(struct syndic *handle, struct db_stmt *stmt, struct arena *arena)
{
	enum {
		DEAL,
		SLUG,
		NAME,
		ORG,
		ORG_SLUG,
		ORG_NAME,
		STAGE,
		OWNER,
		SINCE,
		EXPIRES,
		CONTRACT,
		STAGE_ID,
		WITHDRAWN,
		PUBLIC,
		AMOUNT,
		PROBABILITY,
		NEEDS_AMOUNT,
		NEEDS_MEMBERS,
		SIGNED_ON,
		SIGNED_AMOUNT,
		WEIGHT
	};
	const struct stage *stage = stages_find(handle, db_text(stmt, STAGE_ID));
	struct pledge pledge = {
		.has_amount = !db_is_null(stmt, AMOUNT),
		.public = db_int(stmt, PUBLIC) == 1,
		.amount = db_int(stmt, AMOUNT),
		.probability =
			db_is_null(stmt, PROBABILITY) ? stage->probability : db_int(stmt, PROBABILITY),
		.needs_amount = db_int(stmt, NEEDS_AMOUNT),
		.needs_members = db_int(stmt, NEEDS_MEMBERS),
		.signed_amount = db_int(stmt, SIGNED_AMOUNT),
		.weight = db_int(stmt, WEIGHT),
		.open = stage_is(stage, "open"),
		.contracted = stage_is(stage, "won"),
		.lost = stage_is(stage, "lost"),
		.withdrawn = !db_is_null(stmt, WITHDRAWN),
	};
#define TEXT(field, column)                                                                        \
	pledge.field = db_is_null(stmt, column) ? NULL : arena_copy(arena, db_text(stmt, column))
	TEXT(deal, DEAL);
	TEXT(slug, SLUG);
	TEXT(name, NAME);
	TEXT(org, ORG);
	TEXT(org_slug, ORG_SLUG);
	TEXT(org_name, ORG_NAME);
	TEXT(stage, STAGE);
	TEXT(owner, OWNER);
	TEXT(since, SINCE);
	TEXT(expires, EXPIRES);
	TEXT(contract, CONTRACT);
	TEXT(signed_on, SIGNED_ON);
#undef TEXT
	pledge.binding = pledge.open && text_equal(pledge.stage, "Binding");
	pledge.expired = pledge.open && pledge.expires &&
	                 text_order(&pledge.expires, &(const char *){handle->as_of}) < 0;
	if (pledge.contracted) {
		pledge.probability = RATIO_ONE;
		/* What was signed is what comes, whatever was offered. */
		if (pledge.withdrawn || !pledge.has_amount) pledge.amount = pledge.signed_amount;
		pledge.has_amount |= !db_is_null(stmt, SIGNED_AMOUNT);
	}
	return pledge;
}

/* As long as nothing binds, all pay by what counts today. A price that is out to be signed is
 * stretched no more. */
static enum syndic_status share_as_bound(struct syndic *handle, struct arena *arena,
                                         struct round *round)
{
	struct record sow;
	bool found;
	int64_t agreed;
	enum syndic_status status = sow_of(handle, round->id, arena, &sow, &found);
	if (status != SYNDIC_OK) return status;
	if (found && state_is(&sow, &machine_sow, SOW_BOUND)) {
		round->terms.price = sow_price(&sow, round) - round->bridge;
	} else if (found && state_is(&sow, &machine_sow, " issued part-signed ")) {
		agreed = sow_price(&sow, round) - round->bridge;
		if (agreed < round->terms.ceiling) round->terms.ceiling = agreed;
	}
	round_share(round, !state_is(&round->syndicate, &machine_syndicate, " committed closed ") &&
	                       !(found && state_is(&sow, &machine_sow, SOW_BOUND)));
	return SYNDIC_OK;
}

enum syndic_status round_load(struct syndic *handle, const char *syndicate, struct arena *arena,
                              struct round *out)
{
	enum syndic_status status;
	struct db_stmt *stmt = NULL;
	struct record initiative;
	size_t capacity = 0;
	int step;
	*out = (struct round){0};
	TRY(record_load(handle, &entity_syndicate, syndicate, arena, &out->syndicate));
	TRY(record_load(handle, &entity_initiative, record_text(&out->syndicate, "initiative"), arena,
	                &initiative));
	read_terms(out, number_or(&initiative, "price", 0));
	TRY(db_prepare(handle->db, PLEDGES, &stmt));
	db_bind_text(stmt, 1, handle->as_of);
	db_bind_text(stmt, 2, syndicate);
	while ((step = db_step(stmt)) == 1) {
		if (out->count == capacity) {
			struct pledge *grown = arena_alloc(arena, (capacity * 2 + 16) * sizeof *grown);
			for (size_t i = 0; i < out->count; i++)
				grown[i] = out->pledges[i];
			out->pledges = grown;
			capacity = capacity * 2 + 16;
		}
		out->pledges[out->count++] = read_pledge(handle, stmt, arena);
	}
	if (step < 0) status = handle->error.code;
	if (status != SYNDIC_OK) goto out;
	round_solve(out);
	status = share_as_bound(handle, arena, out);
out:
	db_finalize(stmt);
	return status;
}

void round_bids(const struct round *round, struct bid *out)
{
	for (size_t i = 0; i < round->count; i++) {
		const struct pledge *pledge = &round->pledges[i];
		out[i] = (struct bid){
			.amount = pledge->amount,
			.needs_amount = pledge->contracted ? 0 : pledge->needs_amount,
			.needs_members = pledge->contracted ? 0 : pledge->needs_members,
			.given =
				pledge->has_amount && !pledge->expired && (pledge->binding || pledge->contracted),
			.left = pledge->withdrawn,
		};
	}
}

struct solved round_solve_bids(const struct round *round, const struct bid *bids, size_t count,
                               enum bid_fate *fates)
{
	struct solve_limits limits = {round->ceiling, round->threshold - round->bridge,
	                              round->min_members};
	return solve(bids, count, &limits, fates);
}

void round_solve(struct round *round)
{
	struct bid *bids = mem_alloc((round->count + 1) * sizeof *bids);
	enum bid_fate *fates = mem_alloc((round->count + 1) * sizeof *fates);
	struct solved sum;
	round_bids(round, bids);
	round->interest = 0;
	for (size_t i = 0; i < round->count; i++) {
		const struct pledge *pledge = &round->pledges[i];
		if (pledge->open && !pledge->binding && !pledge->expired) round->interest += pledge->amount;
	}
	sum = round_solve_bids(round, bids, round->count, fates);
	for (size_t i = 0; i < round->count; i++)
		round->pledges[i].fate = fates[i];
	round->counted = sum.amount;
	round->members = sum.members;
	free(bids);
	free(fates);
}

void round_share(struct round *round, bool anew)
{
	int64_t *offers = mem_alloc((round->count + 1) * 3 * sizeof *offers);
	int64_t *weights = offers + round->count, *shares = weights + round->count;
	struct share_terms terms = round->terms;
	round->raised = 0;
	for (size_t i = 0; i < round->count; i++) {
		struct pledge *pledge = &round->pledges[i];
		bool done = pledge->contracted && (!anew || pledge->withdrawn);
		pledge->share = done ? pledge->signed_amount : 0;
		weights[i] = pledge->weight;
		offers[i] = pledge->fate == BID_COUNTS && !done ? pledge->amount : 0;
		terms.price -= pledge->share;
		if (terms.ceiling != INT64_MAX) terms.ceiling -= pledge->share;
		round->raised += pledge->share;
	}
	if (terms.price < 0) terms.price = 0;
	round->raised += share_out(&terms, offers, weights, round->count, shares);
	for (size_t i = 0; i < round->count; i++)
		round->pledges[i].share += shares[i];
	free(offers);
}

bool round_reached(const struct round *round)
{
	return round->threshold > 0 && round->counted + round->bridge >= round->threshold &&
	       round->members >= round->min_members;
}

struct pledge *round_pledge(struct round *round, const char *deal)
{
	for (size_t i = 0; i < round->count; i++)
		if (text_equal(round->pledges[i].deal, deal)) return &round->pledges[i];
	return NULL;
}
