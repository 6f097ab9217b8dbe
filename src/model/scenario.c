#include "model/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "model/change.h"
#include "model/check.h"

enum { BASE = 3 };                          /* its place among the fields */
static const char usual_tier[] = "general"; /* of members, where none is named */
static const struct syndic_field scenario_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what it is called"},
	{"base", SYNDIC_CHOICE, SYNDIC_LISTED, NULL, LIST("committed", "base", "expected"), NULL,
     "what it changes; expected, if nothing is said"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL, "what it is for"},
};

static const struct syndic_field scenario_change_fields[] = {
	FIELD_ID,
	{"scenario", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "scenario", NULL, NULL, "of which"},
	{"what", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "cost.NAME, deal.SLUG, members, members.TIER, revenue.TYPE or renewal_rate"},
	{"value", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "cost: -15000, 15000, 15%, +5%; deal: won, lost, +3, 30%; members: 1; revenue: +5000"},
	{"starts_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, LIST("from"), "from which month"},
	{"ends_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, LIST("to"), "to which month"},
};

static enum syndic_status scenario_check(struct syndic *handle, const struct record *before,
                                         struct record *after)
{
	(void)handle;
	(void)before;
	if (!record_has(after, "base")) record_set_text(after, "base", "expected");
	return SYNDIC_OK;
}

/* Looked at once it is written: its slug may have been made of its name. */
static enum syndic_status scenario_written(struct syndic *handle, const struct record *before,
                                           const struct record *after)
{
	const char *slug = after ? record_text(after, "slug") : NULL;
	(void)before;
	if (!slug || !choice_find(scenario_fields[BASE].choices, slug)) return SYNDIC_OK;
	(void)error_set(handle, SYNDIC_CONFLICT, "scenario", "slug", slug,
	                "%s is a scenario that is there already", slug);
	error_help(handle, "syndic scenario add '%s' --slug my-%s", record_text(after, "name"), slug);
	return SYNDIC_CONFLICT;
}

/* ---- what a change means ---- */

static enum syndic_status refuse(struct syndic *handle, const char *field, const char *value,
                                 const char *why)
{
	return error_set(handle, SYNDIC_MISUSE, "scenario_change", field, value, "%s: %s", value, why);
}

static bool is_signed(const char *text)
{
	return *text == '-' || *text == '+';
}

/* Only a sign in front says which way a change goes: one further in, such as a minus from a text
 * processor, would make a cost that brings money. */
static const char *read_signed(const char *text, const char *parse(const char *, int64_t *),
                               int64_t *out)
{
	const char *why = parse(is_signed(text) ? text + 1 : text, out);
	if (why) return why;
	if (is_signed(text) && (*out < 0 || is_signed(text + 1))) return "one sign is enough";
	if (*out < 0) return "to take away, begin with a plain minus, such as -1000 or -5%";
	if (*text == '-') *out = -*out;
	return NULL;
}

static const char *read_cost_value(const char *text, struct scenario_effect *out)
{
	bool ratio = strchr(text, '%'), change = is_signed(text);
	const char *why = read_signed(text, ratio ? ratio_parse : money_parse, &out->value);
	if (why) return why;
	if (ratio && (out->value > RATIO_ONE || out->value < -RATIO_ONE)) return "more than 100 %";
	if (ratio) {
		out->kind = change ? EFFECT_COST_FACTOR : EFFECT_COST_SHARE;
		if (change) out->value += RATIO_ONE;
	} else {
		out->kind = change ? EFFECT_COST_MORE : EFFECT_COST_AMOUNT;
	}
	return NULL;
}

/* A number of digits alone, up to `most`. */
static bool read_count(const char *text, int64_t most, int64_t *out)
{
	enum { LONGEST = 9 };
	size_t length = strlen(text);
	if (length == 0 || length > LONGEST || strspn(text, "0123456789") < length) return false;
	*out = strtoll(text, NULL, 10);
	return *out <= most;
}

static const char *read_deal_value(const char *text, struct scenario_effect *out)
{
	enum { LATEST = 120 };
	if (strcmp(text, "won") == 0 || strcmp(text, "lost") == 0) {
		out->kind = *text == 'w' ? EFFECT_DEAL_WON : EFFECT_DEAL_LOST;
		return NULL;
	}
	if (*text == '+') {
		out->kind = EFFECT_DEAL_LATER;
		return read_count(text + 1, LATEST, &out->value) ? NULL
		                                                 : "not months, such as +3 (120 at most)";
	}
	if (*text == '-' && read_count(text + 1, LATEST, &out->value))
		return "a deal can be later, such as +3, not earlier";
	out->kind = EFFECT_DEAL_PROBABILITY;
	if (ratio_parse(text, &out->value)) return "not won, lost, +3 (months later) or a chance, 30%";
	return out->value < 0 || out->value > RATIO_ONE ? "a chance is from 0 to 1" : NULL;
}

static const char *read_members_value(const char *text, struct scenario_effect *out)
{
	enum { MOST = 1000 };
	out->kind = EFFECT_MEMBERS;
	return read_count(text, MOST, &out->value) ? NULL : "not a number of members a month";
}

/* With its sign: a cost's amount without one stands instead of the cost. */
static const char *read_revenue_value(const char *text, struct scenario_effect *out)
{
	out->kind = EFFECT_REVENUE;
	if (!is_signed(text)) return "not so much more or less a month, such as +5000";
	return read_signed(text, money_parse, &out->value);
}

static const char *read_rate_value(const char *text, struct scenario_effect *out)
{
	const char *why = ratio_parse(text, &out->value);
	out->kind = EFFECT_RENEWAL_RATE;
	return why ? why : out->value < 0 || out->value > RATIO_ONE ? "a rate is from 0 to 1" : NULL;
}

/* The name that stands for the rows of a cost: the one with that slug, or of that name, or a kind. */
static enum syndic_status find_cost(struct syndic *handle, const char *name, struct arena *arena,
                                    struct scenario_effect *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT name, CASE WHEN slug = $1 THEN 1 WHEN name = $1 THEN 2 ELSE 3 END AS rank"
		" FROM cost WHERE slug = $1 OR name = $1 OR kind = $1 ORDER BY rank LIMIT 1",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, name);
	if (db_step(stmt) == 1) {
		out->by_kind = db_int(stmt, 1) == 3;
		out->name = arena_copy(arena, out->by_kind ? name : db_text(stmt, 0));
	}
	db_finalize(stmt);
	if (out->name || handle->error.code != SYNDIC_OK) return handle->error.code;
	(void)error_set(handle, SYNDIC_MISUSE, "scenario_change", "what", name,
	                "there is no cost of this name, slug or kind: %s", name);
	error_help(handle, "syndic cost list");
	return SYNDIC_MISUSE;
}

static enum syndic_status find_deal(struct syndic *handle, const char *slug, struct arena *arena,
                                    struct scenario_effect *out)
{
	char id[REFERENCE_SIZE];
	enum syndic_status status = resolve(handle, &entity_deal, slug, NULL, id);
	if (status == SYNDIC_OK) out->name = arena_copy(arena, id);
	return status;
}

static enum syndic_status find_tier(struct syndic *handle, const char *tier, struct arena *arena,
                                    struct scenario_effect *out)
{
	char id[REFERENCE_SIZE];
	struct record record;
	enum syndic_status status = resolve(handle, &entity_tier, tier, NULL, id);
	if (status == SYNDIC_OK) status = record_load(handle, &entity_tier, id, arena, &record);
	if (status != SYNDIC_OK) return status;
	out->name = arena_copy(arena, id);
	out->fee = record_number(&record, "fee_per_year");
	if (record_has(&record, "fee_per_year")) return SYNDIC_OK;
	(void)refuse(handle, "what", tier, "this tier has no price");
	error_help(handle, "syndic tier edit %s --fee-per-year 15000", tier);
	return SYNDIC_MISUSE;
}

static enum syndic_status find_type(struct syndic *handle, const char *type, struct arena *arena,
                                    struct scenario_effect *out)
{
	int field = syndic_field_find(&entity_deal, "revenue_type");
	const char *const *types = entity_deal.fields[field].choices;
	struct buf known = {0};
	out->name = arena_copy(arena, choice_find(types, type));
	if (out->name) return SYNDIC_OK;
	for (size_t i = 0; types[i]; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", types[i]);
	(void)error_set(handle, SYNDIC_MISUSE, "scenario_change", "what", type,
	                "there is no such revenue type: %s; there are %s", type, buf_text(&known));
	buf_free(&known);
	return SYNDIC_MISUSE;
}

/* What can be changed; `name` says whether WHAT goes on after a dot, and `dated` whether it counts in
 * some months only. */
static const struct changeable {
	const char *word;
	enum { NAME_NONE, NAME_MAY, NAME_MUST } name;
	bool dated;
	const char *(*value)(const char *text, struct scenario_effect *out);
	enum syndic_status (*find)(struct syndic *handle, const char *name, struct arena *arena,
	                           struct scenario_effect *out);
} changeables[] = {
	{"cost", NAME_MUST, true, read_cost_value, find_cost},
	{"deal", NAME_MUST, false, read_deal_value, find_deal},
	{"members", NAME_MAY, true, read_members_value, find_tier},
	{"revenue", NAME_MUST, true, read_revenue_value, find_type},
	{"renewal_rate", NAME_NONE, false, read_rate_value, NULL},
};

static const struct changeable *find_changeable(const char *what)
{
	size_t length = strcspn(what, ".");
	for (size_t i = 0; i < FIELD_COUNT(changeables); i++) {
		const struct changeable *one = &changeables[i];
		if (strlen(one->word) != length || strncmp(one->word, what, length) != 0) continue;
		if (what[length] ? one->name == NAME_NONE || !what[length + 1] : one->name == NAME_MUST)
			return NULL;
		return one;
	}
	return NULL;
}

static enum syndic_status read_effect(struct syndic *handle, const char *what, const char *value,
                                      const char *starts_on, const char *ends_on,
                                      struct arena *arena, struct scenario_effect *out)
{
	const struct changeable *change = find_changeable(what);
	const char *dot = strchr(what, '.'), *why;
	*out = (struct scenario_effect){
		.what = what,
		.first = starts_on ? month_number(starts_on) : INT64_MIN,
		.last = ends_on ? month_number(ends_on) : INT64_MAX,
	};
	if (!change) {
		return refuse(handle, "what", what,
		              "a scenario changes cost.NAME, deal.SLUG, members[.TIER], revenue.TYPE or "
		              "renewal_rate");
	}
	if (change->find) {
		enum syndic_status status = change->find(handle, dot ? dot + 1 : usual_tier, arena, out);
		if (status != SYNDIC_OK) return status;
	}
	why = change->value(value, out);
	if (why) return refuse(handle, "value", value, why);
	if (!change->dated && (starts_on || ends_on))
		return refuse(handle, starts_on ? "starts_on" : "ends_on", what,
		              "it holds in all months: no term can be given");
	return SYNDIC_OK;
}

/* Did it fail for what the change says, and not for the database? */
static bool is_refusal(enum syndic_status status)
{
	return status != SYNDIC_OK && status != SYNDIC_FAILED && status != SYNDIC_LOCKED;
}

/* The scenarios that have such a change, as words; the slug of the first goes to `first`. */
static char *scenarios_of(struct syndic *handle, const char *what, const char *value,
                          const char *starts_on, struct arena *arena, char **first)
{
	struct db_stmt *stmt;
	char *names = NULL;
	if (db_prepare(handle->db,
	               "SELECT s.slug FROM scenario_change AS c JOIN scenario AS s ON s.id = c.scenario"
	               " WHERE c.what = $1 AND c.value = $2"
	               " AND coalesce(c.starts_on, '') = coalesce($3, '') ORDER BY s.slug",
	               &stmt) != SYNDIC_OK)
		return NULL;
	db_bind_text(stmt, 1, what);
	db_bind_text(stmt, 2, value);
	db_bind_text(stmt, 3, starts_on);
	while (db_step(stmt) == 1) {
		if (!names) *first = arena_copy(arena, db_text(stmt, 0));
		names = names ? arena_printf(arena, "%s, %s", names, db_text(stmt, 0)) : *first;
	}
	db_finalize(stmt);
	return names;
}

/* Says of the error just told in which scenario it stands, and how it is taken out. */
static enum syndic_status tell_scenario(struct syndic *handle, const char *what, const char *value,
                                        const char *starts_on, struct arena *arena)
{
	struct syndic_error told = handle->error;
	char *first = NULL, *names, *message = arena_copy(arena, told.message);
	char *field = arena_copy(arena, told.field), *wrong = arena_copy(arena, told.value);
	char *entity = arena_copy(arena, told.entity);
	bool plain = !strpbrk(what, " '\"$`\\&|;<>()*?[]{}~#!\t\n");
	error_clear(handle);
	names = scenarios_of(handle, what, value, starts_on, arena, &first);
	if (!names) return error_set(handle, told.code, entity, field, wrong, "%s", message);
	(void)error_set(handle, told.code, entity, field, wrong, "scenario%s %s change%s %s: %s",
	                strchr(names, ',') ? "s" : "", names, strchr(names, ',') ? "" : "s", what,
	                message);
	if (strchr(what, '\''))
		error_help(handle, "syndic scenario-change list --scenario %s", first);
	else
		error_help(handle, "syndic scenario set %s %s%s=%s%s%s", first, plain ? "" : "'", what,
		           plain ? "" : "'", starts_on ? " from=" : "", starts_on ? starts_on : "");
	return told.code;
}

enum syndic_status scenario_effect_read(struct syndic *handle, const char *what, const char *value,
                                        const char *starts_on, const char *ends_on,
                                        struct arena *arena, struct scenario_effect *out)
{
	enum syndic_status status = read_effect(handle, what, value, starts_on, ends_on, arena, out);
	return is_refusal(status) ? tell_scenario(handle, what, value, starts_on, arena) : status;
}

/* ---- one thing changes once in a month ---- */

static bool is_instead(const struct scenario_effect *effect)
{
	return effect->kind == EFFECT_COST_AMOUNT || effect->kind == EFFECT_COST_SHARE;
}

static bool meet_in_time(const struct scenario_effect *a, const struct scenario_effect *b)
{
	return a->first <= b->last && b->first <= a->last;
}

/* Two sums instead of costs, one of them by kind: do they name one and the same cost? */
static enum syndic_status meet_in_cost(struct syndic *handle, const struct scenario_effect *a,
                                       const struct scenario_effect *b, bool *out)
{
	const struct scenario_effect *kind = a->by_kind ? a : b, *name = a->by_kind ? b : a;
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT 1 FROM cost WHERE name = $1 AND kind = $2 LIMIT 1", &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, name->name);
	db_bind_text(stmt, 2, kind->name);
	*out = db_step(stmt) == 1;
	db_finalize(stmt);
	return handle->error.code;
}

/* Do both change the same thing in one month? */
static enum syndic_status meet(struct syndic *handle, const struct scenario_effect *a,
                               const struct scenario_effect *b, bool *out)
{
	*out = false;
	if (find_changeable(a->what) != find_changeable(b->what) || !meet_in_time(a, b))
		return SYNDIC_OK;
	if (a->by_kind != b->by_kind && is_instead(a) && is_instead(b))
		return meet_in_cost(handle, a, b, out);
	*out = a->by_kind == b->by_kind && text_equal(a->name, b->name);
	return SYNDIC_OK;
}

static enum syndic_status refuse_both(struct syndic *handle, const struct record *change,
                                      const struct db_stmt *other)
{
	const char *what = record_text(change, "what"), *starts_on = db_text(other, 2);
	(void)error_set(handle, SYNDIC_CONFLICT, "scenario_change", "what", what,
	                "%s is changed in these months already: %s=%s%s%.7s", what, db_text(other, 0),
	                db_text(other, 1), starts_on ? " from=" : "", starts_on ? starts_on : "");
	error_help(handle, "syndic scenario-change list");
	return SYNDIC_CONFLICT;
}

/* Reads a change that is written down, or says that it means nothing any more. */
static enum syndic_status read_written(struct syndic *handle, char *const parts[4],
                                       struct scenario_effect *out, bool *means)
{
	enum syndic_status status =
		read_effect(handle, parts[0], parts[1], parts[2], parts[3], &handle->change->text, out);
	*means = status == SYNDIC_OK;
	if (!is_refusal(status)) return status;
	error_clear(handle);
	return SYNDIC_OK;
}

/* `effect` is that of the change, where it means anything. What another one names may be gone: then
 * it stands in nobody's way but of one that is spelt the same. */
static enum syndic_status check_others(struct syndic *handle, const struct record *change,
                                       const struct scenario_effect *effect, bool means)
{
	struct arena *arena = &handle->change->text;
	struct db_stmt *stmt;
	enum syndic_status status;
	TRY(db_prepare(handle->db,
	               "SELECT what, value, starts_on, ends_on FROM scenario_change"
	               " WHERE scenario = $1 AND id <> $2 ORDER BY id",
	               &stmt));
	db_bind_text(stmt, 1, record_text(change, "scenario"));
	db_bind_text(stmt, 2, record_text(change, "id"));
	while (status == SYNDIC_OK && db_step(stmt) == 1) {
		char *const parts[] = {arena_copy(arena, db_text(stmt, 0)),
		                       arena_copy(arena, db_text(stmt, 1)),
		                       arena_copy(arena, db_text(stmt, 2)),
		                       arena_copy(arena, db_text(stmt, 3))};
		struct scenario_effect other;
		bool other_means, both;
		status = read_written(handle, parts, &other, &other_means);
		if (status != SYNDIC_OK) break;
		if (means && other_means)
			status = meet(handle, effect, &other, &both);
		else
			both = text_equal(effect->what, other.what) && meet_in_time(effect, &other);
		if (status == SYNDIC_OK && both) status = refuse_both(handle, change, stmt);
	}
	db_finalize(stmt);
	if (status == SYNDIC_OK) status = handle->error.code;
out:
	return status;
}

static enum syndic_status scenario_change_check(struct syndic *handle, const struct record *before,
                                                struct record *after)
{
	struct scenario_effect effect;
	enum syndic_status status = check_term(handle, after, "starts_on", "ends_on");
	(void)before;
	if (status != SYNDIC_OK) return status;
	TRY(read_effect(handle, record_text(after, "what"), record_text(after, "value"),
	                record_text(after, "starts_on"), record_text(after, "ends_on"),
	                &handle->change->text, &effect));
	status = check_others(handle, after, &effect, true);
out:
	return status;
}

enum syndic_status scenario_change_fits(struct syndic *handle, const struct record *change)
{
	struct arena *arena = &handle->change->text;
	char *const parts[] = {arena_copy(arena, record_text(change, "what")),
	                       arena_copy(arena, record_text(change, "value")),
	                       arena_copy(arena, record_text(change, "starts_on")),
	                       arena_copy(arena, record_text(change, "ends_on"))};
	struct scenario_effect effect;
	bool means;
	enum syndic_status status = read_written(handle, parts, &effect, &means);
	return status == SYNDIC_OK ? check_others(handle, change, &effect, means) : status;
}

static const struct syndic_entity_hooks scenario_hooks = {.check = scenario_check,
                                                          .written = scenario_written},
										scenario_change_hooks = {.check = scenario_change_check};
const struct syndic_entity entity_scenario = {"scenario",
                                              "scenarios",
                                              "a named set of changes to the projections",
                                              "slug",
                                              0,
                                              scenario_fields,
                                              FIELD_COUNT(scenario_fields),
                                              &scenario_hooks};
const struct syndic_entity entity_scenario_change = {"scenario_change",
                                                     "scenario_changes",
                                                     "one change of a scenario",
                                                     "id",
                                                     0,
                                                     scenario_change_fields,
                                                     FIELD_COUNT(scenario_change_fields),
                                                     &scenario_change_hooks};

/* ---- what it names is called something else now ---- */

struct renamed {
	const struct record *after;
	const char *word, *field, *old; /* `cost`, `slug`, `ana` */
	const char *name;               /* what it is called now */
};

/* Cost by cost: what does the name mean now? By its slug it meant this one alone; by a name, whoever
 * is called so. */
static enum syndic_status cost_answers(struct syndic *handle, struct renamed *renamed, bool *out)
{
	struct arena *arena = &handle->change->text;
	const char *slug = record_text(renamed->after, "slug");
	const char *name = record_text(renamed->after, "name");
	struct scenario_effect old = {0}, now = {0};
	enum syndic_status status = find_cost(handle, renamed->old, arena, &old);
	if (is_refusal(status)) error_clear(handle);
	if (status != SYNDIC_OK && !is_refusal(status)) return status;
	*out = status == SYNDIC_OK && !old.by_kind &&
	       (strcmp(renamed->field, "name") == 0 || text_equal(old.name, name));
	status = find_cost(handle, record_text(renamed->after, renamed->field), arena, &now);
	renamed->name = text_equal(now.name, name) ? record_text(renamed->after, renamed->field) : slug;
	return status;
}

static enum syndic_status deal_answers(struct syndic *handle, struct renamed *renamed, bool *out)
{
	char id[REFERENCE_SIZE];
	enum syndic_status status = resolve_exact(handle, &entity_deal, renamed->old, NULL, id);
	renamed->name = record_text(renamed->after, "slug");
	*out = strcmp(renamed->field, "name") == 0
	           ? status != SYNDIC_NOT_FOUND
	           : status == SYNDIC_OK && text_equal(id, record_text(renamed->after, "id"));
	return status == SYNDIC_FAILED || status == SYNDIC_LOCKED ? status : SYNDIC_OK;
}

static enum syndic_status tier_answers(struct syndic *handle, struct renamed *renamed, bool *out)
{
	(void)handle;
	renamed->name = record_text(renamed->after, "slug");
	*out = false;
	return SYNDIC_OK;
}

/* Does `what` name the record as it was called? Tiers are known by the slug of what is said, and the
 * usual one need not be named. */
static bool names_it(const struct renamed *renamed, const char *what)
{
	size_t length = strlen(renamed->word);
	const char *said = what + length;
	struct buf slug = {0};
	bool same;
	if (strncmp(what, renamed->word, length) != 0) return false;
	if (*said == '.')
		said++;
	else if (*said == '\0')
		said = usual_tier;
	else
		return false;
	if (renamed->after->entity != &entity_tier) return strcmp(said, renamed->old) == 0;
	text_slug(&slug, said);
	same = strcmp(buf_text(&slug), renamed->old) == 0;
	buf_free(&slug);
	return same;
}

static enum syndic_status rename_in(struct syndic *handle, const struct renamed *renamed,
                                    const char *id)
{
	struct arena *arena = &handle->change->text;
	struct record before, after;
	enum syndic_status status = record_load(handle, &entity_scenario_change, id, arena, &before);
	if (status != SYNDIC_OK || !names_it(renamed, record_text(&before, "what"))) return status;
	after = before;
	record_set_text(&after, "what", arena_printf(arena, "%s.%s", renamed->word, renamed->name));
	status = scenario_change_fits(handle, &after);
	/* Raw: whether it means anything is not for this write to judge. */
	return status == SYNDIC_OK ? record_update(handle, &before, &after, RECORD_RAW, arena) : status;
}

static enum syndic_status rename_everywhere(struct syndic *handle, const struct renamed *renamed)
{
	struct db_stmt *stmt;
	struct arena arena = {0};
	char *ids = NULL;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT id FROM scenario_change ORDER BY id", &stmt);
	if (status != SYNDIC_OK) return status;
	status = record_ids(handle, stmt, &arena, &ids);
	for (const char *id = ids; status == SYNDIC_OK && *id; id += strlen(id) + 1)
		status = rename_in(handle, renamed, id);
	arena_free(&arena);
	return status;
}

enum syndic_status scenario_follow(struct syndic *handle, const struct record *before,
                                   const struct record *after)
{
	static const struct {
		const struct syndic_entity *entity;
		const char *word, *field;
		enum syndic_status (*answers)(struct syndic *handle, struct renamed *renamed, bool *out);
	} names[] = {
		{&entity_cost, "cost", "slug", cost_answers},
		{&entity_cost, "cost", "name", cost_answers},
		{&entity_deal, "deal", "slug", deal_answers},
		{&entity_deal, "deal", "name", deal_answers},
		{&entity_tier, "members", "slug", tier_answers},
	};
	if (!before || !after) return SYNDIC_OK;
	for (size_t i = 0; i < FIELD_COUNT(names); i++) {
		struct renamed renamed = {after, names[i].word, names[i].field, NULL, NULL};
		enum syndic_status status;
		bool answers;
		if (names[i].entity != after->entity) continue;
		renamed.old = record_text(before, renamed.field);
		if (text_equal(renamed.old, record_text(after, renamed.field))) continue;
		status = names[i].answers(handle, &renamed, &answers);
		if (status == SYNDIC_OK && !answers) status = rename_everywhere(handle, &renamed);
		if (status != SYNDIC_OK) return status;
	}
	return SYNDIC_OK;
}

/* ---- the verb ---- */

/* The change of a scenario that says the same thing from the same month, if there is one. */
static enum syndic_status find_change_of(struct syndic *handle, const struct record *like,
                                         struct record *out, bool *found)
{
	struct db_stmt *stmt;
	char id[REFERENCE_SIZE] = "";
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT id FROM scenario_change WHERE scenario = $1 AND what = $2"
	               " AND coalesce(starts_on, '') = coalesce($3, '')",
	               &stmt);
	*found = false;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, record_text(like, "scenario"));
	db_bind_text(stmt, 2, record_text(like, "what"));
	db_bind_text(stmt, 3, record_text(like, "starts_on"));
	if (db_step(stmt) == 1) strncat(id, db_text(stmt, 0), sizeof id - 1);
	db_finalize(stmt);
	if (handle->error.code != SYNDIC_OK || !*id) return handle->error.code;
	return record_find(handle, &entity_scenario_change, id, &handle->change->text, out, found);
}

static enum syndic_status set_one(struct syndic *handle, const char *scenario,
                                  const struct syndic_scenario_setting *setting)
{
	struct arena *arena = &handle->change->text;
	const struct syndic_input inputs[] = {
		{"scenario", scenario},        {"what", setting->what},
		{"value", setting->value},     {"starts_on", setting->starts_on},
		{"ends_on", setting->ends_on},
	};
	struct record wanted, there, before;
	bool found;
	enum syndic_status status;
	record_init(&wanted, &entity_scenario_change);
	TRY(record_apply(handle, &wanted, inputs, FIELD_COUNT(inputs), false, arena));
	TRY(find_change_of(handle, &wanted, &there, &found));
	if (!record_has(&wanted, "value")) {
		if (found) {
			status = record_delete(handle, &there, 0);
		} else {
			status = error_set(handle, SYNDIC_NOT_FOUND, "scenario_change", "what", setting->what,
			                   "the scenario does not change %s", setting->what);
		}
	} else if (found) {
		before = there;
		record_set(&there, "value", record_get(&wanted, "value"));
		record_set(&there, "ends_on", record_get(&wanted, "ends_on"));
		status = record_update(handle, &before, &there, 0, arena);
	} else {
		status = record_insert(handle, &wanted, 0, arena);
	}
out:
	return status;
}

enum syndic_status syndic_scenario_set(struct syndic *handle, const char *scenario,
                                       const struct syndic_scenario_setting *settings, size_t count)
{
	enum syndic_status status;
	struct record record;
	char id[REFERENCE_SIZE];
	error_clear(handle);
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	if (scenario && choice_find(scenario_fields[BASE].choices, scenario)) {
		status = error_set(handle, SYNDIC_MISUSE, "scenario", NULL, scenario,
		                   "%s is built in and stays as it is: change one that is based on it",
		                   scenario);
		error_help(handle, "syndic scenario add NAME --base %s", scenario);
		goto out;
	}
	TRY(resolve(handle, &entity_scenario, scenario, NULL, id));
	TRY(record_load(handle, &entity_scenario, id, &handle->change->text, &record));
	change_about(handle, &record);
	for (size_t i = 0; i < count; i++)
		TRY(set_one(handle, id, &settings[i]));
out:
	return change_end(handle, status);
}
