#include "cli/commands.h"

static enum syndic_status init(struct cli *cli)
{
	const char *path = database_named(cli) ? database_named(cli) : "syndic.db";
	const char *currency = option(cli, "currency") ? option(cli, "currency") : "USD";
	struct syndic_options options = {.as_of = cli->as_of,
	                                 .actor = cli->actor,
	                                 .command = cli->line,
	                                 .dry_run = cli->dry_run};
	struct buf text = {0};
	if (cli->dry_run) {
		say(cli, "dry run: %s would be made, in %s", path, currency);
		return SYNDIC_OK;
	}
	enum syndic_status status = syndic_create(path, currency, &options, &cli->handle);
	if (status != SYNDIC_OK) return status;
	buf_printf(&text, "%s\n", path);
	print(cli, buf_text(&text));
	buf_free(&text);
	say(cli, "made a database in %s with the pipelines membership, project, cofunding and gift",
	    syndic_currency(cli->handle));
	say_next(cli, "syndic import deals FILE.csv --dry-run");
	return SYNDIC_OK;
}

static const struct option_row options[] = {
	{"currency", "CODE", "the one currency of its amounts, such as EUR; else USD", 0, false},
};

const struct command command_init = {
	.noun = "init",
	.summary = "make a database",
	.text = "Makes the file that --db or $SYNDIC_DB names, else syndic.db in this folder. It "
			"begins with "
			"the four pipelines and their stages, the tiers, the prices of usage and the settings. "
			"A file that exists is never touched.",
	.examples = "syndic init\nsyndic --db sales.db init --currency EUR",
	.options = {options, sizeof options / sizeof *options},
	.flags = COMMAND_ALONE | COMMAND_WRITES,
	.run = init,
};
