/* A syndicate for people: its pledges with their shares and swings, and what would unlock it. Chances
 * come from odds.h, changes from unlock.h. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "model/beyond.h"
#include "model/transition.h"
#include "report/collected.h"
#include "report/list.h"
#include "report/odds.h"
#include "report/unlock.h"

struct round_box {
	struct syndic_round report; /* first: what the caller holds */
	struct arena arena;
	struct round round;
};

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

static struct syndic_figure unless_zero(int64_t value)
{
	return (struct syndic_figure){value != 0, value};
}

static int64_t millionths(double chance)
{
	return llround(chance * (double)RATIO_ONE);
}

const char *syndic_pledge_fate_name(enum syndic_pledge_fate fate)
{
	static const char *const names[] = {
		[SYNDIC_PLEDGE_COUNTS] = "counts",         [SYNDIC_PLEDGE_FAILS] = "fails",
		[SYNDIC_PLEDGE_WAITS] = "waits",           [SYNDIC_PLEDGE_PENDING] = "pending",
		[SYNDIC_PLEDGE_INCOMPLETE] = "incomplete", [SYNDIC_PLEDGE_EXPIRED] = "expired",
		[SYNDIC_PLEDGE_WITHDRAWN] = "withdrawn",
	};
	return names[fate];
}

/* ---- pledges --------------------------------------------------------------------------------- */

static enum syndic_pledge_fate fate_of(const struct pledge *pledge)
{
	if (pledge->lost) return SYNDIC_PLEDGE_WITHDRAWN;
	if (pledge->expired) return SYNDIC_PLEDGE_EXPIRED;
	if (pledge->fate == BID_COUNTS) return SYNDIC_PLEDGE_COUNTS;
	if (pledge->fate == BID_FAILS) return SYNDIC_PLEDGE_FAILS;
	if (pledge->fate == BID_WAITS) return SYNDIC_PLEDGE_WAITS;
	return pledge->open && !pledge->binding ? SYNDIC_PLEDGE_PENDING : SYNDIC_PLEDGE_INCOMPLETE;
}

static const char *condition_text(const struct pledge *pledge, struct arena *arena)
{
	struct buf text = {0};
	char *copy;
	if (pledge->needs_amount <= 0 && pledge->needs_members <= 0) return NULL;
	buf_add(&text, "if ");
	if (pledge->needs_amount > 0) {
		buf_add(&text, "others bring ");
		money_add_short(&text, pledge->needs_amount);
	}
	if (pledge->needs_amount > 0 && pledge->needs_members > 0) buf_add(&text, " and ");
	if (pledge->needs_members > 0)
		buf_printf(&text, "%" PRId64 " other%s", pledge->needs_members,
		           pledge->needs_members == 1 ? " joins" : "s join");
	copy = arena_copy(arena, buf_text(&text));
	buf_free(&text);
	return copy;
}

/* Of one that fails: what those that count lack of its condition. */
static void set_lacking(const struct round *round, const struct pledge *pledge,
                        struct syndic_pledge *out)
{
	int64_t amount = pledge->needs_amount - round->counted;
	int64_t members = pledge->needs_members - round->members;
	if (out->fate != SYNDIC_PLEDGE_FAILS) return;
	if (pledge->needs_amount > 0) out->lacks_amount = known(amount > 0 ? amount : 0);
	if (pledge->needs_members > 0) out->lacks_members = known(members > 0 ? members : 0);
}

static enum syndic_status set_paid(struct syndic *handle, const struct pledge *pledge,
                                   struct syndic_pledge *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	int step;
	if (!pledge->contracted || !pledge->contract) goto out;
	TRY(db_prepare(handle->db,
	               "SELECT " COLLECTED_OF_CONTRACT " FROM contract AS c WHERE c.id = $1", &stmt));
	db_bind_text(stmt, 1, pledge->contract);
	step = db_step(stmt);
	if (step < 0) status = handle->error.code;
	if (step == 1 && !db_is_null(stmt, 0)) out->paid = known(db_int(stmt, 0));
	if (status == SYNDIC_OK && pledge->signed_on &&
	    (!out->paid.known || out->paid.value < pledge->signed_amount)) {
		out->unpaid_days = known(date_days(handle->as_of) - date_days(pledge->signed_on));
		out->overdue = out->unpaid_days.value > UNPAID_DAYS;
	}
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status add_pledge(struct syndic *handle, struct round_box *box, size_t index,
                                     const struct odds *odds)
{
	const struct pledge *pledge = &box->round.pledges[index];
	struct syndic_pledge out = {
		.deal = pledge->slug,
		.name = pledge->name,
		.org = pledge->org_slug,
		.org_name = pledge->org_name,
		.stage = pledge->stage,
		.owner = pledge->owner,
		.fate = fate_of(pledge),
		.amount = {pledge->has_amount, pledge->amount},
		.probability = known(pledge->lost ? 0 : pledge->probability),
		.share = {pledge->fate == BID_COUNTS, pledge->share},
		.beyond = {box->report.beyond.known && pledge->fate == BID_COUNTS, pledge_beyond(pledge)},
		.condition = condition_text(pledge, &box->arena),
		.condition_amount = unless_zero(pledge->needs_amount),
		.condition_members = unless_zero(pledge->needs_members),
		.expires = pledge->expires,
		.signed_on = pledge->signed_on,
	};
	enum syndic_status status = set_paid(handle, pledge, &out);
	out.swing = (struct syndic_figure){box->report.probability.known && pledge->has_amount,
	                                   millionths(odds->with[index] - odds->without[index])};
	if (out.swing.value < 0) out.swing.value = 0; /* rounding */
	set_lacking(&box->round, pledge, &out);
	LIST_ADD(&box->arena, box->report.pledges, box->report.pledge_count, out);
	return status;
}

/* ---- what would unlock it -------------------------------------------------------------------- */

/* The options that set a condition as it would be. */
static char *loosening(const struct pledge *pledge, const struct syndic_unlock *unlock,
                       struct arena *arena)
{
	struct buf text = {0};
	char *copy;
	buf_printf(&text, "syndic deal edit %s", pledge->slug);
	if (unlock->amount > 0) {
		buf_add(&text, " --condition-amount ");
		money_add_plain(&text, unlock->then);
	}
	if (unlock->members > 0)
		buf_printf(&text, " --condition-members %" PRId64, unlock->members_then);
	copy = arena_copy(arena, buf_text(&text));
	buf_free(&text);
	return copy;
}

static char *binding(const struct syndic_unlock *unlock, struct arena *arena)
{
	struct buf text = {0};
	char *copy;
	for (size_t i = 0; i < unlock->deal_count; i++)
		buf_printf(&text, "%ssyndic pledge bind %s", i ? " && " : "", unlock->deals[i]);
	copy = arena_copy(arena, buf_text(&text));
	buf_free(&text);
	return copy;
}

static void set_command(const struct round *round, const struct unlock *from,
                        struct syndic_unlock *out, struct arena *arena)
{
	const struct pledge *pledge = from->pledge_count ? &round->pledges[from->pledges[0]] : NULL;
	struct buf amount = {0};
	if (from->kind == UNLOCK_LOOSEN) {
		out->now = pledge->needs_amount;
		out->then = pledge->needs_amount - from->amount;
		out->members_now = pledge->needs_members;
		out->members_then = pledge->needs_members - from->members;
		out->command = loosening(pledge, out, arena);
	} else if (from->kind == UNLOCK_BIND) {
		out->command = binding(out, arena);
	} else if (from->kind == UNLOCK_RAISE) {
		out->now = pledge->amount;
		out->then = pledge->amount + from->amount;
		money_add_plain(&amount, out->then);
		out->command =
			arena_printf(arena, "syndic deal edit %s --amount %s", pledge->slug, buf_text(&amount));
	} else {
		out->command = arena_printf(arena, "syndic syndicate next %s", round->slug);
	}
	buf_free(&amount);
}

static void add_unlocks(struct round_box *box)
{
	static const char *const kinds[UNLOCK_KINDS] = {"loosen", "bind", "raise", "join"};
	struct unlock found[UNLOCK_KINDS];
	size_t count = round_unlocks(&box->round, &box->arena, found);
	for (size_t i = 0; i < count; i++) {
		struct syndic_unlock out = {.kind = kinds[found[i].kind],
		                            .amount = found[i].amount,
		                            .members = found[i].members};
		for (size_t k = 0; k < found[i].pledge_count; k++) {
			const char *slug = box->round.pledges[found[i].pledges[k]].slug;
			LIST_ADD(&box->arena, out.deals, out.deal_count, slug);
		}
		set_command(&box->round, &found[i], &out, &box->arena);
		LIST_ADD(&box->arena, box->report.unlocks, box->report.unlock_count, out);
	}
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The slug of an initiative (an id, or NULL). */
static enum syndic_status initiative_slug(struct syndic *handle, const char *id,
                                          struct arena *arena, const char **out)
{
	struct record initiative;
	enum syndic_status status;
	if (!id) return SYNDIC_OK;
	status = record_load(handle, &entity_initiative, id, arena, &initiative);
	if (status == SYNDIC_OK) *out = record_text(&initiative, "slug");
	return status;
}

static void copy_record(const struct record *record, struct syndic_round *out)
{
	out->id = record_text(record, "id");
	out->name = record_text(record, "name");
	out->contracting_until = record_text(record, "contracting_until");
	out->choice = record_text(record, "choice");
	out->notes = record_text(record, "notes");
	out->source = record_text(record, "source");
	out->external_id = record_text(record, "external_id");
}

static void set_head(struct syndic *handle, struct round_box *box)
{
	const struct round *round = &box->round;
	struct syndic_round *out = &box->report;
	bool wanted = round->threshold > 0;
	int64_t missing = round->threshold - round->bridge - round->counted;
	copy_record(&round->syndicate, out);
	out->slug = round->slug;
	out->state = round->state;
	out->deadline = round->deadline;
	out->currency = arena_copy(&box->arena, handle->currency);
	out->as_of = arena_copy(&box->arena, handle->as_of);
	out->share_rule = share_rule_name(round->terms.share);
	out->overshoot_rule = overshoot_rule_name(round->terms.overshoot);
	out->price = unless_zero(round->price);
	out->threshold = unless_zero(round->threshold);
	out->ceiling = (struct syndic_figure){round->ceiling != INT64_MAX, round->ceiling};
	out->min_members = round->min_members;
	out->members = round->members;
	out->bridge = round->bridge;
	out->counted = round->counted;
	out->interest = round->interest;
	out->raised = round->raised;
	out->beyond = unless_zero(round_beyond(round));
	out->reached = round_reached(round);
	out->missing = (struct syndic_figure){wanted, missing > 0 ? missing : 0};
	if (round->deadline)
		out->days_left = known(date_days(round->deadline) - date_days(handle->as_of));
}

static enum syndic_status fill(struct syndic *handle, const char *reference, struct round_box *box)
{
	char id[REFERENCE_SIZE];
	enum syndic_status status;
	struct odds odds;
	TRY(resolve(handle, &entity_syndicate, reference, NULL, id));
	TRY(round_load(handle, id, &box->arena, &box->round));
	TRY(initiative_slug(handle, record_text(&box->round.syndicate, "initiative"), &box->arena,
	                    &box->report.initiative));
	TRY(initiative_slug(handle, record_text(&box->round.syndicate, "next_initiative"), &box->arena,
	                    &box->report.next_initiative));
	set_head(handle, box);
	odds = odds_of_round(&box->round, &box->arena);
	box->report.probability =
		(struct syndic_figure){box->report.threshold.known, millionths(odds.reached)};
	box->report.error = (int64_t)ceil(odds.error * (double)RATIO_ONE);
	box->report.swing_error = (int64_t)ceil(odds.swing_error * (double)RATIO_ONE);
	for (size_t i = 0; i < box->round.count; i++)
		TRY(add_pledge(handle, box, i, &odds));
	add_unlocks(box);
out:
	return status;
}

enum syndic_status syndic_report_round(struct syndic *handle, const char *reference,
                                       struct syndic_round **out)
{
	struct round_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;
	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, reference, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_round_free(&box->report);
	return status;
}

void syndic_round_free(struct syndic_round *round)
{
	struct round_box *box = (struct round_box *)round;
	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
