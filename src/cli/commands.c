/* The table of commands, and what is looked up in it. */
#include "cli/commands.h"
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

const struct command *const commands[] = {
	&command_init,
	&command_log,
	&command_next,
	&command_status,
	&command_pipeline,
	&command_forecast,
	&command_runway,
	&command_gate,
	&command_review,
	&command_risk,
	&command_kpi,
	&command_arr,
	&command_conversion,
	&command_velocity,
	&command_roadmap,
	&command_roadmap_export,
	&command_queue,
	&command_queue_score,
	&command_capacity,
	&command_import,
	&command_export,
	&command_search,
	&command_history,
	&command_undo,
	&command_backup,
	&command_check,
	&command_add,
	&command_edit,
	&command_show,
	&command_list,
	&command_rm,
	&command_describe,
	&command_deal_move,
	&command_deal_win,
	&command_deal_lose,
	&command_deal_reopen,
	&command_deal_link,
	&command_contract_collect,
	&command_membership_renew,
	&command_membership_end,
	&command_task_done,
	&command_scenario_set,
	&command_snapshot_take,
	&command_snapshot_score,
	&command_syndicate_open,
	&command_syndicate_settle,
	&command_syndicate_extend,
	&command_syndicate_bridge,
	&command_syndicate_cancel,
	&command_syndicate_commit,
	&command_syndicate_close,
	&command_pledge_add,
	&command_pledge_soft,
	&command_pledge_bind,
	&command_pledge_withdraw,
	&command_pledge_join,
	&command_pledge_take,
	&command_sow_approve,
	&command_sow_issue,
	&command_sow_sign,
	&command_sow_execute,
	&command_sow_activate,
	&command_sow_accept,
	&command_sow_close,
	&command_sow_amend,
	&command_sow_terminate,
	&command_syndicate_show,
	&command_syndicate_solve,
	&command_syndicate_next,
	&command_initiative_lint,
	&command_initiative_propose,
	&command_initiative_scope,
	&command_initiative_park,
	&command_initiative_resume,
	&command_initiative_finish,
	&command_deliverable_build,
	&command_deliverable_demo,
	&command_deliverable_accept,
	&command_deliverable_rework,
	&command_deliverable_drop,
	&command_deliverable_upstream,
	&command_slot_hold,
	&command_slot_queue,
	&command_slot_pull,
	&command_slot_deliver,
	&command_slot_reorder,
	&command_help,
	&command_version,
	NULL,
};

static const struct option_row global_rows[] = {
	{"db", "FILE", "the database; else $SYNDIC_DB, ./syndic.db, the data folder", 0, false},
	{"format", "FORMAT", "table, list, json, jsonl, csv, md or ids", 0, false},
	{"json", NULL, "the same as --format json", 0, false},
	{"as-of", "DATE", "the day that counts as today", 0, false},
	{"known", "DATE", "what the database held at the end of that day, which counts as today", 0,
     false},
	{"dry-run", NULL, "say what a write would do, and write nothing", 'n', false},
	{"yes", NULL, "never ask: go ahead", 'y', false},
	{"no-input", NULL, "never ask: fail, and name the option that is missing", 0, false},
	{"color", "WHEN", "auto, always or never", 0, false},
	{"quiet", NULL, "no sentences beside the answer, errors excepted", 'q', false},
	{"verbose", NULL, "say which database is used", 'v', false},
	{"help", NULL, "explain the command", 'h', false},
	{"version", NULL, "print the version", 0, false},
};
const struct option_table global_options = {global_rows, sizeof global_rows / sizeof *global_rows};

/* Has the entity a verb of that name of its own? */
static bool has_own(const struct syndic_entity *entity, const char *verb)
{
	for (const struct command *const *at = commands; *at; at++)
		if ((*at)->noun && (*at)->verb && strcmp((*at)->verb, verb) == 0 &&
		    syndic_entity_find((*at)->noun) == entity)
			return true;
	return false;
}

bool command_suits(const struct command *command, const struct syndic_entity *entity)
{
	if (command->noun) return syndic_entity_find(command->noun) == entity;
	if (has_own(entity, command->verb)) return false;
	return !(command->flags & COMMAND_WRITES) || !(entity->flags & SYNDIC_TRAIL);
}

const struct command *command_find(const char *noun, const char *verb)
{
	const struct syndic_entity *entity = noun_entity(noun);
	for (const struct command *const *at = commands; *at; at++) {
		const struct command *command = *at;
		if (verb ? !command->verb || strcmp(command->verb, verb) != 0 : command->verb != NULL)
			continue;
		if (command->noun ? strcmp(command->noun, noun) == 0
		                  : entity && command_suits(command, entity))
			return command;
	}
	return NULL;
}

const struct syndic_entity *noun_entity(const char *noun)
{
	return strchr(noun, '_') ? NULL : syndic_entity_find(noun);
}

const char *noun_verb(const char *noun)
{
	for (const struct command *const *at = commands; *at; at++)
		if ((*at)->verb && (*at)->noun && strcmp((*at)->noun, noun) == 0) return (*at)->verb;
	return NULL;
}

const struct syndic_entity *command_fields(const struct command *command,
                                           const struct syndic_entity *entity)
{
	if (!(command->flags & (COMMAND_FIELDS | COMMAND_FILTERS))) return NULL;
	return command->fields_of ? syndic_entity_find(command->fields_of) : entity;
}

static char *with_dashes(const char *name)
{
	char *copy = mem_copy(name);
	for (char *at = copy; *at; at++)
		if (*at == '_') *at = '-';
	return copy;
}

void noun_add(struct buf *out, const struct syndic_entity *entity)
{
	char *noun = with_dashes(entity->name);
	buf_add(out, noun);
	free(noun);
}

void nouns_add(struct buf *out, const struct syndic_entity *entity)
{
	char *nouns = with_dashes(entity->plural);
	buf_add(out, nouns);
	free(nouns);
}

/* What help calls the value of a field. */
static void add_placeholder(struct buf *out, const struct syndic_field *field)
{
	static const char *const names[] = {
		[SYNDIC_TEXT] = "TEXT",   [SYNDIC_INT] = "N",       [SYNDIC_RATIO] = "RATIO",
		[SYNDIC_MONEY] = "MONEY", [SYNDIC_DATE] = "DATE",   [SYNDIC_MONTH] = "MONTH",
		[SYNDIC_TIME] = "TIME",   [SYNDIC_BOOL] = "yes|no", [SYNDIC_CHOICE] = "CHOICE",
		[SYNDIC_WORDS] = "WORDS", [SYNDIC_REF] = "RECORD",  [SYNDIC_REFS] = "RECORDS",
		[SYNDIC_DECIMAL] = "N",
	};
	if (!field->refers_to) {
		buf_add(out, names[field->type]);
		return;
	}
	for (const char *at = field->refers_to; *at; at++)
		buf_add_char(out, *at == '_' ? '-' : (char)toupper((unsigned char)*at));
	if (field->type == SYNDIC_REFS) buf_add(out, ",...");
}

static char *field_help(const struct syndic_field *field)
{
	struct buf help = {0};
	buf_add(&help, field->help);
	for (size_t i = 0; field->choices && field->choices[i]; i++)
		buf_printf(&help, "%s%s", i == 0 ? ": " : ", ", field->choices[i]);
	char *text = mem_copy(buf_text(&help));
	buf_free(&help);
	return text;
}

struct option_table field_options(const struct command *command, const struct syndic_entity *entity)
{
	const struct syndic_entity *source = command_fields(command, entity);
	struct option_table table = {0};
	if (!source) return table;
	struct option_row *rows = mem_alloc((source->field_count + 1) * sizeof *rows);
	for (size_t i = 0; i < source->field_count; i++) {
		const struct syndic_field *field = &source->fields[i];
		bool filters = (command->flags & COMMAND_FILTERS) != 0;
		struct buf value = {0};
		if (!filters && (field->flags & SYNDIC_KEPT)) continue;
		add_placeholder(&value, field);
		rows[table.count++] = (struct option_row){
			.name = with_dashes(field->name),
			.value = mem_copy(buf_text(&value)),
			.help = field_help(field),
			.many = filters,
		};
		buf_free(&value);
	}
	table.rows = rows;
	return table;
}

void field_options_free(struct option_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		free((char *)table->rows[i].name);
		free((char *)table->rows[i].value);
		free((char *)table->rows[i].help);
	}
	free((struct option_row *)table->rows);
	*table = (struct option_table){0};
}

void operand_bounds(const struct command *command, size_t *least, size_t *most)
{
	size_t words = 0, optional = 0;
	bool many = false;
	for (const char *at = command->operands; at && *at;) {
		size_t length = strcspn(at, " ");
		words++;
		if (*at == '[') optional++;
		if (length > 3 && strncmp(at + length - 3, "...", 3) == 0) many = true;
		at += length + strspn(at + length, " ");
	}
	*least = words - optional;
	*most = many ? SIZE_MAX : words;
}

void name_add(struct buf *out, const struct command *command, const struct syndic_entity *entity)
{
	buf_add(out, "syndic ");
	if (command->noun)
		buf_add(out, command->noun);
	else if (entity)
		noun_add(out, entity);
	else
		buf_add(out, "NOUN");
	if (command->verb) buf_printf(out, " %s", command->verb);
}

void operands_add(struct buf *out, const struct command *command,
                  const struct syndic_entity *entity)
{
	const struct syndic_field *leading = entity ? leading_field(entity) : NULL;
	if (command == &command_add && entity) {
		if (!leading) return;
		buf_add(out, " [");
		for (const char *at = leading->name; *at; at++)
			buf_add_char(out, (char)toupper((unsigned char)*at));
		buf_add_char(out, ']');
	} else if (command->operands) {
		buf_printf(out, " %s", command->operands);
	}
}

void usage_add(struct buf *out, const struct command *command, const struct syndic_entity *entity)
{
	name_add(out, command, entity);
	operands_add(out, command, entity);
}

void command_text(struct buf *out, const char *text, const struct syndic_entity *entity)
{
	for (; *text; text++) {
		if (*text != '%' || (text[1] != 'n' && text[1] != 'N')) {
			buf_add_char(out, *text);
			continue;
		}
		text++;
		if (!entity)
			buf_add(out, *text == 'n' ? "NOUN" : "records");
		else if (*text == 'n')
			noun_add(out, entity);
		else
			nouns_add(out, entity);
	}
}

static size_t command_count(void)
{
	size_t count = 0;
	while (commands[count])
		count++;
	return count;
}

/* A word that is not among the names yet; NULL is none. */
static bool is_new(const char *word, const char *const *names, size_t count)
{
	for (size_t i = 0; word && i < count; i++)
		if (strcmp(names[i], word) == 0) return false;
	return word != NULL;
}

void near_commands(struct buf *out, const char *word)
{
	size_t entities = syndic_entity_count(), count = 0;
	const char **names = mem_alloc((command_count() + entities) * sizeof *names);
	char **nouns = mem_alloc(entities * sizeof *nouns);
	for (const struct command *const *at = commands; *at; at++)
		if (is_new((*at)->noun, names, count) && !noun_entity((*at)->noun))
			names[count++] = (*at)->noun;
	for (size_t i = 0; i < entities; i++)
		names[count++] = nouns[i] = with_dashes(syndic_entity_at(i)->name);
	near_add(out, word, names, count);
	for (size_t i = 0; i < entities; i++)
		free(nouns[i]);
	free(nouns);
	free(names);
}

void near_verbs(struct buf *out, const char *noun, const struct syndic_entity *entity,
                const char *word)
{
	const char **names = mem_alloc(command_count() * sizeof *names);
	size_t count = 0;
	for (const struct command *const *at = commands; *at; at++) {
		const struct command *command = *at;
		if (!command->verb || (command->noun && strcmp(command->noun, noun) != 0)) continue;
		if (command->noun || (entity && command_suits(command, entity)))
			names[count++] = command->verb;
	}
	near_add(out, word, names, count);
	free(names);
}
