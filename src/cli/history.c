#include <string.h>
#include "cli/commands.h"

static enum syndic_status history(struct cli *cli)
{
	const char *noun = operand(cli, 0), *reference = operand(cli, 1);
	struct syndic_rows *rows = NULL;
	enum syndic_status status;
	int64_t limit, number;
	if (!read_limit(cli, 20, &limit)) return SYNDIC_MISUSE;
	if (noun && (!reference || strcmp(noun, "show") == 0)) {
		if (!read_change(cli, reference ? reference : noun, &number)) return SYNDIC_MISUSE;
		status = syndic_history_show(cli->handle, number, &rows);
		if (status == SYNDIC_OK)
			status = show_rows(cli, rows, "difference", NULL, "nothing changed");
		return status;
	}
	status = syndic_history(cli->handle, noun, reference, limit, &rows);
	if (status == SYNDIC_OK) status = show_rows(cli, rows, "changes", "number", "no changes");
	return status;
}

static const struct option_row options[] = {
	{"limit", "N", "how many, 0 for all; else 20", 0, false},
};

const struct command command_history = {
	.noun = "history",
	.operands = "[show|NOUN] [CHANGE|REF]",
	.summary = "show what was changed, when and by whom",
	.text = "Alone: the latest changes. With `show` and a number: that change, field by field. "
			"With a noun "
			"and a reference: the changes of that record.",
	.examples = "syndic history\nsyndic history show 12\nsyndic history deal bids-2027",
	.options = {options, sizeof options / sizeof *options},
	.run = history,
};
