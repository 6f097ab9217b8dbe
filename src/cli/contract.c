#include "cli/commands.h"

static enum syndic_status collect(struct cli *cli)
{
	enum syndic_status status =
		syndic_contract_collect(cli->handle, operand(cli, 0), operand(cli, 1),
	                            option(cli, "paid-on"), option(cli, "note"));
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli))
		say_next(cli, "syndic payment list --contract %s", operand(cli, 0));
	return status;
}

static const struct option_row options[] = {
	{"paid-on", "DATE", "when it was received; else today", 0, false},
	{"note", "TEXT", "anything else", 0, false},
};

const struct command command_contract_collect = {
	.noun = "contract",
	.verb = "collect",
	.operands = "CONTRACT AMOUNT",
	.summary = "record money received on a contract",
	.examples = "syndic contract collect bids-2027 15,000 --paid-on yesterday",
	.options = {options, sizeof options / sizeof *options},
	.flags = COMMAND_WRITES,
	.run = collect,
};
