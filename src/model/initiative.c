/* What the shared roadmap holds, and who stands behind it. */
#include <string.h>

#include "base/text.h"
#include "model/check.h"
#include "model/deliverable.h"
#include "model/lint.h"
#include "model/transition.h"

static const struct syndic_field initiative_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what it is called on the roadmap"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("draft", "candidate", "scoped", "funding", "funded", "in-flight", "review", "done",
          "parked"),
     NULL, "how far it is"},
	{"problem", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL,
     "what people cannot do today, in their words"},
	{"solution", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "what they will be able to do"},
	{"implementation", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL,
     "how it would be built, in outline"},
	{"fit", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL,
     "why it serves several communities and open source"},
	{"price", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL, "what it would cost them together"},
	{"upstream_plan", SYNDIC_TEXT, 0, NULL, NULL, NULL,
     "with which upstream projects, and how they will take it"},
	{"owner", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "who of us looks after it"},
	{"tags", SYNDIC_WORDS, 0, NULL, NULL, NULL, "words to filter by"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else; never published"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step initiative_steps[] = {
	{"propose", " draft ", "candidate"},  {"scope", " candidate ", "scoped"},
	{NULL, " scoped ", "funding"},        {NULL, " funding funded ", "scoped"},
	{NULL, " scoped funding ", "funded"}, {NULL, " funded ", "in-flight"},
	{NULL, " in-flight ", "review"},      {NULL, " funded in-flight ", "candidate"},
	{"finish", " review ", "done"},       {"park", " draft candidate scoped funding ", "parked"},
	{"resume", " parked ", "candidate"},  {"resume", " parked ", "draft"},
};
const struct machine machine_initiative = {&entity_initiative, "state", "draft", initiative_steps,
                                           FIELD_COUNT(initiative_steps)};

static enum syndic_status initiative_check(struct syndic *handle, const struct record *before,
                                           struct record *after)
{
	enum syndic_status status = transition_check(handle, &machine_initiative, before, after);
	return status == SYNDIC_OK ? check_at_least(handle, after, "price", 0) : status;
}

static enum syndic_status initiative_written(struct syndic *handle, const struct record *before,
                                             const struct record *after)
{
	return transition_written(handle, &machine_initiative, before, after);
}

/* ---- verbs ---- */

/* The record moves as a verb says, if its guard lets it. */
static enum syndic_status move(struct verb_call *call, const struct step *step)
{
	struct record after = call->record;
	return machine_move(call->handle, &machine_initiative, &call->record, &after, step->to);
}

static enum syndic_status move_linted(struct verb_call *call, const char *verb, unsigned parts,
                                      const char *what)
{
	const struct step *step = machine_step(call->handle, &machine_initiative, &call->record, verb);
	enum syndic_status status;
	if (!step) return SYNDIC_CONFLICT;
	status = lint_guard(call->handle, &call->record, parts, what);
	return status == SYNDIC_OK ? move(call, step) : status;
}

static enum syndic_status propose(struct verb_call *call)
{
	return move_linted(call, "propose", LINT_TEMPLATE, "cannot be proposed yet");
}

static enum syndic_status scope(struct verb_call *call)
{
	/* The template, too: it may have been emptied since. */
	return move_linted(call, "scope", LINT_TEMPLATE | LINT_WORK | LINT_TERMS,
	                   "cannot be scoped yet");
}

/* Those who pledged would wait for what nobody works at. */
static enum syndic_status guard_no_round(struct verb_call *call)
{
	struct db_stmt *stmt;
	struct buf rounds = {0}, first = {0};
	int step;
	enum syndic_status status =
		db_prepare(call->handle->db,
	               "SELECT slug, state FROM syndicate WHERE initiative = $1 AND (state = 'open'"
	               " OR state = 'reached' OR state = 'contracting') ORDER BY slug",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(&call->record, "id"));
	while ((step = db_step(stmt)) == 1) {
		if (!first.length) buf_add(&first, db_text(stmt, 0));
		buf_printf(&rounds, "%s%s (%s)", rounds.length ? ", " : "", db_text(stmt, 0),
		           db_text(stmt, 1));
	}
	db_finalize(stmt);
	if (step < 0) status = call->handle->error.code;
	if (rounds.length) {
		status = guard_refuse(call->handle, &call->record, "state",
		                      "initiative %s cannot be parked: its syndicate %s is not over; cancel"
		                      " or settle it first",
		                      record_text(&call->record, "slug"), buf_text(&rounds));
		error_help(call->handle, "syndic syndicate cancel %s --why \"…\"", buf_text(&first));
	}
	buf_free(&rounds);
	buf_free(&first);
	return status;
}

static enum syndic_status park(struct verb_call *call)
{
	const struct step *step =
		machine_step(call->handle, &machine_initiative, &call->record, "park");
	enum syndic_status status;
	if (!step) return SYNDIC_CONFLICT;
	status = guard_no_round(call);
	return status == SYNDIC_OK ? move(call, step) : status;
}

/* Was it proposed before it was parked, as far as is known? */
static enum syndic_status was_proposed(struct verb_call *call, bool *out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(call->handle->db,
	               "SELECT from_state FROM transition WHERE initiative = $1 AND entity ="
	               " 'initiative' AND to_state = 'parked' ORDER BY id DESC LIMIT 1",
	               &stmt);
	*out = true;
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(&call->record, "id"));
	if (db_step(stmt) == 1 && !db_is_null(stmt, 0)) *out = strcmp(db_text(stmt, 0), "draft") != 0;
	db_finalize(stmt);
	return call->handle->error.code;
}

/* A candidate again, if that is what it was and it could be proposed; what has yet to be worked
 * out is not shown to the world by a detour. */
static enum syndic_status resume(struct verb_call *call)
{
	struct record after = call->record;
	bool proposed, clean;
	enum syndic_status status;
	if (!machine_step(call->handle, &machine_initiative, &call->record, "resume"))
		return SYNDIC_CONFLICT;
	TRY(was_proposed(call, &proposed));
	TRY(lint_clean(call->handle, &call->record, LINT_TEMPLATE, &clean));
	TRY(machine_move(call->handle, &machine_initiative, &call->record, &after,
	                 proposed && clean ? "candidate" : "draft"));
	if (proposed && !clean)
		change_note(call->handle, "initiative %s is a draft again: its template has findings",
		            record_text(&after, "slug"));
out:
	return status;
}

static enum syndic_status finish(struct verb_call *call)
{
	const struct step *step =
		machine_step(call->handle, &machine_initiative, &call->record, "finish");
	enum syndic_status status;
	if (!step) return SYNDIC_CONFLICT;
	status = deliverables_guard(call->handle, &call->record, &call->record, "is not done yet");
	return status == SYNDIC_OK ? move(call, step) : status;
}

const struct verb initiative_verbs[] = {
	{"propose", NULL, NULL, false, propose}, {"scope", NULL, NULL, false, scope},
	{"park", NULL, NULL, true, park},        {"resume", NULL, NULL, false, resume},
	{"finish", NULL, NULL, false, finish},   {0},
};

static const struct syndic_entity_hooks initiative_hooks = {.check = initiative_check,
                                                            .written = initiative_written};
const struct syndic_entity entity_initiative = {"initiative",
                                                "initiatives",
                                                "an item of the shared roadmap",
                                                "slug",
                                                0,
                                                initiative_fields,
                                                FIELD_COUNT(initiative_fields),
                                                &initiative_hooks};

/* ---- endorsements ---- */

static const struct syndic_field endorsement_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"initiative", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "initiative", NULL, NULL,
     "what it is for"},
	{"org", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "org", NULL,
     LIST("organisation", "organization"), "who gives it"},
	{"person", SYNDIC_REF, 0, "person", NULL, NULL, "who said so there; never published"},
	{"given_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "when"},
	{"words", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "in their words"},
	{"letter", SYNDIC_BOOL, SYNDIC_LISTED, NULL, NULL, NULL, "a letter of support was given"},
	{"testers", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "people who will try it out"},
	{"other_help", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL,
     "data, review, a maintainer's time: what else they bring"},
	{"public", SYNDIC_BOOL, SYNDIC_LISTED, NULL, NULL, NULL,
     "organisation and words may stand on the public roadmap"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static bool says(const struct record *record, const char *field)
{
	const char *text = record_text(record, field);
	return text && text_length(text) > 0;
}

static enum syndic_status endorsement_check(struct syndic *handle, const struct record *before,
                                            struct record *after)
{
	enum syndic_status status = check_at_least(handle, after, "testers", 0);
	if (!before && !record_has(after, "given_on"))
		record_set_text(after, "given_on", handle->as_of);
	if (status != SYNDIC_OK || says(after, "words") || says(after, "other_help") ||
	    record_number(after, "letter") || record_number(after, "testers"))
		return status;
	(void)error_set(handle, SYNDIC_MISUSE, "endorsement", "words", NULL,
	                "an endorsement gives something: words, a letter, testers or other help");
	error_help(handle, "--words \"…\", --letter yes, --testers 3 or --other-help \"…\"");
	return SYNDIC_MISUSE;
}

static void endorsement_slug(struct syndic *handle, const struct record *record, struct buf *out)
{
	struct db_stmt *stmt;
	if (db_prepare(handle->db,
	               "SELECT o.slug, i.slug FROM org AS o CROSS JOIN initiative AS i WHERE o.id = $1"
	               " AND i.id = $2",
	               &stmt) != SYNDIC_OK)
		return;
	db_bind_text(stmt, 1, record_text(record, "org"));
	db_bind_text(stmt, 2, record_text(record, "initiative"));
	if (db_step(stmt) == 1) buf_printf(out, "%s %s", db_text(stmt, 0), db_text(stmt, 1));
	db_finalize(stmt);
}

static const struct syndic_entity_hooks endorsement_hooks = {.check = endorsement_check,
                                                             .slug = endorsement_slug};
const struct syndic_entity entity_endorsement = {"endorsement",
                                                 "endorsements",
                                                 "support for an initiative that is no money",
                                                 "slug",
                                                 0,
                                                 endorsement_fields,
                                                 FIELD_COUNT(endorsement_fields),
                                                 &endorsement_hooks};
