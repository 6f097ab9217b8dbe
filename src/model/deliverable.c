#include "model/deliverable.h"

#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "model/acceptance.h"
#include "model/check.h"
#include "model/scope.h"

static const struct syndic_field deliverable_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what is delivered"},
	{"initiative", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "initiative", NULL, NULL,
     "of which it is a part"},
	{"position", SYNDIC_INT, 0, NULL, NULL, NULL, "in which order they are built"},
	{"low_hours", SYNDIC_DECIMAL, SYNDIC_LISTED, NULL, NULL, NULL, "hours if all goes well"},
	{"mode_hours", SYNDIC_DECIMAL, 0, NULL, NULL, NULL,
     "most likely hours; the middle of low and high if unknown"},
	{"high_hours", SYNDIC_DECIMAL, SYNDIC_LISTED, NULL, NULL, NULL, "hours if little does"},
	{"spent_hours", SYNDIC_DECIMAL, SYNDIC_LISTED, NULL, NULL, NULL, "hours worked so far"},
	{"definition_of_done", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL,
     "what shows that it is done"},
	{"stretch", SYNDIC_BOOL, 0, NULL, NULL, NULL, "only if more is pledged than the price"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("planned", "building", "demo", "accepted", "rework", "dropped"), NULL, "how far it is"},
	{"demo_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when it was last shown"},
	{"accepted_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when it was accepted"},
	{"upstream", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("none", "endorsed", "proposed", "in-review", "merged", "released", "rejected"), NULL,
     "how far it is in the upstream project"},
	{"upstream_url", SYNDIC_TEXT, 0, NULL, NULL, NULL, "where that can be seen"},
	{"upstream_outcome", SYNDIC_CHOICE, SYNDIC_KEPT, NULL,
     LIST("rework", "separate-package", "carried-patch"), NULL,
     "what became of it where upstream rejected it"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else; never published"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step deliverable_steps[] = {
	{"build", " planned rework ", "building"},
	{"demo", " building rework ", "demo"},
	{"accept", " demo ", "accepted"},
	{"rework", " demo ", "rework"},
	{"drop", " planned building rework ", "dropped"},
	{NULL, " planned ", "dropped"},
};
const struct machine machine_deliverable = {&entity_deliverable, "state", "planned",
                                            deliverable_steps, FIELD_COUNT(deliverable_steps)};

/* ---- what must hold ---- */

static enum syndic_status refuse_hours(struct syndic *handle, const struct record *record,
                                       const char *less, const char *more)
{
	struct buf low = {0}, high = {0};
	ratio_add_plain(&low, record_number(record, less));
	ratio_add_plain(&high, record_number(record, more));
	(void)error_set(handle, SYNDIC_MISUSE, "deliverable", less, buf_text(&low),
	                "%s, %s, is more than %s, %s", less, buf_text(&low), more, buf_text(&high));
	error_help(handle, "hours rise from low over mode to high");
	buf_free(&low);
	buf_free(&high);
	return SYNDIC_MISUSE;
}

static enum syndic_status check_hours(struct syndic *handle, const struct record *record)
{
	static const char *const pairs[][2] = {{"low_hours", "mode_hours"},
	                                       {"mode_hours", "high_hours"},
	                                       {"low_hours", "high_hours"}};
	for (size_t i = 0; i < FIELD_COUNT(pairs); i++)
		if (record_has(record, pairs[i][0]) && record_has(record, pairs[i][1]) &&
		    record_number(record, pairs[i][0]) > record_number(record, pairs[i][1]))
			return refuse_hours(handle, record, pairs[i][0], pairs[i][1]);
	return SYNDIC_OK;
}

static enum syndic_status check_outcome(struct syndic *handle, const struct record *record)
{
	if (!record_has(record, "upstream_outcome") ||
	    state_is(record, &machine_upstream, " rejected "))
		return SYNDIC_OK;
	(void)error_set(handle, SYNDIC_MISUSE, "deliverable", "upstream_outcome",
	                record_text(record, "upstream_outcome"),
	                "an outcome, %s, belongs to what upstream rejected: this is %s",
	                record_text(record, "upstream_outcome"), record_text(record, "upstream"));
	error_help(handle, "syndic help deliverable upstream");
	return SYNDIC_MISUSE;
}

/* The next number within the initiative. */
static enum syndic_status set_position(struct syndic *handle, struct record *record)
{
	struct db_stmt *stmt;
	int step;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT coalesce(max(position), 0) + 1 FROM deliverable WHERE initiative = $1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(record, "initiative"));
	step = db_step(stmt);
	if (step == 1) record_set_number(record, "position", db_int(stmt, 0));
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status deliverable_check(struct syndic *handle, const struct record *before,
                                            struct record *after)
{
	enum syndic_status status;
	TRY(transition_check(handle, &machine_deliverable, before, after));
	TRY(transition_check(handle, &machine_upstream, before, after));
	TRY(check_at_least(handle, after, "position", 1));
	TRY(check_hours(handle, after));
	TRY(check_outcome(handle, after));
	TRY(scope_guard(handle, before, after));
	if (before) goto out;
	if (!record_has(after, "position")) TRY(set_position(handle, after));
	/* One that comes as shown, nobody knows when, is taken as shown today: nobody's time to object
	 * is cut short. */
	if (!record_has(after, "demo_on") && state_is(after, &machine_deliverable, " demo "))
		record_set_text(after, "demo_on", handle->as_of);
out:
	return status;
}

/* More was spent, or less is the most: is most of it spent? */
static void alert_hours(struct syndic *handle, const struct record *before,
                        const struct record *after)
{
	struct buf spent = {0}, most = {0};
	int64_t now = record_number(after, "spent_hours"), high = record_number(after, "high_hours");
	if (!record_has(after, "high_hours") || now <= muldiv(high, HOURS_ALERT, RATIO_ONE)) return;
	if (before && now <= record_number(before, "spent_hours") &&
	    (record_has(before, "high_hours") && high >= record_number(before, "high_hours")))
		return;
	ratio_add_plain(&spent, now);
	ratio_add_plain(&most, high);
	change_note(handle, "deliverable %s: %s of at most %s hours are spent",
	            record_text(after, "slug"), buf_text(&spent), buf_text(&most));
	buf_free(&spent);
	buf_free(&most);
}

static enum syndic_status deliverable_written(struct syndic *handle, const struct record *before,
                                              const struct record *after)
{
	enum syndic_status status;
	if (!after) return scope_guard(handle, before, NULL);
	status = transition_written(handle, &machine_deliverable, before, after);
	alert_hours(handle, before, after);
	return status == SYNDIC_OK ? transition_written(handle, &machine_upstream, before, after)
	                           : status;
}

/* The verb that brings it nearer to being accepted. */
static const char *next_verb(const char *state)
{
	if (strcmp(state, "planned") == 0) return "build";
	return strcmp(state, "demo") == 0 ? "accept" : "demo";
}

enum syndic_status deliverables_guard(struct syndic *handle, const struct record *about,
                                      const struct record *initiative, const char *what)
{
	struct db_stmt *stmt;
	struct buf open = {0}, help = {0};
	char noun[ENTITY_NOUN];
	int step;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT slug, state FROM deliverable WHERE initiative = $1 AND state <> 'accepted'"
		" AND state <> 'dropped' ORDER BY position, id",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(initiative, "id"));
	while ((step = db_step(stmt)) == 1) {
		if (!help.length)
			buf_printf(&help, "syndic deliverable %s %s", next_verb(db_text(stmt, 1)),
			           db_text(stmt, 0));
		buf_printf(&open, "%s%s (%s)", open.length ? ", " : "", db_text(stmt, 0), db_text(stmt, 1));
	}
	db_finalize(stmt);
	if (step < 0) status = handle->error.code;
	if (open.length) {
		status = guard_refuse(handle, about, "state",
		                      "%s %s %s: deliverables are neither accepted nor dropped: %s",
		                      entity_noun(about->entity, noun), record_text(about, "slug"), what,
		                      buf_text(&open));
		error_help(handle, "%s", buf_text(&help));
	}
	buf_free(&open);
	buf_free(&help);
	return status;
}

/* ---- verbs of its state ---- */

static enum syndic_status move(struct verb_call *call, struct record *after, const char *verb)
{
	const struct step *step = machine_step(call->handle, &machine_deliverable, &call->record, verb);
	return step ? machine_move(call->handle, &machine_deliverable, &call->record, after, step->to)
	            : SYNDIC_CONFLICT;
}

/* What is not funded, or is done, is not built. */
static enum syndic_status guard_in_flight(struct verb_call *call)
{
	struct record initiative;
	const char *slug, *state;
	enum syndic_status status =
		record_load(call->handle, &entity_initiative, record_text(&call->record, "initiative"),
	                call->arena, &initiative);
	if (status != SYNDIC_OK || state_is(&initiative, &machine_initiative, " in-flight "))
		return status;
	slug = record_text(&initiative, "slug");
	state = record_text(&initiative, "state");
	status = guard_refuse(call->handle, &call->record, "initiative",
	                      "deliverable %s is built once its initiative is in-flight: %s is %s",
	                      record_text(&call->record, "slug"), slug, state);
	if (strcmp(state, "funded") == 0)
		error_help(call->handle, "syndic slot list --initiative %s --state queued", slug);
	else
		error_help(call->handle, "syndic initiative show %s", slug);
	return status;
}

static enum syndic_status build(struct verb_call *call)
{
	struct record after = call->record;
	enum syndic_status status;
	if (!machine_step(call->handle, &machine_deliverable, &call->record, "build"))
		return SYNDIC_CONFLICT;
	status = guard_in_flight(call);
	return status == SYNDIC_OK ? move(call, &after, "build") : status;
}

static enum syndic_status demo(struct verb_call *call)
{
	struct record after = call->record;
	struct syndic_value day;
	bool given;
	enum syndic_status status = verb_value(call, "demo_on", SYNDIC_DATE, &day, &given);
	if (status != SYNDIC_OK) return status;
	if (!given) day = value_text(call->handle->as_of);
	if (strcmp(day.text, call->handle->as_of) > 0) {
		(void)error_set(call->handle, SYNDIC_MISUSE, "deliverable", "demo_on", day.text,
		                "%s has not come yet: a demo is told once it was given", day.text);
		error_help(call->handle, "syndic deliverable demo %s", record_text(&call->record, "slug"));
		return SYNDIC_MISUSE;
	}
	record_set(&after, "demo_on", day);
	return move(call, &after, "demo");
}

static enum syndic_status drop(struct verb_call *call)
{
	struct record after = call->record;
	return move(call, &after, "drop");
}

/* ---- acceptance ---- */

/* Writes what an organisation (an id) says of the present demo: one word, the last one. */
static enum syndic_status write_word(struct verb_call *call, const struct payers *payers,
                                     const char *org, const char *verdict, const char *words)
{
	const struct payer *payer = payers_find(payers, org);
	struct record before, after;
	enum syndic_status status = SYNDIC_OK;
	bool again = payer && payer->acceptance;
	record_init(&after, &entity_acceptance);
	if (again) {
		status =
			record_load(call->handle, &entity_acceptance, payer->acceptance, call->arena, &before);
		after = before;
	}
	if (status != SYNDIC_OK) return status;
	record_set(&after, "deliverable", record_get(&call->record, "id"));
	record_set_text(&after, "org", org);
	record_set_text(&after, "verdict", verdict);
	record_set_text(&after, "given_on", call->handle->as_of);
	if (words) record_set_text(&after, "words", words);
	return again ? record_update(call->handle, &before, &after, 0, call->arena)
	             : record_insert(call->handle, &after, 0, call->arena);
}

/* What it stands at after a word, where that decided nothing. */
static enum syndic_status note_undecided(struct verb_call *call)
{
	struct record now;
	struct payers payers;
	struct buf share = {0}, names = {0};
	enum syndic_status status;
	TRY(record_load(call->handle, &entity_deliverable, record_text(&call->record, "id"),
	                call->arena, &now));
	if (!state_is(&now, &machine_deliverable, " demo ")) goto out;
	TRY(payers_load(call->handle, &now, call->arena, &payers));
	ratio_add_percent(&share, muldiv(payers.accepting, RATIO_ONE, payers.total));
	payers_add(&names, &payers, false);
	change_note(call->handle,
	            "deliverable %s: %s of the shares accept it so far, and more than half must; not"
	            " heard of yet: %s",
	            record_text(&now, "slug"), buf_text(&share),
	            names.length ? buf_text(&names) : "nobody");
out:
	buf_free(&share);
	buf_free(&names);
	return status;
}

/* A demo at which something may be said, and who may say it. */
static enum syndic_status begin_word(struct verb_call *call, const char *verb,
                                     struct payers *payers)
{
	const char *slug = record_text(&call->record, "slug"),
			   *shown = record_text(&call->record, "demo_on");
	enum syndic_status status;
	if (!machine_step(call->handle, &machine_deliverable, &call->record, verb))
		return SYNDIC_CONFLICT;
	if (!shown) { /* so another program left it */
		status = guard_refuse(call->handle, &call->record, "demo_on",
		                      "nobody knows when deliverable %s was shown: its demo_on is missing",
		                      slug);
		error_help(call->handle, "syndic deliverable show %s", slug);
		return status;
	}
	if (strcmp(call->handle->as_of, shown) < 0) {
		status = guard_refuse(call->handle, &call->record, "demo_on",
		                      "deliverable %s was shown on %s: on %s nothing can be said of it",
		                      slug, shown, call->handle->as_of);
		error_help(call->handle, "syndic deliverable %s %s --as-of %s", verb, slug, shown);
		return status;
	}
	status = payers_load(call->handle, &call->record, call->arena, payers);
	return status == SYNDIC_OK ? payers_require(call->handle, &call->record, payers) : status;
}

/* Who of them can be asked next: the first that has said nothing. */
static const char *first_silent(const struct payers *payers)
{
	for (size_t i = 0; i < payers->count; i++)
		if (!payers->list[i].acceptance && payers->list[i].slug) return payers->list[i].slug;
	return "…";
}

/* Nobody objected for so long. */
static enum syndic_status accept_by_silence(struct verb_call *call, const struct payers *payers)
{
	const char *slug = record_text(&call->record, "slug");
	struct record after = call->record;
	struct buf share = {0}, names = {0};
	char day[DATE_SIZE];
	enum syndic_status status;
	date_add_days(record_text(&call->record, "demo_on"), SILENCE_DAYS, day);
	if (strcmp(call->handle->as_of, day) >= 0) {
		record_set_text(&after, "accepted_on", call->handle->as_of);
		if (!call->handle->change->reason)
			call->handle->change->reason =
				arena_printf(call->arena, "no objection in the %d days from its demo on",
			                 SILENCE_DAYS);
		return move(call, &after, "accept");
	}
	ratio_add_percent(&share, muldiv(payers->accepting, RATIO_ONE, payers->total));
	payers_add(&names, payers, false);
	status = guard_refuse(call->handle, &call->record, "demo_on",
	                      "silence accepts deliverable %s on %s; until then more than half of the"
	                      " shares must: %s accept it, not heard of yet: %s",
	                      slug, day, buf_text(&share), names.length ? buf_text(&names) : "nobody");
	error_help(call->handle, "syndic deliverable accept %s --org %s", slug, first_silent(payers));
	buf_free(&share);
	buf_free(&names);
	return status;
}

static enum syndic_status accept_without_org(struct verb_call *call, const struct payers *payers)
{
	const char *slug = record_text(&call->record, "slug");
	if (verb_input(call, "words")) {
		(void)error_set(call->handle, SYNDIC_MISUSE, "deliverable", "org", NULL,
		                "whose words are they? they are kept with the organisation that accepts");
		error_help(call->handle, "syndic deliverable accept %s --org %s --words \"…\"", slug,
		           first_silent(payers));
		return SYNDIC_MISUSE;
	}
	for (size_t i = 0; i < payers->count; i++) {
		if (!payers->list[i].objects) continue;
		(void)guard_refuse(call->handle, &call->record, "state",
		                   "deliverable %s: %s wants rework, so silence does not accept it", slug,
		                   payers->list[i].slug);
		error_help(call->handle, "syndic deliverable accept %s --org %s", slug,
		           payers->list[i].slug);
		return SYNDIC_CONFLICT;
	}
	/* Shares may have changed since the last word. */
	if (payers->accepting > payers->total - payers->accepting)
		return acceptance_weigh(call->handle, record_text(&call->record, "id"));
	return accept_by_silence(call, payers);
}

static enum syndic_status accept(struct verb_call *call)
{
	struct payers payers;
	char org[REFERENCE_SIZE];
	const char *who = verb_input(call, "org");
	enum syndic_status status;
	TRY(begin_word(call, "accept", &payers));
	if (!who) return accept_without_org(call, &payers);
	TRY(resolve(call->handle, &entity_org, who, NULL, org));
	TRY(write_word(call, &payers, org, "accept", verb_input(call, "words")));
	/* The same word again writes nothing; what it weighs may have changed. */
	TRY(acceptance_weigh(call->handle, record_text(&call->record, "id")));
	status = note_undecided(call);
out:
	return status;
}

static enum syndic_status rework(struct verb_call *call)
{
	struct payers payers;
	char org[REFERENCE_SIZE];
	const char *who = verb_input(call, "org");
	enum syndic_status status;
	TRY(begin_word(call, "rework", &payers));
	if (!who) {
		status = error_set(call->handle, SYNDIC_MISUSE, "deliverable", "org", NULL,
		                   "who wants it to be reworked?");
		error_help(call->handle, "syndic deliverable rework %s --org %s --why \"…\"",
		           record_text(&call->record, "slug"), first_silent(&payers));
		goto out;
	}
	TRY(resolve(call->handle, &entity_org, who, NULL, org));
	TRY(write_word(call, &payers, org, "rework", call->reason));
	status = acceptance_weigh(call->handle, record_text(&call->record, "id"));
out:
	return status;
}

const struct verb deliverable_verbs[] = {
	{"build", NULL, NULL, false, build},
	{"demo", NULL, " demo_on ", false, demo},
	{"accept", NULL, " org words ", false, accept},
	{"rework", NULL, " org ", true, rework},
	{"drop", NULL, NULL, true, drop},
	{"upstream", NULL, " state url outcome ", false, deliverable_upstream},
	{0},
};

static const struct syndic_entity_hooks deliverable_hooks = {.check = deliverable_check,
                                                             .written = deliverable_written};
const struct syndic_entity entity_deliverable = {"deliverable",
                                                 "deliverables",
                                                 "a part of an initiative, with its hours",
                                                 "slug",
                                                 0,
                                                 deliverable_fields,
                                                 FIELD_COUNT(deliverable_fields),
                                                 &deliverable_hooks};
