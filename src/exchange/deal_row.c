#include "exchange/deal_row.h"

#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/pipeline.h"

struct deal_places deal_places(void)
{
	return (struct deal_places){
		.pipeline = syndic_field_find(&entity_deal, "pipeline"),
		.stage = syndic_field_find(&entity_deal, "stage"),
		.probability = syndic_field_find(&entity_deal, "probability"),
		.starts_on = syndic_field_find(&entity_deal, "starts_on"),
		.ends_on = syndic_field_find(&entity_deal, "ends_on"),
		.expected_close = syndic_field_find(&entity_deal, "expected_close"),
		.closed_on = syndic_field_find(&entity_deal, "closed_on"),
		.stage_since = syndic_field_find(&entity_deal, "stage_since"),
		.lost_reason = syndic_field_find(&entity_deal, "lost_reason"),
	};
}

static bool same_key(const char *a, const char *b, size_t length)
{
	struct buf one = {0}, two = {0}, cut = {0};
	buf_add_n(&cut, b, length);
	text_key(&one, a);
	text_key(&two, buf_text(&cut));
	bool same = strcmp(buf_text(&one), buf_text(&two)) == 0;
	buf_free(&one);
	buf_free(&two);
	buf_free(&cut);
	return same;
}

static const struct stage *find_in(struct syndic *handle, const char *pipeline, const char *text,
                                   size_t length)
{
	size_t count;
	const struct stage *stages = stages_all(handle, &count);
	for (size_t i = 0; i < count; i++) {
		if (pipeline && strcmp(stages[i].pipeline, pipeline) != 0) continue;
		bool same = strlen(stages[i].name) == length && memcmp(stages[i].name, text, length) == 0;
		if (same || strcmp(stages[i].slug, text) == 0) return &stages[i];
	}
	for (size_t i = 0; i < count; i++) {
		if (pipeline && strcmp(stages[i].pipeline, pipeline) != 0) continue;
		if (same_key(stages[i].name, text, length)) return &stages[i];
	}
	return NULL;
}

/* `Proposal`, `closedwon`, `Proposal (Membership Sales)`. */
static const struct stage *find_stage(struct syndic *handle, const char *pipeline, const char *text)
{
	const struct stage *stage = find_in(handle, pipeline, text, strlen(text));
	const char *bracket = strrchr(text, '(');
	if (!stage && bracket > text && text[strlen(text) - 1] == ')')
		stage = find_in(handle, pipeline, text, (size_t)(bracket - text));
	return stage;
}

static const char *default_pipeline(struct syndic *handle)
{
	size_t count;
	const struct stage *stages = stages_all(handle, &count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(stages[i].pipeline_slug, "membership") == 0) return stages[i].pipeline;
	return count ? stages[0].pipeline : NULL;
}

static void take(struct row *row, int target, const char *id)
{
	row->values[target] = value_text(id);
	row->spoken[target] = true;
}

static void unknown_stage(struct syndic *handle, const struct mapping *mapping, struct row *row,
                          int target, const char *pipeline, const char *text)
{
	char id[ULID_SIZE];
	if (mapping->options->add_stages && pipeline) {
		ulid_new(id);
		row->new_stage = arena_copy(row->arena, text);
		row->new_stage_id = arena_copy(row->arena, id);
		row->new_stage_pipeline = arena_copy(row->arena, pipeline);
		take(row, target, row->new_stage_id);
		return;
	}
	const char *near = resolve_near(handle, &entity_stage, text, pipeline, row->arena);
	row_reject(row, mapping, target, "stage",
	           *near ? near : "--map-stage 'Theirs=Ours', or --add-stages",
	           "there is no stage %s in its pipeline", text);
}

static void settle_stage(struct syndic *handle, const struct mapping *mapping,
                         const struct record *existing, struct row *row,
                         const struct deal_places *at, const struct stage **out)
{
	const char *pipeline = row->values[at->pipeline].text;
	if (!pipeline && existing) pipeline = record_text(existing, "pipeline");
	if (!pipeline) pipeline = default_pipeline(handle);
	*out = NULL;
	/* Without a word on it, a known deal stays where it is and a new one begins. */
	row->spoken[at->pipeline] = row->values[at->pipeline].kind != SYNDIC_NULL;
	row->spoken[at->stage] = row->stage != NULL;
	row->spoken[at->stage_since] = row->values[at->stage_since].kind != SYNDIC_NULL;
	if (row->stage) {
		const char *text = mapping_stage(mapping, row->stage);
		*out = find_stage(handle, pipeline, text ? text : "");
		if (!*out) unknown_stage(handle, mapping, row, at->stage, pipeline, text ? text : "");
		if (!*out) return;
		take(row, at->stage, (*out)->id);
		if (!existing) take(row, at->pipeline, (*out)->pipeline);
	} else if (existing) {
		*out = stages_find(handle, record_text(existing, "stage"));
	} else {
		*out = stages_first(handle, pipeline);
	}
}

enum syndic_status deal_row_complete(struct syndic *handle, const struct mapping *mapping,
                                     const struct deal_places *at, const struct record *existing,
                                     bool exact, struct row *row)
{
	const struct stage *stage;
	settle_stage(handle, mapping, existing, row, at, &stage);
	if (row->problem.code || exact) return handle->error.code;
	bool closed = stage && !stage_is(stage, "open");
	if (row->spoken[EXTRA_CLOSE]) {
		int target = closed ? at->closed_on : at->expected_close;
		row->values[target] = row->values[EXTRA_CLOSE];
		/* A closed deal has its day; an export without one does not take it away. */
		row->spoken[target] = !closed || row->values[EXTRA_CLOSE].kind != SYNDIC_NULL;
		row->spoken[EXTRA_CLOSE] = false;
	}
	if (closed) row->values[at->probability] = value_null();
	if (!stage_is(stage, "lost")) row->values[at->lost_reason] = value_null();
	if (row->spoken[EXTRA_CONTRACT_STARTS]) row->spoken[at->starts_on] = true;
	if (row->values[at->starts_on].kind == SYNDIC_NULL)
		row->values[at->starts_on] = row->values[EXTRA_CONTRACT_STARTS];
	if (row->spoken[EXTRA_CONTRACT_ENDS]) row->spoken[at->ends_on] = true;
	if (row->values[at->ends_on].kind == SYNDIC_NULL)
		row->values[at->ends_on] = row->values[EXTRA_CONTRACT_ENDS];
	return handle->error.code;
}

void contract_row_complete(struct syndic *handle, const struct mapping *mapping, struct row *row)
{
	const char *text = row->values[EXTRA_WON].text;
	row->spoken[EXTRA_WON] = false;
	if (!text) return;
	const char *ours = mapping_stage(mapping, text);
	if (ours) text = ours;
	const struct stage *stage = find_stage(handle, NULL, text);
	if (stage_is(stage, "won")) return;
	row_reject(row, mapping, EXTRA_WON, "stage", "import the file as deals",
	           stage ? "a deal at %s is no contract" : "there is no stage %s", text);
}

struct syndic_value deal_row_term(const struct deal_places *at, const struct row *row,
                                  enum extra which)
{
	if (row->values[which].kind != SYNDIC_NULL) return row->values[which];
	return row->values[which == EXTRA_CONTRACT_STARTS ? at->starts_on : at->ends_on];
}

struct deal_contract deal_row_contract(const struct deal_places *at, const struct row *row)
{
	return (struct deal_contract){
		.starts_on = deal_row_term(at, row, EXTRA_CONTRACT_STARTS).text,
		.ends_on = deal_row_term(at, row, EXTRA_CONTRACT_ENDS).text,
		.collected_known = row->values[EXTRA_COLLECTED].kind != SYNDIC_NULL,
		.collected = row->values[EXTRA_COLLECTED].number,
	};
}
