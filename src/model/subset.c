/*
 * At a deadline with a shortfall: the best subset of deliverables that the money pays.
 *
 * A deliverable's price is the round's price split by most likely hours. Of all subsets that cost
 * no more than what counts, the dearest; of equals the one with most deliverables, then the first
 * in their order: by looking at each, so at most SUBSET_MOST of them. Stretch deliverables are
 * outside of the price.
 */
#include "base/money.h"
#include "model/follow.h"
#include "model/pledge.h"
#include "model/scope.h"
#include "model/settle.h"

enum { SUBSET_MOST = 20 };

struct choice {
	uint32_t mask;
	int64_t price;
	int count;
};

static struct choice best_of(const int64_t *prices, size_t count, int64_t money)
{
	struct choice best = {0};
	for (uint32_t mask = 1; mask < UINT32_C(1) << count; mask++) {
		struct choice choice = {.mask = mask};
		for (size_t i = 0; i < count; i++) {
			if (!(mask & UINT32_C(1) << i)) continue;
			choice.price += prices[i];
			choice.count++;
		}
		if (choice.price > money || choice.price < best.price) continue;
		if (choice.price > best.price || choice.count > best.count) best = choice;
	}
	return best;
}

static enum syndic_status refuse(struct syndic *handle, const struct round *round,
                                 const char *format, const char *detail)
{
	(void)guard_refuse(handle, &round->syndicate, "choice", format, detail);
	error_help(handle, "syndic deliverable list --initiative %s",
	           record_text(&round->syndicate, "initiative"));
	return SYNDIC_CONFLICT;
}

/* Deliverables that the price is for, with hours to split it by. */
static enum syndic_status read_scope(struct syndic *handle, const struct round *round,
                                     struct scope *scope)
{
	size_t kept = 0;
	enum syndic_status status = scope_load(handle, record_text(&round->syndicate, "initiative"),
	                                       false, &handle->change->text, scope);
	if (status != SYNDIC_OK) return status;
	for (size_t i = 0; i < scope->count; i++)
		if (!scope->items[i].stretch) scope->items[kept++] = scope->items[i];
	scope->count = kept;
	for (size_t i = 0; i < scope->count; i++)
		if (!scope->items[i].hours)
			return refuse(handle, round, "the hours of deliverable %s are not known",
			              scope->items[i].slug);
	if (scope->count > SUBSET_MOST)
		return refuse(handle, round,
		              "%s deliverables are too many to look at every subset: drop "
		              "some first, or lapse",
		              "more than 20");
	return scope->count
	           ? SYNDIC_OK
	           : refuse(handle, round, "%s has no deliverable to choose from", "its initiative");
}

static enum syndic_status drop_others(struct syndic *handle, const struct scope *scope,
                                      uint32_t mask)
{
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; i < scope->count && status == SYNDIC_OK; i++) {
		if (mask & UINT32_C(1) << i) continue;
		change_note(handle, "dropped: %s", scope->items[i].slug);
		status = follow_move(handle, &machine_deliverable, scope->items[i].id, "dropped");
	}
	return status;
}

/* All consent anew. */
static enum syndic_status soften(struct syndic *handle, const struct round *round)
{
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; i < round->count && status == SYNDIC_OK; i++) {
		if (!round->pledges[i].binding) continue;
		change_note(handle, "%s binds itself anew: syndic pledge bind %s",
		            round->pledges[i].org_name ? round->pledges[i].org_name
		                                       : round->pledges[i].slug,
		            round->pledges[i].slug);
		status = pledge_stand(handle, round->pledges[i].deal, "Soft");
	}
	return status;
}

static enum syndic_status lower_price(struct syndic *handle, const struct round *round,
                                      int64_t price)
{
	struct record after = round->syndicate;
	char day[DATE_SIZE];
	date_add_days(handle->as_of, REOPEN_DAYS, day);
	record_set_number(&after, "price", price);
	record_set_number(&after, "threshold", price);
	record_set_text(&after, "deadline", arena_copy(&handle->change->text, day));
	record_set_text(&after, "choice", "subset");
	return machine_stay(handle, &machine_syndicate, &round->syndicate, &after);
}

enum syndic_status settle_subset(struct syndic *handle, struct round *round)
{
	struct scope scope;
	struct choice best;
	int64_t hours[SUBSET_MOST], prices[SUBSET_MOST];
	enum syndic_status status;
	TRY(settle_may_choose(handle, &round->syndicate));
	TRY(read_scope(handle, round, &scope));
	for (size_t i = 0; i < scope.count; i++)
		hours[i] = scope.items[i].hours;
	money_split(round->price, hours, prices, (int64_t)scope.count);
	best = best_of(prices, scope.count, round->counted + round->bridge);
	if (!best.count || (size_t)best.count == scope.count) {
		status = guard_refuse(handle, &round->syndicate, "choice",
		                      best.count ? "%s pays for all of them: only members are missing"
		                                 : "%s pays for none of the deliverables",
		                      guard_money(handle, round->counted));
		error_help(handle, "syndic syndicate settle %s --lapse", round->slug);
		goto out;
	}
	TRY(drop_others(handle, &scope, best.mask));
	TRY(lower_price(handle, round, best.price));
	status = soften(handle, round);
out:
	return status;
}
