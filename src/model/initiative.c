/* What the shared roadmap holds, and who stands behind it. */
#include <string.h>

#include "base/text.h"
#include "model/check.h"
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
	{"propose", " draft ", "candidate"},
	{"scope", " candidate ", "scoped"},
	{NULL, " scoped ", "funding"},
	{NULL, " funding ", "scoped"},
	{NULL, " scoped funding ", "funded"},
	{NULL, " funded ", "in-flight"},
	{NULL, " in-flight ", "review"},
	{"finish", " review ", "done"},
	{"park", " draft candidate scoped funding ", "parked"},
	{"resume", " parked ", "candidate"},
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

const struct verb initiative_verbs[] = {{0}};

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

static enum syndic_status endorsement_check(struct syndic *handle, const struct record *before,
                                            struct record *after)
{
	if (!before && !record_has(after, "given_on"))
		record_set_text(after, "given_on", handle->as_of);
	return check_at_least(handle, after, "testers", 0);
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
