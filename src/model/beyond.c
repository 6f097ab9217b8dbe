#include "model/beyond.h"

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/transition.h"

int64_t pledge_beyond(const struct pledge *pledge)
{
	int64_t beyond = pledge->amount - pledge->share;
	return pledge->fate == BID_COUNTS && !pledge->withdrawn && beyond > 0 ? beyond : 0;
}

int64_t round_beyond(const struct round *round)
{
	int64_t sum = 0;
	if (round->counted <= round->raised) return 0;
	for (size_t i = 0; i < round->count; i++)
		sum += pledge_beyond(&round->pledges[i]);
	return sum;
}

/* To which initiative: it may not be known yet. */
static enum syndic_status add_next(struct syndic *handle, const struct round *round,
                                   struct buf *out)
{
	const char *id = record_text(&round->syndicate, "next_initiative");
	struct record next;
	enum syndic_status status = SYNDIC_OK;
	if (id) status = record_load(handle, &entity_initiative, id, &handle->change->text, &next);
	if (status == SYNDIC_OK) buf_add(out, id ? record_text(&next, "slug") : "the next initiative");
	return status;
}

static enum syndic_status note(struct syndic *handle, const struct round *round)
{
	struct buf to = {0}, offers = {0};
	enum syndic_status status = add_next(handle, round, &to);
	for (size_t i = 0; i < round->count; i++) {
		int64_t beyond = pledge_beyond(&round->pledges[i]);
		if (beyond)
			buf_printf(&offers, "%s%s of %s", offers.length ? ", " : "",
			           guard_money(handle, beyond), round->pledges[i].slug);
	}
	if (status == SYNDIC_OK)
		change_note(handle, "beyond the price: %s, to be offered to %s: %s",
		            guard_money(handle, round_beyond(round)), buf_text(&to), buf_text(&offers));
	buf_free(&to);
	buf_free(&offers);
	return status;
}

enum syndic_status beyond_note(struct syndic *handle, const struct record *before)
{
	struct round round;
	enum syndic_status status;
	if (!state_is(before, &machine_syndicate, " open ")) return SYNDIC_OK;
	status = round_load(handle, record_text(before, "id"), &handle->change->text, &round);
	if (status != SYNDIC_OK || round.terms.overshoot != OVERSHOOT_NEXT ||
	    !state_is(&round.syndicate, &machine_syndicate, " reached contracting "))
		return status;
	return round_beyond(&round) ? note(handle, &round) : SYNDIC_OK;
}
