#include "cli/commands.h"

static enum syndic_status done(struct cli *cli)
{
	enum syndic_status status =
		syndic_task_done(cli->handle, operand(cli, 0), option(cli, "done-on"));
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli)) say_next(cli, "syndic next");
	return status;
}

static const struct option_row options[] = {
	{"done-on", "DATE", "when; else today", 0, false},
};

const struct command command_task_done = {
	.noun = "task",
	.verb = "done",
	.operands = "TASK",
	.summary = "tick a task off",
	.examples = "syndic task done '#12'",
	.options = {options, sizeof options / sizeof *options},
	.flags = COMMAND_WRITES,
	.run = done,
};
