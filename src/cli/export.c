#include "cli/commands.h"

static enum syndic_status export_all(struct cli *cli)
{
	struct syndic_rows *rows = NULL;
	if (cli->dry_run) {
		say(cli, "dry run: a CSV file for every kind of record would be written to %s",
		    operand(cli, 0));
		return SYNDIC_OK;
	}
	enum syndic_status status = syndic_export_directory(cli->handle, operand(cli, 0), &rows);
	if (status == SYNDIC_OK) status = show_rows(cli, rows, "files", "file", NULL);
	if (status == SYNDIC_OK)
		say_next(cli, "syndic --db NEW.db init && syndic --db NEW.db import %s", operand(cli, 0));
	return status;
}

const struct command command_export = {
	.noun = "export",
	.operands = "DIR",
	.summary = "write every record as CSV files into a new folder",
	.text =
		"A CSV file for every kind of record, and datapackage.json that describes them. Imported "
		"into "
		"an empty database they give the same export again, byte for byte. For one kind of record: "
		"`syndic NOUN list --format csv`.",
	.examples = "syndic export syndic-2026-11\n"
				"syndic --db new.db init && syndic --db new.db import syndic-2026-11\n"
				"syndic deal list --format csv > deals.csv",
	.run = export_all,
};
