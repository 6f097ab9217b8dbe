/* The verbs of a pledge, which is a deal of the pipeline cofunding. */
#include <stdlib.h>
#include "cli/verb.h"

static enum syndic_status add(struct cli *cli)
{
	size_t count;
	struct syndic_input *inputs = field_inputs(cli, syndic_entity_find("deal"), &count);
	enum syndic_status status = syndic_pledge_add(cli->handle, operand(cli, 0), inputs, count);
	free(inputs);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli))
		say_next(cli, "syndic pledge bind %s", syndic_last_write(cli->handle)->reference);
	return status;
}

const struct command command_pledge_add = {
	.noun = "pledge",
	.verb = "add",
	.operands = "SYNDICATE",
	.summary = "record what an organisation would pay in a round",
	.text =
		"A pledge is a deal, and its options are a deal's. It begins at Interest, is named for the "
		"syndicate and the organisation, and its revenue type is project, unless you say "
		"otherwise.",
	.examples = "syndic pledge add usage-quotas --org helix --amount 20k --owner ana\n"
				"syndic deal list --syndicate usage-quotas",
	.fields_of = "deal",
	.flags = COMMAND_FIELDS | COMMAND_WRITES,
	.run = add,
};

const struct command command_pledge_soft = {
	.noun = "pledge",
	.verb = "soft",
	.operands = "PLEDGE",
	.summary = "they want to, and may still change their mind",
	.examples = "syndic pledge soft usage-quotas-helix",
	.flags = COMMAND_WRITES,
	.next = "syndic pledge bind %r",
	.run = run_verb,
};

static const struct option_row bind_options[] = {
	{"amount", "MONEY", "what they pay at most", 0, false},
	{"condition-amount", "MONEY", "it counts only if the others bring so much", 0, false},
	{"condition-members", "N", "it counts only if so many others join", 0, false},
	{"expires", "DATE", "the last day on which it holds", 0, false},
	{"budget-line", "TEXT", "from what they pay", 0, false},
	{"fiscal-year", "TEXT", "of their budget", 0, false},
	{"purchase-order", "TEXT", "their number for it", 0, false},
};
const struct command command_pledge_bind = {
	.noun = "pledge",
	.verb = "bind",
	.operands = "PLEDGE",
	.summary = "they promise it: it counts towards the threshold",
	.text = "It wants an organisation and an amount.",
	.examples = "syndic pledge bind usage-quotas-helix --amount 20k --condition-members 3",
	.options = {bind_options, sizeof bind_options / sizeof *bind_options},
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

static const struct option_row withdraw_options[] = {
	{"lost-reason", "CHOICE", "why, in one word as of a lost deal; else other", 0, false},
	WHY_OPTION,
};
const struct command command_pledge_withdraw = {
	.noun = "pledge",
	.verb = "withdraw",
	.operands = "PLEDGE",
	.summary = "they step back, signed or not",
	.text =
		"Before the round is reached that is free. A round that is reached or contracting opens "
		"again "
		"for 30 days where too little is left. After the statement of work was executed the pledge "
		"owes the work done, its contract is lowered to that, and the rest is offered to the "
		"others.",
	.examples =
		"syndic pledge withdraw usage-quotas-helix --lost-reason budget --why 'frozen until 2028'",
	.options = {withdraw_options, sizeof withdraw_options / sizeof *withdraw_options},
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

const struct command command_pledge_join = {
	.noun = "pledge",
	.verb = "join",
	.operands = "PLEDGE",
	.summary = "sign late: pay the share anew, and the earlier are credited",
	.text = "For a binding pledge, once the statement of work is executed.",
	.examples = "syndic pledge join usage-quotas-northfold",
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

static const struct option_row why_options[] = {WHY_OPTION};

const struct command command_pledge_take = {
	.noun = "pledge",
	.verb = "take",
	.operands = "PLEDGE AMOUNT",
	.summary = "take over a part of what another left",
	.text = "For a signed pledge, while the statement of work is amended and lacks money.",
	.examples = "syndic pledge take usage-quotas-helix 5,000 --why 'they need it this year'",
	.options = {why_options, sizeof why_options / sizeof *why_options},
	.flags = COMMAND_WRITES,
	.run = run_verb,
};
