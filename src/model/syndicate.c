/* The round in which several organisations fund one initiative. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/check.h"
#include "model/follow.h"
#include "model/settle.h"
#include "model/sow.h"

static const struct syndic_field syndicate_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what it is called"},
	{"initiative", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "initiative", NULL, NULL,
     "what it funds"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("forming", "open", "reached", "contracting", "committed", "closed", "lapsed",
          "cancelled"),
     NULL, "how far it is"},
	{"price", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL,
     "what is paid together; the initiative's if nothing is said"},
	{"threshold", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL,
     "what must be pledged for it to go ahead; the price if nothing is said"},
	{"ceiling", SYNDIC_MONEY, 0, NULL, NULL, NULL, "pledges above it wait; no end if unknown"},
	{"deadline", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "the last day to pledge"},
	{"min_members", SYNDIC_INT, 0, NULL, NULL, NULL, "organisations that must join at least"},
	{"share_rule", SYNDIC_CHOICE, 0, NULL, LIST("equal", "proportional", "tiered", "fixed"), NULL,
     "how the price is shared"},
	{"overshoot_rule", SYNDIC_CHOICE, 0, NULL, LIST("cap", "rebate", "stretch", "next"), NULL,
     "what happens to pledges beyond the price"},
	{"next_initiative", SYNDIC_REF, 0, "initiative", NULL, NULL,
     "where money beyond the price goes, by the rule `next`"},
	{"contracting_until", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "the last day to sign"},
	{"choice", SYNDIC_CHOICE, SYNDIC_KEPT, NULL, LIST("bridge", "subset", "extension"), NULL,
     "what was chosen at a deadline with a shortfall: once"},
	{"bridge", SYNDIC_MONEY, SYNDIC_KEPT, NULL, NULL, NULL, "what we declared to pay ourselves"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step syndicate_steps[] = {
	{"open", " forming ", "open"},
	{"settle", " open ", "reached"},
	{"bridge", " open ", "reached"},
	{"bridge", " reached ", "reached"},
	{"bridge", " contracting ", "contracting"},
	{NULL, " reached ", "contracting"},
	{NULL, " reached contracting ", "open"},
	{"commit", " contracting ", "committed"},
	{"close", " committed ", "closed"},
	{"extend", " open ", "open"},
	{"settle", " open contracting ", "lapsed"},
	{"cancel", " forming open reached contracting committed ", "cancelled"},
};
const struct machine machine_syndicate = {&entity_syndicate, "state", "forming", syndicate_steps,
                                          FIELD_COUNT(syndicate_steps)};

/* What those who pledged relied on. */
static enum syndic_status check_frozen(struct syndic *handle, const struct record *before,
                                       const struct record *after)
{
	static const char *const frozen[] = {"initiative", "price",          "threshold",
	                                     "ceiling",    "deadline",       "min_members",
	                                     "share_rule", "overshoot_rule", "next_initiative"};
	if (!before || handle->change->moving || state_is(before, &machine_syndicate, " forming "))
		return SYNDIC_OK;
	for (size_t i = 0; i < FIELD_COUNT(frozen); i++) {
		if (!record_differs(before, after, frozen[i])) continue;
		(void)guard_refuse(handle, before, frozen[i],
		                   "the %s of %s is frozen since it was opened: it is %s", frozen[i],
		                   record_slug(before), record_text(before, "state"));
		if (strcmp(frozen[i], "deadline") == 0)
			error_help(handle, "syndic syndicate extend %s --days … --why '…'",
			           record_slug(before));
		else
			error_help(handle, "syndic syndicate cancel %s --why '…', and add another",
			           record_slug(before));
		return SYNDIC_CONFLICT;
	}
	return SYNDIC_OK;
}

static enum syndic_status syndicate_check(struct syndic *handle, const struct record *before,
                                          struct record *after)
{
	static const char *const positive[] = {"price", "threshold", "ceiling", "min_members"};
	enum syndic_status status = transition_check(handle, &machine_syndicate, before, after);
	for (size_t i = 0; i < FIELD_COUNT(positive) && status == SYNDIC_OK; i++)
		status = check_at_least(handle, after, positive[i], 1);
	return status == SYNDIC_OK ? check_frozen(handle, before, after) : status;
}

static enum syndic_status syndicate_written(struct syndic *handle, const struct record *before,
                                            const struct record *after)
{
	if (!after && !state_is(before, &machine_syndicate, " forming lapsed cancelled ")) {
		(void)guard_refuse(handle, before, "state", "%s is %s: it is cancelled, never removed",
		                   record_slug(before), record_text(before, "state"));
		error_help(handle, "syndic syndicate cancel %s --why '…'", record_slug(before));
		return SYNDIC_CONFLICT;
	}
	return transition_written(handle, &machine_syndicate, before, after);
}

/* ---- open ---- */

static enum syndic_status refuse_field(struct syndic *handle, const struct record *syndicate,
                                       const char *field, const char *why)
{
	struct buf option = {0};
	for (const char *at = field; *at; at++)
		buf_add_char(&option, *at == '_' ? '-' : *at);
	(void)guard_refuse(handle, syndicate, field, "%s cannot open: %s", record_slug(syndicate), why);
	error_help(handle, "syndic syndicate edit %s --%s …", record_slug(syndicate),
	           buf_text(&option));
	buf_free(&option);
	return SYNDIC_CONFLICT;
}

static enum syndic_status refuse_initiative(struct syndic *handle, const struct record *syndicate,
                                            const struct record *initiative)
{
	const char *state = record_text(initiative, "state"), *slug = record_text(initiative, "slug");
	const char *verb = text_equal(state, "draft")       ? "propose"
	                   : text_equal(state, "candidate") ? "scope"
	                   : text_equal(state, "parked")    ? "resume"
	                                                    : "show";
	(void)guard_refuse(handle, syndicate, "initiative",
	                   "its initiative %s is %s: a round opens for one that is scoped", slug,
	                   state);
	error_help(handle, "syndic initiative %s %s", verb, slug);
	return SYNDIC_CONFLICT;
}

/* The rules that are frozen from now on stand in the record, also where nothing was said. */
static void fill_in(struct record *after, const struct record *initiative)
{
	static const char *const overshoot[] = {"cap", "rebate", "stretch", "next"};
	enum share_rule share = share_rule_read(record_text(after, "share_rule"));
	if (!record_has(after, "price")) record_set(after, "price", record_get(initiative, "price"));
	if (!record_has(after, "threshold")) record_set(after, "threshold", record_get(after, "price"));
	if (!record_has(after, "min_members")) record_set_number(after, "min_members", 1);
	if (!record_has(after, "overshoot_rule"))
		record_set_text(after, "overshoot_rule", overshoot[overshoot_rule_read(NULL, share)]);
	if (!record_has(after, "share_rule")) record_set_text(after, "share_rule", "proportional");
}

static enum syndic_status check_terms(struct syndic *handle, const struct record *after)
{
	const char *deadline = record_text(after, "deadline");
	int64_t price = record_number(after, "price");
	bool next = text_equal(record_text(after, "overshoot_rule"), "next");
	if (price < 1)
		return refuse_field(handle, after, "price", "neither it nor its initiative has a price");
	if (record_number(after, "threshold") > price)
		return refuse_field(handle, after, "threshold", "its threshold is above its price");
	if (record_has(after, "ceiling") && record_number(after, "ceiling") < price)
		return refuse_field(handle, after, "ceiling", "its ceiling is below its price");
	if (!deadline || strcmp(deadline, handle->as_of) <= 0)
		return refuse_field(handle, after, "deadline", "it has no deadline in the future");
	if (next &&
	    (!record_has(after, "next_initiative") ||
	     value_equal(record_get(after, "next_initiative"), record_get(after, "initiative"))))
		return refuse_field(handle, after, "next_initiative",
		                    "its overshoot goes to another initiative, and none is named");
	return SYNDIC_OK;
}

static enum syndic_status check_only_round(struct syndic *handle, const struct record *syndicate)
{
	struct db_stmt *stmt;
	const char *other = NULL;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT slug FROM syndicate WHERE initiative = $1 AND id <> $2 AND"
	               " (state = 'open' OR state = 'reached' OR state = 'contracting')"
	               " ORDER BY id LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(syndicate, "initiative"));
	db_bind(stmt, 2, record_get(syndicate, "id"));
	if (db_step(stmt) == 1) other = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	if (!other) return handle->error.code;
	(void)guard_refuse(handle, syndicate, "initiative",
	                   "another round of its initiative is under way: %s", other);
	error_help(handle, "syndic syndicate show %s", other);
	return SYNDIC_CONFLICT;
}

static enum syndic_status legal(struct verb_call *call, const char *verb)
{
	return machine_step(call->handle, &machine_syndicate, &call->record, verb)
	           ? SYNDIC_OK
	           : call->handle->error.code;
}

static enum syndic_status run_open(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record after = call->record, initiative;
	enum syndic_status status;
	TRY(legal(call, "open"));
	TRY(record_load(handle, &entity_initiative, record_text(&after, "initiative"), call->arena,
	                &initiative));
	TRY(check_only_round(handle, &after));
	if (!state_is(&initiative, &machine_initiative, " scoped "))
		return refuse_initiative(handle, &after, &initiative);
	fill_in(&after, &initiative);
	TRY(check_terms(handle, &after));
	TRY(machine_move(handle, &machine_syndicate, &call->record, &after, "open"));
	status = follow_move(handle, &machine_initiative, record_text(&after, "initiative"), "funding");
out:
	return status;
}

/* ---- choices at a deadline ---- */

static enum syndic_status refuse_reached(struct syndic *handle, const struct round *round)
{
	(void)guard_refuse(handle, &round->syndicate, "state", "%s has what it needs: it is reached",
	                   round->slug);
	error_help(handle, "syndic syndicate settle %s", round->slug);
	return SYNDIC_CONFLICT;
}

/* The day that was asked for, from --deadline or --days. */
static enum syndic_status read_deadline(struct verb_call *call, const char *deadline,
                                        char out[DATE_SIZE])
{
	struct syndic *handle = call->handle;
	struct syndic_value day, days;
	bool by_day, by_days;
	enum syndic_status status;
	TRY(verb_value(call, "deadline", SYNDIC_DATE, &day, &by_day));
	TRY(verb_value(call, "days", SYNDIC_INT, &days, &by_days));
	if (by_day == by_days) {
		status = error_set(handle, SYNDIC_MISUSE, "syndicate", "deadline", NULL,
		                   "until when? A day or a number of days, one of them");
		error_help(handle, "syndic syndicate extend %s --days 30 --why '…'",
		           record_slug(&call->record));
		goto out;
	}
	if (by_day)
		snprintf(out, DATE_SIZE, "%s", day.text);
	else
		date_add_days(deadline,
		              days.number < 0                    ? 0
		              : days.number > 2 * EXTENSION_DAYS ? 2 * EXTENSION_DAYS
		                                                 : days.number,
		              out);
out:
	return status;
}

static enum syndic_status extend(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record after = call->record;
	struct round round;
	char wanted[DATE_SIZE], last[DATE_SIZE];
	enum syndic_status status;
	TRY(legal(call, "extend"));
	TRY(settle_may_choose(handle, &call->record));
	TRY(round_load(handle, record_text(&call->record, "id"), call->arena, &round));
	if (round_reached(&round)) return refuse_reached(handle, &round);
	if (!round.deadline)
		return refuse_field(handle, &call->record, "deadline", "it has no deadline");
	TRY(read_deadline(call, round.deadline, wanted));
	date_add_days(round.deadline, EXTENSION_DAYS, last);
	if (strcmp(wanted, round.deadline) <= 0 || strcmp(wanted, last) > 0 ||
	    strcmp(wanted, handle->as_of) < 0) {
		status =
			guard_refuse(handle, &call->record, "deadline",
		                 "the deadline %s is extended to %s at the latest, and not into the past:"
		                 " not to %s",
		                 round.deadline, last, wanted);
		error_help(handle, "syndic syndicate extend %s --deadline %s --why '…'", round.slug, last);
		goto out;
	}
	record_set_text(&after, "deadline", arena_copy(call->arena, wanted));
	record_set_text(&after, "choice", "extension");
	status = machine_stay(handle, &machine_syndicate, &call->record, &after);
out:
	return status;
}

/* Members cannot be bridged, and money at most BRIDGE_MOST of the price and up to it. */
static enum syndic_status check_bridge(struct syndic *handle, const struct round *round,
                                       int64_t amount)
{
	bool open = state_is(&round->syndicate, &machine_syndicate, " open ");
	int64_t most = muldiv(round->price, BRIDGE_MOST, RATIO_ONE),
			missing = round->price - round->counted;
	if (round->members < round->min_members)
		(void)guard_refuse(handle, &round->syndicate, "min_members",
		                   "%s lacks %s: a bridge brings money, no members", round->slug,
		                   settle_missing(handle, round));
	else if (amount < round->threshold - round->counted)
		(void)guard_refuse(handle, &round->syndicate, "bridge",
		                   "%s lacks %s: a bridge of %s does not close that", round->slug,
		                   settle_missing(handle, round), guard_money(handle, amount));
	else if (amount > most || amount > missing)
		(void)guard_refuse(handle, &round->syndicate, "bridge",
		                   "a bridge of %s is too much: a tenth of the price, %s, and no more than"
		                   " what is missing of it, %s",
		                   guard_money(handle, amount), guard_money(handle, most),
		                   guard_money(handle, missing));
	else
		return SYNDIC_OK;
	if (open)
		error_help(handle, "syndic syndicate extend %s --days 30 --why '…'", round->slug);
	else
		error_help(handle, "syndic pledge add %s --org … --amount …", round->slug);
	return SYNDIC_CONFLICT;
}

/* A threshold below the price leaves a round reached that could never be executed. */
static enum syndic_status may_bridge(struct verb_call *call, const struct round *round,
                                     int64_t amount)
{
	struct syndic *handle = call->handle;
	struct record sow;
	bool found;
	enum syndic_status status;
	if (state_is(&call->record, &machine_syndicate, " open "))
		return round_reached(round) ? refuse_reached(handle, round)
		                            : check_bridge(handle, round, amount);
	TRY(sow_of(handle, round->id, call->arena, &sow, &found));
	if (found && state_is(&sow, &machine_sow, SOW_BOUND)) {
		status = guard_refuse(handle, &call->record, "state", "SOW %s is %s: its sum is agreed",
		                      record_slug(&sow), record_text(&sow, "state"));
		error_help(handle, "syndic sow show %s", record_slug(&sow));
	} else if (amount < 1) {
		status =
			guard_refuse(handle, &call->record, "bridge",
		                 "a bridge of nothing: %s of its price of %s counts",
		                 guard_money(handle, round->counted), guard_money(handle, round->price));
		error_help(handle, "syndic syndicate show %s", round->slug);
	} else {
		status = check_bridge(handle, round, amount);
	}
out:
	return status;
}

/* Up to the threshold, which makes it reached; of what is reached up to the price. */
static enum syndic_status bridge(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record after = call->record;
	struct syndic_value amount;
	struct round round;
	bool given, open = state_is(&call->record, &machine_syndicate, " open ");
	enum syndic_status status;
	TRY(legal(call, "bridge"));
	TRY(settle_may_choose(handle, &call->record));
	TRY(verb_value(call, "amount", SYNDIC_MONEY, &amount, &given));
	TRY(round_load(handle, record_text(&call->record, "id"), call->arena, &round));
	if (!given) amount.number = (open ? round.threshold : round.price) - round.counted;
	TRY(may_bridge(call, &round, amount.number));
	record_set_number(&after, "bridge", amount.number);
	record_set_text(&after, "choice", "bridge");
	status = open ? settle_reach(handle, &call->record, &after)
	              : machine_stay(handle, &machine_syndicate, &call->record, &after);
out:
	return status;
}

/* ---- the end ---- */

static enum syndic_status cancel(struct verb_call *call)
{
	enum syndic_status status = legal(call, "cancel");
	return status == SYNDIC_OK ? settle_release(call->handle, &call->record, "cancelled") : status;
}

/* Refuses unless its SOW is in one of these states; `verb` would bring it there. */
static enum syndic_status want_sow(struct verb_call *call, const char *states, const char *wanted,
                                   const char *verb)
{
	struct syndic *handle = call->handle;
	struct record sow;
	bool found;
	enum syndic_status status =
		sow_of(handle, record_text(&call->record, "id"), &handle->change->text, &sow, &found);
	if (status != SYNDIC_OK || (found && state_is(&sow, &machine_sow, states))) return status;
	if (found) {
		(void)guard_refuse(handle, &call->record, "state", "its SOW %s is %s, not %s",
		                   record_slug(&sow), record_text(&sow, "state"), wanted);
		error_help(handle, "syndic sow %s %s", verb, record_slug(&sow));
	} else {
		(void)guard_refuse(handle, &call->record, "state", "%s has no SOW",
		                   record_slug(&call->record));
		error_help(handle, "syndic sow add NAME --syndicate %s", record_slug(&call->record));
	}
	return SYNDIC_CONFLICT;
}

static enum syndic_status commit(struct verb_call *call)
{
	struct record after = call->record;
	enum syndic_status status;
	TRY(legal(call, "commit"));
	TRY(want_sow(call, " executed active accepted ", "executed", "execute"));
	TRY(machine_move(call->handle, &machine_syndicate, &call->record, &after, "committed"));
	status =
		follow_move(call->handle, &machine_initiative, record_text(&after, "initiative"), "funded");
out:
	return status;
}

static enum syndic_status run_close(struct verb_call *call)
{
	struct record after = call->record;
	enum syndic_status status;
	TRY(legal(call, "close"));
	TRY(want_sow(call, " accepted closed ", "accepted", "accept"));
	TRY(machine_move(call->handle, &machine_syndicate, &call->record, &after, "closed"));
	/* Who stood by until now came too late. */
	status = settle_let_go(call->handle, record_text(&after, "id"), "timing");
out:
	return status;
}

const struct verb syndicate_verbs[] = {
	{"open", NULL, NULL, false, run_open},
	{"settle", NULL, " lapse subset ", false, settle_verb},
	{"extend", NULL, " deadline days ", true, extend},
	{"bridge", NULL, " amount ", true, bridge},
	{"cancel", NULL, NULL, true, cancel},
	{"commit", NULL, NULL, false, commit},
	{"close", NULL, NULL, false, run_close},
	{0},
};

static const struct syndic_entity_hooks syndicate_hooks = {.check = syndicate_check,
                                                           .written = syndicate_written};
const struct syndic_entity entity_syndicate = {"syndicate",
                                               "syndicates",
                                               "a round in which several fund one initiative",
                                               "slug",
                                               0,
                                               syndicate_fields,
                                               FIELD_COUNT(syndicate_fields),
                                               &syndicate_hooks};
