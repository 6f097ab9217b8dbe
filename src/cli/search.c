#include "cli/commands.h"

static enum syndic_status search(struct cli *cli)
{
	struct syndic_rows *rows = NULL;
	int64_t limit;
	if (!read_limit(cli, 50, &limit)) return SYNDIC_MISUSE;
	enum syndic_status status = syndic_search(cli->handle, operand(cli, 0), limit, &rows);
	if (status == SYNDIC_OK) status = show_rows(cli, rows, "matches", "reference", "nothing found");
	return status;
}

static const struct option_row options[] = {
	{"limit", "N", "how many, 0 for all; else 50", 0, false},
};

const struct command command_search = {
	.noun = "search",
	.operands = "TEXT",
	.summary = "find text in names, e-mail addresses, summaries and notes",
	.text = "Capitals and accents do not matter: `zurich` finds Zürich.",
	.examples = "syndic search zurich\nsyndic search 'renewal 2027' --limit 5",
	.options = {options, sizeof options / sizeof *options},
	.run = search,
};
