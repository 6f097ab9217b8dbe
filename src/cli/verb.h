/* Verbs of co-funding: one function runs them all, by the noun and verb of the command. */
#ifndef SYNDIC_CLI_VERB_H
#define SYNDIC_CLI_VERB_H
#include "cli/commands.h"

/* The first operand is the record; a further one is the parameter that `operands` names in
 * capitals (`DELIVERABLE STATE`: state); options are parameters of their names with underscores,
 * but --why, which is kept with the transition. */
enum syndic_status run_verb(struct cli *cli);
/* The same, without a word on what it did. */
enum syndic_status call_verb(struct cli *cli);

/* The option of verbs that want or take a reason. */
#define WHY_OPTION                                                                                 \
	{                                                                                              \
		"why", "TEXT", "the reason, kept with the move", 0, false                                  \
	}

#endif
