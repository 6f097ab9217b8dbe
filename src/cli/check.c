#include "cli/commands.h"

static enum syndic_status check(struct cli *cli)
{
	struct syndic_rows *rows = NULL;
	enum syndic_status found = syndic_check(cli->handle, &rows), status;
	if (!rows) return found;
	status = show_rows(cli, rows, "findings", "reference", "all is well");
	return status == SYNDIC_OK ? found : status;
}

const struct command command_check = {
	.noun = "check",
	.summary = "look for damage and contradictions, and rebuild what can be rebuilt",
	.text = "Looks at the file itself, at every record, and at the totals that can be rebuilt; "
			"these are "
			"rebuilt unless --dry-run is given. The exit status is 5 where an error was found.",
	.examples = "syndic check\nsyndic check --json",
	.flags = COMMAND_WRITES,
	.run = check,
};
