/*
 * Rounds that may come to nothing.
 *
 *   pledges-expiring  open pledges of syndicates that are forming or open which hold no longer than the
 *                     day before the deadline. Cases: open pledges of those with a deadline.
 *   rounds-short      open syndicates whose deadline is at most 30 days away, or has passed, and whose
 *                     counted money or members do not suffice (round_reached). Cases: open syndicates
 *                     with a deadline.
 *
 * Unknown where there are no such pledges or syndicates. What counts is round.h's. Source: syndicate,
 * deal.
 */
#include <string.h>
#include "base/text.h"
#include "model/round.h"
#include "report/risk.h"

#define SOON_DAYS 30

struct sums {
	int64_t pledges, expiring, amount, unpriced;
	int64_t rounds, falling_short, missing, undated;
};

static void add_expiring(struct risks *risks, const struct round *round,
                         const struct pledge *pledge, struct sums *sums)
{
	const char *state = pledge->expired ? "has expired" : "expires";

	sums->expiring++;
	sums->amount += pledge->amount;
	sums->unpriced += !pledge->has_amount;
	risk_add_record(risks, RISK_PLEDGES_EXPIRING, RISK_PLEDGES_EXPIRING,
	                &(struct risk_record){
						.entity = "deal",
						.reference = pledge->slug,
						.name = pledge->org_name ? pledge->org_name : pledge->name,
						.on = pledge->expires,
						.amount = {pledge->has_amount, pledge->amount},
						.what = arena_printf(&risks->arena, "%s, %s ends %s; %s", state,
	                                         round->slug, round->deadline, pledge->stage),
					});
}

static void add_short(struct risks *risks, const struct round *round, struct sums *sums)
{
	int64_t missing = round->threshold - round->counted - round->bridge;
	int64_t days = date_days(round->deadline) - date_days(risks->handle->as_of);

	if (missing < 0) missing = 0;
	sums->falling_short++;
	sums->missing += missing;
	risk_add_record(risks, RISK_ROUNDS_SHORT, RISK_ROUNDS_SHORT,
	                &(struct risk_record){
						.entity = "syndicate",
						.reference = round->slug,
						.name = record_text(&round->syndicate, "name"),
						.on = round->deadline,
						.amount = {round->threshold > 0, missing},
						.figure = {days >= 0, days * RATIO_ONE},
						.what =
							arena_printf(&risks->arena, "%smoney missing; members: %lld of %lld",
	                                     days >= 0 ? "days left, " : "its deadline has passed, ",
	                                     (long long)round->members, (long long)round->min_members),
					});
}

static void look_at(struct risks *risks, const struct round *round, struct sums *sums)
{
	bool open = strcmp(round->state, "open") == 0;
	char soon[DATE_SIZE];

	if (!round->deadline) {
		sums->undated++;
		return;
	}
	for (size_t i = 0; i < round->count; i++) {
		const struct pledge *pledge = &round->pledges[i];
		if (!pledge->open) continue;
		sums->pledges++;
		if (pledge->expires && strcmp(pledge->expires, round->deadline) < 0)
			add_expiring(risks, round, pledge, sums);
	}
	date_add_days(risks->handle->as_of, SOON_DAYS, soon);
	sums->rounds += open;
	if (open && strcmp(round->deadline, soon) <= 0 && !round_reached(round))
		add_short(risks, round, sums);
}

static enum syndic_status load_rounds(struct risks *risks, struct sums *sums)
{
	struct db_stmt *stmt = NULL;
	const char **ids = NULL;
	size_t count = 0;
	enum syndic_status status;
	int step;

	TRY(db_prepare(risks->handle->db,
	               "SELECT id FROM syndicate WHERE state = 'forming' OR state = 'open'"
	               " ORDER BY deadline, id",
	               &stmt));
	while ((step = db_step(stmt)) == 1)
		LIST_ADD(&risks->arena, ids, count, arena_copy(&risks->arena, db_text(stmt, 0)));
	if (step < 0) status = risks->handle->error.code;
	for (size_t i = 0; i < count && status == SYNDIC_OK; i++) {
		struct round round;
		TRY(round_load(risks->handle, ids[i], &risks->arena, &round));
		look_at(risks, &round, sums);
	}
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status risk_add_rounds(struct risks *risks)
{
	struct sums sums = {0};
	enum syndic_status status;

	TRY(load_rounds(risks, &sums));
	risk_set_today(risks, RISK_PLEDGES_EXPIRING,
	               sums.pledges ? risk_count(sums.expiring) : risk_unknown(), sums.pledges);
	risk_set_today(risks, RISK_ROUNDS_SHORT,
	               sums.rounds ? risk_count(sums.falling_short) : risk_unknown(), sums.rounds);
	if (sums.expiring)
		risk_note(risks, RISK_PLEDGES_EXPIRING, "%s pledged in these",
		          risk_money(risks, sums.amount));
	risk_note(risks, RISK_ROUNDS_SHORT, "of those that end within %d days", SOON_DAYS);
	if (sums.unpriced)
		risk_note(risks, RISK_PLEDGES_EXPIRING, "without an amount: %lld",
		          (long long)sums.unpriced);
	for (size_t i = RISK_PLEDGES_EXPIRING; sums.undated && i <= RISK_ROUNDS_SHORT; i++)
		risk_note(risks, i, "syndicates without a deadline: %lld", (long long)sums.undated);
	if (sums.expiring)
		risk_alert(risks, RISK_PLEDGES_EXPIRING, "%lld of %lld end before their round's deadline",
		           (long long)sums.expiring, (long long)sums.pledges);
	if (sums.falling_short)
		risk_alert(risks, RISK_ROUNDS_SHORT, "%lld of %lld lack %s, or members",
		           (long long)sums.falling_short, (long long)sums.rounds,
		           risk_money(risks, sums.missing));
out:
	return status;
}
