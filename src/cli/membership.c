#include <stdlib.h>
#include "cli/commands.h"

static enum syndic_status renew(struct cli *cli)
{
	size_t count;
	struct syndic_input *inputs = field_inputs(cli, syndic_entity_find("contract"), &count);
	enum syndic_status status =
		syndic_membership_renew(cli->handle, operand(cli, 0), inputs, count);
	free(inputs);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli)) say_next(cli, "syndic status");
	return status;
}

static enum syndic_status end(struct cli *cli)
{
	const char *reason = option(cli, "ended-reason");
	if (!reason)
		return misuse(cli, "syndic membership end MEMBERSHIP --ended-reason 'no budget'",
		              "why did it end? --ended-reason is missing");
	enum syndic_status status =
		syndic_membership_end(cli->handle, operand(cli, 0), option(cli, "ends-on"), reason);
	return status == SYNDIC_OK ? tell_write(cli) : status;
}

const struct command command_membership_renew = {
	.noun = "membership",
	.verb = "renew",
	.operands = "MEMBERSHIP",
	.summary = "sign the next term",
	.text = "Makes a renewal contract that begins the day after the old one, and its membership. "
			"Amount "
			"and tier are the old ones and the term is as long, unless options say otherwise.",
	.examples = "syndic membership renew bids-2026 --amount 16,500 --signed-on today",
	.fields_of = "contract",
	.flags = COMMAND_FIELDS | COMMAND_WRITES,
	.run = renew,
};

static const struct option_row end_options[] = {
	{"ends-on", "DATE", "its last day; else today", 0, false},
	{"ended-reason", "TEXT", "why it ends", 0, false},
};

const struct command command_membership_end = {
	.noun = "membership",
	.verb = "end",
	.operands = "MEMBERSHIP",
	.summary = "end a membership, and say why",
	.examples =
		"syndic membership end bids-2026 --ends-on eom --ended-reason 'merged with another'",
	.options = {end_options, sizeof end_options / sizeof *end_options},
	.flags = COMMAND_WRITES,
	.run = end,
};
