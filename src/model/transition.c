#include "model/transition.h"

#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"

static const struct syndic_field transition_fields[] = {
	FIELD_ID,
	{"at", SYNDIC_TIME, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "when"},
	{"actor", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "who"},
	{"entity", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "what moved"},
	{"initiative", SYNDIC_REF, SYNDIC_LISTED, "initiative", NULL, NULL, "which, or of which"},
	{"syndicate", SYNDIC_REF, 0, "syndicate", NULL, NULL, "which, or of which"},
	{"deal", SYNDIC_REF, 0, "deal", NULL, NULL, "which pledge, or of which"},
	{"sow", SYNDIC_REF, 0, "sow", NULL, NULL, "which, or of which"},
	{"deliverable", SYNDIC_REF, 0, "deliverable", NULL, NULL, "which"},
	{"slot", SYNDIC_REF, 0, "slot", NULL, NULL, "which"},
	{"field", SYNDIC_TEXT, SYNDIC_REQUIRED, NULL, NULL, NULL, "which of its states"},
	{"from_state", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "from; nothing where it began"},
	{"to_state", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "to"},
	{"reason", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "why"},
};
const struct syndic_entity entity_transition = {
	"transition", "transitions",     "a move of a state: who, when, why", "id",
	SYNDIC_TRAIL, transition_fields, FIELD_COUNT(transition_fields),      NULL};

/* ---- machines ---- */

static bool holds_word(const char *words, const char *word)
{
	char spaced[64];
	snprintf(spaced, sizeof spaced, " %s ", word);
	return strstr(words, spaced) != NULL;
}

bool state_is(const struct record *record, const struct machine *machine, const char *states)
{
	return holds_word(states, record_text(record, machine->field));
}

static const struct step *step_from(const struct machine *machine, const char *state,
                                    const char *verb)
{
	for (size_t i = 0; i < machine->step_count; i++) {
		const struct step *step = &machine->steps[i];
		if (step->verb && strcmp(step->verb, verb) == 0 && holds_word(step->from, state))
			return step;
	}
	return NULL;
}

/* The first verb on a shortest way of verbs from a state to one in which `verb` is legal; NULL: no
 * way. */
static const char *way_to(const struct machine *machine, const char *state, const char *verb)
{
	enum { MOST = 16 };
	struct {
		const char *state, *first;
	} reached[MOST] = {{state, NULL}};
	size_t count = 1;
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && step_from(machine, reached[i].state, verb)) return reached[i].first;
		for (size_t s = 0; s < machine->step_count; s++) {
			const struct step *step = &machine->steps[s];
			bool known = false;
			if (!step->verb || !holds_word(step->from, reached[i].state)) continue;
			for (size_t k = 0; k < count; k++)
				known |= strcmp(reached[k].state, step->to) == 0;
			if (known || count == MOST) continue;
			reached[count].state = step->to;
			reached[count++].first = i == 0 ? step->verb : reached[i].first;
		}
	}
	return NULL;
}

/* Is the verb legal from a state by a step before the one at `index`? */
static bool step_before(const struct machine *machine, size_t index, const char *verb,
                        const char *state)
{
	const struct step *first = step_from(machine, state, verb);
	return first && first < &machine->steps[index];
}

const struct step *machine_step(struct syndic *handle, const struct machine *machine,
                                const struct record *record, const char *verb)
{
	const char *state = record_text(record, machine->field), *way;
	const struct step *step = step_from(machine, state, verb);
	struct buf wanted = {0};
	char noun[ENTITY_NOUN];
	bool axis = strcmp(machine->field, "state") != 0; /* its verb takes the next state */
	if (step) return step;
	for (size_t i = 0; i < machine->step_count; i++) {
		const char *from = machine->steps[i].from;
		if (!machine->steps[i].verb || strcmp(machine->steps[i].verb, verb) != 0) continue;
		for (from += strspn(from, " "); *from; from += strspn(from, " ")) {
			int length = (int)strcspn(from, " ");
			char word[64];
			snprintf(word, sizeof word, "%.*s", length, from);
			if (!step_before(machine, i, verb, word))
				buf_printf(&wanted, "%s%s", wanted.length ? " or " : "", word);
			from += length;
		}
	}
	(void)entity_noun(machine->entity, noun);
	(void)error_set(handle, SYNDIC_CONFLICT, machine->entity->name, machine->field, state,
	                "%s%s%s %s is %s: %s wants it to be %s", axis ? machine->field : "",
	                axis ? " of " : "", noun, record_slug(record), state, verb, buf_text(&wanted));
	way = way_to(machine, state, verb);
	if (axis && way)
		error_help(handle, "syndic %s %s %s %s", noun, machine->field, record_slug(record), way);
	else
		error_help(handle, "syndic %s %s %s", noun, way ? way : "show", record_slug(record));
	buf_free(&wanted);
	return NULL;
}

enum syndic_status machine_move(struct syndic *handle, const struct machine *machine,
                                const struct record *before, struct record *after, const char *to)
{
	bool moving = handle->change->moving;
	enum syndic_status status;
	record_set_text(after, machine->field, to);
	handle->change->moving = true;
	status = record_update(handle, before, after, 0, &handle->change->text);
	handle->change->moving = moving;
	return status;
}

enum syndic_status machine_stay(struct syndic *handle, const struct machine *machine,
                                const struct record *before, struct record *after)
{
	const char *state = record_text(before, machine->field);
	enum syndic_status status = machine_move(handle, machine, before, after, state);
	return status == SYNDIC_OK ? transition_log(handle, after, machine->field, state, state)
	                           : status;
}

const char *guard_money(struct syndic *handle, int64_t cents)
{
	struct buf text = {0};
	const char *kept;
	money_add(&text, cents, 0);
	kept = arena_copy(&handle->change->text, buf_text(&text));
	buf_free(&text);
	return kept;
}

enum syndic_status guard_refuse(struct syndic *handle, const struct record *record,
                                const char *field, const char *format, ...)
{
	char why[2000]; /* a guard may name many records */
	va_list arguments;
	va_start(arguments, format);
	sentence(why, sizeof why, format, arguments);
	va_end(arguments);
	return error_set(handle, SYNDIC_CONFLICT, record->entity->name, field, record_slug(record),
	                 "%s", why);
}

/* ---- hooks ---- */

enum syndic_status transition_check(struct syndic *handle, const struct machine *machine,
                                    const struct record *before, struct record *after)
{
	char noun[ENTITY_NOUN];
	if (!before) {
		if (!record_has(after, machine->field))
			record_set_text(after, machine->field, machine->first);
		return SYNDIC_OK;
	}
	if (handle->change->moving || !record_differs(before, after, machine->field)) return SYNDIC_OK;
	(void)entity_noun(machine->entity, noun);
	(void)error_set(handle, SYNDIC_CONFLICT, machine->entity->name, machine->field,
	                record_text(after, machine->field),
	                "the %s of %s %s moves by its verbs, never by hand", machine->field, noun,
	                record_slug(before));
	error_help(handle, "syndic help %s", noun);
	return SYNDIC_CONFLICT;
}

/* To what a record belongs, and itself. */
static enum syndic_status place(struct syndic *handle, const struct record *moved,
                                struct record *row)
{
	static const char *const owners[] = {"initiative", "syndicate", "deal", "sow"};
	const char *syndicate;
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; i < FIELD_COUNT(owners); i++) {
		int field = syndic_field_find(moved->entity, owners[i]);
		if (field >= 0) record_set(row, owners[i], moved->values[field]);
	}
	record_set(row, moved->entity->name, record_get(moved, "id"));
	syndicate = record_text(row, "syndicate");
	if (syndicate && !record_has(row, "initiative")) {
		struct record owner;
		status = record_load(handle, &entity_syndicate, syndicate, &handle->change->text, &owner);
		if (status == SYNDIC_OK) record_set(row, "initiative", record_get(&owner, "initiative"));
	}
	return status;
}

enum syndic_status transition_log(struct syndic *handle, const struct record *moved,
                                  const char *field, const char *from, const char *to)
{
	struct record row;
	enum syndic_status status;
	struct syndic_write write = handle->write;
	record_init(&row, &entity_transition);
	status = place(handle, moved, &row);
	if (status != SYNDIC_OK) return status;
	record_set_text(&row, "at", handle->change->at);
	record_set_text(&row, "actor", handle->actor);
	record_set_text(&row, "entity", moved->entity->name);
	record_set_text(&row, "field", field);
	if (from) record_set_text(&row, "from_state", from);
	record_set_text(&row, "to_state", to);
	if (handle->change->reason) record_set_text(&row, "reason", handle->change->reason);
	status = record_insert(handle, &row, 0, &handle->change->text);
	if (write.entity && *write.entity) {
		handle->write.entity = write.entity;
		handle->write.reference = write.reference;
	}
	return status;
}

enum syndic_status transition_written(struct syndic *handle, const struct machine *machine,
                                      const struct record *before, const struct record *after)
{
	if (!after || !record_differs(before, after, machine->field)) return SYNDIC_OK;
	return transition_log(handle, after, machine->field,
	                      before ? record_text(before, machine->field) : NULL,
	                      record_text(after, machine->field));
}

/* A record's own rows, and those of others that name it. */
static enum syndic_status rows_that_name(struct syndic *handle, const struct record *record,
                                         struct db_stmt **out)
{
	const struct syndic_entity *entity = record->entity;
	enum syndic_status status = SYNDIC_OK;
	*out = NULL;
#define ROWS_OF(table)                                                                             \
	if (entity == &entity_##table)                                                                 \
	status = db_prepare(handle->db,                                                                \
	                    "SELECT id FROM transition WHERE " #table " = $1 ORDER BY id DESC", out)
	ROWS_OF(initiative);
	ROWS_OF(syndicate);
	ROWS_OF(deal);
	ROWS_OF(sow);
	ROWS_OF(deliverable);
	ROWS_OF(slot);
#undef ROWS_OF
	if (status == SYNDIC_OK && *out) db_bind(*out, 1, record_get(record, "id"));
	return status;
}

enum syndic_status transition_drop(struct syndic *handle, const struct record *removed,
                                   struct arena *arena)
{
	struct db_stmt *stmt;
	char *ids = NULL;
	enum syndic_status status = rows_that_name(handle, removed, &stmt);
	if (status != SYNDIC_OK || !stmt) return status;
	status = record_ids(handle, stmt, arena, &ids);
	for (const char *id = ids; status == SYNDIC_OK && *id; id += strlen(id) + 1) {
		struct record row, without;
		status = record_load(handle, &entity_transition, id, arena, &row);
		if (status != SYNDIC_OK) break;
		without = row;
		record_set(&without, removed->entity->name, value_null());
		status = strcmp(record_text(&row, "entity"), removed->entity->name) == 0
		             ? record_delete(handle, &row, RECORD_RAW)
		             : record_update(handle, &row, &without, RECORD_RAW, arena);
	}
	return status;
}

/* ---- verbs ---- */

const char *verb_input(const struct verb_call *call, const char *name)
{
	for (size_t i = 0; i < call->count; i++)
		if (strcmp(call->inputs[i].field, name) == 0) return call->inputs[i].text;
	return NULL;
}

enum syndic_status verb_value(const struct verb_call *call, const char *name, enum syndic_type type,
                              struct syndic_value *out, bool *given)
{
	const struct syndic_field field = {name, type, 0, NULL, NULL, NULL, ""};
	struct syndic_entity entity = *call->record.entity;
	const char *text = verb_input(call, name);
	*given = text && *text;
	*out = value_null();
	if (!*given) return SYNDIC_OK;
	entity.fields = &field;
	entity.field_count = 1;
	return field_parse(call->handle, &entity, 0, text, NULL, call->arena, out);
}

static const struct {
	const char *noun;
	const struct syndic_entity *entity;
	const struct verb *verbs;
} nouns[] = {
	{"initiative", &entity_initiative, initiative_verbs},
	{"syndicate", &entity_syndicate, syndicate_verbs},
	{"pledge", &entity_deal, pledge_verbs},
	{"sow", &entity_sow, sow_verbs},
	{"deliverable", &entity_deliverable, deliverable_verbs},
	{"slot", &entity_slot, slot_verbs},
};

static enum syndic_status find_verb(struct syndic *handle, const char *noun, const char *name,
                                    const struct syndic_entity **entity, const struct verb **out)
{
	*entity = NULL;
	*out = NULL;
	for (size_t i = 0; noun && name && i < sizeof nouns / sizeof nouns[0]; i++) {
		if (strcmp(nouns[i].noun, noun) != 0) continue;
		*entity = nouns[i].entity;
		for (*out = nouns[i].verbs; (*out)->name; (*out)++)
			if (strcmp((*out)->name, name) == 0) return SYNDIC_OK;
	}
	(void)error_set(handle, SYNDIC_MISUSE, NULL, NULL, name, "there is no verb %s %s",
	                noun ? noun : "(of no noun)", name ? name : "(without a name)");
	error_help(handle, *entity ? "syndic help %s" : "syndic help", noun);
	return SYNDIC_MISUSE;
}

static enum syndic_status check_said(struct syndic *handle, const char *noun,
                                     const struct verb *verb, const struct verb_call *call)
{
	for (size_t i = 0; i < call->count; i++) {
		if (verb->parameters && holds_word(verb->parameters, call->inputs[i].field)) continue;
		return error_set(handle, SYNDIC_MISUSE, NULL, call->inputs[i].field, NULL,
		                 "%s %s takes no %s", noun, verb->name, call->inputs[i].field);
	}
	if (!verb->wants_reason || (call->reason && *call->reason)) return SYNDIC_OK;
	(void)error_set(handle, SYNDIC_MISUSE, NULL, "why", NULL, "%s %s wants a reason: it is kept",
	                noun, verb->name);
	error_help(handle, "syndic %s %s … --why \"…\"", noun, verb->name);
	return SYNDIC_MISUSE;
}

enum syndic_status syndic_verb(struct syndic *handle, const char *noun, const char *verb,
                               const char *reference, const struct syndic_input *inputs,
                               size_t count, const char *why)
{
	const struct syndic_entity *entity;
	const struct verb *found;
	struct verb_call call = {.handle = handle, .inputs = inputs, .count = count, .reason = why};
	char id[REFERENCE_SIZE];
	enum syndic_status status;
	error_clear(handle);
	status = find_verb(handle, noun, verb, &entity, &found);
	if (status != SYNDIC_OK) return status;
	if (!reference) {
		(void)error_set(handle, SYNDIC_MISUSE, NULL, NULL, NULL, "%s %s wants a record", noun,
		                verb);
		error_help(handle, "syndic help %s %s", noun, verb);
		return SYNDIC_MISUSE;
	}
	status = check_said(handle, noun, found, &call);
	if (status != SYNDIC_OK) return status;
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	call.arena = &handle->change->text;
	if (why && *why) handle->change->reason = arena_copy(call.arena, why);
	if (found->of) entity = found->of;
	TRY(resolve(handle, entity, reference, NULL, id));
	TRY(record_load(handle, entity, id, call.arena, &call.record));
	/* A verb on another noun's record is about what it makes. */
	if (!found->of) change_about(handle, &call.record);
	status = found->run(&call);
out:
	return change_end(handle, status);
}
