#include "cli/commands.h"

static enum syndic_status backup(struct cli *cli)
{
	const char *path = operand(cli, 0);
	struct buf text = {0};
	if (cli->dry_run) {
		say(cli, "dry run: %s would be copied to %s", cli->database, path);
		return SYNDIC_OK;
	}
	enum syndic_status status = syndic_backup(cli->handle, path);
	if (status != SYNDIC_OK) return status;
	buf_printf(&text, "%s\n", path);
	print(cli, buf_text(&text));
	buf_free(&text);
	say(cli, "copied %s, as it is now", cli->database);
	return SYNDIC_OK;
}

const struct command command_backup = {
	.noun = "backup",
	.operands = "FILE",
	.summary = "copy the database while others may use it",
	.text =
		"The copy is whole and consistent, and readable by its owner alone. A file that exists is "
		"never overwritten.",
	.examples = "syndic backup syndic-2026-11.db",
	.flags = COMMAND_WRITES,
	.run = backup,
};
