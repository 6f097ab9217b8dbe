/* How a deliverable fares in the upstream project: an axis of its own. */
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/deliverable.h"

/* Its verb is `upstream STATE`: each step is named for where it leads. */
static const struct step upstream_steps[] = {
	{"endorsed", " none ", "endorsed"},
	{"proposed", " none endorsed rejected ", "proposed"},
	{"in-review", " proposed ", "in-review"},
	{"merged", " in-review proposed ", "merged"},
	{"released", " merged ", "released"},
	{"rejected", " endorsed proposed in-review ", "rejected"},
};
const struct machine machine_upstream = {&entity_deliverable, "upstream", "none", upstream_steps,
                                         FIELD_COUNT(upstream_steps)};

/* Reads a parameter as the field of a deliverable that it sets; NULL: it was not given. */
static enum syndic_status read_choice(struct verb_call *call, const char *parameter,
                                      const char *field, const char **out)
{
	const char *text = verb_input(call, parameter);
	struct syndic_value value;
	enum syndic_status status;
	*out = NULL;
	if (!text || !*text) return SYNDIC_OK;
	status =
		field_parse(call->handle, &entity_deliverable,
	                syndic_field_find(&entity_deliverable, field), text, NULL, call->arena, &value);
	if (status == SYNDIC_OK) *out = value.text;
	return status;
}

static enum syndic_status refuse_state(struct verb_call *call, const char *to)
{
	const char *slug = record_text(&call->record, "slug");
	(void)error_set(call->handle, SYNDIC_MISUSE, "deliverable", "upstream", to,
	                to ? "nothing moves to %s: a move that was none is undone"
	                   : "to which state upstream?",
	                to);
	error_help(call->handle,
	           to ? "syndic history deliverable %s" : "syndic deliverable upstream %s proposed",
	           slug);
	return SYNDIC_MISUSE;
}

static enum syndic_status refuse_outcome(struct verb_call *call, const char *to,
                                         const char *outcome)
{
	(void)error_set(call->handle, SYNDIC_MISUSE, "deliverable", "upstream_outcome", outcome,
	                "an outcome, %s, belongs to what upstream rejected, not to what is %s", outcome,
	                to);
	error_help(call->handle, "syndic deliverable upstream %s %s",
	           record_text(&call->record, "slug"), to);
	return SYNDIC_MISUSE;
}

/* What went on as a package or patch of its own is not proposed by accident. */
static enum syndic_status guard_again(struct verb_call *call)
{
	const char *slug = record_text(&call->record, "slug"),
			   *outcome = record_text(&call->record, "upstream_outcome");
	if (!state_is(&call->record, &machine_upstream, " rejected ") || text_equal(outcome, "rework"))
		return SYNDIC_OK;
	(void)guard_refuse(call->handle, &call->record, "upstream_outcome",
	                   "deliverable %s was rejected upstream, and its outcome is %s: it can be"
	                   " proposed again once that is rework",
	                   slug, outcome ? outcome : "unknown");
	error_help(call->handle, "syndic deliverable upstream %s rejected --outcome rework", slug);
	return SYNDIC_CONFLICT;
}

static enum syndic_status refuse_without_reason(struct verb_call *call)
{
	(void)error_set(call->handle, SYNDIC_MISUSE, "deliverable", "why", NULL,
	                "why did upstream reject it? the reason is kept");
	error_help(call->handle, "syndic deliverable upstream %s rejected --why \"…\"",
	           record_text(&call->record, "slug"));
	return SYNDIC_MISUSE;
}

/* What has become of it is often known only later. */
static enum syndic_status set_outcome(struct verb_call *call, struct record *after)
{
	enum syndic_status status = record_update(call->handle, &call->record, after, 0, call->arena);
	if (status != SYNDIC_OK || value_equal(record_get(&call->record, "upstream_outcome"),
	                                       record_get(after, "upstream_outcome")))
		return status;
	return transition_log(call->handle, after, "upstream_outcome",
	                      record_text(&call->record, "upstream_outcome"),
	                      record_text(after, "upstream_outcome"));
}

enum syndic_status deliverable_upstream(struct verb_call *call)
{
	struct record after = call->record;
	const char *to, *outcome, *url = verb_input(call, "url");
	bool rejected;
	enum syndic_status status;
	TRY(read_choice(call, "state", "upstream", &to));
	TRY(read_choice(call, "outcome", "upstream_outcome", &outcome));
	if (!to || strcmp(to, machine_upstream.first) == 0) return refuse_state(call, to);
	rejected = strcmp(to, "rejected") == 0;
	if (outcome && !rejected) return refuse_outcome(call, to, outcome);
	if (url && *url) record_set_text(&after, "upstream_url", arena_copy(call->arena, url));
	record_set_text(&after, "upstream_outcome", outcome);
	if (rejected && outcome && state_is(&call->record, &machine_upstream, " rejected "))
		return set_outcome(call, &after);
	if (!machine_step(call->handle, &machine_upstream, &call->record, to)) return SYNDIC_CONFLICT;
	TRY(guard_again(call));
	if (rejected && !call->reason) return refuse_without_reason(call);
	status = machine_move(call->handle, &machine_upstream, &call->record, &after, to);
out:
	return status;
}
