/* Commands: one table entry each, defined beside its code, and the list of them all. */
#ifndef SYNDIC_CLI_COMMANDS_H
#define SYNDIC_CLI_COMMANDS_H
#include "cli/cli.h"

enum command_flag {
	COMMAND_ALONE = 1 << 0,   /* works without a database */
	COMMAND_FIELDS = 1 << 1,  /* the fields of an entity that people set are options */
	COMMAND_FILTERS = 1 << 2, /* all fields of an entity are options, and may be repeated */
	COMMAND_WRITES = 1 << 3,  /* works on what the database holds now, so not with --known; of the
	                             verbs of every noun: offered only for entities that people write */
};

struct command {
	const char *noun;     /* NULL: a verb of every record noun */
	const char *verb;     /* NULL: the noun alone */
	const char *operands; /* `DEAL [STAGE]`, `WORD...`: by it they are counted, too */
	const char *summary;  /* one line, a phrase */
	const char *text;     /* paragraphs, or NULL; `%n` stands for the noun, `%N` for its plural */
	const char *examples; /* lines of command, or NULL; likewise */
	struct option_table options;
	const char *fields_of;      /* the entity of FIELDS; NULL: the command's own */
	const char *const *formats; /* NULL-ended: those of --format instead of the usual ones; it reads
	                               the option itself */
	unsigned flags;
	const char *
		next; /* of a verb (verb.h): the likely next command; `%r` stands for the record; or NULL */
	enum syndic_status (*run)(struct cli *cli);
};

/* All commands in the order of help, NULL-ended. */
extern const struct command *const commands[];
extern const struct option_table global_options;

/* The command of a noun and verb (NULL: the noun alone). A verb of every noun wants its entity,
 * which must take it. NULL: there is none. */
const struct command *command_find(const char *noun, const char *verb);
/* Is the command offered for this entity? One for every noun is not where the noun has its own of the
 * same name. */
bool command_suits(const struct command *command, const struct syndic_entity *entity);
/* The entity of a noun as people write it: `deal`, `stage-change`. */
const struct syndic_entity *noun_entity(const char *noun);
/* The entity whose fields are options of the command, or NULL. */
const struct syndic_entity *command_fields(const struct command *command,
                                           const struct syndic_entity *entity);
/* The first verb of its own that a noun has, whether it names an entity (`deal`) or not
 * (`pledge`); NULL. */
const char *noun_verb(const char *noun);
/* The field options of a command, made from the descriptor; the caller frees with
 * field_options_free. */
struct option_table field_options(const struct command *command,
                                  const struct syndic_entity *entity);
void field_options_free(struct option_table *table);
/* Fewest and most operands. */
void operand_bounds(const struct command *command, size_t *least, size_t *most);
/* `syndic deal move`, and with its operands `syndic deal move DEAL STAGE`. */
void name_add(struct buf *out, const struct command *command, const struct syndic_entity *entity);
void usage_add(struct buf *out, const struct command *command, const struct syndic_entity *entity);
/* Its operands alone, each after a space; those of `add` by the entity, where there is one. */
void operands_add(struct buf *out, const struct command *command,
                  const struct syndic_entity *entity);
/* Text in which %n and %N stand for the noun. */
void command_text(struct buf *out, const char *text, const struct syndic_entity *entity);
/* The noun with dashes: `stage-change`. */
void noun_add(struct buf *out, const struct syndic_entity *entity);
/* Several of them: `stage-changes`. */
void nouns_add(struct buf *out, const struct syndic_entity *entity);

/* The field that the operand of `add` stands for: the first text or month that a record must have;
 * NULL: it takes options only. */
const struct syndic_field *leading_field(const struct syndic_entity *entity);

/* Near misses among nouns and shortcuts, or among the verbs of a noun. */
void near_commands(struct buf *out, const char *word);
void near_verbs(struct buf *out, const char *noun, const struct syndic_entity *entity,
                const char *word);

/* cli/help.c: what `--help` prints; all NULL: the overview, an entity alone: the noun. */
void help_print(struct cli *cli, const struct command *command, const struct syndic_entity *entity);
/* cli/manual.c */
void manual_print(struct cli *cli);

extern const struct command command_init, command_log, command_next, command_status,
	command_pipeline, command_import, command_export, command_search, command_history, command_undo,
	command_backup, command_check, command_help, command_version, command_add, command_edit,
	command_show, command_list, command_rm, command_describe, command_deal_move, command_deal_win,
	command_deal_lose, command_deal_reopen, command_deal_link, command_contract_collect,
	command_membership_renew, command_membership_end, command_task_done, command_scenario_set,
	command_forecast, command_runway, command_review, command_arr, command_conversion,
	command_velocity, command_kpi, command_gate, command_snapshot_take, command_snapshot_score,
	command_risk, command_queue, command_queue_score, command_capacity, command_slot_hold,
	command_slot_queue, command_slot_pull, command_slot_deliver, command_slot_reorder,
	command_syndicate_show, command_syndicate_solve, command_syndicate_next, command_roadmap,
	command_roadmap_export, command_syndicate_open, command_syndicate_settle,
	command_syndicate_extend, command_syndicate_bridge, command_syndicate_cancel,
	command_syndicate_commit, command_syndicate_close, command_pledge_add, command_pledge_soft,
	command_pledge_bind, command_pledge_withdraw, command_pledge_join, command_pledge_take,
	command_sow_approve, command_sow_issue, command_sow_sign, command_sow_execute,
	command_sow_activate, command_sow_accept, command_sow_close, command_sow_amend,
	command_sow_terminate;

extern const struct command command_initiative_lint, command_initiative_propose,
	command_initiative_scope, command_initiative_park, command_initiative_resume,
	command_initiative_finish, command_deliverable_build, command_deliverable_demo,
	command_deliverable_accept, command_deliverable_rework, command_deliverable_drop,
	command_deliverable_upstream;

#endif
