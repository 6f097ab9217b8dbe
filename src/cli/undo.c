#include <inttypes.h>
#include "cli/commands.h"

static enum syndic_status undo(struct cli *cli)
{
	int64_t number = 0;
	if (operand(cli, 0) && !read_change(cli, operand(cli, 0), &number)) return SYNDIC_MISUSE;
	enum syndic_status status = syndic_undo(cli->handle, number);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli))
		say_next(cli, "syndic history show %" PRId64, syndic_last_write(cli->handle)->change);
	return status;
}

const struct command command_undo = {
	.noun = "undo",
	.operands = "[CHANGE]",
	.summary = "take a change back",
	.text =
		"Takes back the last change that is neither an undo nor undone, or the one with the number "
		"given. A whole import is one change. What was edited since is kept, and named. An undo is "
		"a change itself: `syndic undo NUMBER` of an undo does again what was undone.",
	.examples = "syndic undo\nsyndic undo 12\nsyndic undo --dry-run",
	.flags = COMMAND_WRITES,
	.run = undo,
};
